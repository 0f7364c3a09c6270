//! Decision tables: what decides an action in the form that is run. Every condition that compares an enum or a Bool
//! is a test of a small code, and so is every question that the state answers alone. What all tests of a code come to
//! stands ready for each code, and so does what comes of the rules that hang on one test alone; another rule is a few
//! sets of tests that have to hold together. What has another shape is a predicate, and in the last resort a node of the
//! knowledge base.

use crate::base::IndexVec;
use crate::model::Order;
use crate::values::Value;
use crate::values::ids::NodeId;
use crate::values::ids::{ArgumentPlace, CollectionId, CounterId, FieldId, IndexId, ScalarId, VariantId};
use serde::{Deserialize, Serialize};

/// Which values a portal keeps as codes beside its state: eight codes to a word.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Layout {
    /// What is kept of the state itself, in the order of the codes.
    pub state: Vec<StateSlot>,
    /// For each collection, what is kept of an element, in the order of the codes.
    pub elements: IndexVec<CollectionId, Vec<ElementSlot>>,
    /// Where the code of an actor's role is.
    pub role: Option<CodeSlot>,
    /// For each counter whether elements with the same codes are alike to it, so that one of them stands for all.
    pub alike: IndexVec<CounterId, bool>,
}

/// What a code of the state is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateSlot {
    Scalar(ScalarId),
    /// The answer to a question that the state answers alone.
    #[serde(rename = "answer")]
    Predicate(Predicate),
}

/// What a code of an element is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElementSlot {
    Field(FieldId),
    /// Whether the text of a field is in an index.
    Lookup {
        field: FieldId,
        index: IndexId,
    },
}

/// Some rules that are looked at together. Everything that comes out of them is a bit of one word: outcomes first, then
/// tests, then predicates.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Block {
    /// The codes that it asks for.
    #[serde(rename = "asks")]
    pub lookups: Vec<Lookup>,
    /// What the codes come to; the first is what is true whatever the case is.
    pub answers: Vec<Masks>,
    /// Its first predicate among those of the action. Each has two bits: that it holds, and that it does not.
    #[serde(rename = "first_probe")]
    pub first_predicate: u32,
    #[serde(rename = "probes")]
    pub predicates: u8,
    /// The first bit of the predicates.
    #[serde(rename = "probed")]
    pub first_bit: u8,
    pub terms: Vec<Term>,
    /// Its outcomes are counted from so many times [`OUTCOMES`].
    pub outcomes: u32,
}

/// So many outcomes a block has at most: the lower half of a word.
pub const OUTCOMES: u32 = 32;
/// So many bits are left to tests and predicates.
pub const PARTS: u32 = 32;
/// So many terms a block has at most: a byte counts them.
pub const MOST_TERMS: usize = 255;

/// A code that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    pub at: CodeSlot,
    /// From here on comes the same of all codes.
    pub last: u8,
    /// The first of the answers, that of code 0; the others follow.
    pub first: u32,
}

/// What a code comes to, in the bits of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masks {
    /// The tests that hold, and the outcomes that are true through one test alone.
    pub yes: u64,
    pub may: u64,
}

/// Where a code is among those that an action is judged by: its number, the words of them in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeSlot(pub u8);

/// The codes that an action is judged by.
pub type Words = [[u8; CODES]; WORDS];

/// So many words of codes an action is judged by: those of the state, one of the actor, those of the arguments, and one
/// of each element among the arguments.
pub const WORDS: usize = 16;
/// So many of them are those of the state; they come first.
pub const STATE_WORDS: usize = 4;
pub const ACTOR: usize = STATE_WORDS;
/// So many are those of the arguments; they come behind the word of the actor.
pub const ARGUMENT_WORDS: usize = 2;
/// The words of elements among the arguments begin here.
pub const ELEMENTS: usize = 8;
/// So many codes make a word.
pub const CODES: usize = 8;

impl CodeSlot {
    /// That of a code of the state.
    pub fn of_state(slot: usize) -> Option<Self> {
        Self::new(0, slot, STATE_WORDS)
    }

    /// That of a code of the actor.
    pub fn of_actor(slot: usize) -> Option<Self> {
        Self::new(ACTOR, slot, 1)
    }

    /// That of the argument at a place of the action's list.
    pub fn of_argument(place: usize) -> Option<Self> {
        Self::new(ACTOR + 1, place, ARGUMENT_WORDS)
    }

    /// That of a code of the element that is the argument at a place of the action's list.
    pub fn of_element(place: usize, slot: usize) -> Option<Self> {
        Self::new(ELEMENTS.checked_add(place)?, slot, 1)
    }

    fn new(first: usize, slot: usize, words: usize) -> Option<Self> {
        let word = first.checked_add(slot / CODES)?;
        let fits = slot < words * CODES && word < WORDS;
        fits.then(|| u8::try_from(first * CODES + slot).ok().map(Self)).flatten()
    }

    #[inline]
    pub fn code(self, words: &Words) -> u8 {
        words.as_flattened().get(usize::from(self.0) % (WORDS * CODES)).copied().unwrap_or(UNKNOWN)
    }
}

/// Put a code into words, by its number among them.
#[inline]
pub fn put(words: &mut [u64], slot: usize, code: u8) {
    if let Some(word) = words.get_mut(slot / CODES) {
        let shift = slot % CODES * 8;
        *word = *word & !(0xff << shift) | u64::from(code) << shift;
    }
}

/// A question that takes more than a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// Whether a text among the arguments is in an index.
    #[serde(rename = "told_in")]
    ArgumentIn {
        /// Its place in the action's list.
        #[serde(rename = "told")]
        argument: ArgumentPlace,
        index: IndexId,
    },
    /// The left compares so to the right.
    Order(Number, Order, Number),
    Equal(Number, Number),
    /// With one more, the counter is over the limit.
    Over {
        counter: CounterId,
        most: Number,
    },
    Node(NodeId),
}

impl Predicate {
    /// What it costs to answer it, the cheapest first.
    pub fn cost(&self) -> u8 {
        match self {
            Self::Order(..) | Self::Equal(..) | Self::Over { .. } => 0,
            Self::ArgumentIn { .. } => 1,
            Self::Node(_) => 2,
        }
    }

    /// Whether the state answers it, whatever the action is.
    pub fn is_of_state(&self) -> bool {
        let own = |number: &Number| !matches!(number, Number::Argument(_));
        match self {
            Self::Order(left, _, right) | Self::Equal(left, right) => own(left) && own(right),
            Self::Over { most, .. } => own(most),
            Self::ArgumentIn { .. } | Self::Node(_) => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    Constant(i64),
    /// An argument, by its place in the action's list.
    #[serde(rename = "told")]
    Argument(ArgumentPlace),
    Scalar(ScalarId),
    Counter(CounterId),
}

/// A set of tests and predicates that make an outcome true when all of them hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub bits: u64,
    pub outcome: u32,
}

impl Term {
    /// The bit of its outcome, where all its parts hold.
    #[inline]
    pub fn of(self, parts: u64) -> u64 {
        u64::from(parts & self.bits == self.bits).wrapping_shl(self.outcome)
    }
}

/// The code of a value that nobody knows.
pub const UNKNOWN: u8 = 0;
/// The code of a value that is known to be absent.
pub const ABSENT: u8 = 1;
/// The code of `false`, of the first value of an enum, and of whatever else is there.
pub const PRESENT: u8 = 2;
/// So many values of an enum have codes of their own.
pub const MOST_VARIANTS: usize = 61;

/// So many roles are told apart: those with codes of their own, and the others together.
pub fn rows_of_roles(roles: usize) -> usize {
    roles.min(MOST_VARIANTS + 1)
}

/// The code of a value: that of an enum with at most [`MOST_VARIANTS`] values or a Bool stands for the value, any
/// other only says whether there is one.
pub fn code(value: &Value) -> u8 {
    match value {
        Value::Unknown => UNKNOWN,
        Value::Absent => ABSENT,
        Value::Bool(holds) => code_of_bool(*holds),
        Value::Variant(variant) => code_of_variant(*variant),
        _ => PRESENT,
    }
}

pub fn code_of_bool(holds: bool) -> u8 {
    PRESENT + u8::from(holds)
}

/// The code of a value of an enum, by its number in the declaration.
pub fn code_of_variant(variant: VariantId) -> u8 {
    u8::try_from(variant.0).map_or(LAST, |place| place.saturating_add(PRESENT).min(LAST))
}

/// Codes are numbers of bits of 64-bit words.
pub const LAST: u8 = 63;
