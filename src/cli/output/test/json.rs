//! The results of scenarios as one JSON document.

use crate::cli::output::json::pretty;
use crate::cli::output::test::checks::ids;
use crate::cli::output::test::report::TestReport;
use crate::cli::output::test::{coverage, mutation};
use crate::cli::session::Session;
use crate::eval::Severity;
use crate::testing::run::Check;
use serde_json::{Value as Json, json};

/// The results as one JSON document.
pub(crate) fn json(session: &Session, report: &TestReport<'_>) -> String {
    let scenarios: Vec<Json> = report
        .all()
        .map(|(prepared, result)| {
            let scenario = &prepared.scenario;
            let checks: Vec<Json> = result.checks.iter().map(|check| json_of(session, check)).collect();
            json!({
                "name": scenario.name,
                "file": session.sources.name(scenario.span),
                "line": session.sources.line(scenario.span),
                "passed": result.passed(),
                "confirm": scenario.confirm,
                "checks": checks,
                "not_checked": result.not_checked,
            })
        })
        .collect();
    let (all, failed) = (scenarios.len(), report.failed());
    let mut document = json!({
        "version": 1,
        "scenarios": scenarios,
        "summary": {
            "scenarios": all,
            "passed": all - failed,
            "failed": failed,
            "to_confirm": report.to_confirm(),
        },
    });
    if let (Some(coverage), Some(fields)) = (coverage::json(session, report), document.as_object_mut()) {
        fields.insert("coverage".to_owned(), coverage);
    }
    if let (Some(mutation), Some(fields)) = (mutation::json(session, report), document.as_object_mut()) {
        fields.insert("mutation".to_owned(), mutation);
    }
    pretty(&document)
}

fn json_of(session: &Session, check: &Check) -> Json {
    match check {
        Check::Action(action) => json!({
            "line": session.sources.line(action.expected.1),
            "passed": check.passed(),
            "expected": action.expected.0,
            "actual": action.actual,
            "because": action.because.as_ref().map(|because| ids(Some(because))),
            "actual_because": action.actual_because,
        }),
        Check::Audit(audit) => {
            let mut found = json!({
                "line": session.sources.line(audit.span),
                "passed": check.passed(),
                "audit": audit.at.to_string(),
            });
            for list in &audit.lists {
                let name = match list.severity {
                    Severity::Violation => "expected",
                    Severity::Upcoming => "upcoming",
                    Severity::Undetermined => "undetermined",
                };
                let actual = if name == "expected" { "actual".to_owned() } else { format!("actual_{name}") };
                if let Some(fields) = found.as_object_mut() {
                    fields.insert(name.to_owned(), json!(ids(Some(&list.expected))));
                    fields.insert(actual, json!(list.actual));
                }
            }
            found
        }
    }
}
