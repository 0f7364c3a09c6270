//! The types of the language, and how deep what is read back may nest.

use crate::values::ids::{CollectionId, EnumId};
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// What a value is. Enums and collections are numbered by the model.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    Bool,
    /// A 64-bit signed integer.
    Int,
    String,
    /// An e-mail address: text that compares without regard to letter case.
    Email,
    /// A calendar day, or an instant with its offset.
    Date,
    TimeZone,
    /// One of the values of an enum, by the enum's number. Number 0 is `Role`.
    Enum(EnumId),
    Element(CollectionId),
    List(#[serde(deserialize_with = "nested")] Box<Type>),
}

/// The built-in type names, in the order in which they are documented.
pub const BUILT_IN: [(&str, Type); 6] = [
    ("Bool", Type::Bool),
    ("Int", Type::Int),
    ("String", Type::String),
    ("Email", Type::Email),
    ("Date", Type::Date),
    ("TimeZone", Type::TimeZone),
];

pub use crate::values::ids::ROLE;
pub const ROLE_NAME: &str = "Role";

impl Type {
    /// Whether a value of this type may stand where `wanted` is due. An e-mail is a text.
    pub fn fits(&self, wanted: &Self) -> bool {
        self == wanted || matches!((self, wanted), (Self::Email, Self::String))
    }

    /// Whether two values may be compared for equality.
    pub fn comparable(&self, other: &Self) -> bool {
        !matches!(self, Self::List(_)) && (self.fits(other) || other.fits(self))
    }

    /// The collection that values of this type refer to elements of, alone or in a list.
    pub(crate) fn refers_to(&self) -> Option<CollectionId> {
        match self.entry() {
            Self::Element(collection) => Some(*collection),
            _ => None,
        }
    }

    /// The type of what a value holds: of a list that of its entries, of all others its own.
    pub(crate) fn entry(&self) -> &Self {
        if let Self::List(of) = self { of } else { self }
    }
}

/// Deeper than this no checked model nests; what was made up could otherwise overflow the stack.
const DEEPEST: u16 = 256;

thread_local! {
    /// How deep the reading of this thread is.
    static DEPTH: Cell<u16> = const { Cell::new(0) };
}

/// Read what may hold more of its own kind.
pub(crate) fn nested<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        return Err(D::Error::custom("it nests too deep"));
    }
    DEPTH.set(depth + 1);
    let read = T::deserialize(deserializer);
    DEPTH.set(depth);
    read
}
