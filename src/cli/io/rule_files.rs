//! The rule files of a folder.

use crate::base::{Code, Diagnostic};
use crate::cli::io::whole_file::cannot_read;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The ending of rule files.
const ENDING: &str = "rules";
/// Folders deeper than this are not searched: links may go in circles.
const DEEPEST: usize = 16;

/// More files and folders than this are not searched.
const MOST_ENTRIES: usize = 10_000;

/// A rule file, or all rule files of a folder in the order of their names.
pub(crate) fn rule_files(path: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let name = path.display();
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Diagnostic::error(Code::E0602, format!("there is no `{name}`"))
            .help("name a rule file, or a folder with rule files, with `--rules`"),
        _ => cannot_read(&name.to_string(), &error),
    })?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    search(path, &mut found)?;
    if found.is_empty() {
        return Err(Diagnostic::error(Code::E0602, format!("the folder `{name}` holds no rule files"))
            .help("the names of rule files end with `.rules`"));
    }
    found.sort();
    Ok(found)
}

/// Find the rule files of a folder and of those in it, each folder once: links may go in circles.
fn search(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Diagnostic> {
    let mut seen = HashSet::new();
    let mut open = vec![(folder.to_owned(), 0)];
    let mut entries = 0;
    while let Some((folder, depth)) = open.pop() {
        let name = folder.display().to_string();
        let failed = |error: std::io::Error| cannot_read(&name, &error);
        if depth > DEEPEST || !seen.insert(folder.canonicalize().map_err(failed)?) {
            continue;
        }
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            entries += 1;
            if entries > MOST_ENTRIES {
                return Err(Diagnostic::error(
                    Code::E0602,
                    format!("`{name}` lies among more than {MOST_ENTRIES} files and folders"),
                )
                .help("name a folder that holds the rules alone"));
            }
            let path = entry.path();
            let ending = path.extension().is_some_and(|ending| ending == ENDING);
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            match std::fs::metadata(&path) {
                Ok(kind) if kind.is_dir() => open.push((path, depth + 1)),
                Ok(kind) if kind.is_file() && ending => found.push(path),
                Err(error) if ending => return Err(cannot_read(&path.display().to_string(), &error)),
                _ => {}
            }
        }
    }
    Ok(())
}
