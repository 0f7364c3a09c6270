//! The shipped pack: its examples come out as they say, and its documents say what its rules cite.

use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24")
}

fn examples() -> Vec<PathBuf> {
    let folder = pack().join("examples/actions");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// What the first line of an example says: the portal, and the verdict on each of its actions.
fn promised(text: &str) -> (&str, &'static str) {
    let line = text.lines().next().unwrap().trim_start_matches('#').trim();
    let (portal, rest) = match line.strip_prefix("For ").and_then(|line| line.split_once(", ")) {
        Some((portal, rest)) => (portal, rest),
        None => ("portal.yaml", line),
    };
    let verdict = ["allowed", "denied", "undetermined"].into_iter();
    let said = rest.to_lowercase();
    (portal, verdict.into_iter().find(|verdict| said.starts_with(verdict)).expect(line))
}

fn ustav(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ustav"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn every_example_comes_out_as_its_first_line_says() {
    assert!(examples().len() >= 12);
    for file in examples() {
        let text = fs::read_to_string(&file).unwrap();
        let (portal, verdict) = promised(&text);
        let portal = pack().join("examples").join(portal);
        let arguments = ["check", portal.to_str().unwrap(), file.to_str().unwrap(), "--format", "json"];
        let (_, out, aside) = ustav(&arguments);
        assert!(aside.is_empty(), "{}: {aside}", file.display());
        let results: Json = serde_json::from_str(&out).unwrap();
        for result in results["results"].as_array().unwrap() {
            assert_eq!(result["verdict"], verdict, "{}: {result:#}", file.display());
        }
    }
}

#[test]
fn every_citation_stands_in_its_document_once() {
    let (code, _, aside) = ustav(&["compile"]);
    assert_eq!((code, aside.as_str()), (Some(0), ""));
}

#[test]
fn rules_and_documents_agree_and_nothing_is_left_out() {
    let (code, out, aside) = ustav(&["verify", "--min-coverage", "100", "--format", "json"]);
    assert_eq!((code, aside.as_str()), (Some(0), ""), "{out}");
    let told: Json = serde_json::from_str(&out).unwrap();
    for figure in ["sentences", "numbers", "exercised"] {
        assert_eq!(told["figures"][figure]["percent"], 100, "{figure}");
    }
    assert!(told["uncited"].as_array().unwrap().is_empty());
    let settled = told["contradictions"].as_array().unwrap().iter();
    let settled: Vec<_> =
        settled.map(|one| (one["id"].as_str().unwrap(), one["settled_as"].as_str())).collect();
    assert_eq!(settled, [("how-many-from-whom", Some("article")), ("where-the-list-is", Some("article"))]);
}

/// A normative sentence: the document, the bytes, what cites it.
type Normative = (String, std::ops::Range<usize>, Vec<String>);

/// The pack in a folder of its own, and its normative sentences.
fn copied() -> (tempfile::TempDir, Vec<Normative>) {
    let folder = tempfile::tempdir().unwrap();
    for file in
        ["portal", "inviting", "managing", "plans", "roles", "security"].map(|name| format!("{name}.rules"))
    {
        fs::copy(pack().join(&file), folder.path().join(&file)).unwrap();
    }
    fs::copy(pack().join("ustav.lock"), folder.path().join("ustav.lock")).unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    let (_, out, _) = ustav(&["verify", "--format", "json"]);
    let told: Json = serde_json::from_str(&out).unwrap();
    let mut sentences = Vec::new();
    for document in told["documents"].as_array().unwrap() {
        let path = document["path"].as_str().unwrap();
        let name = format!("documents/{}", Path::new(path).file_name().unwrap().to_string_lossy());
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        fs::write(folder.path().join(&name), &text).unwrap();
        let read = ustav::prose::Text::read(ustav::base::SourceId(0), &text, ustav::prose::Format::Markdown);
        for sentence in document["sentences"].as_array().unwrap().iter().filter(|one| !one["norm"].is_null())
        {
            let number: usize = sentence["id"].as_str().unwrap().split(':').nth(1).unwrap().parse().unwrap();
            let place = read.span(read.sentences[number].range.clone());
            let by = sentence["cited_by"].as_array().unwrap().iter();
            let by = by.map(|own| own.as_str().unwrap().split(':').nth(1).unwrap().to_owned()).collect();
            sentences.push((name.clone(), place.range(), by));
        }
    }
    (folder, sentences)
}

#[test]
fn whatever_word_of_a_normative_sentence_changes_the_rules_that_stand_on_it_are_named() {
    let (folder, sentences) = copied();
    assert!(sentences.len() > 50, "{}", sentences.len());
    for (number, (document, place, by)) in sentences.into_iter().enumerate() {
        let file = folder.path().join(document);
        let text = fs::read_to_string(&file).unwrap();
        let sentence = text.get(place.clone()).unwrap();
        let words = sentence.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        // Another word of each sentence, so that all kinds of words have their turn.
        let word = words[number % words.len()];
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let mut changed = text.clone();
        changed.replace_range(at..at + word.len(), "напротив");
        fs::write(&file, changed).unwrap();
        let rules = folder.path().to_str().unwrap();
        let (code, out, aside) = ustav(&["verify", "--rules", rules]);
        fs::write(&file, &text).unwrap();
        assert_eq!((code, aside.as_str()), (Some(1), ""), "`{word}` of `{sentence}`: {out}");
        assert!(!by.is_empty(), "{sentence}");
        for rule in by {
            assert!(out.contains(&rule), "`{word}` of `{sentence}` does not name {rule}: {out}");
        }
    }
}

#[test]
fn every_rule_is_cited_and_speaks_both_languages() {
    let (_, out, _) = ustav(&["compile", "--emit", "model", "--format", "json"]);
    let model: Json = serde_json::from_str(&out).unwrap();
    for rule in model["rules"].as_array().unwrap() {
        let id = &rule["id"]["text"];
        assert!(!rule["cites"].as_array().unwrap().is_empty(), "{id} cites nothing");
        let languages: Vec<&str> = rule["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["language"].as_str().unwrap())
            .collect();
        let permit = rule["kind"].get("permit").is_some();
        assert!(permit || languages == ["ru", "en"], "{id} speaks {languages:?}");
    }
}

#[test]
fn the_pack_fits_on_a_few_screens() {
    let lines: usize = fs::read_dir(pack())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rules"))
        .map(|path| fs::read_to_string(path).unwrap().lines().count())
        .sum();
    assert!(lines < 400, "{lines} lines");
}

#[test]
fn the_scenarios_reach_every_side_and_notice_every_change() {
    let output = Command::new(env!("CARGO_BIN_EXE_ustav"))
        .args(["test", "--rules", "rules/bitrix24", "--lang", "en"])
        .args(["--coverage", "--min-coverage", "100", "--mutate", "--min-score", "100"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("coverage: 100 %") && text.contains("changes noticed: 100 %"), "{text}");
}
