//! Floor 5: the documents, and the passages that rules cite.

mod normal;

use crate::model::{Citation, Model};
use crate::words::{Code, Diagnostic, SourceId, Span};
use normal::Normal;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The texts of the documents that a pack cites, by their numbers in the model.
#[derive(Debug, Default)]
pub struct Documents {
    texts: Vec<Normal>,
    /// Which text each document has.
    numbers: Vec<Option<usize>>,
    /// What was found already, by the places of the quotes.
    found: RefCell<HashMap<Span, Result<Span, Diagnostic>>>,
    /// How many bytes were searched so far.
    searched: Cell<usize>,
}

/// The most bytes that are searched for all quotes of a pack together.
const MOST_SEARCHED: usize = 1 << 30;

impl Documents {
    /// Keep the texts; `None` stands for a document that is not there.
    pub fn new<'a>(texts: impl IntoIterator<Item = Option<(SourceId, &'a str)>>) -> Self {
        let mut documents = Self::default();
        let mut known: HashMap<SourceId, usize> = HashMap::new();
        for text in texts {
            let number = text.map(|(source, text)| {
                *known.entry(source).or_insert_with(|| {
                    documents.texts.push(Normal::of(source, text));
                    documents.texts.len() - 1
                })
            });
            documents.numbers.push(number);
        }
        documents
    }

    /// The place of a cited passage. A quote is found word for word or not at all: white space, emphasis,
    /// quotation marks, dashes and ё may differ, nothing else.
    pub fn find(&self, model: &Model, citation: &Citation) -> Result<Span, Diagnostic> {
        let known = self.found.borrow().get(&citation.span).cloned();
        known.unwrap_or_else(|| {
            let found = self.search(model, citation);
            self.found.borrow_mut().insert(citation.span, found.clone());
            found
        })
    }

    fn search(&self, model: &Model, citation: &Citation) -> Result<Span, Diagnostic> {
        let name = model.documents.get(usize::from(citation.document)).map_or("", |found| &*found.name.text);
        let number = self.numbers.get(usize::from(citation.document)).copied().flatten();
        let Some(text) = number.and_then(|number| self.texts.get(number)) else {
            return Err(Diagnostic::warning(Code::W0502, format!("the document `{name}` is not there"))
                .label(citation.span, "so this passage cannot be shown"));
        };
        self.searched.set(self.searched.get().saturating_add(text.len()));
        if self.searched.get() > MOST_SEARCHED {
            return Err(Diagnostic::warning(Code::W0502, "too many quotes of too large documents")
                .label(citation.span, "this one was not looked for")
                .help("shorten the documents to what is cited"));
        }
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
