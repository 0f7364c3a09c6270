//! Signs of prose, of pages and of other languages that say nothing here.

use crate::base::msg;
use crate::syntax::parse::expected::Expected;
use crate::syntax::parse::habits::words::{Habit, at_words, is_word, lacks};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{CLAUSES, DECLARATIONS, Rule};

pub(super) fn mark(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    comment(tokens)
        .or_else(|| entity(tokens))
        .or_else(|| item(tokens, expected))
        .or_else(|| full_stop(tokens))
}

/// A comment of another language.
fn comment(tokens: &Tokens<'_>) -> Option<Habit> {
    // The first of two dashes was read as a minus.
    let at = if tokens.word(-1) == "--" { -1 } else { 0 };
    let word = tokens.word(at);
    ["//", "/*", "*/", "--", "<!--", "-->"]
        .contains(&word)
        .then(|| lacks(tokens, at, at, word, msg!(syntax.comment_sign)))
}

/// A character as pages write it: `&amp;`.
fn entity(tokens: &Tokens<'_>) -> Option<Habit> {
    let name = tokens.word(1);
    if tokens.word(0) != "&" || tokens.word(2) != ";" {
        return None;
    }
    let twice = [tokens.word(3), tokens.word(4), tokens.word(5)] == ["&", name, ";"];
    let (last, words) = match name {
        "amp" if twice => (5, "and"),
        "amp" => (2, "and"),
        "lt" if tokens.word(3) == "=" => (3, "is at most"),
        "gt" if tokens.word(3) == "=" => (3, "is at least"),
        "lt" => (2, "is less than"),
        "gt" => (2, "is more than"),
        "quot" => (2, "\""),
        "nbsp" => (2, " "),
        _ => return None,
    };
    let found = tokens.joined(tokens.here(), tokens.here().checked_add_signed(last + 1)?);
    let help = if words == " " { msg!(syntax.write_a_space) } else { msg!(syntax.write, word = words) };
    Some(lacks(tokens, 0, last, &found, help))
}

/// What marks an item of a list at the beginning of a line.
fn item(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let (mark, next) = (tokens.word(0), tokens.word(1));
    if !["-", "*", "•", "+", "·"].contains(&mark) || !tokens.begins_line(0) {
        return None;
    }
    let begins = CLAUSES.contains(&next) || DECLARATIONS.contains(&next) || tokens.word(2) == "may";
    let here = tokens.here();
    let end = (here + 1..tokens.count()).find(|at| tokens.line_of(*at) != tokens.line_of(here));
    let line = tokens.joined(here + 1, end.unwrap_or(tokens.count()));
    let condition = expected.has(Rule::when) || expected.has(Rule::k_when);
    let help = match begins {
        true => msg!(syntax.delete_word, word = mark),
        false if condition && is_word(next) => msg!(syntax.write, word = format!("when {line}")),
        false => return None,
    };
    Some(at_words(tokens, 0, 0, msg!(syntax.line_begins_with, mark = mark), help))
}

/// A full stop behind a sentence.
fn full_stop(tokens: &Tokens<'_>) -> Option<Habit> {
    let ends = |next| tokens.word(next).is_empty() || tokens.begins_line(next);
    let at = [0, -1].into_iter().find(|at| tokens.word(*at) == "." && ends(at + 1))?;
    Some(at_words(tokens, at, at, msg!(syntax.full_stop), msg!(syntax.delete_word, word = ".")))
}
