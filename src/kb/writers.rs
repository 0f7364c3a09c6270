//! Which actions write what, by the values that they give: who could break an invariant is looked up, not asked of each.

use crate::kb::affected::Written;
use crate::kb::impact::level;
use crate::kb::knowledge_base::{Effect, KnowledgeBase, Op, Plan};
use crate::kb::pinned::{About, Key};
use crate::values::ids::{ActionId, CollectionId, FieldId, InvariantId, NodeId};
use std::collections::{BTreeSet, HashMap};

#[derive(Debug, Default)]
pub(crate) struct Writers {
    by_written: HashMap<Written, Vec<ActionId>>,
    /// Of those that write a field the ones that leave the one element with a value of the rules.
    by_value: HashMap<(CollectionId, FieldId), HashMap<Key, Vec<ActionId>>>,
    /// The others that write it.
    open: HashMap<(CollectionId, FieldId), Vec<ActionId>>,
}

impl Writers {
    pub(crate) fn of(kb: &KnowledgeBase, actions: impl Iterator<Item = ActionId>) -> Self {
        let mut writers = Self::default();
        for action in actions {
            let Some(plan) = kb.actions.get(action) else { continue };
            let written: BTreeSet<Written> = plan.effects.iter().map(Effect::written).collect();
            for written in written {
                writers.by_written.entry(written).or_default().push(action);
                let Written::Field(collection, field) = written else { continue };
                let place = (collection, field);
                match kb.leaves(plan, collection, field) {
                    Some(key) => {
                        writers.by_value.entry(place).or_default().entry(key).or_default().push(action);
                    }
                    None => writers.open.entry(place).or_default().push(action),
                }
            }
        }
        writers
    }

    /// The actions that can break an invariant, and perhaps some that cannot.
    pub(crate) fn may_break(&self, kb: &KnowledgeBase, id: InvariantId) -> BTreeSet<ActionId> {
        let Some(invariant) = kb.invariants.get(id) else { return BTreeSet::new() };
        let set = &invariant.set;
        let mut reads: BTreeSet<Written> = invariant.collections().map(Written::Added).collect();
        let mut elsewhere = BTreeSet::new();
        for node in invariant.grouped().of_element().chain(invariant.bounds()) {
            kb.any_read(node, |op| {
                let own = kb.reads_of(op);
                let of_element = matches!(op, Op::Field { of, .. } if level(kb, *of) == Some(set.level));
                if !of_element {
                    elsewhere.extend(own.iter().copied());
                }
                reads.extend(own);
                false
            });
        }
        let about = kb.about(invariant);
        let mut found = BTreeSet::new();
        for read in &reads {
            match (&about, read) {
                (About::Value(field, key), Written::Field(of, own))
                    if (*of, own) == (set.collection, field) && !elsewhere.contains(read) =>
                {
                    let place = (set.collection, *field);
                    let same = self.by_value.get(&place).and_then(|values| values.get(key));
                    found.extend(same.into_iter().chain(self.open.get(&place)).flatten());
                }
                _ => found.extend(self.by_written.get(read).into_iter().flatten()),
            }
        }
        found
    }
}

impl KnowledgeBase {
    /// The value that an action surely leaves in a field of the only element of a collection that it changes.
    fn leaves(&self, plan: &Plan, collection: CollectionId, field: FieldId) -> Option<Key> {
        let mut target: Option<NodeId> = None;
        let mut left = None;
        for effect in &plan.effects {
            let Effect::Field { of, collection: changed, field: own, value, when } = effect else { continue };
            if *changed != collection {
                continue;
            }
            let alike = |one: NodeId| one == *of || self.shape(one) == self.shape(*of);
            if when.is_some() || !target.is_none_or(alike) {
                return None;
            }
            target = Some(*of);
            if *own == field {
                let Some(Op::Constant(value)) = value.and_then(|value| self.node(value)).map(|node| &node.op)
                else {
                    return None;
                };
                left = Some(Key::of(value)?);
            }
        }
        left
    }
}
