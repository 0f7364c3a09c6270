//! That a step names what its sentence does not, for people.

use crate::base::{Code, Diagnostic, msg};
use crate::documents::citations::Citing;
use crate::documents::problems::{Findings, Problem};
use crate::documents::steps::UnknownName;

impl Findings<'_> {
    pub(super) fn unknown_name(&self, one: &UnknownName) -> Problem {
        let citing = Citing::Action(one.action);
        let message = msg!(documents.step_names, citing = citing.message(self.model), name = &*one.name);
        let mut diagnostic = Diagnostic::error(Code::E0513, message)
            .label(one.span, msg!(documents.step_here))
            .help(msg!(documents.correct_step));
        let now = self.verified.drifts.get(one.drift).and_then(|drift| drift.now.as_ref());
        if let Some(span) = now.and_then(|now| self.verified.annotated.span(now)) {
            diagnostic = diagnostic.label(span, msg!(documents.sentence_of_step));
        }
        Problem { drift: Some(one.drift), ..Problem::new(diagnostic, vec![citing]) }
    }
}
