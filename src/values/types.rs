//! The types of the language.

use crate::values::ids::{CollectionId, EnumId};
use crate::values::nested::nested;
use serde::{Deserialize, Serialize};

/// What a value is. Enums and collections are numbered by the model.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A 64-bit signed integer.
    Int,
    String,
    /// An e-mail address: text that compares without regard to letter case.
    Email,
    /// A calendar day, or an instant with its offset.
    Date,
    /// An IANA time zone.
    TimeZone,
    /// One of the values of an enum, by the enum's number. Number 0 is `Role`.
    Enum(EnumId),
    Element(CollectionId),
    /// Several values of one type.
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
/// The name of that enum.
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
}
