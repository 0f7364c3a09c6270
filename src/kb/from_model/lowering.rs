//! What is at hand while a model is lowered.

use crate::base::IndexVec;
use crate::kb::knowledge_base::{KnowledgeBase, Set};
use crate::model::Model;
use crate::values::ids::{ActionId, CounterId, RoleId};
use std::collections::{HashMap, HashSet};

pub(super) struct Lowering<'m> {
    pub(super) model: &'m Model,
    pub(super) kb: KnowledgeBase,
    /// The actions to which some role has no right.
    pub(super) excepted: HashSet<ActionId>,
    /// For each role all that have its duties, itself among them, in their order.
    pub(super) subroles: IndexVec<RoleId, Vec<RoleId>>,
    /// The sets with a counter.
    pub(super) counted: HashMap<Set, CounterId>,
}
