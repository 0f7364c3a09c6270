//! The tables of an action are run: its codes are answered, then its predicates, then its terms. Nothing is allocated.

use crate::eval::compute::{Context, Frame};
use crate::eval::outcomes::{Bounds, OPEN, OutcomeBits, OutcomeWord, bounds};
use crate::eval::portal::Portal;
use crate::input::Request;
use crate::program::Program;
use crate::tables::blocks::{Head, Laid};
use crate::tables::layout::{
    ARGUMENT_WORDS, CODES, ELEMENTS, OUTCOMES, PRESENT, Predicate, UNKNOWN, Words, code, put,
};
use crate::tables::table::{ActionTable, Table};
use crate::values::ids::{ActionId, ArgumentPlace, CollectionId, IndexId, RowId};
use crate::values::{Truth, Value};
use std::borrow::Cow;
use std::convert::Infallible;

pub(super) trait Asked: Sized {
    fn number(&self, table: &ActionTable, place: ArgumentPlace) -> Bounds;
    fn look_up(&self, case: &Case<'_, Self>, place: ArgumentPlace, index: IndexId) -> Truth;
    /// The action as the nodes read it.
    fn request(&self) -> Cow<'_, Request>;
}

impl Asked for Request {
    fn number(&self, table: &ActionTable, place: ArgumentPlace) -> Bounds {
        value(self, table, place).map_or(OPEN, bounds)
    }

    fn look_up(&self, case: &Case<'_, Self>, place: ArgumentPlace, index: IndexId) -> Truth {
        let value = value(self, case.table, place);
        value.map_or(Truth::Unknown, |value| case.portal.look_up(case.program, index, value))
    }

    fn request(&self) -> Cow<'_, Request> {
        Cow::Borrowed(self)
    }
}

pub(super) fn value<'r>(
    request: &'r Request,
    table: &ActionTable,
    place: ArgumentPlace,
) -> Option<&'r Value> {
    request.arguments.get(*table.arguments.try_get(place)?).map(|cell| &cell.value)
}

/// The codes that an action is judged by, with those of who acts, but for those of the elements among its arguments.
#[inline]
pub(super) fn words(portal: &Portal, actor: u64, [t0, t1]: [u64; ARGUMENT_WORDS]) -> Words {
    let [s0, s1, s2, s3] = portal.codes.state;
    let (of, none) = (u64::to_le_bytes, [UNKNOWN; CODES]);
    let [s0, s1, s2, s3] = [of(s0), of(s1), of(s2), of(s3)];
    [s0, s1, s2, s3, of(actor), of(t0), of(t1), none, none, none, none, none, none, none, none, none]
}

/// Put down the codes of the elements among the arguments. `element` gives their rows; [`RowId::NONE`] where there is none.
#[inline]
pub(super) fn put_elements<E>(
    program: &Program,
    portal: &Portal,
    table: &ActionTable,
    words: &mut Words,
    mut element: impl FnMut(ArgumentPlace, CollectionId) -> Result<RowId, E>,
) -> Result<(), E> {
    for (place, collection) in &table.elements {
        let row = element(*place, *collection)?;
        if let Some(word) = words.get_mut(ELEMENTS + place.index()) {
            *word = portal.codes_of(program, *collection, row).to_le_bytes();
        }
    }
    Ok(())
}

pub(super) fn words_of(program: &Program, portal: &Portal, table: &ActionTable, request: &Request) -> Words {
    let mut arguments = [0; ARGUMENT_WORDS];
    for (slot, parameter) in table.arguments.iter().enumerate() {
        let cell = request.arguments.get(*parameter);
        put(&mut arguments, slot, cell.map_or(UNKNOWN, |cell| code(&cell.value)));
    }
    let element = |place, _| -> Result<RowId, Infallible> {
        Ok(match value(request, table, place) {
            Some(Value::Element(row)) => *row,
            _ => RowId::NONE,
        })
    };
    let actor = program.kb.actors.map_or(0, |(actors, _)| portal.codes_of(program, actors, request.actor));
    let mut words = words(portal, actor, arguments);
    let Ok(()) = put_elements(program, portal, table, &mut words, element);
    words
}

/// An action as its tables see it. It is handed on whole where that is seldom, so that it mostly stays in registers.
pub(super) struct Case<'a, A> {
    pub(super) program: &'a Program,
    pub(super) portal: &'a Portal,
    pub(super) action: ActionId,
    pub(super) table: &'a ActionTable,
    pub(super) words: &'a Words,
    pub(super) asked: &'a A,
}

/// What was answered already, of the first predicates of a table.
struct Answers([Option<Truth>; 1024]);

impl Default for Answers {
    fn default() -> Self {
        Self([None; 1024])
    }
}

impl<A> Clone for Case<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Case<'_, A> {}

impl<A: Asked> Case<'_, A> {
    /// Which outcomes are true, and which are open. `None` where there is more than one block of them.
    #[inline]
    pub(super) fn word(&self) -> Option<OutcomeWord> {
        let (block, next) = self.table.own.blocks.block(self.head())?;
        if block.outcomes > 0 || next.follows().is_some() {
            return None;
        }
        let (yes, may) = self.block(&block);
        Some(OutcomeWord::of(yes, may))
    }

    #[cold]
    pub(super) fn words(self) -> OutcomeBits {
        let mut marks = OutcomeBits::default();
        self.run(&self.table.own, self.head(), 0, &mut marks);
        marks
    }

    /// Run blocks of a table; their outcomes are counted from one on.
    pub(super) fn run(self, table: &Table, head: Head, first: u32, marks: &mut OutcomeBits) {
        let mut known = Answers::default();
        for block in table.blocks.from(head) {
            let (yes, may) = match block.predicates {
                0 => self.block(&block),
                _ => self.block_in_need(&block, table, &mut known),
            };
            let place = block.outcomes.saturating_mul(OUTCOMES).saturating_add(first);
            marks.add(place, OutcomeWord::of(yes, may));
        }
    }

    /// The head of the blocks that decide for the role of who acts.
    #[inline]
    fn head(&self) -> Head {
        let role =
            self.program.tables.layout.role.and_then(|place| place.code(self.words).checked_sub(PRESENT));
        self.table.own.blocks.head(role)
    }

    /// The outcomes of a block that are true, and those that are or may be, among its other bits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "what a case holds stays in registers")]
    fn block(&self, block: &Laid<'_>) -> (u64, u64) {
        let (mut yes, mut may) = self.codes(block);
        if block.predicates > 0 {
            let (certain, possible) = self.predicates(block);
            yes |= certain;
            may |= possible;
        }
        // Terms are of parts, and make outcomes: none waits for another. Where nothing is open, what may be is so.
        let (certain, possible) = (yes, may);
        for term in block.terms() {
            yes |= term.of(certain);
        }
        if certain == possible {
            return (yes, yes);
        }
        for term in block.terms() {
            may |= term.of(possible);
        }
        (yes, may)
    }

    /// What the codes come to that a block asks for.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "what a case holds stays in registers")]
    fn codes(&self, block: &Laid<'_>) -> (u64, u64) {
        let (mut yes, mut may) = (0, 0);
        let mut add = |at: usize| {
            if let Some(answer) = block.answer(at) {
                yes |= answer.yes;
                may |= answer.may;
            }
        };
        add(0);
        for ask in block.lookups() {
            add(ask.first as usize + usize::from(ask.at.code(self.words).min(ask.last)));
        }
        (yes, may)
    }

    /// A block of which only those predicates are asked that something still hangs on. A term with a part that does not
    /// hold asks nothing more.
    fn block_in_need(&self, block: &Laid<'_>, table: &Table, known: &mut Answers) -> (u64, u64) {
        let (mut yes, mut may) = self.codes(block);
        let predicates = u64::MAX.checked_shl(block.first_bit.into()).unwrap_or(0);
        // The bits of predicates that were asked.
        let mut asked = 0;
        for term in block.terms() {
            let mut due = term.bits & predicates;
            if term.bits & !due & !may != 0 {
                continue;
            }
            while due != 0 {
                let bit = due & due.wrapping_neg();
                due &= !bit;
                if asked & bit == 0 {
                    let place = (bit.trailing_zeros() - u32::from(block.first_bit)) / 2;
                    let truth = self.answer(table, block.first_predicate.saturating_add(place), known);
                    let (certain, possible) = bits(truth);
                    let at = u32::from(block.first_bit) + 2 * place;
                    asked |= u64::wrapping_shl(0b11, at);
                    yes |= u64::wrapping_shl(certain, at);
                    may |= u64::wrapping_shl(possible, at);
                }
                if may & bit == 0 {
                    break;
                }
            }
            yes |= term.of(yes);
            may |= term.of(may);
        }
        (yes, may)
    }

    /// The answer to a predicate of a table; the same question is asked once.
    fn answer(&self, table: &Table, at: u32, known: &mut Answers) -> Truth {
        let place = table.same.get(at as usize).copied().unwrap_or(at) as usize;
        if let Some(Some(known)) = known.0.get(place) {
            return *known;
        }
        let truth = table.predicates.get(at as usize).map_or(Truth::Unknown, |own| self.predicate(own));
        if let Some(known) = known.0.get_mut(place) {
            *known = Some(truth);
        }
        truth
    }

    fn predicates(self, block: &Laid<'_>) -> (u64, u64) {
        let first = block.first_predicate as usize;
        let predicates = self.table.own.predicates.get(first..first + usize::from(block.predicates));
        let (mut yes, mut may) = (0, 0);
        for (predicate, at) in
            predicates.unwrap_or_default().iter().zip((u32::from(block.first_bit)..).step_by(2))
        {
            let (certain, possible) = bits(self.predicate(predicate));
            yes |= u64::wrapping_shl(certain, at);
            may |= u64::wrapping_shl(possible, at);
        }
        (yes, may)
    }

    fn predicate(&self, predicate: &Predicate) -> Truth {
        match predicate {
            Predicate::ArgumentIn { argument, index } => self.asked.look_up(self, *argument, *index),
            Predicate::Node(id) => {
                let request = self.asked.request();
                let context = Context::of_request(self.program, self.portal, &request);
                context.truth(*id, &mut Frame::new(self.program))
            }
            compared => self.portal.compare(compared, |place| self.asked.number(self.table, place)),
        }
    }
}

/// That something holds and that it does not, a bit each: what is certain, and what may be.
#[inline]
fn bits(truth: Truth) -> (u64, u64) {
    match truth {
        Truth::True => (0b01, 0b01),
        Truth::False => (0b10, 0b10),
        Truth::Unknown => (0b00, 0b11),
    }
}
