//! What stands in a paragraph: runs of letters, fields, notes that are pointed at, pictures and text boxes.

use crate::base::{Diagnostic, msg};
use crate::prose::docx::archive::too_large;
use crate::prose::docx::paragraph::Paragraph;
use crate::prose::docx::signs::sign;
use crate::prose::docx::story::{StoryReader, is_gone};
use crate::prose::docx::styles::Letters;
use crate::prose::docx::xml::{Element, Vocabulary, XmlEvent};

/// So deep may fields stand in each other.
const DEEPEST_FIELD: usize = 64;
/// So many footnotes, and so many endnotes, may be pointed at.
const MOST_NOTES: usize = 20_000;

impl StoryReader<'_, '_> {
    /// Read an element of a paragraph, to its end. What is known to hold no text of it is left out; all else is looked
    /// through.
    pub(super) fn inline(
        &mut self,
        element: &Element<'_>,
        paragraph: &mut Paragraph,
    ) -> Result<(), Diagnostic> {
        match element.word() {
            b"r" => return self.run(paragraph),
            b"rt" | b"rubyPr" | b"fldData" => return self.xml.skip(),
            word if is_gone(word) => return self.xml.skip(),
            _ => {}
        }
        if element.is(Vocabulary::Compatibility, b"AlternateContent") {
            return self.alternative(|own| own.inlines(paragraph));
        }
        if element.is(Vocabulary::Math, b"t") {
            return self.letters(paragraph, Letters::default(), true);
        }
        self.inlines(paragraph)
    }

    fn inlines(&mut self, paragraph: &mut Paragraph) -> Result<(), Diagnostic> {
        while let Some(element) = self.xml.child()? {
            self.inline(&element, paragraph)?;
        }
        Ok(())
    }

    fn run(&mut self, paragraph: &mut Paragraph) -> Result<(), Diagnostic> {
        let mut letters = paragraph.letters;
        let mut has_own_mark = false;
        while let Some(element) = self.xml.child()? {
            if element.word() == b"rPr" {
                letters = self.run_properties()?.over(paragraph.letters);
            } else if has_own_mark && element.word() == b"t" {
                self.xml.skip()?;
            } else {
                has_own_mark |= element.attribute(b"customMarkFollows").is_some_and(|own| own != "0");
                self.run_part(&element, paragraph, letters)?;
            }
        }
        self.out.check(paragraph)
    }

    fn run_properties(&mut self) -> Result<Letters, Diagnostic> {
        let mut own = Letters::default();
        let mut of_style = Letters::default();
        while let Some(element) = self.xml.child()? {
            own.property(&element);
            if element.word() == b"rStyle" {
                of_style = self.setting.styles.of_letters(&element.value().unwrap_or_default());
            }
            self.xml.skip()?;
        }
        Ok(own.over(of_style))
    }

    fn run_part(
        &mut self,
        element: &Element<'_>,
        paragraph: &mut Paragraph,
        letters: Letters,
    ) -> Result<(), Diagnostic> {
        let is_shown = letters.hidden != Some(true) && self.fields.iter().all(|is_result| *is_result);
        match element.word() {
            b"t" => {
                let keeps = element.attribute(b"space").is_some_and(|own| own == "preserve");
                return if is_shown { self.letters(paragraph, letters, keeps) } else { self.xml.skip() };
            }
            b"fldChar" => return self.field(element, paragraph, letters),
            b"drawing" | b"pict" | b"object" => return self.graphic(paragraph, is_shown),
            b"ruby" => return self.inlines(paragraph),
            b"tab" | b"ptab" if is_shown => paragraph.push(" ", letters),
            b"br" | b"cr" if is_shown => {
                paragraph.line_break();
                self.out.check(paragraph)?;
            }
            b"noBreakHyphen" if is_shown => paragraph.push("\u{2011}", letters),
            b"sym" if is_shown => {
                let font = element.attribute(b"font").unwrap_or_default();
                let code = element.attribute(b"char").unwrap_or_default();
                paragraph.push(sign(&font, &code).encode_utf8(&mut [0; 4]), letters);
            }
            b"footnoteReference" | b"endnoteReference" if is_shown => {
                let is_foot = element.word() == b"footnoteReference";
                let id = element.attribute(b"id").unwrap_or_default();
                let known = if is_foot { &mut self.setting.footnotes } else { &mut self.setting.endnotes };
                if known.len() >= MOST_NOTES {
                    return Err(too_large(msg!(docx.too_many_notes, most = MOST_NOTES)));
                }
                known.push(id);
                paragraph.point(note_label(is_foot, known.len()));
            }
            _ if element.is(Vocabulary::Compatibility, b"AlternateContent") => {
                return self.alternative(|own| own.run_parts(paragraph, letters));
            }
            _ => {}
        }
        self.xml.skip()
    }

    fn run_parts(&mut self, paragraph: &mut Paragraph, letters: Letters) -> Result<(), Diagnostic> {
        while let Some(element) = self.xml.child()? {
            self.run_part(&element, paragraph, letters)?;
        }
        Ok(())
    }

    /// The letters of an element. Spaces around them count only where the element says so.
    fn letters(
        &mut self,
        paragraph: &mut Paragraph,
        letters: Letters,
        keeps: bool,
    ) -> Result<(), Diagnostic> {
        let mut first = None;
        let mut more = String::new();
        loop {
            match self.xml.next()? {
                XmlEvent::Text(text) => match first {
                    None => first = Some(text),
                    Some(_) => more.push_str(&text),
                },
                XmlEvent::Begin(_) => self.xml.skip()?,
                XmlEvent::End | XmlEvent::Over => break,
            }
        }
        let first = first.unwrap_or_default();
        let whole = if more.is_empty() { first } else { (first.into_owned() + &more).into() };
        paragraph.push(if keeps { &whole } else { whole.trim() }, letters);
        Ok(())
    }

    /// A field begins, its result does, or it ends. A box to be ticked is what its field shows.
    fn field(
        &mut self,
        element: &Element<'_>,
        paragraph: &mut Paragraph,
        letters: Letters,
    ) -> Result<(), Diagnostic> {
        match element.attribute(b"fldCharType").as_deref() {
            Some("begin") if self.fields.len() < DEEPEST_FIELD => self.fields.push(false),
            Some("separate") => self.fields.last_mut().into_iter().for_each(|last| *last = true),
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
        let mut is_ticked = None;
        let depth = self.xml.depth();
        while let Some(element) = self.xml.descendant(depth)? {
            match element.word() {
                b"checkBox" => is_ticked = Some(false),
                b"default" | b"checked" if is_ticked.is_some() => is_ticked = Some(element.is_on()),
                _ => {}
            }
        }
        if let Some(is_ticked) = is_ticked {
            paragraph.push(if is_ticked { "☑ " } else { "☐ " }, letters);
        }
        Ok(())
    }

    /// A picture, or a shape: what is said in its place, and the text in it, which stands before the paragraph.
    fn graphic(&mut self, paragraph: &mut Paragraph, is_shown: bool) -> Result<(), Diagnostic> {
        while let Some(element) = self.xml.child()? {
            if !is_shown {
                self.xml.skip()?;
            } else if element.word() == b"txbxContent" {
                self.boxed()?;
            } else if element.is(Vocabulary::Compatibility, b"AlternateContent") {
                self.alternative(|own| own.graphic(paragraph, is_shown))?;
            } else {
                if element.is(Vocabulary::Drawing, b"docPr") {
                    let says = |name: &[u8]| element.attribute(name).filter(|own| !own.trim().is_empty());
                    paragraph.picture(says(b"descr").or_else(|| says(b"title")).unwrap_or_default());
                }
                self.graphic(paragraph, is_shown)?;
            }
        }
        Ok(())
    }
}

/// By what a note is known, from its number.
pub(super) fn note_label(is_foot: bool, number: usize) -> String {
    format!("^{}{number}", if is_foot { "footnote-" } else { "endnote-" })
}
