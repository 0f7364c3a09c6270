//! What lasts for a span of time: that something is valid, or that somebody is banned.

use crate::prose::facts::lexicon::{is_adverb, is_participle, looks_like_adjective};
use crate::prose::facts::number::{Bound, Number};
use crate::prose::facts::sense::Lasting;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind, word};
use crate::prose::language::Section;
use std::ops::Range;

/// So many words before a span, and behind it, may say what lasts: `a guest is banned from the house for 30 days`,
/// `a two-year warranty`.
const NEAR: usize = 12;
const NEAR_BEHIND: usize = 4;

/// What a number that begins at a token is the length of, by the word that stands nearest before it, else behind it, in the
/// same clause. `scope` are the words that are of the number: what is let or asked of somebody who was banned is no ban.
pub(crate) fn lasting(tokens: &[Token], scope: &Range<usize>, at: usize, number: &Number) -> Lasting {
    use Bound::{AtMost, Exactly, For, None, To, Within};
    let is_length = matches!(number.bound, None | For | Exactly | AtMost | To | Within);
    if !is_length || number.is_before || number.span_of_time().is_none() {
        return Lasting::Nothing;
    }
    let is_open = |at: &usize| {
        tokens
            .get(*at)
            .is_some_and(|token| token.kind != TokenKind::Mark || !matches!(&*token.lower, ";" | "(" | ")"))
    };
    let before = (scope.start.max(at.saturating_sub(NEAR))..at).rev().take_while(is_open);
    let behind = (at..scope.end.min(at + NEAR_BEHIND)).take_while(is_open);
    let found = before.chain(behind).find_map(|at| said_at(tokens, at));
    // Who is banned within a week.
    found.filter(|own| *own != Lasting::Ban || number.bound != Within).unwrap_or(Lasting::Nothing)
}

fn said_at(tokens: &[Token], at: usize) -> Option<Lasting> {
    let own = word(tokens, at);
    if own.is_empty() {
        return None;
    }
    if Section::WordOfValidity.has(own) {
        return Some(Lasting::Validity);
    }
    let is_phrase = |phrase: &str| {
        at.checked_sub(1).is_some_and(|first| phrase == format!("{} {own}", word(tokens, first)))
    };
    if Section::WordsOfValidity.items().iter().any(|(_, phrase)| is_phrase(phrase)) {
        return Some(Lasting::Validity);
    }
    let bans = Section::WordOfABan.has(own) || Section::BeginningOfABan.begins(own);
    (bans && !describes(tokens, at)).then_some(Lasting::Ban)
}

/// Whether a word only says which thing is meant: `suspended accounts`, but not `is suspended`.
fn describes(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 3;
    let own = word(tokens, at);
    if is_cyrillic(own) {
        return looks_like_adjective(own);
    }
    let mut before = (1..=NEAR).filter_map(|back| at.checked_sub(back)).map(|at| word(tokens, at));
    is_participle(own)
        && !before
            .find(|own| !is_adverb(own) && *own != "not")
            .is_some_and(|own| Section::FormOfBe.has(own) || Section::AuxiliaryOfAPassive.has(own))
}
