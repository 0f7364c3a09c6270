//! What all habits have at hand.

use crate::base::{Message, msg};
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::quoted;
use crate::values::Unit;

/// What is said of a habit: the message and the place in place of the usual ones, and what to write.
pub(in crate::syntax::parse) struct Habit {
    pub(in crate::syntax::parse) range: Option<(usize, usize)>,
    pub(in crate::syntax::parse) message: Option<Message>,
    pub(in crate::syntax::parse) help: Message,
}

pub(super) fn help(help: Message) -> Habit {
    Habit { range: None, message: None, help }
}

pub(super) fn write(words: &str) -> Habit {
    help(msg!(syntax.write, word = words.trim_end()))
}

/// Something that the language has no words for.
pub(super) fn lacks(tokens: &Tokens<'_>, first: isize, last: isize, word: &str, remedy: Message) -> Habit {
    at_words(tokens, first, last, msg!(syntax.not_in_language, word = word), remedy)
}

/// What is wrong with words before or behind the place.
pub(super) fn at_words(
    tokens: &Tokens<'_>,
    first: isize,
    last: isize,
    message: Message,
    help: Message,
) -> Habit {
    Habit { range: Some(tokens.range(first, last)), message: Some(message), help }
}

pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_text(text: &str) -> bool {
    text.starts_with('"')
}

pub(super) fn is_unit(text: &str) -> bool {
    Unit::ALL.iter().any(|(_, one, several)| [*one, *several].contains(&text))
}

/// The number of the first word behind the keyword of a declaration and its id.
pub(super) fn behind_id(tokens: &Tokens<'_>) -> usize {
    let mut at = 2;
    while tokens.nth(at) == "-" {
        at += 2;
    }
    at
}

/// One past the last word of the path that begins at a word.
pub(super) fn path_end(tokens: &Tokens<'_>, from: usize) -> usize {
    let mut at = from;
    while is_word(tokens.nth(at)) {
        at += 1;
        if tokens.nth(at) != "." {
            break;
        }
        at += 1;
    }
    at
}

/// One past the last word of a value that is a text, a number, a date or a path.
pub(super) fn value_end(tokens: &Tokens<'_>, from: usize) -> usize {
    let is_date = [1, 3].iter().all(|more| tokens.nth(from + more) == "-")
        && [0, 2, 4]
            .iter()
            .all(|more| tokens.nth(from + more).starts_with(|letter: char| letter.is_ascii_digit()));
    match tokens.nth(from) {
        _ if is_date => from + 5,
        word if is_word(word) => path_end(tokens, from),
        word if is_number(word) || is_text(word) => from + 1,
        "-" if is_number(tokens.nth(from + 1)) => from + 2,
        _ => from,
    }
}

/// Other words than those of the language, from one to before another: what was expected, and what to write in whole.
pub(super) fn instead(tokens: &Tokens<'_>, from: usize, to: usize, words: &str, whole: &str) -> Habit {
    Habit {
        range: Some((tokens.range_of(from).0, tokens.range_of(to.max(from + 1) - 1).1)),
        message: Some(expected_found(quoted(words.trim()), &tokens.joined(from, to))),
        help: msg!(syntax.write, word = whole.trim_end()),
    }
}

/// What a document may be called by its path.
pub(super) fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('.').next().unwrap_or_default().replace(['-', ' '], "_")
}
