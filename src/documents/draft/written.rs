//! Texts of documents as rules may hold them.

/// A text without the characters that rules may not have: those that hide, turn or end lines.
pub(super) fn written(text: &str) -> String {
    let is_unseen = |sign: char| {
        matches!(sign, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{AD}' | '\u{61C}')
            || matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let kept = text.chars().filter(|sign| !is_unseen(*sign));
    let plain: String =
        kept.map(|sign| if sign.is_control() || sign.is_whitespace() { ' ' } else { sign }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
