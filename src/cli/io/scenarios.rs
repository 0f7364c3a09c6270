//! From paths to scenarios with their states.

use crate::base::{Code, Diagnostic, Span};
use crate::cli::io::rule_files::rule_files;
use crate::cli::io::whole_file::{NO_FILE, cannot_read};
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session};
use crate::input::tree::Node;
use crate::program::Program;
use crate::testing::scenario::read;
use crate::testing::{Env, Prepared, ScenarioFile, StateRef};
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// How scenario files end.
pub(crate) const ENDINGS: [&str; 2] = ["yaml", "yml"];
/// The folder of scenarios beside rules.
const FOLDER: &str = "scenarios";

/// The scenarios of a file that were chosen.
pub(crate) struct ChosenFile {
    /// The path as given.
    pub(crate) name: String,
    pub(crate) scenarios: Vec<Prepared>,
}

/// The rules that scenarios are run by, at this second.
pub(crate) fn env(program: &Program) -> Env<'_> {
    Env { program, now: chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 0) }
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
        let folder = file.parent().unwrap_or(Path::new("")).join(FOLDER);
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

/// The scenarios that are to be run, and what is wrong with their files.
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
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            found.extend(of_folder(folder)?);
        }
        if found.is_empty() {
            let named: Vec<String> = folders.iter().map(|folder| format!("`{}`", folder.display())).collect();
            return Err(Diagnostic::error(Code::E0410, "no scenario file was found")
                .help(format!("scenario files are looked for in {}; or name them", named.join(", "))));
        }
    }
    for path in named {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        // Its own files, and those beside the rules in it.
        let mut inside = of_folder(path)?;
        let mut further = folders(&rule_files(path).unwrap_or_default());
        further.push(path.join(FOLDER));
        for folder in further.iter().filter(|folder| folder.is_dir()) {
            inside.extend(of_folder(folder)?);
        }
        if inside.is_empty() {
            return Err(Diagnostic::error(
                Code::E0410,
                format!("`{}` holds no scenario file", path.display()),
            )
            .help("the names of scenario files end with `.yaml` or `.yml`"));
        }
        found.extend(inside);
    }
    let mut seen = HashSet::new();
    found.retain(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    Ok(found)
}

/// The scenario files of a folder, in the order of their names.
fn of_folder(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let failed = |error: std::io::Error| cannot_read(&folder.display().to_string(), &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let ending = path.extension().is_some_and(|own| ENDINGS.iter().any(|ending| own == *ending));
        if ending && !hidden && !path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A path that a scenario file names, from the folder of the file. `-` is a name like any other there.
fn relative_to(file: &Path, named: &str) -> PathBuf {
    let joined = file.parent().unwrap_or(Path::new("")).join(named);
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
        let (id, documents, wrong) =
            self.session.read_data(path).map_err(|diagnostic| self.wrong.push(diagnostic)).ok()?;
        let name = self.session.sources.name(Span::new(id, 0, 0)).to_owned();
        let sound = wrong.is_empty();
        self.wrong.extend(wrong);
        match documents.as_slice() {
            [only] => {
                // What YAML cannot read may have hidden anything.
                let file =
                    read(&self.pack.program.model, only).map_err(|wrong| self.wrong.extend(wrong)).ok()?;
                sound.then_some((name, file))
            }
            [_, second, ..] => {
                self.wrong.push(
                    Diagnostic::error(Code::E0403, "one document is due here")
                        .label(second.span.at_start(), "a second document begins here")
                        .help("put all scenarios under one `scenarios`"),
                );
                None
            }
            [] => {
                if sound {
                    self.wrong.push(
                        Diagnostic::error(Code::E0410, format!("`{name}` holds no scenario"))
                            .label(Span::new(id, 0, 0), "the file is empty"),
                    );
                }
                None
            }
        }
    }

    /// The state of a scenario, as it is written.
    fn state(&mut self, file: &Path, state: Option<&StateRef>, scenario: Span) -> Option<Arc<Node>> {
        match state {
            Some(StateRef::InPlace(node)) => Some(node.clone()),
            Some(StateRef::Path(path, span)) => {
                // `-` is a name like any other here.
                let path = relative_to(file, path);
                let key = path.canonicalize().unwrap_or_else(|_| path.clone());
                if let Some(known) = self.states.get(&key) {
                    return known.clone();
                }
                let read = self.state_file(&path, *span);
                self.states.insert(key, read.clone());
                read
            }
            None => {
                let wrong = Diagnostic::error(Code::E0408, "the scenario has no state")
                    .label(scenario, "neither it nor its file names one")
                    .help("add `state: …`, the path of a state, or a state");
                add_new(&mut self.wrong, vec![wrong]);
                None
            }
        }
    }

    fn state_file(&mut self, path: &Path, named: Span) -> Option<Arc<Node>> {
        let (id, documents, wrong) = match self.read(path) {
            Ok(data) => data,
            Err(diagnostic) => {
                let named = if diagnostic.labels.is_empty() {
                    diagnostic.label(named, "named here, from the folder of this file")
                } else {
                    diagnostic
                };
                self.wrong.push(named);
                return None;
            }
        };
        let sound = wrong.is_empty();
        self.wrong.extend(wrong);
        match documents.as_slice() {
            [only] => sound.then(|| Arc::new(only.clone())),
            [_, second, ..] => {
                self.wrong.push(
                    Diagnostic::error(Code::E0403, "one state is due here")
                        .label(second.span.at_start(), "a second document begins here"),
                );
                None
            }
            [] => {
                if sound {
                    let name = path.display();
                    self.wrong.push(
                        Diagnostic::error(Code::E0410, format!("`{name}` holds no state"))
                            .label(Span::new(id, 0, 0), "the file is empty"),
                    );
                }
                None
            }
        }
    }

    /// Read a file that scenarios name. To open a pipe may take for ever, and who wrote them is not who runs them.
    fn read(&mut self, path: &Path) -> Result<crate::cli::io::texts::Data, Diagnostic> {
        if path.metadata().is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
            return Err(cannot_read(&path.display().to_string(), &std::io::Error::other(NO_FILE)));
        }
        self.session.read_data(path)
    }
}
