//! What an audit found, as every format prints it.

use crate::base::{Span, msg};
use crate::cli::output::evidence::{Cited, Fact, Resolver, missing_in_words, missing_paths};
use crate::cli::output::finding::{self, Level};
use crate::cli::output::language::Phrase;
use crate::cli::session::Session;
use crate::eval::{Missing, Severity};
use crate::values::{Moment, Zone};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// Serialized, it is a finding of the JSON contract, with the fields in this order.
#[derive(Serialize)]
pub(crate) struct AuditFinding<'a> {
    /// How people call the state.
    state: &'a str,
    pub(crate) rule: &'a str,
    pub(crate) subject: String,
    pub(crate) severity: Severity,
    /// In the language of the run.
    pub(crate) message: Phrase,
    due: Option<NaiveDate>,
    /// The first instant that is too late.
    pub(crate) end: Option<Moment>,
    /// Where the element begins.
    line: Option<usize>,
    pub(crate) citations: Vec<Cited<'a>>,
    pub(crate) facts: Vec<Fact<'a>>,
    /// The group that breaks a limit for each of something.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) group: Map<String, Json>,
    #[serde(serialize_with = "missing_paths")]
    pub(crate) missing: Vec<Missing>,
    #[serde(skip)]
    row: Option<Span>,
    /// When it is due, for people.
    #[serde(skip)]
    pub(crate) by: Option<Moment>,
    /// The portal's.
    #[serde(skip)]
    pub(crate) zone: Zone,
    /// Where the rule has its id.
    #[serde(skip)]
    pub(crate) id: Span,
    #[serde(skip)]
    pub(crate) statement: Span,
}

impl<'a> AuditFinding<'a> {
    pub(crate) fn new(resolver: Resolver<'a, '_>, state: &'a str, finding: crate::eval::Finding<'a>) -> Self {
        let rule: &'a str = &finding.rule.id.text;
        let language = resolver.session.language;
        let message = if finding.severity == Severity::Undetermined {
            let paths = missing_in_words(&finding.missing);
            let message =
                msg!(verdict.cannot_tell, rule = rule, count = finding.missing.len(), paths = paths);
            Phrase::verbatim(message.text(language))
        } else {
            language.choose(finding.messages, resolver.portal.zone).unwrap_or_else(|| Phrase::verbatim(rule))
        };
        Self {
            state,
            rule,
            subject: finding.subject,
            severity: finding.severity,
            message,
            due: finding.due,
            end: finding.end.map(|end| resolver.in_zone(end)),
            line: finding.row.map(|span| resolver.session.sources.line(span)),
            citations: resolver.citations(&finding.rule.cites),
            group: resolver.group(&finding.group),
            facts: resolver.facts(finding.facts),
            missing: finding.missing,
            row: finding.row,
            by: finding.due.zip(finding.end).map(|(day, end)| resolver.by(day, end)),
            zone: resolver.portal.zone,
            id: finding.rule.id.span,
            statement: finding.place,
        }
    }

    /// The finding as code scanning knows it: at the element, at a fact, or else at the beginning of the state.
    pub(crate) fn for_scanning(&self, session: &Session, state: Span) -> finding::Finding {
        let fact = self.facts.iter().find_map(|fact| fact.span);
        let span = self.row.or(fact).unwrap_or(state);
        let first_line = session.sources.text(span).split('\n').next().map_or(0, str::len);
        let span = Span::new(span.source, span.start as usize, span.start as usize + first_line);
        let passages = self.citations.iter().filter_map(|cited| Some((cited.passage().ok()?, cited.quote())));
        finding::Finding {
            // Its message is in the language of whoever asks.
            known_as: self.subject.clone(),
            level: match self.severity {
                Severity::Violation => Level::Error,
                Severity::Undetermined => Level::Warning,
                Severity::Upcoming => Level::Note,
            },
            rule: self.rule.to_owned(),
            message: format!("{}: {}", self.subject, &*self.message),
            span: Some(span),
            related: std::iter::once((self.id, self.rule.to_owned())).chain(passages).collect(),
            help: None,
            // Its message is in the language of whoever asks.
        }
    }
}
