//! A story: the body of a document, a note, or what stands in a text box. Blocks in it become lines, as they read when all
//! tracked changes are accepted.

use crate::base::{Code, Diagnostic, LineKind, LinePlace, msg};
use crate::prose::docx::numbering::Numbering;
use crate::prose::docx::paragraph::{OutlineWriter, Paragraph, ParagraphProperties};
use crate::prose::docx::styles::{Styles, heading_level};
use crate::prose::docx::xml::{Element, Vocabulary, XmlReader};

/// A heading that carries a number, is longer in bytes, and ends as a sentence does is a clause that was set as a heading.
const LONGEST_NUMBERED: usize = 120;

/// What is said once for all stories of a document.
pub(super) struct Setting {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    /// The ids of the notes that the text points at, in order.
    pub(super) footnotes: Vec<String>,
    pub(super) endnotes: Vec<String>,
}

pub(super) struct StoryReader<'r, 'x> {
    pub(super) xml: &'r mut XmlReader<'x>,
    pub(super) setting: &'r mut Setting,
    pub(super) out: &'r mut OutlineWriter,
    /// Where a line stands that stands in no table.
    pub(super) place: LinePlace,
    /// The tables that were begun, and how many are open.
    pub(super) tables: u32,
    pub(super) open_tables: usize,
    /// Of the fields that are open, from outside to inside, whether their result is read.
    pub(super) fields: Vec<bool>,
    /// How many cells are open that go on with one above.
    pub(super) unread: usize,
    /// A paragraph whose end is gone.
    joined: Option<Paragraph>,
}

impl<'r, 'x> StoryReader<'r, 'x> {
    pub(super) fn new(
        xml: &'r mut XmlReader<'x>,
        setting: &'r mut Setting,
        out: &'r mut OutlineWriter,
        place: LinePlace,
    ) -> Self {
        Self {
            xml,
            setting,
            out,
            place,
            tables: 0,
            open_tables: 0,
            fields: Vec::new(),
            unread: 0,
            joined: None,
        }
    }

    /// Read the blocks of the element that is open, to its end.
    ///
    /// # Errors
    /// E0608 where the part is damaged, or says that some of the text lies in another file; E0409 where it is too large.
    pub(super) fn blocks(&mut self) -> Result<(), Diagnostic> {
        self.open_blocks()?;
        self.end_joined()
    }

    /// End a paragraph that nothing follows which could go on with it.
    fn end_joined(&mut self) -> Result<(), Diagnostic> {
        match self.joined.take() {
            Some(rest) if !rest.is_empty() => self.end_paragraph(rest),
            _ => Ok(()),
        }
    }

    /// The same where the first of them was begun already.
    pub(super) fn blocks_from(&mut self, first: &Element<'_>) -> Result<(), Diagnostic> {
        self.block(first)?;
        self.blocks()
    }

    fn open_blocks(&mut self) -> Result<(), Diagnostic> {
        while let Some(element) = self.xml.child()? {
            self.block(&element)?;
        }
        Ok(())
    }

    fn block(&mut self, element: &Element<'_>) -> Result<(), Diagnostic> {
        match element.word() {
            b"p" => self.paragraph(),
            b"tbl" => {
                self.end_joined()?;
                self.table()
            }
            b"altChunk" | b"subDoc" => {
                let elsewhere = Diagnostic::error(Code::E0608, msg!(docx.elsewhere));
                Err(elsewhere.help(msg!(docx.save_again)))
            }
            word if is_gone(word) => self.xml.skip(),
            _ if element.is(Vocabulary::Compatibility, b"AlternateContent") => {
                self.alternative(Self::open_blocks)
            }
            _ => self.open_blocks(),
        }
    }

    /// Read what is written for programs of today, or else what is for others, of what is written for both.
    pub(super) fn alternative(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<(), Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let mut is_read = false;
        while let Some(element) = self.xml.child()? {
            let is_choice =
                [&b"Choice"[..], b"Fallback"].iter().any(|name| element.is(Vocabulary::Compatibility, name));
            if is_choice && !is_read {
                is_read = true;
                read(self)?;
            } else {
                self.xml.skip()?;
            }
        }
        Ok(())
    }

    fn paragraph(&mut self) -> Result<(), Diagnostic> {
        let mut paragraph = Paragraph::behind(self.joined.take());
        paragraph.letters = self.setting.styles.of_paragraph(None).letters;
        while let Some(element) = self.xml.child()? {
            if element.word() == b"pPr" {
                paragraph.properties = properties(self.xml)?;
                let style = paragraph.properties.style.as_deref();
                paragraph.letters = self.setting.styles.of_paragraph(style).letters;
            } else {
                self.inline(&element, &mut paragraph)?;
            }
        }
        let is_joined =
            paragraph.properties.is_joined || paragraph.properties.is_end_hidden && !paragraph.is_empty();
        if is_joined {
            self.joined = Some(paragraph);
            return Ok(());
        }
        // Nothing of it is shown.
        if paragraph.properties.is_end_hidden {
            return Ok(());
        }
        self.end_paragraph(paragraph)
    }

    fn end_paragraph(&mut self, paragraph: Paragraph) -> Result<(), Diagnostic> {
        let kind = self.kind(&paragraph);
        self.out.line(self.place, kind, paragraph)
    }

    /// What a paragraph is. Its number is counted here, once.
    fn kind(&mut self, paragraph: &Paragraph) -> LineKind {
        let Setting { styles, numbering, .. } = &mut *self.setting;
        let own = &paragraph.properties;
        let style = styles.of_paragraph(own.style.as_deref());
        let list = own.numbered.list.or(style.numbered.list).filter(|list| *list != 0);
        let of_style = style.numbered_by.as_deref();
        let level = own.numbered.level.or(style.numbered.level);
        let numeral = list.and_then(|list| numbering.count(styles, list, level, of_style));
        if style.repeats || self.unread > 0 {
            return LineKind::Unread;
        }
        let heading = own.outline.map_or_else(|| style.heading(), heading_level);
        let is_clause = numeral.is_some()
            && paragraph.text.len() > LONGEST_NUMBERED
            && paragraph.text.trim_end().ends_with(['.', ';', ':']);
        match (heading.filter(|_| !is_clause), numeral) {
            (Some(level), numeral) => {
                let marker = numeral.map(|own| own.marker).filter(|marker| marker != "•");
                LineKind::Heading { level, marker: marker.unwrap_or_default() }
            }
            (None, Some(own)) if !own.marker.is_empty() => {
                LineKind::Item { list: own.list, level: own.level, marker: own.marker }
            }
            (None, _) => LineKind::Paragraph,
        }
    }

    /// Read blocks that stand apart from the text around them, in a box or a note.
    pub(super) fn boxed(&mut self) -> Result<(), Diagnostic> {
        let joined = self.joined.take();
        let fields = std::mem::take(&mut self.fields);
        self.blocks()?;
        self.fields = fields;
        self.joined = joined;
        Ok(())
    }
}

/// Whether an element holds what is gone when tracked changes are accepted, or how things were before.
pub(super) fn is_gone(word: &[u8]) -> bool {
    matches!(word, b"del" | b"moveFrom" | b"sdtPr" | b"sdtEndPr" | b"customXmlPr" | b"smartTagPr" | b"sectPr")
        || word.ends_with(b"PrChange")
}

fn properties(xml: &mut XmlReader<'_>) -> Result<ParagraphProperties, Diagnostic> {
    let mut own = ParagraphProperties::default();
    let depth = xml.depth();
    let small = |element: &Element<'_>| element.number().and_then(|own| u8::try_from(own).ok());
    while let Some(element) = xml.descendant(depth)? {
        match element.word() {
            b"pStyle" => own.style = element.value(),
            b"outlineLvl" => own.outline = small(&element),
            b"ilvl" => own.numbered.level = small(&element),
            b"numId" => own.numbered.list = element.number(),
            // Only the mark of the end of the paragraph has these.
            b"del" | b"moveFrom" => own.is_joined = true,
            b"vanish" | b"specVanish" => own.is_end_hidden = element.is_on(),
            b"sectPr" | b"pPrChange" | b"rPrChange" => xml.skip()?,
            _ => {}
        }
    }
    Ok(own)
}
