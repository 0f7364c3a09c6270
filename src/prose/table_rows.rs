//! Where a row of a table ends: what it hangs on, and which cell stands in which column.

use crate::prose::build::TextBuilder;
use crate::prose::open_blocks::{Block, OpenBlock};

/// The row that is being read ends.
pub(crate) fn end_row(open: &mut [OpenBlock], builder: &mut TextBuilder<'_>) {
    let row = open.iter().rposition(|open| open.block == Block::Row);
    let (before, within) = open.split_at_mut(row.unwrap_or_default());
    let (Some(table), Some(row)) = (before.last_mut(), within.first_mut()) else { return };
    if table.block != Block::Table {
        return;
    }
    let spans = std::mem::take(&mut row.table.spans);
    let is_over_all = spans.len() == 1 && spans.first().is_some_and(|(columns, _)| *columns > 1);
    let is_label = is_over_all || spans.len() > 1 && (row.all_bold || row.all_headers);
    let mut context = table.flow.below(false);
    let group = table.table.group.clone();
    let written = builder.text.cells.iter().filter(|cell| !cell.is_empty()).count();
    if let Some(group) = group.filter(|_| !(is_label && written == 1)) {
        context.push(group);
    }
    let Some(ended) = builder.end_row(&context) else { return };
    table.flow.has_begun = true;
    let is_first = table.table.is_empty();
    let is_head = table.table.in_head || row.all_headers || is_first && row.all_bold && spans.len() > 1;
    let mut written = ended.cells.iter().filter(|cell| !cell.is_empty());
    match (written.next(), written.next()) {
        (Some(label), None) if is_label && !is_first => table.table.group = Some(label.clone()),
        _ if is_head => table.table.group = None,
        _ => {}
    }
    let (cells, number) = table.table.place(ended.cells, &spans, is_head, &mut builder.tables);
    builder.place_row(ended.unit, cells, number, is_head);
}
