//! Declarations in the form of prose and of other languages.

use crate::base::msg;
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{Habit, help, instead, is_number, is_text, is_word, stem, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{Rule, quoted};

/// What stands between a role and the one that it is like.
const LIKE: [&str; 23] = [
    "(",
    "like",
    "is",
    "are",
    "extends",
    "inherits",
    "from",
    "as",
    "same",
    "similar",
    "to",
    "equals",
    ":",
    "=",
    "<",
    "как",
    "подобна",
    "подобно",
    "подобен",
    "похожа",
    "на",
    "это",
    "аналогично",
];
const ARTICLES: [&str; 4] = ["a", "an", "the", "of"];
/// What separates values and roles elsewhere.
const JOINTS: [&str; 10] = ["or", "and", "|", "||", "/", ";", "&", "и", "или", "либо"];
/// What stands between a name and what it names.
const NAMES: [&str; 10] = ["is", "as", "=", ":", "at", "from", "in", "это", "=>", ":="];

pub(super) fn declaration(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    match tokens.nth(0) {
        "role" => rights(tokens).or_else(|| role(tokens, file)).or_else(|| excepted(tokens, file)),
        "enum" => enumeration(tokens),
        "document" => document(tokens),
        "let" => typed(tokens, expected, file),
        "state" => collection(tokens),
        "action" => joined_parameters(tokens, expected),
        _ => None,
    }
}

/// What a role may do, in its declaration.
fn rights(tokens: &Tokens<'_>) -> Option<Habit> {
    const MAY: [&str; 6] = ["may", "can", "must", "может", "могут", "cannot"];
    let here = tokens.here();
    let may = (2..here + 2).find(|at| MAY.contains(&tokens.nth(*at)))?;
    let end = tokens.next_of(may, &["say", "cites", "except"]);
    let sentence = format!("{} may {}", tokens.nth(1), tokens.joined(may + 1, end));
    let range = Some((tokens.range_of(may).0, tokens.range_of(end - 1).1));
    let message = Some(expected_found(msg!(syntax.next_clause), &tokens.joined(may, end)));
    let allows = !["cannot", "not", "не"].contains(&tokens.nth(may + 1)) && tokens.nth(may) != "cannot";
    let help = match allows {
        true => msg!(syntax.rights_are_permits, sentence = sentence.trim_end()),
        false => msg!(syntax.write_except),
    };
    Some(Habit { range, message, help })
}

/// Actions that are excepted in other words, and roles in a row.
fn excepted(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    const EXCEPT: [&str; 7] = ["but", "without", "кроме", "besides", "excluding", "unless", "minus"];
    let here = tokens.here();
    let end = tokens.next_of(here, &["say", "cites"]);
    let names = |from: usize| {
        let words = (from..end).map(|at| tokens.nth(at));
        let words: Vec<&str> = words.filter(|word| *word != "," && !JOINTS.contains(word)).collect();
        (!words.is_empty() && words.iter().all(|word| is_word(word))).then(|| words.join(", "))
    };
    let except = tokens.next_of(2, &["except"]);
    if EXCEPT.contains(&tokens.word(0)) {
        let from = here + 1 + usize::from(["not", "for"].contains(&tokens.word(1)));
        return Some(instead(tokens, here, from, "except", &format!("except {}", names(from)?)));
    }
    if JOINTS.contains(&tokens.word(0)) && except < here {
        return Some(instead(tokens, here, here + 1, ",", &format!("except {}", names(except + 1)?)));
    }
    let next = tokens.word(1);
    let row = here == 2 && (tokens.word(0) == "," || JOINTS.contains(&tokens.word(0))) && is_word(next);
    row.then(|| help(msg!(syntax.line_of_its_own, next = format!("role {next}"))))
        .filter(|_| !file.has_role(next))
}

/// A role that is like another, or like several.
fn role(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    let end = tokens.next_of(1, &["except", "say", "cites"]).min(tokens.in_first_line());
    let here = tokens.here();
    // A word that nobody knows, in another alphabet than the role behind it.
    let foreign = |at: usize| {
        let (word, next) = (tokens.nth(at), tokens.nth(at + 1));
        is_word(word) && !word.is_ascii() && next.is_ascii() && file.has_role(next)
    };
    let links = |at: &usize| LIKE.contains(&tokens.nth(*at)) || *at == 2 && foreign(*at);
    if !(2..=end).contains(&here) || !links(&2) {
        return None;
    }
    let behind = (2..end).find(|at| !links(at) && !ARTICLES.contains(&tokens.nth(*at)))?;
    let others: Vec<&str> = (behind..end)
        .map(|at| tokens.nth(at))
        .filter(|word| ![",", ")"].contains(word) && !JOINTS.contains(word) && !LIKE.contains(word))
        .collect();
    match others.as_slice() {
        [one] if is_word(one) && tokens.joined(2, end) != format!("like {one}") => {
            Some(instead(tokens, 2, behind, "like", &format!("like {one}")))
        }
        [one, second, ..] if is_word(one) && is_word(second) && tokens.nth(behind + 1) != *second => {
            let (name, second) = (tokens.nth(1), *second);
            let help = msg!(syntax.like_one_role, role = *one, name = name, other = second);
            let range = Some((tokens.range_of(behind + 1).0, tokens.range_of(end - 1).1));
            let found = tokens.joined(behind + 1, end);
            Some(Habit { range, message: Some(expected_found(msg!(syntax.next_clause), &found)), help })
        }
        _ => None,
    }
}

/// The values of an enum without braces, or between other signs.
fn enumeration(tokens: &Tokens<'_>) -> Option<Habit> {
    let open = tokens.next_of(2, &["{"]);
    let braces = open < tokens.count();
    let separates = |word: &str| JOINTS.contains(&word);
    if tokens.here() < 2
        || (2..open).any(|at| is_word(tokens.nth(at)) && braces)
        || braces && open == 2 && !separates(tokens.word(0))
    {
        return None;
    }
    let mut values: Vec<String> = Vec::new();
    let mut apart = true;
    let mut commas = false;
    for at in (if braces { open + 1 } else { 2 })..tokens.count() {
        match tokens.nth(at) {
            word if word == "," || separates(word) => (apart, commas) = (true, true),
            word if is_word(word) || is_number(word) || is_text(word) => {
                let value = word.trim_matches('"').replace([' ', '-'], "_");
                match values.last_mut().filter(|_| !apart) {
                    Some(last) => *last = format!("{last} {value}"),
                    None => values.push(value),
                }
                apart = false;
            }
            "=" | ":" | "(" | "[" | ")" | "]" | "}" | ":=" => {}
            "-" | "*" | "•" if tokens.line_of(at) != tokens.line_of(at - 1) => {
                (apart, commas) = (true, true);
            }
            _ => return None,
        }
        if tokens.line_of(at + 1) != tokens.line_of(at) {
            (apart, commas) = (true, commas || at + 1 < tokens.count());
        }
    }
    let joint = if commas { "_" } else { ", " };
    let values: Vec<String> = values.iter().map(|value| value.replace(' ', joint)).collect();
    let list = values.join(", ");
    (list.contains(',')).then(|| write(&format!("enum {} {{ {list} }}", tokens.nth(1))))
}

/// A document whose path is no text, or that has no name.
fn document(tokens: &Tokens<'_>) -> Option<Habit> {
    let end = tokens.in_first_line();
    let whole = |name: &str, path: &str| Some(write(&format!("document {name} \"{path}\"")));
    let joints = |at: &usize| NAMES.contains(&tokens.nth(*at));
    if let Some(text) = (1..end).find(|at| is_text(tokens.nth(*at))) {
        let path = tokens.nth(text).trim_matches('"');
        let named = (2..end).find(|at| !joints(at)).filter(|at| *at > 2 && at + 1 == end);
        return match text {
            1 => whole(&named.map_or_else(|| stem(path), |at| tokens.nth(at).to_owned()), path),
            _ if text > 2 && (2..text).all(|at| joints(&at)) => whole(tokens.nth(1), path),
            _ => None,
        };
    }
    if end == 2 && tokens.count() == 2 {
        return Some(help(msg!(syntax.path_of_a_document, name = tokens.nth(1))));
    }
    let from = (2..end).find(|at| !joints(at))?;
    let first = [".", "/"].contains(&tokens.nth(2));
    let named = (2..end).rev().find(|at| !tokens.touches(*at - 1)).filter(|at| *at > from && !first);
    if let Some(at) = named.filter(|at| (1..*at).all(|at| is_word(tokens.nth(at)))) {
        let name = (1..at).map(|at| tokens.nth(at)).collect::<Vec<_>>().join("_");
        let path = tokens.joined(at, end);
        return path.contains('.').then(|| whole(&name, &path))?;
    }
    let path = tokens.joined(if first { 1 } else { from }, end);
    let is_path =
        path.contains(['.', '/']) && (first || is_word(tokens.nth(from)) || tokens.nth(from) == ".");
    match is_path {
        true if first => whole(&stem(&path), &path),
        true => whole(tokens.nth(1), &path),
        false => None,
    }
}

/// A named expression with a type, without `=`, or with a word before its set.
fn typed(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    const DEFINES: [&str; 9] = ["==", ":=", "is", "be", "equals", "means", "as", "->", "=>"];
    let here = tokens.here();
    let end = tokens.next_of(here, &["say"]);
    let before = tokens.word(-1);
    if DEFINES.contains(&tokens.nth(2)) && (2..=3).contains(&here) {
        let whole = format!("let {} = {}", tokens.nth(1), tokens.joined(3, end));
        return (end > 3).then(|| instead(tokens, 2, 3, "=", &whole));
    }
    if !is_word(tokens.word(0)) {
        return None;
    }
    let rest = tokens.joined(here, end);
    let sign = tokens.next_of(2, &["="]);
    if expected.signs.contains(&'=') && !expected.has(Rule::k_is) && sign == tokens.count() {
        return Some(write(&format!("{} = {rest}", tokens.joined(0, here))));
    }
    if before == ":" && expected.has(Rule::k_each) {
        let head = tokens.joined(0, here - 1);
        let is_type = tokens.word(0).starts_with(char::is_uppercase);
        let value = match tokens.joined(sign + 1, end).as_str() {
            "" if is_type => "…".to_owned(),
            "" => rest,
            "today" | "сегодня" => "now".to_owned(),
            value => value.to_owned(),
        };
        let set = file.collection(&value).is_some() || value.contains(" where ");
        let noun = tokens.nth(sign.saturating_sub(1));
        return Some(write(&match Some(noun).filter(|_| !is_type && set) {
            Some(noun) if sign < end => format!("{head}: each {noun} = {value}"),
            _ => format!("{head} = {value}"),
        }));
    }
    let article = ["each", "every", "all", "the", "filter", "select"].contains(&before);
    (article && tokens.word(-2) == "=").then(|| write(&rest))
}

/// A collection of a state in other words than `cars: each car by plate {`.
fn collection(tokens: &Tokens<'_>) -> Option<Habit> {
    const WORDS: [&str; 16] = [
        ":",
        "=",
        "each",
        "every",
        "list",
        "of",
        "set",
        "collection",
        "map",
        "array",
        "all",
        "many",
        "a",
        "an",
        "the",
        "table",
    ];
    let here = tokens.here();
    let line = tokens.line_of(here.min(tokens.count().checked_sub(1)?));
    let start = (0..=here).find(|at| *at > 1 && tokens.line_of(*at) == line && tokens.nth(*at) != "{")?;
    let open = tokens.next_of(start, &["{"]);
    let set = tokens.nth(start);
    if tokens.line_of(open) != line || !is_word(set) || open < here || open < start + 2 {
        return None;
    }
    let by = tokens.next_of(start, &["by", "keyed", "key"]).min(open);
    let key = (by..open).map(|at| tokens.nth(at)).find(|word| !["by", "keyed", "key"].contains(word));
    let mut nouns = (start + 1..by).map(|at| tokens.nth(at)).filter(|word| !WORDS.contains(word));
    let noun = nouns.next().filter(|noun| *noun != set);
    if nouns.next().is_some() || key.into_iter().chain(noun).any(|word| !is_word(word)) {
        return None;
    }
    let singular = match set.strip_suffix("ies") {
        Some(stem) => Some(format!("{stem}y")),
        None => set.strip_suffix('s').map(str::to_owned),
    };
    let noun = noun.map(str::to_owned).or(singular).unwrap_or_else(|| "one".to_owned());
    let by = key.map(|key| format!(" by {key}")).unwrap_or_default();
    let whole = format!("{set}: each {noun}{by}");
    if tokens.joined(start + 1, open) == ":" {
        let one = format!("{set} {{ … }}");
        let many = format!("{whole} {{ … }}");
        return Some(help(msg!(syntax.group_or_collection, one = one, many = many)));
    }
    (whole != tokens.joined(start, open))
        .then(|| instead(tokens, start, open, &whole, &format!("{whole} {{")))
}

/// Parameters joined by a word, or with an article.
fn joined_parameters(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let here = tokens.here();
    if !expected.signs.contains(&',') || !expected.between_brackets() {
        return None;
    }
    let (before, found) = (tokens.word(-1), tokens.word(0));
    if JOINTS.contains(&found) {
        let message = Some(expected_found(quoted(","), found));
        return Some(Habit { range: None, message, help: msg!(syntax.write, word = ",") });
    }
    let article = ["a", "an", "the", "any", "some", "each"].contains(&before) && is_word(found);
    article.then(|| {
        let range = Some(tokens.range_of(here - 1));
        let message = Some(expected_found(msg!(syntax.a_parameter), before));
        Habit { range, message, help: msg!(syntax.delete_word, word = before) }
    })
}
