//! Limits in other words.

use crate::base::{msg, suggest};
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::habits::bounds::{self, Bound};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::prose;
use crate::syntax::parse::habits::words::{Habit, behind_id, is_number, is_unit, is_word, value_end, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{digits, quoted};

/// Words around a set and its bound that say nothing.
const FILLERS: [&str; 23] = [
    "количество",
    "число",
    "a",
    "an",
    "the",
    "there",
    "is",
    "are",
    "be",
    "may",
    "can",
    "must",
    "should",
    "have",
    "has",
    "of",
    "count",
    "number",
    "total",
    ":",
    ",",
    "does",
    "do",
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
    if let Some(found) = each_of_its_own(tokens, start, end, file) {
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
    let after = strip(behind, end);
    let (from, to) = if before.0 < before.1 { before } else { after };
    // `each driver may take at most 3 cars`
    let one = (before.0..before.1).map(|at| tokens.nth(at)).find(|word| is_element(word, file));
    if let Some(one) = one.filter(|_| file.collection(tokens.nth(after.0)).is_some()) {
        let found = tokens.joined(start, phrase);
        let range = Some((tokens.range_of(start).0, tokens.range_of(phrase - 1).1));
        let message = Some(expected_found(quoted("at most"), &found));
        let sentence = format!("at most {most} {} for each {}", tokens.nth(after.0), near(one, file));
        return Some(Habit { range, message, ..write(&sentence) });
    }
    // `in total`
    let last = |to: usize| [tokens.nth(to - 2), tokens.nth(to - 1)];
    let (from, to) = match last(to) {
        ["in", "total" | "all" | "sum"] | ["at", "once"] if to > from + 2 => (from, to - 2),
        // Of `in total`, the second word is gone already.
        [_, "in" | "total" | "altogether" | "overall" | "всего"] if to > from + 1 => (from, to - 1),
        _ => (from, to),
    };
    let named = prose::elements_between(tokens, from, to, file);
    let set = match (tokens.nth(from), tokens.nth(from + 1)) {
        _ if most.is_empty() => return None,
        _ if from == to => "…".to_owned(),
        _ if named.is_some() => named.unwrap_or_default(),
        (name, _) if !is_word(name) => return None,
        (name, "when" | "," | "if") => {
            let condition = tokens.next_of(from, &["when", "where", "if"]) + 1;
            format!("{name} where {}", tokens.joined(condition.min(to), to))
        }
        (first, name) if from + 2 == to && is_word(name) => {
            let first = file.collection(first).filter(|_| file.collection(name).is_none());
            format!("{} where …", first.map_or(name, |of| of.set))
        }
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
    let (expected, written) = match bound {
        Bound::Most => ("at most", format!("at most {most} {set}")),
        Bound::Below => ("at most", format!("at most {} {set}", add(-1))),
        Bound::Exactly => ("from", format!("from {most} to {most} {shown}")),
        Bound::Least => ("at least", format!("at least {most} {shown}")),
        Bound::Above => ("at least", format!("at least {} {shown}", add(1))),
    };
    let habit = write(&written);
    let (range, message) = if tokens.here() == start {
        // What stands in place of the bound: other words for it, or the first one where it comes too late.
        let last = if phrase == start { words.max(1) } else { 1 };
        let found = tokens.joined(start, start + last);
        let range = (tokens.range_of(start).0, tokens.range_of(start + last - 1).1);
        (Some(range), Some(expected_found(quoted(expected), &found)))
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
    (sentence != written).then_some(Habit { range, message, ..habit })
}

/// A limit for each element of another collection.
fn each_of_its_own(tokens: &Tokens<'_>, start: usize, end: usize, file: &Declared<'_>) -> Option<Habit> {
    let words = |at: usize| match (tokens.nth(at), tokens.nth(at + 1)) {
        ("for", "each") if (at..at + 3).contains(&tokens.here()) => Some(2),
        ("for", "every" | "any" | "a" | "an" | "one")
        | ("на", "каждого" | "каждую" | "каждый" | "одного" | "одну")
        | ("у", "каждого" | "каждой") => Some(2),
        ("per" | "на" | "каждому" | "каждого", _) => Some(1),
        _ => None,
    };
    let (at, words) = (start..=end).find_map(|at| Some((at, words(at)?)))?;
    let one = tokens.nth(at + words);
    if !is_word(one) || is_unit(one) {
        return None;
    }
    let found = tokens.joined(at, at + words);
    Some(Habit {
        range: Some((tokens.range_of(at).0, tokens.range_of(at + words).1)),
        message: Some(expected_found(quoted("for each"), &found)),
        ..write(&format!("for each {}", near(one, file)))
    })
}

/// Whether a word speaks of elements: a collection, one of its elements, or a role.
fn is_element(word: &str, file: &Declared<'_>) -> bool {
    file.collection(word).is_some() || file.role_of(word).is_some()
}

/// The word of the file that a word for one of its elements was meant for.
fn near<'w>(one: &'w str, file: &'w Declared<'_>) -> &'w str {
    file.noun(one).or_else(|| suggest::nearest(one, file.nouns())).unwrap_or(one)
}

/// Where the words of a bound begin, how many they are, and what they say; a number alone is a bound, too.
fn bound_of(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<(usize, usize, Bound)> {
    // What stands behind `where` is a condition with bounds of its own, but for the last.
    for at in start..end {
        let Some((words, bound)) = bounds::bound(tokens, at) else { continue };
        if tokens.next_of(start, &["where"]) > at || value_end(tokens, at + words) == end {
            return Some((at, words, bound));
        }
    }
    (start..end).find(|at| is_number(tokens.nth(*at))).map(|at| (at, 0, Bound::Most))
}
