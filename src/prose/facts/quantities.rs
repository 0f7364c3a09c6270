//! The numbers of a sentence, with what bounds them and what they count.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::{
    is_known_unit, is_no_unit, looks_like_adjective, looks_like_plural, other_unit, qualifier, time_unit,
};
use crate::prose::facts::number::{Bound, Number};
use crate::prose::facts::numerals::{Certainty, Numeral, numeral};
use crate::prose::facts::phrases;
use crate::prose::facts::phrases::{BoundPhrase, Needs, before_at, before_one, bound_of_noun, ends_at};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;
use std::ops::Range;
use std::sync::Arc;

/// The tokens of a number: what was found before it became one.
struct NumberMatch {
    numeral: Numeral,
    core: Range<usize>,
    bound: Bound,
    /// The tokens of the phrase that bounds it, or an empty range.
    phrase: Range<usize>,
    unit: Option<String>,
    /// Behind the last token of the number, its unit and its bound.
    end: usize,
}

/// The numbers of a sentence in order; marks the tokens that belong to a number or its bound.
pub(crate) fn numbers(tokens: &mut [Token], cyrillic: bool) -> Vec<Number> {
    let matches = number_matches(tokens, cyrillic);
    let mut found: Vec<Number> = Vec::new();
    for matched in &matches {
        // Раз belongs to `1 раз` and to `раз в 30 дней`.
        let own = [matched.phrase.clone(), matched.core.start..matched.end];
        for at in own.into_iter().flatten() {
            let token = tokens.get_mut(at).into_iter();
            token.for_each(|token| token.used = !Section::DutyInsideOfABound.has(&token.lower));
        }
        let byte = |at: usize| tokens.get(at).map(|token| token.range.clone());
        let Some(end) = matched.end.checked_sub(1).and_then(byte).map(|range| range.end) else { continue };
        let last_end = found.last().map_or(0, |number: &Number| number.range.end);
        let first = if matched.phrase.is_empty() {
            currency_before(tokens, matched.core.start).unwrap_or(matched.core.start)
        } else {
            matched.phrase.start
        };
        let start = byte(first).map_or(0, |range| range.start).max(last_end).min(end);
        let unit = matched.unit.as_deref().map(Arc::from);
        let number = |amount, bound, range| Number { amount, bound, unit: unit.clone(), range };
        match matched.numeral.high {
            None => found.push(number(matched.numeral.low, matched.bound, start..end)),
            Some((high, offset)) => {
                let core = byte(matched.core.start).map_or(0, |range| range.start);
                let middle = (core + offset).clamp(start, end);
                // Within 3-5 days: what bounds the range bounds its end.
                let upper = if matched.bound == Bound::None { Bound::To } else { matched.bound };
                let low_end = middle.saturating_sub(1).max(start);
                found.push(number(matched.numeral.low, Bound::From, start..low_end));
                found.push(number(high, upper, middle..end));
            }
        }
    }
    found
}

fn number_matches(tokens: &[Token], cyrillic: bool) -> Vec<NumberMatch> {
    let mut matches: Vec<NumberMatch> = Vec::new();
    let mut at = 0;
    let mut clause_end = None;
    while at < tokens.len() {
        let Some(numeral) = numeral(tokens, at, cyrillic) else {
            let one = one_span(tokens, at, matches.last());
            at = one.as_ref().map_or(at + 1, |one| one.end);
            matches.extend(one);
            continue;
        };
        let core = at..at + numeral.length;
        let Some(matched) = number_match(tokens, numeral, core.clone(), matches.last()) else {
            at += 1;
            continue;
        };
        at = core.end;
        if matched.numeral.digits && is_reference(tokens, &matched, clause_end) {
            clause_end = Some(core.end);
        } else {
            matches.push(matched);
        }
    }
    ranges(tokens, &mut matches);
    matches
}

/// One span of time that no number counts, where a phrase bounds it or a number goes by it: `10 запросов в сутки`.
fn one_span(tokens: &[Token], at: usize, before: Option<&NumberMatch>) -> Option<NumberMatch> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let (is_span, is_span_behind) =
        (Section::OneSpanOfTime.has(word(at)), Section::OneSpanOfTime.has(word(at + 1)));
    if !is_span && !is_span_behind {
        return None;
    }
    let is_qualified = qualifier(word(at)).is_some();
    if !(if is_qualified { is_span_behind } else { is_span }) {
        return None;
    }
    let end = at + 1 + usize::from(is_qualified);
    let limit = before.map_or(0, |before| before.core.end);
    let by_number = || {
        let joint =
            at.checked_sub(1).filter(|joint| Section::WordBetweenANumberAndASpan.has(word(*joint)))?;
        let number_end = if joint > 0 && word(joint - 1) == "." { joint - 1 } else { joint };
        before.filter(|before| before.end == number_end).map(|_| (Bound::Every, joint))
    };
    let (bound, start) = before_one(tokens, at, limit).or_else(by_number)?;
    let unit: Vec<&str> = (at..end).map(word).collect();
    Some(NumberMatch {
        numeral: Numeral::one(Amount::from(1)),
        core: at..end,
        bound,
        phrase: start..at,
        unit: Some(unit.join(" ")),
        end,
    })
}

/// A number with its unit and bound; `None` where the number word does not count.
fn number_match(
    tokens: &[Token],
    numeral: Numeral,
    core: Range<usize>,
    before: Option<&NumberMatch>,
) -> Option<NumberMatch> {
    let limit = before.map_or(0, |before| before.core.end);
    let one = numeral.low == Amount::from(1) && numeral.high.is_none();
    let behind = behind(tokens, core.end);
    let mut end = behind.map_or(core.end, |(_, end)| end);
    let mut bound = behind.map(|(bound, _)| bound);
    let mut unit = numeral.unit.clone();
    if unit.is_none() {
        if let Some(mark) = currency_before(tokens, core.start).and_then(|at| tokens.get(at)) {
            unit = Some(mark.lower.clone());
        } else if let Some((words, unit_end)) = unit_after(tokens, end, one) {
            (unit, end) = (Some(words), unit_end);
        }
    }
    let noun = unit.as_deref().and_then(|unit| unit.rsplit(' ').next()).unwrap_or_default();
    let timed = time_unit(noun).is_some();
    let dated = matches!(noun, "date" | "o'clock") || Section::Month.has(noun);
    let phrase = phrase_before(tokens, core.start, limit, |needs| match needs {
        Needs::Any => true,
        Needs::Time => timed,
        Needs::Date => dated,
    });
    let is_strong = phrase.as_ref().is_some_and(|(phrase, _)| phrase.is_strong) || bound.is_some();
    let counts = match numeral.certainty {
        Certainty::Certain => true,
        Certainty::BesideUnit => is_strong || timed || other_unit(noun).is_some(),
        Certainty::BesideBound => is_strong,
        Certainty::BeforeTime => timed,
    };
    if !counts {
        return None;
    }
    let mut range = core.start..core.start;
    if let Some((phrase, matched)) = phrase {
        (bound, range) = (Some(phrase.bound), matched);
    } else if let Some(glued) = comparison_before(tokens, core.start) {
        (bound, range) = (Some(glued.0), glued.1);
    } else if bound.is_none()
        && let Some((found, behind_end)) = self::behind(tokens, end)
    {
        (bound, end) = (Some(found), behind_end);
    }
    let bound = bound.unwrap_or_else(|| noun_before(tokens, core.start, limit));
    Some(NumberMatch { numeral, core, bound, phrase: range, unit, end })
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

fn currency_before(tokens: &[Token], at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let mark = tokens.get(before)?;
    let glued = tokens.get(at)?.glued;
    (mark.kind == TokenKind::Mark && glued && Section::CurrencyMark.has(&mark.lower)).then_some(before)
}

/// `>=10`, `≤10`
fn comparison_before(tokens: &[Token], at: usize) -> Option<(Bound, Range<usize>)> {
    let mark =
        |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).map(|token| token.lower.as_str());
    if !tokens.get(at)?.glued {
        return None;
    }
    Some(match (mark(2), mark(1)) {
        (Some(">"), Some("=")) => (Bound::AtLeast, at - 2..at),
        (Some("<"), Some("=")) => (Bound::AtMost, at - 2..at),
        (_, Some("≥")) => (Bound::AtLeast, at - 1..at),
        (_, Some("≤")) => (Bound::AtMost, at - 1..at),
        (_, Some(">")) => (Bound::MoreThan, at - 1..at),
        (_, Some("<")) => (Bound::LessThan, at - 1..at),
        _ => return None,
    })
}

/// Whether a number is that of a clause, a picture or a version, or of an item of a list.
fn is_reference(tokens: &[Token], matched: &NumberMatch, clause_end: Option<usize>) -> bool {
    let at = matched.core.start;
    if matched.unit.as_deref().and_then(|unit| unit.rsplit(' ').next()).is_some_and(is_known_unit) {
        return false;
    }
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
    if at == 0 {
        let ends = is(1, ".") || is(1, ")");
        let short = tokens.first().is_some_and(|token| token.lower.len() <= 3);
        return ends && short && tokens.get(2).is_none_or(|next| !next.glued);
    }
    if clause_end == Some(at - 1)
        && tokens.get(at - 1).is_some_and(|token| Section::WordBetweenClauses.has(&token.lower))
    {
        return true;
    }
    let before = if is(at - 1, ".") { at.checked_sub(2) } else { Some(at - 1) };
    before.and_then(|at| tokens.get(at)).is_some_and(|token| {
        Section::Clause.has(&token.lower)
            || Section::BeginningOfAClause.begins(&token.lower)
            || Section::ClauseBeforeAPoint.has(&token.lower) && is(at - 1, ".")
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

/// The words that a number counts, and the token behind them.
fn unit_after(tokens: &[Token], at: usize, one: bool) -> Option<(String, usize)> {
    let first = tokens.get(at)?;
    if first.kind == TokenKind::Mark {
        let of_next = !first.glued
            && tokens.get(at + 1).is_some_and(|next| next.glued && next.kind == TokenKind::Digits);
        let unit = first.is("%") || Section::CurrencyMark.has(&first.lower) && !of_next;
        return unit.then(|| (first.lower.clone(), at + 1));
    }
    let counts = |at: usize| numeral(tokens, at, true).is_some();
    let window: Vec<&str> = (at..at + 3)
        .map_while(|at| tokens.get(at).map(|token| (at, token)))
        .map_while(|(at, token)| {
            let unit = is_known_unit(&token.lower) || !is_no_unit(&token.lower) && !counts(at);
            (token.kind == TokenKind::Word && unit).then_some(token.lower.as_str())
        })
        .collect();
    let known = |word: &&str| is_known_unit(word);
    let length = if is_cyrillic(window.first()?) {
        let adjectives = window
            .iter()
            .take(2)
            .take_while(|word| {
                !known(word)
                    && (looks_like_adjective(word) || !one && Section::EndingOfAPluralAdjective.ends(word))
            })
            .count();
        // Where no noun follows the adjective stands for one: десять посторонних.
        (adjectives + 1).min(window.len())
    } else {
        let to_known = window.iter().position(known);
        let to_plural = window.iter().position(|word| looks_like_plural(word)).filter(|_| !one);
        [to_known, to_plural].into_iter().flatten().min().map_or(1, |last| last + 1)
    };
    let words = window.get(..length)?;
    Some((words.join(" "), at + length))
}

/// Pairs of numbers that are the ends of a range: `от 3 до 5 дней`, `between 3 and 5`.
fn ranges(tokens: &[Token], matches: &mut [NumberMatch]) {
    for at in 1..matches.len() {
        let (Some(low), Some(high)) = (matches.get(at - 1), matches.get(at)) else { continue };
        if low.numeral.high.is_some() || high.numeral.high.is_some() || low.end > high.core.start {
            continue;
        }
        let between = tokens.get(low.end..high.core.start).unwrap_or_default().iter().take(3);
        let between = between.map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
        let before = currency_before(tokens, low.core.start).unwrap_or(low.core.start).checked_sub(1);
        let opens = before.and_then(|at| tokens.get(at)).map_or("", |token| token.lower.as_str());
        let named = Section::Range.items().contains(&(opens, between.trim_end_matches([' ', '$'])));
        let bare = low.bound == Bound::None
            && low.unit.as_deref().is_none_or(|unit| Section::CurrencyMark.has(unit) || unit == "%")
            && Section::BareRange.has(&between)
            && low.numeral.low < high.numeral.low;
        if !named && !bare {
            continue;
        }
        let shared = high.unit.clone();
        let connector = low.end..high.core.start;
        if let Some(low) = matches.get_mut(at - 1) {
            low.bound = Bound::From;
            if named {
                low.phrase = before.map_or(low.core.start..low.core.start, |before| before..before + 1);
            }
            low.unit = low.unit.take().or(shared);
        }
        if let Some(high) = matches.get_mut(at) {
            high.bound = Bound::To;
            high.phrase = connector;
        }
    }
}

/// Bounds that stand in words which have no number of their own: marks their tokens, and gives the last one.
pub(crate) fn loose_bound(tokens: &mut [Token]) -> Option<Bound> {
    let mut last = None;
    for end in 1..=tokens.len() {
        let strong = before_at(tokens, end).filter(|phrase| phrase.is_strong);
        let found = strong.filter_map(|phrase| Some((phrase, ends_at(tokens, phrase.words, end, 0)?)));
        if let Some((phrase, start)) = found.max_by_key(|(_, start)| std::cmp::Reverse(*start)) {
            last = Some(phrase.bound);
            tokens.get_mut(start..end).into_iter().flatten().for_each(|token| token.used = true);
        }
    }
    last
}

/// The unit that the header of a column names.
pub(crate) fn header_unit(tokens: &[Token], is_role: impl Fn(&str) -> bool) -> Option<String> {
    let is_word = |token: &Token| token.kind == TokenKind::Word || token.is("%");
    let free = tokens
        .iter()
        .filter(|token| !token.used && (is_word(token) || Section::CurrencyMark.has(&token.lower)));
    let free: Vec<&Token> = free.collect();
    let lower = |at: usize| free.get(at).map(|token| token.lower.as_str());
    if let Some(at) = free.iter().position(|token| is_known_unit(&token.lower)) {
        let before = at.checked_sub(1).and_then(lower).filter(|word| qualifier(word).is_some());
        let unit = lower(at)?;
        return Some(before.map_or_else(|| unit.to_owned(), |before| format!("{before} {unit}")));
    }
    let role = free.iter().position(|token| is_role(&token.lower)).and_then(lower);
    let last = free.iter().rev().map(|token| token.lower.as_str()).find(|word| !is_no_unit(word));
    role.or(last).map(str::to_owned)
}
