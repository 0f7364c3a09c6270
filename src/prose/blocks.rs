//! The structure of a document, whatever its format: what is open, and what its text is a part of. Markup that
//! is not well formed does no harm; what is nested deeper than any page is not looked at.

mod pictures;

use crate::base::SourceId;
use crate::prose::anchors::Anchor;
use crate::prose::build::{Place, TextBuilder, TextKind};
use crate::prose::leads::Flow;
use crate::prose::open_blocks::{Block, Marker, OpenBlock, text_kind};
use crate::prose::rewrite::Rewrite;
use crate::prose::style::Style;
use crate::prose::table_rows::end_row;
use crate::prose::text::Text;
use crate::prose::unseen::{HiddenElement, Unseen};
use std::ops::Range;

/// How deep lists, quotes and tables may nest, as in browsers.
const DEEPEST: usize = 256;

/// How deep a line stands that is a heading by its looks alone.
pub(crate) const LEVEL_OF_A_LINE: u8 = 6;

#[derive(Default)]
pub(crate) struct DocumentBuilder<'d> {
    builder: TextBuilder<'d>,
    open: Vec<OpenBlock>,
    /// What leads in what stands outside of everything.
    flow: Flow,
    pub(crate) unseen: Unseen,
    heading: Option<u8>,
    /// The number that the heading has beside its text.
    number: String,
    /// What is being read is what the block that it stands in is called.
    is_label: bool,
    in_row: bool,
    in_paragraph: bool,
    pub(crate) style: Style,
    /// How much normal text there was at the last line break.
    broken: Option<usize>,
    /// How much normal text there was before the code that is being read.
    code_since: Option<usize>,
    /// What the cell or heading that is being read says if nothing else does, and where that stands.
    hint: Option<(String, usize, usize)>,
    /// A picture stands in what is being read.
    has_picture: bool,
    /// What the reader sees of the document, where that is not the document itself.
    rewrite: Option<Rewrite>,
    anchor: Anchor,
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
        if !self.unseen.is_empty() || self.anchor.keeps((character, from, to), self.heading.is_some()) {
            return;
        }
        self.release_anchor();
        let shown = self.style.shown(character);
        let (from, to) = self.place(from, to);
        self.weigh(shown);
        self.builder.push(shown, from, to);
    }

    /// A link begins or ends. What it shows is no text where that is only the sign of an anchor.
    pub(crate) fn link(&mut self, begins: bool) {
        if begins {
            self.release_anchor();
        }
        self.anchor = Anchor::of_link(begins);
    }

    fn release_anchor(&mut self) {
        for (character, from, to) in self.anchor.release() {
            self.push(character, from, to);
        }
    }

    /// Whether a letter is in bold.
    fn weigh(&mut self, letter: char) {
        if self.style.is_plain(letter)
            && self.in_row
            && let Some(row) = self.open.iter_mut().rfind(|open| open.block == Block::Row)
        {
            row.all_bold = false;
        }
    }

    /// Text that the document has as it is, from byte `from` on.
    pub(crate) fn push_str(&mut self, text: &str, from: usize) {
        let is_whole = || self.rewrite.as_ref().is_none_or(|own| own.is_whole(from..from + text.len()));
        if self.style.is_level() && !self.anchor.is_open() && self.unseen.is_empty() && is_whole() {
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

    /// A block begins or ends. Inside of a heading or a cell it is white space.
    pub(crate) fn bound(&mut self, from: usize, to: usize) {
        if self.in_row || self.heading.is_some() {
            self.space(from, to);
        } else {
            self.end_unit();
        }
    }

    pub(crate) fn paragraph(&mut self, begins: bool, from: usize, to: usize) {
        self.unseen.end_paragraph();
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
        self.unseen.hide(tag, self.open.len(), self.in_paragraph);
    }

    /// The same of an element of HTML.
    pub(crate) fn hide_element(&mut self, name: Vec<u8>) {
        let (depth, in_paragraph) = (self.open.len(), self.in_paragraph);
        self.unseen.element = Some(HiddenElement { name, open: 1, depth, in_paragraph });
    }

    pub(crate) fn begin_heading(&mut self, level: u8) {
        // What a section is called may be set as a heading.
        if self.is_label {
            return self.bound(0, 0);
        }
        self.block();
        self.hint = None;
        self.heading = Some(level);
        self.in_paragraph = true;
    }

    /// The same with a number that its text does not have.
    pub(crate) fn begin_numbered_heading(&mut self, level: u8, number: &str) {
        self.begin_heading(level);
        number.clone_into(&mut self.number);
    }

    /// What follows stands under no heading.
    pub(crate) fn end_sections(&mut self) {
        self.end_unit();
        self.builder.end_headings(0);
    }

    pub(crate) fn end_heading(&mut self) {
        if self.heading.is_none() {
            return self.bound(0, 0);
        }
        self.unseen.end_paragraph();
        if let Some((text, from, to)) = self.hint.take_if(|_| !self.builder.has_begun()) {
            self.push_all(&text, from, to);
        }
        self.end_unit();
        self.heading = None;
        self.in_paragraph = false;
    }

    pub(crate) fn begin_quote(&mut self) {
        if self.in_row {
            return self.space(0, 0);
        }
        self.block();
        let below = self.below(false);
        self.open(OpenBlock::new(Block::Quote, Flow::of_item(below)));
    }

    /// Something begins that may be called something: what is folded up, defined, or set apart.
    pub(crate) fn begin_section(&mut self) {
        if self.in_row {
            return self.space(0, 0);
        }
        self.block();
        let below = self.below(false);
        let headings = self.builder.headings.len();
        self.open(OpenBlock { headings, ..OpenBlock::new(Block::Section, Flow::new(below)) });
    }

    /// What the section or the table is called begins.
    pub(crate) fn begin_label(&mut self, from: usize, to: usize) {
        self.bound(from, to);
        self.is_label = !self.in_row && self.may_be_called();
    }

    /// Whether what stands here directly may be called something.
    fn may_be_called(&self) -> bool {
        self.is_innermost(Block::Section) || self.is_innermost(Block::Table)
    }

    pub(crate) fn end_label(&mut self, from: usize, to: usize) {
        self.bound(from, to);
        self.is_label = false;
    }

    /// A list begins; `next` is the number of its first item, if they have numbers.
    pub(crate) fn begin_list(&mut self, next: Option<u64>) {
        if self.in_row {
            return self.space(0, 0);
        }
        self.block();
        if self.open.len() < DEEPEST {
            let is_in_item = self.is_innermost(Block::Item);
            let below = self.below(is_in_item);
            self.open(OpenBlock { next, ..OpenBlock::new(Block::List, Flow::new(below)) });
        }
    }

    /// A list that its marks put below an item; it hangs on the item only if that leads it in.
    pub(crate) fn begin_sublist(&mut self) {
        self.block();
        let below = self.below(false);
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
        let below = self.flow().below_list();
        self.open(OpenBlock { marker, ..OpenBlock::new(Block::Item, Flow::of_item(below)) });
    }

    /// A table begins. A table in a table shows that the outer one only places things.
    pub(crate) fn begin_table(&mut self) {
        self.block();
        let below = self.below(false);
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
        self.style.level();
        self.hint = None;
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
            Block::Quote | Block::Section => &[Block::Cell],
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
        self.unseen.end_blocks(self.open.len());
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
        let hint = self.hint.take_if(|_| self.open.last().is_some_and(|open| open.block == Block::Cell));
        if let Some((text, from, to)) = hint.filter(|_| self.builder.is_cell_empty()) {
            self.cell_text(&text, from, to);
        }
        if !(self.in_row && self.is_innermost(Block::Cell)) {
            self.end_unit();
            self.heading = None;
            self.in_paragraph = false;
        }
        let Some(closed) = self.open.pop() else { return };
        if closed.block == Block::Section {
            self.builder.end_headings(closed.headings);
        }
        match closed.block {
            Block::List | Block::Quote | Block::Table | Block::Section => {
                let ends = self.builder.last_letter().filter(|_| closed.flow.has_begun);
                let is_in_item = self.is_innermost(Block::Item);
                let flow = self.flow();
                flow.end_block(ends);
                flow.has_begun |= closed.flow.has_begun;
                if closed.block == Block::List && !is_in_item {
                    flow.end_of_list(closed.flow);
                }
            }
            Block::Item => self.flow().end_of_item(closed.flow),
            Block::Row => self.in_row = false,
            Block::Cell => {}
        }
    }

    /// What a block hangs on that begins here.
    fn below(&mut self, is_in_item: bool) -> Vec<Range<usize>> {
        let flow = self.open.last_mut().map_or(&mut self.flow, |open| &mut open.flow);
        flow.go_on(&self.builder.text.normal);
        flow.below(is_in_item)
    }

    /// What leads in what stands here.
    fn flow(&mut self) -> &mut Flow {
        self.open.last_mut().map_or(&mut self.flow, |open| &mut open.flow)
    }

    fn end_unit(&mut self) {
        self.release_anchor();
        self.broken = None;
        let has_picture = std::mem::take(&mut self.has_picture);
        if self.in_row {
            return end_row(&mut self.open, &mut self.builder);
        }
        let kind = text_kind(&self.open);
        let is_bold = self.style.was_bold();
        let is_title =
            is_bold && matches!(kind, TextKind::Paragraph) && !self.is_label && self.builder.reads_as_title();
        let heading = self.heading.or_else(|| is_title.then_some(LEVEL_OF_A_LINE));
        let is_label = self.is_label && self.may_be_called() && self.builder.has_begun();
        let flow = self.open.last_mut().map_or(&mut self.flow, |open| &mut open.flow);
        let labels = if is_label { flow.take_labels() } else { Vec::new() };
        let number = std::mem::take(&mut self.number);
        let ended = match heading {
            Some(level) => self.builder.end(Place::Heading(level, number)),
            None => self.builder.end(Place::Text(kind, flow)),
        };
        if is_label && ended {
            flow.name(labels);
            self.is_label = false;
        }
        if ended && heading.is_some() || !ended && has_picture {
            self.open.iter_mut().for_each(|open| open.flow.stop());
            self.flow.stop();
        }
        if let Some(title) = self.builder.headings.last().filter(|_| ended && heading.is_some()) {
            self.flow.head(title.range.clone(), self.builder.part(&title.range));
        }
        self.style.level();
    }
}
