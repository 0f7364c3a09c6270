//! What is at hand in the search: changes that may help, and by whom they can be brought about.

use crate::eval::judge::{Decision, Verdict};
use crate::eval::why_not::conditions::{Conditions, DeclaredBy};
use crate::eval::why_not::place::{Input, VariableInput};
use crate::eval::why_not::proposal::{Step, Who};
use crate::eval::why_not::sandbox::Sandbox;
use crate::program::Program;
use crate::state::collection::Cell;
use crate::values::ids::{ActionId, CollectionId, FieldId, ParameterId, RowId, RuleId};
use crate::values::{Truth, Value};
use std::collections::{HashMap, HashSet};

/// The rules that keep an action from being allowed.
pub(super) fn in_the_way(program: &Program, decision: &Decision) -> Vec<RuleId> {
    let denials = decision.denials(program).filter(|outcome| outcome.truth != Truth::False);
    let permits = decision.permits(program).filter(|_| decision.permitted != Truth::True);
    let mut rules: Vec<RuleId> = denials.chain(permits).map(|outcome| outcome.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

pub(super) struct Inquiry<'a> {
    pub(super) program: &'a Program,
    pub(super) world: Sandbox<'a>,
    pub(super) candidates: Vec<Candidate>,
    /// What came of sets that were tried, by the numbers of their candidates: with rights or without, they come to the same.
    pub(super) tried: HashMap<Vec<usize>, Option<Tried>>,
    /// The rules that stand in the way as things are.
    pub(super) in_the_way: Vec<RuleId>,
    /// What breaks a rule already, once that was looked for.
    pub(super) broken: Option<HashSet<(RuleId, String)>>,
    /// Whether it may also be otherwise with an element that only counts among many.
    pub(super) far: bool,
    /// Whether the search ended before all was tried.
    pub(super) stopped: bool,
    /// Whether audits of the state cost little enough; facts are not proposed where they do not.
    pub(super) can_audit: bool,
    /// Some people of every kind.
    pub(super) people: Vec<RowId>,
    /// What the permits and prohibitions ask for, as far as that makes rights.
    pub(super) conditions: Conditions,
    /// The texts that the rules name.
    pub(super) texts: Vec<Value>,
    /// The parameters whose values become values of people.
    pub(super) of_people: HashMap<ParameterId, DeclaredBy>,
}

impl Inquiry<'_> {
    pub(super) fn members(&self, set: &[usize]) -> impl Iterator<Item = &Candidate> {
        set.iter().filter_map(|at| self.candidates.get(*at))
    }
}

/// What came of a set of changes that can happen.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    pub(super) verdict: Verdict,
    pub(super) in_the_way: Vec<RuleId>,
}

/// A change that may be part of a proposal.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Its place among all that were gathered.
    pub(crate) number: usize,
    pub(crate) step: Step,
    pub(crate) who: Who,
    pub(crate) rules: Vec<RuleId>,
    /// Changes of one class are proposed once.
    pub(crate) class: Class,
    /// Its place among those of its class.
    pub(crate) nth: usize,
    /// Whether it is about an element that only counts among many.
    pub(crate) far: bool,
    /// The places that an action writes.
    pub(crate) writes: Vec<Input>,
    /// Whether it lets somebody do more than before.
    pub(crate) hands_out: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    Place(usize),
    /// One value of one field, for different elements that count.
    Far(CollectionId, FieldId, String),
    /// One action, by whoever wants to act or by others, about different elements.
    Act(ActionId, String),
    Instead,
}

impl Candidate {
    pub(super) fn new(step: Step, input: &VariableInput, class: Class) -> Self {
        let who = if matches!(step, Step::Tell { .. }) { Who::Actor } else { Who::Nobody };
        let (rules, far) = (input.rules.clone(), input.far);
        Self { number: 0, step, who, rules, class, nth: 0, far, writes: Vec::new(), hands_out: false }
    }

    /// Whether a step of the same class is worth a mention: by its value, or only by counting it.
    #[expect(clippy::option_option, reason = "whether, and with what")]
    pub(super) fn does_as_well(&self, other: &Step) -> Option<Option<Value>> {
        match (other, &self.step) {
            (Step::Act(other), Step::Act(own)) => {
                let mut arguments = other.arguments.iter().zip(&own.arguments);
                let same = |(other, own): (&Cell, &Cell)| {
                    other.value == own.value || matches!(own.value, Value::Element(_))
                };
                arguments.all(same).then_some(None)
            }
            // Of numbers and dates only the first is named, which is the nearest.
            (Step::Tell { value, .. } | Step::Fact { value, .. }, _) if !self.far => {
                let ranged = matches!(value, Value::Int(_) | Value::Moment(_) | Value::List(_));
                (!ranged).then(|| Some(value.clone()))
            }
            _ => Some(None),
        }
    }
}
