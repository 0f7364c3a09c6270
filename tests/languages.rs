//! No output mixes languages: the runs of `tests/languages/runs.txt` on a pack that is Russian throughout, and on its
//! English twin. Add a line there for whatever the program learns to say.
//!
//! Looked at are the words outside of what is not the program's: lines of excerpts with their paths, what stands in
//! backticks or quotation marks, paths, flags, codes, JSON.

use crate::cli::Folder;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Names that are written in Latin letters in Russian texts, too.
const NAMES: [&str; 17] = [
    "git", "ustav", "YAML", "JSON", "Lines", "SARIF", "HTML", "Markdown", "Unicode", "UTC", "IANA", "GitHub",
    "JUnit", "XML", "CI", "e", "mail",
];

/// What help shows as it has to be typed, unquoted.
const TYPED: [&str; 39] = [
    "powershell",
    "check",
    "review",
    "new",
    "draft",
    "simulate",
    "audit",
    "can",
    "test",
    "verify",
    "accept",
    "report",
    "how",
    "fmt",
    "explain",
    "compile",
    "completions",
    "help",
    "rules",
    "human",
    "json",
    "github",
    "sarif",
    "junit",
    "ru",
    "en",
    "auto",
    "always",
    "never",
    "tree",
    "model",
    "kb",
    "plan",
    "bash",
    "zsh",
    "fish",
    "man",
    "elvish",
    "all",
];

/// The words of the program in a line of its output; `open` is what ends a quotation that began in a line before.
fn own_words<'l>(line: &'l str, open: &mut Option<char>) -> Vec<&'l str> {
    let body = line.trim_start().trim_start_matches(|sign: char| sign.is_ascii_digit());
    let is_source = line.trim_start().starts_with(|sign: char| sign.is_ascii_digit());
    let body = body.trim_start();
    if is_source && body.starts_with('│') || body.starts_with(['╭', '├', '╰']) && !body.starts_with("╰──")
    {
        return Vec::new();
    }
    let mut plain = Vec::new();
    let mut rest = body;
    if let Some(close) = open.take() {
        rest = rest.split_once(close).map_or(rest, |(_, rest)| rest);
    }
    while let Some(start) = rest.find(['`', '"', '«', '“']) {
        let (before, behind) = rest.split_at(start);
        let mark = behind.chars().next().unwrap();
        let close = match mark {
            '«' => '»',
            '“' => '”',
            same => same,
        };
        plain.push(before);
        let inside = behind.split_at(mark.len_utf8()).1;
        rest = inside.split_once(close).map_or("", |(_, rest)| rest);
        *open = (!inside.contains(close)).then_some(close);
    }
    plain.push(rest);
    let words = plain.into_iter().flat_map(str::split_whitespace);
    // Paths, addresses, flags, instants and codes are no words of a language.
    let words = words.filter(|word| {
        let word = word.trim_end_matches(['.', ':', ',']);
        !word.starts_with('-') && !word.contains(['/', '.', '@', '_', '<', '='])
    });
    let words = words.filter(|word| !word.chars().any(|sign| sign.is_ascii_digit()));
    words
        .flat_map(|word| word.split(|sign: char| !sign.is_alphabetic()))
        .filter(|word| !word.is_empty())
        .collect()
}

/// What of a line is the program's own: of rules that are shown with a change, nothing; of a scenario file, its comments
/// and the names of the scenarios; of a workflow command, its message.
fn of_program<'l>(run: &str, line: &'l str) -> Option<&'l str> {
    if run.contains("--boundaries") && !run.contains("--help") {
        let name = line.split_once("name: ").map(|(_, name)| name.trim_matches('"'));
        return if line.starts_with("# ") { Some(line) } else { name };
    }
    // Of a page, not what is shown as code.
    if run.starts_with("explain") && (line.starts_with("    ") || line.ends_with(':')) {
        return None;
    }
    // Behind the properties of a workflow command.
    if let Some((_, message)) = line.strip_prefix("::").and_then(|line| line.split_once("::")) {
        return Some(message);
    }
    let shown = run.contains("--mutate") && line.starts_with(['+', '-', ' ']) && !line.contains('%');
    (!shown).then_some(line)
}

/// The messages and helps in JSON, a line each.
fn messages(json: &Value) -> String {
    match json {
        Value::Array(all) => all.iter().map(messages).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| match value {
                Value::String(text) if ["message", "help"].contains(&key.as_str()) => format!("{text}\n"),
                value => messages(value),
            })
            .collect(),
        _ => String::new(),
    }
}

fn is_foreign(word: &str, language: &str) -> bool {
    if language == "en" {
        return !word.is_ascii();
    }
    let is_value = ["true", "false"].contains(&word);
    word.chars().all(|letter| letter.is_ascii_alphabetic()) && !NAMES.contains(&word) && !is_value
}

/// The folder of a pack, and what stands in for `{actor}` and its like.
fn pack(language: &str) -> (Folder, Vec<(String, String)>) {
    let folder = Folder::empty();
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages").join(language);
    for entry in fs::read_dir(files).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let text = fs::read(entry.path()).unwrap();
        if ["pack.rules", "club.md"].contains(&name.as_str()) {
            folder.write(&format!("rules/{name}"), &text);
        }
        folder.write(&name, &text);
    }
    let names = folder.read("names.txt");
    let names = names.lines().map(|line| line.split_once('=').unwrap());
    (folder, names.map(|(name, value)| (format!("{{{name}}}"), value.to_owned())).collect())
}

#[test]
fn no_output_has_a_word_of_the_other_language() {
    let runs = include_str!("languages/runs.txt");
    let mut wrong = Vec::new();
    for language in ["en", "ru"] {
        let (folder, names) = pack(language);
        for run in runs.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            if let Some(files) = run.strip_prefix("copy ") {
                let (from, to) = files.split_once(' ').unwrap();
                folder.write(to, folder.bytes(from));
                continue;
            }
            let run = names.iter().fold(run.to_owned(), |run, (name, value)| run.replace(name, value));
            let ran = folder.run(&format!("{run} --lang {language}"));
            let text = match serde_json::from_str(&ran.out) {
                Ok(json) => ran.err + &messages(&json),
                Err(_) if ran.out.starts_with('<') => ran.err,
                Err(_) => ran.err + &ran.out,
            };
            let mut open = None;
            for line in text.lines().filter_map(|line| of_program(&run, line)) {
                let typed = |word: &str| {
                    let usage = line.starts_with("Usage:") || line.starts_with("Использование:");
                    (usage || run.contains("help") || run == "-h" || run.starts_with("explain"))
                        && (TYPED.contains(&word) || word.chars().all(|letter| letter.is_ascii_uppercase()))
                };
                let mut words = own_words(line, &mut open).into_iter();
                let foreign = words.find(|word| is_foreign(word, language) && !typed(word));
                wrong.extend(foreign.map(|word| format!("{language}: ustav {run}: `{word}` in: {line}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines mix languages:\n{}", wrong.len(), wrong.join("\n"));
}
