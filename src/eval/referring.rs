//! Which elements read, through references, what a change writes.

use crate::eval::compute::Context;
use crate::eval::overlay::{Change, FieldOf};
use crate::kb::{Index, ReadSet, Referred};
use crate::state::collection::Rows;
use crate::values::Value;
use crate::values::ids::{CollectionId, FieldId, RowId};

impl Context<'_> {
    /// The elements of a collection that a change brings, gives new values, or that read such through references, each once and
    /// in their order.
    pub(super) fn moved_rows(
        &self,
        collection: CollectionId,
        reads: &[ReadSet],
        change: &Change,
    ) -> Vec<RowId> {
        let after = Context { change: Some(change), ..*self };
        let mut rows: Vec<RowId> = after.touched(collection).collect();
        let referring = self.referring(reads, change);
        if !referring.is_empty() {
            rows.extend(referring);
            rows.sort_unstable();
            rows.dedup();
        }
        rows
    }

    /// The elements, each once and in their order, that read something written through references, as these stand in the
    /// state. What nobody knows to refer to anything may refer to it.
    fn referring<'r>(&self, reads: impl IntoIterator<Item = &'r ReadSet>, change: &Change) -> Vec<RowId> {
        let mut found = Vec::new();
        for referred in reads.into_iter().flat_map(|reads| &reads.referred) {
            for row in change.written(referred) {
                let mut rows = match referred.nested {
                    None => vec![row],
                    Some(inner) => {
                        let below = self.inward(inner, (referred.collection, row)).into_iter();
                        below.filter(|(collection, _)| *collection == inner).map(|(_, row)| row).collect()
                    }
                };
                for (collection, field) in referred.path.iter().rev() {
                    rows = self.referring_by(*collection, *field, &rows);
                }
                found.extend(rows);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The elements whose field refers to one of some, or to nobody knows which.
    pub(super) fn referring_by(&self, collection: CollectionId, field: FieldId, to: &[RowId]) -> Vec<RowId> {
        let index = Index { collection, field, fold: false };
        let index = self.program.kb.element_indexes.position(|known| *known == index);
        let keys: Vec<Value> = to.iter().copied().map(Value::Element).collect();
        let found = index.and_then(|index| self.portal.element_index(self.program, index)?.find(&keys));
        let old = self.portal.rows(collection).map(Rows::rows);
        found.map_or_else(|| old.into_iter().flatten().collect(), |found| found.to_vec())
    }

    /// Whether an element reads something written through references.
    pub(super) fn refers(&self, reads: &ReadSet, change: &Change, row: RowId) -> bool {
        reads.referred.iter().any(|referred| {
            let mut at = row;
            for (collection, field) in &referred.path {
                let of = FieldOf { collection: *collection, row: at, field: *field };
                match self.portal.held(of) {
                    Some(Value::Element(next)) => at = next,
                    Some(Value::Absent) => return false,
                    _ => return change.written(referred).next().is_some(),
                }
            }
            match referred.nested {
                None => change.written(referred).any(|row| row == at),
                Some(inner) => {
                    let before = Context { change: None, ..*self };
                    let outward = before.outward((inner, at), None);
                    let lies_in = |row| outward.elements.contains(&(referred.collection, row));
                    let mut written = change.written(referred);
                    written.any(|row| !outward.open.is_empty() || lies_in(row))
                }
            }
        })
    }
}

impl Change {
    /// Whether it writes what a condition reads through references.
    pub(super) fn moves_referred(&self, reads: &ReadSet) -> bool {
        reads.referred.iter().any(|referred| self.written(referred).next().is_some())
    }

    /// The elements of which it writes a field.
    fn written(&self, referred: &Referred) -> impl Iterator<Item = RowId> {
        let own = (referred.collection, referred.field);
        let fields = self.fields.iter().filter(move |(of, _)| (of.collection, of.field) == own);
        fields.map(|(of, _)| of.row)
    }
}
