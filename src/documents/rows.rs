//! What became of a row of a table whose quote is gone: it is found again by its label.

use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::model::Model;
use crate::prose::facts::Cell;
use crate::values::ids::DocumentId;
use std::collections::{HashMap, HashSet};

/// The rows of tables by their labels, as the lock has them.
pub(super) struct RowIndex {
    by_label: HashMap<(DocumentId, String), Vec<usize>>,
    /// By the heads of their columns, those that were not there at the review.
    unknown: HashMap<(DocumentId, Vec<String>), Vec<usize>>,
}

/// The label of a row and the heads of its columns, as the lock has them.
fn shape(cells: &[Cell]) -> Option<(String, Vec<String>)> {
    let label = Cell::short(&cells.first()?.row);
    Some((label, cells.iter().map(|cell| Cell::short(&cell.column)).collect()))
}

/// The rows whose labels were reviewed: by document and sentence. They are what they were, whatever their cells say.
pub(super) fn reviewed_rows(
    model: &Model,
    annotated: &Annotated<'_>,
    lock: &Lock,
) -> HashSet<(DocumentId, usize)> {
    let labels = lock.passages.iter().filter(|entry| !entry.cells.is_empty()).flat_map(|entry| {
        entry.facts().cells.into_iter().map(|cell| (entry.document.as_str(), Cell::short(&cell.row)))
    });
    let labels: HashSet<(&str, String)> = labels.collect();
    let mut rows = HashSet::new();
    if labels.is_empty() {
        return rows;
    }
    for document in model.documents.ids() {
        let Some(text) = annotated.documents.text(document) else { continue };
        let name = model.document_name(document);
        let own =
            text.units.iter().filter_map(|unit| Some((shape(&text.cells_of(unit))?.0, unit.sentences.start)));
        rows.extend(
            own.filter(|(label, _)| labels.contains(&(name, label.clone()))).map(|(_, at)| (document, at)),
        );
    }
    rows
}

impl RowIndex {
    /// Of all documents; `is_known` says which sentences were there at the review.
    pub(super) fn new(
        model: &Model,
        annotated: &Annotated<'_>,
        is_known: impl Fn(DocumentId, usize) -> bool,
    ) -> Self {
        let mut own = Self { by_label: HashMap::new(), unknown: HashMap::new() };
        for document in model.documents.ids() {
            let Some(text) = annotated.documents.text(document) else { continue };
            for unit in &text.units {
                let Some((label, columns)) = shape(&text.cells_of(unit)) else { continue };
                let sentence = unit.sentences.start;
                own.by_label.entry((document, label)).or_default().push(sentence);
                if !is_known(document, sentence) {
                    own.unknown.entry((document, columns)).or_default().push(sentence);
                }
            }
        }
        own
    }

    /// The row that one of the lock is now: the only one of its label, or else of its label and headings; or the only
    /// one that came into its table, where its label went.
    pub(super) fn find(
        &self,
        model: &Model,
        annotated: &Annotated<'_>,
        entry: &LockedPassage,
    ) -> Option<Passage> {
        let cells = entry.facts().cells;
        let (label, columns) = shape(&cells)?;
        if cells.iter().map(|cell| &cell.row).collect::<HashSet<_>>().len() > 1 {
            return None;
        }
        let document = model.documents.enumerated().find(|(_, own)| *own.name.text == *entry.document)?.0;
        let text = annotated.documents.text(document)?;
        let sole = |rows: &[usize]| match rows {
            [only] => Some(*only),
            _ => None,
        };
        let row = match self.by_label.get(&(document, label)) {
            Some(rows) => sole(rows).or_else(|| {
                let beside = rows.iter().copied().filter(|row| text.is_under(*row, &entry.under));
                sole(&beside.collect::<Vec<_>>())
            }),
            None => self.unknown.get(&(document, columns)).and_then(|rows| sole(rows)),
        }?;
        annotated.passage(document, row..row + 1)
    }
}
