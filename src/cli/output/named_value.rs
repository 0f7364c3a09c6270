//! Values of a state or an action under the names that people know.

use crate::base::{Language, msg};
use serde::Serialize;
use serde_json::Value as Json;

/// A value with ids in place of elements and names in place of variants. What is unknown and what is absent are both
/// `null` in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum NamedValue {
    Unknown,
    Absent,
    Known(Json),
}

impl NamedValue {
    pub(crate) fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// The value as text, with words of a language for what has none.
    pub(crate) fn text_in(&self, language: Language) -> String {
        match self {
            Self::Unknown => msg!(verdict.unknown_value).text(language),
            Self::Absent => msg!(verdict.absent_value).text(language),
            Self::Known(json) => text(json),
        }
    }

    /// The value as text, with these words for what has none.
    pub(crate) fn text<'t>(&self, unknown: &'t str, absent: &'t str) -> String {
        match self {
            Self::Unknown => unknown.to_owned(),
            Self::Absent => absent.to_owned(),
            Self::Known(json) => text(json),
        }
    }
}

fn text(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
