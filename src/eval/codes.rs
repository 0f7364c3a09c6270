//! What a portal keeps as codes: the values that tests ask for, and whether the texts of elements are in an index. The
//! codes of an element are the bytes of one word.

use super::portal::Portal;
use crate::input::Rows;
use crate::kb::KnowledgeBase;
use crate::kb::table::{Kept, STATE_WORDS, UNKNOWN, code, put};
use crate::values::Value;

/// The codes of a portal.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    state: [u64; STATE_WORDS],
    /// For each collection the words of its elements; none where nothing is kept of them.
    elements: Vec<Vec<u64>>,
    /// For each index, whether the codes that hang on it are up to date.
    fresh: Vec<bool>,
}

/// When an index changes, the codes of so many elements are worked out anew; those of more elements are not used any
/// longer.
const MOST_ANEW: u32 = 4096;

impl Codes {
    /// The codes of the single values.
    pub(super) fn state(&self) -> &[u64; STATE_WORDS] {
        &self.state
    }

    /// The codes of an element; all unknown where there is no such element.
    pub(super) fn element(&self, collection: u16, row: u32) -> u64 {
        let words = self.elements.get(usize::from(collection));
        words.and_then(|words| words.get(row as usize)).copied().unwrap_or_default()
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
        let mut state = [0; STATE_WORDS];
        for (slot, number) in layout.scalars.iter().enumerate() {
            put(&mut state, slot, self.scalar(*number).map_or(UNKNOWN, code));
        }
        let elements = (0u16..).zip(&layout.elements).map(|(collection, kept)| {
            let rows = if kept.is_empty() { 0 } else { self.rows(collection).map_or(0, Rows::len) };
            (0..rows).map(|row| self.word(kb, collection, row)).collect()
        });
        let elements = elements.collect();
        self.codes = Codes { state, elements, fresh: vec![true; kb.indexes.len()] };
    }

    /// The codes of an element.
    fn word(&self, kb: &KnowledgeBase, collection: u16, row: u32) -> u64 {
        let mut word = [0];
        for (slot, kept) in kept(kb, collection).iter().enumerate() {
            put(&mut word, slot, self.code_of(kb, collection, row, *kept));
        }
        let [word] = word;
        word
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
        let slot = kb.tables.layout.scalars.iter().position(|own| *own == number);
        let new = self.scalar(number).map_or(UNKNOWN, code);
        if let Some(slot) = slot {
            put(&mut self.codes.state, slot, new);
        }
    }

    /// An element was added behind the others.
    pub(super) fn encode_pushed(&mut self, kb: &KnowledgeBase, collection: u16, row: u32) {
        if kept(kb, collection).is_empty() {
            return;
        }
        let word = self.word(kb, collection, row);
        if let Some(words) = self.codes.elements.get_mut(usize::from(collection)) {
            words.push(word);
        }
    }

    /// The last element was taken away.
    pub(super) fn encode_popped(&mut self, collection: u16) {
        if let Some(words) = self.codes.elements.get_mut(usize::from(collection)) {
            words.pop();
        }
    }

    /// A field of an element has changed.
    pub(super) fn encode_field(&mut self, kb: &KnowledgeBase, collection: u16, row: u32, field: u16) {
        let about = |kept: &Kept| match kept {
            Kept::Field(own) | Kept::Lookup { field: own, .. } => *own == field,
        };
        if kept(kb, collection).iter().any(about) {
            self.encode_row(kb, collection, row);
        }
    }

    fn encode_row(&mut self, kb: &KnowledgeBase, collection: u16, row: u32) {
        let new = self.word(kb, collection, row);
        let words = self.codes.elements.get_mut(usize::from(collection));
        if let Some(word) = words.and_then(|words| words.get_mut(row as usize)) {
            *word = new;
        }
    }

    /// What an index holds has changed.
    pub(super) fn encode_index(&mut self, kb: &KnowledgeBase, index: u16) {
        let hangs = |kept: &Kept| matches!(kept, Kept::Lookup { index: own, .. } if *own == index);
        let mut anew = 0;
        for (collection, kept) in (0u16..).zip(&kb.tables.layout.elements) {
            if !kept.iter().any(hangs) {
                continue;
            }
            let rows = self.rows(collection).map_or(0, Rows::len);
            anew += rows;
            if anew > MOST_ANEW {
                if let Some(fresh) = self.codes.fresh.get_mut(usize::from(index)) {
                    *fresh = false;
                }
                return;
            }
            for row in 0..rows {
                self.encode_row(kb, collection, row);
            }
        }
    }
}

/// What is kept of the elements of a collection.
fn kept(kb: &KnowledgeBase, collection: u16) -> &[Kept] {
    kb.tables.layout.elements.get(usize::from(collection)).map(|kept| &**kept).unwrap_or_default()
}
