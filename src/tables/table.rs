//! The tables of a program.

use crate::base::{IndexVec, LazyIndexVec};
use crate::tables::blocks::Blocks;
use crate::tables::layout::{Layout, Predicate};
use crate::values::ids::{ActionId, ArgumentPlace, CollectionId, ImpactId, ParameterId, SharedId};
use serde::{Deserialize, Serialize};

/// The tables of a knowledge base.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tables {
    pub layout: Layout,
    pub actions: LazyIndexVec<ActionId, ActionTable>,
    /// Tables of invariants that many actions can break, and in the same way.
    pub shared: LazyIndexVec<SharedId, Table>,
}

/// Blocks, and what they ask.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// The parts of it that are looked at together: for actors of no known role, and for each role.
    pub blocks: Blocks,
    #[serde(rename = "probes")]
    pub predicates: Vec<Predicate>,
    /// For each predicate the number of the first that is the same; nothing where all differ.
    pub same: Vec<u32>,
    /// The affected invariants that are not in the blocks, in their order.
    pub rest: Vec<ImpactId>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ActionTable {
    pub own: Table,
    /// Which of the arguments are elements: their places in the list, and their collections.
    pub elements: Vec<(ArgumentPlace, CollectionId)>,
    /// How many permits it has; their outcomes come first.
    pub permits: u32,
    /// How many prohibitions it has; their outcomes come next, those of affected invariants last.
    pub forbids: u32,
    pub affected: Affected,
    /// Whether nothing but its own blocks decides.
    pub whole: bool,
    /// Whether some of its predicates are nodes.
    pub nodes: bool,
    /// Whether judging it may look at elements one after the other, so that it has a budget.
    pub walks: bool,
    /// Its arguments.
    #[serde(rename = "told")]
    pub arguments: IndexVec<ArgumentPlace, ParameterId>,
}

impl ActionTable {
    /// The place of the outcome of the first affected invariant.
    pub fn affected_from(&self) -> u32 {
        self.permits.saturating_add(self.forbids)
    }
}

/// Where the invariants that an action can break are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Affected {
    /// In its own table.
    #[default]
    Own,
    Shared(SharedId),
    /// Over the nodes: too many are in no other action's way.
    Nodes,
}
