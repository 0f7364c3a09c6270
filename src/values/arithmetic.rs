//! What is calculated with whole numbers.

use serde::{Deserialize, Serialize};

/// Sums, products and bounds of 64-bit integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arithmetic {
    Plus,
    Minus,
    Times,
    /// The lesser of both: `…, at most 27`, behind what a field becomes.
    Lesser,
    /// The greater of both: `…, at least 0`.
    Greater,
}

impl Arithmetic {
    /// The number that comes of two; nothing where it is none of 64 bits.
    pub fn of(self, left: i64, right: i64) -> Option<i64> {
        match self {
            Self::Plus => left.checked_add(right),
            Self::Minus => left.checked_sub(right),
            Self::Times => left.checked_mul(right),
            Self::Lesser => Some(left.min(right)),
            Self::Greater => Some(left.max(right)),
        }
    }
}
