//! Where paths lead: to folders, to the rule files in them, and to what a file names beside it.

use crate::base::{About, Code, Diagnostic, msg};
use crate::cli::io::near_paths::near_path;
use crate::cli::io::whole_file::{cannot_read, no_file};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Folders deeper than this are not searched.
const DEEPEST: usize = 16;
/// More files and folders than this are not searched.
const MOST_ENTRIES: usize = 10_000;

/// The path by which a file is known, however it is named; the path itself where nothing is there.
pub(crate) fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A path that a file names, from the folder of the file.
pub(crate) fn relative_to(file: &Path, named: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(named)
}

/// Refuse a pipe or a device that a file names: to open it may take for ever, and who wrote the file is not who runs
/// the program.
///
/// # Errors
/// E0601.
pub(crate) fn refuse_device(path: &Path) -> Result<(), Diagnostic> {
    if path.metadata().is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
        return Err(cannot_read(&path.display().to_string(), &no_file()));
    }
    Ok(())
}

/// Whether the name of a file is that of rules.
pub(crate) fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "rules")
}

/// A rule file, or all rule files of a folder and of those in it, in the order of their names.
///
/// # Errors
/// E0602 where there is none, E0601 where one of the folders cannot be read.
pub(crate) fn rule_files(path: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    rule_files_of(path, "--rules ")
}

/// The same for a path that stands behind another flag, or behind none.
///
/// # Errors
/// As above.
pub(crate) fn rule_files_of(path: &Path, flag: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let name = path.display();
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Diagnostic::error(Code::E0602, msg!(cli.no_rules_there, path = name.to_string()))
                .about(About::File(name.to_string()))
                .help(match near_path(path) {
                    Some(near) => msg!(common.did_you_mean, word = format!("{flag}{near}")),
                    None if flag.is_empty() => msg!(cli.name_rules_alone),
                    None => msg!(cli.name_rules),
                })
        }
        _ => cannot_read(&name.to_string(), &error),
    })?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![(path.to_owned(), 0)];
    let mut entries = 0;
    while let Some((folder, depth)) = open.pop() {
        let name = folder.display().to_string();
        let failed = |error: std::io::Error| cannot_read(&name, &error);
        // Links may go in circles.
        if depth > DEEPEST || !seen.insert(folder.canonicalize().map_err(failed)?) {
            continue;
        }
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            entries += 1;
            if entries > MOST_ENTRIES {
                let message = msg!(cli.too_many_entries, folder = name, most = MOST_ENTRIES);
                return Err(Diagnostic::error(Code::E0602, message).help(msg!(cli.name_folder_of_rules)));
            }
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let path = entry.path();
            let ending = is_rule_file(&path);
            match std::fs::metadata(&path) {
                Ok(kind) if kind.is_dir() => open.push((path, depth + 1)),
                Ok(kind) if kind.is_file() && ending => found.push(path),
                Err(error) if ending => return Err(cannot_read(&path.display().to_string(), &error)),
                _ => {}
            }
        }
    }
    if found.is_empty() {
        return Err(Diagnostic::error(Code::E0602, msg!(cli.no_rule_files, folder = name.to_string()))
            .help(msg!(cli.rule_file_names)));
    }
    found.sort();
    Ok(found)
}
