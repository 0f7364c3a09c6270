//! References of a state that was read: keys become the elements that have them.

use crate::input::state::State;
use crate::model::Model;
use crate::state::column::Column;
use crate::values::ids::{CollectionId, RowId};
use crate::values::{Type, Value};

/// Let what was read as keys name elements. In a collection that was left out whoever is referred to is there, with
/// nothing known but the key. A key that nobody has is unknown then; whether there was none.
///
/// Costs one look-up for each reference.
pub(super) fn resolve(model: &Model, state: &mut State) -> bool {
    let mut sound = true;
    for (id, scalar) in model.schema.scalars.enumerated() {
        let Some(to) = scalar.field.ty.refers_to() else { continue };
        let Some(read) = state.scalars.get(id).map(|cell| cell.value.clone()) else { continue };
        let value = named(model, state, to, read, &mut sound);
        if let Some(cell) = state.scalars.get_mut(id) {
            cell.value = value;
        }
    }
    for (id, shape) in model.schema.collections.enumerated() {
        for (field, to) in shape.fields.enumerated().filter_map(|(id, own)| Some((id, own.ty.refers_to()?))) {
            let Some(rows) = state.collections.get_mut(id) else { continue };
            let (all, Some(read)) = (rows.rows(), rows.take_column(field)) else { continue };
            let ty = shape.fields.get(field).map_or(Type::Bool, |own| own.ty.clone());
            let mut column = Column::new(&ty);
            for row in all {
                let value = if let Some(key) = read.text(row) {
                    refer(model, state, to, key, &mut sound)
                } else {
                    let value = read.value(row).unwrap_or(Value::Unknown);
                    named(model, state, to, value, &mut sound)
                };
                column.push(value);
            }
            column.shrink_to_fit();
            if let Some(rows) = state.collections.get_mut(id) {
                rows.put_column(field, column);
            }
        }
    }
    sound
}

fn named(model: &Model, state: &mut State, to: CollectionId, read: Value, sound: &mut bool) -> Value {
    match read {
        Value::Text(key) => refer(model, state, to, &key, sound),
        Value::List(keys) => {
            Value::List(keys.iter().map(|key| named(model, state, to, key.clone(), sound)).collect())
        }
        other => other,
    }
}

fn refer(model: &Model, state: &mut State, to: CollectionId, key: &str, sound: &mut bool) -> Value {
    let found: Option<RowId> = state.find(to, key);
    let has_keys = model.schema.collections.get(to).is_some_and(|shape| shape.key.is_some());
    let row = found.or_else(|| {
        let rows = state.collections.get_mut(to).filter(|rows| !rows.known && has_keys)?;
        Some(rows.push_stub(key))
    });
    *sound &= row.is_some();
    row.map_or(Value::Unknown, Value::Element)
}
