//! The tables of a program.

use crate::base::{IndexVec, LazyIndexVec};
use crate::tables::blocks::Blocks;
use crate::tables::layout::{Layout, Predicate};
use crate::values::ids::{ActionId, ArgumentPlace, CollectionId, ImpactId, ParameterId};
use serde::{Deserialize, Serialize};

/// The tables of a knowledge base.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tables {
    pub layout: Layout,
    pub actions: LazyIndexVec<ActionId, ActionTable>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ActionTable {
    /// The parts of it that are looked at together: for actors of no known role, and for each role.
    pub blocks: Blocks,
    /// Which of the arguments are elements: their places in the list, and their collections.
    pub elements: Vec<(ArgumentPlace, CollectionId)>,
    /// How many permits it has; their outcomes come first.
    pub permits: u32,
    /// How many prohibitions it has; their outcomes come next, those of affected invariants last.
    pub forbids: u32,
    /// The affected invariants that are not in the tables, by their places in the plan.
    pub rest: Vec<ImpactId>,
    #[serde(rename = "probes")]
    pub predicates: Vec<Predicate>,
    /// Whether some of them are nodes.
    pub nodes: bool,
    /// Whether judging it may look at elements one after the other, so that it has a budget.
    pub walks: bool,
    /// Its arguments.
    #[serde(rename = "told")]
    pub arguments: IndexVec<ArgumentPlace, ParameterId>,
}
