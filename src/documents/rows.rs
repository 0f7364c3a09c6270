//! What became of a row of a table whose quote is gone: it is found again by its label, or by what else stands in it.

use crate::documents::known::Known;
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::model::Model;
use crate::prose::facts::Cell;
use crate::values::ids::DocumentId;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// What stands in more rows of a document tells none of them apart.
const MOST_ALIKE: usize = 16;

/// The rows of tables that were not there at the review, by their labels and by what stands in their cells.
pub(super) struct RowIndex<'r> {
    by_label: HashMap<(DocumentId, String), Vec<usize>>,
    by_value: HashMap<(DocumentId, String), Vec<usize>>,
    /// By the heads of their columns.
    by_heads: HashMap<(DocumentId, Vec<String>), Vec<usize>>,
    cells: HashMap<(DocumentId, usize), Vec<Cell>>,
    /// Those that are known to have been other rows.
    taken: HashSet<(DocumentId, usize)>,
    /// Those whose labels were reviewed.
    reviewed: &'r HashSet<(DocumentId, usize)>,
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

impl<'r> RowIndex<'r> {
    /// Of all documents; what was there at the review is still itself, and what is taken is another row.
    pub(super) fn new(
        model: &Model,
        annotated: &Annotated<'_>,
        known: &Known,
        reviewed: &'r HashSet<(DocumentId, usize)>,
        taken: HashSet<(DocumentId, usize)>,
    ) -> Self {
        let mut own = Self {
            by_label: HashMap::new(),
            by_value: HashMap::new(),
            by_heads: HashMap::new(),
            cells: HashMap::new(),
            taken,
            reviewed,
        };
        for document in model.documents.ids() {
            let Some(text) = annotated.documents.text(document) else { continue };
            for unit in &text.units {
                let sentence = unit.sentences.start;
                let annotation = annotated.annotations(document).get(sentence);
                let cells = text.cells_of(unit);
                let Some((label, heads)) = shape(&cells) else { continue };
                if annotation.is_some_and(|own| known.has(document, own.text)) {
                    continue;
                }
                for value in values(&cells) {
                    own.by_value.entry((document, value)).or_default().push(sentence);
                }
                own.by_label.entry((document, label)).or_default().push(sentence);
                own.by_heads.entry((document, heads)).or_default().push(sentence);
                own.cells.insert((document, sentence), cells);
            }
        }
        own
    }

    /// The rows that rows of the lock are now, by their numbers: the most alike first, each of one row. Of several that
    /// are as like, all.
    pub(super) fn find(
        &self,
        annotated: &Annotated<'_>,
        sought: &[(usize, DocumentId, &LockedPassage)],
    ) -> Vec<(usize, Vec<Passage>)> {
        let mut scored: Vec<(Reverse<usize>, usize, usize)> = Vec::new();
        for (at, (_, document, entry)) in sought.iter().enumerate() {
            let own = self.candidates(annotated, *document, entry).into_iter();
            scored.extend(own.map(|(row, score)| (Reverse(score), at, row)));
        }
        scored.sort_unstable();
        let mut taken: HashMap<(DocumentId, usize), &LockedPassage> = HashMap::new();
        let mut found: HashMap<usize, (usize, Vec<usize>)> = HashMap::new();
        for (Reverse(score), at, row) in scored {
            let Some((_, document, entry)) = sought.get(at) else { continue };
            let other = taken.get(&(*document, row)).is_some_and(|other| other.text != entry.text);
            match found.get_mut(&at) {
                _ if other => {}
                Some((best, rows)) if *best == score => rows.push(row),
                Some(_) => {}
                None => {
                    found.insert(at, (score, vec![row]));
                }
            }
            taken.entry((*document, row)).or_insert(entry);
        }
        let passage = |document, row: usize| annotated.passage(document, row..row + 1);
        let found = found.into_iter().filter_map(|(at, (_, rows))| {
            let (number, document, _) = *sought.get(at)?;
            Some((number, rows.into_iter().filter_map(|row| passage(document, row)).collect()))
        });
        found.collect()
    }

    /// The rows that one of the lock may be now, and how like it each is.
    fn candidates(
        &self,
        annotated: &Annotated<'_>,
        document: DocumentId,
        entry: &LockedPassage,
    ) -> Vec<(usize, usize)> {
        let cells = entry.facts().cells;
        let Some((label, heads)) = shape(&cells) else { return Vec::new() };
        let text = annotated.documents.text(document);
        if cells.iter().map(|cell| &cell.row).collect::<HashSet<_>>().len() > 1 {
            return Vec::new();
        }
        let rows = |rows: Option<&Vec<usize>>| rows.map_or(&[][..], Vec::as_slice).to_vec();
        let few = |rows: &&Vec<usize>| rows.len() <= MOST_ALIKE;
        let labelled = self.by_label.get(&(document, label));
        let is_labelled = labelled.is_some();
        let mut near = rows(labelled.filter(few));
        if near.is_empty() {
            near = rows(self.by_heads.get(&(document, heads.clone())).filter(few));
            for value in values(&cells) {
                near.extend(rows(self.by_value.get(&(document, value)).filter(few)));
            }
            near.sort_unstable();
            near.dedup();
            // What has another label is another row where the label stands, or where its own was reviewed.
            let has_label = |row: &usize| labelled.is_some_and(|rows| rows.binary_search(row).is_ok());
            let is_other = |row: &usize| self.reviewed.contains(&(document, *row));
            near.retain(|row| if is_labelled { has_label(row) } else { !is_other(row) });
        }
        near.retain(|row| !self.taken.contains(&(document, *row)));
        let scored = near.into_iter().filter_map(|row| {
            let now = self.cells.get(&(document, row))?;
            let same = kept_values(&cells, now);
            // Without its label a row is known by half of what else stood in it.
            if !is_labelled && same * 2 < values(&cells).len().max(1) {
                return None;
            }
            let under = usize::from(text.is_some_and(|text| text.is_under(row, &entry.under)));
            let is_of_table = usize::from(shape(now).is_some_and(|(_, own)| own == heads));
            Some((row, 4 * same + 2 * is_of_table + under))
        });
        scored.collect()
    }
}

/// What stands in the cells of a row, its label included, as the lock has it.
fn values(cells: &[Cell]) -> Vec<String> {
    let label = cells.first().map(|cell| Cell::short(&cell.row));
    let own = cells.iter().map(|cell| Cell::short(&cell.says)).chain(label);
    own.filter(|value| !value.is_empty()).collect()
}

/// How much of what stood in a row stands in another, in whatever column.
fn kept_values(was: &[Cell], is: &[Cell]) -> usize {
    let mut left = values(is);
    let mut is_kept = |value: &String| {
        let place = left.iter().position(|own| own == value);
        place.map(|place| left.swap_remove(place)).is_some()
    };
    let was = values(was);
    was.iter().filter(|value| is_kept(value)).count()
}
