//! Whether the rules still agree with their documents: drift, numbers, contradictions and coverage together.

use crate::documents::agreement::{Disagreement, conflicts_of, disagreements};
use crate::documents::citations::{Citing, cited_passages};
use crate::documents::collection::Documents;
use crate::documents::coverage::{Coverage, NumberCoverage, SentenceCoverage, sentences};
use crate::documents::drift::{Drift, drifts};
use crate::documents::left_behind::left_behind;
use crate::documents::lock::Lock;
use crate::documents::oppositions::{Opposition, oppositions};
use crate::documents::passage::Annotated;
use crate::documents::sections::gone as gone_of_section;
use crate::documents::steps::{UnknownName, unknown_names};
use crate::model::{Citation, Model};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::{Text, WITHIN};
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
    /// The rules that say the opposite of a passage that they cite.
    pub oppositions: Vec<Opposition>,
    /// The sentences that are normative or cited, by document, in their order.
    pub sentences: Vec<SentenceCoverage>,
    /// The conflicts, in the order of the model, and whether they are settled.
    pub conflicts: Vec<ConflictStatus>,
    pub uncited: Vec<RuleId>,
    /// What steps of actions name and their sentences do not.
    pub unknown_names: Vec<UnknownName>,
    /// The documents, of those that something cites, in which sentences changed that were read as stating nothing.
    pub unread: Vec<UnreadChange>,
    /// By what cites something: the drifts, and its place among what cites each.
    citations: HashMap<Citing, Vec<(usize, usize)>>,
    /// By drift: the disagreements about it.
    disputed: HashMap<usize, Vec<usize>>,
}

/// What changed in a document since it was reviewed, and was read as stating nothing: no rule stands on it, but it may
/// have been misread.
#[derive(Clone, Debug)]
pub struct UnreadChange {
    pub document: DocumentId,
    /// The sentences that came, or whose words changed.
    pub sentences: Vec<usize>,
    /// How many of those that were there at the review are not there any more.
    pub gone: usize,
    /// How many of those that were reviewed in a section that is set aside are in the document no more, and stated
    /// something.
    pub gone_aside: usize,
    /// Whether all of them are there, in another order or with other repeats.
    pub is_reordered: bool,
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
    let mut disagreements = disagreements(model, &annotated, &drifts, lock);
    let oppositions = oppositions(model, &annotated, &drifts, lock);
    let sentences = sentences(model, &annotated, &drifts, lock);
    disagreements.extend(left_behind(model, &drifts, &sentences, &disagreements));
    let unread = unread_changes(model, &annotated, &drifts, &sentences, lock);
    let reopened = reopened(model, &drifts, lock);
    let conflicts =
        (0..model.conflicts.len()).map(|at| conflict_status(model, at, &reopened, today)).collect();
    let uncited = model
        .rules
        .enumerated()
        .filter(|(_, rule)| rule.cites.is_empty() && !rule.is_built_in())
        .map(|(at, _)| at)
        .collect();
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
    let unknown_names = unknown_names(model, &annotated, &drifts);
    Verified {
        annotated,
        drifts,
        disagreements,
        oppositions,
        sentences,
        conflicts,
        uncited,
        unknown_names,
        unread,
        citations,
        disputed,
    }
}

fn unread_changes(
    model: &Model,
    annotated: &Annotated<'_>,
    drifts: &[Drift<'_>],
    sentences: &[SentenceCoverage],
    lock: &Lock,
) -> Vec<UnreadChange> {
    let cited: HashSet<DocumentId> = drifts.iter().map(Drift::document).collect();
    // A passage that a citation stands on is told with it, and so are the headings over it.
    let passages = drifts.iter().flat_map(|drift| drift.now.iter().chain(&drift.others));
    let mut told: HashSet<(DocumentId, usize)> =
        passages.flat_map(|now| now.sentences.clone().map(|sentence| (now.document, sentence))).collect();
    told.extend(sentences.iter().filter(|own| own.is_gap()).map(|own| (own.document, own.sentence)));
    let is_open = |drift: &&Drift<'_>| !drift.is_settled();
    let entries = drifts.iter().filter(is_open).filter_map(|drift| lock.passages.get(drift.reviewed?));
    let mut renamed: HashSet<Fingerprint> = entries.map(|was| was.text).collect();
    for drift in drifts.iter().filter(|drift| drift.is_under_renamed) {
        let Some(now) = &drift.now else { continue };
        told.extend(annotated.headings_over(now).map(|heading| (now.document, heading)));
        renamed.extend(
            drift.reviewed.and_then(|at| lock.passages.get(at)).iter().flat_map(|was| was.headings()),
        );
    }
    let mut found = Vec::new();
    for document in model.documents.ids().filter(|document| cited.contains(document)) {
        let locked = lock.documents.get(model.document_name(document));
        let Some((locked, unread)) = locked.and_then(|own| Some((own, own.unread.as_ref()?))) else {
            continue;
        };
        if annotated.documents.text(document).is_none() {
            continue;
        }
        let annotations = annotated.annotations(document);
        let own = annotations.iter().enumerate().filter(|(at, own)| {
            own.norm.is_none() && !locked.knows(own.text) && !told.contains(&(document, *at))
        });
        let sentences: Vec<usize> = own.map(|(at, _)| at).collect();
        let said: HashSet<&Fingerprint> = annotations.iter().map(|own| &own.text).collect();
        let gone = unread.iter().filter(|own| !said.contains(own) && !renamed.contains(own)).count();
        // The text as a whole is known where nothing was open at the review.
        let own = drifts.iter().filter(|drift| drift.document() == document);
        let open = own.clone().any(|drift| !drift.is_settled());
        let said: HashSet<Fingerprint> = said.into_iter().copied().collect();
        let sections = own.filter(|drift| drift.is_section() && drift.is_live());
        let aside: HashSet<Fingerprint> =
            sections.flat_map(|drift| gone_of_section(annotated, drift, lock, &said)).collect();
        let gone_aside =
            aside.iter().filter(|text| !unread.contains(text) && !renamed.contains(text)).count();
        let is_other = |text: &Text| locked.text.is_some_and(|was| was != Fingerprint::of(&text.normal));
        let is_new = annotations.iter().any(|own| own.norm.is_some() && !locked.knows(own.text));
        let is_reordered = gone + gone_aside == 0
            && sentences.is_empty()
            && !(open || is_new)
            && annotated.documents.text(document).is_some_and(is_other);
        if gone + gone_aside > 0 || !sentences.is_empty() || is_reordered {
            found.push(UnreadChange { document, sentences, gone, gone_aside, is_reordered });
        }
    }
    found
}

/// The conflicts that cite what changed, or that were not decided since it did.
fn reopened(model: &Model, drifts: &[Drift<'_>], lock: &Lock) -> HashSet<usize> {
    drifts.iter().flat_map(|drift| undecided(model, lock, drift)).collect()
}

/// The conflicts that cite a passage and are open because of it.
pub(super) fn undecided<'m>(
    model: &'m Model,
    lock: &'m Lock,
    drift: &'m Drift<'_>,
) -> impl Iterator<Item = usize> + 'm {
    let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
    let names = entry.map_or(&[][..], |entry| &entry.undecided);
    let is_open = move |conflict: &usize| {
        let own = model.conflicts.get(*conflict);
        drift.reopens() || own.is_some_and(|own| names.iter().any(|name| **name == *own.id.text))
    };
    conflicts_of(drift).into_iter().filter(is_open)
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
            && self.oppositions.is_empty()
            && self.unknown_names.is_empty()
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

    /// The numbers of covered sentences that rules state, too, and that could not be compared with those: they are not
    /// bound, and nothing says that they differ.
    pub fn not_bound(&self) -> impl Iterator<Item = (&SentenceCoverage, &NumberCoverage)> {
        let live = |own: &&SentenceCoverage| !matches!(own.coverage, Coverage::Stale | Coverage::Aside);
        let numbers =
            self.normative().filter(live).flat_map(|own| own.numbers.iter().map(move |one| (own, one)));
        numbers.filter(|(_, number)| number.is_held() && !number.is_bound())
    }

    pub fn citing(&self, sentence: &SentenceCoverage) -> Vec<Citing> {
        let drifts = sentence.drifts.iter().filter_map(|at| self.drifts.get(*at));
        let mut citing: Vec<Citing> = drifts.flat_map(|drift| drift.cited.citing()).collect();
        citing.sort_unstable();
        citing.dedup();
        citing
    }

    /// The heading that became another over a passage which says what it said: its document, and its sentence there. None
    /// where a heading is gone and no other took its place.
    pub fn renamed_heading(&self, drift: &Drift<'_>, lock: &Lock) -> Option<(DocumentId, usize)> {
        let now = drift.now.as_ref().filter(|_| drift.is_under_renamed)?;
        let was = lock.passages.get(drift.reviewed?)?.under.split(WITHIN);
        let same = was.zip(now.under.split(WITHIN)).take_while(|(was, is)| was == is).count();
        let text = self.annotated.documents.text(now.document)?;
        let path = text.headings_over(now.sentences.start);
        path.get(same).map(|heading| (now.document, heading.sentence))
    }

    /// How many citations of each statement somebody has to look at; one of a passage that others quote, too, counts for
    /// all of these, since all are reviewed at once.
    pub fn open_citations(&self) -> HashMap<Citing, usize> {
        let place = |drift: &Drift<'_>| drift.now.as_ref().map(|now| (now.document, now.text));
        let unsettled = || self.drifts.iter().filter(|drift| !drift.is_settled());
        let mut quotes: HashMap<(DocumentId, Fingerprint), usize> = HashMap::new();
        unsettled().filter_map(place).for_each(|place| *quotes.entry(place).or_default() += 1);
        let mut open: HashMap<Citing, usize> = HashMap::new();
        for drift in unsettled() {
            let count = place(drift).and_then(|place| quotes.get(&place)).copied().unwrap_or(1);
            for citing in drift.cited.citing() {
                *open.entry(citing).or_default() += count;
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

    /// The rules that say the opposite of the passage of a drift.
    pub fn oppositions_on(&self, drift: usize) -> impl Iterator<Item = &Opposition> {
        // They are in the order of the drifts.
        let first = self.oppositions.partition_point(|one| one.drift < drift);
        self.oppositions.iter().skip(first).take_while(move |one| one.drift == drift)
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
