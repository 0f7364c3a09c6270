//! The structure of a document, whatever its format: what is open, and what its text is a part of. Markup that
//! is not well formed does no harm; what is nested deeper than any page is not looked at.

use crate::base::SourceId;
use crate::prose::build::{Place, TextBuilder};
use crate::prose::leads::Flow;
use crate::prose::open_blocks::{Block, Marker, OpenBlock, text_kind};
use crate::prose::rewrite::Rewrite;
use crate::prose::text::Text;

/// How deep lists, quotes and tables may nest, as in browsers.
const DEEPEST: usize = 256;

/// The digits and signs that have a raised and a lowered form.
const SHIFTED: &str = "0123456789+-−–";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₋";

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
    /// What leads in what stands outside of everything.
    flow: Flow,
    hidden: Vec<Hidden>,
    heading: Option<u8>,
    in_row: bool,
    in_paragraph: bool,
    /// How often the text is set in bold, raised or lowered.
    bold: u32,
    raised: u32,
    lowered: u32,
    /// How much normal text there was at the last line break.
    broken: Option<usize>,
    /// How much normal text there was before the code that is being read.
    code_since: Option<usize>,
    /// A picture stands in what is being read.
    has_picture: bool,
    /// What the reader sees of the document, where that is not the document itself.
    rewrite: Option<Rewrite>,
    /// The note that is being read: its label, and the unit that it begins with.
    note: Option<(String, usize)>,
}

impl<'d> DocumentBuilder<'d> {
    pub(crate) fn new(document: &'d str) -> Self {
        Self { builder: TextBuilder::new(document), ..Self::default() }
    }

    pub(crate) fn finish(mut self, source: SourceId) -> Text {
        self.end_unit();
        self.builder.finish(source)
    }

    /// What is pushed from now on stands in this text.
    pub(crate) fn rewritten(&mut self, rewrite: Rewrite) {
        self.rewrite = Some(rewrite);
    }

    fn place(&self, from: usize, to: usize) -> (usize, usize) {
        match &self.rewrite {
            None => (from, to),
            Some(rewrite) => {
                let begins = rewrite.of(from);
                (begins, rewrite.end(to).max(begins))
            }
        }
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
        let (from, to) = self.place(from, to);
        self.weigh(shown);
        self.builder.push(shown, from, to);
    }

    /// In a row, whether a letter is in bold.
    fn weigh(&mut self, letter: char) {
        if self.in_row
            && self.bold == 0
            && !letter.is_whitespace()
            && let Some(row) = self.open.iter_mut().rfind(|open| open.block == Block::Row)
        {
            row.all_bold = false;
        }
    }

    /// Text that the document has as it is, from byte `from` on.
    pub(crate) fn push_str(&mut self, text: &str, from: usize) {
        let is_whole = || self.rewrite.as_ref().is_none_or(|own| own.is_whole(from..from + text.len()));
        if self.raised == 0 && self.lowered == 0 && self.hidden.is_empty() && is_whole() {
            let (from, _) = self.place(from, from);
            self.weigh(text.trim_start().chars().next().unwrap_or(' '));
            return self.builder.push_str(text, from);
        }
        for (at, character) in text.char_indices() {
            self.push(character, from + at, from + at + character.len_utf8());
        }
    }

    pub(crate) fn space(&mut self, from: usize, to: usize) {
        let (from, to) = self.place(from, to);
        self.builder.push(' ', from, to);
    }

    /// A line break in HTML; two of them part paragraphs.
    pub(crate) fn line_break(&mut self, from: usize, to: usize) {
        let length = self.builder.len();
        if self.broken.replace(length) == Some(length) {
            self.bound(from, to);
        } else {
            self.builder.line_end(true);
            self.space(from, to);
        }
    }

    /// A line ends in the document, and the paragraph goes on.
    pub(crate) fn line_end(&mut self, from: usize, to: usize) {
        self.builder.line_end(false);
        self.space(from, to);
    }

    /// What is set as code begins.
    pub(crate) fn begin_code(&mut self) {
        self.code_since = Some(self.builder.here());
    }

    pub(crate) fn end_code(&mut self) {
        if let Some(since) = self.code_since.take() {
            self.builder.code(since);
        }
    }

    /// What stands here points at a note.
    pub(crate) fn point(&mut self, label: String) {
        self.builder.point(label);
    }

    /// A note begins, or is over.
    pub(crate) fn note(&mut self, label: Option<String>) {
        self.end_unit();
        let units = self.builder.unit_count();
        if let Some((label, first)) = self.note.take() {
            self.builder.notes.define_units(&label, first..units);
        }
        self.note = label.map(|label| (label, units));
    }

    /// A picture, with what is said in its place: in a table its text, elsewhere nothing.
    pub(crate) fn picture(&mut self, text: &str, from: usize, to: usize) {
        self.has_picture = true;
        if self.in_row {
            self.cell_text(text, from, to);
        }
    }

    pub(crate) fn check_box(&mut self, is_checked: bool, from: usize, to: usize) {
        self.space(from, from);
        self.push(if is_checked { '☑' } else { '☐' }, from, to);
        self.space(to, to);
    }

    /// What a reader sees in a cell without it being text: a box, an icon.
    pub(crate) fn cell_text(&mut self, text: &str, from: usize, to: usize) {
        if self.in_row && self.hidden.is_empty() {
            self.space(from, from);
            for character in text.chars() {
                self.push(character, from, to);
            }
            self.space(to, to);
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
        self.flow().stop();
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

    pub(crate) fn embolden(&mut self, begins: bool) {
        self.bold = if begins { self.bold.saturating_add(1) } else { self.bold.saturating_sub(1) };
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
        let below = self.flow().below(false);
        self.open(OpenBlock::new(Block::Quote, Flow::new(below)));
    }

    /// A list begins; `next` is the number of its first item, if they have numbers.
    pub(crate) fn begin_list(&mut self, next: Option<u64>) {
        if self.in_row {
            return self.space(0, 0);
        }
        self.block();
        if self.open.len() < DEEPEST {
            let is_in_item = self.is_innermost(Block::Item);
            let below = self.flow().below(is_in_item);
            self.open(OpenBlock { next, ..OpenBlock::new(Block::List, Flow::new(below)) });
        }
    }

    /// A list that its marks put below an item; it hangs on the item only if that leads it in.
    pub(crate) fn begin_sublist(&mut self) {
        self.block();
        let below = self.flow().below(false);
        self.open(OpenBlock::new(Block::List, Flow::new(below)));
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
        let below = self.flow().below(false);
        self.open(OpenBlock { marker, ..OpenBlock::new(Block::Item, Flow::new(below)) });
    }

    /// A table begins. A table in a table shows that the outer one only places things.
    pub(crate) fn begin_table(&mut self) {
        self.block();
        let below = self.flow().below(false);
        self.open(OpenBlock::new(Block::Table, Flow::new(below)));
    }

    pub(crate) fn table_head(&mut self, begins: bool) {
        self.end(Block::Row);
        if let Some(table) = self.table() {
            table.table.in_head = begins;
        }
    }

    pub(crate) fn begin_row(&mut self) {
        self.end(Block::Row);
        self.block();
        let is_layout = self.table().is_none_or(|table| table.table.is_layout);
        if self.is_innermost(Block::Table) && self.open.len() < DEEPEST {
            self.open(OpenBlock::new(Block::Row, Flow::default()));
            self.in_row = !is_layout;
        }
    }

    /// A cell begins, which stands in so many columns and rows.
    pub(crate) fn begin_cell(&mut self, is_header: bool, columns: usize, rows: usize) {
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
                row.table.spans.push((columns, rows));
            }
            let below = self.table().map(|table| table.flow.below(false)).unwrap_or_default();
            self.open(OpenBlock::new(Block::Cell, Flow::new(below)));
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
            table.table.is_layout = true;
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
            Block::List | Block::Quote | Block::Table => {
                let ends = self.builder.last_letter().filter(|_| closed.flow.has_begun);
                let flow = self.flow();
                flow.end_block(ends);
                flow.has_begun |= closed.flow.has_begun;
                flow.go_on_behind(closed.flow);
            }
            Block::Item => {
                let flow = self.flow();
                flow.has_begun |= closed.flow.has_begun;
                flow.end_item_of_list(&closed.flow, closed.marker == "•");
            }
            Block::Row => self.in_row = false,
            Block::Cell => {}
        }
    }

    /// What leads in what stands here.
    fn flow(&mut self) -> &mut Flow {
        self.open.last_mut().map_or(&mut self.flow, |open| &mut open.flow)
    }

    fn end_unit(&mut self) {
        self.broken = None;
        let has_picture = std::mem::take(&mut self.has_picture);
        if self.in_row {
            return self.end_row_unit();
        }
        let kind = text_kind(&self.open);
        let heading = self.heading;
        let flow = self.open.last_mut().map_or(&mut self.flow, |open| &mut open.flow);
        let ended = match heading {
            Some(level) => self.builder.end(Place::Heading(level)),
            None => self.builder.end(Place::Text(kind, flow)),
        };
        if ended && heading.is_some() || !ended && has_picture {
            self.open.iter_mut().for_each(|open| open.flow.stop());
            self.flow.stop();
        }
        if let Some(title) = self.builder.headings.last().filter(|_| ended && heading.is_some()) {
            self.flow.head(title.range.clone(), self.builder.part(&title.range));
        }
        self.raised = 0;
        self.lowered = 0;
    }

    fn end_row_unit(&mut self) {
        let row = self.open.iter().rposition(|open| open.block == Block::Row);
        let (before, within) = self.open.split_at_mut(row.unwrap_or_default());
        let (Some(table), Some(row)) = (before.last_mut(), within.first_mut()) else { return };
        if table.block != Block::Table {
            return;
        }
        let spans = std::mem::take(&mut row.table.spans);
        let is_over_all = spans.len() == 1 && spans.first().is_some_and(|(columns, _)| *columns > 1);
        let is_label = is_over_all || spans.len() > 1 && (row.all_bold || row.all_headers);
        let mut context = table.flow.below(false);
        let group = table.table.group.clone();
        let written = self.builder.text.cells.iter().filter(|cell| !cell.is_empty()).count();
        if let Some(group) = group.filter(|_| !(is_label && written == 1)) {
            context.push(group);
        }
        let Some(ended) = self.builder.end_row(&context) else { return };
        table.flow.has_begun = true;
        let is_first = table.table.is_empty();
        let is_head = table.table.in_head || row.all_headers || is_first && row.all_bold && spans.len() > 1;
        let mut written = ended.cells.iter().filter(|cell| !cell.is_empty());
        match (written.next(), written.next()) {
            (Some(label), None) if is_label && !is_first => table.table.group = Some(label.clone()),
            _ if is_head => table.table.group = None,
            _ => {}
        }
        let (cells, number) = table.table.place(ended.cells, &spans, is_head, &mut self.builder.tables);
        self.builder.place_row(ended.unit, cells, number, is_head);
    }
}

fn shifted(character: char, forms: &str) -> char {
    let form = SHIFTED.chars().zip(forms.chars()).find(|(plain, _)| *plain == character);
    form.map_or(character, |(_, form)| form)
}
