//! A paragraph while it is read, and the text with its outline that paragraphs are written to.

use crate::base::{Diagnostic, LineKind, LinePlace, Outline, OutlineMark, SharedText, msg};
use crate::prose::docx::archive::too_large;
use crate::prose::docx::styles::{Letters, Numbered};

/// The longest text, in bytes, and how many paragraphs and marks in them it may have.
const LONGEST: usize = 16 << 20;
const MOST_PARAGRAPHS: usize = 500_000;
const MOST_MARKS: usize = 2_000_000;

/// What a paragraph says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphProperties {
    pub(super) style: Option<String>,
    /// From 0; 9 is running text.
    pub(super) outline: Option<u8>,
    pub(super) numbered: Numbered,
    /// Its end is gone, or hidden: what follows goes on with it.
    pub(super) is_joined: bool,
    pub(super) is_end_hidden: bool,
}

/// A paragraph with its text so far.
#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) properties: ParagraphProperties,
    /// How its letters are set where a run does not say it.
    pub(super) letters: Letters,
    pub(super) text: String,
    marks: Vec<OutlineMark>,
    set: Letters,
}

impl Paragraph {
    /// Begin a paragraph that goes on with what stands before it.
    pub(super) fn behind(before: Option<Self>) -> Self {
        before.map_or_else(Self::default, |own| Self { text: own.text, marks: own.marks, ..Self::default() })
    }

    fn at(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Whether it has neither text nor anything else that a reader sees.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.marks.is_empty()
    }

    /// What follows is set so.
    fn set(&mut self, letters: Letters) {
        let at = self.at();
        let is = Option::unwrap_or_default;
        let changes = [
            (is(self.set.bold), is(letters.bold), OutlineMark::Bold as fn(u32, bool) -> OutlineMark),
            (is(self.set.raised), is(letters.raised), OutlineMark::Raised),
            (is(self.set.lowered), is(letters.lowered), OutlineMark::Lowered),
        ];
        for (was, is, mark) in changes {
            if was != is {
                self.marks.push(mark(at, is));
            }
        }
        self.set = letters;
    }

    /// Text that is set so. Line ends and tabs are spaces.
    pub(super) fn push(&mut self, text: &str, letters: Letters) {
        self.set(letters);
        let plain = |one: char| if one.is_control() { ' ' } else { one };
        self.text.extend(text.chars().map(plain));
    }

    pub(super) fn line_break(&mut self) {
        self.marks.push(OutlineMark::Break(self.at()));
        self.text.push(' ');
    }

    pub(super) fn point(&mut self, label: String) {
        self.marks.push(OutlineMark::Point(self.at(), label));
    }

    pub(super) fn picture(&mut self, text: String) {
        self.marks.push(OutlineMark::Picture(self.at(), text));
    }
}

/// A text as it grows: a line for each paragraph.
#[derive(Default)]
pub(super) struct OutlineWriter {
    text: String,
    outline: Outline,
}

impl OutlineWriter {
    /// # Errors
    /// E0409 where there are more than any document has.
    pub(super) fn line(
        &mut self,
        place: LinePlace,
        kind: LineKind,
        mut paragraph: Paragraph,
    ) -> Result<(), Diagnostic> {
        paragraph.set(Letters::default());
        self.outline.places.push(place);
        self.outline.marks.push(OutlineMark::Line(kind));
        self.outline.marks.append(&mut paragraph.marks);
        self.text.push_str(&paragraph.text);
        self.text.push('\n');
        self.check()
    }

    pub(super) fn check(&self) -> Result<(), Diagnostic> {
        if self.text.len() > LONGEST {
            return Err(too_large(msg!(common.text_too_large, most = LONGEST)));
        }
        if self.outline.places.len() > MOST_PARAGRAPHS || self.outline.marks.len() > MOST_MARKS {
            return Err(too_large(msg!(docx.too_many_paragraphs, most = MOST_PARAGRAPHS)));
        }
        Ok(())
    }

    /// Put a mark; gives its place among all.
    pub(super) fn mark(&mut self, mark: OutlineMark) -> usize {
        self.outline.marks.push(mark);
        self.outline.marks.len() - 1
    }

    pub(super) fn mark_at(&mut self, at: usize) -> Option<&mut OutlineMark> {
        self.outline.marks.get_mut(at)
    }

    /// Where the text ends so far.
    pub(super) fn end(&self) -> usize {
        self.text.len()
    }

    pub(super) fn text_from(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// # Errors
    /// Those of [`OutlineWriter::line`].
    pub(super) fn append(&mut self, mut other: Self) -> Result<(), Diagnostic> {
        self.text.push_str(&other.text);
        self.outline.places.append(&mut other.outline.places);
        self.outline.marks.append(&mut other.outline.marks);
        self.check()
    }

    pub(super) fn finish(self) -> SharedText {
        SharedText::outlined(self.text, self.outline)
    }
}
