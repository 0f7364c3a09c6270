//! What in the documents is most like a quote that they do not hold. Likeness finds candidates, it never approves.

use crate::prose::text::Text;
use crate::values::ids::DocumentId;
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
const MOST_POSTINGS: usize = 20_000;
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

/// The words of sentences, and where each stands in those that come into question.
pub struct SimilarityIndex<'t> {
    texts: Vec<Option<&'t Text>>,
    numbers: HashMap<String, u32>,
    /// By document and sentence: the numbers of its words, sorted; none for a sentence that is known to be something
    /// else.
    words: Vec<Vec<Option<Vec<u32>>>>,
    /// By document and word: the sentences that have it.
    postings: Vec<Vec<Vec<u32>>>,
}

impl<'t> SimilarityIndex<'t> {
    /// Of all documents that are there, but for the sentences that are known to be something else.
    pub fn new(
        texts: impl IntoIterator<Item = Option<&'t Text>>,
        is_known: impl Fn(DocumentId, usize) -> bool,
    ) -> Self {
        let texts: Vec<Option<&Text>> = texts.into_iter().collect();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let (mut all_words, mut all_postings) = (Vec::new(), Vec::new());
        for (document, text) in texts.iter().enumerate() {
            let (mut words_of, mut postings) = (Vec::new(), Vec::new());
            for (place, sentence) in text.iter().flat_map(|text| text.sentences.iter().enumerate()) {
                if is_known(DocumentId::at(document), place) {
                    words_of.push(None);
                    continue;
                }
                let own = text.and_then(|text| text.normal.get(sentence.range.clone())).unwrap_or_default();
                let mut own: Vec<u32> = words(own)
                    .map(|word| {
                        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                        *numbers.entry(word).or_insert(next)
                    })
                    .collect();
                own.sort_unstable();
                for word in &own {
                    let at = *word as usize;
                    if postings.len() <= at {
                        postings.resize(at + 1, Vec::new());
                    }
                    let sentence = u32::try_from(place).unwrap_or(u32::MAX);
                    if let Some(own) = postings.get_mut(at).filter(|own| own.last() != Some(&sentence)) {
                        own.push(sentence);
                    }
                }
                words_of.push(Some(own));
            }
            all_words.push(words_of);
            all_postings.push(postings);
        }
        Self { texts, numbers, words: all_words, postings: all_postings }
    }

    /// The candidates for a quote in its document, the most alike first. The heading under which it stood counts in
    /// favour.
    pub fn candidates(&self, quote: &str, document: DocumentId, heading: Option<&str>) -> Vec<Candidate> {
        // A word that stands nowhere is a word that is not shared.
        let mut wanted: Vec<u32> = words(quote)
            .take(MOST_WORDS)
            .map(|word| self.numbers.get(&word).copied().unwrap_or(u32::MAX))
            .collect();
        wanted.sort_unstable();
        let Some(text) = self.texts.get(document.index()).copied().flatten() else { return Vec::new() };
        let mut found: Vec<Candidate> = Vec::new();
        for sentence in self.nearest_sentences(&wanted, document.index()) {
            for length in 1..=LONGEST {
                for first in (sentence + 1).saturating_sub(length)..=sentence {
                    let sentences = first..first + length;
                    let Some(mut similarity) = self.similarity(&wanted, document.index(), sentences.clone())
                    else {
                        continue;
                    };
                    if heading.is_some_and(|heading| text.heading_path(first).join(" > ") == heading) {
                        similarity += HEADING;
                    }
                    found.push(Candidate { sentences, similarity });
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
        found
            .sort_by_key(|one| (std::cmp::Reverse(one.similarity), one.sentences.len(), one.sentences.start));
        found.dedup();
        found
    }

    /// The sentences that share most words, the rare ones first.
    fn nearest_sentences(&self, wanted: &[u32], document: usize) -> Vec<usize> {
        let postings = self.postings.get(document).map_or(&[][..], Vec::as_slice);
        let equal = wanted.chunk_by(|word, next| word == next);
        let mut listed: Vec<&Vec<u32>> =
            equal.filter_map(|word| postings.get(*word.first()? as usize)).collect();
        listed.sort_by_key(|postings| postings.len());
        let sentences = self.words.get(document).map_or(0, Vec::len);
        let mut counts = vec![0u32; sentences];
        let mut touched: Vec<u32> = Vec::new();
        for sentence in listed.into_iter().flatten().take(MOST_POSTINGS) {
            if let Some(count) = counts.get_mut(*sentence as usize) {
                if *count == 0 {
                    touched.push(*sentence);
                }
                *count += 1;
            }
        }
        let rank = |sentence: &u32| (std::cmp::Reverse(counts.get(*sentence as usize).copied()), *sentence);
        if touched.len() > CLOSELY {
            touched.select_nth_unstable_by_key(CLOSELY, rank);
            touched.truncate(CLOSELY);
        }
        touched.into_iter().map(|sentence| sentence as usize).collect()
    }

    /// How much of the quote stands in the sentences, and a little of how much else does; none where one of them is
    /// known to be something else.
    fn similarity(&self, wanted: &[u32], document: usize, sentences: Range<usize>) -> Option<u32> {
        let mut there: Vec<u32> = Vec::new();
        for own in self.words.get(document)?.get(sentences)? {
            there.extend(own.as_ref()?);
        }
        there.sort_unstable();
        let mut both = 0;
        let mut left = there.iter().peekable();
        for word in wanted {
            while left.next_if(|own| *own < word).is_some() {}
            both += u32::from(left.next_if_eq(&word).is_some());
        }
        let share = |of: usize| both * 1000 / u32::try_from(of).unwrap_or(u32::MAX).max(1);
        Some((share(wanted.len()) * 3 + share(there.len())) / 4)
    }
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
