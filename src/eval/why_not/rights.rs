//! What changes hand out: what people may do after them that they might not do before.
//!
//! A right is an action that something permits somebody and nothing surely forbids, with some arguments. What a condition
//! asks of the thing that is acted on makes no right, nor do limits and other invariants; what everybody may change for
//! themselves, such as whether they have logged in, takes none away. What is asked for hands out nothing by itself, only
//! what is done or changed before it.

use crate::eval::compute::{Context, Frame};
use crate::eval::overlay::{Change, FieldOf};
use crate::eval::proposed::ProposedAction;
use crate::eval::why_not::conditions::{Part, Reading, is_for_oneself};
use crate::eval::why_not::inquiry::{Candidate, Inquiry};
use crate::eval::why_not::place::{Input, all_values};
use crate::eval::why_not::proposal::{Grant, Step};
use crate::eval::why_not::sandbox::{Undo, given};
use crate::eval::why_not::variable_inputs::inputs_of;
use crate::input::Request;
use crate::kb::{Effect, Op, Written};
use crate::model::Parameter;
use crate::state::collection::{Cell, Rows};
use crate::values::email::is_same_email;
use crate::values::ids::{ActionId, CollectionId, FieldId, NodeId, RowId};
use crate::values::{Truth, Type, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Where there are no more people, everybody is asked for what a change lets them do.
const EVERYBODY: u32 = 128;
/// Of more people so many who look different to the rules, besides those whom a change names.
const MOST_ASKED: usize = 32;
/// So many ways to fill in an action are asked about for one person.
const MOST_FILLINGS: usize = 64;
/// So many elements are tried for one parameter, besides those that a change names.
const MOST_ELEMENTS: usize = 8;

/// What somebody may do, and what they might once they have done for themselves what everybody may.
#[derive(Default)]
struct Rights {
    now: BTreeSet<ActionId>,
    perhaps: BTreeSet<ActionId>,
}

/// What somebody might do before a change.
struct Before {
    rights: Rights,
    role: Option<Value>,
    /// Whether that was nothing at all.
    had_none: bool,
}

/// What somebody may do after it.
struct After {
    row: RowId,
    id: String,
    rights: Rights,
    role: Option<Value>,
    /// Actions with arguments that are allowed then, as far as rights go.
    filled: Vec<Request>,
}

/// Whom a change may let do more, and what.
struct Concerned {
    people: Vec<RowId>,
    /// The actions whose conditions read what is written.
    actions: BTreeMap<ActionId, Reading>,
    /// The elements that the change names, or is about.
    elements: Vec<(CollectionId, RowId)>,
}

impl Inquiry<'_> {
    /// Say of some changes which hand out something in the state as it is: those that do, and that it be so what one of
    /// those would make so.
    pub(super) fn rate(&mut self, candidates: &mut [Candidate]) {
        for candidate in &mut *candidates {
            candidate.hands_out = !self.grants_of(candidate).is_empty();
        }
        let giving = candidates.iter().filter(|candidate| candidate.hands_out);
        let written: HashSet<Input> = giving.flat_map(|candidate| candidate.writes.clone()).collect();
        for candidate in candidates.iter_mut().filter(|candidate| !candidate.hands_out) {
            candidate.hands_out =
                matches!(&candidate.step, Step::Fact { place, .. } if written.contains(place));
            candidate.hands_out = candidate.hands_out && !self.grants_of(candidate).is_empty();
        }
    }

    /// What changes hand out, one after the other; where that is nothing, each by itself.
    pub(super) fn grants(&mut self, set: &[usize]) -> Vec<Grant> {
        let (mut back, mut grants) = (Vec::new(), Vec::new());
        let candidates: Vec<Candidate> = self.members(set).cloned().collect();
        // What one change hands out by itself was looked at.
        if let [only] = candidates.as_slice()
            && !only.hands_out
        {
            return grants;
        }
        for candidate in &candidates {
            grants.extend(self.grants_of(candidate));
            self.make(&[&candidate.step], &mut back);
        }
        self.world.take_back(back);
        if grants.is_empty() {
            grants = candidates.iter().flat_map(|candidate| self.grants_of(candidate)).collect();
        }
        grants
    }

    /// What a change hands out.
    fn grants_of(&mut self, candidate: &Candidate) -> Vec<Grant> {
        let Some((actors, _)) = self.program.kb.actors else { return Vec::new() };
        match &candidate.step {
            Step::Act(request) => {
                let concerned = self.concerned_by(request, actors);
                self.compared(&concerned, actors, &[], &[&candidate.step])
            }
            Step::Fact { place, .. } => {
                let concerned = self.concerned_by_fact(place, candidate.hands_out, actors);
                let grants = concerned.map_or_else(Vec::new, |concerned| {
                    self.compared(&concerned, actors, &[], &[&candidate.step])
                });
                let is_of_person = matches!(place, Input::Field { collection, .. } if *collection == actors);
                if is_of_person || candidate.hands_out || self.go_beyond(&grants, actors) {
                    grants
                } else {
                    Vec::new()
                }
            }
            // Whom it is about is for the one who asks to say.
            Step::Tell { value: Value::Element(_), .. } | Step::Instead(_) | Step::Wait(_) => Vec::new(),
            // What the action gives with this value, and would not give with the value as it is.
            Step::Tell { parameter, value } => {
                let as_asked = self.world.request.clone();
                let mut as_told = as_asked.clone();
                if let Some(cell) = as_told.arguments.get_mut(*parameter) {
                    cell.value = value.clone();
                }
                let mut concerned = self.concerned_by(&as_asked, actors);
                let more = self.concerned_by(&as_told, actors);
                concerned.people.extend(more.people);
                concerned.elements.extend(more.elements);
                self.compared(&concerned, actors, &[&Step::Act(as_asked)], &[&Step::Act(as_told)])
            }
        }
    }

    /// Whether somebody is given more than what was asked for.
    fn go_beyond(&self, grants: &[Grant], actors: CollectionId) -> bool {
        let asked = &self.world.request;
        let actor = self.world.portal.state.id(actors, asked.actor);
        grants.iter().any(|grant| Some(&*grant.person) != actor || grant.actions != [asked.action])
    }

    /// Let changes happen that are no waiting.
    fn make(&mut self, steps: &[&Step], back: &mut Vec<Undo>) {
        for step in steps {
            match step {
                Step::Act(request) => back.push(self.world.act(request)),
                Step::Fact { place, value } => self.world.put(place, value, back),
                Step::Tell { parameter, value } => {
                    self.world.put(&Input::Argument(*parameter), value, back);
                }
                Step::Instead(_) | Step::Wait(_) => {}
            }
        }
    }

    /// Whom an action may let do more.
    fn concerned_by(&self, request: &Request, actors: CollectionId) -> Concerned {
        let plan = self.program.kb.actions.get(request.action);
        let effects = plan.map(|plan| plan.effects.as_slice()).unwrap_or_default();
        let written: Vec<Written> = effects.iter().map(Effect::written).collect();
        let proposed = ProposedAction::new(self.program, &self.world.portal, request);
        let change = proposed.change();
        let mut elements = self.elements_of(change, actors);
        elements.extend(self.elements_among(request));
        let mut concerned = self.concerned_by_writing(change.rows(actors), elements, &written, actors);
        if change.unknown.iter().any(|(collection, _)| *collection == actors) {
            concerned.people.extend(self.some_people(actors));
        }
        // What everybody may do for themselves was theirs already.
        if plan.is_some_and(|plan| is_for_oneself(self.program, plan)) {
            concerned.people.retain(|row| *row != request.actor);
        }
        concerned
    }

    /// Whom it may let do more that something is otherwise; nobody, where this is about no person, or not known now.
    fn concerned_by_fact(&self, place: &Input, is_given: bool, actors: CollectionId) -> Option<Concerned> {
        let portal = &self.world.portal;
        let (written, rows, elements) = match place {
            Input::Field { collection, row, field } => {
                let of = FieldOf { collection: *collection, row: *row, field: *field };
                if portal.held(of).is_none_or(|held| held == Value::Unknown) {
                    return None;
                }
                let rows = if *collection == actors { vec![*row] } else { Vec::new() };
                (vec![Written::Field(*collection, *field)], rows, vec![(*collection, *row)])
            }
            Input::Scalar(scalar) => (vec![Written::Scalar(*scalar)], Vec::new(), Vec::new()),
            Input::Contains { collection, field, text, .. } if portal.is_known(*collection) => {
                let written = vec![Written::Field(*collection, *field), Written::Added(*collection)];
                (written, Vec::new(), self.people_called(text, actors))
            }
            _ => return None,
        };
        let is_about_people = is_given
            || !rows.is_empty()
            || self.conditions.reading(&written).values().any(|reading| reading.personal);
        is_about_people.then(|| self.concerned_by_writing(rows, elements, &written, actors))
    }

    fn concerned_by_writing(
        &self,
        mut people: Vec<RowId>,
        elements: Vec<(CollectionId, RowId)>,
        written: &[Written],
        actors: CollectionId,
    ) -> Concerned {
        let actions = self.conditions.reading(written);
        if actions.values().any(|reading| reading.others) {
            let named = elements.iter().filter(|(collection, _)| *collection == actors);
            people.extend(named.map(|(_, row)| *row));
            people.push(self.world.request.actor);
            people.extend(self.some_people(actors));
        }
        Concerned { people, actions, elements }
    }

    /// Everybody, or some of every kind.
    fn some_people(&self, actors: CollectionId) -> Vec<RowId> {
        let rows = self.world.portal.rows(actors).map_or(0, Rows::len);
        if rows <= EVERYBODY {
            return RowId::range(0..rows).collect();
        }
        self.people.iter().copied().take(MOST_ASKED).collect()
    }

    /// Who has an id, or an e-mail address.
    fn people_called(&self, text: &str, actors: CollectionId) -> Vec<(CollectionId, RowId)> {
        let shape = self.program.model.schema.collections.get(actors);
        let fields = shape.into_iter().flat_map(|shape| shape.fields.enumerated());
        let emails: Vec<FieldId> =
            fields.filter(|(_, field)| field.ty == Type::Email).map(|(field, _)| field).collect();
        let rows = self.world.portal.rows(actors).filter(|_| !emails.is_empty());
        let has = |rows: &Rows, row: RowId| {
            let mut own = emails.iter().filter_map(|field| rows.text(row, *field));
            own.any(|own| is_same_email(own, text))
        };
        let with_address = rows.into_iter().flat_map(|rows| rows.rows().filter(move |row| has(rows, *row)));
        let with_id = self.world.portal.find(actors, text);
        with_id.into_iter().chain(with_address).map(|row| (actors, row)).collect()
    }

    /// The elements that a change is about, and those that it writes.
    fn elements_of(&self, change: &Change, actors: CollectionId) -> Vec<(CollectionId, RowId)> {
        let schema = &self.program.model.schema;
        let ty = |collection: CollectionId, field| {
            Some(&schema.collections.get(collection)?.fields.get(field)?.ty)
        };
        let mut found: Vec<(CollectionId, RowId)> =
            change.fields.iter().map(|(of, _)| (of.collection, of.row)).collect();
        let mut name = |ty: Option<&Type>, value: &Value| match (ty, value) {
            (Some(Type::Element(collection)), Value::Element(row)) => found.push((*collection, *row)),
            (_, Value::Text(text)) => found.extend(self.people_called(text, actors)),
            _ => {}
        };
        for (of, value) in &change.fields {
            name(ty(of.collection, of.field), value);
            let held = self.world.portal.held(*of).unwrap_or(Value::Unknown);
            name(ty(of.collection, of.field), &held);
        }
        for (collection, cells) in &change.added {
            cells.enumerated().for_each(|(field, cell)| name(ty(*collection, field), &cell.value));
        }
        for (scalar, value) in &change.scalars {
            name(schema.scalars.get(*scalar).map(|scalar| &scalar.field.ty), value);
        }
        found
    }

    /// The elements among the arguments of an action.
    fn elements_among(&self, request: &Request) -> Vec<(CollectionId, RowId)> {
        let arguments = self.program.model.parameters.iter().zip(&request.arguments);
        let element = |(parameter, cell): (&Parameter, &Cell)| match (&parameter.ty, &cell.value) {
            (Type::Element(collection), Value::Element(row)) => Some((*collection, *row)),
            _ => None,
        };
        arguments.filter_map(element).collect()
    }

    /// What people may do after some changes that they might not do before, or after others.
    fn compared(
        &mut self,
        concerned: &Concerned,
        actors: CollectionId,
        before: &[&Step],
        after: &[&Step],
    ) -> Vec<Grant> {
        let adds_people = |step: &&Step| {
            let Step::Act(request) = step else { return false };
            let plan = self.program.kb.actions.get(request.action);
            plan.is_some_and(|plan| plan.effects.iter().any(|own| own.written() == Written::Added(actors)))
        };
        let nobody = concerned.people.is_empty() || concerned.actions.is_empty();
        if nobody && !after.iter().any(adds_people) {
            return Vec::new();
        }
        let len = |inquiry: &Self| inquiry.world.portal.rows(actors).map_or(0, Rows::len);
        let known = len(self);
        let people = |new: u32| {
            let mut people: Vec<RowId> = concerned.people.clone();
            people.extend(RowId::range(known..new));
            people.sort_unstable();
            people.dedup();
            people
        };
        let all = self.program.kb.actions.ids().map(|action| (action, Reading::default()));
        let all: BTreeMap<ActionId, Reading> = all.collect();
        // Somebody new may do whatever there is to do.
        let actions = |row: RowId| if row.0 < known { &concerned.actions } else { &all };
        let mut back = Vec::new();
        self.make(before, &mut back);
        let mut held = HashMap::new();
        for row in people(len(self)) {
            let rights = self.rights(row, actions(row));
            let had_none = rights.now.is_empty() && self.rights(row, &all).now.is_empty();
            held.insert(row, Before { rights, role: self.role_of(row), had_none });
        }
        self.world.take_back(back);
        let mut back = Vec::new();
        self.make(after, &mut back);
        let mut found = Vec::new();
        for row in people(len(self)) {
            let Some(id) = self.world.portal.state.id(actors, row).map(ToOwned::to_owned) else { continue };
            let filled = self.filled(row, actions(row), &concerned.elements);
            let rights = self.rights(row, actions(row));
            found.push(After { row, id, rights, role: self.role_of(row), filled });
        }
        self.world.take_back(back);
        let mut back = Vec::new();
        self.make(before, &mut back);
        let (sure, open): (Vec<_>, Vec<_>) =
            found.into_iter().filter_map(|after| self.grant(after, &held)).partition(|(is_sure, _)| *is_sure);
        self.world.take_back(back);
        // Who could do more only after something else is named where nobody else is given anything.
        let grants = if sure.is_empty() { open } else { sure };
        grants.into_iter().map(|(_, grant)| grant).collect()
    }

    fn role_of(&self, row: RowId) -> Option<Value> {
        let (collection, field) = self.program.kb.actors?;
        self.world.portal.held(FieldOf { collection, row, field })
    }

    /// Which of some actions somebody may do.
    fn rights(&self, row: RowId, actions: &BTreeMap<ActionId, Reading>) -> Rights {
        let may = |perhaps: bool| {
            let all = actions.keys().copied();
            all.filter(move |action| self.may(&self.open_request(*action, row), perhaps))
        };
        Rights { now: may(false).collect(), perhaps: may(true).collect() }
    }

    /// An action of which nothing is known but who acts.
    fn open_request(&self, action: ActionId, actor: RowId) -> Request {
        let model = &self.program.model;
        let own = model.actions.get(action).map(|action| &*action.parameters).unwrap_or_default();
        let argument = |id| given(if own.contains(&id) { &Value::Unknown } else { &Value::Absent });
        let arguments = model.parameters.ids().map(argument).collect();
        Request { action, actor, arguments, ..self.world.request.clone() }
    }

    /// Whether somebody may do something, as far as rights go.
    fn may(&self, request: &Request, perhaps: bool) -> bool {
        let Some(plan) = self.program.kb.actions.get(request.action) else { return false };
        let context = Context::of_request(self.program, &self.world.portal, request);
        let mut frame = Frame::new(self.program);
        let mut truth = |id| self.right(&context, id, &mut frame, perhaps);
        plan.permits.iter().any(|entry| truth(entry.applies) != Truth::False)
            && plan.forbids.iter().all(|entry| truth(entry.applies) != Truth::True)
    }

    /// The truth of a condition as far as it makes a right.
    fn right(&self, context: &Context<'_>, id: NodeId, frame: &mut Frame, perhaps: bool) -> Truth {
        match self.program.kb.node(id).map(|node| &node.op) {
            Some(Op::And(parts)) => {
                Truth::all(parts.iter().map(|part| self.right(context, *part, frame, perhaps)))
            }
            Some(Op::Or(parts)) => {
                Truth::any(parts.iter().map(|part| self.right(context, *part, frame, perhaps)))
            }
            Some(Op::Not(inner)) => !self.right(context, *inner, frame, perhaps),
            _ => match self.conditions.part(id) {
                Some(Part::Thing) => Truth::Unknown,
                Some(Part::Own) if perhaps => Truth::Unknown,
                _ => context.truth(id, frame),
            },
        }
    }

    /// The ways to fill in some actions that somebody has a right to: with what the action that was asked for says, with
    /// what conditions compare an argument with, and with the elements that a change names.
    fn filled(
        &self,
        row: RowId,
        actions: &BTreeMap<ActionId, Reading>,
        elements: &[(CollectionId, RowId)],
    ) -> Vec<Request> {
        let (model, asked) = (&self.program.model, &self.world.request);
        let mut found = Vec::new();
        for action in actions.iter().filter(|(_, reading)| reading.arguments).map(|(action, _)| *action) {
            let (Some(plan), Some(shape)) = (self.program.kb.actions.get(action), model.actions.get(action))
            else {
                continue;
            };
            let open = self.open_request(action, row);
            let nodes: Vec<NodeId> =
                plan.permits.iter().chain(&plan.forbids).map(|entry| entry.applies).collect();
            let context = Context::of_request(self.program, &self.world.portal, &open);
            let inputs = inputs_of(context, &open, &nodes, Frame::new(self.program));
            let mut all = vec![open];
            for id in &shape.parameters {
                let Some(parameter) = model.parameters.get(*id) else { continue };
                let mut values = all_values(model, &parameter.ty).unwrap_or_default();
                if let Type::Element(collection) = &parameter.ty {
                    let named = elements.iter().filter(|(own, _)| own == collection);
                    values.extend(named.map(|(_, row)| Value::Element(*row)));
                    let rows = self.world.portal.rows(*collection).into_iter().flat_map(Rows::rows);
                    values.extend(rows.take(MOST_ELEMENTS).map(Value::Element));
                }
                let compared = inputs.iter().filter(|input| input.place == Input::Argument(*id));
                values.extend(compared.flat_map(|input| input.alternatives.iter().cloned()));
                let same = model.parameters.iter().zip(&asked.arguments);
                let same = same.filter(|(own, _)| own.ty == parameter.ty).map(|(_, cell)| &cell.value);
                values.extend(same.filter(|value| **value != Value::Absent).cloned());
                let mut seen = Vec::new();
                values.retain(|value| {
                    !seen.contains(value) && {
                        seen.push(value.clone());
                        true
                    }
                });
                if values.is_empty() {
                    continue;
                }
                let with = |request: &Request, value: &Value| {
                    let mut request = request.clone();
                    if let Some(cell) = request.arguments.get_mut(*id) {
                        cell.value = value.clone();
                    }
                    request
                };
                let filled = all.iter().flat_map(|one| values.iter().map(move |value| with(one, value)));
                all = filled.take(MOST_FILLINGS).collect();
            }
            if action == asked.action {
                all.push(Request { actor: row, ..asked.clone() });
            }
            found.extend(all.into_iter().filter(|request| self.may(request, false)));
        }
        found
    }

    /// What somebody may do after a change that is not among what they might do before, which is how things are now; and
    /// whether they may do some of it at once, or have another role.
    fn grant(&self, after: After, held: &HashMap<RowId, Before>) -> Option<(bool, Grant)> {
        let nothing = Before { rights: Rights::default(), role: None, had_none: true };
        let before = held.get(&after.row).unwrap_or(&nothing);
        let mut actions: BTreeSet<ActionId> =
            after.rights.now.difference(&before.rights.now).copied().collect();
        if held.contains_key(&after.row) {
            let new = after.filled.iter().filter(|request| !self.may(request, false));
            actions.extend(new.map(|request| request.action));
        }
        let is_held = after.role == before.role;
        let is_sure = !actions.is_empty() || !is_held;
        actions.extend(after.rights.perhaps.difference(&before.rights.perhaps));
        if actions.is_empty() {
            return None;
        }
        let role = after.role.filter(|_| !is_held || before.had_none).and_then(|role| match role {
            Value::Variant(variant) => Some(variant.into()),
            _ => None,
        });
        let is_held = is_held && role.is_some();
        Some((is_sure, Grant { person: after.id, role, is_held, actions: actions.into_iter().collect() }))
    }
}
