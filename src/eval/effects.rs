//! What the effects of an action would change, worked out on the state before it.

use crate::base::IndexVec;
use crate::eval::compute::{Context, Frame};
use crate::eval::overlay::Change;
use crate::kb::Effect;
use crate::state::collection::Cell;
use crate::values::Value;
use crate::values::ids::FieldId;

/// Work out what the effects of an action would change.
pub(super) fn change_of(context: &Context<'_>, effects: &[Effect]) -> Change {
    let model = &context.program.model;
    let mut change = Change::default();
    let mut frame = Frame::new(context.program);
    for effect in effects {
        match effect {
            Effect::Add { collection, fields } => {
                let shape = model.schema.collections.get(*collection);
                let mut cells: IndexVec<FieldId, Cell> =
                    shape.iter().flat_map(|shape| &shape.fields).map(crate::input::state::left_out).collect();
                for (field, value) in fields {
                    if let Some(cell) = cells.get_mut(*field) {
                        cell.value = context.value(*value, &mut frame);
                    }
                }
                change.added.push((*collection, cells));
            }
            Effect::Scalar { scalar, value, when } => {
                let old = context.scalar(*scalar);
                if let Some(new) = context.changed(&old, *value, *when, &mut frame) {
                    change.scalars.push((*scalar, new));
                }
            }
            Effect::Field { of, collection, field, value, when } => {
                let row = match context.value(*of, &mut frame) {
                    Value::Element(row) => row,
                    Value::Absent => continue,
                    _ => {
                        change.unknown.push(*collection);
                        continue;
                    }
                };
                // What an effect before this one has left: two words may stand for one element.
                let old = Context { change: Some(&change), ..*context }.field(*collection, row, *field);
                if let Some(new) = context.changed(&old, *value, *when, &mut frame) {
                    change.fields.push((*collection, row, *field, new));
                }
            }
        }
    }
    change
}
