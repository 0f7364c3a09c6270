//! The phrases that bound numbers, and where they stand among the words of a sentence.

use crate::prose::facts::bound::Bound;
use crate::prose::facts::tokens::Token;
use crate::prose::language::{Section, Table, UnknownKey, Words, keyed, words};
use std::sync::LazyLock;

/// What a phrase needs after its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    Any,
    /// A number of days, hours and the like.
    Time,
    /// A date or a time of day.
    Date,
}

/// A phrase that bounds the number behind it. A strong phrase bounds it over two other words, too, and makes
/// a number of `один`.
pub(crate) struct BoundPhrase {
    pub(crate) words: &'static str,
    pub(crate) bound: Bound,
    pub(crate) is_strong: bool,
    pub(crate) needs: Needs,
}

/// The phrases of all languages.
#[derive(Default)]
struct Phrases {
    /// By their last words, in the order of the files.
    before: Table<Vec<BoundPhrase>>,
    before_one: Vec<(&'static str, Bound)>,
    /// By their first words.
    behind: Table<Vec<(&'static str, Bound)>>,
    bounding_words: Table<Bound>,
    bounding_beginnings: Vec<(&'static str, Bound)>,
    duties: Words,
    fillers: Words,
    /// What stands between the ends of a range, by what opens it.
    ranges: Table<Vec<&'static str>>,
    bare_ranges: Words,
    joints: Words,
    comparisons: Words,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::read().unwrap_or_default());

impl Phrases {
    fn read() -> Result<Self, UnknownKey> {
        let mut before: Table<Vec<BoundPhrase>> = Table::default();
        let strengths: Vec<(&str, (Bound, bool, Needs))> = keyed(Section::BoundBeforeANumber, strength)?;
        for (words, (bound, is_strong, needs)) in strengths {
            let last = words.rsplit(' ').next().unwrap_or_default();
            before.entry(last).or_default().push(BoundPhrase { words, bound, is_strong, needs });
        }
        let mut behind: Table<Vec<(&str, Bound)>> = Table::default();
        let bounds: Vec<(&str, Bound)> = keyed(Section::BoundBehindANumber, Bound::of_words)?;
        for (phrase, bound) in bounds {
            behind.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push((phrase, bound));
        }
        let mut ranges: Table<Vec<&str>> = Table::default();
        let openings: Vec<(&str, &str)> = keyed(Section::Range, Some)?;
        for (joint, opening) in openings {
            ranges.entry(opening).or_default().push(joint);
        }
        Ok(Self {
            before,
            before_one: keyed(Section::BoundBeforeOneSpanOfTime, Bound::of_words)?,
            behind,
            bounding_words: keyed(Section::WordThatBounds, Bound::of_words)?,
            bounding_beginnings: keyed(Section::BeginningOfAWordThatBounds, Bound::of_words)?,
            duties: words(Section::DutyInsideOfABound),
            fillers: words(Section::Filler),
            ranges,
            bare_ranges: words(Section::BareRange),
            joints: words(Section::WordBetweenANumberAndASpan),
            comparisons: words(Section::WordOfAComparison),
        })
    }
}

/// `at most`, `within, weak, before a date`; `none` bounds nothing.
fn strength(key: &'static str) -> Option<(Bound, bool, Needs)> {
    let mut parts = key.split(", ");
    let bound = match parts.next()? {
        "none" => Bound::None,
        words => Bound::of_words(words)?,
    };
    let (is_strong, needs) = match (parts.next(), parts.next()) {
        (None, _) => (true, Needs::Any),
        (Some("weak"), None) => (false, Needs::Any),
        (Some("weak"), Some("before a time")) => (false, Needs::Time),
        (Some("weak"), Some("before a date")) => (false, Needs::Date),
        _ => return None,
    };
    Some((bound, is_strong, needs))
}

/// The phrases whose last word stands before `end`, in the order of the files.
pub(crate) fn before_at(tokens: &[Token], end: usize) -> impl Iterator<Item = &'static BoundPhrase> {
    let last = end.checked_sub(1).and_then(|at| tokens.get(at));
    last.and_then(|last| PHRASES.before.get(last.lower.as_str())).into_iter().flatten()
}

/// The phrase that ends before one span of time which no number counts, and its first token: the longest.
pub(crate) fn before_one(tokens: &[Token], end: usize, limit: usize) -> Option<(Bound, usize)> {
    let found = PHRASES.before_one.iter();
    let found = found.filter_map(|(words, bound)| Some((*bound, ends_at(tokens, words, end, limit)?)));
    found.min_by_key(|(_, start)| *start)
}

/// The phrase that begins behind a number, and the token behind it: the longest.
pub(crate) fn behind(tokens: &[Token], at: usize) -> Option<(Bound, usize)> {
    let phrases = PHRASES.behind.get(tokens.get(at)?.lower.as_str())?.iter();
    let found = phrases.filter_map(|(phrase, bound)| Some((*bound, begins_at(tokens, phrase, at)?)));
    found.max_by_key(|(_, end)| *end)
}

/// The first token of a phrase that ends before `end`.
pub(crate) fn ends_at(tokens: &[Token], phrase: &str, end: usize, limit: usize) -> Option<usize> {
    let mut at = end;
    for word in phrase.rsplit(' ') {
        at = at.checked_sub(1).filter(|at| *at >= limit)?;
        tokens.get(at).filter(|token| token.is(word))?;
    }
    Some(at)
}

/// The token behind a phrase that begins at `start`.
fn begins_at(tokens: &[Token], phrase: &str, start: usize) -> Option<usize> {
    let mut at = start;
    for word in phrase.split(' ') {
        tokens.get(at).filter(|token| token.is(word))?;
        at += 1;
    }
    Some(at)
}

/// What a word somewhere before a number says of it: `максимальный размер файла - 20 МБ`.
pub(crate) fn bound_of_noun(word: &str) -> Option<Bound> {
    let beginning = || PHRASES.bounding_beginnings.iter().find(|(start, _)| word.starts_with(start));
    PHRASES.bounding_words.get(word).copied().or_else(|| beginning().map(|(_, bound)| *bound))
}

/// Words in the midst of a phrase that say by themselves what is asked: `не должно превышать`.
pub(crate) fn asks_in_a_phrase(word: &str) -> bool {
    PHRASES.duties.contains(word)
}

/// Words that may stand between a phrase and its number whatever the phrase is.
pub(crate) fn is_filler(word: &str) -> bool {
    PHRASES.fillers.contains(word)
}

/// Whether what stands between two numbers makes a range of them behind a word that opens one.
pub(crate) fn is_range(opening: &str, between: &str) -> bool {
    PHRASES.ranges.get(opening).is_some_and(|joints| joints.contains(&between))
}

/// Whether it does so behind nothing.
pub(crate) fn is_bare_range(between: &str) -> bool {
    PHRASES.bare_ranges.contains(between)
}

/// Whether a word joins a number with the span of time that it goes by: `10 запросов в сутки`.
pub(crate) fn is_per(word: &str) -> bool {
    PHRASES.joints.contains(word)
}

/// Whether a bound before this word belongs to the number behind it.
pub(crate) fn compares(word: &str) -> bool {
    PHRASES.comparisons.contains(word)
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn every_key_is_known() {
        assert_eq!(Phrases::read().err(), None);
    }
}
