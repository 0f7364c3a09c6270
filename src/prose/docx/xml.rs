//! The XML of one part of a document: elements by their vocabulary and name. What declares entities is refused, and so is
//! what nests deeper than any document does.

use crate::base::{Code, Diagnostic, msg};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::HashMap;

/// How deep elements may nest. A table in a table takes three levels, a text box ten.
const DEEPEST: usize = 256;
/// How many attributes of an element are looked at.
const MOST_ATTRIBUTES: usize = 256;

/// What an element belongs to, by its namespace; both editions of the standard are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// Words, styles and numbering: `w:`.
    Word,
    /// Formulas: `m:`.
    Math,
    /// What is said twice, for old and new programs: `mc:`.
    Compatibility,
    /// Where drawings stand in the text: `wp:`.
    Drawing,
    /// Which parts belong together.
    Relations,
    Other,
}

impl Vocabulary {
    fn of(namespace: &str) -> Self {
        match namespace {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
            | "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" => Self::Drawing,
            "http://schemas.openxmlformats.org/package/2006/relationships" => Self::Relations,
            _ => Self::Other,
        }
    }
}

/// An element that begins.
pub(super) struct Element<'x> {
    pub(super) vocabulary: Vocabulary,
    start: BytesStart<'x>,
}

impl Element<'_> {
    /// Its name without the prefix; empty where it is no word of `w:`.
    pub(super) fn word(&self) -> &[u8] {
        if self.vocabulary == Vocabulary::Word { self.start.local_name().into_inner() } else { b"" }
    }

    pub(super) fn is(&self, vocabulary: Vocabulary, name: &[u8]) -> bool {
        self.vocabulary == vocabulary && self.start.local_name().into_inner() == name
    }

    /// The value of an attribute, by its name without the prefix; none where it has none, or one that cannot be read.
    pub(super) fn attribute(&self, name: &[u8]) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut attributes = attributes.with_checks(false).take(MOST_ATTRIBUTES).flatten();
        let found = attributes.find(|own| own.key.local_name().into_inner() == name)?;
        let value =
            found.normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_predefined_entity).ok()?;
        Some(value.into_owned())
    }

    /// What its attribute `val` says.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute(b"val")
    }

    pub(super) fn number(&self) -> Option<i64> {
        self.value()?.trim().parse().ok()
    }

    /// Whether a property is on: it is, unless its value says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

pub(super) enum XmlEvent<'x> {
    Begin(Element<'x>),
    End,
    Text(Cow<'x, str>),
    /// The part is over, and all that it began.
    Over,
}

/// Reads a part. Every call costs one event of the part, and what was read is never held.
pub(super) struct XmlReader<'x> {
    reader: Reader<&'x [u8]>,
    part: &'x str,
    depth: usize,
    vocabularies: HashMap<Vec<u8>, Vocabulary>,
    /// What prefixes meant outside of the elements that gave them another meaning, and how deep these stand.
    before: Vec<(usize, Vec<u8>, Option<Vocabulary>)>,
}

impl<'x> XmlReader<'x> {
    /// `part` is what the part is called in the archive.
    pub(super) fn new(part: &'x str, xml: &'x str) -> Self {
        let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, depth: 0, vocabularies: HashMap::new(), before: Vec::new() }
    }

    /// The next event.
    ///
    /// # Errors
    /// E0608 where the part is not well-formed, or declares entities; E0409 where it nests too deep.
    pub(super) fn next(&mut self) -> Result<XmlEvent<'x>, Diagnostic> {
        loop {
            let Ok(event) = self.reader.read_event() else { return Err(self.damaged()) };
            return Ok(match event {
                Event::Start(start) | Event::Empty(start) => XmlEvent::Begin(self.begin(start)?),
                Event::End(_) => {
                    self.end();
                    XmlEvent::End
                }
                Event::Text(text) => XmlEvent::Text(text.decode().map_err(|_| self.damaged())?),
                Event::CData(text) => XmlEvent::Text(text.decode().map_err(|_| self.damaged())?),
                Event::GeneralRef(reference) => {
                    let name = reference.decode().map_err(|_| self.damaged())?;
                    let character = reference.resolve_char_ref().map_err(|_| self.damaged())?;
                    let known = || resolve_predefined_entity(&name);
                    let text = character.map(|one| one.to_string()).or_else(|| known().map(str::to_owned));
                    XmlEvent::Text(text.ok_or_else(|| self.entities())?.into())
                }
                Event::DocType(_) => return Err(self.entities()),
                Event::Eof if self.depth > 0 => return Err(self.damaged()),
                Event::Eof => XmlEvent::Over,
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
            });
        }
    }

    /// Leave the element that was begun last, with all that is in it.
    pub(super) fn skip(&mut self) -> Result<(), Diagnostic> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let XmlEvent::Over = self.next()? {
                break;
            }
        }
        Ok(())
    }

    /// The next element in the one that is open; none where that ends.
    pub(super) fn child(&mut self) -> Result<Option<Element<'x>>, Diagnostic> {
        loop {
            match self.next()? {
                XmlEvent::Begin(element) => return Ok(Some(element)),
                XmlEvent::End | XmlEvent::Over => return Ok(None),
                XmlEvent::Text(_) => {}
            }
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The next element, however deep, in that which was the innermost when so many were open; none where that ends.
    pub(super) fn descendant(&mut self, depth: usize) -> Result<Option<Element<'x>>, Diagnostic> {
        loop {
            match self.next()? {
                XmlEvent::Begin(element) => return Ok(Some(element)),
                XmlEvent::End if self.depth < depth => return Ok(None),
                XmlEvent::Over => return Ok(None),
                XmlEvent::End | XmlEvent::Text(_) => {}
            }
        }
    }

    fn begin(&mut self, start: BytesStart<'x>) -> Result<Element<'x>, Diagnostic> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = msg!(docx.too_deep, part = self.part, most = DEEPEST);
            return Err(Diagnostic::error(Code::E0409, message));
        }
        let declares = memchr::memmem::find(start.attributes_raw(), b"xmlns").is_some();
        for attribute in
            start.attributes().with_checks(false).take(if declares { MOST_ATTRIBUTES } else { 0 }).flatten()
        {
            let prefix = match (attribute.key.prefix(), attribute.key.local_name().into_inner()) {
                (None, b"xmlns") => Vec::new(),
                (Some(own), local) if own.into_inner() == b"xmlns" => local.to_vec(),
                _ => continue,
            };
            let namespace = std::str::from_utf8(&attribute.value).unwrap_or_default();
            let earlier = self.vocabularies.insert(prefix.clone(), Vocabulary::of(namespace));
            self.before.push((self.depth, prefix, earlier));
        }
        let name = start.name();
        let prefix = name.prefix().map_or(&b""[..], quick_xml::name::Prefix::into_inner);
        let vocabulary = self.vocabularies.get(prefix).copied().unwrap_or(Vocabulary::Other);
        Ok(Element { vocabulary, start })
    }

    fn end(&mut self) {
        while let Some((_, prefix, earlier)) = self.before.pop_if(|(depth, ..)| *depth >= self.depth) {
            match earlier {
                Some(earlier) => self.vocabularies.insert(prefix, earlier),
                None => self.vocabularies.remove(&prefix),
            };
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn damaged(&self) -> Diagnostic {
        Diagnostic::error(Code::E0608, msg!(docx.part_damaged, part = self.part)).help(msg!(docx.save_again))
    }

    fn entities(&self) -> Diagnostic {
        Diagnostic::error(Code::E0608, msg!(docx.entities, part = self.part)).help(msg!(docx.save_again))
    }
}
