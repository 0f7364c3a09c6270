//! Every edit of the shipped pack is noticed: of each sentence of its documents that is normative, cited or set aside, of
//! each step of an action, and of each default of its schema.
//!
//! The suite tries every tenth edit of a word and every fifth other one; with `USTAV_EDITS=all` (`.ci/long`) each is tried.

use crate::compare::{compile, pack};
use chrono::NaiveDate;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::process::Command;
use ustav::base::SourceId;
use ustav::documents::drift::Drift;
use ustav::documents::{Documents, Lock, verify};
use ustav::model::Model;
use ustav::prose::Format;
use ustav::values::ids::DocumentId;

/// Whether every edit is tried.
fn all() -> bool {
    std::env::var("USTAV_EDITS").is_ok_and(|wanted| wanted == "all")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24")
}

/// The pack as it lies in the tree.
struct Shipped {
    rules: Vec<String>,
    documents: Vec<String>,
    lock: Lock,
}

impl Shipped {
    fn read() -> (Self, Model) {
        let rules = pack::texts();
        let model = model(&rules).expect("the shipped pack compiles");
        let read = |path: &str| fs::read_to_string(folder().join(path)).unwrap();
        let documents = model.documents.iter().map(|document| read(&document.path)).collect();
        let lock = Lock::read(SourceId(0), &read("ustav.lock"), false).unwrap();
        (Self { rules, documents, lock }, model)
    }

    /// Whether `verify` finds nothing with one document as it is given.
    fn holds_with(&self, model: &Model, document: DocumentId, edited: &str) -> bool {
        let texts = self.documents.iter().zip(model.documents.ids());
        let texts = texts.map(|(text, own)| if own == document { edited } else { text });
        holds(model, texts, &self.lock)
    }
}

fn model(rules: &[String]) -> Option<Model> {
    let texts: Vec<&str> = rules.iter().map(String::as_str).collect();
    compile(&texts).ok().map(|program| program.model)
}

fn documents<'t>(texts: impl Iterator<Item = &'t str>) -> Documents {
    Documents::new((1..).zip(texts).map(|(at, text)| Some((SourceId(at), text.to_owned(), Format::Markdown))))
}

fn holds<'t>(model: &Model, texts: impl Iterator<Item = &'t str>, lock: &Lock) -> bool {
    let documents = documents(texts);
    let day = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let verified = verify(model, &documents, lock, day);
    verified.agrees() && verified.drifts.iter().all(Drift::is_settled)
}

/// The words of a part of a text, by their places.
fn words(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.get(part.clone()).unwrap().char_indices() {
        let (from, to) = (part.start + at, part.start + at + letter.len_utf8());
        match found.last_mut() {
            _ if !letter.is_alphanumeric() => {}
            Some(last) if last.end == from => last.end = to,
            _ => found.push(from..to),
        }
    }
    found
}

fn replaced(text: &str, part: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", text.get(..part.start).unwrap(), text.get(part.end..).unwrap())
}

const NUMBERS: [(&str, &str); 5] =
    [("десяти", "двадцати"), ("одного", "двух"), ("одна", "две"), ("один", "два"), ("одной", "двух")];

/// The edits of a sentence, each with what it is.
fn edits(text: &str, sentence: Range<usize>, number: usize, all: bool) -> Vec<(String, String)> {
    let words = words(text, sentence.clone());
    let mut edits = vec![("deleted".to_owned(), replaced(text, sentence, ""))];
    for (at, word) in words.iter().enumerate() {
        let own = text.get(word.clone()).unwrap();
        let digits = own.parse::<u64>().ok().map(|number| (number + 10).to_string());
        let other =
            NUMBERS.iter().find(|(own_word, _)| *own_word == own).map(|(_, other)| (*other).to_owned());
        if let Some(other) = digits.or(other) {
            edits.push((format!("{own} is {other}"), replaced(text, word.clone(), &other)));
        }
        if own.eq_ignore_ascii_case("не") || own == "Не" {
            edits.push((format!("no {own}"), replaced(text, word.start..word.end + 1, "")));
        }
        let is_chosen = all || at == number % words.len();
        if is_chosen && own.chars().count() > 2 {
            edits.push((format!("{own} is a cupboard"), replaced(text, word.clone(), "шкаф")));
        }
        if at > 0 && (all || at == words.len() / 2) {
            edits.push((format!("not {own}"), replaced(text, word.start..word.start, "не ")));
        }
    }
    edits
}

#[test]
fn every_edit_of_a_sentence_is_noticed() {
    let (shipped, model) = Shipped::read();
    let kept = documents(shipped.documents.iter().map(String::as_str));
    let day = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let verified = verify(&model, &kept, &shipped.lock, day);
    assert!(holds(&model, shipped.documents.iter().map(String::as_str), &shipped.lock));
    let (mut made, mut tried, mut unnoticed) = (0, 0, String::new());
    for (number, sentence) in verified.sentences.iter().enumerate() {
        let (document, own) = (sentence.document, sentence.sentence);
        let span = verified.annotated.span_of(document, own..own + 1).unwrap();
        let span = span.start as usize..span.end as usize;
        let text = &shipped.documents[document.0 as usize];
        for (edit, edited) in edits(text, span.clone(), number, all()) {
            made += 1;
            if !all() && made % 5 != 0 {
                continue;
            }
            tried += 1;
            if shipped.holds_with(&model, document, &edited) {
                writeln!(unnoticed, "{edit}: {}", text.get(span.clone()).unwrap()).unwrap();
            }
        }
    }
    assert!(made > 3 * verified.sentences.len() && tried >= made / 5, "{tried} of {made}");
    assert!(unnoticed.is_empty(), "{unnoticed}");
}

/// The texts in quotation marks on a line, by their places.
fn quoted(line: &str) -> Vec<Range<usize>> {
    let marks: Vec<usize> = line.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

#[test]
fn every_edit_of_a_step_is_noticed() {
    let (shipped, _) = Shipped::read();
    let (mut made, mut tried, mut unnoticed) = (0, 0, String::new());
    for (file, text) in shipped.rules.iter().enumerate() {
        let (mut start, mut in_step) = (0, false);
        for line in text.split_inclusive('\n') {
            let word = line.split_whitespace().next().unwrap_or_default();
            in_step =
                word == "how" || in_step && ["en", "ru", "cites"].contains(&word) && line.starts_with("    ");
            for part in quoted(line).into_iter().filter(|_| in_step) {
                let part = start + part.start..start + part.end;
                let words = words(text, part.clone());
                let mut edits = vec![replaced(text, part.start..part.start, "Не ")];
                edits.extend(words.iter().map(|word| replaced(text, word.clone(), "шкаф")));
                for edited in edits {
                    made += 1;
                    if !all() && made % 10 != 0 {
                        continue;
                    }
                    let mut rules = shipped.rules.clone();
                    rules[file] = edited;
                    tried += 1;
                    let model = model(&rules);
                    let texts = || shipped.documents.iter().map(String::as_str);
                    if model.is_some_and(|model| holds(&model, texts(), &shipped.lock)) {
                        writeln!(unnoticed, "{}", text.get(part.clone()).unwrap()).unwrap();
                    }
                }
            }
            start += line.len();
        }
    }
    assert!(made > 100 && tried >= made / 10, "{tried} of {made}");
    assert!(unnoticed.is_empty(), "{unnoticed}");
}

/// A pack whose schema has another default is refused by its scenarios.
#[test]
fn every_edit_of_a_default_is_noticed() {
    let text = fs::read_to_string(folder().join("portal.rules")).unwrap();
    let defaults: Vec<(&str, &str)> = text
        .lines()
        .filter(|line| line.starts_with("    ") || line.starts_with("  "))
        .filter_map(|line| Some((line, line.split_once(" = ").filter(|(name, _)| name.contains(':'))?.1)))
        .collect();
    assert_eq!(defaults.len(), 3, "{defaults:?}");
    for (line, value) in defaults {
        let others: &[&str] = match value {
            "true" => &["false"],
            "active" => &["invited", "dismissed"],
            "UTC" => &["\"Europe/Moscow\"", "\"America/New_York\""],
            other => unreachable!("what else may {other} be?"),
        };
        for other in others {
            let copy = tempfile::tempdir().unwrap();
            let copied = Command::new("cp").arg("-r").arg(folder()).arg(copy.path()).status().unwrap();
            assert!(copied.success());
            let edited = text.replace(line, &line.replace(&format!("= {value}"), &format!("= {other}")));
            fs::write(copy.path().join("bitrix24/portal.rules"), edited).unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_ustav"))
                .args(["test", "bitrix24", "--rules", "bitrix24"])
                .current_dir(copy.path())
                .output()
                .unwrap();
            assert_eq!(
                output.status.code(),
                Some(1),
                "{value} is {other}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
}
