//! What a path is meant to be where nothing is.

use crate::base::suggest::{nearest, odd_character, pasted};
use crate::base::{Message, msg};
use crate::cli::meant::value_of_flag;
use std::path::Path;

/// What a path may be meant to be where nothing is: a flag, a path with a blank, or one with nearly the same name.
pub(crate) fn path_meant(path: &Path) -> Option<Message> {
    let name = path.file_name()?.to_str()?;
    let flag = name.trim_start_matches(['-', '—', '–', '−']);
    if name.len() > flag.len() && path == Path::new(name) {
        let is_odd = name.chars().next().is_some_and(|sign| odd_character(sign).is_some());
        return is_odd.then(|| msg!(cli.write_hyphens, flag = format!("--{flag}")));
    }
    let whole = path.to_str()?;
    if let Some(value) = value_of_flag(whole) {
        return Some(value);
    }
    if whole.contains(": ") || whole.starts_with(['{', '[']) {
        return Some(msg!(cli.not_a_path));
    }
    let bare = whole
        .trim_matches(|sign: char| matches!(sign, '"' | '\'' | '`' | ',' | ';') || pasted(sign).is_some());
    if bare != whole && path.with_file_name(Path::new(bare).file_name()?).exists() {
        return Some(msg!(common.did_you_mean, word = bare));
    }
    let names = names_beside(path)?;
    let shown = |name: &str| path.with_file_name(name).display().to_string();
    let goes_on = |other: &&String| other.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
    if let Some(whole) = names.iter().find(goes_on) {
        return Some(msg!(cli.quote_path, path = shown(whole)));
    }
    Some(msg!(common.did_you_mean, word = near_path(path)?))
}

/// The path in the same folder that has nearly the same name, or that of a file or a folder among the rules.
pub(crate) fn near_path(path: &Path) -> Option<String> {
    let among = || {
        let inner = Path::new("rules").join(path);
        let plain = path.components().count() == 1 && !path.starts_with("rules");
        let near = if inner.exists() { Some(inner.display().to_string()) } else { near_beside(&inner) };
        near.filter(|_| plain)
    };
    near_beside(path).or_else(among)
}

fn near_beside(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let names = names_beside(path)?;
    let (stem, kind) = stem_and_kind(name);
    let is_whole = |other: &&String| kind.is_empty() && stem_and_kind(other) == (name, "data");
    if let Some(whole) = names.iter().find(is_whole) {
        return Some(path.with_file_name(whole).display().to_string());
    }
    let alike = names.iter().filter(|name| stem_and_kind(name).1 == kind);
    let Some(near) = nearest(stem, alike.clone().map(|name| stem_and_kind(name).0)) else {
        // The ending may be the wrong one.
        let near = nearest(name, names.iter().map(String::as_str))?;
        return Some(path.with_file_name(near).display().to_string());
    };
    let found = alike.filter(|name| stem_and_kind(name).0 == near);
    // The one whose ending is nearest.
    let found = found.min_by_key(|found| strsim::damerau_levenshtein(found, name))?;
    Some(path.with_file_name(found).display().to_string())
}

/// The name of a file without its ending, and the kind of file that the ending says.
fn stem_and_kind(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, "yaml" | "yml" | "json" | "jsonl")) => (stem, "data"),
        Some(found) => found,
        None => (name, ""),
    }
}

/// The names of what is in the folder of a path, those that are hidden left out.
fn names_beside(path: &Path) -> Option<Vec<String>> {
    // As many as are compared.
    const MOST: usize = 2_000;
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).ok()?.take(MOST);
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    Some(names)
}
