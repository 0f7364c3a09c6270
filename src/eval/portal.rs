//! A state made ready for judging: with counts and look-ups, and with its values as codes.

use crate::base::{IndexVec, Span};
use crate::eval::codes::Codes;
use crate::eval::compute::{Context, Frame};
use crate::eval::cost::may_be_counted;
use crate::eval::groups::{Groups, Share};
use crate::eval::indexed::{Count, IndexedState};
use crate::eval::overlay::FieldOf;
use crate::input::State;
use crate::kb::Grouped;
use crate::program::Program;
use crate::state::collection::{Cell, Row, Rows};
use crate::values::ids::{CollectionId, CounterId, FieldId, GroupingId, IndexId, RowId, ScalarId};
use crate::values::{Type, Value};
use std::ops::Deref;

/// A difference that an action made to a state.
///
/// ```
/// use ustav::embed::{Difference, Moment};
/// # let (club, mut portal) = ustav::embed::example::club()?;
/// let fee = club.action("pay", "ivan", Moment::parse("2024-06-01")?).int("fee", 5).done()?;
/// let Difference::Value { path, .. } = &portal.apply(&fee)?.differences[0] else { panic!() };
/// assert_eq!(path, "users.ivan.paid");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    Value {
        /// Where: `users.ivan.status`, `settings.everyone_may_invite`.
        path: String,
        ty: Type,
        before: Value,
        after: Value,
    },
    Added {
        /// Where: `users.ivan`, `trials[0]`.
        path: String,
        /// Names, types and values of the fields that have a value.
        fields: Vec<(String, Type, Value)>,
    },
    /// Nothing was added: an element with this id was there.
    There { path: String },
}

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
    pub fn new(program: &Program, state: State) -> Self {
        Self::counting(program, state, |_| true)
    }

    /// The same where only some counters are asked for; whoever asks for another counts it.
    pub(crate) fn counting(program: &Program, state: State, wanted: impl Fn(CounterId) -> bool) -> Self {
        let mut indexed = IndexedState::new(program, state);
        let mut codes = Codes::of_elements(program, &indexed);
        let (context, mut frame) = (Context::of_state(program, &indexed), Frame::new(program));
        let counted = program.kb.counters.enumerated().map(|(counter, set)| {
            if !wanted(counter) {
                return None;
            }
            let alike = codes.count_alike(&context, counter, &mut frame);
            alike.or_else(|| {
                may_be_counted(context, Grouped::of(set)).then(|| context.count_all(set, &mut frame))
            })
        });
        let counted = counted.collect();
        let groups = program.kb.groupings.iter().map(|grouping| {
            let grouped = grouping.grouped();
            may_be_counted(context, grouped).then(|| context.groups(grouped, &mut frame))
        });
        let groups = groups.collect();
        (indexed.counts, indexed.groups) = (counted, groups);
        codes.encode_state(program, &indexed);
        Self { indexed, codes }
    }

    /// The codes of an element. Where there is no such element they are unknown, but for what is so of every element.
    #[inline]
    pub(super) fn codes_of(&self, program: &Program, collection: CollectionId, row: RowId) -> u64 {
        self.codes.of(program, &self.indexed, collection, row)
    }

    pub(super) fn set_scalar(&mut self, program: &Program, scalar: ScalarId, new: Cell) -> Option<Cell> {
        let cell = self.indexed.state.scalars.get_mut(scalar)?;
        let old = std::mem::replace(cell, new);
        self.codes.encode_state(program, &self.indexed);
        Some(old)
    }

    pub(super) fn set_count(&mut self, program: &Program, counter: CounterId, new: Count) -> Option<Count> {
        let count = self.indexed.counts.get_mut(counter)?;
        let old = count.replace(new);
        self.codes.encode_state(program, &self.indexed);
        old
    }

    /// Put elements in the place of what they were to a grouping; with `back`, the other way.
    pub(super) fn regroup(&mut self, grouping: GroupingId, shares: &[(Share, Share)], back: bool) {
        let Some(Some(groups)) = self.indexed.groups.get_mut(grouping) else { return };
        for (before, after) in shares {
            let (out, into) = if back { (after, before) } else { (before, after) };
            groups.count(out, false);
            groups.count(into, true);
        }
    }

    /// Look again at all elements of a grouping. What it was.
    pub(super) fn group_anew(&mut self, program: &Program, grouping: GroupingId) -> Option<Groups> {
        let grouped = program.kb.groupings.get(grouping)?.grouped();
        let anew = Context::of_state(program, self).groups(grouped, &mut Frame::new(program));
        self.set_groups(grouping, anew)
    }

    pub(super) fn set_groups(&mut self, grouping: GroupingId, groups: Groups) -> Option<Groups> {
        self.indexed.groups.get_mut(grouping)?.replace(groups)
    }

    pub fn into_state(self) -> State {
        self.indexed.state
    }

    /// Take away the last element of a collection, and keep the look-ups.
    pub(super) fn pop(&mut self, program: &Program, collection: CollectionId) {
        let rows = self.indexed.state.collections.get_mut(collection);
        let Some(row) = rows.and_then(Rows::pop) else { return };
        self.codes.encode_popped(collection);
        let last = RowId(self.indexed.rows(collection).map_or(0, Rows::len));
        self.count_row(program, collection, last, &row.cells, false);
    }

    /// Count the values of an element in their indexes, or no longer.
    fn count_row(
        &mut self,
        program: &Program,
        collection: CollectionId,
        row: RowId,
        cells: &IndexVec<FieldId, Cell>,
        add: bool,
    ) {
        for (id, index) in program.kb.indexes.enumerated() {
            if index.collection == collection
                && let Some(cell) = cells.get(index.field)
            {
                self.count(program, id, &cell.value, add);
            }
        }
        for (field, cell) in cells.enumerated() {
            self.indexed.count_element(program, FieldOf { collection, row, field }, &cell.value, add);
        }
    }

    /// Count what a field holds in an index, or no longer.
    fn count(&mut self, program: &Program, index: IndexId, held: &Value, add: bool) {
        let fold = program.kb.indexes.get(index).is_some_and(|index| index.fold);
        if let Some(values) = self.indexed.index_made(index) {
            values.count(held, fold, add);
            self.codes.encode_index(program, &self.indexed, index);
        }
    }

    pub(super) fn replace(&mut self, program: &Program, of: FieldOf, new: Cell) -> Option<Cell> {
        let rows = self.indexed.state.collections.get_mut(of.collection)?;
        let value = new.value.clone();
        let old = rows.set(of.row, of.field, new)?;
        for (id, index) in program.kb.indexes.enumerated() {
            if (index.collection, index.field) == (of.collection, of.field) {
                self.count(program, id, &old.value, false);
                self.count(program, id, &value, true);
            }
        }
        self.indexed.count_element(program, of, &old.value, false);
        self.indexed.count_element(program, of, &value, true);
        self.codes.encode_field(program, &self.indexed, of);
        Some(old)
    }

    pub(super) fn push(
        &mut self,
        program: &Program,
        collection: CollectionId,
        mut cells: IndexVec<FieldId, Cell>,
        place: Option<Span>,
    ) {
        for cell in &mut cells {
            cell.span = place;
        }
        let Some(row) = self.indexed.rows(collection).map(|rows| RowId(rows.len())) else { return };
        self.count_row(program, collection, row, &cells, true);
        if let Some(rows) = self.indexed.state.collections.get_mut(collection) {
            rows.push(Row { cells, span: place });
        }
        self.codes.encode_element(program, &self.indexed, collection, row);
    }

    /// Say of a collection whether it is known to have no other elements, and keep the look-ups.
    pub(super) fn complete(&mut self, program: &Program, collection: CollectionId, known: bool) {
        if let Some(rows) = self.indexed.state.collections.get_mut(collection) {
            rows.known = known;
        }
        for (id, index) in program.kb.indexes.enumerated() {
            if index.collection == collection
                && let Some(values) = self.indexed.index_made(id)
            {
                values.left_out = !known;
                self.codes.encode_index(program, &self.indexed, id);
            }
        }
    }
}
