//! How output may style.

use crate::base::{Language, catalogue};

/// A terminal with fewer columns is drawn for as if it had so many.
pub(super) const NARROWEST: usize = 40;

/// How the output may style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// In columns.
    pub width: usize,
    pub color: bool,
    /// Whether the drawing may leave ASCII.
    pub unicode: bool,
    /// Of the words around and in the messages.
    pub language: Language,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 80, color: false, unicode: true, language: Language::English }
    }
}

impl Style {
    /// The text in a colour, given as the numbers of an escape code.
    pub(crate) fn paint(&self, color: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{color}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// What stands where text was left out.
    pub(super) fn dots(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}

/// The colour of a report: denials are errors, what is undetermined is a warning, what is allowed is advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Error,
    Warning,
    Advice,
}

impl Tone {
    pub(super) fn name(self, language: Language) -> String {
        let id = match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        };
        catalogue::text(language, "common", id, &[])
    }

    pub(super) fn color(self) -> &'static str {
        match self {
            Self::Error => "31;1",
            Self::Warning => "33;1",
            Self::Advice => "36;1",
        }
    }
}
