//! The sentences that were there at the review.

use crate::documents::lock::Lock;
use crate::model::Model;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use std::collections::{HashMap, HashSet};

/// As far as the lock knows them: whether they stated something or not, and headings among them.
pub(super) struct Known(HashSet<(DocumentId, Fingerprint)>);

impl Known {
    pub(super) fn new(model: &Model, lock: &Lock) -> Self {
        let documents = model.documents.enumerated();
        let ids: HashMap<&str, DocumentId> = documents.map(|(id, own)| (&*own.name.text, id)).collect();
        let sentences = lock.documents.iter().flat_map(|(name, own)| {
            let all = own.sentences.keys().chain(own.unread.iter().flatten());
            all.map(move |text| (name, *text))
        });
        let passages = lock.passages.iter().map(|own| (&own.document, own.text));
        let all = sentences.chain(passages);
        Self(all.filter_map(|(document, text)| Some((*ids.get(document.as_str())?, text))).collect())
    }

    pub(super) fn has(&self, document: DocumentId, sentence: Fingerprint) -> bool {
        self.0.contains(&(document, sentence))
    }
}
