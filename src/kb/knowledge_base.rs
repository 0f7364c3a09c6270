//! What a pack is lowered to: numbers instead of names, and rules under the actions that they decide.

use crate::base::{IndexVec, LazyIndexVec, Span};
pub use crate::model::Order;
use crate::syntax::tree::Arithmetic;
use crate::values::ids::{
    ActionId, CollectionId, CounterId, FieldId, ImpactId, IndexId, InvariantId, Level, NodeId, ParameterId,
    RoleId, RuleId, ScalarId,
};
use crate::values::{Period, Type, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The compiled rules of a pack.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KnowledgeBase {
    /// All conditions and values; parts stand before what they are parts of.
    pub nodes: LazyIndexVec<NodeId, Node>,
    /// What decides each action.
    pub actions: LazyIndexVec<ActionId, Plan>,
    /// The statements about states.
    pub invariants: IndexVec<InvariantId, Invariant>,
    /// What the rules say.
    pub messages: LazyIndexVec<RuleId, Vec<Message>>,
    /// What is said of exceptions of roles.
    pub role_messages: IndexVec<RoleId, Vec<Message>>,
    /// Sets whose size is kept up to date.
    pub counters: IndexVec<CounterId, Set>,
    /// Lists of elements whose values are kept for look-up.
    pub indexes: IndexVec<IndexId, Index>,
    /// How many elements can be under way at once.
    pub levels: u16,
    /// For each collection the field that tells its elements apart.
    pub keys: IndexVec<CollectionId, Option<FieldId>>,
    /// The collection whose elements act, and the field with their role.
    pub actors: Option<(CollectionId, FieldId)>,
}

/// A condition or a value, and where it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    /// What it computes.
    pub op: Op,
    /// Where it is written.
    pub span: Span,
}

/// What a node computes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// A value.
    Constant(Value),
    /// The instant of the action or of the audit.
    Now,
    /// A single value of the state.
    Scalar(ScalarId),
    /// Who acts.
    Actor,
    /// What was told with the action.
    #[serde(rename = "told")]
    Argument(ParameterId),
    /// The element under way at this level.
    Element {
        /// The level.
        level: Level,
        /// Its collection.
        collection: CollectionId,
    },
    /// A field of an element.
    Field {
        /// The element.
        of: NodeId,
        /// Its collection.
        collection: CollectionId,
        /// The field.
        field: FieldId,
    },
    /// All hold.
    And(Vec<NodeId>),
    /// One holds.
    Or(Vec<NodeId>),
    /// It does not hold.
    Not(NodeId),
    /// There is a value.
    Present(NodeId),
    /// Both are the same.
    Equal {
        /// One of them.
        left: NodeId,
        /// The other.
        right: NodeId,
        /// Whether letter case is passed over.
        fold: bool,
    },
    /// The left compares so to the right.
    Order(NodeId, Order, NodeId),
    /// The value is in the list.
    In {
        /// The value.
        value: NodeId,
        /// The list.
        list: NodeId,
        /// Whether letter case is passed over.
        fold: bool,
    },
    /// The value is in a list of some element: `any p in partners where e is in p.emails`.
    Indexed {
        /// The value.
        value: NodeId,
        /// Where to look it up.
        index: IndexId,
        /// The same by walking, for states that are not indexed.
        walk: NodeId,
    },
    /// Not after the end of the period that follows a date.
    Within(NodeId, Period, NodeId),
    /// In the period that begins with a date.
    During(NodeId, Period, NodeId),
    /// The date was due in the period after the other and is late or missing.
    Overdue {
        /// The date that is due.
        field: NodeId,
        /// How long.
        period: Period,
        /// From when.
        from: NodeId,
    },
    /// A calculation.
    Arithmetic(NodeId, Arithmetic, NodeId),
    /// The condition holds for one element of the set.
    Any(Set, NodeId),
    /// How many elements the set has.
    Count {
        /// The set.
        set: Set,
        /// The counter that knows, where the set is the same for every action.
        counter: Option<CounterId>,
    },
    /// The actor's role is one of these.
    RoleIn(Vec<RoleId>),
}

/// Some elements of a collection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Set {
    /// The collection.
    pub collection: CollectionId,
    /// The level at which its conditions find the element.
    pub level: Level,
    /// The conditions that all have to hold.
    pub conditions: Vec<NodeId>,
}

/// The values that lists of a collection's elements hold, together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The collection.
    pub collection: CollectionId,
    /// The field that holds the lists.
    pub field: FieldId,
    /// Whether letter case is passed over.
    pub fold: bool,
}

/// What decides an action.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The rules that may permit it.
    pub permits: Vec<RuleEntry>,
    /// The rules that may forbid it.
    pub forbids: Vec<RuleEntry>,
    /// What it changes.
    pub effects: Vec<Effect>,
    /// The invariants that it can break, and that do not spare it.
    #[serde(rename = "stakes")]
    pub impact: IndexVec<ImpactId, AffectedInvariant>,
    /// The counters that its effects can change.
    #[serde(rename = "recounts")]
    pub affected_counters: Vec<AffectedCounter>,
    /// Whether its verdict may change with time alone.
    #[serde(rename = "timely")]
    pub time_dependent: bool,
}

/// A counter that the effects of an action can change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AffectedCounter {
    /// The counter.
    pub counter: CounterId,
    /// The conditions of its set that the effects can change.
    #[serde(rename = "moved")]
    pub reads: Vec<ReadSet>,
}

/// A rule filed under an action.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RuleEntry {
    /// The rule.
    pub rule: RuleId,
    /// When it applies: for whom, and under which conditions.
    pub applies: NodeId,
}

/// A change.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A new element.
    Add {
        /// Of this collection.
        collection: CollectionId,
        /// With these values.
        fields: Vec<(FieldId, NodeId)>,
    },
    /// A new value of the state.
    Scalar {
        /// Which.
        scalar: ScalarId,
        /// The value; `None` clears it.
        value: Option<NodeId>,
        /// Only under this condition.
        when: Option<NodeId>,
    },
    /// A new value of an element's field.
    Field {
        /// The element.
        of: NodeId,
        /// Its collection.
        collection: CollectionId,
        /// The field.
        field: FieldId,
        /// The value; `None` clears it.
        value: Option<NodeId>,
        /// Only under this condition.
        when: Option<NodeId>,
    },
}

/// A statement about states.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invariant {
    /// The rule.
    pub rule: RuleId,
    /// The elements that break it (of a limit: that are counted).
    pub set: Set,
    /// What is stated of them.
    pub kind: InvariantKind,
}

/// What is stated of a set.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvariantKind {
    /// It has no more elements than this.
    Limit {
        /// The number.
        most: NodeId,
        /// The counter that knows its size, where the set is the same at every time.
        counter: Option<CounterId>,
    },
    /// It is empty. For a deadline, it is the set of those who are late.
    Never {
        /// The deadline, where there is one.
        deadline: Option<Deadline>,
    },
    /// Each lasts for a time; nothing breaks it.
    Lasts {
        /// How long.
        period: Period,
        /// The date that it begins with.
        from: NodeId,
    },
}

/// By when something is due.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deadline {
    /// Those to whom it applies.
    pub set: Set,
    /// The date that is due.
    pub field: NodeId,
    /// How long they have.
    pub period: Period,
    /// From when.
    pub from: NodeId,
}

/// A message in a language, with values from the case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The language, such as `ru`.
    pub language: Arc<str>,
    /// Its pieces, in order.
    pub pieces: Vec<MessagePart>,
}

/// A piece of a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessagePart {
    /// As it stands.
    Text(Arc<str>),
    /// A value, and how to write it.
    Value(NodeId, Type),
    /// How many there are.
    Count,
    /// How many there may be.
    Limit,
    /// The last day.
    Due,
}

/// An invariant that an action can break.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AffectedInvariant {
    /// The invariant.
    pub invariant: InvariantId,
    /// The conditions of its set that the action's effects can change.
    pub moved: Vec<ReadSet>,
    /// The number that a limit compares with, where the effects can change it.
    pub bound: Option<ReadSet>,
}

/// A condition or a value with what it reads of what an action's effects write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReadSet {
    /// The condition or value.
    pub node: NodeId,
    /// Fields of the element that it is about.
    pub own: Vec<FieldId>,
    /// Fields of other elements, with their collections.
    pub others: Vec<(CollectionId, FieldId)>,
    /// Single values.
    pub scalars: Vec<ScalarId>,
    /// Whether it reads a collection to which an element is added.
    pub added: bool,
}

impl ReadSet {
    /// Whether it reads something written that is not a field of the element that it is about.
    pub(crate) fn elsewhere(&self) -> bool {
        self.added || !self.others.is_empty() || !self.scalars.is_empty()
    }
}

impl KnowledgeBase {
    /// The node of an id.
    #[inline]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// Whether anything is calculated, so that a calculation may leave the range of numbers.
    pub fn calculates(&self) -> bool {
        self.nodes.iter().any(|node| matches!(node.op, Op::Arithmetic(..)))
    }
}
