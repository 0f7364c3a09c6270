//! What invariants and totals compute of each element, and what they compare it with.

use crate::kb::grouping::{Aggregate, Amount, GroupKey};
use crate::kb::knowledge_base::{Grouping, Invariant, InvariantKind, Set};
use crate::values::ids::{CollectionId, NodeId};

/// A set, and what is counted or added up of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grouped<'a> {
    pub(crate) set: &'a Set,
    pub(crate) amount: Option<&'a Amount>,
    pub(crate) keys: &'a [GroupKey],
}

impl Grouping {
    pub(crate) fn grouped(&self) -> Grouped<'_> {
        Grouped { set: &self.set, amount: self.amount.as_ref(), keys: &self.keys }
    }
}

impl<'a> Grouped<'a> {
    /// The elements of a set, counted.
    pub(crate) fn of(set: &'a Set) -> Self {
        Self { set, amount: None, keys: &[] }
    }

    /// What is computed of each element: the conditions of the set, what is added up, and the keys.
    pub(crate) fn of_element(self) -> impl Iterator<Item = NodeId> + use<'a> {
        let amount = self.amount.map(|amount| amount.value);
        self.set.conditions.iter().copied().chain(amount).chain(self.keys.iter().map(|key| key.value))
    }
}

impl Invariant {
    /// What it counts or adds up; of an invariant that is no aggregate, its elements.
    pub(crate) fn grouped(&self) -> Grouped<'_> {
        let aggregate = self.aggregate();
        Grouped {
            set: &self.set,
            amount: aggregate.and_then(|aggregate| aggregate.amount.as_ref()),
            keys: aggregate.map(|aggregate| aggregate.keys.as_slice()).unwrap_or_default(),
        }
    }

    pub(crate) fn aggregate(&self) -> Option<&Aggregate> {
        match &self.kind {
            InvariantKind::Aggregate(aggregate) => Some(aggregate),
            _ => None,
        }
    }

    /// The numbers that it compares with, the lower one first.
    pub(crate) fn bounds(&self) -> impl Iterator<Item = NodeId> + use<> {
        let (least, most) = match &self.kind {
            InvariantKind::Limit { most, .. } => (None, Some(*most)),
            InvariantKind::Aggregate(aggregate) => (aggregate.least, aggregate.most),
            InvariantKind::Never { .. } | InvariantKind::Lasts { .. } => (None, None),
        };
        least.into_iter().chain(most)
    }

    /// The collections to which an element may be added that breaks it.
    pub(crate) fn collections(&self) -> impl Iterator<Item = CollectionId> + use<> {
        let each = self.aggregate().and_then(|aggregate| aggregate.each);
        [self.set.collection].into_iter().chain(each)
    }
}
