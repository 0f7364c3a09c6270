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
    before_one: Vec<(&'static str, Bound)>,
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
        Ok(Self {
            before,
            before_one: Section::BoundBeforeOneSpanOfTime.keyed(Bound::of_words)?,
            behind,
            bounding_words: Section::WordThatBounds.keyed(Bound::of_words)?,
            bounding_beginnings: Section::BeginningOfAWordThatBounds.keyed(Bound::of_words)?,
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

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn every_key_is_known() {
        assert_eq!(Phrases::read().err(), None);
    }
}
