//! A document as it is compared and shown: its units, sentences and headings, and the way back to its bytes.

use crate::base::{SourceId, Span};
use crate::prose::source_map::SourceMap;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

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
    /// Of its headings, once something asks for them.
    pub(super) titles: OnceLock<Titles>,
}

/// What can be asked of headings without looking at each.
#[derive(Clone, Debug)]
pub(super) struct Titles {
    titles: HashSet<String>,
    /// With the titles that each stands under.
    paths: HashSet<String>,
}

/// What stands between headings that stand under each other, as the lock has them.
pub const WITHIN: &str = " > ";

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
        self.headings_over(sentence).into_iter().map(|heading| self.title(heading)).collect()
    }

    /// The headings that a sentence stands under, outermost first.
    pub fn headings_over(&self, sentence: usize) -> Vec<&Heading> {
        let first = self.sentences.get(sentence).and_then(|sentence| self.headings.get(sentence.heading?));
        let all = std::iter::successors(first, |heading| self.headings.get(heading.parent?));
        let mut path: Vec<&Heading> = all.collect();
        path.reverse();
        path
    }

    /// The same in one line, as the lock has it.
    pub fn under(&self, sentence: usize) -> String {
        self.heading_path(sentence).join(WITHIN)
    }

    /// Whether a sentence stands under these headings, as the lock has them.
    pub fn is_under(&self, sentence: usize, under: &str) -> bool {
        self.not_under(sentence, under) == Some("")
    }

    /// What of these headings is left when those that the sentence stands under are taken off their end; none where they
    /// are others.
    fn not_under<'u>(&self, sentence: usize, under: &'u str) -> Option<&'u str> {
        let mut left = under;
        let mut next = self.sentences.get(sentence)?.heading;
        while let Some(heading) = next.and_then(|at| self.headings.get(at)) {
            left = left.strip_suffix(self.title(heading))?;
            next = heading.parent;
            left = if next.is_some() { left.strip_suffix(WITHIN)? } else { left };
        }
        Some(left)
    }

    /// Whether it has a heading of this title.
    pub fn has_title(&self, title: &str) -> bool {
        self.titles().titles.contains(title)
    }

    /// Whether it has these headings, as the lock has them.
    pub fn has_headings(&self, under: &str) -> bool {
        self.titles().paths.contains(under)
    }

    fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| {
            let titles = self.headings.iter().map(|heading| self.title(heading).to_owned()).collect();
            let path = |heading: &Heading| {
                let mut path = self.heading_path(heading.sentence);
                path.push(self.title(heading));
                path.join(WITHIN)
            };
            Titles { titles, paths: self.headings.iter().map(path).collect() }
        })
    }

    fn title(&self, heading: &Heading) -> &str {
        self.normal.get(heading.range.clone()).unwrap_or_default()
    }

    /// The sections in which a byte of the normal text stands, with their titles, from inside to outside.
    pub fn sections_around(&self, at: usize) -> impl Iterator<Item = (&str, Range<usize>)> {
        let last = self.headings.partition_point(|heading| heading.range.start <= at).checked_sub(1);
        let first = last.and_then(|last| self.headings.get(last));
        let all = std::iter::successors(first, |heading| self.headings.get(heading.parent?));
        all.filter(move |heading| at < heading.end)
            .map(|heading| (self.title(heading), heading.range.start..heading.end))
    }

    fn within(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.normal.len());
        range.start.min(end)..end
    }
}
