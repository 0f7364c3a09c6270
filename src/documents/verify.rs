//! Whether the rules still agree with their documents: drift, numbers, contradictions and coverage together.

use crate::documents::agreement::{Disagreement, disagreements};
use crate::documents::citations::{Citing, cited_passages};
use crate::documents::collection::Documents;
use crate::documents::coverage::{Coverage, SentenceCoverage, sentences};
use crate::documents::drift::{Drift, drifts};
use crate::documents::lock::Lock;
use crate::documents::passage::Annotated;
use crate::model::{Citation, Model};
use crate::values::Zone;
use crate::values::ids::RuleId;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

/// Whether the choice between two documents is still in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictStatus {
    Settled,
    Reopened,
    Expired,
}

/// What the rules and the documents of a pack have to do with each other.
pub struct Verified<'m> {
    pub annotated: Annotated<'m>,
    /// The citations, in the order of the rules.
    pub drifts: Vec<Drift<'m>>,
    pub disagreements: Vec<Disagreement>,
    pub sentences: Vec<SentenceCoverage>,
    /// The conflicts, in the order of the model, and whether they are settled.
    pub conflicts: Vec<ConflictStatus>,
    pub uncited: Vec<RuleId>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are covered, bound, exercised.
    pub reached: usize,
    pub all: usize,
}

impl Share {
    /// In percent, rounded down; all where there is nothing.
    pub fn percent(self) -> usize {
        self.reached.saturating_mul(100).checked_div(self.all).unwrap_or(100)
    }

    pub fn count(&mut self, reached: bool) {
        self.all += 1;
        self.reached += usize::from(reached);
    }
}

/// Hold the rules against their documents and what was reviewed of them, on a day.
pub fn verify<'m>(model: &'m Model, documents: &'m Documents, lock: &Lock, today: NaiveDate) -> Verified<'m> {
    let cited = cited_passages(model);
    let citations: Vec<&Citation> = cited.iter().map(|passage| passage.citation).collect();
    let (annotated, found) =
        rayon::join(|| Annotated::new(model, documents), || documents.find_quotes(&citations));
    let drifts = drifts(model, &annotated, cited, found, lock);
    let disagreements = disagreements(model, &drifts, lock);
    let sentences = sentences(model, &annotated, &drifts, lock);
    let conflicts =
        (0..model.conflicts.len()).map(|conflict| conflict_status(model, conflict, &drifts, today)).collect();
    let uncited =
        model.rules.enumerated().filter(|(_, rule)| rule.cites.is_empty()).map(|(at, _)| at).collect();
    Verified { annotated, drifts, disagreements, sentences, conflicts, uncited }
}

fn conflict_status(model: &Model, conflict: usize, drifts: &[Drift<'_>], today: NaiveDate) -> ConflictStatus {
    let changed =
        |drift: &Drift<'_>| drift.reopens() && drift.cited.citing().contains(&Citing::Conflict(conflict));
    let until = model.conflicts.get(conflict).and_then(|conflict| conflict.until);
    if drifts.iter().any(changed) {
        ConflictStatus::Reopened
    } else if until.is_some_and(|until| until.day(Zone::UTC) < today) {
        ConflictStatus::Expired
    } else {
        ConflictStatus::Settled
    }
}

impl<'m> Verified<'m> {
    /// Whether everything but the citations themselves agrees. How much is covered is a question of its own.
    pub fn agrees(&self) -> bool {
        self.disagreements.is_empty()
            && self.conflicts.iter().all(|status| *status == ConflictStatus::Settled)
            && self.gaps().next().is_none()
    }

    /// The sentences that are new, or that nothing covers any longer.
    pub fn gaps(&self) -> impl Iterator<Item = &SentenceCoverage> {
        self.sentences.iter().filter(|sentence| sentence.is_gap())
    }

    /// The sentences that state what has to be; those that are only cited are left out.
    pub fn normative(&self) -> impl Iterator<Item = &SentenceCoverage> {
        self.sentences.iter().filter(|sentence| sentence.norm.is_some())
    }

    /// How many normative sentences are covered or set aside.
    pub fn covered(&self) -> Share {
        let mut share = Share::default();
        self.normative().for_each(|sentence| share.count(sentence.coverage.counts()));
        share
    }

    /// How many numbers of normative sentences are bound or waived, or stand in what is set aside.
    pub fn bound(&self) -> Share {
        let mut share = Share::default();
        for sentence in self.normative() {
            let live = sentence.coverage != Coverage::Stale;
            let aside = sentence.coverage == Coverage::Aside;
            sentence.numbers.iter().for_each(|number| share.count(aside || live && number.is_bound()));
        }
        share
    }

    pub fn citing(&self, sentence: &SentenceCoverage) -> Vec<Citing> {
        let drifts = sentence.drifts.iter().filter_map(|at| self.drifts.get(*at));
        let mut citing: Vec<Citing> = drifts.flat_map(|drift| drift.cited.citing()).collect();
        citing.sort_unstable();
        citing.dedup();
        citing
    }

    /// How many citations of each statement somebody has to look at.
    pub fn open_citations(&self) -> HashMap<Citing, usize> {
        let mut open: HashMap<Citing, usize> = HashMap::new();
        for drift in self.drifts.iter().filter(|drift| !drift.is_settled()) {
            for citing in drift.cited.citing() {
                *open.entry(citing).or_default() += 1;
            }
        }
        open
    }

    pub fn of(&self, citing: Citing) -> impl Iterator<Item = (usize, &Drift<'m>, &'m Citation)> {
        self.drifts.iter().enumerate().flat_map(move |(at, drift)| {
            let own = drift.cited.by.iter().filter(move |(other, _)| *other == citing);
            own.map(move |(_, citation)| (at, drift, *citation))
        })
    }
}
