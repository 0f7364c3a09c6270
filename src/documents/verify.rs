//! Whether the rules still agree with their documents: drift, numbers, contradictions and coverage together.

use crate::documents::Documents;
use crate::documents::accept::{Acceptance, entry};
use crate::documents::agreement::{Disagreement, disagreements};
use crate::documents::cited::Citing;
use crate::documents::coverage::{Coverage, Sentence, sentences};
use crate::documents::drift::{Drift, Standing, drifts, find};
use crate::documents::lock::{Covered, Lock, LockedDocument};
use crate::documents::passage::Marked;
use crate::model::{Citation, Model};
use crate::prose::Text;
use crate::prose::fingerprint::Fingerprint;
use crate::values::Zone;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Whether the choice between two documents is still in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// It is.
    Settled,
    /// A passage of it changed.
    Reopened,
    /// Its date has passed.
    Expired,
}

/// What the rules and the documents of a pack have to do with each other.
pub struct Verified<'m> {
    /// The documents with their facts.
    pub marked: Marked<'m>,
    /// The citations, in the order of the rules.
    pub drifts: Vec<Drift<'m>>,
    /// Where rules and passages state different numbers.
    pub disagreements: Vec<Disagreement>,
    /// The sentences that are normative or cited.
    pub sentences: Vec<Sentence>,
    /// The conflicts, in the order of the model, and whether they are settled.
    pub conflicts: Vec<Settlement>,
    /// Rules that cite nothing, by their numbers.
    pub uncited: Vec<usize>,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// So many are.
    pub reached: usize,
    /// So many there are.
    pub all: usize,
}

impl Share {
    /// In percent, rounded down; all where there is nothing.
    pub fn percent(self) -> usize {
        self.reached.saturating_mul(100).checked_div(self.all).unwrap_or(100)
    }

    /// Count one more.
    pub fn count(&mut self, reached: bool) {
        self.all += 1;
        self.reached += usize::from(reached);
    }
}

/// Hold the rules against their documents and what was reviewed of them, on a day.
pub fn verify<'m>(model: &'m Model, documents: &'m Documents, lock: &Lock, today: NaiveDate) -> Verified<'m> {
    let (marked, found) = rayon::join(|| Marked::new(model, documents), || find(model, documents));
    let drifts = drifts(model, &marked, found, lock);
    let disagreements = disagreements(model, &drifts, lock);
    let sentences = sentences(model, &marked, &drifts, lock);
    let conflicts =
        (0..model.conflicts.len()).map(|number| settlement(model, number, &drifts, today)).collect();
    let uncited =
        (0..).zip(&model.rules).filter(|(_, rule)| rule.cites.is_empty()).map(|(at, _)| at).collect();
    Verified { marked, drifts, disagreements, sentences, conflicts, uncited }
}

fn settlement(model: &Model, number: usize, drifts: &[Drift<'_>], today: NaiveDate) -> Settlement {
    let changed = |drift: &Drift<'_>| {
        let kept = [Standing::Unchanged, Standing::Moved, Standing::New, Standing::Absent];
        drift.cited.citing().contains(&Citing::Conflict(number)) && !kept.contains(&drift.standing)
    };
    let until = model.conflicts.get(number).and_then(|conflict| conflict.until);
    if drifts.iter().any(changed) {
        Settlement::Reopened
    } else if until.is_some_and(|until| until.day(Zone::UTC) < today) {
        Settlement::Expired
    } else {
        Settlement::Settled
    }
}

/// Documents as they once were, as if they had been reviewed then.
#[derive(Debug, Default)]
pub struct Baseline {
    /// What was there.
    pub lock: Lock,
    /// The texts of the passages, by their numbers in the lock.
    pub texts: HashMap<usize, String>,
}

/// What the rules of today stand on in documents of another day. A quote that they did not hold is taken for what was
/// most like it then, unless that still stands in the documents of today.
pub fn baseline(model: &Model, then: &Documents, today: &Documents, how: &Acceptance) -> Baseline {
    let verified = verify(model, then, &Lock::default(), how.day);
    let known: Vec<HashSet<Fingerprint>> = (0..model.documents.len())
        .map(|document| today.text(document).map(sentences_of).unwrap_or_default())
        .collect();
    let mut baseline = Baseline::default();
    for drift in verified.drifts.iter().filter(|drift| drift.others.is_empty()) {
        let Some(now) = &drift.now else { continue };
        let stands = known.get(now.document).is_some_and(|known| known.contains(&now.text));
        if drift.exact || !stands {
            baseline.texts.insert(baseline.lock.passages.len(), verified.marked.normal(now).to_owned());
            baseline.lock.passages.extend(entry(model, drift, now, how));
        }
    }
    for (number, document) in model.documents.iter().enumerate() {
        let own = verified.normative().filter(|sentence| sentence.document == number);
        let sentences = own.filter_map(|own| {
            let covered = match own.coverage {
                Coverage::Covered => Covered::Cited,
                Coverage::Aside => Covered::Aside,
                _ => Covered::Not,
            };
            Some((verified.marked.marks(number).get(own.sentence)?.text, covered))
        });
        let sentences = sentences.collect();
        let text = then.text(number).map(|text| Fingerprint::of(&text.normal));
        let locked = LockedDocument { path: document.path.to_string(), text, sentences };
        baseline.lock.documents.insert(document.name.text.to_string(), locked);
    }
    baseline
}

fn sentences_of(text: &Text) -> HashSet<Fingerprint> {
    let own = text.sentences.iter().filter_map(|sentence| text.normal.get(sentence.range.clone()));
    own.map(Fingerprint::of).collect()
}

impl<'m> Verified<'m> {
    /// Whether everything but the citations themselves agrees. How much is covered is a question of its own.
    pub fn agrees(&self) -> bool {
        self.disagreements.is_empty()
            && self.conflicts.iter().all(|settlement| *settlement == Settlement::Settled)
            && self.gaps().next().is_none()
    }

    /// The sentences that are new, or that nothing covers any longer.
    pub fn gaps(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|sentence| sentence.is_gap())
    }

    /// The normative sentences.
    pub fn normative(&self) -> impl Iterator<Item = &Sentence> {
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
            sentence.numbers.iter().for_each(|number| share.count(aside || live && number.is_held()));
        }
        share
    }

    /// What cites a sentence, each once.
    pub fn citing(&self, sentence: &Sentence) -> Vec<Citing> {
        let drifts = sentence.drifts.iter().filter_map(|at| self.drifts.get(*at));
        let mut citing: Vec<Citing> = drifts.flat_map(|drift| drift.cited.citing()).collect();
        citing.sort_unstable();
        citing.dedup();
        citing
    }

    /// The citations of a statement, with their drifts.
    pub fn of(&self, citing: Citing) -> impl Iterator<Item = (usize, &Drift<'m>, &'m Citation)> {
        self.drifts.iter().enumerate().flat_map(move |(at, drift)| {
            let own = drift.cited.by.iter().filter(move |(other, _)| *other == citing);
            own.map(move |(_, citation)| (at, drift, *citation))
        })
    }
}
