//! What in the documents is most like a quote that they do not hold. Likeness finds candidates, it never approves.

use crate::prose::text::{Text, UnitKind};
use crate::values::ids::DocumentId;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The longest candidate, in sentences.
const LONGEST: usize = 3;
/// From this similarity on, of 1000, a candidate may be what became of the passage.
const SIMILAR: u32 = 550;
/// Two candidates whose likenesses differ by less cannot be told apart.
const INDISTINGUISHABLE: u32 = 60;
/// What the right heading adds.
const HEADING: u32 = 80;
/// So many postings of words are looked at: those of rare words first, which say most about what is meant.
const MOST_POSTINGS: usize = 1_000;
/// So many sentences are looked at closely.
const CLOSELY: usize = 24;
/// The most words of a quote that are compared.
const MOST_WORDS: usize = 400;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which sentences of the document, by number; at most three.
    pub sentences: Range<usize>,
    pub similarity: u32,
}

impl Candidate {
    /// Whether it is like enough to be what became of the passage.
    pub fn is_similar(&self) -> bool {
        self.similarity >= SIMILAR
    }

    /// Whether another is as good, as far as similarity can tell.
    pub fn rivals(&self, other: &Self) -> bool {
        let apart =
            self.sentences.end <= other.sentences.start || other.sentences.end <= self.sentences.start;
        apart && other.is_similar() && self.similarity < other.similarity + INDISTINGUISHABLE
    }
}

/// The words of sentences, and where each stands in those that come into question. What a quote costs is bounded,
/// however many sentences there are.
pub struct SimilarityIndex<'t> {
    texts: Vec<Option<&'t Text>>,
    numbers: HashMap<String, usize>,
    /// By document: its sentences among those of all documents.
    sentences: Vec<Range<usize>>,
    /// By sentence: the numbers of its words, sorted; none for one that is known to be something else.
    words: Vec<Option<Vec<usize>>>,
    /// By word: the sentences that have it.
    postings: Vec<Vec<usize>>,
    /// By sentence: zero, but while something is looked for.
    counts: RefCell<Vec<u32>>,
}

/// How often a sentence has each word of a quote, and how many words it has.
struct SharedWords {
    counts: Vec<usize>,
    all: usize,
}

impl<'t> SimilarityIndex<'t> {
    /// Of all documents that are there, but for the sentences that are known to be something else.
    pub fn new(
        texts: impl IntoIterator<Item = Option<&'t Text>>,
        is_known: impl Fn(DocumentId, usize) -> bool,
    ) -> Self {
        let mut own = Self {
            texts: texts.into_iter().collect(),
            numbers: HashMap::new(),
            sentences: Vec::new(),
            words: Vec::new(),
            postings: Vec::new(),
            counts: RefCell::default(),
        };
        for (document, text) in own.texts.iter().enumerate() {
            let first = own.words.len();
            for (place, sentence) in text.iter().flat_map(|text| text.sentences.iter().enumerate()) {
                if is_known(DocumentId::at(document), place) {
                    own.words.push(None);
                    continue;
                }
                let said = text.and_then(|text| text.normal.get(sentence.range.clone())).unwrap_or_default();
                let mut numbers: Vec<usize> = words(said)
                    .map(|word| {
                        let next = own.numbers.len();
                        *own.numbers.entry(word).or_insert(next)
                    })
                    .collect();
                numbers.sort_unstable();
                own.postings.resize_with(own.numbers.len(), Vec::new);
                for word in numbers.chunk_by(|word, next| word == next).filter_map(|equal| equal.first()) {
                    own.postings
                        .get_mut(*word)
                        .into_iter()
                        .for_each(|postings| postings.push(own.words.len()));
                }
                own.words.push(Some(numbers));
            }
            own.sentences.push(first..own.words.len());
        }
        own.counts.get_mut().resize(own.words.len(), 0);
        own
    }

    /// The candidates for a quote in its document, the most alike first. The heading under which it stood counts in
    /// favour.
    pub fn candidates(&self, quote: &str, document: DocumentId, heading: Option<&str>) -> Vec<Candidate> {
        let known = self.texts.get(document.index()).copied().flatten();
        let Some((text, all)) = known.zip(self.sentences.get(document.index())) else { return Vec::new() };
        let wanted: Vec<String> = words(quote).take(MOST_WORDS).collect();
        // A word that stands nowhere is a word that is not shared.
        let mut shared: Vec<usize> =
            wanted.iter().filter_map(|word| self.numbers.get(word).copied()).collect();
        shared.sort_unstable();
        let shared: Vec<(usize, usize)> = shared
            .chunk_by(|word, next| word == next)
            .filter_map(|equal| Some((*equal.first()?, equal.len())))
            .collect();
        let mut near: HashMap<usize, Option<SharedWords>> = HashMap::new();
        let mut found: Vec<Candidate> = Vec::new();
        for sentence in self.nearest_sentences(&shared, all) {
            let from = (sentence + 1).saturating_sub(LONGEST).max(all.start);
            for own in from..(sentence + LONGEST).min(all.end) {
                near.entry(own).or_insert_with(|| self.shared_words(&shared, own));
            }
            for length in 1..=LONGEST {
                for first in (sentence + 1).saturating_sub(length).max(all.start)..=sentence {
                    let own: Option<Vec<&SharedWords>> =
                        (first..first + length).map(|own| near.get(&own)?.as_ref()).collect();
                    let Some(own) =
                        own.filter(|_| length == 1 || !has_heading(text, first - all.start, length))
                    else {
                        continue;
                    };
                    let mut similarity = similarity(&shared, wanted.len(), &own);
                    let first = first - all.start;
                    if heading.is_some_and(|heading| text.is_under(first, heading)) {
                        similarity += HEADING;
                    }
                    found.push(Candidate { sentences: first..first + length, similarity });
                }
            }
        }
        // Two sentences are meant together only where each alone is clearly less like.
        let single: HashMap<usize, u32> = found
            .iter()
            .filter(|one| one.sentences.len() == 1)
            .map(|one| (one.sentences.start, one.similarity))
            .collect();
        found.retain(|one| {
            let best = one.sentences.clone().filter_map(|own| single.get(&own)).max().copied().unwrap_or(0);
            one.sentences.len() == 1 || one.similarity > best + INDISTINGUISHABLE
        });
        found.sort_by_key(|one| (Reverse(one.similarity), one.sentences.len(), one.sentences.start));
        found.dedup();
        found
    }

    /// Of some sentences those that share most words, the rare ones first.
    fn nearest_sentences(&self, shared: &[(usize, usize)], all: &Range<usize>) -> Vec<usize> {
        let mut listed: Vec<&[usize]> = Vec::new();
        for (word, _) in shared {
            let postings = self.postings.get(*word).map_or(&[][..], Vec::as_slice);
            let bound = |at: usize| postings.partition_point(|sentence| *sentence < at);
            listed.extend(postings.get(bound(all.start)..bound(all.end)));
        }
        listed.sort_by_key(|postings| postings.len());
        let mut touched: Vec<usize> = Vec::new();
        let mut counts = self.counts.borrow_mut();
        for sentence in listed.into_iter().flatten().take(MOST_POSTINGS) {
            if let Some(count) = counts.get_mut(*sentence) {
                if *count == 0 {
                    touched.push(*sentence);
                }
                *count += 1;
            }
        }
        let counted = |sentence: &usize| (Reverse(counts.get(*sentence).copied()), *sentence);
        let mut ranked: Vec<(Reverse<Option<u32>>, usize)> = touched.iter().map(counted).collect();
        if ranked.len() > CLOSELY {
            ranked.select_nth_unstable(CLOSELY);
            ranked.truncate(CLOSELY);
        }
        for sentence in touched {
            counts.get_mut(sentence).into_iter().for_each(|count| *count = 0);
        }
        ranked.into_iter().map(|(_, sentence)| sentence).collect()
    }

    /// None where the sentence is known to be something else.
    fn shared_words(&self, shared: &[(usize, usize)], sentence: usize) -> Option<SharedWords> {
        let own = self.words.get(sentence)?.as_ref()?;
        let count = |(word, _): &(usize, usize)| {
            own.partition_point(|other| other <= word) - own.partition_point(|other| other < word)
        };
        Some(SharedWords { counts: shared.iter().map(count).collect(), all: own.len() })
    }
}

/// Whether a heading is among so many sentences: then they are of two sections.
fn has_heading(text: &Text, first: usize, length: usize) -> bool {
    let sentences = text.sentences.get(first..first + length).unwrap_or_default();
    let mut units = sentences.iter().filter_map(|sentence| text.units.get(sentence.unit));
    units.any(|unit| matches!(unit.kind, UnitKind::Heading { .. }))
}

/// How much of a quote of so many words stands in the sentences, and a little of how much else does.
fn similarity(shared: &[(usize, usize)], words: usize, sentences: &[&SharedWords]) -> u32 {
    let there = |at: usize| sentences.iter().filter_map(|own| own.counts.get(at)).sum::<usize>();
    let both: usize = shared.iter().enumerate().map(|(at, (_, wanted))| there(at).min(*wanted)).sum();
    let share = |of: usize| u32::try_from(both * 1000 / of.max(1)).unwrap_or(u32::MAX);
    (share(words) * 3 + share(sentences.iter().map(|own| own.all).sum())) / 4
}

/// The words as they are compared: the beginnings of words, in lower case; all numbers are one.
fn words(text: &str) -> impl Iterator<Item = String> {
    // An ending tells cases apart, not words.
    const BEGINNING: usize = 5;
    text.unicode_words().map(|word| {
        if word.bytes().all(|digit| digit.is_ascii_digit() || matches!(digit, b'.' | b',')) {
            return "0".to_owned();
        }
        word.to_lowercase().chars().take(BEGINNING).collect()
    })
}
