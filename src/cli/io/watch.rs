//! The files of a run, and when they change.
//!
//! The files are looked at a few times a second. A run reads some dozens of them, so this costs nothing, and it works
//! where a system reports no changes: on mounted folders, in containers, and with editors that write beside and rename.

use crate::cli::arguments::{Arguments, Test};
use crate::cli::io::paths::is_rule_file;
use crate::cli::io::scenarios::{folders, is_scenario_file};
use crate::cli::session::Session;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(150);

/// What is remembered of a file, so that its change is seen; of a folder, what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stamp {
    None,
    File(Option<SystemTime>, u64),
    Folder(BTreeSet<PathBuf>),
}

/// The files of the runs so far, as they were.
#[derive(Default)]
pub(crate) struct Watch {
    stamps: HashMap<PathBuf, Stamp>,
}

impl Watch {
    /// Note the files of a run that is over. What was known before it is kept as it was then: a change during the run
    /// counts.
    pub(crate) fn note(&mut self, session: &Session, arguments: &Arguments, verb: &Test) {
        let paths = watched(session, arguments, verb);
        self.stamps.retain(|path, _| paths.contains(path));
        for path in paths {
            self.stamps.entry(path.clone()).or_insert_with(|| stamp(&path));
        }
    }

    /// Wait until something is other than it was, and then until nobody writes any more.
    pub(crate) fn wait(&mut self) {
        let look = || self.stamps.keys().map(|path| (path.clone(), stamp(path))).collect();
        let mut last: HashMap<PathBuf, Stamp> = look();
        loop {
            std::thread::sleep(PAUSE);
            let now = look();
            if now == last && now != self.stamps {
                self.stamps = now;
                return;
            }
            last = now;
        }
    }
}

/// Every file that the run asked for, and the folders in which there may be more.
fn watched(session: &Session, arguments: &Arguments, verb: &Test) -> BTreeSet<PathBuf> {
    let rules = session.requested.iter().filter(|path| is_rule_file(path));
    let rules: Vec<PathBuf> = rules.cloned().collect();
    let parents = rules.iter().filter_map(|path| path.parent()).filter(|folder| *folder != Path::new(""));
    let named = session.requested.iter().chain(&arguments.rules).chain(&verb.paths).cloned();
    let inside = verb.paths.iter().map(|path| path.join("scenarios"));
    named.chain(parents.map(Path::to_path_buf)).chain(folders(&rules)).chain(inside).collect()
}

fn stamp(path: &Path) -> Stamp {
    let Ok(kind) = std::fs::metadata(path) else { return Stamp::None };
    if !kind.is_dir() {
        return Stamp::File(kind.modified().ok(), kind.len());
    }
    let Ok(entries) = std::fs::read_dir(path) else { return Stamp::None };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let watched = paths.filter(|path| is_rule_file(path) || is_scenario_file(path) || path.is_dir());
    Stamp::Folder(watched.collect())
}
