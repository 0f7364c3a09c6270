//! What scenarios can tell of a field: the actions whose verdicts or effects read it, and whether audits do.

use crate::base::Span;
use crate::kb::{Deadline, Effect, Invariant, InvariantKind, KnowledgeBase, NodeId, Op, Written};
use crate::model::{Field, Model};
use crate::values::ids::ActionId;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Who reads a field.
#[derive(Clone, Debug)]
pub(crate) struct ReadBy {
    pub(crate) written: Written,
    pub(crate) by_actions: BTreeSet<ActionId>,
    pub(crate) by_invariants: bool,
}

/// What some actions and all invariants read.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    by_actions: HashMap<Written, BTreeSet<ActionId>>,
    by_invariants: HashSet<Written>,
}

impl Reads {
    pub(crate) fn of(kb: &KnowledgeBase, actions: impl Iterator<Item = ActionId>) -> Self {
        let mut reads = Self::default();
        for action in actions {
            let effects = kb.actions.get(action).into_iter().flat_map(|plan| &plan.effects);
            for node in kb.deciding(action).into_iter().chain(effects.flat_map(Effect::nodes)) {
                each_read(kb, node, |read| {
                    reads.by_actions.entry(read).or_default().insert(action);
                });
            }
        }
        for invariant in &kb.invariants {
            for node in nodes(invariant) {
                each_read(kb, node, |read| {
                    reads.by_invariants.insert(read);
                });
            }
        }
        reads
    }

    /// Who reads the field whose name stands at a place; nothing where more hangs on it than what is read.
    pub(crate) fn of_field(&self, model: &Model, name: Span) -> Option<ReadBy> {
        let schema = &model.schema;
        let is = |field: &Field| field.name.span == name;
        let scalar = schema.scalars.position(|scalar| is(&scalar.field)).map(Written::Scalar);
        let in_collections = || {
            schema.collections.enumerated().find_map(|(id, own)| {
                let field = own.fields.position(is)?;
                let special =
                    own.key == Some(field) || schema.actors == Some(id) && schema.role_field == field;
                (!special).then_some(Written::Field(id, field))
            })
        };
        let written = scalar.or_else(in_collections)?;
        if matches!(written, Written::Scalar(scalar) if schema.time_zone == Some(scalar)) {
            return None;
        }
        let by_actions = self.by_actions.get(&written).cloned().unwrap_or_default();
        Some(ReadBy { written, by_actions, by_invariants: self.by_invariants.contains(&written) })
    }
}

fn each_read(kb: &KnowledgeBase, node: NodeId, mut on: impl FnMut(Written)) {
    kb.any_read(node, |op| {
        if !matches!(op, Op::Any(..) | Op::Count { .. } | Op::Total { .. }) {
            kb.reads_of(op).into_iter().for_each(&mut on);
        }
        false
    });
}

/// The conditions and values that audits compute of an invariant.
fn nodes(invariant: &Invariant) -> Vec<NodeId> {
    let mut nodes = invariant.set.conditions.clone();
    match &invariant.kind {
        InvariantKind::Limit { most, .. } => nodes.push(*most),
        InvariantKind::Aggregate(_) => {
            nodes = invariant.grouped().of_element().chain(invariant.bounds()).collect();
        }
        InvariantKind::Never { deadline: Some(Deadline { set, field, from, .. }) } => {
            nodes.extend(set.conditions.iter().chain([field, from]));
        }
        InvariantKind::Never { deadline: None } => {}
        InvariantKind::Lasts { from, .. } => nodes.push(*from),
    }
    nodes
}
