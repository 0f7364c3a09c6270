//! What would have to change for an action to be allowed.

use crate::eval::why_not::variable_inputs::Input;
use crate::input::Request;
use crate::values::{Moment, Value};
use serde::Serialize;

/// Who can bring a change about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Whoever wants to act.
    Actor,
    /// Somebody else in the portal.
    Someone,
    /// Time alone.
    Time,
    /// Nobody who acts in the portal: it would have to be otherwise.
    Nobody,
}

/// A single change.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Something else is told with the action.
    Tell {
        /// The parameter.
        parameter: u16,
        /// What is told.
        value: Value,
    },
    /// Another action happens before.
    Act(Request),
    /// Somebody else does the action.
    Instead(u32),
    /// The action waits.
    Wait(Moment),
    /// A value is another, or known.
    Fact {
        /// Where.
        place: Input,
        /// The value.
        value: Value,
    },
}

/// A change of a proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Who can bring it about.
    pub who: Who,
    /// What changes.
    pub step: Step,
    /// Other values that would do as well.
    pub or: Vec<Value>,
    /// How many other elements would do as well.
    pub others: usize,
    /// The rules in the way that this concerns, by their numbers in the model.
    pub rules: Vec<u32>,
}

/// Changes after which an action is allowed, none of them needless.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Who can bring all of it about.
    pub who: Who,
    /// The changes, in their order.
    pub changes: Vec<Change>,
    /// The rules that stand in the way, by their numbers in the model.
    pub rules: Vec<u32>,
}

/// No more proposals are made.
pub(super) const MOST_PROPOSALS: usize = 5;
