//! Small words that were left out, or are too many.

use crate::base::msg;
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{
    Habit, at_words, behind_id, help, instead, is_number, is_text, is_word, path_end, value_end, write,
};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{CLAUSES, Rule, quoted};

pub(super) fn small_word(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    of_set(tokens, expected, file)
        .or_else(|| in_condition(tokens, expected, file))
        .or_else(|| of_clause(tokens, expected))
        .or_else(|| in_conflict(tokens, expected, file))
        .or_else(|| in_head(tokens, expected))
}

/// A set without its `where`, or a limit without its set or with its bound at the end.
fn of_set(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let (before, found, here) = (tokens.word(-1), tokens.word(0), tokens.here());
    let clause = |from: usize| {
        let end = (from..tokens.count())
            .find(|at| tokens.line_of(*at) != tokens.line_of(at - 1) && CLAUSES.contains(&tokens.nth(*at)));
        tokens.joined(from, end.unwrap_or(tokens.count()))
    };
    let field = |of: &str, name: &str| file.collection(of).is_some_and(|of| of.field(name).is_some());
    if expected.has(Rule::k_where) && !tokens.begins_line(0) && field(before, found) {
        let whole = format!("{before} where {}", clause(here));
        return Some(Habit { message: Some(expected_found(quoted("where"), found)), ..write(&whole) });
    }
    let start = behind_id(tokens);
    if tokens.nth(0) != "limit" {
        return None;
    }
    // `at most 1 where role is head`
    if found == "where" && here == start + 3 {
        let mut sets = file.collections().iter().filter(|of| of.field(tokens.word(1)).is_some());
        let set = sets.next().filter(|_| sets.next().is_none())?.set;
        let whole = format!("{} {set} {}", tokens.joined(start, here), clause(here));
        return Some(Habit {
            message: Some(expected_found(msg!(syntax.a_collection), found)),
            ..write(&whole)
        });
    }
    // `3 books at most`
    let (number, set) = (tokens.nth(start), tokens.nth(start + 1));
    let behind = [tokens.nth(start + 2), tokens.nth(start + 3)];
    let is_bound = behind == ["at", "most"] || ["maximum", "max"].contains(&tokens.nth(start + 2));
    (here == start && is_number(number) && is_word(set) && is_bound)
        .then(|| instead(tokens, start, start + 1, "at most", &format!("at most {number} {set}")))
}

/// A comparison without `is`, an article before its value, a word behind a number, arguments without brackets.
fn in_condition(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let (before, found, here) = (tokens.word(-1), tokens.word(0), tokens.here());
    if !expected.follows_value() || tokens.begins_line(0) {
        return None;
    }
    let next = tokens.word(1);
    if found == "not" && expected.has(Rule::k_is) && (is_word(next) || is_number(next) || is_text(next)) {
        let value = tokens.joined(here + 1, value_end(tokens, here + 1));
        return (next != "in").then(|| instead(tokens, here, here + 1, "is not", &format!("is not {value}")));
    }
    if ["a", "an", "the"].contains(&before)
        && ["becomes", "is", "not"].contains(&tokens.word(-2))
        && is_word(found)
    {
        let message = expected_found(msg!(syntax.a_value), before);
        return Some(at_words(tokens, -1, -1, message, msg!(syntax.delete_word, word = before)));
    }
    let counted =
        file.collection(found).is_some() || file.collections().iter().any(|of| of.field(found).is_some());
    if is_number(before) && counted {
        return Some(help(msg!(syntax.numbers_without_unit, word = found)));
    }
    if file.has_parameters(before) && is_word(found) {
        let end = path_end(tokens, here);
        let whole = format!("{before}({})", tokens.joined(here, end));
        return Some(instead(tokens, here - 1, end, &whole, &whole));
    }
    None
}

/// A clause with a word too many, or in other words.
fn of_clause(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let (found, next) = (tokens.word(0), tokens.word(1));
    let when = expected.has(Rule::when) || expected.has(Rule::k_when);
    if when && ["only", "just", "but"].contains(&found) && ["when", "unless"].contains(&next) {
        let message = expected_found(quoted(next), found);
        return Some(Habit { message: Some(message), ..help(msg!(syntax.delete_word, word = found)) });
    }
    let stops = ["stops", "blocks", "prevents"].contains(&found) && next == "nothing";
    (stops && (expected.has(Rule::exempts) || expected.has(Rule::k_does))).then(|| {
        let here = tokens.here();
        instead(tokens, here, here + 2, "does not stop anything", "does not stop anything")
    })
}

fn in_conflict(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let (before, found, next) = (tokens.word(-1), tokens.word(0), tokens.word(1));
    let here = tokens.here();
    if tokens.nth(0) != "conflict" {
        return None;
    }
    if expected.has(Rule::k_and) && is_text(next) && file.documents().any(|name| name == found) {
        let message = expected_found(quoted("and"), found);
        return Some(Habit { message: Some(message), ..write(&format!("and {found} {next}")) });
    }
    (before == "settled" && found == "by" && is_word(next))
        .then(|| instead(tokens, here, here + 1, "as", &format!("settled as {next}")))
}

/// Actions in a row, or a parameter with a default.
fn in_head(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let next = tokens.word(1);
    if tokens.nth(0) != "action" {
        return None;
    }
    if tokens.here() == 2 && [",", "and"].contains(&tokens.word(0)) && is_word(next) {
        return Some(help(msg!(syntax.line_of_its_own, next = format!("action {next}"))));
    }
    let default = tokens.word(0) == "=" && expected.between_brackets() && tokens.word(-2) == ":";
    let whole = format!("{}: {}?", tokens.word(-3), tokens.word(-1));
    default.then(|| help(msg!(syntax.no_default, parameter = whole)))
}
