//! What would have to change for an action to be allowed.

use crate::eval::why_not::variable_inputs::Input;
use crate::input::Request;
use crate::values::ids::{ParameterId, RowId, RuleId};
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
        parameter: ParameterId,
        /// What is told.
        value: Value,
    },
    /// Another action happens before.
    Act(Request),
    /// Somebody else does the action.
    Instead(RowId),
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
    /// The rules in the way that this concerns.
    pub rules: Vec<RuleId>,
}

/// Changes after which an action is allowed, none of them needless.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// let proposals = portal.decide(&fee)?.why_not();
/// // To wait is enough.
/// assert!(proposals.iter().any(|proposal| proposal.changes.len() == 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Who can bring all of it about.
    pub who: Who,
    /// The changes, in their order.
    pub changes: Vec<Change>,
    /// The rules that stand in the way.
    pub rules: Vec<RuleId>,
}

/// No more proposals are made.
pub(super) const MOST_PROPOSALS: usize = 5;
