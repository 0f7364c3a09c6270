//! A state built event by event, without a tree between. It gives up at the first event that does not fit the schema or
//! a limit: the tree reader says what is wrong, or that nothing is.

use crate::base::IndexVec;
use crate::base::{SourceId, Span};
use crate::input::fast::event::{Event, Scalar};
use crate::input::reader::{MOST_CELLS, bool_of, int_of, is_text, variant_of};
use crate::input::state::State;
use crate::input::tree::is_nothing;
use crate::input::yaml::Limits;
use crate::model::{Collection, Field, Member, Model};
use crate::state::collection::{Cell, Rows};
use crate::values::ids::{CollectionId, FieldId, ScalarId};
use crate::values::{Moment, Type, Value, Zone};
use std::collections::HashMap;
use std::sync::Arc;

/// A state being built. Its methods give `None` where it has to be read as a tree.
pub(super) struct StateBuilder<'m> {
    model: &'m Model,
    source: SourceId,
    text: &'m str,
    limits: &'m Limits,
    state: State,
    /// Lists and mappings that are open.
    open: Vec<Open<'m>>,
    /// The collection under way.
    elements: Option<Elements<'m>>,
    /// Where the state begins, and ends.
    place: Option<(u32, u32)>,
    /// Keys and values so far, as a tree would have them.
    values: usize,
    /// Cells of elements so far, those left out included.
    cells: usize,
}

/// A list or mapping that is open. Of a mapping it is known whose value is next, if that is not a key.
enum Open<'m> {
    /// Some members of the state.
    Members(Level<'m>, Option<&'m Member>),
    /// The elements of a collection.
    Elements,
    /// An element.
    Element(Option<(FieldId, &'m Field)>),
    /// A value that is a list.
    List(ListOf<'m>),
}

/// A list of values.
struct ListOf<'m> {
    ty: &'m Type,
    values: Vec<Value>,
    start: u32,
}

/// A mapping with some members of the state.
struct Level<'m> {
    members: &'m [Member],
    given: Vec<bool>,
}

/// A collection under way.
struct Elements<'m> {
    number: CollectionId,
    shape: &'m Collection,
    rows: Rows,
    numbers: HashMap<&'m str, FieldId>,
    /// What the fields hold that are left out.
    defaults: Vec<Value>,
    /// The last element that each field was given for, counted from 1.
    given: IndexVec<FieldId, u32>,
    /// The field that is likely to come next.
    next: FieldId,
    /// Where the first element begins.
    first: u32,
}

/// After so many elements it is known how long they are.
const SAMPLE: u32 = 64;
/// For so many more there is room made at most.
const MOST_ROOM: usize = 1 << 20;

impl<'m> StateBuilder<'m> {
    pub(super) fn new(model: &'m Model, source: SourceId, text: &'m str, limits: &'m Limits) -> Self {
        let state = State::empty(model);
        Self {
            model,
            source,
            text,
            limits,
            state,
            open: Vec::new(),
            elements: None,
            place: None,
            values: 0,
            cells: 0,
        }
    }

    /// Take the next event.
    #[inline]
    pub(super) fn take(&mut self, event: &Event) -> Option<()> {
        match event {
            Event::Scalar { .. } | Event::Read(_) => self.scalar(event.scalar(self.text)?),
            Event::List(start) => {
                let list = self.list(*start)?;
                self.enter(list)
            }
            Event::Map(start) => {
                let map = self.map(*start)?;
                self.enter(map)
            }
            Event::End(end) => self.leave(*end),
        }
    }

    fn scalar(&mut self, scalar: Scalar<'_>) -> Option<()> {
        match self.open.last_mut()? {
            Open::Element(next) => match next.take() {
                None => {
                    let found = self.key(scalar.text)?;
                    if let Some(Open::Element(next)) = self.open.last_mut() {
                        *next = Some(found);
                    }
                    Some(())
                }
                Some((number, field)) => self.cell(number, field, scalar),
            },
            Open::Members(level, next) => match next.take() {
                None => {
                    let found = level.member(self.model, scalar.text)?;
                    *next = Some(found);
                    self.member(found, scalar)
                }
                Some(Member::Scalar(number)) => self.single(*number, scalar),
                Some(_) => None,
            },
            Open::List(list) => {
                let ty = list.ty;
                let value = self.item(ty, scalar)?;
                match self.open.last_mut() {
                    Some(Open::List(list)) => list.values.push(value),
                    _ => return None,
                }
                Some(())
            }
            Open::Elements => None,
        }
    }

    /// What a list is that begins here.
    fn list(&mut self, start: u32) -> Option<Open<'m>> {
        let ty = match self.open.last()? {
            Open::Members(_, Some(Member::Collection(_))) => return Some(Open::Elements),
            Open::Members(_, Some(Member::Scalar(number))) => &self.field(*number)?.ty,
            Open::Element(Some((_, field))) => &field.ty,
            Open::List(list) => list.ty,
            Open::Members(..) | Open::Element(None) | Open::Elements => return None,
        };
        let Type::List(of) = ty else { return None };
        Some(Open::List(ListOf { ty: of, values: Vec::new(), start }))
    }

    /// What a mapping is that begins here.
    fn map(&mut self, start: u32) -> Option<Open<'m>> {
        match self.open.last() {
            None if self.place.is_none() => {
                self.place = Some((start, start));
                Some(Open::Members(Level::of(&self.model.schema.members), None))
            }
            Some(Open::Members(_, Some(Member::Group(_, members)))) => {
                Some(Open::Members(Level::of(members), None))
            }
            Some(Open::Elements) => {
                self.begin(start)?;
                Some(Open::Element(None))
            }
            _ => None,
        }
    }

    /// A list or mapping begins. Near the limits only the tree knows whether that is too deep.
    fn enter(&mut self, open: Open<'m>) -> Option<()> {
        self.open.push(open);
        (self.open.len() + 2 < self.limits.depth).then_some(())
    }

    /// A list or mapping ends.
    fn leave(&mut self, end: u32) -> Option<()> {
        self.count()?;
        match self.open.pop()? {
            Open::Element(next) => {
                self.elements.as_mut()?.end(end)?;
                return next.is_none().then_some(());
            }
            Open::Members(_, Some(_)) => return None,
            Open::Members(_, None) => {}
            Open::Elements => self.complete()?,
            Open::List(list) => self.put_list(list, end)?,
        }
        // What was under way is complete.
        match self.open.last_mut() {
            None => self.place.as_mut()?.1 = end,
            Some(Open::Members(_, next)) => *next = None,
            Some(Open::Element(next)) => *next = None,
            Some(Open::Elements | Open::List(_)) => {}
        }
        Some(())
    }

    fn put_list(&mut self, list: ListOf<'m>, end: u32) -> Option<()> {
        let value = Value::List(Arc::from(list.values));
        let span = self.span(list.start, end);
        match self.open.last_mut()? {
            Open::Members(_, Some(Member::Scalar(number))) => {
                let number = *number;
                self.put(number, value, span)
            }
            Open::Element(Some((number, _))) => {
                self.elements.as_mut()?.rows.fill(*number, value, Some(span));
                Some(())
            }
            Open::List(outer) => {
                outer.values.push(value);
                Some(())
            }
            _ => None,
        }
    }

    fn count(&mut self) -> Option<()> {
        self.values += 1;
        (self.values <= self.limits.values).then_some(())
    }

    /// A key of the state.
    fn member(&mut self, found: &Member, key: Scalar<'_>) -> Option<()> {
        self.count()?;
        let span = self.span(key.start, key.end);
        self.state.start.get_or_insert(span);
        if let Member::Collection(number) = found {
            self.elements = Some(self.collection(*number, span)?);
        }
        Some(())
    }

    /// The field of a single value.
    fn field(&self, number: ScalarId) -> Option<&'m Field> {
        Some(&self.model.schema.scalars.get(number)?.field)
    }

    /// A single value.
    fn single(&mut self, number: ScalarId, scalar: Scalar<'_>) -> Option<()> {
        let value = self.value(self.field(number)?, scalar)?;
        self.put(number, value, self.span(scalar.start, scalar.end))
    }

    fn put(&mut self, number: ScalarId, value: Value, span: Span) -> Option<()> {
        *self.state.scalars.get_mut(number)? = Cell { value, span: Some(span) };
        Some(())
    }

    /// A collection whose key stands here.
    fn collection(&self, number: CollectionId, key: Span) -> Option<Elements<'m>> {
        let shape = self.model.schema.collections.get(number)?;
        let mut rows = Rows::new(shape);
        (rows.known, rows.span) = (true, Some(key));
        Some(Elements {
            number,
            shape,
            rows,
            numbers: shape.fields.enumerated().map(|(number, field)| (&*field.name.text, number)).collect(),
            defaults: shape.fields.iter().map(Field::left_out).collect(),
            given: vec![0; shape.fields.len()].into(),
            next: FieldId(0),
            first: 0,
        })
    }

    /// The collection under way is complete.
    fn complete(&mut self) -> Option<()> {
        let mut elements = self.elements.take()?;
        if !elements.rows.enter_all() {
            return None;
        }
        elements.rows.shrink();
        *self.state.collections.get_mut(elements.number)? = elements.rows;
        Some(())
    }

    /// An element begins.
    fn begin(&mut self, start: u32) -> Option<()> {
        let span = self.span(start, start);
        let elements = self.elements.as_mut()?;
        self.cells = self.cells.checked_add(elements.shape.fields.len())?;
        match elements.rows.len() {
            0 => elements.first = start,
            // What is left of the text may be elements of this length: it is read without making room again and again.
            SAMPLE => {
                let each = (start.saturating_sub(elements.first) / SAMPLE).max(1);
                let left = self.text.len().saturating_sub(start as usize) / each as usize;
                elements.rows.reserve(left.min(MOST_ROOM));
            }
            _ => {}
        }
        elements.rows.begin(span);
        elements.next = FieldId(0);
        (self.cells <= MOST_CELLS).then_some(())
    }

    /// A key of the element under way.
    fn key(&mut self, key: &str) -> Option<(FieldId, &'m Field)> {
        self.count()?;
        self.elements.as_mut()?.key(key)
    }

    /// A value of the element under way.
    fn cell(&mut self, number: FieldId, field: &'m Field, scalar: Scalar<'_>) -> Option<()> {
        let span = self.span(scalar.start, scalar.end);
        if !scalar.quoted && is_nothing(scalar.text) {
            let value = self.value(field, scalar)?;
            self.elements.as_mut()?.rows.fill(number, value, Some(span));
            return Some(());
        }
        match &field.ty {
            Type::String | Type::Email if is_text(scalar.text, scalar.quoted) => {
                self.fits(scalar)?;
                self.elements.as_mut()?.rows.fill_text(number, scalar.text, span);
            }
            Type::Enum(values) => {
                self.fits(scalar)?;
                let variant = variant_of(self.model, *values, scalar.text)?;
                self.elements.as_mut()?.rows.fill_variant(number, variant, span);
            }
            Type::Date => {
                self.fits(scalar)?;
                let moment = Moment::parse(scalar.text).ok()?;
                self.elements.as_mut()?.rows.fill_moment(number, moment, span);
            }
            ty => {
                let value = self.item(ty, scalar)?;
                self.elements.as_mut()?.rows.fill(number, value, Some(span));
            }
        }
        Some(())
    }

    /// Whether there is room for one more value.
    fn fits(&mut self, scalar: Scalar<'_>) -> Option<()> {
        self.count()?;
        (scalar.text.len() <= self.limits.scalar).then_some(())
    }

    /// The value of a field.
    fn value(&mut self, field: &Field, scalar: Scalar<'_>) -> Option<Value> {
        if !scalar.quoted && is_nothing(scalar.text) {
            self.count()?;
            return field.optional.then_some(Value::Absent);
        }
        self.item(&field.ty, scalar)
    }

    /// A value of a type that is no list.
    fn item(&mut self, ty: &Type, scalar: Scalar<'_>) -> Option<Value> {
        self.fits(scalar)?;
        let (text, quoted) = (scalar.text, scalar.quoted);
        match ty {
            Type::Bool => bool_of(text, quoted).map(Value::Bool),
            Type::Int => int_of(text, quoted).map(Value::Int),
            Type::String | Type::Email | Type::Element(_) => is_text(text, quoted).then(|| Value::text(text)),
            Type::Date => Moment::parse(text).ok().map(Value::Moment),
            Type::TimeZone => Zone::named(text).map(Value::Zone),
            Type::Enum(number) => variant_of(self.model, *number, text).map(Value::Variant),
            Type::List(_) => None,
        }
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span { source: self.source, start, end }
    }

    /// The whole state, and its place.
    pub(super) fn done(self) -> Option<(State, Span)> {
        let (start, end) = self.place.filter(|_| self.open.is_empty())?;
        let span = self.span(start, end);
        Some((self.state, span))
    }
}

impl<'m> Level<'m> {
    fn of(members: &'m [Member]) -> Self {
        Self { members, given: vec![false; members.len()] }
    }

    /// The member that a key names, once.
    fn member(&mut self, model: &Model, key: &str) -> Option<&'m Member> {
        let named = |member: &Member| model.schema.member_name(member).is_some_and(|name| **name == *key);
        let found = self.members.iter().position(named)?;
        let given = self.given.get_mut(found)?;
        if std::mem::replace(given, true) {
            return None;
        }
        self.members.get(found)
    }
}

impl<'m> Elements<'m> {
    /// The field that a key of the element under way names, once.
    fn key(&mut self, key: &str) -> Option<(FieldId, &'m Field)> {
        let fields = &self.shape.fields;
        let likely = fields.try_get(self.next).filter(|field| *field.name.text == *key);
        let number = if likely.is_some() { self.next } else { *self.numbers.get(key)? };
        self.next = FieldId::at(number.index() + 1);
        let row = self.rows.len() + 1;
        let last = std::mem::replace(self.given.get_mut(number)?, row);
        Some((number, fields.get(number)?)).filter(|_| last != row)
    }

    /// The element under way ends.
    fn end(&mut self, end: u32) -> Option<()> {
        let row = self.rows.len() + 1;
        for (number, (given, value)) in self.given.ids().zip(self.given.iter().zip(&self.defaults)) {
            if *given != row {
                if self.shape.key == Some(number) {
                    return None;
                }
                self.rows.fill(number, value.clone(), None);
            }
        }
        self.rows.end(end as usize);
        Some(())
    }
}
