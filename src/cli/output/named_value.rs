//! Values of a state or an action under the names that people know.

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

    /// The value as text, with these words for what has none.
    pub(crate) fn text<'t>(&self, unknown: &'t str, absent: &'t str) -> String {
        match self {
            Self::Unknown => unknown.to_owned(),
            Self::Absent => absent.to_owned(),
            Self::Known(json) => text(json),
        }
    }
}

impl std::fmt::Display for NamedValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text("unknown", "absent"))
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
