//! What depends on a statement: other statements, the actions that it decides, the scenarios that see it at work.

use crate::base::message::{Joint, List};
use crate::base::{Argument, IndexVec, Message, Span, all_of, msg};
use crate::documents::citations::Citing;
use crate::documents::stated_numbers::speaks_for;
use crate::model::Model;
use crate::values::ids::{ActionId, RuleId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// More statements than these are counted, not named.
const MOST_STATEMENTS: usize = 6;

/// More scenarios than this are counted, not named.
const MOST_NAMED: usize = 3;

#[derive(Clone, Debug)]
pub struct ExercisedScenario {
    pub name: String,
    pub span: Span,
    pub passed: bool,
    /// The rules, roles and actions that it sees at work.
    pub works: HashSet<Citing>,
}

/// What depends on the statements of a pack, as far as it is known: the knowledge base and the scenarios know it, not
/// the documents.
#[derive(Clone, Debug, Default)]
pub struct Dependents {
    /// The actions that each rule decides, by their numbers.
    pub decided: IndexVec<RuleId, Vec<ActionId>>,
    pub scenarios: Vec<ExercisedScenario>,
    /// The scenarios that see a statement at work, by their numbers.
    at_work: HashMap<Citing, Vec<usize>>,
}

#[derive(Clone, Debug, Default)]
pub struct Consequences {
    pub scenarios: Vec<usize>,
    pub actions: Vec<String>,
}

impl Dependents {
    pub fn new(decided: IndexVec<RuleId, Vec<ActionId>>, scenarios: Vec<ExercisedScenario>) -> Self {
        let mut at_work: HashMap<Citing, Vec<usize>> = HashMap::new();
        for (at, scenario) in scenarios.iter().enumerate() {
            for citing in &scenario.works {
                at_work.entry(*citing).or_default().push(at);
            }
        }
        Self { decided, scenarios, at_work }
    }

    /// What depends on some statements: the statements themselves, scenarios and actions.
    pub fn consequences(&self, model: &Model, citing: &[Citing]) -> Consequences {
        let decided: BTreeSet<ActionId> = citing.iter().flat_map(|own| self.actions(model, *own)).collect();
        // What a conflict or a role says is carried by rules.
        let carried = citing.iter().flat_map(|own| [speaks_for(model, *own), *own]);
        let scenarios: BTreeSet<usize> =
            carried.filter_map(|own| self.at_work.get(&own)).flatten().copied().collect();
        Consequences {
            scenarios: scenarios.into_iter().collect(),
            actions: decided
                .iter()
                .filter_map(|action| model.actions.get(*action).map(|action| action.name.text.to_string()))
                .collect(),
        }
    }

    fn actions(&self, model: &Model, citing: Citing) -> Vec<ActionId> {
        match speaks_for(model, citing) {
            Citing::Rule(rule) => self.decided.get(rule).cloned().unwrap_or_default(),
            Citing::Action(action) => vec![action],
            Citing::Role(role) => {
                let except = model.roles.get(role).map_or(&[][..], |role| &role.except);
                except.iter().map(|(action, _)| *action).collect()
            }
            Citing::Conflict(_) | Citing::Aside(_) => Vec::new(),
        }
    }

    /// The consequences in one line for people; none where nothing depends on the statements.
    pub fn message(&self, model: &Model, citing: &[Citing]) -> Option<Message> {
        let found = self.consequences(model, citing);
        let mut parts = Vec::new();
        let statements = with_speakers(model, citing);
        if !statements.is_empty() {
            let most =
                if statements.len() > MOST_STATEMENTS + 1 { MOST_STATEMENTS } else { statements.len() };
            let items = statements.iter().take(most).map(|own| own.message(model).into()).collect();
            let omitted = statements.len() - most;
            parts.push(List { items, joint: Joint::And, omitted }.into());
        }
        let is_named = |name: &String| {
            statements.iter().any(|own| matches!(own, Citing::Action(_)) && own.name(model) == *name)
        };
        let actions: Vec<String> = found.actions.into_iter().filter(|name| !is_named(name)).collect();
        if !actions.is_empty() {
            let count = actions.len();
            parts.push(msg!(documents.actions, count = count, actions = all_of(actions)).into());
        }
        if !found.scenarios.is_empty() {
            let named = found.scenarios.iter().take(MOST_NAMED).filter_map(|at| self.scenarios.get(*at));
            let items = named.map(|one| msg!(documents.quoted, text = &one.name).into()).collect();
            let omitted = found.scenarios.len().saturating_sub(MOST_NAMED);
            let scenarios = List { items, joint: Joint::And, omitted };
            let count = found.scenarios.len();
            parts.push(msg!(documents.scenarios, count = count, scenarios = scenarios).into());
        }
        let what = parts
            .into_iter()
            .reduce(|first: Argument, next| msg!(documents.and_next, first = first, next = next).into());
        what.map(|what| msg!(documents.affects, what = what))
    }
}

/// The statements that have names, those that a rule speaks for with the rule; each once.
fn with_speakers(model: &Model, citing: &[Citing]) -> Vec<Citing> {
    let mut seen: HashSet<Citing> = HashSet::new();
    let all = citing.iter().flat_map(|own| [*own, speaks_for(model, *own)]);
    all.filter(|own| !matches!(own, Citing::Aside(_)) && seen.insert(*own)).collect()
}
