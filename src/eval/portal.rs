//! A state made ready for judging: with counts and look-ups, and with its values as codes.

use crate::base::Span;
use crate::eval::codes::Codes;
use crate::eval::compute::{Context, Frame};
use crate::eval::difference::Difference;
use crate::eval::indexed::{Count, IndexedState};
use crate::input::State;
use crate::program::Program;
use crate::state::collection::{Cell, Row, Rows};
use crate::values::Value;
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
        let counted = program.kb.counters.iter().enumerate().map(|(counter, set)| {
            codes.count_alike(&context, counter, &mut frame).unwrap_or_else(|| context.count(set, &mut frame))
        });
        indexed.counts = counted.collect();
        codes.encode_state(program, &indexed);
        Self { indexed, codes }
    }

    /// The codes of an element; all unknown where there is no such element.
    #[inline]
    pub(super) fn codes_of(&self, program: &Program, collection: u16, row: u32) -> u64 {
        self.codes.of(program, &self.indexed, collection, row)
    }

    /// Put a single value in its place, and keep its code.
    pub(super) fn set_scalar(&mut self, program: &Program, number: u16, new: Cell) -> Option<Cell> {
        let cell = self.indexed.state.scalars.get_mut(usize::from(number))?;
        let old = std::mem::replace(cell, new);
        self.codes.encode_state(program, &self.indexed);
        Some(old)
    }

    /// Put a count in its place, and keep what hangs on it.
    pub(super) fn set_count(&mut self, program: &Program, counter: u16, new: Count) -> Option<Count> {
        let count = self.indexed.counts.get_mut(usize::from(counter))?;
        let old = std::mem::replace(count, new);
        self.codes.encode_state(program, &self.indexed);
        Some(old)
    }

    /// Take the state out again.
    pub fn into_state(self) -> State {
        self.indexed.state
    }

    /// Take away the last element of a collection, and keep the look-ups.
    pub(super) fn pop(&mut self, program: &Program, collection: u16) {
        let rows = self.indexed.state.collections.get_mut(usize::from(collection));
        let Some(row) = rows.and_then(Rows::pop) else { return };
        self.codes.encode_popped(collection);
        for (number, index) in (0u16..).zip(&program.kb.indexes) {
            if index.collection == collection
                && let Some(cell) = row.cells.get(usize::from(index.field))
            {
                self.count(program, number, &cell.value, false);
            }
        }
    }

    /// Count the values of a list in an index, or no longer.
    fn count(&mut self, program: &Program, number: u16, list: &Value, add: bool) {
        let fold = program.kb.indexes.get(usize::from(number)).is_some_and(|index| index.fold);
        if let Some(values) = self.indexed.indexes.get_mut(usize::from(number)) {
            values.count(list, fold, add);
            self.codes.encode_index(program, &self.indexed, number);
        }
    }

    /// Put a cell into a row, and keep the look-ups.
    pub(super) fn replace(
        &mut self,
        program: &Program,
        collection: u16,
        row: u32,
        field: u16,
        new: Cell,
    ) -> Option<Cell> {
        let rows = self.indexed.state.collections.get_mut(usize::from(collection))?;
        let value = new.value.clone();
        let old = rows.set(row, field, new)?;
        for (number, index) in (0u16..).zip(&program.kb.indexes) {
            if (index.collection, index.field) == (collection, field) {
                self.count(program, number, &old.value, false);
                self.count(program, number, &value, true);
            }
        }
        self.codes.encode_field(program, &self.indexed, (collection, row, field));
        Some(old)
    }

    /// Put a new element behind the others.
    pub(super) fn push(
        &mut self,
        program: &Program,
        collection: u16,
        mut cells: Vec<Cell>,
        place: Option<Span>,
    ) -> Option<Difference> {
        for cell in &mut cells {
            cell.span = place;
        }
        let rows = self.indexed.state.collections.get_mut(usize::from(collection))?;
        let row = rows.len();
        let shape = program.model.schema.collections.get(usize::from(collection))?;
        let fields = shape.fields.iter().zip(&cells);
        let fields = fields.filter(|(_, cell)| !matches!(cell.value, Value::Absent | Value::Unknown));
        let fields = fields
            .map(|(field, cell)| (field.name.text.to_string(), field.ty.clone(), cell.value.clone()))
            .collect();
        let lists = program.kb.indexes.iter().map(|index| {
            let own = cells.get(usize::from(index.field)).filter(|_| index.collection == collection);
            own.map(|cell| cell.value.clone())
        });
        let lists: Vec<Option<Value>> = lists.collect();
        rows.push(Row { cells, span: place });
        for (number, list) in (0u16..).zip(lists) {
            if let Some(list) = list {
                self.count(program, number, &list, true);
            }
        }
        self.codes.encode_pushed(program, &self.indexed, collection, row);
        Some(Difference::Added { path: self.state.path_of(&program.model, collection, row), fields })
    }

    /// Say of a collection whether it is known to have no other elements, and keep the look-ups.
    pub(super) fn complete(&mut self, program: &Program, collection: u16, known: bool) {
        if let Some(rows) = self.indexed.state.collections.get_mut(usize::from(collection)) {
            rows.known = known;
        }
        for (number, index) in (0u16..).zip(&program.kb.indexes) {
            if index.collection == collection
                && let Some(values) = self.indexed.indexes.get_mut(usize::from(number))
            {
                values.left_out = !known;
                self.codes.encode_index(program, &self.indexed, number);
            }
        }
    }
}
