//! A state made ready for judging: with counts and look-ups, and with its values as codes.

use crate::base::{IndexVec, Span};
use crate::eval::codes::Codes;
use crate::eval::compute::{Context, Frame};
use crate::eval::difference::Difference;
use crate::eval::indexed::{Count, IndexedState};
use crate::input::State;
use crate::program::Program;
use crate::state::collection::{Cell, Row, Rows};
use crate::values::Value;
use crate::values::ids::{CollectionId, CounterId, FieldId, IndexId, RowId, ScalarId};
use std::ops::Deref;

/// A state with what judging it needs. It derefs to the state with its counts and look-ups.
#[derive(Clone, Debug)]
pub struct Portal {
    pub(super) indexed: IndexedState,
    pub(super) codes: Codes,
}

impl Deref for Portal {
    type Target = IndexedState;

    fn deref(&self) -> &IndexedState {
        &self.indexed
    }
}

impl Portal {
    /// Make a state ready for judging.
    pub fn new(program: &Program, state: State) -> Self {
        let mut indexed = IndexedState::new(program, state);
        let mut codes = Codes::of_elements(program, &indexed);
        let (context, mut frame) = (Context::of_state(program, &indexed), Frame::new(program));
        let counted = program.kb.counters.enumerated().map(|(counter, set)| {
            let alike = codes.count_alike(&context, counter, &mut frame);
            alike.unwrap_or_else(|| context.count(set, &mut frame))
        });
        indexed.counts = counted.collect();
        codes.encode_state(program, &indexed);
        Self { indexed, codes }
    }

    /// The codes of an element; all unknown where there is no such element.
    #[inline]
    pub(super) fn codes_of(&self, program: &Program, collection: CollectionId, row: RowId) -> u64 {
        self.codes.of(program, &self.indexed, collection, row)
    }

    /// Put a single value in its place, and keep its code.
    pub(super) fn set_scalar(&mut self, program: &Program, scalar: ScalarId, new: Cell) -> Option<Cell> {
        let cell = self.indexed.state.scalars.get_mut(scalar)?;
        let old = std::mem::replace(cell, new);
        self.codes.encode_state(program, &self.indexed);
        Some(old)
    }

    /// Put a count in its place, and keep what hangs on it.
    pub(super) fn set_count(&mut self, program: &Program, counter: CounterId, new: Count) -> Option<Count> {
        let count = self.indexed.counts.get_mut(counter)?;
        let old = std::mem::replace(count, new);
        self.codes.encode_state(program, &self.indexed);
        Some(old)
    }

    /// Take the state out again.
    pub fn into_state(self) -> State {
        self.indexed.state
    }

    /// Take away the last element of a collection, and keep the look-ups.
    pub(super) fn pop(&mut self, program: &Program, collection: CollectionId) {
        let rows = self.indexed.state.collections.get_mut(collection);
        let Some(row) = rows.and_then(Rows::pop) else { return };
        self.codes.encode_popped(collection);
        for (id, index) in program.kb.indexes.enumerated() {
            if index.collection == collection
                && let Some(cell) = row.cells.get(index.field)
            {
                self.count(program, id, &cell.value, false);
            }
        }
    }

    /// Count the values of a list in an index, or no longer.
    fn count(&mut self, program: &Program, index: IndexId, list: &Value, add: bool) {
        let fold = program.kb.indexes.get(index).is_some_and(|index| index.fold);
        if let Some(values) = self.indexed.indexes.get_mut(index) {
            values.count(list, fold, add);
            self.codes.encode_index(program, &self.indexed, index);
        }
    }

    /// Put a cell into a row, and keep the look-ups.
    pub(super) fn replace(
        &mut self,
        program: &Program,
        collection: CollectionId,
        row: RowId,
        field: FieldId,
        new: Cell,
    ) -> Option<Cell> {
        let rows = self.indexed.state.collections.get_mut(collection)?;
        let value = new.value.clone();
        let old = rows.set(row, field, new)?;
        for (id, index) in program.kb.indexes.enumerated() {
            if (index.collection, index.field) == (collection, field) {
                self.count(program, id, &old.value, false);
                self.count(program, id, &value, true);
            }
        }
        self.codes.encode_field(program, &self.indexed, (collection, row, field));
        Some(old)
    }

    /// Put a new element behind the others.
    pub(super) fn push(
        &mut self,
        program: &Program,
        collection: CollectionId,
        mut cells: IndexVec<FieldId, Cell>,
        place: Option<Span>,
    ) -> Option<Difference> {
        for cell in &mut cells {
            cell.span = place;
        }
        let rows = self.indexed.state.collections.get_mut(collection)?;
        let row = RowId(rows.len());
        let shape = program.model.schema.collections.get(collection)?;
        let fields = shape.fields.iter().zip(&cells);
        let fields = fields.filter(|(_, cell)| !matches!(cell.value, Value::Absent | Value::Unknown));
        let fields = fields
            .map(|(field, cell)| (field.name.text.to_string(), field.ty.clone(), cell.value.clone()))
            .collect();
        let lists = program.kb.indexes.iter().map(|index| {
            let own = (index.collection == collection).then(|| cells.get(index.field)).flatten();
            own.map(|cell| cell.value.clone())
        });
        let lists: IndexVec<IndexId, Option<Value>> = lists.collect();
        rows.push(Row { cells, span: place });
        for (index, list) in lists.enumerated() {
            if let Some(list) = list {
                self.count(program, index, list, true);
            }
        }
        self.codes.encode_pushed(program, &self.indexed, collection, row);
        Some(Difference::Added { path: self.state.path_of(&program.model, collection, row), fields })
    }

    /// Say of a collection whether it is known to have no other elements, and keep the look-ups.
    pub(super) fn complete(&mut self, program: &Program, collection: CollectionId, known: bool) {
        if let Some(rows) = self.indexed.state.collections.get_mut(collection) {
            rows.known = known;
        }
        for (id, index) in program.kb.indexes.enumerated() {
            if index.collection == collection
                && let Some(values) = self.indexed.indexes.get_mut(id)
            {
                values.left_out = !known;
                self.codes.encode_index(program, &self.indexed, id);
            }
        }
    }
}
