//! What differs from its neighbours.

use crate::eval::Input;
use crate::kb::Set;
use crate::model::{LetBody, Rule, RuleKind};
use crate::program::Program;
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::values::{Moment, Value};
use chrono::{TimeDelta, Timelike};

/// Sets with more elements are not made.
pub(crate) const MOST_ELEMENTS: i64 = 200;
/// So many instants are looked at.
const MOST_INSTANTS: usize = 8;

/// The fixtures one second before each instant and at it, where they differ.
pub(crate) fn around_instants<S: PartialEq>(
    program: &Program,
    base: &Fixture,
    instants: &[Moment],
    seen: &dyn Fn(&Fixture) -> S,
) -> Vec<Fixture> {
    let mut found = Vec::new();
    for instant in instants.iter().take(MOST_INSTANTS) {
        let Moment::Instant(instant) = instant else { continue };
        let second = TimeDelta::seconds(1);
        // What begins right after an instant begins, as people count, a second later.
        let (before, after) = match instant.with_nanosecond(0).filter(|_| instant.nanosecond() == 1) {
            Some(whole) => (Some(whole), whole.checked_add_signed(second)),
            None => (instant.checked_sub_signed(second), Some(*instant)),
        };
        let at = |moment: Option<chrono::DateTime<chrono::FixedOffset>>| {
            base.with(program, &Change::At(Moment::Instant(moment?)))
        };
        if let (Some(before), Some(after)) = (at(before), at(after))
            && seen(&before) != seen(&after)
        {
            found.extend([before, after]);
        }
    }
    found
}

/// The fixtures with one change that come out otherwise than their neighbours: of numbers and dates the next ones, else
/// the fixture itself.
pub(crate) fn edge_fixtures<S: PartialEq>(
    program: &Program,
    base: &Fixture,
    changes: &[Change],
    seen: &dyn Fn(&Fixture) -> S,
) -> Vec<Fixture> {
    let own = seen(base);
    let mut found: Vec<Fixture> = Vec::new();
    let mut done: Vec<&Input> = Vec::new();
    for change in changes {
        if base.changes.iter().any(|(other, _)| change.meets(other)) {
            continue;
        }
        let Change::Put(place, _) = change else {
            found.extend(base.with(program, change).filter(|fixture| seen(fixture) != own));
            continue;
        };
        if done.contains(&place) {
            continue;
        }
        done.push(place);
        let all = changes.iter().filter(|other| change.meets(other));
        let mut line: Vec<(Option<i64>, Fixture, S)> = all
            .filter_map(|change| {
                let Change::Put(_, value) = change else { return None };
                let fixture = base.with(program, change)?;
                let shown = seen(&fixture);
                Some((ordered(value, base), fixture, shown))
            })
            .collect();
        let held = held(base, place).and_then(|value| ordered(&value, base));
        if let Some(held) = held {
            line.push((Some(held), base.clone(), seen(base)));
        }
        line.sort_by_key(|(order, _, _)| *order);
        for (at, (order, fixture, shown)) in line.iter().enumerate() {
            if fixture.changes.len() == base.changes.len() {
                continue;
            }
            let near = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
            let mut near = near.filter_map(|near| line.get(near)).filter(|(order, _, _)| order.is_some());
            let edge = if order.is_some() { near.any(|(_, _, near)| near != shown) } else { *shown != own };
            // Of values that have no neighbour in the fixture, one stands for all that come out like it.
            let first = held.is_none()
                && order.is_some()
                && *shown != own
                && !line.iter().any(|(_, other, of_other)| {
                    of_other == shown && found.iter().any(|kept| kept.changes == other.changes)
                })
                && !line.windows(2).any(|pair| {
                    matches!(pair, [(_, _, one), (_, _, other)] if one != other && (one == shown || other == shown))
                });
            if (edge || first) && !found.iter().any(|other| is_like(program, base, other, fixture)) {
                found.push(fixture.clone());
            }
        }
    }
    found
}

/// Whether two fixtures differ only in which of the elements changed that the action is not about.
fn is_like(program: &Program, base: &Fixture, one: &Fixture, other: &Fixture) -> bool {
    let far = |fixture: &Fixture| match fixture.changes.last() {
        Some((Change::Put(Input::Field { collection, row, field }, value), _))
            if !base.about(&program.model, *collection).contains(row) =>
        {
            Some((*collection, *field, value.clone()))
        }
        _ => None,
    };
    far(one).is_some_and(|one| Some(one) == far(other))
}

/// Where a value stands among its like, if they are ordered.
fn ordered(value: &Value, base: &Fixture) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Moment(moment) => Some(moment.instant(base.portal.zone).timestamp()),
        _ => None,
    }
}

fn held(fixture: &Fixture, place: &Input) -> Option<Value> {
    let cell = match place {
        Input::Argument(parameter) => fixture.request.arguments.get(*parameter),
        Input::Scalar(scalar) => fixture.portal.state.scalars.get(*scalar),
        Input::Field { collection, row, field } => return fixture.held(*collection, *row, *field),
        _ => None,
    };
    cell.map(|cell| cell.value.clone())
}

/// How an element of a set is called, and how several are.
pub(crate) fn elements(program: &Program, set: &Set, rule: Option<&Rule>) -> (String, String) {
    let model = &program.model;
    let shape = model.schema.collections.get(set.collection);
    let (one, many) = shape.map_or(("", ""), |shape| (&*shape.noun.text, &*shape.name.text));
    let Some(rule) = rule else { return (format!("{one} that counts"), format!("{many} that count")) };
    if let RuleKind::Invariant(invariant) = &rule.kind {
        let named = invariant.set.of.and_then(|named| model.lets.get(named));
        match (&invariant.set.filter, named) {
            (None, Some(named)) if matches!(named.body, LetBody::Set(_)) => {
                let noun = named.noun.as_ref().unwrap_or(&named.name);
                return (noun.text.to_string(), named.name.text.to_string());
            }
            (None, None) => return (one.to_owned(), many.to_owned()),
            _ => {}
        }
    }
    let id = &rule.id.text;
    (format!("{one} that counts for {id}"), format!("{many} that count for {id}"))
}
