//! Other actions that may help, filled in with what is in play, each by somebody who may do it.

use crate::eval::judge::Verdict;
use crate::eval::why_not::inquiry::{Candidate, Class, Inquiry, in_the_way};
use crate::eval::why_not::place::{Input, VariableInput, all_values, shape};
use crate::eval::why_not::proposal::{Step, Who};
use crate::eval::why_not::sandbox::given;
use crate::input::Request;
use crate::kb::{Effect, Op};
use crate::model::Parameter;
use crate::state::collection::Rows;
use crate::values::ids::{ActionId, ParameterId, RowId};
use crate::values::{Type, Value};
use std::cmp::Reverse;
use std::collections::HashSet;

/// For so many actions it is looked for what would clear their way.
const MOST_PREPARED: usize = 3;
/// So many ways to fill in one action are tried.
const MOST_FILLINGS: usize = 256;
/// So many values are tried for one parameter of an action.
const MOST_IN_PLAY: usize = 12;
/// So many people are tried for one way to fill in an action.
const MOST_ACTORS: usize = 3;

impl Inquiry<'_> {
    /// Actions whose effects write what the rules read.
    pub(crate) fn actions(&mut self, inputs: &[VariableInput], people: &[RowId]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for (action, plan) in self.program.kb.actions.enumerated() {
            let mut fillings: Vec<(Request, bool)> = Vec::new();
            let mut known = HashSet::new();
            for effect in &plan.effects {
                for input in inputs {
                    let Some(target) = self.target(effect, input) else { continue };
                    if fillings.len() < MOST_FILLINGS
                        && known.insert((target, matches!(effect, Effect::Field { .. })))
                    {
                        let own = matches!(target, Target::Actor(_));
                        let filled = self.fill(action, target, inputs);
                        fillings.extend(filled.into_iter().map(|filling| (filling, own)));
                    }
                }
            }
            fillings.truncate(MOST_FILLINGS);
            let Some((first, _)) = fillings.first().cloned() else { continue };
            let own = self.world.request.actor;
            let mut actors = vec![own];
            actors.extend(people.iter().filter(|row| **row != own));
            actors.sort_by_cached_key(|row| Reverse(self.able(&Request { actor: *row, ..first.clone() })));
            actors.truncate(MOST_ACTORS);
            // Where the effects depend on who acts, one person is not as good as another.
            let alike = if self.is_personal(&plan.effects) { 1 } else { actors.len() };
            for (filling, own) in fillings {
                let actors = if own { &vec![filling.actor] } else { &actors };
                for actors in actors.chunks(alike) {
                    let candidate = self.candidate(&filling, actors, inputs);
                    let new = candidate.filter(|one| found.iter().all(|known| known.step != one.step));
                    found.extend(new);
                }
            }
        }
        found
    }

    /// Add the actions that may clear the way for others that would help and are not allowed yet.
    pub(crate) fn prepare(&mut self, actions: &mut Vec<Candidate>, people: &[RowId]) {
        let later: Vec<Candidate> = actions.iter().filter(|action| !action.far).cloned().collect();
        let mut looked_at = 0;
        for later in later {
            let Step::Act(request) = &later.step else { continue };
            let decision = self.world.decide_on(request);
            if decision.verdict == Verdict::Allowed || looked_at == MOST_PREPARED {
                continue;
            }
            // Had it happened all the same, would it have helped?
            let back = vec![self.world.act(request)];
            let rest = in_the_way(self.program, &self.world.decide());
            self.world.take_back(back);
            if self.in_the_way.iter().all(|rule| rest.contains(rule)) {
                continue;
            }
            looked_at += 1;
            let outcomes = decision.outcomes(self.program);
            let open = outcomes.filter(|outcome| in_the_way(self.program, &decision).contains(&outcome.rule));
            let inputs = self.world.inputs(request, open);
            for mut candidate in self.actions(&inputs, people) {
                // It helps where the other one does.
                if let Some(known) = actions.iter_mut().find(|other| other.step == candidate.step) {
                    add_new(&mut known.rules, &later.rules);
                } else {
                    candidate.rules.clone_from(&later.rules);
                    actions.push(candidate);
                }
            }
        }
    }

    /// Who or what an effect would have to be about in order to write a place; `None` where it never does.
    fn target(&self, effect: &Effect, input: &VariableInput) -> Option<Target> {
        match (effect, &input.place) {
            (Effect::Scalar { scalar, .. }, Input::Scalar(own)) if scalar == own => Some(Target::Whole),
            (
                Effect::Add { collection, .. },
                Input::Elements(own) | Input::Contains { collection: own, .. },
            ) if collection == own => Some(Target::Whole),
            (
                Effect::Field { of, collection, field, .. },
                Input::Field { collection: own, row, field: read },
            ) if (collection, field) == (own, read) => match self.program.kb.node(*of).map(|node| &node.op) {
                Some(Op::Actor) => Some(Target::Actor(*row)),
                Some(Op::Argument(parameter)) => Some(Target::Argument(*parameter, *row)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The ways to fill in the arguments of an action with what is in play.
    fn fill(&self, action: ActionId, target: Target, inputs: &[VariableInput]) -> Vec<Request> {
        let model = &self.program.model;
        let own = &self.world.request;
        let arguments = vec![given(&Value::Absent); model.parameters.len()].into();
        let blank = Request { action, arguments, action_span: None, actor_span: None, ..own.clone() };
        let (first, fixed) = match target {
            Target::Actor(actor) => (Request { actor, ..blank }, None),
            Target::Argument(parameter, row) => {
                (with_argument(&blank, parameter, &Value::Element(row)), Some(parameter))
            }
            Target::Whole => (blank, None),
        };
        let mut all = vec![first];
        let parameters = model.actions.get(action).map_or(&[][..], |action| &action.parameters);
        for id in parameters.iter().filter(|id| Some(**id) != fixed) {
            let Some(parameter) = model.parameters.get(*id) else { continue };
            let mut values = self.in_play(*id, parameter, inputs);
            if parameter.optional {
                values.push(Value::Absent);
            }
            let filled = all.iter().flat_map(|one| values.iter().map(|value| with_argument(one, *id, value)));
            all = filled.take(MOST_FILLINGS).collect();
        }
        all
    }

    /// The values for a parameter that the action and the rules in its way speak of.
    fn in_play(&self, id: ParameterId, parameter: &Parameter, inputs: &[VariableInput]) -> Vec<Value> {
        let (model, ty) = (&self.program.model, &parameter.ty);
        if let Some(values) = all_values(model, ty) {
            return values;
        }
        let request = &self.world.request;
        let own = model.parameters.iter().zip(&request.arguments);
        // A text or a date that is something else would be made up.
        let is_same = |own: &Parameter| {
            !matches!(ty, Type::String | Type::Date) || own.name.text == parameter.name.text
        };
        let own = own.filter(|(own, _)| own.ty == *ty && is_same(own));
        let mut values: Vec<Value> = own.map(|(_, cell)| cell.value.clone()).collect();
        match ty {
            Type::Element(collection) => {
                if model.schema.actors == Some(*collection) {
                    values.push(Value::Element(request.actor));
                }
                let rows = self.world.portal.rows(*collection).into_iter().flat_map(Rows::rows);
                values.extend(rows.take(MOST_IN_PLAY).map(Value::Element));
            }
            Type::String | Type::Email => {
                values.extend(inputs.iter().filter_map(|input| match &input.place {
                    Input::Contains { text, .. } => Some(Value::Text(text.clone())),
                    _ => None,
                }));
            }
            _ => {}
        }
        let shaped =
            inputs.iter().filter(|input| shape(model, &input.place).is_some_and(|(own, _, _)| own == ty));
        let alternatives = shaped.flat_map(|input| &input.alternatives);
        let place = Input::Argument(id);
        values.extend(alternatives.filter(|value| !self.is_made_up(&place, value, inputs)).cloned());
        values.retain(|value| !matches!(value, Value::Absent | Value::Unknown));
        let mut known = Vec::new();
        add_new(&mut known, &values);
        known.truncate(MOST_IN_PLAY);
        known
    }

    /// A filled-in action by the first of some people who may do it.
    fn candidate(
        &mut self,
        filling: &Request,
        actors: &[RowId],
        inputs: &[VariableInput],
    ) -> Option<Candidate> {
        let original = self.world.request.clone();
        let plan = self.program.kb.actions.get(filling.action)?;
        let mut request = filling.clone();
        let mut best = 0;
        // Nobody is asked to do to themselves what somebody else may do.
        let oneself = |actor: &RowId| {
            let elements = filling.arguments.iter().zip(&self.program.model.parameters);
            let mut about = elements.filter(|(_, parameter)| match parameter.ty {
                Type::Element(collection) => self.program.model.schema.actors == Some(collection),
                _ => false,
            });
            *actor != original.actor && about.any(|(cell, _)| cell.value == Value::Element(*actor))
        };
        let mut actors = actors.to_vec();
        actors.sort_by_key(oneself);
        for actor in &actors {
            let able = self.able(&Request { actor: *actor, ..filling.clone() });
            if able > best {
                (best, request.actor) = (able, *actor);
            }
            if best == 2 {
                break;
            }
        }
        let mut arguments = request.arguments.iter().zip(&original.arguments);
        let same = arguments.all(|(one, other)| one.value == other.value);
        if best == 0 || same && request.action == original.action {
            return None;
        }
        let mut writes: Vec<Input> = Vec::new();
        let (mut rules, mut far) = (Vec::new(), true);
        for input in inputs {
            let written = plan.effects.iter().any(|effect| match self.target(effect, input) {
                None => false,
                Some(Target::Whole) => true,
                Some(Target::Actor(row)) => request.actor == row,
                Some(Target::Argument(parameter, row)) => {
                    request.arguments.get(parameter).is_some_and(|cell| cell.value == Value::Element(row))
                }
            });
            if written {
                writes.push(input.place.clone());
                add_new(&mut rules, &input.rules);
                far &= input.far;
            }
        }
        let is_own = request.actor == original.actor;
        // Actions are alike that differ in elements, numbers and dates.
        let alike = request.arguments.iter().map(|cell| match &cell.value {
            Value::Element(_) | Value::Int(_) | Value::Moment(_) => String::new(),
            value => format!("{value:?}"),
        });
        let alike: Vec<String> = alike.collect();
        let class = Class::Act(request.action, format!("{is_own} {far} {}", alike.join(",")));
        let who = if is_own { Who::Actor } else { Who::Someone };
        let step = Step::Act(request);
        Some(Candidate { number: 0, step, who, rules, class, nth: 0, far, writes, hands_out: false })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Target {
    /// The portal, or what is new.
    Whole,
    Actor(RowId),
    Argument(ParameterId, RowId),
}

fn with_argument(request: &Request, parameter: ParameterId, value: &Value) -> Request {
    let mut request = request.clone();
    if let Some(cell) = request.arguments.get_mut(parameter) {
        cell.value = value.clone();
    }
    request
}

fn add_new<T: PartialEq + Clone>(list: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !list.contains(one) {
            list.push(one.clone());
        }
    }
}
