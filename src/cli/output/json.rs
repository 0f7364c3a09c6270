//! JSON as it is printed.

use crate::base::Span;
use crate::cli::output::render::{is_hidden, is_joiner};
use foldhash::HashMap;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value as Json, json};
use std::sync::{Arc, RwLock};

/// Parts of items that are the same wherever they stand, each written once on one line, by its place in the rules.
#[derive(Default)]
pub(crate) struct WrittenParts(RwLock<HashMap<Span, Arc<RawValue>>>);

impl WrittenParts {
    /// The JSON of what stands at a place in the rules; `part` is made and written where nobody asked for it before.
    pub(crate) fn json<T: Serialize>(
        &self,
        place: Span,
        part: impl FnOnce() -> T,
    ) -> serde_json::Result<Arc<RawValue>> {
        let known = self.0.read().ok().and_then(|written| written.get(&place).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let json: Arc<RawValue> = to_raw_value(&part())?.into();
        if let Ok(mut written) = self.0.write() {
            written.insert(place, Arc::clone(&json));
        }
        Ok(json)
    }
}

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
        let start = self.0.len();
        if serde_json::to_writer(&mut self.0, item).is_err() {
            self.0.truncate(start);
        }
        if has_odd(self.0.get(start..).unwrap_or_default()) {
            let text = String::from_utf8(self.0.split_off(start)).unwrap_or_default();
            self.0.extend_from_slice(escaped(text).as_bytes());
        }
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
    if !has_odd(text.as_bytes()) {
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

fn is_odd(char: char) -> bool {
    !char.is_ascii() && is_hidden(char) && !is_joiner(char)
}

/// So many bytes are looked at in one step, for one that may begin an odd character.
const BLOCK: usize = 32;

/// Whether a text, in UTF-8, has an odd character.
fn has_odd(text: &[u8]) -> bool {
    // Letters of Cyrillic begin with 0xd0 and 0xd1, and none of them is odd; nor is ASCII.
    let may_begin = |byte: &u8| *byte >= 0xc2 && (*byte | 1) != 0xd1;
    text.chunks(BLOCK).zip((0..).step_by(BLOCK)).any(|(block, start)| {
        block.iter().fold(false, |any, byte| any | may_begin(byte)) && {
            let starts = block.iter().zip(start..).filter(|(byte, _)| may_begin(byte));
            starts.filter_map(|(byte, at)| char_at(text, at, *byte)).any(is_odd)
        }
    })
}

/// The character that begins at a place of a text, with this byte.
fn char_at(text: &[u8], at: usize, first: u8) -> Option<char> {
    let length = match first {
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    std::str::from_utf8(text.get(at..at + length)?).ok()?.chars().next()
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
