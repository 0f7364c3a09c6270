//! The values worth trying in a place: those of its type, and those that make a comparison come out otherwise.

use super::{Collector, MOST_ALTERNATIVES, Place, shape};
use crate::eval::compute::{Context, Frame};
use crate::kb::{NodeId, Op};
use crate::syntax::tree::Arithmetic;
use crate::values::{Moment, Period, Truth, Type, Value};
use chrono::{DateTime, Utc};

impl Collector<'_> {
    /// What would make a comparison come out otherwise.
    pub(super) fn compared(&mut self, context: &Context<'_>, op: &Op, frame: &mut Frame) {
        let zone = context.portal.zone;
        match op {
            Op::Equal { left, right, .. } | Op::Order(left, _, right) => {
                for (one, other) in [(left, right), (right, left)] {
                    let values = around(&context.value(*other, frame));
                    self.suggest(context, *one, &values, frame);
                }
            }
            Op::In { value, list, .. } => {
                let (one, all) = (context.value(*value, frame), context.value(*list, frame));
                if let Value::List(all) = &all {
                    let values: Vec<Value> = all.iter().take(MOST_ALTERNATIVES).cloned().collect();
                    self.suggest(context, *value, &values, frame);
                }
                if !matches!(one, Value::Unknown | Value::Absent) {
                    let other = match &all {
                        Value::List(all) if all.contains(&one) => {
                            all.iter().filter(|other| **other != one).cloned().collect()
                        }
                        Value::List(all) => all.iter().cloned().chain([one]).collect(),
                        _ => [one].into_iter().collect(),
                    };
                    self.suggest(context, *list, &[Value::List(other)], frame);
                }
            }
            Op::Within(date, period, from) => self.in_time(context, (*date, *from), frame, |from| {
                days(period.end_within(from, zone), *period, zone)
            }),
            Op::Overdue { field, period, from } => self.in_time(context, (*field, *from), frame, |from| {
                days(period.end_within(from, zone), *period, zone)
            }),
            Op::During(date, period, from) => self.in_time(context, (*date, *from), frame, |from| {
                days(period.end_from(from, zone), *period, zone)
            }),
            _ => {}
        }
    }

    fn in_time(
        &mut self,
        context: &Context<'_>,
        (date, from): (NodeId, NodeId),
        frame: &mut Frame,
        end: impl Fn(Moment) -> Vec<Value>,
    ) {
        let (held, begins) = (context.value(date, frame), context.value(from, frame));
        if let Value::Moment(begins) = begins {
            let mut values = around(&Value::Moment(begins));
            values.extend(end(begins));
            self.suggest(context, date, &values, frame);
        }
        let now = Value::Moment(self.request.at);
        self.suggest(
            context,
            from,
            &around(if matches!(held, Value::Moment(_)) { &held } else { &now }),
            frame,
        );
    }

    /// Values that something could have in the place of a node; through a calculation, what would yield them.
    pub(super) fn suggest(&mut self, context: &Context<'_>, id: NodeId, values: &[Value], frame: &mut Frame) {
        let place = match context.kb.node(id).map(|node| &node.op) {
            Some(Op::Scalar(number)) => Place::Scalar(*number),
            Some(Op::Told(number)) => Place::Told(*number),
            Some(Op::Field { of, collection, field }) => match context.value(*of, frame) {
                Value::Element(row) if context.portal.has(*collection, row) => {
                    Place::Field { collection: *collection, row, field: *field }
                }
                _ => return,
            },
            Some(Op::Arithmetic(left, operator, right)) => {
                let (one, other) = (context.value(*left, frame), context.value(*right, frame));
                for (node, known, first) in [(left, other, true), (right, one, false)] {
                    let Value::Int(known) = known else { continue };
                    let values = values.iter().filter_map(|value| match (value, operator) {
                        (Value::Int(value), Arithmetic::Plus) => value.checked_sub(known),
                        (Value::Int(value), Arithmetic::Minus) if first => value.checked_add(known),
                        (Value::Int(value), Arithmetic::Minus) => known.checked_sub(*value),
                        (Value::Int(value), Arithmetic::Times) => value.checked_div(known),
                        _ => None,
                    });
                    let values: Vec<Value> = values.map(Value::Int).collect();
                    self.suggest(context, *node, &values, frame);
                }
                return;
            }
            _ => return,
        };
        let (Some(held), Some((ty, optional, named))) = (self.held(&place), self.shape(&place)) else {
            return;
        };
        // Who or what an action is about is no lever.
        let told = matches!(place, Place::Told(_));
        if named || told && !matches!(ty, Type::Int | Type::Date | Type::Bool | Type::Enum(_)) {
            return;
        }
        let fits = |value: &Value| match value {
            Value::Absent => optional,
            Value::Unknown | Value::Element(_) => false,
            value => *value != held,
        };
        let values: Vec<Value> = values.iter().filter(|value| fits(value)).cloned().collect();
        self.lever(place.clone());
        let lever = self.known.get(&place).and_then(|at| self.found.get_mut(*at));
        if let Some(lever) = lever {
            for value in values {
                if lever.alternatives.len() < MOST_ALTERNATIVES && !lever.alternatives.contains(&value) {
                    lever.alternatives.push(value);
                }
            }
        }
    }

    /// The values that the type of a place has, besides the one that it holds.
    pub(super) fn natural(&self, place: &Place) -> Vec<Value> {
        match place {
            Place::Elements(_) => return Vec::new(),
            Place::Complete(_) => return vec![Value::Bool(true)],
            Place::Held { collection, field, fold, text } => {
                let index = self.before.kb.indexes.iter().position(|index| {
                    (index.collection, index.field, index.fold) == (*collection, *field, *fold)
                });
                let index = index.and_then(|at| u16::try_from(at).ok()).unwrap_or(u16::MAX);
                let holds = self.before.portal.look_up(index, &Value::Text(text.clone()), *fold);
                return vec![Value::Bool(holds != Truth::True)];
            }
            _ => {}
        }
        let (Some(held), Some((ty, optional, named))) = (self.held(place), self.shape(place)) else {
            return Vec::new();
        };
        let mut values = match ty {
            _ if named => return Vec::new(),
            Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
            Type::Enum(number) => {
                let all = self.model.enums.get(usize::from(*number)).map_or(0, |found| found.values.len());
                let all = u16::try_from(all).unwrap_or(u16::MAX);
                (0..all).map(Value::Variant).collect()
            }
            Type::Date if matches!(held, Value::Absent | Value::Unknown) => {
                vec![Value::Moment(self.request.at)]
            }
            _ => Vec::new(),
        };
        if optional {
            values.push(Value::Absent);
        }
        values.retain(|value| *value != held);
        values
    }

    /// What a place holds.
    fn held(&self, place: &Place) -> Option<Value> {
        let portal = self.before.portal;
        let cell = match place {
            Place::Told(number) => self.request.told.get(usize::from(*number)),
            Place::Scalar(number) => portal.state.scalars.get(usize::from(*number)),
            Place::Field { collection, row, field } => return portal.held(*collection, *row, *field),
            _ => None,
        };
        cell.map(|cell| cell.value.clone())
    }

    /// The type of a place, whether it may hold nothing, and whether it is what an element is called by.
    fn shape(&self, place: &Place) -> Option<(&Type, bool, bool)> {
        shape(self.model, place)
    }
}

/// A value and its neighbours, itself first.
pub(super) fn around(value: &Value) -> Vec<Value> {
    match value {
        Value::Int(number) => [Some(*number), number.checked_add(1), number.checked_sub(1)]
            .into_iter()
            .flatten()
            .map(Value::Int)
            .collect(),
        Value::Moment(Moment::Day(day)) => [Some(*day), day.succ_opt(), day.pred_opt()]
            .into_iter()
            .flatten()
            .map(|day| Value::Moment(Moment::Day(day)))
            .collect(),
        value => vec![value.clone()],
    }
}

/// The last moment before the end of a period, and the first one that is too late.
fn days(end: DateTime<Utc>, period: Period, zone: chrono_tz::Tz) -> Vec<Value> {
    let end = end.with_timezone(&zone);
    if period.is_exact() {
        return vec![Value::Moment(Moment::Instant(end.fixed_offset()))];
    }
    let day = end.date_naive();
    [day.pred_opt(), Some(day)].into_iter().flatten().map(|day| Value::Moment(Moment::Day(day))).collect()
}
