//! A portal with an action, and single changes of it.

use crate::base::Message;
use crate::eval::ProposedAction;
use crate::eval::branch_distance::View;
use crate::eval::why_not::entries::Asked;
use crate::eval::why_not::place::VariableInput;
use crate::eval::why_not::sandbox::{Sandbox, Undo};
use crate::eval::why_not::variable_inputs::variable_inputs;
use crate::eval::{Decision, Input, Portal, Verdict, decide};
use crate::input::{Request, State};
use crate::kb::{NodeId, Op, Set};
use crate::model::{Field, Model};
use crate::program::Program;
use crate::state::collection::{self, Rows};
use crate::testing::boundaries::base_state;
use crate::testing::boundaries::references::renumber;
use crate::testing::run::{grounds, push_new};
use crate::values::ids::{ActionId, CollectionId, CounterId, FieldId, ParameterId, RowId};
use crate::values::{Moment, Truth, Type, Value};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;
use std::sync::Arc;

/// So many elements of a set are looked at of those that only count among many.
const MOST_ALIKE: usize = 2;

/// So many texts are tried in one place.
const MOST_TEXTS: usize = 4;

/// A portal with an action by some rules; for an audit, with an action that there is not.
#[derive(Clone)]
pub(crate) struct Fixture<'p> {
    pub(crate) program: &'p Program,
    world: Sandbox<'p>,
    /// What is other than in the fixture that it was made from, in words.
    pub(crate) changes: Vec<(Change, Message)>,
    /// The counters that the action asks for; without an action, all.
    asked: Option<Rc<HashSet<CounterId>>>,
    /// Whether a search from this fixture, or from what was made from it, ended before all was tried.
    stopped: Rc<Cell<bool>>,
}

/// The plain case of each action, and whether it is allowed there.
pub(crate) type PlainCases<'p> = BTreeMap<ActionId, (Fixture<'p>, bool)>;

impl<'p> Deref for Fixture<'p> {
    type Target = Sandbox<'p>;

    fn deref(&self) -> &Sandbox<'p> {
        &self.world
    }
}

impl DerefMut for Fixture<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.world
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    Put(Input, Value),
    Actor(RowId),
    At(Moment),
    Add(CollectionId),
    /// The last element is not there.
    Drop(CollectionId),
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

/// What people see of a verdict.
pub(crate) type Observed = (Verdict, Vec<Arc<str>>);

pub(crate) fn observe(program: &Program, decision: &Decision) -> Observed {
    (decision.verdict, grounds(program, decision))
}

impl<'p> Fixture<'p> {
    /// A state without an action.
    pub(crate) fn of_state(program: &'p Program, portal: &Portal) -> Self {
        let request = Request {
            action: ActionId::NONE,
            actor: RowId::NONE,
            at: base_state::today(),
            arguments: program.model.parameters.iter().map(|_| given(Value::Absent)).collect(),
            action_span: None,
            actor_span: None,
        };
        let world = Sandbox::new(program, portal.clone(), request, 1);
        Self { program, world, changes: Vec::new(), asked: None, stopped: Rc::default() }
    }

    /// An action on the state, by the first actor, about the last elements.
    pub(crate) fn with_action(&self, action: ActionId) -> Self {
        let mut fixture = self.fresh();
        (fixture.request.action, fixture.request.actor) = (action, RowId(0));
        let model = &self.program.model;
        for parameter in model.actions.get(action).into_iter().flat_map(|action| &action.parameters) {
            let Some(found) = model.parameters.get(*parameter) else { continue };
            let value = match &found.ty {
                _ if found.optional => Value::Absent,
                Type::Element(collection) => {
                    let rows = self.portal.state.collections.get(*collection);
                    let last = rows.and_then(|rows| rows.rows().next_back());
                    Value::Element(last.unwrap_or(RowId(0)))
                }
                _ => base_state::argument(found).unwrap_or(Value::Absent),
            };
            if let Some(cell) = fixture.request.arguments.get_mut(*parameter) {
                cell.value = value;
            }
        }
        fixture.asking(self.program.kb.asked_counters(action))
    }

    /// The same where only some counters are asked for.
    pub(crate) fn asking(mut self, counters: HashSet<CounterId>) -> Self {
        self.asked = Some(Rc::new(counters));
        self.set_state(self.portal.state.clone());
        self
    }

    /// Put another state in place of that which is there.
    pub(crate) fn set_state(&mut self, state: State) {
        let asked = |counter| self.asked.as_ref().is_none_or(|asked| asked.contains(&counter));
        self.world.portal = Portal::counting(self.program, state, asked);
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { program: self.program, portal: &self.portal, request: &self.request }
    }

    pub(crate) fn decide(&self) -> Decision {
        decide(self.program, &self.portal, &self.request)
    }

    pub(crate) fn observed(&self) -> Observed {
        observe(self.program, &self.decide())
    }

    pub(crate) fn note_stop(&self) {
        self.stopped.set(true);
    }

    pub(crate) fn was_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// The same, to be changed anew.
    pub(crate) fn fresh(&self) -> Self {
        Self { changes: Vec::new(), ..self.clone() }
    }

    /// The same as other rules of the same schema count it.
    pub(crate) fn under<'o>(&self, program: &'o Program) -> Fixture<'o> {
        let world = Sandbox::new(program, self.portal.clone(), self.request.clone(), 1);
        let (changes, stopped) = (self.changes.clone(), self.stopped.clone());
        let fixture = Fixture { program, world, changes, asked: None, stopped };
        fixture.asking(program.kb.asked_counters(self.request.action))
    }

    /// Whether what a change is about was changed before.
    pub(crate) fn has_changed(&self, change: &Change) -> bool {
        self.changes.iter().any(|(other, _)| change.meets(other))
    }

    /// The fixture with one change; nothing where it cannot be.
    pub(crate) fn with(&self, change: &Change) -> Option<Self> {
        let model = &self.program.model;
        let mut next = self.clone();
        match change {
            Change::Put(place, value) => next.world.put(place, value, &mut Vec::new()),
            Change::Actor(row) => next.request.actor = *row,
            Change::At(at) => next.request.at = *at,
            Change::Add(collection) => {
                next.change_rows(*collection, |rows| {
                    rows.push(base_state::element(model, *collection, rows.len() as usize + 1));
                })?;
            }
            Change::Drop(collection) => {
                let last = self.portal.state.collections.get(*collection)?.rows().next_back()?;
                if self.about(*collection).contains(&last) {
                    return None;
                }
                next.change_rows(*collection, |rows| drop(rows.pop()))?;
                let mut state = next.portal.state.clone();
                renumber(model, &mut state, *collection, |row| (row != last).then_some(row))?;
            }
            Change::Clear(collection) => {
                let mut parameters = model.parameters.iter().zip(&self.request.arguments);
                let refers = model.schema.actors == Some(*collection)
                    || parameters.any(|(parameter, cell)| {
                        parameter.ty == Type::Element(*collection) && cell.value != Value::Absent
                    });
                if refers {
                    return None;
                }
                next.change_rows(*collection, |rows| rows.retain(|_| false))?;
                renumber(model, &mut next.portal.state.clone(), *collection, |_| None)?;
            }
            Change::Fill => return None,
        }
        next.changes.push((change.clone(), self.words(change)));
        Some(next)
    }

    /// What is seen of the fixture with one change, which is then taken back; nothing where it cannot be.
    pub(crate) fn trying<T>(&mut self, change: &Change, see: impl FnOnce(&Self) -> T) -> Option<T> {
        let mut back = Vec::new();
        match change {
            Change::Put(place, value) => self.world.put(place, value, &mut back),
            Change::Actor(row) => back.push(Undo::Actor(mem::replace(&mut self.world.request.actor, *row))),
            Change::At(at) => back.push(self.world.wait(*at)),
            _ => return Some(see(&self.with(change)?)),
        }
        self.changes.push((change.clone(), Message::empty()));
        let seen = see(self);
        self.changes.pop();
        self.world.take_back(back);
        Some(seen)
    }

    fn change_rows(&mut self, collection: CollectionId, change: impl FnOnce(&mut Rows)) -> Option<()> {
        let mut state = self.portal.state.clone();
        change(state.collections.get_mut(collection)?);
        self.set_state(state);
        Some(())
    }

    /// The rows of a collection that the action is about.
    pub(crate) fn about(&self, collection: CollectionId) -> Vec<RowId> {
        let model = &self.program.model;
        let arguments = model.parameters.iter().zip(&self.request.arguments);
        let mut rows: Vec<RowId> = arguments
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
    pub(crate) fn changes(&self) -> Vec<Change> {
        let decision = self.decide();
        let proposed = ProposedAction::new(self.program, &self.portal, &self.request);
        let mut found = self.of_inputs(variable_inputs(&proposed, decision.outcomes(self.program)));
        let action = self.program.model.actions.get(self.request.action);
        for parameter in action.into_iter().flat_map(|action| &action.parameters) {
            for value in self.other_arguments(*parameter) {
                push_new(&mut found, Change::Put(Input::Argument(*parameter), value));
            }
        }
        found
    }

    /// The changes by which an element comes into a set or leaves it, and those of what else is read.
    pub(crate) fn changes_in(&self, set: &Set, row: RowId, more: &[NodeId]) -> Vec<Change> {
        self.of_inputs(self.view().inputs_in(set, row, more))
    }

    /// The changes that variable inputs stand for.
    pub(crate) fn of_inputs(&self, inputs: Vec<VariableInput>) -> Vec<Change> {
        let mut found = Vec::new();
        let mut alike: HashMap<(CollectionId, FieldId), usize> = HashMap::new();
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
                    push_new(&mut found, Change::Add(*collection));
                    push_new(&mut found, Change::Clear(*collection));
                    continue;
                }
                Input::Complete(_) => continue,
                Input::Field { collection, row, field }
                    if input.far && !self.about(*collection).contains(row) =>
                {
                    let many = alike.entry((*collection, *field)).or_default();
                    *many += 1;
                    if *many > MOST_ALIKE {
                        continue;
                    }
                }
                _ => {}
            }
            let texts = self.texts_for(&input.place);
            for value in input.distinct().cloned().chain(texts) {
                push_new(&mut found, Change::Put(input.place.clone(), value));
            }
        }
        found
    }

    /// The action about whoever does it, where it is about somebody.
    pub(crate) fn instead(&self) -> Vec<Change> {
        let model = &self.program.model;
        let arguments = model.parameters.enumerated().zip(&self.request.arguments);
        let about = arguments.filter(|((_, parameter), cell)| {
            matches!(parameter.ty, Type::Element(own) if model.schema.actors == Some(own))
                && matches!(cell.value, Value::Element(row) if row != self.request.actor)
        });
        let actor = Value::Element(self.request.actor);
        about.map(|((parameter, _), _)| Change::Put(Input::Argument(parameter), actor.clone())).collect()
    }

    /// What else could be passed: other texts that play a part, or nothing.
    fn other_arguments(&self, parameter: ParameterId) -> Vec<Value> {
        let Some(found) = self.program.model.parameters.get(parameter) else { return Vec::new() };
        let held = self.request.arguments.get(parameter).map(|cell| &cell.value);
        let mut values = self.texts(&found.ty, |op| matches!(op, Op::Argument(own) if *own == parameter));
        if let Some(Value::List(held)) = held {
            values.extend(self.lists(parameter, held));
        }
        if found.optional {
            values.push(Value::Absent);
            if held == Some(&Value::Absent) {
                values.extend(base_state::argument(found));
            }
        }
        values.retain(|value| Some(value) != held && value.may_stand_in(&found.ty, found.range));
        values
    }

    /// What decides the action is made of these.
    fn ops(&self) -> impl Iterator<Item = Op> {
        let kb = &self.program.kb;
        kb.deciding(self.request.action).into_iter().flat_map(|node| kb.reads(node))
    }

    fn node_is(&self, id: NodeId, is: impl Fn(&Op) -> bool) -> bool {
        self.program.kb.node(id).is_some_and(|node| is(&node.op))
    }

    /// Lists that could be passed: with what the rules look for in them, and without.
    fn lists(&self, parameter: ParameterId, held: &[Value]) -> Vec<Value> {
        let mut found = Vec::new();
        for op in self.ops() {
            let is_passed =
                |list: NodeId| self.node_is(list, |op| matches!(op, Op::Argument(own) if *own == parameter));
            if let Op::AnyEntry { list, level, condition } = op
                && is_passed(list)
            {
                found.extend(self.view().other_lists(Asked { list, level, condition }));
            }
            let Op::In { value, list, .. } = op else { continue };
            let passed = is_passed(list);
            let value = self.view().value(value);
            if passed && !matches!(value, Value::Absent | Value::Unknown | Value::Element(_)) {
                let without = held.iter().filter(|one| **one != value);
                found.push(Value::List(without.clone().cloned().collect()));
                found.push(Value::List(without.cloned().chain([value.clone()]).collect()));
            }
        }
        found
    }

    /// Texts worth trying in a field that holds one and is no id.
    fn texts_for(&self, place: &Input) -> Vec<Value> {
        let Input::Field { collection, field, .. } = place else { return Vec::new() };
        let shape = self.program.model.schema.collections.get(*collection);
        let Some(found) = field_of(&self.program.model, place) else { return Vec::new() };
        if shape.is_none_or(|shape| shape.key == Some(*field)) {
            return Vec::new();
        }
        let held = self.held(place);
        let mut texts = self.texts(&found.ty, |op| {
            matches!(op, Op::Field { collection: own, field: other, .. } if (own, other) == (collection, field))
        });
        texts.retain(|text| Some(text) != held.as_ref());
        texts
    }

    pub(crate) fn held(&self, place: &Input) -> Option<Value> {
        let state = &self.portal.state;
        let cell = match place {
            Input::Argument(parameter) => self.request.arguments.get(*parameter)?,
            Input::Scalar(scalar) => state.scalars.get(*scalar)?,
            Input::Field { collection, row, field } => {
                return Some(state.collections.get(*collection)?.cell(*row, *field)?.value);
            }
            _ => return None,
        };
        Some(cell.value.clone())
    }

    /// Texts that are passed, that the actor or the element in question has, or that the rules write out; for what
    /// the rules compare with others.
    fn texts(&self, ty: &Type, is: impl Fn(&Op) -> bool) -> Vec<Value> {
        if !matches!(ty, Type::String | Type::Email) {
            return Vec::new();
        }
        let model = &self.program.model;
        let ops: Vec<Op> = self.ops().collect();
        let compared = ops.iter().any(|op| match op {
            Op::Equal { left, right, .. } => self.node_is(*left, &is) || self.node_is(*right, &is),
            _ => false,
        });
        if !compared {
            return Vec::new();
        }
        let mut texts: Vec<Value> = Vec::new();
        for op in ops {
            if let Op::Constant(value) = op {
                push_new(&mut texts, value);
            }
        }
        for (parameter, cell) in model.parameters.iter().zip(&self.request.arguments) {
            if parameter.ty.fits(ty) {
                push_new(&mut texts, cell.value.clone());
            }
        }
        for (collection, shape) in model.schema.collections.enumerated() {
            for row in self.about(collection) {
                for (field, _) in shape.fields.enumerated().filter(|(_, field)| field.ty == *ty) {
                    if let Some(held) = self.held(&Input::Field { collection, row, field }) {
                        push_new(&mut texts, held);
                    }
                }
            }
        }
        texts.retain(|value| matches!(value, Value::Text(_)) && value.may_stand_in(ty, None));
        texts.truncate(MOST_TEXTS);
        texts
    }

    /// How many of its rules keep the action from being allowed, and how far they are from letting it.
    pub(crate) fn in_the_way(&self, decision: &Decision) -> u32 {
        let view = self.view();
        let denials = decision.denials(self.program).map(|one| view.distance(one.cause, one.truth, false));
        let permits = decision.permits(self.program).map(|one| view.distance(one.cause, one.truth, true));
        let permitted =
            if decision.permitted == Truth::True { 0 } else { permits.min().unwrap_or(u32::MAX / 4) };
        denials.fold(permitted, u32::saturating_add)
    }

    pub(crate) fn action_name(&self) -> &'p str {
        name_of(&self.program.model, self.request.action)
    }
}

fn given(value: Value) -> collection::Cell {
    collection::Cell { value, span: None }
}

pub(crate) fn name_of(model: &Model, action: ActionId) -> &str {
    model.actions.get(action).map_or("", |action| &action.name.text)
}

/// The field of the schema that a place of the state is of.
pub(crate) fn field_of<'m>(model: &'m Model, place: &Input) -> Option<&'m Field> {
    match place {
        Input::Scalar(scalar) => Some(&model.schema.scalars.get(*scalar)?.field),
        Input::Field { collection, field, .. } | Input::Contains { collection, field, .. } => {
            model.schema.collections.get(*collection)?.fields.get(*field)
        }
        _ => None,
    }
}
