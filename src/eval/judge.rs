//! The verdict on an action: every rule that is filed under it, and every invariant that it could break.

use crate::eval::compute::Frame;
use crate::eval::outcomes::{OutcomeBits, OutcomeWord, before};
use crate::eval::portal::Portal;
use crate::eval::proposed::ProposedAction;
use crate::eval::table::{Asked, Case, words_of};
use crate::input::Request;
use crate::kb::{AffectedInvariant, InvariantKind};
use crate::program::Program;
use crate::tables::table::{ActionTable, Affected};
use crate::values::Truth;
use crate::values::ids::{ActionId, ImpactId, NodeId, RuleId, SharedId};
use serde::Serialize;

/// What becomes of an action.
///
/// ```
/// use ustav::embed::{Moment, Verdict};
/// # let (club, _) = ustav::embed::example::club()?;
/// let portal = club.portal("club.yaml", "users: [{id: anna, role: chair, joined: 2024-05-01}]")?;
/// let fee = club.action("pay", "anna", Moment::parse("2024-06-01")?).int("fee", 5).done()?;
/// // Nobody knows when the season opens.
/// assert_eq!(portal.decide(&fee)?.verdict(), Verdict::Undetermined);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Something permits it and nothing denies it.
    Allowed,
    /// Something denies it, or nothing permits it.
    Denied,
    /// What is not known decides.
    Undetermined,
}

/// How a rule came out, and through what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    pub rule: RuleId,
    pub truth: Truth,
    pub cause: Cause,
}

/// What an outcome was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Rule(NodeId),
    Invariant(ImpactId),
}

/// A verdict with what came of every rule that is filed under the action, without texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub verdict: Verdict,
    pub permitted: Truth,
    pub action: ActionId,
    marks: OutcomeBits,
}

impl Decision {
    /// What the outcomes of an action come to, of which so many are permits.
    fn of(action: ActionId, permits: u32, marks: OutcomeBits) -> Self {
        let (permitted, denied) = marks.split(permits);
        let verdict = match denied.or(!permitted) {
            Truth::True => Verdict::Denied,
            Truth::False => Verdict::Allowed,
            Truth::Unknown => Verdict::Undetermined,
        };
        Self { verdict, permitted, action, marks }
    }

    /// Every permit filed under the action, in the order of the rules.
    pub fn permits<'a>(&'a self, program: &'a Program) -> impl Iterator<Item = RuleOutcome> + use<'a> {
        let permits = program.kb.actions.get(self.action).map(|plan| &*plan.permits).unwrap_or_default();
        (0u32..).zip(permits).map(|(at, filed)| self.outcome(at, filed.rule, Cause::Rule(filed.applies)))
    }

    /// Every prohibition and every affected invariant, each in the order of the rules.
    pub fn denials<'a>(&'a self, program: &'a Program) -> impl Iterator<Item = RuleOutcome> + use<'a> {
        let plan = program.kb.actions.get(self.action);
        plan.into_iter().flat_map(move |plan| {
            let permits = length(&plan.permits);
            let forbids = (permits..).zip(&plan.forbids);
            let forbids = forbids.map(|(at, filed)| self.outcome(at, filed.rule, Cause::Rule(filed.applies)));
            let first = permits.saturating_add(length(&plan.forbids));
            let impact = program.kb.affected(self.action).filter_map(move |(at, affected)| {
                let invariant = program.kb.invariants.get(affected.invariant)?;
                Some(self.outcome(first.saturating_add(at.0), invariant.rule, Cause::Invariant(at)))
            });
            forbids.chain(impact)
        })
    }

    pub fn outcomes<'a>(&'a self, program: &'a Program) -> impl Iterator<Item = RuleOutcome> + use<'a> {
        self.permits(program).chain(self.denials(program))
    }

    fn outcome(&self, at: u32, rule: RuleId, cause: Cause) -> RuleOutcome {
        RuleOutcome { rule, truth: self.marks.get(at), cause }
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

pub fn decide(program: &Program, portal: &Portal, request: &Request) -> Decision {
    decide_proposed(&ProposedAction::new(program, portal, request))
}

/// [`decide`] for an action of which more will be asked.
pub fn decide_proposed(proposed: &ProposedAction<'_, '_>) -> Decision {
    let (program, portal, request) = (proposed.program, proposed.portal, &*proposed.request);
    let Some(table) = program.tables.actions.get(request.action) else {
        let (verdict, permitted, marks) = (Verdict::Denied, Truth::False, OutcomeBits::default());
        return Decision { verdict, permitted, action: request.action, marks };
    };
    let words = words_of(program, portal, table, request);
    let case = Case { program, portal, action: request.action, table, words: &words, asked: request };
    // Each way makes its decision where it is returned, so that it is not copied.
    match decide_fast(case) {
        Ok(decision) => decision,
        Err(first) => decide_slow(case, first, Some(proposed)),
    }
}

/// The verdict on an action by its codes, and by what else its tables ask of it, if nothing is open and one word has all
/// outcomes; else what is known so far, for [`decide_slow`].
#[inline]
pub(super) fn decide_fast<A: Asked>(case: Case<'_, A>) -> Result<Decision, Option<OutcomeWord>> {
    let table = case.table;
    match case.word() {
        Some(first) if first.open == 0 && table.whole => {
            let permits = before(table.permits);
            let (permitted, denied) = (first.yes & permits != 0, first.yes & !permits != 0);
            let verdict = if permitted && !denied { Verdict::Allowed } else { Verdict::Denied };
            let marks = OutcomeBits { first, spill: None };
            Ok(Decision { verdict, permitted: permitted.into(), action: case.action, marks })
        }
        first => Err(first),
    }
}

/// [`decide_fast`] where something is open, or there is more than a word of outcomes. A typed action is not `proposed`
/// yet, and becomes a request only if the tables leave something open.
#[cold]
pub(super) fn decide_slow<A: Asked>(
    case: Case<'_, A>,
    first: Option<OutcomeWord>,
    proposed: Option<&ProposedAction<'_, '_>>,
) -> Decision {
    let mut marks = first.map_or_else(|| case.words(), |first| OutcomeBits { first, spill: None });
    let rest = match case.table.affected {
        Affected::Own => Some(case.table.own.rest.as_slice()),
        Affected::Shared(shared) => decide_shared(case, shared, &mut marks),
        Affected::Nodes => None,
    };
    match proposed {
        _ if !marks.is_open() && rest.is_some_and(<[_]>::is_empty) => {}
        Some(proposed) => decide_remaining(proposed, case.table, rest, &mut marks),
        None => {
            let request = case.asked.request();
            decide_remaining(
                &ProposedAction::new(case.program, case.portal, &request),
                case.table,
                rest,
                &mut marks,
            );
        }
    }
    Decision::of(case.action, case.table.permits, marks)
}

/// The same over the nodes, rule by rule: what the tables are held against, in tests and by the clock.
pub fn decide_over_nodes(program: &Program, portal: &Portal, request: &Request) -> Option<Decision> {
    decide_proposed_over_nodes(&ProposedAction::new(program, portal, request))
}

/// [`decide_over_nodes`] for an action of which more will be asked. A program without tables is judged so.
pub(crate) fn decide_proposed_over_nodes(proposed: &ProposedAction<'_, '_>) -> Option<Decision> {
    let (plan, action) = (proposed.plan()?, proposed.request.action);
    let context = proposed.before();
    let mut frame = Frame::new(proposed.program);
    let mut marks = OutcomeBits::default();
    for (at, filed) in (0u32..).zip(plan.permits.iter().chain(&plan.forbids)) {
        marks.set(at, context.truth(filed.applies, &mut frame));
    }
    let first = length(&plan.permits).saturating_add(length(&plan.forbids));
    for (at, affected) in proposed.program.kb.affected(action) {
        marks.set(first.saturating_add(at.0), breaks(proposed, affected));
    }
    Some(Decision::of(action, length(&plan.permits), marks))
}

/// Judge the invariants that the action shares a table of. What that table leaves; `None` where it is not there.
fn decide_shared<'t, A: Asked>(
    case: Case<'t, A>,
    shared: SharedId,
    marks: &mut OutcomeBits,
) -> Option<&'t [ImpactId]> {
    let kb = &case.program.kb;
    let table = case.program.tables.shared.get(shared)?;
    let first = case.table.affected_from();
    case.run(table, table.blocks.head(None), first, marks);
    // Those who share it are not all spared by the same.
    let spared_by = &kb.actions.get(case.action)?.spared_by;
    if !spared_by.is_empty() {
        for (at, affected) in kb.impact(case.action)?.invariants.enumerated() {
            if spared_by.binary_search(&affected.invariant).is_ok() {
                marks.set(first.saturating_add(at.0), Truth::False);
            }
        }
    }
    Some(&table.rest)
}

/// Judge the invariants that the tables do not have, and those that they leave open; all, where the tables have none.
fn decide_remaining(
    proposed: &ProposedAction<'_, '_>,
    table: &ActionTable,
    rest: Option<&[ImpactId]>,
    marks: &mut OutcomeBits,
) {
    let first = table.affected_from();
    if proposed.impact().is_none() {
        // What nobody can judge lets nothing through.
        marks.set(first, Truth::Unknown);
        return;
    }
    for (at, affected) in proposed.program.kb.affected(proposed.request.action) {
        let place = first.saturating_add(at.0);
        let left = rest.is_none_or(|rest| rest.binary_search(&at).is_ok());
        if left || marks.get(place) == Truth::Unknown {
            marks.set(place, breaks(proposed, affected));
        }
    }
}

/// Whether an action breaks an invariant, or makes a broken one worse.
fn breaks(proposed: &ProposedAction<'_, '_>, affected: &AffectedInvariant) -> Truth {
    let Some(comparison) = proposed.comparison(affected) else { return Truth::Unknown };
    match &comparison.invariant.kind {
        InvariantKind::Limit { most, counter } => comparison.exceeds(*most, *counter),
        InvariantKind::Aggregate(aggregate) => comparison.of_groups(aggregate).breaks(),
        InvariantKind::Never { .. } => {
            let touched = comparison.touched().into_iter();
            touched.map(|row| comparison.enters(row)).fold(comparison.somebody(), Truth::or)
        }
        InvariantKind::Lasts { .. } => Truth::False,
    }
}
