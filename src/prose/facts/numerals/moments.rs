//! Dates and times of day: in digits, and in words.

use crate::prose::facts::number::{CLOCK, DATE};
use crate::prose::facts::numerals::vocabulary::{Numeral, amount};
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;

/// A date or a time of day that begins at a token: `May 1, 2024`, `30 июня`, `9 p.m.`, `17:30 UTC`, `noon`.
pub(crate) fn moment(tokens: &[Token], at: usize) -> Option<Numeral> {
    let found = named_time(tokens, at)
        .or_else(|| month_and_day(tokens, at))
        .or_else(|| day_and_month(tokens, at))
        .or_else(|| time(tokens, at))?;
    Some(if found.unit.as_deref() == Some(CLOCK) { with_zone(tokens, at, found) } else { found })
}

fn clock(time: u64, length: usize) -> Option<Numeral> {
    Some(Numeral { unit: Some(CLOCK.to_owned()), length, digits: true, ..Numeral::one(amount(time)?) })
}

/// `noon` as 12:00.
fn named_time(tokens: &[Token], at: usize) -> Option<Numeral> {
    clock(Section::TimeOfDay.key_of(&tokens.get(at)?.lower)?.parse().ok()?, 1)
}

/// `9 p.m.`, `9:30pm`, `6 часов вечера`.
fn time(tokens: &[Token], at: usize) -> Option<Numeral> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Digits)?;
    let (time, length) = match half_of_day(tokens, at + 1) {
        Some((half, end)) => (in_half(&token.lower, half)?, end - at),
        None => (time_of_day(&token.lower)?, 1),
    };
    clock(time, length)
}

/// A time of day in one word: `9:30`, `9pm`.
pub(crate) fn time_of_day(text: &str) -> Option<u64> {
    let half = Section::HalfOfTheDay.items().iter().find_map(|(half, word)| {
        let time = text.strip_suffix(word)?;
        time.ends_with(|last: char| last.is_ascii_digit()).then_some((time, *half))
    });
    match half {
        Some((time, half)) => in_half(time, half),
        None => {
            hour_and_minute(text).filter(|_| text.contains(':')).map(|(hour, minute)| hour * 100 + minute)
        }
    }
}

/// Which half of the day is named behind a time, and the token behind it: the longest phrase.
fn half_of_day(tokens: &[Token], at: usize) -> Option<(&'static str, usize)> {
    let found = Section::HalfOfTheDay.items().iter();
    found
        .filter_map(|(half, phrase)| Some((*half, begins_at(tokens, phrase, at)?)))
        .max_by_key(|(_, end)| *end)
}

/// A time of twelve hours: midnight is 12 a.m.
fn in_half(text: &str, half: &str) -> Option<u64> {
    let (hour, minute) = hour_and_minute(text).filter(|(hour, _)| (1..=12).contains(hour))?;
    let offset: u64 = half.parse().ok()?;
    Some((hour % 12 + offset) * 100 + minute)
}

/// `18:00`, `9`; of seconds it is only known that they are some.
fn hour_and_minute(text: &str) -> Option<(u64, u64)> {
    let mut parts = text.split(':').map(|part| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u64>().ok().filter(|_| digits)
    });
    let hour = parts.next()??;
    let minute = parts.next().unwrap_or(Some(0))?;
    let second = parts.next().unwrap_or(Some(0))?;
    let two_digits = text.split(':').nth(1).is_none_or(|minute| minute.len() == 2);
    let fits = hour <= 24 && minute < 60 && second < 60 && two_digits && parts.next().is_none();
    fits.then_some((hour, minute))
}

/// The time zone behind a time of day becomes a part of its unit.
fn with_zone(tokens: &[Token], at: usize, found: Numeral) -> Numeral {
    let zones = Section::TimeZone.items().iter();
    let behind = at + found.length;
    let opens = usize::from(tokens.get(behind).is_some_and(|mark| mark.is("(")));
    let zones = zones.filter_map(|(zone, phrase)| Some((*zone, begins_at(tokens, phrase, behind + opens)?)));
    let Some((zone, end)) = zones.max_by_key(|(_, end)| *end) else { return found };
    Numeral { unit: Some(format!("{zone} {CLOCK}")), length: end - at, ..found }
}

/// `2024-05-01` or `01.05.2024` as 20240501.
pub(crate) fn date(text: &str) -> Option<u64> {
    let separator = if text.contains('-') { '-' } else { '.' };
    let mut parts = text.split(separator).map(|part| {
        let digits = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u64>().ok().filter(|_| digits).map(|value| (value, part.len()))
    });
    let (first, middle, last) = (parts.next()??, parts.next()??, parts.next()??);
    let ((year, year_length), (month, _), (day, _)) =
        if separator == '-' { (first, middle, last) } else { (last, middle, first) };
    let year = if year_length == 2 { 2000 + year } else { year };
    let fits = matches!(year_length, 2 | 4) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (fits && parts.next().is_none() && (separator == '.' || year_length == 4))
        .then_some(year * 10_000 + month * 100 + day)
}

/// The number of a month that stands as a name does: `may` is none.
fn month(token: &Token) -> Option<u64> {
    let at = Section::Month.items().iter().position(|(_, month)| token.is(month))?;
    let is_name = token.capital || !token.lower.is_ascii();
    u64::try_from(at % 12 + 1).ok().filter(|_| is_name)
}

fn day(token: &Token) -> Option<u64> {
    let end = token.lower.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(token.lower.len());
    let (digits, rest) = token.lower.split_at_checked(end)?;
    let ordinal = rest.is_empty()
        || Section::OrdinalEndingBehindDigits.has(rest)
        || rest.strip_prefix('-').is_some_and(|ending| Section::OrdinalEndingBehindAHyphen.has(ending));
    let is_day = token.kind == TokenKind::Digits && ordinal && end <= 2;
    digits.parse().ok().filter(|day| is_day && (1..=31).contains(day))
}

fn year(tokens: &[Token], at: usize) -> Option<u64> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Digits && token.lower.len() == 4)?;
    token.lower.parse().ok().filter(|year| (1900..2200).contains(year))
}

/// `May 1`, `May 1, 2024`.
fn month_and_day(tokens: &[Token], at: usize) -> Option<Numeral> {
    let name = tokens.get(at).filter(|token| token.kind == TokenKind::Word && token.lower.is_ascii())?;
    let number = month(name)?;
    let day = day(tokens.get(at + 1)?)?;
    let comma = usize::from(tokens.get(at + 2).is_some_and(|mark| mark.is(",")));
    let year = year(tokens, at + 2 + comma);
    dated(day, number, &name.lower, year, if year.is_some() { 3 + comma } else { 2 })
}

/// `1 мая`, `1st of May 2024`, `1 мая 2024 г.`
fn day_and_month(tokens: &[Token], at: usize) -> Option<Numeral> {
    let day = day(tokens.get(at)?)?;
    let of = usize::from(
        tokens.get(at + 1).is_some_and(|word| Section::WordBetweenADayAndAMonth.has(&word.lower)),
    );
    let name = tokens.get(at + 1 + of)?;
    let number = month(name)?;
    let comma = usize::from(tokens.get(at + 2 + of).is_some_and(|mark| mark.is(",")));
    let behind = at + 2 + of + comma;
    let Some(year) = year(tokens, behind) else {
        return dated(day, number, &name.lower, None, 2 + of);
    };
    let is_word = tokens.get(behind + 1).is_some_and(|word| Section::WordBehindAYear.has(&word.lower));
    dated(day, number, &name.lower, Some(year), behind + 1 + usize::from(is_word) - at)
}

/// A day of one year, or of each.
fn dated(day: u64, month: u64, name: &str, year: Option<u64>, length: usize) -> Option<Numeral> {
    let (value, unit) = match year {
        Some(year) => (year * 10_000 + month * 100 + day, DATE),
        None => (day, name),
    };
    Some(Numeral { unit: Some(unit.to_owned()), length, digits: true, ..Numeral::one(amount(value)?) })
}
