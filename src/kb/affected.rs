//! What is known of what effects can move: the invariants and counters that an action affects, and what reads what.

use crate::base::{Id, IndexVec};
use crate::kb::pinned::Pinned;
use crate::values::ids::{
    CollectionId, CounterId, FieldId, GroupingId, ImpactId, InvariantId, NodeId, ScalarId,
};
use serde::{Deserialize, Serialize};

/// What the effects of an action can move. Actions whose effects are alike share it.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    /// The invariants that it can break, in their order, those that spare the action among them.
    pub invariants: IndexVec<ImpactId, AffectedInvariant>,
    pub counters: Vec<AffectedCounter>,
    pub groupings: Vec<AffectedGrouping>,
    /// Their places, by the values that the elements have which they count.
    pub(crate) pinned: Pinned<usize>,
    /// Whether one of the invariants compares with now, or with what the effects set to now.
    pub(super) time_dependent: bool,
}

impl Impact {
    /// Whether the effects can change how many elements a counter has.
    pub(crate) fn moves(&self, counter: CounterId) -> bool {
        // They are in the order of the counters.
        self.counters.binary_search_by_key(&counter, |affected| affected.counter).is_ok()
    }

    /// Whether the effects can change what a grouping has.
    pub(crate) fn moves_grouping(&self, grouping: GroupingId) -> bool {
        self.groupings.binary_search_by_key(&grouping, |affected| affected.grouping).is_ok()
    }
}

#[derive(Clone, Debug)]
pub struct AffectedInvariant {
    pub invariant: InvariantId,
    pub moved: Vec<ReadSet>,
    /// Those of its bounds that read something written.
    pub bounds: Vec<ReadSet>,
}

#[derive(Clone, Debug)]
pub struct AffectedCounter {
    pub counter: CounterId,
    pub reads: Vec<ReadSet>,
}

#[derive(Clone, Debug)]
pub struct AffectedGrouping {
    pub grouping: GroupingId,
    pub reads: Vec<ReadSet>,
}

/// A condition or a value with what it reads of what an action's effects write.
#[derive(Clone, Debug)]
pub struct ReadSet {
    pub node: NodeId,
    pub own: Vec<FieldId>,
    /// Fields of what the element refers to.
    pub referred: Vec<Referred>,
    pub others: Vec<(CollectionId, FieldId)>,
    pub scalars: Vec<ScalarId>,
    /// Whether it reads a collection to which an element is added.
    pub added: bool,
}

/// A field that is read through references.
#[derive(Clone, Debug)]
pub struct Referred {
    /// The references from the element on.
    pub path: Vec<(CollectionId, FieldId)>,
    pub collection: CollectionId,
    pub field: FieldId,
    /// The collection that the path leads to, where the field is read of all that its element lies in.
    pub nested: Option<CollectionId>,
}

impl ReadSet {
    /// Whether it reads something written that is not a field of the element that it is about.
    pub(crate) fn elsewhere(&self) -> bool {
        self.everywhere() || !self.referred.is_empty()
    }

    /// Whether it reads something written that may be read of every element.
    pub(crate) fn everywhere(&self) -> bool {
        self.added || !self.others.is_empty() || !self.scalars.is_empty()
    }
}

/// What an effect writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    Added(CollectionId),
    Field(CollectionId, FieldId),
    Scalar(ScalarId),
}

/// For everything that sets read the sets that read it: an action is only compared with those. Each list goes up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Readers<I>(pub Vec<(Written, Vec<I>)>);

impl<I> Default for Readers<I> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<I: Id> Readers<I> {
    /// Those that read something, in the order of their ids.
    pub(super) fn of_written(&self, key: Written) -> &[I] {
        let found = self.0.binary_search_by_key(&key, |(own, _)| *own).ok().and_then(|at| self.0.get(at));
        found.map(|(_, list)| list.as_slice()).unwrap_or_default()
    }
}
