//! Which small changes of the rules scenarios notice, for people and for machines.

use crate::base::list_diff::list_diff;
use crate::base::{Message, msg};
use crate::cli::output::evidence::Cited;
use crate::cli::output::finding::{Finding, Level};
use crate::cli::output::human::mark;
use crate::cli::output::json::{joined, with_stop};
use crate::cli::output::junit::{Case, Suite};
use crate::cli::output::render::{paragraph, visible};
use crate::cli::output::test::coverage::least;
use crate::cli::output::test::report::{MutationReport, TestReport};
use crate::cli::session::Session;
use crate::eval::Verdict;
use crate::syntax::tree::File;
use crate::testing::coverage::Count;
use crate::testing::mutants::Mutant;
use crate::testing::mutation::{MutantOutcome, Tally};
use serde_json::{Value as Json, json};
use similar::{Algorithm, Change, ChangeTag, group_diff_ops};

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
        let line = format!("{} ({file}:{at})", unnoticed(mutant).text(language));
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
            text.push_str(&format!("{}\n", msg!(test.would_notice).text(language)));
            text.extend(case.lines().map(|line| format!("  {}\n", visible(line))));
        }
        text.push('\n');
    }
    if session.quiet {
        return text;
    }
    let model = &report.pack.program.model;
    let rows = mutation.owners.iter().map(|(owner, tally)| (shown(owner.name(model)), *tally));
    let by = msg!(test.noticed_by_rule).text(language);
    text.push_str(&format!("{by}\n{}", table(session, &rows.collect::<Vec<_>>())));
    let passages = mutation.passages(model);
    if !passages.is_empty() {
        let cited = |citation| Cited::new(session, report.pack, citation).on_one_line();
        let rows: Vec<_> = passages.iter().map(|one| (cited(one.citation), one.tally)).collect();
        let by = msg!(test.noticed_by_passage).text(language);
        text.push_str(&format!("{by}\n{}", table(session, &rows)));
    }
    text + "\n"
}

/// The name of what is changed; the schema has none but the word of the language.
fn shown(owner: &str) -> String {
    if owner == "state" { "`state`".to_owned() } else { owner.to_owned() }
}

/// A change, and that nobody noticed it.
fn unnoticed(mutant: &Mutant) -> Message {
    msg!(test.unnoticed, owner = shown(&mutant.owner), change = mutant.what.clone())
}

/// So many lines that stay are shown before and behind those that differ.
const AROUND: usize = 3;

/// The lines of what is changed, with a few around those that differ.
fn difference(session: &Session, files: &[File], mutant: &Mutant) -> Vec<(ChangeTag, String)> {
    let (before, after) = mutant.before_and_after(files, &session.sources);
    let line = |change: Change<&str>| (change.tag(), change.value().trim_end_matches('\n').to_owned());
    let before: Vec<&str> = before.split_inclusive('\n').collect();
    let after: Vec<&str> = after.split_inclusive('\n').collect();
    let hunks = group_diff_ops(list_diff(Algorithm::Myers, &before, &after), AROUND);
    hunks.iter().flatten().flat_map(|op| op.iter_changes(&before, &after).map(line)).collect()
}

/// Rows of shares and counts, with what they are of behind them.
fn table(session: &Session, rows: &[(String, Tally)]) -> String {
    let width = rows.iter().map(|(_, tally)| tally.noticed.all.to_string().len()).max().unwrap_or(1);
    let mut text = String::new();
    for (name, tally) in rows {
        let Count { reached, all } = tally.noticed;
        let percent = match tally.noticed {
            Count { all: 0, .. } => "  –  ".to_owned(),
            count => format!("{:>3} %", count.percent()),
        };
        let (reached, all) = (format!("{reached:>width$}"), format!("{all:>width$}"));
        let ratio = msg!(test.ratio, reached = reached, all = all).text(session.language);
        let numbers = format!("  {percent}  {ratio}  ");
        let indent = numbers.chars().count();
        let (equivalent, refused) = (tally.equivalent, tally.refused);
        let name = msg!(test.tally, name = name, equivalent = equivalent, refused = refused);
        let name = name.text(session.language);
        // The paragraph is indented where the numbers stand.
        text.push_str(&numbers);
        text.push_str(paragraph(&name, indent, indent, &session.style).trim_start_matches(' '));
    }
    text
}

/// How many changes were noticed in all.
pub(crate) fn sum(session: &Session, report: &TestReport<'_>) -> String {
    let Some(tried) = &report.mutation else { return String::new() };
    let line = match &tried.mutation {
        None => msg!(test.not_tried),
        Some(mutation) => {
            let Tally { noticed, equivalent, refused } = mutation.total;
            msg!(
                test.noticed,
                percent = noticed.percent(),
                reached = noticed.reached,
                all = noticed.all,
                equivalent = equivalent,
                refused = refused,
                least = least(tried.short()),
            )
        }
    };
    let mut text = paragraph(&line.text(session.language), 0, 2, &session.style);
    if tried.mutation.as_ref().is_some_and(|mutation| mutation.search_stopped) {
        let line = msg!(test.noticing_stopped).text(session.language);
        text.push_str(&paragraph(&line, 0, 2, &session.style));
    }
    text
}

/// That too little is noticed.
fn too_little(session: &Session, percent: u64, least: u64) -> String {
    msg!(test.noticed_too_low, percent = percent, least = least).text(session.language)
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
            "what": mutant.what.text(session.language),
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
    Some(with_stop(joined(lists, numbers(&mutation.total)), mutation.search_stopped))
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
    let language = session.language;
    let mut cases = Vec::new();
    for (mutant, _, outcome) in &mutation.changes {
        let fails = matches!(outcome, MutantOutcome::Survived(_)) && tried.min_score.is_none();
        let name = msg!(test.change, owner = shown(&mutant.owner), change = mutant.what.clone());
        let skipped = matches!(outcome, MutantOutcome::Equivalent | MutantOutcome::Refused);
        cases.push(Case {
            failure: fails.then(|| (unnoticed(mutant).text(language), plain(session, &tried.files, mutant))),
            skipped: skipped.then(|| msg!(test.skipped, outcome = outcome.name()).text(language)),
            ..Case::passed(&session.sources, name.text(language), Some(mutant.span))
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
            let message = unnoticed(mutant).text(session.language);
            Finding::new(Level::Warning, &*mutant.owner, message, Some(mutant.span))
        })
        .collect();
    if let Some((noticed, least)) = tried.short() {
        found.push(Finding::new(Level::Error, "mutation", too_little(session, noticed, least), None));
    }
    found
}
