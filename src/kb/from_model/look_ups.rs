//! Which conditions are look-ups: they say of a field what it has to hold.

use crate::base::{Id, IndexVec};
use crate::kb::from_model::expressions::Lowering;
use crate::kb::knowledge_base::{Around, Index, LookUp, Op, Set};
use crate::values::Type;
use crate::values::ids::{CollectionId, FieldId, IndexId, Level, NodeId};

/// How few elements a look-up leaves, as far as types say it; better ones stand last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Few {
    /// A value of an enum, or one written in a rule.
    Kind,
    /// One of several values.
    OneOf,
    Value,
    Id,
}

/// What a condition asks of a field.
struct Asked {
    field: FieldId,
    keys: Vec<NodeId>,
    fold: bool,
    few: Few,
}

impl Lowering<'_> {
    /// The look-up by which the elements are found that can be in a set, and of which a condition can hold.
    pub(super) fn look_up(&mut self, set: &Set, condition: Option<NodeId>) -> Option<LookUp> {
        let mut open: Vec<NodeId> =
            condition.into_iter().chain(set.conditions.iter().rev().copied()).collect();
        let mut best: Option<Asked> = None;
        while let Some(id) = open.pop() {
            if let Some(Op::And(parts)) = self.kb.node(id).map(|node| &node.op) {
                open.extend(parts.iter().rev());
                continue;
            }
            for asked in self.asked(set, id) {
                if best.as_ref().is_none_or(|best| best.few < asked.few) {
                    best = Some(asked);
                }
            }
        }
        let Asked { field, keys, fold, .. } = best?;
        let index = Index { collection: set.collection, field, fold };
        Some(LookUp { index: numbered(&mut self.kb.element_indexes, index, self.settled)?, keys })
    }

    fn asked(&self, set: &Set, condition: NodeId) -> Vec<Asked> {
        match self.kb.node(condition).map(|node| &node.op) {
            Some(Op::Equal { left, right, fold }) => {
                let sides = [(*left, *right), (*right, *left)];
                sides
                    .iter()
                    .filter_map(|(field, key)| self.asked_of(set, *field, *key, *fold, false))
                    .collect()
            }
            Some(Op::In { value, list, fold }) => {
                let holds = self.asked_of(set, *list, *value, *fold, false);
                holds.or_else(|| self.asked_of(set, *value, *list, *fold, true)).into_iter().collect()
            }
            Some(Op::AnyEntry { list, level, condition }) => {
                self.asked_of_shared(set, *list, *level, *condition).into_iter().collect()
            }
            Some(Op::Or(parts)) => self.asked_of_all(set, parts).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// What `field shares with …` asks: that the field holds an entry of the other list.
    fn asked_of_shared(&self, set: &Set, list: NodeId, level: Level, condition: NodeId) -> Option<Asked> {
        let Op::In { value, list: other, fold } = self.kb.node(condition)?.op else { return None };
        let is_entry = |op: &Op| matches!(op, Op::Entry { level: own, .. } if *own == level);
        if !is_entry(&self.kb.node(value)?.op) || self.kb.any_read(other, is_entry) {
            return None;
        }
        let sides = [(list, other), (other, list)];
        sides.into_iter().find_map(|(field, key)| self.asked_of(set, field, key, fold, true))
    }

    /// What `field is one of …` asks: each part asks something of one field.
    fn asked_of_all(&self, set: &Set, parts: &[NodeId]) -> Option<Asked> {
        let mut parts = parts.iter().map(|part| self.asked(set, *part).pop());
        let mut all = parts.next()??;
        for part in parts {
            let Asked { field, keys, fold, few } = part?;
            if (field, fold) != (all.field, all.fold) {
                return None;
            }
            all.keys.extend(keys);
            all.few = all.few.min(few);
        }
        all.few = all.few.min(Few::OneOf);
        Some(all)
    }

    /// What is asked of a field of the set's own elements, if its values are kept and nothing else of them is needed.
    fn asked_of(&self, set: &Set, field: NodeId, key: NodeId, fold: bool, one_of: bool) -> Option<Asked> {
        let Op::Field { of, collection, field } = self.kb.node(field)?.op else { return None };
        let own = |op: &Op| matches!(op, Op::Element { level, .. } if *level == set.level);
        // What a key is must not change with time: an action that is only postponed looks at the same elements.
        let moves = |op: &Op| own(op) || matches!(op, Op::Now | Op::Overdue { .. });
        if !own(&self.kb.node(of)?.op) || self.kb.any_read(key, moves) {
            return None;
        }
        let shape = self.model.schema.collections.get(collection)?;
        let written = matches!(self.kb.node(key)?.op, Op::Constant(_));
        let few = match &shape.fields.get(field)?.ty {
            Type::String | Type::Email | Type::Int if one_of => Few::OneOf,
            Type::String | Type::Email if shape.key == Some(field) && !fold => Few::Id,
            Type::String | Type::Email | Type::Int | Type::Element(_) if !written => Few::Value,
            Type::List(of) if matches!(**of, Type::String | Type::Email | Type::Element(_)) => Few::Value,
            Type::String | Type::Email | Type::Int | Type::Enum(_) => Few::Kind,
            _ => return None,
        };
        Some(Asked { field, keys: vec![key], fold, few })
    }

    /// The look-up that `any p in … where e is in p.list`, or `… where p.field is e`, is, and nothing else is asked.
    pub(super) fn held_in_field(&mut self, set: &Set, condition: NodeId) -> Option<(NodeId, IndexId)> {
        if !set.conditions.is_empty() {
            return None;
        }
        let sides = match self.kb.node(condition)?.op {
            Op::In { value, list, fold } => vec![(list, value, fold)],
            Op::Equal { left, right, fold } => vec![(left, right, fold), (right, left, fold)],
            _ => return None,
        };
        let (value, index) = sides
            .into_iter()
            .find_map(|(field, value, fold)| Some((value, self.holding(set, field, value, fold)?)))?;
        Some((value, numbered(&mut self.kb.indexes, index, self.settled)?))
    }

    /// The index of the texts that a field of the set's own elements holds, if a value is found in it alone.
    fn holding(&self, set: &Set, field: NodeId, value: NodeId, fold: bool) -> Option<Index> {
        let Op::Field { of, collection, field } = self.kb.node(field)?.op else { return None };
        let ty = &self.model.schema.collections.get(collection)?.fields.get(field)?.ty;
        let own = |op: &Op| matches!(op, Op::Element { level, .. } if *level == set.level);
        let outside = !self.kb.any_read(value, |op| match ty {
            Type::List(_) => own(op),
            // For the elements around it, only those are gone through that it finds (`look_up`).
            _ => matches!(op, Op::Element { .. }),
        });
        let texts = matches!(ty.entry(), Type::String | Type::Email);
        (texts && outside && own(&self.kb.node(of)?.op)).then_some(Index { collection, field, fold })
    }
}

impl Lowering<'_> {
    /// Keep which elements lie in which: what lies in an element that moves is looked up.
    pub(super) fn index_nesting(&mut self, inner: CollectionId) {
        for (collection, field) in self.kb.nest_fields(inner) {
            let index = Index { collection, field, fold: false };
            numbered(&mut self.kb.element_indexes, index, self.settled);
        }
    }

    /// What lies in every element of a set, or is it, and hangs on no element of the set: from there they are found.
    pub(super) fn around(&self, set: &Set, condition: Option<NodeId>) -> Option<Around> {
        let mut open: Vec<NodeId> =
            condition.into_iter().chain(set.conditions.iter().rev().copied()).collect();
        let own = |op: &Op| matches!(op, Op::Element { level, .. } if *level == set.level);
        while let Some(id) = open.pop() {
            match self.kb.node(id).map(|node| &node.op) {
                Some(Op::And(parts)) => open.extend(parts.iter().rev()),
                Some(Op::Inside { inner, inner_of, outer, .. })
                    if self.kb.node(*outer).is_some_and(|node| own(&node.op))
                        && !self.kb.any_read(*inner, own) =>
                {
                    return Some(Around { inner: *inner, inner_of: *inner_of });
                }
                _ => {}
            }
        }
        None
    }

    /// Keep by which elements something is referred to, where a field is read through the reference: who reads it when it
    /// changes is looked up.
    pub(super) fn index_reference(&mut self, of: NodeId) {
        if let Some(Op::Field { collection, field, .. }) = self.kb.node(of).map(|node| &node.op) {
            let index = Index { collection: *collection, field: *field, fold: false };
            numbered(&mut self.kb.element_indexes, index, self.settled);
        }
    }
}

/// The id of an index, a new one where there is none yet and they are not settled; nothing where no id is left.
fn numbered<I: Id>(indexes: &mut IndexVec<I, Index>, index: Index, settled: bool) -> Option<I> {
    let known = indexes.position(|known| *known == index);
    if settled {
        return known;
    }
    known.or_else(|| Some(indexes.push(index)).filter(|id| *id != I::NONE))
}
