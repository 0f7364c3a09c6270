//! What a verdict or an audit costs, known before it is begun: how many elements its conditions would look at.

use crate::base::{Code, Diagnostic, Message, Span, msg};
use crate::eval::compute::{Context, Frame};
use crate::eval::portal::Portal;
use crate::eval::proposed::ProposedAction;
use crate::kb::{InvariantKind, KnowledgeBase, LookUp, Op, ReadSet, Set};
use crate::program::Program;
use crate::values::Moment;
use crate::values::ids::{CollectionId, CounterId, Level, NodeId, RuleId};

/// So many elements a verdict looks at, where nothing else is said.
pub const VERDICT: u64 = 10_000_000;
/// So many elements an audit looks at, where nothing else is said.
pub const AUDIT: u64 = 1_000_000_000;
/// A set is counted when a state is loaded if that looks at no more elements than this; else whoever asks counts it.
const COUNTED: u64 = 100_000_000;

/// What was to be judged would look at more elements than it may. It was not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// The rule that costs most.
    pub rule: RuleId,
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
        let rule = program.model.rules.get(self.rule);
        let name = rule.map_or("", |rule| &*rule.id.text);
        let message = msg!(verdict.rule_over_budget, rule = name, what = self.message());
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
    if !program.tables.actions.get(action).is_some_and(|table| table.walks) {
        return Ok(());
    }
    within(budget, |measure| Costs::new(proposed.before(), measure).verdict(proposed))
}

/// Whether an audit stays within its budget, in elements looked at.
///
/// # Errors
///
/// It would look at more elements.
pub fn of_audit(program: &Program, portal: &Portal, at: Moment, budget: u64) -> Result<(), OverBudget> {
    let context = Context { now: Some(at), ..Context::of_state(program, portal) };
    within(budget, |measure| Costs::new(context, measure).audit())
}

/// Whether a set may be counted when a state is loaded.
pub(super) fn may_be_counted(context: Context<'_>, set: &Set) -> bool {
    let cost = |measure| {
        let mut costs = Costs::new(context, measure);
        costs.go_through(set, None, context.row_count(set.collection).into(), 1);
        costs.total
    };
    cost(Measure::Rough) <= COUNTED || cost(Measure::Exact) <= COUNTED
}

/// Measure roughly, which is cheap and never too little; only where that is too much, exactly.
fn within(budget: u64, cost: impl Fn(Measure) -> Cost) -> Result<(), OverBudget> {
    if cost(Measure::Rough).total <= budget {
        return Ok(());
    }
    let Cost { total, dearest } = cost(Measure::Exact);
    match dearest {
        Some(Dearest { rule, condition, .. }) if total > budget => {
            Err(OverBudget { rule, condition, cost: total, budget })
        }
        _ => Ok(()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// A look-up costs what going through all costs.
    Rough,
    /// A look-up costs what its index has.
    Exact,
}

#[derive(Clone, Copy, Default)]
struct Cost {
    total: u64,
    dearest: Option<Dearest>,
}

#[derive(Clone, Copy)]
struct Dearest {
    rule: RuleId,
    condition: Option<Span>,
    cost: u64,
}

/// All elements of a set are under way, one after the other.
#[derive(Clone, Copy)]
struct GoingThrough {
    level: Level,
    collection: CollectionId,
    /// How often it is gone through.
    times: u64,
}

struct Costs<'a> {
    context: Context<'a>,
    measure: Measure,
    frame: Frame,
    total: u64,
    /// The set that costs most of the rule under way.
    condition: Option<(u64, Span)>,
    /// That of the rules that ended.
    cost: Cost,
}

impl<'a> Costs<'a> {
    fn new(context: Context<'a>, measure: Measure) -> Self {
        let frame = Frame::new(context.program);
        Self { context, measure, frame, total: 0, condition: None, cost: Cost::default() }
    }

    /// What was added up since the last rule ended is the cost of this one.
    fn end_rule(&mut self, rule: RuleId) {
        let own = self.total - self.cost.total;
        self.cost.total = self.total;
        let condition = self.condition.take().map(|(_, place)| place);
        if own > self.cost.dearest.map_or(0, |dearest| dearest.cost) {
            self.cost.dearest = Some(Dearest { rule, condition, cost: own });
        }
    }

    fn verdict(mut self, proposed: &'a ProposedAction<'_, '_>) -> Cost {
        let Some(plan) = proposed.plan() else { return self.cost };
        for entry in plan.permits.iter().chain(&plan.forbids) {
            self.node(entry.applies, 1, None);
            self.end_rule(entry.rule);
        }
        if plan.impact.is_empty() {
            return self.cost;
        }
        // What effects set is worked out before any invariant is looked at, and by no rule.
        for effect in &plan.effects {
            for node in effect.nodes() {
                self.node(node, 1, None);
            }
        }
        for affected in &plan.impact {
            let Some(comparison) = proposed.comparison(affected) else { continue };
            let set = &comparison.invariant.set;
            let rows = match affected.moved.iter().any(ReadSet::elsewhere) {
                true => comparison.after.row_count(set.collection).into(),
                false => comparison.touched().len() as u64,
            };
            for context in [comparison.before, comparison.after] {
                self.context = context;
                self.go_through(set, None, rows, 1);
                self.limit(&comparison.invariant.kind, set);
            }
            self.end_rule(comparison.invariant.rule);
        }
        self.cost
    }

    fn audit(mut self) -> Cost {
        for invariant in &self.context.program.kb.invariants {
            let counted = matches!(&invariant.kind, InvariantKind::Limit { counter: Some(counter), .. }
                if self.is_counted(*counter));
            if !counted {
                let rows = self.context.row_count(invariant.set.collection).into();
                self.go_through(&invariant.set, None, rows, 1);
            }
            self.limit(&invariant.kind, &invariant.set);
            self.end_rule(invariant.rule);
        }
        self.cost
    }

    /// The bound of a limit, and its set where nobody has counted it.
    fn limit(&mut self, kind: &InvariantKind, set: &Set) {
        let InvariantKind::Limit { most, counter } = kind else { return };
        self.node(*most, 1, None);
        if self.context.request.is_some() && !counter.is_some_and(|counter| self.is_counted(counter)) {
            self.set(set, None, 1, None);
        }
    }

    fn is_counted(&self, counter: CounterId) -> bool {
        self.context.kept(counter).is_some()
    }

    /// A condition is computed so many times, within a set that is gone through or none.
    fn node(&mut self, id: NodeId, times: u64, within: Option<GoingThrough>) {
        let Some(node) = self.context.program.kb.node(id) else { return };
        let before = self.total;
        match &node.op {
            Op::Any(set, condition) => self.set(set, Some(*condition), times, within),
            Op::Count { counter: Some(counter), .. } if self.is_counted(*counter) => {}
            Op::Count { set, .. } => self.set(set, None, times, within),
            Op::Indexed { value, index, walk } => {
                let moved = self.context.moves_index(*index);
                self.node(if moved { *walk } else { *value }, times, within);
            }
            op => KnowledgeBase::parts(op).into_iter().for_each(|part| self.node(part, times, within)),
        }
        let own = self.total - before;
        if matches!(node.op, Op::Any(..) | Op::Count { .. })
            && own > self.condition.map_or(0, |(cost, _)| cost)
        {
            self.condition = Some((own, node.span));
        }
    }

    /// A set is asked for so many times, with a condition on its elements or none.
    fn set(&mut self, set: &Set, condition: Option<NodeId>, times: u64, within: Option<GoingThrough>) {
        if let Some(LookUp { key, .. }) = set.look_up {
            self.node(key, times, within);
        }
        match set.look_up.filter(|_| self.measure == Measure::Exact) {
            Some(look_up) => {
                let looked_at = self.looked_at(set, look_up, times, within);
                // Each is its own: how often one of them is under way is not known.
                self.elements(set, condition, looked_at, None);
            }
            None => {
                let rows = self.context.row_count(set.collection).into();
                self.go_through(set, condition, rows, times);
            }
        }
    }

    fn go_through(&mut self, set: &Set, condition: Option<NodeId>, rows: u64, times: u64) {
        let within = GoingThrough { level: set.level, collection: set.collection, times };
        self.elements(set, condition, rows.saturating_mul(times), Some(within));
    }

    fn elements(
        &mut self,
        set: &Set,
        condition: Option<NodeId>,
        elements: u64,
        within: Option<GoingThrough>,
    ) {
        self.total = self.total.saturating_add(elements);
        for part in set.conditions.iter().copied().chain(condition) {
            self.node(part, elements, within);
        }
    }

    /// How many elements a look-up gives in all, done so many times.
    fn looked_at(
        &mut self,
        set: &Set,
        look_up: LookUp,
        times: u64,
        within: Option<GoingThrough>,
    ) -> u64 {
        let kb = &self.context.program.kb;
        let outer = |op: &Op| matches!(op, Op::Element { .. });
        if !kb.any_read(look_up.key, outer) {
            return self.found(set).saturating_mul(times);
        }
        if let Some(within) = within {
            let own = |op: &Op| matches!(op, Op::Element { level, .. } if *level != within.level);
            if !kb.any_read(look_up.key, own) {
                let mut found = 0u64;
                for row in self.context.rows(within.collection) {
                    self.frame.set(within.level, row);
                    found = found.saturating_add(self.found(set));
                }
                return found.saturating_mul(within.times);
            }
        }
        // Whatever the key is, and whether anybody knows it.
        u64::from(self.context.row_count(set.collection)).saturating_mul(times)
    }

    /// How many elements may be in a set, with what is under way.
    fn found(&mut self, set: &Set) -> u64 {
        self.context.possible(set, &mut self.frame).count() as u64
    }
}
