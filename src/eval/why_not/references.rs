//! What something could refer to instead.

use crate::eval::compute::Context;
use crate::eval::overlay::FieldOf;
use crate::eval::why_not::place::Input;
use crate::state::collection::Rows;
use crate::values::ids::CollectionId;
use crate::values::{Type, Value};

/// So many elements are looked at, and so many of them are tried.
const MOST_ROWS: usize = 64;
const MOST_TRIED: usize = 4;

/// Whether a place may have a value as far as it refers to elements: they are there, and nothing comes to lie in itself.
pub(super) fn may_refer(before: &Context<'_>, place: &Input, ty: &Type, value: &Value) -> bool {
    let Some(to) = ty.refers_to() else { return true };
    match value {
        Value::Element(row) => {
            let in_circle = of(place).is_some_and(|of| before.makes_a_circle(of, value));
            before.portal.has(to, *row) && !in_circle
        }
        Value::List(entries) => entries.iter().all(|entry| may_refer(before, place, ty, entry)),
        _ => true,
    }
}

fn of(place: &Input) -> Option<FieldOf> {
    match place {
        Input::Field { collection, row, field } => {
            Some(FieldOf { collection: *collection, row: *row, field: *field })
        }
        _ => None,
    }
}

/// The first elements of a collection that something may refer to, so that nothing comes to lie in itself.
pub(super) fn others_to_refer_to(before: &Context<'_>, place: &Input, to: CollectionId) -> Vec<Value> {
    let rows = before.portal.rows(to).map(Rows::rows).into_iter().flatten().map(Value::Element);
    let fits = |value: &Value| of(place).is_none_or(|of| !before.makes_a_circle(of, value));
    rows.take(MOST_ROWS).filter(fits).take(MOST_TRIED).collect()
}
