//! How many entries a list has.

use crate::values::email::fold_email;
use crate::values::ids::{RowId, VariantId};
use crate::values::{Moment, Value};
use std::borrow::Cow;
use std::collections::HashSet;

/// How many entries a list has, equal ones counted once; of e-mails those are equal that differ in letter case only. A day
/// and an instant of it are two. Nobody knows how many there are where one entry is unknown.
pub(super) fn count(list: &Value, fold: bool) -> Value {
    let entries = match list {
        Value::List(entries) => &**entries,
        Value::Absent => &[],
        _ => return Value::Unknown,
    };
    let mut known: HashSet<Key<'_>> = HashSet::with_capacity(entries.len());
    for entry in entries {
        match Key::of(entry, fold) {
            Some(key) => known.insert(key),
            None => return Value::Unknown,
        };
    }
    i64::try_from(known.len()).map_or(Value::Unknown, Value::Int)
}

/// What an entry is told apart by.
#[derive(PartialEq, Eq, Hash)]
enum Key<'v> {
    Bool(bool),
    Int(i64),
    Text(Cow<'v, str>),
    Moment(Moment),
    Variant(VariantId),
    Element(RowId),
}

impl<'v> Key<'v> {
    fn of(entry: &'v Value, fold: bool) -> Option<Self> {
        Some(match entry {
            Value::Bool(own) => Self::Bool(*own),
            Value::Int(own) => Self::Int(*own),
            Value::Text(own) if fold => Self::Text(fold_email(own)),
            Value::Text(own) => Self::Text(Cow::Borrowed(own)),
            Value::Moment(own) => Self::Moment(*own),
            Value::Zone(own) => Self::Text(Cow::Borrowed(own.name())),
            Value::Variant(own) => Self::Variant(*own),
            Value::Element(own) => Self::Element(*own),
            Value::Unknown | Value::Absent | Value::List(_) => return None,
        })
    }
}
