//! Effects in other words.

use crate::base::msg;
use crate::syntax::parse::expected::Expected;
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{
    Habit, help, instead, is_number, is_text, is_word, lacks, path_end, write,
};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::Rule;

/// Words between what changes and its value.
const JOINTS: [&str; 19] = [
    "->", "=>", "→", "becomes", "become", "to", "=", ":=", "==", "is", "as", "into", "gets", "get", "equals",
    "with", "<-", ":", "are",
];
/// Words that begin the next clause of an action.
const NEXT: [&str; 3] = ["effect", "how", "cites"];

pub(super) fn effect(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    if tokens.nth(0) != "action" {
        return None;
    }
    // Behind a text, the first word of the line was taken for a language.
    let text = expected.has(Rule::string) && tokens.begins_line(-1);
    let here = if text { tokens.here() - 1 } else { tokens.here() };
    let start = (1..here).rev().find(|at| tokens.nth(*at) == "effect").map(|effect| effect + 1);
    let end = tokens.next_of(start.unwrap_or(here), &NEXT);
    if let Some(found) = start.filter(|_| here <= end).and_then(|start| several(tokens, start, end)) {
        return Some(found);
    }
    if text || expected.has(Rule::effect) || expected.has(Rule::k_effect) {
        // The keyword was left out.
        let path = path_end(tokens, here);
        let end = tokens.next_of(here, &NEXT);
        if path > here && JOINTS.contains(&tokens.nth(path)) && tokens.nth(here - 1) != "effect" {
            let value = tokens.joined(path + 1, end);
            let whole = format!("effect {} becomes {value}", tokens.joined(here, path));
            return Some(instead(tokens, here, here + 1, "effect", &whole));
        }
        // `sets car.condition to taken`
        let verb = tokens.nth(here).strip_suffix('s').unwrap_or_default();
        let sets = ["set", "change", "update", "make", "assign", "turn", "switch"].contains(&verb);
        if sets || ["set", "change", "update", "assign"].contains(&tokens.nth(here)) {
            let path = path_end(tokens, here + 1);
            let value = path + usize::from(JOINTS.contains(&tokens.nth(path)));
            let target = tokens.joined(here + 1, path);
            let whole = format!("effect {target} becomes {}", tokens.joined(value, end));
            return (path > here + 1).then(|| instead(tokens, here, here + 1, "effect", &whole));
        }
        if ["when", "unless", "if"].contains(&tokens.word(0)) && start.is_none() {
            return Some(help(msg!(syntax.conditions_of_actions)));
        }
        if ["add", "clear"].contains(&tokens.nth(here)) {
            return Some(instead(
                tokens,
                here,
                here + 1,
                "effect",
                &format!("effect {}", tokens.joined(here, end)),
            ));
        }
    }
    let start = start?;
    if !(start..=end).contains(&here) {
        return None;
    }
    condition_first(tokens, start, end)
        .or_else(|| verb(tokens, start, end, file))
        .or_else(|| assignment(tokens, start, end, file))
}

/// The range of some words, as offsets from the place.
fn offset(tokens: &Tokens<'_>, at: usize) -> isize {
    at.cast_signed() - tokens.here().cast_signed()
}

/// A second change behind the same keyword.
fn several(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<Habit> {
    let changes = |at: &usize| ["becomes", "clear"].contains(&tokens.nth(*at));
    let first = path_end(tokens, start + 1);
    if tokens.nth(start) == "clear"
        && [",", "and"].contains(&tokens.nth(first))
        && tokens.nth(first + 1) != "clear"
    {
        let mended = format!("effect clear {}", tokens.joined(first + 1, end));
        let help = msg!(syntax.effect_of_its_own, effect = mended);
        return Some(Habit {
            range: Some(tokens.range_of(first)),
            message: Some(msg!(syntax.one_change)),
            help,
        });
    }
    let second = (start..end).filter(changes).nth(1)?;
    let mut from = second;
    if tokens.nth(second) == "becomes" {
        from = second.checked_sub(1)?;
        while tokens.nth(from - 1) == "." && from > start + 1 {
            from -= 2;
        }
    }
    let next = (second + 1..end).find(changes).map_or(end, |third| match tokens.nth(third) {
        "clear" => third,
        _ => (second..third).rev().find(|at| ["and", ","].contains(&tokens.nth(*at))).unwrap_or(third),
    });
    let mended = format!("effect {}", tokens.joined(from, next));
    let range = (tokens.range_of(from).0, tokens.range_of(second).1);
    Some(Habit {
        range: Some(range),
        message: Some(msg!(syntax.one_change)),
        help: msg!(syntax.effect_of_its_own, effect = mended.trim_end_matches([',', ' '])),
    })
}

/// `when … becomes …`
fn condition_first(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<Habit> {
    let becomes = tokens.next_of(start, &["becomes"]);
    if !["when", "if"].contains(&tokens.nth(start)) || becomes >= end {
        return None;
    }
    let mut path = becomes - 1;
    while tokens.nth(path - 1) == "." && path > start + 2 {
        path -= 2;
    }
    let condition = tokens.joined(start + 1, path);
    let condition = condition.trim_end_matches([',', ' ']).trim_end_matches(" then");
    Some(write(&format!("{} when {condition}", tokens.joined(path, end))))
}

/// A change that begins with a verb, as an order does.
fn verb(tokens: &Tokens<'_>, start: usize, end: usize, file: &Declared<'_>) -> Option<Habit> {
    let verb = tokens.nth(start);
    let path = path_end(tokens, start + 1);
    let target = tokens.joined(start + 1, path);
    if JOINTS.contains(&tokens.nth(start + 1)) {
        return None;
    }
    let mended: String = match verb {
        "delete" | "remove" | "drop" | "erase" | "destroy" | "reset" | "unset" | "empty"
            if path > start + 1 =>
        {
            if target.contains('.') || ["reset", "unset", "empty"].contains(&verb) {
                format!("clear {target}")
            } else {
                let first = offset(tokens, start);
                let words = || (start + 1..end).map(|at| tokens.nth(at));
                let noun = words().find(|word| file.nouns().any(|noun| noun == *word));
                let set = words().find_map(|word| file.collection(word)).map(|of| of.noun);
                let name = noun.or(set).unwrap_or(&target);
                let help = msg!(syntax.nothing_is_removed, name = name);
                return Some(lacks(tokens, first, first, verb, help));
            }
        }
        "take" if tokens.nth(path) == "from" && path > start + 1 => {
            let whole = format!("take {target} out of {}", tokens.joined(path + 1, end));
            return Some(instead(tokens, path, path + 1, "out of", &whole));
        }
        "set" | "change" | "update" | "make" | "assign" | "turn" | "switch" if path > start + 1 => {
            let value = if JOINTS.contains(&tokens.nth(path)) { path + 1 } else { path };
            format!("{target} becomes {}", tokens.joined(value, end))
        }
        "increase" | "increment" | "raise" | "decrease" | "decrement" | "reduce" | "lower"
            if path > start + 1 =>
        {
            let sign = if ["increase", "increment", "raise"].contains(&verb) { "+" } else { "-" };
            let by = tokens.joined(if tokens.nth(path) == "by" { path + 1 } else { path }, end);
            let by = if by.is_empty() { "1" } else { &*by };
            format!("{target} becomes {target} {sign} {by}")
        }
        "append" | "insert" | "push" | "put" | "create" | "new" | "add" => {
            let to = (start..end).find(|at| ["to", "into", "in"].contains(&tokens.nth(*at)));
            // `add 10 to car.km`
            if let Some(to) = to.filter(|to| *to == start + 2 && is_number(tokens.nth(start + 1))) {
                let target = tokens.joined(to + 1, end);
                return Some(write(&format!("{target} becomes {target} + {}", tokens.nth(start + 1))));
            }
            let (set, fields) = match to {
                Some(to) => (to + 1, end),
                None => (start + 1, path),
            };
            let set_end = path_end(tokens, set);
            let name = tokens.joined(set, set_end);
            if name.contains('.') {
                return Some(match to.filter(|to| *to > start + 1) {
                    Some(to) => write(&format!("put {} into {name}", tokens.joined(start + 1, to))),
                    None => help(msg!(syntax.lists_are_changed, list = name)),
                });
            }
            let fields = match to {
                None => tokens.joined(fields, end),
                Some(to) if to == start + 1 => tokens.joined(path_end(tokens, to + 1), end),
                Some(to) => tokens.joined(path, to),
            };
            let inner = fields.trim_matches(['{', '}', '(', ')', ' ']);
            let inner = if inner.contains([':', '=']) { inner } else { "…" };
            let mended = format!("add {name} {{ {} }}", inner.replace(" =", ":"));
            if !is_word(&name) || mended == tokens.joined(start, end) {
                return None;
            }
            mended
        }
        _ => return None,
    };
    let first = offset(tokens, start);
    Some(match verb {
        "add" => write(&mended),
        _ => lacks(tokens, first, first, verb, msg!(syntax.write, word = mended)),
    })
}

/// A sign or a word of other languages between what changes and its value.
fn assignment(tokens: &Tokens<'_>, start: usize, end: usize, file: &Declared<'_>) -> Option<Habit> {
    let path = path_end(tokens, start);
    if path == start || tokens.here() != path {
        return None;
    }
    let target = tokens.joined(start, path);
    let sign = tokens.nth(path);
    let rest = |from: usize| tokens.joined(from, end);
    let value = match (sign, tokens.nth(path + 1)) {
        ("+=" | "-=" | "*=", _) => format!("{target} {} {}", sign.trim_end_matches('='), rest(path + 1)),
        ("increases" | "grows" | "rises", "by") => format!("{target} + {}", rest(path + 2)),
        ("decreases" | "falls" | "drops", "by") => format!("{target} - {}", rest(path + 2)),
        ("increases" | "grows" | "rises", "") | ("++", _) => format!("{target} + 1"),
        ("decreases" | "falls" | "drops" | "--", "") => format!("{target} - 1"),
        ("changes" | "turns" | "set" | "equal", "to" | "into") | ("=", "=") => rest(path + 2),
        _ if JOINTS.contains(&sign) => rest(path + 1),
        (value, _) if file.is_value(value) => rest(path),
        (value, _) if is_text(value) || is_number(value) || ["true", "false"].contains(&value) => rest(path),
        _ => return None,
    };
    Some(write(&format!("{target} becomes {value}")))
}
