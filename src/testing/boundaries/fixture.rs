//! A portal with an action, and single changes of it.

use crate::base::IndexVec;
use crate::eval::ProposedAction;
use crate::eval::branch_distance::View;
use crate::eval::why_not::sandbox::Sandbox;
use crate::eval::why_not::variable_inputs::{VariableInput, variable_inputs};
use crate::eval::{Decision, Input, Portal, decide};
use crate::input::Request;
use crate::kb::{NodeId, Op};
use crate::model::Model;
use crate::program::Program;
use crate::state::collection::Cell;
use crate::testing::boundaries::base_state;
use crate::values::ids::{ActionId, CollectionId, FieldId, ParameterId, RowId};
use crate::values::{Moment, Truth, Type, Value};
use std::sync::Arc;

/// So many elements of a set are looked at of those that only count among many.
const MOST_ALIKE: usize = 2;
/// So many texts are tried in one place.
const MOST_TEXTS: usize = 4;

/// A portal with an action; for an audit, with one that there is not.
#[derive(Clone, Debug)]
pub(crate) struct Fixture {
    pub(crate) portal: Portal,
    pub(crate) request: Request,
    /// What is other than in the fixture that it was made from, in words.
    pub(crate) changes: Vec<(Change, String)>,
}

/// A single change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Another value in a place.
    Put(Input, Value),
    /// Somebody else acts.
    Actor(RowId),
    /// It happens at another time.
    At(Moment),
    /// One more element.
    Add(CollectionId),
    /// The last element is not there.
    Drop(CollectionId),
    /// No element is left.
    Clear(CollectionId),
    /// A set has so many elements.
    Fill,
}

impl Change {
    /// Whether both change the same thing.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Put(one, _), Self::Put(other, _)) => one == other,
            (Self::Actor(_), Self::Actor(_)) | (Self::At(_), Self::At(_)) => true,
            // One after the other may go.
            (Self::Drop(_), Self::Drop(_)) => false,
            (
                Self::Add(one) | Self::Clear(one) | Self::Drop(one),
                Self::Add(other) | Self::Clear(other) | Self::Drop(other),
            ) => one == other,
            _ => false,
        }
    }
}

impl Fixture {
    /// A state at a moment.
    pub(crate) fn of_state(model: &Model, portal: &Portal, at: Moment) -> Self {
        let request = Request {
            action: ActionId::NONE,
            actor: RowId::NONE,
            at,
            arguments: nothing_told(model),
            action_span: None,
            actor_span: None,
        };
        Self { portal: portal.clone(), request, changes: Vec::new() }
    }

    /// An action on the plain state, by the first actor, about the last elements.
    pub(crate) fn of_action(model: &Model, portal: &Portal, action: ActionId) -> Self {
        let mut arguments = nothing_told(model);
        let shape = model.actions.get(action);
        for parameter in shape.into_iter().flat_map(|action| &action.parameters) {
            let Some(found) = model.parameters.get(*parameter) else { continue };
            let value = match &found.ty {
                _ if found.optional => Value::Absent,
                Type::Element(collection) => {
                    let rows = portal.state.collections.get(*collection);
                    let last = rows.and_then(|rows| rows.rows().next_back());
                    Value::Element(last.unwrap_or(RowId(0)))
                }
                ty => base_state::argument(ty).unwrap_or(Value::Absent),
            };
            if let Some(cell) = arguments.get_mut(*parameter) {
                cell.value = value;
            }
        }
        let request = Request {
            action,
            actor: RowId(0),
            at: base_state::today(),
            arguments,
            action_span: None,
            actor_span: None,
        };
        Self { portal: portal.clone(), request, changes: Vec::new() }
    }

    pub(crate) fn view<'a>(&'a self, program: &'a Program) -> View<'a> {
        View { program, portal: &self.portal, request: &self.request }
    }

    pub(crate) fn decide(&self, program: &Program) -> Decision {
        decide(program, &self.portal, &self.request)
    }

    /// The same, to be changed anew.
    pub(crate) fn fresh(&self) -> Self {
        Self { changes: Vec::new(), ..self.clone() }
    }

    /// The fixture with one change; nothing where it cannot be.
    pub(crate) fn with(&self, program: &Program, change: &Change) -> Option<Self> {
        let model = &program.model;
        let words = self.words(model, change);
        let mut next = self.clone();
        match change {
            Change::Put(place, value) => {
                let mut world = Sandbox::new(program, &self.portal, &self.request);
                world.put(place, value, &mut Vec::new());
                (next.portal, next.request) = (world.portal, world.request);
            }
            Change::Actor(row) => next.request.actor = *row,
            Change::At(at) => next.request.at = *at,
            Change::Add(collection) => {
                let shape = model.schema.collections.get(*collection)?;
                let mut state = self.portal.state.clone();
                let rows = state.collections.get_mut(*collection)?;
                let row = base_state::element(shape, rows.len() as usize + 1);
                rows.push(row);
                next.portal = Portal::new(program, state);
            }
            Change::Drop(collection) => {
                let mut state = self.portal.state.clone();
                let rows = state.collections.get_mut(*collection)?;
                rows.pop()?;
                let left = RowId(rows.len());
                if self.about(model, *collection).contains(&left) {
                    return None;
                }
                next.portal = Portal::new(program, state);
            }
            Change::Clear(collection) => {
                if self.refers_to(model, *collection) {
                    return None;
                }
                let mut state = self.portal.state.clone();
                state.collections.get_mut(*collection)?.retain(|_| false);
                next.portal = Portal::new(program, state);
            }
            Change::Fill => return None,
        }
        next.changes.push((change.clone(), words));
        Some(next)
    }

    /// Whether the action is about elements of a collection, or done by one.
    fn refers_to(&self, model: &Model, collection: CollectionId) -> bool {
        let parameters = model.parameters.iter().zip(&self.request.arguments);
        model.schema.actors == Some(collection)
            || parameters.into_iter().any(|(parameter, cell)| {
                parameter.ty == Type::Element(collection) && cell.value != Value::Absent
            })
    }

    /// The rows of a collection that the action is about.
    pub(crate) fn about(&self, model: &Model, collection: CollectionId) -> Vec<RowId> {
        let told = model.parameters.iter().zip(&self.request.arguments);
        let mut rows: Vec<RowId> = told
            .filter(|(parameter, _)| parameter.ty == Type::Element(collection))
            .filter_map(|(_, cell)| if let Value::Element(row) = cell.value { Some(row) } else { None })
            .collect();
        if model.schema.actors == Some(collection) && self.request.actor != RowId::NONE {
            rows.push(self.request.actor);
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Every single change that the rules of the action may notice.
    pub(crate) fn changes(&self, program: &Program) -> Vec<Change> {
        let model = &program.model;
        let decision = self.decide(program);
        let outcomes = decision.outcomes(program);
        let inputs = variable_inputs(&ProposedAction::new(program, &self.portal, &self.request), outcomes);
        let mut found = self.of_inputs(program, inputs);
        let parameters =
            model.actions.get(self.request.action).into_iter().flat_map(|action| &action.parameters);
        for parameter in parameters {
            for value in self.other_arguments(program, *parameter) {
                let change = Change::Put(Input::Argument(*parameter), value);
                if !found.contains(&change) {
                    found.push(change);
                }
            }
        }
        found
    }

    /// The changes that variable inputs stand for.
    pub(crate) fn of_inputs(&self, program: &Program, inputs: Vec<VariableInput>) -> Vec<Change> {
        let mut found = Vec::new();
        let mut alike: Vec<((CollectionId, FieldId), usize)> = Vec::new();
        let listed: Vec<CollectionId> = inputs
            .iter()
            .filter_map(|input| match input.place {
                Input::Contains { collection, .. } => Some(collection),
                _ => None,
            })
            .collect();
        for input in inputs {
            match &input.place {
                // Where a list holds what is looked for, or not, its number of elements matters less.
                Input::Elements(collection) if listed.contains(collection) => continue,
                Input::Elements(collection) => {
                    for change in [Change::Add(*collection), Change::Clear(*collection)] {
                        if !found.contains(&change) {
                            found.push(change);
                        }
                    }
                    continue;
                }
                Input::Complete(_) => continue,
                Input::Field { collection, row, field }
                    if input.far && !self.about(&program.model, *collection).contains(row) =>
                {
                    let key = (*collection, *field);
                    let seen = alike.iter_mut().find(|(own, _)| *own == key);
                    match seen {
                        Some((_, many)) if *many == MOST_ALIKE => continue,
                        Some((_, many)) => *many += 1,
                        None => alike.push((key, 1)),
                    }
                }
                _ => {}
            }
            let texts = self.texts_for(program, &input.place);
            for value in input.alternatives.iter().chain(&texts) {
                let change = Change::Put(input.place.clone(), value.clone());
                if !found.contains(&change) {
                    found.push(change);
                }
            }
        }
        found
    }

    /// The action about whoever does it, where it is about somebody.
    pub(crate) fn instead(&self, program: &Program) -> Vec<Change> {
        let told = program.model.parameters.enumerated().zip(&self.request.arguments);
        let about = told.filter(|((_, parameter), cell)| {
            matches!(parameter.ty, Type::Element(own) if program.model.schema.actors == Some(own))
                && matches!(cell.value, Value::Element(row) if row != self.request.actor)
        });
        let actor = Value::Element(self.request.actor);
        about.map(|((parameter, _), _)| Change::Put(Input::Argument(parameter), actor.clone())).collect()
    }

    /// What else could be passed: other texts that play a part, or nothing.
    fn other_arguments(&self, program: &Program, parameter: ParameterId) -> Vec<Value> {
        let Some(found) = program.model.parameters.get(parameter) else { return Vec::new() };
        let held = self.request.arguments.get(parameter).map(|cell| &cell.value);
        let mut values =
            self.texts(program, &found.ty, &|op| matches!(op, Op::Argument(own) if *own == parameter));
        if let Some(Value::List(held)) = held {
            values.extend(self.lists(program, parameter, held));
        }
        if found.optional {
            values.push(Value::Absent);
            if held == Some(&Value::Absent) {
                values.extend(base_state::argument(&found.ty));
            }
        }
        values.retain(|value| Some(value) != held);
        values
    }

    /// Lists that could be passed: with what the rules look for in them, and without.
    fn lists(&self, program: &Program, parameter: ParameterId, held: &[Value]) -> Vec<Value> {
        let kb = &program.kb;
        let deciding = kb.actions.get(self.request.action).map(|plan| kb.deciding(plan));
        let mut found = Vec::new();
        for op in deciding.iter().flatten().flat_map(|node| kb.reads(*node)) {
            let Op::In { value, list, .. } = op else { continue };
            let passed =
                kb.node(list).is_some_and(|node| matches!(node.op, Op::Argument(own) if own == parameter));
            let value = self.view(program).value(value);
            if passed && !matches!(value, Value::Absent | Value::Unknown | Value::Element(_)) {
                let without = held.iter().filter(|one| **one != value);
                found.push(Value::List(without.clone().cloned().collect()));
                found.push(Value::List(without.cloned().chain([value.clone()]).collect()));
            }
        }
        found
    }

    /// Texts worth trying in a field that holds one and is no id.
    fn texts_for(&self, program: &Program, place: &Input) -> Vec<Value> {
        let Input::Field { collection, row, field } = place else { return Vec::new() };
        let shape = program.model.schema.collections.get(*collection);
        let Some(shape) = shape.filter(|shape| shape.key != Some(*field)) else { return Vec::new() };
        let Some(found) = shape.fields.get(*field) else { return Vec::new() };
        let held = self.held(*collection, *row, *field);
        let mut texts = self.texts(program, &found.ty, &|op| {
            matches!(op, Op::Field { collection: own, field: other, .. } if (own, other) == (collection, field))
        });
        texts.retain(|text| Some(text) != held.as_ref());
        texts
    }

    pub(crate) fn held(&self, collection: CollectionId, row: RowId, field: FieldId) -> Option<Value> {
        let rows = self.portal.state.collections.get(collection)?;
        Some(rows.cell(row, field)?.value)
    }

    /// Texts that are told, that the actor or the element in question has, or that the rules write out; for what the
    /// rules compare with others.
    fn texts(&self, program: &Program, ty: &Type, is: &dyn Fn(&Op) -> bool) -> Vec<Value> {
        let (model, kb) = (&program.model, &program.kb);
        let deciding = kb.actions.get(self.request.action).map(|plan| kb.deciding(plan));
        let ops: Vec<Op> = deciding.iter().flatten().flat_map(|node| kb.reads(*node)).collect();
        let one = |id: &NodeId| kb.node(*id).is_some_and(|node| is(&node.op));
        let compared = ops.iter().any(|op| match op {
            Op::Equal { left, right, .. } => one(left) || one(right),
            _ => false,
        });
        if !compared || !matches!(ty, Type::String | Type::Email) {
            return Vec::new();
        }
        let mut texts: Vec<Value> = Vec::new();
        let mut add = |value: &Value| {
            if matches!(value, Value::Text(_)) && !texts.contains(value) && texts.len() < MOST_TEXTS {
                texts.push(value.clone());
            }
        };
        for op in &ops {
            if let Op::Constant(value) = op {
                add(value);
            }
        }
        for (parameter, cell) in model.parameters.iter().zip(&self.request.arguments) {
            if parameter.ty.fits(ty) {
                add(&cell.value);
            }
        }
        for (collection, shape) in model.schema.collections.enumerated() {
            for row in self.about(model, collection) {
                for (field, own) in shape.fields.enumerated() {
                    if own.ty == *ty
                        && let Some(held) = self.held(collection, row, field)
                    {
                        add(&held);
                    }
                }
            }
        }
        texts
    }
}

fn nothing_told(model: &Model) -> IndexVec<ParameterId, Cell> {
    model.parameters.iter().map(|_| Cell { value: Value::Absent, span: None }).collect()
}

/// How many of its rules keep an action from being allowed, and how far they are from letting it.
pub(crate) fn in_the_way(program: &Program, fixture: &Fixture, decision: &Decision) -> u32 {
    let view = fixture.view(program);
    let denials = decision.denials(program).map(|one| view.distance(one.cause, one.truth, false));
    let permits = decision.permits(program).map(|one| view.distance(one.cause, one.truth, true));
    let permitted = if decision.permitted == Truth::True { 0 } else { permits.min().unwrap_or(u32::MAX / 4) };
    denials.fold(permitted, u32::saturating_add)
}

/// The name of an action.
pub(crate) fn name_of(model: &Model, action: ActionId) -> Arc<str> {
    model.actions.get(action).map_or_else(|| "".into(), |action| action.name.text.clone())
}
