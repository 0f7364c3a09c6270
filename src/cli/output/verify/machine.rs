//! What `verify` found, for build servers and code scanning.

use crate::base::{Code, Span};
use crate::cli::output::finding::{Finding, Level};
use crate::cli::output::junit::{self, Case, Suite};
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::citations::Citing;
use crate::documents::problems::Problem;
use crate::model::Model;

/// JUnit XML: one suite, with a case for each settled citation and one for each finding.
pub(crate) fn junit(session: &Session, report: &VerifyReport<'_>) -> String {
    let case = |name: String, span: Option<Span>| Case::passed(&session.sources, name, span);
    let model = &report.review.pack.program.model;
    let settled = report.review.verified.drifts.iter().filter(|drift| drift.is_settled()).map(|drift| {
        let citation = Some(drift.cited.citation);
        let quote = citation.map_or("", |citation| &citation.quote);
        let name = format!("{}: {quote}", labels(model, &drift.cited.citing()));
        let skipped = drift.now.is_none().then(|| "the document is not there".to_owned());
        Case { skipped, ..case(name, citation.map(|citation| citation.span)) }
    });
    let mut cases: Vec<Case> = settled.collect();
    for finding in findings(report) {
        let name = format!("{}: {}", finding.rule, finding.message);
        let failure = Some((finding.message, finding.help.unwrap_or_default()));
        cases.push(Case { failure, ..case(name, finding.span) });
    }
    junit::junit(&[Suite { name: "verify".to_owned(), cases }])
}

/// The problems, too little coverage, and the documents that are not there.
pub(crate) fn findings(report: &VerifyReport<'_>) -> Vec<Finding> {
    let pack = report.review.pack;
    let model = &pack.program.model;
    let mut found: Vec<Finding> = report.problems.iter().map(|problem| finding(model, problem)).collect();
    if let Some(least) = report.short_of {
        let reached = report.sentences.percent();
        let message = format!("{reached} % of the normative sentences are covered, and {least} % are wanted");
        found.push(Finding::new(Level::Error, "coverage", message, None));
    }
    for document in report.review.absent() {
        let path = pack.document_paths.get(document.index()).map_or("", String::as_str);
        let message = format!("`{path}` is not there: what cites it was not checked");
        let span = model.documents.get(document).map(|document| document.span);
        found.push(Finding::new(Level::Note, Code::W0502.name(), message, span));
    }
    found
}

fn finding(model: &Model, problem: &Problem) -> Finding {
    let diagnostic = &problem.diagnostic;
    let mut places = diagnostic.labels.iter();
    let span = places.next().map(|label| label.span);
    let names = labels(model, &problem.citing);
    let message = &diagnostic.message;
    let message = if names.is_empty() { message.to_string() } else { format!("{names}: {message}") };
    let help: Vec<String> =
        problem.notes.iter().cloned().chain(diagnostic.help.iter().map(ToString::to_string)).collect();
    Finding {
        related: places.map(|label| (label.span, label.text.to_string())).collect(),
        help: Some(help.join("\n")).filter(|help| !help.is_empty()),
        ..Finding::new(Level::Error, diagnostic.code.name(), message, span)
    }
}

/// What cites a passage: `rule ten-integrators, role integrator`.
fn labels(model: &Model, citing: &[Citing]) -> String {
    let labels: Vec<String> = citing.iter().map(|citing| citing.label(model)).collect();
    labels.join(", ")
}
