//! What an element has to do by when.

use super::compute::{Context, Frame};
use super::portal::Portal;
use crate::input::Request;
use crate::kb::{InvariantKind, KnowledgeBase};
use crate::values::{Truth, Value};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

/// How an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// There is time left.
    Pending,
    /// Done in time.
    Met,
    /// Done, but too late.
    MetLate,
    /// Not done, and the time is over.
    Overdue,
}

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// The rule, by its number in the model.
    pub rule: u32,
    /// The last day.
    pub due: NaiveDate,
    /// The first instant that is too late.
    pub end: DateTime<Utc>,
    /// How it stands.
    pub status: Status,
}

/// The obligations of the actor at the instant of the action.
pub fn of_actor(kb: &KnowledgeBase, portal: &Portal, request: &Request) -> Vec<Obligation> {
    let context = Context { request: Some(request), now: Some(request.at), ..Context::of_state(kb, portal) };
    let Some((actors, _)) = kb.actors else { return Vec::new() };
    let mut found = Vec::new();
    for invariant in &kb.invariants {
        let InvariantKind::Never { deadline: Some(deadline) } = &invariant.kind else { continue };
        let mut frame = Frame::new(kb);
        frame.set(deadline.set.level, request.actor);
        if deadline.set.collection != actors || context.member(&deadline.set, &mut frame) != Truth::True {
            continue;
        }
        let Value::Moment(from) = context.value(deadline.from, &mut frame) else { continue };
        let end = deadline.period.end_within(from, portal.zone);
        let late = |moment: crate::values::Moment| moment.instant(portal.zone) >= end;
        found.push(Obligation {
            rule: invariant.rule,
            due: deadline.period.last_day_within(from, portal.zone),
            end,
            status: match context.value(deadline.field, &mut frame) {
                Value::Moment(done) if late(done) => Status::MetLate,
                Value::Moment(_) => Status::Met,
                _ if late(request.at) => Status::Overdue,
                _ => Status::Pending,
            },
        });
    }
    found
}
