//! Played actions, for people.

use crate::cli::output::human::verdict::{counts, grounds, headline};
use crate::cli::output::judged::Counts;
use crate::cli::output::named_value::NamedValue;
use crate::cli::output::played::{DeadlineChange, Difference, Played};
use crate::cli::output::render::{paragraph, visible};
use crate::cli::session::Session;
use crate::eval::Verdict;
use crate::eval::obligations::Status;
use std::path::Path;

/// One action: its verdict, and what it changed.
pub(crate) fn played(session: &Session, played: &Played<'_>) -> String {
    let Played { number, judged, changes, deadlines } = played;
    let mut text = format!("{number}. {}", headline(session, judged));
    if session.quiet {
        return text;
    }
    if judged.verdict != Verdict::Allowed {
        text.push_str(&grounds(session, judged));
    }
    let changes = changes.iter().map(|one| change(session, one));
    for line in changes.chain(deadlines.iter().map(|one| deadline(session, one))) {
        text.push_str(&paragraph(&line, 2, 4, &session.style));
    }
    text + "\n"
}

fn change(session: &Session, one: &Difference) -> String {
    let language = session.language;
    let (unknown, absent) = (language.say("unknown", "неизвестно"), language.say("none", "нет"));
    let text = |value: &NamedValue| value.text(unknown, absent);
    match one {
        Difference::Value { path, before, after } => format!("{path}: {} → {}", text(before), text(after)),
        Difference::Added { path, after, .. } => {
            let fields: Vec<String> =
                after.iter().map(|(name, value)| format!("{name}: {}", text(value))).collect();
            format!("{path}: {} {{{}}}", language.say("new", "новое"), fields.join(", "))
        }
        Difference::There { path } => {
            let there =
                language.say("is there already, so nothing is added", "уже есть, ничего не добавлено");
            format!("{path} {there}")
        }
    }
}

fn deadline(session: &Session, one: &DeadlineChange<'_>) -> String {
    let language = session.language;
    let status = match (one.before, one.after) {
        (None, Some(Status::Pending)) => language.say("begins", "начался"),
        (_, Some(status)) => language.status(status),
        (_, None) => language.say("lifted", "снят"),
    };
    let (rule, due) = (one.rule.unwrap_or_default(), language.say("due", "срок"));
    format!("{rule}: {}, {due} {}, {status}", one.subject, one.due)
}

/// How many actions came out how, and where the state that is left was written to.
pub(crate) fn played_summary(session: &Session, counted: Counts, out: Option<&Path>) -> String {
    let mut text = counts(session, counted, steps(session, counted.total()));
    if let Some(path) = out.filter(|_| !session.quiet) {
        let is_in = session.language.say("the state that is left is in", "состояние после них — в файле");
        text.push_str(&format!("{is_in} {}\n", visible(&path.display().to_string())));
    }
    text
}

/// The word for this many steps.
fn steps(session: &Session, count: usize) -> &'static str {
    match (count, count % 10, count % 100) {
        (1, ..) => session.language.say("step", "шаг"),
        (_, 1, last) if last != 11 => session.language.say("steps", "шаг"),
        (_, 2..=4, last) if !(12..=14).contains(&last) => session.language.say("steps", "шага"),
        _ => session.language.say("steps", "шагов"),
    }
}
