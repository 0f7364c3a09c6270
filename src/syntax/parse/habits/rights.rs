//! Who may do what, in the words of prose.

use crate::base::{msg, suggest};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{Habit, at_words, help, instead, is_word, lacks};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{CLAUSES, DECLARATIONS, Rule, english, quoted};

pub(super) fn right(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let kind = tokens.nth(0);
    if !["permit", "forbid"].contains(&kind) {
        return None;
    }
    if word(-1) == "if" && (expected.has(Rule::k_may) || word(0) != "then") {
        let message = expected_found(msg!(syntax.a_role), "if");
        return Some(at_words(tokens, -1, -1, message, msg!(syntax.condition_behind)));
    }
    if word(0) == "then" {
        return Some(lacks(tokens, 0, 0, "then", msg!(syntax.no_then)));
    }
    if kind == "permit" && word(-1) == "may" && word(0) == "not" {
        return Some(help(msg!(syntax.permit_has_no_not)));
    }
    if kind == "forbid" && word(-1) == "may" && expected.has(Rule::k_not) {
        return Some(help(msg!(syntax.forbid_needs_not)));
    }
    if !expected.has(Rule::k_may) {
        return None;
    }
    match word(-1) {
        "every" if kind == "forbid" => {
            let message = expected_found(quoted("nobody"), "every");
            return Some(at_words(tokens, -1, -1, message, msg!(syntax.nobody_may)));
        }
        "no" if kind == "forbid" => {
            let range = Some(tokens.range(-1, 0));
            let message = expected_found(msg!(syntax.a_role), &format!("no {}", word(0)));
            return Some(Habit { range, message: Some(message), help: msg!(syntax.nobody_may) });
        }
        "no" => {
            return Some(at_words(
                tokens,
                -1,
                -1,
                expected_found(msg!(syntax.a_role), "no"),
                msg!(syntax.permit_has_no_not),
            ));
        }
        all @ ("any" | "all" | "each" | "a" | "an" | "the")
            if is_word(word(0))
                && (all.len() > 3 || file.noun(word(0)).is_some() || ["any", "all"].contains(&all)) =>
        {
            let message = expected_found(msg!(syntax.a_role), all);
            let help = match file.noun(word(0)) {
                Some(_) if kind == "forbid" => msg!(syntax.nobody_may),
                Some(noun) => msg!(syntax.write, word = format!("every {noun} may")),
                None => msg!(syntax.no_article, article = all),
            };
            return Some(at_words(tokens, -1, -1, message, help));
        }
        article @ ("a" | "an" | "the" | "only" | "some" | "both" | "none" | "either" | "neither") => {
            let message = expected_found(msg!(syntax.a_role), article);
            return Some(at_words(tokens, -1, -1, message, msg!(syntax.no_article, article = article)));
        }
        _ => {}
    }
    Some(help(match (word(-1), word(0)) {
        (_, "cannot" | "can't" | "mustn't") if kind == "forbid" => {
            msg!(syntax.may_not_for_cannot, word = word(0))
        }
        (_, "can" | "must" | "should") if word(1) == "not" && kind == "forbid" => {
            msg!(syntax.may_not_for_cannot, word = format!("{} not", word(0)))
        }
        (_, "cannot") => msg!(syntax.permit_has_no_not),
        (_, "must" | "shall" | "should" | "has" | "have") => msg!(syntax.duty_is_no_rule),
        (_, "can" | "could" | "might" | "is") => msg!(syntax.may_for_can, word = word(0)),
        (role, "or" | "and") if is_word(word(1)) => {
            msg!(syntax.roles_with_commas, roles = format!("{role}, {}", word(1)))
        }
        (_, other) if english(other).is_some() || suggest::nearest(other, ["may"]).is_some() => return None,
        (role, second) if words_before_may(tokens) && file.has_role(role) && file.has_role(second) => {
            msg!(syntax.comma_missing, word = second)
        }
        (first, second) if words_before_may(tokens) && is_word(first) && is_word(second) => {
            msg!(syntax.role_of_one_word, first = first, second = second)
        }
        (role, action)
            if is_word(role)
                && is_word(action)
                && english(role).is_none()
                && ![role, action]
                    .iter()
                    .any(|word| CLAUSES.contains(word) || DECLARATIONS.contains(word)) =>
        {
            let example = file.roles().next().zip(file.actions().next());
            match (kind, example.filter(|_| !file.has_role(role) && !file.has_action(action))) {
                ("permit", Some((role, action))) => {
                    msg!(syntax.who_may_do_what, example = format!("{role} may {action}"))
                }
                (_, Some((role, action))) => {
                    msg!(syntax.who_may_do_what, example = format!("{role} may not {action}"))
                }
                ("permit", None) => msg!(syntax.write_may, role = role, action = action),
                _ => msg!(syntax.write_may, role = role, action = format!("not {action}")),
            }
        }
        _ => return None,
    }))
}

/// A condition on a line of its own behind other words than `when`, or behind none.
pub(super) fn condition_without_when(
    tokens: &Tokens<'_>,
    expected: &Expected,
    file: &Declared<'_>,
) -> Option<Habit> {
    const TURNS: [&str; 10] =
        ["not", "unless", "except", "without", "until", "never", "no", "but", "кроме", "не"];
    let here = tokens.here();
    let rule = ["permit", "forbid"].contains(&tokens.nth(0)) && tokens.begins_line(0);
    if !rule || !(expected.has(Rule::when) || expected.has(Rule::k_when)) {
        return None;
    }
    let end = (here..tokens.count()).find(|at| tokens.line_of(*at) != tokens.line_of(here));
    let end = end.unwrap_or(tokens.count());
    let begins = |at: &usize| {
        tokens.nth(at + 1) == "."
            && (tokens.nth(*at) == "actor" || file.collection(tokens.nth(*at)).is_some())
    };
    let from = (here..end).find(begins)?;
    let near = suggest::nearest(tokens.word(0), ["when", "unless", "say", "cites"]);
    if near.is_some_and(|word| word != "when") {
        return None;
    }
    let said = (here..from).any(|at| TURNS.contains(&tokens.nth(at)) || CLAUSES.contains(&tokens.nth(at)));
    let whole = format!("when {}", tokens.joined(from, end));
    (!said).then(|| instead(tokens, here, from.max(here + 1), "when", &whole))
}

/// Whether `may` stands in the line of the place, behind it.
fn words_before_may(tokens: &Tokens<'_>) -> bool {
    let here = tokens.here();
    let may = tokens.next_of(here, &["may"]);
    may == here + 1 && tokens.line_of(may) == tokens.line_of(here)
}
