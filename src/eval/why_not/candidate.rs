//! A change that may help, and by whom it can be brought about.

use crate::eval::why_not::proposal::{Step, Who};
use crate::eval::why_not::variable_inputs::{Input, VariableInput};
use crate::values::ids::{ActionId, CollectionId, FieldId, RuleId};

/// A change that may be part of a proposal.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) step: Step,
    pub(crate) who: Who,
    /// The rules that read what it changes.
    pub(crate) rules: Vec<RuleId>,
    /// Changes of one class are proposed once.
    pub(crate) class: Class,
    /// Its place among those of its class.
    pub(crate) nth: usize,
    /// Whether it is about an element that only counts among many.
    pub(crate) far: bool,
    /// The places that an action writes.
    pub(crate) writes: Vec<Input>,
}

/// What makes changes alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Values of one place.
    Place(usize),
    /// One value of one field, for different elements that count.
    Far(CollectionId, FieldId, String),
    /// One action, by whoever wants to act or by others, about different elements.
    Act(ActionId, String),
    /// Other actors.
    Instead,
}

impl Candidate {
    pub(super) fn new(step: Step, input: &VariableInput, class: Class) -> Self {
        let who = if matches!(step, Step::Tell { .. }) { Who::Actor } else { Who::Nobody };
        let (rules, far) = (input.rules.clone(), input.far);
        Self { step, who, rules, class, nth: 0, far, writes: Vec::new() }
    }
}
