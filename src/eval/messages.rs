//! Messages with their values from the case.

use crate::base::plural::form_of;
use crate::eval::compute::{Context, Frame};
use crate::eval::group_comparison::BrokenGroup;
use crate::kb::{Invariant, InvariantKind, Message, MessagePart};
use crate::model::NumberPart;
use crate::values::ids::{NodeId, RowId};
use crate::values::{Moment, Period, Type, Value, Zone};
use chrono::{DateTime, NaiveDate, Utc};
use std::ops::Range;

/// A text of a pack with its values in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledText {
    /// As machines read it.
    pub text: String,
    /// The days and instants in it, and where they stand: people write them otherwise.
    pub moments: Vec<(Range<usize>, Moment)>,
}

impl From<String> for FilledText {
    fn from(text: String) -> Self {
        Self { text, moments: Vec::new() }
    }
}

/// A value in a text.
enum Insert {
    Text(String),
    /// As machines read it, and what it stands for.
    Moment(String, Moment),
}

pub(super) struct Writer<'a> {
    /// Before the action: what limits count.
    before: Context<'a>,
    /// Where all other values are read.
    context: Context<'a>,
    invariant: Option<&'a Invariant>,
    /// What the group has that a message is about, if that is known, and the bound that it breaks.
    group: Option<(Option<i64>, NodeId)>,
    frame: Frame,
}

impl<'a> Writer<'a> {
    /// The writer of a rule; of an invariant, `row` is the element that it speaks of.
    pub(super) fn new(
        before: Context<'a>,
        context: Context<'a>,
        invariant: Option<&'a Invariant>,
        row: Option<RowId>,
    ) -> Self {
        let mut frame = Frame::new(context.program);
        if let (Some(invariant), Some(row)) = (invariant, row) {
            frame.set(invariant.set.level, row);
        }
        Self { before, context, invariant, group: None, frame }
    }

    /// Of a limit on groups, the group that the messages speak of.
    pub(super) fn of_group(&mut self, group: &BrokenGroup) {
        self.frame.group.clone_from(&group.keys);
        let sum = group.before.exact().and_then(|sum| i64::try_from(sum).ok());
        self.group = Some((sum, group.bound));
    }

    pub(super) fn write<'m>(&mut self, messages: Option<&'m Vec<Message>>) -> Vec<(&'m str, FilledText)> {
        let write = |message: &'m Message| {
            let mut filled = FilledText::default();
            for part in &message.pieces {
                let start = filled.text.len();
                match self.part(part, &message.language) {
                    Some(Insert::Text(text)) => filled.text.push_str(&text),
                    Some(Insert::Moment(text, moment)) => {
                        filled.text.push_str(&text);
                        filled.moments.push((start..filled.text.len(), moment));
                    }
                    // What nobody knows is left open.
                    None => filled.text.push('…'),
                }
            }
            (&*message.language, filled)
        };
        messages.into_iter().flatten().map(write).collect()
    }

    fn part(&mut self, part: &MessagePart, language: &str) -> Option<Insert> {
        let zone = self.context.portal.zone;
        Some(Insert::Text(match (part, self.invariant.map(|invariant| &invariant.kind)) {
            (MessagePart::Text(text), _) => text.to_string(),
            (MessagePart::Value((id, ty)), _) => match self.context.value(*id, &mut self.frame) {
                Value::Unknown => return None,
                Value::Moment(moment) => return Some(Insert::Moment(moment.to_string(), moment)),
                value => self.shown(&value, ty, language),
            },
            (MessagePart::Count, _) => self.number(&NumberPart::Count)?.to_string(),
            (MessagePart::Limit, _) => self.number(&NumberPart::Limit)?.to_string(),
            (MessagePart::Plural { of, forms }, _) => {
                let form =
                    self.number(of).map_or(forms.len().saturating_sub(1), |number| form_of(language, number));
                forms.get(form)?.to_string()
            }
            (MessagePart::Due, Some(InvariantKind::Never { deadline: Some(deadline) })) => {
                let (period, from) = (deadline.period, self.moment(deadline.from)?);
                return Some(due(
                    period,
                    period.last_day_within(from, zone),
                    period.end_within(from, zone),
                    zone,
                ));
            }
            (MessagePart::Due, Some(InvariantKind::Lasts { period, from })) => {
                let from = self.moment(*from)?;
                return Some(due(
                    *period,
                    period.last_day_from(from, zone),
                    period.end_from(from, zone),
                    zone,
                ));
            }
            _ => return None,
        }))
    }

    fn number(&mut self, part: &NumberPart<(NodeId, Type)>) -> Option<i64> {
        let limit = match self.invariant.map(|invariant| &invariant.kind) {
            Some(InvariantKind::Limit { counter, most }) => Some((*counter, *most)),
            _ => None,
        };
        let node = match part {
            NumberPart::Count if self.group.is_some() => return self.group?.0,
            NumberPart::Limit if let Some((_, bound)) = self.group => bound,
            NumberPart::Count => {
                let count = self.before.size(&self.invariant?.set, limit?.0, &mut self.frame);
                return count.exact();
            }
            NumberPart::Limit => limit?.1,
            NumberPart::Value((node, _)) => *node,
        };
        match self.context.value(node, &mut self.frame) {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }

    fn moment(&mut self, id: NodeId) -> Option<Moment> {
        match self.context.value(id, &mut self.frame) {
            Value::Moment(moment) => Some(moment),
            _ => None,
        }
    }

    /// A value as people read it: an element by its id.
    fn shown(&self, value: &Value, ty: &Type, language: &str) -> String {
        match (value, ty) {
            (Value::Element(row), Type::Element(collection)) => {
                self.context.id(*collection, *row).as_deref().unwrap_or("?").to_owned()
            }
            (Value::List(values), Type::List(of)) if matches!(**of, Type::Element(_)) => {
                let shown: Vec<String> = values.iter().map(|value| self.shown(value, of, language)).collect();
                shown.join(", ")
            }
            _ => self.context.program.model.shown_in(value, ty, language),
        }
    }
}

/// When something is due: its last day or, for people, the instant where that does not count whole.
fn due(period: Period, day: NaiveDate, end: DateTime<Utc>, zone: Zone) -> Insert {
    let by = if period.is_exact() { Moment::Instant(zone.at(end)) } else { Moment::Day(day) };
    Insert::Moment(day.to_string(), by)
}
