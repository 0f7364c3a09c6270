//! What a verdict or an audit costs, known before it is begun: how many elements its conditions would look at.

use crate::base::{Code, Diagnostic, Message, Span, msg};
use crate::eval::compute::Context;
use crate::eval::cost::{Cost, Costs, Measure};
use crate::eval::portal::Portal;
use crate::eval::proposed::ProposedAction;
use crate::kb::{Effect, Invariant, ReadSet};
use crate::program::Program;
use crate::values::Moment;
use crate::values::ids::RuleId;

/// So many elements a verdict looks at, where nothing else is said.
pub const VERDICT: u64 = 10_000_000;
/// So many elements an audit looks at, where nothing else is said.
pub const AUDIT: u64 = 1_000_000_000;

/// What was to be judged would look at more elements than it may. It was not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// The rule that costs most; nothing where that is what the effects of the action set.
    pub rule: Option<RuleId>,
    /// What costs most of it: the set that is gone through, or the rule itself.
    pub condition: Option<Span>,
    /// How many elements all rules together would look at; `u64::MAX` also stands for more.
    pub cost: u64,
    pub budget: u64,
}

impl OverBudget {
    /// What it would cost, and what it may.
    pub fn message(&self) -> Message {
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        match (number(self.cost), number(self.budget)) {
            (usize::MAX, budget) => msg!(verdict.over_any_budget, budget = budget),
            (cost, budget) => msg!(verdict.over_budget, cost = cost, budget = budget),
        }
    }

    /// The same for people: what costs most, and what to do.
    pub fn diagnostic(&self, program: &Program) -> Diagnostic {
        let rule = self.rule.and_then(|rule| program.model.rules.get(rule));
        let message = match rule {
            Some(rule) => msg!(verdict.rule_over_budget, rule = &*rule.id.text, what = self.message()),
            None => msg!(verdict.effects_over_budget, what = self.message()),
        };
        let place = self.condition.or_else(|| rule.map(|rule| rule.id.span));
        let error = Diagnostic::error(Code::E0414, message).help(msg!(verdict.within_budget));
        place.map_or_else(|| error.clone(), |place| error.clone().label(place, msg!(verdict.costs_most)))
    }
}

/// Whether a verdict stays within its budget, in elements looked at.
///
/// What it costs follows from the rules and from how many elements there are, never from what conditions come to. A look-up
/// costs the elements that its index has for the key, and those of which nobody knows the value.
///
/// # Errors
///
/// It would look at more elements.
pub fn of_verdict(proposed: &ProposedAction<'_, '_>, budget: u64) -> Result<(), OverBudget> {
    let (program, action) = (proposed.program, proposed.request.action);
    match program.tables.actions.get(action).is_some_and(|table| table.walks) {
        true => of_walking(proposed, budget),
        false => Ok(()),
    }
}

/// The same of an action that may look at elements one after the other.
pub(crate) fn of_walking(proposed: &ProposedAction<'_, '_>, budget: u64) -> Result<(), OverBudget> {
    within(budget, |measure| verdict(Costs::new(proposed.before(), measure), proposed, budget))
}

/// How many elements a verdict looks at.
pub(super) fn cost(proposed: &ProposedAction<'_, '_>) -> u64 {
    match proposed.program.tables.actions.get(proposed.request.action) {
        Some(table) if table.walks => {
            verdict(Costs::new(proposed.before(), Measure::Exact), proposed, u64::MAX).total
        }
        _ => 0,
    }
}

/// Whether an audit stays within its budget, in elements looked at.
///
/// # Errors
///
/// It would look at more elements.
pub fn of_audit(program: &Program, portal: &Portal, at: Moment, budget: u64) -> Result<(), OverBudget> {
    of_audit_of(program, portal, at, budget, &|| program.kb.invariants.iter())
}

/// The same of an audit that looks at some invariants only.
pub(crate) fn of_audit_of<'p, I: Iterator<Item = &'p Invariant>>(
    program: &'p Program,
    portal: &Portal,
    at: Moment,
    budget: u64,
    invariants: &dyn Fn() -> I,
) -> Result<(), OverBudget> {
    let context = Context { now: Some(at), ..Context::of_state(program, portal) };
    within(budget, |measure| Costs::new(context, measure).audit(invariants()))
}

/// Measure roughly, which is cheap and never too little; only where that is too much, exactly.
fn within(budget: u64, cost: impl Fn(Measure) -> Cost) -> Result<(), OverBudget> {
    if cost(Measure::Rough).total <= budget {
        return Ok(());
    }
    let Cost { total, dearest } = cost(Measure::Exact);
    if total <= budget {
        return Ok(());
    }
    let (rule, condition) = dearest.map_or((None, None), |dearest| (dearest.rule, dearest.condition));
    Err(OverBudget { rule, condition, cost: total, budget })
}

/// What the rules of an action cost, and what its effects set: that is computed to know what invariants cost, so where it
/// is over the budget already, nothing more is added.
fn verdict<'a>(mut costs: Costs<'a>, proposed: &'a ProposedAction<'_, '_>, budget: u64) -> Cost {
    let Some(plan) = proposed.plan() else { return costs.cost };
    for entry in plan.permits.iter().chain(&plan.forbids) {
        costs.node(entry.applies, 1, None);
        costs.end_rule(Some(entry.rule));
    }
    for node in plan.effects.iter().flat_map(Effect::nodes) {
        costs.node(node, 1, None);
    }
    costs.end_rule(None);
    if costs.cost.total > budget {
        return costs.cost;
    }
    for (_, affected) in proposed.program.kb.affected(proposed.request.action) {
        let Some(comparison) = proposed.comparison(affected) else { continue };
        let set = &comparison.invariant.set;
        let all = affected.moved.iter().any(ReadSet::everywhere);
        if let Some(aggregate) = comparison.invariant.aggregate() {
            costs.groups(&comparison, aggregate, all);
            costs.end_rule(Some(comparison.invariant.rule));
            continue;
        }
        for context in [comparison.before, comparison.after] {
            costs.context = context;
            match all {
                true => costs.go_through(set, None, comparison.after.row_count(set.collection).into(), 1),
                false => costs.look_at(set, &comparison.touched()),
            }
            costs.limit(&comparison.invariant.kind, set);
        }
        costs.end_rule(Some(comparison.invariant.rule));
    }
    costs.cost
}
