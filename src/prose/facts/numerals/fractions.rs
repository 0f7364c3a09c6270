//! Parts of a whole: `half of the seats`, `две трети голосов`, `2/3`.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::number::Bound;
use crate::prose::facts::numerals::vocabulary::{Numeral, Size, cardinal, ordinal};
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;

/// So many words may stand between a part and what it is of.
const MOST_BETWEEN: usize = 3;
/// No greater part than a tenth is read in digits: `3/12` is rather a date.
const MOST_PARTS: i64 = 10;
const QUARTERS: i64 = 4;

/// A part of a whole that begins at a token. What joins it with what it is a part of belongs to it.
pub(crate) fn fraction(tokens: &[Token], at: usize) -> Option<Numeral> {
    let token = tokens.get(at)?;
    let (low, end) = match token.kind {
        TokenKind::Opaque => (in_digits(&token.lower)?, at + 1),
        TokenKind::Word => in_words(tokens, at)?,
        _ => return None,
    };
    let joins = |token: &&Token| Section::WordBetweenAPartAndAUnit.has(&token.lower);
    let joint = tokens.iter().skip(end).take(MOST_BETWEEN).take_while(joins).count();
    Some(Numeral { length: end + joint - at, ..Numeral::one(low) })
}

fn in_digits(text: &str) -> Option<Amount> {
    let (numerator, denominator) = text.split_once('/')?;
    let part =
        |text: &str| text.parse::<i64>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (numerator, denominator) = (part(numerator)?, part(denominator)?);
    let fits = 0 < numerator && numerator < denominator && denominator <= MOST_PARTS;
    if fits { Amount::ratio(numerator, denominator) } else { None }
}

/// How many parts a word says that there are, and whether it says so wherever it stands.
fn parts(word: &str) -> Option<(i64, bool)> {
    let (count, alone) = match Section::Part.key_of(word)?.split_once(", ") {
        Some((count, _)) => (count, false),
        None => (Section::Part.key_of(word)?, true),
    };
    Some((count.parse().ok()?, alone))
}

/// A part in words, and the token behind it.
fn in_words(tokens: &[Token], at: usize) -> Option<(Amount, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let is_joint = |at: usize| Section::WordBetweenAPartAndAUnit.has(word(at));
    // Two-thirds.
    if let Some((count, part)) = word(at).split_once('-')
        && let Some((denominator, _)) = parts(part)
        && let Some(numerator) = counted(count)
    {
        return Some((Amount::ratio(numerator, denominator)?, at + 1));
    }
    let is_russian = !word(at).is_ascii();
    if let Some((denominator, alone)) = parts(word(at)) {
        let before = at.checked_sub(1).map_or("", word);
        // The second half of a year is no half.
        let is_one_of_them = ordinal(before).is_some() || Section::WordBeforeOneHalf.has(before);
        let ends = tokens.get(at + 1).is_none_or(|next| next.kind != TokenKind::Word);
        if !alone || is_one_of_them || !(is_russian || is_joint(at + 1) || ends) {
            return None;
        }
        return Some((Amount::ratio(1, denominator)?, at + 1));
    }
    let (denominator, _) = parts(word(at + 1))?;
    let numerator = if Section::Article.has(word(at)) { 1 } else { counted(word(at))? };
    // Three quarters are rather spans of time, a third is rather one in a row.
    let is_clear = numerator > 1 && denominator != QUARTERS || is_joint(at + 2) || is_russian;
    if is_clear { Some((Amount::ratio(numerator, denominator)?, at + 2)) } else { None }
}

fn counted(word: &str) -> Option<i64> {
    let number = cardinal(word).filter(|number| number.size == Size::Unit && number.value > 0)?;
    i64::try_from(number.value).ok()
}

/// The half behind a number, `two and a half`, and how many tokens it has.
pub(crate) fn and_a_half(tokens: &[Token], at: usize) -> Option<(Amount, usize)> {
    let end = Section::AndAHalf.items().iter().find_map(|(_, phrase)| begins_at(tokens, phrase, at))?;
    Some((Amount::ratio(1, 2)?, end - at))
}

/// Most of them: `a majority of votes`.
pub(crate) fn majority(tokens: &[Token], at: usize) -> Option<Numeral> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let is_joint = |at: usize| Section::WordBetweenAPartAndAUnit.has(word(at));
    let joint = (at + 1..=at + MOST_BETWEEN).take_while(|at| is_joint(*at)).count();
    let is_of_votes = Section::Majority.has(word(at)) && Section::WhatAMajorityIsOf.has(word(at + 1 + joint));
    if !is_of_votes {
        return None;
    }
    let half = Numeral::one(Amount::ratio(1, 2)?);
    Some(Numeral { length: 1 + joint, bound: Some(Bound::MoreThan), ..half })
}
