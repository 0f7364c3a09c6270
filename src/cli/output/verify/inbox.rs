//! What has to be reviewed, cause by cause, as a person goes through it.

use crate::cli::output::render::paragraph;
use crate::cli::output::verify::block::draw_block;
use crate::cli::output::verify::human::{frame, unread};
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::problems::Acceptable;

/// A cause, or the sentences of a document that changed and state nothing.
pub(crate) struct InboxItem {
    /// As `verify` tells it. Two items with one text are the same.
    pub(crate) text: String,
    /// As `verify --explain` tells it.
    pub(crate) explained: String,
    pub(crate) choices: Choices,
}

/// What may be recorded of an item.
pub(crate) enum Choices {
    /// What may be accepted; nothing, where a rule or a document has to be corrected.
    Problem(Vec<Acceptable>),
    /// That sentences state nothing.
    Unread,
}

pub(crate) fn inbox(session: &Session, report: &VerifyReport<'_>) -> Vec<InboxItem> {
    let (findings, problems, model) = (&report.findings, &report.problems, &report.review.pack.program.model);
    let blocks = findings.blocks(problems, |span| session.line_place(span));
    let causes = findings.causes(problems);
    let mut items: Vec<InboxItem> = Vec::new();
    for (block, cause) in blocks.into_iter().zip(causes) {
        let explained = cause.in_one(problems).iter().map(|problem| frame(session, problem)).collect();
        let text = draw_block(session, model, &block);
        items.push(InboxItem { text, explained, choices: Choices::Problem(block.acceptable) });
    }
    items.extend(report.review.verified.unread.iter().map(|change| {
        let words = unread(session, report, change);
        let lines = words.iter().map(|line| paragraph(&line.text(session.language), 0, 2, &session.style));
        let text: String = lines.collect();
        InboxItem { explained: text.clone(), text, choices: Choices::Unread }
    }));
    items
}
