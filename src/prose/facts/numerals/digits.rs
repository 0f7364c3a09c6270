//! Numbers in digits, dates and times of day.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::is_known_unit;
use crate::prose::facts::number::{CLOCK, DATE};
use crate::prose::facts::numerals::moments::{date, time_of_day};
use crate::prose::facts::numerals::vocabulary::{LONGEST, Numeral, Size, amount, cardinal, vocabulary};
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;

/// `5 hundred` is no number, `5 dozen` and `5 thousand` are.
const NO_MULTIPLIER: u64 = 100;

/// Digits: `1 000`, `1,5`, `10-20`, `30-day`, `10-го`, `18:00`.
pub(crate) fn digits(tokens: &[Token], at: usize, cyrillic: bool) -> Option<Numeral> {
    let token = tokens.get(at)?;
    let text = token.lower.as_str();
    if text.len() > LONGEST {
        return None;
    }
    if let Some(value) = date(text) {
        return Some(Numeral { unit: Some(DATE.to_owned()), digits: true, ..Numeral::one(amount(value)?) });
    }
    let parts: Vec<&str> = text.split('-').collect();
    if let [low, high] = parts.as_slice()
        && let (Some(from), Some(to)) = (time_of_day(low), time_of_day(high))
    {
        let high = Some((amount(to)?, low.len() + 1));
        return Some(Numeral {
            high,
            unit: Some(CLOCK.to_owned()),
            digits: true,
            ..Numeral::one(amount(from)?)
        });
    }
    let mut found = match parts.as_slice() {
        [single] => attached(single, cyrillic)?,
        [low, rest @ ..] if is_plain(low) => {
            let low_value = plain(low, cyrillic)?;
            let (high, rest) = match rest {
                [high, rest @ ..] if is_plain(high) => (Some((plain(high, cyrillic)?, low.len() + 1)), rest),
                _ => (None, rest),
            };
            let unit = match rest {
                [] => None,
                [ending] if Section::OrdinalEndingBehindAHyphen.has(ending) => None,
                words if words.iter().all(|word| word.chars().all(char::is_alphabetic)) => {
                    Some(unit_of(words)?)
                }
                _ => return None,
            };
            if high.is_some_and(|(high, _)| high < low_value) {
                return None;
            }
            Numeral { high, unit, ..Numeral::one(low_value) }
        }
        _ => return None,
    };
    found.digits = true;
    if found.unit.is_some() || found.high.is_some() {
        return Some(found);
    }
    // 1 000: groups of exactly three behind one space each.
    if is_group(text, 1) {
        let mut joined = text.to_owned();
        let mut end = token.range.end;
        while let Some(next) = tokens.get(at + found.length) {
            let last = next.lower.split([',', '.']).next().unwrap_or_default();
            if joined.len() > LONGEST {
                return None;
            }
            if next.range.start != end + 1 || next.kind != TokenKind::Digits || !is_group(last, 3) {
                break;
            }
            joined.push_str(&next.lower);
            end = next.range.end;
            found.length += 1;
            if last != next.lower {
                break;
            }
        }
        if found.length > 1 {
            found.low = plain(&joined, true)?;
        }
    }
    // 10 тысяч
    if let Some(power) = tokens.get(at + found.length).and_then(|next| cardinal(&next.lower))
        && power.size == Size::Power
        && power.value != NO_MULTIPLIER
    {
        found.low = found.low.times(power.value)?;
        found.length += 1;
        // 45 тыс. руб.
        let short = tokens.get(at + found.length - 1).is_some_and(|power| power.lower.chars().count() <= 4);
        let point = tokens.get(at + found.length).is_some_and(|point| point.is("."));
        let goes_on = |next: &Token| next.kind == TokenKind::Word && !next.capital;
        if short && point && tokens.get(at + found.length + 1).is_some_and(goes_on) {
            found.length += 1;
        }
    }
    Some(found)
}

/// At least so many digits and at most three; where fewer than three may stand, no zero begins them.
fn is_group(text: &str, least: usize) -> bool {
    (least..=3).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (least == 3 || !text.starts_with('0'))
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b':'))
}

/// Digits with a decimal point or comma, commas between thousands, or a time of day.
fn plain(text: &str, cyrillic: bool) -> Option<Amount> {
    if text.contains(':') {
        return amount(time_of_day(text)?);
    }
    let mut groups = text.split('.').next().unwrap_or_default().split(',');
    let first = groups.next().is_some_and(|group| is_group(group, 1));
    let commas = text.matches(',').count();
    let thousands = first && commas > 0 && groups.all(|group| is_group(group, 3));
    if thousands && (!cyrillic || commas > 1) {
        return text.replace(',', "").parse().ok();
    }
    text.replacen(',', ".", 1).parse().ok()
}

/// Digits with a unit right behind them: `10гб`, `10th`, `5k`, `18:00`.
fn attached(text: &str, cyrillic: bool) -> Option<Numeral> {
    let length =
        text.find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',' | ':')));
    let (number, rest) = text.split_at_checked(length.unwrap_or(text.len()))?;
    let low = plain(number, cyrillic)?;
    if let Some(factor) = vocabulary().multipliers.get(rest) {
        return Some(Numeral::one(low.times(*factor)?));
    }
    let unit = match rest {
        "" => number.contains(':').then(|| CLOCK.to_owned()),
        ending if Section::OrdinalEndingBehindDigits.has(ending) => None,
        unit if is_known_unit(unit) => Some(unit.to_owned()),
        _ => return None,
    };
    Some(Numeral { unit, ..Numeral::one(low) })
}

/// What is counted in `30-day` or `30-дневный`; nothing in `2-factor`.
fn unit_of(words: &[&str]) -> Option<String> {
    let counts = words.len() <= 3 && !Section::BeginningOfWhatIsNotCounted.begins(words.last()?);
    let noun = |last: &&str| {
        let mut spans = Section::SpanInsideOfAWord.items().iter();
        spans.find_map(|(noun, span)| {
            last.strip_prefix(span).filter(|ending| Section::AdjectiveEnding.has(ending)).map(|_| *noun)
        })
    };
    counts.then(|| words.last().and_then(noun).map_or_else(|| words.join(" "), str::to_owned))
}
