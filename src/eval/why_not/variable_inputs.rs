//! The places that the rules of an action read, and the values worth trying there.

use crate::eval::comparison::Comparison;
use crate::eval::compute::{Context, Frame};
use crate::eval::judge::{Cause, RuleOutcome};
use crate::eval::overlay::FieldOf;
use crate::eval::proposed::ProposedAction;
use crate::input::Request;
use crate::kb::{Effect, InvariantKind, KnowledgeBase, Op, Set};
use crate::model::{Field, Model};
use crate::syntax::tree::Arithmetic;
use crate::values::ids::{CollectionId, FieldId, IndexId, NodeId, ParameterId, RowId, RuleId, ScalarId};
use crate::values::{Moment, Period, Truth, Type, Value, Zone};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

/// So many members of a set that is counted are looked at.
const MOST_MEMBERS: usize = 256;
/// So many elements of any other set are looked at.
const MOST_ROWS: usize = 64;
/// So many values are kept for one place.
const MOST_ALTERNATIVES: usize = 16;

/// A place in the world that may hold another value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    Argument(ParameterId),
    Scalar(ScalarId),
    Field {
        collection: CollectionId,
        row: RowId,
        field: FieldId,
    },
    /// Whether some element of a collection has this text in its list: `true` or `false`.
    Contains {
        collection: CollectionId,
        field: FieldId,
        /// Whether letter case is passed over.
        fold: bool,
        text: Arc<str>,
    },
    /// Whether a collection that was left out has no other elements than those that are known: `true`.
    Complete(CollectionId),
    /// What elements a collection has. This has no alternatives of its own, but actions add elements.
    Elements(CollectionId),
}

#[derive(Clone, Debug)]
pub(crate) struct VariableInput {
    pub(crate) place: Input,
    held: Option<Value>,
    pub(crate) alternatives: Vec<Value>,
    pub(crate) rules: Vec<RuleId>,
    /// Whether it was only reached by walking over a set, and is of no element that the action is about.
    pub(crate) far: bool,
}

impl VariableInput {
    /// The alternatives: of numbers those nearest to the present value first.
    pub(super) fn nearest(&self) -> Vec<Value> {
        let mut values = self.alternatives.clone();
        if let Some(Value::Int(held)) = self.held {
            values.sort_by_key(|value| match value {
                Value::Int(number) => number.abs_diff(held),
                _ => u64::MAX,
            });
        }
        values
    }
}

/// The inputs of some outcomes of a decision, in the order in which the rules read them.
pub(crate) fn variable_inputs(
    proposed: &ProposedAction<'_, '_>,
    outcomes: impl Iterator<Item = RuleOutcome>,
) -> Vec<VariableInput> {
    let (before, Some(plan)) = (proposed.before(), proposed.plan()) else { return Vec::new() };
    let mut found = Collector::new(before, &proposed.request, Frame::new(proposed.program));
    for outcome in outcomes {
        found.rule = outcome.rule;
        match outcome.cause {
            Cause::Rule(id) => found.visit(&before, id),
            Cause::Invariant(at) => {
                let affected = proposed.impact().and_then(|impact| impact.invariants.get(at));
                let comparison = affected.and_then(|affected| proposed.comparison(affected));
                let Some(comparison) = comparison else { continue };
                found.broken_invariant(&comparison, &plan.effects);
            }
        }
    }
    found.found
}

/// The inputs of conditions, for the elements under way in `frame`.
pub(in crate::eval) fn inputs_of(
    before: Context<'_>,
    request: &Request,
    nodes: &[NodeId],
    frame: Frame,
) -> Vec<VariableInput> {
    let mut found = Collector::new(before, request, frame);
    for node in nodes {
        found.visit(&before, *node);
    }
    found.found
}

struct Collector<'a> {
    before: Context<'a>,
    request: &'a Request,
    frame: Frame,
    found: Vec<VariableInput>,
    known: HashMap<Input, usize>,
    rule: RuleId,
    far: bool,
}

impl<'a> Collector<'a> {
    fn new(before: Context<'a>, request: &'a Request, frame: Frame) -> Self {
        let (found, known) = (Vec::new(), HashMap::new());
        Self { before, request, frame, found, known, rule: RuleId::NONE, far: false }
    }

    fn broken_invariant(&mut self, comparison: &Comparison<'_>, effects: &[Effect]) {
        let (before, after, invariant) = (self.before, comparison.after, comparison.invariant);
        let set = &invariant.set;
        for effect in effects {
            if let Effect::Scalar { when: Some(when), .. } | Effect::Field { when: Some(when), .. } = effect {
                self.visit(&before, *when);
            }
        }
        let limit = if let InvariantKind::Limit { most, counter } = invariant.kind {
            self.visit(&after, most);
            let count = before.size(set, counter, &mut self.frame);
            let needed = count.most.saturating_add(comparison.growth().1);
            self.suggest(&after, most, &around(&Value::Int(needed)));
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
            self.frame.set(set.level, *row);
            for context in [&after, &before] {
                if context.change.is_some() || before.portal.has(set.collection, *row) {
                    set.conditions.iter().for_each(|condition| self.visit(context, *condition));
                }
            }
        }
        self.completed(set.collection);
        if limit {
            let mut members = 0;
            for row in before.rows(set.collection) {
                self.frame.set(set.level, row);
                if touched.contains(&row) || before.member(set, &mut self.frame) == Truth::False {
                    continue;
                }
                self.walked(set, &[], row);
                members += 1;
                if members == MOST_MEMBERS {
                    break;
                }
            }
        }
    }

    fn visit(&mut self, context: &Context<'_>, id: NodeId) {
        let Some(node) = context.program.kb.node(id) else { return };
        match &node.op {
            Op::Scalar(scalar) => self.variable_input(Input::Scalar(*scalar)),
            Op::Argument(parameter) => self.variable_input(Input::Argument(*parameter)),
            Op::RoleIn(_) => {
                if let Some((collection, field)) = context.program.kb.actors {
                    self.variable_input(Input::Field { collection, row: self.request.actor, field });
                }
            }
            Op::Field { of, collection, field } => match context.value(*of, &mut self.frame) {
                Value::Element(row) => {
                    let (collection, field, before) = (*collection, *field, self.before);
                    let of = FieldOf { collection, row, field };
                    // What an effect gives comes from the state before.
                    let old = before.portal.held(of);
                    if context.change.is_some() && old != Some(context.field(of)) {
                        for (value, _) in context.sources(of) {
                            if let Some(source) = value {
                                self.visit(&before, source);
                            }
                        }
                    } else {
                        self.variable_input(Input::Field { collection, row, field });
                    }
                }
                _ => self.visit(context, *of),
            },
            Op::Indexed { value, index, .. } => {
                self.visit(context, *value);
                let Some(index) = context.program.kb.indexes.get(*index) else { return };
                self.variable_input(Input::Elements(index.collection));
                self.completed(index.collection);
                if let Value::Text(text) = context.value(*value, &mut self.frame) {
                    self.variable_input(Input::Contains {
                        collection: index.collection,
                        field: index.field,
                        fold: index.fold,
                        text,
                    });
                }
            }
            Op::Any(set, condition) => self.elements(set, &[*condition]),
            Op::Count { set, .. } => self.elements(set, &[]),
            op => {
                for part in KnowledgeBase::parts(op) {
                    self.visit(context, part);
                }
                self.compared(context, op);
            }
        }
    }

    fn elements(&mut self, set: &Set, more: &[NodeId]) {
        self.variable_input(Input::Elements(set.collection));
        self.completed(set.collection);
        for row in self.before.rows(set.collection).take(MOST_ROWS) {
            self.walked(set, more, row);
        }
    }

    fn walked(&mut self, set: &Set, more: &[NodeId], row: RowId) {
        let (before, far) = (self.before, std::mem::replace(&mut self.far, true));
        self.frame.set(set.level, row);
        for condition in set.conditions.iter().chain(more) {
            self.visit(&before, *condition);
        }
        self.far = far;
    }

    fn completed(&mut self, collection: CollectionId) {
        if !self.before.portal.is_known(collection) {
            self.variable_input(Input::Complete(collection));
        }
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
        let (held, alternatives) = (self.held(&place), self.natural(&place));
        let (rules, far) = (vec![self.rule], self.far);
        self.known.insert(place.clone(), self.found.len());
        self.found.push(VariableInput { place, held, alternatives, rules, far });
    }

    fn compared(&mut self, context: &Context<'_>, op: &Op) {
        let zone = context.portal.zone;
        match op {
            Op::Equal { left, right, .. } | Op::Order(left, _, right) => {
                for (one, other) in [(left, right), (right, left)] {
                    let values = around(&context.value(*other, &mut self.frame));
                    self.suggest(context, *one, &values);
                }
            }
            Op::In { value, list, .. } => {
                let (one, all) =
                    (context.value(*value, &mut self.frame), context.value(*list, &mut self.frame));
                if let Value::List(all) = &all {
                    let values: Vec<Value> = all.iter().take(MOST_ALTERNATIVES).cloned().collect();
                    self.suggest(context, *value, &values);
                }
                if !matches!(one, Value::Unknown | Value::Absent) {
                    let other = match &all {
                        Value::List(all) if all.contains(&one) => {
                            all.iter().filter(|other| **other != one).cloned().collect()
                        }
                        Value::List(all) => all.iter().cloned().chain([one]).collect(),
                        _ => [one].into_iter().collect(),
                    };
                    self.suggest(context, *list, &[Value::List(other)]);
                }
            }
            Op::Within(date, period, from)
            | Op::During(date, period, from)
            | Op::Overdue { field: date, period, from } => {
                let (held, begins) =
                    (context.value(*date, &mut self.frame), context.value(*from, &mut self.frame));
                if let Value::Moment(begins) = begins {
                    let end = match op {
                        Op::During(..) => period.end_from(begins, zone),
                        _ => period.end_within(begins, zone),
                    };
                    let mut values = around(&Value::Moment(begins));
                    values.extend(days(end, *period, zone));
                    self.suggest(context, *date, &values);
                }
                let now = Value::Moment(self.request.at);
                let values = around(if matches!(held, Value::Moment(_)) { &held } else { &now });
                self.suggest(context, *from, &values);
            }
            _ => {}
        }
    }

    /// Values that something could have in the place of a node; through a calculation, what would yield them.
    fn suggest(&mut self, context: &Context<'_>, id: NodeId, values: &[Value]) {
        let place = match context.program.kb.node(id).map(|node| &node.op) {
            Some(Op::Scalar(scalar)) => Input::Scalar(*scalar),
            Some(Op::Argument(parameter)) => Input::Argument(*parameter),
            Some(Op::Field { of, collection, field }) => match context.value(*of, &mut self.frame) {
                Value::Element(row) if context.portal.has(*collection, row) => {
                    Input::Field { collection: *collection, row, field: *field }
                }
                _ => return,
            },
            Some(Op::Arithmetic(left, operator, right)) => {
                let (one, other) =
                    (context.value(*left, &mut self.frame), context.value(*right, &mut self.frame));
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
                    self.suggest(context, *node, &values);
                }
                return;
            }
            _ => return,
        };
        let (Some(held), Some((ty, optional, named))) =
            (self.held(&place), shape(&self.before.program.model, &place))
        else {
            return;
        };
        // Who or what an action is about is no input.
        let argument = matches!(place, Input::Argument(_));
        if named || argument && !matches!(ty, Type::Int | Type::Date | Type::Bool | Type::Enum(_)) {
            return;
        }
        let fits = |value: &Value| match value {
            Value::Absent => optional,
            Value::Unknown | Value::Element(_) => false,
            value => *value != held,
        };
        let values: Vec<Value> = values.iter().filter(|value| fits(value)).cloned().collect();
        self.variable_input(place.clone());
        if let Some(input) = self.known.get(&place).and_then(|at| self.found.get_mut(*at)) {
            for value in values {
                if input.alternatives.len() < MOST_ALTERNATIVES && !input.alternatives.contains(&value) {
                    input.alternatives.push(value);
                }
            }
        }
    }

    /// The values that the type of a place has, besides the one that it holds.
    fn natural(&self, place: &Input) -> Vec<Value> {
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
        let (Some(held), Some((ty, optional, named))) =
            (self.held(place), shape(&self.before.program.model, place))
        else {
            return Vec::new();
        };
        let mut values = match ty {
            _ if named => return Vec::new(),
            Type::Date if matches!(held, Value::Absent | Value::Unknown) => {
                vec![Value::Moment(self.request.at)]
            }
            ty => all_values(&self.before.program.model, ty).unwrap_or_default(),
        };
        if optional {
            values.push(Value::Absent);
        }
        values.retain(|value| *value != held);
        values
    }

    fn held(&self, place: &Input) -> Option<Value> {
        let portal = self.before.portal;
        let cell = match place {
            Input::Argument(parameter) => self.request.arguments.get(*parameter),
            Input::Scalar(scalar) => portal.state.scalars.get(*scalar),
            Input::Field { collection, row, field } => {
                return portal.held(FieldOf { collection: *collection, row: *row, field: *field });
            }
            _ => None,
        };
        cell.map(|cell| cell.value.clone())
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

/// The values of a type that has few.
pub(super) fn all_values(model: &Model, ty: &Type) -> Option<Vec<Value>> {
    match ty {
        Type::Bool => Some(vec![Value::Bool(true), Value::Bool(false)]),
        Type::Enum(id) => {
            let values = model.enums.get(*id).map(|found| found.values.ids());
            Some(values.into_iter().flatten().map(Value::Variant).collect())
        }
        _ => None,
    }
}

/// A value and its neighbours, itself first.
fn around(value: &Value) -> Vec<Value> {
    match value {
        Value::Int(number) => {
            [0, 1, -1].into_iter().filter_map(|step| number.checked_add(step)).map(Value::Int).collect()
        }
        Value::Moment(Moment::Day(day)) => {
            let days = [Some(*day), day.succ_opt(), day.pred_opt()];
            days.into_iter().flatten().map(|day| Value::Moment(Moment::Day(day))).collect()
        }
        value => vec![value.clone()],
    }
}

/// The last moment before the end of a period, and the first one that is too late.
fn days(end: DateTime<Utc>, period: Period, zone: Zone) -> Vec<Value> {
    let end = zone.at(end);
    if period.is_exact() {
        return vec![Value::Moment(Moment::Instant(end.fixed_offset()))];
    }
    let day = end.date_naive();
    [day.pred_opt(), Some(day)].into_iter().flatten().map(|day| Value::Moment(Moment::Day(day))).collect()
}
