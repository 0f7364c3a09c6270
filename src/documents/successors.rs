//! What became of passages whose quotes are not found: the sentences that are most like what was reviewed, and were not
//! there then. A sentence becomes one other, so what one passage has of it no other one has.

use crate::documents::extent::{around, extended};
use crate::documents::known::Known;
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::documents::rows::{RowIndex, reviewed_rows};
use crate::model::Model;
use crate::prose::UnitKind;
use crate::prose::facts::{Facts, Modality, Number};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::quote::Quote;
use crate::prose::similarity::{Candidate, Claims, SimilarityIndex, Terms, Wanted};
use crate::prose::terms::{content, words};
use crate::values::ids::DocumentId;
use std::cell::LazyCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::ops::Range;

/// The most candidates of a passage that are looked at.
const MOST: usize = 8;
/// The most places that are told, where several may be meant.
const MOST_PLACES: usize = 4;

/// A passage to look for.
pub(super) struct Sought<'s> {
    pub(super) document: DocumentId,
    pub(super) quote: &'s Quote,
    /// What was reviewed of it.
    pub(super) entry: Option<&'s LockedPassage>,
}

/// A passage that stands in other words than it did, and has what it has of its sentences.
pub(super) struct Occupant<'s> {
    pub(super) quote: &'s Quote,
    pub(super) entry: &'s LockedPassage,
    pub(super) now: &'s Passage,
}

/// What may have become of a passage: the first is the most alike.
#[derive(Clone)]
pub(super) struct Successor {
    pub(super) now: Passage,
    /// The others, where several may be meant.
    pub(super) others: Vec<Passage>,
}

/// Of each passage that is looked for, what it may have become.
pub(super) fn successors(
    model: &Model,
    annotated: &Annotated<'_>,
    lock: &Lock,
    known: &Known,
    kept: &[Occupant<'_>],
    orphans: &[&LockedPassage],
    sought: &[Sought<'_>],
) -> Vec<Option<Successor>> {
    let mut found: Vec<Option<Successor>> = vec![None; sought.len()];
    let reviewed = reviewed_rows(model, annotated, lock);
    rows(model, annotated, known, &reviewed, kept, sought, &mut found);
    let left = |found: &[Option<Successor>], at: usize| found.get(at).is_some_and(Option::is_none);
    let unknown: Vec<usize> =
        (0..).zip(sought).filter(|(_, own)| own.entry.is_none()).map(|(at, _)| at).collect();
    if !unknown.is_empty() {
        let texts = SimilarityIndex::of_texts(annotated.documents.texts());
        for at in unknown {
            let Some(own) = sought.get(at) else { continue };
            let wanted = texts.wanted(words(&own.quote.normal()), own.document, None, false);
            let nearest = texts.candidates(&wanted).into_iter().next().filter(Candidate::is_similar);
            let now = nearest.and_then(|own_now| annotated.passage(own.document, own_now.sentences));
            if let Some(slot) = found.get_mut(at) {
                *slot = now.map(|now| Successor { now, others: Vec::new() });
            }
        }
    }
    // Other words of the same sentences may be quoted, and still stand.
    let standing: HashMap<Reviewed<'_>, &Passage> =
        kept.iter().map(|own| (reviewed_of(own.now.document, own.entry), own.now)).collect();
    let mut groups: HashMap<Reviewed<'_>, Vec<usize>> = HashMap::new();
    let mut order: Vec<Reviewed<'_>> = Vec::new();
    for (at, own) in sought.iter().enumerate() {
        let Some(entry) = own.entry.filter(|_| left(&found, at)) else { continue };
        let key = reviewed_of(own.document, entry);
        if let Some(now) = standing.get(&key) {
            // What the other quote has of them is not what this one had.
            let now = annotated.passage(now.document, now.sentences.clone());
            if let Some(slot) = found.get_mut(at) {
                *slot = now.map(|now| Successor { now, others: Vec::new() });
            }
            continue;
        }
        let group = groups.entry(key).or_default();
        if group.is_empty() {
            order.push(key);
        }
        group.push(at);
    }
    if order.is_empty() {
        return found;
    }
    let index = index(model, annotated, known, &reviewed);
    let mut search = Search::new(&index);
    let mut claimed: HashSet<Reviewed<'_>> = HashSet::new();
    for own in kept.iter().filter(|own| claimed.insert(reviewed_of(own.now.document, own.entry))) {
        let wanted = wanted(&index, own.entry, own.quote, own.now.document);
        let claimant = search.claimants.len();
        search.claimants.push(Claimant { quote: Some(own.quote.normal()), spans_several: false });
        index.claim(&wanted, own.now.sentences.clone(), claimant, &mut search.claims);
    }
    let mut seekers: Vec<(usize, &[usize])> = Vec::new();
    for key in &order {
        let Some(group) = groups.get(key) else { continue };
        let Some(first) = group.first().and_then(|at| sought.get(*at)) else { continue };
        let Some(entry) = first.entry else { continue };
        let wanted = wanted(&index, entry, first.quote, first.document);
        seekers.push((search.seek(wanted, Some(first.quote.normal())), group));
    }
    for (document, entry) in uncited(model, annotated, orphans, &order) {
        let words = entry_terms(entry);
        let wanted = index.wanted(words, document, Some(&entry.under), entry.context.is_some());
        search.seek(wanted, None);
    }
    search.assign();
    let by_text = LazyCell::new(|| sentences_by_text(model, annotated));
    for (seeker, group) in seekers {
        let Some(document) = group.first().and_then(|at| sought.get(*at)).map(|own| own.document) else {
            continue;
        };
        let Some(text) = annotated.documents.text(document) else { continue };
        let is_known = |sentence: usize| {
            annotated.annotations(document).get(sentence).is_some_and(|own| known.has(document, own.text))
        };
        let Some((best, rivals)) = search.result(seeker) else {
            for at in group {
                let range = sought
                    .get(*at)
                    .and_then(|own| around(text, own.quote, is_known, by_text.get(&document)?));
                let now = range.and_then(|range| annotated.passage(document, range));
                if let Some(slot) = found.get_mut(*at) {
                    *slot = now.map(|now| Successor { now, others: Vec::new() });
                }
            }
            continue;
        };
        for at in group {
            let Some(own) = sought.get(*at) else { continue };
            let passage = |one: &Candidate| {
                let found = one.sentences.clone();
                annotated.passage(document, extended(text, own.quote, own.entry?, found, is_known))
            };
            let Some(now) = passage(&best) else { continue };
            if let Some(slot) = found.get_mut(*at) {
                let others = rivals.iter().filter_map(passage).collect();
                *slot = Some(Successor { now, others });
            }
        }
    }
    found
}

/// Where each sentence of each document stands.
fn sentences_by_text<'a>(
    model: &Model,
    annotated: &'a Annotated<'_>,
) -> HashMap<DocumentId, HashMap<&'a str, Vec<usize>>> {
    let mut places: HashMap<DocumentId, HashMap<&str, Vec<usize>>> = HashMap::new();
    for document in model.documents.ids() {
        let Some(text) = annotated.documents.text(document) else { continue };
        let own = places.entry(document).or_default();
        for (at, sentence) in text.sentences.iter().enumerate() {
            own.entry(text.part(&sentence.range)).or_default().push(at);
        }
    }
    places
}

/// What was reviewed: the document, the text, what it hangs on, and the headings over it.
type Reviewed<'s> = (DocumentId, Fingerprint, Option<Fingerprint>, &'s str);

fn reviewed_of(document: DocumentId, entry: &LockedPassage) -> Reviewed<'_> {
    (document, entry.text, entry.context, entry.under.as_str())
}

/// Passages that were reviewed, that nothing cites, and that do not stand any more: they have become something, too.
fn uncited<'l>(
    model: &Model,
    annotated: &Annotated<'_>,
    orphans: &[&'l LockedPassage],
    sought: &[Reviewed<'_>],
) -> Vec<(DocumentId, &'l LockedPassage)> {
    if orphans.is_empty() {
        return Vec::new();
    }
    let ids: HashMap<&str, DocumentId> =
        model.documents.enumerated().map(|(id, own)| (&*own.name.text, id)).collect();
    let mut known: HashSet<(DocumentId, Fingerprint)> =
        sought.iter().map(|(document, text, ..)| (*document, *text)).collect();
    for document in model.documents.ids() {
        known.extend(annotated.annotations(document).iter().map(|own| (document, own.text)));
    }
    let all = orphans.iter().filter_map(|entry| Some((*ids.get(entry.document.as_str())?, *entry)));
    all.filter(|(document, entry)| !known.contains(&(*document, entry.text))).collect()
}

/// What sentences of a document hang on, and their table.
type HangsOn<'t> = (DocumentId, &'t [Range<usize>], Option<usize>);

/// All sentences by what they say, but that those which were there at the review are never found.
fn index<'a>(
    model: &Model,
    annotated: &'a Annotated<'_>,
    known: &Known,
    reviewed_rows: &HashSet<(DocumentId, usize)>,
) -> SimilarityIndex<'a> {
    let mut contexts: Vec<Vec<String>> = Vec::new();
    let mut numbers: HashMap<HangsOn<'_>, usize> = HashMap::new();
    let mut by_sentence: HashMap<(DocumentId, usize), usize> = HashMap::new();
    for document in model.documents.ids() {
        let Some(text) = annotated.documents.text(document) else { continue };
        for (at, sentence) in text.sentences.iter().enumerate() {
            let table = text.units.get(sentence.unit).and_then(|unit| unit.table);
            if sentence.context.is_empty() && table.is_none() {
                continue;
            }
            let number = *numbers.entry((document, &sentence.context, table)).or_insert_with(|| {
                contexts.push(text.hangs_on(sentence).flat_map(content).collect());
                contexts.len() - 1
            });
            by_sentence.insert((document, at), number);
        }
    }
    let terms = |document: DocumentId, at: usize, text: &str| {
        let annotation = annotated.annotations(document).get(at);
        let is_known = annotation.is_some_and(|own| known.has(document, own.text))
            || reviewed_rows.contains(&(document, at));
        // What leads others in, or stands over them, is looked for with them.
        let is_above = is_known && (text.ends_with(':') || is_title(annotated, document, at));
        let mut words: Vec<String> = content(text).filter(|_| !is_above).collect();
        words.extend(annotation.iter().filter(|_| !is_above).flat_map(|own| fact_terms(&own.facts)));
        Terms { words, context: by_sentence.get(&(document, at)).copied(), is_known }
    };
    SimilarityIndex::new(annotated.documents.texts(), terms, &contexts)
}

/// Whether a sentence is a heading, or the head of a table.
fn is_title(annotated: &Annotated<'_>, document: DocumentId, sentence: usize) -> bool {
    let text = annotated.documents.text(document);
    let unit = text.and_then(|text| text.units.get(text.sentences.get(sentence)?.unit));
    unit.is_some_and(|unit| unit.is_head || matches!(unit.kind, UnitKind::Heading { .. }))
}

/// What of facts is compared beside words: that there is a number, which one, and what is asked or let.
fn fact_terms(facts: &Facts) -> Vec<String> {
    let number = |own: &Number| ["0".to_owned(), format!("={}", own.amount)];
    let modality = |own: &Modality| format!("={}", own.words());
    facts.numbers.iter().flat_map(number).chain(facts.modality.iter().map(modality)).collect()
}

fn entry_terms(entry: &LockedPassage) -> Vec<String> {
    let facts = entry.facts();
    let words = entry.words.iter().flatten().map(String::as_str);
    let units = facts.numbers.iter().filter_map(|number| number.unit.as_deref());
    let mut terms: Vec<String> = words.chain(units).flat_map(content).collect();
    terms.extend(fact_terms(&facts));
    terms
}

/// The words of what was reviewed; those of the quote, where the lock has none.
fn wanted(index: &SimilarityIndex<'_>, entry: &LockedPassage, quote: &Quote, document: DocumentId) -> Wanted {
    let hangs = entry.context.is_some();
    let wanted = |words: Vec<String>, hangs: bool| index.wanted(words, document, Some(&entry.under), hangs);
    let own = wanted(entry_terms(entry), hangs);
    let quoted = || wanted(content(&quote.normal()).collect(), false);
    let own = if entry.words.is_none() || own.is_empty() { quoted() } else { own };
    if quote.sentences().len() > 1 { own.of_several() } else { own }
}

/// Who has become some sentences.
struct Claimant {
    quote: Option<String>,
    spans_several: bool,
}

struct Seeker {
    wanted: Wanted,
    candidates: Vec<Candidate>,
    found: Option<Candidate>,
    claimant: usize,
}

/// The sentences as they are shared out: to whom they are most like first.
struct Search<'i> {
    index: &'i SimilarityIndex<'i>,
    seekers: Vec<Seeker>,
    claimants: Vec<Claimant>,
    claims: Claims,
}

impl<'i> Search<'i> {
    fn new(index: &'i SimilarityIndex<'i>) -> Self {
        Self { index, seekers: Vec::new(), claimants: Vec::new(), claims: Claims::default() }
    }

    fn seek(&mut self, wanted: Wanted, quote: Option<String>) -> usize {
        let mut candidates = self.index.candidates(&wanted);
        candidates.retain(Candidate::is_similar);
        candidates.truncate(MOST);
        let claimant = self.claimants.len();
        self.claimants.push(Claimant { quote, spans_several: false });
        self.seekers.push(Seeker { wanted, candidates, found: None, claimant });
        self.seekers.len() - 1
    }

    /// A candidate without what has become of others.
    fn unclaimed(&self, seeker: &Seeker, candidate: &Candidate) -> Candidate {
        let quote = self.claimants.get(seeker.claimant).and_then(|own| own.quote.as_deref());
        let shares = |by: usize| {
            let Some(other) = self.claimants.get(by).filter(|_| by != seeker.claimant) else { return true };
            // One quote may hold another, and a passage of several sentences one that is cited by itself.
            let holds = || {
                let (one, other) = (quote?, other.quote.as_deref()?);
                Some(one.contains(other) || other.contains(one))
            };
            let is_inside = other.spans_several && candidate.sentences.len() == 1;
            is_inside && candidate.is_nearly_the_same() || holds() == Some(true)
        };
        self.index.unclaimed(&seeker.wanted, candidate, &self.claims, shares)
    }

    fn assign(&mut self) {
        let mut open: BinaryHeap<(u32, Reverse<usize>, Reverse<usize>)> = BinaryHeap::new();
        for (at, seeker) in self.seekers.iter().enumerate() {
            let candidates = seeker.candidates.iter().enumerate();
            open.extend(candidates.map(|(place, own)| (own.similarity, Reverse(at), Reverse(place))));
        }
        while let Some((similarity, Reverse(at), Reverse(place))) = open.pop() {
            let Some(seeker) = self.seekers.get(at).filter(|own| own.found.is_none()) else { continue };
            let Some(candidate) = seeker.candidates.get(place) else { continue };
            let now = self.unclaimed(seeker, candidate);
            if now.similarity < similarity {
                if now.is_similar() {
                    open.push((now.similarity, Reverse(at), Reverse(place)));
                }
                continue;
            }
            let (found, claimant) = (candidate.clone(), seeker.claimant);
            self.index.claim(&seeker.wanted, found.sentences.clone(), claimant, &mut self.claims);
            if let Some(own) = self.claimants.get_mut(claimant) {
                own.spans_several = found.sentences.len() > 1;
            }
            if let Some(seeker) = self.seekers.get_mut(at) {
                seeker.found = Some(found);
            }
        }
    }

    /// What a seeker has found, and what it may be as well.
    fn result(&self, seeker: usize) -> Option<(Candidate, Vec<Candidate>)> {
        let seeker = self.seekers.get(seeker)?;
        let best = seeker.found.clone()?;
        let mut rivals: Vec<Candidate> = Vec::new();
        for candidate in &seeker.candidates {
            let own = self.unclaimed(seeker, candidate);
            let is_told = rivals.iter().any(|rival| rival.overlaps(&own));
            if best.rivals(&own) && !is_told && rivals.len() + 1 < MOST_PLACES {
                rivals.push(own);
            }
        }
        Some((best, rivals))
    }
}

/// Find rows of tables again by what stands in their cells.
fn rows(
    model: &Model,
    annotated: &Annotated<'_>,
    known: &Known,
    reviewed: &HashSet<(DocumentId, usize)>,
    kept: &[Occupant<'_>],
    sought: &[Sought<'_>],
    found: &mut [Option<Successor>],
) {
    let of_rows = sought.iter().enumerate().filter_map(|(at, own)| {
        let entry = own.entry.filter(|entry| !entry.cells.is_empty())?;
        Some((at, own.document, entry))
    });
    let of_rows: Vec<(usize, DocumentId, &LockedPassage)> = of_rows.collect();
    if of_rows.is_empty() {
        return;
    }
    let taken = kept.iter().flat_map(|own| own.now.sentences.clone().map(|at| (own.now.document, at)));
    let rows = RowIndex::new(model, annotated, known, reviewed, taken.collect());
    for (at, places) in rows.find(annotated, &of_rows) {
        let mut places = places.into_iter();
        let now = places.next();
        if let Some(slot) = found.get_mut(at) {
            *slot = now.map(|now| Successor { now, others: places.collect() });
        }
    }
}
