//! Each citation against what was reviewed: what became of its passage.

use crate::base::IndexVec;
use crate::documents::citations::{CitedPassage, Citing};
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::model::{Citation, Model};
use crate::prose::facts::{Change, FactKind, Facts};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::normalize;
use crate::prose::quote::{Quote, QuoteMatch, find_all};
use crate::prose::similarity::SimilarityIndex;
use crate::values::ids::DocumentId;
use serde::Serialize;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CitationStatus {
    /// It stands where it stood, word for word.
    Unchanged,
    /// It stands elsewhere, word for word: under another heading, or in another document.
    Moved,
    /// It says the same facts in other words.
    Reworded,
    FactsChanged,
    /// It is gone, or nothing is like it.
    Lost,
    Ambiguous,
    New,
    Absent,
}

#[derive(Debug)]
pub struct Drift<'m> {
    pub cited: CitedPassage<'m>,
    pub quote: Quote,
    pub status: CitationStatus,
    /// What stands there now; where the quote is not found, what is most like it.
    pub now: Option<Passage>,
    /// Whether the quote stands there word for word.
    pub exact: bool,
    /// What was reviewed, by its number in the lock.
    pub reviewed: Option<usize>,
    /// How its facts changed since the review; empty where they are the same.
    pub changes: Vec<Change>,
    /// The other places, where several may be meant.
    pub others: Vec<Passage>,
}

impl Drift<'_> {
    /// Whether the rules stand on it as it is: it may have moved, or not be reviewed yet, but it says what is quoted.
    pub fn is_live(&self) -> bool {
        matches!(self.status, CitationStatus::Unchanged | CitationStatus::Moved | CitationStatus::New)
    }

    /// Whether a conflict that cites it has to be decided again.
    pub fn reopens(&self) -> bool {
        !self.is_live() && self.status != CitationStatus::Absent
    }

    pub fn document(&self) -> DocumentId {
        self.cited.citation.document
    }

    /// Whether nothing was found yet where something is looked for.
    fn is_missing(&self) -> bool {
        self.now.is_none() && self.status != CitationStatus::Absent
    }

    pub fn is_settled(&self) -> bool {
        matches!(self.status, CitationStatus::Unchanged | CitationStatus::Absent)
    }
}

/// The fingerprint of a quote, by which the lock knows it.
pub fn quote_fingerprint(citation: &Citation) -> Fingerprint {
    let under = citation.under.as_deref().map(normalize).unwrap_or_default();
    Fingerprint::of(&format!("{}\n{under}", normalize(&citation.quote)))
}

/// What became of the passages that are cited, from all places that say what is quoted.
pub fn drifts<'m>(
    model: &'m Model,
    annotated: &Annotated<'_>,
    cited: Vec<CitedPassage<'m>>,
    found: Vec<(Quote, Vec<QuoteMatch>)>,
    lock: &Lock,
) -> Vec<Drift<'m>> {
    let mut reviewed = LockIndex::new(model, lock, &cited);
    let mut drifts: Vec<Drift<'m>> = Vec::with_capacity(cited.len());
    for (cited, (quote, matches)) in cited.into_iter().zip(found) {
        let document = cited.citation.document;
        let mut passages = matches.iter().filter_map(|matched| annotated.passage_at(document, matched));
        let mut drift = Drift {
            reviewed: reviewed.by_quote(model, &cited),
            cited,
            quote,
            status: CitationStatus::Lost,
            now: None,
            exact: false,
            changes: Vec::new(),
            others: Vec::new(),
        };
        if annotated.documents.text(document).is_none() {
            // Nothing is known of what was never reviewed.
            if drift.reviewed.is_some() {
                drift.status = CitationStatus::Absent;
            }
        } else {
            drift.now = passages.next();
            drift.exact = drift.now.is_some();
            drift.others = passages.collect();
            if !drift.others.is_empty() {
                drift.status = CitationStatus::Ambiguous;
            } else if let Some(now) = &drift.now {
                drift.reviewed = drift.reviewed.or_else(|| reviewed.by_text(model, now));
            }
        }
        drifts.push(drift);
    }
    for drift in drifts.iter_mut().filter(|drift| drift.exact && drift.others.is_empty()) {
        if let Some(now) = &drift.now {
            drift.reviewed = drift.reviewed.or_else(|| reviewed.in_place_of(model, &drift.cited, now));
            let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
            (drift.status, drift.changes) = match entry {
                Some(entry) => compared(model, annotated, entry, now),
                None => (CitationStatus::New, Vec::new()),
            };
        }
    }
    search(model, annotated, lock, &mut drifts);
    drifts
}

/// What a passage is now against what it was when it was reviewed.
fn compared(
    model: &Model,
    annotated: &Annotated<'_>,
    was: &LockedPassage,
    now: &Passage,
) -> (CitationStatus, Vec<Change>) {
    let elsewhere = was.document != model.document_name(now.document);
    let (same, changes) = if was.text == now.text && was.context == now.context {
        if was.under == now.under && !elsewhere {
            return (CitationStatus::Unchanged, Vec::new());
        }
        // A heading says something too: a passage that moves from "at most ten" to "at most twenty" says another
        // thing. That it speaks of others matters where the heading itself was written anew.
        let facts = |under: &str| Facts::of(under, &[], &annotated.roles);
        let mut changes = facts(&was.under).changes(&facts(&now.under));
        let text = annotated.documents.text(now.document);
        if elsewhere || text.is_some_and(|text| text.has_headings(&was.under)) {
            changes.retain(|change| change.kind != FactKind::Role);
        }
        (CitationStatus::Moved, changes)
    } else {
        (CitationStatus::Reworded, was.facts().changes(&now.facts))
    };
    (if changes.is_empty() { same } else { CitationStatus::FactsChanged }, changes)
}

/// Look for what became of the passages whose quotes were not found.
fn search(model: &Model, annotated: &Annotated<'_>, lock: &Lock, drifts: &mut [Drift<'_>]) {
    if !drifts.iter().any(Drift::is_missing) {
        return;
    }
    let known: IndexVec<DocumentId, HashSet<Fingerprint>> =
        model.documents.iter().map(|document| lock.known(&document.name.text)).collect();
    // A sentence that was there at the review is still itself, and not what became of another.
    let is_known = |document: DocumentId, sentence: usize| {
        let annotation = annotated.annotations(document).get(sentence);
        annotation.zip(known.get(document)).is_some_and(|(own, known)| known.contains(&own.text))
    };
    let texts = || model.documents.ids().map(|document| annotated.documents.text(document));
    let among_new = LazyCell::new(|| SimilarityIndex::new(texts(), is_known));
    let among_all = LazyCell::new(|| SimilarityIndex::new(texts(), |_, _| false));
    let mut elsewhere = elsewhere(model, annotated, lock, &known, drifts);
    for (at, drift) in drifts.iter_mut().enumerate().filter(|(_, drift)| drift.is_missing()) {
        let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
        if let Some(entry) = entry
            && let Some(now) = elsewhere.remove(&at)
        {
            (drift.status, drift.changes) = compared(model, annotated, entry, &now);
            (drift.now, drift.exact) = (Some(now), true);
            continue;
        }
        let document = drift.document();
        let under = entry.map(|entry| entry.under.as_str());
        let nearest: &SimilarityIndex<'_> = if entry.is_some() { &among_new } else { &among_all };
        let candidates = nearest.candidates(&drift.quote.normal(), document, under);
        let Some(best) = candidates.first().filter(|best| best.is_similar()) else { continue };
        let rival = candidates.iter().find(|other| best.rivals(other));
        drift.now = annotated.passage(document, best.sentences.clone());
        let Some(now) = &drift.now else { continue };
        match (entry, rival) {
            (None, _) => {}
            (Some(_), Some(rival)) => {
                drift.status = CitationStatus::Ambiguous;
                drift.others.extend(annotated.passage(document, rival.sentences.clone()));
            }
            (Some(entry), None) => {
                (drift.status, drift.changes) = compared(model, annotated, entry, now);
                let twice = annotated.annotations(document).iter().enumerate().filter(|(at, annotation)| {
                    annotation.text == now.text && !now.sentences.contains(at) && drift.quote.is_anywhere()
                });
                drift.others.extend(twice.filter_map(|(at, _)| annotated.passage(document, at..at + 1)));
                if !drift.others.is_empty() {
                    drift.status = CitationStatus::Ambiguous;
                }
            }
        }
    }
}

/// By their numbers among the drifts, passages that were not found in their own documents, and that one place in
/// another says, which did not say so at the review.
fn elsewhere(
    model: &Model,
    annotated: &Annotated<'_>,
    lock: &Lock,
    known: &IndexVec<DocumentId, HashSet<Fingerprint>>,
    drifts: &[Drift<'_>],
) -> HashMap<usize, Passage> {
    let missing = drifts.iter().enumerate().filter(|(_, own)| own.is_missing() && own.reviewed.is_some());
    let missing: Vec<(usize, &Drift<'_>)> = missing.collect();
    let quotes: Vec<&Quote> = missing.iter().map(|(_, drift)| &drift.quote).collect();
    let mut found: HashMap<usize, Vec<Passage>> = HashMap::new();
    for document in model.documents.ids() {
        let Some(text) = annotated.documents.text(document) else { continue };
        let was = lock.documents.get(model.document_name(document)).and_then(|own| own.text);
        if missing.is_empty() || was == Some(Fingerprint::of(&text.normal)) {
            // What it says now, it said at the review.
            continue;
        }
        for ((at, drift), matches) in missing.iter().zip(find_all(text, &quotes)) {
            if drift.document() == document {
                continue;
            }
            let passages = matches.iter().filter_map(|matched| annotated.passage_at(document, matched));
            found.entry(*at).or_default().extend(passages.filter(|passage| {
                let own = annotated.annotations(document).get(passage.sentences.clone()).unwrap_or_default();
                let known = known.get(document);
                !own.iter().all(|one| known.is_some_and(|known| known.contains(&one.text)))
            }));
        }
    }
    let only = |mut passages: Vec<Passage>| if passages.len() == 1 { passages.pop() } else { None };
    found.into_iter().filter_map(|(at, passages)| Some((at, only(passages)?))).collect()
}

impl Lock {
    /// The sentences of a document that were there at the review, as far as the lock knows them.
    fn known(&self, document: &str) -> HashSet<Fingerprint> {
        let sentences = self.documents.get(document).into_iter().flat_map(|own| own.sentences.keys());
        let passages = self.passages.iter().filter(|own| own.document == document).map(|own| &own.text);
        sentences.chain(passages).copied().collect()
    }
}

struct LockIndex<'l> {
    lock: &'l Lock,
    by_quote: HashMap<(&'l str, Fingerprint), usize>,
    /// Entries whose quotes nothing cites any more, and that no other citation has taken over.
    orphans: HashSet<usize>,
    /// The same by their texts and by what cited them.
    by_text: HashMap<(&'l str, Fingerprint), Vec<usize>>,
    by_citing: HashMap<(&'l str, &'l str), Vec<usize>>,
    by_headings: HashMap<(&'l str, &'l str), Vec<usize>>,
}

impl<'l> LockIndex<'l> {
    fn new(model: &Model, lock: &'l Lock, cited: &[CitedPassage<'_>]) -> Self {
        let entries = || lock.passages.iter().enumerate();
        let by_quote: HashMap<(&str, Fingerprint), usize> =
            entries().map(|(at, entry)| ((entry.document.as_str(), entry.quote), at)).collect();
        let mut own = Self {
            lock,
            by_quote,
            orphans: HashSet::new(),
            by_text: HashMap::new(),
            by_citing: HashMap::new(),
            by_headings: HashMap::new(),
        };
        let taken: HashSet<usize> = cited.iter().filter_map(|cited| own.by_quote(model, cited)).collect();
        for (at, entry) in entries().filter(|(at, _)| !taken.contains(at)) {
            own.orphans.insert(at);
            own.by_text.entry((&entry.document, entry.text)).or_default().push(at);
            if !entry.cited_by.is_empty() {
                own.by_headings.entry((&entry.document, &entry.under)).or_default().push(at);
            }
            for citing in &entry.cited_by {
                own.by_citing.entry((&entry.document, citing)).or_default().push(at);
            }
        }
        own
    }

    fn by_quote(&self, model: &Model, cited: &CitedPassage<'_>) -> Option<usize> {
        let citation = cited.citation;
        let key = (model.document_name(citation.document), quote_fingerprint(citation));
        self.by_quote.get(&key).copied()
    }

    /// The entry of the same sentences, which were cited by other words of them.
    fn by_text(&mut self, model: &Model, now: &Passage) -> Option<usize> {
        let own = self.by_text.get(&(model.document_name(now.document), now.text))?;
        let cited = |at: &usize| self.lock.passages.get(*at).is_some_and(|entry| !entry.cited_by.is_empty());
        let found = own.iter().copied().find(|at| self.orphans.contains(at) && cited(at))?;
        self.orphans.remove(&found);
        Some(found)
    }

    /// The entry that nothing cites any more, and that this citation may have come in place of: one that the same
    /// statement cited, or one under the same headings.
    fn in_place_of(&mut self, model: &Model, cited: &CitedPassage<'_>, now: &Passage) -> Option<usize> {
        let document = model.document_name(now.document);
        let labels = labels(model, &cited.citing());
        let own = labels.iter().filter_map(|label| self.by_citing.get(&(document, label.as_str())));
        let beside = self.by_headings.get(&(document, now.under.as_str()));
        let mut found: Vec<usize> = own.chain(beside).flatten().copied().collect();
        found.retain(|at| self.orphans.contains(at));
        let found = found.into_iter().min_by_key(|at| {
            let entry = self.lock.passages.get(*at);
            let is_same = entry.is_some_and(|entry| entry.cited_by.iter().any(|own| labels.contains(own)));
            (!is_same, entry.is_none_or(|entry| entry.under != now.under), *at)
        })?;
        self.orphans.remove(&found);
        Some(found)
    }
}

/// What cites a passage, as the lock names it.
pub fn labels(model: &Model, citing: &[Citing]) -> Vec<String> {
    let mut labels: Vec<String> = citing.iter().map(|citing| citing.label(model)).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}
