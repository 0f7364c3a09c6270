//! Where something stands in a text: by its line, or where a person finds it in a document without lines.

use crate::base::{Argument, Span, msg};
use crate::cli::session::Session;

impl Session {
    /// Where a person finds a place in a document without lines; none in any other text.
    pub(crate) fn place_in_document(&self, span: Span) -> Option<String> {
        Some(self.sources.place_in_document(span)?.text(self.language))
    }

    /// `file:line`, or the file and the place in it.
    pub(crate) fn line_place(&self, span: Span) -> String {
        self.file_and_place(span).unwrap_or_else(|| self.sources.line_place(span))
    }

    /// `file:line:column`, or the file and the place in it.
    pub(crate) fn place(&self, span: Span) -> String {
        self.file_and_place(span).unwrap_or_else(|| self.sources.place(span))
    }

    /// The number of a line, or the place in the document.
    pub(crate) fn line_or_place(&self, span: Span) -> Argument {
        match self.sources.place_in_document(span) {
            Some(place) => place.into(),
            None => self.sources.line(span).into(),
        }
    }

    fn file_and_place(&self, span: Span) -> Option<String> {
        let place = self.sources.place_in_document(span)?;
        Some(msg!(common.in_document, file = self.sources.name(span), place = place).text(self.language))
    }
}
