//! The values worth trying in a place: those of its type, and those that make a comparison come out otherwise.

use crate::values::{Moment, Period, Value, Zone};
use chrono::{DateTime, Utc};

/// A value and its neighbours, itself first.
pub(crate) fn around(value: &Value) -> Vec<Value> {
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
pub(super) fn days(end: DateTime<Utc>, period: Period, zone: Zone) -> Vec<Value> {
    let end = zone.at(end);
    if period.is_exact() {
        return vec![Value::Moment(Moment::Instant(end.fixed_offset()))];
    }
    let day = end.date_naive();
    [day.pred_opt(), Some(day)].into_iter().flatten().map(|day| Value::Moment(Moment::Day(day))).collect()
}
