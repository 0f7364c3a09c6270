//! What would have to change for an action to be allowed.

use crate::eval::why_not::place::Input;
use crate::input::Request;
use crate::values::ids::{ActionId, ParameterId, RoleId, RowId, RuleId};
use crate::values::{Moment, Value};
use serde::Serialize;

/// Who can bring a change about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Actor,
    Someone,
    Time,
    /// Nobody who acts in the portal: it would have to be otherwise.
    Nobody,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Tell {
        parameter: ParameterId,
        value: Value,
    },
    Act(Request),
    Instead(RowId),
    Wait(Moment),
    /// A value is another, or known.
    Fact {
        place: Input,
        value: Value,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub who: Who,
    pub step: Step,
    pub or: Vec<Value>,
    /// Whether every larger number, or every smaller one, would do as well.
    pub bound: Option<Bound>,
    /// How many other elements would do as well.
    pub others: usize,
    /// Whether some action can change this, though nobody was found who may do it here.
    pub by_action: bool,
    /// The rules in the way that this concerns.
    pub rules: Vec<RuleId>,
}

/// Which numbers beside the one that is named would do as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    AtLeast,
    AtMost,
}

impl Change {
    pub(super) fn new(who: Who, step: Step, rules: Vec<RuleId>) -> Self {
        Self { who, step, or: Vec::new(), bound: None, others: 0, by_action: true, rules }
    }
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
    pub who: Who,
    /// The changes, in their order.
    pub changes: Vec<Change>,
    pub rules: Vec<RuleId>,
    /// What the changes let people do that they might not do before; mostly nothing.
    pub grants: Vec<Grant>,
}

/// What changes let somebody do that they might not do before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The id of whom it is given to.
    pub person: String,
    /// The role, where that is what is given: another one, or the use of the own one.
    pub role: Option<RoleId>,
    /// Whether that is a role held before already, of which nothing came.
    pub is_held: bool,
    pub actions: Vec<ActionId>,
}

/// Which changes are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Those that hand out no rights.
    #[default]
    WithoutRights,
    /// Those, and after them those that let somebody do more than before.
    All,
}

/// No more proposals are made, nor more that hand out rights.
pub(super) const MOST_PROPOSALS: usize = 5;
