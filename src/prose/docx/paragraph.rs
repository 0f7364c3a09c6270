//! A paragraph while it is read, and the text with its outline that paragraphs are written to.

use crate::base::{Diagnostic, LineKind, LinePlace, Outline, OutlineMark, SharedText, msg};
use crate::prose::docx::archive::too_large;
use crate::prose::docx::styles::{Letters, Numbered};

/// The longest text, in bytes, and how many lines (paragraphs, and breaks in them) and marks it may have.
const LONGEST: usize = 3 << 20;
const MOST_LINES: usize = 40_000;
const MOST_MARKS: usize = 1_000_000;
/// A text of so many bytes may be packed as well as it likes; a longer one so many times.
const FREE: usize = 1 << 20;
const MOST_TIMES: usize = 20;

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
    breaks: usize,
    set: Letters,
}

impl Paragraph {
    /// Begin a paragraph that goes on with what stands before it.
    pub(super) fn behind(before: Option<Self>) -> Self {
        let before = before.unwrap_or_default();
        Self { text: before.text, marks: before.marks, breaks: before.breaks, ..Self::default() }
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

    /// Text that is set so. Line ends and tabs are spaces; a line begins with none.
    pub(super) fn push(&mut self, text: &str, letters: Letters) {
        self.set(letters);
        let text = if self.text.is_empty() { text.trim_start() } else { text };
        let plain = |one: char| if one.is_control() { ' ' } else { one };
        self.text.extend(text.chars().map(plain));
    }

    pub(super) fn line_break(&mut self) {
        self.breaks += 1;
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
pub(super) struct OutlineWriter {
    text: String,
    outline: Outline,
    breaks: usize,
    /// How long it may become, in bytes.
    longest: usize,
}

impl OutlineWriter {
    /// A text that is packed in so many bytes.
    pub(super) fn new(packed: usize) -> Self {
        let longest = packed.saturating_mul(MOST_TIMES).clamp(FREE, LONGEST);
        Self { text: String::new(), outline: Outline::default(), breaks: 0, longest }
    }

    /// One for what stands apart, and is put into this one.
    pub(super) fn apart(&self) -> Self {
        Self { text: String::new(), outline: Outline::default(), breaks: 0, longest: self.longest }
    }

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
        self.breaks += paragraph.breaks;
        self.check(&Paragraph::default())
    }

    /// Whether there is room for a paragraph.
    ///
    /// # Errors
    /// Those of [`OutlineWriter::line`].
    pub(super) fn check(&self, paragraph: &Paragraph) -> Result<(), Diagnostic> {
        if self.text.len() + paragraph.text.len() > self.longest {
            return Err(too_large(msg!(common.text_too_large, most = self.longest)));
        }
        let lines = self.outline.places.len() + self.breaks + paragraph.breaks;
        if lines > MOST_LINES || self.outline.marks.len() + paragraph.marks.len() > MOST_MARKS {
            return Err(too_large(msg!(docx.too_many_paragraphs, most = MOST_LINES)));
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
        self.breaks += other.breaks;
        self.check(&Paragraph::default())
    }

    pub(super) fn finish(self) -> SharedText {
        SharedText::outlined(self.text, self.outline)
    }
}
