//! Whether judging looks at elements one after the other, so that what it costs grows with the state.

use crate::kb::affected::Written;
use crate::kb::knowledge_base::{Effect, InvariantKind, KnowledgeBase, Op, Plan, Set};
use crate::values::ids::{CounterId, InvariantId, NodeId};
use std::collections::HashSet;

/// What of an action's effects may make invariants look at elements one after the other.
#[derive(Debug, Default)]
pub(crate) struct Walked(HashSet<Written>);

impl KnowledgeBase {
    /// Worked out once for all actions.
    pub(crate) fn walked(&self) -> Walked {
        let walks = self.invariants.iter().map(|invariant| {
            let uncounted =
                matches!(invariant.kind, InvariantKind::Limit { counter, .. } if !self.is_counted(counter));
            let mut conditions = invariant.set.conditions.iter().copied().chain(invariant.most());
            uncounted || conditions.any(|node| self.has_sets(node))
        });
        let walks: Vec<bool> = walks.collect();
        let walks = |id: &InvariantId| walks.get(id.index()).copied().unwrap_or(true);
        let keys = self.readers.0.iter().filter(|(key, readers)| {
            // What reads a value of the state moves for every element.
            matches!(key, Written::Scalar(_)) || readers.iter().any(walks)
        });
        Walked(keys.map(|(key, _)| *key).collect())
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
        self.any_read(id, |op| matches!(op, Op::Any(..) | Op::Count { .. }))
    }

    /// Whether a condition may look at elements one after the other in a state as it is.
    fn goes_through_elements(&self, id: NodeId) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.node(id).map(|node| &node.op) {
                Some(Op::Count { counter, .. }) if self.is_counted(*counter) => {}
                Some(Op::Any(..) | Op::Count { .. }) => return true,
                Some(Op::Indexed { value, .. }) => open.push(*value),
                Some(op) => open.extend(Self::parts(op)),
                None => {}
            }
        }
        false
    }
}
