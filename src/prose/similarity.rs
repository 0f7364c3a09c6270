//! What in the documents is most like a quote that they do not hold. Likeness finds candidates, it never approves.

use crate::prose::terms::words;
use crate::prose::text::{Text, UnitKind};
use crate::values::ids::DocumentId;
use rayon::prelude::*;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// The longest candidate, in sentences.
const LONGEST: usize = 3;
/// From this similarity on, of 1000, a candidate may be what became of the passage.
const SIMILAR: u32 = 550;
/// Two candidates whose likenesses differ by less cannot be told apart.
const INDISTINGUISHABLE: u32 = 60;
/// From this similarity on a candidate says nearly the same, under whatever heading; two that do cannot be told apart
/// where their likenesses differ by less than `MUCH`.
const NEARLY_THE_SAME: u32 = 700;
const MUCH: u32 = 150;
/// What the right heading adds.
const HEADING: u32 = 80;
/// So many postings of words are looked at: those of rare words first, which say most about what is meant.
const MOST_POSTINGS: usize = 1_000;
/// So many sentences are looked at closely.
const CLOSELY: usize = 24;
/// So many sentences are cut into words at once.
const AT_ONCE: usize = 8_192;
/// The most words of a quote that are compared.
const MOST_WORDS: usize = 400;
/// Of several sentences that are looked for, one that stands as it stood has more of their words than these, and is made of
/// them for the most part, in percent.
const FEWEST_SHARED: usize = 1;
const PART: u32 = 75;
/// What a word with this sign before it counts, as a part of what others do.
const LIGHT: (char, u32) = ('=', 4);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which sentences of the document, by number; at most three.
    pub sentences: Range<usize>,
    pub similarity: u32,
    /// Whether it stands under the heading under which the passage stood; that counts in its favour.
    pub is_under: bool,
}

impl Candidate {
    /// Whether it is like enough to be what became of the passage.
    pub fn is_similar(&self) -> bool {
        self.similarity >= SIMILAR
    }

    /// Whether it says nearly the same, under whatever heading.
    pub fn is_nearly_the_same(&self) -> bool {
        self.bare() >= NEARLY_THE_SAME
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.sentences.start < other.sentences.end && other.sentences.start < self.sentences.end
    }

    /// The similarity without what the heading adds.
    fn bare(&self) -> u32 {
        self.similarity - if self.is_under { HEADING } else { 0 }
    }

    /// Whether another is as good, as far as similarity can tell. A heading tells apart what is only like the passage.
    pub fn rivals(&self, other: &Self) -> bool {
        let is_as_good = self.similarity < other.similarity + INDISTINGUISHABLE
            || other.is_nearly_the_same() && self.bare() < other.bare() + MUCH;
        !self.overlaps(other) && other.is_similar() && is_as_good
    }
}

/// What is compared of a sentence.
pub struct Terms {
    pub words: Vec<String>,
    /// Those of what it hangs on, by the number of that.
    pub context: Option<usize>,
    /// Whether it is known to be something else than what is looked for.
    pub is_known: bool,
}

/// The words of sentences, and where each stands in those that come into question. What a quote costs is bounded,
/// however many sentences there are.
pub struct SimilarityIndex<'t> {
    texts: Vec<Option<&'t Text>>,
    numbers: HashMap<String, usize>,
    /// By document: its sentences among those of all documents.
    sentences: Vec<Range<usize>>,
    /// By sentence: the numbers of its words, sorted.
    words: Vec<Vec<usize>>,
    /// By sentence: whether it is known to be something else.
    known: Vec<bool>,
    /// By sentence: what it hangs on.
    contexts: Vec<Option<usize>>,
    /// By what sentences hang on: its words, sorted.
    context_words: Vec<Vec<usize>>,
    /// By word: the sentences that have it.
    postings: Vec<Vec<usize>>,
    /// By word: those of sentences that are known to be something else.
    known_postings: Vec<Vec<usize>>,
    /// By word: what it counts.
    weights: Vec<u32>,
    /// What a word counts that stands nowhere.
    rarest: u32,
    /// By sentence: zero, but while something is looked for.
    counts: RefCell<Vec<u32>>,
}

/// What is looked for.
pub struct Wanted {
    /// Its words that stand somewhere, and how often it has each.
    shared: Vec<(usize, usize)>,
    /// What the other words weigh.
    elsewhere: u32,
    /// Whether it hung on something whose words are among its own.
    hangs: bool,
    /// Whether several sentences are looked for: some of them may stand as they stood.
    is_of_several: bool,
    document: DocumentId,
    heading: Option<String>,
}

impl Wanted {
    /// The same, where several sentences are looked for.
    #[must_use]
    pub fn of_several(self) -> Self {
        Self { is_of_several: true, ..self }
    }

    /// Whether there is nothing that could be looked for.
    pub fn is_empty(&self) -> bool {
        self.shared.is_empty()
    }
}

/// Words of sentences that became of something else: by sentence, for each of these what it has of it.
#[derive(Default)]
pub struct Claims(HashMap<usize, Vec<Claim>>);

struct Claim {
    by: usize,
    /// Which words, and how often.
    words: Vec<(usize, usize)>,
}

/// How often a sentence has each word of a quote, and what its words weigh.
struct SharedWords {
    counts: Vec<usize>,
    all: u32,
}

impl<'t> SimilarityIndex<'t> {
    /// Of the words of all documents that are there.
    pub fn of_texts(texts: impl IntoIterator<Item = Option<&'t Text>>) -> Self {
        let terms = |_, _, text: &str| Terms { words: words(text).collect(), context: None, is_known: false };
        let mut own = Self::new(texts, terms, &[]);
        own.weights.fill(1);
        own.rarest = 1;
        own
    }

    /// Of what is compared of the sentences of all documents that are there, and of what they hang on. A rare word counts
    /// more than a common one; what is known to be something else is never found, but says which words are common.
    pub fn new(
        texts: impl IntoIterator<Item = Option<&'t Text>>,
        terms: impl Fn(DocumentId, usize, &'t str) -> Terms + Sync,
        contexts: &[Vec<String>],
    ) -> Self {
        let mut own = Self {
            texts: texts.into_iter().collect(),
            numbers: HashMap::new(),
            sentences: Vec::new(),
            words: Vec::new(),
            known: Vec::new(),
            contexts: Vec::new(),
            context_words: Vec::new(),
            postings: Vec::new(),
            known_postings: Vec::new(),
            weights: Vec::new(),
            rarest: 1,
            counts: RefCell::default(),
        };
        let texts = own.texts.clone();
        for (document, text) in texts.into_iter().enumerate() {
            let first = own.words.len();
            let sentences: Vec<(usize, &'t str)> = text
                .iter()
                .flat_map(|text| text.sentences.iter().map(|sentence| text.part(&sentence.range)))
                .enumerate()
                .collect();
            for some in sentences.chunks(AT_ONCE) {
                let terms = some.par_iter().map(|(at, text)| terms(DocumentId::at(document), *at, text));
                terms.collect::<Vec<Terms>>().into_iter().for_each(|terms| own.add(terms));
            }
            own.sentences.push(first..own.words.len());
        }
        own.counts.get_mut().resize(own.words.len(), 0);
        own.weigh();
        let number = |word: &String| own.numbers.get(word).copied();
        own.context_words = contexts.iter().map(|words| words.iter().filter_map(number).collect()).collect();
        own.context_words.iter_mut().for_each(|words| words.sort_unstable());
        own
    }

    fn add(&mut self, terms: Terms) {
        let mut numbers: Vec<usize> = Vec::with_capacity(terms.words.len());
        for word in terms.words {
            let next = self.numbers.len();
            numbers.push(*self.numbers.entry(word).or_insert(next));
        }
        numbers.sort_unstable();
        self.postings.resize_with(self.numbers.len(), Vec::new);
        self.known_postings.resize_with(self.numbers.len(), Vec::new);
        self.weights.resize(self.numbers.len(), 0);
        for word in numbers.chunk_by(|word, next| word == next).filter_map(|equal| equal.first()) {
            self.weights.get_mut(*word).into_iter().for_each(|spread| *spread += 1);
            let postings = if terms.is_known { &mut self.known_postings } else { &mut self.postings };
            postings.get_mut(*word).into_iter().for_each(|postings| postings.push(self.words.len()));
        }
        self.words.push(numbers);
        self.known.push(terms.is_known);
        self.contexts.push(terms.context);
    }

    /// From how many sentences have a word to what it counts.
    fn weigh(&mut self) {
        let all = self.words.len();
        // The logarithm, in quarters, of how many sentences there are for each that has the word.
        let rarity = |spread: u32| {
            const LEAST: u32 = 12;
            let one_in = all / (spread.max(1) as usize);
            (one_in.max(1) as u128).pow(4).ilog2() + LEAST
        };
        self.weights.iter_mut().for_each(|weight| *weight = rarity(*weight));
        self.rarest = rarity(1);
        for (_, number) in self.numbers.iter().filter(|(word, _)| word.starts_with(LIGHT.0)) {
            self.weights.get_mut(*number).into_iter().for_each(|weight| *weight /= LIGHT.1);
        }
    }

    fn weight(&self, word: usize) -> u32 {
        self.weights.get(word).copied().unwrap_or_default()
    }

    fn weigh_all(&self, words: impl Iterator<Item = usize>) -> u32 {
        words.map(|word| self.weight(word)).sum()
    }

    /// The words of a quote, or of what is known of a passage.
    pub fn wanted(
        &self,
        words: impl IntoIterator<Item = String>,
        document: DocumentId,
        heading: Option<&str>,
        hangs: bool,
    ) -> Wanted {
        let mut shared: Vec<usize> = Vec::new();
        let mut elsewhere = 0;
        for word in words.into_iter().take(MOST_WORDS) {
            match self.numbers.get(&word) {
                Some(number) => shared.push(*number),
                // A word that stands nowhere is a word that is not shared.
                None if word.starts_with(LIGHT.0) => elsewhere += self.rarest / LIGHT.1,
                None => elsewhere += self.rarest,
            }
        }
        shared.sort_unstable();
        let shared = shared.chunk_by(|word, next| word == next);
        let shared = shared.filter_map(|equal| Some((*equal.first()?, equal.len()))).collect();
        Wanted {
            shared,
            elsewhere,
            hangs,
            is_of_several: false,
            document,
            heading: heading.map(str::to_owned),
        }
    }

    /// The candidates in its document, the most alike first.
    pub fn candidates(&self, wanted: &Wanted) -> Vec<Candidate> {
        let known = self.texts.get(wanted.document.index()).copied().flatten();
        let Some((text, all)) = known.zip(self.sentences.get(wanted.document.index())) else {
            return Vec::new();
        };
        let mut near: HashMap<usize, Option<SharedWords>> = HashMap::new();
        let mut found: Vec<Candidate> = Vec::new();
        for sentence in self.nearest_sentences(wanted, all) {
            let from = (sentence + 1).saturating_sub(LONGEST).max(all.start);
            for own in from..(sentence + LONGEST).min(all.end) {
                near.entry(own).or_insert_with(|| self.shared_words(wanted, own));
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
                    let similarity = self.similarity(wanted, first, &own);
                    let first = first - all.start;
                    let is_under =
                        wanted.heading.as_ref().is_some_and(|heading| text.is_under(first, heading));
                    let similarity = similarity + if is_under { HEADING } else { 0 };
                    found.push(Candidate { sentences: first..first + length, similarity, is_under });
                }
            }
        }
        // Sentences are meant together only where each alone is clearly less like, and no two say nearly the same.
        let single: HashMap<usize, (u32, bool)> = found
            .iter()
            .filter(|one| one.sentences.len() == 1)
            .map(|one| (one.sentences.start, (one.similarity, one.is_nearly_the_same())))
            .collect();
        found.retain(|one| {
            let own = || one.sentences.clone().filter_map(|own| single.get(&own));
            let best = own().map(|(similarity, _)| *similarity).max().unwrap_or(0);
            let is_repeated = own().filter(|(_, is_whole)| *is_whole).nth(1).is_some();
            one.sentences.len() == 1 || !is_repeated && one.similarity > best + INDISTINGUISHABLE
        });
        found.sort_by_key(|one| (Reverse(one.similarity), one.sentences.len(), one.sentences.start));
        found.dedup();
        found
    }

    /// What a candidate is like when what others have of its sentences is left out; `shares` says who of them may have it
    /// as well.
    pub fn unclaimed(
        &self,
        wanted: &Wanted,
        candidate: &Candidate,
        claims: &Claims,
        shares: impl Fn(usize) -> bool,
    ) -> Candidate {
        let Some(all) = self.sentences.get(wanted.document.index()) else { return candidate.clone() };
        let sentences = all.start + candidate.sentences.start..all.start + candidate.sentences.end;
        let is_claimed = sentences.clone().any(|own| claims.0.contains_key(&own));
        let own: Option<Vec<SharedWords>> =
            sentences.clone().map(|own| self.shared_words(wanted, own)).collect();
        let Some(mut own) = own.filter(|_| is_claimed) else { return candidate.clone() };
        for (sentence, own) in sentences.clone().zip(&mut own) {
            let others = claims.0.get(&sentence).into_iter().flatten().filter(|own| !shares(own.by));
            for (word, count) in others.flat_map(|own| &own.words) {
                own.all = own.all.saturating_sub(self.weigh_all(std::iter::repeat_n(*word, *count)));
                let place = wanted.shared.binary_search_by_key(word, |(own, _)| *own).ok();
                if let Some(left) = place.and_then(|place| own.counts.get_mut(place)) {
                    *left = left.saturating_sub(*count);
                }
            }
        }
        let similarity = self.similarity(wanted, sentences.start, &own.iter().collect::<Vec<_>>());
        let similarity = similarity + if candidate.is_under { HEADING } else { 0 };
        Candidate { similarity, ..candidate.clone() }
    }

    /// Note that sentences of a document became of something, and what they have of it.
    pub fn claim(&self, wanted: &Wanted, sentences: Range<usize>, by: usize, claims: &mut Claims) {
        let Some(all) = self.sentences.get(wanted.document.index()) else { return };
        for sentence in all.start + sentences.start..all.start + sentences.end {
            let Some(own) = self.words.get(sentence) else { continue };
            let words = wanted.shared.iter().map(|(word, count)| (*word, (*count).min(times(own, *word))));
            let words = words.filter(|(_, count)| *count > 0).collect();
            claims.0.entry(sentence).or_default().push(Claim { by, words });
        }
    }

    /// How much of a quote stands in the sentences from one on, and a little of how much else does. What both hang on
    /// says nothing of them.
    fn similarity(&self, wanted: &Wanted, first: usize, sentences: &[&SharedWords]) -> u32 {
        let context = self.contexts.get(first).copied().flatten().filter(|_| wanted.hangs);
        let context = context.and_then(|context| self.context_words.get(context));
        let (mut both, mut due) = (0, wanted.elsewhere);
        for (at, (word, count)) in wanted.shared.iter().enumerate() {
            let there: usize = sentences.iter().filter_map(|own| own.counts.get(at)).sum();
            let count = count.saturating_sub(context.map_or(0, |context| times(context, *word)));
            let weight = self.weight(*word);
            due += weight * u32::try_from(count).unwrap_or(u32::MAX);
            both += weight * u32::try_from(there.min(count)).unwrap_or(u32::MAX);
        }
        let share = |of: u32| both * 1000 / of.max(1);
        (share(due) * 3 + share(sentences.iter().map(|own| own.all).sum())) / 4
    }

    /// Of some sentences those that share most words, the rare ones first.
    fn nearest_sentences(&self, wanted: &Wanted, all: &Range<usize>) -> Vec<usize> {
        let mut listed: Vec<&[usize]> = Vec::new();
        let known = wanted.is_of_several.then_some(&self.known_postings);
        for (word, _) in &wanted.shared {
            for postings in std::iter::once(&self.postings).chain(known) {
                let postings = postings.get(*word).map_or(&[][..], Vec::as_slice);
                let bound = |at: usize| postings.partition_point(|sentence| *sentence < at);
                listed.extend(postings.get(bound(all.start)..bound(all.end)));
            }
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
    fn shared_words(&self, wanted: &Wanted, sentence: usize) -> Option<SharedWords> {
        let own = self.words.get(sentence)?;
        let counts: Vec<usize> = wanted.shared.iter().map(|(word, _)| times(own, *word)).collect();
        let all = self.weigh_all(own.iter().copied());
        if self.known.get(sentence) == Some(&true) {
            let both = wanted.shared.iter().zip(&counts).map(|((word, due), count)| {
                self.weight(*word) * u32::try_from((*due).min(*count)).unwrap_or(u32::MAX)
            });
            let is_part = wanted.is_of_several
                && counts.iter().filter(|count| **count > 0).nth(FEWEST_SHARED).is_some()
                && both.sum::<u32>() * 100 >= all * PART;
            return is_part.then_some(SharedWords { counts, all });
        }
        Some(SharedWords { counts, all })
    }
}

/// How often a word is among sorted ones.
fn times(sorted: &[usize], word: usize) -> usize {
    sorted.partition_point(|other| *other <= word) - sorted.partition_point(|other| *other < word)
}

/// Whether a heading is among so many sentences: then they are of two sections.
fn has_heading(text: &Text, first: usize, length: usize) -> bool {
    let sentences = text.sentences.get(first..first + length).unwrap_or_default();
    let mut units = sentences.iter().filter_map(|sentence| text.units.get(sentence.unit));
    units.any(|unit| matches!(unit.kind, UnitKind::Heading { .. }))
}
