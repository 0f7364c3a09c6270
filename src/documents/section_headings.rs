//! Sections whose headings became others: they are known by their sentences.

use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::model::Model;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use std::collections::{HashMap, HashSet};

/// A sentence that stands in more places than these tells none of them.
const MOST_ALIKE: usize = 16;

/// By the numbers of sections whose headings are gone: the headings that were not there at the review, and under which
/// most of what was reviewed of each stands now.
pub(super) fn new_headings(
    annotated: &Annotated<'_>,
    lock: &Lock,
    missing: &[(usize, DocumentId, &LockedPassage)],
) -> Vec<(usize, Passage)> {
    let mut places: HashMap<DocumentId, SentencesByText> = HashMap::new();
    let found = missing.iter().filter_map(|(at, document, was)| {
        let document = *document;
        let locked = lock.documents.get(&was.document)?;
        let text = annotated.documents.text(document)?;
        let places = places.entry(document).or_insert_with(|| places_of(annotated, document));
        let reviewed = sentences_below(was);
        let mut under: HashMap<usize, usize> = HashMap::new();
        for places in reviewed.iter().filter_map(|own| places.get(own)) {
            let over = places.iter().flat_map(|sentence| text.headings_over(*sentence));
            for heading in over.map(|heading| heading.sentence).collect::<HashSet<usize>>() {
                *under.entry(heading).or_default() += 1;
            }
        }
        let is_new = |heading: &usize| {
            let own = annotated.annotations(document).get(*heading);
            own.is_some_and(|own| !locked.knows(own.text))
        };
        let most = under.into_iter().filter(|(heading, _)| is_new(heading));
        // Of one within another, the inner one.
        let (heading, count) = most.max_by_key(|(heading, count)| (*count, *heading))?;
        let is_most = count * 2 > reviewed.len();
        Some((*at, annotated.passage(document, heading..heading + 1).filter(|_| is_most)?))
    });
    found.collect()
}

/// By the numbers of sections that the lock does not know by their headings: the entries that most of the sentences of each
/// were reviewed in, and whose own headings are gone. `cited` are the entries that are known for what they are.
pub(super) fn earlier_entries(
    model: &Model,
    annotated: &Annotated<'_>,
    lock: &Lock,
    cited: &HashSet<usize>,
    unknown: &[(usize, &Passage)],
) -> HashMap<usize, usize> {
    let mut reviewed_in: HashMap<(&str, Fingerprint), Vec<usize>> = HashMap::new();
    if !unknown.is_empty() {
        for (at, was) in lock.passages.iter().enumerate().filter(|(at, _)| !cited.contains(at)) {
            for text in sentences_below(was) {
                reviewed_in.entry((was.document.as_str(), text)).or_default().push(at);
            }
        }
    }
    let mut headings: HashMap<DocumentId, HashSet<Fingerprint>> = HashMap::new();
    let mut taken: HashSet<usize> = HashSet::new();
    let mut found = HashMap::new();
    for (at, now) in unknown {
        let name = model.document_name(now.document);
        let Some(section) = annotated.section(now) else { continue };
        let section = section.start + 1..section.end;
        let own = annotated.annotations(now.document).get(section).unwrap_or_default();
        let own: HashSet<Fingerprint> = own.iter().map(|own| own.text).collect();
        let mut shared: HashMap<usize, usize> = HashMap::new();
        let known = own.iter().filter_map(|text| reviewed_in.get(&(name, *text)));
        for entry in known.flatten() {
            *shared.entry(*entry).or_default() += 1;
        }
        let headings = headings.entry(now.document).or_insert_with(|| headings_of(annotated, now.document));
        let best = shared.into_iter().filter(|(entry, _)| !taken.contains(entry));
        let best = best.max_by_key(|(entry, count)| (*count, std::cmp::Reverse(*entry)));
        let Some((entry, count)) = best else { continue };
        let is_same = lock.passages.get(entry).is_some_and(|was| {
            let is_gone = !headings.contains(&was.text);
            count * 2 > sentences_below(was).len() && is_gone
        });
        if is_same {
            taken.insert(entry);
            found.insert(*at, entry);
        }
    }
    found
}

/// Sentences by what they say.
type SentencesByText = HashMap<Fingerprint, Vec<usize>>;

/// The sentences of a document, but for those that say what many others say.
fn places_of(annotated: &Annotated<'_>, document: DocumentId) -> SentencesByText {
    let mut places = SentencesByText::new();
    for (at, own) in annotated.annotations(document).iter().enumerate() {
        places.entry(own.text).or_default().push(at);
    }
    places.retain(|_, own| own.len() <= MOST_ALIKE);
    places
}

fn headings_of(annotated: &Annotated<'_>, document: DocumentId) -> HashSet<Fingerprint> {
    let text = annotated.documents.text(document);
    let sentences = text.into_iter().flat_map(|text| &text.headings).map(|heading| heading.sentence);
    let own = sentences.filter_map(|at| annotated.annotations(document).get(at));
    own.map(|own| own.text).collect()
}

/// What was reviewed of a section below its heading.
fn sentences_below(was: &LockedPassage) -> HashSet<Fingerprint> {
    was.section.iter().flatten().copied().filter(|text| *text != was.text).collect()
}
