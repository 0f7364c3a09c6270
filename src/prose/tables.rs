//! Which cell of a table stands in which column, and what heads it.

use crate::prose::text::Table;
use std::ops::Range;

/// As in browsers; a document in which cells span more is not made wider by them.
const MOST_COLUMNS: usize = 1_000;
const MOST_ROWS: usize = 65_534;
/// How many places of a table cells may stand in beside their own.
const MOST_SPANNED: usize = 20_000;
/// In how many places of rows below them cells may stand; in a document where there are more, they stand in no other.
const MOST_REACHED: usize = 200_000;
/// What is longer, in bytes, heads no column.
const LONGEST_HEAD: usize = 300;

/// A table that is being read.
#[derive(Default)]
pub(crate) struct Grid {
    pub(crate) in_head: bool,
    /// It only places things, and its rows are not rows.
    pub(crate) is_layout: bool,
    /// Of the row that is being read, how many columns and rows each cell spans.
    pub(crate) spans: Vec<(usize, usize)>,
    /// The label of the rows below it: a row of its own, in bold or over all columns.
    pub(crate) group: Option<Range<usize>>,
    /// Its number among all tables, and whether only its head was read so far.
    number: Option<(usize, bool)>,
    /// The cells that reach down into the next rows: the column, how many rows are left, and the cell.
    reaching: Vec<(usize, usize, Range<usize>)>,
    spanned: usize,
    reached: usize,
}

impl Grid {
    /// Whether no row of it was read so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.number.is_none()
    }

    /// Place the cells of a row: what stands in each column, and the number of the table. A row of the head is taken
    /// into the head; one below other rows begins a table of its own.
    pub(crate) fn place(
        &mut self,
        cells: Vec<Range<usize>>,
        spans: &[(usize, usize)],
        is_head: bool,
        tables: &mut Vec<Table>,
    ) -> (Vec<Range<usize>>, usize) {
        let written = cells.iter().filter(|cell| !cell.is_empty()).count();
        let cells = self.spread(cells, spans);
        // One head over all columns is the title of what follows.
        let is_title = is_head && written < 2 && cells.len() > 1;
        let takes = is_head && !is_title;
        let (number, was_in_head) = match self.number {
            Some((number, in_head)) if in_head || !takes => (number, in_head),
            _ => {
                tables.push(Table::default());
                (tables.len() - 1, true)
            }
        };
        self.number = Some((number, is_head && (takes || was_in_head)));
        if let Some(table) = tables.get_mut(number).filter(|_| !is_head) {
            table.filled.resize(cells.len().max(table.filled.len()), false);
            table.filled.iter_mut().zip(&cells).for_each(|(filled, cell)| *filled |= !cell.is_empty());
        }
        if let Some(table) = tables.get_mut(number).filter(|_| takes) {
            table.columns.resize_with(cells.len().max(table.columns.len()), Vec::new);
            for (column, cell) in table.columns.iter_mut().zip(&cells) {
                if !cell.is_empty() && cell.len() <= LONGEST_HEAD && !column.contains(cell) {
                    column.push(cell.clone());
                }
            }
        }
        (cells, number)
    }

    /// The cells of a row by columns, with those that reach down from above.
    fn spread(&mut self, cells: Vec<Range<usize>>, spans: &[(usize, usize)]) -> Vec<Range<usize>> {
        let mut columns: Vec<Range<usize>> = Vec::with_capacity(cells.len());
        let mut above = std::mem::take(&mut self.reaching).into_iter().peekable();
        let mut reaching = Vec::new();
        let mut reached = self.reached;
        let mut take_above = |columns: &mut Vec<Range<usize>>, reaching: &mut Vec<_>| {
            while let Some((column, left, cell)) = above.next_if(|(column, ..)| *column <= columns.len()) {
                if reached >= MOST_REACHED {
                    continue;
                }
                reached += 1;
                if left > 1 {
                    reaching.push((column, left - 1, cell.clone()));
                }
                columns.push(cell);
            }
        };
        for (at, cell) in cells.into_iter().enumerate() {
            take_above(&mut columns, &mut reaching);
            let (wide, high) = spans.get(at).copied().unwrap_or((1, 1));
            for nth in 0..wide.clamp(1, MOST_COLUMNS) {
                let is_own = nth == 0;
                if !is_own && self.spanned >= MOST_SPANNED {
                    break;
                }
                if high > 1 && self.spanned < MOST_SPANNED {
                    reaching.push((columns.len(), high.min(MOST_ROWS) - 1, cell.clone()));
                }
                self.spanned += usize::from(!is_own || high > 1);
                columns.push(cell.clone());
            }
        }
        take_above(&mut columns, &mut reaching);
        self.reached = reached;
        self.reaching = reaching;
        columns
    }
}
