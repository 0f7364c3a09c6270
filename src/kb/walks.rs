//! Whether judging looks at elements one after the other, so that what it costs grows with the state.

use crate::kb::affected::Written;
use crate::kb::knowledge_base::{Effect, InvariantKind, KnowledgeBase, Op, Plan, Set};
use crate::values::ids::{CollectionId, CounterId, NodeId};
use std::collections::HashSet;

/// What of an action's effects may make invariants look at elements one after the other.
#[derive(Debug, Default)]
pub(crate) struct Walked(HashSet<Written>);

/// What an invariant asks of elements beside its own.
#[derive(Default)]
struct Reads {
    /// Whether it looks at elements one after the other.
    walks: bool,
    /// Collections of which it looks something up, unless an action writes them.
    indexed: Vec<CollectionId>,
}

impl KnowledgeBase {
    /// Worked out once for all actions.
    pub(crate) fn walked(&self) -> Walked {
        let reads = self.invariants.iter().map(|invariant| {
            let mut reads = Reads::default();
            reads.walks |= match &invariant.kind {
                InvariantKind::Limit { counter, .. } => !self.is_counted(*counter),
                // Where nobody knows the key of an element, all groups are looked at.
                InvariantKind::Aggregate(_) => true,
                InvariantKind::Never { .. } | InvariantKind::Lasts { .. } => false,
            };
            for node in invariant.grouped().of_element().chain(invariant.bounds()) {
                self.read(node, &mut reads);
            }
            reads
        });
        let reads: Vec<Reads> = reads.collect();
        let keys = self.readers.0.iter().filter(|(key, readers)| {
            let collection = match key {
                Written::Added(collection) | Written::Field(collection, _) => *collection,
                // What reads a value of the state moves for every element.
                Written::Scalar(_) => return true,
            };
            let walks = |reads: &Reads| reads.walks || reads.indexed.contains(&collection);
            readers.iter().any(|id| reads.get(id.index()).is_none_or(walks))
        });
        Walked(keys.map(|(key, _)| *key).collect())
    }

    fn read(&self, id: NodeId, reads: &mut Reads) {
        match self.node(id).map(|node| &node.op) {
            Some(Op::Any(..) | Op::AnyEntry { .. } | Op::Count { .. } | Op::Total { .. }) => {
                reads.walks = true;
            }
            Some(Op::Indexed { value, index, .. }) => {
                reads.indexed.extend(self.indexes.get(*index).map(|index| index.collection));
                self.read(*value, reads);
            }
            Some(op @ Op::Inside { inner_of, .. }) => {
                reads.indexed.extend(self.nest_fields(*inner_of).into_iter().map(|(of, _)| of));
                for part in Self::parts(op) {
                    self.read(part, reads);
                }
            }
            Some(op) => {
                if let Op::Field { of, collection, .. } = op
                    && self.is_referred_to(*of)
                {
                    // Who refers to the element is looked up.
                    reads.indexed.push(*collection);
                }
                for part in Self::parts(op) {
                    self.read(part, reads);
                }
            }
            None => {}
        }
    }

    /// Whether judging an action may look at elements one after the other.
    pub(crate) fn walks(&self, plan: &Plan, walked: &Walked) -> bool {
        let rules = plan.permits.iter().chain(&plan.forbids).map(|entry| entry.applies);
        let mut nodes = rules.chain(plan.effects.iter().flat_map(Effect::nodes));
        plan.effects.iter().any(|effect| walked.0.contains(&effect.written()))
            || nodes.any(|node| self.goes_through_elements(node))
    }

    /// Whether a counter surely knows its size: where a set is no deeper than its elements, it is counted when a state is
    /// loaded.
    fn is_counted(&self, counter: Option<CounterId>) -> bool {
        let deep = |set: &Set| set.conditions.iter().any(|condition| self.has_sets(*condition));
        counter.and_then(|counter| self.counters.get(counter)).is_some_and(|set| !deep(set))
    }

    fn has_sets(&self, id: NodeId) -> bool {
        self.any_read(id, |op| {
            matches!(op, Op::Any(..) | Op::AnyEntry { .. } | Op::Count { .. } | Op::Total { .. })
        })
    }

    /// Whether a condition may look at elements one after the other in a state as it is.
    fn goes_through_elements(&self, id: NodeId) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.node(id).map(|node| &node.op) {
                Some(Op::Count { counter, .. }) if self.is_counted(*counter) => {}
                Some(
                    Op::Any(..)
                    | Op::AnyEntry { .. }
                    | Op::Count { .. }
                    | Op::Total { .. }
                    | Op::Inside { .. },
                ) => return true,
                Some(Op::Indexed { value, .. }) => open.push(*value),
                Some(op) => open.extend(Self::parts(op)),
                None => {}
            }
        }
        false
    }
}
