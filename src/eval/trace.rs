//! Where values come from: the paths and places of what a condition read.

use crate::base::Span;
use crate::eval::compute::{Context, Frame, overflows};
use crate::kb::{Effect, KnowledgeBase, Op, Set};
use crate::model::Model;
use crate::values::ids::{CollectionId, FieldId, Level, NodeId, RowId};
use crate::values::{Truth, Type, Value};

/// A value that a rule read.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Where in the state or the action: `users.ivan.role`, `action.via`.
    pub path: String,
    /// The value.
    pub value: Value,
    /// Its type.
    pub ty: Type,
    /// Its place; `None` for a default and for what was left out.
    pub span: Option<Span>,
    /// How it came into play.
    pub part: Part,
}

/// How a value came into play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// It was read.
    Read,
    /// It was found in this list.
    Found(String),
    /// So many elements count; the path is that of the collection.
    Counted,
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

/// Follows nodes down to the values that they read.
pub(super) struct Trace<'a> {
    pub(super) model: &'a Model,
    /// Before the action.
    pub(super) before: Context<'a>,
    /// Where the values are read: before or after the action.
    pub(super) context: Context<'a>,
}

impl Trace<'_> {
    /// The values that made a condition come out as `truth`.
    pub(super) fn facts(&self, id: NodeId, truth: Truth, frame: &mut Frame, facts: &mut Vec<Fact>) {
        let Some(node) = self.context.program.kb.node(id) else { return };
        match &node.op {
            Op::And(parts) | Op::Or(parts) => {
                let all = truth == if matches!(node.op, Op::And(_)) { Truth::True } else { Truth::False };
                for part in parts {
                    if all || self.context.truth(*part, frame) == truth {
                        self.facts(*part, truth, frame, facts);
                    }
                }
            }
            Op::Not(inner) => self.facts(*inner, !truth, frame, facts),
            Op::Indexed { walk, .. } => self.facts(*walk, truth, frame, facts),
            Op::Any(set, condition) => self.facts_of_any(set, *condition, truth, frame, facts),
            _ => self.operand(id, frame, facts),
        }
    }

    fn facts_of_any(
        &self,
        set: &Set,
        condition: NodeId,
        truth: Truth,
        frame: &mut Frame,
        facts: &mut Vec<Fact>,
    ) {
        if truth == Truth::True {
            for row in self.context.rows(set.collection) {
                frame.set(set.level, row);
                let holds = self.context.member(set, frame).and(self.context.truth(condition, frame));
                if holds == Truth::True {
                    self.facts(condition, truth, frame, facts);
                    return;
                }
            }
        }
        // Nothing was found: the values that were looked for, and where.
        for op in self.context.program.kb.reads(condition) {
            if let Op::In { value, .. } = op {
                self.operand(value, frame, facts);
            }
        }
        let known = self.context.portal.rows(set.collection).is_some_and(|rows| rows.known);
        let count = known.then(|| i64::from(self.context.row_count(set.collection)));
        facts.extend(self.counted(set.collection, count).map(|fact| Fact { part: Part::Searched, ..fact }));
    }

    /// The values that an operand is computed from.
    pub(super) fn operand(&self, id: NodeId, frame: &mut Frame, facts: &mut Vec<Fact>) {
        let kb = self.context.program;
        let Some(node) = kb.kb.node(id) else { return };
        match &node.op {
            Op::Scalar(scalar) => {
                let found = self.model.schema.scalars.get(*scalar);
                let cell = self.context.portal.state.scalars.get(*scalar);
                if let (Some(scalar), Some(cell)) = (found, cell) {
                    push(facts, &scalar.path, &cell.value, &scalar.field.ty, cell.span);
                }
            }
            Op::Argument(parameter) => {
                let cell = self.context.request.and_then(|request| request.arguments.get(*parameter));
                if let (Some(parameter), Some(cell)) = (self.model.parameters.get(*parameter), cell) {
                    let path = format!("action.{}", parameter.name.text);
                    push(facts, &path, &cell.value, &parameter.ty, cell.span);
                }
            }
            Op::Field { of, collection, field } => match self.context.value(*of, frame) {
                Value::Element(row) => self.field(*collection, row, *field, frame, facts),
                _ => self.operand(*of, frame, facts),
            },
            Op::RoleIn(_) => facts.extend(self.context.request.and_then(|request| self.role(request.actor))),
            Op::Count { set, .. } => {
                let count = self.context.value(id, frame);
                let count = if let Value::Int(count) = count { Some(count) } else { None };
                facts.extend(self.counted(set.collection, count));
            }
            Op::In { value, list, .. } => {
                self.operand(*value, frame, facts);
                let before = facts.len();
                self.operand(*list, frame, facts);
                if let (Value::Text(text), Some(list)) =
                    (self.context.value(*value, frame), facts.get_mut(before))
                {
                    list.part = Part::Found(text.to_string());
                }
            }
            Op::And(_) | Op::Or(_) | Op::Not(_) | Op::Any(..) | Op::Indexed { .. } => {
                let truth = self.context.truth(id, frame);
                self.facts(id, truth, frame, facts);
            }
            op => KnowledgeBase::parts(op).iter().for_each(|part| self.operand(*part, frame, facts)),
        }
    }

    /// A field of an element; of a new or changed one, what the effect made it from.
    fn field(
        &self,
        collection: CollectionId,
        row: RowId,
        field: FieldId,
        frame: &mut Frame,
        facts: &mut Vec<Fact>,
    ) {
        let old = self.context.portal.cell(collection, row, field);
        if self.context.change.is_some()
            && old.as_ref().map(|cell| &cell.value) != Some(&self.context.field(collection, row, field))
        {
            let before = Trace { model: self.model, before: self.before, context: self.before };
            for node in self.sources(collection, row, field) {
                before.operand(node, frame, facts);
            }
            return;
        }
        let shape = self.model.schema.collections.get(collection);
        let shape = shape.and_then(|shape| shape.fields.get(field));
        if let (Some(shape), Some(cell)) = (shape, old) {
            let path = format!("{}.{}", self.element(collection, row), shape.name.text);
            push(facts, &path, &cell.value, &shape.ty, cell.span);
        }
    }

    /// What the effects make a field from.
    fn sources(&self, collection: CollectionId, row: RowId, field: FieldId) -> Vec<NodeId> {
        let request = self.context.request;
        let plan = request.and_then(|request| self.context.program.kb.actions.get(request.action));
        let new = !self.context.portal.has(collection, row);
        let mut sources = Vec::new();
        for effect in plan.into_iter().flat_map(|plan| &plan.effects) {
            match effect {
                Effect::Add { collection: own, fields } if new && *own == collection => {
                    sources.extend(fields.iter().filter(|(own, _)| *own == field).map(|(_, node)| *node));
                }
                Effect::Field { collection: own, field: changed, value, when, .. }
                    if !new && (*own, *changed) == (collection, field) =>
                {
                    sources.extend(value.iter().chain(when));
                }
                _ => {}
            }
        }
        sources
    }

    /// The path of an element: by its id where it has one, else by its place in the list.
    pub(super) fn element(&self, collection: CollectionId, row: RowId) -> String {
        let Some(shape) = self.model.schema.collections.get(collection) else {
            return String::new();
        };
        let id = shape.key.map(|key| self.context.field(collection, row, key));
        match id {
            Some(Value::Text(id)) => format!("{}.{id}", shape.name.text),
            _ => format!("{}[{row}]", shape.name.text),
        }
    }

    /// The role of an actor.
    pub(super) fn role(&self, actor: RowId) -> Option<Fact> {
        let (collection, field) = self.context.program.kb.actors?;
        let mut facts = Vec::new();
        let cell = self.before.portal.cell(collection, actor, field)?;
        let shape = self.model.schema.collections.get(collection)?.fields.get(field)?;
        let path = format!("{}.{}", self.element(collection, actor), shape.name.text);
        push(&mut facts, &path, &cell.value, &shape.ty, cell.span);
        facts.pop()
    }

    /// How many elements of a collection were counted.
    pub(super) fn counted(&self, collection: CollectionId, count: Option<i64>) -> Option<Fact> {
        let shape = self.model.schema.collections.get(collection)?;
        Some(Fact {
            path: shape.name.text.to_string(),
            value: count.map_or(Value::Unknown, Value::Int),
            ty: Type::Int,
            span: self.context.portal.rows(collection)?.span,
            part: Part::Counted,
        })
    }

    /// The values that nobody knows and on which a node hangs.
    pub(super) fn missing(
        &self,
        id: NodeId,
        frame: &mut Frame,
        missing: &mut Vec<Missing>,
        overflow: &mut Option<Span>,
    ) {
        let kb = self.context.program;
        let Some(node) = kb.kb.node(id) else { return };
        match &node.op {
            Op::And(parts) | Op::Or(parts) => {
                for part in parts {
                    if self.context.truth(*part, frame) == Truth::Unknown {
                        self.missing(*part, frame, missing, overflow);
                    }
                }
            }
            Op::Indexed { walk, .. } => self.missing(*walk, frame, missing, overflow),
            Op::Any(set, condition) => {
                if !self.context.portal.rows(set.collection).is_some_and(|rows| rows.known) {
                    missing.extend(self.missing_collection(set.collection));
                    // Whatever its elements are, what they are compared with has to be known.
                    for part in set.conditions.iter().chain([condition]) {
                        self.missing_outside(*part, set.level, frame, missing, overflow);
                    }
                }
                for row in self.context.rows(set.collection) {
                    frame.set(set.level, row);
                    let member = self.context.member(set, frame);
                    let holds = self.context.truth(*condition, frame);
                    if member.and(holds) == Truth::Unknown {
                        set.conditions.iter().for_each(|part| self.missing(*part, frame, missing, overflow));
                        self.missing(*condition, frame, missing, overflow);
                    }
                }
            }
            Op::Count { set, .. } => {
                if !self.context.portal.rows(set.collection).is_some_and(|rows| rows.known) {
                    missing.extend(self.missing_collection(set.collection));
                }
                for row in self.context.rows(set.collection) {
                    frame.set(set.level, row);
                    if self.context.member(set, frame) == Truth::Unknown {
                        set.conditions.iter().for_each(|part| self.missing(*part, frame, missing, overflow));
                    }
                }
            }
            Op::Scalar(scalar) => {
                let found = self.model.schema.scalars.get(*scalar);
                if let Some(scalar) = found.filter(|_| self.context.value(id, frame) == Value::Unknown) {
                    missing.push(Missing {
                        path: scalar.path.to_string(),
                        name: scalar.field.name.text.to_string(),
                        beside: self.context.portal.state.start,
                    });
                }
            }
            Op::Argument(parameter) => {
                let parameter = self.model.parameters.get(*parameter);
                if let Some(parameter) = parameter.filter(|_| self.context.value(id, frame) == Value::Unknown)
                {
                    missing.push(self.missing_argument(parameter));
                }
            }
            Op::Field { of, collection, field } => match self.context.value(*of, frame) {
                Value::Element(row) => self.missing_field(*collection, row, *field, frame, missing, overflow),
                _ => self.missing(*of, frame, missing, overflow),
            },
            Op::RoleIn(_) => {
                if let (Some(request), Some((collection, field))) = (self.context.request, kb.kb.actors) {
                    self.missing_field(collection, request.actor, field, frame, missing, overflow);
                }
            }
            Op::Arithmetic(left, operator, right) => {
                let (one, other) = (self.context.value(*left, frame), self.context.value(*right, frame));
                if overflows(&one, *operator, &other) {
                    *overflow = Some(node.span);
                }
                self.missing(*left, frame, missing, overflow);
                self.missing(*right, frame, missing, overflow);
            }
            op => {
                for part in KnowledgeBase::parts(op) {
                    self.missing(part, frame, missing, overflow);
                }
            }
        }
    }

    /// What nobody knows of a condition besides the element at a level.
    fn missing_outside(
        &self,
        id: NodeId,
        level: Level,
        frame: &mut Frame,
        missing: &mut Vec<Missing>,
        overflow: &mut Option<Span>,
    ) {
        let kb = self.context.program;
        let own = |op: &Op| matches!(op, Op::Element { level: own, .. } if *own == level);
        let Some(node) = kb.kb.node(id) else { return };
        if !kb.kb.reads(id).iter().any(own) {
            if self.context.value(id, frame) == Value::Unknown {
                self.missing(id, frame, missing, overflow);
            }
            return;
        }
        for part in KnowledgeBase::parts(&node.op) {
            self.missing_outside(part, level, frame, missing, overflow);
        }
    }

    fn missing_field(
        &self,
        collection: CollectionId,
        row: RowId,
        field: FieldId,
        frame: &mut Frame,
        missing: &mut Vec<Missing>,
        overflow: &mut Option<Span>,
    ) {
        if self.context.field(collection, row, field) != Value::Unknown {
            return;
        }
        let old = self.before.portal.held(collection, row, field);
        if old != Some(Value::Unknown) {
            let before = Trace { model: self.model, before: self.before, context: self.before };
            for node in self.sources(collection, row, field) {
                before.missing(node, frame, missing, overflow);
            }
            return;
        }
        let shape = self.model.schema.collections.get(collection);
        let Some(shape) = shape.and_then(|shape| shape.fields.get(field)) else { return };
        missing.push(Missing {
            path: format!("{}.{}", self.element(collection, row), shape.name.text),
            name: shape.name.text.to_string(),
            beside: self.before.portal.place(collection, row).map(Span::at_start),
        });
    }

    /// A collection that was left out.
    pub(super) fn missing_collection(&self, collection: CollectionId) -> Option<Missing> {
        let shape = self.model.schema.collections.get(collection)?;
        Some(Missing {
            path: shape.name.text.to_string(),
            name: shape.name.text.to_string(),
            beside: self.before.portal.state.start,
        })
    }

    /// An element that was not told.
    pub(super) fn missing_told(&self, collection: CollectionId) -> Vec<Missing> {
        let Some(request) = self.context.request else { return Vec::new() };
        let pairs = self.model.parameters.iter().zip(&request.arguments);
        pairs
            .filter(|(parameter, cell)| {
                parameter.ty == Type::Element(collection) && cell.value == Value::Unknown
            })
            .map(|(parameter, _)| self.missing_argument(parameter))
            .collect()
    }

    fn missing_argument(&self, parameter: &crate::model::Parameter) -> Missing {
        Missing {
            path: format!("action.{}", parameter.name.text),
            name: parameter.name.text.to_string(),
            beside: self.context.request.and_then(|request| request.action_span),
        }
    }

    /// A value as people read it.
    pub(super) fn shown(&self, value: &Value, ty: &Type) -> String {
        match (value, ty) {
            (Value::Element(row), Type::Element(collection)) => {
                let shape = self.model.schema.collections.get(*collection);
                match shape.and_then(|shape| shape.key).map(|key| self.context.field(*collection, *row, key))
                {
                    Some(Value::Text(id)) => id.to_string(),
                    _ => "?".to_owned(),
                }
            }
            _ => self.model.shown(value, ty),
        }
    }
}

fn push(facts: &mut Vec<Fact>, path: &str, value: &Value, ty: &Type, span: Option<Span>) {
    if !facts.iter().any(|fact| fact.path == *path) {
        facts.push(Fact {
            path: path.to_owned(),
            value: value.clone(),
            ty: ty.clone(),
            span,
            part: Part::Read,
        });
    }
}
