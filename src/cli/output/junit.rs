//! `--format junit`: results as JUnit XML, which build servers show. It holds no times: the same results give the same text.

use crate::base::{Sources, Span};
use crate::cli::output::render::{is_hidden, is_joiner};
use crate::cli::output::repository::in_repository;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite, XmlString};

/// The cases of one file.
pub(crate) struct Suite {
    pub(crate) name: String,
    pub(crate) cases: Vec<Case>,
}

/// One case. It passed where it neither failed nor was skipped.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) file: String,
    /// The line that it begins in, from 1.
    pub(crate) line: usize,
    /// What went wrong: in one line, and at length.
    pub(crate) failure: Option<(String, String)>,
    /// Why it was not run.
    pub(crate) skipped: Option<String>,
}

impl Case {
    /// A case that has passed.
    pub(crate) fn passed(sources: &Sources, name: impl Into<String>, span: Option<Span>) -> Self {
        let (file, line) = span.map_or(("", 0), |span| (sources.name(span), sources.line(span)));
        Self { name: name.into(), file: file.to_owned(), line, failure: None, skipped: None }
    }

    /// A failure that no file is to blame for.
    pub(crate) fn failed(name: &str, message: String) -> Self {
        let failure = Some((message, String::new()));
        Self { name: name.to_owned(), file: String::new(), line: 0, failure, skipped: None }
    }
}

/// The suites as one report.
pub(crate) fn junit(suites: &[Suite]) -> String {
    let mut report = Report::new(env!("CARGO_PKG_NAME"));
    for suite in suites {
        let name = line(&suite.name);
        let mut listed = TestSuite::new(name.clone());
        listed.add_test_cases(suite.cases.iter().map(|case| {
            let mut listed = TestCase::new(line(&case.name), status(case));
            listed.set_classname(name.clone());
            if !case.file.is_empty() {
                listed.extra.insert("file".into(), line(&in_repository(&case.file)));
                listed.extra.insert("line".into(), case.line.to_string().into());
            }
            listed
        }));
        report.add_test_suite(listed);
    }
    report.to_string().unwrap_or_default()
}

fn status(case: &Case) -> TestCaseStatus {
    match (&case.failure, &case.skipped) {
        (Some((message, text)), _) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(line(message)).set_description(clean(text));
            status
        }
        (None, Some(reason)) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(line(reason));
            status
        }
        (None, None) => TestCaseStatus::success(),
    }
}

/// The text in one line, as an attribute takes it.
fn line(text: &str) -> XmlString {
    clean(&text.replace('\n', " "))
}

/// The text without colours, and without the characters that XML 1.0 forbids.
///
/// [`XmlString`] would do most of it, but takes away tabs, and all that stands behind an escape code without an end.
fn clean(text: &str) -> XmlString {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\x1b' if chars.next_if_eq(&'[').is_some() => {
                while chars.next_if(|char| matches!(char, ' '..='?')).is_some() {}
                chars.next_if(|char| matches!(char, '@'..='~'));
            }
            '\t' => kept.push_str("    "),
            '\u{fffe}' | '\u{ffff}' => kept.push('\u{fffd}'),
            '\n' => kept.push('\n'),
            _ if char.is_control() => {}
            _ if is_hidden(char) && !is_joiner(char) => kept.push('\u{fffd}'),
            _ => kept.push(char),
        }
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(name: &str) -> Case {
        Case { name: name.to_owned(), file: "a.yaml".to_owned(), line: 3, failure: None, skipped: None }
    }

    #[test]
    fn a_report_counts_what_failed_and_was_skipped() {
        let failure = Some(("due: allowed".to_owned(), "is: <denied> & more\n  at a.yaml:3".to_owned()));
        let cases = vec![
            case("one"),
            Case { failure, ..case("two \"2\"") },
            Case { skipped: Some("no state".to_owned()), ..case("three") },
        ];
        let due = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ustav" tests="3" skipped="1" failures="1" errors="0">
    <testsuite name="a.yaml" tests="3" skipped="1" errors="0" failures="1">
        <testcase name="one" classname="a.yaml" file="a.yaml" line="3"/>
        <testcase name="two &quot;2&quot;" classname="a.yaml" file="a.yaml" line="3">
            <failure message="due: allowed">is: &lt;denied&gt; &amp; more
  at a.yaml:3</failure>
        </testcase>
        <testcase name="three" classname="a.yaml" file="a.yaml" line="3">
            <skipped message="no state"/>
        </testcase>
    </testsuite>
</testsuites>
"#;
        assert_eq!(junit(&[Suite { name: "a.yaml".to_owned(), cases }]), due);
    }

    #[test]
    fn nothing_stays_that_xml_forbids() {
        for (text, due) in [
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("a\u{0}\u{b}\u{7f}\u{85}\u{9d}b\tc\r\nd", "ab    c\nd"),
            ("a\u{fffe}b\u{ffff}", "a\u{fffd}b\u{fffd}"),
            ("a\u{1b}]0;b\u{1b}", "a]0;b"),
            ("a\u{1b}[", "a"),
            ("имя 👩‍💻", "имя 👩‍💻"),
            ("a\u{202e}b\u{2066}c", "a\u{fffd}b\u{fffd}c"),
        ] {
            assert_eq!(clean(text).as_str(), due);
        }
    }

    #[test]
    fn an_attribute_has_one_line() {
        let failure = Some(("a\r\nb".to_owned(), String::new()));
        let text = junit(&[Suite { name: String::new(), cases: vec![Case { failure, ..case("x") }] }]);
        assert!(text.contains("message=\"a b\""), "{text}");
    }
}
