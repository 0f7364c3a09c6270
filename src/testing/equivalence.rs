//! Whether two knowledge bases come to the same, whatever was written where.

use crate::base::IndexVec;
use crate::kb::{Deadline, Effect, Invariant, InvariantKind, KnowledgeBase, NodeId, Op, RuleEntry, Set};
use crate::values::ids::{InvariantId, RuleId};
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
        let actions = kb.actions.iter().map(|plan| {
            let effects: Vec<Effect> = plan.effects.iter().map(|effect| nodes.effect(effect)).collect();
            let impact: Vec<InvariantId> = plan.impact.iter().map(|one| one.invariant).collect();
            (entries(&plan.permits), entries(&plan.forbids), effects, impact)
        });
        let actions: Vec<_> = actions.collect();
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

    /// The parts of an `and` or an `or`, those of parts of its kind included, each once and in one order.
    fn parts(&self, parts: &[NodeId], nested: impl Fn(&Op) -> Option<&Vec<NodeId>>) -> Vec<NodeId> {
        let mut all = Vec::new();
        for part in parts {
            // The parts of a shape were taken apart when it was added.
            match self.ops.get(*part).and_then(&nested) {
                Some(inner) => all.extend(inner),
                None => all.push(*part),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn and(&self, parts: &[NodeId]) -> Vec<NodeId> {
        self.parts(parts, |op| if let Op::And(inner) = op { Some(inner) } else { None })
    }

    fn or(&self, parts: &[NodeId]) -> Vec<NodeId> {
        self.parts(parts, |op| if let Op::Or(inner) = op { Some(inner) } else { None })
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
        let id = |node: &NodeId| self.id(*node);
        let shape = match op {
            // The same as what it stands for.
            Op::Indexed { walk, .. } => {
                let walk = id(walk);
                self.ids.push(walk);
                return;
            }
            Op::Constant(_)
            | Op::Now
            | Op::Scalar(_)
            | Op::Actor
            | Op::Argument(_)
            | Op::Element { .. }
            | Op::RoleIn(_) => op.clone(),
            Op::Field { of, collection, field } => {
                Op::Field { of: id(of), collection: *collection, field: *field }
            }
            Op::And(parts) => Op::And(self.shapes.and(&self.all(parts))),
            Op::Or(parts) => Op::Or(self.shapes.or(&self.all(parts))),
            Op::Not(inner) => Op::Not(id(inner)),
            Op::Present(inner) => Op::Present(id(inner)),
            Op::Equal { left, right, fold } => Op::Equal { left: id(left), right: id(right), fold: *fold },
            Op::Order(left, order, right) => Op::Order(id(left), *order, id(right)),
            Op::In { value, list, fold } => Op::In { value: id(value), list: id(list), fold: *fold },
            Op::Within(date, period, from) => Op::Within(id(date), *period, id(from)),
            Op::During(date, period, from) => Op::During(id(date), *period, id(from)),
            Op::Overdue { field, period, from } => {
                Op::Overdue { field: id(field), period: *period, from: id(from) }
            }
            Op::Arithmetic(left, operator, right) => Op::Arithmetic(id(left), *operator, id(right)),
            Op::Any(set, condition) => Op::Any(self.set(set), id(condition)),
            Op::Count { set, .. } => Op::Count { set: self.set(set), counter: None },
        };
        let shape = self.shapes.add(shape);
        self.ids.push(shape);
    }

    fn set(&self, set: &Set) -> Set {
        Set { conditions: self.shapes.and(&self.all(&set.conditions)), ..set.clone() }
    }

    fn effect(&self, effect: &Effect) -> Effect {
        let id = |node: &NodeId| self.id(*node);
        match effect {
            Effect::Add { collection, fields } => Effect::Add {
                collection: *collection,
                fields: fields.iter().map(|(field, value)| (*field, id(value))).collect(),
            },
            Effect::Scalar { scalar, value, when } => {
                Effect::Scalar { scalar: *scalar, value: value.as_ref().map(id), when: when.as_ref().map(id) }
            }
            Effect::Field { of, collection, field, value, when } => Effect::Field {
                of: id(of),
                collection: *collection,
                field: *field,
                value: value.as_ref().map(id),
                when: when.as_ref().map(id),
            },
        }
    }

    fn invariant(&self, invariant: &Invariant) -> Invariant {
        let id = |node: NodeId| self.id(node);
        let kind = match &invariant.kind {
            InvariantKind::Limit { most, .. } => InvariantKind::Limit { most: id(*most), counter: None },
            InvariantKind::Never { deadline } => InvariantKind::Never {
                deadline: deadline.as_ref().map(|deadline| Deadline {
                    set: self.set(&deadline.set),
                    field: id(deadline.field),
                    period: deadline.period,
                    from: id(deadline.from),
                }),
            },
            InvariantKind::Lasts { period, from } => {
                InvariantKind::Lasts { period: *period, from: id(*from) }
            }
        };
        Invariant { rule: invariant.rule, set: self.set(&invariant.set), kind }
    }
}
