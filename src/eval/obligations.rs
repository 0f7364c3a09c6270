//! What an element has to do by when.

use crate::eval::compute::{Context, Frame};
use crate::eval::proposed::ProposedAction;
use crate::kb::{Deadline, InvariantKind};
use crate::program::Program;
use crate::values::ids::{RowId, RuleId};
use crate::values::{Moment, Truth, Value};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pending,
    Met,
    MetLate,
    Overdue,
}

/// Something that is due.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// let due = &portal.decide(&fee)?.obligations()[0];
/// assert_eq!((due.subject.as_str(), due.due.to_string()), ("ivan", "2024-05-15".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    pub rule: RuleId,
    pub subject: String,
    pub due: NaiveDate,
    pub end: DateTime<Utc>,
    pub status: Status,
}

/// The obligations of the actor at the instant of the action, and, of an allowed action, those that it brings.
pub fn of_action(proposed: &ProposedAction<'_, '_>, allowed: bool) -> Vec<Obligation> {
    let before = proposed.before();
    let Some((actors, _)) = proposed.program.kb.actors else { return Vec::new() };
    let after = if allowed { proposed.after() } else { before };
    let mut found = Vec::new();
    for (rule, deadline) in deadlines(proposed.program) {
        let collection = deadline.set.collection;
        if collection == actors {
            found.extend(obligation(&before, rule, deadline, proposed.request.actor));
        }
        for row in after.touched(collection).filter(|row| !proposed.is_there(collection, *row)) {
            let brought = obligation(&after, rule, deadline, row);
            // What the actor has to do already is found above.
            found.extend(
                brought.filter(|new| {
                    obligation(&before, rule, deadline, row).is_none_or(|old| old.end != new.end)
                }),
            );
        }
    }
    found
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub rule: RuleId,
    /// Whose deadline it is: the id of an element.
    pub subject: String,
    /// The last day: the new one, or of a deadline that is lifted the old one.
    pub due: NaiveDate,
    /// The first instant that is too late.
    pub end: DateTime<Utc>,
    /// How it stood; `None` where there was no such deadline.
    pub before: Option<Status>,
    /// How it stands; `None` where it is lifted.
    pub after: Option<Status>,
}

/// The deadlines that an action starts, moves, meets or lifts, of the elements that it touches.
pub fn shifts(proposed: &ProposedAction<'_, '_>) -> Vec<Shift> {
    let (before, after) = (proposed.before(), proposed.after());
    let mut shifts = Vec::new();
    for (rule, deadline) in deadlines(proposed.program) {
        let collection = deadline.set.collection;
        for row in after.touched(collection).filter(|row| !proposed.is_there(collection, *row)) {
            let old = obligation(&before, rule, deadline, row);
            let new = obligation(&after, rule, deadline, row);
            let stands = |found: &Option<Obligation>| found.as_ref().map(|one| (one.status, one.end));
            let (from, to) = (stands(&old), stands(&new));
            if let Some(shifted) = new.or(old).filter(|_| from != to) {
                let (before, after) = (from.map(|(status, _)| status), to.map(|(status, _)| status));
                let Obligation { subject, due, end, .. } = shifted;
                shifts.push(Shift { rule, subject, due, end, before, after });
            }
        }
    }
    shifts
}

fn deadlines(program: &Program) -> impl Iterator<Item = (RuleId, &Deadline)> {
    program.kb.invariants.iter().filter_map(|invariant| match &invariant.kind {
        InvariantKind::Never { deadline: Some(deadline) } => Some((invariant.rule, deadline)),
        _ => None,
    })
}

/// What one element has to do by when, if anything, as far as it is known.
pub(super) fn obligation(
    context: &Context<'_>,
    rule: RuleId,
    deadline: &Deadline,
    row: RowId,
) -> Option<Obligation> {
    let zone = context.portal.zone;
    let mut frame = Frame::new(context.program);
    frame.set(deadline.set.level, row);
    if row.0 >= context.row_count(deadline.set.collection)
        || context.member(&deadline.set, &mut frame) != Truth::True
    {
        return None;
    }
    let Value::Moment(from) = context.value(deadline.from, &mut frame) else { return None };
    let end = deadline.period.end_within(from, zone);
    let late = |moment: Moment| moment.instant(zone) >= end;
    let status = match context.value(deadline.field, &mut frame) {
        Value::Moment(done) if late(done) => Status::MetLate,
        Value::Moment(_) => Status::Met,
        Value::Unknown => return None,
        _ if context.now.is_some_and(late) => Status::Overdue,
        _ => Status::Pending,
    };
    Some(Obligation {
        rule,
        subject: context.id(deadline.set.collection, row).as_deref().unwrap_or_default().to_owned(),
        due: deadline.period.last_day_within(from, zone),
        end,
        status,
    })
}
