//! A state made ready for judging: ids, counts and look-ups are worked out once, when it is loaded.

use super::compute::{Context, Frame};
use crate::input::action::Ids;
use crate::input::{Cell, Row, Rows, State};
use crate::kb::KnowledgeBase;
use crate::model::Model;
use crate::values::value::fold_email;
use crate::values::{Truth, Value};
use chrono_tz::Tz;
use std::collections::HashSet;
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

    /// The number, where it is known.
    pub fn exact(self) -> Option<i64> {
        (self.least == self.most).then_some(self.least)
    }
}

/// The values of an index.
#[derive(Debug, Default)]
struct Values {
    known: HashSet<Arc<str>>,
    /// Whether some list is unknown, so that it may hold anything.
    unknown: bool,
    /// Whether the collection was left out.
    left_out: bool,
}

/// A state with what judging it needs.
#[derive(Debug)]
pub struct Portal {
    /// The state as it was read.
    pub state: State,
    /// The elements by their ids.
    pub ids: Ids,
    /// The portal's time zone.
    pub zone: Tz,
    counts: Vec<Count>,
    indexes: Vec<Values>,
}

impl Portal {
    /// Make a state ready for judging.
    pub fn new(model: &Model, kb: &KnowledgeBase, state: State) -> Self {
        let mut portal = Self {
            ids: Ids::of(model, &state),
            zone: state.zone(model),
            state,
            counts: Vec::new(),
            indexes: Vec::new(),
        };
        portal.indexes =
            kb.indexes.iter().map(|index| portal.values(index.collection, index.field, index.fold)).collect();
        let context = Context::of_state(kb, &portal);
        let mut frame = Frame::new(kb);
        portal.counts = kb.counters.iter().map(|set| context.count(set, &mut frame)).collect();
        portal
    }

    /// The id of an element, where its collection has ids.
    pub fn id<'a>(&'a self, model: &Model, collection: u16, row: u32) -> Option<&'a str> {
        let key = model.schema.collections.get(usize::from(collection))?.key?;
        match &self.cell(collection, row, key)?.value {
            Value::Text(id) => Some(id),
            _ => None,
        }
    }

    fn values(&self, collection: u16, field: u16, fold: bool) -> Values {
        let mut values = Values::default();
        let Some(rows) = self.rows(collection) else { return values };
        (values.unknown, values.left_out) = (!rows.known, !rows.known);
        for row in &rows.rows {
            match row.cells.get(usize::from(field)).map(|cell| &cell.value) {
                Some(Value::List(list)) => values.known.extend(list.iter().filter_map(|value| match value {
                    Value::Text(text) if fold => Some(Arc::from(fold_email(text))),
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                })),
                Some(Value::Absent) => {}
                _ => values.unknown = true,
            }
        }
        values
    }

    pub(super) fn rows(&self, collection: u16) -> Option<&Rows> {
        self.state.collections.get(usize::from(collection))
    }

    pub(super) fn row(&self, collection: u16, row: u32) -> Option<&Row> {
        self.rows(collection)?.rows.get(row as usize)
    }

    pub(super) fn cell(&self, collection: u16, row: u32, field: u16) -> Option<&Cell> {
        self.row(collection, row)?.cells.get(usize::from(field))
    }

    pub(super) fn counted(&self, counter: u16) -> Option<Count> {
        self.counts.get(usize::from(counter)).copied()
    }

    /// Whether a value is among those of an index.
    pub(super) fn look_up(&self, index: u16, value: &Value, fold: bool) -> Truth {
        let Some(values) = self.indexes.get(usize::from(index)) else { return Truth::Unknown };
        let found = match value {
            Value::Text(text) if fold => values.known.contains(&*fold_email(text)),
            Value::Text(text) => values.known.contains(text),
            Value::Unknown => {
                let any = !values.known.is_empty() || values.unknown;
                return if any { Truth::Unknown } else { Truth::False };
            }
            _ => return if values.left_out { Truth::Unknown } else { Truth::False },
        };
        match (found, values.unknown) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }
}
