//! Values at run time.

use crate::values::email::is_email;
use crate::values::ids::{RowId, VariantId};
use crate::values::moment::Moment;
use crate::values::range::Range;
use crate::values::truth::Truth;
use crate::values::types::{Type, nested};
use crate::values::zone::Zone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// A value of some [`super::Type`], or the lack of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub enum Value {
    /// Nobody knows what stands here.
    Unknown,
    /// Known to have no value: an optional field that was left out.
    Absent,
    Bool(bool),
    Int(i64),
    /// Text as written; [`super::Type::Email`] compares it without regard to letter case.
    Text(Arc<str>),
    Moment(Moment),
    Zone(Zone),
    Variant(VariantId),
    Element(RowId),
    List(#[serde(deserialize_with = "nested")] Arc<[Value]>),
}

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// The truth of a Bool; a value that is absent does not hold.
    pub fn truth(&self) -> Truth {
        match self {
            Self::Unknown => Truth::Unknown,
            Self::Bool(holds) => Truth::from(*holds),
            _ => Truth::False,
        }
    }

    /// Whether this is a number that a range allows, or no number.
    pub fn is_in(&self, range: Option<Range>) -> bool {
        match (self, range) {
            (Self::Int(number), Some(range)) => range.contains(*number),
            _ => true,
        }
    }

    /// Whether data may have this value in a place of a type and range: an address is one, a number belongs to the range.
    pub fn may_stand_in(&self, ty: &Type, range: Option<Range>) -> bool {
        match (ty, self) {
            (Type::Email, Self::Text(text)) => is_email(text),
            (Type::List(of), Self::List(values)) => values.iter().all(|value| value.may_stand_in(of, None)),
            _ => self.is_in(range),
        }
    }

    pub fn present(&self) -> Truth {
        match self {
            Self::Unknown => Truth::Unknown,
            Self::Absent => Truth::False,
            _ => Truth::True,
        }
    }
}

impl From<Truth> for Value {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Bool(true),
            Truth::False => Self::Bool(false),
            Truth::Unknown => Self::Unknown,
        }
    }
}

/// For people as they write it; in an artefact with its kind.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return Self::serialize(self, serializer);
        }
        match self {
            Self::Unknown => serializer.serialize_str("unknown"),
            Self::Absent => serializer.serialize_none(),
            Self::Bool(holds) => serializer.serialize_bool(*holds),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Moment(moment) => moment.serialize(serializer),
            Self::Zone(zone) => zone.serialize(serializer),
            Self::Variant(variant) => variant.serialize(serializer),
            Self::Element(row) => row.serialize(serializer),
            Self::List(list) => serializer.collect_seq(list.iter()),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}
