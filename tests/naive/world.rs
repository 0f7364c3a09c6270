//! A state as the plain evaluator sees it: the values of expressions, and what the effects of an action leave.

use std::cmp::Ordering;
use ustav::base::IndexVec;
use ustav::input::{Request, State};
use ustav::model::{Effect, Expr, ExprKind as Kind, Field, LetBody, Model, Order, Set, Target};
use ustav::state::collection::{Cell, Row};
use ustav::syntax::tree::Arithmetic;
use ustav::values::email::fold_email;
use ustav::values::ids::{ArgumentId, CollectionId, FieldId, LetId, Level, RowId, ScalarId};
use ustav::values::moment::start_of_day;
use ustav::values::{Moment, Truth, Type, Value, Zone};

/// A state with what is asked about it.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) model: &'a Model,
    pub(super) state: &'a State,
    /// The state before the action.
    pub(super) old: &'a State,
    pub(super) request: &'a Request,
    pub(super) zone: Zone,
}

/// What the body under way speaks of.
#[derive(Default)]
pub(super) struct Here {
    /// Elements, and entries of lists.
    elements: IndexVec<Level, Value>,
    arguments: IndexVec<ArgumentId, Value>,
}

impl Here {
    pub(super) fn of_arguments(arguments: IndexVec<ArgumentId, Value>) -> Self {
        Self { elements: IndexVec::new(), arguments }
    }

    pub(super) fn with(&self, row: RowId) -> Self {
        self.with_entry(Value::Element(row))
    }

    fn with_entry(&self, entry: Value) -> Self {
        let elements = self.elements.iter().cloned().chain([entry]).collect();
        Self { elements, arguments: self.arguments.clone() }
    }
}

impl World<'_> {
    pub(super) fn rows(&self, collection: CollectionId) -> impl Iterator<Item = RowId> + use<> {
        self.state.collections.get(collection).unwrap().rows()
    }

    pub(super) fn known(&self, collection: CollectionId) -> bool {
        self.state.collections.get(collection).unwrap().known
    }

    pub(super) fn field(&self, collection: CollectionId, row: RowId, field: FieldId) -> Value {
        self.state.collections.get(collection).unwrap().cell(row, field).unwrap().value
    }

    // --------------------------------------------------------------------------------- expressions

    pub(super) fn holds(&self, expr: &Expr, here: &Here) -> Truth {
        match &expr.kind {
            Kind::And(terms) => Truth::all(terms.iter().map(|term| self.holds(term, here))),
            Kind::Or(terms) => Truth::any(terms.iter().map(|term| self.holds(term, here))),
            Kind::Not(inner) => !self.holds(inner, here),
            Kind::Present(inner) => self.value(inner, here).present(),
            Kind::Equal(left, right) => {
                let fold = left.ty == Type::Email || right.ty == Type::Email;
                self.equal(&self.value(left, here), &self.value(right, here), fold)
            }
            Kind::Order(left, order, right) => self.both(left, right, here, |left, right| {
                let found = match (left, right) {
                    (Value::Int(left), Value::Int(right)) => left.cmp(&right),
                    (left, right) => moment(&left).compare(moment(&right), self.zone),
                };
                match order {
                    Order::AtLeast => found != Ordering::Less,
                    Order::AtMost => found != Ordering::Greater,
                    Order::More => found == Ordering::Greater,
                    Order::Less => found == Ordering::Less,
                }
            }),
            Kind::In(value, list) => {
                let fold = value.ty == Type::Email || list.ty == Type::List(Box::new(Type::Email));
                let value = self.value(value, here);
                match self.value(list, here) {
                    _ if value == Value::Absent => Truth::False,
                    Value::List(members) => {
                        Truth::any(members.iter().map(|member| self.equal(&value, member, fold)))
                    }
                    Value::Unknown => Truth::Unknown,
                    _ => Truth::False,
                }
            }
            Kind::Inside { inner, outer, same } => {
                let (inner_of, outer_of) = (collection_of(inner), collection_of(outer));
                match (self.value(inner, here), self.value(outer, here)) {
                    (Value::Absent, _) | (_, Value::Absent) => Truth::False,
                    (Value::Element(inner), Value::Element(outer)) => {
                        if (inner_of, inner) == (outer_of, outer) {
                            return if *same { Truth::True } else { self.in_circle(inner_of, inner) };
                        }
                        let (ways, open) = self.outwards((inner_of, inner));
                        let is_new = outer.0 >= self.old.collections.get(outer_of).unwrap().len();
                        match ways.contains(&(outer_of, outer)) {
                            true => Truth::True,
                            false if open && !is_new => Truth::Unknown,
                            false => Truth::False,
                        }
                    }
                    _ => Truth::Unknown,
                }
            }
            Kind::Within(date, period, from) => self.both(date, from, here, |date, from| {
                moment(&date).instant(self.zone) < period.end_within(moment(&from), self.zone)
            }),
            Kind::During(date, period, from) => self.both(date, from, here, |date, from| {
                let (date, from) = (moment(&date).instant(self.zone), moment(&from));
                let start = if period.is_exact() {
                    from.instant(self.zone)
                } else {
                    start_of_day(from.day(self.zone), self.zone)
                };
                start <= date && date < period.end_from(from, self.zone)
            }),
            Kind::Any(set, condition) => {
                let found = self
                    .rows(set.collection)
                    .map(|row| self.belongs(set, row, here).and(self.holds(condition, &here.with(row))));
                let others = if self.known(set.collection) { Truth::False } else { Truth::Unknown };
                Truth::any(found.chain([others]))
            }
            Kind::AnyEntry(list, condition) => {
                let holds = |entry: &Value| self.holds(condition, &here.with_entry(entry.clone()));
                match self.value(list, here) {
                    Value::List(entries) => Truth::any(entries.iter().map(holds)),
                    Value::Absent => Truth::False,
                    // There may be none, and any that there is may hold as far as one of which nothing is known does.
                    _ => Truth::Unknown.and(holds(&Value::Unknown)),
                }
            }
            _ => self.value(expr, here).truth(),
        }
    }

    pub(super) fn value(&self, expr: &Expr, here: &Here) -> Value {
        match &expr.kind {
            Kind::Literal(value) => value.clone(),
            Kind::Now => Value::Moment(self.request.at),
            Kind::Scalar(scalar) => self.state.scalars.get(*scalar).unwrap().value.clone(),
            Kind::Actor => Value::Element(self.request.actor),
            Kind::Parameter(parameter) => self.request.arguments.get(*parameter).unwrap().value.clone(),
            Kind::Argument(argument) => here.arguments.get(*argument).unwrap().clone(),
            Kind::Element(level) => here.elements.get(*level).unwrap().clone(),
            Kind::Field(of, field) => match self.value(of, here) {
                Value::Element(row) => self.field(collection_of(of), row, *field).clone(),
                none => none,
            },
            Kind::Call(named, told) => {
                let body = named_value(self.model, *named);
                let arguments = told.iter().map(|argument| self.value(argument, here)).collect();
                self.value(body, &Here { elements: IndexVec::new(), arguments })
            }
            Kind::Edit { put, parts } => self.edited(*put, parts, &expr.ty, here),
            Kind::Arithmetic(left, operator, right) => {
                match (self.value(left, here), self.value(right, here)) {
                    (Value::Absent, _) | (_, Value::Absent) => Value::Absent,
                    (Value::Int(left), Value::Int(right)) => match operator {
                        Arithmetic::Plus => left.checked_add(right),
                        Arithmetic::Minus => left.checked_sub(right),
                        Arithmetic::Times => left.checked_mul(right),
                        Arithmetic::Lesser => Some(if left < right { left } else { right }),
                        Arithmetic::Greater => Some(if left > right { left } else { right }),
                    }
                    .map_or(Value::Unknown, Value::Int),
                    _ => Value::Unknown,
                }
            }
            Kind::Count(set) => {
                let members: Vec<Truth> =
                    self.rows(set.collection).map(|row| self.belongs(set, row, here)).collect();
                if !self.known(set.collection) || members.contains(&Truth::Unknown) {
                    return Value::Unknown;
                }
                let found = members.iter().filter(|member| **member == Truth::True).count();
                Value::Int(i64::try_from(found).unwrap())
            }
            Kind::CountEntries(list) => match self.value(list, here) {
                Value::List(entries) => {
                    let fold = list.ty == Type::List(Box::new(Type::Email));
                    let same = |one: &Value, other: &Value| match (one, other) {
                        (Value::Text(one), Value::Text(other)) if fold => {
                            fold_email(one) == fold_email(other)
                        }
                        (one, other) => one == other,
                    };
                    let mut known: Vec<&Value> = Vec::new();
                    for entry in entries.iter() {
                        if !known.iter().any(|own| same(own, entry)) {
                            known.push(entry);
                        }
                    }
                    Value::Int(i64::try_from(known.len()).unwrap())
                }
                Value::Absent => Value::Int(0),
                _ => Value::Unknown,
            },
            Kind::Total(set, amount) => {
                let mut sum = self.unlisted(set.collection, Some(amount));
                for row in self.rows(set.collection) {
                    let own = match self.belongs(set, row, here) {
                        Truth::False => continue,
                        Truth::True => self.added_up(amount, &here.with(row)),
                        Truth::Unknown => {
                            let own = self.added_up(amount, &here.with(row));
                            (own.0.min(0), own.1.max(0))
                        }
                    };
                    sum = (sum.0 + own.0, sum.1 + own.1);
                }
                let exact = Some(sum.0).filter(|least| *least == sum.1);
                exact.and_then(|sum| i64::try_from(sum).ok()).map_or(Value::Unknown, Value::Int)
            }
            _ => self.holds(expr, here).into(),
        }
    }

    /// A list with a value put into it or taken out.
    fn edited(&self, put: bool, parts: &[Expr], ty: &Type, here: &Here) -> Value {
        let [list, value, when] = parts else { panic!("{} parts", parts.len()) };
        let fold = *ty == Type::List(Box::new(Type::Email));
        let (list, value) = (self.value(list, here), self.value(value, here));
        let when = self.holds(when, here);
        let held = match &list {
            Value::List(held) => held.to_vec(),
            Value::Absent => Vec::new(),
            _ => return list,
        };
        if when == Truth::False || value == Value::Absent {
            return list;
        }
        if value == Value::Unknown {
            return if held.is_empty() && !put { list } else { Value::Unknown };
        }
        let is_there = held.iter().any(|own| self.equal(own, &value, fold) == Truth::True);
        if is_there == put {
            return list;
        }
        if when == Truth::Unknown {
            return Value::Unknown;
        }
        let rest = held.into_iter().filter(|own| self.equal(own, &value, fold) != Truth::True);
        Value::List(rest.chain(put.then_some(value.clone())).collect::<Vec<_>>().into())
    }

    /// Whether a reference that an action changed closes a circle: before there is none.
    fn in_circle(&self, collection: CollectionId, row: RowId) -> Truth {
        let old = self.old.collections.get(collection).unwrap();
        if row.0 >= old.len() {
            return Truth::False;
        }
        let shape = self.model.schema.collections.get(collection).unwrap();
        let mut found = Truth::False;
        for field in &shape.inside {
            let new = self.field(collection, row, *field);
            if new == old.cell(row, *field).unwrap().value {
                continue;
            }
            let to = match &shape.fields.get(*field).unwrap().ty {
                Type::Element(to) => *to,
                Type::List(of) => collection_of_type(of),
                other => panic!("nothing lies in {other:?}"),
            };
            let next = match new {
                Value::List(list) => list.to_vec(),
                value => vec![value],
            };
            for next in next {
                found = found.or(match next {
                    Value::Element(next) => {
                        let (ways, open) = self.outwards((to, next));
                        let back = (to, next) == (collection, row) || ways.contains(&(collection, row));
                        if back {
                            Truth::True
                        } else if open {
                            Truth::Unknown
                        } else {
                            Truth::False
                        }
                    }
                    Value::Absent => Truth::False,
                    _ => Truth::Unknown,
                });
            }
        }
        found
    }

    /// All that an element lies in, at any depth, and whether that may be more.
    pub(super) fn outwards(&self, inner: (CollectionId, RowId)) -> (Vec<(CollectionId, RowId)>, bool) {
        let (mut found, mut open, mut from) = (Vec::new(), false, vec![inner]);
        while let Some((collection, row)) = from.pop() {
            let shape = self.model.schema.collections.get(collection).unwrap();
            for field in &shape.inside {
                let to = match &shape.fields.get(*field).unwrap().ty {
                    Type::Element(to) => *to,
                    Type::List(of) => collection_of_type(of),
                    other => panic!("nothing lies in {other:?}"),
                };
                let values = match self.field(collection, row, *field) {
                    Value::List(list) => list.to_vec(),
                    value => vec![value],
                };
                for value in values {
                    match value {
                        Value::Element(row) if !found.contains(&(to, row)) => {
                            found.push((to, row));
                            from.push((to, row));
                        }
                        Value::Unknown => open = true,
                        _ => {}
                    }
                }
            }
        }
        (found, open)
    }

    fn both(&self, left: &Expr, right: &Expr, here: &Here, test: impl FnOnce(Value, Value) -> bool) -> Truth {
        match (self.value(left, here), self.value(right, here)) {
            (Value::Absent, _) | (_, Value::Absent) => Truth::False,
            (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
            (left, right) => Truth::from(test(left, right)),
        }
    }

    fn equal(&self, left: &Value, right: &Value, fold: bool) -> Truth {
        match (left, right) {
            (Value::Absent, _) | (_, Value::Absent) => Truth::False,
            (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
            (Value::Text(left), Value::Text(right)) if fold => {
                Truth::from(fold_email(left) == fold_email(right))
            }
            (Value::Moment(left), Value::Moment(right)) => {
                Truth::from(left.compare(*right, self.zone) == Ordering::Equal)
            }
            (left, right) => Truth::from(left == right),
        }
    }

    /// Whether a row is in a set that is written `here`.
    pub(super) fn belongs(&self, set: &Set, row: RowId, here: &Here) -> Truth {
        let of = set.of.map(|named| self.belongs(named_set(self.model, named), row, &Here::default()));
        let filter = set.filter.iter().map(|filter| self.holds(filter, &here.with(row)));
        Truth::all(of.into_iter().chain(filter))
    }

    // ------------------------------------------------------------------------------------- effects

    /// Whether an effect puts a number outside of the range of the place that it writes.
    pub(super) fn leaves_a_range(&self) -> Truth {
        let here = Here::default();
        let schema = &self.model.schema;
        let outside = |field: &Field, value: &Expr| match (field.range, self.value(value, &here)) {
            (Some(range), Value::Int(number)) => {
                Truth::from(number < range.from || range.to.is_some_and(|to| number > to))
            }
            (Some(_), Value::Unknown) => Truth::Unknown,
            _ => Truth::False,
        };
        let shape = |collection: CollectionId| schema.collections.get(collection).unwrap();
        let mut found = Vec::new();
        for effect in &self.model.actions.get(self.request.action).unwrap().effects {
            match effect {
                Effect::Add { collection, fields, .. } => {
                    let own = |field: &FieldId| shape(*collection).fields.get(*field).unwrap();
                    found.extend(fields.iter().map(|(field, value)| outside(own(field), value)));
                }
                Effect::Set { target, value: Some(value), when, .. } => {
                    let field = match target {
                        Target::Scalar(scalar) => &schema.scalars.get(*scalar).unwrap().field,
                        Target::Field(of, field) => shape(collection_of(of)).fields.get(*field).unwrap(),
                    };
                    let happens = when.as_ref().map_or(Truth::True, |when| self.holds(when, &here));
                    found.push(happens.and(outside(field, value)));
                }
                Effect::Set { value: None, .. } => {}
            }
        }
        Truth::any(found)
    }

    /// The fields that may change of an element of which nobody knows which it is.
    pub(super) fn changes_somebody(&self) -> Vec<Place> {
        let here = Here::default();
        let mut found = Vec::new();
        for effect in &self.model.actions.get(self.request.action).unwrap().effects {
            let Effect::Set { target: Target::Field(of, field), when, .. } = effect else { continue };
            let happens = when.as_ref().map_or(Truth::True, |when| self.holds(when, &here));
            if happens != Truth::False && self.value(of, &here) == Value::Unknown {
                found.push(Place::Field(collection_of(of), RowId::NONE, *field));
            }
        }
        found
    }

    /// The state after the action, and what was written. Everything is computed from the state before.
    pub(super) fn happen(&self) -> (State, Vec<Place>) {
        let here = Here::default();
        let mut after = self.state.clone();
        let mut written = Vec::new();
        for effect in &self.model.actions.get(self.request.action).unwrap().effects {
            match effect {
                Effect::Add { collection, fields, .. } => {
                    let shape = &self.model.schema.collections.get(*collection).unwrap();
                    let mut row = Row { cells: shape.fields.iter().map(left_out).collect(), span: None };
                    for (field, value) in fields {
                        row.cells.get_mut(*field).unwrap().value = self.value(value, &here);
                    }
                    after.collections.get_mut(*collection).unwrap().push(row);
                    written.push(Place::New(*collection));
                }
                Effect::Set { target, value, when, .. } => {
                    let when = when.as_ref().map_or(Truth::True, |when| self.holds(when, &here));
                    if when == Truth::False {
                        continue;
                    }
                    let new = value.as_ref().map_or(Value::Absent, |value| self.value(value, &here));
                    let (mut cell, place) = match target {
                        Target::Scalar(scalar) => {
                            (after.scalars.get(*scalar).unwrap().clone(), Place::Scalar(*scalar))
                        }
                        Target::Field(of, field) => {
                            let Value::Element(row) = self.value(of, &here) else { continue };
                            let collection = collection_of(of);
                            let cell = after.collections.get(collection).unwrap().cell(row, *field).unwrap();
                            (cell, Place::Field(collection, row, *field))
                        }
                    };
                    let same = cell.value == new && new != Value::Unknown;
                    if same && matches!(value, Some(Expr { kind: Kind::Edit { .. }, .. })) {
                        continue;
                    }
                    if when == Truth::True || !same {
                        cell.value = if when == Truth::True { new } else { Value::Unknown };
                        match place {
                            Place::Field(collection, row, field) => {
                                after.collections.get_mut(collection).unwrap().set(row, field, cell);
                            }
                            Place::Scalar(scalar) => *after.scalars.get_mut(scalar).unwrap() = cell,
                            Place::New(_) => {}
                        }
                        written.push(place);
                    }
                }
            }
        }
        (after, written)
    }
}

pub(super) fn moment(value: &Value) -> Moment {
    let Value::Moment(moment) = value else { panic!("{value:?} is no date") };
    *moment
}

pub(super) fn collection_of(element: &Expr) -> CollectionId {
    let Type::Element(collection) = element.ty else { panic!("{:?} is no element", element.ty) };
    collection
}

fn collection_of_type(ty: &Type) -> CollectionId {
    let Type::Element(collection) = ty else { panic!("{ty:?} is no element") };
    *collection
}

pub(super) fn named_value(model: &Model, named: LetId) -> &Expr {
    let LetBody::Value(body) = &model.lets.get(named).unwrap().body else { panic!("a set is no value") };
    body
}

pub(super) fn named_set(model: &Model, named: LetId) -> &Set {
    let LetBody::Set(set) = &model.lets.get(named).unwrap().body else { panic!("a value is no set") };
    set
}

fn left_out(field: &Field) -> Cell {
    let value = match &field.default {
        Some(default) => default.clone(),
        None if field.optional => Value::Absent,
        None => Value::Unknown,
    };
    Cell { value, span: None }
}

/// A place that an effect writes: a single value; a field of a row of a collection; a collection that grows.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Scalar(ScalarId),
    Field(CollectionId, RowId, FieldId),
    New(CollectionId),
}
