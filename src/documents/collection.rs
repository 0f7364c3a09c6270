//! The documents that a pack cites, and the passages of them that its citations quote.

use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, IndexVec, LazyText, Message, SourceId, Span, msg};
use crate::documents::citations::quote_of;
use crate::model::{Citation, Extent, Model};
use crate::prose::diff;
use crate::prose::finder::QuoteFinder;
use crate::prose::quote::{Quote, QuoteMatch, title};
use crate::prose::similarity::SimilarityIndex;
use crate::prose::terms::words;
use crate::prose::{Format, Text};
use crate::values::ids::DocumentId;
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{OnceLock, RwLock};

/// The documents that a pack cites. Each is read when first something is asked of it:
/// verdicts in one line ask nothing.
#[derive(Debug, Default)]
pub struct Documents {
    documents: IndexVec<DocumentId, Option<Document>>,
    /// The passages that were found, by the places of the citations: of many verdicts each is looked for once.
    found: RwLock<HashMap<Span, Result<Span, Diagnostic>>>,
}

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

    pub fn text(&self, document: DocumentId) -> Option<&Text> {
        let own = self.documents.try_get(document)?.as_ref()?;
        Some(own.text.get_or_init(|| Text::of(own.source, own.bytes.get(), own.format)))
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = Option<&Text>> {
        self.documents.ids().map(|document| self.text(document))
    }

    /// What citations quote, and where their documents say it; each document is read once.
    pub fn find_quotes(&self, citations: &[&Citation]) -> Vec<(Quote, Vec<QuoteMatch>)> {
        let quotes: Vec<Quote> = citations.iter().map(|citation| quote_of(citation)).collect();
        let mut found: Vec<Vec<QuoteMatch>> = vec![Vec::new(); quotes.len()];
        let mut by_document: HashMap<DocumentId, Vec<usize>> = HashMap::new();
        for (at, citation) in citations.iter().enumerate() {
            by_document.entry(citation.document).or_default().push(at);
        }
        for (document, own) in by_document {
            let Some(text) = self.text(document) else { continue };
            let finder = QuoteFinder::new(own.iter().filter_map(|at| quotes.get(*at)).collect());
            for (number, matches) in finder.find_in(text) {
                if let Some(slot) = own.get(number).and_then(|at| found.get_mut(*at)) {
                    *slot = matches;
                }
            }
        }
        quotes.into_iter().zip(found).collect()
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
        let quote = quote_of(citation);
        let matches = self.text(citation.document).map(|text| quote.find_in(text)).unwrap_or_default();
        let found = self.sole_match(model, citation, &quote, &matches);
        if let Ok(mut known) = self.found.write() {
            known.insert(citation.span, found.clone());
        }
        found
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
            let found = not_found(model, citation.document);
            return Err(found.label(citation.span, msg!(documents.cannot_be_shown)));
        };
        match matches {
            [only] => Ok(text.span(only.range.clone())),
            [] if quote.lacks_heading(text) => {
                let own = citation.under.as_deref().unwrap_or(&citation.quote);
                let message = msg!(documents.no_heading, document = name, heading = own);
                Err(Diagnostic::error(Code::E0501, message)
                    .label(citation.span, msg!(documents.heading_not_found)))
            }
            [] => Err(Diagnostic::error(Code::E0501, msg!(documents.quote_not_found, document = name))
                .label(citation.span, msg!(documents.not_in_document))),
            [first, second, ..] => {
                let (message, which, help) = match citation.extent {
                    Extent::Words => (
                        msg!(documents.quote_ambiguous, document = name),
                        msg!(documents.which),
                        msg!(documents.quote_more),
                    ),
                    Extent::Section => (
                        msg!(documents.heading_ambiguous, document = name, heading = &*citation.quote),
                        msg!(documents.which_heading),
                        msg!(documents.one_heading),
                    ),
                };
                Err(Diagnostic::error(Code::E0503, message)
                    .label(citation.span, which)
                    .label(text.span(first.range.clone()), msg!(documents.here))
                    .label(text.span(second.range.clone()), msg!(documents.and_here))
                    .help(help))
            }
        }
    }

    /// What is wrong with the citations of a model: of a quote that is not found, with what is nearest to it; of a
    /// document that is not there, once for all of its citations.
    pub fn citation_errors(&self, model: &Model) -> Vec<Diagnostic> {
        let citations: Vec<&Citation> = model.citations().collect();
        let nearest = LazyCell::new(|| SimilarityIndex::of_texts(self.texts()));
        let mut wrong = Vec::new();
        let mut unchecked: BTreeMap<DocumentId, usize> = BTreeMap::new();
        for (citation, (quote, matches)) in citations.iter().zip(self.find_quotes(&citations)) {
            if self.text(citation.document).is_none() {
                *unchecked.entry(citation.document).or_default() += 1;
            } else if let Err(mut diagnostic) = self.sole_match(model, citation, &quote, &matches) {
                if diagnostic.code == Code::E0501 && citation.extent == Extent::Section {
                    let titles = self.text(citation.document).into_iter().flat_map(Text::all_titles);
                    diagnostic.help = did_you_mean(&title(&citation.quote), titles);
                } else if diagnostic.code == Code::E0501 {
                    self.show_nearest(&nearest, citation, &quote, &mut diagnostic);
                }
                wrong.push(diagnostic);
            }
        }
        for (id, count) in unchecked {
            let Some(document) = model.documents.get(id) else { continue };
            let seen = msg!(documents.cannot_be_checked, count = count);
            wrong.push(not_found(model, id).label(document.span, seen));
        }
        wrong
    }

    /// What to write where the quote would be found if `…` stood in place of other signs for words left out.
    fn ellipsis(&self, citation: &Citation) -> Option<Message> {
        const OTHERS: [&str; 7] = ["[...]", "(...)", "[…]", "(…)", "<...>", "....", "..."];
        let mended = OTHERS.iter().fold(citation.quote.to_string(), |quote, sign| quote.replace(sign, "…"));
        let quote = Quote::new(&mended, citation.under.as_deref());
        let found = *mended != *citation.quote && !quote.find_in(self.text(citation.document)?).is_empty();
        found.then(|| msg!(documents.write_ellipsis, quote = mended.as_str()))
    }

    fn show_nearest(
        &self,
        nearest: &SimilarityIndex<'_>,
        citation: &Citation,
        quote: &Quote,
        diagnostic: &mut Diagnostic,
    ) {
        if let Some(help) = self.ellipsis(citation) {
            diagnostic.help = Some(help);
            return;
        }
        let quote = quote.normal();
        let wanted = nearest.wanted(words(&quote), citation.document, None, false);
        let candidates = nearest.candidates(&wanted);
        let near = candidates.first().filter(|near| near.is_similar()).zip(self.text(citation.document));
        let near = near.and_then(|(near, text)| Some((text, text.range_of(near.sentences.clone())?)));
        let Some((text, range)) = near else {
            diagnostic.help = Some(msg!(documents.word_for_word));
            return;
        };
        let says = text.normal.get(range.clone()).unwrap_or_default();
        let difference = diff::word_diff(&quote, says).map(|parts| diff::in_one_line(&parts));
        let labelled = diagnostic.clone().label(text.span(range), msg!(documents.nearest));
        *diagnostic = labelled
            .maybe_help(difference.map(|words| msg!(documents.from_quote_to_document, difference = words)));
    }
}

fn not_found(model: &Model, id: DocumentId) -> Diagnostic {
    let path = model.documents.get(id).map_or("", |document| &document.path);
    let message = msg!(documents.not_found, document = model.document_name(id), path = path);
    Diagnostic::warning(Code::W0502, message)
}
