//! Floor 5: the documents, and the passages that rules cite.

mod normal;

use crate::model::{Citation, Model};
use crate::words::{Code, Diagnostic, SourceId, Span};
use normal::Normal;

/// The texts of the documents that a pack cites, by their numbers in the model.
#[derive(Debug, Default)]
pub struct Documents {
    texts: Vec<Option<Normal>>,
}

impl Documents {
    /// Keep the texts; `None` stands for a document that is not there.
    pub fn new<'a>(texts: impl IntoIterator<Item = Option<(SourceId, &'a str)>>) -> Self {
        let texts = texts.into_iter().map(|text| text.map(|(source, text)| Normal::of(source, text)));
        Self { texts: texts.collect() }
    }

    /// The place of a cited passage. A quote is found word for word or not at all: white space, emphasis,
    /// quotation marks, dashes and ё may differ, nothing else.
    pub fn find(&self, model: &Model, citation: &Citation) -> Result<Span, Diagnostic> {
        let name = model.documents.get(usize::from(citation.document)).map_or("", |found| &*found.name.text);
        let Some(Some(text)) = self.texts.get(usize::from(citation.document)) else {
            return Err(Diagnostic::warning(Code::W0502, format!("the document `{name}` is not there"))
                .label(citation.span, "so this passage cannot be shown"));
        };
        let found = text.find(&citation.quote, citation.under.as_deref());
        match found.as_slice() {
            [only] => Ok(*only),
            [] if citation.under.as_deref().is_some_and(|under| !text.has_heading(under)) => {
                let under = citation.under.as_deref().unwrap_or_default();
                Err(Diagnostic::warning(Code::W0501, format!("`{name}` has no heading `{under}`"))
                    .label(citation.span, "so this passage does not stand under it"))
            }
            [] => Err(Diagnostic::warning(Code::W0501, format!("`{name}` does not say this"))
                .label(citation.span, "no such passage in the document")
                .help("quote the document word for word; `…` stands for words left out")),
            [first, second, ..] => {
                Err(Diagnostic::warning(Code::W0503, format!("`{name}` says this more than once"))
                    .label(citation.span, "which of them?")
                    .label(*first, "here")
                    .label(*second, "and here")
                    .help("quote more of it, or add `under` and the heading that it stands under"))
            }
        }
    }
}
