//! Originals that were named, as every format tells them.

use crate::base::{Message, msg};
use crate::cli::io::originals::OriginalFile;
use crate::cli::io::review::Review;
use crate::cli::output::dates;
use crate::cli::output::json::joined;
use crate::cli::session::Session;
use crate::documents::lock::LockedOriginal;
use crate::documents::originals::{ORIGINAL, OriginalChanges, compare};
use crate::documents::passage::Annotated;
use crate::documents::problems::{Findings, Problem};
use crate::values::{Moment, Zone};
use serde_json::{Value as Json, json};

/// An original, and what became of it since it was recorded.
pub(crate) struct ComparedOriginal {
    file: OriginalFile,
    /// What leads a command to it: `article=article.html`.
    option: String,
    /// Nothing where nothing was recorded of it.
    changes: Option<OriginalChanges>,
}

impl ComparedOriginal {
    pub(crate) fn new(review: &Review<'_>, file: OriginalFile, option: &str) -> Self {
        let model = &review.pack.program.model;
        let original = Annotated::new(model, &file.texts);
        let locked = review.lock.originals.get(model.document_name(file.document));
        let changes =
            locked.map(|locked| compare(locked, &original, &review.verified.annotated, file.document));
        Self { file, option: option.to_owned(), changes }
    }

    pub(crate) fn agrees(&self) -> bool {
        self.changes.as_ref().is_some_and(OriginalChanges::agrees)
    }

    pub(crate) fn problems(&self, review: &Review<'_>, findings: &Findings<'_>) -> Vec<Problem> {
        let model = &review.pack.program.model;
        let locked = review.lock.originals.get(model.document_name(self.file.document));
        match (locked, &self.changes) {
            (Some(locked), Some(changes)) => {
                let original = Annotated::new(model, &self.file.texts);
                findings.original_problems(self.file.document, changes, locked, &original, &self.option)
            }
            _ => vec![findings.unrecorded_original(self.file.document, &self.option)],
        }
    }

    pub(crate) fn json(&self, session: &Session, review: &Review<'_>) -> Json {
        let model = &review.pack.program.model;
        let original = Annotated::new(model, &self.file.texts);
        let span =
            |now: &usize| original.passage(ORIGINAL, *now..*now + 1).and_then(|own| original.span(&own));
        let line = |now: &usize| span(now).map(|span| session.sources.line(span));
        let changed = |changes: &OriginalChanges| -> Json {
            let each = changes.changed.iter().map(|one| {
                let words = one.changes.iter().map(|change| change.message().text(session.language));
                let written = json!({"line": line(&one.now), "changes": words.collect::<Vec<_>>()});
                match span(&one.now).and_then(|span| session.place_in_document(span)) {
                    Some(place) => joined(written, json!({"place": place})),
                    None => written,
                }
            });
            each.collect()
        };
        let lines = |list: &[usize]| list.iter().map(line).collect::<Json>();
        json!({
            "document": model.document_name(self.file.document),
            "path": self.file.path,
            "recorded": self.changes.is_some(),
            "holds": self.agrees(),
            "changed": self.changes.as_ref().map(changed),
            "gone": self.changes.as_ref().map(|changes| changes.gone.len()),
            "new": self.changes.as_ref().map(|changes| lines(&changes.new)),
            "not_retold": self.changes.as_ref().map(|changes| lines(&changes.not_retold)),
            "loose": self.changes.as_ref().map(|changes| changes.loose.len()),
        })
    }
}

/// A line on each document that retells an original: when that was read, or that it is as it was.
pub(crate) fn lines<'r>(
    review: &'r Review<'_>,
    compared: &'r [ComparedOriginal],
) -> impl Iterator<Item = Message> + 'r {
    let model = &review.pack.program.model;
    review.lock.originals.iter().filter_map(move |(name, locked)| {
        let LockedOriginal { read, sentences, .. } = locked;
        match compared.iter().find(|one| model.document_name(one.file.document) == name) {
            None => {
                let read = dates::moment(Moment::Day(*read), Zone::UTC);
                Some(msg!(verify.original_read, document = name.as_str(), day = read))
            }
            Some(one) if one.agrees() => {
                Some(msg!(verify.original_agrees, document = name.as_str(), count = sentences.len()))
            }
            Some(_) => None,
        }
    })
}
