//! Numbers that say how often: once, дважды, однократно.

use crate::prose::facts::lexicon::time_unit;
use crate::prose::facts::numerals::numeral::{Numeral, amount};
use crate::prose::facts::numerals::vocabulary::vocabulary;
use crate::prose::facts::tokens::{Token, TokenKind};

/// Once, дважды, однократно.
pub(crate) fn once(tokens: &[Token], at: usize) -> Option<Numeral> {
    let word = tokens.get(at)?.lower.as_str();
    let own = vocabulary();
    let (times, unit) =
        own.how_often.get(word).or_else(|| own.conjunctions.get(word).filter(|_| once_counts(tokens, at)))?;
    Some(Numeral { unit: Some((*unit).to_owned()), ..Numeral::one(amount(*times)?) })
}

/// Whether `once` counts: as a conjunction it says when.
fn once_counts(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| {
        tokens.get(at).filter(|token| token.kind == TokenKind::Word).map(|token| token.lower.as_str())
    };
    let own = vocabulary();
    if let Some(before) = at.checked_sub(1).and_then(word) {
        if own.before_no_count.contains(before) {
            return false;
        }
        if own.before_count.contains(before) {
            return true;
        }
    }
    match word(at + 1) {
        None => at > 0,
        Some(next) if own.behind_count.contains(next) => true,
        Some(next) if own.articles.contains(next) => {
            word(at + 2).is_some_and(|unit| time_unit(unit).is_some())
        }
        Some(_) => false,
    }
}
