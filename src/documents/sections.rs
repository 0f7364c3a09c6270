//! The sentences of sections that are set aside: which of them were reviewed there.

use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::{Covered, Lock};
use crate::documents::passage::{Annotated, SentenceFacts};
use crate::model::Model;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// How a sentence stands in a section that is set aside; what comes later is told rather.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SectionStanding {
    /// The heading is another now, and has to be reviewed first.
    Stale,
    /// It was not reviewed there.
    Unknown,
    /// It was reviewed there, or is as the whole section.
    Reviewed,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct SectionAside {
    /// The citation of the section, by its number among the drifts.
    pub(super) drift: usize,
    pub(super) standing: SectionStanding,
    /// Whether it stands in place of one that was reviewed there and stated what has to be.
    pub(super) replaces_norm: bool,
}

/// The sentences of the section that a citation is of, the heading among them; none where it is of words, or its
/// heading does not stand in one place.
pub(super) fn section_of(annotated: &Annotated<'_>, drift: &Drift<'_>) -> Option<(DocumentId, Range<usize>)> {
    let now = drift.now.as_ref().filter(|_| drift.is_section() && drift.others.is_empty())?;
    Some((now.document, annotated.section(now)?))
}

/// What was reviewed of the section that a citation is of, in its order.
pub(super) fn reviewed<'l>(drift: &Drift<'_>, lock: &'l Lock) -> &'l [Fingerprint] {
    let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
    entry.and_then(|entry| entry.section.as_deref()).unwrap_or_default()
}

/// The sentences that stand in sections which are set aside. Of sections within one another it is the one in which a
/// sentence was reviewed, rather the inner one.
pub(super) fn sections_aside(
    model: &Model,
    annotated: &Annotated<'_>,
    drifts: &[Drift<'_>],
    lock: &Lock,
) -> HashMap<(DocumentId, usize), SectionAside> {
    let mut found: HashMap<(DocumentId, usize), (Reverse<usize>, SectionAside)> = HashMap::new();
    for (at, drift) in drifts.iter().enumerate() {
        let Some((document, section)) = section_of(annotated, drift) else { continue };
        let was = reviewed(drift, lock);
        let known: HashSet<Fingerprint> = was.iter().copied().collect();
        let replaced = in_place_of(annotated, document, section.clone(), was);
        let locked = lock.documents.get(model.document_name(document));
        let length = Reverse(section.len());
        for sentence in section {
            let is_known =
                || annotated.annotations(document).get(sentence).is_some_and(|own| known.contains(&own.text));
            let standing = match drift.status {
                CitationStatus::New => SectionStanding::Reviewed,
                _ if !drift.is_live() => SectionStanding::Stale,
                _ if is_known() => SectionStanding::Reviewed,
                _ => SectionStanding::Unknown,
            };
            let replaced = replaced.get(&sentence).zip(locked);
            let replaces_norm = replaced.is_some_and(|(text, locked)| locked.sentences.contains_key(text));
            let own = (length, SectionAside { drift: at, standing, replaces_norm });
            let rank = |(length, own): &(Reverse<usize>, SectionAside)| (own.standing, *length, own.drift);
            let slot = found.entry((document, sentence)).or_insert(own);
            *slot = std::cmp::max_by_key(*slot, own, rank);
        }
    }
    found.into_iter().map(|(place, (_, own))| (place, own)).collect()
}

/// The sentences of a section that stand where others stood: by its number, what each said at the review. A sentence that was
/// there takes no other's place, and one that is there lost none.
pub(super) fn in_place_of(
    annotated: &Annotated<'_>,
    document: DocumentId,
    section: Range<usize>,
    was: &[Fingerprint],
) -> HashMap<usize, Fingerprint> {
    let texts = annotated.annotations(document).get(section.clone()).unwrap_or_default();
    let now: HashSet<Fingerprint> = texts.iter().map(|own| own.text).collect();
    let places: HashMap<Fingerprint, usize> = was.iter().enumerate().map(|(at, text)| (*text, at)).collect();
    let mut found = HashMap::new();
    // Where in what was reviewed the sentence before was.
    let mut next = 0;
    for (sentence, own) in section.zip(texts) {
        if let Some(at) = places.get(&own.text) {
            next = at + 1;
        } else if let Some(text) = was.get(next).filter(|text| !now.contains(text)) {
            found.insert(sentence, *text);
            next += 1;
        }
    }
    found
}

/// The sentences that were reviewed in a section and are nowhere in its document now, but for those in whose place others
/// stand.
pub(super) fn gone(
    annotated: &Annotated<'_>,
    drift: &Drift<'_>,
    lock: &Lock,
    said: &HashSet<Fingerprint>,
) -> Vec<Fingerprint> {
    let was = reviewed(drift, lock);
    let Some((document, section)) = section_of(annotated, drift) else { return Vec::new() };
    let replaced: HashSet<Fingerprint> =
        in_place_of(annotated, document, section, was).into_values().collect();
    was.iter().copied().filter(|text| !said.contains(text) && !replaced.contains(text)).collect()
}

/// What is recorded of the sentences of a section that is set aside.
pub(super) struct SectionReview<'r> {
    /// Whether the section is accepted, and not single sentences of it.
    pub(super) is_accepted: bool,
    /// Whether its document is what it was, however its sentences are read now.
    pub(super) is_same: bool,
    /// The sentences that are accepted where they stand.
    pub(super) gaps: &'r HashSet<(DocumentId, usize)>,
    /// Those that state nothing and are known.
    pub(super) unread: Option<&'r BTreeSet<Fingerprint>>,
    /// The normative ones of its document, as they were recorded before.
    pub(super) norms: Option<&'r BTreeMap<Fingerprint, Covered>>,
    /// All that its document says.
    pub(super) said: &'r HashSet<Fingerprint>,
    /// Whether those that are gone are forgotten.
    pub(super) forgets: bool,
}

impl SectionReview<'_> {
    /// The sentences as they are recorded then: all, where nothing was reviewed before; else those that were, those that are
    /// accepted, and those that are gone unnoticed. None where nobody reviewed what the section is now.
    pub(super) fn sentences(
        &self,
        annotated: &Annotated<'_>,
        drift: &Drift<'_>,
        lock: &Lock,
    ) -> Option<Vec<Fingerprint>> {
        let (document, section) = section_of(annotated, drift)?;
        let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
        if !self.is_accepted && !drift.is_live() {
            return None;
        }
        let heading = section.start;
        let was = reviewed(drift, lock);
        let known: HashSet<Fingerprint> = was.iter().copied().collect();
        let replaced = in_place_of(annotated, document, section.clone(), was);
        let was_norm = |text: &Fingerprint| self.norms.is_some_and(|norms| norms.contains_key(text));
        let is_recorded = |at: usize, own: &SentenceFacts| {
            let is_read = own.norm.is_none()
                && self.unread.is_some_and(|unread| unread.contains(&own.text))
                && !replaced.get(&at).is_some_and(was_norm);
            let is_accepted = self.gaps.contains(&(document, at)) || at == heading && self.is_accepted;
            entry.is_none() || self.is_same || known.contains(&own.text) || is_accepted || is_read
        };
        let texts = annotated.annotations(document).get(section.clone())?;
        let own = section.clone().zip(texts).filter(|(at, own)| is_recorded(*at, own));
        let mut sentences: Vec<Fingerprint> = own.map(|(_, own)| own.text).collect();
        // What stands elsewhere in the document has to be reviewed there.
        let mut left: HashSet<Fingerprint> = known.difference(self.said).copied().collect();
        let open =
            replaced.iter().filter(|(at, text)| was_norm(text) && !self.gaps.contains(&(document, **at)));
        let open: HashSet<Fingerprint> = open.map(|(_, text)| *text).collect();
        if self.is_same {
            left.clear();
        } else if self.forgets {
            left.retain(|text| open.contains(text));
        }
        for (at, text) in &replaced {
            if self.gaps.contains(&(document, *at)) {
                left.remove(text);
            }
        }
        if let Some(entry) = entry.filter(|_| self.is_accepted) {
            left.remove(&entry.text);
        }
        let mut seen = HashSet::new();
        sentences.retain(|text| seen.insert(*text));
        let texts = |at: usize| annotated.annotations(document).get(at).map(|own| own.text);
        let became = replaced.into_iter().filter_map(|(at, text)| Some((text, texts(at)?))).collect();
        Some(with_left(was, &left, &became, sentences))
    }
}

/// Sentences with those of what was reviewed that are left, each behind the one that it stood behind, or behind what that
/// `became`.
fn with_left(
    was: &[Fingerprint],
    left: &HashSet<Fingerprint>,
    became: &HashMap<Fingerprint, Fingerprint>,
    sentences: Vec<Fingerprint>,
) -> Vec<Fingerprint> {
    let recorded: HashSet<Fingerprint> = sentences.iter().copied().collect();
    let mut behind: HashMap<Option<Fingerprint>, Vec<Fingerprint>> = HashMap::new();
    let mut before = None;
    for text in was {
        let now = [Some(text), became.get(text)].into_iter().flatten().find(|own| recorded.contains(own));
        if left.contains(text) {
            behind.entry(before).or_default().push(*text);
        } else if let Some(now) = now {
            before = Some(*now);
        }
    }
    let mut found = behind.remove(&None).unwrap_or_default();
    for text in sentences {
        found.push(text);
        found.extend(behind.remove(&Some(text)).into_iter().flatten());
    }
    found
}
