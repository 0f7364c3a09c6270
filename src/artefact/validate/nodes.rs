//! Nodes, and what refers to them.

use crate::artefact::validate::bounds::{Bounds, Checked, need};
use crate::kb::{Invariant, InvariantKind, KnowledgeBase, Message, MessagePart, Node, Op, Set};
use crate::values::ids::{CounterId, IndexId, Level, NodeId};

/// Deeper than this the compiler nests no nodes.
const DEEPEST: u16 = 512;
/// Nor does it make a node of more nodes than this, each counted as often as it is used.
const MOST_PARTS: u64 = 10_000_000;
/// Nor are more elements under way at once.
const MOST_LEVELS: u16 = 512;

impl Bounds {
    /// A piece of the list of nodes, and the id of its first one. All that a node is made of stands in the same
    /// piece before it.
    pub(in crate::artefact) fn nodes(&self, first: NodeId, nodes: &[Node]) -> Checked {
        // How deep each is, and of how many nodes it is made.
        let mut sizes: Vec<(u16, u64)> = Vec::with_capacity(nodes.len());
        for node in nodes {
            self.span(node.span)?;
            self.op(&node.op)?;
            let (mut depth, mut parts) = (0u16, 1u64);
            for part in KnowledgeBase::parts(&node.op) {
                let at = part.index().checked_sub(first.index()).and_then(|at| sizes.get(at));
                let (own_depth, own_parts) = at.ok_or("a part does not stand before what it is part of")?;
                depth = depth.max(own_depth.saturating_add(1));
                parts = parts.saturating_add(*own_parts);
            }
            need(
                depth <= DEEPEST && parts <= MOST_PARTS,
                "a condition is deeper or larger than any of rules",
            )?;
            sizes.push((depth, parts));
        }
        Ok(())
    }

    fn op(&self, op: &Op) -> Checked {
        match op {
            Op::Constant(value) => Self::constant(value),
            Op::Now
            | Op::Actor
            | Op::And(_)
            | Op::Or(_)
            | Op::Not(_)
            | Op::Present(_)
            | Op::Equal { .. }
            | Op::Order(..)
            | Op::In { .. }
            | Op::Arithmetic(..) => Ok(()),
            Op::Scalar(scalar) => self.scalar(*scalar),
            Op::Argument(parameter) => self.parameter(*parameter),
            Op::Element { level, collection } => {
                self.level(*level).and_then(|()| self.collection(*collection))
            }
            Op::Field { collection, field, .. } => self.field(*collection, *field),
            Op::Indexed { index, .. } => self.index(*index),
            Op::Within(_, period, _) | Op::During(_, period, _) | Op::Overdue { period, .. } => {
                Self::period(*period)
            }
            Op::Any(set, _) => self.node_set(set),
            Op::Count { set, counter } => {
                self.node_set(set)?;
                counter.iter().try_for_each(|counter| self.counter(*counter))
            }
            Op::RoleIn(roles) => roles.iter().try_for_each(|role| self.role(*role)),
        }
    }

    fn level(&self, level: Level) -> Checked {
        need(level.0 < self.levels && self.levels <= MOST_LEVELS, "an element is under way at no level")
    }

    pub(super) fn index(&self, index: IndexId) -> Checked {
        need(index.index() < self.indexes, "an index is not there")
    }

    pub(super) fn counter(&self, counter: CounterId) -> Checked {
        need(counter.index() < self.counters, "a counter is not there")
    }

    pub(super) fn node(&self, node: NodeId) -> Checked {
        need(node.index() < self.nodes, "a condition is not there")
    }

    pub(super) fn node_set(&self, set: &Set) -> Checked {
        self.collection(set.collection)?;
        self.level(set.level)?;
        set.conditions.iter().try_for_each(|node| self.node(*node))
    }

    pub(super) fn invariant(&self, invariant: &Invariant) -> Checked {
        self.rule_id(invariant.rule)?;
        self.node_set(&invariant.set)?;
        match &invariant.kind {
            InvariantKind::Limit { most, counter } => {
                self.node(*most)?;
                counter.iter().try_for_each(|counter| self.counter(*counter))
            }
            InvariantKind::Never { deadline: None } => Ok(()),
            InvariantKind::Never { deadline: Some(deadline) } => {
                self.node_set(&deadline.set)?;
                self.node(deadline.field)?;
                self.node(deadline.from)?;
                Self::period(deadline.period)
            }
            InvariantKind::Lasts { period, from } => self.node(*from).and_then(|()| Self::period(*period)),
        }
    }

    /// What a rule says.
    pub(in crate::artefact) fn written(&self, messages: &[Message]) -> Checked {
        for piece in messages.iter().flat_map(|message| &message.pieces) {
            if let MessagePart::Value((node, ty)) = piece {
                self.node(*node)?;
                self.ty(ty)?;
            }
        }
        Ok(())
    }
}
