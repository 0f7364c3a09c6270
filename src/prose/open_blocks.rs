//! What of a document is open while it is read: lists and their items, tables and their rows, quotations.

use crate::prose::build::TextKind;
use crate::prose::leads::Flow;
use crate::prose::tables::Grid;

pub(crate) enum Marker {
    /// By the list: a bullet, or the next number (or the given one) and what follows it.
    Counted(char, Option<u64>),
    Written(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    List,
    Item,
    Quote,
    /// What may be called something.
    Section,
    Table,
    Row,
    Cell,
}

pub(crate) struct OpenBlock {
    pub(crate) block: Block,
    /// What leads in what stands in it directly.
    pub(crate) flow: Flow,
    /// Of a list whose items have numbers: the next.
    pub(crate) next: Option<u64>,
    pub(crate) marker: String,
    pub(crate) table: Grid,
    /// Of a section: how many headings stand before it.
    pub(crate) headings: usize,
    /// Of a row: no cell of it is an ordinary one so far.
    pub(crate) all_headers: bool,
    /// The same: all of its text is in bold.
    pub(crate) all_bold: bool,
}

impl OpenBlock {
    pub(crate) fn new(block: Block, flow: Flow) -> Self {
        Self {
            block,
            flow,
            next: None,
            marker: String::new(),
            table: Grid::default(),
            headings: 0,
            all_headers: true,
            all_bold: true,
        }
    }
}

/// What the text is that stands directly in what is open.
pub(crate) fn text_kind(open: &[OpenBlock]) -> TextKind {
    for (at, found) in open.iter().enumerate().rev() {
        match found.block {
            Block::Item => {
                let lists = open.iter().take(at).filter(|open| open.block == Block::List).count();
                return TextKind::Item {
                    depth: u8::try_from(lists.max(1)).unwrap_or(u8::MAX),
                    marker: if found.flow.has_begun { String::new() } else { found.marker.clone() },
                };
            }
            Block::Quote => return TextKind::Quote,
            Block::Cell => return TextKind::Paragraph,
            _ => {}
        }
    }
    TextKind::Paragraph
}
