//! Values of nodes: three-valued, in a state or in the state that an action would leave.

use crate::base::IndexVec;
use crate::eval::element_index::ElementIndex;
use crate::eval::entries;
use crate::eval::groups::{Groups, Keys};
use crate::eval::indexed::{Count, IndexedState};
use crate::eval::outcomes::is_so;
use crate::eval::overlay::{Change, FieldOf};
use crate::input::Request;
use crate::kb::{Around, Grouped, Op, Plan, Set};
use crate::model::Order;
use crate::program::Program;
use crate::state::collection::Rows;
use crate::values::Arithmetic;
use crate::values::email::is_same_email;
use crate::values::ids::{
    CollectionId, CounterId, FieldId, GroupingId, IndexId, Level, NodeId, RoleId, RowId, ScalarId,
};
use crate::values::moment::start_of_day;
use crate::values::{Moment, Period, Truth, Value, Zone};
use chrono::{DateTime, Utc};
use smallvec::SmallVec;
use std::cmp::Ordering;
use std::sync::Arc;

/// The element under way at each level, and the entries of lists.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    rows: IndexVec<Level, RowId>,
    /// Empty until an entry is under way.
    entries: IndexVec<Level, Value>,
    /// The keys of the group under way, if one is, and somebody knows it.
    pub(super) group: Option<Keys>,
}

impl Frame {
    pub(super) fn new(program: &Program) -> Self {
        Self {
            rows: vec![RowId::NONE; usize::from(program.kb.levels)].into(),
            entries: IndexVec::new(),
            group: None,
        }
    }

    pub(super) fn set(&mut self, level: Level, row: RowId) {
        if let Some(slot) = self.rows.get_mut(level) {
            *slot = row;
        }
    }

    pub(super) fn set_entry(&mut self, level: Level, entry: Value) {
        while self.entries.len() <= level.index() && self.entries.len() < self.rows.len() {
            self.entries.push(Value::Unknown);
        }
        if let Some(slot) = self.entries.get_mut(level) {
            *slot = entry;
        }
    }

    fn entry(&self, level: Level) -> Value {
        // A level that had no entry yet is no miss.
        self.entries.try_get(level).cloned().unwrap_or(Value::Unknown)
    }
}

/// Elements to look at: all of a collection, or those that an index gives.
pub(super) enum Candidates {
    All(std::ops::Range<u32>),
    Found(smallvec::IntoIter<[RowId; 8]>),
}

impl Iterator for Candidates {
    type Item = RowId;

    fn next(&mut self) -> Option<RowId> {
        match self {
            Self::All(rows) => rows.next().map(RowId),
            Self::Found(rows) => rows.next(),
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
    pub(super) fn of_state(program: &'a Program, portal: &'a IndexedState) -> Self {
        Self { program, portal, request: None, now: None, change: None }
    }

    pub(super) fn of_request(program: &'a Program, portal: &'a IndexedState, request: &'a Request) -> Self {
        Self { request: Some(request), now: Some(request.at), ..Self::of_state(program, portal) }
    }

    /// How many rows a collection has, new ones included.
    pub(super) fn row_count(&self, collection: CollectionId) -> u32 {
        let old = self.portal.rows(collection).map_or(0, Rows::len);
        let new = self.change.map_or(0, |change| change.added(collection).count());
        old.saturating_add(u32::try_from(new).unwrap_or(u32::MAX))
    }

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

    /// The elements that the change brings, or gives new values.
    pub(super) fn touched(&self, collection: CollectionId) -> impl Iterator<Item = RowId> + use<> {
        let rows = self.change.map(|change| change.rows(collection)).unwrap_or_default();
        rows.into_iter().chain(self.new_rows(collection))
    }

    /// The elements that may be in a set, and of which a condition that is asked of each may hold, in their order. What is
    /// left out is surely not.
    pub(super) fn candidates(&self, set: &Set, frame: &mut Frame) -> Candidates {
        self.found(set, frame).map_or(Candidates::All(0..self.row_count(set.collection)), Candidates::Found)
    }

    /// The index that a set is looked up in, and what is looked up.
    fn look_up(&self, set: &Set, frame: &mut Frame) -> Option<(&'a ElementIndex, SmallVec<[Value; 2]>)> {
        let look_up = set.look_up.as_ref()?;
        let index = self.portal.element_index(self.program, look_up.index)?;
        Some((index, look_up.keys.iter().map(|key| self.value(*key, frame)).collect()))
    }

    fn found_around(&self, set: &Set, frame: &mut Frame) -> Option<SmallVec<[RowId; 8]>> {
        let Around { inner, inner_of } = set.around?;
        let inner = self.value(inner, frame);
        self.around((inner_of, &inner), set.collection)
    }

    /// How many [`Context::candidates`] there are at most.
    pub(super) fn candidates_of(&self, set: &Set, frame: &mut Frame) -> usize {
        if let Some(rows) = self.found_around(set, frame) {
            return rows.len();
        }
        let found = self.look_up(set, frame).and_then(|(index, keys)| index.found(&keys));
        let touched = || self.change.map_or(0, |change| change.fields.len() + change.added.len());
        found.map_or(self.row_count(set.collection) as usize, |found| found + touched())
    }

    fn found(&self, set: &Set, frame: &mut Frame) -> Option<smallvec::IntoIter<[RowId; 8]>> {
        if let Some(rows) = self.found_around(set, frame) {
            return Some(rows.into_iter());
        }
        let (index, keys) = self.look_up(set, frame)?;
        let mut found = index.find(&keys)?;
        if self.change.is_some() {
            let before = found.len();
            found.extend(self.touched(set.collection));
            if found.len() > before {
                found.sort_unstable();
                found.dedup();
            }
        }
        Some(found.into_iter())
    }

    pub(super) fn scalar(&self, id: ScalarId) -> Value {
        let changed = self.change.and_then(|change| {
            let mut new = change.scalars.iter().rev();
            new.find(|(scalar, _)| *scalar == id).map(|(_, value)| value)
        });
        let old = || self.portal.state.scalars.get(id).map(|cell| &cell.value);
        changed.or_else(old).cloned().unwrap_or(Value::Unknown)
    }

    pub(super) fn field(&self, of: FieldOf) -> Value {
        let changed = self.change.and_then(|change| {
            let mut new = change.fields.iter().rev();
            new.find(|(changed, _)| *changed == of).map(|(_, value)| value)
        });
        if let Some(changed) = changed {
            return changed.clone();
        }
        let added = || {
            let at = of.row.0.checked_sub(self.portal.rows(of.collection)?.len())?;
            Some(self.change?.added(of.collection).nth(at as usize)?.get(of.field)?.value.clone())
        };
        self.portal.held(of).or_else(added).unwrap_or(Value::Unknown)
    }

    pub(super) fn id(&self, collection: CollectionId, row: RowId) -> Option<Arc<str>> {
        let field = self.program.kb.keys.get(collection).copied().flatten()?;
        match self.field(FieldOf { collection, row, field }) {
            Value::Text(id) => Some(id),
            _ => None,
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
        let zone = self.portal.zone;
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
            Op::Entry { level, .. } => frame.entry(*level),
            Op::Field { of, collection, field } => match self.value(*of, frame) {
                Value::Element(row) => self.field(FieldOf { collection: *collection, row, field: *field }),
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
            Op::Edit { put, list, value, when, fold } => {
                let (list, value) = (self.value(*list, frame), self.value(*value, frame));
                self.edited(*put, list, &value, self.truth(*when, frame), *fold)
            }
            Op::Inside { inner, inner_of, outer, outer_of, same } => {
                let (inner, outer) = (self.value(*inner, frame), self.value(*outer, frame));
                self.inside((*inner_of, &inner), (*outer_of, &outer), *same).into()
            }
            Op::Indexed { walk, index, .. } if self.moves_index(*index) => self.value(*walk, frame),
            Op::Indexed { value, index, .. } => {
                self.portal.look_up(self.program, *index, &self.value(*value, frame)).into()
            }
            Op::Within(date, period, from) => {
                let date = self.value(*date, frame);
                self.in_time(date, *from, frame, |date, from| date < period.end_within(from, zone)).into()
            }
            Op::During(date, period, from) => {
                let date = self.value(*date, frame);
                let holds =
                    |date, from| date >= start(*period, from, zone) && date < period.end_from(from, zone);
                self.in_time(date, *from, frame, holds).into()
            }
            Op::Overdue { field, period, from } => {
                // A missing date is late when its time is over.
                let date = match self.value(*field, frame) {
                    Value::Absent => self.now.map_or(Value::Unknown, Value::Moment),
                    date => date,
                };
                self.in_time(date, *from, frame, |date, from| date >= period.end_within(from, zone)).into()
            }
            Op::Arithmetic(left, operator, right) => {
                let (left, right) = (self.value(*left, frame), self.value(*right, frame));
                arithmetic(&left, *operator, &right)
            }
            Op::Any(set, condition) => self.any(set, *condition, frame).into(),
            Op::AnyEntry { list, level, condition } => {
                self.any_entry(*list, *level, *condition, frame).into()
            }
            Op::CountEntries { list, fold } => entries::count(&self.value(*list, frame), *fold),
            Op::Count { set, counter } => {
                self.size(set, *counter, frame).exact().map_or(Value::Unknown, Value::Int)
            }
            Op::Total { set, amount, kept } => {
                let grouped = Grouped { set, amount: Some(amount), keys: &[] };
                let total = self.total(grouped, *kept, frame).exact();
                total.and_then(|total| i64::try_from(total).ok()).map_or(Value::Unknown, Value::Int)
            }
            Op::GroupKey(place) => {
                let key = frame.group.as_ref().and_then(|keys| keys.get(place.index()));
                key.cloned().unwrap_or(Value::Unknown)
            }
            Op::RoleIn(roles) => self.role_in(roles).into(),
        }
    }

    /// Whether the change moves what an index holds.
    pub(super) fn moves_index(&self, index: IndexId) -> bool {
        let Some(kept) = self.program.kb.indexes.get(index) else { return false };
        self.change.is_some_and(|change| {
            change.added.iter().any(|(collection, _)| *collection == kept.collection)
                || change.fields.iter().any(|(changed, _)| changed.collection == kept.collection)
        })
    }

    /// What a counter knows, if it was counted and the change does not move it.
    pub(super) fn kept(&self, counter: CounterId) -> Option<Count> {
        let impact = || self.request.and_then(|request| self.program.kb.impact(request.action));
        let moves = |change: &Change| change.is_any() && impact().is_none_or(|impact| impact.moves(counter));
        self.portal.counted(counter).filter(|_| !self.change.is_some_and(moves))
    }

    /// The groups that are kept up to date, if the change does not move them.
    pub(super) fn kept_groups(&self, kept: GroupingId) -> Option<&'a Groups> {
        let impact = || self.request.and_then(|request| self.program.kb.impact(request.action));
        let moves =
            |change: &Change| change.is_any() && impact().is_none_or(|impact| impact.moves_grouping(kept));
        self.portal.grouped(kept).filter(|_| !self.change.is_some_and(moves))
    }

    pub(in crate::eval) fn plan(&self) -> Option<&'a Plan> {
        self.request.and_then(|request| self.program.kb.actions.get(request.action))
    }

    fn role_in(&self, roles: &[RoleId]) -> Truth {
        let (Some(request), Some((collection, field))) = (self.request, self.program.kb.actors) else {
            return Truth::Unknown;
        };
        match self.field(FieldOf { collection, row: request.actor, field }) {
            Value::Variant(role) => roles.contains(&role.into()).into(),
            // Known to have no role.
            Value::Absent => Truth::False,
            _ => Truth::Unknown,
        }
    }

    pub(super) fn equal(&self, left: &Value, right: &Value, fold: bool) -> Truth {
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
        is_so(ordering, order).into()
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
        date: Value,
        from: NodeId,
        frame: &mut Frame,
        holds: impl Fn(DateTime<Utc>, Moment) -> bool,
    ) -> Truth {
        match (date, self.value(from, frame)) {
            (Value::Absent, _) | (_, Value::Absent) => Truth::False,
            (Value::Moment(date), Value::Moment(from)) => holds(date.instant(self.portal.zone), from).into(),
            _ => Truth::Unknown,
        }
    }

    /// How many entries the lists in a field have together, and the longest alone.
    pub(super) fn lists(&self, collection: CollectionId, field: FieldId) -> (u64, u64) {
        let held = self.portal.rows(collection).and_then(|rows| rows.lists(field));
        let (all, longest) = held.map_or((0, 0), |lists| (lists.entries(), lists.longest()));
        let changed = self.change.into_iter().flat_map(|change| {
            let fields = change.fields.iter();
            let own = fields.filter(move |(of, _)| (of.collection, of.field) == (collection, field));
            let new = change.added(collection).filter_map(move |cells| Some(&cells.get(field)?.value));
            own.map(|(_, value)| value).chain(new)
        });
        changed.fold((all, longest), |(all, longest), value| match value {
            Value::List(list) => (all.saturating_add(list.len() as u64), longest.max(list.len() as u64)),
            _ => (all, longest),
        })
    }

    fn any(&self, set: &Set, condition: NodeId, frame: &mut Frame) -> Truth {
        let mut found = if self.portal.is_known(set.collection) { Truth::False } else { Truth::Unknown };
        for row in self.candidates(set, frame) {
            frame.set(set.level, row);
            found = found.or(self.member(set, frame).and(self.truth(condition, frame)));
            if found == Truth::True {
                break;
            }
        }
        found
    }

    /// Whether a condition holds for an entry of a list. Of a list that nobody knows it is unknown, unless the condition fails
    /// whatever an entry is.
    fn any_entry(&self, list: NodeId, level: Level, condition: NodeId, frame: &mut Frame) -> Truth {
        match self.value(list, frame) {
            Value::List(entries) => Truth::any(entries.iter().map(|entry| {
                frame.set_entry(level, entry.clone());
                self.truth(condition, frame)
            })),
            Value::Absent => Truth::False,
            _ => {
                frame.set_entry(level, Value::Unknown);
                Truth::Unknown.and(self.truth(condition, frame))
            }
        }
    }

    /// Whether the element under way at the set's level belongs to the set.
    pub(super) fn member(&self, set: &Set, frame: &mut Frame) -> Truth {
        Truth::all(set.conditions.iter().map(|condition| self.truth(*condition, frame)))
    }

    /// How many elements a set has, by its counter where that holds here.
    pub(super) fn size(&self, set: &Set, counter: Option<CounterId>, frame: &mut Frame) -> Count {
        counter.and_then(|counter| self.kept(counter)).unwrap_or_else(|| self.count(set, frame))
    }

    /// How many elements a set has, by looking at those that its index gives.
    pub(super) fn count(&self, set: &Set, frame: &mut Frame) -> Count {
        let candidates = self.candidates(set, frame);
        self.count_among(set, candidates, frame)
    }

    /// How many elements a set has, by looking at each. An index need not be made for that.
    pub(super) fn count_all(&self, set: &Set, frame: &mut Frame) -> Count {
        self.count_among(set, self.rows(set.collection), frame)
    }

    fn count_among(&self, set: &Set, rows: impl Iterator<Item = RowId>, frame: &mut Frame) -> Count {
        let mut count = Count::none(self.portal.is_known(set.collection));
        for row in rows {
            frame.set(set.level, row);
            count.add(self.member(set, frame), 1);
        }
        count
    }
}

/// The first instant of the period that begins with a date: of its day where days are counted.
pub(super) fn start(period: Period, from: Moment, zone: Zone) -> DateTime<Utc> {
    if period.is_exact() { from.instant(zone) } else { start_of_day(from.day(zone), zone) }
}

/// A calculation. What leaves the range of 64 bits is unknown, and reported when something hangs on it.
pub(super) fn arithmetic(left: &Value, operator: Arithmetic, right: &Value) -> Value {
    match (left, right) {
        (Value::Absent, _) | (_, Value::Absent) => Value::Absent,
        (Value::Int(left), Value::Int(right)) => {
            operator.of(*left, *right).map_or(Value::Unknown, Value::Int)
        }
        _ => Value::Unknown,
    }
}

/// Whether a calculation with known numbers has no result.
pub(super) fn overflows(left: &Value, operator: Arithmetic, right: &Value) -> bool {
    matches!((left, right), (Value::Int(_), Value::Int(_)))
        && arithmetic(left, operator, right) == Value::Unknown
}
