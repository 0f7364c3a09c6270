//! `ustav test`: run scenario files, and say where they come out otherwise than they have to.

use crate::base::{Code, Diagnostic, msg};
use crate::cli::arguments::{Arguments, Format, Test};
use crate::cli::io::progress::Progress;
use crate::cli::io::scenarios::{self, add_new};
use crate::cli::io::watch::Watch;
use crate::cli::io::whole_file::write_whole;
use crate::cli::output::json::{pretty, with_stop};
use crate::cli::output::test;
use crate::cli::output::test::report::{FileReport, MutationReport, TestReport};
use crate::cli::session::{Errors, Exit, Session, TextKind, VerbOutput, VerbResult};
use crate::model::Model;
use crate::syntax::tree::File;
use crate::testing::boundaries::{boundaries, document};
use crate::testing::mutants::mutants;
use crate::testing::scenario::read;
use crate::testing::trials::try_all;
use crate::testing::{Coverage, Env, Prepared, run as run_scenario};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    if verb.boundaries {
        return boundary_cases(session, arguments, verb);
    }
    session.format_of(Format::of_verb("test"))?;
    if verb.watch { watch(session, arguments, verb) } else { once(session, arguments, verb) }
}

fn once(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    let format = session.format_of(Format::of_verb("test"))?;
    let mutates = verb.mutate || verb.min_score.is_some();
    let pack = session.load(&arguments.rules)?;
    let (files, mut wrong) = scenarios::files(session, &pack, &verb.paths, verb.filter.as_deref())?;
    let env = scenarios::env(session, &pack.program);
    let total: usize = files.iter().map(|file| file.scenarios.len()).sum();
    let mut progress = Progress::new(session, Some(total), msg!(test.scenarios));
    let covers = verb.coverage || verb.min_coverage.is_some();
    let mut coverage = covers.then(|| Coverage::new(&pack.program));
    let mut reports = Vec::new();
    for file in files {
        let mut report = FileReport { name: file.name, scenarios: Vec::new() };
        for prepared in file.scenarios {
            let result = prepared.load_portal(&pack.program).and_then(|portal| {
                let wrong = prepared.check(&env, portal.zone);
                if !wrong.is_empty() {
                    return Err(wrong);
                }
                run_scenario(&env, &prepared.scenario, &portal, coverage.as_mut())
            });
            match result {
                Ok(result) => report.scenarios.push((prepared, result)),
                Err(diagnostics) => add_new(&mut wrong, diagnostics),
            }
            progress.step(1);
        }
        reports.push(report);
    }
    drop(progress);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if total == 0 {
        let Some(filter) = &verb.filter else {
            return Err(Diagnostic::error(Code::E0410, msg!(test.no_scenario))
                .help(msg!(test.list_them))
                .into());
        };
        let message = msg!(test.none_matches, filter = filter);
        return Err(Diagnostic::error(Code::E0410, message).into());
    }
    let (min_coverage, coverage_in_full) = (verb.min_coverage, verb.coverage);
    let mut report =
        TestReport { pack: &pack, files: reports, coverage, min_coverage, coverage_in_full, mutation: None };
    if mutates {
        let trees = session.trees_of(&pack);
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

/// Run all scenarios again whenever a file of the run changes: until the process is interrupted, or nobody reads any
/// more.
fn watch(session: &Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    if verb.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Diagnostic::error(Code::E0605, msg!(test.cannot_watch))
            .help(msg!(test.name_files))
            .into());
    }
    let mut watch = Watch::default();
    loop {
        let mut again = Session::new(arguments);
        let done = once(&mut again, arguments, verb);
        let text = again.checked(done).map_or_else(
            |errors| {
                again.report(&errors);
                String::new()
            },
            |output| output.text,
        );
        watch.note(&again, arguments, verb);
        let waits = msg!(test.waiting).text(session.language);
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

/// Try all small changes of the rules, where every scenario passes without any.
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
    let progress = Mutex::new(Progress::new(session, Some(mutants.len()), msg!(test.changes)));
    let step = || progress.lock().unwrap_or_else(PoisonError::into_inner).step(1);
    let scenarios: Vec<&Prepared> = tested.all().map(|(prepared, _)| prepared).collect();
    let write = |cases: &_| test::boundaries::scenarios(env.program, cases, session.language).ok();
    report.mutation = Some(try_all(env, &report.files, mutants, &scenarios, &write, &step)?);
    Ok(report)
}

/// `--boundaries`: the cases at the edges of the rules, as a scenario file.
fn boundary_cases(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let pack = session.load(&arguments.rules)?;
    let out = verb.out.as_deref().filter(|out| *out != Path::new("-"));
    if let Some(out) = out {
        not_confirmed(session, &pack.program.model, out)?;
    }
    let all = pack.program.model.actions.len() + pack.program.kb.invariants.len();
    let mut progress = Progress::new(session, Some(all), msg!(test.actions_and_rules));
    let found = boundaries(&pack.program, &mut || progress.step(1));
    drop(progress);
    let document = document(&pack.program, &found, session.language);
    let mut text = match format {
        Format::Json => pretty(&with_stop(document, found.stopped)),
        _ => test::boundaries::human(&found, &document, session.language)?,
    };
    if let Some(out) = out {
        session.intact()?;
        write_whole(out, &text)?;
        text.clear();
    }
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// Refuse a file in which somebody has confirmed something, or that holds something else.
fn not_confirmed(session: &mut Session, model: &Model, out: &Path) -> Result<(), Errors> {
    if !out.exists() {
        return Ok(());
    }
    let open = session.open(out, TextKind::Data)?;
    let (_, documents, wrong) = session.read_data(open)?;
    let file = match documents.as_slice() {
        [] if wrong.is_empty() => return Ok(()),
        [only] if wrong.is_empty() => read(model, only).ok(),
        _ => None,
    };
    let help = match file {
        Some(file) if file.scenarios.iter().all(|scenario| scenario.confirm) => return Ok(()),
        Some(_) => msg!(test.confirmed_there),
        None => msg!(test.something_else_there),
    };
    let message = msg!(test.exists, path = out.display().to_string());
    Err(Diagnostic::error(Code::E0604, message).help(help).into())
}
