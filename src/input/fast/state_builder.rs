//! A state built event by event, without a tree between. It gives up at the first event that does not fit the schema or
//! a limit: the tree reader says what is wrong, or that nothing is.

use crate::base::IndexVec;
use crate::base::{SourceId, Span};
use crate::input::fast::event::{Event, Scalar};
use crate::input::nesting::deepest;
use crate::input::reader::{MOST_CELLS, is_text, value_of};
use crate::input::references::resolve;
use crate::input::state::State;
use crate::input::tree::is_nothing;
use crate::input::yaml::Limits;
use crate::model::{Collection, Field, Member, Model};
use crate::state::collection::{Cell, Rows};
use crate::values::email::is_email;
use crate::values::ids::{CollectionId, FieldId, ScalarId};
use crate::values::{Type, Value};
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
    Members(Level<'m>, Option<&'m Member>),
    Elements,
    Element(Option<(FieldId, &'m Field)>),
    /// A value that is a list.
    List(ListOf<'m>),
}

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

struct Elements<'m> {
    collection: CollectionId,
    shape: &'m Collection,
    rows: Rows,
    by_name: HashMap<&'m str, FieldId>,
    /// What the fields hold that are left out.
    defaults: Vec<Value>,
    /// The last element that each field was given for, counted from 1.
    given: IndexVec<FieldId, u32>,
    /// The field that is likely to come next.
    next: FieldId,
    first: u32,
}

/// After so many elements it is known how long they are.
const SAMPLE: u32 = 64;
/// For so many more there is room made at most.
const MOST_ROOM: usize = 1 << 20;

impl<'m> StateBuilder<'m> {
    pub(super) fn new(model: &'m Model, source: SourceId, text: &'m str, limits: &'m Limits) -> Self {
        Self {
            model,
            source,
            text,
            limits,
            state: State::empty(model),
            open: Vec::new(),
            elements: None,
            place: None,
            values: 0,
            cells: 0,
        }
    }

    #[inline]
    pub(super) fn take(&mut self, event: &Event) -> Option<()> {
        let open = match event {
            Event::Scalar { .. } | Event::Read(_) => return self.scalar(event.scalar(self.text)?),
            Event::End(end) => return self.leave(*end),
            Event::List(start) => self.list(*start)?,
            Event::Map(start) => self.map(*start)?,
        };
        self.open.push(open);
        // Near the limits only the tree knows whether that is too deep.
        (self.open.len() + 2 < self.limits.depth).then_some(())
    }

    fn scalar(&mut self, scalar: Scalar<'_>) -> Option<()> {
        match self.open.last_mut()? {
            Open::Element(next) => match next.take() {
                None => {
                    *next = Some(self.elements.as_mut()?.key(scalar.text)?);
                    self.count()
                }
                // An empty key is an error.
                Some((id, _)) if scalar.text.is_empty() && self.elements.as_ref()?.shape.key == Some(id) => {
                    None
                }
                Some((id, field)) => self.cell(id, field, scalar),
            },
            Open::Members(level, next) => match next.take() {
                None => {
                    let found = level.member(self.model, scalar.text)?;
                    *next = Some(found);
                    self.count()?;
                    let span = self.span(scalar.start, scalar.end);
                    self.state.start.get_or_insert(span);
                    if let Member::Collection(collection) = found {
                        self.elements = Some(Elements::new(self.model, *collection, span)?);
                    }
                    Some(())
                }
                Some(Member::Scalar(id)) => {
                    let value = self.value(&self.model.schema.scalars.get(*id)?.field, scalar)?;
                    self.put(*id, value, self.span(scalar.start, scalar.end))
                }
                Some(_) => None,
            },
            Open::List(list) => {
                list.values.push(value_of(self.model, list.ty, scalar.text, scalar.quoted)?);
                self.fits(scalar)
            }
            Open::Elements => None,
        }
    }

    /// What a list is that begins here.
    fn list(&mut self, start: u32) -> Option<Open<'m>> {
        let ty = match self.open.last()? {
            Open::Members(_, Some(Member::Collection(_))) => return Some(Open::Elements),
            Open::Members(_, Some(Member::Scalar(id))) => &self.model.schema.scalars.get(*id)?.field.ty,
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
            Open::Members(_, Some(Member::Scalar(id))) => {
                let id = *id;
                self.put(id, value, span)?;
            }
            Open::Element(Some((id, _))) => self.elements.as_mut()?.rows.fill(*id, value, Some(span)),
            Open::List(outer) => outer.values.push(value),
            _ => return None,
        }
        Some(())
    }

    fn count(&mut self) -> Option<()> {
        self.values += 1;
        (self.values <= self.limits.values).then_some(())
    }

    fn put(&mut self, scalar: ScalarId, value: Value, span: Span) -> Option<()> {
        *self.state.scalars.get_mut(scalar)? = Cell { value, span: Some(span) };
        Some(())
    }

    /// The collection under way is complete.
    fn complete(&mut self) -> Option<()> {
        let mut elements = self.elements.take()?;
        if !elements.rows.enter_all() {
            return None;
        }
        elements.rows.shrink_to_fit();
        *self.state.collections.get_mut(elements.collection)? = elements.rows;
        Some(())
    }

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

    /// A value of the element under way.
    fn cell(&mut self, id: FieldId, field: &'m Field, scalar: Scalar<'_>) -> Option<()> {
        let span = self.span(scalar.start, scalar.end);
        if matches!(field.ty, Type::String | Type::Email | Type::Element(_))
            && is_text(scalar.text, scalar.quoted)
        {
            if field.ty == Type::Email && !is_email(scalar.text) {
                return None;
            }
            self.fits(scalar)?;
            self.elements.as_mut()?.rows.fill_text(id, scalar.text, span);
        } else {
            let value = self.value(field, scalar)?;
            self.elements.as_mut()?.rows.fill(id, value, Some(span));
        }
        Some(())
    }

    /// Whether there is room for one more value.
    fn fits(&mut self, scalar: Scalar<'_>) -> Option<()> {
        self.count()?;
        (scalar.text.len() <= self.limits.scalar).then_some(())
    }

    fn value(&mut self, field: &Field, scalar: Scalar<'_>) -> Option<Value> {
        self.fits(scalar)?;
        if !scalar.quoted && is_nothing(scalar.text) {
            return field.optional.then_some(Value::Absent);
        }
        let value = value_of(self.model, &field.ty, scalar.text, scalar.quoted)?;
        value.is_in(field.range).then_some(value)
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span { source: self.source, start, end }
    }

    /// The whole state, and its place.
    pub(super) fn done(mut self) -> Option<(State, Span)> {
        let (start, end) = self.place.filter(|_| self.open.is_empty())?;
        if !resolve(self.model, &mut self.state) || deepest(self.model, &self.state).is_err() {
            return None;
        }
        Some((self.state, Span { source: self.source, start, end }))
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
    /// None yet of a collection, whose key stands at a place.
    fn new(model: &'m Model, collection: CollectionId, key: Span) -> Option<Self> {
        let shape = model.schema.collections.get(collection)?;
        let mut rows = Rows::as_read(shape);
        (rows.known, rows.span) = (true, Some(key));
        Some(Self {
            collection,
            shape,
            rows,
            by_name: shape.fields.enumerated().map(|(id, field)| (&*field.name.text, id)).collect(),
            defaults: shape.fields.iter().map(Field::left_out).collect(),
            given: vec![0; shape.fields.len()].into(),
            next: FieldId(0),
            first: 0,
        })
    }

    /// The field that a key of the element under way names, once.
    fn key(&mut self, key: &str) -> Option<(FieldId, &'m Field)> {
        let fields = &self.shape.fields;
        let likely = fields.try_get(self.next).filter(|field| *field.name.text == *key);
        let id = if likely.is_some() { self.next } else { *self.by_name.get(key)? };
        self.next = FieldId::at(id.index() + 1);
        let row = self.rows.len() + 1;
        let last = std::mem::replace(self.given.get_mut(id)?, row);
        Some((id, fields.get(id)?)).filter(|_| last != row)
    }

    fn end(&mut self, end: u32) -> Option<()> {
        let row = self.rows.len() + 1;
        for ((id, given), value) in self.given.enumerated().zip(&self.defaults) {
            if *given != row {
                if self.shape.key == Some(id) {
                    return None;
                }
                self.rows.fill(id, value.clone(), None);
            }
        }
        self.rows.end(end);
        Some(())
    }
}
