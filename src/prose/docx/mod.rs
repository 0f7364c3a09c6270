//! DOCX, the format of office programs: from the bytes of a file to its text, a line a paragraph, with an outline of what
//! these are. Nothing that the file names is fetched, and nothing of it is run or written anywhere.

mod archive;
mod numbering;
mod numerals;
mod paragraph;
mod run;
mod signs;
mod story;
mod styles;
mod table;
mod xml;

use crate::base::{Diagnostic, LinePlace, Message, OutlineMark, SharedText, SourceId, Span};
pub use archive::LONGEST;
use archive::{Package, Part, no_text};
use numbering::Numbering;
use paragraph::OutlineWriter;
use run::note_label;
use std::collections::HashMap;
use story::{Setting, StoryReader};
use styles::Styles;
use xml::{XmlEvent, XmlReader};

/// Read a document: its body, and behind it the notes that it points at, in the order in which it does. Headers, footers and
/// comments are left out. The cost grows with the length of what is read, which is bounded.
///
/// # Errors
/// E0608 where this is no DOCX, or one that is damaged, protected, holds macros, or has some of its text elsewhere; E0409
/// where it is too large. The label stands at the beginning of `source`.
pub fn read(bytes: &[u8], source: SourceId) -> Result<SharedText, Diagnostic> {
    let start = Span::new(source, 0, 0);
    parts(bytes).map(OutlineWriter::finish).map_err(|wrong| wrong.label(start, Message::empty()))
}

fn parts(bytes: &[u8]) -> Result<OutlineWriter, Diagnostic> {
    let mut package = Package::open(bytes)?;
    let (text, relations) = package.text()?;
    let styles = package.related(&relations, "styles")?;
    let numbering = package.related(&relations, "numbering")?;
    let mut setting = Setting {
        styles: styles.as_ref().map_or_else(|| Ok(Styles::default()), Styles::read)?,
        numbering: numbering.as_ref().map_or_else(|| Ok(Numbering::default()), Numbering::read)?,
        footnotes: Vec::new(),
        endnotes: Vec::new(),
    };
    let mut out = OutlineWriter::new(text.packed);
    let mut has_body = false;
    let mut xml = XmlReader::new(&text.name, &text.xml);
    loop {
        match xml.next()? {
            XmlEvent::Begin(element) if element.word() == b"body" => {
                has_body = true;
                StoryReader::new(&mut xml, &mut setting, &mut out, LinePlace::Paragraph).blocks()?;
            }
            XmlEvent::Begin(element) if element.word() == b"background" => xml.skip()?,
            XmlEvent::Over => break,
            _ => {}
        }
    }
    if !has_body {
        return Err(no_text(&text.name));
    }
    drop(text);
    for is_foot in [true, false] {
        let kind = if is_foot { "footnotes" } else { "endnotes" };
        if let Some(part) = package.related(&relations, kind)? {
            notes(&part, is_foot, &mut setting, &mut out)?;
        }
    }
    Ok(out)
}

/// Read the notes that the text points at.
fn notes(
    part: &Part,
    is_foot: bool,
    setting: &mut Setting,
    out: &mut OutlineWriter,
) -> Result<(), Diagnostic> {
    let pointed = if is_foot { &setting.footnotes } else { &setting.endnotes };
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (at, id) in pointed.iter().enumerate() {
        numbers.entry(id.clone()).or_insert(at + 1);
    }
    let mut found: Vec<(usize, OutlineWriter)> = Vec::new();
    let mut xml = XmlReader::new(&part.name, &part.xml);
    loop {
        let element = match xml.next()? {
            XmlEvent::Begin(element) => element,
            XmlEvent::Over => break,
            _ => continue,
        };
        if !matches!(element.word(), b"footnote" | b"endnote") {
            continue;
        }
        let id = element.attribute(b"id").unwrap_or_default();
        let Some(number) = numbers.remove(&id) else {
            xml.skip()?;
            continue;
        };
        let shown = u32::try_from(number).unwrap_or(u32::MAX);
        let place = if is_foot { LinePlace::Footnote(shown) } else { LinePlace::Endnote(shown) };
        let mut own = out.apart();
        own.mark(OutlineMark::Note(note_label(is_foot, number)));
        StoryReader::new(&mut xml, setting, &mut own, place).blocks()?;
        found.push((number, own));
    }
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().try_for_each(|(_, own)| out.append(own))
}
