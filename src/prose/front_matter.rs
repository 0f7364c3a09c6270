//! What stands before the text of a document and says something about it.

/// Where the text begins, after a byte order mark and YAML or TOML about the document.
pub(crate) fn front_matter(document: &str) -> usize {
    let mut at = if document.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut lines = document.get(at..).unwrap_or_default().split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let fence = first.trim_end();
    if !matches!(fence, "---" | "+++") {
        return at;
    }
    let mut end = at + first.len();
    for (number, line) in lines.enumerate() {
        end += line.len();
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            at = end;
            break;
        }
        // Two rules with text between them are no front matter.
        if number == 0 && line.is_empty() {
            break;
        }
    }
    at
}
