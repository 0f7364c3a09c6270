//! What would have to change for an action to be allowed: `candidates` turns the inputs of the rules into single
//! changes, `search` finds the smallest sets that are enough, and `joining` joins those with what would do as well.

mod actions;
mod candidates;
mod conditions;
pub(crate) mod entries;
mod groups;
mod inquiry;
mod joining;
pub mod place;
mod proposal;
mod references;
mod rights;
pub mod sandbox;
mod search;
pub mod variable_inputs;

use crate::eval::audit::{Severity, audit};
use crate::eval::budget;
use crate::eval::judge::{Decision, Verdict};
use crate::eval::proposed::ProposedAction;
use crate::model::{Rule, RuleKind};
use crate::values::ids::RuleId;
use crate::values::{Moment, Value};
use inquiry::{Candidate, Class, Inquiry, in_the_way};
use place::Input;
use proposal::MOST_PROPOSALS;
pub use proposal::{Bound, Change, Grant, Proposal, Scope, Step, Who};
use sandbox::{Sandbox, Undo};
use search::Found;
use std::collections::{HashMap, HashSet};

/// Looking at this many elements counts as much as a verdict that looks at none.
const LOOKED_AT_PER_VERDICT: u64 = 10_000;
/// An audit that looks at more elements is not made: there may be some 30 of them.
const MOST_AUDITED: u64 = budget::AUDIT / 32;

/// What a search for changes came to.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The smallest sets of changes after which the action would be allowed, at most five; and after them, where these
    /// were looked for, at most five that hand out rights.
    pub proposals: Vec<Proposal>,
    /// Whether the search ended before all was tried.
    pub stopped: bool,
    /// Whether changes were left out because they hand out rights.
    pub left_out: bool,
}

/// The proposals of [`search`].
pub fn why_not(proposed: &ProposedAction<'_, '_>, decision: &Decision, scope: Scope) -> Vec<Proposal> {
    search(proposed, decision, scope).proposals
}

/// Look for the smallest sets of changes after which an action would be allowed; there are none where it is allowed, or
/// where the rules know no way. Elements and people are looked through as far as a budget goes: some 20,000 verdicts, and
/// fewer of verdicts that cost much.
pub fn search(proposed: &ProposedAction<'_, '_>, decision: &Decision, scope: Scope) -> Search {
    let program = proposed.program;
    if decision.verdict == Verdict::Allowed {
        return Search::default();
    }
    let price = 1 + budget::cost(proposed) / LOOKED_AT_PER_VERDICT;
    let price = usize::try_from(price).unwrap_or(usize::MAX);
    let mut inquiry = Inquiry {
        program,
        world: Sandbox::new(program, proposed.portal.clone(), (*proposed.request).clone(), price),
        candidates: Vec::new(),
        tried: HashMap::new(),
        in_the_way: in_the_way(program, decision),
        broken: None,
        far: false,
        stopped: false,
        can_audit: budget::of_audit(program, proposed.portal, proposed.request.at, MOST_AUDITED).is_ok(),
        people: Vec::new(),
        conditions: conditions::Conditions::of(program),
        texts: candidates::texts(program),
        of_people: conditions::of_people(program),
    };
    inquiry.people = inquiry.find_people();
    let mut all = inquiry.gather(decision);
    inquiry.rate(&mut all);
    (0..).zip(&mut all).for_each(|(number, candidate)| candidate.number = number);
    let harmless: Vec<Candidate> = all.iter().filter(|candidate| !candidate.hands_out).cloned().collect();
    let some_hand_out = harmless.len() < all.len();
    let gives = |proposal: &Proposal| !proposal.grants.is_empty();
    // Changes may hand out something together that none of them does alone.
    let (mut giving, mut proposals): (Vec<_>, Vec<_>) =
        inquiry.proposals(harmless).into_iter().partition(gives);
    if some_hand_out && (scope == Scope::All || proposals.is_empty() && giving.is_empty()) {
        giving = inquiry.proposals(all).into_iter().filter(gives).collect();
    }
    let left_out = scope == Scope::WithoutRights && !giving.is_empty();
    if scope == Scope::All {
        proposals.extend(giving);
    }
    Search { proposals, stopped: inquiry.stopped, left_out }
}

impl Inquiry<'_> {
    /// The best sets of some changes.
    fn proposals(&mut self, candidates: Vec<Candidate>) -> Vec<Proposal> {
        self.candidates = numbered(candidates);
        self.far = false;
        let mut found = self.search();
        for found in &mut found {
            self.arrange(found);
        }
        found.sort_by_cached_key(|found| {
            let candidates = || self.members(&found.set);
            let acts = candidates().filter(|candidate| matches!(candidate.step, Step::Act(_))).count();
            let rules: Vec<RuleId> = candidates().flat_map(|candidate| candidate.rules.clone()).collect();
            (found.who, found.set.len() + usize::from(found.at.is_some()), acts, rules, found.set.clone())
        });
        let (mut harmless, mut giving) = (Vec::new(), Vec::new());
        for found in &found {
            for proposal in self.proposals_of(found) {
                let kept = if proposal.grants.is_empty() { &mut harmless } else { &mut giving };
                if kept.len() < MOST_PROPOSALS {
                    kept.push(proposal);
                }
            }
        }
        harmless.append(&mut giving);
        harmless
    }
}

/// Candidates with their places among those of their class.
fn numbered(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut seen: HashMap<Class, usize> = HashMap::new();
    for candidate in &mut candidates {
        let nth = seen.entry(candidate.class.clone()).or_default();
        candidate.nth = *nth;
        *nth += 1;
    }
    candidates
}

impl Inquiry<'_> {
    /// Let a candidate happen. False where it cannot: an action that is not allowed then.
    fn happens(&mut self, at: usize, back: &mut Vec<Undo>) -> bool {
        let Some(candidate) = self.candidates.get(at) else { return false };
        match candidate.step.clone() {
            Step::Tell { parameter, value } => self.world.put(&Input::Argument(parameter), &value, back),
            Step::Fact { place, value } => self.world.put(&place, &value, back),
            Step::Instead(actor) => {
                back.push(Undo::Actor(std::mem::replace(&mut self.world.request.actor, actor)));
            }
            Step::Wait(at) => back.push(self.world.wait(at)),
            Step::Act(request) => {
                if self.world.decide_on(&request).verdict != Verdict::Allowed {
                    return false;
                }
                back.push(self.world.act(&request));
            }
        }
        true
    }

    /// Judge the action after some candidates, in their order; `None` where they cannot happen.
    fn after(&mut self, set: &[usize], at: Option<Moment>) -> Option<Decision> {
        let mut back = Vec::new();
        let happen = set.iter().all(|candidate| self.happens(*candidate, &mut back));
        let decision = happen.then(|| {
            back.extend(at.map(|at| self.world.wait(at)));
            self.world.decide()
        });
        self.world.take_back(back);
        decision
    }

    fn allows(&mut self, set: &[usize], at: Option<Moment>) -> bool {
        self.after(set, at).is_some_and(|decision| decision.verdict == Verdict::Allowed)
    }

    /// Whether some candidates are enough whoever it is that has to hold a text: somebody who is there, or somebody new.
    fn allows_any_holder(&mut self, set: &[usize], at: Option<Moment>) -> bool {
        self.allows(set, at) && (!self.has_holder(set) || self.allows_new_holder(set, at))
    }

    fn allows_new_holder(&mut self, set: &[usize], at: Option<Moment>) -> bool {
        self.world.holds_anew = true;
        let allows = self.allows(set, at);
        self.world.holds_anew = false;
        allows
    }

    fn has_holder(&self, set: &[usize]) -> bool {
        let holds = |step: &Step| matches!(step, Step::Fact { place: Input::Contains { .. }, value } if *value == Value::Bool(true));
        self.members(set).any(|one| holds(&one.step))
    }

    /// Whether facts among the candidates would break a rule that is not broken now.
    fn breaks(&mut self, set: &[usize]) -> bool {
        if !self.members(set).any(|one| matches!(one.step, Step::Fact { .. })) {
            return false;
        }
        if !self.can_audit {
            self.stopped = true;
            return true;
        }
        let before = self.broken.take().unwrap_or_else(|| self.violations());
        let mut back = Vec::new();
        for candidate in set {
            self.happens(*candidate, &mut back);
        }
        let after = self.violations();
        self.world.take_back(back);
        let breaks = !after.is_subset(&before);
        self.broken = Some(before);
        breaks
    }

    fn violations(&self) -> HashSet<(RuleId, String)> {
        // What stops nothing forbids nothing.
        let stops = |rule: &&(RuleId, &Rule)| !matches!(&rule.1.kind, RuleKind::Invariant(invariant) if invariant.exempts_all);
        let rules: Vec<(RuleId, &Rule)> = self.program.model.rules.enumerated().collect();
        let rule = |id: &str| rules.iter().filter(stops).find(|(_, rule)| *rule.id.text == *id);
        audit(self.program, &self.world.portal, self.world.request.at)
            .into_iter()
            .filter(|finding| finding.severity == Severity::Violation)
            .filter_map(|finding| Some((rule(&finding.rule.id.text)?.0, finding.subject)))
            .collect()
    }

    /// Bring changes into the order in which people think of them, where they are enough in that order as well.
    fn arrange(&mut self, found: &mut Found) {
        let mut set = found.set.clone();
        set.sort_by_key(|at| match self.candidates.get(*at).map(|candidate| &candidate.step) {
            Some(Step::Act(_)) => 0,
            Some(Step::Fact { .. }) => 1,
            Some(Step::Instead(_)) => 2,
            _ => 3,
        });
        if set != found.set && self.allows_any_holder(&set, found.at) {
            found.set = set;
        }
    }
}
