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
    const NONE: Self = Self([u8::MAX, u8::MAX, 0]);
    const FAR: Self = Self([u8::MAX, u8::MAX, 1]);

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

    fn at(&self, row: RowId, field: FieldId) -> Option<usize> {
        let field = field.index();
        (field < self.width).then_some(row.index() * self.width + field)
    }

    /// Take up a new element, whose fields have no places yet.
    pub(crate) fn push(&mut self, span: Option<Span>) {
        self.starts.push(NO_SPAN);
        self.lengths.push(NO_ROW);
        self.fields.extend(std::iter::repeat_n(RelativeSpan::NONE, self.width));
        self.set_last(span);
    }

    /// Say where the last element stands. One that is too long has its place among those that are far.
    fn set_last(&mut self, span: Option<Span>) {
        let last = RowId::at(self.starts.len().wrapping_sub(1));
        let (Some(start), Some(length)) = (self.starts.last_mut(), self.lengths.last_mut()) else { return };
        (*start, *length) = (NO_SPAN, NO_ROW);
        let Some(span) = span else { return };
        let near = *self.source.get_or_insert(span.source) == span.source && span.start < NO_SPAN;
        if near {
            *start = span.start;
        }
        let fits = u16::try_from(span.end.saturating_sub(span.start)).ok();
        *length = fits.filter(|length| near && *length < FAR_ROW).unwrap_or(FAR_ROW);
        if *length == FAR_ROW {
            self.far.insert((last, WHOLE), span);
        }
    }

    /// Set memory aside for so many more elements.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.starts.reserve(rows);
        self.lengths.reserve(rows);
        self.fields.reserve(rows.saturating_mul(self.width));
    }

    /// Say where the last element ends, which has a place.
    pub(crate) fn end_last(&mut self, end: u32) {
        let span = self.row(RowId::at(self.starts.len().wrapping_sub(1)));
        self.set_last(span.map(|span| Span { end, ..span }));
    }

    pub(crate) fn set(&mut self, row: RowId, field: FieldId, span: Option<Span>) {
        let (Some(at), Some(start)) = (self.at(row, field), self.start(row)) else { return };
        let new = span.map_or(RelativeSpan::NONE, |span| {
            let near = Some(span.source) == self.source && start != NO_SPAN;
            RelativeSpan::of(span, start).filter(|_| near).unwrap_or(RelativeSpan::FAR)
        });
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

    pub(crate) fn pop(&mut self) {
        let (Some(_), Some(length)) = (self.starts.pop(), self.lengths.pop()) else { return };
        let row = RowId::at(self.starts.len());
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
    pub(crate) fn shrink_to_fit(&mut self) {
        self.starts.shrink_to_fit();
        self.lengths.shrink_to_fit();
        self.fields.shrink_to_fit();
    }
}
