//! A finding of an audit, for people.

use crate::cli::output::audit_finding::AuditFinding;
use crate::cli::output::human::excerpts::Excerpts;
use crate::cli::output::render::{Tone, paragraph};
use crate::cli::session::Session;
use crate::eval::Severity;

/// The rule, whom it is about and when it is due; then, if they are wanted, the excerpts.
pub(crate) fn finding(session: &Session, finding: &AuditFinding<'_>, excerpted: bool) -> String {
    let language = session.language;
    let (tone, sign, color, word) = match finding.severity {
        Severity::Violation => (Tone::Error, "✗", "31", language.say("violation", "нарушение")),
        Severity::Undetermined => (Tone::Warning, "?", "33", language.say("undetermined", "не определено")),
        Severity::Upcoming => (Tone::Advice, "→", "36", language.say("upcoming", "предстоит")),
    };
    let head = format!("{sign} {word}");
    let mut line = format!("{head}: {}", finding.rule);
    if finding.severity != Severity::Undetermined {
        line.push_str(&format!(", {}", finding.subject));
    }
    if let Some(by) = finding.by {
        line.push_str(&format!(", {} {by}", language.say("due", "срок")));
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
    text + &excerpts.draw(session, finding.message.clone())
}
