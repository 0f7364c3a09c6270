//! A number that a rule states, held against the numbers of the passages that it cites.

use crate::base::{Message, Span, msg};
use crate::documents::half_line::{HalfLine, Side};
use crate::prose::facts::{Amount, Bound, Number, Sense, View, in_smallest};
use crate::values::Unit;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleNumber {
    /// The number, or how many units of time.
    pub amount: Amount,
    /// The unit of a period, as [`Number::unit_key`] calls it.
    pub unit: Option<&'static str>,
    /// How it bounds what the rule lets or means.
    pub bound: Bound,
    pub stands_in: StandsIn,
    pub span: Span,
}

/// What a rule says by a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandsIn {
    /// A limit or a deadline: what is let of the state that an action leaves.
    Invariant,
    /// A condition: what is let, of what an action meets; the action adds so much to it.
    Condition { adds: i64 },
    /// A condition that tells which elements are meant.
    Set,
    /// A value, or a part of a calculation, with which nothing is compared.
    Value,
}

impl RuleNumber {
    /// Whether a passage says the same number: of the same unit where both name a unit of time, and bounded from the
    /// same side, as strictly.
    pub fn is(&self, number: &Number) -> bool {
        match self.unit {
            Some(unit) => self.is_span(unit, number),
            None => self.is_count(number),
        }
    }

    fn is_span(&self, unit: &str, number: &Number) -> bool {
        let same = match number.unit_key() {
            // Working days are no days.
            Some(other) => {
                let other = other.strip_prefix("calendar ").unwrap_or(&other);
                in_smallest(self.amount, unit) == in_smallest(number.amount, other)
            }
            // A passage that says only "ten" leaves the unit to what stands around it.
            None => self.amount == number.amount,
        };
        let denied = number.sense == Sense::Denied;
        let bound = match self.bound {
            Bound::Within if denied => matches!(number.bound, Bound::After | Bound::MoreThan | Bound::None),
            Bound::Within if self.stands_in == StandsIn::Invariant => {
                matches!(number.bound, Bound::Within | Bound::AtMost | Bound::To | Bound::None)
            }
            Bound::For => matches!(number.bound, Bound::For | Bound::Exactly | Bound::None),
            _ if number.is_before => true,
            own => Side::of(own).zip(Side::of(number.bound)).is_none_or(|(own, says)| match number.sense {
                Sense::Let => own == says,
                Sense::Denied => own == says.opposite(),
                Sense::Open => true,
            }),
        };
        // A deadline begins with its date, and what is counted back ends with it.
        let begins = self.stands_in == StandsIn::Invariant && self.bound == Bound::Within;
        same && bound && !(number.is_before && begins)
    }

    fn is_count(&self, number: &Number) -> bool {
        if number.unit_key().is_some_and(|unit| !self.may_count(&unit)) {
            return false;
        }
        let halves = (HalfLine::of(self.bound, self.amount), HalfLine::of(number.bound, number.amount));
        let (Some(own), Some(says)) = halves else {
            let is_of_limits = self.stands_in == StandsIn::Invariant && self.bound != Bound::None;
            let fits = match number.bound {
                Bound::None => true,
                Bound::Exactly => halves.0.is_none(),
                _ => !is_of_limits,
            };
            return fits && self.amount == number.amount;
        };
        let adds = match self.stands_in {
            StandsIn::Value => return self.amount == number.amount,
            StandsIn::Set => return own == says,
            StandsIn::Invariant => 0,
            StandsIn::Condition { adds } => adds,
        };
        let lets = |view: View| match view {
            View::Before => vec![Some(own)],
            View::After => vec![own.moved(adds)],
            View::Either => vec![Some(own), own.moved(adds)],
        };
        let lets = lets(number.view);
        let (is_let, is_denied) = (lets.contains(&Some(says)), lets.contains(&says.rest()));
        match number.sense {
            Sense::Let => is_let,
            Sense::Denied => is_denied,
            Sense::Open => is_let || is_denied,
        }
    }

    /// Whether a number without a unit may be one of this unit, by its key.
    fn may_count(&self, unit: &str) -> bool {
        match self.stands_in {
            StandsIn::Invariant => unit != "percent" && !is_of_time(unit),
            // Five working days are no five of anything else.
            _ => !is_of_time(unit) || !unit.contains(' '),
        }
    }

    /// Whether a passage that says no number of this rule has to say this one: both bound something, or both measure
    /// time.
    pub fn has_to_be(&self, number: &Number) -> bool {
        let of_time = number.unit_key().is_some_and(|unit| is_of_time(&unit));
        match self.unit {
            Some(_) => of_time,
            None if self.stands_in == StandsIn::Invariant => {
                !of_time && (number.bound != Bound::None || number.unit.is_some())
            }
            None => number.bound != Bound::None,
        }
    }

    /// Whether it may be of what a passage says a number of: both measure time, or neither does.
    pub(super) fn may_count_for(&self, number: &Number) -> bool {
        let of_time = number.unit_key().is_some_and(|unit| is_of_time(&unit));
        of_time == self.unit.is_some()
    }

    /// As people read it.
    pub fn message(&self) -> Message {
        let adds = if let StandsIn::Condition { adds } = self.stands_in { adds } else { 0 };
        let count = self.amount.whole().unwrap_or(i64::MAX).saturating_add(adds);
        let own = match (self.unit, self.bound) {
            (None, _) => msg!(documents.stated, count = count),
            (Some(unit), Bound::Within) => {
                return msg!(documents.stated_within, count = count, unit = unit);
            }
            (Some(unit), _) => msg!(documents.stated_period, count = count, unit = unit),
        };
        let bounded = match self.bound {
            Bound::AtMost => msg!(documents.at_most, number = own),
            Bound::AtLeast => msg!(documents.at_least, number = own),
            Bound::MoreThan => msg!(documents.more_than, number = own),
            Bound::LessThan => msg!(documents.less_than, number = own),
            Bound::After => msg!(documents.after, number = own),
            Bound::For => msg!(documents.stated_lasting, period = own),
            _ => own,
        };
        if adds == 0 { bounded } else { msg!(documents.stated_with, number = bounded) }
    }
}

/// Whether a [`Number::unit_key`] is a span of time.
fn is_of_time(unit: &str) -> bool {
    Unit::ALL.iter().any(|(_, time, _)| unit.ends_with(time)) || matches!(unit, "second" | "quarter")
}
