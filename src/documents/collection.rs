//! The documents that a pack cites, and the passages of them that its citations quote.

use crate::base::{Code, Diagnostic, LazyText, SourceId, Span};
use crate::model::{Citation, Model};
use crate::prose::diff;
use crate::prose::quote::{Quote, QuoteMatch, find_all};
use crate::prose::similarity::SimilarityIndex;
use crate::prose::{Format, Text};
use crate::values::ids::DocumentId;
use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::{OnceLock, RwLock};

/// The documents that a pack cites. Each is read when first something is asked of it:
/// verdicts in one line ask nothing.
#[derive(Debug, Default)]
pub struct Documents {
    documents: Vec<Option<Document>>,
    /// The passages that were found, by the places of the citations: of many verdicts each is looked for once.
    found: RwLock<HashMap<Span, Result<Span, Diagnostic>>>,
}

/// A document, and its text once it was read.
#[derive(Debug)]
struct Document {
    source: SourceId,
    bytes: LazyText,
    format: Format,
    text: OnceLock<Text>,
}

impl Documents {
    /// Keep the documents; `None` stands for one that is not there.
    pub fn new<B: Into<LazyText>>(
        documents: impl IntoIterator<Item = Option<(SourceId, B, Format)>>,
    ) -> Self {
        let document = |(source, bytes, format): (SourceId, B, Format)| Document {
            source,
            bytes: bytes.into(),
            format,
            text: OnceLock::new(),
        };
        let documents = documents.into_iter().map(|own| own.map(document)).collect();
        Self { documents, found: RwLock::default() }
    }

    /// The text of a document, if it is there.
    pub fn text(&self, document: DocumentId) -> Option<&Text> {
        let own = self.documents.get(document.index())?.as_ref()?;
        Some(own.text.get_or_init(|| Text::read(own.source, own.bytes.get(), own.format)))
    }

    /// The texts of all documents, in their order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Option<&Text>> {
        (0..self.documents.len()).map(|document| self.text(DocumentId::at(document)))
    }

    /// The matches of every quote in its own document, each document read once.
    pub fn find_quotes(&self, documents: &[DocumentId], quotes: &[Quote]) -> Vec<Vec<QuoteMatch>> {
        let mut found: Vec<Vec<QuoteMatch>> = vec![Vec::new(); quotes.len()];
        for (at, text) in self.texts().enumerate() {
            let Some(text) = text else { continue };
            let document = DocumentId::at(at);
            let own = documents.iter().zip(quotes).zip(&mut found).filter(|((own, _), _)| **own == document);
            let (wanted, slots): (Vec<&Quote>, Vec<&mut Vec<QuoteMatch>>) =
                own.map(|((_, quote), slot)| (quote, slot)).unzip();
            for (slot, matches) in slots.into_iter().zip(find_all(text, &wanted)) {
                *slot = matches;
            }
        }
        found
    }

    /// The place of a cited passage. A quote is found word for word or not at all: white space, emphasis,
    /// quotation marks, dashes and ё may differ, nothing else.
    ///
    /// # Errors
    ///
    /// W0502 where the document is not there, E0501 where it does not say this, or not under this heading, E0503 where it
    /// says it more than once.
    pub fn find(&self, model: &Model, citation: &Citation) -> Result<Span, Diagnostic> {
        let known = self.found.read().ok().and_then(|found| found.get(&citation.span).cloned());
        if let Some(known) = known {
            return known;
        }
        let found = self.search(model, citation);
        if let Ok(mut known) = self.found.write() {
            known.insert(citation.span, found.clone());
        }
        found
    }

    fn search(&self, model: &Model, citation: &Citation) -> Result<Span, Diagnostic> {
        let quote = Quote::new(&citation.quote, citation.under.as_deref());
        let matches = self.text(citation.document).map(|text| quote.find_in(text)).unwrap_or_default();
        self.sole_match(model, citation, &quote, &matches)
    }

    fn sole_match(
        &self,
        model: &Model,
        citation: &Citation,
        quote: &Quote,
        matches: &[QuoteMatch],
    ) -> Result<Span, Diagnostic> {
        let name = model.document_name(citation.document);
        let Some(text) = self.text(citation.document) else {
            return Err(Diagnostic::warning(Code::W0502, format!("the document `{name}` is not there"))
                .label(citation.span, "so this passage cannot be shown"));
        };
        match matches {
            [only] => Ok(text.span(only.range.clone())),
            [] if quote.lacks_heading(text) => {
                let under = citation.under.as_deref().unwrap_or_default();
                Err(Diagnostic::error(Code::E0501, format!("`{name}` has no heading `{under}`"))
                    .label(citation.span, "so this passage does not stand under it"))
            }
            [] => Err(Diagnostic::error(Code::E0501, format!("`{name}` does not say this"))
                .label(citation.span, "no such passage in the document")),
            [first, second, ..] => {
                Err(Diagnostic::error(Code::E0503, format!("`{name}` says this more than once"))
                    .label(citation.span, "which of them?")
                    .label(text.span(first.range.clone()), "here")
                    .label(text.span(second.range.clone()), "and here")
                    .help("quote more of it, or add `under` and the heading that it stands under"))
            }
        }
    }

    /// What is wrong with the citations of a model: of a quote that is not found, with what is nearest to it.
    pub fn citation_errors(&self, model: &Model) -> Vec<Diagnostic> {
        let citations: Vec<&Citation> = model.citations().collect();
        let documents: Vec<DocumentId> = citations.iter().map(|own| own.document).collect();
        let quotes: Vec<Quote> =
            citations.iter().map(|own| Quote::new(&own.quote, own.under.as_deref())).collect();
        let matches = self.find_quotes(&documents, &quotes);
        let nearest = LazyCell::new(|| SimilarityIndex::new(self.texts(), |_, _| false));
        let mut wrong = Vec::new();
        for ((citation, quote), matches) in citations.into_iter().zip(&quotes).zip(&matches) {
            if let Err(mut diagnostic) = self.sole_match(model, citation, quote, matches) {
                if diagnostic.code == Code::E0501 {
                    self.show_nearest(&nearest, citation, quote, &mut diagnostic);
                }
                wrong.push(diagnostic);
            }
        }
        wrong
    }

    fn show_nearest(
        &self,
        nearest: &SimilarityIndex<'_>,
        citation: &Citation,
        quote: &Quote,
        diagnostic: &mut Diagnostic,
    ) {
        let quote = quote.normal();
        let document = citation.document;
        let candidates = nearest.candidates(&quote, document, None);
        let near = candidates.first().filter(|near| near.is_similar()).zip(self.text(document));
        let Some(range) = near.and_then(|(near, text)| text.range_of(near.sentences.clone())) else {
            diagnostic.help = Some("quote the document word for word; `…` stands for words left out".into());
            return;
        };
        let Some((_, text)) = near else { return };
        let says = text.normal.get(range.clone()).unwrap_or_default();
        let difference = diff::word_diff(&quote, says).map(|parts| diff::in_one_line(&parts));
        let labelled = diagnostic.clone().label(text.span(range), "nearest to it is this");
        *diagnostic =
            labelled.maybe_help(difference.map(|words| format!("from the quote to the document: {words}")));
    }
}
