//! What is at hand while it is looked for what would have to change.

use crate::eval::judge::Decision;
use crate::eval::why_not::candidate::Candidate;
use crate::eval::why_not::sandbox::Sandbox;
use crate::program::Program;
use crate::values::Truth;
use crate::values::ids::RuleId;
use std::collections::HashSet;

/// The rules that keep an action from being allowed.
pub(super) fn in_the_way(program: &Program, decision: &Decision) -> Vec<RuleId> {
    let denials = decision.denials(program).filter(|outcome| outcome.truth != Truth::False);
    let permits = decision.permits(program).filter(|_| decision.permitted != Truth::True);
    let mut rules: Vec<RuleId> = denials.chain(permits).map(|outcome| outcome.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// The search for one action.
pub(super) struct Inquiry<'a> {
    pub(super) program: &'a Program,
    pub(super) world: Sandbox<'a>,
    pub(super) candidates: Vec<Candidate>,
    /// The rules that stand in the way as things are.
    pub(super) in_the_way: Vec<RuleId>,
    /// What breaks a rule already, once that was looked for.
    pub(super) broken: Option<HashSet<(RuleId, String)>>,
    /// Whether it may also be otherwise with an element that only counts among many.
    pub(super) far: bool,
}
