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

/// What stands behind the fences of a page, and the blocks.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(words), None) => open = Some((words.to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some((_, block))) => *block += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    found
}

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
    let from = text.lines().position(|line| line == first);
    let lines: Vec<&str> =
        text.lines().skip(from.unwrap_or_else(|| panic!("no line `{first}` in\n{text}"))).collect();
    let end = lines.iter().position(|line| *line == last);
    lines[..=end.unwrap_or_else(|| panic!("no line `{last}` in\n{text}"))].join("\n") + "\n"
}

#[test]
fn the_tutorial_runs() {
    for (page, language) in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = fs::read_to_string(&path).unwrap();
        let mut due = text.clone();
        let folder = Folder::empty();
        folder.write("rules/.keep", "");
        let mut draft = String::new();
        for (words, block) in blocks(&text) {
            let mut words = words.split(' ');
            match (words.next().unwrap(), words.next()) {
                ("text", Some("draft")) => due = due.replacen(&block, &part(&draft, &block), 1),
                ("markdown" | "rules" | "yaml", Some(path)) => {
                    if path.ends_with(".rules") {
                        let (own, all) = typed(&draft, &block);
                        let mut parts = due.splitn(5, "**");
                        let before = [parts.next(), parts.next(), parts.next()].map(Option::unwrap);
                        let [behind, rest] = [parts.next(), parts.next()].map(Option::unwrap);
                        assert!(behind.parse::<usize>().is_ok(), "{page}: {behind}");
                        let unit = before[1].split_once(' ').unwrap().1;
                        due = format!("{}**{own} {unit}**{}**{all}**{rest}", before[0], before[2]);
                    }
                    folder.write(path, &block);
                }
                ("console", _) => {
                    let printed = crate::spec::printed(&folder.path(""), &block, language);
                    due = due.replacen(&block, &printed, 1);
                    if draft.is_empty() {
                        draft = folder.read("rules/help.rules");
                    }
                }
                (_, Some(other)) => panic!("{page}: nothing says what to do with `{other}`"),
                _ => {}
            }
        }
        if std::env::var_os("RECORD").is_some() {
            fs::write(&path, &due).unwrap();
        }
        assert_eq!(due, fs::read_to_string(&path).unwrap(), "{page}");
    }
}
