//! The tables of `AsciiDoc`, between two lines `|===`.

use crate::prose::blocks::DocumentBuilder;
use crate::prose::open_blocks::Block;
use std::ops::Range;

pub(crate) const FENCE: &str = "|===";

/// Read the table whose first line ends before byte `start`, with its title and where that stands; gives where the text
/// goes on. None where it has no end.
pub(crate) fn read_table(
    document: &str,
    start: usize,
    title: Option<(&str, usize)>,
    builder: &mut DocumentBuilder<'_>,
) -> Option<usize> {
    let rest = document.get(start..)?;
    let mut at = start;
    let mut cells: Vec<Range<usize>> = Vec::new();
    let (mut columns, mut has_head, mut is_closed) = (0, false, false);
    for line in rest.split_inclusive('\n') {
        let begins = at;
        at += line.len();
        if line.trim() == FENCE {
            is_closed = true;
            break;
        }
        if line.trim().is_empty() {
            has_head |= columns > 0 && cells.len() == columns;
        } else if line.contains('|') {
            add_cells(line, begins, &mut cells);
            columns = if columns == 0 { cells.len() } else { columns };
        } else if let Some(last) = cells.last_mut() {
            last.end = begins + line.trim_end().len();
        }
    }
    if !is_closed {
        return None;
    }
    builder.begin_table();
    if let Some((title, from)) = title {
        builder.begin_label(from, from);
        builder.push_str(title, from);
        builder.end_label(from, from);
    }
    for (number, row) in cells.chunks(columns.max(1)).enumerate() {
        let is_head = number == 0 && has_head;
        builder.begin_row();
        for cell in row {
            builder.begin_cell(is_head, 1, 1);
            builder.push_str(document.get(cell.clone()).unwrap_or_default(), cell.start);
        }
        builder.end(Block::Row);
    }
    builder.end(Block::Table);
    Some(at)
}

/// The cells of a line: each behind a bar; what stands before the first is the form of the cell.
fn add_cells(line: &str, begins: usize, cells: &mut Vec<Range<usize>>) {
    let mut from = None;
    let bytes = line.as_bytes();
    let bars = line
        .match_indices('|')
        .filter(|(at, _)| at.checked_sub(1).and_then(|at| bytes.get(at)) != Some(&b'\\'));
    for end in bars.map(|(at, _)| at).chain([line.len()]) {
        if let Some(start) = from {
            let text = line.get(start..end).unwrap_or_default();
            let before = text.len() - text.trim_start().len();
            let own = begins + start + before;
            cells.push(own..own + text.trim().len());
        }
        from = Some(end + 1);
    }
}
