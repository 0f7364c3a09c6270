//! What verdicts and audits read of a state: whatever else changes there is nothing to them.

use crate::eval::branch_distance::looked_at;
use crate::kb::{Effect, Invariant, KnowledgeBase, Op, Written};
use crate::program::Program;
use crate::values::Type;
use crate::values::ids::{ActionId, NodeId};
use std::collections::HashSet;

/// What the verdict on an action hangs on, the values that its effects give included.
pub(super) fn of_action(program: &Program, action: ActionId) -> HashSet<Written> {
    let (kb, model) = (&program.kb, &program.model);
    let effects = || kb.actions.get(action).into_iter().flat_map(|plan| &plan.effects);
    let mut reads = of_nodes(kb, kb.deciding(action).into_iter().chain(effects().flat_map(Effect::nodes)));
    // Whether there is who acts, whom they act on, and an element with the id of a new one.
    let parameters = model.actions.get(action).into_iter().flat_map(|action| &action.parameters);
    let elements = parameters.filter_map(|parameter| match model.parameters.get(*parameter)?.ty {
        Type::Element(collection) => Some(collection),
        _ => None,
    });
    let added = effects().filter_map(|effect| match effect {
        Effect::Add { collection, .. } => Some(*collection),
        _ => None,
    });
    reads.extend(model.schema.actors.into_iter().chain(elements).chain(added).map(Written::Added));
    reads
}

/// What an audit reads for an invariant.
pub(super) fn of_invariant(kb: &KnowledgeBase, invariant: &Invariant) -> HashSet<Written> {
    let (wide, _) = looked_at(invariant);
    let mut reads = of_nodes(kb, nodes_of(invariant));
    reads.extend([&invariant.set, wide].map(|set| Written::Added(set.collection)));
    reads
}

/// All that an audit computes for an invariant.
pub(super) fn nodes_of(invariant: &Invariant) -> impl Iterator<Item = NodeId> {
    let (wide, more) = looked_at(invariant);
    invariant.set.conditions.iter().chain(&wide.conditions).copied().chain(more)
}

fn of_nodes(kb: &KnowledgeBase, nodes: impl Iterator<Item = NodeId>) -> HashSet<Written> {
    let mut reads = HashSet::new();
    for node in nodes {
        kb.any_read(node, |op| {
            reads.extend(match op {
                Op::Scalar(scalar) => Some(Written::Scalar(*scalar)),
                Op::Field { collection, field, .. } => Some(Written::Field(*collection, *field)),
                Op::RoleIn(_) => kb.actors.map(|(collection, field)| Written::Field(collection, field)),
                Op::Any(set, _) | Op::Count { set, .. } => Some(Written::Added(set.collection)),
                _ => None,
            });
            false
        });
    }
    reads
}
