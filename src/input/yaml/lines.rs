//! Where lines and block lists begin.

/// The first dash of a block list that begins here: the parser puts one that is not indented under its key behind
/// that dash.
pub(crate) fn first_dash(text: &str, start: usize) -> usize {
    let line = line_start(text, start);
    let before = text.get(line..start).unwrap_or_default();
    let indent = before.len() - before.trim_start_matches(' ').len();
    if before.get(indent..).is_some_and(|rest| rest.starts_with('-')) { line + indent } else { start }
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line_break| line_break + 1)
}
