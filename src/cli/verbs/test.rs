//! `ustav test`: run scenario files, and say where they come out otherwise than they have to.

use crate::base::{Code, Diagnostic};
use crate::cli::arguments::{Arguments, Format, Test};
use crate::cli::io::progress::Progress;
use crate::cli::io::scenarios;
use crate::cli::io::scenarios::add_new;
use crate::cli::io::watch::Watch;
use crate::cli::io::whole_file::write_whole;
use crate::cli::output::json::pretty;
use crate::cli::output::test;
use crate::cli::output::test::report::{FileReport, MutationReport, TestReport};
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::model::Model;
use crate::syntax::tree::File;
use crate::testing::boundaries::{Boundaries, Case, alike, boundaries, document};
use crate::testing::mutants::{Mutant, mutants};
use crate::testing::mutation::{Distinction, MutantOutcome, Mutation, Trial};
use crate::testing::scenario::read;
use crate::testing::{Coverage, Env, Prepared, ScenarioResult, run as run_scenario};
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The formats of this verb.
const FORMATS: [Format; 4] = [Format::Human, Format::Json, Format::Junit, Format::Github];
/// The stack of a thread that compiles changed rules, in bytes. As much as the main thread has where it has much: what
/// is compiled may be nested deeply.
const STACK: usize = 16 << 20;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    if verb.boundaries {
        return boundary_cases(session, arguments, verb);
    }
    session.format_of(&FORMATS)?;
    if verb.watch { watch(session, arguments, verb) } else { once(session, arguments, verb) }
}

// ---------------------------------------------------------------------------------------- a run

/// Run all scenarios once.
fn once(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    let format = session.format_of(&FORMATS)?;
    let mutates = verb.mutate || verb.min_score.is_some();
    let (pack, trees) = if mutates {
        session.load_with_trees(&arguments.rules)?
    } else {
        (session.load(&arguments.rules)?, Vec::new())
    };
    let (files, mut wrong) = scenarios::files(session, &pack, &verb.paths, verb.filter.as_deref())?;
    let env = scenarios::env(&pack.program);
    let total: usize = files.iter().map(|file| file.scenarios.len()).sum();
    let what = session.language.say("scenarios", "сценариев").to_owned();
    let mut progress = Progress::new(session, u64::try_from(total).ok(), &what);
    let covers = verb.coverage || verb.min_coverage.is_some();
    let mut coverage = covers.then(|| Coverage::new(&pack.program));
    let mut reports = Vec::new();
    for file in files {
        let mut report = FileReport { name: file.name, scenarios: Vec::new() };
        for prepared in file.scenarios {
            match one(&env, &prepared, coverage.as_mut()) {
                Ok(result) => report.scenarios.push((prepared, result)),
                Err(diagnostics) => add_new(&mut wrong, diagnostics),
            }
            progress.step(1);
        }
        reports.push(report);
    }
    drop(progress);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    if total == 0 {
        return Err(no_scenario(verb).into());
    }
    let (min_coverage, coverage_in_full) = (verb.min_coverage, verb.coverage);
    let mut report =
        TestReport { pack: &pack, files: reports, coverage, min_coverage, coverage_in_full, mutation: None };
    if mutates {
        report.mutation = Some(mutate(session, &env, trees, &report, verb)?);
    }
    let text = match format {
        Format::Json => test::machine::json(session, &report),
        Format::Junit => test::machine::junit(session, &report),
        Format::Github => test::machine::github(session, &report),
        _ => test::human::human(session, &report),
    };
    Ok(VerbOutput { text, exit: if report.passed() { Exit::Success } else { Exit::Denied } })
}

fn one(
    env: &Env<'_>,
    prepared: &Prepared,
    coverage: Option<&mut Coverage>,
) -> Result<ScenarioResult, Vec<Diagnostic>> {
    let portal = prepared.load_portal(env.program)?;
    let wrong = prepared.check(env, portal.zone);
    if wrong.is_empty() { run_scenario(env, &prepared.scenario, &portal, coverage) } else { Err(wrong) }
}

fn no_scenario(verb: &Test) -> Diagnostic {
    match &verb.filter {
        Some(filter) => Diagnostic::error(
            Code::E0410,
            format!("no scenario has `{filter}` in its name or that of its file"),
        ),
        None => Diagnostic::error(Code::E0410, "there is no scenario to play")
            .help("a scenario file holds a list of them under `scenarios`"),
    }
}

/// Run all scenarios again whenever a file of the run changes: until the process is interrupted, or nobody reads any
/// more.
fn watch(session: &Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    if verb.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Diagnostic::error(Code::E0605, "standard input cannot be watched")
            .help("name the files")
            .into());
    }
    let mut watch = Watch::default();
    loop {
        let mut again = Session::new(arguments);
        let done = once(&mut again, arguments, verb);
        let text = match again.checked(done) {
            Ok(VerbOutput { text, .. }) => text,
            Err(Errors(diagnostics)) => {
                again.report(&diagnostics);
                String::new()
            }
        };
        watch.note(&again, arguments, verb);
        let waits = session.language.say("waiting for changes", "жду изменений");
        let rule = "─".repeat(session.style.width.saturating_sub(waits.chars().count() + 1));
        let mut out = std::io::stdout().lock();
        let written = out.write_all(format!("{text}{waits} {rule}\n").as_bytes()).and_then(|()| out.flush());
        if written.is_err() {
            return Ok(VerbOutput { text: String::new(), exit: Exit::Success });
        }
        drop(out);
        watch.wait();
    }
}

// ------------------------------------------------------------------------------------ mutation

/// Try all changes, on all processors.
fn mutate(
    session: &Session,
    env: &Env<'_>,
    files: Vec<File>,
    tested: &TestReport<'_>,
    verb: &Test,
) -> Result<MutationReport, Vec<Diagnostic>> {
    let mut report =
        MutationReport { mutation: None, files, min_score: verb.min_score, in_full: verb.mutate };
    if tested.failed() > 0 {
        return Ok(report);
    }
    let mutants = mutants(&report.files, &session.sources);
    let scenarios = tested.all().map(|(prepared, _)| prepared);
    let own = OnceLock::new();
    let apart = |before: &Env<'_>, after: &Env<'_>| told_apart(&own, before, after);
    let trial = Trial::new(*env, &report.files, scenarios, &apart)?;
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
    report.mutation = Some(Mutation::new(&env.program.model, &report.files, changes));
    Ok(report)
}

/// Whether the cases at the edges of the rules, before the change and after it, tell the two apart. Where some edge
/// was not found, that none does proves nothing.
fn told_apart(own: &OnceLock<Boundaries>, before: &Env<'_>, after: &Env<'_>) -> Distinction {
    if !alike(&before.program.model, &after.program.model) {
        return Distinction::Unknown;
    }
    let own = own.get_or_init(|| boundaries(before.program, &mut || {}));
    let new = boundaries(after.program, &mut || {});
    let tells = |case: &&Case| case.outcome(before.program) != case.outcome(after.program);
    // The plainest is one action of which few words say what is other in it.
    let telling = own.cases.iter().chain(&new.cases).filter(tells);
    if let Some(case) =
        telling.min_by_key(|case| (case.audit.is_some(), case.steps.len(), case.name.chars().count()))
    {
        let base = case.state.clone();
        let only =
            Boundaries { base, cases: vec![case.clone()], unreached: Vec::new(), left_out: Vec::new() };
        let written = test::boundaries::scenarios(before.program, &only);
        return written.map_or(Distinction::Unknown, |text| Distinction::ByCase(text.into()));
    }
    let whole = |found: &Boundaries| found.unreached.is_empty() && found.left_out.is_empty();
    if whole(own) && whole(&new) { Distinction::Impossible } else { Distinction::Unknown }
}

// ---------------------------------------------------------------------------------- boundaries

/// `--boundaries`: the cases at the edges of the rules, as a scenario file.
fn boundary_cases(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let pack = session.load(&arguments.rules)?;
    let out = verb.out.as_deref().filter(|out| *out != Path::new("-"));
    if let Some(out) = out {
        not_confirmed(session, &pack.program.model, out)?;
    }
    let all = pack.program.model.actions.len() + pack.program.kb.invariants.len();
    let what = session.language.say("actions and rules", "действий и правил").to_owned();
    let mut progress = Progress::new(session, u64::try_from(all).ok(), &what);
    let found = boundaries(&pack.program, &mut || progress.step(1));
    drop(progress);
    let document = document(&pack.program, &found);
    let mut text =
        if format == Format::Json { pretty(&document) } else { test::boundaries::human(&found, &document)? };
    if let Some(out) = out {
        session.intact()?;
        write_whole(out, &text)?;
        text.clear();
    }
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// Whether a file is there in which somebody has confirmed something, or that holds something else.
fn not_confirmed(session: &mut Session, model: &Model, out: &Path) -> Result<(), Errors> {
    if !out.exists() {
        return Ok(());
    }
    let refused = |help: &str| {
        Diagnostic::error(Code::E0604, format!("`{}` is there already", out.display())).help(help)
    };
    let (_, documents, wrong) = session.read_data(out)?;
    let file = match documents.as_slice() {
        [] if wrong.is_empty() => return Ok(()),
        [only] if wrong.is_empty() => read(model, only).ok(),
        _ => None,
    };
    match file {
        None => Err(refused("it holds something else; name another file").into()),
        Some(file) if file.scenarios.iter().all(|scenario| scenario.confirm) => Ok(()),
        Some(_) => {
            Err(refused("it holds scenarios that somebody has confirmed; name another file, and compare")
                .into())
        }
    }
}
