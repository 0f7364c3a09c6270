//! A state with the counts and look-ups that conditions ask for. They are worked out once, when it is loaded, and kept
//! up to date by what changes it.

use crate::base::{IndexVec, Span};
use crate::input::State;
use crate::kb::Index;
use crate::program::Program;
use crate::state::collection::{Cell, Rows};
use crate::values::ids::{CollectionId, CounterId, FieldId, IndexId, RowId, ScalarId};
use crate::values::value::{fold_email, with_folded};
use crate::values::{Truth, Value, Zone};
use hashbrown::{HashMap, HashSet};
use std::borrow::Cow;
use std::sync::Arc;

/// How many elements a set has, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// So many are certain.
    pub least: i64,
    /// More cannot be; `i64::MAX` where nobody knows the collection.
    pub most: i64,
}

impl Count {
    /// That of no element, in a collection that is known or was left out.
    pub(super) fn none(known: bool) -> Self {
        Self { least: 0, most: if known { 0 } else { i64::MAX } }
    }

    /// Add so many elements that belong to the set, or may.
    pub(super) fn add(&mut self, member: Truth, elements: i64) {
        self.least = self.least.saturating_add(if member == Truth::True { elements } else { 0 });
        self.most = self.most.saturating_add(if member == Truth::False { 0 } else { elements });
    }

    /// Take such an element away again.
    pub(super) fn remove(&mut self, member: Truth) {
        self.least = self.least.saturating_sub(i64::from(member == Truth::True));
        if self.most < i64::MAX {
            self.most -= i64::from(member != Truth::False);
        }
    }

    /// The number, where it is known.
    pub(crate) fn exact(self) -> Option<i64> {
        (self.least == self.most).then_some(self.least)
    }
}

/// The values of an index.
#[derive(Clone, Debug, Default)]
pub(super) struct IndexValues {
    /// What some list holds.
    known: HashSet<Arc<str>>,
    /// How many more lists hold it, where there are more.
    more: HashMap<Arc<str>, u32>,
    /// How many lists are unknown, so that they may hold anything.
    unknown: u32,
    /// Whether the collection was left out.
    pub(super) left_out: bool,
}

impl IndexValues {
    /// Those of a state.
    fn of(state: &State, index: &Index) -> Self {
        let mut values = Self::default();
        let Some(rows) = state.collections.get(index.collection) else { return values };
        values.left_out = !rows.known;
        for row in rows.rows() {
            values.count(&rows.value(row, index.field), index.fold, true);
        }
        values
    }

    /// Whether some list may hold anything.
    fn open(&self) -> bool {
        self.left_out || self.unknown > 0
    }

    /// Whether some list holds a text.
    fn holds(&self, text: &str, fold: bool) -> Truth {
        let found = if fold {
            with_folded(text, |text| self.known.contains(text))
        } else {
            self.known.contains(text)
        };
        match (found, self.open()) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
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
            let text = match fold.then(|| fold_email(text)) {
                Some(Cow::Owned(folded)) => Arc::from(folded),
                _ => text.clone(),
            };
            if add {
                self.enter(text);
            } else {
                self.leave(&text);
            }
        }
    }

    fn enter(&mut self, text: Arc<str>) {
        if self.known.contains(&text) {
            *self.more.entry(text).or_default() += 1;
        } else {
            self.known.insert(text);
        }
    }

    fn leave(&mut self, text: &str) {
        match self.more.get_mut(text) {
            Some(1) => drop(self.more.remove(text)),
            Some(more) => *more -= 1,
            None => drop(self.known.take(text)),
        }
    }
}

/// A state, its time zone, the sizes of the sets that have a counter, and the values of the lists that have an index.
#[derive(Clone, Debug)]
pub struct IndexedState {
    /// The state itself.
    pub state: State,
    /// The portal's time zone.
    pub zone: Zone,
    /// None while they are counted for the first time.
    pub(super) counts: IndexVec<CounterId, Count>,
    pub(super) indexes: IndexVec<IndexId, IndexValues>,
}

impl IndexedState {
    /// A state with its look-ups, and no counts yet.
    pub(super) fn new(program: &Program, state: State) -> Self {
        let indexes = program.kb.indexes.iter().map(|index| IndexValues::of(&state, index)).collect();
        Self { zone: state.zone(&program.model), state, counts: IndexVec::new(), indexes }
    }

    /// The id of an element, where its collection has ids.
    pub fn id(&self, collection: CollectionId, row: RowId) -> Option<&str> {
        self.state.id(collection, row)
    }

    /// A single value of the state.
    pub(super) fn scalar(&self, scalar: ScalarId) -> Option<&Value> {
        self.state.scalars.get(scalar).map(|cell| &cell.value)
    }

    pub(super) fn rows(&self, collection: CollectionId) -> Option<&Rows> {
        self.state.collections.get(collection)
    }

    /// Whether there is such an element.
    pub(super) fn has(&self, collection: CollectionId, row: RowId) -> bool {
        self.rows(collection).is_some_and(|rows| row.0 < rows.len())
    }

    /// The place of an element.
    pub(super) fn place(&self, collection: CollectionId, row: RowId) -> Option<Span> {
        self.rows(collection)?.row_span(row)
    }

    pub(super) fn cell(&self, collection: CollectionId, row: RowId, field: FieldId) -> Option<Cell> {
        self.rows(collection)?.cell(row, field)
    }

    /// A value; nothing where there is no such element.
    pub(super) fn held(&self, collection: CollectionId, row: RowId, field: FieldId) -> Option<Value> {
        self.rows(collection).filter(|rows| row.0 < rows.len()).map(|rows| rows.value(row, field))
    }

    pub(super) fn counted(&self, counter: CounterId) -> Option<Count> {
        if self.counts.is_empty() {
            return None;
        }
        self.counts.get(counter).copied()
    }

    /// Whether a value is among those of an index.
    pub(super) fn look_up(&self, index: IndexId, value: &Value, fold: bool) -> Truth {
        let Some(values) = self.indexes.get(index) else { return Truth::Unknown };
        match value {
            Value::Text(text) => values.holds(text, fold),
            Value::Unknown => {
                let any = !values.known.is_empty() || values.open();
                if any { Truth::Unknown } else { Truth::False }
            }
            _ => {
                if values.left_out {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
        }
    }

    /// Whether a text is among those of an index.
    pub(super) fn look_up_text(&self, index: IndexId, text: &str, fold: bool) -> Truth {
        self.indexes.get(index).map_or(Truth::Unknown, |values| values.holds(text, fold))
    }

    /// Whether the text of a field is among those of an index.
    pub(super) fn look_up_field(
        &self,
        index: IndexId,
        collection: CollectionId,
        row: RowId,
        field: FieldId,
        fold: bool,
    ) -> Truth {
        match self.rows(collection).and_then(|rows| rows.text(row, field)) {
            Some(text) => self.look_up_text(index, text, fold),
            None => self.look_up(index, &self.held(collection, row, field).unwrap_or(Value::Unknown), fold),
        }
    }

    /// The row of an element, by its id.
    #[inline]
    pub fn find(&self, collection: CollectionId, id: &str) -> Option<RowId> {
        self.state.find(collection, id)
    }
}
