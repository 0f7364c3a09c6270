//! Styles: which of them are headings, are in bold or hidden, or carry numbers, by what they are based on.

use crate::base::Diagnostic;
use crate::base::msg;
use crate::prose::docx::archive::{Part, too_large};
use crate::prose::docx::xml::{Element, XmlEvent, XmlReader};
use std::collections::HashMap;

/// How many styles are read; office programs keep to 4,000.
const MOST: usize = 20_000;
/// How many styles may be based on each other in a row.
const LONGEST_CHAIN: usize = 32;

/// How letters are set, as far as it says something; none where that is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters {
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) raised: Option<bool>,
    pub(super) lowered: Option<bool>,
}

impl Letters {
    /// Take in a property of a run.
    pub(super) fn property(&mut self, property: &Element<'_>) {
        match property.word() {
            b"b" => self.bold = Some(property.is_on()),
            b"vanish" | b"specVanish" => self.hidden = Some(property.is_on()),
            b"vertAlign" => {
                let value = property.value();
                self.raised = Some(value.as_deref() == Some("superscript"));
                self.lowered = Some(value.as_deref() == Some("subscript"));
            }
            _ => {}
        }
    }

    /// What these leave open, as the others say.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            hidden: self.hidden.or(below.hidden),
            raised: self.raised.or(below.raised),
            lowered: self.lowered.or(below.lowered),
        }
    }
}

/// What numbers a paragraph: a list of the part of numbering, and the level in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbered {
    /// 0 takes the number away.
    pub(super) list: Option<i64>,
    pub(super) level: Option<u8>,
}

/// A style, or what a chain of them comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// In small letters.
    name: String,
    based_on: Option<String>,
    /// From 0; 9 is running text.
    outline: Option<u8>,
    pub(super) numbered: Numbered,
    /// The style that says so, by which a list knows its levels.
    pub(super) numbered_by: Option<String>,
    pub(super) letters: Letters,
    /// Whether it is of a table of contents.
    pub(super) repeats: bool,
}

impl Style {
    /// The level of a heading, from 1.
    pub(super) fn heading(&self) -> Option<u8> {
        heading_level(self.outline?)
    }
}

/// The level of a heading by its level in the outline.
pub(super) fn heading_level(outline: u8) -> Option<u8> {
    (outline < 9).then(|| outline.min(5) + 1)
}

#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
    letters: Letters,
}

impl Styles {
    /// # Errors
    /// Those of reading the part; E0409 where it has too many styles.
    pub(super) fn read(part: &Part) -> Result<Self, Diagnostic> {
        let mut xml = XmlReader::new(&part.name, &part.xml);
        let mut styles = Self::default();
        loop {
            match xml.next()? {
                XmlEvent::Begin(own) if own.word() == b"style" => styles.style(&mut xml, &own)?,
                XmlEvent::Begin(own) if own.word() == b"docDefaults" => {
                    styles.letters = style(&mut xml)?.letters;
                }
                XmlEvent::Over => break,
                _ => {}
            }
        }
        let written = std::mem::take(&mut styles.by_id);
        let each = written.keys().map(|id| (id.clone(), chained(&written, id)));
        styles.by_id = each.collect();
        Ok(styles)
    }

    fn style(&mut self, xml: &mut XmlReader<'_>, element: &Element<'_>) -> Result<(), Diagnostic> {
        let id = element.attribute(b"styleId").unwrap_or_default();
        let is_of_paragraphs = element.attribute(b"type").is_none_or(|kind| kind == "paragraph");
        let is_default = element.attribute(b"default").is_some_and(|own| own == "1" || own == "true");
        if self.by_id.len() >= MOST {
            return Err(too_large(msg!(docx.too_many_styles, most = MOST)));
        }
        if is_default && is_of_paragraphs {
            self.default = Some(id.clone());
        }
        self.by_id.insert(id, style(xml)?);
        Ok(())
    }

    /// What a style of paragraphs comes to; that of all others where none is named.
    pub(super) fn of_paragraph(&self, id: Option<&str>) -> Style {
        let known = |id: &str| self.by_id.get(id).cloned();
        // What nobody describes is known by its name alone.
        let unknown = |id: &str| Style { outline: outline_of(&id.to_lowercase()), ..Style::default() };
        let own = id.map(|id| known(id).unwrap_or_else(|| unknown(id)));
        let mut own = own.or_else(|| known(self.default.as_deref()?)).unwrap_or_default();
        own.letters = own.letters.over(self.letters);
        own
    }

    pub(super) fn of_letters(&self, id: &str) -> Letters {
        self.by_id.get(id).map(|own| own.letters).unwrap_or_default()
    }

    /// What a style of lists numbers by.
    pub(super) fn list(&self, id: &str) -> Option<i64> {
        self.by_id.get(id)?.numbered.list
    }
}

/// Read what stands in a style.
fn style(xml: &mut XmlReader<'_>) -> Result<Style, Diagnostic> {
    let mut own = Style::default();
    let depth = xml.depth();
    let small = |element: &Element<'_>| element.number().and_then(|own| u8::try_from(own).ok());
    while let Some(element) = xml.descendant(depth)? {
        match element.word() {
            b"tblStylePr" | b"pPrChange" | b"rPrChange" => xml.skip()?,
            b"name" => own.name = element.value().unwrap_or_default().to_lowercase(),
            b"basedOn" => own.based_on = element.value(),
            b"outlineLvl" => own.outline = small(&element),
            b"ilvl" => own.numbered.level = small(&element),
            b"numId" => own.numbered.list = element.number(),
            _ => own.letters.property(&element),
        }
    }
    Ok(own)
}

/// What a style says with all that it is based on.
fn chained(styles: &HashMap<String, Style>, id: &str) -> Style {
    let mut whole = Style::default();
    let mut next = Some(id);
    for _ in 0..LONGEST_CHAIN {
        let Some((id, own)) = next.and_then(|id| styles.get_key_value(id)) else { break };
        whole.outline = whole.outline.or(own.outline).or_else(|| outline_of(&own.name));
        whole.letters = whole.letters.over(own.letters);
        whole.repeats |= repeats(&own.name);
        whole.numbered.level = whole.numbered.level.or(own.numbered.level);
        if whole.numbered.list.is_none() && own.numbered.list.is_some() {
            whole.numbered.list = own.numbered.list;
            whole.numbered_by = Some(id.clone());
        }
        next = own.based_on.as_deref();
    }
    whole
}

/// The level that the name of a heading says: `heading 2`, `Заголовок 2`, and the title of the document.
fn outline_of(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(0);
    }
    let level = ["heading", "заголовок"].iter().find_map(|word| name.strip_prefix(word))?;
    let level: u8 = level.trim().parse().ok()?;
    level.checked_sub(1).filter(|level| *level < 9)
}

/// Whether a style is of lists of what the document has, with its pages.
fn repeats(name: &str) -> bool {
    let numbered = ["toc ", "contents "].iter().find_map(|word| name.strip_prefix(word));
    numbered.is_some_and(|level| level.bytes().all(|one| one.is_ascii_digit()))
        || matches!(name, "table of figures" | "table of authorities")
}
