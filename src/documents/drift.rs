//! Each citation against what was reviewed: what became of its passage.

use crate::documents::citations::{CitedPassage, Citing};
use crate::documents::headings::{contrast, heading_changes, is_heading_known, stands_with_others};
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::documents::rows::{RowIndex, reviewed_rows};
use crate::documents::steps_on_passages::has_other_steps;
use crate::model::{Citation, Model};
use crate::prose::facts::{
    Change, FactKind, case_changes, changed_roles, content_words, is_same_list, word_changes,
};
use crate::prose::finder::QuoteFinder;
use crate::prose::fingerprint::Fingerprint;
use crate::prose::normalize;
use crate::prose::quote::{Quote, QuoteMatch};
use crate::prose::similarity::SimilarityIndex;
use crate::prose::{Text, WITHIN};
use crate::values::ids::DocumentId;
use serde::Serialize;
use std::cell::{Cell, LazyCell};
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
    /// It says what it said, word for word, and a step that retells it is another.
    StepChanged,
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
    /// Whether it says what it said, and a heading over it became another.
    pub is_under_renamed: bool,
    /// The other places, where several may be meant.
    pub others: Vec<Passage>,
}

impl Drift<'_> {
    /// Whether the rules stand on it as it is: it may have moved, or not be reviewed yet, but it says what is quoted.
    pub fn is_live(&self) -> bool {
        use CitationStatus::{Moved, New, StepChanged, Unchanged};
        matches!(self.status, Unchanged | Moved | New | StepChanged)
    }

    /// Whether a conflict that cites it has to be decided again.
    pub fn reopens(&self) -> bool {
        !self.is_live() && self.status != CitationStatus::Absent
    }

    /// Whether its quote, by which it was reviewed, is all that stands there.
    pub fn says_its_quote(&self, reviewed: &LockedPassage) -> bool {
        let is_same = quote_fingerprint(self.cited.citation) == reviewed.quote;
        let is_all =
            |now: &Passage| self.quote.is_whole() && Fingerprint::of(&self.quote.normal()) == now.text;
        // A heading may have lost its number, which an earlier version read as a part of it.
        let unnumbered = |path: &str| -> Vec<String> {
            path.split(WITHIN)
                .map(|title| title.trim_start_matches(|sign: char| !sign.is_alphabetic()).to_owned())
                .collect()
        };
        let is_there = |now: &Passage| unnumbered(&now.under) == unnumbered(&reviewed.under);
        is_same
            && self.exact
            && self.others.is_empty()
            && self.now.as_ref().is_some_and(|now| is_all(now) && is_there(now))
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
            is_under_renamed: false,
            others: Vec::new(),
        };
        let is_optional = model.documents.get(document).is_some_and(|own| own.optional);
        if annotated.documents.text(document).is_none() && is_optional {
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
            match entry {
                Some(entry) => compared(model, annotated, lock, entry, &drift.quote, now).apply(drift),
                None => drift.status = CitationStatus::New,
            }
            let is_other = entry.is_some_and(|entry| has_other_steps(model, entry, &drift.cited));
            if matches!(drift.status, CitationStatus::Unchanged | CitationStatus::Moved) && is_other {
                drift.status = CitationStatus::StepChanged;
            }
        }
    }
    search(model, annotated, lock, &mut drifts);
    exchanged_headings(annotated, lock, &mut drifts);
    drifts
}

/// Passages that moved from under one heading to another, where others moved the other way: the headings changed places,
/// and what stands under them says another thing.
fn exchanged_headings(annotated: &Annotated<'_>, lock: &Lock, drifts: &mut [Drift<'_>]) {
    let place = |drift: &Drift<'_>| {
        let now = drift.now.as_ref().filter(|_| drift.status == CitationStatus::Moved)?;
        let was = lock.passages.get(drift.reviewed?)?;
        Some((now.document, was.under.clone(), now.under.clone()))
    };
    let places: HashSet<(DocumentId, String, String)> = drifts.iter().filter_map(place).collect();
    for drift in drifts {
        let Some((document, was, now)) = place(drift) else { continue };
        if places.contains(&(document, now.clone(), was.clone())) {
            drift.changes = heading_changes(annotated, &was, &now);
            drift.is_under_renamed = !drift.changes.is_empty();
            drift.status = if drift.changes.is_empty() { drift.status } else { CitationStatus::FactsChanged };
        }
    }
}

/// What a passage is now against what it was when it was reviewed.
struct Compared {
    status: CitationStatus,
    changes: Vec<Change>,
    is_under_renamed: bool,
}

impl Compared {
    fn apply(self, drift: &mut Drift<'_>) {
        (drift.status, drift.changes, drift.is_under_renamed) =
            (self.status, self.changes, self.is_under_renamed);
    }
}

fn compared(
    model: &Model,
    annotated: &Annotated<'_>,
    lock: &Lock,
    was: &LockedPassage,
    quote: &Quote,
    now: &Passage,
) -> Compared {
    let elsewhere = was.document != model.document_name(now.document);
    // That a cell points at another note of its row, only the cells say.
    let same_cells = || was.cells.is_empty() || was.facts().table_changes(&now.facts).is_empty();
    let is_same_text = was.text == now.text && was.context == now.context && same_cells();
    if is_same_text && !elsewhere && was.is_under(&now.under) {
        let changes = Vec::new();
        return Compared { status: CitationStatus::Unchanged, changes, is_under_renamed: false };
    }
    // A heading says something too: a passage that moves from "at most ten" to "at most twenty" says another thing. That
    // it speaks of others, and in other words, matters where the heading itself was written anew.
    let mut headings = heading_changes(annotated, &was.under, &now.under);
    let text = annotated.documents.text(now.document);
    let stands = |text: &Text| {
        stands_with_others(text, &was.under, &now.under) || is_heading_known(annotated, lock, was, now)
    };
    if elsewhere || text.is_some_and(stands) && !contrast(&was.under, &now.under, &headings) {
        headings.retain(|change| !matches!(change.kind, FactKind::Role | FactKind::Word));
    }
    let (same, changes) = if is_same_text {
        (CitationStatus::Moved, headings)
    } else {
        let mut changes = was.facts().changes(&now.facts);
        let text = quote.normal();
        let is_known = Fingerprint::of(&text) == was.text;
        let own = || annotated.normal(now);
        match &was.words {
            _ if is_known && was.context == now.context && is_same_list(&text, own()) => {}
            Some(words) => {
                let is = annotated.content_words(now);
                changes.extend(word_changes(words, &is, &changes));
                if changes.is_empty() {
                    changes = case_changes(words, &is);
                }
            }
            None if is_known && was.context == now.context => {
                changes.extend(word_changes(&content_words(&text), &content_words(own()), &changes));
            }
            None if !changes.is_empty() => {}
            None => changes.push(Change { kind: FactKind::Word, was: None, is: None }),
        }
        if changes.is_empty() && is_known {
            changes = changed_roles(&text, own());
        }
        changes.extend(headings);
        (CitationStatus::Reworded, changes)
    };
    let status = if changes.is_empty() { same } else { CitationStatus::FactsChanged };
    let is_under_renamed = same == CitationStatus::Moved && status != same;
    Compared { status, changes, is_under_renamed }
}

/// Look for what became of the passages whose quotes were not found.
fn search(model: &Model, annotated: &Annotated<'_>, lock: &Lock, drifts: &mut [Drift<'_>]) {
    if !drifts.iter().any(Drift::is_missing) {
        return;
    }
    let known = lock.known(model);
    let reviewed_rows = reviewed_rows(model, annotated, lock);
    // A sentence that was there at the review is still itself, and not what became of another.
    let is_known = |document: DocumentId, sentence: usize| {
        let annotation = annotated.annotations(document).get(sentence);
        annotation.is_some_and(|own| known.contains(&(document, own.text)))
            || reviewed_rows.contains(&(document, sentence))
    };
    let texts = || model.documents.ids().map(|document| annotated.documents.text(document));
    let among_new = LazyCell::new(|| SimilarityIndex::new(texts(), is_known));
    let among_all = LazyCell::new(|| SimilarityIndex::new(texts(), |_, _| false));
    let alike = LazyCell::new(|| alike(model, annotated));
    let rows = LazyCell::new(|| RowIndex::new(model, annotated, is_known));
    let mut elsewhere = elsewhere(model, annotated, lock, &known, drifts);
    for (at, drift) in drifts.iter_mut().enumerate().filter(|(_, drift)| drift.is_missing()) {
        let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
        if let Some(entry) = entry
            && let Some(now) = elsewhere.remove(&at)
        {
            compared(model, annotated, lock, entry, &drift.quote, &now).apply(drift);
            (drift.now, drift.exact) = (Some(now), true);
            continue;
        }
        if let Some(entry) = entry.filter(|entry| !entry.cells.is_empty())
            && let Some(now) = rows.find(model, annotated, entry)
        {
            compared(model, annotated, lock, entry, &drift.quote, &now).apply(drift);
            drift.now = Some(now);
            continue;
        }
        let document = drift.document();
        let under = entry.map(|entry| entry.under.as_str());
        let nearest: &SimilarityIndex<'_> = if entry.is_some() { &among_new } else { &among_all };
        let candidates = nearest.candidates(&drift.quote.normal(), document, under);
        let Some(best) = candidates.first().filter(|best| best.is_similar()) else {
            drift.changes = entry.map(|entry| entry.facts().rows_gone()).unwrap_or_default();
            continue;
        };
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
                let twice = alike.get(&(document, now.text)).filter(|_| drift.quote.is_anywhere());
                let twice = twice.into_iter().flatten().filter(|at| !now.sentences.contains(at));
                drift.others.extend(twice.filter_map(|at| annotated.passage(document, *at..*at + 1)));
                compared(model, annotated, lock, entry, &drift.quote, now).apply(drift);
                if !drift.others.is_empty() {
                    drift.status = CitationStatus::Ambiguous;
                }
            }
        }
    }
}

/// The most places of one sentence that are looked at.
const MOST_ALIKE: usize = 16;

/// The sentences of documents by what they say.
fn alike(model: &Model, annotated: &Annotated<'_>) -> HashMap<(DocumentId, Fingerprint), Vec<usize>> {
    let mut alike: HashMap<(DocumentId, Fingerprint), Vec<usize>> = HashMap::new();
    for document in model.documents.ids() {
        for (at, annotation) in annotated.annotations(document).iter().enumerate() {
            let own = alike.entry((document, annotation.text)).or_default();
            if own.len() < MOST_ALIKE {
                own.push(at);
            }
        }
    }
    alike
}

/// By their numbers among the drifts, passages that were not found in their own documents, and that one place in
/// another says, which did not say so at the review.
fn elsewhere(
    model: &Model,
    annotated: &Annotated<'_>,
    lock: &Lock,
    known: &HashSet<(DocumentId, Fingerprint)>,
    drifts: &[Drift<'_>],
) -> HashMap<usize, Passage> {
    let mut missing: HashMap<&Quote, Vec<usize>> = HashMap::new();
    for (at, drift) in drifts.iter().enumerate().filter(|(_, own)| own.is_missing() && own.reviewed.is_some())
    {
        missing.entry(&drift.quote).or_default().push(at);
    }
    if missing.is_empty() {
        return HashMap::new();
    }
    let (quotes, owners): (Vec<&Quote>, Vec<Vec<usize>>) = missing.into_iter().unzip();
    let finder = QuoteFinder::new(quotes);
    // By quote: where it is said. What is said twice is of no use, and is not looked for a third time.
    let mut found: Vec<Vec<Passage>> = vec![Vec::new(); owners.len()];
    for document in model.documents.ids() {
        let Some(text) = annotated.documents.text(document) else { continue };
        let was = lock.documents.get(model.document_name(document)).and_then(|own| own.text);
        if was == Some(Fingerprint::of(&text.normal)) {
            // What it says now, it said at the review.
            continue;
        }
        let is_new = |passage: &Passage| {
            let own = annotated.annotations(document).get(passage.sentences.clone()).unwrap_or_default();
            !own.iter().all(|one| known.contains(&(document, one.text)))
        };
        for (quote, matches) in finder.find_in(text) {
            let Some(found) = found.get_mut(quote).filter(|found| found.len() < 2) else { continue };
            let passages = matches.iter().filter_map(|matched| annotated.passage_at(document, matched));
            found.extend(passages.filter(is_new));
        }
    }
    let only = |passages: &mut Vec<Passage>| if passages.len() == 1 { passages.pop() } else { None };
    let sole = owners.into_iter().zip(&mut found).filter_map(|(owners, found)| Some((owners, only(found)?)));
    sole.flat_map(|(owners, only)| owners.into_iter().map(move |at| (at, only.clone()))).collect()
}

impl Lock {
    /// The sentences of documents that were there at the review, as far as the lock knows them.
    fn known(&self, model: &Model) -> HashSet<(DocumentId, Fingerprint)> {
        let documents = model.documents.enumerated();
        let ids: HashMap<&str, DocumentId> = documents.map(|(id, own)| (&*own.name.text, id)).collect();
        let sentences = self.documents.iter();
        let sentences = sentences.flat_map(|(name, own)| own.sentences.keys().map(move |text| (name, *text)));
        let passages = self.passages.iter().map(|own| (&own.document, own.text));
        let all = sentences.chain(passages);
        all.filter_map(|(document, text)| Some((*ids.get(document.as_str())?, text))).collect()
    }
}

/// Entries of the lock by what they can be found by.
struct LockIndex<'l> {
    by_quote: HashMap<(&'l str, Fingerprint), usize>,
    /// Entries whose quotes nothing cites any more, and that no other citation has taken over.
    orphans: HashSet<usize>,
    /// The same, and those that were orphans before, in the order of the lock.
    queues: HashMap<OrphanKey<'l>, Queue>,
}

/// A document, and what an orphan is looked up by in it.
#[derive(PartialEq, Eq, Hash)]
enum OrphanKey<'l> {
    Text(&'l str, Fingerprint),
    /// What cited it.
    Citing(&'l str, &'l str),
    /// The same, and the headings over it.
    CitingUnder(&'l str, &'l str, &'l str),
    Under(&'l str, &'l str),
}

#[derive(Default)]
struct Queue {
    entries: Vec<usize>,
    /// Before it, none is an orphan any longer.
    first: Cell<usize>,
}

impl<'l> LockIndex<'l> {
    fn new(model: &Model, lock: &'l Lock, cited: &[CitedPassage<'_>]) -> Self {
        let entries = || lock.passages.iter().enumerate();
        let by_quote: HashMap<(&str, Fingerprint), usize> =
            entries().map(|(at, entry)| ((entry.document.as_str(), entry.quote), at)).collect();
        let mut own = Self { by_quote, orphans: HashSet::new(), queues: HashMap::new() };
        let taken: HashSet<usize> = cited.iter().filter_map(|cited| own.by_quote(model, cited)).collect();
        for (at, entry) in entries().filter(|(at, _)| !taken.contains(at)) {
            own.orphans.insert(at);
            let LockedPassage { document, under, cited_by, text, .. } = entry;
            if !cited_by.is_empty() {
                own.queue(at, OrphanKey::Text(document, *text));
                own.queue(at, OrphanKey::Under(document, under));
            }
            for citing in cited_by {
                own.queue(at, OrphanKey::Citing(document, citing));
                own.queue(at, OrphanKey::CitingUnder(document, citing, under));
            }
        }
        own
    }

    fn queue(&mut self, entry: usize, key: OrphanKey<'l>) {
        self.queues.entry(key).or_default().entries.push(entry);
    }

    /// The first orphan of a key.
    fn first(&self, key: &OrphanKey<'_>) -> Option<usize> {
        let queue = self.queues.get(key)?;
        let rest = queue.entries.get(queue.first.get()..)?;
        let gone = rest.iter().take_while(|at| !self.orphans.contains(at)).count();
        queue.first.set(queue.first.get() + gone);
        rest.get(gone).copied()
    }

    fn by_quote(&self, model: &Model, cited: &CitedPassage<'_>) -> Option<usize> {
        let citation = cited.citation;
        let key = (model.document_name(citation.document), quote_fingerprint(citation));
        self.by_quote.get(&key).copied()
    }

    /// The entry of the same sentences, which were cited by other words of them.
    fn by_text(&mut self, model: &Model, now: &Passage) -> Option<usize> {
        let found = self.first(&OrphanKey::Text(model.document_name(now.document), now.text))?;
        self.orphans.remove(&found);
        Some(found)
    }

    /// The entry that nothing cites any more, and that this citation may have come in place of: one that the same
    /// statement cited, rather under the same headings, or one under the same headings.
    fn in_place_of(&mut self, model: &Model, cited: &CitedPassage<'_>, now: &Passage) -> Option<usize> {
        let (document, under) = (model.document_name(now.document), now.under.as_str());
        let labels = labels(model, &cited.citing());
        let here = labels.iter().filter_map(|own| self.first(&OrphanKey::CitingUnder(document, own, under)));
        let same = labels.iter().filter_map(|own| self.first(&OrphanKey::Citing(document, own)));
        let beside = || self.first(&OrphanKey::Under(document, under));
        let found = here.min().or_else(|| same.min()).or_else(beside)?;
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
