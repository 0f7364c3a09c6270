//! Paths as build servers know them: from the root of the repository, with no detours.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The current folder, and the root of the repository that it lies in: the folder upwards that holds `.git`, else itself.
struct Folders {
    current: PathBuf,
    root: PathBuf,
}

fn folders() -> &'static Folders {
    static FOLDERS: OnceLock<Folders> = OnceLock::new();
    FOLDERS.get_or_init(|| {
        let current = std::env::current_dir().unwrap_or_default();
        let current = current.canonicalize().unwrap_or(current);
        let root = current.ancestors().find(|folder| folder.join(".git").exists());
        Folders { root: root.unwrap_or(&current).to_owned(), current }
    })
}

/// Paths that were looked up: many findings lie in few files, and each look at the disk takes its time.
static KNOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// A path, as it was given, from the root of the repository and with slashes that lean forward. A path that leads out of
/// it stays what it is, without detours.
pub(super) fn in_repository(name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let found = || path_from(folders(), Path::new(name));
    known.entry(name.to_owned()).or_insert_with(found).clone()
}

fn path_from(Folders { current, root }: &Folders, path: &Path) -> String {
    let whole = current.join(path);
    // A file that is a link is known by its own name.
    let folder = whole.parent().and_then(|folder| folder.canonicalize().ok());
    let real = folder.zip(whole.file_name()).map(|(folder, name)| folder.join(name));
    let plain = plain(&whole);
    let mut inside = [real.as_deref(), Some(&plain)].into_iter().flatten();
    let inside = inside.find_map(|path| path.strip_prefix(root).ok());
    slashed(&inside.map_or_else(|| self::plain(path), Path::to_path_buf))
}

/// The path without parts that lead nowhere or back.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

fn slashed(path: &Path) -> String {
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_the_root() {
        let folders = Folders { current: "/none/repo/sub".into(), root: "/none/repo".into() };
        for (given, due) in [
            ("a.rules", "sub/a.rules"),
            (".//rules/a.rules", "sub/rules/a.rules"),
            ("rules/../docs/d.md", "sub/docs/d.md"),
            ("../docs/./d.md", "docs/d.md"),
            ("/none/repo/x/../y.md", "y.md"),
            ("/elsewhere/x/../y.md", "/elsewhere/y.md"),
            ("../../other/d.md", "../../other/d.md"),
        ] {
            assert_eq!(path_from(&folders, Path::new(given)), due);
        }
    }

    #[test]
    fn detours_are_left_out_of_names_that_stay() {
        assert_eq!(in_repository("src/../src/./lib.rs"), "src/lib.rs");
        assert_eq!(in_repository(""), "");
    }
}
