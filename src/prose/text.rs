//! A document as it is compared and shown: its units, sentences and headings, and the way back to its bytes.

use crate::base::{SourceId, Span};
use crate::prose::source_map::SourceMap;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitKind {
    Heading(u8),
    /// Running text outside of lists, tables and quotations.
    Paragraph,
    Item {
        /// How many lists it stands in: 1 in a list that is in no other.
        depth: u8,
        /// `•`, or the number as a reader sees it with what follows it: `3.`; empty for a further paragraph of
        /// the same item.
        marker: String,
    },
    Row,
    Quote,
}

/// A heading, a paragraph, a row: what ends a sentence wherever it ends itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub kind: UnitKind,
    /// Its sentences; never none.
    pub sentences: Range<usize>,
    /// For a row, its cells: bytes of the normal text.
    pub cells: Vec<Range<usize>>,
    /// For a row below a header row, the cells of the header row, as many as the row has cells itself: bytes of
    /// the normal text. The header row is a unit of its own.
    pub headers: Vec<Range<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the normal text.
    pub range: Range<usize>,
    pub unit: usize,
    /// The innermost heading that it stands under; for a heading, the one above it.
    pub heading: Option<usize>,
    /// What it hangs on, as bytes of the normal text, from outside to inside: the sentences that lead in the lists
    /// it stands in, and the header cells of its row. At most eight lists are followed outwards.
    pub context: Vec<Range<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, 1 the highest.
    pub level: u8,
    /// Its title: bytes of the normal text.
    pub range: Range<usize>,
    pub parent: Option<usize>,
    pub sentence: usize,
    /// Where its section ends: one past the last byte of the normal text that it holds.
    pub end: usize,
}

/// A document as it is compared and shown.
#[derive(Clone, Debug)]
pub struct Text {
    pub source: SourceId,
    /// The text in its normal form: sentences, one space between any two.
    pub normal: String,
    pub units: Vec<Unit>,
    pub sentences: Vec<Sentence>,
    pub headings: Vec<Heading>,
    pub(super) map: SourceMap,
}

impl Text {
    /// The bytes of the document that a range of the normal text came from, from the first byte of its first
    /// character to the last byte of its last.
    pub fn span(&self, range: Range<usize>) -> Span {
        let found = self.map.document(&self.within(range));
        Span::new(self.source, found.start, found.end)
    }

    /// A range of the normal text as a reader sees it: without markup, but with the quotes, dashes and letters of
    /// the document. White space of any kind is one space.
    pub fn shown(&self, range: Range<usize>, document: &str) -> String {
        self.map.shown(&self.within(range), &self.normal, document)
    }

    /// The sentences that a range of the normal text overlaps.
    pub fn sentences_in(&self, range: Range<usize>) -> Range<usize> {
        let first = self.sentences.partition_point(|sentence| sentence.range.end <= range.start);
        let end = self.sentences.partition_point(|sentence| sentence.range.start < range.end);
        first..end.max(first)
    }

    /// Where some sentences in a row stand: bytes of the normal text. None where there are no such sentences.
    pub fn range_of(&self, sentences: Range<usize>) -> Option<Range<usize>> {
        let own = self.sentences.get(sentences)?;
        Some(own.first()?.range.start..own.last()?.range.end)
    }

    /// The titles that a sentence stands under, in the normal form, outermost first.
    pub fn heading_path(&self, sentence: usize) -> Vec<&str> {
        let mut path = Vec::new();
        let mut next = self.sentences.get(sentence).and_then(|sentence| sentence.heading);
        while let Some(heading) = next.and_then(|at| self.headings.get(at)) {
            path.push(self.normal.get(heading.range.clone()).unwrap_or_default());
            next = heading.parent;
        }
        path.reverse();
        path
    }

    fn within(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.normal.len());
        range.start.min(end)..end
    }
}
