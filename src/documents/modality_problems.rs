//! That a rule says the opposite of its document, for people.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::documents::oppositions::Opposition;
use crate::documents::problems::{Findings, Problem};
use crate::documents::rule_modality::RuleSays;
use crate::documents::verify::Verified;
use crate::model::Model;
use crate::prose::facts::Directive;

impl Opposition {
    /// What the rule does, as the catalogue knows it.
    fn rule(&self) -> &'static str {
        match self.says {
            RuleSays::Permits => "permits",
            RuleSays::Forbids => "forbids",
            RuleSays::Requires => "requires",
            RuleSays::Limits => "limits",
        }
    }

    /// What the document does.
    fn document(&self) -> &'static str {
        match self.passage {
            Directive::Permits => "permits",
            Directive::Forbids => "forbids",
            Directive::Requires => "requires",
            Directive::Frees => "frees",
        }
    }

    /// What the rule says, as people read it.
    pub fn states(&self) -> Message {
        msg!(documents.rule_directs, rule = self.rule())
    }

    /// What the document says.
    pub fn document_says(&self) -> Message {
        msg!(documents.document_directs, document = self.document())
    }

    /// Why what was chosen cannot be accepted.
    pub(super) fn refusal(&self, model: &Model, verified: &Verified<'_>) -> Diagnostic {
        let (rule, document) = (self.rule(), self.document());
        let citing = self.citing.message(model);
        let message = msg!(documents.refused_opposite, citing = citing, rule = rule, document = document);
        let mut diagnostic =
            Diagnostic::error(Code::E0512, message).label(self.span, msg!(documents.the_rule));
        let now = verified.drifts.get(self.drift).and_then(|drift| drift.now.as_ref());
        if let Some(span) = now.and_then(|now| verified.annotated.span(now)) {
            diagnostic = diagnostic.label(span, msg!(documents.the_document));
        }
        diagnostic.help(msg!(documents.correct_then_accept))
    }
}

impl Findings<'_> {
    pub(super) fn opposition(&self, one: &Opposition) -> Problem {
        let (rule, document) = (one.rule(), one.document());
        let citing = one.citing.message(self.model);
        let message = msg!(documents.opposite, citing = citing, rule = rule, document = document);
        let mut diagnostic = Diagnostic::error(Code::E0515, message)
            .label(one.span, one.states())
            .help(msg!(documents.correct_rule_or_document));
        if let Some(drift) = self.verified.drifts.get(one.drift) {
            let now = drift.now.as_ref().and_then(|now| self.verified.annotated.span(now));
            diagnostic = diagnostic.label(now.unwrap_or(drift.cited.citation.span), one.document_says());
        }
        let because_of = one.follows.then_some(one.drift);
        let brief = Some(msg!(documents.directs, citing = one.citing.message(self.model), rule = rule));
        let problem = Problem::new(diagnostic, vec![one.citing]);
        self.with_consequences(Problem { brief, drift: Some(one.drift), because_of, ..problem })
    }
}
