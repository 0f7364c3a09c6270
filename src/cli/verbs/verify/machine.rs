//! What was verified, for build servers and code scanning.

use crate::base::Code;
use crate::cli::output::junit;
use crate::cli::output::junit::{Case, Suite};
use crate::cli::output::sarif;
use crate::cli::output::sarif::{Finding, Level};
use crate::cli::session::Session;
use crate::cli::verbs::verify::Review;
use crate::documents::problems::Problem;

/// SARIF 2.1.0.
pub(crate) fn sarif(session: &Session, review: &Review<'_>, short: Option<u64>) -> String {
    sarif::sarif(&session.sources, &all(review, short))
}

/// Workflow commands.
pub(crate) fn github(session: &Session, review: &Review<'_>, short: Option<u64>) -> String {
    sarif::github(&session.sources, &all(review, short))
}

/// A suite of all citations, and a case for each other problem.
pub(crate) fn junit(session: &Session, review: &Review<'_>, short: Option<u64>) -> String {
    let place = |span: Option<crate::base::Span>| {
        span.map_or((String::new(), 0), |span| {
            (session.sources.name(span).to_owned(), session.sources.line(span))
        })
    };
    let settled = review.verified.drifts.iter().filter(|drift| drift.is_settled()).map(|drift| {
        let citation = drift.cited.first();
        let (file, line) = place(citation.map(|citation| citation.span));
        let labels: Vec<String> =
            drift.cited.citing().iter().map(|citing| citing.label(&review.pack.program.model)).collect();
        let quote = citation.map_or("", |citation| &citation.quote);
        let absent = drift.now.is_none().then(|| "the document is not there".to_owned());
        Case { name: format!("{}: {quote}", labels.join(", ")), file, line, failure: None, skipped: absent }
    });
    let mut cases: Vec<Case> = settled.collect();
    for finding in all(review, short) {
        let (file, line) = place(finding.span);
        let text = finding.help.clone().unwrap_or_default();
        let name = format!("{}: {}", finding.rule, finding.message);
        cases.push(Case { name, file, line, failure: Some((finding.message, text)), skipped: None });
    }
    junit::junit(&[Suite { name: "verify".to_owned(), cases }])
}

fn all(review: &Review<'_>, short: Option<u64>) -> Vec<Finding> {
    let mut found: Vec<Finding> =
        review.findings().problems().iter().map(|problem| finding(review, problem)).collect();
    if let Some(least) = short {
        let reached = review.verified.covered().percent();
        found.push(Finding {
            level: Level::Error,
            rule: "coverage".to_owned(),
            message: format!("{reached} % of the normative sentences are covered, and {least} % are wanted"),
            span: None,
            related: Vec::new(),
            help: None,
        });
    }
    for document in review.absent() {
        let path = review.pack.document_paths.get(document).map_or("", String::as_str);
        found.push(Finding {
            level: Level::Note,
            rule: Code::W0502.name().to_owned(),
            message: format!("`{path}` is not there: what cites it was not checked"),
            span: review.pack.program.model.documents.get(document).map(|document| document.span),
            related: Vec::new(),
            help: None,
        });
    }
    found
}

fn finding(review: &Review<'_>, problem: &Problem) -> Finding {
    let diagnostic = &problem.diagnostic;
    let mut labels = diagnostic.labels.iter();
    let span = labels.next().map(|label| label.span);
    let names: Vec<String> =
        problem.citing.iter().map(|citing| citing.label(&review.pack.program.model)).collect();
    let message = if names.is_empty() {
        diagnostic.message.clone()
    } else {
        format!("{}: {}", names.join(", "), diagnostic.message)
    };
    let help: Vec<&str> =
        problem.notes.iter().map(String::as_str).chain(diagnostic.help.as_deref()).collect();
    Finding {
        level: Level::Error,
        rule: diagnostic.code.name().to_owned(),
        message,
        span,
        related: labels.map(|label| (label.span, label.text.clone())).collect(),
        help: Some(help.join("\n")).filter(|help| !help.is_empty()),
    }
}
