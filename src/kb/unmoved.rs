//! Actions whose effects can touch what an invariant reads, but never what it comes to.

use crate::kb::affected::Written;
use crate::kb::impact::fold;
use crate::kb::knowledge_base::{Effect, Invariant, KnowledgeBase, Op};
use crate::values::Value;
use crate::values::ids::{ActionId, CollectionId, FieldId, NodeId};
use std::collections::HashMap;

impl KnowledgeBase {
    /// Whether an action leaves the set of an invariant as it is, whatever the state: it moves a field from one value to
    /// another, and its conditions make no difference between the two. Verdicts do not ask for this, since of a value
    /// that is unknown they know less; it is for those who read the rules.
    pub(crate) fn leaves_unmoved(&self, action: ActionId, invariant: &Invariant) -> bool {
        let effects = self.actions.get(action).map(|plan| plan.effects.as_slice()).unwrap_or_default();
        effects
            .iter()
            .all(|effect| !self.asks_for(invariant, effect.written()) || self.keeps(effect, invariant))
    }

    fn asks_for(&self, invariant: &Invariant, written: Written) -> bool {
        let mut nodes = invariant.grouped().of_element().chain(invariant.bounds());
        invariant.collections().any(|collection| written == Written::Added(collection))
            || nodes.any(|id| self.reads_written(id, written))
    }

    fn reads_written(&self, id: NodeId, written: Written) -> bool {
        self.any_read(id, |op| match op {
            Op::Indexed { index, .. } => self.indexes.get(*index).is_some_and(|index| {
                written == Written::Added(index.collection)
                    || written == Written::Field(index.collection, index.field)
            }),
            op => self.reads_of(op).contains(&written),
        })
    }

    /// Whether an effect replaces one value by another that the conditions of an invariant take for the same.
    fn keeps(&self, effect: &Effect, invariant: &Invariant) -> bool {
        let set = &invariant.set;
        if invariant.aggregate().is_some() {
            return false;
        }
        let Effect::Field { of, collection, field, value, when: Some(when) } = effect else { return false };
        let Some(before) = self.pinned(*when, *of, *collection, *field) else { return false };
        let after = match value.map(|value| self.node(value).map(|node| &node.op)) {
            None => Value::Absent,
            Some(Some(Op::Constant(value))) => value.clone(),
            Some(_) => return false,
        };
        let truth =
            |id: NodeId, value: &Value| fold(self, id, set.level, &HashMap::from([(*field, value.clone())]));
        let mut open = set.conditions.clone();
        while let Some(id) = open.pop() {
            match self.node(id).map(|node| &node.op) {
                Some(op @ (Op::And(_) | Op::Or(_) | Op::Not(_))) => open.extend(Self::parts(op)),
                _ if !self.reads_written(id, effect.written()) => {}
                _ => {
                    let (one, other) = (truth(id, &before), truth(id, &after));
                    if one.is_none() || one != other {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// The value that a field has where a condition holds.
    fn pinned(&self, when: NodeId, of: NodeId, collection: CollectionId, field: FieldId) -> Option<Value> {
        let op = |id: NodeId| self.node(id).map(|node| &node.op);
        let is_field = |id: NodeId| match op(id) {
            Some(Op::Field { of: own, collection: in_own, field: own_field }) => {
                (*in_own, *own_field) == (collection, field)
                    && match (op(*own), op(of)) {
                        (Some(Op::Actor), Some(Op::Actor)) => true,
                        (Some(Op::Argument(own)), Some(Op::Argument(of))) => own == of,
                        _ => false,
                    }
            }
            _ => false,
        };
        match op(when)? {
            Op::And(parts) => parts.iter().find_map(|part| self.pinned(*part, of, collection, field)),
            Op::Equal { left, right, fold: false } => {
                [(left, right), (right, left)].into_iter().find_map(|(one, other)| match op(*other) {
                    Some(Op::Constant(value)) if is_field(*one) => Some(value.clone()),
                    _ => None,
                })
            }
            _ => None,
        }
    }
}
