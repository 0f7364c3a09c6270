//! What is at hand while the tables of a program are made.

use crate::kb::KnowledgeBase;
use crate::model::Model;
use crate::tables::layout::{Layout, Predicate};

pub(super) struct TableCompiler<'m> {
    pub(super) model: &'m Model,
    pub(super) kb: &'m KnowledgeBase,
    pub(super) layout: Layout,
    /// The predicates of the table that is being made.
    pub(super) predicates: Vec<Predicate>,
    pub(super) by_role: bool,
}

pub(super) fn len<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
