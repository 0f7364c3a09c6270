//! Where the values of a collection stand, in few bytes.

use crate::base::{SourceId, Span};
use crate::values::ids::{FieldId, RowId};
use std::collections::HashMap;

/// The places of elements and of their fields.
#[derive(Clone, Debug)]
pub(crate) struct SpanTable {
    /// How many fields an element has.
    width: usize,
    /// The text that nearly all of them lie in.
    source: Option<SourceId>,
    /// The first byte of each element.
    starts: Vec<u32>,
    /// How many bytes each has.
    lengths: Vec<u16>,
    /// The fields of one element after those of another.
    fields: Vec<RelativeSpan>,
    /// The places that lie in another text or are too far away.
    far: HashMap<(RowId, FieldId), Span>,
}

/// The place of a field: how far its first byte is from that of its element, and its length, in three bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RelativeSpan([u8; 3]);

impl RelativeSpan {
    /// These begin nowhere.
    const NONE: Self = Self([u8::MAX, u8::MAX, 0]);
    const FAR: Self = Self([u8::MAX, u8::MAX, 1]);
    const ROW: Self = Self([u8::MAX, u8::MAX, 2]);

    /// The place of a span in an element that begins at a place of the same text; nothing where it is too far away or
    /// too long.
    fn of(span: Span, element: u32) -> Option<Self> {
        let from = u16::try_from(span.start.checked_sub(element)?).ok().filter(|from| *from < u16::MAX)?;
        let [low, high] = from.to_le_bytes();
        Some(Self([low, high, u8::try_from(span.end.checked_sub(span.start)?).ok()?]))
    }

    /// The first byte and the end, from the beginning of the element.
    fn range(self) -> (u32, u32) {
        let Self([low, high, length]) = self;
        let from = u16::from_le_bytes([low, high]);
        (from.into(), u32::from(from) + u32::from(length))
    }
}

/// The length of an element that has no place, and of one whose place is among those that are far: it is too long, or
/// lies in another text, and then begins nowhere.
const NO_ROW: u16 = u16::MAX;
const FAR_ROW: u16 = u16::MAX - 1;
const NO_SPAN: u32 = u32::MAX;
/// The element itself, among the numbers of its fields.
const WHOLE: FieldId = FieldId::NONE;

impl SpanTable {
    pub(crate) fn new(width: usize) -> Self {
        Self {
            width,
            source: None,
            starts: Vec::new(),
            lengths: Vec::new(),
            fields: Vec::new(),
            far: HashMap::new(),
        }
    }

    pub(crate) fn row(&self, row: RowId) -> Option<Span> {
        let start = self.start(row)?;
        match *self.lengths.get(row.index())? {
            NO_ROW => None,
            FAR_ROW => self.far.get(&(row, WHOLE)).copied(),
            length => Some(Span { source: self.source?, start, end: start.checked_add(length.into())? }),
        }
    }

    pub(crate) fn field(&self, row: RowId, field: FieldId) -> Option<Span> {
        match *self.fields.get(self.at(row, field)?)? {
            RelativeSpan::NONE => None,
            RelativeSpan::FAR => self.far.get(&(row, field)).copied(),
            RelativeSpan::ROW => self.row(row),
            near => {
                let element = self.start(row)?;
                let (from, to) = near.range();
                let (start, end) = (element.checked_add(from)?, element.checked_add(to)?);
                Some(Span { source: self.source?, start, end })
            }
        }
    }

    fn start(&self, row: RowId) -> Option<u32> {
        self.starts.get(row.index()).copied()
    }

    /// The number of the element that comes next.
    fn count(&self) -> RowId {
        RowId::at(self.starts.len())
    }

    fn at(&self, row: RowId, field: FieldId) -> Option<usize> {
        let field = field.index();
        (field < self.width).then_some(row.index() * self.width + field)
    }

    /// Take up the place of a new element, whose fields have none yet.
    pub(crate) fn push(&mut self, span: Option<Span>) {
        let (start, length) = match span {
            None => (NO_SPAN, NO_ROW),
            Some(span) if *self.source.get_or_insert(span.source) == span.source && span.start < NO_SPAN => {
                (span.start, self.length(span))
            }
            Some(span) => {
                self.far.insert((self.count(), WHOLE), span);
                (NO_SPAN, FAR_ROW)
            }
        };
        self.starts.push(start);
        self.lengths.push(length);
        self.fields.extend(std::iter::repeat_n(RelativeSpan::NONE, self.width));
    }

    /// The length of the element that comes next. One that is too long has its place among those that are far.
    fn length(&mut self, span: Span) -> u16 {
        let length = u16::try_from(span.end.saturating_sub(span.start)).ok();
        length.filter(|length| *length < FAR_ROW).unwrap_or_else(|| {
            self.far.insert((self.count(), WHOLE), span);
            FAR_ROW
        })
    }

    /// Set memory aside for so many more elements.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.starts.reserve(rows);
        self.lengths.reserve(rows);
        self.fields.reserve(rows.saturating_mul(self.width));
    }

    /// Say where the last element ends, which began at a place of this text.
    pub(crate) fn end_row(&mut self, end: usize) {
        let (Some(start), Some(length), Some(source)) = (self.starts.pop(), self.lengths.pop(), self.source)
        else {
            return;
        };
        let ended = match start {
            NO_SPAN => length,
            _ => self.length(Span::new(source, start as usize, end)),
        };
        self.starts.push(start);
        self.lengths.push(ended);
    }

    /// Say where a field of the last element stands, which has no place yet.
    pub(crate) fn fill(&mut self, field: FieldId, span: Span) {
        let first = self.fields.len() - self.width.min(self.fields.len());
        let start = self.starts.last().filter(|_| self.source == Some(span.source));
        let near = start.and_then(|start| RelativeSpan::of(span, *start));
        match (near, self.fields.get_mut(first + field.index())) {
            (Some(near), Some(held)) => *held = near,
            _ => self.set(RowId::at(self.starts.len().wrapping_sub(1)), field, Some(span)),
        }
    }

    pub(crate) fn set(&mut self, row: RowId, field: FieldId, span: Option<Span>) {
        let (Some(at), Some(start)) = (self.at(row, field), self.start(row)) else { return };
        let near = || {
            let span = span.filter(|span| Some(span.source) == self.source && start != NO_SPAN)?;
            RelativeSpan::of(span, start)
        };
        let new = match (span, near()) {
            (None, _) => RelativeSpan::NONE,
            (_, Some(near)) => near,
            _ if span == self.row(row) => RelativeSpan::ROW,
            _ => RelativeSpan::FAR,
        };
        let Some(held) = self.fields.get_mut(at) else { return };
        let old = std::mem::replace(held, new);
        if old == RelativeSpan::FAR {
            self.far.remove(&(row, field));
        }
        if new == RelativeSpan::FAR
            && let Some(span) = span
        {
            self.far.insert((row, field), span);
        }
    }

    /// Forget the last element.
    pub(crate) fn pop(&mut self) {
        let (Some(_), Some(length)) = (self.starts.pop(), self.lengths.pop()) else { return };
        let row = self.count();
        if length == FAR_ROW {
            self.far.remove(&(row, WHOLE));
        }
        let kept = self.starts.len() * self.width;
        for (field, near) in (0..).map(FieldId).zip(self.fields.drain(kept..)) {
            if near == RelativeSpan::FAR {
                self.far.remove(&(row, field));
            }
        }
    }

    /// Give back the memory that was set aside for more elements.
    pub(crate) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.lengths.shrink_to_fit();
        self.fields.shrink_to_fit();
    }
}
