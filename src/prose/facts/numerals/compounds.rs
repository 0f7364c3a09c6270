//! Numbers that are parts of words: `тридцатидневный`, `ten-day`, `twenty-five`, `два-три`.

use crate::prose::facts::lexicon::{is_adjective_ending, time_unit};
use crate::prose::facts::numerals::numeral::{Certainty, LONGEST, Numeral, amount};
use crate::prose::facts::numerals::vocabulary::{Size, cardinal, ordinal, vocabulary};
use crate::prose::facts::stem::is_cyrillic;

/// A number that is part of a word: `десятидневный`, `ten-day`, `twenty-five`, `два-три`.
pub(crate) fn in_a_word(word: &str) -> Option<Numeral> {
    if word.len() > 2 * LONGEST {
        return None;
    }
    if !word.contains('-') {
        return compound(word);
    }
    let parts: Vec<&str> = word.split('-').collect();
    let ordinal = |word: &str| ordinal(word).filter(|(_, size)| *size == Size::Unit).map(|(value, _)| value);
    let ten_and = |tens: &str, unit: Option<u64>| {
        let tens = cardinal(tens).filter(|tens| tens.size == Size::Tens && !is_cyrillic(word))?;
        unit.filter(|unit| (1..10).contains(unit)).map(|unit| tens.value + unit)
    };
    let unit_value =
        |word: &str| cardinal(word).filter(|unit| unit.size == Size::Unit).map(|unit| unit.value);
    match parts.as_slice() {
        [tens, unit] if ten_and(tens, unit_value(unit)).is_some() => {
            Some(Numeral::one(amount(ten_and(tens, unit_value(unit))?)?))
        }
        [tens, unit] if ten_and(tens, ordinal(unit)).is_some() => {
            let low = amount(ten_and(tens, ordinal(unit))?)?;
            Some(Numeral { certainty: Certainty::BeforeTime, ..Numeral::one(low) })
        }
        [low, high] if cardinal(low).is_some() && cardinal(high).is_some() => {
            let (first, second) = (cardinal(low)?, cardinal(high)?);
            let high = (amount(second.value)?, low.len() + 1);
            let range = first.value < second.value && second.size != Size::Power;
            range.then_some(Numeral { high: Some(high), ..Numeral::one(amount(first.value)?) })
        }
        [number, units @ ..] if units.last().is_some_and(|unit| time_unit(unit).is_some()) => {
            let (value, units) = match units {
                [unit, rest @ ..] if !rest.is_empty() && ten_and(number, unit_value(unit)).is_some() => {
                    (ten_and(number, unit_value(unit))?, rest)
                }
                _ => (cardinal(number).filter(|number| number.size != Size::Power)?.value, units),
            };
            Some(Numeral { unit: Some(units.join(" ")), ..Numeral::one(amount(value)?) })
        }
        _ => None,
    }
}

/// `тридцатидневный`: numbers in the genitive, then a span of time as an adjective.
fn compound(word: &str) -> Option<Numeral> {
    let own = vocabulary();
    let (start, unit) = own.compound_spans.iter().find_map(|span| {
        let start = word.rfind(span)?;
        let (number, unit) = word.split_at_checked(start)?;
        let ending = unit.strip_prefix(span)?;
        is_adjective_ending(ending).then_some((number, unit))
    })?;
    let low = match own.compound_numbers.get(start) {
        Some(low) => *low,
        None => amount(genitives(start)?)?,
    };
    Some(Numeral { unit: Some(unit.to_owned()), ..Numeral::one(low) })
}

/// `двадцатипяти` as 25.
fn genitives(word: &str) -> Option<u64> {
    let value = |word: &str| vocabulary().joined_numbers.get(word).copied();
    value(word).or_else(|| {
        word.char_indices().find_map(|(at, _)| {
            let (tens, unit) = word.split_at_checked(at)?;
            let (tens, unit) = (value(tens)?, value(unit)?);
            ((20..100).contains(&tens) && unit < 10).then_some(tens + unit)
        })
    })
}
