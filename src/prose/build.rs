//! The normal text as it grows: characters come in, units and sentences go out.

use crate::base::SourceId;
use crate::prose::facts::{reads_as_title, runs_in};
use crate::prose::leads::Flow;
use crate::prose::marks::{LineMark, MarkKind, begins_anew, bracketed_label, heading_mark, mark, references};
use crate::prose::normal_text::{NormalText, Shift};
use crate::prose::normalize::{Folded, Folder, plain_length};
use crate::prose::notes::Notes;
use crate::prose::sentences::split_sentences;
use crate::prose::text::{Heading, Sentence, Table, Text, Unit, UnitKind};
use std::ops::Range;
use std::sync::OnceLock;

/// A heading that is longer, in bytes, is a paragraph that was set as one.
const LONGEST_TITLE: usize = 1_000;

/// A text under way. A unit begins with its first character that is not white space.
#[derive(Default)]
pub(crate) struct TextBuilder<'d> {
    folder: Folder,
    pub(crate) text: NormalText<'d>,
    units: Vec<Unit>,
    sentences: Vec<Sentence>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) tables: Vec<Table>,
    /// The headings that what follows stands under, outermost first.
    under: Vec<usize>,
    pub(crate) notes: Notes,
}

/// What kind of unit ends, and what it stands in.
pub(crate) enum Place<'p> {
    /// Its level, and its number where its text does not say that.
    Heading(u8, String),
    Text(TextKind, &'p mut Flow),
}

#[derive(Clone)]
pub(crate) enum TextKind {
    Paragraph,
    Quote,
    Item { depth: u8, marker: String },
}

/// A row of a table as it stands.
pub(crate) struct EndedRow {
    pub(crate) unit: usize,
    /// Its cells in the normal text, without regard to those that span several columns.
    pub(crate) cells: Vec<Range<usize>>,
}

impl<'d> TextBuilder<'d> {
    pub(crate) fn new(document: &'d str) -> Self {
        let normal = String::with_capacity(document.len());
        let text = NormalText { document, normal, ..NormalText::default() };
        Self { text, notes: Notes::of(document), ..Self::default() }
    }

    /// A character that a reader sees, from the bytes `from..to` of the document.
    pub(crate) fn push(&mut self, shown: char, from: usize, to: usize) {
        self.folder.push(shown, from, to, &mut |piece| self.text.put(&piece));
    }

    /// Text that the document has as it is, from byte `from` on. Stretches that fold to themselves go in whole.
    pub(crate) fn push_str(&mut self, text: &str, from: usize) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let length = plain_length(rest);
            let run = rest.get(..length).unwrap_or_default();
            if run.is_empty() {
                let Some(first) = rest.chars().next() else { break };
                self.push(first, from + at, from + at + first.len_utf8());
                at += first.len_utf8();
            } else {
                self.flush();
                let (from, to) = (from + at, from + at + length);
                self.text.put(&Folded { normal: run, shown: run, from, to });
                at += length;
            }
        }
    }

    pub(crate) fn len(&mut self) -> usize {
        self.flush();
        self.text.normal.len()
    }

    pub(crate) fn unit_count(&self) -> usize {
        self.units.len()
    }

    pub(crate) fn has_begun(&mut self) -> bool {
        self.flush();
        self.text.start.is_some()
    }

    /// Whether what is being read is one line that could be the title of what follows.
    pub(crate) fn reads_as_title(&mut self) -> bool {
        self.flush();
        let line = self.text.start.and_then(|start| self.text.normal.get(start..));
        self.text.breaks.is_empty() && line.is_some_and(reads_as_title)
    }

    fn flush(&mut self) {
        self.folder.flush(&mut |piece| self.text.put(&piece));
    }

    pub(crate) fn cell(&mut self) {
        self.flush();
        if !self.text.cells.is_empty() {
            self.text.bars += 1;
        }
        self.text.cells.push(0..0);
    }

    /// Whether nothing stands in the cell that is being read.
    pub(crate) fn is_cell_empty(&mut self) -> bool {
        self.flush();
        self.text.cells.last().is_some_and(|cell| cell.start == cell.end)
    }

    /// A line ends, in a paragraph that goes on.
    pub(crate) fn line_end(&mut self, is_break: bool) {
        self.flush();
        if self.text.start.is_some() {
            self.text.breaks.push((self.text.normal.len(), is_break));
        }
    }

    /// The last letter of the text.
    pub(crate) fn last_letter(&self) -> Option<char> {
        self.text.normal.chars().next_back()
    }

    /// What the unit that ends has written; none where it has not begun.
    fn ended(&mut self) -> Option<Range<usize>> {
        self.flush();
        self.text.space = None;
        if self.text.start.is_none() {
            self.text.bars = 0;
            self.text.cells.clear();
            return None;
        }
        self.text.flush_bars(self.text.read..self.text.read, false);
        Some(self.text.start.take()?..self.text.normal.len())
    }

    /// End a row of a table; nothing comes of one that has not begun.
    pub(crate) fn end_row(&mut self, context: &[Range<usize>]) -> Option<EndedRow> {
        self.text.breaks.clear();
        self.text.code.clear();
        let range = self.ended()?;
        let mut cells = std::mem::take(&mut self.text.cells);
        let removals = self.removals(&range, 0);
        let gone = self.remove(&removals);
        let mut last = range.start;
        for cell in &mut cells {
            *cell = if cell.start == cell.end { last..last } else { gone.of(cell.start)..gone.of(cell.end) };
            last = cell.end;
        }
        let unit = self.units.len();
        let heading = self.under.last().copied();
        self.unit(UnitKind::Row, range.start..gone.of(range.end), heading, context);
        Some(EndedRow { unit, cells })
    }

    /// A row, once its place in a table is known.
    pub(crate) fn place_row(&mut self, row: usize, cells: Vec<Range<usize>>, table: usize, is_head: bool) {
        if let Some(unit) = self.units.get_mut(row) {
            unit.cells = cells;
            unit.table = Some(table);
            unit.is_head = is_head;
        }
    }

    /// End what was written since the last end: a heading, or a paragraph with the items in it, each a unit of its own.
    pub(crate) fn end(&mut self, place: Place<'_>) -> bool {
        let breaks = std::mem::take(&mut self.text.breaks);
        let Some(range) = self.ended() else { return false };
        match place {
            Place::Heading(level, number) if range.len() <= LONGEST_TITLE => {
                self.end_heading(level, number, range);
            }
            Place::Heading(..) => self.end_text(range, &breaks, &TextKind::Paragraph, &mut Flow::default()),
            Place::Text(kind, flow) => self.end_text(range, &breaks, &kind, flow),
        }
        self.text.code.clear();
        true
    }

    fn end_heading(&mut self, level: u8, number: String, range: Range<usize>) {
        let mark = heading_mark(self.part(&range));
        let removals = self.removals(&range, mark.as_ref().map_or(0, |mark| mark.length));
        let range = range.start..self.remove(&removals).of(range.end);
        let heading = self.heading(level, range.clone());
        let marker = mark.map_or(number, |mark| mark.shown);
        self.unit(UnitKind::Heading { level, marker }, range, heading, &[]);
    }

    fn end_text(&mut self, range: Range<usize>, breaks: &[(usize, bool)], kind: &TextKind, flow: &mut Flow) {
        let mut lines: Vec<(Range<usize>, Option<LineMark>)> = Vec::new();
        let mut start = range.start;
        let mut first = mark(self.part(&range));
        for (at, is_break) in breaks.iter().filter(|(at, _)| range.contains(at)) {
            if *at <= start {
                continue;
            }
            let (before, line) = (self.part(&(start..*at)), self.part(&(at + 1..range.end)));
            if begins_anew(before, line, *is_break, first.as_ref().map(|mark| mark.kind)) {
                lines.push((start..*at, mark(before)));
                start = at + 1;
                first = mark(line);
            }
        }
        lines.push((start..range.end, first));
        let mut removals = Vec::new();
        for (line, mark) in &lines {
            removals.extend(self.removals(line, mark.as_ref().map_or(0, |mark| mark.length)));
        }
        let gone = self.remove(&removals);
        let heading = self.under.last().copied();
        for (at, (line, mark)) in lines.into_iter().enumerate() {
            let kind = match (&mark, kind) {
                (Some(mark), TextKind::Item { depth, marker }) if at == 0 && !marker.is_empty() => {
                    let marker = if matches!(mark.kind, MarkKind::Bullet(_)) { marker } else { &mark.shown };
                    UnitKind::Item { depth: *depth, marker: marker.clone() }
                }
                (None, TextKind::Item { depth, marker }) => {
                    let marker = if at == 0 { marker.clone() } else { String::new() };
                    UnitKind::Item { depth: *depth, marker }
                }
                (Some(mark), TextKind::Item { depth, .. }) => {
                    UnitKind::Item { depth: depth.saturating_add(1), marker: mark.shown.clone() }
                }
                (Some(mark), _) => UnitKind::Item { depth: 1, marker: mark.shown.clone() },
                (None, TextKind::Paragraph) => UnitKind::Paragraph,
                (None, TextKind::Quote) => UnitKind::Quote,
            };
            let range = gone.of(line.start)..gone.of(line.end);
            if let Some(note) = mark.as_ref().filter(|mark| mark.kind == MarkKind::Note) {
                self.notes.define(&note.shown, self.units.len());
            }
            let mark = mark.map(|mark| mark.kind);
            if flow.names_item {
                flow.go_on(&self.text.normal);
            }
            let context = flow.enter(mark);
            self.unit(kind, range, heading, &context);
            let is_sole = self.units.last().is_some_and(|unit| unit.sentences.len() == 1);
            if let Some(last) = self.sentences.last() {
                let text = self.text.normal.get(last.range.clone()).unwrap_or_default();
                flow.leave(mark, last.range.clone(), text, is_sole);
            }
        }
    }

    fn unit(
        &mut self,
        kind: UnitKind,
        range: Range<usize>,
        heading: Option<usize>,
        context: &[Range<usize>],
    ) {
        let (first, unit, start) = (self.sentences.len(), self.units.len(), range.start);
        let normal = &self.text.normal;
        let mut context = context.to_vec();
        let mut sentence = |range: Range<usize>| {
            let title = normal.get(range.clone()).and_then(|own| own.strip_suffix('.'));
            let is_title = range.start == start && title.is_some_and(runs_in);
            self.sentences.push(Sentence { range: range.clone(), unit, heading, context: context.clone() });
            // "Guests. Entry is free."
            if is_title {
                context.push(range);
            }
        };
        match kind {
            UnitKind::Heading { .. } | UnitKind::Row => sentence(range),
            _ => {
                let text = self.text.normal.get(range).unwrap_or_default();
                let code = &self.text.code;
                let is_code = |at: usize| {
                    let next = code.partition_point(|own| own.start <= start + at);
                    next.checked_sub(1)
                        .and_then(|last| code.get(last))
                        .is_some_and(|own| start + at < own.end)
                };
                split_sentences(text, is_code, |part| sentence(start + part.start..start + part.end));
            }
        }
        let sentences = first..self.sentences.len();
        self.units.push(Unit {
            kind,
            sentences,
            cells: Vec::new(),
            table: None,
            is_head: false,
            notes: Vec::new(),
        });
    }

    /// What of a line is no text: so many bytes at its beginning, and what points at notes.
    fn removals(&self, line: &Range<usize>, mark: usize) -> Vec<Range<usize>> {
        let begins = line.start + mark;
        let text = self.part(&(begins..line.end));
        let references = references(text, |label| self.notes.is_known(label));
        let mark = (mark > 0).then_some(line.start..begins);
        mark.into_iter()
            .chain(references.into_iter().map(|own| begins + own.start..begins + own.end))
            .collect()
    }

    /// Take them out of the text; gives where its parts are then.
    fn remove(&mut self, removals: &[Range<usize>]) -> Shift {
        let gone = Shift::new(removals);
        for code in &mut self.text.code {
            *code = gone.of(code.start)..gone.of(code.end);
        }
        for (at, label) in std::mem::take(&mut self.text.pointers) {
            self.notes.point(gone.of(at), label);
        }
        for range in removals {
            let labels: Vec<String> = self.part(range).split(',').map(bracketed_label).collect();
            for label in labels {
                self.notes.point(gone.of(range.start), label);
            }
        }
        self.text.remove(removals);
        gone
    }

    /// What was written since byte `start` of the normal text is set as code.
    pub(crate) fn code(&mut self, start: usize) {
        self.text.code.push(start..self.here().max(start));
    }

    /// Where in the normal text the last character stands or will stand, or right behind it.
    pub(crate) fn here(&self) -> usize {
        self.text.normal.len() + self.folder.pending()
    }

    /// The text points at a note here.
    pub(crate) fn point(&mut self, label: String) {
        if self.folder.pending() > 0 {
            self.text.waiting.push(label);
        } else {
            self.text.pointers.push((self.text.normal.len(), label));
        }
    }

    pub(crate) fn part(&self, range: &Range<usize>) -> &str {
        self.text.normal.get(range.clone()).unwrap_or_default()
    }

    /// A heading; gives the one above it.
    fn heading(&mut self, level: u8, range: Range<usize>) -> Option<usize> {
        let before = range.start.saturating_sub(1);
        while let Some(last) = self.under.last().and_then(|at| self.headings.get_mut(*at)) {
            if last.level < level {
                break;
            }
            last.end = before;
            self.under.pop();
        }
        let parent = self.under.last().copied();
        self.under.push(self.headings.len());
        self.headings.push(Heading { level, range, parent, sentence: self.sentences.len(), end: 0 });
        parent
    }

    /// End the sections of all headings but so many.
    pub(crate) fn end_headings(&mut self, kept: usize) {
        let end = self.text.normal.len();
        while let Some(open) = self.under.pop_if(|open| *open >= kept) {
            if let Some(heading) = self.headings.get_mut(open) {
                heading.end = end;
            }
        }
    }

    pub(crate) fn finish(mut self, source: SourceId) -> Text {
        self.end_headings(0);
        self.notes.resolve(
            self.text.document,
            &mut self.units,
            &mut self.sentences,
            &self.text.normal,
            &self.text.map,
        );
        Text {
            source,
            normal: self.text.normal,
            units: self.units,
            sentences: self.sentences,
            headings: self.headings,
            tables: self.tables,
            map: self.text.map,
            titles: OnceLock::new(),
        }
    }
}
