//! The formats in which documents are written, and from a document to its text.

use crate::base::{SharedText, SourceId};
use crate::prose::blocks::DocumentBuilder;
use crate::prose::dialects;
use crate::prose::html::{self, OffsetMap};
use crate::prose::jsx;
use crate::prose::language::Section;
use crate::prose::markdown;
use crate::prose::outlined;
use crate::prose::plain;
use crate::prose::rewrite::Rewrite;
use crate::prose::text::Text;
use std::borrow::Cow;
use std::collections::HashSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown as GitHub reads it, with footnotes.
    Markdown,
    /// The same with JSX in it.
    Mdx,
    Html,
    /// The format of office programs; its text has an outline, and is plain without.
    Docx,
    /// Text without markup; lists and some headings are seen by their looks.
    Plain,
}

impl Format {
    /// By the ending of a path: `md`, `markdown` and `mdx` are Markdown; `html`, `htm` and `xhtml` are HTML; `docx` and
    /// its kin (`docm`, `dotx`, `dotm`) are DOCX; all else is plain.
    pub fn of_path(path: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("mdx") => Self::Mdx,
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("docx" | "docm" | "dotx" | "dotm") => Self::Docx,
            _ => Self::Plain,
        }
    }
}

impl Text {
    /// Read a document, by its outline if it has one.
    pub fn of(source: SourceId, document: &SharedText, format: Format) -> Self {
        let Some(outline) = document.outline() else { return Self::read(source, document, format) };
        let mut builder = DocumentBuilder::new(document);
        outlined::read(document, outline, &mut builder);
        builder.finish(source)
    }

    /// Read a document. Whatever stands in it, there is a text: markup that is not well formed does no harm.
    pub fn read(source: SourceId, document: &str, format: Format) -> Self {
        let lines = with_line_ends(document);
        let document = &*lines;
        let mut builder = DocumentBuilder::new(document);
        let base = front_matter(document);
        let body = document.get(base..).unwrap_or_default();
        if matches!(format, Format::Markdown | Format::Mdx) {
            read_settings(document, base, &mut builder);
        }
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
            Format::Docx | Format::Plain => plain::read(document, &mut builder),
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

/// Of what is set above the text, which ends at byte `base`: the title, where the text has none, and what says whether
/// the document is in force.
fn read_settings(document: &str, base: usize, builder: &mut DocumentBuilder<'_>) {
    let body = document.get(base..).unwrap_or_default();
    let inserted = body.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0));
    let inserted: HashSet<&str> = inserted.flat_map(|own| own.split([' ', '.', '|'])).collect();
    let mut at = 0;
    for line in document.get(..base).unwrap_or_default().split_inclusive('\n') {
        let begins = at;
        at += line.len();
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let is_quoted = |one: char| one.is_whitespace() || "\"'".contains(one);
        let from = begins + line.len() - value.trim_start_matches(is_quoted).len();
        let value = value.trim_matches(is_quoted);
        let name = key.trim().to_lowercase().replace('-', "_");
        let is_said = Section::SettingThatBinds.has(&name)
            || Section::SettingOfAState.has(&name)
            || inserted.contains(key.trim());
        if key == "title" && !value.is_empty() && !has_title(body) {
            builder.begin_heading(1);
            builder.push_str(value, from);
            builder.end_heading();
        } else if is_said && !value.is_empty() {
            builder.push_str(line.trim_end(), begins);
            builder.bound(at, at);
        }
    }
}

/// Whether a text in Markdown has a heading of the first level.
fn has_title(body: &str) -> bool {
    let is_title = |line: &str| {
        let line = line.trim();
        line.starts_with("# ")
            || line.starts_with("<h1")
            || line.len() > 1 && line.bytes().all(|byte| byte == b'=')
    };
    body.lines().any(is_title)
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
