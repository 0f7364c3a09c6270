//! What is at hand while a model is lowered.

use crate::kb::knowledge_base::{KnowledgeBase, Set};
use crate::model::Model;
use std::collections::{HashMap, HashSet};

pub(super) struct Lowering<'m> {
    pub(super) model: &'m Model,
    pub(super) kb: KnowledgeBase,
    /// The actions to which some role has no right.
    pub(super) excepted: HashSet<u32>,
    /// For each role all that have its duties, itself among them, in their order.
    pub(super) subroles: Vec<Vec<u16>>,
    /// The sets with a counter.
    pub(super) counted: HashMap<Set, u16>,
}
