//! Played actions, for people.

use crate::base::message::{Argument, Joint, List};
use crate::base::msg;
use crate::cli::output::dates;
use crate::cli::output::human::verdict::{grounds, headline};
use crate::cli::output::judged::Counts;
use crate::cli::output::named_value::NamedValue;
use crate::cli::output::played::{DeadlineChange, Difference, Played};
use crate::cli::output::render::{paragraph, visible};
use crate::cli::session::Session;
use crate::eval::Verdict;
use crate::eval::obligations::Status;
use crate::values::Zone;
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
    for line in changes.chain(deadlines.iter().map(|one| deadline(session, one, judged.zone))) {
        text.push_str(&paragraph(&line, 2, 4, &session.style));
    }
    text + "\n"
}

fn change(session: &Session, one: &Difference) -> String {
    let text = |value: &NamedValue| match value {
        NamedValue::Unknown => msg!(simulate.unknown).text(session.language),
        NamedValue::Absent => msg!(simulate.absent).text(session.language),
        NamedValue::Known(_) => value.text("", ""),
    };
    match one {
        Difference::Value { path, before, after } => format!("{path}: {} → {}", text(before), text(after)),
        Difference::Added { path, after, .. } => {
            let fields: Vec<String> =
                after.iter().map(|(name, value)| format!("{name}: {}", text(value))).collect();
            let fields = format!("{{{}}}", fields.join(", "));
            msg!(simulate.added, path = path, fields = fields).text(session.language)
        }
        Difference::There { path } => msg!(simulate.already_there, path = path).text(session.language),
    }
}

fn deadline(session: &Session, one: &DeadlineChange<'_>, zone: Zone) -> String {
    let change = match (one.before, one.after) {
        (None, Some(Status::Pending)) => "begins",
        (_, Some(Status::Pending)) => "pending",
        (_, Some(Status::Met)) => "met",
        (_, Some(Status::MetLate)) => "met_late",
        (_, Some(Status::Overdue)) => "overdue",
        (_, None) => "lifted",
    };
    let rule = one.rule.unwrap_or_default();
    let (subject, due) = (one.subject.as_str(), dates::moment(one.by, zone));
    msg!(simulate.deadline, rule = rule, subject = subject, due = due, change = change).text(session.language)
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
