//! What came of a scenario.

use crate::base::Span;
use crate::eval::{Decision, Portal, Severity, Verdict};
use crate::input::Request;
use crate::testing::scenario::RuleList;
use crate::values::Moment;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct ScenarioResult {
    pub checks: Vec<Check>,
    /// How many checks were not made, because something before them came out so that they could not be.
    pub not_checked: usize,
}

impl ScenarioResult {
    pub fn passed(&self) -> bool {
        self.not_checked == 0 && self.checks.iter().all(Check::passed)
    }
}

#[derive(Clone, Debug)]
pub enum Check {
    Action(CheckedAction),
    Audit(CheckedAudit),
}

#[derive(Clone, Debug)]
pub struct CheckedAction {
    /// The verdict that had to come, and its place.
    pub expected: (Verdict, Span),
    pub actual: Verdict,
    pub because: Option<RuleList>,
    pub actual_because: Vec<Arc<str>>,
    /// Where it did not come out as it had to: the portal, the action and what was decided.
    pub failure: Option<Box<(Portal, Request, Decision)>>,
}

#[derive(Clone, Debug)]
pub struct CheckedAudit {
    pub at: Moment,
    /// Where the scenario says what is expected.
    pub span: Span,
    pub lists: Vec<AuditedList>,
    /// Where it did not come out as it had to: the portal.
    pub failure: Option<Box<Portal>>,
}

/// The rules of an audit's findings of one weight, against those that are listed.
#[derive(Clone, Debug)]
pub struct AuditedList {
    pub severity: Severity,
    pub expected: RuleList,
    pub actual: Vec<Arc<str>>,
    /// The listed rules of which nothing was found, with their places.
    pub missing: Vec<(Arc<str>, Span)>,
    /// The rules of which something was found, and which are not listed.
    pub extra: Vec<Arc<str>>,
}

impl AuditedList {
    pub fn passed(&self) -> bool {
        self.missing.is_empty() && self.extra.is_empty()
    }
}

impl Check {
    pub fn passed(&self) -> bool {
        match self {
            Self::Action(action) => action.failure.is_none(),
            Self::Audit(audit) => audit.failure.is_none(),
        }
    }

    pub fn span(&self) -> Span {
        match self {
            Self::Action(action) => action.expected.1,
            Self::Audit(audit) => audit.span,
        }
    }
}
