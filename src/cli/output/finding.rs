//! What a verb finds, for the formats that are a list of findings: SARIF, and GitHub's workflow commands.

use crate::base::{Diagnostic, Language, STDIN, Severity, Source, Sources, Span, catalogue};
use crate::cli::output::repository::in_repository;

/// How much a finding weighs: an error breaks a rule, a warning is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) level: Level,
    /// The id of the rule, or a code.
    pub(crate) rule: String,
    pub(crate) message: String,
    /// The message in English, by which machines know it again whatever language it is printed in.
    pub(crate) known_as: String,
    pub(crate) span: Option<Span>,
    /// Further places, each with what is to be seen there.
    pub(crate) related: Vec<(Span, String)>,
    pub(crate) help: Option<String>,
}

/// Where a span lies, for machines: lines and columns from 1, the end behind the last character.
pub(super) struct Region {
    /// From the root of the repository, with slashes that lean forward.
    pub(super) path: String,
    pub(super) start: (usize, usize),
    pub(super) end: (usize, usize),
}

impl Region {
    /// The place of a span in a file; none where its text came from no file.
    pub(super) fn of(sources: &Sources, span: Span) -> Option<Self> {
        let source = sources.get(span.source).filter(|source| !is_stdin(source))?;
        Some(Self {
            path: in_repository(&source.name),
            start: source.position(span.start),
            end: source.position(span.end.max(span.start)),
        })
    }
}

fn is_stdin(source: &Source) -> bool {
    source.name == STDIN
}

impl Finding {
    pub(crate) fn new(level: Level, rule: impl Into<String>, message: String, span: Option<Span>) -> Self {
        let known_as = message.clone();
        Self { level, rule: rule.into(), message, known_as, span, related: Vec::new(), help: None }
    }

    /// What is wrong with rules or inputs.
    pub(crate) fn of(diagnostic: &Diagnostic, language: Language) -> Self {
        let labels = || diagnostic.labels.iter();
        let level = match diagnostic.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
        };
        Self {
            known_as: diagnostic.message.text(Language::English),
            related: labels().skip(1).map(|label| (label.span, label.text.text(language))).collect(),
            help: diagnostic.help.as_ref().map(|help| help.text(language)),
            ..Self::new(
                level,
                diagnostic.code.name(),
                diagnostic.message.text(language),
                labels().next().map(|label| label.span),
            )
        }
    }

    /// The whole message: it stands behind its place where no file holds it, and the remedy below.
    pub(super) fn text(&self, sources: &Sources, language: Language) -> String {
        let mut text = String::new();
        if let Some(span) = self.span
            && sources.get(span.source).is_some_and(is_stdin)
        {
            text.push_str(&format!("{}: ", sources.place(span)));
        }
        text.push_str(&self.message);
        if let Some(help) = &self.help {
            let word = catalogue::text(language, "common", "help-word", &[]);
            text.push_str(&format!("\n{word}: {help}"));
        }
        text
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::cli::output) fn found(span: Option<Span>) -> Finding {
        Finding {
            level: Level::Error,
            rule: "ten, at most: 10".to_owned(),
            message: "100%\r\nof: it, all".to_owned(),
            known_as: "100% of it".to_owned(),
            span,
            related: Vec::new(),
            help: None,
        }
    }

    /// A file with Cyrillic before what is found in its second line, and the place of `user`.
    pub(in crate::cli::output) fn sources(name: &str) -> (Sources, Span) {
        let text = "a\nимя: user\nb\n";
        let mut sources = Sources::default();
        let id = sources.add(Source::new(name, text));
        let at = text.find("user").unwrap_or_default();
        (sources, Span::new(id, at, at + 4))
    }
}
