//! The places that the rules of an action read, and the values worth trying there.

use crate::eval::comparison::Comparison;
use crate::eval::compute::{Context, Frame};
use crate::eval::judge::{Cause, RuleOutcome};
use crate::eval::overlay::FieldOf;
use crate::eval::proposed::ProposedAction;
use crate::eval::why_not::entries::{Asked, lists_of, other_lists};
use crate::eval::why_not::place::{Input, VariableInput, all_values, around, days, range, shape};
use crate::eval::why_not::references::{may_refer, others_to_refer_to};
use crate::input::Request;
use crate::kb::{Effect, InvariantKind, KnowledgeBase, Op, Set};
use crate::values::Arithmetic;
use crate::values::ids::{CollectionId, IndexId, NodeId, ROLE, RowId, RuleId};
use crate::values::{Truth, Type, Value};
use std::collections::HashMap;

/// So many members of a set that is counted are looked at.
pub(super) const MOST_MEMBERS: usize = 256;
/// So many elements of any other set are looked at.
pub(super) const MOST_ROWS: usize = 64;
/// So many values are kept for one place.
const MOST_ALTERNATIVES: usize = 16;

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

pub(super) struct Collector<'a> {
    pub(super) before: Context<'a>,
    request: &'a Request,
    pub(super) frame: Frame,
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
        if let Some(aggregate) = invariant.aggregate() {
            return self.broken_groups(comparison, aggregate);
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

    pub(super) fn visit(&mut self, context: &Context<'_>, id: NodeId) {
        let Some(node) = context.program.kb.node(id) else { return };
        match &node.op {
            Op::Scalar(scalar) => self.held_in(context, Input::Scalar(*scalar)),
            Op::Argument(parameter) => self.variable_input(Input::Argument(*parameter)),
            Op::RoleIn(_) => {
                if let Some((collection, field)) = context.program.kb.actors {
                    self.variable_input(Input::Field { collection, row: self.request.actor, field });
                }
            }
            Op::Field { of, collection, field } => {
                let element = context.value(*of, &mut self.frame);
                if context.program.kb.is_referred_to(*of) || !matches!(element, Value::Element(_)) {
                    self.visit(context, *of);
                }
                if let Value::Element(row) = element {
                    self.held_in(context, Input::Field { collection: *collection, row, field: *field });
                }
            }
            Op::Indexed { value, index, walk } => {
                let Some(index) = context.program.kb.indexes.get(*index) else { return };
                if !context.program.model.schema.is_list(index.collection, index.field) {
                    return self.visit(context, *walk);
                }
                self.visit(context, *value);
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
            Op::Inside { inner, inner_of, outer, outer_of, .. } => {
                self.visit(context, *inner);
                self.visit(context, *outer);
                let outer = context.value(*outer, &mut self.frame);
                if let Value::Element(row) = context.value(*inner, &mut self.frame) {
                    self.nesting(context, (*inner_of, row), (*outer_of, &outer));
                }
            }
            Op::Any(set, condition) => self.elements(set, &[*condition]),
            Op::AnyEntry { list, level, condition } => {
                self.entries(context, Asked { list: *list, level: *level, condition: *condition });
            }
            Op::Count { set, .. } => self.elements(set, &[]),
            Op::Total { set, amount, .. } => self.elements(set, &[amount.value]),
            op => {
                for part in KnowledgeBase::parts(op) {
                    self.visit(context, part);
                }
                self.compared(context, op);
            }
        }
    }

    /// Take up a place of the state; after the action, what its effects make it from.
    fn held_in(&mut self, context: &Context<'_>, place: Input) {
        let (sources, given) = self.sources(context, &place);
        let (before, frame) = (self.before, self.frame.clone());
        for source in sources {
            self.visit(&before, source);
        }
        self.frame = frame;
        if !given {
            self.variable_input(place);
        }
    }

    /// What an element lies in may be another, and then what that lies in.
    fn nesting(
        &mut self,
        context: &Context<'_>,
        inner: (CollectionId, RowId),
        outer: (CollectionId, &Value),
    ) {
        for (collection, row) in context.outward(inner, None).elements.into_iter().take(MOST_ROWS) {
            for (field, to) in context.program.kb.nesting.get(collection).into_iter().flatten() {
                let place = Input::Field { collection, row, field: *field };
                self.held_in(context, place.clone());
                if (collection, row) == inner && *to == outer.0 {
                    self.suggest_at(context, &place, std::slice::from_ref(outer.1));
                }
            }
        }
    }

    /// What a place is made from, and whether it surely is, so that it does not matter what it holds before.
    fn sources(&self, context: &Context<'_>, place: &Input) -> (Vec<NodeId>, bool) {
        let (before, mut sources) = (self.before, Vec::new());
        let Some(plan) = before.plan().filter(|_| context.change.is_some()) else { return (sources, false) };
        let mut frame = Frame::new(before.program);
        for effect in plan.effects.iter().rev() {
            let (value, when) = match (effect, place) {
                (Effect::Scalar { scalar, value, when }, Input::Scalar(own)) if scalar == own => {
                    (value, when)
                }
                (
                    Effect::Field { of, collection, field, value, when },
                    Input::Field { collection: own, row, field: read },
                ) if (collection, field) == (own, read)
                    && before.value(*of, &mut frame) == Value::Element(*row) =>
                {
                    (value, when)
                }
                (Effect::Add { collection, fields }, Input::Field { collection: own, row, field: read })
                    if collection == own && !before.portal.has(*own, *row) =>
                {
                    sources.extend(fields.iter().filter(|(field, _)| field == read).map(|(_, value)| *value));
                    continue;
                }
                _ => continue,
            };
            let applies = when.map_or(Truth::True, |when| before.truth(when, &mut frame));
            if applies != Truth::False {
                sources.extend(value);
            }
            if applies == Truth::True {
                return (sources, true);
            }
        }
        let new =
            matches!(place, Input::Field { collection, row, .. } if !before.portal.has(*collection, *row));
        (sources, new)
    }

    fn elements(&mut self, set: &Set, more: &[NodeId]) {
        self.variable_input(Input::Elements(set.collection));
        self.completed(set.collection);
        for row in self.before.rows(set.collection).take(MOST_ROWS) {
            self.walked(set, more, row);
        }
    }

    fn entries(&mut self, context: &Context<'_>, asked: Asked) {
        self.visit(context, asked.list);
        let entries = match context.value(asked.list, &mut self.frame) {
            Value::List(entries) => entries.iter().take(MOST_ROWS).cloned().collect(),
            _ => vec![Value::Unknown],
        };
        for entry in entries {
            self.frame.set_entry(asked.level, entry);
            self.visit(context, asked.condition);
        }
        let lists = other_lists(context, asked, &mut self.frame);
        self.suggest(context, asked.list, &lists);
    }

    pub(super) fn walked(&mut self, set: &Set, more: &[NodeId], row: RowId) {
        let (before, far) = (self.before, std::mem::replace(&mut self.far, true));
        self.frame.set(set.level, row);
        for condition in set.conditions.iter().chain(more) {
            self.visit(&before, *condition);
        }
        self.far = far;
    }

    pub(super) fn completed(&mut self, collection: CollectionId) {
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
        let is_role = matches!(shape(&self.before.program.model, &place), Some((Type::Enum(ROLE), ..)));
        let compared = if is_role { alternatives.clone() } else { Vec::new() };
        self.found.push(VariableInput { place, held, alternatives, compared, rules, far });
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
    pub(super) fn suggest(&mut self, context: &Context<'_>, id: NodeId, values: &[Value]) {
        let place = match context.program.kb.node(id).map(|node| &node.op) {
            Some(Op::Scalar(scalar)) => Input::Scalar(*scalar),
            Some(Op::Argument(parameter)) => Input::Argument(*parameter),
            Some(Op::Field { of, collection, field }) => match context.value(*of, &mut self.frame) {
                Value::Element(row) => Input::Field { collection: *collection, row, field: *field },
                _ => return,
            },
            Some(Op::CountEntries { list, .. }) => {
                let lists = lists_of(context, *list, values, &mut self.frame);
                return self.suggest(context, *list, &lists);
            }
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
        self.suggest_at(context, &place, values);
    }

    /// Values that something could have in a place.
    fn suggest_at(&mut self, context: &Context<'_>, place: &Input, values: &[Value]) {
        let (sources, given) = self.sources(context, place);
        let (before, frame) = (self.before, self.frame.clone());
        for source in sources {
            self.suggest(&before, source, values);
        }
        self.frame = frame;
        if given {
            return;
        }
        let (Some(held), Some((ty, optional, named))) =
            (self.held(place), shape(&self.before.program.model, place))
        else {
            return;
        };
        // Who or what an action is about is no input.
        let argument = matches!(place, Input::Argument(_));
        if named || argument && !matches!(ty, Type::Int | Type::Date | Type::Bool | Type::Enum(_)) {
            return;
        }
        let range = range(&self.before.program.model, place);
        let fits = |value: &Value| match value {
            Value::Absent => optional,
            Value::Unknown => false,
            value => {
                *value != held && value.may_stand_in(ty, range) && may_refer(&self.before, place, ty, value)
            }
        };
        let values: Vec<Value> = values.iter().filter(|value| fits(value)).cloned().collect();
        self.variable_input(place.clone());
        if let Some(input) = self.known.get(place).and_then(|at| self.found.get_mut(*at)) {
            for value in values {
                let more = input.alternatives.len() < MOST_ALTERNATIVES || matches!(value, Value::Variant(_));
                if more && !input.alternatives.contains(&value) {
                    input.alternatives.push(value.clone());
                }
                input.compared.push(value);
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
                let shape = self.before.program.model.schema.collections.get(*collection);
                let ty = shape.and_then(|shape| shape.fields.get(*field)).map(|field| &field.ty);
                let list = Value::List([Value::Text(text.clone())].into_iter().collect());
                if ty.is_some_and(|ty| !list.may_stand_in(ty, None)) {
                    return Vec::new();
                }
                let text = Value::Text(text.clone());
                let holds = self.before.portal.look_up(self.before.program, index, &text);
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
            Type::Element(to) if !matches!(place, Input::Argument(_)) => {
                others_to_refer_to(&self.before, place, *to)
            }
            ty => all_values(&self.before.program.model, ty).unwrap_or_default(),
        };
        // Of many values those that are compared come besides. A role is never compared.
        if *ty != Type::Enum(ROLE) {
            values.truncate(MOST_ALTERNATIVES);
        }
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
