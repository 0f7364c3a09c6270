//! A collection: a column for each field, the places of its values, and its elements by their ids.

use crate::base::IndexVec;
use crate::base::Span;
use crate::model::Collection;
use crate::state::column::{Column, Lists};
use crate::state::spans::SpanTable;
use crate::values::ids::{FieldId, RowId};
use crate::values::{Type, Value};
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use unicode_normalization::UnicodeNormalization;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The value; `Unknown` where it was left out and has neither a default nor is optional.
    pub value: Value,
    /// Its place; `None` where it was left out.
    pub span: Option<Span>,
}

/// An element of a collection, taken out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its fields, in the order of the schema.
    pub cells: IndexVec<FieldId, Cell>,
    /// Its place; `None` for an element that an action added.
    pub span: Option<Span>,
}

/// A collection. Elements and fields have the numbers of their order; what has no such number is unknown.
#[derive(Clone)]
pub struct Rows {
    /// Whether it was given at all. One that was left out may hold anything.
    pub known: bool,
    pub span: Option<Span>,
    count: u32,
    columns: IndexVec<FieldId, Column>,
    spans: SpanTable,
    /// The field that tells the elements apart.
    key: Option<FieldId>,
    /// The elements that have an id.
    ids: HashTable<RowId>,
    /// Whether some id may belong to several elements: effects can bring that about.
    several: bool,
    /// How many elements are known by their id alone, in a collection that was left out: the first ones.
    stubs: u32,
    hasher: RandomState,
}

impl Rows {
    /// A collection of this shape that was left out.
    pub fn new(shape: &Collection) -> Self {
        Self::with(shape, Column::new)
    }

    /// A collection of this shape that is read: references in it are keys until [`Rows::put_column`].
    pub(crate) fn as_read(shape: &Collection) -> Self {
        Self::with(shape, Column::as_read)
    }

    fn with(shape: &Collection, column: impl Fn(&Type) -> Column) -> Self {
        Self {
            known: false,
            span: None,
            count: 0,
            columns: shape.fields.iter().map(|field| column(&field.ty)).collect(),
            spans: SpanTable::new(shape.fields.len()),
            key: shape.key,
            ids: HashTable::new(),
            several: false,
            stubs: 0,
            hasher: RandomState::default(),
        }
    }

    pub fn len(&self) -> u32 {
        self.count
    }

    pub fn rows(&self) -> impl DoubleEndedIterator<Item = RowId> + ExactSizeIterator + use<> {
        RowId::range(0..self.count)
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn value(&self, row: RowId, field: FieldId) -> Value {
        self.held(row, field).unwrap_or(Value::Unknown)
    }

    fn held(&self, row: RowId, field: FieldId) -> Option<Value> {
        self.columns.get(field)?.value(row)
    }

    /// A value that is a text.
    pub fn text(&self, row: RowId, field: FieldId) -> Option<&str> {
        self.columns.get(field)?.text(row)
    }

    /// The lists that elements have in a field.
    pub(crate) fn lists(&self, field: FieldId) -> Option<&Lists> {
        self.columns.get(field).map(Column::lists)
    }

    /// The place of a value; `None` where it was left out.
    pub fn span(&self, row: RowId, field: FieldId) -> Option<Span> {
        self.spans.field(row, field)
    }

    /// The place of an element; `None` for one that an action added.
    pub fn row_span(&self, row: RowId) -> Option<Span> {
        self.spans.row(row)
    }

    /// A value with its place; nothing where there is no such element or field.
    pub fn cell(&self, row: RowId, field: FieldId) -> Option<Cell> {
        Some(Cell { value: self.held(row, field)?, span: self.span(row, field) })
    }

    pub fn row(&self, row: RowId) -> Option<Row> {
        let cells = self.columns.ids().filter_map(|field| self.cell(row, field)).collect();
        (row.0 < self.count).then(|| Row { cells, span: self.row_span(row) })
    }

    pub fn iter(&self) -> impl Iterator<Item = Row> {
        self.rows().filter_map(|row| self.row(row))
    }

    /// Put another value with its place somewhere; what was there is given back, or nothing where there is no such
    /// element or field.
    pub fn set(&mut self, row: RowId, field: FieldId, new: Cell) -> Option<Cell> {
        let old = self.cell(row, field)?;
        let key = self.key == Some(field);
        if key {
            self.forget(row);
        }
        self.columns.get_mut(field)?.set(row, new.value);
        self.spans.set(row, field, new.span);
        if key {
            self.enter(row);
        }
        Some(old)
    }

    /// Put a new element behind the others. Fields that it does not have are unknown.
    pub fn push(&mut self, new: Row) {
        let row = RowId(self.count);
        self.spans.push(new.span);
        let mut cells = new.cells.into_iter();
        for (field, column) in self.columns.ids().zip(&mut self.columns) {
            let Cell { value, span } = cells.next().unwrap_or(Cell { value: Value::Unknown, span: None });
            column.push(value);
            self.spans.set(row, field, span);
        }
        self.count += 1;
        self.enter(row);
    }

    pub fn pop(&mut self) -> Option<Row> {
        let row = RowId(self.count.checked_sub(1)?);
        let last = self.row(row);
        self.forget(row);
        self.columns.iter_mut().for_each(Column::pop);
        self.spans.pop();
        self.count = row.0;
        last
    }

    /// Put an element behind the others of which only the id is known, in a collection that was left out.
    pub fn push_stub(&mut self, id: &str) -> RowId {
        let row = RowId(self.count);
        let value = |field| if self.key == Some(field) { Value::text(id) } else { Value::Unknown };
        let cells = self.columns.ids().map(|field| Cell { value: value(field), span: None }).collect();
        self.push(Row { cells, span: None });
        self.stubs = self.count;
        row
    }

    /// Whether all that is known of the elements of a collection that was left out are ids that something refers to.
    pub(crate) fn is_left_out(&self) -> bool {
        let is_stub = |row: RowId| {
            let others = self.columns.ids().filter(|field| self.key != Some(*field));
            others.into_iter().all(|field| self.value(row, field) == Value::Unknown)
        };
        !self.known && self.count <= self.stubs && self.rows().all(is_stub)
    }

    /// Take the values of a field out, to be put back by [`Rows::put_column`] in another form.
    pub(crate) fn take_column(&mut self, field: FieldId) -> Option<Column> {
        Some(std::mem::replace(self.columns.get_mut(field)?, Column::new(&Type::Bool)))
    }

    pub(crate) fn put_column(&mut self, field: FieldId, column: Column) {
        if let Some(place) = self.columns.get_mut(field) {
            *place = column;
        }
    }

    /// Keep these elements alone; the ids of those behind others change.
    pub fn retain(&mut self, mut keep: impl FnMut(RowId) -> bool) {
        let kept: Vec<RowId> = self.rows().filter(|row| keep(*row)).collect();
        let stubs = kept.iter().filter(|row| row.0 < self.stubs).count();
        let kept: Vec<Row> = kept.into_iter().filter_map(|row| self.row(row)).collect();
        while self.pop().is_some() {}
        for row in kept {
            self.push(row);
        }
        self.stubs = u32::try_from(stubs).unwrap_or(u32::MAX);
    }

    /// The element with this id; the first, where several have it.
    #[inline]
    pub fn find(&self, id: &str) -> Option<RowId> {
        let column = self.columns.get(self.key?)?;
        let hash = hash_of(&self.hasher, id);
        match column.texts() {
            Some(texts) if !self.several => {
                let is_same = |row: &RowId| texts.is(row.index(), id) || is_composed_alike(column, *row, id);
                self.ids.find(hash, is_same).copied()
            }
            _ => self.ids.iter_hash(hash).copied().filter(|row| is_id(column, *row, id)).min(),
        }
    }

    pub fn id(&self, row: RowId) -> Option<&str> {
        self.text(row, self.key?)
    }

    /// All ids, in the order of their elements.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rows().filter_map(|row| self.id(row))
    }

    /// Take up the id of an element.
    fn enter(&mut self, row: RowId) {
        let Some(column) = self.key.and_then(|key| self.columns.get(key)) else { return };
        let hash = |row: &RowId| hash_of(&self.hasher, column.text(*row).unwrap_or_default());
        let Some(id) = column.text(row) else { return };
        if let Entry::Vacant(place) = self.ids.entry(hash(&row), |held| is_id(column, *held, id), hash) {
            place.insert(row);
        } else {
            self.several = true;
            self.ids.insert_unique(hash(&row), row, hash);
        }
    }

    /// Forget the id of an element.
    fn forget(&mut self, row: RowId) {
        let Some(id) = self.id(row) else { return };
        if let Ok(entry) = self.ids.find_entry(hash_of(&self.hasher, id), |held| *held == row) {
            entry.remove();
        }
    }

    /// Begin an element of which each field is then filled once.
    pub(crate) fn begin(&mut self, place: Span) {
        self.spans.push(Some(place));
    }

    /// Fill a field of the element that was begun.
    pub(crate) fn fill(&mut self, field: FieldId, value: Value, place: Option<Span>) {
        if let Some(column) = self.columns.get_mut(field) {
            column.push(value);
        }
        self.spans.set(RowId(self.count), field, place);
    }

    /// [`Rows::fill`] for a text, which need not be one of its own.
    pub(crate) fn fill_text(&mut self, field: FieldId, text: &str, place: Span) {
        if let Some(column) = self.columns.get_mut(field) {
            column.push_text(text);
        }
        self.spans.set(RowId(self.count), field, Some(place));
    }

    /// The element that was begun is filled, and ends here.
    pub(crate) fn end(&mut self, end: u32) {
        self.spans.end_last(end);
        self.count += 1;
    }

    /// Take up the ids of all elements that were filled; false where two have the same.
    pub(crate) fn enter_all(&mut self) -> bool {
        self.ids = HashTable::with_capacity(self.count as usize);
        self.rows().for_each(|row| self.enter(row));
        !self.several
    }

    /// Set memory aside for so many more elements that are like those before.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.columns.iter_mut().for_each(|column| column.reserve(rows));
        self.spans.reserve(rows);
    }

    /// Give back the memory that was set aside for more elements.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.columns.iter_mut().for_each(Column::shrink_to_fit);
        self.spans.shrink_to_fit();
    }
}

/// The hash of an id as it compares: its bytes alone, since nothing else is hashed with it.
fn hash_of(state: &RandomState, id: &str) -> u64 {
    let mut hasher = state.build_hasher();
    if id.is_ascii() {
        hasher.write(id.as_bytes());
    } else {
        hasher.write(id.nfc().collect::<String>().as_bytes());
    }
    hasher.finish()
}

/// Whether this is the id of an element. Ids compare composed (NFC).
fn is_id(column: &Column, row: RowId, id: &str) -> bool {
    column.is_text(row, id) || is_composed_alike(column, row, id)
}

/// Whether an id is the same as that of an element when both are composed, though not as they are written.
fn is_composed_alike(column: &Column, row: RowId, id: &str) -> bool {
    let held = column.text(row).unwrap_or_default();
    !(held.is_ascii() && id.is_ascii()) && held.nfc().eq(id.nfc())
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<Row> = self.iter().collect();
        f.debug_struct("Rows")
            .field("known", &self.known)
            .field("span", &self.span)
            .field("rows", &rows)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        (self.known, self.span, self.count) == (other.known, other.span, other.count)
            && self.columns.len() == other.columns.len()
            && self.rows().all(|row| {
                self.row_span(row) == other.row_span(row)
                    && self.columns.ids().all(|field| self.cell(row, field) == other.cell(row, field))
            })
    }
}
