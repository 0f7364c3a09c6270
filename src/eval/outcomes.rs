//! The outcomes of an action's rules as bits, and numbers as far as they are known.

use crate::model::Order;
use crate::tables::layout::OUTCOMES;
use crate::values::{Truth, Value};
use std::cmp::Ordering;

/// Which outcomes of an action are true, and which are open, by their places. The first take no allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OutcomeBits {
    pub(super) first: OutcomeWord,
    /// A box more, so that a decision that needs none of it is small.
    pub(super) spill: Option<Box<Spill>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spill(Vec<OutcomeWord>);

/// Some outcomes that stand together, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OutcomeWord {
    pub(super) yes: u32,
    pub(super) open: u32,
}

impl OutcomeWord {
    /// Those that are true, and those that are or may be, in the lower halves of two words.
    #[inline]
    pub(super) fn of(yes: u64, may: u64) -> Self {
        let outcomes = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        Self { yes: outcomes(yes), open: outcomes(may & !yes) }
    }

    pub(super) fn any(self, mask: u32) -> Truth {
        match (self.yes & mask != 0, self.open & mask != 0) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }
}

#[inline]
pub(super) fn before(at: u32) -> u32 {
    1u32.checked_shl(at).map_or(u32::MAX, |bit| bit - 1)
}

impl OutcomeBits {
    /// Add outcomes that stand together, from a place on.
    pub(super) fn add(&mut self, at: u32, own: OutcomeWord) {
        let shift = at % OUTCOMES;
        let beyond = OUTCOMES - shift;
        let above = |bits: u32| bits.checked_shr(beyond).unwrap_or(0);
        let parts = [
            (at, OutcomeWord { yes: own.yes << shift, open: own.open << shift }),
            (at.saturating_add(beyond), OutcomeWord { yes: above(own.yes), open: above(own.open) }),
        ];
        for (at, own) in parts {
            if own != OutcomeWord::default()
                && let Some(mark) = self.word(at)
            {
                (mark.yes, mark.open) = (mark.yes | own.yes, mark.open | own.open);
            }
        }
    }

    fn spill(&self) -> &[OutcomeWord] {
        self.spill.as_ref().map(|beyond| &*beyond.0).unwrap_or_default()
    }

    fn word(&mut self, at: u32) -> Option<&mut OutcomeWord> {
        match (at / OUTCOMES).checked_sub(1) {
            None => Some(&mut self.first),
            Some(word) => {
                let word = word as usize;
                let Spill(beyond) = &mut **self.spill.get_or_insert_default();
                beyond.resize(beyond.len().max(word + 1), OutcomeWord::default());
                beyond.get_mut(word)
            }
        }
    }

    pub(super) fn set(&mut self, at: u32, truth: Truth) {
        let bit = 1 << (at % OUTCOMES);
        if let Some(mark) = self.word(at) {
            mark.yes = if truth == Truth::True { mark.yes | bit } else { mark.yes & !bit };
            mark.open = if truth == Truth::Unknown { mark.open | bit } else { mark.open & !bit };
        }
    }

    pub(super) fn get(&self, at: u32) -> Truth {
        let mark = match (at / OUTCOMES).checked_sub(1) {
            None => Some(&self.first),
            Some(beyond) => self.spill().get(beyond as usize),
        };
        mark.map_or(Truth::False, |mark| mark.any(1 << (at % OUTCOMES)))
    }

    /// Whether any outcome before a place is true, and whether any from there on is.
    pub(super) fn split(&self, at: u32) -> (Truth, Truth) {
        let early = before(at);
        let (mut earlier, mut later) = (self.first.any(early), self.first.any(!early));
        for (word, mark) in (1u32..).zip(self.spill()) {
            let early = before(at.saturating_sub(word * OUTCOMES));
            earlier = earlier.or(mark.any(early));
            later = later.or(mark.any(!early));
        }
        (earlier, later)
    }

    pub(super) fn is_open(&self) -> bool {
        self.first.open != 0 || self.spill().iter().any(|mark| mark.open != 0)
    }
}

/// A number as far as it is known: between two; `None` where it is known to be absent.
pub(super) type Bounds = Option<(i64, i64)>;

pub(super) const OPEN: Bounds = Some((i64::MIN, i64::MAX));

pub(super) fn bounds(value: &Value) -> Bounds {
    match value {
        Value::Absent => None,
        Value::Int(number) => Some((*number, *number)),
        _ => OPEN,
    }
}

/// Whether one number is more than another, each known from its least to its most.
pub(super) fn more(left: (i64, i64), right: (i64, i64)) -> Truth {
    if left.0 > right.1 {
        Truth::True
    } else if left.1 <= right.0 {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// Whether two values that compare in one way are in an order.
pub(super) fn is_so(ordering: Ordering, order: Order) -> bool {
    match order {
        Order::AtLeast => ordering.is_ge(),
        Order::AtMost => ordering.is_le(),
        Order::More => ordering.is_gt(),
        Order::Less => ordering.is_lt(),
    }
}
