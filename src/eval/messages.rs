//! Messages with their values from the case.

use crate::eval::compute::Frame;
use crate::eval::trace::Trace;
use crate::kb::{Invariant, InvariantKind, Message, MessagePart};
use crate::values::Value;
use crate::values::ids::RowId;

/// What stands for a value that nobody knows.
const UNKNOWN: &str = "…";

/// Writes the messages of one rule for one case.
pub(super) struct Writer<'a> {
    tracer: &'a Trace<'a>,
    invariant: Option<&'a Invariant>,
    frame: Frame,
}

impl<'a> Writer<'a> {
    /// The writer of a rule; of an invariant, `row` is the element that it speaks of.
    pub(super) fn new(tracer: &'a Trace<'a>, invariant: Option<&'a Invariant>, row: Option<RowId>) -> Self {
        let mut frame = Frame::new(tracer.context.program);
        if let (Some(invariant), Some(row)) = (invariant, row) {
            frame.set(invariant.set.level, row);
        }
        Self { tracer, invariant, frame }
    }

    pub(super) fn write_all(&mut self, messages: &[Message]) -> Vec<String> {
        messages
            .iter()
            .map(|message| message.pieces.iter().map(|piece| self.write(piece)).collect())
            .collect()
    }

    fn write(&mut self, piece: &MessagePart) -> String {
        let context = &self.tracer.context;
        match piece {
            MessagePart::Text(text) => text.to_string(),
            MessagePart::Value((id, ty)) => match context.value(*id, &mut self.frame) {
                Value::Unknown => UNKNOWN.to_owned(),
                value => self.tracer.shown(&value, ty),
            },
            MessagePart::Count => self.count().map_or(UNKNOWN.to_owned(), |count| count.to_string()),
            MessagePart::Limit => match self.invariant.map(|invariant| &invariant.kind) {
                Some(InvariantKind::Limit { most, .. }) => match context.value(*most, &mut self.frame) {
                    Value::Int(number) => number.to_string(),
                    _ => UNKNOWN.to_owned(),
                },
                _ => UNKNOWN.to_owned(),
            },
            MessagePart::Due => match self.invariant.map(|invariant| &invariant.kind) {
                Some(InvariantKind::Never { deadline: Some(deadline) }) => {
                    match context.value(deadline.from, &mut self.frame) {
                        Value::Moment(from) => {
                            deadline.period.last_day_within(from, context.portal.zone).to_string()
                        }
                        _ => UNKNOWN.to_owned(),
                    }
                }
                Some(InvariantKind::Lasts { period, from }) => match context.value(*from, &mut self.frame) {
                    Value::Moment(from) => period.last_day_from(from, context.portal.zone).to_string(),
                    _ => UNKNOWN.to_owned(),
                },
                _ => UNKNOWN.to_owned(),
            },
        }
    }

    /// How many elements a limit counts before the action.
    fn count(&mut self) -> Option<i64> {
        let invariant = self.invariant?;
        let InvariantKind::Limit { counter, .. } = invariant.kind else { return None };
        let before = &self.tracer.before;
        let kept = counter.and_then(|counter| before.portal.counted(counter));
        kept.unwrap_or_else(|| before.count(&invariant.set, &mut self.frame)).exact()
    }
}
