//! What actions leave: for each of their effects something that comes out otherwise because of it.

use crate::base::{Message, msg};
use crate::eval::validity::audit_breakpoints;
use crate::eval::{Input, Portal, Verdict, decide};
use crate::input::Request;
use crate::kb::Effect;
use crate::program::Program;
use crate::testing::boundaries::actions::plain;
use crate::testing::boundaries::base_state;
use crate::testing::boundaries::case::{audit_findings, is_there};
use crate::testing::boundaries::fixture::{Change, Fixture, field_of, name_of, observe};
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::run::push_new;
use crate::values::ids::{ActionId, CollectionId, FieldId, RowId};
use crate::values::{Moment, Type, Value};
use chrono::TimeDelta;

/// So many fixtures are tried to make an effect seen.
const MOST_STARTS: usize = 400;

/// So many instants are looked at after an action.
const MOST_INSTANTS: usize = 8;

/// Something that is done or looked at after an action.
enum Next {
    Action(Request),
    Audit(Moment),
}

/// For every effect of some actions what shows it: an audit, or an action that comes next.
pub(crate) fn of_all(
    search: &mut BoundarySearch<'_>,
    portal: &Portal,
    actions: &[ActionId],
    next: &[ActionId],
) {
    let program = search.program;
    let plain: Vec<(Fixture<'_>, bool)> = next.iter().map(|action| plain(program, portal, *action)).collect();
    let requests: Vec<Request> = plain.iter().map(|(fixture, _)| fixture.request.clone()).collect();
    let own = next.iter().zip(&plain).filter(|(action, _)| actions.contains(action));
    for (action, (fixture, _)) in own.filter(|(_, (_, allowed))| *allowed) {
        for (effect, words, without) in variants(program, *action) {
            let shown = starts(fixture, effect).into_iter().find_map(|start| {
                let allowed = start.decide().verdict == Verdict::Allowed;
                let next = allowed.then(|| difference(&without, &start, &requests))??;
                Some((start, next))
            });
            if let Some((start, next)) = shown {
                keep(search, &start, next);
            } else {
                let action = fixture.action_name();
                search.left_out.push(msg!(test.nothing_shows, action = action, effect = words));
            }
        }
    }
}

/// The rules without each part of each effect of an action: a field of what it adds, or all of it, or its condition;
/// with the effect, and what is left out of it in words.
fn variants(program: &Program, action: ActionId) -> Vec<(&Effect, Message, Program)> {
    let (kb, schema) = (&program.kb, &program.model.schema);
    let words_of = |collection: CollectionId, field: FieldId| {
        let shape = schema.collections.get(collection);
        let name = shape.and_then(|shape| shape.fields.get(field)).map_or("", |field| &*field.name.text);
        msg!(test.field_of, field = name, noun = shape.map_or("", |shape| &*shape.noun.text))
    };
    let mut found = Vec::new();
    let effects = kb.actions.get(action).map(|plan| &plan.effects);
    for (at, effect) in effects.into_iter().flatten().enumerate() {
        let written = match effect {
            Effect::Add { collection, .. } => {
                let shape = schema.collections.get(*collection);
                msg!(test.new_element, noun = shape.map_or("", |shape| &*shape.noun.text))
            }
            Effect::Scalar { scalar, .. } => {
                let path = schema.scalars.get(*scalar).map_or("", |shape| &shape.path);
                Message::verbatim(format!("`{path}`"))
            }
            Effect::Field { collection, field, .. } => words_of(*collection, *field),
        };
        let mut add = |words: Message, change: &dyn Fn(&mut Vec<Effect>)| {
            let mut other = program.clone();
            if let Some(plan) = other.kb.actions.get_mut(action) {
                change(&mut plan.effects);
            }
            found.push((effect, words, other));
        };
        add(msg!(test.shows_change, what = written.clone()), &|effects| drop(effects.remove(at)));
        match effect {
            Effect::Add { collection, fields } => {
                let key = kb.keys.get(*collection).copied().flatten();
                for (place, (field, _)) in fields.iter().enumerate() {
                    if Some(*field) != key {
                        add(msg!(test.shows_change, what = words_of(*collection, *field)), &|effects| {
                            if let Some(Effect::Add { fields, .. }) = effects.get_mut(at) {
                                fields.remove(place);
                            }
                        });
                    }
                }
            }
            Effect::Scalar { when: Some(_), .. } | Effect::Field { when: Some(_), .. } => {
                add(msg!(test.shows_condition, what = written), &|effects| {
                    if let Some(Effect::Scalar { when, .. } | Effect::Field { when, .. }) =
                        effects.get_mut(at)
                    {
                        *when = None;
                    }
                });
            }
            _ => {}
        }
    }
    found
}

/// The fixtures from which an effect may be seen: the plain one, those in which what it writes was otherwise, and those
/// in which an invariant looks at it.
fn starts<'p>(plain: &Fixture<'p>, effect: &Effect) -> Vec<Fixture<'p>> {
    let program = plain.program;
    let mut found = vec![plain.clone()];
    let with = |found: &[Fixture<'p>], changes: &dyn Fn(&Fixture<'p>) -> Vec<Change>| -> Vec<Fixture<'p>> {
        let each = |fixture: &Fixture<'p>| -> Vec<Fixture<'p>> {
            let changes = changes(fixture).into_iter().filter(|change| !fixture.has_changed(change));
            changes.filter_map(|change| fixture.with(&change)).collect()
        };
        found.iter().flat_map(each).collect()
    };
    let (place, guard) = match effect {
        Effect::Scalar { scalar, when, .. } => (Some(Input::Scalar(*scalar)), *when),
        Effect::Field { of, collection, field, when, .. } => match plain.view().value(*of) {
            Value::Element(row) => {
                (Some(Input::Field { collection: *collection, row, field: *field }), *when)
            }
            _ => (None, *when),
        },
        Effect::Add { .. } => (None, None),
    };
    if let Some(place) = place {
        found.extend(with(&found, &|_| values(program, &place)));
    }
    if let Some(guard) = guard {
        found.extend(with(&found, &|fixture| fixture.of_inputs(fixture.view().inputs_of(guard))));
    }
    // What is read of the element that changes.
    let mut read: Vec<Fixture<'p>> = Vec::new();
    for invariant in &program.kb.invariants {
        let set = &invariant.set;
        for row in plain.about(set.collection) {
            read.extend(with(&found, &|fixture| fixture.changes_in(set, row, &[])));
        }
    }
    found.extend(read);
    found.extend(with(std::slice::from_ref(plain), &Fixture::changes));
    found.sort_by_key(|fixture| fixture.changes.len());
    found.truncate(MOST_STARTS);
    found
}

/// Other values of a place, by its type.
fn values(program: &Program, place: &Input) -> Vec<Change> {
    let Some(shape) = field_of(&program.model, place) else { return Vec::new() };
    let mut values = match &shape.ty {
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Enum(own) => {
            let found = program.model.enums.get(*own);
            found.into_iter().flat_map(|found| found.values.ids()).map(Value::Variant).collect()
        }
        Type::Date => vec![Value::Moment(base_state::past())],
        Type::Int => vec![Value::Int(0), Value::Int(2)],
        _ => Vec::new(),
    };
    values.extend(shape.optional.then_some(Value::Absent));
    values.into_iter().map(|value| Change::Put(place.clone(), value)).collect()
}

/// What comes out otherwise after an action without a part of its effects.
fn difference(without: &Program, start: &Fixture<'_>, requests: &[Request]) -> Option<Next> {
    let program = start.program;
    let (mut real, mut other) = (start.portal.clone(), start.portal.clone());
    real.apply(program, &start.request, None);
    other.apply(without, &start.request, None);
    if real.state == other.state {
        return None;
    }
    // The counts were kept by the changed effects.
    let other = Portal::new(program, other.into_state());
    let zone = real.zone;
    let mut instants = vec![start.request.at];
    for instant in audit_breakpoints(program, &real).into_iter().take(MOST_INSTANTS) {
        let earlier = instant.instant(zone).checked_sub_signed(TimeDelta::seconds(1));
        instants.extend(earlier.map(|at| Moment::Instant(zone.at(at))));
        instants.push(instant);
    }
    instants.retain(|at| at.instant(zone) >= start.request.at.instant(zone));
    let differs = |at: &Moment| audit_findings(program, &real, *at) != audit_findings(program, &other, *at);
    if let Some(at) = instants.into_iter().find(differs) {
        return Some(Next::Audit(at));
    }
    let differs = |request: &Request| {
        let observed = |portal: &Portal| {
            is_there(&program.model, portal, request)
                .then(|| observe(program, &decide(program, portal, request)))
        };
        let real = observed(&real);
        real.is_some() && real != observed(&other)
    };
    follow_ups(start, &real, requests).into_iter().find(differs).map(Next::Action)
}

/// Every action as it is plainly done, by and about those whom the first action concerned.
fn follow_ups(start: &Fixture<'_>, after: &Portal, requests: &[Request]) -> Vec<Request> {
    let model = &start.program.model;
    let concerned = |collection: CollectionId| -> Vec<RowId> {
        let last = |portal: &Portal| portal.state.collections.get(collection)?.rows().next_back();
        let new = last(after).filter(|_| last(after) > last(&start.portal));
        start.about(collection).into_iter().chain(new).collect()
    };
    let mut found: Vec<Request> = Vec::new();
    for request in requests {
        let request = Request { at: start.request.at, ..request.clone() };
        let actors = model.schema.actors.map(concerned).unwrap_or_default();
        let by = actors.into_iter().map(|actor| Request { actor, ..request.clone() });
        let mut open: Vec<Request> = [request.clone()].into_iter().chain(by).collect();
        for (parameter, shape) in model.parameters.enumerated() {
            let Type::Element(collection) = shape.ty else { continue };
            for request in open.clone() {
                if request.arguments.get(parameter).is_none_or(|cell| cell.value == Value::Absent) {
                    continue;
                }
                for row in concerned(collection) {
                    let mut other = request.clone();
                    if let Some(cell) = other.arguments.get_mut(parameter) {
                        cell.value = Value::Element(row);
                    }
                    open.push(other);
                }
            }
        }
        // Those of other actions are others.
        let mut own = Vec::new();
        for request in open {
            push_new(&mut own, request);
        }
        found.append(&mut own);
    }
    found
}

fn keep(search: &mut BoundarySearch<'_>, start: &Fixture<'_>, next: Next) {
    let model = &search.program.model;
    let mut name = Message::verbatim(start.action_name());
    if !start.changes.is_empty() {
        name = msg!(test.case, owner = start.action_name(), words = start.description());
    }
    let mut steps = vec![start.request.clone()];
    match next {
        Next::Action(request) => {
            let then = name_of(model, request.action);
            let mut after = start.portal.clone();
            after.apply(search.program, &start.request, None);
            let who = |actor: RowId| model.schema.actors.and_then(|actors| after.state.id(actors, actor));
            let by = who(request.actor).filter(|_| request.actor != start.request.actor);
            let name = match by {
                Some(by) => msg!(test.then_action_by, name = name, action = then, who = by),
                None => msg!(test.then_action, name = name, action = then),
            };
            steps.push(request);
            search.keep(name, &start.portal.state, steps, None);
        }
        Next::Audit(at) => {
            let when = start.when(at);
            let name = msg!(test.then_audit, name = name, time = when);
            search.keep(name, &start.portal.state, steps, Some(at));
        }
    }
}
