//! Originals: the texts that documents of a pack retell, held sentence by sentence against what was recorded of them. The
//! lock has their fingerprints and facts and which of our sentences retell which, never their text.

use crate::base::list_diff::list_diff;
use crate::documents::accept::Acceptance;
use crate::documents::lock::{LockedOriginal, LockedSentence};
use crate::documents::passage::Annotated;
use crate::prose::facts::{Change, word_changes};
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use similar::{Algorithm, DiffTag};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// An original is the one document of its collection.
pub const ORIGINAL: DocumentId = DocumentId(0);

/// That some sentences of an original are retold by some of ours, or by none for a reason.
#[derive(Clone, Debug)]
pub struct Tie {
    /// Sentences of the original.
    pub original: Range<usize>,
    /// Sentences of our document.
    pub ours: Vec<usize>,
    /// Why nothing retells them.
    pub because: Option<String>,
}

/// What became of an original since it was recorded, in the part between the first and the last sentence that is tied.
#[derive(Clone, Debug, Default)]
pub struct OriginalChanges {
    pub changed: Vec<ChangedSentence>,
    /// Sentences that are not there any more, by their numbers in the lock.
    pub gone: Vec<usize>,
    /// Sentences that were not there.
    pub new: Vec<usize>,
    /// Sentences that state what has to be, and that nothing retells.
    pub not_retold: Vec<usize>,
    /// Recorded sentences whose retelling is not in our document any more, or says it in other words.
    pub loose: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct ChangedSentence {
    /// Its number in the lock.
    pub was: usize,
    /// Its number in the original.
    pub now: usize,
    pub changes: Vec<Change>,
}

impl OriginalChanges {
    /// Whether the retelling stands on the original as it is now. A new sentence that states nothing does no harm.
    pub fn agrees(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.not_retold.is_empty() && self.loose.is_empty()
    }
}

/// How the sentences of an original correspond to those that were recorded: for each of the part that counts, the number
/// of the recorded one, if there is one.
struct Alignment {
    /// In the order of the original.
    now: Vec<(usize, Option<usize>)>,
    gone: Vec<usize>,
}

/// Hold an original against what was recorded of it. `ours` has our documents, `document` is the one that retells it.
pub fn compare(
    locked: &LockedOriginal,
    original: &Annotated<'_>,
    ours: &Annotated<'_>,
    document: DocumentId,
) -> OriginalChanges {
    let sentences = original.annotations(ORIGINAL);
    let alignment = align(locked, original);
    let mut found = OriginalChanges { gone: alignment.gone, ..OriginalChanges::default() };
    for (now, was) in alignment.now {
        let Some(annotation) = sentences.get(now) else { continue };
        let Some((at, old)) = was.and_then(|at| Some((at, locked.sentences.get(at)?))) else {
            found.new.push(now);
            if annotation.norm.is_some() {
                found.not_retold.push(now);
            }
            continue;
        };
        if old.text != annotation.text {
            let mut changes = old.facts().changes(&annotation.facts);
            changes.extend(word_changes(&old.words, &words(original, now), &changes));
            found.changed.push(ChangedSentence { was: at, now, changes });
        }
        if annotation.norm.is_some() && old.ours.is_empty() && old.because.is_none() {
            found.not_retold.push(now);
        }
    }
    let there: HashSet<Fingerprint> = ours.annotations(document).iter().map(|own| own.text).collect();
    let is_loose = |one: &LockedSentence| one.ours.iter().any(|own| !there.contains(own));
    found.loose =
        locked.sentences.iter().enumerate().filter(|(_, own)| is_loose(own)).map(|(at, _)| at).collect();
    found
}

fn words(original: &Annotated<'_>, sentence: usize) -> Vec<String> {
    original
        .passage(ORIGINAL, sentence..sentence + 1)
        .map(|own| original.content_words(&own))
        .unwrap_or_default()
}

fn align(locked: &LockedOriginal, original: &Annotated<'_>) -> Alignment {
    let was: Vec<Fingerprint> = locked.sentences.iter().map(|own| own.text).collect();
    let now: Vec<Fingerprint> = original.annotations(ORIGINAL).iter().map(|own| own.text).collect();
    let mut alignment = Alignment { now: Vec::new(), gone: Vec::new() };
    let ops = list_diff(Algorithm::Patience, &was, &now);
    for op in ops {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            alignment.now.extend(new.zip(old.map(Some)));
            continue;
        }
        // What stands before the first recorded sentence, and behind the last, is another part of the page: of it there
        // may be as many as were recorded there.
        let (is_first, is_last) = (old.start == 0, old.end == was.len());
        let near = match (is_first, is_last) {
            (true, false) => new.end.saturating_sub(old.len()).max(new.start)..new.end,
            (false, true) => new.start..(new.start + old.len()).min(new.end),
            _ => new.clone(),
        };
        let pairs = pairs(locked, original, old.clone(), near.clone());
        let paired: HashSet<usize> = pairs.values().copied().collect();
        alignment.now.extend(near.map(|now| (now, pairs.get(&now).copied())));
        alignment.gone.extend(old.filter(|old| !paired.contains(old)));
    }
    alignment
}

/// Of long stretches only what stands at about the same place is compared.
const WINDOW: usize = 50;

/// Which of the sentences that came are which of those that went: those that have most words in common, and at least a
/// third.
fn pairs(
    locked: &LockedOriginal,
    original: &Annotated<'_>,
    old: Range<usize>,
    new: Range<usize>,
) -> HashMap<usize, usize> {
    let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
    let news: Vec<(usize, HashSet<String>)> =
        new.clone().map(|now| (now, words(original, now).into_iter().collect())).collect();
    for was in old.clone() {
        let Some(own) = locked.sentences.get(was) else { continue };
        let place = was - old.start;
        for (now, words) in news.iter().skip(place.saturating_sub(WINDOW)).take(2 * WINDOW) {
            let common = own.words.iter().filter(|word| words.contains(*word)).count();
            if common * 3 >= own.words.len().max(words.len()) && common > 0 {
                candidates.push((common, was, *now));
            }
        }
    }
    candidates.sort_by_key(|(common, was, now)| (usize::MAX - common, *was, *now));
    let mut found = HashMap::new();
    let mut taken = HashSet::new();
    for (_, was, now) in candidates {
        if !found.contains_key(&now) && taken.insert(was) {
            found.insert(now, was);
        }
    }
    found
}

/// What is recorded of an original. Without ties, those that were recorded stay with the sentences that became others.
pub fn record(
    old: Option<&LockedOriginal>,
    ties: &[Tie],
    original: &Annotated<'_>,
    ours: &Annotated<'_>,
    document: DocumentId,
    how: &Acceptance,
) -> LockedOriginal {
    let sentences = if let Some(old) = old.filter(|_| ties.is_empty()) {
        let alignment = align(old, original);
        let kept = |was: Option<usize>| was.and_then(|was| old.sentences.get(was));
        let each = alignment.now.into_iter().map(|(now, was)| match kept(was) {
            Some(was) => locked(original, now, was.ours.clone(), was.because.clone()),
            None => locked(original, now, Vec::new(), None),
        });
        each.collect()
    } else {
        let first = ties.iter().map(|tie| tie.original.start).min().unwrap_or(0);
        let last = ties.iter().map(|tie| tie.original.end).max().unwrap_or(0);
        (first..last).map(|now| tied(original, ours, document, ties, now)).collect()
    };
    LockedOriginal { read: how.day, by: how.by.clone(), because: how.because.clone(), sentences }
}

fn tied(
    original: &Annotated<'_>,
    ours: &Annotated<'_>,
    document: DocumentId,
    ties: &[Tie],
    now: usize,
) -> LockedSentence {
    let own = ties.iter().filter(|tie| tie.original.contains(&now));
    let (mut retelling, mut because) = (Vec::new(), None);
    for tie in own {
        let sentences = tie.ours.iter().filter_map(|at| ours.annotations(document).get(*at));
        for text in sentences.map(|own| own.text) {
            if !retelling.contains(&text) {
                retelling.push(text);
            }
        }
        because = because.or_else(|| tie.because.clone());
    }
    locked(original, now, retelling, because)
}

fn locked(
    original: &Annotated<'_>,
    now: usize,
    ours: Vec<Fingerprint>,
    because: Option<String>,
) -> LockedSentence {
    let annotation = original.annotations(ORIGINAL).get(now);
    let facts = annotation.map(|own| own.facts.clone()).unwrap_or_default();
    LockedSentence {
        text: annotation.map_or_else(|| Fingerprint::of(""), |own| own.text),
        numbers: facts.numbers.iter().map(ToString::to_string).collect(),
        modality: facts.modality.iter().map(|modality| modality.words().to_owned()).collect(),
        negations: facts.negations,
        roles: facts.roles.iter().map(ToString::to_string).collect(),
        words: words(original, now),
        ours,
        because,
    }
}
