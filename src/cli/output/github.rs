//! Findings as GitHub's workflow commands.

use crate::base::{Language, Sources};
use crate::cli::output::finding::{Finding, Level, Region};
use crate::cli::output::render::visible;

/// The findings as workflow commands, one on each line. Further places stand in the message: a command has one.
pub(crate) fn github(sources: &Sources, language: Language, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(Region { path, start, end }) = finding.span.and_then(|span| Region::of(sources, span)) {
            properties.push(format!("file={}", property(&path)));
            properties.push(format!("line={},endLine={}", start.0, end.0));
            // Columns are taken only within one line.
            if start.0 == end.0 {
                properties.push(format!("col={},endColumn={}", start.1, end.1));
            }
        }
        properties.push(format!("title={}", property(&finding.rule)));
        let mut message = finding.text(sources, language);
        for (span, seen) in &finding.related {
            let place = Region::of(sources, *span)
                .map(|Region { path, start: (line, column), .. }| format!("{path}:{line}:{column}"));
            message.push_str(&format!("\n{}", place.unwrap_or_else(|| sources.place(*span))));
            if !seen.is_empty() {
                message.push_str(&format!(": {seen}"));
            }
        }
        text.push_str(&format!("::{command} {}::{}\n", properties.join(","), data(&message)));
    }
    text
}

/// The message of a workflow command, escaped as the runner takes it apart, and without characters that move the cursor
/// or hide.
fn data(text: &str) -> String {
    let clean = |line: &str| line.split('\r').map(visible).collect::<Vec<_>>().join("%0D");
    text.replace('%', "%25").split('\n').map(clean).collect::<Vec<_>>().join("%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::cli::output::finding::tests::{found, sources};

    #[test]
    fn a_workflow_command_is_escaped_by_the_rules_of_the_runner() {
        let (sources, span) = sources("./a, b:c%.yaml");
        let due = "::error file=a%2C b%3Ac%25.yaml,line=2,endLine=2,col=6,endColumn=10,\
                   title=ten%2C at most%3A 10::100%25%0D%0Aof: it, all\n";
        assert_eq!(github(&sources, Language::English, &[found(Some(span))]), due);
    }

    #[test]
    fn a_workflow_command_over_several_lines_has_no_columns() {
        let (sources, span) = sources("p.yaml");
        let span = Some(Span { end: span.end + 2, ..span });
        let text = github(&sources, Language::English, &[Finding { level: Level::Warning, ..found(span) }]);
        assert!(text.starts_with("::warning file=p.yaml,line=2,endLine=3,title="), "{text}");
    }

    #[test]
    fn places_outside_of_files_are_told_in_the_message() {
        let (sources, span) = sources("<stdin>");
        let one = Finding { level: Level::Note, help: Some("wait".to_owned()), ..found(Some(span)) };
        let text = github(&sources, Language::English, &[one]);
        let due = "::notice title=ten%2C at most%3A 10::<stdin>:2:6: 100%25%0D%0Aof: it, all%0Ahelp: wait\n";
        assert_eq!(text, due);
    }
}
