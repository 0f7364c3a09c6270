//! What a check of a scenario expected and what came, in words.

use crate::base::message::{Argument, Joint, List};
use crate::base::{Label, Message, msg};
use crate::cli::output::dates;
use crate::eval::{Severity, Verdict};
use crate::testing::run::{AuditedList, Check, CheckedAction};
use crate::testing::scenario::{DEFAULT, RuleList};
use crate::values::Zone;
use std::sync::Arc;

/// What was expected and what came, in a few words.
pub(crate) fn why(check: &Check) -> Message {
    match check {
        Check::Action(action) => {
            let (expected, actual) = (verdict(action.expected.0), verdict(action.actual));
            let because = listed(&action.actual_because);
            if action.expected.0 != action.actual {
                return msg!(test.expected_verdict, expected = expected, actual = actual, because = because);
            }
            let expected = listed(&action.because.as_ref().map(ids).unwrap_or_default());
            msg!(test.expected_rules, actual = actual, expected = expected, because = because)
        }
        Check::Audit(audit) => {
            let wrong = audit.lists.iter().filter(|list| !list.passed()).map(|list| {
                let (expected, actual) = (listed(&ids(&list.expected)), listed(&list.actual));
                let severity = match list.severity {
                    Severity::Violation => "violation",
                    Severity::Undetermined => "undetermined",
                    Severity::Upcoming => "upcoming",
                };
                msg!(test.expected_findings, severity = severity, expected = expected, actual = actual)
            });
            let wrong = wrong.reduce(|first, last| msg!(test.both, first = first, last = last));
            let wrong = wrong.unwrap_or_else(Message::empty);
            msg!(test.audited, at = dates::moment(audit.at, Zone::UTC), lists = wrong)
        }
    }
}

/// Parts with commas between them.
pub(crate) fn joined(parts: impl IntoIterator<Item = impl Into<Argument>>) -> Argument {
    let items = parts.into_iter().map(Into::into).collect();
    List { items, joint: Joint::Comma, omitted: 0 }.into()
}

fn verdict(verdict: Verdict) -> Message {
    let verdict = match verdict {
        Verdict::Allowed => "allowed",
        Verdict::Denied => "denied",
        Verdict::Undetermined => "undetermined",
    };
    msg!(test.verdict, verdict = verdict)
}

pub(crate) fn ids(listed: &RuleList) -> Vec<Arc<str>> {
    listed.rules.iter().map(|(rule, _)| rule.clone()).collect()
}

/// Rules by their ids, or that there is none.
fn listed(rules: &[Arc<str>]) -> Argument {
    if rules.is_empty() { msg!(test.nothing).into() } else { joined(rules.iter().map(|rule| named(rule))) }
}

/// A rule by its id; the word for the lack of a permit is one of the language.
fn named(rule: &str) -> String {
    if rule == DEFAULT { format!("`{DEFAULT}`") } else { rule.to_owned() }
}

/// The places in the scenario that did not come true.
pub(crate) fn labels(check: &Check) -> Vec<Label> {
    match check {
        Check::Action(CheckedAction { expected, actual, because, actual_because, .. }) => {
            let label = |text| vec![Label { span: expected.1, text }];
            if expected.0 != *actual {
                return label(msg!(test.got, verdict = verdict(*actual)));
            }
            let Some(because) = because else { return label(Message::empty()) };
            let missing = because.rules.iter().filter(|(rule, _)| !actual_because.contains(rule));
            let mut labels: Vec<Label> =
                missing.map(|(_, place)| Label { span: *place, text: msg!(test.no_reason) }).collect();
            let extra: Vec<String> =
                actual_because.iter().filter(|rule| !because.has(rule)).map(|rule| named(rule)).collect();
            if !extra.is_empty() {
                let text = msg!(test.also_because, rules = joined(extra));
                labels.push(Label { span: because.span, text });
            }
            labels
        }
        Check::Audit(audit) => {
            let mut labels = Vec::new();
            for AuditedList { expected, missing, extra, .. } in &audit.lists {
                let label = |(_, place): &(_, _)| Label { span: *place, text: msg!(test.not_found) };
                labels.extend(missing.iter().map(label));
                if !extra.is_empty() {
                    let text = msg!(test.also_found, rules = joined(extra.iter().map(|rule| &**rule)));
                    labels.push(Label { span: expected.span, text });
                }
            }
            labels
        }
    }
}
