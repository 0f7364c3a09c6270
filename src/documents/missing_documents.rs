//! Documents that are not there, now or in the revision that is compared with: one problem for each.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::documents::citations::Citing;
use crate::documents::drift::Drift;
use crate::documents::problems::{Findings, Problem};
use crate::model::Document;
use crate::values::ids::DocumentId;
use std::collections::{BTreeMap, HashSet};

/// What cites a document, in how many passages, and whether one of them was reviewed.
#[derive(Default)]
struct Cited {
    by: Vec<Citing>,
    count: usize,
    is_reviewed: bool,
}

impl Findings<'_> {
    /// The documents that are not there, and that may not be absent or were never reviewed.
    pub(super) fn missing_documents<'d>(&self, drifts: impl Iterator<Item = &'d Drift<'d>>) -> Vec<Problem> {
        let problem = |(document, cited): (DocumentId, Cited)| {
            let name = self.model.document_name(document);
            let (message, help) = if cited.is_reviewed {
                (msg!(documents.document_gone, document = name), msg!(documents.restore_document))
            } else {
                (msg!(documents.document_unknown, document = name), msg!(documents.correct_path))
            };
            let label = msg!(documents.cannot_be_checked, count = cited.count);
            self.of_document(document, cited.by, Diagnostic::error(Code::E0501, message).help(help), label)
        };
        by_document(drifts).into_iter().map(problem).collect()
    }

    /// The documents that nothing cites, that are not there, and that nobody ever saw.
    pub(super) fn never_seen(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        let cited: HashSet<DocumentId> = self.verified.drifts.iter().map(Drift::document).collect();
        self.model.documents.enumerated().filter(move |(id, own)| {
            let is_there = self.verified.annotated.documents.text(*id).is_some();
            let is_known = self.lock.documents.contains_key(&*own.name.text);
            !is_there && !own.optional && !is_known && !cited.contains(id)
        })
    }

    pub(super) fn documents_never_seen(&self) -> Vec<Problem> {
        let problem = |(id, own): (DocumentId, &Document)| {
            let message = msg!(documents.document_unknown, document = &*own.name.text);
            let diagnostic = Diagnostic::error(Code::E0501, message).help(msg!(documents.correct_path));
            self.of_document(id, Vec::new(), diagnostic, Message::empty())
        };
        self.never_seen().map(problem).collect()
    }

    /// The documents that the revision did not have: nothing says what became of their passages.
    pub(super) fn unknown_documents<'d>(&self, drifts: impl Iterator<Item = &'d Drift<'d>>) -> Vec<Problem> {
        let problem = |(document, cited): (DocumentId, Cited)| {
            let revision = self.against.unwrap_or_default();
            let name = self.model.document_name(document);
            let message = msg!(documents.not_in_revision, document = name, revision = revision);
            let help =
                msg!(documents.compare_with_lock, command = format!("ustav verify{}", self.rules_option));
            let label = msg!(documents.passages_quoted, count = cited.count);
            self.of_document(document, cited.by, Diagnostic::error(Code::E0507, message).help(help), label)
        };
        by_document(drifts).into_iter().map(problem).collect()
    }

    fn of_document(
        &self,
        document: DocumentId,
        citing: Vec<Citing>,
        mut diagnostic: Diagnostic,
        label: Message,
    ) -> Problem {
        if let Some(declared) = self.model.documents.get(document) {
            diagnostic = diagnostic.label(declared.span, label);
        }
        self.with_consequences(Problem::new(diagnostic, citing))
    }
}

fn by_document<'d>(drifts: impl Iterator<Item = &'d Drift<'d>>) -> BTreeMap<DocumentId, Cited> {
    let mut cited: BTreeMap<DocumentId, Cited> = BTreeMap::new();
    for drift in drifts {
        let own = cited.entry(drift.document()).or_default();
        own.by.extend(drift.cited.citing());
        own.count += 1;
        own.is_reviewed |= drift.reviewed.is_some();
    }
    for own in cited.values_mut() {
        own.by.sort_unstable();
        own.by.dedup();
    }
    cited
}
