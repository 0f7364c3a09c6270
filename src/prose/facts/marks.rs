//! Digits that count nothing: the numbers of clauses and laws, footnotes, telephone numbers, names made of a number.

use crate::prose::facts::lexicon::is_known_unit;
use crate::prose::facts::number::DATE;
use crate::prose::facts::phrases;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;

/// No telephone number has more tokens, or fewer digits where an area is named in it.
const LONGEST_TELEPHONE: usize = 12;
const SHORTEST_TELEPHONE: usize = 9;
/// The same where a word says what it is, and no hyphen stands in it.
const SHORTEST_NAMED: usize = 7;
/// So near to its number stands the date of a law.
const NEAR: usize = 4;

fn is(tokens: &[Token], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.is(word))
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.lower.as_str())
}

/// The token behind a footnote mark, the letter of an item, or a telephone number that begin at a token.
pub(crate) fn mark(tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    match token.kind {
        TokenKind::Mark if token.is("[") => footnote(tokens, at),
        TokenKind::Mark if matches!(token.lower.as_str(), "+" | "(") => telephone(tokens, at),
        TokenKind::Digits if at == 0 && is(tokens, 1, ")") && is_lettered(&token.lower) => Some(1),
        TokenKind::Digits => telephone(tokens, at),
        TokenKind::Word => phrases::no_number(tokens, at),
        _ => None,
    }
}

/// `1b`, `3a4`
fn is_lettered(text: &str) -> bool {
    text.len() <= 6 && text.contains(char::is_alphabetic) && text.chars().all(char::is_alphanumeric)
}

/// `[1]`, `[2, 3]`
fn footnote(tokens: &[Token], at: usize) -> Option<usize> {
    let inside =
        |token: &&Token| token.kind == TokenKind::Digits || matches!(token.lower.as_str(), "," | "-");
    let end = at + 1 + tokens.iter().skip(at + 1).take_while(inside).count();
    (end > at + 1 && is(tokens, end, "]")).then_some(end + 1)
}

/// `+7 495 123-45-67`, `8 (800) 555-35-35`, `тел. 123-45-67`.
fn telephone(tokens: &[Token], at: usize) -> Option<usize> {
    let is_part = |token: &&Token| {
        let digits = token.kind == TokenKind::Digits
            && token.lower.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        digits || matches!(token.lower.as_str(), "+" | "(" | ")" | "-")
    };
    let run: Vec<&Token> = tokens.iter().skip(at).take(LONGEST_TELEPHONE).take_while(is_part).collect();
    let last = run.iter().rposition(|token| token.kind == TokenKind::Digits)?;
    let run = run.get(..=last)?;
    let digits: usize = run.iter().map(|token| token.lower.bytes().filter(u8::is_ascii_digit).count()).sum();
    let has_area = run.windows(3).any(|three| {
        matches!(three, [open, area, close] if open.is("(") && close.is(")") && (3..=5).contains(&area.lower.len()))
    });
    let begins = |length: usize| {
        run.first().is_some_and(|first| first.kind == TokenKind::Digits && first.lower.len() <= length)
    };
    let is_named = (1..=2).any(|back| {
        at.checked_sub(back).is_some_and(|at| Section::WordBeforeATelephoneNumber.has(word(tokens, at)))
    });
    let fits = is(tokens, at, "+") && digits > SHORTEST_TELEPHONE
        || has_area && digits >= SHORTEST_TELEPHONE && (is(tokens, at, "(") || begins(1))
        || is_named
            && (digits >= SHORTEST_NAMED || digits >= 5 && run.iter().any(|own| own.lower.contains('-')));
    fits.then_some(at + run.len())
}

/// Whether a sentence begins with the number of a clause or an item: `1.`, `12)`, `3.1.10.`, `4.2 Members`.
fn is_numbering(tokens: &[Token]) -> bool {
    let number = word(tokens, 0);
    let parts = || number.split('.');
    let is_short =
        parts().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_short {
        return false;
    }
    let ends = (is(tokens, 1, ".") || is(tokens, 1, ")")) && tokens.get(2).is_none_or(|next| !next.glued);
    let begins = |next: &Token| next.kind == TokenKind::Word && next.capital && !is_known_unit(&next.lower);
    ends || parts().count() > 1 && tokens.get(1).is_some_and(begins)
}

/// The tokens of digits, and what they count.
pub(crate) struct Digits<'t> {
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) unit: Option<&'t str>,
    /// The clause before it ends there, if one does.
    pub(crate) clause_end: Option<usize>,
}

impl Digits<'_> {
    /// Whether a number is that of a clause, a picture or a version, or of an item of a list. `is_known` says that what
    /// it counts is a known unit.
    pub(crate) fn is_reference(&self, tokens: &[Token], is_known: bool) -> bool {
        let at = self.at;
        if at == 0 && is_numbering(tokens) {
            return true;
        }
        if self.unit == Some(DATE) {
            return self.is_date_of_a_law(tokens);
        }
        if is_known || at == 0 {
            return false;
        }
        let joins = Section::WordBetweenClauses.has(word(tokens, at - 1));
        if self.clause_end == Some(at - 1) && joins {
            return true;
        }
        // Version 1.21 and later is a bound.
        let is_bound = phrases::behind(tokens, self.end).is_some();
        let before = if is(tokens, at - 1, ".") { at.checked_sub(2) } else { Some(at - 1) };
        let before = before.map_or("", |at| word(tokens, at));
        let names = Section::Clause.has(before)
            || Section::BeginningOfAClause.begins(before)
            || Section::ClauseBeforeAPoint.has(before) && is(tokens, at - 1, ".");
        names && !is_bound || self.is_in_a_name(tokens)
    }

    /// `404 error`, `401K plan`
    fn is_in_a_name(&self, tokens: &[Token]) -> bool {
        let multiplied = word(tokens, self.at).ends_with(char::is_alphabetic);
        let long = word(tokens, self.at).len() > 2;
        (long || multiplied) && Section::NounNamedByANumber.has(word(tokens, self.end))
    }

    /// `от 29.12.2010 № 436-ФЗ`
    fn is_date_of_a_law(&self, tokens: &[Token]) -> bool {
        let is_sign = |at: usize| Section::SignOfANumber.has(word(tokens, at));
        let first = self.at.saturating_sub(NEAR);
        let is_dated = (self.at.saturating_sub(2)..self.at)
            .any(|at| Section::WordBeforeTheDateOfALaw.has(word(tokens, at)));
        let is_law = (first..self.at).any(|at| Section::BeginningOfALaw.begins(word(tokens, at)));
        let signed = (first..self.at).any(is_sign) || (self.end..self.end + 3).any(is_sign);
        is_dated && (is_law || signed)
    }
}
