//! Which small changes of the rules scenarios notice, for people and for machines.

use crate::base::Diagnostic;
use crate::cli::arguments::Test;
use crate::cli::io::progress::Progress;
use crate::cli::output::evidence::Cited;
use crate::cli::output::human::mark;
use crate::cli::output::junit::{Case, Suite};
use crate::cli::output::language::Language;
use crate::cli::output::render::{paragraph, visible};
use crate::cli::output::sarif::{Finding, Level};
use crate::cli::session::Session;
use crate::cli::verbs::test::Results;
use crate::eval::Verdict;
use crate::syntax::tree::File;
use crate::testing::Env;
use crate::testing::boundaries::{Boundaries, Case as Edge, alike, boundaries, document};
use crate::testing::coverage::Count;
use crate::testing::mutants::{Mutant, mutants};
use crate::testing::mutation::{Apart, MutantOutcome, Mutation, Tally, Trial};
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::{Value as Json, json};
use similar::{ChangeTag, TextDiff};
use std::sync::{Mutex, OnceLock, PoisonError};

/// As much as the main thread has where it has much: what is compiled may be nested deeply.
const STACK: usize = 16 << 20;

/// Whether the cases at the edges of the rules, before the change and after it, tell the two apart. Where some edge
/// was not found, that none does proves nothing.
fn told_apart(own: &OnceLock<Boundaries>, before: &Env<'_>, after: &Env<'_>) -> Apart {
    if !alike(&before.program.model, &after.program.model) {
        return Apart::Open;
    }
    let own = own.get_or_init(|| boundaries(before.program, &mut || {}));
    let new = boundaries(after.program, &mut || {});
    let tells = |case: &&Edge| case.outcome(before.program) != case.outcome(after.program);
    // The plainest is one action of which few words say what is other in it.
    let telling = own.cases.iter().chain(&new.cases).filter(tells);
    if let Some(case) =
        telling.min_by_key(|case| (case.audit.is_some(), case.steps.len(), case.name.chars().count()))
    {
        let base = case.state.clone();
        let only =
            Boundaries { base, cases: vec![case.clone()], unreached: Vec::new(), left_out: Vec::new() };
        let written = super::boundaries::yaml(&document(before.program, &only));
        return written.map_or(Apart::Open, |text| Apart::By(text.into()));
    }
    let whole = |found: &Boundaries| found.unreached.is_empty() && found.left_out.is_empty();
    if whole(own) && whole(&new) { Apart::Never } else { Apart::Open }
}

/// The changes that were tried.
pub(crate) struct Tried {
    /// What came of them; nothing where a scenario fails without any.
    mutation: Option<Mutation>,
    /// The files that were changed.
    files: Vec<File>,
    /// The least share that the scenarios have to notice, in percent.
    least: Option<u64>,
    /// Whether it is to be told in full.
    told: bool,
}

impl Tried {
    /// Whether enough was noticed: so much as was wanted, or else all.
    pub(crate) fn well(&self) -> bool {
        self.mutation.as_ref().is_some_and(|mutation| mutation.total.noticed.is(self.least.unwrap_or(100)))
    }

    /// The share that is noticed, where it is too small, and the least share.
    fn short(&self) -> Option<(u64, u64)> {
        let count = self.mutation.as_ref()?.total.noticed;
        self.least.filter(|least| !count.is(*least)).map(|least| (count.percent(), least))
    }
}

/// Try all changes, on all processors.
pub(crate) fn run(
    session: &Session,
    stage: &Env<'_>,
    files: Vec<File>,
    results: &Results<'_>,
    verb: &Test,
) -> Result<Tried, Vec<Diagnostic>> {
    let mut tried = Tried { mutation: None, files, least: verb.min_score, told: verb.mutate };
    if results.failed() > 0 {
        return Ok(tried);
    }
    let mutants = mutants(&tried.files, &session.sources);
    let scenarios = results.all().map(|(prepared, _)| prepared);
    let own = OnceLock::new();
    let apart = |before: &Env<'_>, after: &Env<'_>| told_apart(&own, before, after);
    let trial = Trial::new(*stage, &tried.files, scenarios, &apart)?;
    let what = session.language.say("changes", "изменений");
    let progress = Mutex::new(Progress::new(session, u64::try_from(mutants.len()).ok(), what));
    let one = |mutant: &Mutant| {
        let outcome = trial.outcome(mutant);
        progress.lock().unwrap_or_else(PoisonError::into_inner).step(1);
        outcome
    };
    let outcomes: Vec<MutantOutcome> = match ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(|| mutants.par_iter().map(one).collect()),
        // There are no threads to be had, but this one.
        Err(_) => mutants.iter().map(one).collect(),
    };
    drop(progress);
    let changes = mutants.into_iter().zip(outcomes);
    tried.mutation = Some(Mutation::new(&stage.program.model, &tried.files, changes));
    Ok(tried)
}

/// The changes that nobody noticed, each as a difference of its rule; then how many of each rule, and of what cites
/// each passage, were noticed.
pub(crate) fn human(session: &Session, results: &Results<'_>) -> String {
    let Some(Tried { mutation: Some(mutation), files, told: true, .. }) = &results.tried else {
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
    let model = &results.pack.program.model;
    let owners = mutation.owners.iter().map(|(owner, tally)| (owner.name(model).to_owned(), *tally));
    text.push_str(language.say("changes noticed, by rule\n", "замечено изменений, по правилам\n"));
    text.push_str(&table(session, &owners.collect::<Vec<_>>()));
    let passages = mutation.passages(model);
    if !passages.is_empty() {
        let rows = passages
            .iter()
            .map(|one| (Cited::new(session, results.pack, one.citation).on_one_line(), one.tally));
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
pub(crate) fn sum(session: &Session, results: &Results<'_>) -> String {
    let Some(tried) = &results.tried else { return String::new() };
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
pub(crate) fn json(session: &Session, results: &Results<'_>) -> Option<Json> {
    let tried = results.tried.as_ref()?;
    let mutation = tried.mutation.as_ref()?;
    let model = &results.pack.program.model;
    let scenarios: Vec<_> = results.all().map(|(prepared, _)| &prepared.scenario).collect();
    let changes = mutation.changes.iter().map(|(mutant, owner, outcome)| {
        let by = match outcome {
            MutantOutcome::Noticed(number) => scenarios.get(*number),
            _ => None,
        };
        let mut told = json!({
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
        if let (MutantOutcome::Survived(case), Some(fields)) = (outcome, told.as_object_mut()) {
            fields.insert("diff".to_owned(), plain(session, &tried.files, mutant).into());
            fields.insert("case".to_owned(), json!(case));
        }
        told
    });
    let rules = mutation.owners.iter().map(|(owner, tally)| {
        let mut told = json!({"rule": owner.name(model), "kind": owner.kind()});
        tell(&mut told, tally);
        told
    });
    let passages = mutation.passages(model).into_iter().map(|one| {
        let mut told = json!(Cited::new(session, results.pack, one.citation));
        let cited_by: Vec<&str> = one.cited_by.iter().map(|citing| citing.name(model)).collect();
        if let Some(fields) = told.as_object_mut() {
            fields.insert("cited_by".to_owned(), json!(cited_by));
        }
        tell(&mut told, &one.tally);
        told
    });
    let mut told = json!({
        "changes": changes.collect::<Json>(),
        "rules": rules.collect::<Json>(),
        "passages": passages.collect::<Json>(),
    });
    tell(&mut told, &mutation.total);
    Some(told)
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
fn tell(told: &mut Json, tally: &Tally) {
    let Some(fields) = told.as_object_mut() else { return };
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
pub(crate) fn junit(session: &Session, results: &Results<'_>) -> Option<Suite> {
    let tried = results.tried.as_ref()?;
    let mutation = tried.mutation.as_ref()?;
    let mut cases = Vec::new();
    for (mutant, _, outcome) in &mutation.changes {
        let fails = matches!(outcome, MutantOutcome::Survived(_)) && tried.least.is_none();
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
        let failure = Some((too_little(session, noticed, least), String::new()));
        cases.push(Case { name: "score".to_owned(), file: String::new(), line: 0, failure, skipped: None });
    }
    Some(Suite { name: "mutation".to_owned(), cases })
}

/// What survives, as warnings at its places, and a share that is too small.
pub(crate) fn github(session: &Session, results: &Results<'_>) -> Vec<Finding> {
    let Some(tried @ Tried { mutation: Some(mutation), .. }) = &results.tried else { return Vec::new() };
    let finding = |level, rule: &str, message, span| Finding {
        level,
        rule: rule.to_owned(),
        message,
        span,
        related: Vec::new(),
        help: None,
    };
    let survived =
        mutation.changes.iter().filter(|(.., outcome)| matches!(outcome, MutantOutcome::Survived(_)));
    let mut found: Vec<Finding> = survived
        .map(|(mutant, ..)| {
            let told = unnoticed(session.language, mutant);
            finding(Level::Warning, &mutant.owner, told, Some(mutant.span))
        })
        .collect();
    if let Some((noticed, least)) = tried.short() {
        found.push(finding(Level::Error, "mutation", too_little(session, noticed, least), None));
    }
    found
}
