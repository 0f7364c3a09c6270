//! The texts of one field of all elements, in one piece of memory.

use crate::values::Value;

/// Texts behind one another.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: String,
    ranges: Vec<TextRange>,
    /// How many bytes of all belong to no range any more.
    idle: usize,
}

/// Where a text stands: its first byte and its length, in six bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TextRange([u16; 3]);

impl TextRange {
    const UNKNOWN: Self = Self([u16::MAX, u16::MAX, 0]);
    const ABSENT: Self = Self([u16::MAX, u16::MAX, 1]);

    /// Nothing where it is too far away or too long.
    fn new(start: usize, length: usize) -> Option<Self> {
        let (low, high) = (u16::try_from(start & 0xffff).ok()?, u16::try_from(start >> 16).ok()?);
        // What is unknown or absent begins nowhere.
        (high < u16::MAX).then_some(Self([low, high, u16::try_from(length).ok()?]))
    }

    #[inline]
    fn bytes(self) -> std::ops::Range<usize> {
        let Self([low, high, length]) = self;
        let start = usize::from(high) << 16 | usize::from(low);
        start..start + usize::from(length)
    }

    fn length(self) -> usize {
        let Self([.., length]) = self;
        if self == Self::ABSENT { 0 } else { length.into() }
    }
}

/// Whether two texts are the same: short ones are two numbers each, which need no call.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let eight = |text: &[u8]| Some((*text.first_chunk::<8>()?, *text.last_chunk::<8>()?));
    let four = |text: &[u8]| Some((*text.first_chunk::<4>()?, *text.last_chunk::<4>()?));
    match one.len() {
        8..=16 => eight(one) == eight(other),
        4..8 => four(one) == four(other),
        _ => one == other,
    }
}

/// So many idle bytes are not worth moving texts for.
const LITTLE: usize = 4096;

impl Texts {
    fn of(&self, range: TextRange) -> Option<&str> {
        if range == TextRange::UNKNOWN || range == TextRange::ABSENT {
            None
        } else {
            self.all.get(range.bytes())
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&str> {
        self.of(*self.ranges.get(at)?)
    }

    /// Whether the text of a row is this one.
    #[inline]
    pub(super) fn is(&self, at: usize, text: &str) -> bool {
        let range = self.ranges.get(at).copied().unwrap_or(TextRange::UNKNOWN);
        self.all.as_bytes().get(range.bytes()).is_some_and(|held| is_same(held, text.as_bytes()))
    }

    pub(super) fn value(&self, at: usize) -> Option<Value> {
        let range = *self.ranges.get(at)?;
        Some(match range {
            TextRange::ABSENT => Value::Absent,
            _ => self.of(range).map_or(Value::Unknown, Value::text),
        })
    }

    /// Put a value at a place, or behind the others; whether that could be done.
    pub(super) fn put(&mut self, at: Option<usize>, value: &Value) -> bool {
        let range = match value {
            Value::Unknown => Some(TextRange::UNKNOWN),
            Value::Absent => Some(TextRange::ABSENT),
            Value::Text(text) => self.keep(text),
            _ => None,
        };
        let Some(range) = range else { return false };
        match at.map(|at| self.ranges.get_mut(at)) {
            None => self.ranges.push(range),
            Some(Some(held)) => {
                let old = std::mem::replace(held, range);
                self.forget(old);
            }
            Some(None) => {}
        }
        true
    }

    pub(super) fn push_text(&mut self, text: &str) -> bool {
        self.keep(text).map(|range| self.ranges.push(range)).is_some()
    }

    /// Set memory aside for so many more texts that are as long as those before.
    pub(super) fn reserve(&mut self, rows: usize) {
        let each = self.all.len() / self.ranges.len().max(1) + 1;
        self.all.reserve(rows.saturating_mul(each));
        self.ranges.reserve(rows);
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.all.shrink_to_fit();
        self.ranges.shrink_to_fit();
    }

    /// Put a text behind the others; nothing where there is no room.
    fn keep(&mut self, text: &str) -> Option<TextRange> {
        if text.is_empty() {
            // It needs no place, which could go.
            return TextRange::new(0, 0);
        }
        let range = TextRange::new(self.all.len(), text.len())?;
        self.all.push_str(text);
        Some(range)
    }

    /// Let go of a text that no row has any more.
    fn forget(&mut self, range: TextRange) {
        if range.length() > 0 && range.bytes().end == self.all.len() {
            self.all.truncate(range.bytes().start);
        } else {
            self.idle += range.length();
        }
        if self.idle > LITTLE && self.idle > self.all.len() / 2 {
            self.gather();
        }
    }

    fn gather(&mut self) {
        let mut all = String::with_capacity(self.all.len() - self.idle);
        for range in &mut self.ranges {
            let Some(text) = self.all.get(range.bytes()).filter(|text| !text.is_empty()) else { continue };
            // It stands no further than before.
            if let Some(moved) = TextRange::new(all.len(), text.len()) {
                all.push_str(text);
                *range = moved;
            }
        }
        self.all = all;
        self.idle = 0;
    }

    pub(super) fn pop(&mut self) {
        if let Some(range) = self.ranges.pop() {
            self.forget(range);
        }
    }
}
