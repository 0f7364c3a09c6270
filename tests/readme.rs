//! The README in both languages: its rules compile and are in their canonical form, and both say the same.

use std::fs;
use std::path::Path;
use ustav::base::{Language, Severity, SourceId};
use ustav::model::{Parsed, check};
use ustav::syntax::{parse, print};

const READMES: [&str; 2] = ["README.md", "README.ru.md"];

/// The fenced blocks of a README: their languages and texts.
fn blocks(name: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some((language.to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some((_, block))) => *block += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    found
}

#[test]
fn the_rules_compile_and_are_canonical() {
    for name in READMES {
        let blocks = blocks(name);
        let (_, rules) = blocks.iter().find(|(language, _)| language == "rules").expect(name);
        let (file, diagnostics) = parse(SourceId(0), rules);
        assert_eq!(print(&file, rules), *rules, "{name}");
        let (model, found) = check(Parsed { files: vec![file], diagnostics });
        assert!(found.iter().all(|one| one.severity == Severity::Warning), "{name}: {found:#?}");
        assert!(model.is_some(), "{name}");
    }
}

#[test]
fn the_first_two_shell_blocks_are_the_two_commands() {
    for name in READMES {
        let shell: Vec<String> = blocks(name)
            .into_iter()
            .filter(|(language, _)| language == "sh")
            .map(|(_, block)| block)
            .collect();
        assert!(shell[0].starts_with("cargo run") && shell[0].lines().count() == 1, "{name}: {}", shell[0]);
        assert_eq!(shell[1].trim(), "cargo test", "{name}");
    }
}

/// The first command of a README and what stands behind it, as if it were one block.
fn first_command(name: &str) -> (String, String) {
    let blocks = blocks(name);
    let of = |wanted: &str| &blocks.iter().find(|(language, _)| language == wanted).expect(name).1;
    let (_, arguments) = of("sh").split_once(" -- ").expect(name);
    (format!("$ ustav {arguments}"), of("text").clone())
}

/// Commands show what they print; `RECORD=1` writes it.
#[test]
fn commands_show_what_they_print() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in READMES {
        let (command, output) = first_command(name);
        let printed = crate::spec::printed(root, &format!("{command}{output}"), Language::English);
        let first = (output, printed.replacen(&command, "", 1));
        let others =
            blocks(name).into_iter().filter(|(language, _)| language == "console").map(|(_, block)| {
                let printed = crate::spec::printed(root, &block, Language::English);
                (block, printed)
            });
        for (block, printed) in std::iter::once(first).chain(others) {
            if printed != block && std::env::var_os("RECORD").is_some() {
                let text = fs::read_to_string(root.join(name)).unwrap();
                fs::write(root.join(name), text.replacen(&block, &printed, 1)).unwrap();
            } else {
                assert_eq!(printed, block, "{name}");
            }
        }
    }
}

/// What `ustav verify` says of the edit that the README tells of.
#[test]
fn a_changed_document_comes_out_as_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let rules = "rules/bitrix24";
    for part in ["", "/documents", "/scenarios", "/examples"] {
        let part = format!("{rules}{part}");
        fs::create_dir_all(folder.path().join(&part)).unwrap();
        for entry in fs::read_dir(root.join(&part)).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                fs::copy(entry.path(), folder.path().join(&part).join(entry.file_name())).unwrap();
            }
        }
    }
    let document = folder.path().join(rules).join("documents/specialist.md");
    let text = fs::read_to_string(&document).unwrap();
    assert_eq!(text.matches("не более десяти").count(), 1);
    fs::write(&document, text.replace("не более десяти", "не более двадцати")).unwrap();
    for (name, language) in READMES.into_iter().zip(Language::ALL) {
        let printed = crate::spec::printed(folder.path(), "$ ustav verify\n", language);
        let blocks = blocks(name);
        let (_, shown) = blocks.iter().find(|(_, block)| block.contains("[E0504]: ")).expect(name);
        let first = printed.find(&format!("{}[E0504]", if name == READMES[0] { "error" } else { "ошибка" }));
        let due = printed.split_at(first.unwrap()).1.split("\n\n").next().unwrap().to_owned() + "\n";
        if due != *shown && std::env::var_os("RECORD").is_some() {
            let text = fs::read_to_string(root.join(name)).unwrap();
            fs::write(root.join(name), text.replacen(shown, &due, 1)).unwrap();
        } else {
            assert_eq!(due, *shown, "{name}");
        }
    }
}

#[test]
fn both_languages_have_the_same_blocks() {
    let languages = |name| blocks(name).into_iter().map(|(language, _)| language).collect::<Vec<_>>();
    assert_eq!(languages(READMES[0]), languages(READMES[1]));
}
