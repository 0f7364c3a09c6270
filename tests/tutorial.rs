//! The tutorial runs, in both languages: its files are written and its commands run in one folder, one after the other.
//! `RECORD=1` writes what is printed, and how much was typed, into it.
//!
//! Behind a fence, `markdown`, `rules` or `yaml` and a path is a file; `console` are commands with what they print;
//! `text draft` is a part of the draft, between its first and its last line; other text is for the reader.

use crate::cli::Folder;
use std::fs;
use std::path::Path;
use ustav::base::Language;

const PAGES: [(&str, Language); 2] =
    [("docs/tutorial.md", Language::English), ("docs/ru/tutorial.md", Language::Russian)];

/// The characters of the lines of some rules that do not stand in a draft, be it behind a `#`; and of all their lines.
fn typed(draft: &str, rules: &str) -> (usize, usize) {
    let bare = |line: &str| line.trim_start_matches('#').trim().to_owned();
    let drafted: Vec<String> = draft.lines().map(bare).collect();
    let count = |lines: Vec<&str>| lines.iter().map(|line| line.trim().chars().count() + 1).sum();
    let lines = || rules.lines().filter(|line| !line.trim().is_empty());
    (count(lines().filter(|line| !drafted.contains(&bare(line))).collect()), count(lines().collect()))
}

/// A part of a text from the line that a block begins with to that which it ends with.
fn part(text: &str, block: &str) -> String {
    let (first, last) = (block.lines().next().unwrap(), block.lines().last().unwrap());
    let from = text.lines().position(|line| line == first).expect(first);
    let lines: Vec<&str> = text.lines().skip(from).collect();
    let end = lines.iter().position(|line| *line == last).expect(last);
    lines[..=end].join("\n") + "\n"
}

/// The page as it comes out, and its file.
struct Tutorial {
    folder: Folder,
    language: Language,
    /// The draft as it was written.
    draft: String,
    /// The characters of the rules that were typed, and all of them.
    typed: (usize, usize),
}

impl Tutorial {
    /// The block as it should be.
    fn run(&mut self, words: &str, block: &str) -> String {
        match words.split_once(' ') {
            Some(("text", "draft")) => return part(&self.draft, block),
            Some(("markdown" | "rules" | "yaml", path)) => {
                if words.starts_with("rules") {
                    self.typed = typed(&self.draft, block);
                }
                self.folder.write(path, block);
            }
            Some(_) => return format!("nothing says what to do with `{words}`\n"),
            None if words == "console" => {
                let printed = crate::spec::printed(&self.folder.path(""), block, self.language);
                if self.draft.is_empty() {
                    self.draft = self.folder.read("rules/help.rules");
                }
                return crate::journeys::dated(&printed);
            }
            None => {}
        }
        block.to_owned()
    }

    /// A line of text in which two numbers in bold are what was typed.
    fn told(&self, line: &str) -> String {
        let parts: Vec<&str> = line.split("**").collect();
        let [before, own, between, _, behind] = parts[..] else { return line.to_owned() };
        let (typed, all) = self.typed;
        let unit = own.split_once(' ').expect(line).1;
        format!("{before}**{typed} {unit}**{between}**{all}**{behind}")
    }
}

#[test]
fn the_tutorial_runs() {
    for (page, language) in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = fs::read_to_string(&path).unwrap();
        let mut tutorial =
            Tutorial { folder: Folder::empty(), language, draft: String::new(), typed: (0, 0) };
        let mut due = String::new();
        let mut open: Option<(&str, String)> = None;
        for line in text.lines() {
            match (line.strip_prefix("```"), &mut open) {
                (Some(words), None) => open = Some((words, String::new())),
                (Some(_), Some((words, block))) => {
                    due += &format!("```{words}\n{}```\n", tutorial.run(words, block));
                    open = None;
                }
                (None, Some((_, block))) => *block += &format!("{line}\n"),
                (None, None) => due += &(tutorial.told(line) + "\n"),
            }
        }
        if std::env::var_os("RECORD").is_some() {
            fs::write(&path, &due).unwrap();
        }
        assert_eq!(due, fs::read_to_string(&path).unwrap(), "{page}");
    }
}
