//! Findings for machines: GitHub's workflow commands, and SARIF.

use crate::base::{Code, Source, Sources, Span};
use crate::cli::output::json::pretty;
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// How much a finding weighs; the names are those of both formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// A rule is broken.
    Error,
    /// Something is open, or will be due.
    Warning,
    /// Worth knowing.
    Note,
}

/// Something found, at a place or at none.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) level: Level,
    /// The id of the rule, or a code.
    pub(crate) rule: String,
    pub(crate) message: String,
    pub(crate) span: Option<Span>,
    /// Further places, each with what is to be seen there.
    pub(crate) related: Vec<(Span, String)>,
    pub(crate) help: Option<String>,
}

/// Where a span lies, for machines: lines and columns from 1, the end behind the last character.
struct Region<'s> {
    path: &'s str,
    start: (usize, usize),
    end: (usize, usize),
}

impl<'s> Region<'s> {
    /// The place of a span in a file; none where its text came from no file.
    fn of(sources: &'s Sources, span: Span) -> Option<Self> {
        let source = sources.get(span.source).filter(|source| !is_stdin(source))?;
        let path = source.name.strip_prefix("./").unwrap_or(&source.name);
        Some(Self {
            path,
            start: source.position(span.start),
            end: source.position(span.end.max(span.start)),
        })
    }
}

fn is_stdin(source: &Source) -> bool {
    source.name == "<stdin>"
}

/// The path with slashes that lean forward.
pub(crate) fn slashed(path: &str) -> String {
    path.replace(std::path::MAIN_SEPARATOR, "/")
}

impl Finding {
    /// What is told: the message, behind its place where no file holds it, and the remedy below.
    fn told(&self, sources: &Sources) -> String {
        let mut text = String::new();
        if let Some(span) = self.span
            && sources.get(span.source).is_some_and(is_stdin)
        {
            text.push_str(&format!("{}: ", sources.place(span)));
        }
        text.push_str(&self.message);
        if let Some(help) = &self.help {
            text.push_str(&format!("\nhelp: {help}"));
        }
        text
    }
}

/// The findings as workflow commands, one on each line. Further places are told in the message: a command has one.
pub(crate) fn github(sources: &Sources, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(Region { path, start, end }) = finding.span.and_then(|span| Region::of(sources, span)) {
            properties.push(format!("file={}", property(&slashed(path))));
            properties.push(format!("line={},endLine={}", start.0, end.0));
            // Columns are taken only within one line.
            if start.0 == end.0 {
                properties.push(format!("col={},endColumn={}", start.1, end.1));
            }
        }
        properties.push(format!("title={}", property(&finding.rule)));
        let mut message = finding.told(sources);
        for (span, seen) in &finding.related {
            message.push_str(&format!("\n{}", sources.place(*span)));
            if !seen.is_empty() {
                message.push_str(&format!(": {seen}"));
            }
        }
        text.push_str(&format!("::{command} {}::{}\n", properties.join(","), data(&message)));
    }
    text
}

/// The message of a workflow command, escaped as the runner takes it apart.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The findings as a SARIF 2.1.0 log with one run. The same findings give the same text.
pub(crate) fn sarif(sources: &Sources, findings: &[Finding]) -> String {
    let mut rules: Vec<&str> = Vec::new();
    let mut indexes: HashMap<&str, usize> = HashMap::new();
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let mut results = Vec::new();
    for finding in findings {
        let index = *indexes.entry(&finding.rule).or_insert_with(|| {
            rules.push(&finding.rule);
            rules.len() - 1
        });
        let print = fingerprint(&finding.rule, &finding.message);
        let occurrence = seen.entry(print).or_insert(0);
        *occurrence += 1;
        results.push(result(sources, finding, index, &format!("{print:016x}:{occurrence}")));
    }
    let rules: Vec<Json> = rules
        .into_iter()
        .map(|rule| {
            let title = Code::find(rule).map_or(rule, |code| code.title());
            json!({"id": rule, "shortDescription": {"text": title}})
        })
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn result(sources: &Sources, finding: &Finding, index: usize, print: &str) -> Json {
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), finding.rule.as_str().into());
    result.insert("ruleIndex".to_owned(), index.into());
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    result.insert("level".to_owned(), level.into());
    result.insert("message".to_owned(), json!({"text": finding.told(sources)}));
    let place = finding.span.and_then(|span| location(sources, span));
    result.insert("locations".to_owned(), place.into_iter().collect());
    let related = (1u64..).zip(&finding.related).filter_map(|(number, (span, seen))| {
        let mut place = location(sources, *span)?;
        let fields = place.as_object_mut()?;
        fields.insert("id".to_owned(), number.into());
        if !seen.is_empty() {
            fields.insert("message".to_owned(), json!({"text": seen}));
        }
        Some(place)
    });
    let related: Vec<Json> = related.collect();
    if !related.is_empty() {
        result.insert("relatedLocations".to_owned(), related.into());
    }
    result.insert("partialFingerprints".to_owned(), json!({"ruleAndMessage/v1": print}));
    Json::Object(result)
}

fn location(sources: &Sources, span: Span) -> Option<Json> {
    let Region { path, start, end } = Region::of(sources, span)?;
    Some(json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&slashed(path))},
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

    fn found(span: Option<Span>) -> Finding {
        Finding {
            level: Level::Error,
            rule: "ten, at most: 10".to_owned(),
            message: "100%\r\nof: it, all".to_owned(),
            span,
            related: Vec::new(),
            help: None,
        }
    }

    /// A file with Cyrillic before what is found in its second line, and the place of `user`.
    fn sources(name: &str) -> (Sources, Span) {
        let text = "a\nимя: user\nb\n";
        let mut sources = Sources::default();
        let id = sources.add(Source::new(name, text));
        let at = text.find("user").unwrap_or_default();
        (sources, Span::new(id, at, at + 4))
    }

    fn only(text: &str) -> Json {
        let log: Json = serde_json::from_str(text).unwrap_or_default();
        log.pointer("/runs/0/results/0").cloned().unwrap_or_default()
    }

    #[test]
    fn a_workflow_command_is_escaped_by_the_rules_of_the_runner() {
        let (sources, span) = sources("./a, b:c%.yaml");
        let due = "::error file=a%2C b%3Ac%25.yaml,line=2,endLine=2,col=6,endColumn=10,\
                   title=ten%2C at most%3A 10::100%25%0D%0Aof: it, all\n";
        assert_eq!(github(&sources, &[found(Some(span))]), due);
    }

    #[test]
    fn a_workflow_command_over_several_lines_has_no_columns() {
        let (sources, span) = sources("p.yaml");
        let span = Some(Span { end: span.end + 2, ..span });
        let text = github(&sources, &[Finding { level: Level::Warning, ..found(span) }]);
        assert!(text.starts_with("::warning file=p.yaml,line=2,endLine=3,title="), "{text}");
    }

    #[test]
    fn places_outside_of_files_are_told_in_the_message() {
        let (sources, span) = sources("<stdin>");
        let one = Finding { level: Level::Note, help: Some("wait".to_owned()), ..found(Some(span)) };
        let text = github(&sources, std::slice::from_ref(&one));
        let due = "::notice title=ten%2C at most%3A 10::<stdin>:2:6: 100%25%0D%0Aof: it, all%0Ahelp: wait\n";
        assert_eq!(text, due);
        assert_eq!(only(&sarif(&sources, &[one])).get("locations"), Some(&json!([])));
        assert_eq!(only(&sarif(&sources, &[found(None)])).get("locations"), Some(&json!([])));
    }

    #[test]
    fn sarif_counts_characters_and_encodes_paths() {
        let (sources, span) = sources("папка/a b.yaml");
        let related = vec![(span.at_start(), "here".to_owned())];
        let text = sarif(&sources, &[Finding { related, ..found(Some(span)) }]);
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
        let text = sarif(&sources, &[found(Some(span)), other, found(None)]);
        let log: Json = serde_json::from_str(&text).unwrap_or_default();
        let ids = ["/rules/0/id", "/rules/1/id", "/rules/2/id", "/rules/1/shortDescription/text"];
        let ids = ids.map(|path| log.pointer(&format!("/runs/0/tool/driver{path}")).and_then(Json::as_str));
        assert_eq!(ids, [Some("ten, at most: 10"), Some("E0402"), None, Some("no such key")]);
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
