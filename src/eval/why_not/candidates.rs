//! Single changes that may help: other arguments, who could act before or instead, what could be so.

use crate::eval::judge::{Cause, Decision, Verdict};
use crate::eval::overlay::FieldOf;
use crate::eval::why_not::conditions::DeclaredBy;
use crate::eval::why_not::inquiry::{Candidate, Class, Inquiry};
use crate::eval::why_not::place::{Input, VariableInput};
use crate::eval::why_not::proposal::{Step, Who};
use crate::input::Request;
use crate::kb::{Effect, Op};
use crate::program::Program;
use crate::values::ids::{CollectionId, FieldId, NodeId, RowId, RuleId};
use crate::values::{Truth, Type, Value};
use std::collections::HashMap;

/// So many people who look alike to the rules are tried, and so many in all.
const MOST_ALIKE: usize = 2;
const MOST_PEOPLE: usize = 64;

/// So many people are asked what they could do first so as to do an action in place of its actor.
const MOST_READIED: usize = 8;

/// The texts that the rules name.
pub(super) fn texts(program: &Program) -> Vec<Value> {
    let constants = program.kb.nodes.iter().filter_map(|node| match &node.op {
        Op::Constant(value) => Some(value),
        _ => None,
    });
    let all = constants.flat_map(|value| match value {
        Value::List(list) => list.to_vec(),
        value => vec![value.clone()],
    });
    all.filter(|value| matches!(value, Value::Text(_))).collect()
}

impl Inquiry<'_> {
    pub(crate) fn gather(&mut self, decision: &Decision) -> Vec<Candidate> {
        let outcomes = decision.outcomes(self.program);
        let inputs = self.world.inputs(&self.world.request, outcomes);
        let mut singles = Vec::new();
        for (at, input) in inputs.iter().enumerate() {
            let nearest = input.nearest().into_iter();
            for value in nearest.filter(|value| !self.is_made_up(&input.place, value, &inputs)) {
                let class = match input.place {
                    Input::Field { collection, field, .. } if input.far => {
                        Class::Far(collection, field, format!("{value:?}"))
                    }
                    _ => Class::Place(at),
                };
                let step = match input.place.clone() {
                    Input::Argument(parameter) => Step::Tell { parameter, value },
                    place => Step::Fact { place, value },
                };
                singles.push(Candidate::new(step, input, class));
            }
        }
        let (mut found, facts): (Vec<Candidate>, Vec<Candidate>) =
            singles.into_iter().partition(|single| single.who == Who::Actor);
        let people = self.people.clone();
        found.extend(self.substitutes(decision, &people));
        let mut actions = self.actions(&inputs, &people);
        self.prepare(&mut actions, &people);
        found.extend(actions);
        found.extend(facts);
        found
    }

    /// Whether a value is not for anybody to choose. What is true of a person is to be found out, and so are dates of the
    /// state; any other date has to be one that the state names, since the rules name boundaries, and any other text one that
    /// the rules or the state name.
    pub(crate) fn is_made_up(&self, place: &Input, value: &Value, inputs: &[VariableInput]) -> bool {
        let is_read = || inputs.iter().any(|input| input.is_of_state() && input.held.as_ref() == Some(value));
        let of_person = match place {
            Input::Argument(parameter) => self.of_people.get(parameter).copied(),
            Input::Field { collection, .. } => {
                (self.program.model.schema.actors == Some(*collection)).then_some(DeclaredBy::Anybody)
            }
            _ => None,
        };
        match (value, of_person) {
            (Value::Moment(_) | Value::Text(_), Some(_)) | (Value::Int(_), Some(DeclaredBy::Oneself)) => true,
            (Value::Moment(_), None) => !matches!(place, Input::Argument(_)) || !is_read(),
            (Value::Text(_), None) => !self.texts.contains(value) && !is_read(),
            _ => false,
        }
    }

    /// Some people for every combination of roles and what else has few values.
    pub(super) fn find_people(&self) -> Vec<RowId> {
        let Some((collection, _)) = self.program.kb.actors else { return Vec::new() };
        let (Some(shape), Some(rows)) =
            (self.program.model.schema.collections.get(collection), self.world.portal.rows(collection))
        else {
            return Vec::new();
        };
        let few_values = |field: &FieldId| {
            shape.fields.get(*field).is_some_and(|field| matches!(field.ty, Type::Bool | Type::Enum(_)))
        };
        let fields: Vec<FieldId> = shape.fields.ids().filter(few_values).collect();
        let mut alike: HashMap<Vec<Option<u16>>, usize> = HashMap::new();
        let mut people = Vec::new();
        for row in rows.rows() {
            let key = fields.iter().map(|field| match rows.value(row, *field) {
                Value::Variant(variant) => Some(variant.0),
                Value::Bool(value) => Some(u16::from(value)),
                Value::Absent => Some(u16::MAX),
                _ => None,
            });
            let seen = alike.entry(key.collect()).or_default();
            *seen += 1;
            if *seen <= MOST_ALIKE && people.len() < MOST_PEOPLE {
                people.push(row);
            }
        }
        // Whoever has a right by a role of their own comes before those who only have it like others.
        people.sort_by_key(|row| self.is_like(collection, *row));
        people
    }

    fn is_like(&self, collection: CollectionId, row: RowId) -> bool {
        let field = self.program.model.schema.role_field;
        match self.world.portal.held(FieldOf { collection, row, field }) {
            Some(Value::Variant(role)) => {
                self.program.model.roles.get(role.into()).is_some_and(|role| role.like.is_some())
            }
            _ => true,
        }
    }

    /// Whether somebody would be let do an action as far as who acts decides it; twice where it is allowed.
    pub(crate) fn able(&mut self, request: &Request) -> u8 {
        let decision = self.world.decide_on(request);
        if decision.verdict == Verdict::Allowed {
            return 2;
        }
        let barred = decision.denials(self.program).any(|outcome| {
            outcome.truth != Truth::False && matches!(outcome.cause, Cause::Rule(id) if self.reads_actor(id))
        });
        u8::from(decision.permitted == Truth::True && !barred)
    }

    fn reads_actor(&self, id: NodeId) -> bool {
        self.program.kb.reads(id).iter().any(|op| matches!(op, Op::Actor | Op::RoleIn(_)))
    }

    pub(crate) fn is_personal(&self, effects: &[Effect]) -> bool {
        effects.iter().any(|effect| match effect {
            Effect::Add { fields, .. } => fields.iter().any(|(_, value)| self.reads_actor(*value)),
            Effect::Scalar { value, when, .. } => {
                value.iter().chain(when).any(|node| self.reads_actor(*node))
            }
            Effect::Field { of, value, when, .. } => {
                [of].into_iter().chain(value).chain(when).any(|node| self.reads_actor(*node))
            }
        })
    }

    /// Other people who could do the action itself, unless it is one that everybody does for themselves.
    fn substitutes(&mut self, decision: &Decision, people: &[RowId]) -> Vec<Candidate> {
        let request = self.world.request.clone();
        let Some(plan) = self.program.kb.actions.get(request.action) else { return Vec::new() };
        if self.is_personal(&plan.effects) {
            return Vec::new();
        }
        let of_actor = |cause: Cause| match cause {
            Cause::Rule(id) => self.reads_actor(id),
            Cause::Invariant(_) => false,
        };
        let outcomes = decision.outcomes(self.program);
        let rules: Vec<RuleId> =
            outcomes.filter(|outcome| of_actor(outcome.cause)).map(|outcome| outcome.rule).collect();
        let instead = |row: RowId| Candidate {
            number: 0,
            step: Step::Instead(row),
            who: Who::Someone,
            rules: rules.clone(),
            class: Class::Instead,
            nth: 0,
            far: false,
            writes: Vec::new(),
            hands_out: false,
        };
        let (mut able, mut rest) = (Vec::new(), Vec::new());
        for row in people.iter().copied().filter(|row| *row != request.actor) {
            let in_place = Request { actor: row, ..request.clone() };
            if self.able(&in_place) > 0 { able.push(instead(row)) } else { rest.push(in_place) }
        }
        if able.is_empty() {
            for in_place in rest.into_iter().take(MOST_READIED) {
                if let Some(first) = self.readies(&in_place) {
                    able.push(Candidate { who: Who::Someone, rules: rules.clone(), ..first });
                    able.push(instead(in_place.actor));
                }
            }
        }
        able
    }

    /// What somebody may do now so as to be let do an action then, such as to log in.
    fn readies(&mut self, request: &Request) -> Option<Candidate> {
        let decision = self.world.decide_on(request);
        let outcomes = decision.outcomes(self.program);
        let inputs = self.world.inputs(request, outcomes);
        self.actions(&inputs, &[request.actor]).into_iter().find(|candidate| {
            let Step::Act(first) = &candidate.step else { return false };
            if first.actor != request.actor || self.world.decide_on(first).verdict != Verdict::Allowed {
                return false;
            }
            let back = vec![self.world.act(first)];
            let allowed = self.world.decide_on(request).verdict == Verdict::Allowed;
            self.world.take_back(back);
            allowed
        })
    }
}
