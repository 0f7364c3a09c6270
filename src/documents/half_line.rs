//! Half-lines of whole numbers: what `at most 5` and `more than 5` hold of.

use crate::prose::facts::{Amount, Bound};

/// All whole numbers from one on, or up to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HalfLine {
    From(i64),
    UpTo(i64),
}

impl HalfLine {
    /// Those that a bound holds of; none where it bounds no side, or where its amount is not whole.
    pub(super) fn of(bound: Bound, amount: Amount) -> Option<Self> {
        let amount = amount.whole()?;
        match bound {
            Bound::AtMost | Bound::To | Bound::Within => Some(Self::UpTo(amount)),
            Bound::LessThan => Some(Self::UpTo(amount.checked_sub(1)?)),
            Bound::AtLeast | Bound::From => Some(Self::From(amount)),
            Bound::MoreThan => Some(Self::From(amount.checked_add(1)?)),
            Bound::None | Bound::Exactly | Bound::After | Bound::For | Bound::Every => None,
        }
    }

    /// All others.
    pub(super) fn rest(self) -> Option<Self> {
        match self {
            Self::From(least) => Some(Self::UpTo(least.checked_sub(1)?)),
            Self::UpTo(most) => Some(Self::From(most.checked_add(1)?)),
        }
    }

    /// The same after so much was added to each.
    pub(super) fn moved(self, by: i64) -> Option<Self> {
        match self {
            Self::From(least) => Some(Self::From(least.checked_add(by)?)),
            Self::UpTo(most) => Some(Self::UpTo(most.checked_add(by)?)),
        }
    }
}

/// On which side of a span of time a bound holds: as long as it lasts, or when it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Until,
    After,
}

impl Side {
    pub(super) fn of(bound: Bound) -> Option<Self> {
        match bound {
            Bound::Within | Bound::AtMost | Bound::LessThan | Bound::To | Bound::For => Some(Self::Until),
            Bound::After | Bound::MoreThan | Bound::AtLeast | Bound::From => Some(Self::After),
            Bound::None | Bound::Exactly | Bound::Every => None,
        }
    }

    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Until => Self::After,
            Self::After => Self::Until,
        }
    }
}
