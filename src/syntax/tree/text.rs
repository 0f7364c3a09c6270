//! Names, texts and passages as they were written.

use crate::base::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A name as it was written (in Unicode's composed form), and where.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Name {
    /// The name.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// A quoted text, unescaped, and where; strings in a row are one text with spaces between.
#[derive(Clone, Debug, Serialize)]
pub struct Text {
    /// The text.
    pub text: Arc<str>,
    /// From the first quotation mark to the last.
    pub span: Span,
}

/// A text in a language.
#[derive(Clone, Debug, Serialize)]
pub struct LocalizedText {
    /// The language, such as `ru`.
    pub language: Name,
    /// The text.
    pub text: Text,
}

/// A comment, from its `#` to the end of the line.
#[derive(Clone, Debug, Serialize)]
pub struct Comment {
    /// With the `#`.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// A quoted place in a document.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// The document, by its name in the rules.
    pub document: Name,
    /// The quoted words, with `…` for what is left out.
    pub quote: Text,
    /// The heading that it stands under, to tell two such places apart.
    pub under: Option<Text>,
    /// Numbers of it that what cites it says nothing of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waives: Option<Waives>,
}

/// `waiving 3 because …`
#[derive(Clone, Debug, Serialize)]
pub struct Waives {
    /// The numbers, each with its place.
    pub numbers: Vec<(i64, Span)>,
    /// Why.
    pub because: Vec<LocalizedText>,
}
