//! What a pack is lowered to: numbers instead of names, and rules under the actions that they decide.

use crate::base::{IndexVec, LazyIndexVec, Span};
use crate::kb::affected::{Impact, Readers};
use crate::kb::grouping::{Aggregate, Amount, GroupKey};
use crate::kb::pinned::Pinned;
pub use crate::model::Order;
use crate::values::Arithmetic;
use crate::values::ids::{
    ActionId, CollectionId, CounterId, ElementIndexId, FieldId, GroupingId, IndexId, InvariantId, KeyPlace,
    Level, NodeId, ParameterId, RoleId, RuleId, ScalarId,
};
use crate::values::{Period, Type, Value};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::OnceLock;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KnowledgeBase {
    /// All conditions and values; parts stand before what they are parts of.
    pub nodes: LazyIndexVec<NodeId, Node>,
    pub actions: LazyIndexVec<ActionId, Plan>,
    /// In the order of their rules, of which each has at most one.
    pub invariants: IndexVec<InvariantId, Invariant>,
    pub messages: LazyIndexVec<RuleId, Vec<Message>>,
    pub role_messages: IndexVec<RoleId, Vec<Message>>,
    /// Sets whose size is kept up to date.
    pub counters: IndexVec<CounterId, Set>,
    /// What is kept up to date in groups.
    pub groupings: IndexVec<GroupingId, Grouping>,
    /// Which invariants read what effects may write, but for those that stop no action.
    pub readers: Readers<InvariantId>,
    pub counter_readers: Readers<CounterId>,
    pub grouping_readers: Readers<GroupingId>,
    /// Lists of elements whose values are kept for look-up.
    pub indexes: IndexVec<IndexId, Index>,
    /// Fields by which elements are found.
    pub element_indexes: IndexVec<ElementIndexId, Index>,
    /// How many elements can be under way at once.
    pub levels: u16,
    /// For each collection the field that tells its elements apart.
    pub keys: IndexVec<CollectionId, Option<FieldId>>,
    /// For each collection the references by which its elements lie in others, and in those of which collection.
    pub nesting: IndexVec<CollectionId, Vec<(FieldId, CollectionId)>>,
    pub actors: Option<(CollectionId, FieldId)>,
    /// The invariants by the values that they are about, once something asked for it.
    #[serde(skip)]
    pub(super) pinned: OnceLock<Pinned<InvariantId>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    pub op: Op,
    pub span: Span,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Constant(Value),
    /// The instant of the action or of the audit.
    Now,
    Scalar(ScalarId),
    Actor,
    #[serde(rename = "told")]
    Argument(ParameterId),
    Element {
        level: Level,
        collection: CollectionId,
    },
    /// The entry of a list under way at a level.
    Entry {
        level: Level,
        ty: Type,
    },
    Field {
        of: NodeId,
        collection: CollectionId,
        field: FieldId,
    },
    And(Vec<NodeId>),
    Or(Vec<NodeId>),
    Not(NodeId),
    Present(NodeId),
    Equal {
        left: NodeId,
        right: NodeId,
        fold: bool,
    },
    Order(NodeId, Order, NodeId),
    In {
        value: NodeId,
        list: NodeId,
        fold: bool,
    },
    /// The value is that of a field of some element, or in its list: `any p in partners where e is in p.emails`.
    Indexed {
        value: NodeId,
        index: IndexId,
        /// The same by walking, for states that are not indexed.
        walk: NodeId,
    },
    /// A list with a value put into it or taken out where a condition holds.
    Edit {
        put: bool,
        list: NodeId,
        value: NodeId,
        when: NodeId,
        fold: bool,
    },
    /// An element lies in another, at any depth, or may be the same.
    Inside {
        inner: NodeId,
        inner_of: CollectionId,
        outer: NodeId,
        outer_of: CollectionId,
        same: bool,
    },
    /// Not after the end of the period that follows a date.
    Within(NodeId, Period, NodeId),
    /// In the period that begins with a date.
    During(NodeId, Period, NodeId),
    /// The date was due in the period after the other and is late or missing.
    Overdue {
        field: NodeId,
        period: Period,
        from: NodeId,
    },
    Arithmetic(NodeId, Arithmetic, NodeId),
    Any(Set, NodeId),
    /// The condition holds for an entry of the list, which it finds at the level. Of a list that nobody knows it is unknown,
    /// unless it fails whatever the entry is; an absent list has no entries.
    AnyEntry {
        list: NodeId,
        level: Level,
        condition: NodeId,
    },
    /// How many entries a list has, equal ones counted once.
    CountEntries {
        list: NodeId,
        fold: bool,
    },
    Count {
        set: Set,
        /// The counter that knows, where the set is the same for every action.
        counter: Option<CounterId>,
    },
    RoleIn(Vec<RoleId>),
    /// A number of each element, added up.
    Total {
        set: Set,
        amount: Box<Amount>,
        /// What knows it, where the set is the same for every action.
        kept: Option<GroupingId>,
    },
    /// What the elements of the group under way have in common.
    GroupKey(KeyPlace),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Set {
    pub collection: CollectionId,
    /// The level at which its conditions find the element.
    pub level: Level,
    pub conditions: Vec<NodeId>,
    /// How those that can be in it are found without looking at all.
    pub look_up: Option<LookUp>,
    /// What lies in each that can be in it, or is it: they are found from there on outwards.
    pub around: Option<Around>,
}

/// An element that lies in all that can be in a set, or is it; the set has no part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Around {
    pub inner: NodeId,
    pub inner_of: CollectionId,
}

/// A set, and what is counted or added up of it for each group, kept up to date.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grouping {
    pub set: Set,
    /// Without it, elements are counted.
    pub amount: Option<Amount>,
    /// Without keys, all elements are one group.
    pub keys: Vec<GroupKey>,
}

/// A condition that a set, or a condition asked of its elements, cannot do without: a field equals something that the
/// element has no part in, or holds it, or is one of several such. For every other element it is surely false.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LookUp {
    pub index: ElementIndexId,
    /// One of these the field has to equal or to hold; of a list, one of its entries.
    pub keys: Vec<NodeId>,
}

/// A field of a collection's elements whose values are kept for look-up; of lists, the values that they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    pub collection: CollectionId,
    pub field: FieldId,
    pub fold: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    pub permits: Vec<RuleEntry>,
    pub forbids: Vec<RuleEntry>,
    pub effects: Vec<Effect>,
    /// The first action whose effects are the same to invariants and counters: what they move is worked out of it.
    pub alike: ActionId,
    /// The invariants that it can break but that do not stop it, in their order.
    pub spared_by: Vec<InvariantId>,
    /// Whether what its rules come to may change with time alone.
    #[serde(rename = "timely")]
    pub(super) time_dependent: bool,
    /// What effects such as its can move, once something asked for it.
    #[serde(skip)]
    pub(super) impact: OnceLock<Impact>,
    /// The conditions that compare moments, once something asked for them.
    #[serde(skip)]
    pub(super) comparing_moments: OnceLock<HashSet<NodeId>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RuleEntry {
    pub rule: RuleId,
    /// When it applies: for whom, and under which conditions.
    pub applies: NodeId,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    Add {
        collection: CollectionId,
        fields: Vec<(FieldId, NodeId)>,
    },
    Scalar {
        scalar: ScalarId,
        value: Option<NodeId>,
        when: Option<NodeId>,
    },
    Field {
        of: NodeId,
        collection: CollectionId,
        field: FieldId,
        value: Option<NodeId>,
        when: Option<NodeId>,
    },
}

impl Effect {
    /// The conditions and values that are computed for it.
    pub(crate) fn nodes(&self) -> Vec<NodeId> {
        match self {
            Self::Add { fields, .. } => fields.iter().map(|(_, value)| *value).collect(),
            Self::Scalar { value, when, .. } => value.iter().chain(when).copied().collect(),
            Self::Field { of, value, when, .. } => [*of].iter().chain(value).chain(when).copied().collect(),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invariant {
    pub rule: RuleId,
    /// The elements that break it (of a limit: that are counted).
    pub set: Set,
    pub kind: InvariantKind,
}

impl Invariant {
    /// The counter of what a limit counts.
    pub(crate) fn counter(&self) -> Option<CounterId> {
        match self.kind {
            InvariantKind::Limit { counter, .. } => counter,
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvariantKind {
    Limit {
        most: NodeId,
        /// The counter that knows its size, where the set is the same at every time.
        counter: Option<CounterId>,
    },
    /// It is empty. For a deadline, it is the set of those who are late.
    Never { deadline: Option<Deadline> },
    /// What is counted or added up stays between bounds.
    Aggregate(Box<Aggregate>),
    /// Each lasts for a time; nothing breaks it.
    Lasts { period: Period, from: NodeId },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deadline {
    pub set: Set,
    pub field: NodeId,
    pub period: Period,
    pub from: NodeId,
}

/// A message whose values are nodes, each with its type, which says how to write it.
pub type Message = crate::model::Message<(NodeId, Type)>;
pub type MessagePart = crate::model::MessagePart<(NodeId, Type)>;

impl KnowledgeBase {
    #[inline]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The invariant that a rule states, if it states one.
    pub fn invariant_of(&self, rule: RuleId) -> Option<&Invariant> {
        let invariants = self.invariants.iter().as_slice();
        let at = invariants.binary_search_by_key(&rule, |invariant| invariant.rule).ok()?;
        invariants.get(at)
    }

    /// Whether anything is calculated, so that a calculation may leave the range of numbers.
    pub fn calculates(&self) -> bool {
        self.nodes.iter().any(|node| matches!(node.op, Op::Arithmetic(..) | Op::Total { .. }))
    }
}
