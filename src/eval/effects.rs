//! What the effects of an action change, and a portal after it.

use crate::base::Span;
use crate::eval::compute::{Context, Frame};
use crate::eval::portal::{Count, Portal};
use crate::input::Request;
use crate::kb::{Effect, ReadSet};
use crate::model::Model;
use crate::program::Program;
use crate::state::collection::{Cell, Row, Rows};
use crate::values::{Truth, Type, Value};

/// What the state would have instead, had the action happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    /// New single values.
    pub(super) scalars: Vec<(u16, Value)>,
    /// New values of fields: collection, row, field.
    pub(super) fields: Vec<(u16, u32, u16, Value)>,
    /// New elements.
    pub(super) added: Vec<(u16, Vec<Cell>)>,
    /// Collections of which some element changes, but nobody knows which.
    pub(super) unknown: Vec<u16>,
}

impl Change {
    /// Work out what the effects of an action would change.
    pub(super) fn of(model: &Model, context: &Context<'_>, effects: &[Effect]) -> Self {
        let mut change = Self::default();
        let mut frame = Frame::new(context.program);
        for effect in effects {
            match effect {
                Effect::Add { collection, fields } => {
                    let shape = model.schema.collections.get(usize::from(*collection));
                    let mut cells: Vec<Cell> = shape
                        .iter()
                        .flat_map(|shape| &shape.fields)
                        .map(crate::input::state::left_out)
                        .collect();
                    for (field, value) in fields {
                        if let Some(cell) = cells.get_mut(usize::from(*field)) {
                            cell.value = context.value(*value, &mut frame);
                        }
                    }
                    change.added.push((*collection, cells));
                }
                Effect::Scalar { scalar, value, when } => {
                    let old = context.scalar(*scalar);
                    if let Some(new) = context.changed(&old, *value, *when, &mut frame) {
                        change.scalars.push((*scalar, new));
                    }
                }
                Effect::Field { of, collection, field, value, when } => {
                    let row = match context.value(*of, &mut frame) {
                        Value::Element(row) => row,
                        Value::Absent => continue,
                        _ => {
                            change.unknown.push(*collection);
                            continue;
                        }
                    };
                    // What an effect before this one has left: two words may stand for one element.
                    let old = Context { change: Some(&change), ..*context }.field(*collection, row, *field);
                    if let Some(new) = context.changed(&old, *value, *when, &mut frame) {
                        change.fields.push((*collection, row, *field, new));
                    }
                }
            }
        }
        change
    }

    /// The rows of a collection with new values, each once.
    pub(super) fn rows(&self, collection: u16) -> Vec<u32> {
        let mut rows: Vec<u32> = self
            .fields
            .iter()
            .filter(|(changed, _, _, _)| *changed == collection)
            .map(|(_, row, _, _)| *row)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Whether something changes that a condition reads, other than a field of the element that it is about.
    pub(super) fn moves_all(&self, moved: &ReadSet) -> bool {
        moved.added
            || moved.scalars.iter().any(|scalar| self.scalars.iter().any(|(changed, _)| changed == scalar))
            || moved.others.iter().any(|read| {
                self.unknown.contains(&read.0)
                    || self.fields.iter().any(|(collection, _, field, _)| (*collection, *field) == *read)
            })
    }

    /// Whether a field changes that a condition reads of the element that it is about.
    pub(super) fn moves_own(&self, moved: &ReadSet, collection: u16, row: u32) -> bool {
        moved.own.iter().any(|own| {
            self.fields
                .iter()
                .any(|(changed, at, field, _)| (*changed, *at, *field) == (collection, row, *own))
        })
    }

    pub(super) fn added(&self, collection: u16) -> impl Iterator<Item = &Vec<Cell>> {
        self.added.iter().filter(move |(changed, _)| *changed == collection).map(|(_, cells)| cells)
    }
}

/// A difference that an action made to a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// Another value.
    Value {
        /// Where: `users.ivan.status`, `settings.everyone_may_invite`.
        path: String,
        /// Its type.
        ty: Type,
        /// Before.
        before: Value,
        /// After.
        after: Value,
    },
    /// A new element.
    Added {
        /// Where: `users.ivan`, `trials[0]`.
        path: String,
        /// Names, types and values of the fields that have a value.
        fields: Vec<(String, Type, Value)>,
    },
    /// Nothing was added: an element with this id was there.
    There {
        /// Where: `users.ivan`.
        path: String,
    },
}

/// What an action changed, and what is needed to take it back.
#[derive(Debug)]
pub struct Applied {
    /// What changed, in the order of the effects.
    pub differences: Vec<Difference>,
    scalars: Vec<(u16, Cell)>,
    fields: Vec<(u16, u32, u16, Cell)>,
    added: Vec<u16>,
    counts: Vec<(u16, Count)>,
}

impl Portal {
    /// Let an action take effect; whether it may is for [`super::decide`] to say. New values get `place`, which is
    /// where people can read of them. An element whose id is there already is not added a second time.
    ///
    /// Costs what the effects touch, not what the state holds, unless an effect changes what the conditions of
    /// other elements read.
    pub fn apply(&mut self, program: &Program, request: &Request, place: Option<Span>) -> Applied {
        let mut applied = Applied {
            differences: Vec::new(),
            scalars: Vec::new(),
            fields: Vec::new(),
            added: Vec::new(),
            counts: Vec::new(),
        };
        let Some(plan) = program.kb.actions.get(request.action as usize) else { return applied };
        let context = Context::of_request(program, self, request);
        let mut change = Change::of(&program.model, &context, &plan.effects);
        self.leave_out_known(&program.model, &mut change, &mut applied.differences);
        let context = Context::of_request(program, self, request);
        let counts: Vec<(u16, Count)> = plan
            .affected_counters
            .iter()
            .filter_map(|recount| {
                Some((recount.counter, recounted(&context, &change, recount.counter, &recount.reads)?))
            })
            .collect();
        for (scalar, value) in change.scalars {
            let new = Cell { value: value.clone(), span: place };
            let Some(old) = self.set_scalar(program, scalar, new) else { continue };
            if let Some(shape) = program.model.schema.scalars.get(usize::from(scalar)) {
                applied.note(shape.path.to_string(), &shape.field.ty, &old.value, value);
            }
            applied.scalars.push((scalar, old));
        }
        for (collection, row, field, value) in change.fields {
            let path = self.state.path_of(&program.model, collection, row);
            let new = Cell { value: value.clone(), span: place };
            let Some(old) = self.replace(program, collection, row, field, new) else { continue };
            let shape = program.model.schema.collections.get(usize::from(collection));
            if let Some(field) = shape.and_then(|shape| shape.fields.get(usize::from(field))) {
                applied.note(format!("{path}.{}", field.name.text), &field.ty, &old.value, value);
            }
            applied.fields.push((collection, row, field, old));
        }
        for (collection, cells) in change.added {
            applied.differences.extend(self.push(program, collection, cells, place));
            applied.added.push(collection);
        }
        for (counter, count) in counts {
            let old = self.set_count(program, counter, count);
            applied.counts.extend(old.map(|old| (counter, old)));
        }
        applied
    }

    /// Take back what an action changed; nothing may have changed since.
    pub fn undo(&mut self, program: &Program, applied: Applied) {
        for collection in applied.added.into_iter().rev() {
            self.pop(program, collection);
        }
        for (collection, row, field, old) in applied.fields.into_iter().rev() {
            self.replace(program, collection, row, field, old);
        }
        for (scalar, old) in applied.scalars.into_iter().rev() {
            self.set_scalar(program, scalar, old);
        }
        for (counter, old) in applied.counts {
            self.set_count(program, counter, old);
        }
    }

    /// Take out of a change the new elements whose ids are there already.
    fn leave_out_known(&self, model: &Model, change: &mut Change, differences: &mut Vec<Difference>) {
        let mut new: Vec<(u16, std::sync::Arc<str>)> = Vec::new();
        change.added.retain(|(collection, cells)| {
            let Some(shape) = model.schema.collections.get(usize::from(*collection)) else { return false };
            let key = shape.key;
            let id = key.and_then(|key| cells.get(usize::from(key))).map(|cell| &cell.value);
            let Some(Value::Text(id)) = id else { return true };
            let known = self.state.find(*collection, id).is_some()
                || new.iter().any(|(other, known)| (other, known) == (collection, id));
            if known {
                differences.push(Difference::There { path: format!("{}.{id}", shape.name.text) });
            }
            new.push((*collection, id.clone()));
            !known
        });
    }

    /// Take away the last element of a collection, and keep the look-ups.
    pub(super) fn pop(&mut self, program: &Program, collection: u16) {
        let rows = self.state.collections.get_mut(usize::from(collection));
        let Some(row) = rows.and_then(Rows::pop) else { return };
        self.encode_popped(collection);
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
        if let Some(values) = self.indexes.get_mut(usize::from(number)) {
            values.count(list, fold, add);
            self.encode_index(program, number);
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
        let rows = self.state.collections.get_mut(usize::from(collection))?;
        let value = new.value.clone();
        let old = rows.set(row, field, new)?;
        for (number, index) in (0u16..).zip(&program.kb.indexes) {
            if (index.collection, index.field) == (collection, field) {
                self.count(program, number, &old.value, false);
                self.count(program, number, &value, true);
            }
        }
        self.encode_field(program, collection, row, field);
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
        let rows = self.state.collections.get_mut(usize::from(collection))?;
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
        self.encode_pushed(program, collection, row);
        Some(Difference::Added { path: self.state.path_of(&program.model, collection, row), fields })
    }
}

impl Applied {
    fn note(&mut self, path: String, ty: &Type, before: &Value, after: Value) {
        if *before != after {
            let (ty, before) = (ty.clone(), before.clone());
            self.differences.push(Difference::Value { path, ty, before, after });
        }
    }
}

/// The count of a set after a change.
fn recounted(context: &Context<'_>, change: &Change, counter: u16, moved: &[ReadSet]) -> Option<Count> {
    let set = context.program.kb.counters.get(usize::from(counter))?;
    let mut count = context.portal.counted(counter)?;
    let after = Context { change: Some(change), ..*context };
    let mut frame = Frame::new(context.program);
    if moved.iter().any(|moved| change.moves_all(moved)) {
        return Some(after.count(set, &mut frame));
    }
    let (old, all) = (context.row_count(set.collection), after.row_count(set.collection));
    let rows = if moved.is_empty() { Vec::new() } else { change.rows(set.collection) };
    for row in rows.into_iter().chain(old..all) {
        frame.set(set.level, row);
        let before = if row < old { context.member(set, &mut frame) } else { Truth::False };
        count.remove(before);
        count.add(after.member(set, &mut frame), 1);
    }
    Some(count)
}
