//! What a change makes different, in the words of the state.

use crate::base::IndexVec;
use crate::eval::overlay::{Change, id_of};
use crate::eval::portal::{Difference, Portal};
use crate::eval::proposed::ProposedAction;
use crate::model::{Collection, Model};
use crate::state::collection::Cell;
use crate::values::ids::{CollectionId, FieldId, RowId};
use crate::values::{Type, Value};
use std::sync::Arc;

/// What a proposed action would make different.
pub fn differences(proposed: &ProposedAction<'_, '_>) -> Vec<Difference> {
    of_change(&proposed.program.model, proposed.portal, proposed.change())
}

pub(super) fn of_change(model: &Model, portal: &Portal, change: &Change) -> Vec<Difference> {
    let state = &portal.state;
    let added = Added::of(model, portal, change);
    let there = added.iter().filter(|one| one.is_there);
    let mut found: Vec<Difference> = there
        .filter_map(|one| {
            Some(Difference::There { path: format!("{}.{}", one.shape.name.text, one.id.as_ref()?) })
        })
        .collect();
    let mut note = |path: String, ty: &Type, before: &Value, after: &Value| {
        if before != after {
            let (ty, before, after) = (ty.clone(), before.clone(), after.clone());
            found.push(Difference::Value { path, ty, before, after });
        }
    };
    for (scalar, value) in &change.scalars {
        let (Some(shape), Some(old)) = (model.schema.scalars.get(*scalar), state.scalars.get(*scalar)) else {
            continue;
        };
        note(shape.path.to_string(), &shape.field.ty, &old.value, value);
    }
    for (at, (of, value)) in change.fields.iter().enumerate() {
        let Some(shape) = model.schema.collections.get(of.collection) else { continue };
        let Some(field) = shape.fields.get(of.field) else { continue };
        // Two words may stand for one element.
        let earlier =
            change.fields.iter().take(at).rev().find(|(other, _)| other == of).map(|(_, value)| value);
        let rows = state.collections.get(of.collection);
        let old = earlier.cloned().or_else(|| Some(rows?.value(of.row, of.field))).unwrap_or(Value::Unknown);
        let path = state.path_of(model, of.collection, of.row);
        note(format!("{path}.{}", field.name.text), &field.ty, &old, value);
    }
    found.extend(added.iter().filter(|one| !one.is_there).map(Added::difference));
    found
}

/// An element that a change adds.
struct Added<'c> {
    shape: &'c Collection,
    cells: &'c IndexVec<FieldId, Cell>,
    id: Option<Arc<str>>,
    /// The place that it takes.
    row: u32,
    /// Whether one with its id is there already, so that nothing is added.
    is_there: bool,
}

impl<'c> Added<'c> {
    fn of(model: &'c Model, portal: &Portal, change: &'c Change) -> Vec<Self> {
        let mut found: Vec<(CollectionId, Self)> = Vec::new();
        for (collection, cells) in &change.added {
            let Some(shape) = model.schema.collections.get(*collection) else { continue };
            let id = id_of(shape, cells);
            let others = || found.iter().filter(|(other, _)| other == collection).map(|(_, one)| one);
            let is_there = id.as_ref().is_some_and(|id| {
                portal.state.find(*collection, id).is_some()
                    || others().any(|one| one.id.as_ref() == Some(id))
            });
            let rows = portal.state.collections.get(*collection).map_or(0, crate::input::Rows::len);
            let before = others().filter(|one| !one.is_there).count();
            let row = rows.saturating_add(u32::try_from(before).unwrap_or(u32::MAX));
            found.push((*collection, Self { shape, cells, id, row, is_there }));
        }
        found.into_iter().map(|(_, one)| one).collect()
    }

    fn difference(&self) -> Difference {
        let fields = self.shape.fields.iter().zip(self.cells);
        let known = fields.filter(|(_, cell)| !matches!(cell.value, Value::Absent | Value::Unknown));
        let known =
            known.map(|(field, cell)| (field.name.text.to_string(), field.ty.clone(), cell.value.clone()));
        let name = &self.shape.name.text;
        let path = match &self.id {
            Some(id) => format!("{name}.{id}"),
            None => format!("{name}[{}]", RowId(self.row)),
        };
        Difference::Added { path, fields: known.collect() }
    }
}
