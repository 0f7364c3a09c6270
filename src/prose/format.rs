//! The formats in which documents are written, and from a document to its text.

use crate::base::SourceId;
use crate::prose::blocks::DocumentBuilder;
use crate::prose::dialects;
use crate::prose::html::{self, OffsetMap};
use crate::prose::jsx;
use crate::prose::markdown;
use crate::prose::plain;
use crate::prose::rewrite::Rewrite;
use crate::prose::text::Text;
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown as GitHub reads it, with footnotes.
    Markdown,
    /// The same with JSX in it.
    Mdx,
    Html,
    /// Text without markup; lists and some headings are seen by their looks.
    Plain,
}

impl Format {
    /// By the ending of a path: `md`, `markdown` and `mdx` are Markdown; `html`, `htm` and `xhtml` are HTML; all else is
    /// plain.
    pub fn of_path(path: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("mdx") => Self::Mdx,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ => Self::Plain,
        }
    }
}

impl Text {
    /// Read a document. Whatever stands in it, there is a text: markup that is not well formed does no harm.
    pub fn read(source: SourceId, document: &str, format: Format) -> Self {
        let lines = with_line_ends(document);
        let document = &*lines;
        let mut builder = DocumentBuilder::new(document);
        let base = front_matter(document);
        let body = document.get(base..).unwrap_or_default();
        match format {
            Format::Markdown | Format::Mdx => match plain_markdown(document, base, format) {
                Some(rewrite) => {
                    let text = rewrite.text.clone();
                    builder.rewritten(rewrite);
                    markdown::read(&text, 0, &mut builder);
                }
                None => markdown::read(document, base, &mut builder),
            },
            Format::Html => html::read(body, &OffsetMap::from(base), &mut builder),
            Format::Plain => plain::read(document, &mut builder),
        }
        builder.finish(source)
    }
}

/// The document with line feeds for carriage returns that end lines alone; every byte stays where it is.
fn with_line_ends(document: &str) -> Cow<'_, str> {
    if document.matches('\r').count() == document.matches("\r\n").count() {
        return Cow::Borrowed(document);
    }
    let follows = |at: usize| document.as_bytes().get(at) == Some(&b'\n');
    let mut lines = String::with_capacity(document.len());
    for part in document.split_inclusive('\r') {
        match part.strip_suffix('\r').filter(|_| !follows(lines.len() + part.len())) {
            Some(line) => {
                lines.push_str(line);
                lines.push('\n');
            }
            None => lines.push_str(part),
        }
    }
    Cow::Owned(lines)
}

/// A document from byte `base` on as Markdown without anything else in it; none where it is that.
fn plain_markdown(document: &str, base: usize, format: Format) -> Option<Rewrite> {
    let body = document.get(base..).unwrap_or_default();
    let without_jsx = (format == Format::Mdx).then(|| jsx::as_markdown(body));
    let own = dialects::as_markdown(without_jsx.as_ref().map_or(body, |own| &own.text));
    let both = match (own, without_jsx) {
        (Some(own), Some(before)) => own.after(&before),
        (own, before) => own.or(before)?,
    };
    let mut front = Rewrite::default();
    front.copy(document, base..document.len());
    Some(both.after(&front))
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
