//! What of the rules scenarios reach: which sides of each rule, which exceptions of roles, which actions, which cited
//! passages. Only what can be reached at all counts.

use crate::base::IndexVec;
use crate::documents::citations::{Citing, at_work};
use crate::eval::judge::Cause;
use crate::eval::{Decision, Finding, Portal, Severity, Verdict};
use crate::input::Request;
use crate::kb::{Deadline, Invariant, InvariantKind, KnowledgeBase, Plan, RuleEntry};
use crate::model::{Citation, Model, RuleKind};
use crate::program::Program;
use crate::testing::reachable::{Reachable, Truths};
use crate::values::ids::{ActionId, RoleId, RowId, RuleId};
use crate::values::{Truth, Value};
use std::collections::{HashMap, HashSet};

/// A way in which a rule or an action can come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    Applied,
    NotApplied,
    /// A limit, a never or a deadline was broken, or would have been.
    Broken,
    Kept,
    /// A deadline had time left.
    Upcoming,
    /// What lasts for a time was running.
    Running,
    NotRunning,
    Unknown,
    Allowed,
    Denied,
}

/// All sides, in the order in which they are shown, and how they are called in data.
const SIDES: [(Side, &str); 10] = [
    (Side::Applied, "applied"),
    (Side::NotApplied, "not_applied"),
    (Side::Broken, "broken"),
    (Side::Kept, "kept"),
    (Side::Upcoming, "upcoming"),
    (Side::Running, "running"),
    (Side::NotRunning, "not_running"),
    (Side::Unknown, "unknown"),
    (Side::Allowed, "allowed"),
    (Side::Denied, "denied"),
];

impl Side {
    pub fn name(self) -> &'static str {
        SIDES.get(self as usize).map_or("", |(_, name)| name)
    }
}

/// Sides that are reachable, and those of them that were reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    reachable: u16,
    reached: u16,
}

impl Sides {
    fn bit(side: Side) -> u16 {
        1 << side as u16
    }

    /// None of them reached; those that are marked are reachable.
    fn of<const N: usize>(sides: [(Side, bool); N]) -> Self {
        let reachable = sides.into_iter().filter(|(_, reachable)| *reachable);
        Self { reachable: reachable.map(|(side, _)| Self::bit(side)).sum(), reached: 0 }
    }

    fn among(bits: u16) -> impl Iterator<Item = Side> {
        SIDES.into_iter().map(|(side, _)| side).filter(move |side| bits & Self::bit(*side) != 0)
    }

    fn reach(&mut self, side: Side) {
        self.reached |= Self::bit(side);
    }

    pub fn has(self, side: Side) -> bool {
        self.reached & Self::bit(side) != 0
    }

    /// The reachable sides, each with whether it was reached.
    pub fn iter(self) -> impl Iterator<Item = (Side, bool)> {
        Self::among(self.reachable).map(move |side| (side, self.has(side)))
    }

    pub fn whole(self) -> bool {
        self.reachable & !self.reached == 0
    }

    /// The sides that were reached although they were taken for unreachable: there are none, or
    /// `src/testing/reachable.rs` is wrong.
    pub fn unforeseen(self) -> impl Iterator<Item = Side> {
        Self::among(self.reached & !self.reachable)
    }

    fn count(self) -> Count {
        let count = |bits: u16| u64::from(bits.count_ones());
        Count { reached: count(self.reachable & self.reached), all: count(self.reachable) }
    }
}

/// How many of how many were reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub reached: u64,
    pub all: u64,
}

impl Count {
    /// The share in percent, rounded down; all where there is nothing to reach.
    pub fn percent(self) -> u64 {
        self.reached.saturating_mul(100).checked_div(self.all).unwrap_or(100)
    }

    /// Whether it is so many percent at least.
    pub fn is(self, percent: u64) -> bool {
        self.reached.saturating_mul(100) >= percent.saturating_mul(self.all)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.reached += other.reached;
        self.all += other.all;
    }

    pub(crate) fn one(reached: bool) -> Self {
        Self { reached: reached.into(), all: 1 }
    }
}

#[derive(Clone, Debug)]
pub struct RuleCoverage {
    pub rule: RuleId,
    /// Whether this is what an invariant forbids besides, and not what it states.
    pub also_forbids: bool,
    pub sides: Sides,
}

#[derive(Clone, Debug)]
pub struct ActionCoverage {
    pub action: ActionId,
    /// How often it was judged.
    pub judged: u64,
    pub sides: Sides,
}

#[derive(Clone, Debug)]
pub struct ExceptionCoverage {
    pub role: RoleId,
    pub action: ActionId,
    /// Whether it denied the action.
    pub reached: bool,
}

/// A cited passage, once however many cite it.
#[derive(Clone, Debug)]
pub struct PassageCoverage<'m> {
    pub citation: &'m Citation,
    pub cited_by: Vec<&'m str>,
    /// Whether one of them was seen at work.
    pub reached: bool,
}

/// What scenarios reach of the rules of a model.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The rules in their order; an invariant that also forbids stands twice.
    pub rules: Vec<RuleCoverage>,
    pub exceptions: Vec<ExceptionCoverage>,
    pub actions: IndexVec<ActionId, ActionCoverage>,
    /// Whether somebody of the role was judged.
    roles: IndexVec<RoleId, bool>,
}

impl Coverage {
    /// Nothing reached yet of what there is to reach.
    pub fn new(program: &Program) -> Self {
        let reachable = Reachable::of(program);
        let mut rules = Vec::new();
        let mut truths_of: HashMap<RuleId, Truths> = HashMap::new();
        for one in program.kb.actions.iter().flat_map(|plan| plan.permits.iter().chain(&plan.forbids)) {
            let truths = reachable.truths(one.applies);
            truths_of.entry(one.rule).and_modify(|known| *known = known.or(truths)).or_insert(truths);
        }
        let invariants: HashMap<RuleId, &Invariant> =
            program.kb.invariants.iter().map(|invariant| (invariant.rule, invariant)).collect();
        // Actions that are alike and that everything stops can break the same.
        let plans = program.kb.actions.enumerated();
        let plans = plans.filter(|(action, plan)| plan.alike == *action || !plan.spared_by.is_empty());
        let affected = plans.flat_map(|(action, _)| program.kb.affected(action));
        let affected: HashSet<RuleId> =
            affected.filter_map(|(_, one)| Some(program.kb.invariants.get(one.invariant)?.rule)).collect();
        for (rule, shape) in program.model.rules.enumerated().filter(|(_, rule)| !rule.is_built_in()) {
            if let Some(invariant) = invariants.get(&rule) {
                let member = reachable.member(&invariant.set).yes;
                let sides = match &invariant.kind {
                    InvariantKind::Limit { most, .. } => {
                        let (below, always) = reachable.negative(*most);
                        // Below zero it is broken from the beginning, but need not become worse.
                        let open = !always || affected.contains(&rule);
                        let broken = reachable.present(*most) && (member || below);
                        // A collection can be left out, so an audit may always not know; here and below.
                        Sides::of([(Side::Broken, broken), (Side::Kept, open), (Side::Unknown, open)])
                    }
                    InvariantKind::Aggregate(aggregate) => {
                        let low = aggregate.least.is_some() || aggregate.amount.is_some();
                        let reachable_bound = invariant.bounds().any(|bound| reachable.present(bound));
                        let broken = reachable_bound && (member || low);
                        Sides::of([(Side::Broken, broken), (Side::Kept, true), (Side::Unknown, true)])
                    }
                    InvariantKind::Never { deadline } => {
                        let waits = |deadline: &Deadline| {
                            reachable.member(&deadline.set).yes && reachable.present(deadline.from)
                        };
                        let upcoming = deadline.as_ref().is_some_and(waits);
                        Sides::of([
                            (Side::Broken, member),
                            (Side::Kept, true),
                            (Side::Upcoming, upcoming),
                            (Side::Unknown, true),
                        ])
                    }
                    InvariantKind::Lasts { from, .. } => {
                        let running = member && reachable.present(*from);
                        Sides::of([(Side::Running, running), (Side::NotRunning, true), (Side::Unknown, true)])
                    }
                };
                rules.push(RuleCoverage { rule, also_forbids: false, sides });
            }
            if let Some(Truths { yes, no, open }) = truths_of.get(&rule).copied() {
                let sides = Sides::of([(Side::Applied, yes), (Side::NotApplied, no), (Side::Unknown, open)]);
                let also_forbids = matches!(shape.kind, RuleKind::Invariant(_));
                rules.push(RuleCoverage { rule, also_forbids, sides });
            }
        }
        let exceptions = program.model.roles.enumerated().flat_map(|(role, shape)| {
            let actions = shape.except.iter().map(|(action, _)| *action);
            actions.map(move |action| ExceptionCoverage { role, action, reached: false })
        });
        let actions = program.kb.actions.enumerated().map(|(action, plan)| ActionCoverage {
            action,
            judged: 0,
            sides: action_sides(&reachable, &program.kb, action, plan),
        });
        Self {
            exceptions: exceptions.collect(),
            actions: actions.collect(),
            roles: program.model.roles.iter().map(|_| false).collect(),
            rules,
        }
    }

    pub fn judged(&mut self, program: &Program, portal: &Portal, request: &Request, decision: &Decision) {
        for outcome in decision.outcomes(program) {
            let rule = program.model.rules.get(outcome.rule);
            let invariant = rule.is_some_and(|rule| matches!(rule.kind, RuleKind::Invariant(_)));
            let affected = matches!(outcome.cause, Cause::Invariant(_));
            let side = match outcome.truth {
                Truth::Unknown => Side::Unknown,
                Truth::True if affected => Side::Broken,
                Truth::False if affected => Side::Kept,
                Truth::True => Side::Applied,
                Truth::False => Side::NotApplied,
            };
            self.reach(outcome.rule, invariant && !affected, side);
        }
        if let Some(action) = self.actions.get_mut(request.action) {
            action.judged += 1;
            match decision.verdict {
                Verdict::Allowed => action.sides.reach(Side::Allowed),
                Verdict::Denied => action.sides.reach(Side::Denied),
                Verdict::Undetermined => {}
            }
        }
        let Some(role) = role_of(&program.kb, portal, request.actor) else { return };
        if let Some(seen) = self.roles.get_mut(role) {
            *seen = true;
        }
        if decision.permitted == Truth::False {
            // The first role of the line that has no right to the action is the reason.
            let like = |role: &RoleId| program.model.roles.get(*role).and_then(|role| role.like);
            for role in std::iter::successors(Some(role), like).take(program.model.roles.len()) {
                let mut own = self.exceptions.iter_mut();
                if let Some(found) = own.find(|one| (one.role, one.action) == (role, request.action)) {
                    found.reached = true;
                    break;
                }
            }
        }
    }

    pub fn audited(&mut self, program: &Program, findings: &[Finding<'_>]) {
        for invariant in &program.kb.invariants {
            let Some(rule) = program.model.rules.get(invariant.rule) else { continue };
            let own = findings.iter().filter(|finding| finding.rule.id.text == rule.id.text);
            let lasts = matches!(invariant.kind, InvariantKind::Lasts { .. });
            let mut quiet = true;
            for finding in own {
                let side = match finding.severity {
                    Severity::Violation => Side::Broken,
                    Severity::Undetermined => Side::Unknown,
                    Severity::Upcoming if lasts => Side::Running,
                    Severity::Upcoming => Side::Upcoming,
                };
                quiet &= side == Side::Upcoming;
                self.reach(invariant.rule, false, side);
            }
            if quiet {
                self.reach(invariant.rule, false, if lasts { Side::NotRunning } else { Side::Kept });
            }
        }
    }

    fn reach(&mut self, rule: RuleId, also_forbids: bool, side: Side) {
        let at = self.rules.binary_search_by_key(&(rule, also_forbids), |one| (one.rule, one.also_forbids));
        if let Some(found) = at.ok().and_then(|at| self.rules.get_mut(at)) {
            found.sides.reach(side);
        }
    }

    pub fn passages<'m>(&self, model: &'m Model) -> Vec<PassageCoverage<'m>> {
        let works = self.works(model);
        let coverage = |(citation, cited_by): (_, Vec<Citing>)| PassageCoverage {
            citation,
            reached: cited_by.iter().any(|citing| works.contains(citing)),
            cited_by: cited_by.iter().map(|citing| citing.name(model)).collect(),
        };
        at_work(model).into_iter().map(coverage).collect()
    }

    /// The rules, roles and actions that were seen at work.
    pub fn works(&self, model: &Model) -> HashSet<Citing> {
        let mut works = HashSet::new();
        for one in &self.rules {
            if [Side::Applied, Side::Broken, Side::Running].into_iter().any(|side| one.sides.has(side)) {
                works.insert(Citing::Rule(one.rule));
            }
        }
        for (role, shape) in model.roles.enumerated() {
            let excepted = self.exceptions.iter().any(|one| one.role == role && one.reached);
            let judged = shape.except.is_empty() && self.roles.get(role).copied().unwrap_or(false);
            if excepted || judged {
                works.insert(Citing::Role(role));
            }
        }
        for own in self.actions.iter().filter(|own| own.sides.has(Side::Allowed)) {
            works.insert(Citing::Action(own.action));
        }
        works
    }

    /// How much was reached of the sides of rules and actions, the exceptions of roles, and the passages.
    pub fn count(&self, model: &Model) -> Count {
        let mut count = Count::default();
        self.rules.iter().for_each(|one| count.add(one.sides.count()));
        self.exceptions.iter().for_each(|one| count.add(Count::one(one.reached)));
        self.actions.iter().for_each(|one| count.add(one.sides.count()));
        self.passages(model).iter().for_each(|one| count.add(Count::one(one.reached)));
        count
    }
}

/// How an action can come out: something permits it and nothing always denies it; something can deny it, or it can go
/// without a permit.
fn action_sides(reachable: &Reachable<'_>, kb: &KnowledgeBase, action: ActionId, plan: &Plan) -> Sides {
    let truths = |entry: &RuleEntry| reachable.truths(entry.applies);
    let always_denied = plan.forbids.iter().any(|entry| !truths(entry).no);
    let allowed = plan.permits.iter().any(|entry| truths(entry).yes) && !always_denied;
    let breaks = kb.affected(action).any(|(_, one)| {
        let invariant = kb.invariants.get(one.invariant);
        invariant.is_some_and(|invariant| reachable.member(&invariant.set).yes)
    });
    let denied = plan.forbids.iter().any(|entry| truths(entry).yes)
        || plan.permits.iter().all(|entry| truths(entry).no)
        || breaks;
    Sides::of([(Side::Allowed, allowed), (Side::Denied, denied)])
}

fn role_of(kb: &KnowledgeBase, portal: &Portal, actor: RowId) -> Option<RoleId> {
    let (collection, field) = kb.actors?;
    match portal.state.collections.get(collection)?.value(actor, field) {
        Value::Variant(role) => Some(role.into()),
        _ => None,
    }
}
