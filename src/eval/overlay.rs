//! What an action would change, laid over a state that stays as it is.

use crate::kb::ReadSet;
use crate::state::collection::Cell;
use crate::values::Value;

/// What the state would have instead, had the action happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    /// New single values.
    pub(super) scalars: Vec<(u16, Value)>,
    /// New values of fields: collection, row, field.
    pub(super) fields: Vec<(u16, u32, u16, Value)>,
    /// New elements.
    pub(super) added: Vec<(u16, Vec<Cell>)>,
    /// Collections of which some element changes, but nobody knows which.
    pub(super) unknown: Vec<u16>,
}

impl Change {
    /// The rows of a collection with new values, each once.
    pub(super) fn rows(&self, collection: u16) -> Vec<u32> {
        let mut rows: Vec<u32> = self
            .fields
            .iter()
            .filter(|(changed, _, _, _)| *changed == collection)
            .map(|(_, row, _, _)| *row)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Whether something changes that a condition reads, other than a field of the element that it is about.
    pub(super) fn moves_all(&self, moved: &ReadSet) -> bool {
        moved.added
            || moved.scalars.iter().any(|scalar| self.scalars.iter().any(|(changed, _)| changed == scalar))
            || moved.others.iter().any(|read| {
                self.unknown.contains(&read.0)
                    || self.fields.iter().any(|(collection, _, field, _)| (*collection, *field) == *read)
            })
    }

    /// Whether a field changes that a condition reads of the element that it is about.
    pub(super) fn moves_own(&self, moved: &ReadSet, collection: u16, row: u32) -> bool {
        moved.own.iter().any(|own| {
            self.fields
                .iter()
                .any(|(changed, at, field, _)| (*changed, *at, *field) == (collection, row, *own))
        })
    }

    pub(super) fn added(&self, collection: u16) -> impl Iterator<Item = &Vec<Cell>> {
        self.added.iter().filter(move |(changed, _)| *changed == collection).map(|(_, cells)| cells)
    }
}
