//! What the lines of a text are that was made from a document without lines: each line of it is a paragraph.

use crate::base::message::{Message, msg};
use serde::{Deserialize, Serialize};

/// What stands beside such a text: it says in words only what a reader reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Where a person finds each line, in their order.
    pub places: Vec<LinePlace>,
    /// What the lines are and stand in, in the order of the document.
    pub marks: Vec<OutlineMark>,
}

/// Where a person finds a paragraph. All numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinePlace {
    /// In the running text, by the number of its line.
    Paragraph,
    Cell {
        table: u32,
        row: u32,
        /// The first that the cell spans.
        column: u32,
    },
    Footnote(u32),
    Endnote(u32),
}

impl LinePlace {
    /// What people call the place of the line with this number.
    pub fn message(self, line: usize) -> Message {
        match self {
            Self::Paragraph => msg!(common.place_paragraph, number = line.to_string()),
            Self::Cell { table, row, column } => msg!(
                common.place_cell,
                table = table.to_string(),
                row = row.to_string(),
                column = column.to_string()
            ),
            Self::Footnote(number) => msg!(common.place_footnote, number = number.to_string()),
            Self::Endnote(number) => msg!(common.place_endnote, number = number.to_string()),
        }
    }
}

/// A step through the text. Offsets are bytes of the line that was last begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutlineMark {
    /// The next line; what concerns its letters follows.
    Line(LineKind),
    /// A line breaks in the paragraph, at its space.
    Break(u32),
    Bold(u32, bool),
    Raised(u32, bool),
    Lowered(u32, bool),
    /// The note of this label is pointed at.
    Point(u32, String),
    /// A picture, and what is said in its place.
    Picture(u32, String),
    Table {
        /// Otherwise it only frames what stands in it.
        is_grid: bool,
    },
    TableEnd,
    Row {
        is_head: bool,
    },
    RowEnd,
    Cell {
        columns: u32,
        rows: u32,
    },
    CellEnd,
    /// The note of this label begins; it ends where the next does.
    Note(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    Paragraph,
    Heading {
        /// 1 to 6, 1 the highest.
        level: u8,
        /// Its number as a reader sees it; empty where its text says it, or it has none.
        marker: String,
    },
    Item {
        /// Items of one list and level go on with each other.
        list: u32,
        /// 0 the outermost.
        level: u8,
        marker: String,
    },
    /// It repeats others, or stands in no cell that is shown.
    Unread,
}
