//! `ustav report`: one page that shows documents and rules side by side.

use crate::base::msg;
use crate::cli::arguments::{Arguments, Format, Report};
use crate::cli::io::review::{ReviewOptions, day_of, review};
use crate::cli::io::whole_file::write_whole;
use crate::cli::output::verify::page::html;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use std::path::Path;

/// Whether everything agrees is for `verify` to say: a page was asked for, and there it is.
pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Report) -> VerbResult {
    session.format_of(Format::of_verb("report"))?;
    let day = day_of(verb.at.as_deref())?;
    let pack = session.load_for_review(&arguments.rules)?;
    let options =
        ReviewOptions { day, against: verb.against.as_deref(), shows_old_texts: true, migrates: false };
    let review = review(session, &pack, &options)?;
    let page = html(session, &VerifyReport::new(&review, Vec::new(), None), chrono::Utc::now());
    let text = if verb.out == Path::new("-") {
        page
    } else {
        write_whole(&verb.out, &page)?;
        let wrote = msg!(verify.wrote, file = verb.out.display().to_string());
        if session.quiet { String::new() } else { wrote.text(session.language) + "\n" }
    };
    Ok(VerbOutput { text, exit: Exit::Success })
}
