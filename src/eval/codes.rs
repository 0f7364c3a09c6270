//! What a portal keeps as codes, one byte each: the values that tests ask for, and whether the texts of elements are
//! in an index. The codes of an element lie side by side.

use super::portal::Portal;
use crate::input::Rows;
use crate::kb::KnowledgeBase;
use crate::kb::table::{Kept, UNKNOWN, code};
use crate::values::Value;

/// The codes of a portal.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    scalars: Vec<u8>,
    elements: Vec<Elements>,
    /// For each index, whether the codes that hang on it are up to date.
    fresh: Vec<bool>,
}

/// The codes of a collection's elements.
#[derive(Clone, Debug, Default)]
struct Elements {
    width: usize,
    codes: Vec<u8>,
}

/// When an index changes, the codes of so many elements are worked out anew; those of more elements are not used any
/// longer.
const MOST_ANEW: usize = 4096;

impl Codes {
    /// The codes of the single values.
    pub(super) fn scalars(&self) -> &[u8] {
        &self.scalars
    }

    /// The codes of an element; none where there is no such element.
    pub(super) fn element(&self, collection: u16, row: u32) -> &[u8] {
        let Some(elements) = self.elements.get(usize::from(collection)) else { return &[] };
        let first = row as usize * elements.width;
        elements.codes.get(first..first + elements.width).unwrap_or_default()
    }

    /// Whether the codes that hang on an index are up to date.
    pub(super) fn is_fresh(&self, index: u16) -> bool {
        self.fresh.get(usize::from(index)).copied().unwrap_or(false)
    }
}

impl Portal {
    /// Work out all codes.
    pub(super) fn encode(&mut self, kb: &KnowledgeBase) {
        let layout = &kb.tables.layout;
        let scalars =
            layout.scalars.iter().map(|number| self.scalar(*number).map_or(UNKNOWN, code)).collect();
        let elements = (0u16..).zip(&layout.elements).map(|(collection, kept)| {
            let rows = if kept.is_empty() { 0 } else { self.rows(collection).map_or(0, Rows::len) };
            let rows = 0..rows;
            let codes = rows.flat_map(|row| kept.iter().map(move |kept| (row, *kept)));
            let codes = codes.map(|(row, kept)| self.code_of(kb, collection, row, kept)).collect();
            Elements { width: kept.len(), codes }
        });
        let elements = elements.collect();
        self.codes = Codes { scalars, elements, fresh: vec![true; kb.indexes.len()] };
    }

    fn code_of(&self, kb: &KnowledgeBase, collection: u16, row: u32, kept: Kept) -> u8 {
        match kept {
            Kept::Field(field) => self.held(collection, row, field).map_or(UNKNOWN, |value| code(&value)),
            Kept::Lookup { field, index } => {
                let fold = kb.indexes.get(usize::from(index)).is_some_and(|index| index.fold);
                code(&Value::from(self.look_up_field(index, collection, row, field, fold)))
            }
        }
    }

    /// A single value has changed.
    pub(super) fn encode_scalar(&mut self, kb: &KnowledgeBase, number: u16) {
        let at = kb.tables.layout.scalars.iter().position(|own| *own == number);
        let new = self.scalar(number).map_or(UNKNOWN, code);
        if let Some(own) = at.and_then(|at| self.codes.scalars.get_mut(at)) {
            *own = new;
        }
    }

    /// An element was added behind the others.
    pub(super) fn encode_pushed(&mut self, kb: &KnowledgeBase, collection: u16, row: u32) {
        let kept = kb.tables.layout.elements.get(usize::from(collection)).map(|kept| &**kept);
        let codes = kept.unwrap_or_default().iter().map(|kept| self.code_of(kb, collection, row, *kept));
        let codes: Vec<u8> = codes.collect();
        if let Some(elements) = self.codes.elements.get_mut(usize::from(collection)) {
            elements.codes.extend(codes);
        }
    }

    /// The last element was taken away.
    pub(super) fn encode_popped(&mut self, collection: u16) {
        if let Some(elements) = self.codes.elements.get_mut(usize::from(collection)) {
            let rest = elements.codes.len().saturating_sub(elements.width);
            elements.codes.truncate(rest);
        }
    }

    /// A field of an element has changed.
    pub(super) fn encode_field(&mut self, kb: &KnowledgeBase, collection: u16, row: u32, field: u16) {
        let kept =
            kb.tables.layout.elements.get(usize::from(collection)).map(|kept| &**kept).unwrap_or_default();
        for (at, kept) in kept.iter().enumerate() {
            let (Kept::Field(own) | Kept::Lookup { field: own, .. }) = kept;
            if *own != field {
                continue;
            }
            let new = self.code_of(kb, collection, row, *kept);
            if let Some(elements) = self.codes.elements.get_mut(usize::from(collection))
                && let Some(own) = elements.codes.get_mut(row as usize * elements.width + at)
            {
                *own = new;
            }
        }
    }

    /// What an index holds has changed.
    pub(super) fn encode_index(&mut self, kb: &KnowledgeBase, index: u16) {
        let hangs = |kept: &Kept| matches!(kept, Kept::Lookup { index: own, .. } if *own == index);
        let mut anew = 0;
        for (collection, kept) in (0u16..).zip(&kb.tables.layout.elements) {
            let Some(rows) = self.rows(collection).map(Rows::len) else { continue };
            for (at, kept) in kept.iter().enumerate().filter(|(_, kept)| hangs(kept)) {
                anew += rows as usize;
                if anew > MOST_ANEW {
                    if let Some(fresh) = self.codes.fresh.get_mut(usize::from(index)) {
                        *fresh = false;
                    }
                    return;
                }
                for row in 0..rows {
                    let new = self.code_of(kb, collection, row, *kept);
                    if let Some(elements) = self.codes.elements.get_mut(usize::from(collection))
                        && let Some(own) = elements.codes.get_mut(row as usize * elements.width + at)
                    {
                        *own = new;
                    }
                }
            }
        }
    }
}
