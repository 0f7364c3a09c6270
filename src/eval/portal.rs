//! A state made ready for judging: ids, counts and look-ups are worked out once, when it is loaded.

use super::compute::{Context, Frame};
use crate::input::{Cell, Rows, State};
use crate::kb::{Index, KnowledgeBase};
use crate::model::Model;
use crate::values::value::fold_email;
use crate::values::{Truth, Value};
use crate::words::Span;
use chrono_tz::Tz;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// How many elements a set has, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// So many are certain.
    pub least: i64,
    /// More cannot be; `i64::MAX` where nobody knows the collection.
    pub most: i64,
}

impl Count {
    /// Add an element that belongs to the set, or may.
    pub(super) fn add(&mut self, member: Truth) {
        self.least = self.least.saturating_add(i64::from(member == Truth::True));
        self.most = self.most.saturating_add(i64::from(member != Truth::False));
    }

    /// Take such an element away again.
    pub(super) fn remove(&mut self, member: Truth) {
        self.least = self.least.saturating_sub(i64::from(member == Truth::True));
        if self.most < i64::MAX {
            self.most -= i64::from(member != Truth::False);
        }
    }

    /// The number, where it is known.
    pub fn exact(self) -> Option<i64> {
        (self.least == self.most).then_some(self.least)
    }
}

/// The values of an index.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// How many lists hold each value.
    known: HashMap<Arc<str>, u32>,
    /// How many lists are unknown, so that they may hold anything.
    unknown: u32,
    /// Whether the collection was left out.
    pub(super) left_out: bool,
}

impl Values {
    /// Whether some list may hold anything.
    fn open(&self) -> bool {
        self.left_out || self.unknown > 0
    }

    /// Count the values of a list, or with `add` false no longer.
    pub(super) fn count(&mut self, list: &Value, fold: bool, add: bool) {
        let Value::List(list) = list else {
            if *list != Value::Absent {
                self.unknown = if add { self.unknown + 1 } else { self.unknown.saturating_sub(1) };
            }
            return;
        };
        for value in list.iter() {
            let Value::Text(text) = value else { continue };
            let text = if fold { Arc::from(fold_email(text)) } else { text.clone() };
            if add {
                *self.known.entry(text).or_default() += 1;
            } else if let Entry::Occupied(mut held) = self.known.entry(text) {
                *held.get_mut() -= 1;
                if *held.get() == 0 {
                    held.remove();
                }
            }
        }
    }
}

/// A state with what judging it needs.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The state as it was read.
    pub state: State,
    /// The portal's time zone.
    pub zone: Tz,
    pub(super) counts: Vec<Count>,
    pub(super) indexes: Vec<Values>,
}

impl Portal {
    /// Make a state ready for judging.
    pub fn new(model: &Model, kb: &KnowledgeBase, state: State) -> Self {
        let mut portal = Self { zone: state.zone(model), state, counts: Vec::new(), indexes: Vec::new() };
        portal.indexes = kb.indexes.iter().map(|index| portal.values(index)).collect();
        let context = Context::of_state(kb, &portal);
        let mut frame = Frame::new(kb);
        portal.counts = kb.counters.iter().map(|set| context.count(set, &mut frame)).collect();
        portal
    }

    /// The id of an element, where its collection has ids.
    pub fn id(&self, collection: u16, row: u32) -> Option<&str> {
        self.state.id(collection, row)
    }

    fn values(&self, index: &Index) -> Values {
        let mut values = Values::default();
        let Some(rows) = self.rows(index.collection) else { return values };
        values.left_out = !rows.known;
        for row in 0..rows.len() {
            values.count(&rows.value(row, index.field), index.fold, true);
        }
        values
    }

    pub(super) fn rows(&self, collection: u16) -> Option<&Rows> {
        self.state.collections.get(usize::from(collection))
    }

    /// Whether there is such an element.
    pub(super) fn has(&self, collection: u16, row: u32) -> bool {
        self.rows(collection).is_some_and(|rows| row < rows.len())
    }

    /// The place of an element.
    pub(super) fn place(&self, collection: u16, row: u32) -> Option<Span> {
        self.rows(collection)?.row_span(row)
    }

    pub(super) fn cell(&self, collection: u16, row: u32, field: u16) -> Option<Cell> {
        self.rows(collection)?.cell(row, field)
    }

    /// A value; nothing where there is no such element.
    pub(super) fn held(&self, collection: u16, row: u32, field: u16) -> Option<Value> {
        self.rows(collection).filter(|rows| row < rows.len()).map(|rows| rows.value(row, field))
    }

    pub(super) fn counted(&self, counter: u16) -> Option<Count> {
        self.counts.get(usize::from(counter)).copied()
    }

    /// Whether a value is among those of an index.
    pub(super) fn look_up(&self, index: u16, value: &Value, fold: bool) -> Truth {
        let Some(values) = self.indexes.get(usize::from(index)) else { return Truth::Unknown };
        let found = match value {
            Value::Text(text) if fold => values.known.contains_key(&*fold_email(text)),
            Value::Text(text) => values.known.contains_key(text),
            Value::Unknown => {
                let any = !values.known.is_empty() || values.open();
                return if any { Truth::Unknown } else { Truth::False };
            }
            _ => return if values.left_out { Truth::Unknown } else { Truth::False },
        };
        match (found, values.open()) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }
}
