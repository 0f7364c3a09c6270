//! A document as it is compared and shown: its units, sentences and headings, and the way back to its bytes.

use crate::base::{SourceId, Span};
use crate::prose::source_map::SourceMap;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitKind {
    Heading {
        level: u8,
        /// Its number as a reader sees it: `2.1.`; empty where it has none.
        marker: String,
    },
    /// Running text outside of lists, tables and quotations.
    Paragraph,
    Item {
        /// How many lists it stands in: 1 in a list that is in no other.
        depth: u8,
        /// `•`, or the number or letter as a reader sees it with what follows it: `3.`, `а)`; empty for a further
        /// paragraph of the same item.
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
    /// For a row, what stands in each column: bytes of the normal text. A cell that spans several columns or rows
    /// stands in each of them.
    pub cells: Vec<Range<usize>>,
    /// For a row, its table, or the part of a table that has a head of its own.
    pub table: Option<usize>,
    /// For a row, whether it is of the head.
    pub is_head: bool,
    /// For a row, the notes that its cells point at: which cell, and where the note stands in the normal text.
    pub notes: Vec<(usize, Range<usize>)>,
}

/// What stands above the rows of a table, or of a part of it below a head of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// By column, the cells of its head, from above: bytes of the normal text. Empty ones are left out; none where it
    /// has no head.
    pub columns: Vec<Vec<Range<usize>>>,
    /// By column, whether something stands in it below the head.
    pub filled: Vec<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the normal text.
    pub range: Range<usize>,
    pub unit: usize,
    /// The innermost heading that it stands under; for a heading, the one above it.
    pub heading: Option<usize>,
    /// What it hangs on, as bytes of the normal text, from outside to inside: the sentences that lead it in, at most
    /// eight, and the notes that it points at. The head above a row is that of its table.
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
    pub tables: Vec<Table>,
    pub(super) map: SourceMap,
    /// Of its headings, once something asks for them.
    pub(super) titles: OnceLock<Titles>,
}

/// What can be asked of headings without looking at each: by its title, the numbers of headings.
pub(super) type Titles = HashMap<Box<str>, Vec<usize>>;

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
        self.titles().contains_key(title)
    }

    /// The titles of its headings, in their order.
    pub fn all_titles(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|heading| self.title(heading))
    }

    /// Whether a range of the normal text is the title of a heading, and all of it.
    pub(super) fn is_heading(&self, range: &Range<usize>) -> bool {
        self.heading_at(range).is_some()
    }

    fn heading_at(&self, range: &Range<usize>) -> Option<&Heading> {
        let at = self.headings.partition_point(|heading| heading.range.start < range.start);
        self.headings.get(at).filter(|heading| heading.range == *range)
    }

    /// The sentences of the section whose heading a sentence is, the heading among them; none where it is no heading.
    pub fn section(&self, heading: usize) -> Option<Range<usize>> {
        let own = self.heading_at(&self.sentences.get(heading)?.range)?;
        Some(self.sentences_in(own.range.start..own.end))
    }

    /// Whether it has these headings, as the lock has them.
    pub fn has_headings(&self, under: &str) -> bool {
        let ends = under.match_indices(WITHIN).map(|(at, within)| at + within.len()).chain([0]);
        let titles = ends.filter_map(|at| Some((under.get(..at)?, self.titles().get(under.get(at..)?)?)));
        let stands = |above: &str, heading: &usize| {
            let sentence = self.headings.get(*heading).map(|heading| heading.sentence);
            let above = above.strip_suffix(WITHIN).unwrap_or(above);
            sentence.is_some_and(|sentence| self.is_under(sentence, above))
        };
        titles.into_iter().any(|(above, headings)| headings.iter().any(|heading| stands(above, heading)))
    }

    fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| {
            let mut titles = Titles::new();
            for (at, heading) in self.headings.iter().enumerate() {
                titles.entry(self.title(heading).into()).or_default().push(at);
            }
            titles
        })
    }

    /// What a sentence hangs on: its context and, for a row, the head above each of its columns.
    pub fn hangs_on<'t>(&'t self, sentence: &'t Sentence) -> impl Iterator<Item = &'t str> {
        self.context_of(sentence).map(|range| self.part(range))
    }

    /// Where that stands.
    pub fn context_of<'t>(&'t self, sentence: &'t Sentence) -> impl Iterator<Item = &'t Range<usize>> {
        let unit = self.units.get(sentence.unit);
        let columns = unit.into_iter().flat_map(|unit| self.columns_of(unit)).flatten();
        sentence.context.iter().chain(columns)
    }

    /// The head above each cell of a row; none above a column in which nothing stands.
    pub fn columns_of<'t>(&'t self, unit: &'t Unit) -> impl Iterator<Item = &'t [Range<usize>]> {
        let table = unit.table.filter(|_| !unit.is_head).and_then(|table| self.tables.get(table));
        let (columns, filled) = table.map_or((&[][..], &[][..]), |table| (&table.columns, &table.filled));
        let head = |(at, head): (usize, &'t Vec<Range<usize>>)| match filled.get(at) {
            Some(true) => head.as_slice(),
            _ => &[],
        };
        columns.iter().take(unit.cells.len()).enumerate().map(head)
    }

    /// Whether something stands in a column of a row's table.
    pub(super) fn is_filled(&self, unit: &Unit, column: usize) -> bool {
        let table = unit.table.and_then(|table| self.tables.get(table));
        table.is_none_or(|table| table.filled.get(column) == Some(&true))
    }

    pub fn part(&self, range: &Range<usize>) -> &str {
        self.normal.get(range.clone()).unwrap_or_default()
    }

    fn title(&self, heading: &Heading) -> &str {
        self.part(&heading.range)
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
