//! Each citation against what was reviewed: what became of its passage.

use crate::documents::citations::CitedPassage;
use crate::documents::elsewhere::elsewhere;
use crate::documents::headings::{contrast, heading_changes, is_heading_known, stands_with_others};
use crate::documents::known::Known;
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::lock_index::{LockIndex, quote_fingerprint};
use crate::documents::passage::{Annotated, Passage};
use crate::documents::replaced::replaced;
use crate::documents::section_headings::{earlier_entries, new_headings};
use crate::documents::steps_on_passages::has_other_steps;
use crate::documents::successors::{Occupant, Sought, Successor, successors};
use crate::model::{Extent, Model};
use crate::prose::facts::{
    Change, FactKind, Facts, case_changes, changed_roles, content_words, is_same_list, word_changes,
};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::quote::{Quote, QuoteMatch};
use crate::prose::terms::keeps;
use crate::prose::{Text, WITHIN};
use crate::values::ids::DocumentId;
use serde::Serialize;
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

    /// Whether it is of a section: it stands where the heading stands.
    pub fn is_section(&self) -> bool {
        self.cited.citation.extent == Extent::Section
    }

    pub fn document(&self) -> DocumentId {
        self.cited.citation.document
    }

    /// Whether nothing was found yet where something is looked for by its words.
    fn is_missing(&self) -> bool {
        self.now.is_none() && !self.is_section() && self.status != CitationStatus::Absent
    }

    pub fn is_settled(&self) -> bool {
        matches!(self.status, CitationStatus::Unchanged | CitationStatus::Absent)
    }
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
            } else if let Some(now) = drift.now.as_ref().filter(|_| !drift.is_section()) {
                drift.reviewed = drift.reviewed.or_else(|| reviewed.by_text(model, now));
            }
        }
        drifts.push(drift);
    }
    renamed_sections(model, annotated, lock, &mut drifts);
    for drift in drifts.iter_mut().filter(|drift| drift.exact && drift.others.is_empty()) {
        if let Some(now) = &drift.now {
            if !drift.is_section() {
                drift.reviewed = drift.reviewed.or_else(|| reviewed.in_place_of(model, &drift.cited, now));
            }
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

/// Sections whose headings became others: in the document, or in the document and then in the rules.
fn renamed_sections(model: &Model, annotated: &Annotated<'_>, lock: &Lock, drifts: &mut [Drift<'_>]) {
    let cited: HashSet<usize> = drifts.iter().filter_map(|drift| drift.reviewed).collect();
    let mut missing: Vec<(usize, DocumentId, &LockedPassage)> = Vec::new();
    let mut unknown: Vec<(usize, &Passage)> = Vec::new();
    let own = drifts.iter().enumerate().filter(|(_, own)| own.is_section() && own.others.is_empty());
    for (at, drift) in own.filter(|(_, own)| own.status != CitationStatus::Absent) {
        match (drift.reviewed.and_then(|at| lock.passages.get(at)), &drift.now) {
            (Some(entry), None) => missing.push((at, drift.document(), entry)),
            (None, Some(now)) => unknown.push((at, now)),
            _ => {}
        }
    }
    let headings = new_headings(annotated, lock, &missing);
    let entries = earlier_entries(model, annotated, lock, &cited, &unknown);
    for (at, entry) in entries {
        drifts.get_mut(at).into_iter().for_each(|drift| drift.reviewed = Some(entry));
    }
    for (at, now) in headings {
        let Some(drift) = drifts.get_mut(at) else { continue };
        let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
        if let Some(entry) = entry {
            compared(model, annotated, lock, entry, &drift.quote, &now).apply(drift);
        }
        drift.now = Some(now);
    }
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
    if elsewhere || text.is_some_and(stands) && !contrast(annotated, was, &now.under) {
        headings.retain(|change| !matches!(change.kind, FactKind::Role | FactKind::Word));
    }
    let (same, changes) = if is_same_text {
        (CitationStatus::Moved, headings)
    } else {
        let mut changes = was.facts().changes(&now.facts);
        if was.context != now.context {
            let leads = Facts { numbers: now.lead_numbers.clone(), ..Facts::default() };
            changes.extend(was.lead_facts().changes(&leads));
        }
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
        } else if changes.is_empty() && now.facts.lets_and_forbids() {
            // Which of its clauses lets and which forbids, only the words say in their order.
            changes.push(Change { kind: FactKind::Modality, was: None, is: None });
        }
        changes.extend(headings);
        (CitationStatus::Reworded, changes)
    };
    let status = if changes.is_empty() { same } else { CitationStatus::FactsChanged };
    let is_under_renamed = same == CitationStatus::Moved && status != same;
    Compared { status, changes, is_under_renamed }
}

/// Look for what became of the passages whose quotes are not found, or are found in sentences that are unlike them.
fn search(model: &Model, annotated: &Annotated<'_>, lock: &Lock, drifts: &mut [Drift<'_>]) {
    let is_strange: Vec<bool> =
        drifts.iter().map(|drift| stands_in_another(annotated, lock, drift)).collect();
    let open: Vec<usize> = (0..)
        .zip(drifts.iter().zip(&is_strange))
        .filter(|(_, (own, is_strange))| own.is_missing() || **is_strange)
        .map(|(at, _)| at)
        .collect();
    if open.is_empty() {
        return;
    }
    let known = Known::new(model, lock);
    let entry = |drift: &Drift<'_>| lock.passages.get(drift.reviewed?);
    let exact = drifts.iter().filter(|drift| drift.exact && drift.others.is_empty());
    let exact = exact.filter_map(|drift| Some((entry(drift)?, drift.now.as_ref()?)));
    let sought = open.iter().filter_map(|at| Some((*at, entry(drifts.get(*at)?)?)));
    let mut replaced = replaced(exact, sought);
    let open: Vec<usize> = open.into_iter().filter(|at| !replaced.contains_key(at)).collect();
    let missing =
        drifts.iter().enumerate().filter(|(at, drift)| drift.is_missing() && !replaced.contains_key(at));
    let missing: Vec<(usize, &LockedPassage, &Quote)> =
        missing.filter_map(|(at, drift)| Some((at, entry(drift)?, &drift.quote))).collect();
    let mut said_elsewhere = elsewhere(model, annotated, lock, &known, &missing);
    let open: Vec<usize> = open.into_iter().filter(|at| !said_elsewhere.contains_key(at)).collect();
    let sought: Vec<Sought<'_>> = open
        .iter()
        .filter_map(|at| drifts.get(*at))
        .map(|drift| Sought { document: drift.document(), quote: &drift.quote, entry: entry(drift) })
        .collect();
    let kept = drifts.iter().zip(&is_strange).filter(|(drift, is_strange)| {
        drift.exact
            && !**is_strange
            && matches!(drift.status, CitationStatus::FactsChanged | CitationStatus::Reworded)
    });
    let kept: Vec<Occupant<'_>> = kept
        .filter_map(|(drift, _)| {
            Some(Occupant { quote: &drift.quote, entry: entry(drift)?, now: drift.now.as_ref()? })
        })
        .collect();
    let cited: HashSet<usize> = drifts.iter().filter_map(|drift| drift.reviewed).collect();
    let orphans = lock.passages.iter().enumerate().filter(|(at, _)| !cited.contains(at));
    let orphans: Vec<&LockedPassage> = orphans.map(|(_, own)| own).collect();
    let found = successors(model, annotated, lock, &known, &kept, &orphans, &sought);
    let mut found: HashMap<usize, Option<Successor>> = open.into_iter().zip(found).collect();
    for (at, drift) in drifts.iter_mut().enumerate() {
        let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
        let successor = if let Some(places) = said_elsewhere.remove(&at) {
            let mut places = places.into_iter();
            drift.exact = true;
            places.next().map(|now| Successor { now, others: places.collect() })
        } else if let Some(now) = replaced.remove(&at) {
            drift.exact = false;
            Some(Successor { now, others: Vec::new() })
        } else if let Some(found) = found.remove(&at) {
            let is_there = |now: &Passage| {
                found.as_ref().is_some_and(|found| {
                    found.now.document == now.document && found.now.sentences == now.sentences
                })
            };
            if drift.exact && (found.is_none() || drift.now.as_ref().is_some_and(is_there)) {
                continue;
            }
            drift.exact = false;
            found
        } else {
            continue;
        };
        match (entry, successor) {
            (Some(entry), Some(Successor { now, others })) => {
                if others.is_empty() {
                    compared(model, annotated, lock, entry, &drift.quote, &now).apply(drift);
                } else {
                    drift.status = CitationStatus::Ambiguous;
                }
                (drift.now, drift.others) = (Some(now), others);
            }
            (None, Some(Successor { now, .. })) => drift.now = Some(now),
            (Some(entry), None) if drift.now.is_none() => drift.changes = entry.facts().rows_gone(),
            (_, None) => {}
        }
    }
}

/// Whether a quote stands in a sentence that is unlike the one that was reviewed: a few words may stand anywhere.
fn stands_in_another(annotated: &Annotated<'_>, lock: &Lock, drift: &Drift<'_>) -> bool {
    if !drift.exact || drift.status != CitationStatus::FactsChanged {
        return false;
    }
    let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
    let entry = entry.filter(|entry| entry.quote == quote_fingerprint(drift.cited.citation));
    let was = entry.and_then(|entry| entry.words.as_ref());
    let (Some(was), Some(now)) = (was, &drift.now) else { return false };
    let is = annotated.content_words(now);
    // What `…` stands for may have become several sentences that have nothing to do with it.
    let is_longer = now.sentences.len() > 1 && !drift.quote.is_whole();
    !keeps(was, &is, 50) || is_longer && !keeps(&is, was, 67)
}
