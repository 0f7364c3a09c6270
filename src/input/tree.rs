//! What a data file holds: a tree in which every key and value has its place.

use crate::base::{Message, Span, msg};
use crate::values::Moment;
use crate::values::moment::ParseMomentError;
use std::borrow::Cow;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The whole value: quotes and brackets included, a block list or mapping from its first dash
    /// or key to its last value. Of a block text (`|`, `>`) the lines without the sign. A missing
    /// value has an empty span behind its colon or dash, or that of a comment there that may be
    /// meant as it (`#2`). What an alias stands for has the span of
    /// the alias; the values inside it have those of the definition.
    pub span: Span,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One value, not yet read as a number, a date or anything else.
    Scalar {
        /// Its text without quotes and escapes; empty where the value is missing.
        text: Arc<str>,
        /// Whether it stands in quotes or as a block text, and so is text and nothing else.
        quoted: bool,
    },
    /// A list, in the order of the file.
    List(Vec<Node>),
    /// A mapping, in the order of the file; no key stands twice.
    Map(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: Key,
    pub value: Node,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its text without quotes and escapes.
    pub text: Arc<str>,
    /// Its place, quotes included.
    pub span: Span,
}

impl Node {
    /// The entry under a key, by looking at one after another; nothing where this is no mapping.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries()?.iter().find(|entry| &*entry.key.text == key)
    }

    /// The value under a key; nothing where this is no mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn items(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a scalar, whether quoted or not.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar without quotes, which may be a number, a truth value or nothing.
    pub fn plain(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, quoted: false } => Some(text),
            _ => None,
        }
    }

    /// Whether the value is missing, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.plain().is_some_and(is_nothing)
    }

    /// Whether the value is missing, and a comment stands in its place that may be meant as it.
    pub fn is_comment(&self) -> bool {
        self.plain() == Some("") && !self.span.range().is_empty()
    }

    /// Whether it is a scalar without quotes that no one could take for anything but text.
    pub fn is_plain_text(&self) -> bool {
        self.plain().is_some_and(is_plain_text)
    }

    /// What it is, as a part of a message.
    pub fn in_words(&self) -> Message {
        match &self.kind {
            Kind::List(_) => msg!(data.found_list),
            Kind::Map(_) => msg!(data.found_mapping),
            Kind::Scalar { text, quoted } => {
                let plain = if *quoted { Plain::Text } else { plain(text) };
                let text = shown(text);
                match plain {
                    Plain::Nothing if self.is_comment() => msg!(data.found_comment),
                    Plain::Nothing => msg!(data.found_nothing),
                    Plain::Bool | Plain::NotText => msg!(data.found_word, text = text.as_ref()),
                    Plain::Number => msg!(data.found_number, text = text.as_ref()),
                    Plain::Date => msg!(data.found_date, text = text.as_ref()),
                    Plain::Text if text.is_empty() => msg!(data.found_empty_text),
                    Plain::Text => msg!(data.found_text, text = text.as_ref()),
                }
            }
        }
    }
}

/// A word of the file for a message: the beginning of a long one.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// Whether a text, written without quotes, is no value.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "~" | "null")
}

/// Whether a text, written without quotes, is text and nothing else.
pub fn is_plain_text(text: &str) -> bool {
    plain(text) == Plain::Text
}

/// What a text without quotes is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Nothing,
    Bool,
    Number,
    Date,
    Text,
    /// What other readers of YAML take for no text: `NULL`, `True`, `.inf`, `0x1F`.
    NotText,
}

fn plain(text: &str) -> Plain {
    // Digits with a sign, a fraction and an exponent at most: `inf` and `1_000` are text.
    let number = |text: &str| {
        let digits = text.trim_start_matches(['-', '+']);
        digits.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok()
    };
    match text {
        "" | "~" | "null" => Plain::Nothing,
        "true" | "false" => Plain::Bool,
        _ if number(text) => Plain::Number,
        _ if Moment::parse(text) != Err(ParseMomentError::Shape) => Plain::Date,
        _ if is_ambiguous(text) => Plain::NotText,
        _ => Plain::Text,
    }
}

/// Whether YAML's own schema has another value for a text than this program.
fn is_ambiguous(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits_of =
        |radix: u32, digits: &str| !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    match text.len() {
        3..=6 if matches!(text, "Null" | "NULL" | "True" | "TRUE" | "False" | "FALSE") => true,
        4..=5 if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") => true,
        _ => {
            unsigned.strip_prefix("0x").is_some_and(|digits| digits_of(16, digits))
                || unsigned.strip_prefix("0o").is_some_and(|digits| digits_of(8, digits))
        }
    }
}
