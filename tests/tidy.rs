//! The house is in order, as docs/architecture.md says: rooms, circles, names, lengths, and every path named in the
//! documentation. What a failing test prints is what is left to do.

mod graph;
mod names;
mod source;

use graph::{Imports, circles, imports};
use source::{HOUSE, House, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static IMPORTS: LazyLock<Imports> = LazyLock::new(|| imports(&HOUSE));

/// From this many lines on, a file has a reason in its head: `//! Long, because …`.
const LONG: usize = 500;

/// Inside of the command line: which files may not know which others.
const CLI: &[(&str, &str)] = &[
    ("src/cli/verbs/", "src/cli/verbs/"), // but for the files of one verb
    ("src/cli/output/", "src/cli/verbs/"),
    ("src/cli/io/", "src/cli/verbs/"),
];

/// A row of the table of floors in docs/architecture.md.
struct Room {
    floor: u8,
    /// All modules that it may know, those of its rooms below included.
    may_know: BTreeSet<String>,
}

/// The rooms by the names of their modules.
fn rooms() -> BTreeMap<String, Room> {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let mut rooms: BTreeMap<String, Room> = BTreeMap::new();
    for row in text.lines().skip_while(|line| !line.starts_with("| floor | module |")).skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, floor, module, _, knows, _] = cells[..] else { break };
        let module = room(module.trim_matches('`')).unwrap().to_owned();
        let mut may_know = BTreeSet::new();
        for known in knows.split('`').skip(1).step_by(2) {
            let below = rooms.get(known).expect("what a module may know has a row above");
            may_know.extend(below.may_know.iter().cloned());
            may_know.insert(known.to_owned());
        }
        rooms.insert(module, Room { floor: floor.parse().unwrap(), may_know });
    }
    rooms
}

/// The module of a file: `base` of `src/base/source.rs`; none of `src/lib.rs`.
fn room(file: &str) -> Option<&str> {
    let module = file.strip_prefix("src/")?.split('/').next()?;
    Some(module.strip_suffix(".rs").unwrap_or(module)).filter(|module| !["lib", "main"].contains(module))
}

/// A file of our own that imports another, as one line for each that is wrong.
fn wrong_imports(wrong: impl Fn(&str, &str) -> bool) -> String {
    let mut found = String::new();
    for (file, others) in &*IMPORTS {
        for (other, names) in others.iter().filter(|(other, _)| wrong(file, other)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            found.push_str(&format!("{file} -> {other}: {}\n", names.join(", ")));
        }
    }
    found
}

#[test]
fn every_module_has_its_floor() {
    let modules: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .filter_map(|entry| Some(room(&format!("src/{}", entry.unwrap().file_name().to_str()?))?.to_owned()))
        .collect();
    let rooms = rooms();
    assert_eq!(modules, rooms.keys().cloned().collect());
    for (module, room) in &rooms {
        let below = |known: &String| rooms[known].floor < room.floor;
        assert!(room.may_know.iter().all(below), "`{module}` may know what is not below it");
    }
}

#[test]
fn imports_run_down_the_floors() {
    let rooms = rooms();
    let wrong = wrong_imports(|file, other| {
        let (Some(from), Some(to)) = (room(file), room(other)) else { return room(file).is_some() };
        from != to && !rooms[from].may_know.contains(to)
    });
    assert!(wrong.is_empty(), "imports that the table of docs/architecture.md does not know:\n{wrong}");
}

#[test]
fn no_verb_knows_another() {
    let verb = |file: &str| {
        let file = file.strip_prefix("src/cli/verbs/")?;
        Some(file.split(['/', '.']).next()?.to_owned()).filter(|verb| verb != "mod")
    };
    let wrong = wrong_imports(|file, other| {
        let forbidden = |(from, to): &(&str, &str)| file.starts_with(from) && other.starts_with(to);
        let gathers = file == "src/cli/verbs/mod.rs";
        CLI.iter().any(forbidden) && !gathers && verb(other).is_some() && verb(file) != verb(other)
    });
    assert!(wrong.is_empty(), "what several verbs need has its place in output or io:\n{wrong}");
}

#[test]
fn no_file_is_in_a_circle() {
    let circles = circles(&IMPORTS);
    assert!(circles.is_empty(), "{} circles of imports\n{}", circles.len(), circles.join("\n"));
}

#[test]
fn things_have_the_names_of_the_field() {
    let old = names::old_names(&HOUSE);
    assert!(old.is_empty(), "{} old names\n{}", old.len(), old.join("\n"));
}

#[test]
fn every_exception_of_names_is_needed() {
    let vain = names::vain_exceptions(&HOUSE);
    assert!(vain.is_empty(), "nothing bears these names any more, so EXCEPT need not except them: {vain:?}");
}

#[test]
fn long_files_say_why() {
    let mut long = Vec::new();
    for file in files(&root().join("src"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        let head = text.lines().take_while(|line| line.starts_with("//!"));
        if text.lines().count() > LONG && !head.collect::<String>().contains("Long, because") {
            long.push(format!("{}: {} lines", file.display(), text.lines().count()));
        }
    }
    assert!(long.is_empty(), "over {LONG} lines and no `//! Long, because …`:\n{}", long.join("\n"));
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

/// The tests above see what Rust sees: a small crate with every way to name something of another file.
#[test]
fn imports_are_read_as_rust() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join("src").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("lib.rs", "mod a; mod b; mod c;");
    write("a/mod.rs", "mod child; mod other; pub use child::{Child as Renamed, make}; pub struct Own;");
    write(
        "a/child.rs",
        "use super::other; pub struct Child(other::Other); pub fn make() {} pub fn text() { crate::b::b() }",
    );
    write(
        "a/other.rs",
        "pub enum Other { One } pub mod inline { pub const TWO: u8 = 2; } macro_rules! m { () => {} }",
    );
    write("b.rs", "use crate::a::Renamed; pub fn b() { use crate::a::{self, other::Other::*}; a::make(); }");
    write(
        "c.rs",
        "//! crate::a::Own in a comment, `use crate::a::Own;`
        use crate::{a::other::inline, b as bee}; use std::fmt;
        fn c() -> fmt::Result { println!(\"crate::a::Own {}\", inline::TWO + bee::b()); Ok(()) }
        #[cfg(test)] mod tests { use crate::a::Own; }",
    );
    let imports = imports(&House::read(&folder.path().join("src")));
    let found: Vec<String> = imports
        .iter()
        .flat_map(|(file, others)| {
            others.iter().map(move |(other, names)| format!("{file} -> {other} {names:?}"))
        })
        .collect();
    assert_eq!(
        found,
        [
            r#"src/a/child.rs -> src/a/other.rs {"Other"}"#,
            r#"src/a/child.rs -> src/b.rs {"b"}"#,
            r#"src/a/mod.rs -> src/a/child.rs {"Child", "make"}"#,
            r#"src/b.rs -> src/a/child.rs {"Child", "make"}"#,
            r#"src/b.rs -> src/a/other.rs {"Other::*"}"#,
            r#"src/c.rs -> src/a/other.rs {"TWO"}"#,
            r#"src/c.rs -> src/b.rs {"b"}"#,
        ]
    );
    let circles = circles(&imports);
    assert_eq!(
        circles,
        ["a circle of 2 files:\n  src/a/child.rs -> src/b.rs: b\n  src/b.rs -> src/a/child.rs: Child, make"]
    );
}

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
