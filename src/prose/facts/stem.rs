//! What the forms of a word compare by.

use rust_stemmers::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::HashMap;

/// Longer words, in bytes, compare as they stand.
const LONGEST_STEMMED: usize = 80;

const MOST_STEMMINGS: usize = 4;

/// So many stems are cache at hand: a document says the same words again and again.
const MOST_CACHED: usize = 50_000;

thread_local! {
    static STEMS: RefCell<HashMap<String, String>> = RefCell::default();
}

pub(crate) fn stem(lower: &str) -> String {
    if lower.len() > LONGEST_STEMMED {
        return lower.to_owned();
    }
    STEMS.with_borrow_mut(|cache| {
        if let Some(stem) = cache.get(lower) {
            return stem.clone();
        }
        if cache.len() >= MOST_CACHED {
            cache.clear();
        }
        let stem = stemmed(lower);
        cache.insert(lower.to_owned(), stem.clone());
        stem
    })
}

fn stemmed(lower: &str) -> String {
    if !is_cyrillic(lower) {
        let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('\'')).unwrap_or(lower);
        return Stemmer::create(Algorithm::English).stem(bare).into_owned();
    }
    // Визитов gives визит and визит gives виз, so the stem is taken until it stays.
    let stemmer = Stemmer::create(Algorithm::Russian);
    let mut stem = lower.to_owned();
    for _ in 0..MOST_STEMMINGS {
        let shorter = stemmer.stem(&stem).into_owned();
        if shorter == stem || shorter.is_empty() {
            break;
        }
        stem = shorter;
    }
    // Попытка and попыток, владелец and владельца: the vowel before the last consonant comes and goes.
    let mut letters: Vec<char> = stem.chars().collect();
    let last = letters.len().saturating_sub(1);
    let fleeting = |at: usize| letters.get(at).is_some_and(|letter| matches!(letter, 'о' | 'е' | 'ь'));
    let ends = letters.last().is_some_and(|letter| "кнлмцгтр".contains(*letter));
    if last >= 3 && ends && fleeting(last - 1) {
        letters.remove(last - 1);
    }
    letters.into_iter().collect()
}

pub fn is_cyrillic(word: &str) -> bool {
    word.chars().any(|letter| ('а'..='я').contains(&letter) || ('А'..='Я').contains(&letter) || letter == 'ё')
}
