//! Lines that come from elsewhere: markers that a merge left behind, fences of a page, comments as other languages have
//! them.

/// Whether a line is this marker of a merge.
pub(crate) fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
}

/// The marker of a merge that a line begins with.
pub(crate) fn merge_marker(line: &str) -> Option<&'static str> {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].into_iter().find(|marker| is_marker(line, marker))
}

/// The sign with which a line begins or ends a block of code on a page.
pub(crate) fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|sign| line.starts_with(sign))
}

/// The sign that a comment begins with elsewhere, where a text begins with one, and the words of the comment.
pub(crate) fn foreign_comment(text: &str) -> Option<(&'static str, &str)> {
    const ENDS: [&str; 2] = ["*/", "-->"];
    let sign =
        ["//", "/*", "*/", "<!--", "-->", "--", ";"].into_iter().find(|sign| text.starts_with(sign))?;
    let rest = text.get(sign.len()..)?;
    let is_comment = sign != "--" || rest.starts_with(' ') && !rest.contains(": ");
    let words = rest.trim();
    let words = ENDS.iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words);
    is_comment.then_some((sign, words.trim()))
}
