//! JSON as it is printed.

use serde::Serialize;
use serde_json::Value as Json;

/// The text of items of a JSON list that is written piece by piece.
#[derive(Default)]
pub(crate) struct Items(Vec<u8>);

impl Items {
    /// What stands between two items.
    pub(crate) const BETWEEN: &[u8] = b",\n";

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.0
    }

    /// Add an item, on one line.
    pub(crate) fn push(&mut self, item: &impl Serialize) {
        self.begin();
        // Nothing that is written here can fail.
        let _ = serde_json::to_writer(&mut self.0, item);
    }

    /// Add an item as it stands in a document with indents, in a list of the first level.
    pub(crate) fn push_indented(&mut self, item: &impl Serialize) {
        self.begin();
        let text = serde_json::to_string_pretty(item).unwrap_or_default();
        for (at, line) in text.lines().enumerate() {
            let indent: &[u8] = if at == 0 { b"    " } else { b"\n    " };
            self.0.extend_from_slice(indent);
            self.0.extend_from_slice(line.as_bytes());
        }
    }

    fn begin(&mut self) {
        if !self.is_empty() {
            self.0.extend_from_slice(Self::BETWEEN);
        }
    }
}

/// The fields of an object, and behind them those of another.
pub(crate) fn joined(mut object: Json, more: Json) -> Json {
    if let (Json::Object(fields), Json::Object(more)) = (&mut object, more) {
        fields.extend(more);
    }
    object
}

/// A JSON document as it is printed.
pub(crate) fn pretty(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}
