//! Sets of which every element has one value in a field. Whoever knows which values elements have need not look at the
//! sets of other values: there may be one for each value.

use crate::values::Value;
use crate::values::ids::{CollectionId, FieldId, VariantId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A value that sets are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key {
    Bool(bool),
    Int(i64),
    Text(Arc<str>),
    Variant(VariantId),
}

impl Key {
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(own) => Some(Self::Bool(*own)),
            Value::Int(own) => Some(Self::Int(*own)),
            Value::Text(own) => Some(Self::Text(own.clone())),
            Value::Variant(own) => Some(Self::Variant(*own)),
            _ => None,
        }
    }
}

/// What elements an audit can find something of, by an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Of none.
    Nothing,
    /// Of those that have a value in a field.
    Value(FieldId, Key),
    Anything,
}

/// Sets by the values that they are about, and those that are about no single one.
#[derive(Clone, Debug)]
pub(crate) struct Pinned<I> {
    others: Vec<I>,
    fields: Vec<(CollectionId, FieldId, HashMap<Key, Vec<I>>)>,
}

impl<I> Default for Pinned<I> {
    fn default() -> Self {
        Self { others: Vec::new(), fields: Vec::new() }
    }
}

impl<I: Copy + Ord> Pinned<I> {
    pub(super) fn add(&mut self, set: I, collection: CollectionId, about: About) {
        let (field, key) = match about {
            About::Nothing => return,
            About::Value(field, key) => (field, key),
            About::Anything => return self.others.push(set),
        };
        let place = self.fields.iter().position(|(of, own, _)| (*of, *own) == (collection, field));
        let place = place.unwrap_or_else(|| {
            self.fields.push((collection, field, HashMap::new()));
            self.fields.len() - 1
        });
        if let Some((_, _, sets)) = self.fields.get_mut(place) {
            sets.entry(key).or_default().push(set);
        }
    }

    /// The sets that can have elements, or may, in their order. `values` gives those that elements have in a field; nothing
    /// where some may have any.
    pub(crate) fn reachable<V: IntoIterator<Item = Value>>(
        &self,
        mut values: impl FnMut(CollectionId, FieldId) -> Option<V>,
    ) -> Vec<I> {
        let mut found = self.others.clone();
        for (collection, field, sets) in &self.fields {
            let (mut seen, mut any) = (HashSet::new(), false);
            match values(*collection, *field) {
                None => any = true,
                Some(values) => {
                    for value in values {
                        any |= value == Value::Unknown;
                        seen.extend(Key::of(&value));
                    }
                }
            }
            match any {
                true => found.extend(sets.values().flatten()),
                false => found.extend(seen.iter().filter_map(|key| sets.get(key)).flatten()),
            }
        }
        found.sort_unstable();
        found
    }
}
