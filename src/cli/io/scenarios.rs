//! From paths to scenarios with their states.

use crate::base::{Code, Diagnostic, Message, SourceId, Span, any_of, msg, named};
use crate::cli::io::paths::{canonical, refuse_device, relative_to, rule_files};
use crate::cli::io::texts::{named_at, only_state};
use crate::cli::io::whole_file::cannot_read;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session, TextKind};
use crate::input::tree::Node;
use crate::program::Program;
use crate::testing::scenario::{Scenario, read};
use crate::testing::{Env, Prepared, ScenarioFile, StateRef};
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The folder of scenarios beside rules.
const FOLDER: &str = "scenarios";

/// The scenarios of a file that were chosen.
pub(crate) struct ChosenFile {
    pub(crate) name: String,
    pub(crate) scenarios: Vec<Prepared>,
}

/// The rules that scenarios are run by, at this second.
pub(crate) fn env<'m>(session: &Session, program: &'m Program) -> Env<'m> {
    let now = chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 0);
    Env { program, now, budget: session.budget }
}

/// What is wrong with a state is wrong for each scenario on it, and reported once.
pub(crate) fn add_new(wrong: &mut Vec<Diagnostic>, more: Vec<Diagnostic>) {
    const MOST: usize = 1_000;
    for diagnostic in more {
        if wrong.len() < MOST && !wrong.contains(&diagnostic) {
            wrong.push(diagnostic);
        }
    }
}

/// The folders beside the rules that may hold scenarios, each once.
pub(crate) fn folders(rules: &[PathBuf]) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for file in rules {
        let folder = file.with_file_name(FOLDER);
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

/// Whether there are scenario files beside the rules, or a folder of them that cannot be read.
pub(crate) fn are_beside(rules: &[PathBuf]) -> bool {
    let mut found = Vec::new();
    of_folders(&folders(rules), &mut found).is_err() || !found.is_empty()
}

/// The scenarios that are to be run, and what is wrong with their files.
///
/// # Errors
/// E0410 where there is no file; E0601 where a folder cannot be read.
pub(crate) fn files(
    session: &mut Session,
    pack: &Pack,
    named: &[PathBuf],
    filter: Option<&str>,
) -> Result<(Vec<ChosenFile>, Vec<Diagnostic>), Errors> {
    let paths = paths(pack, named)?;
    let mut reader = ScenarioReader { session, pack, states: HashMap::new(), wrong: Vec::new() };
    let mut files = Vec::new();
    for path in paths {
        let Some((name, scenarios)) = reader.file(&path) else { continue };
        let wanted = |own: &str| filter.is_none_or(|filter| own.contains(filter));
        let whole = wanted(&name);
        let mut chosen = Vec::new();
        let has_state = |scenario: &Scenario| scenario.state.is_some();
        if let [first, _, ..] = scenarios.scenarios.as_slice()
            && scenarios.state.is_none()
            && !scenarios.scenarios.iter().any(has_state)
        {
            let start = Span::new(first.span.source, 0, 0);
            let wrong = Diagnostic::error(Code::E0408, msg!(cli.no_scenario_has_state));
            reader.wrong.push(wrong.label(start, Message::empty()).help(msg!(cli.name_a_state)));
            continue;
        }
        for scenario in scenarios.scenarios {
            if whole || wanted(&scenario.name) {
                let state = scenario.state.as_ref().or(scenarios.state.as_ref());
                let Some(state) = reader.state(&path, state, scenario.span) else { continue };
                chosen.push(Prepared { scenario: Arc::new(scenario), state });
            }
        }
        if !chosen.is_empty() {
            files.push(ChosenFile { name, scenarios: chosen });
        }
    }
    Ok((files, reader.wrong))
}

/// The scenario files that are named, each once.
fn paths(pack: &Pack, named: &[PathBuf]) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut found = Vec::new();
    if named.is_empty() {
        let folders = folders(&pack.files);
        of_folders(&folders, &mut found)?;
        if found.is_empty() {
            let named = any_of(folders.iter().map(|folder| folder.display()));
            return Err(Diagnostic::error(Code::E0410, msg!(cli.no_scenario_file))
                .help(msg!(cli.where_scenarios_are, folders = named)));
        }
    }
    for path in named {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        // Its own files, and those beside the rules in it.
        let mut inside = vec![path.clone()];
        inside.extend(folders(&rule_files(path).unwrap_or_default()));
        inside.push(path.join(FOLDER));
        let before = found.len();
        of_folders(&inside, &mut found)?;
        if found.len() == before {
            let message = msg!(cli.no_scenario_file_in, folder = path.display().to_string());
            return Err(Diagnostic::error(Code::E0410, message).help(msg!(cli.scenario_file_names)));
        }
    }
    let mut seen = HashSet::new();
    found.retain(|path| seen.insert(canonical(path)));
    Ok(found)
}

/// Add the scenario files of each folder that is there, in the order of their names.
fn of_folders(folders: &[PathBuf], found: &mut Vec<PathBuf>) -> Result<(), Diagnostic> {
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let failed = |error: std::io::Error| cannot_read(&folder.display().to_string(), &error);
        let before = found.len();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if is_scenario_file(&path) && !hidden && !path.is_dir() {
                found.push(path);
            }
        }
        found.get_mut(before..).unwrap_or_default().sort();
    }
    Ok(())
}

/// Whether the name of a file is that of scenarios.
pub(crate) fn is_scenario_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// A path that a scenario file names, from the folder of the file. `-` is a name like any other there.
fn scenario_path(file: &Path, named: &str) -> PathBuf {
    let joined = relative_to(file, named);
    // Without what leads up and down again it reads better, where it is still the same: links may lead elsewhere.
    let mut plain = PathBuf::new();
    for part in joined.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    let same = || Some(plain.canonicalize().ok()? == joined.canonicalize().ok()?);
    let path = if same().unwrap_or(false) { plain } else { joined };
    if path == Path::new("-") { Path::new(".").join(path) } else { path }
}

struct ScenarioReader<'f> {
    session: &'f mut Session,
    pack: &'f Pack,
    /// The states that were read, by their files; `None` where one could not be.
    states: HashMap<PathBuf, Option<Arc<Node>>>,
    wrong: Vec<Diagnostic>,
}

impl ScenarioReader<'_> {
    fn file(&mut self, path: &Path) -> Option<(String, ScenarioFile)> {
        let (id, documents, is_sound) = self.read(path).map_err(|error| self.wrong.push(error)).ok()?;
        let name = self.session.sources.name(Span::new(id, 0, 0)).to_owned();
        self.wrong.extend(match documents.as_slice() {
            [only] => match read(&self.pack.program.model, only) {
                // What YAML cannot read may have hidden anything.
                Ok(file) => return is_sound.then_some((name, file)),
                Err(wrong) => wrong,
            },
            [_, second, ..] => vec![
                Diagnostic::error(Code::E0403, msg!(cli.one_document))
                    .label(second.span.at_start(), msg!(cli.second_document))
                    .help(msg!(cli.scenarios_under_one_key)),
            ],
            [] if is_sound => vec![
                Diagnostic::error(Code::E0410, msg!(cli.no_scenario_in, file = named(&name)))
                    .label(Span::new(id, 0, 0), msg!(cli.nothing_here))
                    .help(msg!(scenarios.write_scenarios)),
            ],
            [] => Vec::new(),
        });
        None
    }

    /// Read a file: its documents, and whether these are all that it holds.
    fn read(&mut self, path: &Path) -> Result<(SourceId, Vec<Node>, bool), Diagnostic> {
        let open = self.session.open(path, TextKind::Data)?;
        let (id, documents, wrong) = self.session.read_data(open)?;
        let is_sound = wrong.is_empty();
        self.wrong.extend(wrong);
        Ok((id, documents, is_sound))
    }

    /// The state of a scenario, as it is written.
    fn state(&mut self, file: &Path, state: Option<&StateRef>, scenario: Span) -> Option<Arc<Node>> {
        match state {
            Some(StateRef::InPlace(node)) => Some(node.clone()),
            Some(StateRef::Path(path, span)) => {
                let path = scenario_path(file, path);
                let key = canonical(&path);
                if let Some(known) = self.states.get(&key) {
                    return known.clone();
                }
                let read = self.state_file(&path, *span);
                self.states.insert(key, read.clone());
                read
            }
            None => {
                let wrong = Diagnostic::error(Code::E0408, msg!(cli.scenario_without_state))
                    .label(scenario, msg!(cli.no_state_named))
                    .help(msg!(cli.name_a_state));
                add_new(&mut self.wrong, vec![wrong]);
                None
            }
        }
    }

    fn state_file(&mut self, path: &Path, named: Span) -> Option<Arc<Node>> {
        let read = refuse_device(path).and_then(|()| self.read(path));
        let failed = |error| self.wrong.push(named_at(error, named, msg!(cli.named_from_here)));
        let (id, documents, is_sound) = read.map_err(failed).ok()?;
        let only = only_state(
            documents,
            |node| node.span,
            (&path.display().to_string(), id),
            &self.pack.program.model,
            is_sound,
        );
        let only = only.map_err(|wrong| self.wrong.extend(wrong)).ok()?;
        is_sound.then(|| Arc::new(only))
    }
}
