//! What a check of a scenario expected and what came, in words.

use crate::base::{Label, Span};
use crate::cli::output::language::{Language, say};
use crate::cli::session::Session;
use crate::eval::Severity;
use crate::testing::run::{AuditedList, Check, CheckedAction};
use crate::testing::scenario::RuleList;
use std::sync::Arc;

/// What was expected and what came, in a few words.
pub(crate) fn why(session: &Session, check: &Check) -> String {
    let language = session.language;
    match check {
        Check::Action(action) => {
            let (expected, actual) = (language.verdict(action.expected.0), language.verdict(action.actual));
            let rules = listed(language, &action.actual_because);
            if action.expected.0 != action.actual {
                return say!(
                    language,
                    "expected {expected}, got {actual} ({rules})",
                    "ожидалось: {expected}, вышло: {actual} ({rules})"
                );
            }
            let due = listed(language, &action.because.as_ref().map(ids).unwrap_or_default());
            say!(
                language,
                "{actual} as expected, but expected because of {due}, got {rules}",
                "{actual}, как и ожидалось, но ожидалось из-за {due}, вышло из-за {rules}"
            )
        }
        Check::Audit(audit) => {
            let wrong = audit.lists.iter().filter(|list| !list.passed()).map(|list| {
                let (due, found) = (listed(language, &ids(&list.expected)), listed(language, &list.actual));
                let word = severity(language, list.severity);
                say!(
                    language,
                    "{word}: expected {due}, got {found}",
                    "{word}: ожидалось {due}, вышло {found}"
                )
            });
            let wrong = wrong.collect::<Vec<_>>().join("; ");
            format!("{} {}: {wrong}", language.say("audit", "проверка состояния"), audit.at)
        }
    }
}

fn severity(language: Language, severity: Severity) -> &'static str {
    match severity {
        Severity::Violation => language.say("violations", "нарушения"),
        Severity::Undetermined => language.say("undetermined", "не определено"),
        Severity::Upcoming => language.say("upcoming", "предстоит"),
    }
}

pub(crate) fn ids(listed: &RuleList) -> Vec<Arc<str>> {
    listed.rules.iter().map(|(rule, _)| rule.clone()).collect()
}

fn listed(language: Language, rules: &[Arc<str>]) -> String {
    if rules.is_empty() { language.say("nothing", "ничего").to_owned() } else { rules.join(", ") }
}

/// The places in the scenario that did not come true.
pub(crate) fn labels(session: &Session, check: &Check) -> Vec<Label> {
    let language = session.language;
    let label = |span: Span, text: String| Label { span, text: text.into() };
    match check {
        Check::Action(CheckedAction { expected, actual, because, actual_because, .. }) => {
            if expected.0 != *actual {
                let got = language.verdict(*actual);
                return vec![label(expected.1, say!(language, "got {got}", "вышло: {got}"))];
            }
            let Some(because) = because else { return vec![label(expected.1, String::new())] };
            let missing = because.rules.iter().filter(|(rule, _)| !actual_because.contains(rule));
            let not_so = language.say("not because of this", "не из-за этого");
            let mut labels: Vec<Label> = missing.map(|(_, place)| label(*place, not_so.to_owned())).collect();
            let extra: Vec<Arc<str>> =
                actual_because.iter().filter(|rule| !because.has(rule)).cloned().collect();
            if !extra.is_empty() {
                labels.push(label(because.span, not_listed(language, &extra)));
            }
            labels
        }
        Check::Audit(audit) => {
            let mut labels = Vec::new();
            for AuditedList { expected, missing, extra, .. } in &audit.lists {
                let nothing = language.say("nothing of this is found", "этого не нашлось");
                labels.extend(missing.iter().map(|(_, place)| label(*place, nothing.to_owned())));
                if !extra.is_empty() {
                    labels.push(label(expected.span, not_listed(language, extra)));
                }
            }
            labels
        }
    }
}

fn not_listed(language: Language, rules: &[Arc<str>]) -> String {
    format!("{}: {}", language.say("not listed", "не указано"), rules.join(", "))
}
