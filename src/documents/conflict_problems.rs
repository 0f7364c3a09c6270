//! That a conflict has to be decided again, for people.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::documents::citations::Citing;
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::problems::{Acceptable, Findings, Problem, date};
use crate::documents::verify::ConflictStatus;
use crate::values::Zone;

impl Findings<'_> {
    pub(super) fn conflict(&self, at: usize, status: ConflictStatus) -> Option<Problem> {
        let conflict = self.model.conflicts.get(at)?;
        let id = &*conflict.id.text;
        let citing = Citing::Conflict(at);
        let mut changed = self.verified.of(citing).filter(|(_, drift, _)| drift.reopens());
        let is_reopened = status == ConflictStatus::Reopened;
        let because_of = changed.next().map(|(at, ..)| at).filter(|_| is_reopened);
        let decide_again = match because_of {
            Some(_) => msg!(documents.decide_again),
            // Its passages were reviewed since.
            None => msg!(documents.decide_by, command = self.gap_command(id)),
        };
        let (message, seen, help) = match status {
            ConflictStatus::Settled => return None,
            ConflictStatus::Reopened => {
                (msg!(documents.reopened, conflict = id), msg!(documents.open_again), decide_again)
            }
            ConflictStatus::Expired => {
                let until = conflict.until.map(|until| date(until.day(Zone::UTC)));
                let until = until.unwrap_or_else(Message::empty);
                let message = msg!(documents.expired, conflict = id, until = until);
                (message, msg!(documents.this_conflict), msg!(documents.new_date))
            }
        };
        let mut diagnostic = Diagnostic::error(Code::E0510, message).label(conflict.id.span, seen).help(help);
        for (_, drift, _) in self.verified.of(citing) {
            if let Some(span) = drift.now.as_ref().and_then(|now| self.verified.annotated.span(now)) {
                let text = match drift.status {
                    CitationStatus::New => msg!(documents.passage_new),
                    _ if self.is_undecided(drift, id) => msg!(documents.passage_changed),
                    _ if drift.is_live() => msg!(documents.passage_unchanged),
                    _ => msg!(documents.passage_changed),
                };
                diagnostic = diagnostic.label(span, text);
            }
        }
        let brief = is_reopened.then(|| msg!(documents.is_reopened, citing = citing.message(self.model)));
        let acceptable = is_reopened.then(|| Acceptable::Item(id.to_owned()));
        let problem = Problem::new(diagnostic, vec![citing]);
        Some(self.with_consequences(Problem { brief, acceptable, because_of, ..problem }))
    }

    /// Whether a passage was reviewed since it changed, and a conflict that cites it was not decided again.
    fn is_undecided(&self, drift: &Drift<'_>, conflict: &str) -> bool {
        let entry = drift.reviewed.and_then(|at| self.lock.passages.get(at));
        entry.is_some_and(|entry| entry.undecided.iter().any(|name| name == conflict))
    }
}
