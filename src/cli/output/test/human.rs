//! The results of scenarios, for people.

use crate::base::{Message, msg};
use crate::cli::io::judging::{Details, judge};
use crate::cli::output::audit_finding::AuditFinding;
use crate::cli::output::evidence::Resolver;
use crate::cli::output::human::{finding, grounds, headline, mark};
use crate::cli::output::judged::ActionResult;
use crate::cli::output::render::{Report, Tone, draw, paragraph, visible, visible_name, with_name};
use crate::cli::output::test::checks::{labels, why};
use crate::cli::output::test::report::TestReport;
use crate::cli::output::test::{coverage, mutation};
use crate::cli::session::Session;
use crate::eval::{Verdict, audit};
use crate::testing::run::{Check, CheckedAction, CheckedAudit};
use crate::testing::{Prepared, Scenario, ScenarioResult};

/// The names of all scenarios, so that they read as the policy; then what failed, and the sum.
pub(crate) fn human(session: &Session, report: &TestReport<'_>) -> String {
    let mut text = String::new();
    if !session.quiet {
        for file in &report.files {
            text.push_str(&format!("{}\n", visible_name(&file.name, session.language)));
            text.extend(file.scenarios.iter().map(|(prepared, result)| line(session, prepared, result)));
            text.push('\n');
        }
    }
    for (prepared, result) in report.all().filter(|(_, result)| !result.passed()) {
        text.push_str(&if session.quiet {
            short(session, prepared, result)
        } else {
            failure(session, report, prepared, result)
        });
    }
    if report.coverage_in_full && !session.quiet {
        text.push_str(&coverage::human(session, report));
    }
    text.push_str(&mutation::human(session, report));
    text.push_str(&sum(session, report));
    text
}

/// A scenario in a list: whether it passed, and what it is called.
fn line(session: &Session, prepared: &Prepared, result: &ScenarioResult) -> String {
    let Scenario { name, confirm, .. } = &*prepared.scenario;
    let name = if *confirm { msg!(test.to_confirm, name = &**name) } else { Message::verbatim(&**name) };
    let line = paragraph(&name.text(session.language), 1, 4, &session.style);
    format!("  {}{line}", sign(session, result))
}

fn sign(session: &Session, result: &ScenarioResult) -> String {
    mark(session, if result.passed() { Verdict::Allowed } else { Verdict::Denied })
}

/// The scenario and its place.
fn head(session: &Session, prepared: &Prepared) -> String {
    let Scenario { name, span, .. } = &*prepared.scenario;
    format!(
        "{name} ({}:{})",
        with_name(session.sources.name(*span), session.language),
        session.sources.line(*span)
    )
}

/// A failure in one line.
fn short(session: &Session, prepared: &Prepared, result: &ScenarioResult) -> String {
    let failed = result.checks.iter().filter(|check| !check.passed());
    let why = failed.map(|check| why(check).text(session.language)).collect::<Vec<_>>().join("; ");
    let line = format!("{}: {why}", head(session, prepared));
    format!("{} {}\n", sign(session, result), visible(&line))
}

/// A failure with the explanation of what came instead.
pub(crate) fn failure(
    session: &Session,
    report: &TestReport<'_>,
    prepared: &Prepared,
    result: &ScenarioResult,
) -> String {
    let mut text = sign(session, result) + &paragraph(&head(session, prepared), 1, 2, &session.style);
    for check in result.checks.iter().filter(|check| !check.passed()) {
        let (title, labels) = (why(check), labels(check));
        let drawn = Report { code: String::new(), title, tone: Tone::Error, labels, help: Vec::new() };
        text.push_str(&draw(&drawn, &session.sources, &session.style));
        text.push_str(&instead(session, report, check));
    }
    if result.not_checked > 0 {
        let line = msg!(test.not_checked, count = result.not_checked).text(session.language);
        text.push_str(&paragraph(&line, 0, 2, &session.style));
    }
    text.push('\n');
    text
}

/// What came instead, with the excerpts that it rests on.
fn instead(session: &Session, report: &TestReport<'_>, check: &Check) -> String {
    let pack = report.pack;
    match check {
        Check::Action(CheckedAction { failure: Some(failure), .. }) => {
            let (portal, request, _) = &**failure;
            match judge(session, pack, portal, request, Details::default()) {
                Ok(ActionResult::Judged(judged)) => headline(session, &judged) + &grounds(session, &judged),
                _ => String::new(),
            }
        }
        Check::Audit(CheckedAudit { at, lists, failure: Some(portal), .. }) => {
            let resolver = Resolver { session, pack, portal };
            let unexpected = audit(&pack.program, portal, *at).into_iter().filter(|one| {
                let mut own = lists.iter().filter(|list| list.severity == one.severity);
                own.any(|list| list.extra.contains(&one.rule.id.text))
            });
            unexpected.map(|one| finding(session, &AuditFinding::new(resolver, "", one), true)).collect()
        }
        _ => String::new(),
    }
}

/// How many scenarios came out how, and how much they reach.
fn sum(session: &Session, report: &TestReport<'_>) -> String {
    let (all, failed, confirm) = (report.all().count(), report.failed(), report.to_confirm());
    let sum = msg!(test.summary, all = all, passed = all - failed, failed = failed, confirm = confirm);
    let mut text = paragraph(&sum.text(session.language), 0, 2, &session.style);
    if let Some(coverage) = &report.coverage {
        let count = coverage.count(&report.pack.program.model);
        text.push_str(&coverage::sum(session, count, report.short()));
    }
    text.push_str(&mutation::sum(session, report));
    text
}
