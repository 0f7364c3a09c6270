//! A state with the counts and look-ups that conditions ask for, kept up to date by what changes it.

use crate::base::{IndexVec, Span};
use crate::eval::element_index::ElementIndex;
use crate::eval::groups::Groups;
use crate::eval::outcomes::{Bounds, OPEN, bounds, is_so, more};
use crate::eval::overlay::FieldOf;
use crate::input::State;
use crate::input::nesting::deepest;
use crate::kb::Index;
use crate::program::Program;
use crate::state::collection::{Cell, Rows};
use crate::tables::layout::{Number, Predicate};
use crate::values::email::{fold_email, with_folded};
use crate::values::ids::{
    ArgumentPlace, CollectionId, CounterId, ElementIndexId, GroupingId, IndexId, RowId, ScalarId,
};
use crate::values::{Truth, Value, Zone};
use hashbrown::{HashMap, HashSet};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// How many elements a set has, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// Those that are certain to be in the set.
    pub least: i64,
    /// Those and all that may be; `i64::MAX` where nobody knows the collection.
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

    pub(crate) fn exact(self) -> Option<i64> {
        (self.least == self.most).then_some(self.least)
    }
}

/// The values of an index.
#[derive(Clone, Debug, Default)]
pub(super) struct IndexValues {
    known: HashSet<Arc<str>>,
    /// How many more elements hold it, where there are more.
    more: HashMap<Arc<str>, u32>,
    /// Of how many elements nobody knows what they hold, so that it may be anything.
    unknown: u32,
    /// Whether the collection was left out.
    pub(super) left_out: bool,
}

impl IndexValues {
    fn of(state: &State, index: &Index) -> Self {
        let mut values = Self::default();
        let Some(rows) = state.collections.get(index.collection) else { return values };
        values.left_out = !rows.known;
        for row in rows.rows() {
            values.count(&rows.value(row, index.field), index.fold, true);
        }
        values
    }

    fn open(&self) -> bool {
        self.left_out || self.unknown > 0
    }

    fn holds(&self, text: &str, fold: bool) -> Truth {
        let known = |text: &str| self.known.contains(text);
        match if fold { with_folded(text, known) } else { known(text) } {
            true => Truth::True,
            false if self.open() => Truth::Unknown,
            false => Truth::False,
        }
    }

    /// Count what a field holds, a text or a list of them, or with `add` false no longer.
    pub(super) fn count(&mut self, held: &Value, fold: bool, add: bool) {
        let held = match held {
            Value::List(list) => list,
            Value::Text(_) => std::slice::from_ref(held),
            Value::Absent => return,
            _ => {
                self.unknown = if add { self.unknown + 1 } else { self.unknown.saturating_sub(1) };
                return;
            }
        };
        for value in held {
            let Value::Text(text) = value else { continue };
            let text = match fold.then(|| fold_email(text)) {
                Some(Cow::Owned(folded)) => Arc::from(folded),
                _ => text.clone(),
            };
            match (add, self.more.get_mut(&text)) {
                (true, Some(more)) => *more += 1,
                (true, None) if self.known.contains(&text) => drop(self.more.insert(text, 1)),
                (true, None) => drop(self.known.insert(text)),
                (false, Some(1)) => drop(self.more.remove(&text)),
                (false, Some(more)) => *more -= 1,
                (false, None) => drop(self.known.take(&text)),
            }
        }
    }
}

/// A state, its time zone, the sizes of the sets that have a counter, and the values of the fields that have an index.
#[derive(Clone, Debug)]
pub struct IndexedState {
    pub state: State,
    pub zone: Zone,
    /// None while they are counted for the first time, and of sets that would cost too much (`budget`).
    pub(super) counts: IndexVec<CounterId, Option<Count>>,
    /// None of what would cost too much.
    pub(super) groups: IndexVec<GroupingId, Option<Groups>>,
    /// Of plain fields made when first asked, and kept up to date from then on.
    indexes: IndexVec<IndexId, OnceLock<IndexValues>>,
    /// Made when first asked, and kept up to date from then on.
    elements: IndexVec<ElementIndexId, OnceLock<ElementIndex>>,
    /// How many elements lie in one another at most, once something asked for it since a reference outwards changed.
    deepest: OnceLock<u64>,
}

impl IndexedState {
    /// A state with its look-ups, and no counts yet.
    pub(super) fn new(program: &Program, state: State) -> Self {
        let values = |index: &Index| match program.model.schema.is_list(index.collection, index.field) {
            true => OnceLock::from(IndexValues::of(&state, index)),
            false => OnceLock::new(),
        };
        let indexes = program.kb.indexes.iter().map(values).collect();
        let elements = program.kb.element_indexes.iter().map(|_| OnceLock::new()).collect();
        let (counts, groups) = (IndexVec::new(), IndexVec::new());
        let (zone, deepest) = (state.zone(&program.model), OnceLock::new());
        Self { state, zone, counts, groups, indexes, elements, deepest }
    }

    pub(super) fn element_index(&self, program: &Program, id: ElementIndexId) -> Option<&ElementIndex> {
        let (index, made) = (program.kb.element_indexes.get(id)?, self.elements.get(id)?);
        let rows = self.rows(index.collection)?;
        Some(made.get_or_init(|| ElementIndex::of(rows, index)))
    }

    /// How many elements an element lies in at most, itself included: no more than there are in all.
    pub(super) fn deepest(&self, program: &Program) -> u64 {
        *self.deepest.get_or_init(|| {
            let nesting = program.kb.nesting.enumerated().filter(|(_, fields)| !fields.is_empty());
            let (mut all, mut ways) = (1u64, 0);
            for (collection, fields) in nesting {
                all = all.saturating_add(self.rows(collection).map_or(0, Rows::len).into());
                let lists =
                    fields.iter().filter(|(field, _)| program.model.schema.is_list(collection, *field));
                ways = ways.max(fields.len() + lists.count());
            }
            // Where an element has one way outwards, what it lies in is as long as that way.
            match deepest(&program.model, &self.state) {
                Ok(depth) if ways <= 1 => depth.into(),
                _ => all,
            }
        })
    }

    /// A field of an element has a value, or with `add` false no longer.
    pub(super) fn count_element(&mut self, program: &Program, of: FieldOf, value: &Value, add: bool) {
        if program.kb.is_nesting(of.collection, of.field) {
            self.deepest = OnceLock::new();
        }
        for (index, made) in program.kb.element_indexes.iter().zip(&mut self.elements) {
            if (index.collection, index.field) == (of.collection, of.field)
                && let Some(made) = made.get_mut()
            {
                made.count(of.row, value, add);
            }
        }
    }

    pub(super) fn scalar(&self, scalar: ScalarId) -> Option<&Value> {
        self.state.scalars.get(scalar).map(|cell| &cell.value)
    }

    pub(super) fn rows(&self, collection: CollectionId) -> Option<&Rows> {
        self.state.collections.get(collection)
    }

    /// Whether a collection is known to have no other elements.
    pub(super) fn is_known(&self, collection: CollectionId) -> bool {
        self.rows(collection).is_some_and(|rows| rows.known)
    }

    pub(super) fn has(&self, collection: CollectionId, row: RowId) -> bool {
        self.rows(collection).is_some_and(|rows| row.0 < rows.len())
    }

    pub(super) fn place(&self, collection: CollectionId, row: RowId) -> Option<Span> {
        self.rows(collection)?.row_span(row)
    }

    pub(super) fn cell(&self, of: FieldOf) -> Option<Cell> {
        self.rows(of.collection)?.cell(of.row, of.field)
    }

    /// A value; nothing where there is no such element.
    pub(super) fn held(&self, FieldOf { collection, row, field }: FieldOf) -> Option<Value> {
        self.rows(collection).filter(|rows| row.0 < rows.len()).map(|rows| rows.value(row, field))
    }

    pub(super) fn counted(&self, counter: CounterId) -> Option<Count> {
        if self.counts.is_empty() { None } else { self.counts.get(counter).copied().flatten() }
    }

    pub(super) fn grouped(&self, grouping: GroupingId) -> Option<&Groups> {
        if self.groups.is_empty() { None } else { self.groups.get(grouping)?.as_ref() }
    }

    /// An index, and whether it compares without regard to letter case; made if it is not yet.
    fn index(&self, program: &Program, id: IndexId) -> Option<(&IndexValues, bool)> {
        let (index, made) = (program.kb.indexes.get(id)?, self.indexes.get(id)?);
        Some((made.get_or_init(|| IndexValues::of(&self.state, index)), index.fold))
    }

    /// An index that has been made, so that it is to be kept up to date.
    pub(super) fn index_made(&mut self, id: IndexId) -> Option<&mut IndexValues> {
        self.indexes.get_mut(id)?.get_mut()
    }

    pub(super) fn look_up(&self, program: &Program, index: IndexId, value: &Value) -> Truth {
        let Some((values, fold)) = self.index(program, index) else { return Truth::Unknown };
        match value {
            Value::Text(text) => values.holds(text, fold),
            Value::Unknown => {
                let any = !values.known.is_empty() || values.open();
                if any { Truth::Unknown } else { Truth::False }
            }
            _ if values.left_out => Truth::Unknown,
            _ => Truth::False,
        }
    }

    pub(super) fn look_up_text(&self, program: &Program, index: IndexId, text: &str) -> Truth {
        self.index(program, index).map_or(Truth::Unknown, |(values, fold)| values.holds(text, fold))
    }

    #[inline]
    pub fn find(&self, collection: CollectionId, id: &str) -> Option<RowId> {
        self.state.find(collection, id)
    }
}

impl IndexedState {
    /// The answer to a question that the state answers alone.
    pub(super) fn answer(&self, predicate: &Predicate) -> Truth {
        self.compare(predicate, |_| OPEN)
    }

    /// How numbers compare, of which some may be arguments.
    pub(super) fn compare(&self, predicate: &Predicate, argument: impl Fn(ArgumentPlace) -> Bounds) -> Truth {
        let number = |number: &Number| match number {
            Number::Constant(number) => Some((*number, *number)),
            Number::Argument(place) => argument(*place),
            Number::Scalar(scalar) => self.scalar(*scalar).map_or(OPEN, bounds),
            Number::Counter(counter) => {
                self.counted(*counter).and_then(Count::exact).map_or(OPEN, |count| Some((count, count)))
            }
        };
        match predicate {
            Predicate::Order(left, order, right) => {
                compare(number(left), number(right), |ordering| is_so(ordering, *order))
            }
            Predicate::Equal(left, right) => compare(number(left), number(right), Ordering::is_eq),
            Predicate::Over { counter, most } => {
                let Some(most) = number(most) else { return Truth::False };
                let Some(count) = self.counted(*counter) else { return Truth::Unknown };
                more((count.least.saturating_add(1), count.most.saturating_add(1)), most)
            }
            Predicate::ArgumentIn { .. } | Predicate::Node(_) => Truth::Unknown,
        }
    }
}

/// How two numbers compare. One that is not known exactly is not known at all.
fn compare(left: Bounds, right: Bounds, holds: impl Fn(Ordering) -> bool) -> Truth {
    let (Some(left), Some(right)) = (left, right) else { return Truth::False };
    if left.0 != left.1 || right.0 != right.1 {
        return Truth::Unknown;
    }
    Truth::from(holds(left.0.cmp(&right.0)))
}
