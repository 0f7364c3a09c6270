//! What `accept` recorded: one report, printed for people and as JSON.

use crate::base::message::{Joint, List};
use crate::base::{Message, msg};
use crate::cli::io::review::Review;
use crate::cli::output::json::pretty;
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use crate::documents::accept::Selection;
use crate::documents::citations::Citing;
use crate::documents::drift::CitationStatus;
use crate::documents::passage::Passage;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What was recorded, and where.
pub(crate) struct AcceptReport<'r> {
    accepted: Vec<AcceptedPassage>,
    /// The conflicts whose changed passages were accepted, and the document that is in force again.
    settled: Vec<(&'r str, &'r str)>,
    written: Vec<String>,
}

#[derive(Serialize)]
struct AcceptedPassage {
    /// The statements that cite it: `rule ten-integrators`. Empty where nothing covers it.
    cited_by: String,
    #[serde(skip)]
    citing: Vec<Message>,
    /// The first digits of its fingerprint.
    passage: String,
    /// `file:line:column`.
    place: String,
}

impl<'r> AcceptReport<'r> {
    pub(crate) fn new(
        session: &Session,
        review: &'r Review<'_>,
        chosen: &Selection,
        written: &[PathBuf],
    ) -> Self {
        let (model, marked) = (&review.pack.program.model, &review.verified.annotated);
        let passage = |now: &Passage, citing: &[Citing]| AcceptedPassage {
            cited_by: citing.iter().map(|citing| citing.label(model)).collect::<Vec<_>>().join(", "),
            citing: citing.iter().map(|citing| citing.message(model)).collect(),
            passage: now.text.short(),
            place: marked.span(now).map(|span| session.sources.place(span)).unwrap_or_default(),
        };
        let mut accepted = Vec::new();
        let mut conflicts = BTreeSet::new();
        let sorted: BTreeSet<usize> = chosen.drifts.iter().copied().collect();
        for drift in sorted.iter().filter_map(|at| review.verified.drifts.get(*at)) {
            let citing = drift.cited.citing();
            if let Some(now) = &drift.now {
                accepted.push(passage(now, &citing));
            }
            if matches!(drift.status, CitationStatus::Reworded | CitationStatus::FactsChanged) {
                conflicts.extend(citing.iter().filter_map(|own| match own {
                    Citing::Conflict(conflict) => Some(*conflict),
                    _ => None,
                }));
            }
        }
        for (document, sentence) in &chosen.gaps {
            if let Some(now) = marked.passage(*document, *sentence..*sentence + 1) {
                accepted.push(passage(&now, &[]));
            }
        }
        let conflicts = conflicts.into_iter().filter_map(|conflict| model.conflicts.get(conflict));
        let settled = conflicts.map(|found| (&*found.id.text, model.document_name(found.settled_as)));
        let written = written.iter().map(|path| path.display().to_string()).collect();
        Self { accepted, settled: settled.collect(), written }
    }

    pub(crate) fn json(&self) -> String {
        pretty(&json!({"version": 1, "accepted": self.accepted, "written": self.written}))
    }

    pub(crate) fn human(&self, session: &Session) -> String {
        if session.quiet {
            return String::new();
        }
        let accepted = self.accepted.iter().map(|AcceptedPassage { citing, passage, place, .. }| {
            if citing.is_empty() {
                return msg!(verify.accepted_gap, passage = passage, place = place);
            }
            let items = citing.iter().cloned().map(Into::into).collect();
            let citing = List { items, joint: Joint::Comma, omitted: 0 };
            msg!(verify.accepted, passage = passage, citing = citing, place = place)
        });
        let settled = self.settled.iter();
        let settled =
            settled.map(|(id, document)| msg!(verify.stays_settled, conflict = *id, document = *document));
        let mut text: String = accepted
            .chain(settled)
            .map(|line| paragraph(&line.text(session.language), 0, 2, &session.style))
            .collect();
        for file in &self.written {
            text.push_str(&format!("{}\n", msg!(verify.wrote, file = file).text(session.language)));
        }
        text
    }
}
