//! Texts with a name, and places in them.

use crate::base::message::{Argument, Message, msg};
use crate::base::text::{LazyText, SharedText};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// How machines call standard input, in place of a path.
pub const STDIN: &str = "<stdin>";

/// The name of a text as a part of a message: its path in backticks, or standard input in words.
pub fn named(name: &str) -> Argument {
    match name {
        STDIN => msg!(common.standard_input).into(),
        path => format!("`{path}`").into(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub source: SourceId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `source`; offsets beyond 4 GiB are cut to it (no source is that large).
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { source, start: cut(start), end: cut(end.max(start)) }
    }

    /// From the beginning of `self` to the end of `other`, which lies in the same source.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: self.end.max(other.end), ..self }
    }

    #[must_use]
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// The bytes as a range to cut a text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One text: a rule file, a state, an action, a document.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as given, or [`STDIN`].
    pub name: String,
    pub text: SharedText,
    /// The number of its first line: more than 1 for a piece of a longer text.
    pub first_line: usize,
    /// Where its lines start, once something asks for it.
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of bytes, once something asks for a place far in a line.
    characters: OnceLock<Vec<u32>>,
}

/// From so many bytes on, the characters of a line are not counted anew for each place in it.
const BLOCK: usize = 1 << 14;

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<SharedText>) -> Self {
        Self::at_line(name, text, 1)
    }

    /// A piece of a longer text, which begins in a line of it.
    pub fn at_line(name: impl Into<String>, text: impl Into<SharedText>, first_line: usize) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            first_line,
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(breaks.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }

    pub fn line_number(&self, offset: u32) -> usize {
        self.first_line + self.line_index(offset)
    }

    /// How many lines stand before that of a byte.
    fn line_index(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Line and column of a byte, both from 1; the column counts characters, as editors do.
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let index = self.line_index(offset);
        let start = self.line_starts().get(index).copied().unwrap_or(0) as usize;
        let column = match self.text.get(start..offset as usize) {
            None => 1,
            Some(before) if before.len() < BLOCK => before.chars().count() + 1,
            Some(_) => self.characters_before(offset as usize) - self.characters_before(start) + 1,
        };
        (self.first_line + index, column)
    }

    /// How many characters begin before a byte of the text.
    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let before = self.characters.get_or_init(|| {
            let sums = bytes.chunks(BLOCK).scan(0, |sum, block| {
                let before = *sum;
                *sum += u32::try_from(begun(block)).unwrap_or(u32::MAX);
                Some(before)
            });
            sums.collect()
        });
        // Behind the last block, if that is full, there is none.
        let block = (offset / BLOCK).min(before.len().saturating_sub(1));
        let rest = bytes.get(block * BLOCK..offset).unwrap_or_default();
        before.get(block).map_or(0, |before| *before as usize) + begun(rest)
    }

    /// Where a person finds the line of a byte, where the lines are the paragraphs of a document.
    pub fn line_place(&self, offset: u32) -> Option<Message> {
        let index = self.line_index(offset);
        let place = self.text.outline()?.places.get(index)?;
        Some(place.message(self.first_line + index))
    }

    /// The text of a line counted from 1, without its line break.
    pub fn line(&self, number: usize) -> &str {
        let bound = |index: usize| self.line_starts().get(index).map(|start| *start as usize);
        let Some(index) = number.checked_sub(self.first_line) else { return "" };
        let Some(start) = bound(index) else { return "" };
        let end = bound(index + 1).unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }
}

/// How many characters begin in these bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// All texts of one run, by [`SourceId`]. A copy shares the texts, and costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Arc<Vec<StoredSource>>,
    /// The few texts that are soon done with.
    passing: Vec<(SourceId, Source)>,
    /// How many of them there were.
    passed: u32,
}

#[derive(Clone, Debug)]
struct StoredSource {
    name: String,
    /// Read when something asks for more than the name.
    text: LazyText,
    source: OnceLock<Source>,
}

impl StoredSource {
    fn source(&self) -> &Source {
        self.source.get_or_init(|| Source::new(self.name.as_str(), self.text.get().clone()))
    }
}

/// The ids of passing texts begin here.
const PASSING: u32 = 1 << 31;

impl Sources {
    pub fn add(&mut self, source: Source) -> SourceId {
        let (name, text) = (source.name.clone(), source.text.clone().into());
        self.store(StoredSource { name, text, source: source.into() })
    }

    /// Keep a text that is read when something asks for more than its name.
    pub fn add_lazy(&mut self, name: impl Into<String>, text: LazyText) -> SourceId {
        self.store(StoredSource { name: name.into(), text, source: OnceLock::new() })
    }

    fn store(&mut self, stored: StoredSource) -> SourceId {
        let id = self.next_id();
        Arc::make_mut(&mut self.list).push(stored);
        id
    }

    pub fn next_id(&self) -> SourceId {
        SourceId(u32::try_from(self.list.len()).unwrap_or(u32::MAX))
    }

    /// Keep a text that is soon done with, in the place of an earlier one of this kind. It has an id of its own, so
    /// that a span of the earlier one fits no source any more, rather than another text.
    pub fn replace(&mut self, earlier: Option<SourceId>, source: Source) -> SourceId {
        let id = self.next_passing_id();
        self.passed = self.passed.wrapping_add(1);
        match self.passing.iter_mut().find(|(known, _)| Some(*known) == earlier) {
            Some(place) => *place = (id, source),
            None => self.passing.push((id, source)),
        }
        id
    }

    /// The text with this id, if it is a passing one.
    pub fn passing(&self, id: SourceId) -> Option<&Source> {
        self.get(id).filter(|_| id.0 >= PASSING)
    }

    pub fn next_passing_id(&self) -> SourceId {
        SourceId(PASSING | self.passed)
    }

    pub fn get(&self, id: SourceId) -> Option<&Source> {
        if id.0 < PASSING {
            return self.list.get(id.0 as usize).map(StoredSource::source);
        }
        self.passing.iter().find(|(known, _)| *known == id).map(|(_, source)| source)
    }

    pub fn named(&self, name: &str) -> Option<&Source> {
        self.list.iter().rev().find(|stored| stored.name == name).map(StoredSource::source)
    }

    /// The text under a span; empty where the span fits no source.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).and_then(|source| source.text.get(span.range())).unwrap_or_default()
    }

    /// `file:line`, as people read it.
    pub fn line_place(&self, span: Span) -> String {
        format!("{}:{}", self.name(span), self.line(span))
    }

    /// The whole line in which a span begins.
    pub fn line_text(&self, span: Span) -> &str {
        self.get(span.source).map_or("", |source| source.line(source.line_number(span.start)))
    }

    pub fn name(&self, span: Span) -> &str {
        match self.list.get(span.source.0 as usize) {
            Some(stored) => &stored.name,
            None => self.get(span.source).map_or("", |source| &source.name),
        }
    }

    /// Line and column of the beginning of a span, both from 1.
    pub fn position(&self, span: Span) -> (usize, usize) {
        self.get(span.source).map_or((1, 1), |source| source.position(span.start))
    }

    /// The line of the beginning of a span, from 1.
    pub fn line(&self, span: Span) -> usize {
        self.get(span.source).map_or(1, |source| source.line_number(span.start))
    }

    /// Where a person finds the beginning of a span in a document without lines; none in any other text.
    pub fn place_in_document(&self, span: Span) -> Option<Message> {
        self.get(span.source)?.line_place(span.start)
    }

    /// `file:line:column`, as editors understand it.
    pub fn place(&self, span: Span) -> String {
        let (line, column) = self.position(span);
        format!("{}:{line}:{column}", self.name(span))
    }
}
