//! Which small changes of the rules scenarios notice, for people and for machines.

use crate::cli::output::evidence::Cited;
use crate::cli::output::finding::{Finding, Level};
use crate::cli::output::human::mark;
use crate::cli::output::json::joined;
use crate::cli::output::junit::{Case, Suite};
use crate::cli::output::language::{Language, say};
use crate::cli::output::render::{paragraph, visible};
use crate::cli::output::test::coverage::share;
use crate::cli::output::test::report::{MutationReport, TestReport};
use crate::cli::session::Session;
use crate::eval::Verdict;
use crate::syntax::tree::File;
use crate::testing::coverage::Count;
use crate::testing::mutants::Mutant;
use crate::testing::mutation::{MutantOutcome, Tally};
use serde_json::{Value as Json, json};
use similar::{Change, ChangeTag, TextDiff};

/// The changes that nobody noticed, each as a difference of its rule; then how many of each rule, and of what cites
/// each passage, were noticed.
pub(crate) fn human(session: &Session, report: &TestReport<'_>) -> String {
    let Some(MutationReport { mutation: Some(mutation), files, in_full: true, .. }) = &report.mutation else {
        return String::new();
    };
    let language = session.language;
    let mut text = String::new();
    for (mutant, _, outcome) in &mutation.changes {
        let MutantOutcome::Survived(case) = outcome else { continue };
        let sign = mark(session, Verdict::Denied);
        let (file, at) = (session.sources.name(mutant.span), session.sources.line(mutant.span));
        let line = format!("{} ({file}:{at})", unnoticed(language, mutant));
        if session.quiet {
            text.push_str(&format!("{sign} {}\n", visible(&line)));
            continue;
        }
        text.push_str(&format!("{sign}{}", paragraph(&line, 1, 2, &session.style)));
        for (tag, line) in difference(session, files, mutant) {
            let line = format!("{tag}{}", visible(&line));
            text.push_str(&match tag {
                ChangeTag::Delete => session.style.paint("31", &line),
                ChangeTag::Insert => session.style.paint("32", &line),
                ChangeTag::Equal => line,
            });
            text.push('\n');
        }
        if let Some(case) = case {
            text.push_str(language.say("this scenario would notice it:\n", "это заметил бы сценарий:\n"));
            text.extend(case.lines().map(|line| format!("  {}\n", visible(line))));
        }
        text.push('\n');
    }
    if session.quiet {
        return text;
    }
    let model = &report.pack.program.model;
    let rows = mutation.owners.iter().map(|(owner, tally)| (owner.name(model).to_owned(), *tally));
    let by = language.say("changes noticed, by rule", "замечено изменений, по правилам");
    text.push_str(&format!("{by}\n{}", table(session, &rows.collect::<Vec<_>>())));
    let passages = mutation.passages(model);
    if !passages.is_empty() {
        let cited = |citation| Cited::new(session, report.pack, citation).on_one_line();
        let rows: Vec<_> = passages.iter().map(|one| (cited(one.citation), one.tally)).collect();
        let by = language.say("changes noticed, by passage", "замечено изменений, по местам в документах");
        text.push_str(&format!("{by}\n{}", table(session, &rows)));
    }
    text + "\n"
}

/// A change, and that nobody noticed it.
fn unnoticed(language: Language, mutant: &Mutant) -> String {
    let Mutant { owner, what, .. } = mutant;
    say!(
        language,
        "{owner}: {what}, and no scenario notices",
        "{owner}: {what}, и ни один сценарий этого не замечает"
    )
}

/// The lines of what is changed, with a few around those that differ.
fn difference(session: &Session, files: &[File], mutant: &Mutant) -> Vec<(ChangeTag, String)> {
    let (before, after) = mutant.before_and_after(files, &session.sources);
    let line = |change: Change<&str>| (change.tag(), change.value().trim_end_matches('\n').to_owned());
    let mut lines = Vec::new();
    for hunk in TextDiff::from_lines(&before, &after).unified_diff().iter_hunks() {
        lines.extend(hunk.iter_changes().map(line));
    }
    lines
}

/// Rows of shares and counts, with what they are of behind them.
fn table(session: &Session, rows: &[(String, Tally)]) -> String {
    let width = rows.iter().map(|(_, tally)| tally.noticed.all.to_string().len()).max().unwrap_or(1);
    let of = session.language.say("of", "из");
    let mut text = String::new();
    for (name, tally) in rows {
        let Count { reached, all } = tally.noticed;
        let percent = match tally.noticed {
            Count { all: 0, .. } => "  –  ".to_owned(),
            count => format!("{:>3} %", count.percent()),
        };
        let numbers = format!("  {percent}  {reached:>width$} {of} {all:>width$}  ");
        let indent = numbers.chars().count();
        let name = format!("{name}{}", besides(session.language, tally));
        // The paragraph is indented where the numbers stand.
        text.push_str(&numbers);
        text.push_str(paragraph(&name, indent, indent, &session.style).trim_start_matches(' '));
    }
    text
}

/// The changes that do not count.
fn besides(language: Language, tally: &Tally) -> String {
    let mut text = String::new();
    for (count, word) in [
        (tally.equivalent, language.say("equivalent", "равносильно")),
        (tally.refused, language.say("not compiled", "не компилируется")),
    ] {
        if count > 0 {
            text.push_str(&say!(language, ", {count} {word}", ", {word} {count}"));
        }
    }
    text
}

/// How many changes were noticed in all.
pub(crate) fn sum(session: &Session, report: &TestReport<'_>) -> String {
    let Some(tried) = &report.mutation else { return String::new() };
    let language = session.language;
    let Some(mutation) = &tried.mutation else {
        let line = language.say(
            "no change was tried: without any, all scenarios have to pass",
            "изменения не проверялись: сначала должны пройти все сценарии",
        );
        return paragraph(line, 0, 2, &session.style);
    };
    let (what, Tally { noticed, .. }) =
        (language.say("changes noticed", "замечено изменений"), mutation.total);
    share(session, what, noticed, &besides(language, &mutation.total), tried.short())
}

/// That too little is noticed.
fn too_little(session: &Session, noticed: u64, least: u64) -> String {
    say!(
        session.language,
        "the scenarios notice {noticed} % of the changes, and {least} % are wanted",
        "сценарии замечают {noticed} % изменений, а нужно {least} %"
    )
}

/// The same as JSON, where it was asked for.
pub(crate) fn json(session: &Session, report: &TestReport<'_>) -> Option<Json> {
    let tried = report.mutation.as_ref()?;
    let mutation = tried.mutation.as_ref()?;
    let model = &report.pack.program.model;
    let scenarios: Vec<_> = report.all().map(|(prepared, _)| &prepared.scenario).collect();
    let changes = mutation.changes.iter().map(|(mutant, owner, outcome)| {
        let by = match outcome {
            MutantOutcome::Noticed(scenario) => scenarios.get(*scenario),
            _ => None,
        };
        let change = json!({
            "rule": mutant.owner,
            "kind": owner.kind(),
            "file": session.sources.name(mutant.span),
            "line": session.sources.line(mutant.span),
            "what": mutant.what,
            "outcome": outcome.name(),
            "by": by.map(|scenario| json!({
                "scenario": scenario.name,
                "file": session.sources.name(scenario.span),
                "line": session.sources.line(scenario.span),
            })),
        });
        match outcome {
            MutantOutcome::Survived(case) => {
                joined(change, json!({"diff": plain(session, &tried.files, mutant), "case": case}))
            }
            _ => change,
        }
    });
    let rules = mutation.owners.iter().map(|(owner, tally)| {
        joined(json!({"rule": owner.name(model), "kind": owner.kind()}), numbers(tally))
    });
    let passages = mutation.passages(model).into_iter().map(|one| {
        let cited = json!(Cited::new(session, report.pack, one.citation));
        let cited_by: Vec<&str> = one.cited_by.iter().map(|citing| citing.name(model)).collect();
        joined(joined(cited, json!({"cited_by": cited_by})), numbers(&one.tally))
    });
    let lists = json!({
        "changes": changes.collect::<Json>(),
        "rules": rules.collect::<Json>(),
        "passages": passages.collect::<Json>(),
    });
    Some(joined(lists, numbers(&mutation.total)))
}

/// The difference as one text.
fn plain(session: &Session, files: &[File], mutant: &Mutant) -> String {
    let mut text = String::new();
    for (tag, line) in difference(session, files, mutant) {
        text.push_str(&format!("{tag}{line}\n"));
    }
    text
}

/// The numbers of a tally, and the score where something counts.
fn numbers(tally: &Tally) -> Json {
    json!({
        "noticed": tally.noticed.reached,
        "survived": tally.survived(),
        "equivalent": tally.equivalent,
        "refused": tally.refused,
        "score": (tally.noticed.all > 0).then(|| tally.noticed.percent()),
    })
}

/// A suite with a case for each change. What survives fails, unless a share is wanted: then the share does.
pub(crate) fn junit(session: &Session, report: &TestReport<'_>) -> Option<Suite> {
    let tried = report.mutation.as_ref()?;
    let mutation = tried.mutation.as_ref()?;
    let mut cases = Vec::new();
    for (mutant, _, outcome) in &mutation.changes {
        let fails = matches!(outcome, MutantOutcome::Survived(_)) && tried.min_score.is_none();
        let name = format!("{}: {}", mutant.owner, mutant.what);
        let skipped = matches!(outcome, MutantOutcome::Equivalent | MutantOutcome::Refused);
        cases.push(Case {
            failure: fails
                .then(|| (unnoticed(session.language, mutant), plain(session, &tried.files, mutant))),
            skipped: skipped.then(|| outcome.name().to_owned()),
            ..Case::passed(&session.sources, name, Some(mutant.span))
        });
    }
    if let Some((noticed, least)) = tried.short() {
        cases.push(Case::failed("score", too_little(session, noticed, least)));
    }
    Some(Suite { name: "mutation".to_owned(), cases })
}

/// What survives, as warnings at its places, and a share that is too small.
pub(crate) fn github(session: &Session, report: &TestReport<'_>) -> Vec<Finding> {
    let Some(tried @ MutationReport { mutation: Some(mutation), .. }) = &report.mutation else {
        return Vec::new();
    };
    let survived =
        mutation.changes.iter().filter(|(.., outcome)| matches!(outcome, MutantOutcome::Survived(_)));
    let mut found: Vec<Finding> = survived
        .map(|(mutant, ..)| {
            let message = unnoticed(session.language, mutant);
            Finding::new(Level::Warning, &*mutant.owner, message, Some(mutant.span))
        })
        .collect();
    if let Some((noticed, least)) = tried.short() {
        found.push(Finding::new(Level::Error, "mutation", too_little(session, noticed, least), None));
    }
    found
}
