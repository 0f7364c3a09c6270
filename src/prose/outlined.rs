//! A text that stands a line a paragraph, by the outline beside it.

use crate::base::{LineKind, Outline, OutlineMark};
use crate::prose::blocks::{DocumentBuilder, LEVEL_OF_A_LINE};
use crate::prose::facts::reads_as_title;
use crate::prose::open_blocks::{Block, Marker};

/// How many lists that are led in may stand in each other.
const MOST_LISTS: usize = 32;

pub(crate) fn read(text: &str, outline: &Outline, builder: &mut DocumentBuilder<'_>) {
    let mut reader = OutlineReader { text, at: 0, builder, lists: Vec::new(), tables: Vec::new() };
    let mut marks = outline.marks.as_slice();
    while let Some((mark, rest)) = marks.split_first() {
        marks = rest;
        match mark {
            OutlineMark::Line(kind) => {
                let is_of_letters = |mark: &&OutlineMark| {
                    use OutlineMark::{Bold, Break, Lowered, Picture, Point, Raised};
                    matches!(mark, Break(_) | Bold(..) | Raised(..) | Lowered(..) | Point(..) | Picture(..))
                };
                let length = marks.iter().take_while(is_of_letters).count();
                let (own, rest) = marks.split_at_checked(length).unwrap_or_default();
                marks = rest;
                reader.line(kind, own);
            }
            other => reader.structure(other),
        }
    }
    reader.close_lists(0);
    reader.builder.note(None);
}

/// A list that is open.
#[derive(Clone, Copy)]
struct OpenList {
    list: u32,
    level: u8,
    /// Its last item ends in a colon.
    leads: bool,
}

struct OutlineReader<'r, 'd> {
    text: &'r str,
    /// Where the next line begins.
    at: usize,
    builder: &'r mut DocumentBuilder<'d>,
    lists: Vec<OpenList>,
    /// Of the tables that are open, whether they are grids.
    tables: Vec<bool>,
}

impl OutlineReader<'_, '_> {
    fn line(&mut self, kind: &LineKind, marks: &[OutlineMark]) {
        let begins = self.at;
        let line = self.text.get(begins..).unwrap_or_default().split('\n').next().unwrap_or_default();
        let ends = begins + line.len();
        self.at = ends + 1;
        if *kind == LineKind::Unread {
            return;
        }
        let in_grid = self.tables.contains(&true);
        match kind {
            LineKind::Heading { level, marker } if !in_grid => {
                self.close_lists(0);
                self.builder.begin_numbered_heading(*level, marker);
                self.letters(line, begins, marks);
                self.builder.end_heading();
            }
            // A line in bold is a heading, and one that the list numbers is no less.
            LineKind::Item { marker, level: 0, .. }
                if !in_grid && marker != "•" && reads_as_title(line) && is_bold(line, marks) =>
            {
                self.close_lists(0);
                self.builder.begin_numbered_heading(LEVEL_OF_A_LINE, marker);
                self.letters(line, begins, marks);
                self.builder.end_heading();
            }
            LineKind::Item { list, level, marker } if !in_grid && !line.trim().is_empty() => {
                self.begin_item(*list, *level, marker);
                self.letters(line, begins, marks);
                self.builder.paragraph(false, ends, ends);
                if let Some(open) = self.lists.last_mut() {
                    open.leads = line.trim_end().ends_with(':');
                }
            }
            _ => {
                // What is empty parts nothing.
                if !line.trim().is_empty() && !in_grid {
                    self.close_lists(0);
                }
                self.builder.paragraph(true, begins, begins);
                self.letters(line, begins, marks);
                self.builder.paragraph(false, ends, ends);
            }
        }
    }

    /// The letters of a line, with what its marks say of them.
    fn letters(&mut self, line: &str, begins: usize, marks: &[OutlineMark]) {
        let mut at = 0;
        for mark in marks {
            let to = match mark {
                OutlineMark::Break(to)
                | OutlineMark::Bold(to, _)
                | OutlineMark::Raised(to, _)
                | OutlineMark::Lowered(to, _)
                | OutlineMark::Point(to, _)
                | OutlineMark::Picture(to, _) => usize::try_from(*to).unwrap_or(usize::MAX),
                _ => continue,
            };
            if let Some(text) = line.get(at..to) {
                self.builder.push_str(text, begins + at);
                at = to;
            }
            let place = begins + at;
            match mark {
                OutlineMark::Break(_) => {
                    self.builder.line_break(place, place + 1);
                    at = at.saturating_add(1).min(line.len());
                }
                OutlineMark::Bold(_, begins) => self.builder.style.embolden(*begins),
                OutlineMark::Raised(_, begins) => self.builder.style.raise(*begins),
                OutlineMark::Lowered(_, begins) => self.builder.style.lower(*begins),
                OutlineMark::Point(_, label) => self.builder.point(label.clone()),
                OutlineMark::Picture(_, text) => self.builder.picture(text, place, place),
                _ => {}
            }
        }
        self.builder.push_str(line.get(at..).unwrap_or_default(), begins + at);
    }

    fn begin_item(&mut self, list: u32, level: u8, marker: &str) {
        let own = OpenList { list, level, leads: false };
        // The innermost list that this one goes on with, or stands in.
        let kept = self.lists.iter().rposition(|open| open.list == list && open.level <= level);
        match kept {
            Some(at) if self.lists.get(at).is_some_and(|open| open.level == level) => {
                self.close_lists(at + 1);
            }
            Some(at) => {
                self.close_lists(at + 1);
                self.builder.begin_list(None);
                self.lists.push(own);
            }
            None if self.lists.len() < MOST_LISTS && self.lists.last().is_some_and(|open| open.leads) => {
                self.builder.begin_sublist();
                self.lists.push(own);
            }
            None => {
                self.close_lists(0);
                self.builder.begin_list(None);
                self.lists.push(own);
            }
        }
        self.builder.begin_item(Marker::Written(marker.to_owned()));
    }

    /// Close all lists but so many.
    fn close_lists(&mut self, kept: usize) {
        while self.lists.len() > kept {
            self.lists.pop();
            self.builder.end(Block::List);
        }
    }

    fn structure(&mut self, mark: &OutlineMark) {
        let in_grid = self.tables.last() == Some(&true);
        let at = self.at.min(self.text.len());
        match mark {
            OutlineMark::Table { is_grid } => {
                self.close_lists(0);
                self.tables.push(*is_grid);
                if *is_grid {
                    self.builder.begin_table();
                }
            }
            OutlineMark::TableEnd => {
                self.close_lists(0);
                if self.tables.pop() == Some(true) {
                    self.builder.end(Block::Table);
                }
            }
            OutlineMark::Row { is_head } if in_grid => {
                self.builder.table_head(*is_head);
                self.builder.begin_row();
            }
            OutlineMark::RowEnd if in_grid => self.builder.end(Block::Row),
            OutlineMark::Cell { columns, rows } if in_grid => {
                let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
                self.builder.begin_cell(false, count(*columns), count(*rows));
            }
            OutlineMark::CellEnd if in_grid => {
                self.close_lists(0);
                self.builder.end(Block::Cell);
            }
            OutlineMark::Note(label) => {
                self.close_lists(0);
                self.builder.end_sections();
                self.builder.note(Some(label.clone()));
            }
            _ => self.builder.bound(at, at),
        }
    }
}

/// Whether all letters of a line are in bold.
fn is_bold(line: &str, marks: &[OutlineMark]) -> bool {
    let mut plain = 0;
    let mut since = Some(0);
    for mark in marks {
        if let OutlineMark::Bold(at, begins) = mark {
            let at = usize::try_from(*at).unwrap_or(usize::MAX);
            match (*begins, since.take()) {
                (true, Some(from)) => plain += line.get(from..at).map_or(0, |text| text.trim().len()),
                _ => since = Some(at),
            }
        }
    }
    let rest = since.and_then(|from| line.get(from..)).map_or(0, |text| text.trim().len());
    plain + rest == 0 && !line.trim().is_empty()
}
