//! JSON as it is printed.

use crate::cli::output::render::{is_hidden, is_joiner};
use serde::Serialize;
use serde_json::{Value as Json, json};

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
        self.0.extend_from_slice(escaped(serde_json::to_string(item).unwrap_or_default()).as_bytes());
    }

    /// Add an item as it stands in a document with indents, in a list of the first level.
    pub(crate) fn push_indented(&mut self, item: &impl Serialize) {
        self.begin();
        let text = escaped(serde_json::to_string_pretty(item).unwrap_or_default());
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

/// An object that says of a search whether it ended before all was tried, where it did.
pub(crate) fn with_stop(object: Json, stopped: bool) -> Json {
    if stopped { joined(object, json!({"search_stopped": true})) } else { object }
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
    let mut text = escaped(serde_json::to_string_pretty(document).unwrap_or_default());
    text.push('\n');
    text
}

/// The same JSON without characters that turn the direction or hide where somebody looks at it: all of them stand in texts.
fn escaped(text: String) -> String {
    let is_odd = |char: char| !char.is_ascii() && is_hidden(char) && !is_joiner(char);
    if !has(&text, is_odd) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if is_odd(char) {
            for unit in char.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(char);
        }
    }
    escaped
}

/// So many bytes are looked at in one step, for one that may begin an odd character.
const BLOCK: usize = 32;

/// Whether a text has a character that is no ASCII, no letter of Cyrillic, and odd.
fn has(text: &str, is_odd: impl Fn(char) -> bool) -> bool {
    // Letters of Cyrillic begin with 0xd0 and 0xd1, and none of them is odd.
    let may_begin = |byte: &u8| *byte >= 0xc2 && (*byte | 1) != 0xd1;
    text.as_bytes().chunks(BLOCK).zip((0..).step_by(BLOCK)).any(|(block, start)| {
        block.iter().fold(false, |any, byte| any | may_begin(byte)) && {
            let starts = block.iter().zip(start..).filter(|(byte, _)| may_begin(byte));
            starts.filter_map(|(_, at)| text.get(at..)?.chars().next()).any(&is_odd)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_text_is_escaped() {
        let text = "a\u{202e}b\u{2066}c\u{e0041} «имя» 👩\u{200d}💻\n";
        let due = "\"a\\u202eb\\u2066c\\udb40\\udc41 «имя» 👩\u{200d}💻\\n\"\n";
        assert_eq!(pretty(&text), due);
        let read: String = serde_json::from_str(due).unwrap_or_default();
        assert_eq!(read, text);
    }
}
