//! Which sets are about one value of a field: counters, and what invariants state.

use crate::kb::affected::{AffectedCounter, ReadSet};
use crate::kb::impact::level;
use crate::kb::knowledge_base::{Invariant, InvariantKind, KnowledgeBase, Op, Set};
use crate::kb::pinned::{About, Key, Pinned};
use crate::values::Value;
use crate::values::ids::{FieldId, InvariantId, NodeId};

/// So few sets are looked at one by one.
const FEW: usize = 8;

impl KnowledgeBase {
    /// A field and the value that every element of a set surely has there.
    fn pinned_to(&self, set: &Set) -> About {
        let mut open: Vec<NodeId> = set.conditions.iter().rev().copied().collect();
        while let Some(id) = open.pop() {
            match self.node(id).map(|node| &node.op) {
                Some(Op::And(parts)) => open.extend(parts.iter().rev()),
                Some(Op::Equal { left, right, fold: false }) => {
                    let own = self.equals(set, *left, *right).or_else(|| self.equals(set, *right, *left));
                    if let Some((field, key)) = own {
                        return About::Value(field, key);
                    }
                }
                _ => {}
            }
        }
        About::Anything
    }

    fn equals(&self, set: &Set, field: NodeId, value: NodeId) -> Option<(FieldId, Key)> {
        match (&self.node(field)?.op, &self.node(value)?.op) {
            (Op::Field { of, field, .. }, Op::Constant(value)) if level(self, *of) == Some(set.level) => {
                Some((*field, Key::of(value)?))
            }
            _ => None,
        }
    }

    /// Counters of an action, by their places in its list. One that reads something else than its own elements may change
    /// whatever values they have.
    pub(super) fn pinned_counters(&self, counters: &[AffectedCounter]) -> Pinned<usize> {
        let mut pinned = Pinned::default();
        for (place, affected) in counters.iter().enumerate() {
            let Some(set) = self.counters.get(affected.counter) else { continue };
            let own = counters.len() > FEW && !affected.reads.iter().any(ReadSet::elsewhere);
            pinned.add(place, set.collection, if own { self.pinned_to(set) } else { About::Anything });
        }
        pinned
    }

    /// The invariants of which an audit can find something.
    pub(crate) fn pinned_invariants(&self) -> &Pinned<InvariantId> {
        self.pinned.get_or_init(|| {
            let mut pinned = Pinned::default();
            for (id, invariant) in self.invariants.enumerated() {
                let many = self.invariants.len() > FEW;
                let about = if many { self.about(invariant) } else { About::Anything };
                pinned.add(id, invariant.set.collection, about);
            }
            pinned
        })
    }

    /// Of which elements an audit can find something.
    pub(crate) fn about(&self, invariant: &Invariant) -> About {
        match invariant.kind {
            InvariantKind::Never { .. } => self.pinned_to(&invariant.set),
            InvariantKind::Limit { most, .. } => match self.node(most).map(|node| &node.op) {
                Some(Op::Constant(Value::Absent)) => About::Nothing,
                Some(Op::Constant(Value::Int(0..))) => self.pinned_to(&invariant.set),
                _ => About::Anything,
            },
            InvariantKind::Aggregate(_) | InvariantKind::Lasts { .. } => About::Anything,
        }
    }
}
