//! Elements by what a field of theirs holds, so that not all need be looked at.

use crate::kb::Index;
use crate::state::collection::Rows;
use crate::values::Value;
use crate::values::email::with_folded;
use crate::values::ids::RowId;
use foldhash::fast::RandomState;
use hashbrown::HashMap;
use smallvec::SmallVec;
use std::hash::{BuildHasher, Hash, Hasher};

/// The elements of a collection by the hash of what a field holds. What is found is looked at as all would be, so two
/// values of one hash cost time and change nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct ElementIndex {
    hasher: RandomState,
    fold: bool,
    /// In the order of their elements.
    by_hash: HashMap<u64, SmallVec<[RowId; 2]>>,
    /// Those of which nobody knows the value.
    unknown: Vec<RowId>,
}

impl ElementIndex {
    pub(super) fn of(rows: &Rows, index: &Index) -> Self {
        let mut elements = Self { fold: index.fold, ..Self::default() };
        for row in rows.rows() {
            match rows.text(row, index.field) {
                Some(text) => elements.add(elements.of_text(text), row),
                None => elements.count(row, &rows.value(row, index.field), true),
            }
        }
        elements
    }

    fn of_text(&self, text: &str) -> u64 {
        let hash = |text: &str| self.hasher.hash_one(text);
        if self.fold { with_folded(text, hash) } else { hash(text) }
    }

    fn hash(&self, value: &Value) -> Option<u64> {
        let mut hasher = self.hasher.build_hasher();
        match value {
            Value::Text(text) => return Some(self.of_text(text)),
            Value::Int(number) => number.hash(&mut hasher),
            Value::Variant(variant) => variant.hash(&mut hasher),
            Value::Element(row) => row.hash(&mut hasher),
            _ => return None,
        }
        Some(hasher.finish())
    }

    fn add(&mut self, hash: u64, row: RowId) {
        let held = self.by_hash.entry(hash).or_default();
        if let Err(at) = held.binary_search(&row) {
            held.insert(at, row);
        }
    }

    fn remove(&mut self, hash: u64, row: RowId) {
        let Some(held) = self.by_hash.get_mut(&hash) else { return };
        if let Ok(at) = held.binary_search(&row) {
            held.remove(at);
        }
        if held.is_empty() {
            self.by_hash.remove(&hash);
        }
    }

    /// An element has a value, or with `add` false no longer.
    pub(super) fn count(&mut self, row: RowId, value: &Value, add: bool) {
        let values = match value {
            Value::Absent => return,
            Value::List(list) => &**list,
            value => std::slice::from_ref(value),
        };
        let hashes = values.iter().map(|value| self.hash(value)).collect::<Option<SmallVec<[u64; 4]>>>();
        match (hashes, self.unknown.binary_search(&row)) {
            (Some(hashes), _) if add => hashes.into_iter().for_each(|hash| self.add(hash, row)),
            (Some(hashes), _) => hashes.into_iter().for_each(|hash| self.remove(hash, row)),
            (None, Err(at)) if add => self.unknown.insert(at, row),
            (None, Ok(at)) if !add => drop(self.unknown.remove(at)),
            _ => {}
        }
    }

    /// The elements that can equal one of some keys or hold it, in their order, each once; a list is as many keys. Nothing
    /// where a key is not known, so that each element may.
    pub(super) fn find(&self, keys: &[Value]) -> Option<SmallVec<[RowId; 8]>> {
        let mut found = SmallVec::new();
        let mut lists = 0;
        self.each(keys, |rows| {
            found.extend_from_slice(rows);
            lists += usize::from(!rows.is_empty());
        })?;
        if lists > 1 {
            found.sort_unstable();
            found.dedup();
        }
        Some(found)
    }

    /// How many [`ElementIndex::find`] gives, each counted as often as several keys give it.
    pub(super) fn found(&self, keys: &[Value]) -> Option<usize> {
        let mut found = 0;
        self.each(keys, |rows| found += rows.len())?;
        Some(found)
    }

    /// The elements of which nobody knows the value, and those of each key; nothing where a key is not known.
    fn each(&self, keys: &[Value], mut take: impl FnMut(&[RowId])) -> Option<()> {
        take(&self.unknown);
        for key in keys {
            let entries = match key {
                Value::Absent => continue,
                Value::List(list) => &**list,
                key => std::slice::from_ref(key),
            };
            for entry in entries.iter().filter(|entry| **entry != Value::Absent) {
                take(self.by_hash.get(&self.hash(entry)?).map(|held| &**held).unwrap_or_default());
            }
        }
        Some(())
    }
}
