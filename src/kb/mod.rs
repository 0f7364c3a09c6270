//! Floor 4: the knowledge base, what explanations compute over. No syntax and no names to look up: everything has an
//! id, rules are listed under the actions that they decide, and for each action it is known which invariants its effects
//! can break. Spans are kept for explanations.

mod affected;
mod compared_moments;
mod from_model;
mod grouped;
mod grouping;
mod impact;
pub mod knowledge_base;
mod nesting;
mod pinned;
mod pins;
mod unmoved;
mod walks;
mod writers;

pub use crate::values::ids::NodeId;
pub use affected::{
    AffectedCounter, AffectedGrouping, AffectedInvariant, Impact, ReadSet, Readers, Referred, Written,
};
pub use from_model::lower;
pub(crate) use from_model::{LoweredAnew, Rights};
pub(crate) use grouped::Grouped;
pub use grouping::{Aggregate, Amount, GroupKey};
pub use knowledge_base::{
    Around, Deadline, Effect, Grouping, Index, Invariant, InvariantKind, KnowledgeBase, LookUp, Message,
    MessagePart, Node, Op, Order, Plan, RuleEntry, Set,
};
pub(crate) use pinned::{About, Key};
pub(crate) use walks::Walked;
pub(crate) use writers::Writers;
