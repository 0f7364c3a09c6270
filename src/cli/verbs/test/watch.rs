//! `ustav test --watch`: play the scenarios again whenever a file of the run changes.
//!
//! The files are looked at a few times a second. A run reads some dozens of them, so this costs nothing, and it works
//! where a system tells of no changes: on mounted folders, in containers, and with editors that write beside and
//! rename.

use crate::base::{Code, Diagnostic};
use crate::cli::arguments::{Arguments, Test};
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::cli::verbs::test::gather::{ENDINGS, folders};
use crate::cli::verbs::test::once;
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long nobody looks.
const PAUSE: Duration = Duration::from_millis(150);

/// What is remembered of a file, so that its change is seen; of a folder, what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stamp {
    None,
    File(Option<SystemTime>, u64),
    Folder(BTreeSet<OsString>),
}

/// Until the process is interrupted, or nobody reads any more.
pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    if verb.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Diagnostic::error(Code::E0605, "standard input cannot be watched")
            .help("name the files")
            .into());
    }
    let mut stamps: HashMap<PathBuf, Stamp> = HashMap::new();
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
        let paths = watched(&again, arguments, verb);
        // What was known before this run is compared with how it was then: a change during the run counts.
        stamps.retain(|path, _| paths.contains(path));
        for path in &paths {
            stamps.entry(path.clone()).or_insert_with(|| stamp(path));
        }
        let waits = session.language.say("waiting for changes", "жду изменений");
        let rule = "─".repeat(session.style.width.saturating_sub(waits.chars().count() + 1));
        let mut out = std::io::stdout().lock();
        let written = out.write_all(format!("{text}{waits} {rule}\n").as_bytes()).and_then(|()| out.flush());
        if written.is_err() {
            return Ok(VerbOutput { text: String::new(), exit: Exit::Success });
        }
        drop(out);
        stamps = changed(&paths, &stamps);
    }
}

/// Wait until something is other than it was, and then until nobody writes any more.
fn changed(paths: &BTreeSet<PathBuf>, stamps: &HashMap<PathBuf, Stamp>) -> HashMap<PathBuf, Stamp> {
    let look =
        || -> HashMap<PathBuf, Stamp> { paths.iter().map(|path| (path.clone(), stamp(path))).collect() };
    let mut last = look();
    loop {
        std::thread::sleep(PAUSE);
        let now = look();
        if now == last && now != *stamps {
            return now;
        }
        last = now;
    }
}

/// Every file that the run asked for, and the folders in which there may be more.
fn watched(session: &Session, arguments: &Arguments, verb: &Test) -> BTreeSet<PathBuf> {
    let rules: Vec<PathBuf> = session
        .requested
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rules"))
        .cloned()
        .collect();
    let parents = rules.iter().filter_map(|path| path.parent());
    let parents = parents.filter(|folder| *folder != Path::new("")).map(Path::to_path_buf);
    let named = arguments.rules.iter().chain(&verb.paths).cloned();
    let inside = verb.paths.iter().map(|path| path.join("scenarios"));
    session
        .requested
        .iter()
        .cloned()
        .chain(folders(&rules))
        .chain(parents)
        .chain(named)
        .chain(inside)
        .collect()
}

fn stamp(path: &Path) -> Stamp {
    let Ok(kind) = std::fs::metadata(path) else { return Stamp::None };
    if !kind.is_dir() {
        return Stamp::File(kind.modified().ok(), kind.len());
    }
    let Ok(entries) = std::fs::read_dir(path) else { return Stamp::None };
    let names = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        let path = entry.path();
        let ending =
            path.extension().is_some_and(|own| own == "rules" || ENDINGS.iter().any(|one| own == *one));
        (ending || path.is_dir()).then(|| entry.file_name())
    });
    Stamp::Folder(names.collect())
}
