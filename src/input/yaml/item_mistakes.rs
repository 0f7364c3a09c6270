//! Mistakes in how an item of a list begins, which the parser finds further on and calls otherwise.

use crate::base::suggest::odd_character;
use crate::base::{Message, msg};
use crate::input::yaml::lines::{SyntaxError, beginnings, lines_above};
use crate::input::yaml::text::line_start;

/// What is wrong with the beginning of the line of `at`, or of the one above.
pub(super) fn item_mistake(text: &str, at: usize) -> Option<SyntaxError> {
    let this = line_start(text, at);
    let found = lines_above(text, this).take(1).chain([this]).find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let (place, length, message, help) = not_an_item(line)?;
        Some(SyntaxError { message, place: start + place..start + place + length, help })
    });
    found.or_else(|| missing_dash(text, this))
}

/// The place, the length and the remedy of what looks like the beginning of an item, or of braces, and is none.
pub(in crate::input) fn not_an_item(line: &str) -> Option<(usize, usize, Message, Option<Message>)> {
    let rest = line.trim_start_matches(' ');
    let at = line.len() - rest.len();
    let first = rest.chars().next()?;
    let behind = rest.get(first.len_utf8()..)?;
    let is_dash = matches!(first, '‐' | '‑' | '‒' | '–' | '—' | '−');
    if is_dash && behind.starts_with([' ', '{', '[']) {
        return Some((at, first.len_utf8(), odd_character(first)?, None));
    }
    let goes_on = behind.starts_with(|c: char| c.is_alphabetic() || matches!(c, '{' | '[' | '"' | '\''));
    if first == '-' && goes_on && behind.contains(':') {
        return Some((at, 1, msg!(data.space_after_dash), None));
    }
    let open = line.find('(')?;
    let before = line.get(..open)?.trim_end();
    let has_keys = line.get(open..)?.contains(": ");
    (has_keys && before.ends_with(['-', ':']))
        .then(|| (open, 1, msg!(data.round_bracket), Some(msg!(data.braces))))
}

/// An element without its dash, in the column of the dashes above it.
fn missing_dash(text: &str, this: usize) -> Option<SyntaxError> {
    let line = text.get(this..)?.lines().next()?;
    let column = line.len() - line.trim_start_matches(' ').len();
    let rest = line.get(column..)?;
    let (dashes, key) = beginnings(text, this)?;
    if !dashes.is_empty() || rest.is_empty() {
        return None;
    }
    for above in lines_above(text, this) {
        let line = text.get(above..)?.lines().next()?;
        let indent = line.len() - line.trim_start_matches(' ').len();
        let (dashes, first) = beginnings(text, above)?;
        if dashes.first().is_some_and(|dash| dash.column == column) {
            let is_alike = key.as_ref().zip(first).is_some_and(|(key, first)| key.word == first.word);
            let is_braced = rest.starts_with('{') && line.trim_start().starts_with("- {");
            let start = this + column;
            let length = key.map_or(1, |key| key.word.len());
            return (is_alike || is_braced).then(|| SyntaxError {
                message: msg!(data.dash_missing),
                place: start..start + length,
                help: Some(msg!(
                    data.write_dash,
                    text = format!("- {}", rest.get(..length).unwrap_or_default())
                )),
            });
        }
        if indent < column {
            return None;
        }
    }
    None
}
