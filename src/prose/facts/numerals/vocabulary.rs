//! The number words of all languages.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::adjective;
use crate::prose::facts::numerals::numeral::Certainty;
use crate::prose::language::{Section, Table, UnknownKey, Words, items, keyed, words};
use std::sync::LazyLock;

/// So many first letters tell most words from those that begin with a number; no number that begins a word has fewer.
const BEGINNING: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// 0 to 19: stands behind tens or hundreds, the lowest.
    Unit,
    Tens,
    Hundreds,
    /// Thousand and above: multiplies.
    Power,
    /// Composes with nothing: двое, оба.
    Alone,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Cardinal {
    pub(crate) value: u64,
    pub(crate) size: Size,
    pub(crate) certainty: Certainty,
}

#[derive(Default)]
pub(crate) struct NumberVocabulary {
    cardinals: Table<Cardinal>,
    ordinals: Table<u64>,
    ordinal_stems: Table<u64>,
    multipliers: Table<u64>,
    /// полтора
    pub(crate) halves: Table<Amount>,
    pub(crate) articles: Words,
    /// What stands between hundreds and the rest: a hundred and five.
    pub(crate) joints: Words,
    pub(crate) endings_behind_digits: Words,
    pub(crate) endings_behind_hyphen: Words,
    /// Beginnings of words that a number with a hyphen does not count: 2-factor.
    pub(crate) uncounted: Vec<&'static str>,
    /// How often, and the unit.
    pub(crate) how_often: Table<(u64, &'static str)>,
    /// The same of words that may be conjunctions, too.
    pub(crate) conjunctions: Table<(u64, &'static str)>,
    pub(crate) before_count: Words,
    pub(crate) before_no_count: Words,
    pub(crate) behind_count: Words,
    /// Numbers that begin a word and stand alone in it.
    pub(crate) compound_numbers: Table<Amount>,
    /// Those of which two may be joined.
    pub(crate) joined_numbers: Table<u64>,
    /// What is counted in such a word, without its ending.
    pub(crate) compound_spans: Vec<&'static str>,
    /// The first letters of all words that are numbers or begin with one.
    beginnings: Words,
}

static VOCABULARY: LazyLock<NumberVocabulary> =
    LazyLock::new(|| NumberVocabulary::read().unwrap_or_default());

pub(crate) fn vocabulary() -> &'static NumberVocabulary {
    &VOCABULARY
}

impl NumberVocabulary {
    fn read() -> Result<Self, UnknownKey> {
        let number = |key: &'static str| key.parse::<u64>().ok();
        let decimal = |key: &'static str| key.parse::<Amount>().ok();
        let often = |key: &'static str| {
            let (times, unit) = key.split_once(' ')?;
            Some((times.parse().ok()?, unit))
        };
        let mut cardinals: Table<Cardinal> = keyed(Section::Number, |key| {
            let (value, certainty) = with_certainty(key, "before a unit", Certainty::BesideUnit)?;
            let size = match value {
                ..20 => Size::Unit,
                20..100 => Size::Tens,
                _ => Size::Hundreds,
            };
            Some(Cardinal { value, size, certainty })
        })?;
        let alone: Vec<(&str, Cardinal)> = keyed(Section::NumberOfAGroup, |key| {
            Some(Cardinal { value: number(key)?, size: Size::Alone, certainty: Certainty::Certain })
        })?;
        let powers: Vec<(&str, Cardinal)> = keyed(Section::Power, |key| {
            let (value, certainty) = with_certainty(key, "with a bound", Certainty::BesideBound)?;
            Some(Cardinal { value, size: Size::Power, certainty })
        })?;
        cardinals.extend(alone.into_iter().chain(powers));
        let numbers = [
            Section::Number,
            Section::Power,
            Section::NumberOfAGroup,
            Section::NumberAndAHalf,
            Section::Ordinal,
            Section::BeginningOfAnOrdinal,
            Section::Article,
            Section::HowOften,
            Section::Once,
            Section::NumberThatBeginsAWord,
            Section::NumberJoinedInAWord,
        ];
        Ok(Self {
            cardinals,
            ordinals: keyed(Section::Ordinal, number)?,
            ordinal_stems: keyed(Section::BeginningOfAnOrdinal, number)?,
            multipliers: keyed(Section::MultiplierBehindDigits, number)?,
            halves: keyed(Section::NumberAndAHalf, decimal)?,
            articles: words(Section::Article),
            joints: words(Section::WordBetweenNumbers),
            endings_behind_digits: words(Section::OrdinalEndingBehindDigits),
            endings_behind_hyphen: words(Section::OrdinalEndingBehindAHyphen),
            uncounted: words(Section::BeginningOfWhatIsNotCounted),
            how_often: keyed(Section::HowOften, often)?,
            conjunctions: keyed(Section::Once, often)?,
            before_count: words(Section::WordBeforeOnceThatCounts),
            before_no_count: words(Section::WordBeforeOnceThatDoesNotCount),
            behind_count: words(Section::WordBehindOnceThatCounts),
            compound_numbers: keyed(Section::NumberThatBeginsAWord, decimal)?,
            joined_numbers: keyed(Section::NumberJoinedInAWord, number)?,
            compound_spans: words(Section::SpanInsideOfAWord),
            beginnings: numbers.into_iter().flat_map(items).map(|(_, word)| beginning(word)).collect(),
        })
    }

    /// Whether a word may be a number or begin with one: most do not, and are soon done with.
    pub(crate) fn may_begin(&self, word: &str) -> bool {
        self.beginnings.contains(beginning(word))
    }

    pub(crate) fn multiplier(&self, behind_digits: &str) -> Option<u64> {
        self.multipliers.get(behind_digits).copied()
    }
}

/// The first letters of a word, or of what stands before its first hyphen.
fn beginning(word: &str) -> &str {
    let mut letters = word.char_indices();
    let end = letters.find(|(_, letter)| *letter == '-').map_or(word.len(), |(end, _)| end);
    let end = word.char_indices().nth(BEGINNING).map_or(end, |(third, _)| third.min(end));
    word.get(..end).unwrap_or_default()
}

/// A number and, behind a comma, where it counts.
fn with_certainty(key: &str, condition: &str, otherwise: Certainty) -> Option<(u64, Certainty)> {
    let (value, certainty) = match key.split_once(", ") {
        Some((value, own)) => (value, (own == condition).then_some(otherwise)?),
        None => (key, Certainty::Certain),
    };
    Some((value.parse().ok()?, certainty))
}

pub(crate) fn cardinal(word: &str) -> Option<Cardinal> {
    VOCABULARY.cardinals.get(word).copied()
}

/// Tenth, десятого: the number, and its size.
pub(crate) fn ordinal(word: &str) -> Option<(u64, Size)> {
    let value = VOCABULARY.ordinals.get(word).copied();
    let value = value.or_else(|| adjective(&VOCABULARY.ordinal_stems, word))?;
    let size = match value {
        ..20 => Size::Unit,
        20..100 => Size::Tens,
        _ => Size::Hundreds,
    };
    Some((value, size))
}

#[cfg(test)]
mod tests {
    use super::{BEGINNING, NumberVocabulary, Section, items};

    #[test]
    fn every_key_is_known() {
        assert_eq!(NumberVocabulary::read().err(), None);
    }

    #[test]
    fn a_word_begins_with_no_short_number() {
        for section in [Section::NumberThatBeginsAWord, Section::NumberJoinedInAWord] {
            assert!(items(section).all(|(_, word)| word.chars().count() >= BEGINNING));
        }
    }
}
