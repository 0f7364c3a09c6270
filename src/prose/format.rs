//! The formats in which documents are written.

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown as GitHub reads it, with footnotes.
    Markdown,
    /// A page or a part of one.
    Html,
    /// Text without markup; lists and some headings are seen by their looks.
    Plain,
}

impl Format {
    /// By the ending of a path: `md` and `markdown` are Markdown; `html`, `htm` and `xhtml` are HTML; all else is
    /// plain.
    pub fn of_path(path: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ => Self::Plain,
        }
    }
}
