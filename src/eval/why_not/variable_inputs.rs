//! Where the world could be otherwise: the places that the rules of an action read, and the values worth trying
//! there. Who could bring such a change about is another question, and not asked here.

use crate::eval::compute::{Context, Frame};
use crate::eval::judge::{Cause, RuleOutcome};
use crate::eval::proposed::ProposedAction;
use crate::eval::why_not::alternatives::{around, days};
use crate::input::Request;
use crate::kb::{AffectedInvariant, Effect, InvariantKind, KnowledgeBase, Op, Set};
use crate::model::{Field, Model};
use crate::syntax::tree::Arithmetic;
use crate::values::ids::{CollectionId, FieldId, IndexId, NodeId, ParameterId, RowId, RuleId, ScalarId};
use crate::values::{Moment, Truth, Type, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// So many members of a set that is counted are looked at.
const MOST_MEMBERS: usize = 256;
/// So many elements of any other set are looked at.
const MOST_ROWS: usize = 64;
/// So many values are kept for one place.
pub(crate) const MOST_ALTERNATIVES: usize = 16;

/// A place in the world that may hold another value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// What is told with the action.
    Argument(ParameterId),
    /// A single value of the state.
    Scalar(ScalarId),
    /// A field of an element.
    Field {
        /// The collection.
        collection: CollectionId,
        /// The row of the element.
        row: RowId,
        /// The field.
        field: FieldId,
    },
    /// Whether some element of a collection has this text in its list: `true` or `false`.
    Contains {
        /// The collection.
        collection: CollectionId,
        /// The field with the lists.
        field: FieldId,
        /// Whether letter case is passed over.
        fold: bool,
        /// The text.
        text: Arc<str>,
    },
    /// Whether a collection that was left out has no other elements than those that are known: `true`.
    Complete(CollectionId),
    /// What elements a collection has. This has no alternatives of its own, but actions add elements.
    Elements(CollectionId),
}

/// A place, with what it could hold instead.
#[derive(Clone, Debug)]
pub(crate) struct VariableInput {
    /// Where.
    pub(crate) place: Input,
    /// The other values that are worth trying.
    pub(crate) alternatives: Vec<Value>,
    /// The rules that read it.
    pub(crate) rules: Vec<RuleId>,
    /// Whether it was only reached by walking over the elements of a set, and belongs to none that the action is
    /// about.
    pub(crate) far: bool,
}

/// The inputs of some outcomes of a decision, in the order in which the rules read them.
pub(crate) fn variable_inputs(
    proposed: &ProposedAction<'_, '_>,
    outcomes: impl Iterator<Item = RuleOutcome>,
) -> Vec<VariableInput> {
    let ProposedAction { program, request, .. } = *proposed;
    let (before, Some(plan)) = (proposed.before(), proposed.plan()) else { return Vec::new() };
    let mut found = Collector::new(&program.model, before, request);
    let mut frame = Frame::new(program);
    for outcome in outcomes {
        found.rule = outcome.rule;
        match outcome.cause {
            Cause::Rule(id) => found.visit(&before, id, &mut frame),
            Cause::Invariant(at) => {
                let Some(affected) = plan.impact.get(at as usize) else { continue };
                found.broken_invariant(proposed, affected, &plan.effects, &mut frame);
            }
        }
    }
    found.found
}

/// The inputs of conditions, for the elements under way.
pub(in crate::eval) fn inputs_of(
    model: &Model,
    before: Context<'_>,
    request: &Request,
    nodes: &[NodeId],
    frame: &mut Frame,
) -> Vec<VariableInput> {
    let mut found = Collector::new(model, before, request);
    for node in nodes {
        found.visit(&before, *node, frame);
    }
    found.found
}

struct Collector<'a> {
    model: &'a Model,
    before: Context<'a>,
    request: &'a Request,
    found: Vec<VariableInput>,
    known: HashMap<Input, usize>,
    /// The rule whose conditions are visited.
    rule: RuleId,
    far: bool,
}

impl<'a> Collector<'a> {
    fn new(model: &'a Model, before: Context<'a>, request: &'a Request) -> Self {
        Self {
            model,
            before,
            request,
            found: Vec::new(),
            known: HashMap::new(),
            rule: RuleId::NONE,
            far: false,
        }
    }

    fn broken_invariant(
        &mut self,
        proposed: &ProposedAction<'_, '_>,
        affected: &AffectedInvariant,
        effects: &[Effect],
        frame: &mut Frame,
    ) {
        let before = self.before;
        let Some(invariant) = before.program.kb.invariants.get(affected.invariant) else { return };
        let set = &invariant.set;
        let after = proposed.after();
        let comparison = proposed.comparison(affected, set);
        for effect in effects {
            if let Effect::Scalar { when: Some(when), .. } | Effect::Field { when: Some(when), .. } = effect {
                self.visit(&before, *when, frame);
            }
        }
        let limit = if let InvariantKind::Limit { most, counter } = invariant.kind {
            self.visit(&after, most, frame);
            let count = comparison.counted(counter, frame);
            let needed = count.most.saturating_add(comparison.growth().1);
            self.suggest(&after, most, &around(&Value::Int(needed)), frame);
            true
        } else {
            false
        };
        let mut touched = comparison.touched();
        if touched.len() > MOST_ROWS {
            touched.retain(|row| limit || comparison.enters(*row) != Truth::False);
            touched.truncate(MOST_ROWS);
        }
        for row in &touched {
            frame.set(set.level, *row);
            for context in [&after, &before] {
                if context.change.is_some() || before.portal.has(set.collection, *row) {
                    set.conditions.iter().for_each(|condition| self.visit(context, *condition, frame));
                }
            }
        }
        self.completed(set.collection);
        if limit {
            let mut members = 0;
            for row in before.rows(set.collection) {
                frame.set(set.level, row);
                if touched.contains(&row) || before.member(set, frame) == Truth::False {
                    continue;
                }
                self.walked(set, &[], row, frame);
                members += 1;
                if members == MOST_MEMBERS {
                    break;
                }
            }
        }
    }

    /// Everything that a node reads.
    fn visit(&mut self, context: &Context<'_>, id: NodeId, frame: &mut Frame) {
        let Some(node) = context.program.kb.node(id) else { return };
        match &node.op {
            Op::Scalar(scalar) => self.variable_input(Input::Scalar(*scalar)),
            Op::Argument(parameter) => self.variable_input(Input::Argument(*parameter)),
            Op::RoleIn(_) => {
                if let Some((collection, field)) = context.program.kb.actors {
                    self.variable_input(Input::Field { collection, row: self.request.actor, field });
                }
            }
            Op::Field { of, collection, field } => match context.value(*of, frame) {
                Value::Element(row) => match self.sources(context, *collection, row, *field) {
                    Some(sources) => {
                        let before = self.before;
                        for source in sources {
                            self.visit(&before, source, frame);
                        }
                    }
                    None => self.variable_input(Input::Field { collection: *collection, row, field: *field }),
                },
                _ => self.visit(context, *of, frame),
            },
            Op::Indexed { value, index, .. } => {
                self.visit(context, *value, frame);
                let Some(index) = context.program.kb.indexes.get(*index) else { return };
                self.variable_input(Input::Elements(index.collection));
                self.completed(index.collection);
                if let Value::Text(text) = context.value(*value, frame) {
                    self.variable_input(Input::Contains {
                        collection: index.collection,
                        field: index.field,
                        fold: index.fold,
                        text,
                    });
                }
            }
            Op::Any(set, condition) => self.elements(set, &[*condition], frame),
            Op::Count { set, .. } => self.elements(set, &[], frame),
            op => {
                for part in KnowledgeBase::parts(op) {
                    self.visit(context, part, frame);
                }
                self.compared(context, op, frame);
            }
        }
    }

    /// The elements of a set.
    fn elements(&mut self, set: &Set, more: &[NodeId], frame: &mut Frame) {
        self.variable_input(Input::Elements(set.collection));
        self.completed(set.collection);
        for row in self.before.rows(set.collection).take(MOST_ROWS) {
            self.walked(set, more, row, frame);
        }
    }

    fn walked(&mut self, set: &Set, more: &[NodeId], row: RowId, frame: &mut Frame) {
        let (before, far) = (self.before, std::mem::replace(&mut self.far, true));
        frame.set(set.level, row);
        for condition in set.conditions.iter().chain(more) {
            self.visit(&before, *condition, frame);
        }
        self.far = far;
    }

    fn completed(&mut self, collection: CollectionId) {
        if !self.before.portal.rows(collection).is_some_and(|rows| rows.known) {
            self.variable_input(Input::Complete(collection));
        }
    }

    /// Where a field gets its value from, when it is not in the state before.
    fn sources(
        &self,
        context: &Context<'_>,
        collection: CollectionId,
        row: RowId,
        field: FieldId,
    ) -> Option<Vec<NodeId>> {
        context.change?;
        let old = context.portal.held(collection, row, field);
        if old.as_ref().is_some_and(|old| *old == context.field(collection, row, field)) {
            return None;
        }
        let plan = context.program.kb.actions.get(self.request.action)?;
        let mut sources = Vec::new();
        for effect in &plan.effects {
            match effect {
                Effect::Add { collection: own, fields } if old.is_none() && *own == collection => {
                    sources.extend(fields.iter().filter(|(own, _)| *own == field).map(|(_, node)| *node));
                }
                Effect::Field { collection: own, field: changed, value, .. }
                    if old.is_some() && (*own, *changed) == (collection, field) =>
                {
                    sources.extend(value);
                }
                _ => {}
            }
        }
        Some(sources)
    }

    /// Take up a place, with the values that its type has besides the one that it holds.
    fn variable_input(&mut self, place: Input) {
        if let Some(input) = self.known.get(&place).and_then(|at| self.found.get_mut(*at)) {
            if !input.rules.contains(&self.rule) {
                input.rules.push(self.rule);
            }
            input.far &= self.far;
            return;
        }
        let alternatives = self.natural(&place);
        self.known.insert(place.clone(), self.found.len());
        self.found.push(VariableInput { place, alternatives, rules: vec![self.rule], far: self.far });
    }
}

/// The type of a place, whether it may hold nothing, and whether it is what an element is called by.
pub(in crate::eval) fn shape<'m>(model: &'m Model, place: &Input) -> Option<(&'m Type, bool, bool)> {
    let of = |field: &'m Field, named| (&field.ty, field.optional, named);
    match place {
        Input::Argument(parameter) => {
            let parameter = model.parameters.get(*parameter)?;
            Some((&parameter.ty, parameter.optional, false))
        }
        Input::Scalar(scalar) => Some(of(&model.schema.scalars.get(*scalar)?.field, false)),
        Input::Field { collection, field, .. } => {
            let shape = model.schema.collections.get(*collection)?;
            let found = shape.fields.get(*field)?;
            Some(of(found, shape.key == Some(*field) || found.ty == Type::Email))
        }
        _ => None,
    }
}

impl Collector<'_> {
    /// What would make a comparison come out otherwise.
    fn compared(&mut self, context: &Context<'_>, op: &Op, frame: &mut Frame) {
        let zone = context.portal.zone;
        match op {
            Op::Equal { left, right, .. } | Op::Order(left, _, right) => {
                for (one, other) in [(left, right), (right, left)] {
                    let values = around(&context.value(*other, frame));
                    self.suggest(context, *one, &values, frame);
                }
            }
            Op::In { value, list, .. } => {
                let (one, all) = (context.value(*value, frame), context.value(*list, frame));
                if let Value::List(all) = &all {
                    let values: Vec<Value> = all.iter().take(MOST_ALTERNATIVES).cloned().collect();
                    self.suggest(context, *value, &values, frame);
                }
                if !matches!(one, Value::Unknown | Value::Absent) {
                    let other = match &all {
                        Value::List(all) if all.contains(&one) => {
                            all.iter().filter(|other| **other != one).cloned().collect()
                        }
                        Value::List(all) => all.iter().cloned().chain([one]).collect(),
                        _ => [one].into_iter().collect(),
                    };
                    self.suggest(context, *list, &[Value::List(other)], frame);
                }
            }
            Op::Within(date, period, from) => self.in_time(context, (*date, *from), frame, |from| {
                days(period.end_within(from, zone), *period, zone)
            }),
            Op::Overdue { field, period, from } => self.in_time(context, (*field, *from), frame, |from| {
                days(period.end_within(from, zone), *period, zone)
            }),
            Op::During(date, period, from) => self.in_time(context, (*date, *from), frame, |from| {
                days(period.end_from(from, zone), *period, zone)
            }),
            _ => {}
        }
    }

    fn in_time(
        &mut self,
        context: &Context<'_>,
        (date, from): (NodeId, NodeId),
        frame: &mut Frame,
        end: impl Fn(Moment) -> Vec<Value>,
    ) {
        let (held, begins) = (context.value(date, frame), context.value(from, frame));
        if let Value::Moment(begins) = begins {
            let mut values = around(&Value::Moment(begins));
            values.extend(end(begins));
            self.suggest(context, date, &values, frame);
        }
        let now = Value::Moment(self.request.at);
        self.suggest(
            context,
            from,
            &around(if matches!(held, Value::Moment(_)) { &held } else { &now }),
            frame,
        );
    }

    /// Values that something could have in the place of a node; through a calculation, what would yield them.
    fn suggest(&mut self, context: &Context<'_>, id: NodeId, values: &[Value], frame: &mut Frame) {
        let place = match context.program.kb.node(id).map(|node| &node.op) {
            Some(Op::Scalar(scalar)) => Input::Scalar(*scalar),
            Some(Op::Argument(parameter)) => Input::Argument(*parameter),
            Some(Op::Field { of, collection, field }) => match context.value(*of, frame) {
                Value::Element(row) if context.portal.has(*collection, row) => {
                    Input::Field { collection: *collection, row, field: *field }
                }
                _ => return,
            },
            Some(Op::Arithmetic(left, operator, right)) => {
                let (one, other) = (context.value(*left, frame), context.value(*right, frame));
                for (node, known, first) in [(left, other, true), (right, one, false)] {
                    let Value::Int(known) = known else { continue };
                    let values = values.iter().filter_map(|value| match (value, operator) {
                        (Value::Int(value), Arithmetic::Plus) => value.checked_sub(known),
                        (Value::Int(value), Arithmetic::Minus) if first => value.checked_add(known),
                        (Value::Int(value), Arithmetic::Minus) => known.checked_sub(*value),
                        (Value::Int(value), Arithmetic::Times) => value.checked_div(known),
                        _ => None,
                    });
                    let values: Vec<Value> = values.map(Value::Int).collect();
                    self.suggest(context, *node, &values, frame);
                }
                return;
            }
            _ => return,
        };
        let (Some(held), Some((ty, optional, named))) = (self.held(&place), self.shape(&place)) else {
            return;
        };
        // Who or what an action is about is no input.
        let told = matches!(place, Input::Argument(_));
        if named || told && !matches!(ty, Type::Int | Type::Date | Type::Bool | Type::Enum(_)) {
            return;
        }
        let fits = |value: &Value| match value {
            Value::Absent => optional,
            Value::Unknown | Value::Element(_) => false,
            value => *value != held,
        };
        let values: Vec<Value> = values.iter().filter(|value| fits(value)).cloned().collect();
        self.variable_input(place.clone());
        let input = self.known.get(&place).and_then(|at| self.found.get_mut(*at));
        if let Some(input) = input {
            for value in values {
                if input.alternatives.len() < MOST_ALTERNATIVES && !input.alternatives.contains(&value) {
                    input.alternatives.push(value);
                }
            }
        }
    }

    /// The values that the type of a place has, besides the one that it holds.
    pub(crate) fn natural(&self, place: &Input) -> Vec<Value> {
        match place {
            Input::Elements(_) => return Vec::new(),
            Input::Complete(_) => return vec![Value::Bool(true)],
            Input::Contains { collection, field, fold, text } => {
                let index = self.before.program.kb.indexes.position(|index| {
                    (index.collection, index.field, index.fold) == (*collection, *field, *fold)
                });
                let index = index.unwrap_or(IndexId::NONE);
                let holds = self.before.portal.look_up(index, &Value::Text(text.clone()), *fold);
                return vec![Value::Bool(holds != Truth::True)];
            }
            _ => {}
        }
        let (Some(held), Some((ty, optional, named))) = (self.held(place), self.shape(place)) else {
            return Vec::new();
        };
        let mut values = match ty {
            _ if named => return Vec::new(),
            Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
            Type::Enum(id) => {
                let values = self.model.enums.get(*id).map(|found| found.values.ids());
                values.into_iter().flatten().map(Value::Variant).collect()
            }
            Type::Date if matches!(held, Value::Absent | Value::Unknown) => {
                vec![Value::Moment(self.request.at)]
            }
            _ => Vec::new(),
        };
        if optional {
            values.push(Value::Absent);
        }
        values.retain(|value| *value != held);
        values
    }

    /// What a place holds.
    fn held(&self, place: &Input) -> Option<Value> {
        let portal = self.before.portal;
        let cell = match place {
            Input::Argument(parameter) => self.request.arguments.get(*parameter),
            Input::Scalar(scalar) => portal.state.scalars.get(*scalar),
            Input::Field { collection, row, field } => return portal.held(*collection, *row, *field),
            _ => None,
        };
        cell.map(|cell| cell.value.clone())
    }

    /// The type of a place, whether it may hold nothing, and whether it is what an element is called by.
    fn shape(&self, place: &Input) -> Option<(&Type, bool, bool)> {
        shape(self.model, place)
    }
}
