//! What conditions can come out as, worked out from the rules alone: which of true, false and unknown.
//!
//! Values are followed by what they can be at all: unknown, absent, one of a few, or anything. Conditions that hang on
//! one another are taken for independent, so what is called possible may now and then not be; what is not called
//! possible is not. A calculation that leaves the range of 64 bits is no side of a rule.

use crate::base::IndexVec;
use crate::kb::{Effect, NodeId, Op, Set};
use crate::model::{Collection, Field, Model, Order};
use crate::program::Program;
use crate::values::ids::{CollectionId, FieldId, RoleId, ScalarId};
use crate::values::{Type, Value};

/// Enums with more values are followed as anything.
const MOST: usize = 64;

/// What a value can be.
#[derive(Clone, Debug, PartialEq)]
struct Abstract {
    unknown: bool,
    absent: bool,
    /// The values where they are few, each once; `None` for any.
    values: Option<Vec<Value>>,
}

impl Abstract {
    /// Some value, and analysis.
    fn any() -> Self {
        Self { unknown: false, absent: false, values: None }
    }

    fn only(value: &Value) -> Self {
        let values = match value {
            Value::Unknown | Value::Absent => Vec::new(),
            value => vec![value.clone()],
        };
        Self { unknown: *value == Value::Unknown, absent: *value == Value::Absent, values: Some(values) }
    }

    fn of_type(model: &Model, ty: &Type) -> Self {
        let values = match ty {
            Type::Bool => Some(vec![Value::Bool(true), Value::Bool(false)]),
            Type::Enum(own) => model
                .enums
                .get(*own)
                .filter(|found| found.values.len() <= MOST)
                .map(|found| found.values.enumerated().map(|(value, _)| Value::Variant(value)).collect()),
            _ => None,
        };
        Self { values, ..Self::any() }
    }

    fn of_field(model: &Model, field: &Field) -> Self {
        let open = !field.optional && field.default.is_none();
        Self { unknown: open, absent: field.optional, ..Self::of_type(model, &field.ty) }
    }

    fn present(&self) -> bool {
        self.values.as_ref().is_none_or(|values| !values.is_empty())
    }
}

impl From<Truths> for Abstract {
    fn from(truths: Truths) -> Self {
        let values = [(truths.yes, true), (truths.no, false)].into_iter();
        let values = values.filter_map(|(can, value)| can.then_some(Value::Bool(value)));
        Self { unknown: truths.open, absent: false, values: Some(values.collect()) }
    }
}

/// Which truths a condition can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Truths {
    pub(crate) yes: bool,
    pub(crate) no: bool,
    pub(crate) open: bool,
}

impl Truths {
    const NONE: Self = Self { yes: false, no: false, open: false };

    fn of(value: &Abstract) -> Self {
        let has = |wanted| value.values.as_ref().is_none_or(|values| values.contains(&Value::Bool(wanted)));
        Self { yes: has(true), no: value.absent || has(false), open: value.unknown }
    }

    fn not(self) -> Self {
        Self { yes: self.no, no: self.yes, open: self.open }
    }

    /// All of them, each whatever the others are.
    fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self { yes: true, ..Self::NONE };
        for part in parts {
            all = Self {
                yes: all.yes && part.yes,
                no: all.no || part.no,
                open: (all.open && (part.yes || part.open)) || (part.open && (all.yes || all.open)),
            };
        }
        all
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no || other.no, open: self.open || other.open }
    }
}

/// What every value of the state and every node of a knowledge base can come out as.
pub(crate) struct Reachable<'a> {
    program: &'a Program,
    scalars: IndexVec<ScalarId, Abstract>,
    fields: IndexVec<CollectionId, IndexVec<FieldId, Abstract>>,
    nodes: IndexVec<NodeId, Abstract>,
}

impl<'a> Reachable<'a> {
    pub(crate) fn of(program: &'a Program) -> Self {
        let (model, schema) = (&program.model, &program.model.schema);
        let fields = |(id, shape): (CollectionId, &Collection)| {
            // Of what is referred to in a collection that was left out nothing else is known.
            let acts = program.kb.actors.is_some_and(|(actors, _)| actors == id);
            let referred = !acts && schema.referring_to(id).next().is_some();
            let field = |(at, field)| {
                let value = Abstract::of_field(model, field);
                // An element without an id is none.
                if shape.key == Some(at) {
                    Abstract { unknown: false, absent: false, ..value }
                } else {
                    Abstract { unknown: value.unknown || referred, ..value }
                }
            };
            shape.fields.enumerated().map(field).collect()
        };
        let mut reachable = Self {
            program,
            scalars: schema.scalars.iter().map(|scalar| Abstract::of_field(model, &scalar.field)).collect(),
            fields: schema.collections.enumerated().map(fields).collect(),
            nodes: IndexVec::new(),
        };
        // What effects write, later actions read; it can only become more.
        loop {
            // Parts stand before what they are parts of.
            reachable.nodes = IndexVec::new();
            for node in &program.kb.nodes {
                let value = reachable.value(&node.op);
                reachable.nodes.push(value);
            }
            if !reachable.write() {
                return reachable;
            }
        }
    }

    pub(crate) fn truths(&self, id: NodeId) -> Truths {
        self.nodes.get(id).map_or(Truths::NONE, Truths::of)
    }

    pub(crate) fn present(&self, id: NodeId) -> bool {
        self.nodes.get(id).is_some_and(Abstract::present)
    }

    /// Whether a number can be below zero, and whether it cannot be anything else.
    pub(crate) fn negative(&self, id: NodeId) -> (bool, bool) {
        let Some(found) = self.nodes.get(id) else { return (true, false) };
        let Some(values) = &found.values else { return (true, false) };
        let mut values = values.iter().map(|value| matches!(value, Value::Int(number) if *number < 0));
        let must = !found.absent && !found.unknown && values.clone().all(|negative| negative);
        (values.any(|negative| negative), must)
    }

    /// Whether an element can belong to a set.
    pub(crate) fn member(&self, set: &Set) -> Truths {
        Truths::all(set.conditions.iter().map(|condition| self.truths(*condition)))
    }

    fn at(&self, id: NodeId) -> Abstract {
        self.nodes.get(id).cloned().unwrap_or(Abstract { unknown: true, ..Abstract::any() })
    }

    fn value(&self, op: &Op) -> Abstract {
        match op {
            Op::Constant(value) => Abstract::only(value),
            Op::Now | Op::Actor | Op::Element { .. } => Abstract::any(),
            Op::Entry { ty, .. } => {
                Abstract { unknown: true, absent: false, ..Abstract::of_type(&self.program.model, ty) }
            }
            Op::Scalar(scalar) => self.scalars.get(*scalar).cloned().unwrap_or(Abstract::any()),
            Op::Argument(parameter) => {
                let parameter = self.program.model.parameters.get(*parameter);
                parameter.map_or(Abstract::any(), |parameter| Abstract {
                    absent: parameter.optional,
                    ..Abstract::of_type(&self.program.model, &parameter.ty)
                })
            }
            Op::Field { of, collection, field } => {
                let of = self.at(*of);
                let found = self.fields.get(*collection).and_then(|all| all.get(*field)).cloned();
                let mut found = found.unwrap_or(Abstract::any());
                found.unknown |= of.unknown;
                found.absent |= of.absent;
                found
            }
            Op::And(parts) => Truths::all(parts.iter().map(|part| self.truths(*part))).into(),
            Op::Or(parts) => Truths::all(parts.iter().map(|part| self.truths(*part).not())).not().into(),
            Op::Not(inner) => self.truths(*inner).not().into(),
            Op::Present(inner) => {
                let inner = self.at(*inner);
                Truths { yes: inner.present(), no: inner.absent, open: inner.unknown }.into()
            }
            Op::Equal { left, right, fold } => self.equal(*left, *right, *fold).into(),
            Op::Order(left, order, right) => self.order(*left, *order, *right).into(),
            Op::In { value: left, list: right, .. }
            | Op::Within(left, _, right)
            | Op::During(left, _, right) => Self::both(&self.at(*left), &self.at(*right)).into(),
            Op::Inside { inner, inner_of, outer, .. } => {
                let mut truths = Self::both(&self.at(*inner), &self.at(*outer));
                let mut nesting = self.program.kb.nest_fields(*inner_of).into_iter();
                truths.open |= nesting.any(|(collection, field)| {
                    let own = self.fields.get(collection).and_then(|fields| fields.get(field));
                    own.is_none_or(|own| own.unknown)
                });
                truths.into()
            }
            Op::Overdue { field, from, .. } => {
                // Where the date is absent, now stands for it.
                let mut field = self.at(*field);
                if field.absent {
                    (field.absent, field.values) = (false, None);
                }
                Self::both(&field, &self.at(*from)).into()
            }
            Op::Indexed { walk, .. } => self.at(*walk),
            Op::Edit { list, value, when, .. } => {
                let (list, value) = (self.at(*list), self.at(*value));
                let unknown = list.unknown || value.unknown || self.truths(*when).open;
                Abstract { unknown, absent: list.absent, values: None }
            }
            Op::Arithmetic(left, _, right) => {
                let (left, right) = (self.at(*left), self.at(*right));
                Abstract {
                    unknown: left.unknown || right.unknown,
                    absent: left.absent || right.absent,
                    values: None,
                }
            }
            Op::Any(set, condition) => self.any(set, *condition).into(),
            Op::AnyEntry { list, condition, .. } => {
                let (list, one) = (self.at(*list), self.truths(*condition));
                let (has, open) = (list.present(), list.unknown);
                Truths {
                    yes: has && one.yes,
                    no: has || list.absent || one.no,
                    open: has && one.open || open,
                }
                .into()
            }
            Op::CountEntries { list, .. } => Abstract { unknown: self.at(*list).unknown, ..Abstract::any() },
            Op::Count { set, .. } => {
                let member = self.member(set);
                Abstract { unknown: member.open || self.left_out(set.collection), ..Abstract::any() }
            }
            Op::Total { .. } | Op::GroupKey(_) => Abstract { unknown: true, ..Abstract::any() },
            Op::RoleIn(roles) => self.role_in(roles).into(),
        }
    }

    /// Whether a collection can be left out: where somebody acts, those who can act are listed.
    fn left_out(&self, collection: CollectionId) -> bool {
        self.program.kb.actors.is_none_or(|(actors, _)| actors != collection)
    }

    fn any(&self, set: &Set, condition: NodeId) -> Truths {
        let one = Truths::all([self.member(set), self.truths(condition)]);
        // Where somebody acts, there is one element at least.
        let empty = self.left_out(set.collection);
        Truths { yes: one.yes, no: one.no || empty, open: one.open || empty }
    }

    fn role_in(&self, roles: &[RoleId]) -> Truths {
        let actors = self.program.kb.actors;
        let found = actors.and_then(|(actors, role)| self.fields.get(actors)?.get(role));
        let Some(found) = found else { return Truths { open: true, ..Truths::NONE } };
        let is = |value: &Value| matches!(value, Value::Variant(role) if roles.contains(&(*role).into()));
        let has = |inside: bool| {
            found.values.as_ref().is_none_or(|values| values.iter().any(|value| is(value) == inside))
        };
        Truths { yes: has(true), no: has(false) || found.absent, open: found.unknown }
    }

    /// A comparison of two values of which nothing else is followed.
    fn both(left: &Abstract, right: &Abstract) -> Truths {
        let present = left.present() && right.present();
        Truths {
            yes: present,
            no: present || left.absent || right.absent,
            open: (left.unknown && (right.present() || right.unknown))
                || (right.unknown && (left.present() || left.unknown)),
        }
    }

    fn equal(&self, left: NodeId, right: NodeId, fold: bool) -> Truths {
        let (left, right) = (self.at(left), self.at(right));
        let both = Self::both(&left, &right);
        let (Some(ones), Some(others)) = (&left.values, &right.values) else { return both };
        if fold {
            return both;
        }
        let same = ones.iter().any(|one| others.contains(one));
        let differ = ones.iter().any(|one| others.iter().any(|other| one != other));
        Truths { yes: same, no: differ || left.absent || right.absent, ..both }
    }

    fn order(&self, left: NodeId, order: Order, right: NodeId) -> Truths {
        let (left, right) = (self.at(left), self.at(right));
        let both = Self::both(&left, &right);
        let (Some([Value::Int(one)]), Some([Value::Int(other)])) =
            (left.values.as_deref(), right.values.as_deref())
        else {
            return both;
        };
        let holds = match order {
            Order::AtLeast => one >= other,
            Order::AtMost => one <= other,
            Order::More => one > other,
            Order::Less => one < other,
        };
        Truths { yes: holds, no: !holds || left.absent || right.absent, ..both }
    }

    /// Let every effect write what it can, and say whether anything became more.
    fn write(&mut self) -> bool {
        let mut more = false;
        for effect in self.program.kb.actions.iter().flat_map(|plan| &plan.effects) {
            match effect {
                Effect::Add { collection, fields } => {
                    for (field, value) in fields {
                        let key = self.program.kb.keys.get(*collection).copied().flatten();
                        let new = self.at(*value);
                        // Without a known id nothing is added.
                        if key != Some(*field) {
                            more |= self.put(*collection, *field, &new, false);
                        }
                    }
                }
                Effect::Scalar { scalar, value, when } => {
                    let (new, open) = self.written(*value, *when);
                    if let Some(old) = self.scalars.get_mut(*scalar) {
                        more |= grow(old, &new, open);
                    }
                }
                Effect::Field { of, collection, field, value, when } => {
                    if self.at(*of).present() {
                        let (new, open) = self.written(*value, *when);
                        more |= self.put(*collection, *field, &new, open);
                    }
                }
            }
        }
        more
    }

    fn written(&self, value: Option<NodeId>, when: Option<NodeId>) -> (Abstract, bool) {
        let new = value.map_or(Abstract::only(&Value::Absent), |value| self.at(value));
        (new, when.is_some_and(|when| self.truths(when).open))
    }

    fn put(&mut self, collection: CollectionId, field: FieldId, new: &Abstract, open: bool) -> bool {
        let all = self.fields.get_mut(collection);
        all.and_then(|all| all.get_mut(field)).is_some_and(|old| grow(old, new, open))
    }
}

/// Add to what a value can be; `open` where nobody may know whether it is written.
fn grow(old: &mut Abstract, new: &Abstract, open: bool) -> bool {
    let before = (old.unknown, old.absent);
    old.unknown |= new.unknown || open;
    old.absent |= new.absent;
    before != (old.unknown, old.absent)
}
