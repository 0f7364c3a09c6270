//! Mistakes that people make, and what the program says of them: the pages of `tests/mistakes`, source and message
//! together in both languages, to be read by whoever words a message.
//!
//! A case is a heading and its blocks. `rules` is one more file beside `base.rules`, with `rules alone` the only one;
//! `yaml state`, `yaml action` and `yaml scenario` stand in place of the usual ones, `markdown` in place of the document.
//! `en` and `ru` are what the program prints. `RECORD=1 cargo test mistakes` writes them: read the difference. What is
//! run is `check`, with a scenario `test`, or with one block of rules alone `compile`; `console` names another command.

use crate::cli::{Folder, Ran};
use std::fs;
use std::path::{Path, PathBuf};
use ustav::base::Code;

const STATE: &str =
    "users: [{id: anna, email: anna@club.example, role: administrator, joined: 2024-01-10}]\n";
const ACTION: &str = "{actor: anna, action: invite, email: guest@club.example, via: web, at: 2024-05-11}\n";

/// A fenced block: the words behind its fence, its text, and where the text begins in the page.
struct Block<'p> {
    words: &'p str,
    text: &'p str,
    start: usize,
}

struct Case<'p> {
    title: &'p str,
    blocks: Vec<Block<'p>>,
}

impl Case<'_> {
    fn block(&self, words: &str) -> Option<&str> {
        self.blocks.iter().find(|block| block.words == words).map(|block| block.text)
    }

    /// What the program prints of it in a language, standard error first.
    fn run(&self, language: &str) -> String {
        let folder = Folder::empty();
        let alone = self.block("rules alone");
        let document = "# The club\n\nMembers may invite guests.\nThe club has up to ten members.\n";
        folder.write("rules/club.md", self.block("markdown").unwrap_or(document));
        if alone.is_none() {
            folder.write("rules/base.rules", fs::read_to_string(pages_folder().join("base.rules")).unwrap());
        }
        if let Some(rules) = alone.or(self.block("rules")) {
            folder.write("rules/case.rules", rules);
        }
        folder.write("state.yaml", self.block("yaml state").unwrap_or(STATE));
        folder.write("action.yaml", self.block("yaml action").unwrap_or(ACTION));
        let scenario = self.block("yaml scenario");
        if let Some(text) = scenario {
            folder.write("scenario.yaml", text);
        }
        let usual = match (self.block("rules").or(alone), scenario) {
            (_, Some(_)) => "test scenario.yaml",
            (Some(_), None) if self.block("yaml action").or(self.block("yaml state")).is_none() => "compile",
            _ => "check state.yaml action.yaml",
        };
        let command = self.block("console").map_or(usual, |text| text.trim_start_matches("$ ustav ").trim());
        let Ran { code, out, err } = folder.run(&format!("{command} --lang {language}"));
        let lines = format!("{err}{out}");
        let lines: Vec<&str> = lines.trim_end().lines().map(str::trim_end).collect();
        format!("{}\n[{code}]\n", lines.join("\n"))
    }
}

fn pages_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

fn cases(page: &str) -> Vec<Case<'_>> {
    let mut found: Vec<Case<'_>> = Vec::new();
    let (mut at, mut open) = (0, None);
    for line in page.split_inclusive('\n') {
        match (open, line.strip_prefix("```")) {
            (None, Some(words)) => open = Some((words.trim(), at + line.len())),
            (Some((words, start)), Some(_)) => {
                let block = Block { words, text: page.get(start..at).unwrap(), start };
                found.last_mut().expect("a block stands below the heading of its case").blocks.push(block);
                open = None;
            }
            (None, None) => {
                let title = line.strip_prefix("## ").map(str::trim);
                found.extend(title.map(|title| Case { title, blocks: Vec::new() }));
            }
            (Some(_), None) => {}
        }
        at += line.len();
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

#[test]
fn mistakes_are_named() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(pages_folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let page = fs::read_to_string(&path).unwrap();
        let mut recorded = page.clone();
        // From behind, so that places before stay.
        for case in cases(&page).iter().rev() {
            for language in ["ru", "en"] {
                let block = case.blocks.iter().find(|block| block.words == language);
                let block = block.ok_or_else(|| format!("{}: no block `{language}`", case.title)).unwrap();
                let printed = case.run(language);
                if printed != block.text {
                    wrong.push(format!(
                        "{}: {language}: expected\n{}\nfound\n{printed}",
                        case.title, block.text
                    ));
                    recorded.replace_range(block.start..block.start + block.text.len(), &printed);
                }
            }
        }
        if std::env::var_os("RECORD").is_some() {
            fs::write(path, recorded).unwrap();
            wrong.clear();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_shown_in_both_languages() {
    let read = |folder: &str| -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|end| end == "md"))
            .map(|path| fs::read_to_string(path).unwrap())
            .collect()
    };
    let mistakes = read("tests/mistakes");
    for (folder, words) in
        [("docs/errors", ["error", "warning"]), ("docs/ru/errors", ["ошибка", "предупреждение"])]
    {
        let pages = read(folder);
        for code in Code::ALL {
            let shown = words.iter().map(|word| format!("{word}[{code}]"));
            let is_shown = shown.into_iter().any(|head| pages.contains(&head) || mistakes.contains(&head));
            assert!(is_shown, "neither {folder} nor tests/mistakes shows what {code} says");
        }
    }
}
