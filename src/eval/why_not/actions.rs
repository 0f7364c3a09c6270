//! Other actions that may help, filled in with what is in play, each by somebody who may do it.

use crate::eval::judge::Verdict;
use crate::eval::proposed::ProposedAction;
use crate::eval::why_not::candidate::{Candidate, Class};
use crate::eval::why_not::inquiry::{Inquiry, in_the_way};
use crate::eval::why_not::proposal::{Step, Who};
use crate::eval::why_not::variable_inputs::{Input, VariableInput, shape, variable_inputs};
use crate::input::Request;
use crate::kb::{Effect, Op};
use crate::state::collection::{Cell, Rows};
use crate::values::ids::{ActionId, ParameterId, RowId, RuleId};
use crate::values::{Type, Value};
use std::collections::{HashMap, HashSet};

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
                    if fillings.len() < MOST_FILLINGS && known.insert((target, fills_by(effect))) {
                        let own = matches!(target, Target::Actor(_));
                        let filled = self.fill(action, target, inputs);
                        fillings.extend(filled.into_iter().map(|filling| (filling, own)));
                    }
                }
            }
            fillings.truncate(MOST_FILLINGS);
            let Some((first, _)) = fillings.first().cloned() else { continue };
            let own = self.world.request.actor;
            let mut actors: Vec<RowId> =
                [own].into_iter().chain(people.iter().copied().filter(|row| *row != own)).collect();
            let mut able: HashMap<RowId, u8> = HashMap::new();
            for row in &actors {
                able.insert(*row, self.able(&Request { actor: *row, ..first.clone() }));
            }
            actors.sort_by_key(|row| std::cmp::Reverse(able.get(row).copied().unwrap_or(0)));
            actors.truncate(MOST_ACTORS);
            // Where the effects depend on who acts, one person is not as good as another.
            let personal = self.is_personal(&plan.effects);
            for (filling, own) in fillings {
                let tried: Vec<Vec<RowId>> = match (own, personal) {
                    (true, _) => vec![vec![filling.actor]],
                    (false, true) => actors.iter().map(|actor| vec![*actor]).collect(),
                    (false, false) => vec![actors.clone()],
                };
                for actors in tried {
                    let candidate = self.candidate(&filling, &actors, inputs);
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
            let inputs =
                variable_inputs(&ProposedAction::new(self.program, &self.world.portal, request), open);
            for mut candidate in self.actions(&inputs, people) {
                // It helps where the other one does.
                if let Some(known) = actions.iter_mut().find(|other| other.step == candidate.step) {
                    let new = later.rules.iter().filter(|rule| !known.rules.contains(rule));
                    let new: Vec<RuleId> = new.copied().collect();
                    known.rules.extend(new);
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

    /// The ways to fill in what an action is told, with what is in play.
    fn fill(&self, action: ActionId, target: Target, inputs: &[VariableInput]) -> Vec<Request> {
        let model = &self.program.model;
        let own = &self.world.request;
        let mut blank = Request {
            action,
            actor: own.actor,
            at: own.at,
            arguments: vec![Cell { value: Value::Absent, span: None }; model.parameters.len()].into(),
            action_span: None,
            actor_span: None,
        };
        let mut fixed = None;
        match target {
            Target::Actor(row) => blank.actor = row,
            Target::Argument(parameter, row) => {
                fixed = Some(parameter);
                if let Some(cell) = blank.arguments.get_mut(parameter) {
                    cell.value = Value::Element(row);
                }
            }
            Target::Whole => {}
        }
        let mut all = vec![blank];
        let parameters = model.actions.get(action).map_or(&[][..], |action| &action.parameters);
        for id in parameters.iter().filter(|id| Some(**id) != fixed) {
            let Some(parameter) = model.parameters.get(*id) else { continue };
            let mut values = self.in_play(&parameter.ty, inputs);
            if parameter.optional {
                values.push(Value::Absent);
            }
            all = all
                .into_iter()
                .flat_map(|request| {
                    values.clone().into_iter().map(move |value| {
                        let mut request = request.clone();
                        if let Some(cell) = request.arguments.get_mut(*id) {
                            cell.value = value;
                        }
                        request
                    })
                })
                .take(MOST_FILLINGS)
                .collect();
        }
        all
    }

    /// The values of a type that the action and the rules in its way speak of.
    fn in_play(&self, ty: &Type, inputs: &[VariableInput]) -> Vec<Value> {
        let model = &self.program.model;
        match ty {
            Type::Bool => return vec![Value::Bool(true), Value::Bool(false)],
            Type::Enum(id) => {
                let values = model.enums.get(*id).map(|found| found.values.ids());
                return values.into_iter().flatten().map(Value::Variant).collect();
            }
            _ => {}
        }
        let request = &self.world.request;
        let told = model.parameters.iter().zip(&request.arguments);
        let mut values: Vec<Value> =
            told.filter(|(parameter, _)| parameter.ty == *ty).map(|(_, cell)| cell.value.clone()).collect();
        match ty {
            Type::Element(collection) => {
                if model.schema.actors == Some(*collection) {
                    values.push(Value::Element(request.actor));
                }
                let rows = self.world.portal.rows(*collection).into_iter().flat_map(Rows::rows);
                values.extend(rows.take(MOST_IN_PLAY).map(Value::Element));
            }
            Type::Date => values.push(Value::Moment(request.at)),
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
        values.extend(shaped.flat_map(|input| input.alternatives.clone()));
        values.retain(|value| !matches!(value, Value::Absent | Value::Unknown));
        let mut known: Vec<Value> = Vec::new();
        for value in values {
            if !known.contains(&value) {
                known.push(value);
            }
        }
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
        let told = |request: &Request| -> Vec<Value> {
            request.arguments.iter().map(|cell| cell.value.clone()).collect()
        };
        let same = request.action == original.action && told(&request) == told(&original);
        if best == 0 || same {
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
                rules.extend(
                    input.rules.iter().copied().filter(|rule| !rules.contains(rule)).collect::<Vec<_>>(),
                );
                far &= input.far;
            }
        }
        let is_own = request.actor == original.actor;
        // Actions are alike that are told of other elements, or of other numbers and dates.
        let alike: Vec<String> = request
            .arguments
            .iter()
            .map(|cell| match &cell.value {
                Value::Element(_) | Value::Int(_) | Value::Moment(_) => String::new(),
                value => format!("{value:?}"),
            })
            .collect();
        let class = Class::Act(request.action, format!("{is_own} {far} {}", alike.join(",")));
        let who = if is_own { Who::Actor } else { Who::Someone };
        Some(Candidate { step: Step::Act(request), who, rules, class, nth: 0, far, writes })
    }
}

/// Who or what an effect is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Target {
    /// The portal, or what is new.
    Whole,
    Actor(RowId),
    Argument(ParameterId, RowId),
}

/// What an effect is about, so far as it matters for filling in its action.
fn fills_by(effect: &Effect) -> bool {
    matches!(effect, Effect::Field { .. })
}
