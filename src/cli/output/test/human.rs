//! The results of scenarios, for people.

use crate::cli::io::judging::{Details, judge};
use crate::cli::output::audit_finding::AuditFinding;
use crate::cli::output::evidence::Resolver;
use crate::cli::output::human::{finding, grounds, headline, mark};
use crate::cli::output::language::Language;
use crate::cli::output::render::{Report, Tone, draw, paragraph, visible};
use crate::cli::output::test::checks::{labels, why};
use crate::cli::output::test::report::TestReport;
use crate::cli::output::test::{coverage, mutation};
use crate::cli::session::Session;
use crate::eval::{Verdict, audit};
use crate::testing::run::{Check, CheckedAction, CheckedAudit};
use crate::testing::{Prepared, ScenarioResult};

/// The names of all scenarios, so that they read as the policy; then what failed, and the sum.
pub(crate) fn human(session: &Session, report: &TestReport<'_>) -> String {
    let mut text = String::new();
    if !session.quiet {
        for file in &report.files {
            text.push_str(&visible(&file.name));
            text.push('\n');
            for (prepared, result) in &file.scenarios {
                text.push_str(&line(session, prepared, result));
            }
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
    if report.coverage_in_full {
        text.push_str(&coverage::human(session, report));
    }
    text.push_str(&mutation::human(session, report));
    text.push_str(&sum(session, report));
    text
}

/// A scenario in a list: whether it passed, and what it is called.
fn line(session: &Session, prepared: &Prepared, result: &ScenarioResult) -> String {
    let scenario = &prepared.scenario;
    let confirm = match scenario.confirm {
        true => session.language.say(" (to confirm)", " (подтвердить)"),
        false => "",
    };
    format!(
        "  {}{}",
        sign(session, result),
        paragraph(&format!("{}{confirm}", scenario.name), 1, 4, &session.style)
    )
}

fn sign(session: &Session, result: &ScenarioResult) -> String {
    mark(session, if result.passed() { Verdict::Allowed } else { Verdict::Denied })
}

/// The scenario and its place.
fn head(session: &Session, prepared: &Prepared) -> String {
    let scenario = &prepared.scenario;
    let place = format!("{}:{}", session.sources.name(scenario.span), session.sources.line(scenario.span));
    format!("{} ({place})", scenario.name)
}

/// A failure in one line.
fn short(session: &Session, prepared: &Prepared, result: &ScenarioResult) -> String {
    let why: Vec<String> =
        result.checks.iter().filter(|one| !one.passed()).map(|one| why(session, one)).collect();
    let line = format!("{}: {}", head(session, prepared), why.join("; "));
    format!("{} {}\n", sign(session, result), visible(&line))
}

/// A failure with the explanation of what came instead.
pub(crate) fn failure(
    session: &Session,
    report: &TestReport<'_>,
    prepared: &Prepared,
    result: &ScenarioResult,
) -> String {
    let mut text =
        format!("{}{}", sign(session, result), paragraph(&head(session, prepared), 1, 2, &session.style));
    for check in result.checks.iter().filter(|check| !check.passed()) {
        let labels = labels(session, check);
        let title = why(session, check);
        let drawn =
            Report { code: String::new(), title: title.into(), tone: Tone::Error, labels, help: Vec::new() };
        text.push_str(&draw(&drawn, &session.sources, &session.style));
        text.push_str(&instead(session, report, check));
    }
    if result.not_checked > 0 {
        let left = result.not_checked;
        text.push_str(&match session.language {
            Language::English => {
                format!("{left} more of this scenario not checked: its state would be another\n")
            }
            Language::Russian => format!("дальше не проверено ({left}): состояние было бы другим\n"),
        });
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
                Ok(judged) => headline(session, &judged) + &grounds(session, &judged),
                Err(_) => String::new(),
            }
        }
        Check::Audit(CheckedAudit { at, lists, failure: Some(portal), .. }) => {
            let found = audit(&pack.program, portal, *at);
            let resolver = Resolver { session, pack, portal };
            let wanted = |one: &crate::eval::Finding<'_>| {
                let mut wrong = lists.iter().filter(|list| list.severity == one.severity);
                wrong.any(|list| list.extra.contains(&one.rule.id.text))
            };
            let wanted = found.into_iter().filter(wanted);
            wanted.map(|one| finding(session, &AuditFinding::new(resolver, "", one), true)).collect()
        }
        _ => String::new(),
    }
}

/// How many scenarios came out how, and how much they reach.
fn sum(session: &Session, report: &TestReport<'_>) -> String {
    let (all, failed, confirm) = (report.all().count(), report.failed(), report.to_confirm());
    let language = session.language;
    let counted = |count: usize, english: &str, russian: &str| match language {
        Language::English => format!("{count} {english}"),
        Language::Russian => format!("{russian} {count}"),
    };
    let mut parts = vec![counted(all - failed, "passed", "прошло")];
    if failed > 0 {
        parts.push(counted(failed, "failed", "не прошло"));
    }
    if confirm > 0 {
        parts.push(counted(confirm, "to confirm", "подтвердить"));
    }
    let whole = match (language, all) {
        (Language::English, 1) => "1 scenario".to_owned(),
        (Language::English, _) => format!("{all} scenarios"),
        (Language::Russian, _) => format!("сценариев {all}"),
    };
    let mut text = paragraph(&format!("{whole}: {}", parts.join(", ")), 0, 2, &session.style);
    if let Some(coverage) = &report.coverage {
        text.push_str(&coverage::sum(session, coverage.count(&report.pack.program.model), report.short()));
    }
    text.push_str(&mutation::sum(session, report));
    text
}
