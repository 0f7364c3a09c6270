//! The normal text as it grows: characters come in, units and sentences go out.

use crate::base::SourceId;
use crate::prose::normalize::{Folded, Folder, plain_length};
use crate::prose::sentences::split_sentences;
use crate::prose::source_map::SourceMap;
use crate::prose::text::{Heading, Sentence, Text, Unit, UnitKind};
use std::ops::Range;
use std::sync::OnceLock;

/// A text under way. A unit begins with its first character that is not white space.
#[derive(Default)]
pub(crate) struct TextBuilder<'d> {
    folder: Folder,
    text: NormalText<'d>,
    units: Vec<Unit>,
    sentences: Vec<Sentence>,
    headings: Vec<Heading>,
    /// The headings that what follows stands under, outermost first.
    under: Vec<usize>,
    /// What leads in the table that is being read.
    row_lead: Option<Range<usize>>,
}

pub(crate) struct EndedUnit {
    pub(crate) sentences: Range<usize>,
    pub(crate) cells: Vec<Range<usize>>,
}

#[derive(Default)]
struct NormalText<'d> {
    document: &'d str,
    normal: String,
    map: SourceMap,
    start: Option<usize>,
    /// White space of the document that is not yet a space of the text.
    space: Option<Range<usize>>,
    /// Bounds between cells that are not yet in the text.
    bars: usize,
    cells: Vec<Range<usize>>,
    /// One past the last byte of the document that is in the text.
    read: usize,
}

impl NormalText<'_> {
    fn put(&mut self, piece: &Folded<'_>) {
        if piece.normal == " " {
            let from = self.space.as_ref().map_or(piece.from.max(self.read), |space| space.start);
            self.space = Some(from..piece.to.max(from));
            return;
        }
        let gap = self.read..piece.from.max(self.read);
        match self.start {
            None => {
                if !self.normal.is_empty() {
                    self.push(" ", gap);
                }
                self.start = Some(self.normal.len());
                self.flush_bars(self.read..piece.from.max(self.read), true);
            }
            Some(_) if self.bars > 0 => self.flush_bars(gap, true),
            Some(_) => {
                if let Some(space) = self.space.take() {
                    self.push(" ", space);
                }
            }
        }
        self.space = None;
        let at = self.normal.len();
        if let Some(cell) = self.cells.last_mut() {
            if cell.start == cell.end {
                cell.start = at;
            }
            cell.end = at + piece.normal.len();
        }
        let range = piece.from..piece.to;
        let written = self.document.get(range.clone());
        let is_written = written == Some(piece.shown);
        let even = is_written && (piece.normal == piece.shown || piece.normal.chars().nth(1).is_none());
        self.map.add(at, piece.normal.len(), range, even);
        if !is_written {
            self.map.see(at, piece.shown);
        }
        self.normal.push_str(piece.normal);
        self.read = self.read.max(piece.to);
    }

    fn push(&mut self, white: &str, range: Range<usize>) {
        self.map.add(self.normal.len(), white.len(), range, true);
        self.normal.push_str(white);
    }

    /// Bounds of cells, with the spaces around them.
    fn flush_bars(&mut self, gap: Range<usize>, more: bool) {
        if self.bars == 0 {
            return;
        }
        let mut bars = " |".repeat(self.bars);
        if more {
            bars.push(' ');
        }
        let bars = if self.start == Some(self.normal.len()) { bars.trim_start() } else { &bars };
        self.map.add(self.normal.len(), bars.len(), gap, false);
        self.normal.push_str(bars);
        self.bars = 0;
    }
}

impl<'d> TextBuilder<'d> {
    pub(crate) fn new(document: &'d str) -> Self {
        let normal = String::with_capacity(document.len());
        let text = NormalText { document, normal, ..NormalText::default() };
        Self { text, ..Self::default() }
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

    pub(crate) fn has_begun(&mut self) -> bool {
        self.flush();
        self.text.start.is_some()
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

    pub(crate) fn range_of(&self, sentence: usize) -> Option<Range<usize>> {
        Some(self.sentences.get(sentence)?.range.clone())
    }

    /// The same, if it leads something in.
    pub(crate) fn leads_in(&self, sentence: usize) -> Option<Range<usize>> {
        let range = self.range_of(sentence)?;
        self.text.normal.get(range.clone())?.ends_with(':').then_some(range)
    }

    /// End the unit; nothing comes of one that has not begun.
    pub(crate) fn end(
        &mut self,
        kind: impl FnOnce() -> UnitKind,
        headers: &[Range<usize>],
        lead_ins: &[Range<usize>],
    ) -> Option<EndedUnit> {
        self.flush();
        self.text.space = None;
        let Some(start) = self.text.start else {
            self.text.bars = 0;
            self.text.cells.clear();
            return None;
        };
        let gap = self.text.read..self.text.read;
        self.text.flush_bars(gap, false);
        self.text.start = None;
        let kind = kind();
        let range = start..self.text.normal.len();
        let mut cells = std::mem::take(&mut self.text.cells);
        let mut last = start;
        for cell in &mut cells {
            if cell.start == cell.end {
                *cell = last..last;
            }
            last = cell.end;
        }
        let headers: Vec<_> = headers.iter().take(cells.len()).cloned().collect();
        let heading = match kind {
            UnitKind::Heading(level) => self.heading(level, range.clone()),
            _ => self.under.last().copied(),
        };
        let lead = self.lead(&kind);
        let lead = lead.filter(|lead| !lead_ins.contains(lead));
        let context: Vec<_> =
            lead_ins.iter().chain(&lead).chain(&headers).filter(|range| !range.is_empty()).cloned().collect();
        let first = self.sentences.len();
        let unit = self.units.len();
        let mut sentence = |range| {
            self.sentences.push(Sentence { range, unit, heading, context: context.clone() });
        };
        match kind {
            UnitKind::Heading(_) | UnitKind::Row => sentence(range),
            _ => split_sentences(self.text.normal.get(range).unwrap_or_default(), |part| {
                sentence(start + part.start..start + part.end);
            }),
        }
        let sentences = first..self.sentences.len();
        self.units.push(Unit { kind, sentences: sentences.clone(), cells: cells.clone(), headers });
        Some(EndedUnit { sentences, cells })
    }

    /// What leads a unit in that is no item: the sentence before it that ends in a colon; for a row, that before the
    /// table.
    fn lead(&mut self, kind: &UnitKind) -> Option<Range<usize>> {
        let before = self.units.last().filter(|unit| !matches!(unit.kind, UnitKind::Heading(_)));
        let last = before.and_then(|unit| self.leads_in(unit.sentences.end.checked_sub(1)?));
        match kind {
            UnitKind::Row => {
                if !before.is_some_and(|unit| unit.kind == UnitKind::Row) {
                    self.row_lead = last;
                }
                self.row_lead.clone()
            }
            UnitKind::Paragraph | UnitKind::Quote => last,
            UnitKind::Item { marker, .. } if marker.is_empty() => last,
            UnitKind::Item { .. } | UnitKind::Heading(_) => None,
        }
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

    pub(crate) fn finish(mut self, source: SourceId) -> Text {
        let end = self.text.normal.len();
        for open in self.under {
            if let Some(heading) = self.headings.get_mut(open) {
                heading.end = end;
            }
        }
        Text {
            source,
            normal: self.text.normal,
            units: self.units,
            sentences: self.sentences,
            headings: self.headings,
            map: self.text.map,
            titles: OnceLock::new(),
        }
    }
}
