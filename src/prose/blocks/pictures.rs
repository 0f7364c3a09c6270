//! What a reader sees of a document without it being text: pictures, boxes, icons.

use crate::prose::blocks::DocumentBuilder;
use crate::prose::html_tag::sign_of;
use crate::prose::open_blocks::Block;

impl DocumentBuilder<'_> {
    /// A picture, with what is said in its place: in a table its text, elsewhere nothing.
    pub(crate) fn picture(&mut self, text: &str, from: usize, to: usize) {
        self.has_picture = true;
        if self.heading.is_some() {
            self.hint(text, from, to);
        } else if let Some(sign) = sign_of(text).filter(|_| !self.in_row) {
            self.item_sign(sign, from, to);
        }
        self.cell_text(text, from, to);
    }

    /// What an item begins with that says whether it is let: a tick or a cross.
    pub(crate) fn item_sign(&mut self, sign: char, from: usize, to: usize) {
        let is_first = self.open.last().is_some_and(|open| open.block == Block::Item && !open.flow.has_begun);
        if is_first && !self.builder.has_begun() {
            self.push(sign, from, to);
            self.space(to, to);
        }
    }

    pub(crate) fn check_box(&mut self, is_checked: bool, from: usize, to: usize) {
        self.space(from, from);
        self.push(if is_checked { '☑' } else { '☐' }, from, to);
        self.space(to, to);
    }

    /// What a reader sees in a cell without it being text: a box, an icon.
    pub(crate) fn cell_text(&mut self, text: &str, from: usize, to: usize) {
        if self.in_row && self.unseen.is_empty() {
            self.space(from, from);
            self.push_all(text, from, to);
            self.space(to, to);
        }
    }

    /// What stands for the bytes `from..to` of the document.
    pub(crate) fn push_all(&mut self, text: &str, from: usize, to: usize) {
        for character in text.chars() {
            self.push(character, from, to);
        }
    }

    /// What the cell or the heading that is being read says if nothing else does.
    pub(crate) fn hint(&mut self, text: &str, from: usize, to: usize) {
        const LONGEST: usize = 200;
        if (self.in_row || self.heading.is_some()) && !text.trim().is_empty() {
            let (hint, ..) = self.hint.get_or_insert((String::new(), from, to));
            if hint.len() < LONGEST {
                hint.push_str(&format!(" {text}"));
            }
        }
    }
}
