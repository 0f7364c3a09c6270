//! Names in a row, as prose has them.

use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::is_word;

/// What stands behind the sentence of a rule.
pub(super) const BEHIND: [&str; 9] =
    ["when", "unless", "say", "cites", "if", "where", "когда", "если", "because"];
/// Every action, in other words.
const ANYTHING: [&str; 16] = [
    "do anything",
    "do everything",
    "do all",
    "do any action",
    "perform any action",
    "anything",
    "everything",
    "any action",
    "all actions",
    "делать всё",
    "делать все",
    "делать что угодно",
    "что угодно",
    "всё",
    "любое действие",
    "все действия",
];
/// What joins roles or actions.
pub(super) const JOINTS: [&str; 20] = [
    ",",
    ";",
    "and",
    "or",
    "&",
    "&&",
    "||",
    "|",
    "/",
    "+",
    "nor",
    "also",
    "plus",
    "und",
    "et",
    "и",
    "или",
    "либо",
    "также",
    "а",
];
/// What says nothing more before an action.
const ADVERBS: [&str; 10] =
    ["to", "always", "ever", "freely", "only", "just", "also", "всегда", "только", "лишь"];
pub(super) const ARTICLES: [&str; 9] = ["a", "an", "the", "only", "some", "both", "either", "neither", "no"];

/// Names in a row, with commas between them.
pub(super) fn listed(words: &[&str]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut joint = true;
    for (at, word) in words.iter().enumerate() {
        let as_well_as = ["as", "well"].contains(word) && words.get(at..).unwrap_or_default().contains(&"as")
            || *word == "as" && words.get(at - 1) == Some(&"well");
        if joint && ADVERBS.contains(word) {
            continue;
        }
        if JOINTS.contains(word) || as_well_as || *word == "may" {
            joint = true;
        } else if joint && is_word(word) && !ARTICLES.contains(word) {
            names.push(word);
            joint = false;
        } else {
            return None;
        }
    }
    (!names.is_empty() && !joint).then(|| names.join(", "))
}

/// Actions in the words of the language, and whether words were left out that say what these are done to.
pub(super) fn done(words: &[&str], file: &Declared<'_>) -> Option<(String, bool)> {
    let begin = words.iter().position(|word| !["action", "actions", "действие"].contains(word))?;
    let end = words.iter().rposition(|word| !ADVERBS.contains(word))?;
    let words = words.get(begin..=end)?;
    if ANYTHING.contains(&&*words.join(" ")) {
        return Some(("do anything".to_owned(), false));
    }
    if let Some(names) = listed(words) {
        return Some((names, false));
    }
    let mut names = Vec::new();
    let mut dropped = false;
    for part in words.split(|word| JOINTS.contains(word)).filter(|part| !part.is_empty()) {
        if let Some(whole) = file.joined(part).filter(|name| file.has_action(name)) {
            names.push(whole);
            continue;
        }
        let mut actions = part.iter().filter(|word| file.has_action(word));
        let first = actions.next().filter(|action| part.first() == Some(action))?;
        if actions.next().is_some() {
            return None;
        }
        dropped = true;
        names.push(first);
    }
    (!names.is_empty()).then(|| (names.join(", "), dropped))
}
