//! Mistakes in how an item of a list begins, which the parser finds further on and calls otherwise.

use crate::base::suggest::odd_character;
use crate::base::{Message, msg};
use crate::input::tree::shown;
use crate::input::yaml::lines::{SyntaxError, beginnings, is_word, lines_above};
use crate::input::yaml::text::line_start;

/// What is wrong with the beginning of the line of `at`, or of the one above.
pub(super) fn item_mistake(text: &str, at: usize) -> Option<SyntaxError> {
    let this = line_start(text, at);
    if let Some(found) = first_dash(text) {
        return Some(found);
    }
    let found = lines_above(text, this).take(1).chain([this]).find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let (place, length, message, help) = not_an_item(line)?;
        Some(SyntaxError { message, place: start + place..start + place + length, help })
    });
    found.or_else(|| missing_dash(text, this)).or_else(|| list_without_key(text, this))
}

/// A list whose first item lacks its dash: the next one begins with the same key.
fn first_dash(text: &str) -> Option<SyntaxError> {
    const MOST: usize = 200;
    let line_at = |start: usize| text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let is_blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let mut lines = starts.take(MOST).filter(|start| !is_blank(line_at(*start)));
    let first = lines.next()?;
    let (dashes, Some(key)) = beginnings(text, first)? else { return None };
    let mut above = first;
    let next = lines.find(|start| {
        let is_item = line_at(*start).starts_with("- ");
        above = if is_item { above } else { *start };
        is_item
    })?;
    let alike = beginnings(text, next)?.1.is_some_and(|other| other.word == key.word);
    let is_value = line_at(above).trim_end().ends_with(':');
    (dashes.is_empty() && key.column == 0 && alike && !is_value).then(|| SyntaxError {
        message: msg!(data.dash_missing),
        place: key.start..key.start + key.word.len(),
        help: Some(msg!(data.write_dash, text = format!("- {}", key.word))),
    })
}

/// The sign or the number with which people begin an item in place of a dash.
fn bullet(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = match first {
        '*' | '+' => 1,
        '-' if text.starts_with("-- ") => 2,
        _ if is_bullet(first) => first.len_utf8(),
        _ if digits > 0 && text.get(digits..)?.starts_with(['.', ')']) => digits + 1,
        _ => return None,
    };
    let (sign, rest) = text.split_at_checked(length)?;
    let item = rest.trim();
    let has_key = item.contains(": ") || item.ends_with(':') || item.starts_with('{');
    (rest.starts_with([' ', '\t']) && has_key).then_some(sign)
}

/// Whether a character begins an item of a list where people write for people.
pub(in crate::input) fn is_bullet(character: char) -> bool {
    "•‣◦▪▫●○■□►▸▹➢➤✓✔·∙⁃".contains(character)
}

/// A list below a key that has a value, with nothing above that could be its key.
fn list_without_key(text: &str, this: usize) -> Option<SyntaxError> {
    let (dashes, key) = beginnings(text, this)?;
    let dash = dashes.first()?;
    let above: Vec<usize> = lines_above(text, this).collect();
    let line_at = |start: usize| text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let nearest = line_at(*above.first()?);
    let has_value =
        nearest.split_once(": ").is_some_and(|(_, value)| !value.trim().starts_with(['|', '>', '#']));
    let has_dash = |start: &usize| line_at(*start).trim_start().starts_with('-');
    if !has_value || above.iter().any(has_dash) {
        return None;
    }
    let below = text.get(this..)?;
    let help =
        if below.contains("expect:") || key.is_some_and(|key| key.word == "name") && below.contains("do:") {
            msg!(data.add_key_of_list, key = "scenarios")
        } else {
            msg!(data.add_some_key)
        };
    let place = dash.start..dash.start + 1;
    Some(SyntaxError { message: msg!(data.list_without_key), place, help: Some(help) })
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
    if let Some(sign) = bullet(rest) {
        let item = rest.get(sign.len()..)?.trim();
        let help = msg!(data.write, text = format!("- {}", shown(item)));
        return Some((at, sign.len(), msg!(data.bullet, sign = sign), Some(help)));
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
            let braced = line.trim_start().strip_prefix("- {");
            let is_braced = rest.starts_with('{') && braced.is_some();
            let start = this + column;
            let length = key.as_ref().map_or(1, |key| key.word.len());
            // `ann: {…}` among `- {id: …}`
            let own = braced.and_then(|braced| Some(braced.split_once(':')?.0.trim()));
            let id = rest.get(length..).filter(|rest| rest.trim_start_matches([':', ' ']).starts_with('{'));
            let filed = own.filter(|own| key.is_some() && id.is_some() && is_word(own));
            let text = match (filed, rest.get(..length).unwrap_or_default()) {
                (Some(own), id) => format!("- {{{own}: {id}, …}}"),
                (None, begin) => format!("- {begin}"),
            };
            return (is_alike || is_braced || filed.is_some()).then(|| SyntaxError {
                message: msg!(data.dash_missing),
                place: start..start + length,
                help: Some(msg!(data.write_dash, text = text)),
            });
        }
        if indent < column {
            return None;
        }
    }
    None
}
