//! The results of scenarios for build servers: as JUnit XML, and as GitHub's workflow commands.

use crate::cli::output::finding::{Finding, Level};
use crate::cli::output::github;
use crate::cli::output::junit;
use crate::cli::output::junit::{Case, Suite};
use crate::cli::output::test::checks::{labels, why};
use crate::cli::output::test::human::failure;
use crate::cli::output::test::report::TestReport;
use crate::cli::output::test::{coverage, mutation};
use crate::cli::session::Session;

/// A suite for each file.
pub(crate) fn junit(session: &Session, report: &TestReport<'_>) -> String {
    let mut suites: Vec<Suite> = Vec::new();
    for file in &report.files {
        let cases = file.scenarios.iter().map(|(prepared, result)| {
            let failed = result.checks.iter().find(|check| !check.passed());
            let failure =
                failed.map(|check| (why(session, check), failure(session, report, prepared, result)));
            let (name, span) = (prepared.scenario.name.to_string(), prepared.scenario.span);
            let (file, line) = (session.sources.name(span), session.sources.line(span));
            Case { failure, ..Case::passed(name, file, line) }
        });
        suites.push(Suite { name: file.name.clone(), cases: cases.collect() });
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
            let (span, message) = (check.span(), why(session, check));
            let labels = labels(session, check).into_iter().filter(|one| one.span != span);
            found.push(Finding {
                related: labels.map(|one| (one.span, one.text.to_string())).collect(),
                ..Finding::new(Level::Error, &*prepared.scenario.name, message, Some(span))
            });
        }
    }
    if let Some((reached, least)) = report.short() {
        let message = coverage::too_little(session, reached, least);
        found.push(Finding::new(Level::Error, "coverage", message, None));
    }
    found.extend(mutation::github(session, report));
    github::github(&session.sources, &found)
}
