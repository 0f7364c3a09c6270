//! What actions leave: for each of their effects something that comes out otherwise because of it.

use crate::base::{Message, msg};
use crate::eval::validity::audit_breakpoints;
use crate::eval::{Decision, Input, Portal, Verdict, decide};
use crate::input::Request;
use crate::kb::{Effect, Invariant, InvariantKind};
use crate::program::Program;
use crate::testing::boundaries::base_state;
use crate::testing::boundaries::case::{audit_findings, is_there};
use crate::testing::boundaries::fixture::{Change, Fixture, PlainCases, field_of, name_of, observe};
use crate::testing::boundaries::groups::around_bounds;
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, elements};
use crate::testing::boundaries::reads::{ReadBy, changes};
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::run::push_new;
use crate::values::ids::{ActionId, CollectionId, FieldId, RowId};
use crate::values::{Moment, Type, Value};
use chrono::TimeDelta;

/// So many fixtures are tried to make an effect seen.
const MOST_STARTS: usize = 400;

/// So many verdicts and invariants are looked at to make effects seen, in equal shares.
const MOST_LOOKS: usize = 1_000_000;

/// So many instants are looked at after an action.
const MOST_INSTANTS: usize = 8;

/// Something that is done or looked at after an action.
enum Next {
    Action(Request),
    Audit(Moment),
}

/// For every effect of some actions what shows it: an audit, or an action that comes next.
pub(crate) fn of_all<'m>(search: &mut BoundarySearch<'m>, plain: &PlainCases<'m>, actions: &[ActionId]) {
    let program = search.program;
    let read_by = ReadBy::of(program, plain);
    let many: usize = actions
        .iter()
        .filter_map(|action| program.kb.actions.get(*action))
        .map(|plan| plan.effects.len())
        .sum();
    let most_looks = MOST_LOOKS / many.max(1);
    let mut without = program.clone();
    for action in actions {
        let Some((fixture, true)) = plain.get(action) else { continue };
        let effects = program.kb.actions.get(*action).map(|plan| &*plan.effects).unwrap_or_default();
        for Variant { effect, words, effects: changed } in variants(program, effects) {
            if let Some(plan) = without.kb.actions.get_mut(*action) {
                plan.effects = changed;
            }
            let (mut tried, mut looked) = (0, 0);
            let shown = starts(fixture, effect).find_map(|start| {
                tried += 1;
                if tried > MOST_STARTS || looked > most_looks {
                    return Some(None);
                }
                let allowed = start.decide().verdict == Verdict::Allowed;
                let next = allowed.then(|| difference(&without, &start, &read_by, &mut looked))??;
                Some(Some((start, next)))
            });
            if let Some(Some((start, next))) = shown {
                keep(search, &start, next);
            } else {
                if shown.is_some() {
                    fixture.note_stop();
                }
                let action = fixture.action_name();
                search.left_out.push(msg!(test.nothing_shows, action = action, effect = words));
            }
        }
        if let Some(plan) = without.kb.actions.get_mut(*action) {
            plan.effects = effects.to_vec();
        }
    }
}

/// The effects of an action without a part of one.
struct Variant<'e> {
    effect: &'e Effect,
    /// What is left out, in words.
    words: Message,
    effects: Vec<Effect>,
}

/// The effects without each part of each: a field of what is added, or all of it, or its condition.
fn variants<'e>(program: &Program, effects: &'e [Effect]) -> Vec<Variant<'e>> {
    let (kb, schema) = (&program.kb, &program.model.schema);
    let words_of = |collection: CollectionId, field: FieldId| {
        let shape = schema.collections.get(collection);
        let name = shape.and_then(|shape| shape.fields.get(field)).map_or("", |field| &*field.name.text);
        msg!(test.field_of, field = name, noun = shape.map_or("", |shape| &*shape.noun.text))
    };
    let mut found = Vec::new();
    for (at, effect) in effects.iter().enumerate() {
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
            let mut effects = effects.to_vec();
            change(&mut effects);
            found.push(Variant { effect, words, effects });
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

/// The fixtures from which an effect may be seen, each made when it is asked for: the plain one; those in which an
/// invariant that the action can break looks at something else; any others, by the number of their changes.
fn starts<'p>(plain: &Fixture<'p>, effect: &Effect) -> impl Iterator<Item = Fixture<'p>> {
    let program = plain.program;
    let place = written_place(plain, effect);
    let affected = program.kb.affected(plain.request.action);
    let affected = affected.filter_map(|(_, affected)| program.kb.invariants.get(affected.invariant));
    let near = plain.clone();
    let near = affected.flat_map(move |invariant| {
        let mut found = at_limit(&near, invariant);
        let mut changes: Vec<Change> = Vec::new();
        for row in near.about(invariant.set.collection) {
            changes.extend(near.changes_in(&invariant.set, row, &[]));
        }
        // What is written is another by the effect itself.
        changes.retain(|change| !matches!((change, &place), (Change::Put(put, _), Some(own)) if put == own));
        found.extend(with_each(&near, changes));
        found
    });
    let far = plain.clone();
    let far = std::iter::once_with(move || further(&far, effect)).flatten();
    std::iter::once(plain.clone()).chain(near).chain(far)
}

/// The fixtures in which one more, or one less, decides whether a limit lets anybody else in.
fn at_limit<'p>(plain: &Fixture<'p>, invariant: &Invariant) -> Vec<Fixture<'p>> {
    let (program, set) = (plain.program, &invariant.set);
    let InvariantKind::Limit { most, .. } = invariant.kind else { return around_bounds(plain, invariant) };
    let Some(most) = plain.view().number(most).filter(|most| (1..=MOST_ELEMENTS).contains(most)) else {
        return Vec::new();
    };
    let rule = program.model.rules.get(invariant.rule);
    let with = |many: i64| {
        let mut fixture = plain.populated(set, many)?;
        fixture.changes = vec![(Change::Fill, elements(program, set, rule, many))];
        Some(fixture)
    };
    [most - 1, most].into_iter().filter_map(with).collect()
}

/// The place that an effect writes, where it is there before.
fn written_place(plain: &Fixture<'_>, effect: &Effect) -> Option<Input> {
    match effect {
        Effect::Scalar { scalar, .. } => Some(Input::Scalar(*scalar)),
        Effect::Field { of, collection, field, .. } => match plain.view().value(*of) {
            Value::Element(row) => Some(Input::Field { collection: *collection, row, field: *field }),
            _ => None,
        },
        Effect::Add { .. } => None,
    }
}

/// The fixtures in which what an effect writes, or what it hangs on, was otherwise, and those in which any invariant
/// looks at something else.
fn further<'p>(plain: &Fixture<'p>, effect: &Effect) -> impl Iterator<Item = Fixture<'p>> + use<'p> {
    let program = plain.program;
    let mut found = vec![plain.clone()];
    if let Some(place) = written_place(plain, effect) {
        found.extend(with_each(plain, values(program, &place)));
    }
    if let Effect::Scalar { when: Some(guard), .. } | Effect::Field { when: Some(guard), .. } = effect {
        let guarded = |fixture: &Fixture<'p>| fixture.of_inputs(fixture.view().inputs_of(*guard));
        let more: Vec<_> = found.iter().flat_map(|fixture| with_each(fixture, guarded(fixture))).collect();
        found.extend(more);
    }
    let most = found.iter().map(|fixture| fixture.changes.len()).max().unwrap_or(0) + 1;
    let plain = plain.clone();
    (1..=most).flat_map(move |many| {
        let of = |many: usize| -> Vec<Fixture<'p>> {
            found.iter().filter(|fixture| fixture.changes.len() == many).cloned().collect()
        };
        let nearer = of(many - 1);
        let single = if many == 1 { with_each(&plain, plain.changes()).collect() } else { Vec::new() };
        let plain = plain.clone();
        // What is read of the element that changes.
        let read = program.kb.invariants.iter().flat_map(move |invariant| {
            let set = &invariant.set;
            let rows = plain.about(set.collection).into_iter();
            let mut read = Vec::new();
            for (row, fixture) in rows.flat_map(|row| nearer.iter().map(move |fixture| (row, fixture))) {
                read.extend(with_each(fixture, fixture.changes_in(set, row, &[])));
            }
            read
        });
        of(many).into_iter().chain(read).chain(single)
    })
}

/// A fixture with each of some changes that were not made in it.
fn with_each<'p>(fixture: &Fixture<'p>, changes: Vec<Change>) -> impl Iterator<Item = Fixture<'p>> {
    changes
        .into_iter()
        .filter(|change| !fixture.has_changed(change))
        .filter_map(|change| fixture.with(&change))
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
    values.retain(|value| value.may_stand_in(&shape.ty, shape.range));
    values.into_iter().map(|value| Change::Put(place.clone(), value)).collect()
}

/// What comes out otherwise after an action without a part of its effects.
fn difference(
    without: &Program,
    start: &Fixture<'_>,
    read_by: &ReadBy<'_>,
    looked: &mut usize,
) -> Option<Next> {
    let program = start.program;
    // The next action may ask for other counters.
    let before = Portal::new(program, start.portal.state.clone());
    let (mut real, mut other) = (before.clone(), before);
    real.apply(program, &start.request, None);
    other.apply(without, &start.request, None);
    if real.state == other.state {
        return None;
    }
    let effects = program.kb.actions.get(start.request.action).map(|plan| &*plan.effects).unwrap_or_default();
    let changes = changes(program, effects, &real.state, &other.state);
    let invariants = read_by.invariants(&changes);
    // The counts were kept by the changed effects.
    let other = Portal::new(program, other.into_state());
    let zone = real.zone;
    let mut instants = vec![start.request.at];
    for instant in
        audit_breakpoints(program, &real, invariants.iter().copied()).into_iter().take(MOST_INSTANTS)
    {
        let earlier = instant.instant(zone).checked_sub_signed(TimeDelta::seconds(1));
        instants.extend(earlier.map(|at| Moment::Instant(zone.at(at))));
        instants.push(instant);
    }
    instants.retain(|at| at.instant(zone) >= start.request.at.instant(zone));
    let differs = |at: &Moment| {
        let found = |portal| audit_findings(program, portal, *at, invariants.iter().copied());
        found(&real) != found(&other)
    };
    *looked += instants.len() * invariants.len();
    if let Some(at) = instants.into_iter().find(differs) {
        return Some(Next::Audit(at));
    }
    let differs = |request: &Request| {
        let decided = |portal: &Portal| {
            is_there(&program.model, portal, request).then(|| decide(program, portal, request))
        };
        let Some(real) = decided(&real) else { return false };
        let other = decided(&other);
        let seen = |decision: &Decision| observe(program, decision);
        // Where the same came of every rule, people see the same.
        Some(&real) != other.as_ref() && Some(seen(&real)) != other.as_ref().map(seen)
    };
    let mut next = read_by.requests(&changes).flat_map(|request| follow_ups(start, &real, request));
    let next = next.find(|request| {
        *looked += 1;
        differs(request)
    });
    next.map(Next::Action)
}

/// An action as it is plainly done, by and about those whom the first action concerned; where a set was filled, about
/// somebody else, too, who may come into it.
fn follow_ups(start: &Fixture<'_>, after: &Portal, plain: &Request) -> Vec<Request> {
    let model = &start.program.model;
    let concerned = |collection: CollectionId| -> Vec<RowId> {
        let last = |portal: &Portal| portal.state.collections.get(collection)?.rows().next_back();
        let new = last(after).filter(|_| last(after) > last(&start.portal));
        start.about(collection).into_iter().chain(new).collect()
    };
    let filled = start.changes.iter().any(|(change, _)| *change == Change::Fill);
    let somebody_else = |collection: CollectionId| -> Option<RowId> {
        let about = start.about(collection);
        let mut rows = start.portal.state.collections.get(collection).filter(|_| filled)?.rows();
        rows.find(|row| !about.contains(row))
    };
    let plain = Request { at: start.request.at, ..plain.clone() };
    let actors = model.schema.actors.map(concerned).unwrap_or_default();
    let by = actors.into_iter().map(|actor| Request { actor, ..plain.clone() });
    let mut open: Vec<Request> = [plain.clone()].into_iter().chain(by).collect();
    let parameters = model.actions.get(plain.action).map(|action| &*action.parameters).unwrap_or_default();
    for parameter in parameters {
        let Some(Type::Element(collection)) = model.parameters.get(*parameter).map(|shape| &shape.ty) else {
            continue;
        };
        if plain.arguments.get(*parameter).is_none_or(|cell| cell.value == Value::Absent) {
            continue;
        }
        for request in open.clone() {
            for row in concerned(*collection).into_iter().chain(somebody_else(*collection)) {
                let mut other = request.clone();
                if let Some(cell) = other.arguments.get_mut(*parameter) {
                    cell.value = Value::Element(row);
                }
                open.push(other);
            }
        }
    }
    let mut found = Vec::new();
    for request in open {
        push_new(&mut found, request);
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
