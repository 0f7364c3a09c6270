//! `--format sarif`: findings as SARIF 2.1.0, for code scanning.

use crate::base::{Code, Language, Sources, Span};
use crate::cli::output::finding::{Finding, Level, Region};
use crate::cli::output::json::{joined, pretty};
use serde_json::{Value as Json, json};
use std::collections::HashMap;

/// The findings as a SARIF 2.1.0 log with one run. The same findings give the same text.
pub(crate) fn sarif(sources: &Sources, language: Language, findings: &[Finding]) -> String {
    let mut rules: Vec<&str> = Vec::new();
    let mut indexes: HashMap<&str, usize> = HashMap::new();
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let mut results = Vec::new();
    for finding in findings {
        let index = *indexes.entry(&finding.rule).or_insert_with(|| {
            rules.push(&finding.rule);
            rules.len() - 1
        });
        let print = fingerprint(&finding.rule, &finding.known_as);
        let occurrence = seen.entry(print).or_insert(0);
        *occurrence += 1;
        results.push(result(sources, language, finding, index, &format!("{print:016x}:{occurrence}")));
    }
    let rules = rules.into_iter().map(|rule| {
        let title = Code::find(rule).map_or(rule.to_owned(), |code| code.title().text(language));
        json!({"id": rule, "shortDescription": {"text": title}})
    });
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Json>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn result(sources: &Sources, language: Language, finding: &Finding, index: usize, print: &str) -> Json {
    let head = json!({
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        "message": {"text": finding.text(sources, language)},
        "locations": finding.span.and_then(|span| location(sources, span)).into_iter().collect::<Json>(),
    });
    let related = (1..).zip(&finding.related).filter_map(|(id, (span, seen))| {
        let place = joined(location(sources, *span)?, json!({"id": id}));
        Some(if seen.is_empty() { place } else { joined(place, json!({"message": {"text": seen}})) })
    });
    let related: Vec<Json> = related.collect();
    let related = if related.is_empty() { Json::Null } else { json!({"relatedLocations": related}) };
    joined(joined(head, related), json!({"partialFingerprints": {"ruleAndMessage/v1": print}}))
}

fn location(sources: &Sources, span: Span) -> Option<Json> {
    let Region { path, start, end } = Region::of(sources, span)?;
    Some(json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&path)},
        "region": {"startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1},
    }}))
}

/// A path as a reference: relative where the path is, else with the scheme of files.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    let drive = path.as_bytes().get(1) == Some(&b':') && cfg!(windows);
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if drive {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b':' if drive => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// A number that a rule and a message keep from run to run and from release to release, wherever in a file they
/// are found: FNV-1a, since that of the standard library may change. Nobody is harmed who finds two messages with
/// one number.
fn fingerprint(rule: &str, message: &str) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let bytes = rule.bytes().chain([0]).chain(message.bytes());
    bytes.fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::finding::tests::{found, sources};

    fn only(text: &str) -> Json {
        let log: Json = serde_json::from_str(text).unwrap_or_default();
        log.pointer("/runs/0/results/0").cloned().unwrap_or_default()
    }

    #[test]
    fn places_outside_of_files_are_no_locations() {
        let (sources, span) = sources("<stdin>");
        assert_eq!(
            only(&sarif(&sources, Language::English, &[found(Some(span))])).get("locations"),
            Some(&json!([]))
        );
        assert_eq!(
            only(&sarif(&sources, Language::English, &[found(None)])).get("locations"),
            Some(&json!([]))
        );
    }

    #[test]
    fn sarif_counts_characters_and_encodes_paths() {
        let (sources, span) = sources("папка/a b.yaml");
        let related = vec![(span.at_start(), "here".to_owned())];
        let text = sarif(&sources, Language::English, &[Finding { related, ..found(Some(span)) }]);
        let uri = "%D0%BF%D0%B0%D0%BF%D0%BA%D0%B0/a%20b.yaml";
        let place = |end: usize| {
            json!({
                "artifactLocation": {"uri": uri},
                "region": {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": end},
            })
        };
        let result = only(&text);
        assert_eq!(result.pointer("/locations/0/physicalLocation"), Some(&place(10)));
        assert_eq!(result.pointer("/relatedLocations/0/physicalLocation"), Some(&place(6)));
        assert_eq!(result.pointer("/relatedLocations/0/message/text"), Some(&json!("here")));
    }

    #[test]
    fn sarif_lists_each_rule_once_and_tells_equal_findings_apart() {
        let (sources, span) = sources("p.yaml");
        let other = Finding { rule: "E0402".to_owned(), ..found(None) };
        let text = sarif(&sources, Language::English, &[found(Some(span)), other, found(None)]);
        let log: Json = serde_json::from_str(&text).unwrap_or_default();
        let ids = ["/rules/0/id", "/rules/1/id", "/rules/2/id", "/rules/1/shortDescription/text"];
        let ids = ids.map(|path| log.pointer(&format!("/runs/0/tool/driver{path}")).and_then(Json::as_str));
        assert_eq!(ids, [Some("ten, at most: 10"), Some("E0402"), None, Some("unknown key")]);
        let results = log.pointer("/runs/0/results").and_then(Json::as_array).cloned().unwrap_or_default();
        let indexes: Vec<_> = results.iter().filter_map(|one| one.get("ruleIndex")?.as_u64()).collect();
        assert_eq!(indexes, [0, 1, 0]);
        let print = |at: usize| results.get(at)?.pointer("/partialFingerprints/ruleAndMessage~1v1")?.as_str();
        assert_eq!(print(0), print(2).map(|text| text.replace(":2", ":1")).as_deref());
        assert_ne!(print(0), print(1));
    }

    #[test]
    fn fingerprints_stay_as_they_are() {
        assert_eq!(fingerprint("", ""), 0xaf63_bd4c_8601_b7df);
    }

    #[test]
    fn an_absolute_path_has_the_scheme_of_files() {
        assert_eq!(uri("/tmp/a b"), "file:///tmp/a%20b");
        assert_eq!(uri("c:d/e"), if cfg!(windows) { "file:///c:d/e" } else { "c%3Ad/e" });
    }
}
