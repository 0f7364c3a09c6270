//! The tables of an action are run: its tests all at once, then its probes, then its terms. Nothing is allocated, and
//! no text is hashed but one that is told and looked up.

use super::compute::{Context, Frame};
use super::judge::Marks;
use super::portal::Portal;
use crate::input::Request;
use crate::kb::table::{
    ActionTable, Block, ELEMENTS, Number, PRESENT, Probe, TOLD_WORDS, UNKNOWN, WORDS, code, code_of_bool, put,
};
use crate::kb::{KnowledgeBase, Order};
use crate::values::{Truth, Value};
use std::cmp::Ordering;

/// What the tables ask of an action.
pub(super) trait Asked {
    /// The row of who acts.
    fn actor(&self) -> u32;
    /// The codes of what is told, in the order of the action's list.
    fn codes(&self, table: &ActionTable) -> [u64; TOLD_WORDS];
    /// The row of the element that is told at a place of the list; of no row where there is none.
    fn element(&self, table: &ActionTable, place: u8) -> u32;
    /// The number that is told at a place.
    fn number(&self, table: &ActionTable, place: u16) -> Bounds;
    /// Whether what is told at a place is in an index.
    fn look_up(&self, portal: &Portal, table: &ActionTable, place: u16, index: u16, fold: bool) -> Truth;
    /// The action as the nodes read it.
    fn request(&self) -> &Request;
}

/// A number as far as it is known: between two; `None` where it is known to be absent.
pub(super) type Bounds = Option<(i64, i64)>;

/// A number that nobody knows.
pub(super) const OPEN: Bounds = Some((i64::MIN, i64::MAX));

/// The number that a value is.
pub(super) fn bounds(value: &Value) -> Bounds {
    match value {
        Value::Absent => None,
        Value::Int(number) => Some((*number, *number)),
        _ => OPEN,
    }
}

impl Asked for Request {
    fn actor(&self) -> u32 {
        self.actor
    }

    fn codes(&self, table: &ActionTable) -> [u64; TOLD_WORDS] {
        let mut words = [0; TOLD_WORDS];
        for (slot, number) in table.told.iter().enumerate() {
            let cell = self.told.get(usize::from(*number));
            put(&mut words, slot, cell.map_or(UNKNOWN, |cell| code(&cell.value)));
        }
        words
    }

    fn element(&self, table: &ActionTable, place: u8) -> u32 {
        match value(self, table, u16::from(place)) {
            Some(Value::Element(row)) => *row,
            _ => u32::MAX,
        }
    }

    fn number(&self, table: &ActionTable, place: u16) -> Bounds {
        value(self, table, place).map_or(OPEN, bounds)
    }

    fn look_up(&self, portal: &Portal, table: &ActionTable, place: u16, index: u16, fold: bool) -> Truth {
        value(self, table, place).map_or(Truth::Unknown, |value| portal.look_up(index, value, fold))
    }

    fn request(&self) -> &Request {
        self
    }
}

fn value<'r>(request: &'r Request, table: &ActionTable, place: u16) -> Option<&'r Value> {
    let number = table.told.get(usize::from(place))?;
    request.told.get(usize::from(*number)).map(|cell| &cell.value)
}

/// What the tables of an action come to: which outcomes are true, and which are open.
#[inline]
pub(super) fn run<A: Asked>(
    kb: &KnowledgeBase,
    portal: &Portal,
    table: &ActionTable,
    asked: &A,
    yes: &mut Marks,
    open: &mut Marks,
) {
    let codes = &portal.codes;
    let actors = kb.actors.map_or(u16::MAX, |(actors, _)| actors);
    let [s0, s1, s2, s3] = *codes.state();
    let [t0, t1] = asked.codes(table);
    let actor = codes.element(actors, asked.actor());
    let mut words = [s0, s1, s2, s3, actor, t0, t1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (place, collection) in &table.elements {
        let row = asked.element(table, *place);
        if let Some(word) = words.get_mut(ELEMENTS + usize::from(*place)) {
            *word = codes.element(*collection, row);
        }
    }
    let role = kb.tables.layout.role.map_or(UNKNOWN, |place| place.code(&words));
    let own = role.checked_sub(PRESENT).and_then(|role| table.by_role.get(usize::from(role)));
    let range = own.unwrap_or(&table.any);
    let run = Run { kb, portal, table, asked, words: &words };
    for block in table.blocks.get(range.start as usize..range.end as usize).unwrap_or_default() {
        let (certain, possible) = run.block(block);
        yes.add(block.outcomes, certain);
        open.add(block.outcomes, possible & !certain);
    }
}

struct Run<'a, A> {
    kb: &'a KnowledgeBase,
    portal: &'a Portal,
    table: &'a ActionTable,
    asked: &'a A,
    words: &'a [u64; WORDS],
}

impl<A: Asked> Run<'_, A> {
    /// The outcomes of a block that are true, and those that are or may be.
    #[inline]
    fn block(&self, block: &Block) -> (u64, u64) {
        let table = self.table;
        let asks = table.asks.get(block.asks.start as usize..block.asks.end as usize);
        let probes = table.probes.get(block.probes.start as usize..block.probes.end as usize);
        let terms = table.terms.get(block.terms.start as usize..block.terms.end as usize);
        // What holds and what may hold, a bit each; and the outcomes.
        let (mut holds, mut may) = (0u64, 0u64);
        let (mut certain, mut possible) = (block.always, block.always);
        for ask in asks.unwrap_or_default() {
            let code = ask.at.code(self.words).min(ask.last);
            if let Some(answer) = table.answers.get(ask.first as usize + usize::from(code)) {
                holds |= answer.holds;
                may |= answer.may;
                certain |= answer.certain;
                possible |= answer.possible;
            }
        }
        let mut at = block.tests;
        for probe in probes.unwrap_or_default() {
            let (yes, open) = match self.probe(probe) {
                Truth::True => (0b01, 0b01),
                Truth::False => (0b10, 0b10),
                Truth::Unknown => (0b00, 0b11),
            };
            holds |= u64::wrapping_shl(yes, at);
            may |= u64::wrapping_shl(open, at);
            at += 2;
        }
        for term in terms.unwrap_or_default() {
            certain |= u64::from(holds & term.bits == term.bits).wrapping_shl(term.outcome);
            possible |= u64::from(may & term.bits == term.bits).wrapping_shl(term.outcome);
        }
        (certain, possible)
    }

    fn probe(&self, probe: &Probe) -> Truth {
        match probe {
            Probe::ToldIn { told, index } => {
                self.asked.look_up(self.portal, self.table, *told, *index, self.folds(*index))
            }
            Probe::FieldIn { at, of, collection, field, index } => {
                if self.portal.codes.is_fresh(*index) {
                    return truth_of(at.code(self.words));
                }
                let row =
                    of.map_or_else(|| self.asked.actor(), |place| self.asked.element(self.table, place));
                self.portal.look_up_field(*index, *collection, row, *field, self.folds(*index))
            }
            Probe::Order(left, order, right) => {
                compare(self.number(*left), self.number(*right), |ordering| match order {
                    Order::AtLeast => ordering.is_ge(),
                    Order::AtMost => ordering.is_le(),
                    Order::More => ordering.is_gt(),
                    Order::Less => ordering.is_lt(),
                })
            }
            Probe::Equal(left, right) => compare(self.number(*left), self.number(*right), Ordering::is_eq),
            Probe::Over { counter, most } => {
                let Some(most) = self.number(*most) else { return Truth::False };
                let Some(count) = self.portal.counted(*counter) else { return Truth::Unknown };
                super::judge::more((count.least.saturating_add(1), count.most.saturating_add(1)), most)
            }
            Probe::Node(id) => {
                let request = self.asked.request();
                let context = Context::of_request(self.kb, self.portal, request);
                context.truth(*id, &mut Frame::new(self.kb))
            }
        }
    }

    fn folds(&self, index: u16) -> bool {
        self.kb.indexes.get(usize::from(index)).is_some_and(|index| index.fold)
    }

    fn number(&self, number: Number) -> Bounds {
        match number {
            Number::Constant(number) => Some((number, number)),
            Number::Told(place) => self.asked.number(self.table, place),
            Number::Scalar(number) => self.portal.scalar(number).map_or(OPEN, bounds),
            Number::Counter(counter) => {
                match self.portal.counted(counter).and_then(super::portal::Count::exact) {
                    Some(count) => Some((count, count)),
                    None => OPEN,
                }
            }
        }
    }
}

/// The truth that the code of a Bool stands for.
fn truth_of(code: u8) -> Truth {
    match code {
        UNKNOWN => Truth::Unknown,
        code if code == code_of_bool(true) => Truth::True,
        _ => Truth::False,
    }
}

/// How two numbers compare. One that is not known exactly is not known at all.
fn compare(left: Bounds, right: Bounds, holds: impl Fn(Ordering) -> bool) -> Truth {
    let (Some(left), Some(right)) = (left, right) else { return Truth::False };
    if left.0 != left.1 || right.0 != right.1 {
        return Truth::Unknown;
    }
    Truth::from(holds(left.0.cmp(&right.0)))
}
