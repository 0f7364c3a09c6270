//! A portal at one moment: every value that the schema names, with the place where it stands.

use crate::base::IndexVec;
use crate::base::Span;
use crate::model::{Field, Model};
use crate::state::collection::{Cell, Rows};
use crate::values::ids::{CollectionId, RowId, ScalarId};
use crate::values::{Value, Zone};

/// A portal at one moment. Its lists are in the order of the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub scalars: IndexVec<ScalarId, Cell>,
    pub collections: IndexVec<CollectionId, Rows>,
    /// Where the state begins: the place of its first key.
    pub start: Option<Span>,
}

impl State {
    /// The id of an element, where its collection has ids.
    pub fn id(&self, collection: CollectionId, row: RowId) -> Option<&str> {
        self.collections.get(collection)?.id(row)
    }

    #[inline]
    pub fn find(&self, collection: CollectionId, id: &str) -> Option<RowId> {
        self.collections.get(collection)?.find(id)
    }

    /// All ids of a collection, in the order of its elements.
    pub fn ids(&self, collection: CollectionId) -> impl Iterator<Item = &str> {
        self.collections.get(collection).into_iter().flat_map(Rows::ids)
    }

    /// The path of an element: by its id where it has one, else by its place in the list.
    pub fn path_of(&self, model: &Model, collection: CollectionId, row: RowId) -> String {
        let name = model.schema.collections.get(collection).map_or("", |shape| &shape.name.text);
        match self.id(collection, row) {
            Some(id) => format!("{name}.{id}"),
            None => format!("{name}[{row}]"),
        }
    }

    /// A state of which nothing is known beyond the defaults.
    pub fn empty(model: &Model) -> Self {
        Self {
            scalars: model.schema.scalars.iter().map(|scalar| left_out(&scalar.field)).collect(),
            collections: model.schema.collections.iter().map(Rows::new).collect(),
            start: None,
        }
    }

    pub fn zone(&self, model: &Model) -> Zone {
        let cell = model.schema.time_zone.and_then(|zone| self.scalars.get(zone));
        match cell.map(|cell| &cell.value) {
            Some(Value::Zone(zone)) => *zone,
            _ => Zone::UTC,
        }
    }
}

/// The value of a field that was left out.
pub(crate) fn left_out(field: &Field) -> Cell {
    Cell { value: field.left_out(), span: None }
}
