//! The phrases that bound numbers, and where they stand among the words of a sentence.

use crate::prose::facts::number::Bound;
use crate::prose::facts::tokens::Token;
use crate::prose::language::{Section, Table, UnknownKey};
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    Any,
    /// A number of days, hours and the like.
    Time,
    /// A number of years, as of an age.
    Years,
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

#[derive(Default)]
struct Phrases {
    /// By their last words, in the order of the files.
    before: Table<Vec<BoundPhrase>>,
    /// How many spans, too: every other Friday.
    before_one: Vec<(&'static str, (Bound, i64))>,
    before_a_day: Vec<(&'static str, (Bound, i64))>,
    before_the_next: Vec<(&'static str, (Bound, i64))>,
    counted_back: Vec<(&'static str, Bound)>,
    /// By their first words.
    no_number: Table<Vec<&'static str>>,
    /// By their first words.
    behind: Table<Vec<(&'static str, Bound)>>,
    bounding_words: Table<Bound>,
    bounding_beginnings: Vec<(&'static str, Bound)>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::read().unwrap_or_default());

impl Phrases {
    fn read() -> Result<Self, UnknownKey> {
        let mut before: Table<Vec<BoundPhrase>> = Table::default();
        let strengths: Vec<(&str, (Bound, bool, Needs))> = Section::BoundBeforeANumber.keyed(strength)?;
        for (words, (bound, is_strong, needs)) in strengths {
            let last = words.rsplit(' ').next().unwrap_or_default();
            before.entry(last).or_default().push(BoundPhrase { words, bound, is_strong, needs });
        }
        let mut behind: Table<Vec<(&str, Bound)>> = Table::default();
        let bounds: Vec<(&str, Bound)> = Section::BoundBehindANumber.keyed(Bound::of_words)?;
        for (phrase, bound) in bounds {
            behind.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push((phrase, bound));
        }
        let mut no_number: Table<Vec<&str>> = Table::default();
        for (_, phrase) in Section::WordsThatAreNoNumber.items() {
            no_number.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push(phrase);
        }
        Ok(Self {
            no_number,
            before,
            before_one: Section::BoundBeforeOneSpanOfTime.keyed(bound_of_one)?,
            before_a_day: Section::BoundBeforeANamedDay.keyed(bound_of_one)?,
            before_the_next: Section::BoundBeforeTheNextSpan.keyed(bound_of_one)?,
            counted_back: Section::BoundOfANumberCountedBack.keyed(bound_or_none)?,
            behind,
            bounding_words: Section::WordThatBounds.keyed(Bound::of_words)?,
            bounding_beginnings: Section::BeginningOfAWordThatBounds.keyed(Bound::of_words)?,
        })
    }
}

/// `at most`, `within, weak, before a date`; `none` bounds nothing.
fn strength(key: &'static str) -> Option<(Bound, bool, Needs)> {
    let mut parts = key.split(", ");
    let bound = bound_or_none(parts.next()?)?;
    let (is_strong, needs) = match (parts.next(), parts.next()) {
        (None, _) => (true, Needs::Any),
        (Some("weak"), None) => (false, Needs::Any),
        (Some("weak"), Some("before a time")) => (false, Needs::Time),
        (Some("weak"), Some("before a date")) => (false, Needs::Date),
        (Some("weak"), Some("before years")) => (false, Needs::Years),
        _ => return None,
    };
    Some((bound, is_strong, needs))
}

/// The phrases whose last word stands before `end`, in the order of the files.
pub(crate) fn before_at(tokens: &[Token], end: usize) -> impl Iterator<Item = &'static BoundPhrase> {
    let last = end.checked_sub(1).and_then(|at| tokens.get(at));
    last.and_then(|last| PHRASES.before.get(last.lower.as_str())).into_iter().flatten()
}

/// A bound; `none` bounds nothing.
fn bound_or_none(words: &str) -> Option<Bound> {
    if words == "none" { Some(Bound::None) } else { Bound::of_words(words) }
}

/// `every`, `every 2`; `none` bounds nothing.
fn bound_of_one(key: &'static str) -> Option<(Bound, i64)> {
    let (words, count) = match key.rsplit_once(' ') {
        Some((words, count)) if count.bytes().all(|byte| byte.is_ascii_digit()) => {
            (words, count.parse().ok()?)
        }
        _ => (key, 1),
    };
    Some((bound_or_none(words)?, count))
}

/// What bounds one span that no number counts, and how many of it there are.
pub(crate) struct OneSpan {
    pub(crate) bound: Bound,
    pub(crate) count: i64,
    /// The first token of the phrase.
    pub(crate) start: usize,
}

/// What stands before one span.
#[derive(Clone, Copy)]
pub(crate) enum Before {
    /// A day, a month.
    Span,
    /// Friday.
    NamedDay,
    /// The next day.
    Next,
}

/// The phrase that ends before one span of time which no number counts: the longest.
pub(crate) fn before_one(tokens: &[Token], what: Before, end: usize, limit: usize) -> Option<OneSpan> {
    let phrases = match what {
        Before::Span => &PHRASES.before_one,
        Before::NamedDay => &PHRASES.before_a_day,
        Before::Next => &PHRASES.before_the_next,
    };
    let found = phrases.iter().filter_map(|(words, (bound, count))| {
        let start = ends_at(tokens, words, end, limit)?;
        Some(OneSpan { bound: *bound, count: *count, start })
    });
    found.min_by_key(|own| own.start)
}

/// How a number is bound that is counted back from a date, and the first token of the phrase: the longest.
pub(crate) fn counted_back(tokens: &[Token], end: usize, limit: usize) -> Option<(Bound, usize)> {
    let found = PHRASES.counted_back.iter();
    let found = found.filter_map(|(words, bound)| Some((*bound, ends_at(tokens, words, end, limit)?)));
    found.min_by_key(|(_, start)| *start)
}

/// The token behind the words of a phrase that count nothing.
pub(crate) fn no_number(tokens: &[Token], at: usize) -> Option<usize> {
    let phrases = PHRASES.no_number.get(tokens.get(at)?.lower.as_str())?.iter();
    phrases.filter_map(|phrase| begins_at(tokens, phrase, at)).max()
}

/// The token behind the phrase that counts the time before it back from a date.
pub(crate) fn counts_back(tokens: &[Token], at: usize) -> Option<usize> {
    let found = Section::WordsThatCountBack.items().iter();
    found.filter_map(|(_, phrase)| begins_at(tokens, phrase, at)).max()
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
pub(crate) fn begins_at(tokens: &[Token], phrase: &str, start: usize) -> Option<usize> {
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

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn every_key_is_known() {
        assert_eq!(Phrases::read().err(), None);
    }
}
