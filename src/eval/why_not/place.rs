//! Places in the world that may hold another value, and the values that they may hold.

use crate::model::{Field, Model};
use crate::values::ids::{CollectionId, FieldId, ParameterId, RowId, RuleId, ScalarId};
use crate::values::{Moment, Period, Range, Type, Value, Zone};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A place in the world that may hold another value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    Argument(ParameterId),
    Scalar(ScalarId),
    Field {
        collection: CollectionId,
        row: RowId,
        field: FieldId,
    },
    /// Whether some element of a collection has this text in its list: `true` or `false`.
    Contains {
        collection: CollectionId,
        field: FieldId,
        /// Whether letter case is passed over.
        fold: bool,
        text: Arc<str>,
    },
    /// Whether a collection that was left out has no other elements than those that are known: `true`.
    Complete(CollectionId),
    /// What elements a collection has. This has no alternatives of its own, but actions add elements.
    Elements(CollectionId),
}

#[derive(Clone, Debug)]
pub(crate) struct VariableInput {
    pub(crate) place: Input,
    pub(super) held: Option<Value>,
    pub(crate) alternatives: Vec<Value>,
    /// Those that something is compared with; of a role all.
    pub(super) compared: Vec<Value>,
    pub(crate) rules: Vec<RuleId>,
    /// Whether it was only reached by walking over a set, and is of no element that the action is about.
    pub(crate) far: bool,
}

impl VariableInput {
    pub(super) fn is_of_state(&self) -> bool {
        !matches!(self.place, Input::Argument(_))
    }

    /// The alternatives: of numbers those nearest to the present value first.
    pub(super) fn nearest(&self) -> Vec<Value> {
        let mut values = self.alternatives.clone();
        if let Some(Value::Int(held)) = self.held {
            values.sort_by_key(|value| match value {
                Value::Int(number) => number.abs_diff(held),
                _ => u64::MAX,
            });
        }
        values
    }

    /// The alternatives; of variants that nothing is compared with, one stands for all.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = &Value> {
        let is_other = |value: &&Value| matches!(value, Value::Variant(_)) && !self.compared.contains(value);
        let first = self.alternatives.iter().find(is_other);
        self.alternatives.iter().filter(move |value| !is_other(value) || Some(*value) == first)
    }
}

/// The type of a place, whether it may hold nothing, and whether it is what an element is called by.
pub(in crate::eval) fn shape<'m>(model: &'m Model, place: &Input) -> Option<(&'m Type, bool, bool)> {
    let of = |field: &'m Field, named| (&field.ty, field.optional, named);
    match place {
        Input::Argument(parameter) => {
            let parameter = model.parameters.get(*parameter)?;
            Some((&parameter.ty, parameter.optional, false))
        }
        Input::Scalar(scalar) => Some(of(&model.schema.scalars.get(*scalar)?.field, false)),
        Input::Field { collection, field, .. } => {
            let shape = model.schema.collections.get(*collection)?;
            let found = shape.fields.get(*field)?;
            Some(of(found, shape.key == Some(*field) || found.ty == Type::Email))
        }
        _ => None,
    }
}

/// The numbers that a place may hold.
pub(super) fn range(model: &Model, place: &Input) -> Option<Range> {
    match place {
        Input::Argument(parameter) => model.parameters.get(*parameter)?.range,
        Input::Scalar(scalar) => model.schema.scalars.get(*scalar)?.field.range,
        Input::Field { collection, field, .. } => {
            model.schema.collections.get(*collection)?.fields.get(*field)?.range
        }
        _ => None,
    }
}

/// The values of a type that has few.
pub(super) fn all_values(model: &Model, ty: &Type) -> Option<Vec<Value>> {
    match ty {
        Type::Bool => Some(vec![Value::Bool(true), Value::Bool(false)]),
        Type::Enum(id) => {
            let values = model.enums.get(*id).map(|found| found.values.ids());
            Some(values.into_iter().flatten().map(Value::Variant).collect())
        }
        _ => None,
    }
}

/// A value and its neighbours, itself first.
pub(super) fn around(value: &Value) -> Vec<Value> {
    match value {
        Value::Int(number) => {
            [0, 1, -1].into_iter().filter_map(|step| number.checked_add(step)).map(Value::Int).collect()
        }
        Value::Moment(Moment::Day(day)) => {
            let days = [Some(*day), day.succ_opt(), day.pred_opt()];
            days.into_iter().flatten().map(|day| Value::Moment(Moment::Day(day))).collect()
        }
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
