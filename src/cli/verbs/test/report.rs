//! What came of scenarios, for people and for machines.

use crate::base::{Label, Span};
use crate::cli::io::judging::{Details, judge};
use crate::cli::output::evidence::Resolver;
use crate::cli::output::finding::Finding as AuditFinding;
use crate::cli::output::human::{finding, grounds, headline, mark};
use crate::cli::output::json::pretty;
use crate::cli::output::junit;
use crate::cli::output::junit::{Case, Suite};
use crate::cli::output::language::Language;
use crate::cli::output::render::{Report, Tone, draw, paragraph, visible};
use crate::cli::output::sarif;
use crate::cli::output::sarif::{Finding, Level};
use crate::cli::session::Session;
use crate::cli::verbs::test::{Results, coverage, mutation};
use crate::eval::{Severity, Verdict, audit};
use crate::testing::run::{AuditedList, Check, CheckedAction, CheckedAudit};
use crate::testing::{Prepared, Ran};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The names of all scenarios, so that they read as the policy; then what failed, and the sum.
pub(crate) fn human(session: &Session, results: &Results<'_>) -> String {
    let mut text = String::new();
    if !session.quiet {
        for file in &results.files {
            text.push_str(&visible(&file.name));
            text.push('\n');
            for (prepared, ran) in &file.scenarios {
                text.push_str(&line(session, prepared, ran));
            }
            text.push('\n');
        }
    }
    for (prepared, ran) in results.all().filter(|(_, ran)| !ran.passed()) {
        text.push_str(&if session.quiet {
            short(session, prepared, ran)
        } else {
            failure(session, results, prepared, ran)
        });
    }
    if results.told {
        text.push_str(&coverage::human(session, results));
    }
    text.push_str(&mutation::human(session, results));
    text.push_str(&sum(session, results));
    text
}

/// A scenario in a list: whether it passed, and what it is called.
fn line(session: &Session, prepared: &Prepared, ran: &Ran) -> String {
    let scenario = &prepared.scenario;
    let confirm = match scenario.confirm {
        true => session.language.say(" (to confirm)", " (подтвердить)"),
        false => "",
    };
    format!(
        "  {}{}",
        sign(session, ran),
        paragraph(&format!("{}{confirm}", scenario.name), 1, 4, &session.style)
    )
}

fn sign(session: &Session, ran: &Ran) -> String {
    mark(session, if ran.passed() { Verdict::Allowed } else { Verdict::Denied })
}

/// The scenario and its place.
fn head(session: &Session, prepared: &Prepared) -> String {
    let scenario = &prepared.scenario;
    let place = format!("{}:{}", session.sources.name(scenario.span), session.sources.line(scenario.span));
    format!("{} ({place})", scenario.name)
}

/// A failure in one line.
fn short(session: &Session, prepared: &Prepared, ran: &Ran) -> String {
    let why: Vec<String> =
        ran.checks.iter().filter(|one| !one.passed()).map(|one| why(session, one)).collect();
    let line = format!("{}: {}", head(session, prepared), why.join("; "));
    format!("{} {}\n", sign(session, ran), visible(&line))
}

/// A failure with the explanation of what came instead.
fn failure(session: &Session, results: &Results<'_>, prepared: &Prepared, ran: &Ran) -> String {
    let mut text =
        format!("{}{}", sign(session, ran), paragraph(&head(session, prepared), 1, 2, &session.style));
    for check in ran.checks.iter().filter(|check| !check.passed()) {
        let labels = labels(session, check);
        let title = why(session, check);
        let report = Report { code: String::new(), title, tone: Tone::Error, labels, help: Vec::new() };
        text.push_str(&draw(&report, &session.sources, &session.style));
        text.push_str(&instead(session, results, check));
    }
    if ran.left > 0 {
        let left = ran.left;
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

/// What was expected and what came, in a few words.
fn why(session: &Session, check: &Check) -> String {
    let language = session.language;
    match check {
        Check::Action(action) => {
            let (expected, actual) = (language.verdict(action.expected.0), language.verdict(action.actual));
            let rules = listed(language, &action.actual_because);
            match (language, action.expected.0 == action.actual, &action.because) {
                (Language::English, false, _) => format!("expected {expected}, got {actual} ({rules})"),
                (Language::Russian, false, _) => format!("ожидалось: {expected}, вышло: {actual} ({rules})"),
                (Language::English, true, because) => {
                    let due = listed(language, &ids(because.as_ref()));
                    format!("{actual} as expected, but expected because of {due}, got {rules}")
                }
                (Language::Russian, true, because) => {
                    let due = listed(language, &ids(because.as_ref()));
                    format!("{actual}, как и ожидалось, но ожидалось из-за {due}, вышло из-за {rules}")
                }
            }
        }
        Check::Audit(audit) => {
            let wrong = audit.lists.iter().filter(|list| !list.passed()).map(|list| {
                let (due, found) =
                    (listed(language, &ids(Some(&list.expected))), listed(language, &list.actual));
                let word = severity(language, list.severity);
                match language {
                    Language::English => format!("{word}: expected {due}, got {found}"),
                    Language::Russian => format!("{word}: ожидалось {due}, вышло {found}"),
                }
            });
            let wrong: Vec<String> = wrong.collect();
            let word = language.say("audit", "проверка состояния");
            format!("{word} {}: {}", audit.at, wrong.join("; "))
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

fn ids(listed: Option<&crate::testing::scenario::Listed>) -> Vec<Arc<str>> {
    listed.into_iter().flat_map(|listed| &listed.rules).map(|(rule, _)| rule.clone()).collect()
}

fn listed(language: Language, rules: &[Arc<str>]) -> String {
    if rules.is_empty() { language.say("nothing", "ничего").to_owned() } else { rules.join(", ") }
}

/// The places in the scenario that did not come true.
fn labels(session: &Session, check: &Check) -> Vec<Label> {
    let language = session.language;
    let label = |span: Span, text: String| Label { span, text };
    match check {
        Check::Action(CheckedAction { expected, actual, because, actual_because, .. }) => {
            if expected.0 != *actual {
                let got = language.verdict(*actual);
                let text = match language {
                    Language::English => format!("got {got}"),
                    Language::Russian => format!("вышло: {got}"),
                };
                return vec![label(expected.1, text)];
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

/// What came instead, with the excerpts that it rests on.
fn instead(session: &Session, results: &Results<'_>, check: &Check) -> String {
    let pack = results.pack;
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
            found
                .into_iter()
                .filter(wanted)
                .map(|one| finding(session, &AuditFinding::new(resolver, "", one), true))
                .collect()
        }
        _ => String::new(),
    }
}

/// How many scenarios came out how, and how much they reach.
fn sum(session: &Session, results: &Results<'_>) -> String {
    let (all, failed, confirm) = (results.all().count(), results.failed(), results.to_confirm());
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
    if let Some(coverage) = &results.coverage {
        text.push_str(&coverage::sum(session, coverage.count(&results.pack.program.model), results.short()));
    }
    text.push_str(&mutation::sum(session, results));
    text
}

/// The results as one JSON document.
pub(crate) fn json(session: &Session, results: &Results<'_>) -> String {
    let scenarios: Vec<Json> = results
        .all()
        .map(|(prepared, ran)| {
            let scenario = &prepared.scenario;
            let checks: Vec<Json> = ran.checks.iter().map(|check| json_of(session, check)).collect();
            json!({
                "name": scenario.name,
                "file": session.sources.name(scenario.span),
                "line": session.sources.line(scenario.span),
                "passed": ran.passed(),
                "confirm": scenario.confirm,
                "checks": checks,
                "not_checked": ran.left,
            })
        })
        .collect();
    let (all, failed) = (scenarios.len(), results.failed());
    let mut document = json!({
        "version": 1,
        "scenarios": scenarios,
        "summary": {
            "scenarios": all,
            "passed": all - failed,
            "failed": failed,
            "to_confirm": results.to_confirm(),
        },
    });
    if let (Some(coverage), Some(fields)) = (coverage::json(session, results), document.as_object_mut()) {
        fields.insert("coverage".to_owned(), coverage);
    }
    if let (Some(mutation), Some(fields)) = (mutation::json(session, results), document.as_object_mut()) {
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

/// The results as JUnit XML: a suite for each file.
pub(crate) fn junit(session: &Session, results: &Results<'_>) -> String {
    let mut suites: Vec<Suite> = Vec::new();
    for file in &results.files {
        let cases = file.scenarios.iter().map(|(prepared, ran)| {
            let failed = ran.checks.iter().find(|check| !check.passed());
            let told = failed.map(|check| (why(session, check), failure(session, results, prepared, ran)));
            let span = prepared.scenario.span;
            Case {
                name: prepared.scenario.name.to_string(),
                file: session.sources.name(span).to_owned(),
                line: session.sources.line(span),
                failure: told,
                skipped: None,
            }
        });
        suites.push(Suite { name: file.name.clone(), cases: cases.collect() });
    }
    if let Some((reached, least)) = results.short() {
        let message = coverage::too_little(session, reached, least);
        let failure = Some((message, String::new()));
        let case = Case { name: "coverage".to_owned(), file: String::new(), line: 0, failure, skipped: None };
        suites.push(Suite { name: "coverage".to_owned(), cases: vec![case] });
    }
    suites.extend(mutation::junit(session, results));
    junit::junit(&suites)
}

/// What failed, as GitHub's workflow commands.
pub(crate) fn github(session: &Session, results: &Results<'_>) -> String {
    let mut found = Vec::new();
    for (prepared, ran) in results.all() {
        for check in ran.checks.iter().filter(|check| !check.passed()) {
            let labels = labels(session, check).into_iter();
            found.push(Finding {
                level: Level::Error,
                rule: prepared.scenario.name.to_string(),
                message: why(session, check),
                span: Some(check.span()),
                related: labels
                    .filter(|one| one.span != check.span())
                    .map(|one| (one.span, one.text))
                    .collect(),
                help: None,
            });
        }
    }
    if let Some((reached, least)) = results.short() {
        found.push(Finding {
            level: Level::Error,
            rule: "coverage".to_owned(),
            message: coverage::too_little(session, reached, least),
            span: None,
            related: Vec::new(),
            help: None,
        });
    }
    found.extend(mutation::github(session, results));
    sarif::github(&session.sources, &found)
}
