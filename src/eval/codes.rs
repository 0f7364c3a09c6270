//! What a portal keeps as codes: values, and whether texts are in an index. Those of an element are the bytes of a word.

use crate::base::IndexVec;
use crate::eval::compute::{Context, Frame};
use crate::eval::indexed::{Count, IndexedState};
use crate::eval::overlay::FieldOf;
use crate::program::Program;
use crate::state::collection::Rows;
use crate::tables::layout::{ElementSlot, STATE_WORDS, StateSlot, UNKNOWN, code, put};
use crate::values::Value;
use crate::values::ids::{CollectionId, CounterId, IndexId, RowId};
use hashbrown::HashMap;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// So many elements are worth several processors.
const MANY: u32 = 1 << 14;

#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    pub(super) state: [u64; STATE_WORDS],
    /// For each collection the words of its elements; none where nothing is kept of them.
    elements: IndexVec<CollectionId, ElementWords>,
    /// Whether those of elements that hang on an index are no longer up to date.
    stale: bool,
}

/// The words of a collection's elements. Many elements have the same: each has the number of its word.
#[derive(Clone, Debug, Default)]
struct ElementWords {
    numbers: Vec<u16>,
    words: Vec<u64>,
    known: HashMap<u64, u16>,
    /// The word of each element, where there are too many different ones.
    own: Vec<u64>,
}

impl ElementWords {
    /// The word of an element; nothing where there is no such element.
    #[inline]
    fn get(&self, row: RowId) -> Option<u64> {
        let word = match self.numbers.get(row.index()) {
            Some(number) => self.words.get(usize::from(*number)),
            None => self.own.get(row.index()),
        };
        word.copied()
    }

    /// For each word a row that has it, and how many do. Nothing where there are too many different words.
    fn groups(&self) -> Option<Vec<(RowId, i64)>> {
        let mut groups = vec![(RowId::NONE, 0); self.words.len()];
        for (row, number) in (0u32..).map(RowId).zip(&self.numbers) {
            let group = groups.get_mut(usize::from(*number))?;
            *group = (row, group.1 + 1);
        }
        groups.retain(|(_, count)| *count > 0);
        self.own.is_empty().then_some(groups)
    }

    /// The number of a word; nothing where no number is left.
    fn number(&mut self, word: u64) -> Option<u16> {
        if let Some(number) = self.known.get(&word) {
            return Some(*number);
        }
        if let Ok(number) = u16::try_from(self.words.len())
            && self.own.is_empty()
        {
            self.words.push(word);
            self.known.insert(word, number);
            return Some(number);
        }
        if self.own.is_empty() {
            let numbers = std::mem::take(&mut self.numbers);
            let word = |number: u16| self.words.get(usize::from(number)).copied().unwrap_or_default();
            self.own = numbers.into_iter().map(word).collect();
        }
        self.known.clear();
        None
    }

    fn pop(&mut self) {
        if self.numbers.pop().is_none() {
            self.own.pop();
        }
    }

    /// Set the word of an element, or of a new one behind the others.
    fn set(&mut self, row: RowId, word: u64) {
        match self.number(word) {
            Some(number) => put_at(&mut self.numbers, row, number),
            None => put_at(&mut self.own, row, word),
        }
    }
}

fn put_at<T>(list: &mut Vec<T>, row: RowId, new: T) {
    match list.get_mut(row.index()) {
        Some(held) => *held = new,
        None => list.push(new),
    }
}

impl From<Vec<u64>> for ElementWords {
    fn from(words: Vec<u64>) -> Self {
        let mut all = Self::default();
        for (row, word) in (0u32..).zip(words) {
            all.set(RowId(row), word);
        }
        all.numbers.shrink_to_fit();
        all
    }
}

/// When an index changes, so many elements get new codes; of more, codes are worked out from then on when asked for.
const MOST_ANEW: u32 = 4096;

impl Codes {
    /// The codes of all elements of a state; those of its single values are to follow.
    pub(super) fn of_elements(program: &Program, indexed: &IndexedState) -> Self {
        let elements = program.tables.layout.elements.enumerated().map(|(collection, kept)| {
            let rows = if kept.is_empty() { 0 } else { indexed.rows(collection).map_or(0, Rows::len) };
            let word = |row| word(program, indexed, collection, row);
            let words: Vec<u64> = match rows < MANY {
                true => RowId::range(0..rows).map(word).collect(),
                false => (0..rows).into_par_iter().map(|row| word(RowId(row))).collect(),
            };
            words.into()
        });
        Self { state: [0; STATE_WORDS], elements: elements.collect(), stale: false }
    }

    /// How many elements a counter has, from one of each kind of them; nothing where that does not say it.
    pub(super) fn count_alike(
        &self,
        context: &Context<'_>,
        counter: CounterId,
        frame: &mut Frame,
    ) -> Option<Count> {
        let Program { kb, tables, .. } = context.program;
        let set = kb.counters.get(counter).filter(|_| tables.layout.alike.get(counter) == Some(&true))?;
        if kept(context.program, set.collection).is_empty() {
            return None;
        }
        let groups = self.elements.get(set.collection)?.groups()?;
        let mut count = Count::none(context.portal.is_known(set.collection));
        for (row, alike) in groups {
            frame.set(set.level, row);
            count.add(context.member(set, frame), alike);
        }
        Some(count)
    }

    pub(super) fn encode_state(&mut self, program: &Program, indexed: &IndexedState) {
        for (slot, held) in program.tables.layout.state.iter().enumerate() {
            let code = match held {
                StateSlot::Scalar(scalar) => indexed.scalar(*scalar).map_or(UNKNOWN, code),
                StateSlot::Predicate(predicate) => code(&Value::from(indexed.answer(predicate))),
            };
            put(&mut self.state, slot, code);
        }
    }

    /// The codes of an element. Where there is no such element they are unknown, but for what is so of every element:
    /// nothing is in an empty index.
    #[inline]
    pub(super) fn of(
        &self,
        program: &Program,
        indexed: &IndexedState,
        collection: CollectionId,
        row: RowId,
    ) -> u64 {
        let kept = self.elements.get(collection).filter(|_| !self.stale).and_then(|words| words.get(row));
        kept.unwrap_or_else(|| word(program, indexed, collection, row))
    }

    pub(super) fn encode_popped(&mut self, collection: CollectionId) {
        if let Some(words) = self.elements.get_mut(collection) {
            words.pop();
        }
    }

    pub(super) fn encode_field(&mut self, program: &Program, indexed: &IndexedState, of: FieldOf) {
        let about = |kept: &ElementSlot| match kept {
            ElementSlot::Field(own) | ElementSlot::Lookup { field: own, .. } => *own == of.field,
        };
        if kept(program, of.collection).iter().any(about) {
            self.encode_element(program, indexed, of.collection, of.row);
        }
    }

    /// An element has changed, or was added behind the others.
    pub(super) fn encode_element(
        &mut self,
        program: &Program,
        indexed: &IndexedState,
        collection: CollectionId,
        row: RowId,
    ) {
        if !kept(program, collection).is_empty()
            && let Some(words) = self.elements.get_mut(collection)
        {
            words.set(row, word(program, indexed, collection, row));
        }
    }

    pub(super) fn encode_index(&mut self, program: &Program, indexed: &IndexedState, index: IndexId) {
        let hangs =
            |kept: &ElementSlot| matches!(kept, ElementSlot::Lookup { index: own, .. } if *own == index);
        let mut anew = 0;
        for (collection, kept) in program.tables.layout.elements.enumerated() {
            if !kept.iter().any(hangs) {
                continue;
            }
            let rows = indexed.rows(collection).map_or(0, Rows::len);
            anew += rows;
            if anew > MOST_ANEW {
                self.stale = true;
                return;
            }
            for row in RowId::range(0..rows) {
                self.encode_element(program, indexed, collection, row);
            }
        }
    }
}

#[cold]
fn word(program: &Program, indexed: &IndexedState, collection: CollectionId, row: RowId) -> u64 {
    let held = |field| indexed.held(FieldOf { collection, row, field }).unwrap_or(Value::Unknown);
    let mut word = [0];
    for (slot, kept) in kept(program, collection).iter().enumerate() {
        let value = match *kept {
            ElementSlot::Field(field) => held(field),
            ElementSlot::Lookup { field, index } => {
                let text = indexed.rows(collection).and_then(|rows| rows.text(row, field));
                let found = text.map(|text| indexed.look_up_text(program, index, text));
                found.unwrap_or_else(|| indexed.look_up(program, index, &held(field))).into()
            }
        };
        put(&mut word, slot, code(&value));
    }
    let [word] = word;
    word
}

fn kept(program: &Program, collection: CollectionId) -> &[ElementSlot] {
    program.tables.layout.elements.get(collection).map(|kept| &**kept).unwrap_or_default()
}
