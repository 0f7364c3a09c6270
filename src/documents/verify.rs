//! Whether the rules still agree with their documents: drift, numbers, contradictions and coverage together.

use crate::documents::agreement::{Disagreement, conflicts_of, disagreements};
use crate::documents::citations::{Citing, cited_passages};
use crate::documents::collection::Documents;
use crate::documents::coverage::{Coverage, SentenceCoverage, sentences};
use crate::documents::drift::{Drift, drifts};
use crate::documents::lock::Lock;
use crate::documents::passage::Annotated;
use crate::model::{Citation, Model};
use crate::values::Zone;
use crate::values::ids::{DocumentId, RuleId};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

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
    /// The sentences that are normative or cited, by document, in their order.
    pub sentences: Vec<SentenceCoverage>,
    /// The conflicts, in the order of the model, and whether they are settled.
    pub conflicts: Vec<ConflictStatus>,
    pub uncited: Vec<RuleId>,
    /// By what cites something: the drifts, and its place among what cites each.
    citations: HashMap<Citing, Vec<(usize, usize)>>,
    /// By drift: the disagreements about it.
    disputed: HashMap<usize, Vec<usize>>,
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
    let reopened = reopened(&drifts);
    let conflicts =
        (0..model.conflicts.len()).map(|at| conflict_status(model, at, &reopened, today)).collect();
    let uncited =
        model.rules.enumerated().filter(|(_, rule)| rule.cites.is_empty()).map(|(at, _)| at).collect();
    let mut citations: HashMap<Citing, Vec<(usize, usize)>> = HashMap::new();
    for (at, drift) in drifts.iter().enumerate() {
        for (place, (citing, _)) in drift.cited.by.iter().enumerate() {
            citations.entry(*citing).or_default().push((at, place));
        }
    }
    let mut disputed: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, one) in disagreements.iter().enumerate() {
        disputed.entry(one.drift).or_default().push(at);
    }
    Verified { annotated, drifts, disagreements, sentences, conflicts, uncited, citations, disputed }
}

/// The conflicts that cite what changed.
fn reopened(drifts: &[Drift<'_>]) -> HashSet<usize> {
    drifts.iter().filter(|drift| drift.reopens()).flat_map(conflicts_of).collect()
}

fn conflict_status(
    model: &Model,
    conflict: usize,
    reopened: &HashSet<usize>,
    today: NaiveDate,
) -> ConflictStatus {
    let until = model.conflicts.get(conflict).and_then(|conflict| conflict.until);
    if reopened.contains(&conflict) {
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
        self.citations.get(&citing).into_iter().flatten().filter_map(|(at, place)| {
            let drift = self.drifts.get(*at)?;
            Some((*at, drift, drift.cited.by.get(*place)?.1))
        })
    }

    /// What the rules and the passage of a drift say differently.
    pub fn disagreements_on(&self, drift: usize) -> impl Iterator<Item = &Disagreement> {
        let own = self.disputed.get(&drift).into_iter().flatten();
        own.filter_map(|at| self.disagreements.get(*at))
    }

    /// What is known of the sentences of a document.
    pub fn sentences_of(&self, document: DocumentId) -> &[SentenceCoverage] {
        let first = self.sentences.partition_point(|sentence| sentence.document < document);
        let end = self.sentences.partition_point(|sentence| sentence.document <= document);
        self.sentences.get(first..end).unwrap_or_default()
    }

    /// Those of them that state what has to be.
    pub fn normative_of(&self, document: DocumentId) -> impl Iterator<Item = &SentenceCoverage> {
        self.sentences_of(document).iter().filter(|sentence| sentence.norm.is_some())
    }
}
