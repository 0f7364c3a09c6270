//! Tables: their rows and cells, with what spans several of them, and which rows are the head.

use crate::base::{Diagnostic, LinePlace, OutlineMark};
use crate::prose::docx::paragraph::Paragraph;
use crate::prose::docx::story::{StoryReader, is_gone};
use crate::prose::docx::xml::{Element, Vocabulary};
use crate::prose::normalize::normalize;
use crate::prose::rows::is_ticked;
use std::collections::HashMap;
use std::ops::Range;

/// As in browsers.
const MOST_COLUMNS: u32 = 1_000;
/// A cell of a head is no longer, in bytes.
const LONGEST_HEAD: usize = 200;

/// A table that is being read.
#[derive(Default)]
struct TableState {
    /// Its number among those of its story; 0 in another table.
    number: u32,
    /// Where the marks of its rows are.
    rows: Vec<usize>,
    has_head: bool,
    /// The most cells of a row.
    widest: usize,
    /// By column, the mark of the cell that reaches down from above.
    reaching: HashMap<u32, usize>,
    /// The cells of the first row: their marks, and where their texts are.
    first: Vec<(usize, Range<usize>)>,
}

/// A row that is being read.
#[derive(Default)]
struct RowState {
    /// The column in which the next cell stands, from 0.
    column: u32,
    cells: usize,
    is_gone: bool,
}

/// What a cell says of itself.
#[derive(Default)]
struct CellProperties {
    columns: u32,
    /// Begins cells that are one, or goes on with one above.
    down: Option<bool>,
    /// Goes on with the one before it.
    goes_on: bool,
    is_gone: bool,
}

impl StoryReader<'_, '_> {
    /// # Errors
    /// Those of [`StoryReader::blocks`].
    pub(super) fn table(&mut self) -> Result<(), Diagnostic> {
        let mut table = TableState::default();
        if self.open_tables == 0 {
            self.tables += 1;
            table.number = self.tables;
        }
        let place = self.place;
        self.open_tables += 1;
        let begins = self.out.mark(OutlineMark::Table { is_grid: false });
        self.rows(&mut table)?;
        self.out.mark(OutlineMark::TableEnd);
        self.open_tables -= 1;
        self.place = place;
        // What has one column only frames a text.
        if let Some(mark) = self.out.mark_at(begins) {
            *mark = OutlineMark::Table { is_grid: table.widest > 1 };
        }
        if !table.has_head && table.widest > 1 {
            self.find_head(&table);
        }
        Ok(())
    }

    fn rows(&mut self, table: &mut TableState) -> Result<(), Diagnostic> {
        while let Some(element) = self.xml.child()? {
            match element.word() {
                b"tr" => self.row(table)?,
                b"tblPr" | b"tblGrid" => self.xml.skip()?,
                word if is_gone(word) => self.xml.skip()?,
                _ if element.is(Vocabulary::Compatibility, b"AlternateContent") => {
                    self.alternative(|own| own.rows(table))?;
                }
                _ => self.rows(table)?,
            }
        }
        Ok(())
    }

    fn row(&mut self, table: &mut TableState) -> Result<(), Diagnostic> {
        let mark = self.out.mark(OutlineMark::Row { is_head: false });
        table.rows.push(mark);
        let mut row = RowState::default();
        self.cells(table, &mut row)?;
        if row.is_gone {
            table.rows.pop();
        }
        table.widest = table.widest.max(row.cells);
        self.out.mark(OutlineMark::RowEnd);
        Ok(())
    }

    fn cells(&mut self, table: &mut TableState, row: &mut RowState) -> Result<(), Diagnostic> {
        while let Some(element) = self.xml.child()? {
            match element.word() {
                b"trPr" => self.row_properties(table, row)?,
                b"tc" if row.is_gone => self.xml.skip()?,
                b"tc" => self.cell(table, row)?,
                b"tblPrEx" => self.xml.skip()?,
                word if is_gone(word) => self.xml.skip()?,
                _ if element.is(Vocabulary::Compatibility, b"AlternateContent") => {
                    self.alternative(|own| own.cells(table, row))?;
                }
                _ => self.cells(table, row)?,
            }
        }
        Ok(())
    }

    fn row_properties(&mut self, table: &mut TableState, row: &mut RowState) -> Result<(), Diagnostic> {
        while let Some(element) = self.xml.child()? {
            match element.word() {
                b"del" => row.is_gone = true,
                b"hidden" => row.is_gone |= element.is_on(),
                b"tblHeader" if element.is_on() => {
                    table.has_head = true;
                    if let Some(mark) = table.rows.last().and_then(|at| self.out.mark_at(*at)) {
                        *mark = OutlineMark::Row { is_head: true };
                    }
                }
                b"gridBefore" => {
                    let columns = count(&element);
                    if columns > 0 {
                        self.out.mark(OutlineMark::Cell { columns, rows: 1 });
                        self.out.mark(OutlineMark::CellEnd);
                    }
                    row.column += columns;
                }
                _ => {}
            }
            self.xml.skip()?;
        }
        Ok(())
    }

    fn cell(&mut self, table: &mut TableState, row: &mut RowState) -> Result<(), Diagnostic> {
        // What a cell says of itself stands before all else in it.
        let first = self.xml.child()?;
        let own = match &first {
            Some(element) if element.word() == b"tcPr" => self.cell_properties()?,
            _ => CellProperties { columns: 1, ..CellProperties::default() },
        };
        let own_first = first.filter(|element| element.word() != b"tcPr");
        let column = row.column;
        row.column = row.column.saturating_add(own.columns);
        let above = table.reaching.get(&column).copied().filter(|_| own.down == Some(false));
        if let Some(OutlineMark::Cell { rows, .. }) = above.and_then(|at| self.out.mark_at(at)) {
            *rows = rows.saturating_add(1);
        }
        let is_own = above.is_none() && !own.goes_on && !own.is_gone;
        if table.number > 0 {
            let number = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
            self.place = match self.place {
                LinePlace::Paragraph | LinePlace::Cell { .. } => {
                    LinePlace::Cell { table: table.number, row: number, column: column.saturating_add(1) }
                }
                note => note,
            };
        }
        let start = self.out.end();
        let mark = is_own.then(|| self.out.mark(OutlineMark::Cell { columns: own.columns, rows: 1 }));
        self.unread += usize::from(!is_own);
        if own.is_gone {
            self.skip_rest(own_first.is_some())?;
        } else {
            self.cell_blocks(own_first)?;
        }
        self.unread -= usize::from(!is_own);
        let Some(mark) = mark else { return Ok(()) };
        self.out.mark(OutlineMark::CellEnd);
        self.out.check(&Paragraph::default())?;
        row.cells += 1;
        if table.rows.len() == 1 {
            table.first.push((mark, start..self.out.end()));
        }
        match own.down {
            Some(true) => table.reaching.insert(column, mark),
            _ => table.reaching.remove(&column),
        };
        Ok(())
    }

    /// Read what stands in a cell; its first element is open.
    fn cell_blocks(&mut self, first: Option<Element<'_>>) -> Result<(), Diagnostic> {
        match first {
            Some(element) => self.blocks_from(&element),
            None => self.blocks(),
        }
    }

    /// Leave a cell that is gone.
    fn skip_rest(&mut self, is_open: bool) -> Result<(), Diagnostic> {
        if is_open {
            self.xml.skip()?;
        }
        while self.xml.child()?.is_some() {
            self.xml.skip()?;
        }
        Ok(())
    }

    fn cell_properties(&mut self) -> Result<CellProperties, Diagnostic> {
        let mut own = CellProperties { columns: 1, ..CellProperties::default() };
        while let Some(element) = self.xml.child()? {
            match element.word() {
                b"gridSpan" => own.columns = count(&element).max(1),
                b"vMerge" => own.down = Some(element.value().as_deref() == Some("restart")),
                b"hMerge" => own.goes_on = element.value().as_deref() != Some("restart"),
                b"cellDel" => own.is_gone = true,
                _ => {}
            }
            self.xml.skip()?;
        }
        Ok(own)
    }

    /// Of a table that does not say which rows are its head: the first one, with those that cells of it reach down to, where
    /// it holds short words and no value.
    fn find_head(&mut self, table: &TableState) {
        // The words for access may head columns, too.
        let is_digit = |sign: char| sign.is_numeric();
        let is_head = |text: &str| {
            let text = normalize(text);
            text.len() <= LONGEST_HEAD
                && is_ticked(&text).is_none()
                && !text.contains(is_digit)
                && !text.ends_with(['.', ';'])
        };
        let texts = || table.first.iter().map(|(_, range)| self.out.text_from(range.start, range.end));
        let has_words = texts().any(|text| !text.trim().is_empty());
        if !has_words || !texts().all(is_head) {
            return;
        }
        let mut high = 1;
        for (at, _) in &table.first {
            if let Some(OutlineMark::Cell { rows, .. }) = self.out.mark_at(*at) {
                high = high.max(*rows);
            }
        }
        let high = usize::try_from(high).unwrap_or(usize::MAX);
        if high >= table.rows.len() {
            return;
        }
        for at in table.rows.iter().take(high) {
            if let Some(mark) = self.out.mark_at(*at) {
                *mark = OutlineMark::Row { is_head: true };
            }
        }
    }
}

fn count(element: &Element<'_>) -> u32 {
    element.number().and_then(|own| u32::try_from(own).ok()).unwrap_or(0).min(MOST_COLUMNS)
}
