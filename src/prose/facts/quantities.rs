//! The numbers of a sentence, with what bounds them and what they count.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::is_known_unit;
use crate::prose::facts::marks::{Digits, mark};
use crate::prose::facts::number::{Bound, CLOCK, DATE, Number};
use crate::prose::facts::number_match::{NumberMatch, number_match};
use crate::prose::facts::numerals::numeral;
use crate::prose::facts::phrases::{before_at, ends_at};
use crate::prose::facts::sense::{Lasting, Sense, View};
use crate::prose::facts::spans::one_span;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, tokens};
use crate::prose::facts::units::currency_before;
use crate::prose::language::Section;
use std::sync::Arc;

/// The amounts that a short text names: a cell of a table.
pub(super) fn amounts(text: &str) -> Vec<Amount> {
    numbers(text, &mut tokens(text), is_cyrillic(text)).into_iter().map(|number| number.amount).collect()
}

/// The numbers of a sentence in order; marks the tokens that belong to a number or its bound.
pub(crate) fn numbers(sentence: &str, tokens: &mut [Token], cyrillic: bool) -> Vec<Number> {
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
        let written = sentence.get(start..end).unwrap_or_default();
        let unit: Option<Arc<str>> = matched.unit.as_deref().map(|unit| as_written(unit, written).into());
        let is_before = matched.is_before;
        let number = |amount, bound, range| {
            // What is said of it is read with the whole sentence.
            let (sense, view, lasting) = (Sense::Open, View::Either, Lasting::Nothing);
            let unit = unit.clone();
            Number { amount, bound, unit, is_before, sense, view, lasting, clause: 0..0, range }
        };
        match matched.numeral.high {
            None => found.push(number(matched.numeral.low, matched.bound, start..end)),
            Some((high, offset)) => {
                let core = byte(matched.core.start).map_or(0, |range| range.start);
                let middle = (core + offset).clamp(start, end);
                // Within 3-5 days: what bounds the range bounds its end.
                let bounded = matched.bound != Bound::None && !matched.is_before;
                let upper = if bounded { matched.bound } else { Bound::To };
                let low_end = middle.saturating_sub(1).max(start);
                found.push(number(matched.numeral.low, Bound::From, start..low_end));
                found.push(number(high, upper, middle..end));
            }
        }
    }
    found
}

/// A unit with its abbreviations as they stand: МБ, USD.
fn as_written(unit: &str, written: &str) -> String {
    let written: Vec<&str> = written.split(|letter: char| !letter.is_alphabetic()).collect();
    let word = |word: &str| {
        let is_abbreviation = |own: &&&str| {
            own.chars().filter(|letter| letter.is_uppercase()).count() > 1 && own.to_lowercase() == word
        };
        written.iter().find(is_abbreviation).map_or_else(|| word.to_owned(), |own| (*own).to_owned())
    };
    unit.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn number_matches(tokens: &[Token], cyrillic: bool) -> Vec<NumberMatch> {
    let mut matches: Vec<NumberMatch> = Vec::new();
    let mut at = 0;
    let mut clause_end = None;
    while at < tokens.len() {
        if let Some(end) = mark(tokens, at) {
            at = end;
            continue;
        }
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
        let noun = matched.unit.as_deref().and_then(|unit| unit.rsplit(' ').next());
        let digits = Digits { at: core.start, end: core.end, unit: noun, clause_end };
        let is_known = noun.is_some_and(is_known_unit);
        if matched.numeral.digits && digits.is_reference(tokens, is_known) {
            clause_end = Some(core.end);
        } else {
            matches.push(matched);
        }
    }
    ranges(tokens, &mut matches);
    dates_behind_times(tokens, &mut matches);
    matches
}

/// Whether it is a day of the week or a time of day.
fn is_named(matched: &NumberMatch) -> bool {
    let unit = matched.unit.as_deref().unwrap_or_default();
    Section::NamedDay.has(unit) || unit.ends_with(CLOCK) || Section::Month.has(unit)
}

/// Whether it counts nothing that is known, so that it may share what another one counts.
fn is_bare_number(matched: &NumberMatch) -> bool {
    matched
        .unit
        .as_deref()
        .is_none_or(|unit| unit == "%" || Section::CurrencyMark.has(unit) || Section::CurrencyCode.has(unit))
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
            && Section::BareRange.has(&between)
            && (is_named(low) && is_named(high) || is_bare_number(low) && low.numeral.low < high.numeral.low);
        if !named && !bare {
            continue;
        }
        let (shared, is_before) = (high.unit.clone(), high.is_before);
        let connector = low.end..high.core.start;
        if let Some(low) = matches.get_mut(at - 1) {
            low.bound = Bound::From;
            if named {
                low.phrase = before.map_or(low.core.start..low.core.start, |before| before..before + 1);
            }
            low.unit = low.unit.take().or(shared);
            low.is_before = is_before;
        }
        if let Some(high) = matches.get_mut(at) {
            high.bound = Bound::To;
            high.phrase = connector;
        }
    }
}

/// What bounds a time of day bounds the date behind it: `до 23:59 31 декабря`.
fn dates_behind_times(tokens: &[Token], matches: &mut [NumberMatch]) {
    for at in 1..matches.len() {
        let (Some(time), Some(date)) = (matches.get(at - 1), matches.get(at)) else { continue };
        let unit = |own: &NumberMatch| own.unit.as_deref().unwrap_or_default().to_owned();
        let joint = tokens.get(time.end..date.core.start).unwrap_or_default();
        let joins =
            joint.len() < 2 && joint.iter().all(|token| Section::WordBetweenATimeAndADate.has(&token.lower));
        let is_dated = unit(date) == DATE || Section::Month.has(&unit(date));
        if unit(time).ends_with(CLOCK)
            && is_dated
            && joins
            && time.end <= date.core.start
            && date.bound == Bound::None
        {
            let bound = time.bound;
            matches.get_mut(at).into_iter().for_each(|date| date.bound = bound);
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
