//! Exceptions of rules, in the words of prose.

use crate::base::msg;
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::listing::{ARTICLES, BEHIND, JOINTS, done, listed};
use crate::syntax::parse::habits::words::Habit;
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::quoted;

/// What begins an exception.
pub(super) const EXCEPT: [&str; 6] = ["except", "but", "кроме", "besides", "excluding", "исключая"];
/// What stands between that and what is excepted.
pub(super) const OF: [&str; 9] = ["for", "not", "the", "a", "an", "may", "only", "за", "того"];

/// What stands behind `except` in a rule, and the clause that says the same.
pub(super) enum Excepted {
    Roles(String),
    Actions,
    Condition(String),
    Unknown,
}

pub(super) fn excepted(words: &[&str], file: &Declared<'_>) -> Excepted {
    let begin = words.iter().position(|word| !OF.contains(word)).unwrap_or(words.len());
    let rest = words.get(begin..).unwrap_or_default();
    let names = || rest.iter().filter(|word| !JOINTS.contains(word) && !ARTICLES.contains(word));
    let roles: Option<Vec<&str>> = names().map(|word| file.role_of(word)).collect();
    let condition = rest.iter().position(|word| ["when", "if", "where", "когда", "если"].contains(word));
    match roles {
        _ if rest.is_empty() => Excepted::Unknown,
        Some(roles) => {
            let is = if roles.len() > 1 { "is one of" } else { "is" };
            Excepted::Roles(format!("actor.{} {is} {}", file.role_field(), roles.join(", ")))
        }
        None if done(rest, file).is_some_and(|_| names().all(|word| file.has_action(word))) => {
            Excepted::Actions
        }
        None => match condition {
            Some(at) if at + 1 < rest.len() => {
                Excepted::Condition(rest.get(at + 1..).unwrap_or_default().join(" "))
            }
            None if rest.contains(&"is") && rest.get(1) == Some(&".") => {
                Excepted::Condition(rest.join(" ").replace(" . ", "."))
            }
            _ => Excepted::Unknown,
        },
    }
}

/// What to write in place of an exception between two words: a clause, or nothing where it has no need of one.
pub(super) fn instead_of_exception(
    tokens: &Tokens<'_>,
    from: usize,
    end: usize,
    sentence: Option<&str>,
    unless: &str,
) -> Habit {
    let found = tokens.joined(from, end);
    let (expected, help) = match (sentence, unless) {
        (Some(sentence), "") => {
            (msg!(syntax.next_clause), msg!(syntax.only_what_is_named, sentence = sentence))
        }
        (None, "") => {
            (msg!(syntax.next_clause), msg!(syntax.delete_what_is_not_named, words = found.as_str()))
        }
        (Some(sentence), unless) => {
            (quoted("unless"), msg!(syntax.exception_of_a_rule, sentence = sentence, unless = unless))
        }
        (None, unless) => (quoted("unless"), msg!(syntax.write, word = unless)),
    };
    Habit {
        range: Some((tokens.range_of(from).0, tokens.range_of(end - 1).1)),
        message: Some(expected_found(expected, &found)),
        help,
    }
}

/// An exception on a line of its own behind a rule.
pub(super) fn exception(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    let here = tokens.here();
    if !["permit", "forbid"].contains(&tokens.nth(0)) || !EXCEPT.contains(&tokens.word(0)) {
        return None;
    }
    let end = tokens.next_of(here, &["unless", "say", "cites"]);
    let when = (here + 1..end)
        .find(|at| tokens.line_of(*at) != tokens.line_of(at - 1) && BEHIND.contains(&tokens.nth(*at)));
    let end = when.unwrap_or(end);
    let words: Vec<&str> = (here + 1..end).map(|at| tokens.nth(at)).collect();
    Some(match excepted(&words, file) {
        Excepted::Roles(condition) => {
            instead_of_exception(tokens, here, end, None, &format!("unless {condition}"))
        }
        Excepted::Condition(_) => {
            let from = (here + 1..end)
                .find(|at| ["when", "if", "where", "когда", "если"].contains(&tokens.nth(*at)));
            let condition = tokens.joined(from.map_or(here + 1, |at| at + 1), end);
            instead_of_exception(tokens, here, end, None, &format!("unless {condition}"))
        }
        Excepted::Actions => instead_of_exception(tokens, here, end, None, ""),
        Excepted::Unknown => {
            let message = Some(expected_found(quoted("unless"), tokens.word(0)));
            // The roles may be in another file.
            let names = listed(&words).filter(|_| file.roles().next().or(file.actions().next()).is_none());
            let help = match names {
                Some(names) => {
                    let is = if names.contains(',') { "is one of" } else { "is" };
                    msg!(syntax.exceptions_of_roles, unless = format!("unless actor.role {is} {names}"))
                }
                None => msg!(syntax.exceptions_are_conditions),
            };
            Habit { range: None, message, help }
        }
    })
}
