//! Played actions, for people.

use crate::base::message::{Argument, Joint, List};
use crate::base::msg;
use crate::cli::output::human::consequences::consequences;
use crate::cli::output::human::verdict::{grounds, headline};
use crate::cli::output::judged::{Counts, Judged};
use crate::cli::output::render::visible;
use crate::cli::session::Session;
use crate::eval::Verdict;
use std::path::Path;

/// One action: its verdict, and what it changed.
pub(crate) fn played(session: &Session, number: usize, judged: &Judged<'_>) -> String {
    let mut text = format!("{number}. {}", headline(session, judged));
    if session.quiet {
        return text;
    }
    if judged.verdict != Verdict::Allowed {
        text.push_str(&grounds(session, judged));
    }
    text + &consequences(session, judged) + "\n"
}

/// How many actions came out how, and where the state that is left was written to.
pub(crate) fn played_summary(session: &Session, counted: Counts, out: Option<&Path>) -> String {
    let Counts { allowed, denied, undetermined, over_budget } = counted;
    let mut items: Vec<Argument> = Vec::new();
    items.extend((allowed > 0).then(|| msg!(simulate.allowed, count = allowed).into()));
    items.extend((denied > 0).then(|| msg!(simulate.denied, count = denied).into()));
    items.extend((undetermined > 0).then(|| msg!(simulate.undetermined, count = undetermined).into()));
    items.extend((over_budget > 0).then(|| msg!(verdict.actions_over_budget, count = over_budget).into()));
    let parts = List { items, joint: Joint::Comma, omitted: 0 };
    let sum = msg!(simulate.summary, total = counted.total(), parts = parts);
    let mut text = format!("{}\n", sum.text(session.language));
    if let Some(path) = out.filter(|_| !session.quiet) {
        let line = msg!(simulate.state_is_in, path = path.display().to_string()).text(session.language);
        text.push_str(&format!("{}\n", visible(&line)));
    }
    text
}
