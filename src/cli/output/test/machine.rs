//! The results of scenarios for machines: as JUnit XML, as GitHub's workflow commands, and as JSON.

use crate::cli::output::finding::{Finding, Level};
use crate::cli::output::github;
use crate::cli::output::json::{joined, pretty};
use crate::cli::output::junit::{self, Case, Suite};
use crate::cli::output::repository::in_repository;
use crate::cli::output::test::checks::{ids, labels, why};
use crate::cli::output::test::human::failure;
use crate::cli::output::test::report::TestReport;
use crate::cli::output::test::{coverage, mutation};
use crate::cli::session::Session;
use crate::eval::Severity;
use crate::testing::run::Check;
use crate::testing::{Prepared, Scenario};
use serde_json::{Value as Json, json};

/// A suite for each file.
pub(crate) fn junit(session: &Session, report: &TestReport<'_>) -> String {
    let mut suites: Vec<Suite> = Vec::new();
    for file in &report.files {
        let cases = file.scenarios.iter().map(|(prepared, result)| {
            let failed = result.checks.iter().find(|check| !check.passed());
            let failure = failed
                .map(|check| (why(check).text(session.language), failure(session, report, prepared, result)));
            let Scenario { name, span, .. } = &*prepared.scenario;
            Case { failure, ..Case::passed(&session.sources, &**name, Some(*span)) }
        });
        suites.push(Suite { name: in_repository(&file.name), cases: cases.collect() });
    }
    if let Some((reached, least)) = report.short() {
        let case = Case::failed("coverage", coverage::too_little(session, reached, least));
        suites.push(Suite { name: "coverage".to_owned(), cases: vec![case] });
    }
    suites.extend(mutation::junit(session, report));
    junit::junit(&suites)
}

/// The failures, each at its place.
pub(crate) fn github(session: &Session, report: &TestReport<'_>) -> String {
    let mut found = Vec::new();
    for (prepared, result) in report.all() {
        for check in result.checks.iter().filter(|check| !check.passed()) {
            let (span, message) = (check.span(), why(check).text(session.language));
            let labels = labels(check).into_iter().filter(|one| one.span != span);
            found.push(Finding {
                related: labels.map(|one| (one.span, one.text.text(session.language))).collect(),
                ..Finding::new(Level::Error, &*prepared.scenario.name, message, Some(span))
            });
        }
    }
    if let Some((reached, least)) = report.short() {
        let message = coverage::too_little(session, reached, least);
        found.push(Finding::new(Level::Error, "coverage", message, None));
    }
    found.extend(mutation::github(session, report));
    github::github(&session.sources, session.language, &found)
}

/// The results as one JSON document.
pub(crate) fn json(session: &Session, report: &TestReport<'_>) -> String {
    let scenarios = report.all().map(|(Prepared { scenario, .. }, result)| {
        json!({
            "name": scenario.name,
            "file": session.sources.name(scenario.span),
            "line": session.sources.line(scenario.span),
            "passed": result.passed(),
            "confirm": scenario.confirm,
            "checks": result.checks.iter().map(|check| json_of(session, check)).collect::<Json>(),
            "not_checked": result.not_checked,
        })
    });
    let (all, failed) = (report.all().count(), report.failed());
    let document = json!({
        "version": 1,
        "scenarios": scenarios.collect::<Json>(),
        "summary": {
            "scenarios": all,
            "passed": all - failed,
            "failed": failed,
            "to_confirm": report.to_confirm(),
        },
    });
    let coverage = coverage::json(session, report).map(|coverage| json!({"coverage": coverage}));
    let mutation = mutation::json(session, report).map(|mutation| json!({"mutation": mutation}));
    pretty(&coverage.into_iter().chain(mutation).fold(document, joined))
}

fn json_of(session: &Session, check: &Check) -> Json {
    match check {
        Check::Action(action) => json!({
            "line": session.sources.line(action.expected.1),
            "passed": check.passed(),
            "expected": action.expected.0,
            "actual": action.actual,
            "because": action.because.as_ref().map(ids),
            "actual_because": action.actual_because,
        }),
        Check::Audit(audit) => {
            let head = json!({
                "line": session.sources.line(audit.span),
                "passed": check.passed(),
                "audit": audit.at.to_string(),
            });
            let lists = audit.lists.iter().map(|list| {
                let (expected, actual) = match list.severity {
                    Severity::Violation => ("expected", "actual"),
                    Severity::Upcoming => ("upcoming", "actual_upcoming"),
                    Severity::Undetermined => ("undetermined", "actual_undetermined"),
                };
                json!({expected: ids(&list.expected), actual: list.actual})
            });
            lists.fold(head, joined)
        }
    }
}
