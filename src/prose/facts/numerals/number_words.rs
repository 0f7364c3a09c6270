//! Number words: one after another, as parts of words, and those that say how often.

use crate::prose::facts::lexicon::{noun_or_adjective, time_unit};
use crate::prose::facts::number::Bound;
use crate::prose::facts::numerals::vocabulary::{
    Cardinal, Certainty, LONGEST, Numeral, Size, amount, cardinal, ordinal, vocabulary,
};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;

/// Number words added up: whole groups of thousands, and the group that is being read.
struct Sum {
    total: u64,
    group: u64,
    /// The last word of the group: 1 for a unit, 2 for tens, 3 for hundreds; 0 where it is empty.
    last: u8,
    last_power: u64,
    certainty: Certainty,
}

impl Sum {
    /// Add one more word; `false` where it begins another number.
    fn add(&mut self, next: Cardinal, begins: bool, article: bool) -> Option<bool> {
        let certainty_of_power =
            |counted| if counted || article { Certainty::Certain } else { next.certainty };
        let size = match next.size {
            Size::Unit => 1,
            Size::Tens => 2,
            Size::Hundreds => 3,
            Size::Power if next.value == 100 => {
                let counted = self.last == 1 && (1..10).contains(&self.group);
                if !counted && self.last != 0 {
                    return Some(false);
                }
                self.certainty = certainty_of_power(counted || !begins);
                (self.group, self.last) = (self.group.max(1) * 100, 3);
                return Some(true);
            }
            Size::Power if next.value < self.last_power => {
                let counted = self.last > 0;
                if !counted && !begins {
                    return Some(false);
                }
                self.certainty = certainty_of_power(counted);
                let group = if counted { self.group } else { 1 };
                self.total = self.total.checked_add(group.checked_mul(next.value)?)?;
                (self.group, self.last, self.last_power) = (0, 0, next.value);
                return Some(true);
            }
            Size::Power | Size::Alone => return Some(false),
        };
        let follows = self.last == 0 || size < self.last && !(self.last == 2 && next.value > 9);
        if !follows || next.value == 0 && !begins || self.last_power == 0 {
            return Some(false);
        }
        // One and a family are sure as parts of greater numbers.
        self.certainty = if begins { next.certainty } else { Certainty::Certain };
        (self.group, self.last) = (self.group + next.value, size);
        if next.value == 0 {
            self.last_power = 0;
        }
        Some(true)
    }
}

/// Number words one after another: `сто двадцать пять`, `a hundred and five`, `twenty first` before a span.
pub(crate) fn in_words(tokens: &[Token], at: usize) -> Option<Numeral> {
    let word = |at: usize| word_at(tokens, at);
    let own = vocabulary();
    let cardinal = |at: usize| word(at).and_then(cardinal);
    let first = word(at)?;
    if let Some(half) = own.halves.get(first) {
        let power = cardinal(at + 1).filter(|next| next.size == Size::Power);
        let low = half.times(power.map_or(1, |power| power.value))?;
        return Some(Numeral { length: 1 + usize::from(power.is_some()), ..Numeral::one(low) });
    }
    if let Some(alone) = cardinal(at).filter(|first| first.size == Size::Alone) {
        return Some(Numeral { certainty: alone.certainty, ..Numeral::one(amount(alone.value)?) });
    }
    let article = Section::Article.has(first);
    let begins = at + usize::from(article);
    if article {
        cardinal(begins).filter(|next| next.size == Size::Power)?;
    }
    let english = !is_cyrillic(word(begins)?);
    let mut here = begins;
    let mut sum = Sum { total: 0, group: 0, last: 0, last_power: u64::MAX, certainty: Certainty::Certain };
    loop {
        let mut next = cardinal(here).map(|next| (next, 1));
        if next.is_none()
            && english
            && (sum.last == 3 || sum.last == 0 && sum.total > 0)
            && word(here).is_some_and(|word| Section::WordBetweenNumbers.has(word))
        {
            let small = |next: &Cardinal| matches!(next.size, Size::Unit | Size::Tens);
            next = cardinal(here + 1).filter(small).map(|next| (next, 2));
        }
        if next.is_none() && english && matches!(sum.last, 0 | 3) {
            next = word(here)
                .and_then(hyphenated)
                .map(|value| (Cardinal { value, size: Size::Unit, certainty: Certainty::Certain }, 1));
        }
        let Some((next, length)) = next else { break };
        if !sum.add(next, here == begins, article)? {
            break;
        }
        here += length;
    }
    let so_far = sum.total.checked_add(sum.group)?;
    let ordinal = word(here).and_then(ordinal).filter(|(value, size)| {
        let follows = match size {
            Size::Unit => sum.last == 0 || sum.last == 3 || sum.last == 2 && *value < 10,
            Size::Tens => matches!(sum.last, 0 | 3),
            _ => here == at,
        };
        follows && word(here + 1).is_some_and(|unit| time_unit(unit).is_some())
    });
    if let Some((value, _)) = ordinal {
        let low = amount(so_far.checked_add(value)?)?;
        return Some(Numeral {
            length: here + 1 - at,
            certainty: Certainty::BeforeTime,
            ..Numeral::one(low)
        });
    }
    (here > begins).then_some(Numeral {
        length: here - at,
        certainty: sum.certainty,
        ..Numeral::one(amount(so_far)?)
    })
}

/// `twenty-five` as 25.
fn hyphenated(word: &str) -> Option<u64> {
    let (tens, unit) = word.split_once('-').filter(|_| !is_cyrillic(word))?;
    ten_and(tens, unit_value(unit))
}

fn ten_and(tens: &str, unit: Option<u64>) -> Option<u64> {
    let tens = cardinal(tens).filter(|tens| tens.size == Size::Tens)?;
    unit.filter(|unit| (1..10).contains(unit)).map(|unit| tens.value + unit)
}

fn unit_value(word: &str) -> Option<u64> {
    cardinal(word).filter(|unit| unit.size == Size::Unit).map(|unit| unit.value)
}

fn word_at(tokens: &[Token], at: usize) -> Option<&str> {
    tokens.get(at).filter(|token| token.kind == TokenKind::Word).map(|token| token.lower.as_str())
}

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
    let ten_and = |tens: &str, unit| ten_and(tens, unit).filter(|_| !is_cyrillic(word));
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
    let (start, unit) = Section::SpanInsideOfAWord.items().iter().find_map(|(noun, span)| {
        let start = word.rfind(span)?;
        let (number, unit) = word.split_at_checked(start)?;
        let ending = unit.strip_prefix(span)?;
        Section::AdjectiveEnding.has(ending).then_some((number, *noun))
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

pub(crate) fn once(tokens: &[Token], at: usize) -> Option<Numeral> {
    let word = tokens.get(at)?.lower.as_str();
    let own = vocabulary();
    let (times, unit) =
        own.how_often.get(word).or_else(|| own.conjunctions.get(word).filter(|_| once_counts(tokens, at)))?;
    Some(Numeral { unit: Some((*unit).to_owned()), ..Numeral::one(*times) })
}

/// `monthly`, `ежемесячный`.
pub(crate) fn every_span(word: &str) -> Option<Numeral> {
    let key = noun_or_adjective(Section::EverySpan, Section::AdjectiveOfEverySpan, word)?;
    let (count, unit) = key.split_once(' ')?;
    let one = Numeral::one(count.parse().ok()?);
    Some(Numeral { unit: Some(unit.to_owned()), bound: Some(Bound::Every), ..one })
}

/// Whether `once` counts: as a conjunction it says when.
fn once_counts(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| word_at(tokens, at);
    if let Some(before) = at.checked_sub(1).and_then(word) {
        if Section::WordBeforeOnceThatDoesNotCount.has(before) {
            return false;
        }
        if Section::WordBeforeOnceThatCounts.has(before) {
            return true;
        }
    }
    match word(at + 1) {
        None => at > 0,
        Some(next) if Section::WordBehindOnceThatCounts.has(next) => true,
        Some(next) if Section::Article.has(next) => {
            word(at + 2).is_some_and(|unit| time_unit(unit).is_some())
        }
        Some(_) => false,
    }
}
