//! Values at run time.

use crate::values::ids::{RowId, VariantId};
use crate::values::moment::Moment;
use crate::values::truth::Truth;
use crate::values::types::nested;
use crate::values::zone::Zone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// A value of some [`super::Type`], or the lack of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// How a text compares: e-mails without regard to letter case.
pub fn fold_email(text: &str) -> std::borrow::Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        text.to_lowercase().into()
    } else {
        text.into()
    }
}

/// Whether two texts are the same e-mail ([`fold_email`]).
pub fn is_same_email(one: &str, other: &str) -> bool {
    let ascii = || one.is_ascii() && other.is_ascii();
    one.eq_ignore_ascii_case(other) || (!ascii() && fold_email(one) == fold_email(other))
}

/// Look at a text as it compares ([`fold_email`]), without allocating where it is short and ASCII.
pub fn with_folded<T>(text: &str, look: impl FnOnce(&str) -> T) -> T {
    /// Longer e-mails are rare.
    const SHORT: usize = 128;
    let bytes = text.as_bytes();
    // Without a branch for each byte.
    let odd = bytes.iter().fold(false, |odd, byte| odd | !byte.is_ascii() | byte.is_ascii_uppercase());
    if !odd {
        return look(text);
    }
    let mut buffer = [0u8; SHORT];
    if bytes.is_ascii()
        && let Some(short) = buffer.get_mut(..bytes.len())
    {
        short.copy_from_slice(bytes);
        short.make_ascii_lowercase();
        if let Ok(folded) = str::from_utf8(short) {
            return look(folded);
        }
    }
    look(&fold_email(text))
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
