//! Characters that JSON allows in a text and YAML does not.

use std::borrow::Cow;

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
