//! Texts of documents as rules may hold them.

use crate::syntax::may_stand_in_a_text;

/// A text in one line, without the characters that rules may not have: those that hide or turn.
pub(super) fn written(text: &str) -> String {
    let words = text.split(|sign: char| sign.is_control() || sign.is_whitespace());
    let words = words.map(|word| word.chars().filter(|sign| may_stand_in_a_text(*sign)).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
