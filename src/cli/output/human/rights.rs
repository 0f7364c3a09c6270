//! Every action with its verdict, for people.

use crate::base::Span;
use crate::cli::output::human::verdict::{grounds, mark};
use crate::cli::output::judged::{Judged, Reason};
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use crate::eval::Verdict;
use std::collections::HashSet;

/// A line for each action, the allowed ones first; with the excerpts that each verdict rests on if they are wanted.
pub(crate) fn rights(session: &Session, judged: &[Judged<'_>], excerpted: bool) -> String {
    let mut text = String::new();
    let mut shown = HashSet::new();
    let widest = judged.iter().map(|one| one.action.chars().count()).max().unwrap_or(0);
    for verdict in [Verdict::Allowed, Verdict::Undetermined, Verdict::Denied] {
        for one in judged.iter().filter(|one| one.verdict == verdict) {
            let line = format!("{:widest$}  {}", one.action, why(session, one));
            let line = paragraph(&line, 0, 4, &session.style);
            text.push_str(&format!("{} {line}", mark(session, verdict)));
            if excerpted && !session.quiet {
                text.push_str(&grounds(session, one));
                text.push('\n');
            } else if verdict == Verdict::Denied && !session.quiet {
                text.push_str(&passages(session, &one.reasons, &mut shown));
            }
        }
    }
    text
}

/// In one line why the verdict is what it is.
fn why(session: &Session, judged: &Judged<'_>) -> String {
    match judged.verdict {
        Verdict::Allowed => String::new(),
        Verdict::Denied => {
            judged.reasons.iter().map(|reason| &*reason.message).collect::<Vec<_>>().join("; ")
        }
        Verdict::Undetermined => {
            let rules: Vec<&str> = judged.unsettled.iter().map(|reason| reason.rule).collect();
            format!("{} {}", session.language.say("depending on", "в зависимости от"), rules.join(", "))
        }
    }
}

/// The passages behind a denial, a line each; each passage once in a list.
fn passages(session: &Session, reasons: &[Reason<'_>], shown: &mut HashSet<Span>) -> String {
    let cited = reasons.iter().flat_map(|reason| &reason.citations);
    let new = cited.filter(|cited| shown.insert(cited.span()));
    new.map(|cited| paragraph(&cited.on_one_line(), 4, 6, &session.style)).collect()
}
