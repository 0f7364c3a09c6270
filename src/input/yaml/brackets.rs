//! Brackets that are never closed, so that what is below them is read as a part of them.

use crate::base::msg;
use crate::input::yaml::lines::SyntaxError;
use crate::input::yaml::text::line_start;

/// A text that is longer is not looked through.
const MOST: usize = 1_000_000;

/// The bracket in a line above a place that nothing closes, where the line of the place begins an item or is not indented
/// under it.
pub(super) fn unclosed(text: &str, at: usize) -> Option<SyntaxError> {
    let indent = |start: usize| {
        let line = text.get(start..).unwrap_or_default();
        line.len() - line.trim_start_matches(' ').len()
    };
    let (open, close) = open_brackets(text).into_iter().find(|(open, _)| *open < at)?;
    let (own, this) = (line_start(text, open), line_start(text, at));
    let is_item = text.get(this + indent(this)..).is_some_and(|rest| rest.starts_with("- "));
    let is_below = own < this && (is_item || indent(this) <= indent(own));
    is_below.then(|| SyntaxError {
        message: msg!(data.bracket_not_closed),
        place: open..open + 1,
        help: Some(msg!(data.close_bracket, close = close)),
    })
}

/// The brackets that nothing closes, each with its partner.
fn open_brackets(text: &str) -> Vec<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote = None;
    // The last sign that is no space, and the one before this.
    let (mut last, mut before) = ('\n', '\n');
    for (at, sign) in text.get(..MOST).unwrap_or(text).char_indices() {
        let begins = matches!(last, '\n' | ':' | '-' | '[' | '{' | ',');
        match (quote, sign) {
            (Some('#'), '\n') => quote = None,
            (Some(mark), _) if mark == sign && before != '\\' => quote = None,
            (None, '"' | '\'') if begins => quote = Some(sign),
            (None, '#') if before.is_whitespace() => quote = Some('#'),
            (None, '{') if begins => open.push((at, '}')),
            (None, '[') if begins => open.push((at, ']')),
            (None, '}' | ']') if open.last().is_some_and(|(_, close)| *close == sign) => drop(open.pop()),
            _ => {}
        }
        before = sign;
        if sign == '\n' || !sign.is_whitespace() && quote != Some('#') {
            last = sign;
        }
    }
    open
}
