//! What contradicts what, as data: conflicts of documents, and rules that say other than their documents.

use crate::cli::output::verify::json::{Writer, localized};
use crate::documents::citations::Citing;
use serde_json::{Value as Json, json};

impl Writer<'_> {
    pub(super) fn contradictions(&self) -> Json {
        let model = self.model;
        let verified = &self.review.verified;
        let conflicts = model.conflicts.iter().zip(&verified.conflicts).enumerate();
        let conflicts = conflicts.map(|(at, (conflict, state))| {
            let citations = verified.of(Citing::Conflict(at)).map(|(drift, ..)| drift);
            json!({
                "kind": "conflict",
                "id": conflict.id.text,
                "state": state,
                "citations": citations.collect::<Json>(),
                "settled_as": model.document_name(conflict.settled_as),
                "rule": conflict.by.and_then(|rule| model.rules.get(rule)).map(|rule| &rule.id.text),
                "until": conflict.until.map(|until| until.to_string()),
                "because": localized(&conflict.because),
            })
        });
        let numbers = verified.disagreements.iter().map(|one| {
            json!({
                "kind": "numbers",
                "id": self.name(one.citing),
                "state": "open",
                "citations": one.agrees.into_iter().chain([one.drift]).collect::<Vec<usize>>(),
                "settled_as": Json::Null,
                "rule": self.name(one.citing),
                "until": Json::Null,
                "because": Json::Null,
                "stated": self.worded(&one.states()),
                "says": one.says().map(|says| self.worded(&says)),
                "line": self.session.sources.line(one.stated.span),
            })
        });
        let modality = verified.oppositions.iter().map(|one| {
            json!({
                "kind": "modality",
                "id": self.name(one.citing),
                "state": "open",
                "citations": [one.drift],
                "settled_as": Json::Null,
                "rule": self.name(one.citing),
                "until": Json::Null,
                "because": Json::Null,
                "stated": self.worded(&one.states()),
                "says": self.worded(&one.document_says()),
                "line": self.session.sources.line(one.span),
            })
        });
        conflicts.chain(numbers).chain(modality).collect()
    }
}
