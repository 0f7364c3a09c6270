//! What a data file holds: a tree in which every key and value has its place.

use crate::base::Span;
use crate::values::Moment;
use crate::values::moment::ParseMomentError;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The whole value: quotes and brackets included, a block list or mapping from its first dash
    /// or key to its last value. Of a block text (`|`, `>`) the lines without the sign. A missing
    /// value has an empty span behind its colon or dash. What an alias stands for has the span of
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

    /// Whether it is a scalar without quotes that no one could take for anything but text.
    pub fn is_plain_text(&self) -> bool {
        self.plain().is_some_and(is_plain_text)
    }

    /// What it is, in words that fit into a sentence.
    pub fn in_words(&self) -> &'static str {
        match &self.kind {
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
            Kind::Scalar { quoted: true, .. } => TEXT,
            Kind::Scalar { text, .. } => plain_words(text),
        }
    }
}

/// Whether a text, written without quotes, is no value.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "~" | "null")
}

/// Whether a text, written without quotes, is text and nothing else.
pub fn is_plain_text(text: &str) -> bool {
    plain_words(text) == TEXT
}

const TEXT: &str = "text";

fn plain_words(text: &str) -> &'static str {
    // Digits with a sign, a fraction and an exponent at most: `inf` and `1_000` are text.
    let number = |text: &str| {
        let digits = text.trim_start_matches(['-', '+']);
        digits.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok()
    };
    match text {
        "" | "~" | "null" => "nothing",
        "true" | "false" => "true or false",
        _ if number(text) => "a number",
        _ if Moment::parse(text) != Err(ParseMomentError::Shape) => "a date",
        _ => TEXT,
    }
}
