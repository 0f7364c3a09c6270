//! What refers to elements while a state is made smaller: nobody may refer to what is gone.

use crate::input::State;
use crate::model::Model;
use crate::state::collection::Cell;
use crate::values::ids::{CollectionId, RowId};
use crate::values::{Type, Value};

/// Give everything that refers to elements of a collection the numbers that they have now; nothing where something refers
/// to one that is gone.
pub(crate) fn renumber(
    model: &Model,
    state: &mut State,
    to: CollectionId,
    now: impl Fn(RowId) -> Option<RowId>,
) -> Option<()> {
    let anew = |value: &Value| match value {
        Value::Element(row) => Some(Value::Element(now(*row)?)),
        Value::List(list) => {
            let rows = list.iter().map(|value| match value {
                Value::Element(row) => Some(Value::Element(now(*row)?)),
                other => Some(other.clone()),
            });
            Some(Value::List(rows.collect::<Option<Vec<_>>>()?.into()))
        }
        other => Some(other.clone()),
    };
    let refers = |ty: &Type| ty.refers_to() == Some(to);
    for (scalar, cell) in model.schema.scalars.iter().zip(&mut state.scalars) {
        if refers(&scalar.field.ty) {
            cell.value = anew(&cell.value)?;
        }
    }
    for (shape, rows) in model.schema.collections.iter().zip(&mut state.collections) {
        for (field, _) in shape.fields.enumerated().filter(|(_, field)| refers(&field.ty)) {
            for row in rows.rows() {
                let Some(Cell { value, span }) = rows.cell(row, field) else { continue };
                rows.set(row, field, Cell { value: anew(&value)?, span });
            }
        }
    }
    Some(())
}
