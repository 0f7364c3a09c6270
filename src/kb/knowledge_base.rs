//! What a pack is lowered to: numbers instead of names, and rules under the actions that they decide.

use crate::base::{IndexVec, LazyIndexVec, Span};
pub use crate::model::Order;
use crate::syntax::tree::Arithmetic;
use crate::values::ids::{
    ActionId, CollectionId, CounterId, ElementIndexId, FieldId, ImpactId, IndexId, InvariantId, Level,
    NodeId, ParameterId, RoleId, RuleId, ScalarId,
};
use crate::values::{Period, Type, Value};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KnowledgeBase {
    /// All conditions and values; parts stand before what they are parts of.
    pub nodes: LazyIndexVec<NodeId, Node>,
    pub actions: LazyIndexVec<ActionId, Plan>,
    pub invariants: IndexVec<InvariantId, Invariant>,
    pub messages: LazyIndexVec<RuleId, Vec<Message>>,
    pub role_messages: IndexVec<RoleId, Vec<Message>>,
    /// Sets whose size is kept up to date.
    pub counters: IndexVec<CounterId, Set>,
    /// Lists of elements whose values are kept for look-up.
    pub indexes: IndexVec<IndexId, Index>,
    /// Fields by which elements are found.
    pub element_indexes: IndexVec<ElementIndexId, Index>,
    /// How many elements can be under way at once.
    pub levels: u16,
    /// For each collection the field that tells its elements apart.
    pub keys: IndexVec<CollectionId, Option<FieldId>>,
    pub actors: Option<(CollectionId, FieldId)>,
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
    /// The value is in a list of some element: `any p in partners where e is in p.emails`.
    Indexed {
        value: NodeId,
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
        field: NodeId,
        period: Period,
        from: NodeId,
    },
    Arithmetic(NodeId, Arithmetic, NodeId),
    Any(Set, NodeId),
    Count {
        set: Set,
        /// The counter that knows, where the set is the same for every action.
        counter: Option<CounterId>,
    },
    RoleIn(Vec<RoleId>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Set {
    pub collection: CollectionId,
    /// The level at which its conditions find the element.
    pub level: Level,
    pub conditions: Vec<NodeId>,
    /// How those that can be in it are found without looking at all.
    pub look_up: Option<LookUp>,
}

/// A condition that a set, or a condition asked of its elements, cannot do without: a field equals something that the
/// element has no part in, or holds it, or is one of a list of such. For every other element it is surely false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LookUp {
    pub index: ElementIndexId,
    /// What the field has to equal or to hold.
    pub key: NodeId,
    /// Whether the key is a list, and the field equals one of it.
    pub one_of: bool,
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
    /// The invariants that it can break, and that do not spare it.
    #[serde(rename = "stakes")]
    pub impact: IndexVec<ImpactId, AffectedInvariant>,
    #[serde(rename = "recounts")]
    pub affected_counters: Vec<AffectedCounter>,
    /// Whether its verdict may change with time alone.
    #[serde(rename = "timely")]
    pub time_dependent: bool,
}

impl Plan {
    /// Whether its effects can change how many elements a counter has.
    pub(crate) fn moves(&self, counter: CounterId) -> bool {
        // They are in the order of the counters.
        self.affected_counters.binary_search_by_key(&counter, |affected| affected.counter).is_ok()
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AffectedCounter {
    pub counter: CounterId,
    #[serde(rename = "moved")]
    pub reads: Vec<ReadSet>,
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
    /// The number that a limit compares the size of its set with.
    pub(crate) fn most(&self) -> Option<NodeId> {
        match self.kind {
            InvariantKind::Limit { most, .. } => Some(most),
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

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AffectedInvariant {
    pub invariant: InvariantId,
    pub moved: Vec<ReadSet>,
    pub bound: Option<ReadSet>,
}

/// A condition or a value with what it reads of what an action's effects write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReadSet {
    pub node: NodeId,
    pub own: Vec<FieldId>,
    pub others: Vec<(CollectionId, FieldId)>,
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
    /// Whether judging an action may look at elements one after the other.
    pub(crate) fn walks(&self, plan: &Plan) -> bool {
        let written = plan.effects.iter().filter_map(|effect| match effect {
            Effect::Add { collection, .. } | Effect::Field { collection, .. } => Some(*collection),
            Effect::Scalar { .. } => None,
        });
        let written: Vec<CollectionId> = written.collect();
        let moves_all = |affected: &AffectedInvariant| affected.moved.iter().any(ReadSet::elsewhere);
        let rules = plan.permits.iter().chain(&plan.forbids).map(|entry| entry.applies);
        let effects = plan.effects.iter().flat_map(Effect::nodes);
        let invariants = plan.impact.iter().filter_map(|affected| self.invariants.get(affected.invariant));
        let counts = |invariant: &Invariant| match invariant.kind {
            InvariantKind::Limit { counter, .. } => !self.is_counted(counter),
            _ => false,
        };
        let mut conditions = invariants
            .clone()
            .flat_map(|invariant| invariant.set.conditions.iter().copied().chain(invariant.most()));
        plan.impact.iter().any(moves_all)
            || invariants.clone().any(counts)
            || rules.chain(effects).any(|node| self.goes_through_elements(node, &[]))
            || conditions.any(|node| self.goes_through_elements(node, &written))
    }

    /// Whether a counter surely knows its size: where a set is no deeper than its elements, it is counted when a state is
    /// loaded.
    fn is_counted(&self, counter: Option<CounterId>) -> bool {
        let deep = |set: &Set| {
            let is_set = |op: &Op| matches!(op, Op::Any(..) | Op::Count { .. });
            set.conditions.iter().any(|condition| self.any_read(*condition, is_set))
        };
        counter.and_then(|counter| self.counters.get(counter)).is_some_and(|set| !deep(set))
    }

    /// Whether a condition may look at elements one after the other, while an action writes some collections.
    fn goes_through_elements(&self, id: NodeId, written: &[CollectionId]) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.node(id).map(|node| &node.op) {
                Some(Op::Count { counter, .. }) if self.is_counted(*counter) && written.is_empty() => {}
                Some(Op::Any(..) | Op::Count { .. }) => return true,
                Some(Op::Indexed { value, index, .. }) => {
                    let index = self.indexes.get(*index);
                    if index.is_none_or(|index| written.contains(&index.collection)) {
                        return true;
                    }
                    open.push(*value);
                }
                Some(op) => open.extend(Self::parts(op)),
                None => {}
            }
        }
        false
    }

    #[inline]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// Whether anything is calculated, so that a calculation may leave the range of numbers.
    pub fn calculates(&self) -> bool {
        self.nodes.iter().any(|node| matches!(node.op, Op::Arithmetic(..)))
    }
}
