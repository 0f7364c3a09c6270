//! What a number counts.

use crate::prose::facts::lexicon::{
    is_known_unit, is_no_unit, looks_like_adjective, looks_like_plural, qualifier,
};
use crate::prose::facts::numerals::numeral;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;

/// The mark or the code of a currency before a number: `$10`, `US$ 10`, `EUR 10`.
pub(crate) fn currency_before(tokens: &[Token], at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let mark = tokens.get(before)?;
    let number = tokens.get(at)?;
    let is_mark = mark.kind == TokenKind::Mark && number.glued && Section::CurrencyMark.has(&mark.lower);
    let is_code = mark.kind == TokenKind::Word
        && number.kind == TokenKind::Digits
        && Section::CurrencyCode.has(&mark.lower)
        && mark.capital;
    (is_mark || is_code).then_some(before)
}

/// The words that a number counts, and the token behind them.
pub(crate) fn unit_after(tokens: &[Token], at: usize, one: bool) -> Option<(String, usize)> {
    let first = tokens.get(at)?;
    // Четыре не сданных аттестации.
    let is_participle = |word: &&Token| looks_like_adjective(&word.lower);
    if Section::NotBeforeAParticiple.has(&first.lower)
        && tokens.get(at + 1).is_some_and(|word| is_participle(&word))
    {
        return unit_after(tokens, at + 2, one);
    }
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
