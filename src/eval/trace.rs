//! Where values come from: the paths and places of what a condition read.

use crate::base::Span;
use crate::eval::compute::{Context, Frame, overflows};
use crate::eval::indexed::Count;
use crate::eval::overlay::FieldOf;
use crate::kb::{Grouped, KnowledgeBase, Op, Set};
use crate::model::{Field, Model, Parameter};
use crate::values::ids::{CollectionId, Level, NodeId, ParameterId, RowId, ScalarId};
use crate::values::{Truth, Type, Value};
use foldhash::{HashSet, HashSetExt};

/// A value that a rule read.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Where in the state or the action: `users.ivan.role`, `action.via`.
    pub path: String,
    pub value: Value,
    pub ty: Type,
    /// `None` for a default and for what was left out.
    pub span: Option<Span>,
    pub part: Part,
}

/// How a value came into play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Read,
    Found(String),
    /// So many elements count; the path is that of the collection.
    Counted,
    /// So much elements have together; the path is that of the collection.
    Total,
    /// So many elements were looked through, and none was it.
    Searched,
}

/// A value that nobody knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// Where it would stand: `partners`, `users.ivan.role`, `action.email`.
    pub path: String,
    /// The last name of the path.
    pub name: String,
    /// What it would stand in or beside.
    pub beside: Option<Span>,
}

/// Where a value was read.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Scalar(ScalarId),
    Argument(ParameterId),
    Field(FieldOf),
}

/// Follows nodes down to the values that they read, and gathers what it finds.
pub(super) struct Trace<'a> {
    pub(super) before: Context<'a>,
    /// Where the values are read: before or after the action.
    pub(super) context: Context<'a>,
    pub(super) frame: Frame,
    pub(super) facts: Vec<Fact>,
    /// What was read so far: of each place only the first reading is kept.
    read: HashSet<Place>,
    pub(super) missing: Vec<Missing>,
    /// A calculation that left the range of 64 bits; of several the last.
    pub(super) overflow: Option<Span>,
}

impl<'a> Trace<'a> {
    pub(super) fn new(before: Context<'a>, context: Context<'a>) -> Self {
        let frame = Frame::new(context.program);
        Self {
            before,
            context,
            frame,
            facts: Vec::new(),
            read: HashSet::new(),
            missing: Vec::new(),
            overflow: None,
        }
    }

    fn model(&self) -> &'a Model {
        &self.context.program.model
    }

    /// A field of an element with its path: by the id of the element where it has one, else by its place in the list.
    fn shape(&self, FieldOf { collection, row, field }: FieldOf) -> Option<(String, &'a Field)> {
        let shape = self.model().schema.collections.get(collection)?;
        let (field, name) = (shape.fields.get(field)?, &shape.name.text);
        let path = match self.context.id(collection, row) {
            Some(id) => format!("{name}.{id}.{}", field.name.text),
            None => format!("{name}[{row}].{}", field.name.text),
        };
        Some((path, field))
    }

    pub(super) fn truth(&mut self, id: NodeId) -> Truth {
        self.context.truth(id, &mut self.frame)
    }

    pub(super) fn value(&mut self, id: NodeId) -> Value {
        self.context.value(id, &mut self.frame)
    }

    pub(super) fn member(&mut self, set: &Set) -> Truth {
        self.context.member(set, &mut self.frame)
    }

    /// The values that made a condition come out as `truth`.
    pub(super) fn facts(&mut self, id: NodeId, truth: Truth) {
        let Some(node) = self.context.program.kb.node(id) else { return };
        match &node.op {
            Op::And(parts) | Op::Or(parts) => {
                let all = truth == Truth::from(matches!(node.op, Op::And(_)));
                for part in parts {
                    if all || self.truth(*part) == truth {
                        self.facts(*part, truth);
                    }
                }
            }
            Op::Not(inner) => self.facts(*inner, !truth),
            Op::Indexed { walk, .. } => self.facts(*walk, truth),
            Op::Any(set, condition) => self.facts_of_any(set, *condition, truth),
            Op::AnyEntry { list, level, condition } => {
                self.facts_of_entries(*list, *level, *condition, truth);
            }
            _ => self.operand(id),
        }
    }

    fn facts_of_any(&mut self, set: &Set, condition: NodeId, truth: Truth) {
        if truth == Truth::True {
            for row in self.context.candidates(set, &mut self.frame) {
                self.frame.set(set.level, row);
                if self.member(set).and(self.truth(condition)) == Truth::True {
                    self.facts(condition, truth);
                    return;
                }
            }
        }
        // Nothing was found: the values that were looked for, and where.
        for op in self.context.program.kb.reads(condition) {
            if let Op::In { value, .. } = op {
                self.operand(value);
            }
        }
        let known = self.context.portal.is_known(set.collection);
        let count = known.then(|| i64::from(self.context.row_count(set.collection)));
        self.fact_of_rows(set.collection, count, Part::Searched);
    }

    /// The list, with the entry for which the condition holds; where it holds for none, with what each is compared with.
    fn facts_of_entries(&mut self, list: NodeId, level: Level, condition: NodeId, truth: Truth) {
        let own = self.facts.len();
        self.operand(list);
        let Value::List(entries) = self.value(list) else { return };
        for entry in entries.iter() {
            self.frame.set_entry(level, entry.clone());
            let holds = self.truth(condition);
            if holds != truth {
                continue;
            }
            self.facts(condition, truth);
            if truth == Truth::True {
                let shown = self.facts.get(own).map(|list| self.model().shown(entry, list.ty.entry()));
                if let (Some(shown), Some(list)) = (shown, self.facts.get_mut(own)) {
                    list.part = Part::Found(shown);
                }
                return;
            }
        }
    }

    /// The values that decide whether an element is in a set.
    pub(super) fn facts_of_set(&mut self, set: &Set, row: RowId) {
        self.frame.set(set.level, row);
        for condition in &set.conditions {
            let truth = self.truth(*condition);
            self.facts(*condition, truth);
        }
    }

    /// How many elements a limit counts, and what it compares them with.
    pub(super) fn facts_of_limit(&mut self, set: &Set, most: NodeId, count: Count) {
        self.fact_of_rows(set.collection, count.exact(), Part::Counted);
        self.operand(most);
    }

    pub(super) fn fact_of_rows(&mut self, collection: CollectionId, count: Option<i64>, part: Part) {
        let shape = self.model().schema.collections.get(collection);
        if let (Some(shape), Some(rows)) = (shape, self.context.portal.rows(collection)) {
            let value = count.map_or(Value::Unknown, Value::Int);
            self.facts.push(Fact {
                path: shape.name.text.to_string(),
                value,
                ty: Type::Int,
                span: rows.span,
                part,
            });
        }
    }

    /// The values that an operand is computed from.
    pub(super) fn operand(&mut self, id: NodeId) {
        let Some(node) = self.context.program.kb.node(id) else { return };
        match &node.op {
            Op::Scalar(scalar) => {
                let found = self.model().schema.scalars.get(*scalar);
                let cell = self.context.portal.state.scalars.get(*scalar);
                if let (Some(shape), Some(cell)) = (found, cell)
                    && self.read.insert(Place::Scalar(*scalar))
                {
                    self.facts.push(fact(shape.path.to_string(), &cell.value, &shape.field.ty, cell.span));
                }
            }
            Op::Argument(parameter) => {
                let cell = self.context.request.and_then(|request| request.arguments.get(*parameter));
                if let (Some(shape), Some(cell)) = (self.model().parameters.get(*parameter), cell)
                    && self.read.insert(Place::Argument(*parameter))
                {
                    let path = format!("action.{}", shape.name.text);
                    self.facts.push(fact(path, &cell.value, &shape.ty, cell.span));
                }
            }
            Op::Field { of, collection, field } => {
                let element = self.value(*of);
                if self.context.program.kb.is_referred_to(*of) || !matches!(element, Value::Element(_)) {
                    self.operand(*of);
                }
                if let Value::Element(row) = element {
                    self.field(FieldOf { collection: *collection, row, field: *field });
                }
            }
            Op::RoleIn(_) => self.role(),
            Op::Count { set, .. } | Op::Total { set, .. } => {
                let count = if let Value::Int(count) = self.value(id) { Some(count) } else { None };
                let part = if matches!(node.op, Op::Count { .. }) { Part::Counted } else { Part::Total };
                self.fact_of_rows(set.collection, count, part);
            }
            Op::Inside { inner, inner_of, outer, outer_of, .. } => {
                self.operand(*inner);
                self.operand(*outer);
                if let Value::Element(row) = self.value(*inner) {
                    let wanted = match self.value(*outer) {
                        Value::Element(row) => Some((*outer_of, row)),
                        _ => None,
                    };
                    self.facts_of_nesting((*inner_of, row), wanted);
                }
            }
            Op::In { value, list, .. } => {
                self.operand(*value);
                let before = self.facts.len();
                self.operand(*list);
                if let (Value::Text(text), Some(list)) = (self.value(*value), self.facts.get_mut(before)) {
                    list.part = Part::Found(text.to_string());
                }
            }
            Op::And(_) | Op::Or(_) | Op::Not(_) | Op::Any(..) | Op::AnyEntry { .. } | Op::Indexed { .. } => {
                let truth = self.truth(id);
                self.facts(id, truth);
            }
            op => KnowledgeBase::parts(op).iter().for_each(|part| self.operand(*part)),
        }
    }

    /// A field of an element; of a new or changed one, what the effect made it from.
    pub(super) fn field(&mut self, of: FieldOf) {
        let old = self.context.portal.cell(of);
        if self.context.change.is_some()
            && old.as_ref().map(|cell| &cell.value) != Some(&self.context.field(of))
        {
            self.before_action(of, Self::operand);
        } else if let Some(cell) = old
            && !self.read.contains(&Place::Field(of))
            && let Some((path, field)) = self.shape(of)
        {
            self.read.insert(Place::Field(of));
            self.facts.push(fact(path, &cell.value, &field.ty, cell.span));
        }
    }

    /// Follow what the effects make a field from, in the state that they read.
    fn before_action(&mut self, of: FieldOf, follow: impl Fn(&mut Self, NodeId)) {
        let context = std::mem::replace(&mut self.context, self.before);
        for (value, when) in context.sources(of) {
            value.into_iter().chain(when).for_each(|source| follow(self, source));
        }
        self.context = context;
    }

    pub(super) fn role(&mut self) {
        let (Some(request), Some((collection, field))) =
            (self.context.request, self.context.program.kb.actors)
        else {
            return;
        };
        let of = FieldOf { collection, row: request.actor, field };
        if let (Some((path, field)), Some(cell)) = (self.shape(of), self.before.portal.cell(of)) {
            self.read.insert(Place::Field(of));
            self.facts.push(fact(path, &cell.value, &field.ty, cell.span));
        }
    }

    /// The values that nobody knows and on which a node hangs.
    pub(super) fn missing(&mut self, id: NodeId) {
        let Some(node) = self.context.program.kb.node(id) else { return };
        match &node.op {
            Op::And(parts) | Op::Or(parts) => {
                for part in parts {
                    if self.truth(*part) == Truth::Unknown {
                        self.missing(*part);
                    }
                }
            }
            Op::Indexed { walk, .. } => self.missing(*walk),
            Op::Any(set, condition) => {
                if self.missing_rows(set.collection) {
                    // Whatever its elements are, what they are compared with has to be known.
                    for part in set.conditions.iter().chain([condition]) {
                        self.missing_outside(*part, set.level);
                    }
                }
                for row in self.context.candidates(set, &mut self.frame) {
                    self.frame.set(set.level, row);
                    if self.member(set).and(self.truth(*condition)) == Truth::Unknown {
                        set.conditions.iter().chain([condition]).for_each(|part| self.missing(*part));
                    }
                }
            }
            Op::AnyEntry { list, level, condition } => self.missing_entries(*list, *level, *condition),
            Op::Count { set, .. } => {
                self.missing_rows(set.collection);
                for row in self.context.candidates(set, &mut self.frame) {
                    self.frame.set(set.level, row);
                    if self.member(set) == Truth::Unknown {
                        set.conditions.iter().for_each(|part| self.missing(*part));
                    }
                }
            }
            Op::Total { set, amount, kept } => {
                let grouped = Grouped { set, amount: Some(amount), keys: &[] };
                if self.context.total(grouped, *kept, &mut self.frame).exact().is_some() {
                    self.overflow = Some(node.span);
                }
                self.missing_rows(set.collection);
                for row in self.context.candidates(set, &mut self.frame) {
                    self.frame.set(set.level, row);
                    if self.member(set) == Truth::False {
                        continue;
                    }
                    for part in grouped.of_element() {
                        if self.value(part) == Value::Unknown {
                            self.missing(part);
                        }
                    }
                }
            }
            Op::Scalar(scalar) => {
                let unknown = self.value(id) == Value::Unknown;
                if let Some(scalar) = self.model().schema.scalars.get(*scalar).filter(|_| unknown) {
                    self.missing.push(Missing {
                        path: scalar.path.to_string(),
                        name: scalar.field.name.text.to_string(),
                        beside: self.context.portal.state.start,
                    });
                }
            }
            Op::Argument(parameter) => {
                let unknown = self.value(id) == Value::Unknown;
                if let Some(parameter) = self.model().parameters.get(*parameter).filter(|_| unknown) {
                    self.missing_argument(parameter);
                }
            }
            Op::Field { of, collection, field } => match self.value(*of) {
                Value::Element(row) => {
                    self.missing_field(FieldOf { collection: *collection, row, field: *field });
                }
                _ => self.missing(*of),
            },
            Op::Inside { inner, inner_of, outer, .. } => {
                self.missing(*inner);
                self.missing(*outer);
                if let Value::Element(row) = self.value(*inner) {
                    for ((collection, row), field) in self.context.outward((*inner_of, row), None).open {
                        self.missing_field(FieldOf { collection, row, field });
                    }
                }
            }
            Op::RoleIn(_) => {
                if let (Some(request), Some((collection, field))) =
                    (self.context.request, self.context.program.kb.actors)
                {
                    self.missing_field(FieldOf { collection, row: request.actor, field });
                }
            }
            Op::Arithmetic(left, operator, right) => {
                if overflows(&self.value(*left), *operator, &self.value(*right)) {
                    self.overflow = Some(node.span);
                }
                self.missing(*left);
                self.missing(*right);
            }
            op => KnowledgeBase::parts(op).iter().for_each(|part| self.missing(*part)),
        }
    }

    /// The list, or what nobody knows of its entries.
    fn missing_entries(&mut self, list: NodeId, level: Level, condition: NodeId) {
        let Value::List(entries) = self.value(list) else {
            self.missing(list);
            self.frame.set_entry(level, Value::Unknown);
            return self.missing_outside(condition, level);
        };
        for entry in entries.iter() {
            self.frame.set_entry(level, entry.clone());
            if self.truth(condition) == Truth::Unknown {
                self.missing(condition);
            }
        }
    }

    /// What nobody knows of a condition besides the element or the entry at a level.
    fn missing_outside(&mut self, id: NodeId, level: Level) {
        let kb = &self.context.program.kb;
        let own = |op: &Op| matches!(op, Op::Element { level: own, .. } | Op::Entry { level: own, .. } if *own == level);
        let Some(node) = kb.node(id) else { return };
        if kb.reads(id).iter().any(own) {
            for part in KnowledgeBase::parts(&node.op) {
                self.missing_outside(part, level);
            }
        } else if self.value(id) == Value::Unknown {
            self.missing(id);
        }
    }

    fn missing_field(&mut self, of: FieldOf) {
        if self.context.field(of) != Value::Unknown {
            return;
        }
        let portal = self.before.portal;
        if portal.held(of) != Some(Value::Unknown) {
            self.before_action(of, Self::missing);
        } else if let Some((path, field)) = self.shape(of) {
            let beside = portal.place(of.collection, of.row).map(Span::at_start);
            self.missing.push(Missing { path, name: field.name.text.to_string(), beside });
        }
    }

    /// Whether a collection was left out; then it is missing.
    pub(super) fn missing_rows(&mut self, collection: CollectionId) -> bool {
        let left_out = !self.context.portal.is_known(collection);
        if let Some(shape) = self.model().schema.collections.get(collection).filter(|_| left_out) {
            self.missing.push(Missing {
                path: shape.name.text.to_string(),
                name: shape.name.text.to_string(),
                beside: self.before.portal.state.start,
            });
        }
        left_out
    }

    /// The arguments that should be elements of a collection and were not given.
    pub(super) fn missing_elements(&mut self, collection: CollectionId) {
        let Some(request) = self.context.request else { return };
        for (parameter, cell) in self.model().parameters.iter().zip(&request.arguments) {
            if parameter.ty == Type::Element(collection) && cell.value == Value::Unknown {
                self.missing_argument(parameter);
            }
        }
    }

    fn missing_argument(&mut self, parameter: &Parameter) {
        self.missing.push(Missing {
            path: format!("action.{}", parameter.name.text),
            name: parameter.name.text.to_string(),
            beside: self.context.request.and_then(|request| request.action_span),
        });
    }
}

fn fact(path: String, value: &Value, ty: &Type, span: Option<Span>) -> Fact {
    Fact { path, value: value.clone(), ty: ty.clone(), span, part: Part::Read }
}

/// Each missing value once, by path.
pub(super) fn only_once(missing: &mut Vec<Missing>) {
    missing.sort_by(|one, other| one.path.cmp(&other.path));
    missing.dedup_by(|one, other| one.path == other.path);
}
