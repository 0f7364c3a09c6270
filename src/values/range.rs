//! The numbers that a field or a parameter of type Int may have.

use crate::base::{Message, msg};
use serde::{Deserialize, Serialize};

/// The numbers from one to another; both belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Range {
    /// The least.
    pub from: i64,
    /// The greatest, if there is one.
    pub to: Option<i64>,
}

impl Range {
    /// Whether a number belongs to it.
    pub fn contains(self, number: i64) -> bool {
        self.from <= number && self.to.is_none_or(|to| number <= to)
    }

    /// Whether each number of another range belongs to it.
    pub fn includes(self, other: Self) -> bool {
        self.contains(other.from) && (self.to.is_none() || other.to.is_some_and(|to| self.contains(to)))
    }

    /// The number of it that is nearest to a number.
    pub fn nearest(self, number: i64) -> i64 {
        number.max(self.from).min(self.to.unwrap_or(i64::MAX))
    }

    /// The numbers in words: "from 1 to 366".
    pub fn in_words(self) -> Message {
        let from = self.from.to_string();
        match self.to {
            Some(to) => msg!(common.from_to, from = from, to = to.to_string()),
            None => msg!(common.from_on, from = from),
        }
    }
}
