//! A number that a rule states, held against the numbers of the passages that it cites.

use crate::base::{Message, Span, msg};
use crate::documents::half_line::{HalfLine, Side};
use crate::prose::facts::{Amount, Bound, Lasting, Number, Sense, View, in_smallest};
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

/// What comes of holding a number of a rule against one of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberComparison {
    Differs,
    /// As many, but a side, a strictness or a unit is known of one of them only: nothing says that they differ.
    NotCompared,
    Same,
}

impl NumberComparison {
    /// What is known, where `fits` does not say that they differ.
    fn of(fits: bool, is_compared: bool) -> Self {
        match (fits, is_compared) {
            (false, _) => Self::Differs,
            (true, false) => Self::NotCompared,
            (true, true) => Self::Same,
        }
    }
}

impl RuleNumber {
    /// Whether nothing says that a passage states another number.
    pub fn is(&self, number: &Number) -> bool {
        self.compare(number) != NumberComparison::Differs
    }

    /// Whether a passage says the same number: of the same unit where both name a unit of time, and bounded from the
    /// same side, as strictly.
    pub fn compare(&self, number: &Number) -> NumberComparison {
        match self.unit {
            Some(unit) => self.compare_span(unit, number),
            None => self.compare_count(number),
        }
    }

    fn compare_span(&self, unit: &str, number: &Number) -> NumberComparison {
        let same = match number.unit_key() {
            // Working days are no days.
            Some(other) => {
                let other = other.strip_prefix("calendar ").unwrap_or(&other);
                in_smallest(self.amount, unit) == in_smallest(number.amount, other)
            }
            // A passage that says only "ten" leaves the unit to what stands around it.
            None => self.amount == number.amount,
        };
        // A deadline begins with its date, and what is counted back ends with it.
        let begins = self.stands_in == StandsIn::Invariant && self.bound == Bound::Within;
        if !same || number.is_before && begins {
            return NumberComparison::Differs;
        }
        match self.compare_sides(number) {
            NumberComparison::Same if number.unit.is_none() => NumberComparison::NotCompared,
            sides => sides,
        }
    }

    /// The same, of the sides from which two equal spans are bounded.
    fn compare_sides(&self, number: &Number) -> NumberComparison {
        let denied = number.sense == Sense::Denied;
        let is_bounded = number.bound != Bound::None;
        match self.bound {
            Bound::Within if denied => {
                let fits = matches!(number.bound, Bound::After | Bound::MoreThan | Bound::None);
                NumberComparison::of(fits, is_bounded)
            }
            Bound::Within if self.stands_in == StandsIn::Invariant => {
                // Books are lent for 14 days; after 14 days a book is overdue.
                let fits = matches!(
                    number.bound,
                    Bound::Within | Bound::AtMost | Bound::To | Bound::For | Bound::None
                );
                NumberComparison::of(fits || ends(number), is_bounded)
            }
            Bound::For => {
                let is_bounded_so = |bound| {
                    matches!(bound, Bound::For | Bound::Exactly | Bound::Within | Bound::AtMost | Bound::None)
                };
                let fits = is_bounded_so(number.bound) || ends(number);
                NumberComparison::of(fits, is_bounded)
            }
            _ if number.is_before => NumberComparison::NotCompared,
            own => match self.compare_lasting(number) {
                Some(known) => known,
                None => Self::compare_halves(own, number),
            },
        }
    }

    /// The same of what is let before a span is over, or from then on.
    fn compare_halves(own: Bound, number: &Number) -> NumberComparison {
        match (Side::of(own), Side::of(number.bound)) {
            (Some(own), Some(says)) => match number.sense {
                Sense::Let => NumberComparison::of(own == says, true),
                Sense::Denied => NumberComparison::of(own == says.opposite(), true),
                Sense::Open => NumberComparison::NotCompared,
            },
            (None, None) => NumberComparison::Same,
            _ => NumberComparison::NotCompared,
        }
    }

    /// The same of how long something is valid, and is let, or somebody is banned, and is let nothing: what is let once a
    /// validity is over, or while a ban lasts, is another matter.
    fn compare_lasting(&self, number: &Number) -> Option<NumberComparison> {
        let lets = Side::of(self.bound)?;
        match (number.lasting, lets) {
            (Lasting::Nothing, _) => None,
            (Lasting::Validity, Side::Until) | (Lasting::Ban, Side::After) => Some(NumberComparison::Same),
            (Lasting::Validity, Side::After) | (Lasting::Ban, Side::Until) => {
                Some(NumberComparison::NotCompared)
            }
        }
    }

    fn compare_count(&self, number: &Number) -> NumberComparison {
        if number.unit_key().is_some_and(|unit| !self.may_count(&unit)) {
            return NumberComparison::Differs;
        }
        let halves = (HalfLine::of(self.bound, self.amount), HalfLine::of(number.bound, number.amount));
        let (Some(own), Some(says)) = halves else {
            let is_of_limits = self.stands_in == StandsIn::Invariant && self.bound != Bound::None;
            let fits = match number.bound {
                Bound::None => true,
                Bound::Exactly => halves.0.is_none(),
                _ => !is_of_limits,
            };
            let is_plain = matches!(number.bound, Bound::None | Bound::Exactly) && halves.0.is_none();
            return NumberComparison::of(fits && self.amount == number.amount, is_plain);
        };
        let adds = match self.stands_in {
            StandsIn::Value => return NumberComparison::of(self.amount == number.amount, false),
            StandsIn::Set => return NumberComparison::of(own == says, true),
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
            Sense::Let => NumberComparison::of(is_let, true),
            Sense::Denied => NumberComparison::of(is_denied, true),
            Sense::Open => NumberComparison::of(is_let || is_denied, false),
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
        // Books per day: 3.
        if number.bound == Bound::Every {
            return false;
        }
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
        match adds {
            0 => bounded,
            1.. => msg!(documents.stated_with, number = bounded),
            _ => msg!(documents.stated_after, number = bounded),
        }
    }
}

/// Whether a passage tells what happens once a span is over: the trial ends after 30 days.
fn ends(number: &Number) -> bool {
    number.sense == Sense::Open && matches!(number.bound, Bound::After | Bound::MoreThan)
}

/// Whether a [`Number::unit_key`] is a span of time.
pub(super) fn is_of_time(unit: &str) -> bool {
    Unit::ALL.iter().any(|(_, time, _)| unit.ends_with(time)) || matches!(unit, "second" | "quarter")
}
