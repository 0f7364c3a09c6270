//! Decision tables: what decides an action in the form that is run. Every condition that compares an enum or a Bool
//! is a test of a small code, the tests of an action are taken all at once, and a rule is a few sets of tests that
//! have to hold together. What has another shape is a probe, and in the last resort a node of the knowledge base.

use super::{NodeId, Order};
use crate::values::Value;
use serde::Serialize;
use std::ops::Range;

/// The tables of a knowledge base.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tables {
    /// What portals keep as codes.
    pub layout: Layout,
    /// What decides each action, by its number.
    pub actions: Vec<ActionTable>,
    /// The parts of tables that are looked at together.
    pub blocks: Vec<Block>,
    /// The tests of all blocks.
    pub tests: Vec<Test>,
    /// The probes of all blocks.
    pub probes: Vec<Probe>,
    /// The terms of all blocks.
    pub terms: Vec<Term>,
}

/// Which values a portal keeps as codes, one byte each, beside its state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Layout {
    /// The single values, in the order of their codes.
    pub scalars: Vec<u16>,
    /// For each collection, what is kept of an element, in the order of the codes.
    pub elements: Vec<Vec<Kept>>,
    /// Where the code of an actor's role is.
    pub role: Option<u16>,
}

/// What a code of an element is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// The value of a field.
    Field(u16),
    /// Whether the text of a field is in an index.
    Lookup {
        /// The field.
        field: u16,
        /// The index.
        index: u16,
    },
}

/// What decides an action.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ActionTable {
    /// What is told with it, by the numbers of the model's parameters.
    pub told: Vec<u16>,
    /// For each of these the collection, where it is an element.
    pub elements: Vec<Option<u16>>,
    /// Its blocks for each role, by the number of the role; empty where roles are not told apart.
    pub by_role: Vec<Range<u32>>,
    /// Its blocks for whoever has no known role.
    pub any: Range<u32>,
    /// The stakes that are not in the tables, by their places in the plan.
    pub rest: Vec<u32>,
    /// How many permits it has; their outcomes come first.
    pub permits: u32,
    /// How many prohibitions it has; their outcomes come next, those of stakes last.
    pub forbids: u32,
}

/// Some tests, probes and terms that are looked at together: the results of the former are the bits of one word.
#[derive(Clone, Debug, Serialize)]
pub struct Block {
    /// Its tests; the result of the first is bit 0.
    pub tests: Range<u32>,
    /// Its probes. Each has two bits behind those of the tests: that it holds, and that it does not.
    pub probes: Range<u32>,
    /// Its terms.
    pub terms: Range<u32>,
}

/// A question about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Test {
    /// Whose code.
    pub source: Source,
    /// Which of its codes.
    pub slot: u16,
    /// The codes for which it holds.
    pub holds: u64,
    /// The codes for which it may hold.
    pub may: u64,
}

/// Whose codes are looked at, as a number: the state's, the actor's, what is told, or an element that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Source(pub u8);

impl Source {
    /// The single values of the state.
    pub const STATE: Self = Self(0);
    /// Who acts.
    pub const ACTOR: Self = Self(1);
    /// What is told.
    pub const TOLD: Self = Self(2);
    /// How many sources there are: behind the others those elements that are told first.
    pub const MOST: usize = 8;

    /// The element that is told as the parameter at a place of an action's list.
    pub fn element(place: usize) -> Option<Self> {
        let number = place.checked_add(3).filter(|number| *number < Self::MOST)?;
        u8::try_from(number).ok().map(Self)
    }

    /// Its number.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }
}

/// So many parameters of an action have codes.
pub const MOST_TOLD: usize = 16;

/// A question that takes more than a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// Whether a text that is told is in an index.
    ToldIn {
        /// Its place in the action's list.
        told: u16,
        /// The index.
        index: u16,
    },
    /// Whether the text of an element's field is in an index; the portal keeps the answer as a code.
    FieldIn {
        /// Whose field.
        source: Source,
        /// The code.
        slot: u16,
        /// The field, where the code is not up to date.
        field: u16,
        /// The index.
        index: u16,
    },
    /// The left compares so to the right.
    Order(Number, Order, Number),
    /// Both are the same.
    Equal(Number, Number),
    /// With one more the counter is over the limit.
    Over {
        /// The counter.
        counter: u16,
        /// The limit.
        most: Number,
    },
    /// Whatever the node says.
    Node(NodeId),
}

/// A number that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    /// This one.
    Constant(i64),
    /// One that is told, by its place in the action's list.
    Told(u16),
    /// One of the state.
    Scalar(u16),
    /// That of a counter.
    Counter(u16),
}

/// A set of tests and probes that make an outcome true when all of them hold.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Term {
    /// Their bits.
    pub bits: u64,
    /// The outcome, by its place among those of the action.
    pub outcome: u32,
}

/// The code of a value that nobody knows.
pub const UNKNOWN: u8 = 0;
/// The code of a value that is known to be absent.
pub const ABSENT: u8 = 1;
/// The code of `false`, of the first value of an enum, and of whatever else is there.
const FIRST: u8 = 2;
/// So many values of an enum have codes of their own.
pub const MOST_VARIANTS: usize = 61;

/// The code of a value: that of an enum with at most [`MOST_VARIANTS`] values or a Bool stands for the value, any
/// other only says whether there is one.
pub fn code(value: &Value) -> u8 {
    match value {
        Value::Unknown => UNKNOWN,
        Value::Absent => ABSENT,
        Value::Bool(holds) => FIRST + u8::from(*holds),
        Value::Variant(number) => u8::try_from(*number)
            .ok()
            .and_then(|number| FIRST.checked_add(number))
            .map_or(LAST, |code| code.min(LAST)),
        _ => FIRST,
    }
}

/// Codes are bits of 64-bit words.
const LAST: u8 = 63;
