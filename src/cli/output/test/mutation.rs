//! Which small changes of the rules scenarios notice, for people and for machines.

use crate::cli::output::evidence::Cited;
use crate::cli::output::finding::{Finding, Level};
use crate::cli::output::human::mark;
use crate::cli::output::junit::{Case, Suite};
use crate::cli::output::language::Language;
use crate::cli::output::render::{paragraph, visible};
use crate::cli::output::test::report::{MutationReport, TestReport};
use crate::cli::session::Session;
use crate::eval::Verdict;
use crate::syntax::tree::File;
use crate::testing::coverage::Count;
use crate::testing::mutants::Mutant;
use crate::testing::mutation::{MutantOutcome, Tally};
use serde_json::{Value as Json, json};
use similar::{ChangeTag, TextDiff};

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
        let line = format!("{} ({})", unnoticed(language, mutant), place(session, mutant));
        if session.quiet {
            text.push_str(&format!("{sign} {}\n", visible(&line)));
            continue;
        }
        text.push_str(&format!("{sign}{}", paragraph(&line, 1, 2, &session.style)));
        for (tag, line) in difference(session, files, mutant) {
            text.push_str(&painted(session, tag, &line));
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
    let owners = mutation.owners.iter().map(|(owner, tally)| (owner.name(model).to_owned(), *tally));
    text.push_str(language.say("changes noticed, by rule\n", "замечено изменений, по правилам\n"));
    text.push_str(&table(session, &owners.collect::<Vec<_>>()));
    let passages = mutation.passages(model);
    if !passages.is_empty() {
        let rows = passages
            .iter()
            .map(|one| (Cited::new(session, report.pack, one.citation).on_one_line(), one.tally));
        let head =
            language.say("changes noticed, by passage\n", "замечено изменений, по местам в документах\n");
        text.push_str(head);
        text.push_str(&table(session, &rows.collect::<Vec<_>>()));
    }
    text + "\n"
}

/// A change, and that nobody noticed it.
fn unnoticed(language: Language, mutant: &Mutant) -> String {
    let Mutant { owner, what, .. } = mutant;
    match language {
        Language::English => format!("{owner}: {what}, and no scenario notices"),
        Language::Russian => format!("{owner}: {what}, и ни один сценарий этого не замечает"),
    }
}

fn place(session: &Session, mutant: &Mutant) -> String {
    format!("{}:{}", session.sources.name(mutant.span), session.sources.line(mutant.span))
}

/// The lines of what is changed, with a few around those that differ.
fn difference(session: &Session, files: &[File], mutant: &Mutant) -> Vec<(ChangeTag, String)> {
    let (before, after) = mutant.before_and_after(files, &session.sources);
    let mut lines = Vec::new();
    for hunk in TextDiff::from_lines(&before, &after).unified_diff().iter_hunks() {
        for change in hunk.iter_changes() {
            lines.push((change.tag(), change.value().trim_end_matches('\n').to_owned()));
        }
    }
    lines
}

fn painted(session: &Session, tag: ChangeTag, line: &str) -> String {
    let line = format!("{tag}{}", visible(line));
    match tag {
        ChangeTag::Delete if session.style.color => format!("\x1b[31m{line}\x1b[0m\n"),
        ChangeTag::Insert if session.style.color => format!("\x1b[32m{line}\x1b[0m\n"),
        _ => format!("{line}\n"),
    }
}

/// Rows of shares and counts, with what they are of behind them.
fn table(session: &Session, rows: &[(String, Tally)]) -> String {
    let width = rows.iter().map(|(_, tally)| tally.noticed.all.to_string().len()).max().unwrap_or(1);
    let of = session.language.say("of", "из");
    let mut text = String::new();
    for (name, tally) in rows {
        let Count { reached, all } = tally.noticed;
        let numbers = format!("  {}  {reached:>width$} {of} {all:>width$}  ", percent(tally));
        let further = numbers.chars().count();
        // The paragraph is indented where the numbers stand.
        let named = paragraph(
            &format!("{name}{}", besides(session.language, tally)),
            further,
            further,
            &session.style,
        );
        text.push_str(&numbers);
        text.push_str(named.trim_start_matches(' '));
    }
    text
}

fn percent(tally: &Tally) -> String {
    match tally.noticed {
        Count { all: 0, .. } => "  –  ".to_owned(),
        count => format!("{:>3} %", count.percent()),
    }
}

/// The changes that do not count.
fn besides(language: Language, tally: &Tally) -> String {
    let mut text = String::new();
    for (count, word) in [
        (tally.equivalent, language.say("equivalent", "равносильно")),
        (tally.refused, language.say("not compiled", "не компилируется")),
    ] {
        if count > 0 {
            text.push_str(&match language {
                Language::English => format!(", {count} {word}"),
                Language::Russian => format!(", {word} {count}"),
            });
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
    let Count { reached, all } = mutation.total.noticed;
    let (word, of) = (language.say("changes noticed", "замечено изменений"), language.say("of", "из"));
    let share = mutation.total.noticed.percent();
    let mut line = format!("{word}: {share} % ({reached} {of} {all})");
    line.push_str(&besides(language, &mutation.total));
    if let Some((_, least)) = tried.short() {
        line.push_str(&format!(", {}: {least} %", language.say("wanted", "нужно")));
    }
    paragraph(&line, 0, 2, &session.style)
}

/// That too little is noticed.
fn too_little(session: &Session, noticed: u64, least: u64) -> String {
    match session.language {
        Language::English => {
            format!("the scenarios notice {noticed} % of the changes, and {least} % are wanted")
        }
        Language::Russian => format!("сценарии замечают {noticed} % изменений, а нужно {least} %"),
    }
}

/// The same as JSON, where it was asked for.
pub(crate) fn json(session: &Session, report: &TestReport<'_>) -> Option<Json> {
    let tried = report.mutation.as_ref()?;
    let mutation = tried.mutation.as_ref()?;
    let model = &report.pack.program.model;
    let scenarios: Vec<_> = report.all().map(|(prepared, _)| &prepared.scenario).collect();
    let changes = mutation.changes.iter().map(|(mutant, owner, outcome)| {
        let by = match outcome {
            MutantOutcome::Noticed(number) => scenarios.get(*number),
            _ => None,
        };
        let mut object = json!({
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
        if let (MutantOutcome::Survived(case), Some(fields)) = (outcome, object.as_object_mut()) {
            fields.insert("diff".to_owned(), plain(session, &tried.files, mutant).into());
            fields.insert("case".to_owned(), json!(case));
        }
        object
    });
    let rules = mutation.owners.iter().map(|(owner, tally)| {
        let mut object = json!({"rule": owner.name(model), "kind": owner.kind()});
        add_tally(&mut object, tally);
        object
    });
    let passages = mutation.passages(model).into_iter().map(|one| {
        let mut object = json!(Cited::new(session, report.pack, one.citation));
        let cited_by: Vec<&str> = one.cited_by.iter().map(|citing| citing.name(model)).collect();
        if let Some(fields) = object.as_object_mut() {
            fields.insert("cited_by".to_owned(), json!(cited_by));
        }
        add_tally(&mut object, &one.tally);
        object
    });
    let mut object = json!({
        "changes": changes.collect::<Json>(),
        "rules": rules.collect::<Json>(),
        "passages": passages.collect::<Json>(),
    });
    add_tally(&mut object, &mutation.total);
    Some(object)
}

/// The difference as one text.
fn plain(session: &Session, files: &[File], mutant: &Mutant) -> String {
    let mut text = String::new();
    for (tag, line) in difference(session, files, mutant) {
        text.push_str(&format!("{tag}{line}\n"));
    }
    text
}

/// Add the numbers of a tally, and the score where something counts.
fn add_tally(object: &mut Json, tally: &Tally) {
    let Some(fields) = object.as_object_mut() else { return };
    for (name, number) in [
        ("noticed", tally.noticed.reached),
        ("survived", tally.survived()),
        ("equivalent", tally.equivalent),
        ("refused", tally.refused),
    ] {
        fields.insert(name.to_owned(), number.into());
    }
    let score = (tally.noticed.all > 0).then(|| tally.noticed.percent());
    fields.insert("score".to_owned(), json!(score));
}

/// A suite with a case for each change. What survives fails, unless a share is wanted: then the share does.
pub(crate) fn junit(session: &Session, report: &TestReport<'_>) -> Option<Suite> {
    let tried = report.mutation.as_ref()?;
    let mutation = tried.mutation.as_ref()?;
    let mut cases = Vec::new();
    for (mutant, _, outcome) in &mutation.changes {
        let fails = matches!(outcome, MutantOutcome::Survived(_)) && tried.min_score.is_none();
        cases.push(Case {
            name: format!("{}: {}", mutant.owner, mutant.what),
            file: session.sources.name(mutant.span).to_owned(),
            line: session.sources.line(mutant.span),
            failure: fails
                .then(|| (unnoticed(session.language, mutant), plain(session, &tried.files, mutant))),
            skipped: match outcome {
                MutantOutcome::Equivalent | MutantOutcome::Refused => Some(outcome.name().to_owned()),
                MutantOutcome::Noticed(_) | MutantOutcome::Survived(_) => None,
            },
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
