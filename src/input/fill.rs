//! A state filled value by value, without a tree between. What is not entirely regular is given up at once: the
//! tree says what is wrong with it, or that nothing is.

use super::reader::{MOST_CELLS, bool_of, int_of, is_text, variant_of};
use super::rows::{Cell, Rows};
use super::state::{State, left_out};
use super::tree::is_nothing;
use super::yaml::Limits;
use crate::model::{Collection, Field, Member, Model};
use crate::values::{Moment, Type, Value};
use crate::words::{SourceId, Span};
use chrono_tz::Tz;
use std::collections::HashMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

/// A state under way. Its methods give nothing where something is irregular.
pub(super) struct Filling<'m> {
    model: &'m Model,
    source: SourceId,
    limits: &'m Limits,
    state: State,
    /// Lists and mappings that are open.
    open: usize,
    /// Keys and values so far, as a tree would have them.
    values: usize,
    /// Cells of elements so far, those left out included.
    cells: usize,
}

/// A scalar as it is written.
#[derive(Clone, Copy)]
pub(super) struct Scalar<'t> {
    /// Without quotes and escapes.
    pub(super) text: &'t str,
    pub(super) quoted: bool,
    /// The first byte, and one past the last.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A mapping with some members of the state.
pub(super) struct Level<'m> {
    members: &'m [Member],
    given: Vec<bool>,
}

/// A collection under way.
pub(super) struct Elements<'m> {
    shape: &'m Collection,
    rows: Rows,
    numbers: HashMap<&'m str, u16>,
    /// What the fields hold that are left out.
    defaults: Vec<Value>,
    /// The last element that each field was given for, counted from 1.
    given: Vec<u32>,
    /// The field that is likely to come next.
    next: u16,
}

impl<'m> Filling<'m> {
    pub(super) fn new(model: &'m Model, source: SourceId, limits: &'m Limits) -> Self {
        Self { model, source, limits, state: State::empty(model), open: 0, values: 0, cells: 0 }
    }

    /// The members of the whole state.
    pub(super) fn top(&self) -> Level<'m> {
        Level::of(&self.model.schema.members)
    }

    /// A list or mapping begins. Near the limits only the tree knows whether that is too deep.
    pub(super) fn enter(&mut self) -> Option<()> {
        self.open += 1;
        (self.open + 2 < self.limits.depth).then_some(())
    }

    /// A list or mapping ends.
    pub(super) fn leave(&mut self) -> Option<()> {
        self.open = self.open.checked_sub(1)?;
        self.count()
    }

    fn count(&mut self) -> Option<()> {
        self.values += 1;
        (self.values <= self.limits.values).then_some(())
    }

    /// A key of the state.
    pub(super) fn member(&mut self, level: &mut Level<'m>, key: &Scalar<'_>) -> Option<&'m Member> {
        self.count()?;
        if self.state.start.is_none() {
            self.state.start = Some(self.span(key.start, key.end));
        }
        let schema = &self.model.schema;
        let found = level
            .members
            .iter()
            .position(|member| schema.member_name(member).is_some_and(|name| **name == *key.text))?;
        let given = level.given.get_mut(found)?;
        if std::mem::replace(given, true) {
            return None;
        }
        level.members.get(found)
    }

    /// The field of a single value.
    pub(super) fn field(&self, number: u16) -> Option<&'m Field> {
        Some(&self.model.schema.scalars.get(usize::from(number))?.field)
    }

    /// A single value.
    pub(super) fn single(&mut self, number: u16, scalar: &Scalar<'_>) -> Option<()> {
        let value = self.value(self.field(number)?, scalar)?;
        self.put(number, value, scalar.start..scalar.end)
    }

    /// A single value that is a list, or that was read.
    pub(super) fn put(&mut self, number: u16, value: Value, place: Range<usize>) -> Option<()> {
        let span = Some(self.span(place.start, place.end));
        *self.state.scalars.get_mut(usize::from(number))? = Cell { value, span };
        Some(())
    }

    /// A collection, under this key.
    pub(super) fn collection(&self, number: u16, key: &Scalar<'_>) -> Option<Elements<'m>> {
        let shape = self.model.schema.collections.get(usize::from(number))?;
        let mut rows = Rows::new(shape);
        (rows.known, rows.span) = (true, Some(self.span(key.start, key.end)));
        Some(Elements {
            shape,
            rows,
            numbers: (0u16..).zip(&shape.fields).map(|(number, field)| (&*field.name.text, number)).collect(),
            defaults: shape.fields.iter().map(|field| left_out(field).value).collect(),
            given: vec![0; shape.fields.len()],
            next: 0,
        })
    }

    /// A collection is complete.
    pub(super) fn complete(&mut self, number: u16, mut elements: Elements<'m>) -> Option<()> {
        if !elements.rows.enter_all() {
            return None;
        }
        elements.rows.shrink();
        *self.state.collections.get_mut(usize::from(number))? = elements.rows;
        Some(())
    }

    /// An element begins.
    pub(super) fn begin(&mut self, elements: &mut Elements<'m>, start: usize) -> Option<()> {
        self.cells = self.cells.checked_add(elements.shape.fields.len())?;
        elements.rows.begin(self.span(start, start));
        elements.next = 0;
        (self.cells <= MOST_CELLS).then_some(())
    }

    /// A key of the element under way.
    pub(super) fn key(&mut self, elements: &mut Elements<'m>, key: &str) -> Option<(u16, &'m Field)> {
        self.count()?;
        let fields = &elements.shape.fields;
        let likely = fields.get(usize::from(elements.next)).filter(|field| *field.name.text == *key);
        let number = if likely.is_some() { elements.next } else { *elements.numbers.get(key)? };
        elements.next = number + 1;
        let row = elements.rows.len() + 1;
        let last = std::mem::replace(elements.given.get_mut(usize::from(number))?, row);
        Some((number, fields.get(usize::from(number))?)).filter(|_| last != row)
    }

    /// A value of the element under way.
    pub(super) fn cell(
        &mut self,
        elements: &mut Elements<'m>,
        number: u16,
        scalar: &Scalar<'_>,
    ) -> Option<()> {
        let field = elements.shape.fields.get(usize::from(number))?;
        let span = self.span(scalar.start, scalar.end);
        if !scalar.quoted && is_nothing(scalar.text) {
            let value = self.value(field, scalar)?;
            elements.rows.fill(number, value, Some(span));
            return Some(());
        }
        match &field.ty {
            Type::String | Type::Email if is_text(scalar.text, scalar.quoted) => {
                self.scalar(scalar)?;
                elements.rows.fill_text(number, scalar.text, span);
            }
            Type::Enum(values) => {
                self.scalar(scalar)?;
                elements.rows.fill_variant(number, variant_of(self.model, *values, scalar.text)?, span);
            }
            Type::Date => {
                self.scalar(scalar)?;
                elements.rows.fill_moment(number, Moment::parse(scalar.text).ok()?, span);
            }
            ty => {
                let value = self.item(ty, scalar)?;
                elements.rows.fill(number, value, Some(span));
            }
        }
        Some(())
    }

    /// A value of the element under way that is a list.
    pub(super) fn list(
        &mut self,
        elements: &mut Elements<'m>,
        number: u16,
        value: Value,
        place: Range<usize>,
    ) {
        elements.rows.fill(number, value, Some(self.span(place.start, place.end)));
    }

    fn scalar(&mut self, scalar: &Scalar<'_>) -> Option<()> {
        self.count()?;
        (scalar.text.len() <= self.limits.scalar).then_some(())
    }

    /// The value of a field.
    fn value(&mut self, field: &Field, scalar: &Scalar<'_>) -> Option<Value> {
        if !scalar.quoted && is_nothing(scalar.text) {
            self.count()?;
            return field.optional.then_some(Value::Absent);
        }
        self.item(&field.ty, scalar)
    }

    /// A value of a type that is no list.
    pub(super) fn item(&mut self, ty: &Type, scalar: &Scalar<'_>) -> Option<Value> {
        self.scalar(scalar)?;
        let Scalar { text, quoted, .. } = *scalar;
        match ty {
            Type::Bool => bool_of(text, quoted).map(Value::Bool),
            Type::Int => int_of(text, quoted).map(Value::Int),
            Type::String | Type::Email | Type::Element(_) => is_text(text, quoted).then(|| Value::text(text)),
            Type::Date => Moment::parse(text).ok().map(Value::Moment),
            Type::TimeZone => Tz::from_str(text).ok().map(Value::Zone),
            Type::Enum(number) => variant_of(self.model, *number, text).map(Value::Variant),
            Type::List(_) => None,
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    /// The whole state, and its place.
    pub(super) fn done(self, place: Range<usize>) -> (State, Span) {
        let span = self.span(place.start, place.end);
        (self.state, span)
    }
}

impl<'m> Level<'m> {
    pub(super) fn of(members: &'m [Member]) -> Self {
        Self { members, given: vec![false; members.len()] }
    }
}

impl Elements<'_> {
    /// The element under way ends.
    pub(super) fn end(&mut self, end: usize) -> Option<()> {
        let row = self.rows.len() + 1;
        for (number, (given, value)) in (0u16..).zip(self.given.iter().zip(&self.defaults)) {
            if *given != row {
                if self.shape.key == Some(number) {
                    return None;
                }
                self.rows.fill(number, value.clone(), None);
            }
        }
        self.rows.end(end);
        Some(())
    }
}

/// The values of a list as one.
pub(super) fn list_of(values: Vec<Value>) -> Value {
    Value::List(Arc::from(values))
}
