//! Questions of the tables that take more than a code: how numbers of a state compare.

use crate::eval::indexed::{Count, IndexedState};
use crate::eval::outcomes::{Bounds, OPEN, bounds, more};
use crate::model::Order;
use crate::tables::layout::{Number, Predicate};
use crate::values::Truth;
use std::cmp::Ordering;

impl IndexedState {
    /// The answer to a question that the state answers alone.
    pub(super) fn answer(&self, predicate: &Predicate) -> Truth {
        self.compare(predicate, |_| OPEN)
    }

    /// How numbers compare, of which some may be told.
    pub(super) fn compare(&self, predicate: &Predicate, told: impl Fn(u16) -> Bounds) -> Truth {
        let number = |number: &Number| match number {
            Number::Constant(number) => Some((*number, *number)),
            Number::Argument(place) => told(*place),
            Number::Scalar(scalar) => self.scalar(*scalar).map_or(OPEN, bounds),
            Number::Counter(counter) => {
                self.counted(*counter).and_then(Count::exact).map_or(OPEN, |count| Some((count, count)))
            }
        };
        match predicate {
            Predicate::Order(left, order, right) => {
                compare(number(left), number(right), |ordering| match order {
                    Order::AtLeast => ordering.is_ge(),
                    Order::AtMost => ordering.is_le(),
                    Order::More => ordering.is_gt(),
                    Order::Less => ordering.is_lt(),
                })
            }
            Predicate::Equal(left, right) => compare(number(left), number(right), Ordering::is_eq),
            Predicate::Over { counter, most } => {
                let Some(most) = number(most) else { return Truth::False };
                let Some(count) = self.counted(*counter) else { return Truth::Unknown };
                more((count.least.saturating_add(1), count.most.saturating_add(1)), most)
            }
            Predicate::ArgumentIn { .. } | Predicate::Node(_) => Truth::Unknown,
        }
    }
}

/// How two numbers compare. One that is not known exactly is not known at all.
fn compare(left: Bounds, right: Bounds, holds: impl Fn(Ordering) -> bool) -> Truth {
    let (Some(left), Some(right)) = (left, right) else { return Truth::False };
    if left.0 != left.1 || right.0 != right.1 {
        return Truth::Unknown;
    }
    Truth::from(holds(left.0.cmp(&right.0)))
}
