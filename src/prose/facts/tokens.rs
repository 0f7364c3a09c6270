//! A sentence as words, runs of digits and marks.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Begins with a letter; may go on with digits, hyphens and apostrophes.
    Word,
    /// Begins with a digit; may go on as `10-20`, `30-day`, `18:00`.
    Digits,
    /// One other character.
    Mark,
    /// An address or another thing whose digits count nothing.
    Opaque,
}

#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// In lower case.
    pub(crate) lower: String,
    pub(crate) range: Range<usize>,
    /// No white space stands before it.
    pub(crate) glued: bool,
    pub(crate) capital: bool,
    /// It belongs to a number or its bound.
    pub(crate) used: bool,
}

impl Token {
    pub(crate) fn is(&self, lower: &str) -> bool {
        self.lower == lower
    }
}

/// A word in lower case; empty where no word stands.
pub(crate) fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).filter(|token| token.kind == TokenKind::Word).map_or("", |token| token.lower.as_str())
}

pub(crate) fn tokens(sentence: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    for chunk in sentence.split_inclusive(char::is_whitespace) {
        let bare = chunk.trim_end_matches(char::is_whitespace);
        if is_address(bare) {
            let inner = bare.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
            push(&mut found, TokenKind::Opaque, inner, at, false);
            if let Some(rest) = bare.get(inner.len()..) {
                scan(&mut found, rest, at + inner.len(), true);
            }
        } else {
            scan(&mut found, bare, at, false);
        }
        at += chunk.len();
    }
    found
}

fn is_address(chunk: &str) -> bool {
    let chunk = chunk.trim_start_matches(['(', '"', '\'']);
    let mail = chunk.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    mail || chunk.contains("://") || chunk.starts_with("www.") || (chunk.starts_with('/') && chunk.len() > 1)
}

fn push(found: &mut Vec<Token>, kind: TokenKind, text: &str, at: usize, glued: bool) {
    if !text.is_empty() {
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        let (lower, range) = (lower_case(text), at..at + text.len());
        found.push(Token { kind, lower, range, glued, capital, used: false });
    }
}

fn scan(found: &mut Vec<Token>, chunk: &str, at: usize, mut glued: bool) {
    let mut rest = chunk;
    let mut start = at;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '0'..='9' => digits(rest),
            _ if is_word(first) && !is_raised(first) => (TokenKind::Word, word_length(rest)),
            _ => (TokenKind::Mark, first.len_utf8()),
        };
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        push(found, kind, text, start, glued);
        (rest, start, glued) = (after, start + text.len(), true);
    }
}

/// A raised digit behind so many letters points at a note; behind fewer it makes another unit: m².
const MOST_RAISED: usize = 2;

/// The bytes of a word: letters and digits, with single hyphens and apostrophes, and points in `v2.1`.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let is_long = text.chars().take(MOST_RAISED + 1).all(char::is_alphabetic);
    let mut characters = text.char_indices().peekable();
    let mut digit_before = false;
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let joins = match character {
            '-' | '\'' | '_' => next.is_some_and(is_word),
            '.' => digit_before && next.is_some_and(|next| next.is_ascii_digit()),
            _ if is_raised(character) => !is_long,
            _ => is_word(character) || is_accent(character),
        };
        if !joins {
            break;
        }
        digit_before = character.is_ascii_digit();
        end = at + character.len_utf8();
    }
    end
}

/// Whether a character belongs to a word: the letters of both languages are known without the tables of Unicode.
fn is_word(character: char) -> bool {
    matches!(character, 'а'..='я' | 'А'..='Я' | 'a'..='z' | 'A'..='Z' | '0'..='9')
        || character.is_alphanumeric()
}

fn is_raised(character: char) -> bool {
    matches!(character, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹')
}

fn lower_case(text: &str) -> String {
    if text.chars().all(|letter| matches!(letter, 'а'..='я' | 'a'..='z' | '0'..='9' | '!'..='@')) {
        return text.to_owned();
    }
    text.to_lowercase()
}

fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// The bytes of what begins with a digit, and whether its digits may count something.
fn digits(text: &str) -> (TokenKind, usize) {
    let mut end = 0;
    let mut kind = TokenKind::Digits;
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let joins = match character {
            '.' | ',' | ':' | '/' | '*' => before.is_ascii_digit() && next.is_ascii_digit(),
            '-' => next.is_alphanumeric(),
            '_' => next.is_alphanumeric() && before.is_alphanumeric(),
            _ => character.is_alphanumeric() || is_accent(character),
        };
        if !joins {
            break;
        }
        if matches!(character, '/' | '_' | '*') && next.is_ascii_digit() {
            kind = TokenKind::Opaque;
        }
        before = character;
        end = at + character.len_utf8();
    }
    (kind, end)
}
