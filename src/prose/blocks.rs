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

/// The digits and signs that have a raised and a lowered form.
const SHIFTED: &str = "0123456789+-−–";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₋";

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
    Table,
    Row,
    Cell,
}

struct OpenBlock {
    block: Block,
    /// The last sentence that stands in it directly.
    last: Option<usize>,
    /// Of a list whose items have numbers: the next.
    next: Option<u64>,
    marker: String,
    /// Of a table: the cells of its header row.
    headers: Vec<Range<usize>>,
    /// Of a table: its head is being read.
    in_head: bool,
    /// Of a table: it only places things, and its rows are not rows.
    is_layout: bool,
    /// Of a row: no cell of it is an ordinary one so far.
    all_headers: bool,
}

impl OpenBlock {
    fn new(block: Block) -> Self {
        Self {
            block,
            last: None,
            next: None,
            marker: String::new(),
            headers: Vec::new(),
            in_head: false,
            is_layout: false,
            all_headers: true,
        }
    }
}

/// A stretch that a reader does not see.
struct Hidden {
    tag: &'static str,
    depth: usize,
    in_paragraph: bool,
}

#[derive(Default)]
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
    pub(crate) fn new(document: &'d str) -> Self {
        Self { builder: TextBuilder::new(document), ..Self::default() }
    }

    pub(crate) fn finish(mut self, source: SourceId) -> Text {
        self.end_unit();
        self.builder.finish(source)
    }

    /// A character of the text, from the bytes `from..to` of the document.
    pub(crate) fn push(&mut self, character: char, from: usize, to: usize) {
        if !self.hidden.is_empty() {
            return;
        }
        let shown = match (self.raised, self.lowered) {
            (0, 0) => character,
            (0, _) => shifted(character, LOWERED),
            _ => shifted(character, RAISED),
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
            Some(OpenBlock { block: Block::Quote, last, .. }) => *last = None,
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

    pub(crate) fn raise(&mut self, begins: bool) {
        self.raised = if begins { self.raised.saturating_add(1) } else { self.raised.saturating_sub(1) };
    }

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
        if self.in_row {
            return self.space(0, 0);
        }
        self.block();
        self.open(OpenBlock::new(Block::Quote));
    }

    /// A list begins; `next` is the number of its first item, if they have numbers.
    pub(crate) fn begin_list(&mut self, next: Option<u64>) {
        if self.in_row {
            return self.space(0, 0);
        }
        self.block();
        if self.open.len() < DEEPEST {
            let last = self.open.last().map_or(self.last, |open| open.last);
            // A list in an item hangs on the item, however that ends.
            let in_item = self.is_innermost(Block::Item);
            let lead_in =
                |last| if in_item { self.builder.range_of(last) } else { self.builder.leads_in(last) };
            self.lead_ins.push(last.and_then(lead_in));
            self.open(OpenBlock { next, ..OpenBlock::new(Block::List) });
        }
    }

    pub(crate) fn begin_item(&mut self, marker: Marker) {
        self.end(Block::Item);
        if self.in_row {
            return self.space(0, 0);
        }
        self.block();
        let next = self.open.last_mut().and_then(|open| open.next.as_mut());
        let marker = match (marker, next) {
            (Marker::Written(marker), _) => marker,
            (Marker::Counted(mark, value), Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}{mark}")
            }
            (Marker::Counted(..), None) => "•".to_owned(),
        };
        self.open(OpenBlock { marker, ..OpenBlock::new(Block::Item) });
    }

    /// A table begins. A table in a table shows that the outer one only places things.
    pub(crate) fn begin_table(&mut self) {
        self.block();
        self.open(OpenBlock::new(Block::Table));
    }

    pub(crate) fn table_head(&mut self, begins: bool) {
        self.end(Block::Row);
        if let Some(table) = self.table() {
            table.in_head = begins;
        }
    }

    pub(crate) fn begin_row(&mut self) {
        self.end(Block::Row);
        self.block();
        let is_layout = self.table().is_none_or(|table| table.is_layout);
        if self.is_innermost(Block::Table) && self.open.len() < DEEPEST {
            self.open(OpenBlock::new(Block::Row));
            self.in_row = !is_layout;
        }
    }

    pub(crate) fn begin_cell(&mut self, is_header: bool) {
        self.end(Block::Cell);
        if self.is_innermost(Block::Table) {
            self.begin_row();
        }
        if !self.in_row {
            self.end_unit();
        }
        self.raised = 0;
        self.lowered = 0;
        if let Some(row) = self.open.last_mut().filter(|open| open.block == Block::Row) {
            row.all_headers &= is_header;
            if self.in_row {
                self.builder.cell();
            }
            self.open(OpenBlock::new(Block::Cell));
        }
    }

    /// Close what is open up to the innermost of these blocks, unless it lies outside of what the markup cannot close.
    pub(crate) fn end(&mut self, block: Block) {
        let stops: &[Block] = match block {
            Block::Table => &[],
            Block::Row => &[Block::Table],
            Block::Cell => &[Block::Table, Block::Row],
            Block::Quote => &[Block::Cell],
            Block::List => &[Block::Table, Block::Row, Block::Cell],
            Block::Item => &[Block::Table, Block::Row, Block::Cell, Block::List],
        };
        let mut open = self.open.iter().rev().take_while(|open| !stops.contains(&open.block));
        let Some(inside) = open.position(|open| open.block == block) else {
            if block != Block::Cell && !self.in_row && self.heading.is_none() {
                self.end_unit();
            }
            return;
        };
        (0..=inside).for_each(|_| self.close());
        self.hidden.retain(|hidden| hidden.depth <= self.open.len());
    }

    fn open(&mut self, block: OpenBlock) {
        if self.open.len() < DEEPEST {
            self.open.push(block);
        }
    }

    fn is_innermost(&self, block: Block) -> bool {
        self.open.last().is_some_and(|open| open.block == block)
    }

    fn table(&mut self) -> Option<&mut OpenBlock> {
        self.open.iter_mut().rfind(|open| open.block == Block::Table)
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

    fn close(&mut self) {
        if !(self.in_row && self.is_innermost(Block::Cell)) {
            self.end_unit();
            self.heading = None;
            self.in_paragraph = false;
        }
        let Some(closed) = self.open.pop() else { return };
        match closed.block {
            Block::List => {
                self.lead_ins.pop();
            }
            Block::Item => {
                if let Some(list) = self.open.last_mut().filter(|open| open.block == Block::List) {
                    list.last = closed.last;
                }
            }
            Block::Row => self.in_row = false,
            _ => {}
        }
    }

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
        let row = self.open.iter().rposition(|open| open.block == Block::Row);
        let (before, within) = self.open.split_at_mut(row.unwrap_or_default());
        let Some((table, outside)) = before.split_last_mut().filter(|(open, _)| open.block == Block::Table)
        else {
            return;
        };
        let is_header = table.in_head || within.first().is_some_and(|row| row.all_headers);
        let headers = if is_header { &[] } else { table.headers.as_slice() };
        let Some(ended) = self.builder.end(|| UnitKind::Row, headers, &lead_ins) else { return };
        if is_header && (table.headers.is_empty() || ended.cells.len() > 1) {
            table.headers = ended.cells;
        }
        *outside.last_mut().map_or(&mut self.last, |open| &mut open.last) = ended.sentences.last();
    }

    fn lead_ins(&self) -> Vec<Range<usize>> {
        let mut lead_ins: Vec<_> = self.lead_ins.iter().rev().flatten().take(LEAD_INS).cloned().collect();
        lead_ins.reverse();
        lead_ins
    }
}

/// What the text is that stands directly in what is open.
fn kind(heading: Option<u8>, open: &[OpenBlock]) -> UnitKind {
    if let Some(level) = heading {
        return UnitKind::Heading(level);
    }
    for (at, found) in open.iter().enumerate().rev() {
        match found.block {
            Block::Item => {
                let lists = open.iter().take(at).filter(|open| open.block == Block::List).count();
                return UnitKind::Item {
                    depth: u8::try_from(lists.max(1)).unwrap_or(u8::MAX),
                    marker: if found.last.is_none() { found.marker.clone() } else { String::new() },
                };
            }
            Block::Quote => return UnitKind::Quote,
            Block::Cell => return UnitKind::Paragraph,
            _ => {}
        }
    }
    UnitKind::Paragraph
}

fn shifted(character: char, forms: &str) -> char {
    let form = SHIFTED.chars().zip(forms.chars()).find(|(plain, _)| *plain == character);
    form.map_or(character, |(_, form)| form)
}
