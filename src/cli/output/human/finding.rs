//! A finding of an audit, for people.

use crate::base::msg;
use crate::cli::output::audit_finding::AuditFinding;
use crate::cli::output::dates;
use crate::cli::output::human::excerpts::Excerpts;
use crate::cli::output::render::{Tone, paragraph};
use crate::cli::session::Session;
use crate::eval::Severity;

/// The rule, whom it is about and when it is due; then, if they are wanted, the excerpts.
pub(crate) fn finding(session: &Session, finding: &AuditFinding<'_>, excerpted: bool) -> String {
    let language = session.language;
    let (tone, sign, color, word) = match finding.severity {
        Severity::Violation => (Tone::Error, "✗", "31", msg!(verdict.violation)),
        Severity::Undetermined => (Tone::Warning, "?", "33", msg!(verdict.undetermined)),
        Severity::Upcoming => (Tone::Advice, "→", "36", msg!(verdict.upcoming)),
    };
    let head = format!("{sign} {}", word.text(language));
    let mut line = format!("{head}: {}", finding.rule);
    if finding.severity != Severity::Undetermined {
        line.push_str(&format!(", {}", finding.subject));
    }
    if let Some(by) = finding.by {
        let by = msg!(verdict.due, moment = dates::moment(by, finding.zone));
        line.push_str(&format!(", {}", by.text(language)));
    }
    let line = paragraph(&line, 0, 2, &session.style);
    let rest = line.strip_prefix(&head).unwrap_or(&line);
    let text = session.style.paint(&format!("1;{color}"), &head) + rest;
    if session.quiet || !excerpted {
        return text;
    }
    let excerpts = Excerpts {
        tone,
        id: Some(finding.id),
        spans: &[finding.statement],
        facts: &finding.facts,
        citations: &finding.citations,
        missing: &finding.missing,
    };
    text + &excerpts.draw(session, finding.message.shown())
}
