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
