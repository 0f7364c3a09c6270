//! What differs from its neighbours.

use crate::base::{Message, msg};
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

impl Fixture<'_> {
    /// The fixtures one second before each instant and at it, where they differ.
    pub(crate) fn around_instants<S: PartialEq>(
        &self,
        instants: &[Moment],
        seen: impl Fn(&Self) -> S,
    ) -> Vec<Self> {
        let mut found = Vec::new();
        for instant in instants.iter().take(MOST_INSTANTS) {
            let Moment::Instant(instant) = instant else { continue };
            let second = TimeDelta::seconds(1);
            // What begins right after an instant begins, as people count, a second later.
            let (before, after) = match instant.with_nanosecond(0).filter(|_| instant.nanosecond() == 1) {
                Some(whole) => (Some(whole), whole.checked_add_signed(second)),
                None => (instant.checked_sub_signed(second), Some(*instant)),
            };
            let at = |instant: Option<_>| self.with(&Change::At(Moment::Instant(instant?)));
            if let (Some(before), Some(after)) = (at(before), at(after))
                && seen(&before) != seen(&after)
            {
                found.extend([before, after]);
            }
        }
        found
    }

    /// The fixtures with one change that come out otherwise than their neighbours: of numbers and dates the next ones,
    /// else the fixture itself.
    pub(crate) fn edge_fixtures<S: PartialEq>(
        &self,
        changes: &[Change],
        seen: impl Fn(&Self) -> S,
    ) -> Vec<Self> {
        let own = seen(self);
        let mut world = self.clone();
        let mut found: Vec<&Change> = Vec::new();
        let mut done: Vec<&Input> = Vec::new();
        for change in changes.iter().filter(|change| !self.has_changed(change)) {
            let Change::Put(place, _) = change else {
                found.extend(world.trying(change, &seen).filter(|shown| *shown != own).map(|_| change));
                continue;
            };
            if done.contains(&place) {
                continue;
            }
            done.push(place);
            // What the fixture itself holds stands among the others without a change.
            let mut line: Vec<(Option<i64>, Option<&Change>, S)> = changes
                .iter()
                .filter_map(|change| match change {
                    Change::Put(other, value) if other == place => {
                        Some((self.ordered(value), Some(change), world.trying(change, &seen)?))
                    }
                    _ => None,
                })
                .collect();
            let held = self.held(place).and_then(|value| self.ordered(&value));
            if held.is_some() {
                line.push((held, None, seen(self)));
            }
            line.sort_by_key(|(order, _, _)| *order);
            for (at, (order, change, shown)) in line.iter().enumerate() {
                let Some(change) = *change else { continue };
                let near = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
                let mut near = near.filter_map(|near| line.get(near)).filter(|(order, _, _)| order.is_some());
                let edge =
                    if order.is_some() { near.any(|(_, _, near)| near != shown) } else { *shown != own };
                // Of values that have no neighbour in the fixture, one stands for all that come out like it.
                let first = held.is_none()
                    && order.is_some()
                    && *shown != own
                    && !line.iter().any(|(_, other, of_other)| {
                        of_other == shown && other.is_some_and(|other| found.contains(&other))
                    })
                    && !line.windows(2).any(|pair| {
                        matches!(pair, [(_, _, one), (_, _, other)] if one != other && (one == shown || other == shown))
                    });
                if (edge || first) && !found.iter().any(|other| self.is_like(other, change)) {
                    found.push(change);
                }
            }
        }
        found.into_iter().filter_map(|change| self.with(change)).collect()
    }

    /// Whether two changes differ only in which of the elements they are of that the action is not about.
    fn is_like(&self, one: &Change, other: &Change) -> bool {
        let far = |change: &Change| match change {
            Change::Put(Input::Field { collection, row, field }, value)
                if !self.about(*collection).contains(row) =>
            {
                Some((*collection, *field, value.clone()))
            }
            _ => None,
        };
        far(one).is_some_and(|one| Some(one) == far(other))
    }

    /// Where a value stands among its like, if they are ordered.
    fn ordered(&self, value: &Value) -> Option<i64> {
        match value {
            Value::Int(number) => Some(*number),
            Value::Moment(moment) => Some(moment.instant(self.portal.zone).timestamp()),
            _ => None,
        }
    }
}

/// So many elements of a set, in words.
pub(crate) fn elements(program: &Program, set: &Set, rule: Option<&Rule>, many: i64) -> Message {
    let model = &program.model;
    let shape = model.schema.collections.get(set.collection);
    let (noun, name) = shape.map_or(("", ""), |shape| (&*shape.noun.text, &*shape.name.text));
    let Some(rule) = rule else {
        return msg!(test.elements_counted, count = many, noun = noun, collection = name);
    };
    if let RuleKind::Invariant(invariant) = &rule.kind {
        let named = invariant.set.of.and_then(|named| model.lets.get(named));
        match (&invariant.set.filter, named) {
            (None, Some(named)) if matches!(named.body, LetBody::Set(_)) => {
                let noun = named.noun.as_ref().unwrap_or(&named.name);
                let (noun, name) = (&*noun.text, &*named.name.text);
                return msg!(test.elements, count = many, noun = noun, collection = name);
            }
            (None, None) => return msg!(test.elements, count = many, noun = noun, collection = name),
            _ => {}
        }
    }
    let id = &*rule.id.text;
    msg!(test.elements_counted_for, count = many, noun = noun, collection = name, rule = id)
}
