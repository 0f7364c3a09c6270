//! What an action would change, laid over a state that stays as it is.

use crate::base::IndexVec;
use crate::kb::ReadSet;
use crate::model::Collection;
use crate::state::collection::Cell;
use crate::values::Value;
use crate::values::ids::{CollectionId, FieldId, RowId, ScalarId};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FieldOf {
    pub(super) collection: CollectionId,
    pub(super) row: RowId,
    pub(super) field: FieldId,
}

/// What the state would have instead, had the action happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    pub(super) scalars: Vec<(ScalarId, Value)>,
    pub(super) fields: Vec<(FieldOf, Value)>,
    pub(super) added: Vec<(CollectionId, IndexVec<FieldId, Cell>)>,
    /// Fields that change of some element, but nobody knows of which.
    pub(super) unknown: Vec<(CollectionId, FieldId)>,
}

impl Change {
    /// The rows of a collection with new values, each once.
    pub(super) fn rows(&self, collection: CollectionId) -> Vec<RowId> {
        let own = self.fields.iter().filter(|(changed, _)| changed.collection == collection);
        let mut rows: Vec<RowId> = own.map(|(changed, _)| changed.row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    pub(super) fn is_any(&self) -> bool {
        !(self.scalars.is_empty()
            && self.fields.is_empty()
            && self.added.is_empty()
            && self.unknown.is_empty())
    }

    /// Whether something changes that a condition reads, other than a field of the element that it is about.
    pub(super) fn moves_all(&self, moved: &ReadSet) -> bool {
        moved.added
            || moved.scalars.iter().any(|scalar| self.scalars.iter().any(|(changed, _)| changed == scalar))
            || moved.others.iter().any(|read| {
                self.fields.iter().any(|(changed, _)| (changed.collection, changed.field) == *read)
            })
    }

    /// Whether something changes that a condition reads of elements of a collection, but nobody knows of which.
    pub(super) fn moves_somebody(&self, moved: &ReadSet, collection: CollectionId) -> bool {
        self.unknown.iter().any(|changed| {
            collection == changed.0 && moved.own.contains(&changed.1)
                || moved.others.contains(changed)
                || moved.referred.iter().any(|read| (read.collection, read.field) == *changed)
        })
    }

    /// Whether a field changes that a condition reads of the element that it is about.
    pub(super) fn moves_own(&self, moved: &ReadSet, collection: CollectionId, row: RowId) -> bool {
        let mut own = moved.own.iter().map(|field| FieldOf { collection, row, field: *field });
        own.any(|own| self.fields.iter().any(|(changed, _)| *changed == own))
    }

    pub(super) fn added(&self, collection: CollectionId) -> impl Iterator<Item = &IndexVec<FieldId, Cell>> {
        self.added.iter().filter(move |(changed, _)| *changed == collection).map(|(_, cells)| cells)
    }
}

/// The id that a new element has.
pub(super) fn id_of(shape: &Collection, cells: &IndexVec<FieldId, Cell>) -> Option<Arc<str>> {
    match shape.key.and_then(|key| cells.get(key)).map(|cell| &cell.value) {
        Some(Value::Text(id)) => Some(id.clone()),
        _ => None,
    }
}
