//! Errors in rules and inputs, in the formats for machines.

use crate::base::{About, Diagnostic, Language, Severity, Sources};
use crate::cli::arguments::Format;
use crate::cli::output::finding::Finding;
use crate::cli::output::github::github;
use crate::cli::output::json::pretty;
use crate::cli::output::junit::{Case, Suite, junit};
use crate::cli::output::sarif::sarif;
use serde::Serialize;

/// Serialized, it is the document of the JSON contract.
#[derive(Serialize)]
struct Document {
    version: u32,
    errors: Vec<Problem>,
    /// How many more there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    omitted: Option<usize>,
}

#[derive(Serialize)]
struct Problem {
    code: &'static str,
    message: String,
    /// As it was given.
    path: Option<String>,
    line: Option<usize>,
    /// Where a person finds it in a document without lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    column: Option<usize>,
    help: Option<String>,
}

/// The errors in a format; none in the one for people.
pub(crate) fn for_machines(
    sources: &Sources,
    language: Language,
    format: Format,
    errors: &[Diagnostic],
) -> Option<String> {
    let findings = || errors.iter().map(|error| Finding::of(error, language)).collect::<Vec<_>>();
    Some(match format {
        Format::Human => return None,
        Format::Json => {
            let omitted: usize = errors.iter().map(|error| error.omitted).sum();
            let only = errors.iter().filter(|error| error.severity == Severity::Error);
            pretty(&Document {
                version: 1,
                errors: only.map(|error| problem(sources, language, error)).collect(),
                omitted: (omitted > 0).then_some(omitted),
            })
        }
        Format::Github => github(sources, language, &findings()),
        Format::Sarif => sarif(sources, language, &findings()),
        Format::Junit => junit(&[Suite {
            name: env!("CARGO_PKG_NAME").to_owned(),
            cases: errors.iter().map(|error| case(sources, language, error)).collect(),
        }]),
    })
}

fn problem(sources: &Sources, language: Language, error: &Diagnostic) -> Problem {
    let span = error.labels.first().map(|label| label.span);
    let place = span.and_then(|span| Some((span, sources.get(span.source)?)));
    let position = place.map(|(span, source)| source.position(span.start));
    Problem {
        code: error.code.name(),
        message: error.message.text(language),
        path: place.map(|(_, source)| source.name.clone()).or_else(|| match &error.about {
            Some(About::File(path)) => Some(path.clone()),
            _ => None,
        }),
        line: position.map(|(line, _)| line),
        column: position.map(|(_, column)| column),
        place: span.and_then(|span| sources.place_in_document(span)).map(|place| place.text(language)),
        help: error.help.as_ref().map(|help| help.text(language)),
    }
}

fn case(sources: &Sources, language: Language, error: &Diagnostic) -> Case {
    let Finding { rule, message, span, help, .. } = Finding::of(error, language);
    let name = format!("{rule}: {message}");
    Case { failure: Some((message, help.unwrap_or_default())), ..Case::passed(sources, name, span) }
}
