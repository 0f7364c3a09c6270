//! The numbers that rules and sentences share, and that could not be compared, for people.

use crate::base::{Message, msg};
use crate::cli::output::render::paragraph;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::coverage::{NumberCoverage, SentenceCoverage};

/// How many there are, and which, where they are to be listed.
pub(crate) fn not_bound(session: &Session, report: &VerifyReport<'_>, listed: bool) -> String {
    let count = report.not_bound;
    if count == 0 {
        return String::new();
    }
    let line = |message: &Message, first, further| {
        paragraph(&message.text(session.language), first, further, &session.style)
    };
    if !listed {
        return line(&msg!(verify.not_bound, count = count), 0, 2);
    }
    let mut text = line(&msg!(verify.not_bound_listed, count = count), 0, 2);
    for (sentence, held) in report.review.verified.not_bound() {
        text.push_str(&line(&number(session, report, sentence, held), 2, 4));
    }
    text
}

/// Where it stands, and what both say.
fn number(
    session: &Session,
    report: &VerifyReport<'_>,
    sentence: &SentenceCoverage,
    held: &NumberCoverage,
) -> Message {
    let (review, model) = (report.review, report.findings.model);
    let at = sentence.sentence;
    let span = review.verified.annotated.span_of(sentence.document, at..at + 1);
    let place = span.map_or_else(String::new, |span| session.line_place(span));
    let says = held.number.message();
    match held.not_compared.first() {
        Some((citing, stated)) => {
            let (citing, stated) = (citing.message(model), stated.message());
            msg!(verify.not_bound_number, place = place, says = says, citing = citing, stated = stated)
        }
        None => says,
    }
}
