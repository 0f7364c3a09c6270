//! Characters that JSON allows in a text and YAML does not, and where lines and block lists begin.

use std::borrow::Cow;
use std::ops::Range;

/// JSON may have characters in its texts that YAML forbids: they are covered with as many bytes,
/// and the builder of the tree reads such a text anew.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    if !text.contains(unprintable) {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for c in text.chars() {
        if unprintable(c) {
            masked.extend(std::iter::repeat_n('x', c.len_utf8()));
        } else {
            masked.push(c);
        }
    }
    Cow::Owned(masked)
}

/// Whether JSON allows the character in a text and YAML does not.
pub(super) fn unprintable(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// The first dash of a block list that begins here: the parser puts one that is not indented under its key behind
/// that dash.
pub(in crate::input) fn first_dash(text: &str, start: usize) -> usize {
    let line = line_start(text, start);
    let before = text.get(line..start).unwrap_or_default();
    let indent = before.len() - before.trim_start_matches(' ').len();
    if before.get(indent..).is_some_and(|rest| rest.starts_with('-')) { line + indent } else { start }
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line_break| line_break + 1)
}

/// The comment right behind a colon or a dash, where a value is missing at a place and the comment may be it: no space
/// follows its sign.
pub(in crate::input) fn swallowed(text: &str, at: usize) -> Option<Range<usize>> {
    // Far away nothing is compared: a line may be as long as the text.
    const MOST: usize = 200;
    let within = |at: usize| (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
    let (first, last) = (within(at.saturating_sub(MOST)), within((at + MOST).min(text.len())));
    let before = text.get(first..at)?;
    let start = before.rfind('\n').map_or((first == 0).then_some(0), |end| Some(first + end + 1))?;
    let line = text.get(start..last)?.lines().next()?;
    let sign = line.find(" #")? + 1;
    let before = line.get(..sign)?.trim_end();
    let behind = line.get(sign + 1..)?.chars().next()?;
    let is_value =
        before.ends_with([':', '-']) && start + before.len() <= at && !matches!(behind, ' ' | '#' | '!');
    is_value.then(|| start + sign..start + line.trim_end().len())
}
