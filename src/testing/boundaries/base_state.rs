//! The state that all cases begin with: everything is known, nothing special.

use crate::base::IndexVec;
use crate::input::State;
use crate::input::state::left_out;
use crate::model::{Field, Model, Parameter};
use crate::state::collection::{Row, Rows};
use crate::values::ids::{CollectionId, RowId, VariantId};
use crate::values::{Moment, Range, Type, Value, Zone};
use chrono::NaiveDate;

/// The day of what was done before.
pub(crate) fn past() -> Moment {
    Moment::Day(NaiveDate::from_ymd_opt(2024, 5, 1).unwrap_or_default())
}

/// The day of actions and audits.
pub(crate) fn today() -> Moment {
    Moment::Day(NaiveDate::from_ymd_opt(2024, 5, 2).unwrap_or_default())
}

/// A small state: of those who act one for each role and one more, of what is kept in lists one element, and else
/// nothing that has to be counted.
pub(crate) fn state(model: &Model) -> State {
    let mut state = State::empty(model);
    for (scalar, cell) in model.schema.scalars.iter().zip(&mut state.scalars) {
        if cell.value == Value::Unknown {
            cell.value = plain(&scalar.field, &scalar.field.name.text, 1);
        }
    }
    for ((collection, shape), rows) in model.schema.collections.enumerated().zip(&mut state.collections) {
        let actors = model.schema.actors == Some(collection);
        let roles = model.roles.len();
        let named = model.parameters.iter().any(|parameter| parameter.ty == Type::Element(collection));
        // Something has to refer to one.
        let needed = model.schema.referring_to(collection).any(|field| !field.optional);
        let lists = shape.fields.iter().any(|field| matches!(field.ty, Type::List(_)));
        let many =
            if actors { (roles + 1).max(2) } else { usize::from(named || needed) + usize::from(lists) };
        *rows = Rows::new(shape);
        rows.known = true;
        for at in 0..many {
            let mut row = element(model, collection, at + 1);
            if actors && let Some(cell) = row.cells.get_mut(model.schema.role_field) {
                // The one more has the first role.
                cell.value = Value::Variant(VariantId::at(if at < roles { at } else { 0 }));
            }
            rows.push(row);
        }
    }
    state
}

/// A new element: nothing that may be absent is there, and nothing is unknown.
pub(crate) fn element(model: &Model, of: CollectionId, number: usize) -> Row {
    let Some(shape) = model.schema.collections.get(of) else {
        return Row { cells: IndexVec::new(), span: None };
    };
    let cells = shape.fields.enumerated().map(|(at, field)| {
        let key = shape.key == Some(at);
        let mut cell = left_out(field);
        // What can lie in its own kind lies in nothing, so that there is no circle.
        let back = |to| to == of || model.schema.nests_in(to, of);
        if shape.inside.contains(&at) && field.ty.refers_to().is_some_and(back) {
            if matches!(field.ty, Type::List(_)) {
                cell.value = Value::List(Vec::new().into());
            }
            return cell;
        }
        if cell.value == Value::Unknown || key {
            let own = key || *field.ty.entry() == Type::Email;
            let word = if own { &shape.noun.text } else { &field.name.text };
            cell.value = plain(field, word, number);
        }
        cell
    });
    Row { cells: cells.collect(), span: None }
}

fn plain(field: &Field, word: &str, number: usize) -> Value {
    field.default.clone().unwrap_or_else(|| in_range(of_type(&field.ty, word, number), field.range))
}

/// A number brought into a range.
fn in_range(value: Value, range: Option<Range>) -> Value {
    match (value, range) {
        (Value::Int(number), Some(range)) => Value::Int(range.nearest(number)),
        (value, _) => value,
    }
}

fn of_type(ty: &Type, word: &str, number: usize) -> Value {
    match ty {
        Type::Bool => Value::Bool(true),
        Type::Int => Value::Int(1),
        Type::String => Value::text(&format!("{word}{number}")),
        Type::Email => Value::text(&format!("{word}{number}@example")),
        Type::Date => Value::Moment(past()),
        Type::TimeZone => Value::Zone(Zone::UTC),
        Type::Enum(_) => Value::Variant(VariantId(0)),
        // The first; where something has to refer to one there is one.
        Type::Element(_) => Value::Element(RowId(0)),
        Type::List(of) => Value::List([of_type(of, word, number)].into_iter().collect()),
    }
}

/// An argument that could be passed in the place of none.
pub(crate) fn argument(parameter: &Parameter) -> Option<Value> {
    match &parameter.ty {
        Type::Element(_) => None,
        Type::Date => Some(Value::Moment(today())),
        Type::Email => Some(Value::text("new@example")),
        Type::String => Some(Value::text("text")),
        ty => Some(in_range(of_type(ty, "", 1), parameter.range)),
    }
}
