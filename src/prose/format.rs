//! The formats in which documents are written, and from a document to its text.

use crate::base::SourceId;
use crate::prose::blocks::DocumentBuilder;
use crate::prose::html::{self, OffsetMap};
use crate::prose::markdown;
use crate::prose::plain;
use crate::prose::text::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown as GitHub reads it, with footnotes.
    Markdown,
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

impl Text {
    /// Read a document. Whatever stands in it, there is a text: markup that is not well formed does no harm.
    pub fn read(source: SourceId, document: &str, format: Format) -> Self {
        let mut builder = DocumentBuilder::new(document);
        let base = front_matter(document);
        let body = document.get(base..).unwrap_or_default();
        match format {
            Format::Markdown => markdown::read(document, base, &mut builder),
            Format::Html => html::read(body, &OffsetMap::from(base), &mut builder),
            Format::Plain => plain::read(document, &mut builder),
        }
        builder.finish(source)
    }
}

/// Where the text begins, after a byte order mark and YAML or TOML about the document.
fn front_matter(document: &str) -> usize {
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
