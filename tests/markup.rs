//! What changes the markup or the typography of a document and nothing else is told as no change, or as other words at
//! most; what looks like it and changes the substance is told as changed. A line of `drift/markup.tsv` for each, to be
//! extended by a line: what has to be told, the format, the quote, and the document before and after, between tabs, with
//! `\n` for a line end.

#![expect(clippy::panic, reason = "a test may end where it fails")]

use crate::drift::properties::{day, model, reviewed};
use ustav::base::{Language, SourceId};
use ustav::documents::drift::CitationStatus;
use ustav::documents::{Documents, verify};
use ustav::prose::Format;

const CASES: &str = include_str!("drift/markup.tsv");

/// A part of a line as it is meant.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut written = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        let sign = match part.chars().next() {
            None => Some('\\'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some(other) => panic!("`\\{other}` in {text}"),
        };
        written.extend(sign);
        // A backslash that stands for itself is two.
        written.push_str(if part.is_empty() {
            parts.next().unwrap_or_default()
        } else {
            part.get(1..).unwrap_or_default()
        });
    }
    written
}

#[test]
fn markup_and_typography_are_no_substance() {
    let mut wrong = Vec::new();
    let lines: Vec<&str> = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for line in &lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let [due, format, quote, before, after] = columns[..] else { panic!("{line}") };
        let quote = unescaped(quote).replace('\\', "\\\\").replace('"', "\\\"");
        let model =
            model(&format!("document d \"d.{format}\"\naside d \"{quote}\"\n  because en \"cited\"\n"));
        let read = |text: &str| {
            let format = Format::of_path(&format!("d.{format}"));
            Documents::new([Some((SourceId(1), unescaped(text), format))])
        };
        let lock = reviewed(&model, &read(before));
        let documents = read(after);
        let verified = verify(&model, &documents, &lock, day());
        let [drift] = &verified.drifts[..] else { panic!("{line}") };
        let told = match drift.status {
            CitationStatus::Unchanged => "unchanged",
            CitationStatus::Reworded => "reworded",
            CitationStatus::FactsChanged => "changed",
            CitationStatus::Moved => "moved",
            _ => "otherwise",
        };
        if told != due || lock.passages.is_empty() {
            let changes = drift.changes.iter().map(|change| change.message().text(Language::English));
            wrong.push(format!("{told}: {line}\n  {}", changes.collect::<Vec<_>>().join("; ")));
        }
    }
    assert!(lines.len() > 250, "{}", lines.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
