//! The structure of a document, whatever its format: what is open, and what its text is a part of. Markup that
//! is not well formed does no harm; what is nested deeper than any page is not looked at.

use crate::base::SourceId;
use crate::prose::build::TextBuilder;
use crate::prose::text::{Text, UnitKind};
use std::ops::Range;

/// How deep lists, quotes and tables may nest, as in browsers.
const DEEPEST: usize = 256;
/// How many lists are followed outwards.
const LEAD_INS: usize = 8;

/// How the items of a list are marked.
pub(crate) enum Marker {
    /// By the list: a bullet, or the next number (or the given one) and what follows it.
    Counted(char, Option<u64>),
    /// By hand.
    Written(String),
}

/// What can be open.
enum Block {
    List { next: Option<u64> },
    Item { marker: String },
    Quote,
    Table(Table),
    Row { all_headers: bool },
    Cell,
}

#[derive(Default)]
struct Table {
    headers: Vec<Range<usize>>,
    in_head: bool,
    /// It only places things: its rows are not rows.
    is_layout: bool,
}

struct OpenBlock {
    level: Block,
    /// The last sentence that stands in it directly.
    last: Option<usize>,
}

/// A stretch that a reader does not see.
struct Hidden {
    tag: &'static str,
    depth: usize,
    in_paragraph: bool,
}

/// A document under way.
pub(crate) struct DocumentBuilder<'d> {
    builder: TextBuilder<'d>,
    open: Vec<OpenBlock>,
    /// The last sentence outside of everything.
    last: Option<usize>,
    lead_ins: Vec<Option<Range<usize>>>,
    hidden: Vec<Hidden>,
    heading: Option<u8>,
    in_row: bool,
    in_paragraph: bool,
    /// How often the text is raised or lowered.
    raised: u32,
    lowered: u32,
    /// How much normal text there was at the last line break.
    broken: Option<usize>,
}

impl<'d> DocumentBuilder<'d> {
    pub(crate) fn new(source: SourceId, document: &'d str) -> Self {
        Self {
            builder: TextBuilder::new(source, document),
            open: Vec::new(),
            last: None,
            lead_ins: Vec::new(),
            hidden: Vec::new(),
            heading: None,
            in_row: false,
            in_paragraph: false,
            raised: 0,
            lowered: 0,
            broken: None,
        }
    }

    pub(crate) fn finish(mut self) -> Text {
        self.end_unit();
        self.builder.finish()
    }

    /// A character of the text, from the bytes `from..to` of the document.
    pub(crate) fn push(&mut self, character: char, from: usize, to: usize) {
        if !self.hidden.is_empty() {
            return;
        }
        let shown = match (self.raised, self.lowered) {
            (0, 0) => character,
            (0, _) => lower(character),
            _ => raise(character),
        };
        self.builder.push(shown, from, to);
    }

    /// Text that the document has as it is, from byte `from` on.
    pub(crate) fn push_str(&mut self, text: &str, from: usize) {
        if self.raised == 0 && self.lowered == 0 && self.hidden.is_empty() {
            return self.builder.push_str(text, from);
        }
        for (at, character) in text.char_indices() {
            self.push(character, from + at, from + at + character.len_utf8());
        }
    }

    /// White space at the bytes `from..to` of the document.
    pub(crate) fn space(&mut self, from: usize, to: usize) {
        self.builder.push(' ', from, to);
    }

    /// A line break in HTML; two of them part paragraphs.
    pub(crate) fn line_break(&mut self, from: usize, to: usize) {
        let length = self.builder.len();
        if self.broken.replace(length) == Some(length) {
            self.bound(from, to);
        } else {
            self.space(from, to);
        }
    }

    /// A block begins or ends. Inside of a heading or a cell it is white space.
    pub(crate) fn bound(&mut self, from: usize, to: usize) {
        if self.in_row || self.heading.is_some() {
            self.space(from, to);
        } else {
            self.end_unit();
        }
    }

    /// A paragraph begins or ends.
    pub(crate) fn paragraph(&mut self, begins: bool, from: usize, to: usize) {
        self.hidden.retain(|hidden| !hidden.in_paragraph);
        if begins && self.heading.is_some() && !self.in_row && self.builder.has_begun() {
            self.end_heading();
        }
        self.bound(from, to);
        self.in_paragraph = begins;
    }

    /// A block of code stands here: what ends in a colon before it leads in the code, not a list after it.
    pub(crate) fn code(&mut self, from: usize, to: usize) {
        self.bound(from, to);
        match self.open.last_mut() {
            None => self.last = None,
            Some(OpenBlock { level: Block::Quote, last }) => *last = None,
            Some(_) => {}
        }
    }

    /// What follows is not seen until the tag is closed, or what it stands in is.
    pub(crate) fn hide(&mut self, tag: &'static str) {
        if self.hidden.len() < DEEPEST {
            let in_paragraph = self.in_paragraph;
            self.hidden.push(Hidden { tag, depth: self.open.len(), in_paragraph });
        }
    }

    pub(crate) fn unhide(&mut self, tag: &str) {
        if let Some(at) = self.hidden.iter().rposition(|hidden| hidden.tag == tag) {
            self.hidden.truncate(at);
        }
    }

    /// Superscript begins or ends.
    pub(crate) fn raise(&mut self, begins: bool) {
        self.raised = if begins { self.raised.saturating_add(1) } else { self.raised.saturating_sub(1) };
    }

    /// Subscript begins or ends.
    pub(crate) fn lower(&mut self, begins: bool) {
        self.lowered = if begins { self.lowered.saturating_add(1) } else { self.lowered.saturating_sub(1) };
    }

    pub(crate) fn begin_heading(&mut self, level: u8) {
        self.block();
        self.heading = Some(level);
        self.in_paragraph = true;
    }

    pub(crate) fn end_heading(&mut self) {
        if self.heading.is_none() {
            return self.bound(0, 0);
        }
        self.hidden.retain(|hidden| !hidden.in_paragraph);
        self.end_unit();
        self.heading = None;
        self.in_paragraph = false;
    }

    pub(crate) fn begin_quote(&mut self) {
        self.nest(Block::Quote);
    }

    pub(crate) fn end_quote(&mut self) {
        self.close_to(|level| matches!(level, Block::Quote), |level| matches!(level, Block::Cell), true);
    }

    /// A list begins; `next` is the number of its first item, if they have numbers.
    pub(crate) fn begin_list(&mut self, next: Option<u64>) {
        if self.in_row {
            return self.end_unit_or_space();
        }
        self.block();
        if self.open.len() < DEEPEST {
            let last = self.open.last().map_or(self.last, |open| open.last);
            // A list in an item hangs on the item, however that ends.
            let in_item = matches!(self.open.last(), Some(OpenBlock { level: Block::Item { .. }, .. }));
            let lead_in =
                |last| if in_item { self.builder.range_of(last) } else { self.builder.leads_in(last) };
            self.lead_ins.push(last.and_then(lead_in));
            self.open.push(OpenBlock { level: Block::List { next }, last: None });
        }
    }

    pub(crate) fn end_list(&mut self) {
        self.close_to(|level| matches!(level, Block::List { .. }), is_table_part, true);
    }

    pub(crate) fn begin_item(&mut self, marker: Marker) {
        self.end_item();
        if self.in_row {
            return self.end_unit_or_space();
        }
        self.block();
        let marker = match (marker, self.open.last_mut().map(|open| &mut open.level)) {
            (Marker::Written(marker), _) => marker,
            (Marker::Counted(mark, value), Some(Block::List { next: Some(next) })) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}{mark}")
            }
            (Marker::Counted(..), _) => "•".to_owned(),
        };
        if self.open.len() < DEEPEST {
            self.open.push(OpenBlock { level: Block::Item { marker }, last: None });
        }
    }

    pub(crate) fn end_item(&mut self) {
        let stops = |level: &Block| matches!(level, Block::List { .. }) || is_table_part(level);
        self.close_to(|level| matches!(level, Block::Item { .. }), stops, true);
    }

    /// A table begins. A table in a table shows that the outer one only places things.
    pub(crate) fn begin_table(&mut self) {
        self.nest(Block::Table(Table::default()));
    }

    pub(crate) fn end_table(&mut self) {
        self.close_to(|level| matches!(level, Block::Table(_)), |_| false, true);
    }

    /// The head of a table begins or ends.
    pub(crate) fn table_head(&mut self, begins: bool) {
        self.close_to(
            |level| matches!(level, Block::Row { .. }),
            |level| matches!(level, Block::Table(_)),
            true,
        );
        if let Some(table) = self.table() {
            table.in_head = begins;
        }
    }

    pub(crate) fn begin_row(&mut self) {
        self.end_row();
        self.block();
        let is_layout = self.table().is_none_or(|table| table.is_layout);
        let in_table = matches!(self.open.last(), Some(OpenBlock { level: Block::Table(_), .. }));
        if in_table && self.open.len() < DEEPEST {
            self.open.push(OpenBlock { level: Block::Row { all_headers: true }, last: None });
            self.in_row = !is_layout;
        }
    }

    pub(crate) fn end_row(&mut self) {
        let is_table = |level: &Block| matches!(level, Block::Table(_));
        self.close_to(|level| matches!(level, Block::Row { .. }), is_table, true);
    }

    pub(crate) fn begin_cell(&mut self, is_header: bool) {
        self.end_cell();
        if matches!(self.open.last(), Some(OpenBlock { level: Block::Table(_), .. })) {
            self.begin_row();
        }
        if !self.in_row {
            self.end_unit();
        }
        self.raised = 0;
        self.lowered = 0;
        if let Some(OpenBlock { level: Block::Row { all_headers }, .. }) = self.open.last_mut() {
            *all_headers &= is_header;
            if self.in_row {
                self.builder.cell();
            }
            if self.open.len() < DEEPEST {
                self.open.push(OpenBlock { level: Block::Cell, last: None });
            }
        }
    }

    pub(crate) fn end_cell(&mut self) {
        let stops = |level: &Block| matches!(level, Block::Row { .. } | Block::Table(_));
        self.close_to(|level| matches!(level, Block::Cell), stops, false);
    }

    fn table(&mut self) -> Option<&mut Table> {
        self.open.iter_mut().rev().find_map(|open| match &mut open.level {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Something begins that cannot stand in running text. In a cell, it shows that the table only places things.
    fn block(&mut self) {
        if self.in_row
            && let Some(table) = self.table()
        {
            table.is_layout = true;
        }
        self.end_unit();
        self.in_row = false;
        self.heading = None;
        self.in_paragraph = false;
    }

    fn nest(&mut self, level: Block) {
        if self.in_row && matches!(level, Block::Quote) {
            return self.end_unit_or_space();
        }
        self.block();
        if self.open.len() < DEEPEST {
            self.open.push(OpenBlock { level, last: None });
        }
    }

    fn end_unit_or_space(&mut self) {
        if self.in_row { self.builder.push(' ', 0, 0) } else { self.end_unit() }
    }

    /// Close what is open up to the innermost that is wanted, unless something stops before.
    fn close_to(&mut self, wanted: impl Fn(&Block) -> bool, stops: impl Fn(&Block) -> bool, ends: bool) {
        let mut found = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if wanted(&open.level) {
                found = Some(at);
                break;
            }
            if stops(&open.level) {
                break;
            }
        }
        let Some(found) = found else {
            if ends && !self.in_row && self.heading.is_none() {
                self.end_unit();
            }
            return;
        };
        while self.open.len() > found {
            self.close();
        }
        self.hidden.retain(|hidden| hidden.depth <= found);
    }

    /// Close the innermost of what is open.
    fn close(&mut self) {
        let inside_row =
            self.in_row && matches!(self.open.last(), Some(OpenBlock { level: Block::Cell, .. }));
        if !inside_row {
            self.end_unit();
            self.heading = None;
            self.in_paragraph = false;
        }
        let Some(closed) = self.open.pop() else { return };
        match closed.level {
            Block::List { .. } => {
                self.lead_ins.pop();
            }
            Block::Item { .. } => {
                if let Some(OpenBlock { level: Block::List { .. }, last }) = self.open.last_mut() {
                    *last = closed.last;
                }
            }
            Block::Row { .. } => self.in_row = false,
            _ => {}
        }
    }

    /// The unit ends; what comes next is another.
    fn end_unit(&mut self) {
        self.broken = None;
        if self.in_row {
            return self.end_row_unit();
        }
        let lead_ins = self.lead_ins();
        let (heading, open) = (self.heading, &self.open);
        let ended = self.builder.end(|| kind(heading, open), &[], &lead_ins);
        if let Some(last) = ended.and_then(|ended| ended.sentences.last()) {
            *self.open.last_mut().map_or(&mut self.last, |open| &mut open.last) = Some(last);
        }
        self.raised = 0;
        self.lowered = 0;
    }

    fn end_row_unit(&mut self) {
        let lead_ins = self.lead_ins();
        let row = self.open.iter().rposition(|open| matches!(open.level, Block::Row { .. }));
        let (before, within) = self.open.split_at_mut(row.unwrap_or_default());
        let all_headers =
            matches!(within.first(), Some(OpenBlock { level: Block::Row { all_headers: true }, .. }));
        let Some((OpenBlock { level: Block::Table(table), .. }, outside)) = before.split_last_mut() else {
            return;
        };
        let is_header = all_headers || table.in_head;
        let headers = if is_header { &[] } else { table.headers.as_slice() };
        let Some(ended) = self.builder.end(|| UnitKind::Row, headers, &lead_ins) else { return };
        if is_header && (table.headers.is_empty() || ended.cells.len() > 1) {
            table.headers = ended.cells;
        }
        *outside.last_mut().map_or(&mut self.last, |open| &mut open.last) = ended.sentences.last();
    }

    fn lead_ins(&self) -> Vec<Range<usize>> {
        if self.lead_ins.is_empty() {
            return Vec::new();
        }
        let mut lead_ins: Vec<_> = self.lead_ins.iter().rev().flatten().take(LEAD_INS).cloned().collect();
        lead_ins.reverse();
        lead_ins
    }
}

fn is_table_part(level: &Block) -> bool {
    matches!(level, Block::Table(_) | Block::Row { .. } | Block::Cell)
}

/// What the text is that stands directly in what is open.
fn kind(heading: Option<u8>, open: &[OpenBlock]) -> UnitKind {
    if let Some(level) = heading {
        return UnitKind::Heading(level);
    }
    for (at, found) in open.iter().enumerate().rev() {
        match &found.level {
            Block::Item { marker } => {
                let lists =
                    open.iter().take(at).filter(|open| matches!(open.level, Block::List { .. })).count();
                let depth = u8::try_from(lists.max(1)).unwrap_or(u8::MAX);
                let is_first = found.last.is_none();
                return UnitKind::Item {
                    depth,
                    marker: if is_first { marker.clone() } else { String::new() },
                };
            }
            Block::Quote => return UnitKind::Quote,
            Block::Cell => return UnitKind::Paragraph,
            _ => {}
        }
    }
    UnitKind::Paragraph
}

/// The digits and signs that have a raised form; all else stays.
fn raise(character: char) -> char {
    match character {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => shift(character, '⁴', '4'),
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        _ => character,
    }
}

/// The digits and signs that have a lowered form; all else stays.
fn lower(character: char) -> char {
    match character {
        '0'..='9' => shift(character, '₀', '0'),
        '+' => '₊',
        '-' | '−' | '–' => '₋',
        _ => character,
    }
}

fn shift(character: char, to: char, from: char) -> char {
    let moved = u32::from(character).checked_sub(u32::from(from)).map(|by| u32::from(to) + by);
    moved.and_then(char::from_u32).unwrap_or(character)
}
