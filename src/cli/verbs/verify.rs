//! `ustav verify`: whether rules and documents still agree. It reads, and writes nothing.

use crate::cli::arguments::{Arguments, Format, Verify};
use crate::cli::io::originals;
use crate::cli::io::review::{Review, ReviewOptions, day_of, review};
use crate::cli::output::json::pretty;
use crate::cli::output::verify::data::ReportData;
use crate::cli::output::verify::human::Detail;
use crate::cli::output::verify::originals::ComparedOriginal;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::output::verify::{human, machine};
use crate::cli::output::{github, sarif};
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Verify) -> VerbResult {
    let format = session.format_of(Format::of_verb("verify"))?;
    let day = day_of(verb.at.as_deref())?;
    let pack = session.load_for_review(&arguments.rules)?;
    let options =
        ReviewOptions { day, against: verb.against.as_deref(), shows_old_texts: true, migrates: false };
    let review = review(session, &pack, &options)?;
    let originals = read_originals(session, &review, &verb.original)?;
    let report = VerifyReport::new(&review, originals, verb.min_coverage);
    let text = match format {
        Format::Json => pretty(&ReportData::new(session, &report)),
        Format::Sarif => {
            sarif::sarif(&session.sources, session.language, &machine::findings(session, &report))
        }
        Format::Github => {
            github::github(&session.sources, session.language, &machine::findings(session, &report))
        }
        Format::Junit => machine::junit(session, &report),
        Format::Human => {
            let detail = if verb.explain { Detail::Explained } else { Detail::Brief };
            human::human(session, &report, detail, verb.coverage)
        }
    };
    let is_read = !verb.strict || report.review.verified.unread.is_empty();
    let well = report.holds() && report.short_of.is_none() && is_read;
    Ok(VerbOutput { text, exit: if well { Exit::Success } else { Exit::Denied } })
}

/// The originals that were named, held against what was recorded of them.
fn read_originals(
    session: &mut Session,
    review: &Review<'_>,
    options: &[String],
) -> Result<Vec<ComparedOriginal>, Errors> {
    let model = &review.pack.program.model;
    let mut found = Vec::new();
    for option in options {
        let file = originals::read(session, model, option)?;
        found.push(ComparedOriginal::new(review, file, option));
    }
    Ok(found)
}
