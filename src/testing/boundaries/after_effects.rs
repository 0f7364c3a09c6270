//! What actions leave: for each of their effects something that comes out otherwise because of it.

use crate::base::IndexVec;
use crate::eval::validity::audit_breakpoints;
use crate::eval::{Input, Portal, Verdict, decide};
use crate::input::Request;
use crate::kb::Effect;
use crate::program::Program;
use crate::state::collection::Rows;
use crate::testing::boundaries::actions;
use crate::testing::boundaries::case::{audit_findings, is_there};
use crate::testing::boundaries::fixture::{Change, Fixture, name_of};
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::run::grounds;
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

/// For every effect of every action what shows it.
pub(crate) fn of_all(search: &mut BoundarySearch<'_>, portal: &Portal) {
    let program = search.program;
    let plain: IndexVec<ActionId, (Fixture, bool)> =
        program.model.actions.ids().map(|action| actions::plain(program, portal, action)).collect();
    let requests: Vec<Request> = plain.iter().map(|(fixture, _)| fixture.request.clone()).collect();
    for (action, (fixture, allowed)) in plain.enumerated() {
        if !allowed {
            continue;
        }
        for (what, without) in variants(program, action) {
            let mut shown = false;
            for start in starts(program, fixture, action, what) {
                if start.decide(program).verdict != Verdict::Allowed {
                    continue;
                }
                if let Some(next) = difference(program, &without, &start, &requests) {
                    keep(search, &start, next);
                    shown = true;
                    break;
                }
            }
            if !shown {
                let name = name_of(&program.model, action);
                search.left_out.push(format!(
                    "{name}: nothing was found that shows {}",
                    description(program, action, what)
                ));
            }
        }
    }
}

/// An effect, and what of it is left out: a field of what is added, or all of it, or its condition.
#[derive(Clone, Copy)]
struct EffectPart {
    effect: usize,
    field: Option<FieldId>,
    guard: bool,
}

/// The rules without each part of each effect of an action.
fn variants(program: &Program, action: ActionId) -> Vec<(EffectPart, Program)> {
    let kb = &program.kb;
    let Some(plan) = kb.actions.get(action) else { return Vec::new() };
    let mut found = Vec::new();
    let mut add = |what: EffectPart, change: &dyn Fn(&mut Vec<Effect>)| {
        let mut other = program.clone();
        if let Some(plan) = other.kb.actions.to_mut().get_mut(action.index()) {
            change(&mut plan.effects);
        }
        found.push((what, other));
    };
    for (at, effect) in plan.effects.iter().enumerate() {
        let whole = EffectPart { effect: at, field: None, guard: false };
        add(whole, &|effects| drop(effects.remove(at)));
        match effect {
            Effect::Add { collection, fields } => {
                let key = kb.keys.get(*collection).copied().flatten();
                for (place, (field, _)) in fields.iter().enumerate() {
                    if Some(*field) != key {
                        add(EffectPart { field: Some(*field), ..whole }, &|effects| {
                            if let Some(Effect::Add { fields, .. }) = effects.get_mut(at) {
                                fields.remove(place);
                            }
                        });
                    }
                }
            }
            Effect::Scalar { when: Some(_), .. } | Effect::Field { when: Some(_), .. } => {
                add(EffectPart { guard: true, ..whole }, &|effects| {
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

/// What is not shown, in words.
fn description(program: &Program, action: ActionId, what: EffectPart) -> String {
    let effect = program.kb.actions.get(action).and_then(|plan| plan.effects.get(what.effect));
    let schema = &program.model.schema;
    let field = |collection: CollectionId, field: FieldId| {
        let shape = schema.collections.get(collection);
        let name = shape.and_then(|shape| shape.fields.get(field));
        let (noun, name) = (shape.map(|shape| &shape.noun.text), name.map(|field| &field.name.text));
        format!("the `{}` of a {}", name.map_or("", AsRef::as_ref), noun.map_or("", AsRef::as_ref))
    };
    let written = match (effect, what.field) {
        (Some(Effect::Add { collection, .. }), Some(own)) => field(*collection, own),
        (Some(Effect::Add { collection, .. }), None) => {
            let shape = schema.collections.get(*collection);
            format!("the new {}", shape.map_or("", |shape| &shape.noun.text))
        }
        (Some(Effect::Scalar { scalar, .. }), _) => {
            let shape = schema.scalars.get(*scalar);
            format!("`{}`", shape.map_or("", |shape| &shape.path))
        }
        (Some(Effect::Field { collection, field: own, .. }), _) => field(*collection, *own),
        (None, _) => String::new(),
    };
    if what.guard {
        format!("the condition under which it changes {written}")
    } else {
        format!("that it changes {written}")
    }
}

/// The fixtures from which an effect may be seen: the plain one, those in which what it writes was otherwise, and those
/// in which an invariant looks at it.
fn starts(program: &Program, plain: &Fixture, action: ActionId, what: EffectPart) -> Vec<Fixture> {
    let effect = program.kb.actions.get(action).and_then(|plan| plan.effects.get(what.effect));
    let mut found = vec![plain.clone()];
    let with = |found: &[Fixture], changes: &dyn Fn(&Fixture) -> Vec<Change>| -> Vec<Fixture> {
        let each = |fixture: &Fixture| -> Vec<Fixture> {
            let changes = changes(fixture).into_iter();
            let apart =
                changes.filter(|change| !fixture.changes.iter().any(|(other, _)| other.meets(change)));
            apart.filter_map(|change| fixture.with(program, &change)).collect()
        };
        found.iter().flat_map(each).collect()
    };
    let level = match effect {
        Some(Effect::Scalar { scalar, when, .. }) => {
            let place = Input::Scalar(*scalar);
            let more = with(&found, &|_| values(program, &place));
            found.extend(more);
            *when
        }
        Some(Effect::Field { of, collection, field, when, .. }) => {
            if let Value::Element(row) = plain.view(program).value(*of) {
                let place = Input::Field { collection: *collection, row, field: *field };
                let more = with(&found, &|_| values(program, &place));
                found.extend(more);
            }
            *when
        }
        _ => None,
    };
    if let Some(guard) = level {
        let more =
            with(&found, &|fixture| fixture.of_inputs(program, fixture.view(program).inputs_of(guard)));
        found.extend(more);
    }
    // What is read of the element that changes.
    let mut looked: Vec<Fixture> = Vec::new();
    for invariant in &program.kb.invariants {
        let set = &invariant.set;
        for row in plain.about(&program.model, set.collection) {
            looked.extend(with(&found, &|fixture| {
                fixture.of_inputs(program, fixture.view(program).inputs_in(set, row, &[]))
            }));
        }
    }
    found.extend(looked);
    let more = with(std::slice::from_ref(plain), &|fixture| fixture.changes(program));
    found.extend(more);
    found.sort_by_key(|fixture| fixture.changes.len());
    found.truncate(MOST_STARTS);
    found
}

/// Other values of a place, by its type.
fn values(program: &Program, place: &Input) -> Vec<Change> {
    let shape = match place {
        Input::Scalar(number) => program.model.schema.scalars.get(*number).map(|scalar| &scalar.field),
        Input::Field { collection, field, .. } => {
            let shape = program.model.schema.collections.get(*collection);
            shape.and_then(|shape| shape.fields.get(*field))
        }
        _ => None,
    };
    let Some(shape) = shape else { return Vec::new() };
    let mut values = match &shape.ty {
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Enum(own) => {
            let found = program.model.enums.get(*own);
            found.into_iter().flat_map(|found| found.values.ids()).map(Value::Variant).collect()
        }
        Type::Date => vec![Value::Moment(crate::testing::boundaries::base_state::past())],
        Type::Int => vec![Value::Int(0), Value::Int(2)],
        _ => Vec::new(),
    };
    if shape.optional {
        values.push(Value::Absent);
    }
    values.into_iter().map(|value| Change::Put(place.clone(), value)).collect()
}

/// What comes out otherwise after an action without a part of its effects.
fn difference(program: &Program, without: &Program, start: &Fixture, requests: &[Request]) -> Option<Next> {
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
        let earlier = earlier.map(|at| Moment::Instant(zone.at(at)));
        instants.extend(earlier.into_iter().chain([instant]));
    }
    instants.retain(|at| at.instant(zone) >= start.request.at.instant(zone));
    for at in instants {
        if audit_findings(program, &real, at) != audit_findings(program, &other, at) {
            return Some(Next::Audit(at));
        }
    }
    for request in follow_ups(program, start, &real, requests) {
        let seen = |portal: &Portal| {
            is_there(&program.model, portal, &request).then(|| {
                let decision = decide(program, portal, &request);
                (decision.verdict, grounds(program, &decision))
            })
        };
        if seen(&real).is_some() && seen(&real) != seen(&other) {
            return Some(Next::Action(request));
        }
    }
    None
}

/// Every action as it is plainly done, by and about those whom the first action concerned.
fn follow_ups(program: &Program, start: &Fixture, after: &Portal, requests: &[Request]) -> Vec<Request> {
    let model = &program.model;
    let last = |collection: CollectionId| {
        let (before, after) =
            (start.portal.state.collections.get(collection), after.state.collections.get(collection));
        let last = |rows: Option<&Rows>| rows.and_then(|rows| rows.rows().next_back());
        last(after).filter(|_| last(after) > last(before))
    };
    let concerned = |collection: CollectionId| -> Vec<RowId> {
        start.about(model, collection).into_iter().chain(last(collection)).collect()
    };
    let mut found: Vec<Request> = Vec::new();
    for request in requests {
        let mut open = vec![Request { at: start.request.at, ..request.clone() }];
        let actors = model.schema.actors.map(concerned).unwrap_or_default();
        let by = actors.into_iter().map(|actor| Request { at: start.request.at, actor, ..request.clone() });
        open.extend(by.collect::<Vec<_>>());
        for (parameter, shape) in model.parameters.enumerated() {
            let Type::Element(collection) = shape.ty else { continue };
            let told = |request: &Request| {
                request.arguments.get(parameter).is_some_and(|cell| cell.value != Value::Absent)
            };
            let mut more = Vec::new();
            for request in open.iter().filter(|request| told(request)) {
                for row in concerned(collection) {
                    let mut other = request.clone();
                    if let Some(cell) = other.arguments.get_mut(parameter) {
                        cell.value = Value::Element(row);
                    }
                    more.push(other);
                }
            }
            open.extend(more);
        }
        for request in open {
            if !found.contains(&request) {
                found.push(request);
            }
        }
    }
    found
}

fn keep(search: &mut BoundarySearch<'_>, start: &Fixture, next: Next) {
    let model = &search.program.model;
    let mut name = name_of(model, start.request.action).to_string();
    if !start.changes.is_empty() {
        name = format!("{name}: {}", start.description());
    }
    let mut steps = vec![start.request.clone()];
    match next {
        Next::Action(request) => {
            let then = name_of(model, request.action);
            let mut after = start.portal.clone();
            after.apply(search.program, &start.request, None);
            let who = |actor: RowId| model.schema.actors.and_then(|actors| after.state.id(actors, actor));
            let by = who(request.actor).filter(|_| request.actor != start.request.actor);
            let by = by.map_or_else(String::new, |by| format!(" by {by}"));
            steps.push(request);
            search.keep(format!("{name}; then {then}{by}"), &start.portal.state, steps, None);
        }
        Next::Audit(at) => {
            let when = start.when(at);
            search.keep(format!("{name}; then an audit {when}"), &start.portal.state, steps, Some(at));
        }
    }
}
