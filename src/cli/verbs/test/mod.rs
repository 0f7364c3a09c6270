//! `ustav test`: play scenario files, and say where they come out otherwise than they have to.

mod boundaries;
mod coverage;
pub(crate) mod gather;
mod mutation;
mod report;
mod watch;

use crate::base::{Code, Diagnostic};
use crate::cli::arguments::{Arguments, Format, Test};
use crate::cli::io::progress::Progress;
use crate::cli::pack::Pack;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use crate::testing::{Coverage, Env, Prepared, Ran, run as play};
use mutation::Tried;

/// The formats of this verb.
const FORMATS: [Format; 4] = [Format::Human, Format::Json, Format::Junit, Format::Github];

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    if verb.boundaries {
        return boundaries::run(session, arguments, verb);
    }
    session.format_of(&FORMATS)?;
    if verb.watch { watch::run(session, arguments, verb) } else { once(session, arguments, verb) }
}

/// The scenarios of a file.
pub(crate) struct File {
    /// Its name.
    name: String,
    pub(crate) scenarios: Vec<Prepared>,
}

/// The scenarios of a file that were played.
struct Played {
    name: String,
    scenarios: Vec<(Prepared, Ran)>,
}

/// What came of a run.
struct Results<'p> {
    pack: &'p Pack,
    files: Vec<Played>,
    coverage: Option<Coverage>,
    /// The least share that the scenarios have to reach, in percent.
    least: Option<u64>,
    /// Whether what they reach is to be told in full.
    told: bool,
    /// What they notice of changes, where that was asked for.
    tried: Option<Tried>,
}

impl Results<'_> {
    fn all(&self) -> impl Iterator<Item = &(Prepared, Ran)> {
        self.files.iter().flat_map(|file| &file.scenarios)
    }

    fn failed(&self) -> usize {
        self.all().filter(|(_, ran)| !ran.passed()).count()
    }

    fn to_confirm(&self) -> usize {
        self.all().filter(|(prepared, _)| prepared.scenario.confirm).count()
    }

    /// The share that is reached, where it is too small, and the least share.
    fn short(&self) -> Option<(u64, u64)> {
        let (coverage, least) = (self.coverage.as_ref()?, self.least?);
        let count = coverage.count(&self.pack.program.model);
        (!count.is(least)).then(|| (count.percent(), least))
    }

    fn well(&self) -> bool {
        self.failed() == 0 && self.short().is_none() && self.tried.as_ref().is_none_or(Tried::well)
    }
}

/// Play all scenarios once.
fn once(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    let format = session.format_of(&FORMATS)?;
    let changes = verb.mutate || verb.min_score.is_some();
    let (pack, trees) = if changes {
        session.load_with_trees(&arguments.rules)?
    } else {
        (session.load(&arguments.rules)?, Vec::new())
    };
    let (files, mut wrong) = gather::files(session, &pack, &verb.paths, verb.filter.as_deref())?;
    let stage =
        Env { program: &pack.program, now: chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 0) };
    let total: usize = files.iter().map(|file| file.scenarios.len()).sum();
    let what = session.language.say("scenarios", "сценариев").to_owned();
    let mut progress = Progress::new(session, u64::try_from(total).ok(), &what);
    let wanted = verb.coverage || verb.min_coverage.is_some();
    let mut coverage = wanted.then(|| Coverage::new(&pack.program));
    let mut played = Vec::new();
    for file in files {
        let mut done = Played { name: file.name, scenarios: Vec::new() };
        for prepared in file.scenarios {
            match one(&stage, &prepared, coverage.as_mut()) {
                Ok(ran) => done.scenarios.push((prepared, ran)),
                Err(diagnostics) => add_new(&mut wrong, diagnostics),
            }
            progress.step(1);
        }
        played.push(done);
    }
    drop(progress);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    if total == 0 {
        return Err(no_scenario(verb).into());
    }
    let (least, told) = (verb.min_coverage, verb.coverage);
    let mut results = Results { pack: &pack, files: played, coverage, least, told, tried: None };
    if changes {
        results.tried = Some(mutation::run(session, &stage, trees, &results, verb)?);
    }
    let text = match format {
        Format::Json => report::json(session, &results),
        Format::Junit => report::junit(session, &results),
        Format::Github => report::github(session, &results),
        _ => report::human(session, &results),
    };
    Ok(VerbOutput { text, exit: if results.well() { Exit::Success } else { Exit::Denied } })
}

fn one(
    stage: &Env<'_>,
    prepared: &Prepared,
    coverage: Option<&mut Coverage>,
) -> Result<Ran, Vec<Diagnostic>> {
    let portal = prepared.load_portal(stage.program)?;
    let wrong = prepared.check(stage, portal.zone);
    if wrong.is_empty() { play(stage, &prepared.scenario, &portal, coverage) } else { Err(wrong) }
}

/// What is wrong with a state is wrong for each scenario on it, and told once.
fn add_new(wrong: &mut Vec<Diagnostic>, more: Vec<Diagnostic>) {
    const MOST: usize = 1_000;
    for diagnostic in more {
        if wrong.len() < MOST && !wrong.contains(&diagnostic) {
            wrong.push(diagnostic);
        }
    }
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
