//! Nodes, and what refers to them.

use crate::artefact::validate::bounds::{Bounds, Checked, Validate, need, parts};
use crate::kb::{
    Aggregate, Amount, Around, Deadline, GroupKey, Grouping, Invariant, InvariantKind, KnowledgeBase, LookUp,
    Message, MessagePart, Node, Op, Set,
};
use crate::model::NumberPart;
use crate::values::ids::NodeId;

/// Deeper than this the compiler nests no nodes.
const DEEPEST: u16 = 512;
/// Nor does it make a node of more nodes than this, each counted as often as it is used.
const MOST_PARTS: u64 = 10_000_000;

impl Bounds {
    /// A piece of the list of nodes, and the id of its first one. All that a node is made of stands in the same
    /// piece before it.
    pub(in crate::artefact) fn nodes(&self, first: NodeId, nodes: &[Node]) -> Checked {
        // How deep each is, and of how many nodes it is made.
        let mut sizes: Vec<(u16, u64)> = Vec::with_capacity(nodes.len());
        for node in nodes {
            self.all(&[&node.span, &node.op])?;
            let (mut depth, mut parts) = (0u16, 1u64);
            let set = match &node.op {
                Op::Any(set, _) | Op::Count { set, .. } | Op::Total { set, .. } => Some(set),
                _ => None,
            };
            let look_up = set.and_then(|set| set.look_up.as_ref());
            for part in KnowledgeBase::parts(&node.op)
                .into_iter()
                .chain(look_up.into_iter().flat_map(|own| own.keys.iter().copied()))
                .chain(set.and_then(|set| set.around).map(|around| around.inner))
            {
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
}

parts! {
    Set { collection, level, conditions, look_up, around }
    LookUp { index, keys }
    Around { inner, inner_of }
    Deadline { set, field, from, period }
    Amount { value }
    GroupKey { value }
    Grouping { set, amount, keys }
    Aggregate { amount, keys, least, most, each, kept }
}

impl Validate for Op {
    fn validate(&self, bounds: &Bounds) -> Checked {
        match self {
            Self::Constant(value) => value.validate(bounds),
            Self::Now
            | Self::Actor
            | Self::And(_)
            | Self::Or(_)
            | Self::Not(_)
            | Self::Present(_)
            | Self::Equal { .. }
            | Self::Order(..)
            | Self::In { .. }
            | Self::Edit { .. }
            | Self::CountEntries { .. }
            | Self::GroupKey(_)
            | Self::Arithmetic(..) => Ok(()),
            Self::Scalar(scalar) => scalar.validate(bounds),
            Self::Argument(parameter) => parameter.validate(bounds),
            Self::Element { level, collection } => bounds.all(&[level, collection]),
            Self::Entry { level, ty } => bounds.all(&[level, ty]),
            Self::AnyEntry { level, .. } => level.validate(bounds),
            Self::Field { collection, field, .. } => (*collection, *field).validate(bounds),
            Self::Inside { inner_of, outer_of, .. } => bounds.all(&[inner_of, outer_of]),
            Self::Indexed { index, .. } => index.validate(bounds),
            Self::Within(_, period, _) | Self::During(_, period, _) | Self::Overdue { period, .. } => {
                period.validate(bounds)
            }
            Self::Any(set, _) => set.validate(bounds),
            Self::Count { set, counter } => bounds.all(&[set, counter]),
            Self::Total { set, amount, kept } => bounds.all(&[set, &**amount, kept]),
            Self::RoleIn(roles) => roles.validate(bounds),
        }
    }
}

impl Validate for Invariant {
    fn validate(&self, bounds: &Bounds) -> Checked {
        bounds.all(&[&self.rule, &self.set])?;
        match &self.kind {
            InvariantKind::Limit { most, counter } => bounds.all(&[most, counter]),
            InvariantKind::Aggregate(aggregate) => aggregate.validate(bounds),
            InvariantKind::Never { deadline } => deadline.validate(bounds),
            InvariantKind::Lasts { period, from } => bounds.all(&[from, period]),
        }
    }
}

impl Validate for Message {
    fn validate(&self, bounds: &Bounds) -> Checked {
        self.pieces.iter().try_for_each(|piece| match piece {
            MessagePart::Value((node, ty))
            | MessagePart::Plural { of: NumberPart::Value((node, ty)), .. } => bounds.all(&[node, ty]),
            _ => Ok(()),
        })
    }
}
