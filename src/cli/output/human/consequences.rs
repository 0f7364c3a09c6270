//! What an action brings about, for people.

use crate::base::msg;
use crate::cli::output::consequences::{Consequences, DeadlineChange, Difference};
use crate::cli::output::dates;
use crate::cli::output::judged::Judged;
use crate::cli::output::named_value::NamedValue;
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use crate::eval::obligations::Status;
use crate::values::Zone;

/// What an allowed action brings about, a line each.
pub(crate) fn consequences(session: &Session, judged: &Judged<'_>) -> String {
    let Some(Consequences { changes, deadlines }) = &judged.effects else { return String::new() };
    let changes = changes.iter().map(|one| change(session, one));
    let lines = changes.chain(deadlines.iter().map(|one| deadline(session, one, judged.zone)));
    lines.map(|line| paragraph(&line, 2, 4, &session.style)).collect()
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
