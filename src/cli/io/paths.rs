//! Where paths lead: to folders, to the rule files in them, and to what a file names beside it.

use crate::base::suggest::{nearest, odd_character};
use crate::base::{About, Code, Diagnostic, Message, msg};
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

/// What a path may be meant to be where nothing is: a flag, a path with a blank, or one with nearly the same name.
pub(crate) fn path_meant(path: &Path) -> Option<Message> {
    // As many as are compared.
    const MOST: usize = 2_000;
    let name = path.file_name()?.to_str()?;
    let flag = name.trim_start_matches(['-', '—', '–', '−']);
    if name.len() > flag.len() && path == Path::new(name) {
        let is_odd = name.chars().next().is_some_and(|sign| odd_character(sign).is_some());
        return is_odd.then(|| msg!(cli.write_hyphens, flag = format!("--{flag}")));
    }
    let entries =
        std::fs::read_dir(path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")));
    let names = entries.ok()?.take(MOST).filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    let shown = |name: &str| path.with_file_name(name).display().to_string();
    let goes_on = |other: &&String| other.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
    if let Some(whole) = names.iter().find(goes_on) {
        return Some(msg!(cli.quote_path, path = shown(whole)));
    }
    let (stem, kind) = stem_and_kind(name);
    let alike = names.iter().filter(|name| stem_and_kind(name).1 == kind);
    let near = nearest(stem, alike.clone().map(|name| stem_and_kind(name).0))?;
    let found = alike.filter(|name| stem_and_kind(name).0 == near);
    // The one whose ending is nearest.
    let found = found.min_by_key(|found| strsim::damerau_levenshtein(found, name))?;
    Some(msg!(common.did_you_mean, word = shown(found)))
}

/// The name of a file without its ending, and the kind of file that the ending says.
fn stem_and_kind(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, "yaml" | "yml" | "json" | "jsonl")) => (stem, "data"),
        Some(found) => found,
        None => (name, ""),
    }
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
    let name = path.display();
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Diagnostic::error(Code::E0602, msg!(cli.no_rules_there, path = name.to_string()))
                .about(About::File(name.to_string()))
                .help(path_meant(path).unwrap_or_else(|| msg!(cli.name_rules)))
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
