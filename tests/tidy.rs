//! The house is in order: imports run down the floors, and every path named in the documentation exists.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the lowest floor up, and which others of the same floor each may not know.
const FLOORS: [(&str, u8); 16] = [
    ("base", 0),
    ("values", 0),
    ("syntax", 1),
    ("prose", 1),
    ("model", 2),
    ("kb", 3),
    ("state", 3),
    ("documents", 3),
    ("tables", 4),
    ("program", 5),
    ("input", 5),
    ("artefact", 6),
    ("eval", 6),
    ("testing", 7),
    ("embed", 7),
    ("cli", 8),
];

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn imports_run_down_the_floors() {
    let mut wrong = Vec::new();
    for (module, floor) in FLOORS {
        let (folder, single) =
            (root().join("src").join(module), root().join("src").join(module).with_extension("rs"));
        for file in if folder.is_dir() { files(&folder, "rs") } else { vec![single] } {
            let text = fs::read_to_string(&file).unwrap();
            for (other, height) in FLOORS {
                let known =
                    text.contains(&format!("crate::{other}::")) || text.contains(&format!("crate::{other};"));
                if other != module && known && height >= floor {
                    wrong.push(format!("{} knows `{other}`", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_has_its_floor() {
    let mut modules: Vec<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|module| module != "lib" && module != "main")
        .collect();
    modules.sort();
    let mut floors: Vec<&str> = FLOORS.iter().map(|(module, _)| *module).collect();
    floors.sort_unstable();
    assert_eq!(modules, floors);
}

#[test]
fn values_know_no_places() {
    for file in files(&root().join("src/values"), "rs") {
        assert!(!fs::read_to_string(&file).unwrap().contains("Span"), "{}", file.display());
    }
}

#[test]
fn the_paths_that_are_named_exist() {
    let mut missing = Vec::new();
    for name in ["docs/architecture.md", "CONTRIBUTING.md", "README.md", "README.ru.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        for (at, piece) in text.split('`').enumerate() {
            let path = piece.split([' ', ':']).next().unwrap_or_default();
            let ours = ["src/", "tests/", "docs/", "grammar/", "rules/", ".ci/"];
            let named = at % 2 == 1 && ours.iter().any(|folder| path.starts_with(folder));
            if named && !root().join(path).exists() {
                missing.push(format!("{name}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_architecture_is_short() {
    let lines = fs::read_to_string(root().join("docs/architecture.md")).unwrap().lines().count();
    assert!(lines < 200, "{lines} lines");
}
