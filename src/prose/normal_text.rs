//! The normal text of a document while it grows, with the way back to its bytes.

use crate::prose::normalize::Folded;
use crate::prose::source_map::SourceMap;
use std::ops::Range;

#[derive(Default)]
pub(crate) struct NormalText<'d> {
    pub(crate) document: &'d str,
    pub(crate) normal: String,
    pub(crate) map: SourceMap,
    pub(crate) start: Option<usize>,
    /// White space of the document that is not yet a space of the text.
    pub(crate) space: Option<Range<usize>>,
    /// Bounds between cells that are not yet in the text.
    pub(crate) bars: usize,
    pub(crate) cells: Vec<Range<usize>>,
    /// Where lines of the unit end, and whether the document says that they have to.
    pub(crate) breaks: Vec<(usize, bool)>,
    /// Where it is set as code.
    pub(crate) code: Vec<Range<usize>>,
    /// Where it points at notes.
    pub(crate) pointers: Vec<(usize, String)>,
    /// The same, right behind the next character.
    pub(crate) waiting: Vec<String>,
    /// One past the last byte of the document that is in the text.
    pub(crate) read: usize,
}

/// How places of a text move when ranges of it are taken out: each range, and how much is gone with it.
pub(crate) struct Shift(Vec<(Range<usize>, usize)>);

impl Shift {
    pub(crate) fn new(ranges: &[Range<usize>]) -> Self {
        let mut gone = 0;
        let with_gone = ranges.iter().map(|range| {
            gone += range.len();
            (range.clone(), gone)
        });
        Self(with_gone.collect())
    }

    pub(crate) fn of(&self, at: usize) -> usize {
        let next = self.0.partition_point(|(range, _)| range.start < at);
        let last = next.checked_sub(1).and_then(|last| self.0.get(last));
        last.map_or(at, |(range, gone)| range.end.max(at) - gone)
    }
}

impl NormalText<'_> {
    /// Take ranges out of the end of the text.
    pub(crate) fn remove(&mut self, ranges: &[Range<usize>]) {
        self.map.remove(ranges, self.normal.len());
        let Some(first) = ranges.first() else { return };
        let tail = self.normal.split_off(first.start);
        let mut at = first.start;
        for range in ranges {
            self.normal.push_str(tail.get(at - first.start..range.start - first.start).unwrap_or_default());
            at = range.end;
        }
        self.normal.push_str(tail.get(at - first.start..).unwrap_or_default());
    }

    pub(crate) fn put(&mut self, piece: &Folded<'_>) {
        if piece.normal == " " {
            let from = self.space.as_ref().map_or(piece.from.max(self.read), |space| space.start);
            self.space = Some(from..piece.to.max(from));
            return self.point();
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
        self.point();
    }

    /// What waited for the last character points at its note behind it.
    fn point(&mut self) {
        let end = self.normal.len();
        self.pointers.extend(self.waiting.drain(..).map(|label| (end, label)));
    }

    fn push(&mut self, white: &str, range: Range<usize>) {
        let is_white = self.document.get(range.clone()).is_some_and(|own| own.trim().is_empty());
        self.map.add(self.normal.len(), white.len(), range, is_white);
        self.normal.push_str(white);
    }

    /// Bounds of cells, with the spaces around them.
    pub(crate) fn flush_bars(&mut self, gap: Range<usize>, more: bool) {
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
