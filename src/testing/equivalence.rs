//! Whether two knowledge bases come to the same, whatever was written where.

use crate::base::IndexVec;
use crate::kb::{
    Deadline, Effect, Invariant, InvariantKind, KnowledgeBase, NodeId, Op, Plan, RuleEntry, Set,
};
use crate::values::ids::{ActionId, InvariantId, RuleId};
use std::collections::HashMap;

/// Whether two knowledge bases of one schema judge, change and find alike, as far as their shapes prove it: what they
/// say may differ. Without this proof they may still come to the same.
pub fn same(one: &KnowledgeBase, other: &KnowledgeBase) -> bool {
    let mut shapes = Shapes::default();
    shapes.of(one) == shapes.of(other)
}

/// Nodes of several knowledge bases, each shape once.
#[derive(Default)]
struct Shapes {
    /// By what they compute, with numbers of shapes in place of those of nodes.
    known: HashMap<String, NodeId>,
    ops: IndexVec<NodeId, Op>,
}

impl Shapes {
    /// All that decides what comes of actions and audits. Counters, indexes and what actions move are worked out from
    /// it.
    fn of(&mut self, kb: &KnowledgeBase) -> String {
        let mut nodes = Nodes { shapes: self, ids: IndexVec::new() };
        for node in &kb.nodes {
            nodes.add(&node.op);
        }
        let entries = |list: &[RuleEntry]| -> Vec<(RuleId, NodeId)> {
            list.iter().map(|entry| (entry.rule, nodes.id(entry.applies))).collect()
        };
        let action = |(action, plan): (ActionId, &Plan)| {
            let effects: Vec<Effect> = plan.effects.iter().map(|effect| nodes.effect(effect)).collect();
            let impact: Vec<InvariantId> = kb.affected(action).map(|(_, one)| one.invariant).collect();
            (entries(&plan.permits), entries(&plan.forbids), effects, impact)
        };
        let actions: Vec<_> = kb.actions.enumerated().map(action).collect();
        let invariants: Vec<Invariant> = kb.invariants.iter().map(|one| nodes.invariant(one)).collect();
        format!("{actions:?} {invariants:?} {:?} {:?}", kb.keys, kb.actors)
    }

    fn add(&mut self, op: Op) -> NodeId {
        let next = NodeId::at(self.ops.len());
        let id = *self.known.entry(format!("{op:?}")).or_insert(next);
        if id == next {
            self.ops.push(op);
        }
        id
    }

    fn and(&self, parts: &[NodeId]) -> Vec<NodeId> {
        self.parts(parts, |op| if let Op::And(inner) = op { Some(inner) } else { None })
    }

    fn or(&self, parts: &[NodeId]) -> Vec<NodeId> {
        self.parts(parts, |op| if let Op::Or(inner) = op { Some(inner) } else { None })
    }

    /// The parts of an `and` or an `or`, those of parts of its kind included, each once and in one order. The parts of
    /// a shape were taken apart when it was added.
    fn parts(&self, parts: &[NodeId], nested: impl Fn(&Op) -> Option<&Vec<NodeId>>) -> Vec<NodeId> {
        let mut all = Vec::new();
        for part in parts {
            match self.ops.get(*part).and_then(&nested) {
                Some(inner) => all.extend(inner),
                None => all.push(*part),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The nodes of one knowledge base, and their shapes.
struct Nodes<'s> {
    shapes: &'s mut Shapes,
    /// The shape of each node. Parts stand before what they are parts of.
    ids: IndexVec<NodeId, NodeId>,
}

impl Nodes<'_> {
    fn id(&self, node: NodeId) -> NodeId {
        self.ids.get(node).copied().unwrap_or(NodeId::NONE)
    }

    fn all(&self, nodes: &[NodeId]) -> Vec<NodeId> {
        nodes.iter().map(|node| self.id(*node)).collect()
    }

    fn add(&mut self, op: &Op) {
        let id = |node: &mut NodeId| *node = self.id(*node);
        let mut op = op.clone();
        match &mut op {
            // The same as what it stands for.
            Op::Indexed { walk, .. } => {
                id(walk);
                self.ids.push(*walk);
                return;
            }
            Op::Constant(_)
            | Op::Now
            | Op::Scalar(_)
            | Op::Actor
            | Op::Argument(_)
            | Op::Element { .. }
            | Op::Entry { .. }
            | Op::GroupKey(_)
            | Op::RoleIn(_) => {}
            Op::And(parts) => *parts = self.shapes.and(&self.all(parts)),
            Op::Or(parts) => *parts = self.shapes.or(&self.all(parts)),
            Op::Field { of: inner, .. }
            | Op::Not(inner)
            | Op::Present(inner)
            | Op::CountEntries { list: inner, .. } => id(inner),
            Op::Equal { left, right, .. }
            | Op::Order(left, _, right)
            | Op::In { value: left, list: right, .. }
            | Op::Inside { inner: left, outer: right, .. }
            | Op::AnyEntry { list: left, condition: right, .. }
            | Op::Within(left, _, right)
            | Op::During(left, _, right)
            | Op::Overdue { field: left, from: right, .. }
            | Op::Arithmetic(left, _, right) => [left, right].into_iter().for_each(id),
            Op::Edit { list, value, when, .. } => [list, value, when].into_iter().for_each(id),
            Op::Any(set, condition) => {
                self.set(set);
                id(condition);
            }
            Op::Count { set, counter } => {
                self.set(set);
                *counter = None;
            }
            Op::Total { set, amount, kept } => {
                self.set(set);
                id(&mut amount.value);
                *kept = None;
            }
        }
        let shape = self.shapes.add(op);
        self.ids.push(shape);
    }

    fn set(&self, set: &mut Set) {
        set.conditions = self.shapes.and(&self.all(&set.conditions));
        (set.look_up, set.around) = (None, None);
    }

    fn effect(&self, effect: &Effect) -> Effect {
        let id = |node: &mut NodeId| *node = self.id(*node);
        let mut effect = effect.clone();
        match &mut effect {
            Effect::Add { fields, .. } => fields.iter_mut().for_each(|(_, value)| id(value)),
            Effect::Scalar { value, when, .. } => value.iter_mut().chain(when).for_each(id),
            Effect::Field { of, value, when, .. } => [of].into_iter().chain(value).chain(when).for_each(id),
        }
        effect
    }

    fn invariant(&self, invariant: &Invariant) -> Invariant {
        let id = |node: &mut NodeId| *node = self.id(*node);
        let mut invariant = invariant.clone();
        self.set(&mut invariant.set);
        match &mut invariant.kind {
            InvariantKind::Limit { most, counter } => {
                id(most);
                *counter = None;
            }
            InvariantKind::Aggregate(aggregate) => {
                let amount = aggregate.amount.iter_mut().map(|amount| &mut amount.value);
                let keys = aggregate.keys.iter_mut().map(|key| &mut key.value);
                amount.chain(keys).chain(&mut aggregate.least).chain(&mut aggregate.most).for_each(id);
                aggregate.kept = None;
            }
            InvariantKind::Never { deadline: None } => {}
            InvariantKind::Never { deadline: Some(Deadline { set, field, from, .. }) } => {
                self.set(set);
                [field, from].into_iter().for_each(id);
            }
            InvariantKind::Lasts { from, .. } => id(from),
        }
        invariant
    }
}
