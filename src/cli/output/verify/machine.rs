//! What `verify` found, for build servers and code scanning.

use crate::base::{Code, Language, Message, Span, msg};
use crate::cli::output::finding::{Finding, Level};
use crate::cli::output::junit::{self, Case, Suite};
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::citations::Citing;
use crate::documents::problems::Problem;
use crate::model::Model;

/// JUnit XML: one suite, with a case for each settled citation and one for each finding.
pub(crate) fn junit(session: &Session, report: &VerifyReport<'_>) -> String {
    let language = session.language;
    let case = |name: String, span: Option<Span>| Case::passed(&session.sources, name, span);
    let model = &report.review.pack.program.model;
    let settled = report.review.verified.drifts.iter().filter(|drift| drift.is_settled()).map(|drift| {
        let citation = drift.cited.citation;
        let citing = citing(language, model, &drift.cited.citing());
        let skipped = drift.now.is_none().then(|| msg!(verify.skipped).text(language));
        Case { skipped, ..case(format!("{citing}: {}", citation.quote), Some(citation.span)) }
    });
    let mut cases: Vec<Case> = settled.collect();
    for finding in findings(session, report) {
        let name = format!("{}: {}", finding.rule, finding.message);
        let failure = Some((finding.message, finding.help.unwrap_or_default()));
        cases.push(Case { failure, ..case(name, finding.span) });
    }
    junit::junit(&[Suite { name: "verify".to_owned(), cases }])
}

/// The problems, too little coverage, and the documents that are not there.
pub(crate) fn findings(session: &Session, report: &VerifyReport<'_>) -> Vec<Finding> {
    let (language, pack) = (session.language, report.review.pack);
    let model = &pack.program.model;
    let mut found: Vec<Finding> =
        report.problems.iter().map(|problem| finding(language, model, problem)).collect();
    let own = |level, rule: &str, message: &Message, span| Finding {
        known_as: message.text(Language::English),
        ..Finding::new(level, rule, message.text(language), span)
    };
    found.extend(report.too_little().map(|message| own(Level::Error, "coverage", &message, None)));
    for document in report.review.unchecked() {
        let path = pack.document_paths.get(document.index()).map_or("", String::as_str);
        let span = model.documents.get(document).map(|document| document.span);
        found.push(own(Level::Note, Code::W0502.name(), &msg!(verify.not_there, path = path), span));
    }
    found
}

fn finding(language: Language, model: &Model, problem: &Problem) -> Finding {
    let diagnostic = &problem.diagnostic;
    let mut places = diagnostic.labels.iter();
    let span = places.next().map(|label| label.span);
    let message = |language| {
        let message = diagnostic.message.text(language);
        match citing(language, model, &problem.citing) {
            citing if message.contains(&citing) => message,
            citing => format!("{citing}: {message}"),
        }
    };
    let help = problem.lines().chain(&diagnostic.help).map(|one| one.text(language));
    let help: Vec<String> = help.collect();
    Finding {
        known_as: message(Language::English),
        related: places.map(|label| (label.span, label.text.text(language))).collect(),
        help: Some(help.join("\n")).filter(|help| !help.is_empty()),
        ..Finding::new(Level::Error, diagnostic.code.name(), message(language), span)
    }
}

/// What cites a passage: ``rule `ten-integrators`, role `integrator` ``.
fn citing(language: Language, model: &Model, citing: &[Citing]) -> String {
    let citing: Vec<String> = citing.iter().map(|citing| citing.message(model).text(language)).collect();
    citing.join(", ")
}
