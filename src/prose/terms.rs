//! Words as likeness compares them.

use crate::prose::language::{Section, sections_of};
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// The words as they are compared: the beginnings of words, in lower case; all numbers are one.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.unicode_words().map(|word| {
        if is_number(word) {
            return "0".to_owned();
        }
        beginning(&word.to_lowercase())
    })
}

/// The same of words that say something by themselves, without the numbers, which are facts.
pub fn content(text: &str) -> impl Iterator<Item = String> {
    let words = text.unicode_words().filter(|word| !is_number(word)).map(str::to_lowercase);
    let is_content = |word: &String| {
        let uses = sections_of(word);
        !(uses.has(Section::FunctionWord) || uses.has(Section::Not) || uses.has(Section::Modality))
    };
    words.filter(is_content).map(|word| beginning(&word))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|digit| digit.is_ascii_digit() || matches!(digit, b'.' | b','))
}

/// An ending tells cases apart, not words.
fn beginning(word: &str) -> String {
    const LONGEST: usize = 5;
    word.chars().take(LONGEST).collect()
}

/// Whether a passage still has so many of the content words of another, in percent.
pub fn keeps(was: &[String], is: &[String], percent: usize) -> bool {
    let keys = |words: &[String]| -> BTreeSet<String> { words.iter().flat_map(|own| content(own)).collect() };
    let (was, is) = (keys(was), keys(is));
    let kept = was.intersection(&is).count();
    kept * 100 >= was.len() * percent
}
