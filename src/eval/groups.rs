//! What is counted or added up, group by group, as far as is known.

use crate::eval::outcomes::Bounds;
use crate::values::{Truth, Type, Value};
use hashbrown::HashMap;
use smallvec::SmallVec;
use std::sync::Arc;

/// What the elements of a group have in common: a value for each key.
pub(crate) type Keys = Arc<[Value]>;

/// A key of a group and its value; an element by its id, or by its path where it has none.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyValue {
    /// As the rule calls it.
    pub name: Arc<str>,
    pub ty: Type,
    pub value: Value,
}

/// More than any sum of the numbers of elements, and so far from the end of 128 bits that sums of it stay there.
pub(super) const INFINITE: i128 = 1 << 120;

/// A number as far as it is known: no less than the one, no more than the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) least: i128,
    pub(crate) most: i128,
}

impl Interval {
    /// Any number at all.
    pub(super) const ANY: Self = Self { least: -INFINITE, most: INFINITE };

    pub(super) fn of(number: i128) -> Self {
        Self { least: number, most: number }
    }

    /// A bound; `None` where there is none.
    pub(super) fn of_bounds(bounds: Bounds) -> Option<Self> {
        bounds.map(|(least, most)| Self { least: least.into(), most: most.into() })
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { least: self.least + other.least, most: self.most + other.most }
    }

    /// Without something that was added before.
    fn without(self, other: Self) -> Self {
        Self { least: self.least - other.least, most: self.most - other.most }
    }

    /// By how much it may be more than another that has nothing to do with it.
    pub(super) fn minus(self, other: Self) -> Self {
        Self { least: self.least - other.most, most: self.most - other.least }
    }

    /// It, or nothing.
    pub(super) fn or_nothing(self) -> Self {
        Self { least: self.least.min(0), most: self.most.max(0) }
    }

    /// Whatever lies in the one or in the other, or between them.
    pub(super) fn hull(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }

    pub(super) fn is_more_than(self, other: Self) -> Truth {
        if self.least > other.most {
            Truth::True
        } else if self.most <= other.least {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// The number, where it is known; it may be larger than any of the language.
    pub(crate) fn exact(self) -> Option<i128> {
        (self.least == self.most).then_some(self.least)
    }
}

/// In which groups an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// It has no key.
    Nowhere,
    /// Nobody knows a key of it.
    Anywhere,
    In(SmallVec<[Keys; 1]>),
}

impl Place {
    /// Whether it is in a group; of one that nobody knows, in one that no other element is known to be in.
    pub(super) fn is(&self, group: Option<&Keys>) -> Truth {
        match (self, group) {
            (Self::Anywhere, _) => Truth::Unknown,
            (Self::In(own), Some(group)) => own.contains(group).into(),
            (Self::Nowhere, _) | (Self::In(_), None) => Truth::False,
        }
    }
}

/// What an element adds to each of its groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(super) place: Place,
    pub(super) adds: Interval,
}

impl Share {
    pub(super) fn none() -> Self {
        Self { place: Place::Nowhere, adds: Interval::default() }
    }

    fn in_group(&self, group: Option<&Keys>) -> Interval {
        match self.place.is(group) {
            Truth::True => self.adds,
            Truth::Unknown => self.adds.or_nothing(),
            Truth::False => Interval::default(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Group {
    sum: Interval,
    elements: u32,
}

/// The groups of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Groups {
    known: HashMap<Keys, Group>,
    /// What those elements may add to each group of which nobody knows the group.
    floating: Group,
    /// What elements may add that nobody has listed.
    pub(super) unlisted: Interval,
}

impl Groups {
    pub(super) fn new(unlisted: Interval) -> Self {
        Self { unlisted, ..Self::default() }
    }

    /// Add an element, or with `add` false take it out again.
    pub(super) fn count(&mut self, share: &Share, add: bool) {
        let change = |group: &mut Group, adds: Interval| {
            group.sum = if add { group.sum.plus(adds) } else { group.sum.without(adds) };
            group.elements = if add { group.elements + 1 } else { group.elements.saturating_sub(1) };
        };
        match &share.place {
            Place::Nowhere => {}
            Place::Anywhere => change(&mut self.floating, share.adds.or_nothing()),
            Place::In(own) => {
                for keys in own {
                    let group = self.known.entry(keys.clone()).or_default();
                    change(group, share.adds);
                    if group.elements == 0 {
                        self.known.remove(keys);
                    }
                }
            }
        }
    }

    /// What a group has; of `None`, what one may have of which nobody knows anything.
    pub(crate) fn of(&self, group: Option<&Keys>) -> Interval {
        let own = group.and_then(|keys| self.known.get(keys)).map(|own| own.sum).unwrap_or_default();
        own.plus(self.floating.sum).plus(self.unlisted)
    }

    /// The same with some elements in place of what they were.
    pub(super) fn of_changed(&self, group: Option<&Keys>, shares: &[(Share, Share)]) -> Interval {
        shares.iter().fold(self.of(group), |sum, (before, after)| {
            sum.without(before.in_group(group)).plus(after.in_group(group))
        })
    }

    pub(crate) fn known(&self) -> impl Iterator<Item = &Keys> {
        self.known.keys()
    }

    /// Whether there may be groups besides those that are known.
    pub(crate) fn may_be_others(&self) -> bool {
        self.floating.elements > 0 || self.unlisted != Interval::default()
    }
}
