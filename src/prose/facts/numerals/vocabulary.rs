//! The number words of all languages, and a number as it stands in a sentence.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::adjective;
use crate::prose::facts::number::Bound;
use crate::prose::language::{Section, Table, UnknownKey};
use std::sync::LazyLock;

/// So many first letters tell most words from those that begin with a number; no number that begins a word has fewer.
const BEGINNING: usize = 3;
/// Longer digits, in bytes, are no number.
pub(crate) const LONGEST: usize = 48;

/// How certain it is that a number word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is a number wherever it stands.
    Certain,
    /// Beside a known unit or a strong bound, as one, один, семью.
    BesideUnit,
    /// Beside a strong bound, as тысячи.
    BesideBound,
    /// Before a span of time, as the tenth.
    BeforeTime,
}

/// A number, or the two ends of a range, as they stand.
#[derive(Debug)]
pub(crate) struct Numeral {
    pub(crate) low: Amount,
    /// The other end of a range, and the byte of the first token that it begins at.
    pub(crate) high: Option<(Amount, usize)>,
    pub(crate) length: usize,
    /// A unit in the same word: дневный, day, date.
    pub(crate) unit: Option<String>,
    pub(crate) certainty: Certainty,
    pub(crate) digits: bool,
    /// How it is bound by its own word: `monthly` is every month.
    pub(crate) bound: Option<Bound>,
}

impl Numeral {
    pub(crate) fn one(low: Amount) -> Self {
        Self {
            low,
            high: None,
            length: 1,
            unit: None,
            certainty: Certainty::Certain,
            digits: false,
            bound: None,
        }
    }
}

pub(crate) fn amount(value: u64) -> Option<Amount> {
    i64::try_from(value).ok().map(Amount::from)
}

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

impl Size {
    fn of(value: u64) -> Self {
        match value {
            ..20 => Self::Unit,
            20..100 => Self::Tens,
            _ => Self::Hundreds,
        }
    }
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
    pub(crate) multipliers: Table<u64>,
    pub(crate) halves: Table<Amount>,
    /// How often, and the unit.
    pub(crate) how_often: Table<(Amount, &'static str)>,
    /// The same of words that may be conjunctions, too.
    pub(crate) conjunctions: Table<(Amount, &'static str)>,
    /// Numbers that begin a word and stand alone in it.
    pub(crate) compound_numbers: Table<Amount>,
    /// Those of which two may be joined.
    pub(crate) joined_numbers: Table<u64>,
    /// The first letters of all words that are numbers or begin with one.
    beginnings: foldhash::HashSet<&'static str>,
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
        let mut cardinals: Table<Cardinal> = Section::Number.keyed(|key| {
            let (value, certainty) = with_certainty(key, "before a unit", Certainty::BesideUnit)?;
            Some(Cardinal { value, size: Size::of(value), certainty })
        })?;
        let alone: Vec<(&str, Cardinal)> = Section::NumberOfAGroup.keyed(|key| {
            Some(Cardinal { value: number(key)?, size: Size::Alone, certainty: Certainty::Certain })
        })?;
        let powers: Vec<(&str, Cardinal)> = Section::Power.keyed(|key| {
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
            Section::EverySpan,
            Section::AdjectiveOfEverySpan,
            Section::TimeOfDay,
            Section::Month,
            Section::Part,
            Section::Majority,
            Section::NumberThatBeginsAWord,
            Section::NumberJoinedInAWord,
        ];
        Ok(Self {
            cardinals,
            ordinals: Section::Ordinal.keyed(number)?,
            ordinal_stems: Section::BeginningOfAnOrdinal.keyed(number)?,
            multipliers: Section::MultiplierBehindDigits.keyed(number)?,
            halves: Section::NumberAndAHalf.keyed(decimal)?,
            how_often: Section::HowOften.keyed(often)?,
            conjunctions: Section::Once.keyed(often)?,
            compound_numbers: Section::NumberThatBeginsAWord.keyed(decimal)?,
            joined_numbers: Section::NumberJoinedInAWord.keyed(number)?,
            beginnings: numbers.iter().flat_map(|own| own.items()).map(|(_, word)| beginning(word)).collect(),
        })
    }

    /// Whether a word may be a number or begin with one: most do not, and are soon done with.
    pub(crate) fn may_begin(&self, word: &str) -> bool {
        self.beginnings.contains(beginning(word))
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
    let stem = |stem: &str| VOCABULARY.ordinal_stems.get(stem).copied();
    let value = VOCABULARY.ordinals.get(word).copied().or_else(|| adjective(word, stem))?;
    Some((value, Size::of(value)))
}

#[cfg(test)]
mod tests {
    use super::{BEGINNING, NumberVocabulary, Section};

    #[test]
    fn every_key_is_known() {
        assert_eq!(NumberVocabulary::read().err(), None);
    }

    #[test]
    fn a_word_begins_with_no_short_number() {
        for section in [Section::NumberThatBeginsAWord, Section::NumberJoinedInAWord] {
            assert!(section.items().iter().all(|(_, word)| word.chars().count() >= BEGINNING));
        }
    }
}
