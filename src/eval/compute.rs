//! Values of nodes: three-valued, in a state or in the state that an action would leave.

use crate::base::IndexVec;
use crate::eval::indexed::{Count, IndexedState};
use crate::eval::overlay::Change;
use crate::input::Request;
use crate::kb::{Op, Set};
use crate::model::Order;
use crate::program::Program;
use crate::state::collection::Rows;
use crate::syntax::tree::Arithmetic;
use crate::values::ids::{CollectionId, FieldId, Level, NodeId, RoleId, RowId, ScalarId};
use crate::values::value::is_same_email;
use crate::values::{Moment, Period, Truth, Value, Zone};
use std::cmp::Ordering;

/// The elements under way.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    rows: IndexVec<Level, RowId>,
}

impl Frame {
    pub(super) fn new(program: &Program) -> Self {
        Self { rows: vec![RowId::NONE; usize::from(program.kb.levels)].into() }
    }

    pub(super) fn set(&mut self, level: Level, row: RowId) {
        if let Some(slot) = self.rows.get_mut(level) {
            *slot = row;
        }
    }
}

/// Where nodes are computed: a portal, perhaps an action, perhaps as it would be afterwards.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) program: &'a Program,
    pub(super) portal: &'a IndexedState,
    pub(super) request: Option<&'a Request>,
    pub(super) now: Option<Moment>,
    pub(super) change: Option<&'a Change>,
}

impl<'a> Context<'a> {
    /// A state by itself.
    pub(super) fn of_state(program: &'a Program, portal: &'a IndexedState) -> Self {
        Self { program, portal, request: None, now: None, change: None }
    }

    /// A state with an action that is proposed in it.
    pub(super) fn of_request(program: &'a Program, portal: &'a IndexedState, request: &'a Request) -> Self {
        Self { request: Some(request), now: Some(request.at), ..Self::of_state(program, portal) }
    }

    /// How many rows a collection has, new ones included.
    pub(super) fn row_count(&self, collection: CollectionId) -> u32 {
        let old = self.portal.rows(collection).map_or(0, Rows::len);
        let new = self.change.map_or(0, |change| change.added(collection).count());
        old.saturating_add(u32::try_from(new).unwrap_or(u32::MAX))
    }

    /// The elements of a collection, new ones included.
    pub(super) fn rows(
        &self,
        collection: CollectionId,
    ) -> impl DoubleEndedIterator<Item = RowId> + ExactSizeIterator + use<> {
        RowId::range(0..self.row_count(collection))
    }

    /// The elements that the change brings.
    pub(super) fn new_rows(&self, collection: CollectionId) -> impl Iterator<Item = RowId> + use<> {
        RowId::range(self.portal.rows(collection).map_or(0, Rows::len)..self.row_count(collection))
    }

    pub(super) fn scalar(&self, id: ScalarId) -> Value {
        let changed = self.change.and_then(|change| {
            let mut new = change.scalars.iter().rev();
            new.find(|(scalar, _)| *scalar == id).map(|(_, value)| value)
        });
        let old = || self.portal.state.scalars.get(id).map(|cell| &cell.value);
        changed.or_else(old).cloned().unwrap_or(Value::Unknown)
    }

    pub(super) fn field(&self, collection: CollectionId, row: RowId, field: FieldId) -> Value {
        let changed = self.change.and_then(|change| {
            let mut new = change.fields.iter().rev();
            new.find(|(c, r, f, _)| (*c, *r, *f) == (collection, row, field)).map(|(_, _, _, value)| value)
        });
        if let Some(changed) = changed {
            return changed.clone();
        }
        let added = || {
            let at = row.0.checked_sub(self.portal.rows(collection)?.len())?;
            Some(self.change?.added(collection).nth(at as usize)?.get(field)?.value.clone())
        };
        self.portal.held(collection, row, field).or_else(added).unwrap_or(Value::Unknown)
    }

    /// The new value that an effect gives, if it changes anything. Under an unknown condition it may.
    pub(super) fn changed(
        &self,
        old: &Value,
        value: Option<NodeId>,
        when: Option<NodeId>,
        frame: &mut Frame,
    ) -> Option<Value> {
        let new = value.map_or(Value::Absent, |value| self.value(value, frame));
        match when.map_or(Truth::True, |when| self.truth(when, frame)) {
            Truth::False => None,
            Truth::True => Some(new),
            // Two unknown values need not be the same.
            Truth::Unknown => (new != *old || new == Value::Unknown).then_some(Value::Unknown),
        }
    }

    /// The id of an element; empty where its collection has none.
    pub(super) fn id(&self, collection: CollectionId, row: RowId) -> String {
        let key = self.program.kb.keys.get(collection).copied().flatten();
        match key.map(|key| self.field(collection, row, key)) {
            Some(Value::Text(id)) => id.to_string(),
            _ => String::new(),
        }
    }

    pub(super) fn truth(&self, id: NodeId, frame: &mut Frame) -> Truth {
        match self.program.kb.node(id).map(|node| &node.op) {
            Some(Op::And(parts)) => Truth::all(parts.iter().map(|part| self.truth(*part, frame))),
            Some(Op::Or(parts)) => Truth::any(parts.iter().map(|part| self.truth(*part, frame))),
            Some(Op::Not(inner)) => !self.truth(*inner, frame),
            _ => self.value(id, frame).truth(),
        }
    }

    pub(super) fn value(&self, id: NodeId, frame: &mut Frame) -> Value {
        let Some(node) = self.program.kb.node(id) else { return Value::Unknown };
        match &node.op {
            Op::Constant(value) => value.clone(),
            Op::Now => self.now.map_or(Value::Unknown, Value::Moment),
            Op::Scalar(scalar) => self.scalar(*scalar),
            Op::Actor => self.request.map_or(Value::Unknown, |request| Value::Element(request.actor)),
            Op::Argument(parameter) => self
                .request
                .and_then(|request| request.arguments.get(*parameter))
                .map_or(Value::Unknown, |cell| cell.value.clone()),
            Op::Element { level, .. } => {
                frame.rows.get(*level).map_or(Value::Unknown, |row| Value::Element(*row))
            }
            Op::Field { of, collection, field } => match self.value(*of, frame) {
                Value::Element(row) => self.field(*collection, row, *field),
                other => other,
            },
            Op::And(_) | Op::Or(_) | Op::Not(_) => self.truth(id, frame).into(),
            Op::Present(inner) => self.value(*inner, frame).present().into(),
            Op::Equal { left, right, fold } => {
                let (left, right) = (self.value(*left, frame), self.value(*right, frame));
                self.equal(&left, &right, *fold).into()
            }
            Op::Order(left, order, right) => {
                let (left, right) = (self.value(*left, frame), self.value(*right, frame));
                self.order(&left, *order, &right).into()
            }
            Op::In { value, list, fold } => {
                let (value, list) = (self.value(*value, frame), self.value(*list, frame));
                self.contained(&value, &list, *fold).into()
            }
            Op::Indexed { value, index, walk } => {
                let Some(kept) = self.program.kb.indexes.get(*index) else {
                    return Value::Unknown;
                };
                let stale = |change: &Change| {
                    change.added.iter().any(|(collection, _)| *collection == kept.collection)
                        || change.fields.iter().any(|(collection, ..)| *collection == kept.collection)
                };
                match self.change.is_some_and(stale) {
                    true => self.value(*walk, frame),
                    false => self.portal.look_up(*index, &self.value(*value, frame), kept.fold).into(),
                }
            }
            Op::Within(date, period, from) => {
                let (date, from) = (self.value(*date, frame), self.value(*from, frame));
                self.in_time(&date, &from, |date, from| date < period.end_within(from, self.portal.zone))
                    .into()
            }
            Op::During(date, period, from) => {
                let (date, from) = (self.value(*date, frame), self.value(*from, frame));
                let zone = self.portal.zone;
                self.in_time(&date, &from, |date, from| {
                    date >= start(*period, from, zone) && date < period.end_from(from, zone)
                })
                .into()
            }
            Op::Overdue { field, period, from } => {
                let (date, from) = (self.value(*field, frame), self.value(*from, frame));
                self.overdue(&date, *period, &from).into()
            }
            Op::Arithmetic(left, operator, right) => {
                let (left, right) = (self.value(*left, frame), self.value(*right, frame));
                arithmetic(&left, *operator, &right)
            }
            Op::Any(set, condition) => self.any(set, *condition, frame).into(),
            Op::Count { set, counter } => {
                let kept = counter
                    .filter(|_| self.change.is_none())
                    .and_then(|counter| self.portal.counted(counter));
                let count = kept.unwrap_or_else(|| self.count(set, frame));
                count.exact().map_or(Value::Unknown, Value::Int)
            }
            Op::RoleIn(roles) => self.role_in(roles).into(),
        }
    }

    fn role_in(&self, roles: &[RoleId]) -> Truth {
        let Some(request) = self.request else { return Truth::Unknown };
        match self.role(request.actor) {
            Value::Variant(role) => roles.contains(&role.into()).into(),
            // Known to have no role.
            Value::Absent => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn role(&self, actor: RowId) -> Value {
        match self.program.kb.actors {
            Some((collection, field)) => self.field(collection, actor, field),
            None => Value::Unknown,
        }
    }

    fn equal(&self, left: &Value, right: &Value, fold: bool) -> Truth {
        match (left, right) {
            (Value::Absent, _) | (_, Value::Absent) => Truth::False,
            (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
            (Value::Text(left), Value::Text(right)) if fold => is_same_email(left, right).into(),
            (Value::Moment(left), Value::Moment(right)) => {
                (left.compare(*right, self.portal.zone) == Ordering::Equal).into()
            }
            _ => (left == right).into(),
        }
    }

    fn order(&self, left: &Value, order: Order, right: &Value) -> Truth {
        let ordering = match (left, right) {
            (Value::Absent, _) | (_, Value::Absent) => return Truth::False,
            (Value::Int(left), Value::Int(right)) => left.cmp(right),
            (Value::Moment(left), Value::Moment(right)) => left.compare(*right, self.portal.zone),
            _ => return Truth::Unknown,
        };
        Truth::from(match order {
            Order::AtLeast => ordering.is_ge(),
            Order::AtMost => ordering.is_le(),
            Order::More => ordering.is_gt(),
            Order::Less => ordering.is_lt(),
        })
    }

    fn contained(&self, value: &Value, list: &Value, fold: bool) -> Truth {
        match list {
            Value::List(list) => Truth::any(list.iter().map(|member| self.equal(value, member, fold))),
            Value::Absent => Truth::False,
            _ if *value == Value::Absent => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn in_time(
        &self,
        date: &Value,
        from: &Value,
        holds: impl Fn(chrono::DateTime<chrono::Utc>, Moment) -> bool,
    ) -> Truth {
        match (date, from) {
            (Value::Absent, _) | (_, Value::Absent) => Truth::False,
            (Value::Moment(date), Value::Moment(from)) => holds(date.instant(self.portal.zone), *from).into(),
            _ => Truth::Unknown,
        }
    }

    /// Whether a date that is due is late: too late by itself, or missing when its time is over.
    pub(super) fn overdue(&self, date: &Value, period: Period, from: &Value) -> Truth {
        let now = self.now.map_or(Value::Unknown, Value::Moment);
        let when = if *date == Value::Absent { &now } else { date };
        self.in_time(when, from, |when, from| when >= period.end_within(from, self.portal.zone))
    }

    fn any(&self, set: &Set, condition: NodeId, frame: &mut Frame) -> Truth {
        let known = self.portal.rows(set.collection).is_some_and(|rows| rows.known);
        let mut found = if known { Truth::False } else { Truth::Unknown };
        for row in self.rows(set.collection) {
            frame.set(set.level, row);
            found = found.or(self.member(set, frame).and(self.truth(condition, frame)));
            if found == Truth::True {
                break;
            }
        }
        found
    }

    /// Whether the element under way at the set's level belongs to the set.
    pub(super) fn member(&self, set: &Set, frame: &mut Frame) -> Truth {
        Truth::all(set.conditions.iter().map(|condition| self.truth(*condition, frame)))
    }

    /// How many elements a set has, by walking.
    pub(super) fn count(&self, set: &Set, frame: &mut Frame) -> Count {
        let known = self.portal.rows(set.collection).is_some_and(|rows| rows.known);
        let mut count = Count::none(known);
        for row in self.rows(set.collection) {
            frame.set(set.level, row);
            count.add(self.member(set, frame), 1);
        }
        count
    }
}

/// The first instant of the period that begins with a date: of its day where days are counted.
fn start(period: Period, from: Moment, zone: Zone) -> chrono::DateTime<chrono::Utc> {
    if period.is_exact() {
        from.instant(zone)
    } else {
        crate::values::moment::start_of_day(from.day(zone), zone)
    }
}

/// A calculation. What leaves the range of 64 bits is unknown, and reported when something hangs on it.
pub(super) fn arithmetic(left: &Value, operator: Arithmetic, right: &Value) -> Value {
    match (left, right) {
        (Value::Absent, _) | (_, Value::Absent) => Value::Absent,
        (Value::Int(left), Value::Int(right)) => match operator {
            Arithmetic::Plus => left.checked_add(*right),
            Arithmetic::Minus => left.checked_sub(*right),
            Arithmetic::Times => left.checked_mul(*right),
        }
        .map_or(Value::Unknown, Value::Int),
        _ => Value::Unknown,
    }
}

/// Whether a calculation with known numbers has no result.
pub(super) fn overflows(left: &Value, operator: Arithmetic, right: &Value) -> bool {
    matches!((left, right), (Value::Int(_), Value::Int(_)))
        && arithmetic(left, operator, right) == Value::Unknown
}
