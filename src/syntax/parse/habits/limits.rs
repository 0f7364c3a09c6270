//! Limits in other words.

use crate::base::{msg, suggest};
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{
    Habit, behind_id, help, is_number, is_unit, is_word, lacks, value_end, write,
};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{digits, quoted};

/// What the words before a number make of it.
#[derive(Clone, Copy, PartialEq)]
enum Bound {
    Most,
    Below,
    Exactly,
    Least,
    Above,
}

/// The longer ones stand before those that they begin with.
const BOUNDS: &[(&[&str], Bound)] = &[
    (&["at", "most"], Bound::Most),
    (&["не", "больше", "чем"], Bound::Most),
    (&["не", "более", "чем"], Bound::Most),
    (&["не", "больше"], Bound::Most),
    (&["не", "более"], Bound::Most),
    (&["не", "свыше"], Bound::Most),
    (&["не", "меньше"], Bound::Least),
    (&["не", "менее"], Bound::Least),
    (&["максимум"], Bound::Most),
    (&["до"], Bound::Most),
    (&["меньше"], Bound::Below),
    (&["менее"], Bound::Below),
    (&["ровно"], Bound::Exactly),
    (&["минимум"], Bound::Least),
    (&["больше"], Bound::Above),
    (&["более"], Bound::Above),
    (&["свыше"], Bound::Above),
    (&["at", "maximum"], Bound::Most),
    (&["no", "more", "than"], Bound::Most),
    (&["not", "more", "than"], Bound::Most),
    (&["no", "greater", "than"], Bound::Most),
    (&["no", "less", "than"], Bound::Least),
    (&["no", "fewer", "than"], Bound::Least),
    (&["not", "less", "than"], Bound::Least),
    (&["not", "over"], Bound::Most),
    (&["not", "above"], Bound::Most),
    (&["not", "exceed"], Bound::Most),
    (&["up", "to"], Bound::Most),
    (&["limited", "to"], Bound::Most),
    (&["limit"], Bound::Most),
    (&["maximum"], Bound::Most),
    (&["max"], Bound::Most),
    (&["most"], Bound::Most),
    (&["only"], Bound::Most),
    (&["<="], Bound::Most),
    (&["=<"], Bound::Most),
    (&["less", "than"], Bound::Below),
    (&["fewer", "than"], Bound::Below),
    (&["under"], Bound::Below),
    (&["below"], Bound::Below),
    (&["<"], Bound::Below),
    (&["exactly"], Bound::Exactly),
    (&["precisely"], Bound::Exactly),
    (&["equal", "to"], Bound::Exactly),
    (&["equals"], Bound::Exactly),
    (&["=="], Bound::Exactly),
    (&["="], Bound::Exactly),
    (&["at", "least"], Bound::Least),
    (&["minimum"], Bound::Least),
    (&["min"], Bound::Least),
    (&[">="], Bound::Least),
    (&["more", "than"], Bound::Above),
    (&["greater", "than"], Bound::Above),
    (&["over"], Bound::Above),
    (&["above"], Bound::Above),
    (&[">"], Bound::Above),
];

/// Words around a set and its bound that say nothing.
const FILLERS: [&str; 21] = [
    "a", "an", "the", "there", "is", "are", "be", "may", "can", "must", "should", "have", "has", "of",
    "count", "number", "total", ":", ",", "does", "do",
];

/// Another bound than the language has, or one at another place: the same in the words of the language.
pub(super) fn limit(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    let start = behind_id(tokens);
    let end = tokens.next_of(start, &["also", "say", "cites", "per"]);
    let stop = tokens.next_of(start, &["stop"]);
    let end = if stop < end { stop.saturating_sub(2) } else { end };
    if tokens.nth(0) != "limit" || !(start..=end).contains(&tokens.here()) || tokens.nth(start) == ":" {
        return None;
    }
    if let Some(found) = each_of_its_own(tokens, file) {
        return Some(found);
    }
    if tokens.nth(start) == "no" && start + 2 == end {
        return Some(write(&format!("at most 0 {}", tokens.nth(start + 1))));
    }
    let (phrase, words, bound) = bound_of(tokens, start, end)?;
    let mut number = phrase + words;
    while ["of", "a", "the"].contains(&tokens.nth(number)) {
        number += 1;
    }
    let behind = value_end(tokens, number).min(end);
    let most = tokens.joined(number, behind);
    let most = digits(&most).map_or(most, str::to_owned);
    let strip = |from: usize, to: usize| {
        let is_filler = |at: &usize| FILLERS.contains(&tokens.nth(*at));
        let from = (from..to).find(|at| !is_filler(at)).unwrap_or(to);
        let to = (from..to).rev().find(|at| !is_filler(at)).map_or(from, |at| at + 1);
        (from, to)
    };
    let before = strip(start, phrase);
    let (from, to) = if before.0 < before.1 { before } else { strip(behind, end) };
    let set = match (tokens.nth(from), tokens.nth(from + 1)) {
        _ if most.is_empty() => return None,
        _ if from == to => "…".to_owned(),
        (name, _) if !is_word(name) => return None,
        (name, "when" | "," | "if") => {
            let condition = tokens.next_of(from, &["when", "where", "if"]) + 1;
            format!("{name} where {}", tokens.joined(condition.min(to), to))
        }
        (_, name) if from + 2 == to && is_word(name) => format!("{name} where …"),
        (_, "where") => tokens.joined(from, to),
        (name, _) if from + 1 == to => name.to_owned(),
        _ => return None,
    };
    let shown = if set == "…" { file.collections().first().map_or("…", |of| of.set) } else { &*set };
    let whole = most.parse::<i64>().ok();
    let add = |more: i64| match whole {
        Some(number) => (number + more).to_string(),
        None => format!("({most} {} {})", if more < 0 { "-" } else { "+" }, more.abs()),
    };
    let lower = |least: String| help(msg!(syntax.no_lower_limit, set = shown, number = least));
    let habit = match bound {
        Bound::Most => write(&format!("at most {most} {set}")),
        Bound::Below => write(&format!("at most {} {set}", add(-1))),
        Bound::Exactly => help(msg!(syntax.no_exact_limit, set = shown, number = most.as_str())),
        Bound::Least => lower(most.clone()),
        Bound::Above => lower(add(1)),
    };
    let (range, message) = if tokens.here() == start {
        // What stands in place of `at most`: other words for it, or the first one where it comes too late.
        let last = if phrase == start { words.max(1) } else { 1 };
        let found = tokens.joined(start, start + last);
        let range = (tokens.range_of(start).0, tokens.range_of(start + last - 1).1);
        (Some(range), Some(expected_found(quoted("at most"), &found)))
    } else if ["when", "if"].contains(&tokens.word(0)) {
        (None, Some(expected_found(quoted("where"), tokens.word(0))))
    } else {
        (None, None)
    };
    if set == "…" && matches!(bound, Bound::Most | Bound::Below) {
        // A word alone is what is counted.
        let (number, set) = if is_word(&most) { ("10", &*most) } else { (&*most, shown) };
        let ends = tokens.here() == end;
        let message =
            if ends { Some(expected_found(msg!(syntax.a_collection), tokens.nth(end))) } else { message };
        let help = msg!(syntax.name_what_is_counted, number = number, set = set);
        return Some(Habit { range: range.filter(|_| !ends), message, help });
    }
    let sentence = tokens.joined(start, end);
    (sentence != format!("at most {most} {set}")).then_some(Habit { range, message, ..habit })
}

/// A limit for each element of another collection.
fn each_of_its_own(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    let here = tokens.here();
    let words = match (tokens.word(0), tokens.word(1)) {
        ("for", "each" | "every" | "any" | "a" | "an" | "one")
        | ("на", "каждого" | "каждую" | "каждый" | "одного" | "одну")
        | ("у", "каждого" | "каждой") => 2,
        ("per" | "каждому" | "каждого", _) => 1,
        _ => return None,
    };
    let one = tokens.nth(here + words);
    if !is_word(one) || is_unit(one) {
        return None;
    }
    let phrase = tokens.joined(here, here + words + 1);
    let near = file.noun(one).or_else(|| suggest::nearest(one, file.nouns())).unwrap_or(one);
    let elements = match (file.collection(near), file.actors()) {
        (Some(of), _) => format!("{} where", of.set),
        (None, Some(actors)) if file.has_role(one) => {
            format!("{} where {} is {one} and", actors.set, file.role_field())
        }
        _ => format!("{near} where"),
    };
    let number = (0..here).rev().map(|at| tokens.nth(at)).find(|word| is_number(word)).unwrap_or("10");
    let remedy = msg!(syntax.no_limit_for_each, one = one, elements = elements, set = tokens.word(-1), number = number);
    let last = words.cast_signed();
    Some(lacks(tokens, 0, last, &phrase, remedy))
}

/// Where the words of a bound begin, how many they are, and what they say; a number alone is a bound, too.
fn bound_of(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<(usize, usize, Bound)> {
    let begins = |at: usize, words: &[&str]| {
        words.iter().enumerate().all(|(more, word)| tokens.nth(at + more) == *word)
    };
    // What stands behind `where` is a condition with bounds of its own, but for the last.
    for at in start..end {
        let Some((words, bound)) = BOUNDS.iter().find(|(words, _)| begins(at, words)) else { continue };
        if tokens.next_of(start, &["where"]) > at || value_end(tokens, at + words.len()) == end {
            return Some((at, words.len(), *bound));
        }
    }
    (start..end).find(|at| is_number(tokens.nth(*at))).map(|at| (at, 0, Bound::Most))
}
