//! A number with what bounds it and what it counts.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::{other_unit, time_unit};
use crate::prose::facts::number::{Bound, CLOCK, DATE};
use crate::prose::facts::numerals::{Certainty, Numeral, numeral};
use crate::prose::facts::phrases::{self, BoundPhrase, Needs, before_at, bound_of_noun, ends_at};
use crate::prose::facts::roles::is_person;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::facts::units::{currency_before, unit_after};
use crate::prose::language::Section;
use std::ops::Range;

/// The tokens of a number: what was found before it became one.
pub(crate) struct NumberMatch {
    pub(crate) numeral: Numeral,
    pub(crate) core: Range<usize>,
    pub(crate) bound: Bound,
    /// The tokens of the phrase that bounds it, or an empty range.
    pub(crate) phrase: Range<usize>,
    pub(crate) unit: Option<String>,
    pub(crate) is_before: bool,
    /// Behind the last token of the number, its unit and its bound.
    pub(crate) end: usize,
}

/// A number with its unit and bound; `None` where the number word does not count.
pub(crate) fn number_match(
    tokens: &[Token],
    mut numeral: Numeral,
    core: Range<usize>,
    before: Option<&NumberMatch>,
) -> Option<NumberMatch> {
    let limit = before.map_or(0, |before| before.core.end);
    let one = numeral.low == Amount::from(1) && numeral.high.is_none();
    let behind = behind(tokens, core.end);
    let mut end = behind.map_or(core.end, |(_, end)| end);
    let bound = behind.map(|(bound, _)| bound);
    let mut unit = numeral.unit.clone();
    if unit.is_none() {
        if let Some(mark) = currency_before(tokens, core.start).and_then(|at| tokens.get(at)) {
            unit = Some(mark.lower.clone());
        } else if let Some((words, unit_end)) = unit_after(tokens, end, one) {
            (unit, end) = (Some(words), unit_end);
        }
        if unit.as_deref() == Some(CLOCK) {
            numeral.low = numeral.low.times(100)?;
        }
    }
    let noun = unit.as_deref().and_then(|unit| unit.rsplit(' ').next()).unwrap_or_default();
    let time = time_unit(noun);
    let dated = noun == DATE || noun == CLOCK || Section::Month.has(noun) || Section::DayOfAMonth.has(noun);
    let phrase = phrase_before(tokens, core.start, limit, |needs| match needs {
        Needs::Any => true,
        Needs::Time => time.is_some(),
        Needs::Years => time == Some("year"),
        Needs::Date => dated,
    });
    // The first year is no year long.
    let is_ordinal = numeral.certainty == Certainty::BeforeTime;
    let phrase = phrase.filter(|(phrase, _)| !is_ordinal || phrase.needs != Needs::Time);
    let is_strong = phrase.as_ref().is_some_and(|(phrase, _)| phrase.is_strong) || bound.is_some();
    let counts = match numeral.certainty {
        Certainty::Certain => true,
        Certainty::BesideUnit => {
            is_strong
                || time.is_some()
                || other_unit(noun).is_some()
                || opens_a_range(tokens, core.start, end)
        }
        Certainty::BesideBound => is_strong,
        Certainty::BeforeTime => time.is_some(),
    };
    if !counts {
        return None;
    }
    let is_timed = time.is_some();
    let own = Bounded::of(tokens, core.start..end, limit, is_timed, phrase, bound);
    let before = core.start.checked_sub(1).and_then(|at| tokens.get(at));
    // Вырастет в 2 раза.
    let is_factor = other_unit(noun) == Some("time")
        && before.is_some_and(|word| Section::WordBeforeAFactor.has(&word.lower));
    let is_term = numeral.unit.is_some() && is_timed && is_word(tokens, own.end, Section::NounOfATerm);
    let found = own.bound.or(numeral.bound).or_else(|| is_term.then_some(Bound::Within));
    let is_of_years = time == Some("year");
    let bound = match found {
        Some(Bound::AtMost) if is_of_years && is_of_an_age(tokens, own.phrase.clone(), own.end) => {
            Bound::LessThan
        }
        Some(bound) => bound,
        None if is_factor => Bound::None,
        None => noun_before(tokens, core.start, limit),
    };
    let Bounded { phrase, is_before, end, .. } = own;
    Some(NumberMatch { numeral, core, bound, phrase, unit, is_before, end })
}

/// How a number is bound, and by which tokens.
struct Bounded {
    bound: Option<Bound>,
    phrase: Range<usize>,
    is_before: bool,
    end: usize,
}

impl Bounded {
    /// `own` are the tokens of a number with its unit, `phrase` is what stands before it, and `bound` what the number has
    /// right behind it.
    fn of(
        tokens: &[Token],
        own: Range<usize>,
        limit: usize,
        is_timed: bool,
        phrase: Option<(&'static BoundPhrase, Range<usize>)>,
        bound: Option<Bound>,
    ) -> Self {
        let Range { start, end } = own;
        if let Some(back) = counted_back(tokens, start, end, limit).filter(|_| is_timed) {
            let bound = back.bound.or(bound).or(Some(Bound::None));
            return Self { bound, phrase: back.start..start, is_before: true, end: back.end };
        }
        let behind = || behind(tokens, end);
        let (bound, phrase, end) = match (phrase, comparison_before(tokens, start), bound) {
            // На 14 дней и более.
            (Some((phrase, words)), ..) => match behind().filter(|_| phrase.bound == Bound::For) {
                Some((bound, end)) => (Some(bound), words, end),
                None => (Some(phrase.bound), words, end),
            },
            (None, Some((bound, marks)), _) => (Some(bound), marks, end),
            (None, None, Some(bound)) => (Some(bound), start..start, end),
            (None, None, None) => match behind() {
                Some((bound, end)) => (Some(bound), start..start, end),
                None => (None, start..start, end),
            },
        };
        Self { bound, phrase, is_before: false, end }
    }
}

fn is_word(tokens: &[Token], at: usize, section: Section) -> bool {
    tokens.get(at).is_some_and(|token| section.has(&token.lower))
}

/// `от одного до трех`
fn opens_a_range(tokens: &[Token], start: usize, end: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let opener = start.checked_sub(1).map_or("", word);
    let joins = Section::Range.items().contains(&(opener, word(end))) || Section::BareRange.has(word(end));
    joins && numeral(tokens, end + 1, true).is_some()
}

/// Whether the bound of a number of years is weak, as `до 18 лет`, and it speaks of the age of people: whoever is 18 is
/// none of them.
fn is_of_an_age(tokens: &[Token], phrase: Range<usize>, end: usize) -> bool {
    const NEAR: usize = 4;
    let is_weak = phrase.len() == 1 && is_word(tokens, phrase.start, Section::BoundOfAnAge);
    let near = phrase.start.saturating_sub(NEAR)..(end + 1).min(tokens.len());
    let speaks_of_age = |token: &Token| Section::BeginningOfAWordOfAge.begins(&token.lower);
    let before = phrase.start.checked_sub(1).and_then(|at| tokens.get(at));
    let begins = before.is_none_or(|token| token.kind == TokenKind::Mark);
    let is_denied = || (end..end + NEAR).any(|at| is_word(tokens, at, Section::WordBehindAnAge));
    is_weak
        && (begins && is_denied()
            || before.is_some_and(|token| is_person(&token.lower))
            || tokens.get(near).into_iter().flatten().any(speaks_of_age))
}

/// How a span of time is counted back from a date.
pub(crate) struct CountedBack {
    pub(crate) bound: Option<Bound>,
    /// The first token of the phrase that bounds it.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Whether the time between two tokens is counted back: `не позднее чем за две недели до`, `14 days before`.
pub(crate) fn counted_back(tokens: &[Token], start: usize, end: usize, limit: usize) -> Option<CountedBack> {
    let back_end = phrases::counts_back(tokens, end)?;
    let is_russian = tokens.get(end).is_some_and(|word| is_cyrillic(&word.lower));
    match phrases::counted_back(tokens, start, limit) {
        // It lasts so long: for 10 days before.
        Some((Bound::None, _)) => None,
        // От 3 дней до 5 дней is a range.
        _ if is_russian && numeral(tokens, back_end, true).is_some() => None,
        Some(_) | None if waits(tokens, start, limit) => None,
        Some((bound, start)) => Some(CountedBack { bound: Some(bound), start, end: back_end }),
        None if is_russian => None,
        None => Some(CountedBack { bound: None, start, end: back_end }),
    }
}

/// Whether what is done lasts until the date: wait 10 days before you try again.
fn waits(tokens: &[Token], start: usize, limit: usize) -> bool {
    const NEAR: usize = 5;
    (start.saturating_sub(NEAR).max(limit)..start).any(|at| is_word(tokens, at, Section::VerbOfWaiting))
}

/// The bound that a noun or adjective of the same clause gives.
fn noun_before(tokens: &[Token], at: usize, limit: usize) -> Bound {
    const NEAR: usize = 8;
    let near = (limit.max(at.saturating_sub(NEAR))..at).rev().filter_map(|at| tokens.get(at));
    near.take_while(|token| {
        token.kind == TokenKind::Word || matches!(token.lower.as_str(), "-" | ":" | "\"" | "$")
    })
    .find_map(|token| bound_of_noun(&token.lower))
    .unwrap_or(Bound::None)
}

/// `>=10`, `≤10`
fn comparison_before(tokens: &[Token], at: usize) -> Option<(Bound, Range<usize>)> {
    let mark =
        |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).map(|token| token.lower.as_str());
    let glued = tokens.get(at)?.glued;
    Some(match (mark(2), mark(1)) {
        (Some(">"), Some("=")) => (Bound::AtLeast, at - 2..at),
        (Some("<"), Some("=")) => (Bound::AtMost, at - 2..at),
        (_, Some("≥")) => (Bound::AtLeast, at - 1..at),
        (_, Some("≤")) => (Bound::AtMost, at - 1..at),
        (_, Some(">")) if glued => (Bound::MoreThan, at - 1..at),
        (_, Some("<")) if glued => (Bound::LessThan, at - 1..at),
        _ => return None,
    })
}

/// The longest phrase that ends before a token, and its tokens.
fn phrase_before(
    tokens: &[Token],
    at: usize,
    limit: usize,
    fits: impl Fn(Needs) -> bool,
) -> Option<(&'static BoundPhrase, Range<usize>)> {
    let at = currency_before(tokens, at).unwrap_or(at);
    let mut only_fillers = true;
    for gap in 0..=2 {
        let end = at.checked_sub(gap)?;
        if end < limit {
            return None;
        }
        if gap > 0 {
            let between = tokens.get(end).filter(|token| token.kind == TokenKind::Word)?;
            only_fillers = only_fillers && Section::Filler.has(&between.lower);
        }
        let phrases = before_at(tokens, end);
        let phrases = phrases.filter(|phrase| (phrase.is_strong || only_fillers) && fits(phrase.needs));
        let found = phrases.filter_map(|phrase| Some((phrase, ends_at(tokens, phrase.words, end, limit)?)));
        // Of two equal ones the last: what needs a date goes before what does not.
        if let Some((phrase, start)) = found.max_by_key(|(_, start)| std::cmp::Reverse(*start)) {
            return Some((phrase, start..end));
        }
    }
    None
}

/// A bound behind a number, and the token behind it. What goes on with another number bounds that one.
fn behind(tokens: &[Token], at: usize) -> Option<(Bound, usize)> {
    let (bound, end) = phrases::behind(tokens, at)?;
    let goes_on = tokens.get(end).is_some_and(|next| {
        next.kind == TokenKind::Digits
            || Section::WordOfAComparison.has(&next.lower)
            || numeral(tokens, end, true).is_some()
    });
    (!goes_on).then_some((bound, end))
}
