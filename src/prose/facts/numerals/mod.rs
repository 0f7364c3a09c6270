//! Numbers by themselves: digits, and the number words of Russian and English in all their forms.

mod digits;
mod fractions;
mod moments;
mod number_words;
mod vocabulary;

use crate::prose::facts::tokens::{Token, TokenKind};
use digits::digits;
use fractions::{and_a_half, fraction, majority};
use moments::moment;
use number_words::{every_span, in_a_word, in_words, once};
use vocabulary::vocabulary;

pub(crate) use vocabulary::{Certainty, Numeral};

/// The number that begins at a token. `cyrillic` says that the sentence is Russian: 1,500 is 1.5 then.
pub(crate) fn numeral(tokens: &[Token], at: usize, cyrillic: bool) -> Option<Numeral> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Word && !vocabulary().may_begin(&token.lower) {
        return None;
    }
    if let Some(whole) = moment(tokens, at).or_else(|| fraction(tokens, at)) {
        return Some(whole);
    }
    let mut found = match token.kind {
        TokenKind::Digits => digits(tokens, at, cyrillic)?,
        TokenKind::Word => once(tokens, at)
            .or_else(|| every_span(&token.lower))
            .or_else(|| majority(tokens, at))
            .or_else(|| in_words(tokens, at))
            .or_else(|| in_a_word(&token.lower))?,
        TokenKind::Mark if token.is("-") => {
            // A minus stands alone before its digits.
            let next = tokens
                .get(at + 1)
                .filter(|next| next.kind == TokenKind::Digits && next.glued && !token.glued)?;
            let mut found = digits(tokens, at + 1, cyrillic)?;
            if found.high.is_some() || found.unit.is_some() || next.lower.contains('-') {
                return None;
            }
            found.low = found.low.negative();
            found.length += 1;
            found
        }
        _ => return None,
    };
    if found.high.is_none()
        && let Some((half, length)) = and_a_half(tokens, at + found.length)
    {
        found.low = found.low.plus(half)?;
        found.length += length;
    }
    // 10 (десять)
    let again = |offset: usize| tokens.get(at + found.length + offset);
    if found.high.is_none() && again(0).is_some_and(|mark| mark.is("(")) {
        let inner = match again(1)?.kind {
            TokenKind::Digits => digits(tokens, at + found.length + 1, cyrillic),
            TokenKind::Word => in_words(tokens, at + found.length + 1),
            _ => None,
        };
        if let Some(inner) = inner.filter(|inner| inner.low == found.low && inner.high.is_none())
            && again(1 + inner.length).is_some_and(|mark| mark.is(")"))
        {
            found.length += inner.length + 2;
            found.unit = found.unit.or(inner.unit);
        }
    }
    Some(found)
}
