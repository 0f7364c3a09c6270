//! The verdict on an action: every rule that is filed under it, and every invariant that it could break.

use crate::eval::compute::{Context, Frame};
use crate::eval::effects::Change;
use crate::eval::portal::{Count, Portal};
use crate::eval::table::{Asked, Case, bounds, words_of};
use crate::input::Request;
use crate::kb::{AffectedInvariant, InvariantKind, NodeId, ReadSet};
use crate::program::Program;
use crate::tables::layout::{ActionTable, OUTCOMES};
use crate::values::Truth;
use serde::Serialize;

/// What becomes of an action.
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
    /// The rule, by its number in the model.
    pub rule: u32,
    /// Whether it applies.
    pub truth: Truth,
    /// What was computed.
    pub cause: Cause,
}

/// What an outcome was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The conditions of a rule filed under the action.
    Filed(NodeId),
    /// The invariant at this place of the action's stakes.
    Stake(u32),
}

/// A verdict with what came of every rule that is filed under the action. It holds no text; [`super::explain()`] makes
/// that of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// Whether anything permits the action.
    pub permitted: Truth,
    /// The action, by its number.
    pub action: u32,
    marks: OutcomeBits,
}

/// Which outcomes of an action are true, and which are open, by their places. The first take no allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OutcomeBits {
    first: OutcomeWord,
    /// A box more, so that a decision that needs none of it is small.
    spill: Option<Box<Spill>>,
}

/// The words of marks behind the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Spill(Vec<OutcomeWord>);

/// Some outcomes that stand together, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OutcomeWord {
    yes: u32,
    open: u32,
}

impl OutcomeWord {
    /// Those that are true, and those that are or may be, in the lower halves of two words.
    #[inline]
    pub(super) fn of(yes: u64, may: u64) -> Self {
        let outcomes = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        Self { yes: outcomes(yes), open: outcomes(may & !yes) }
    }

    fn any(self, mask: u32) -> Truth {
        match (self.yes & mask != 0, self.open & mask != 0) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }
}

/// The bits before a place.
#[inline]
fn before(at: u32) -> u32 {
    1u32.checked_shl(at).map_or(u32::MAX, |bit| bit - 1)
}

impl OutcomeBits {
    /// Add marks to those of a word.
    pub(super) fn add(&mut self, word: u32, own: OutcomeWord) {
        if own != OutcomeWord::default()
            && let Some(mark) = self.word(word.saturating_mul(OUTCOMES))
        {
            (mark.yes, mark.open) = (mark.yes | own.yes, mark.open | own.open);
        }
    }

    fn spill(&self) -> &[OutcomeWord] {
        self.spill.as_ref().map(|beyond| &*beyond.0).unwrap_or_default()
    }

    fn word(&mut self, at: u32) -> Option<&mut OutcomeWord> {
        match (at / OUTCOMES).checked_sub(1) {
            None => Some(&mut self.first),
            Some(word) => {
                let word = word as usize;
                let Spill(beyond) = &mut **self.spill.get_or_insert_default();
                beyond.resize(beyond.len().max(word + 1), OutcomeWord::default());
                beyond.get_mut(word)
            }
        }
    }

    fn set(&mut self, at: u32, truth: Truth) {
        let bit = 1 << (at % OUTCOMES);
        if let Some(mark) = self.word(at) {
            mark.yes = if truth == Truth::True { mark.yes | bit } else { mark.yes & !bit };
            mark.open = if truth == Truth::Unknown { mark.open | bit } else { mark.open & !bit };
        }
    }

    fn get(&self, at: u32) -> Truth {
        let mark = match (at / OUTCOMES).checked_sub(1) {
            None => Some(&self.first),
            Some(beyond) => self.spill().get(beyond as usize),
        };
        mark.map_or(Truth::False, |mark| mark.any(1 << (at % OUTCOMES)))
    }

    /// Whether any outcome before a place is true, and whether any from there on is.
    fn split(&self, at: u32) -> (Truth, Truth) {
        let early = before(at);
        let (mut earlier, mut later) = (self.first.any(early), self.first.any(!early));
        for (word, mark) in (1u32..).zip(self.spill()) {
            let early = before(at.saturating_sub(word * OUTCOMES));
            earlier = earlier.or(mark.any(early));
            later = later.or(mark.any(!early));
        }
        (earlier, later)
    }

    /// Whether some outcome is open.
    fn is_open(&self) -> bool {
        self.first.open != 0 || self.spill().iter().any(|mark| mark.open != 0)
    }
}

impl Decision {
    /// What the outcomes of an action come to, of which so many are permits.
    fn of(action: u32, permits: u32, marks: OutcomeBits) -> Self {
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
        let permits =
            program.kb.actions.get(self.action as usize).map(|plan| &*plan.permits).unwrap_or_default();
        (0u32..).zip(permits).map(|(at, filed)| self.outcome(at, filed.rule, Cause::Filed(filed.applies)))
    }

    /// Every prohibition and every invariant at stake, each in the order of the rules.
    pub fn denials<'a>(&'a self, program: &'a Program) -> impl Iterator<Item = RuleOutcome> + use<'a> {
        let plan = program.kb.actions.get(self.action as usize);
        let (permits, forbids, stakes) = plan.map_or((0, &[][..], &[][..]), |plan| {
            (number(plan.permits.len()), &*plan.forbids, &*plan.impact)
        });
        let filed = (permits..).zip(forbids);
        let filed = filed.map(|(at, filed)| self.outcome(at, filed.rule, Cause::Filed(filed.applies)));
        let first = permits.saturating_add(number(forbids.len()));
        let staked = (0u32..).zip(stakes).filter_map(move |(at, stake)| {
            let invariant = program.kb.invariants.get(stake.invariant as usize)?;
            Some(self.outcome(first.saturating_add(at), invariant.rule, Cause::Stake(at)))
        });
        filed.chain(staked)
    }

    /// All outcomes, those of the permits first.
    pub fn outcomes<'a>(&'a self, program: &'a Program) -> impl Iterator<Item = RuleOutcome> + use<'a> {
        self.permits(program).chain(self.denials(program))
    }

    fn outcome(&self, at: u32, rule: u32, cause: Cause) -> RuleOutcome {
        RuleOutcome { rule, truth: self.marks.get(at), cause }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Judge an action on a portal.
pub fn decide(program: &Program, portal: &Portal, request: &Request) -> Decision {
    let Some(table) = program.tables.actions.get(request.action as usize) else {
        let (verdict, permitted, marks) = (Verdict::Denied, Truth::False, OutcomeBits::default());
        return Decision { verdict, permitted, action: request.action, marks };
    };
    let words = words_of(program, portal, table, request);
    let case = Case { program, portal, action: request.action, table, words: &words, asked: request };
    // Each way makes its decision where it is returned, so that it is not copied.
    match judge(case) {
        Ok(decision) => decision,
        Err(first) => decide_slow(case, first),
    }
}

/// The verdict on an action by its codes, and by what else its tables ask of it, if nothing is open and one word has all
/// outcomes; else what is known so far, for [`settle`].
#[inline]
pub(super) fn judge<A: Asked>(case: Case<'_, A>) -> Result<Decision, Option<OutcomeWord>> {
    let table = case.table;
    match case.word() {
        Some(first) if first.open == 0 && table.rest.is_empty() => {
            let permits = before(table.permits);
            let (permitted, denied) = (first.yes & permits != 0, first.yes & !permits != 0);
            let verdict = if permitted && !denied { Verdict::Allowed } else { Verdict::Denied };
            let marks = OutcomeBits { first, spill: None };
            Ok(Decision { verdict, permitted: permitted.into(), action: case.action, marks })
        }
        first => Err(first),
    }
}

/// [`judge`] where something is open, or there is more than a word of outcomes.
#[cold]
pub(super) fn decide_slow<A: Asked>(case: Case<'_, A>, first: Option<OutcomeWord>) -> Decision {
    let mut marks = first.map_or_else(|| case.words(), |first| OutcomeBits { first, spill: None });
    if marks.is_open() || !case.table.rest.is_empty() {
        marks = decide_remaining(case.program, case.portal, case.table, &case.asked.request(), marks);
    }
    Decision::of(case.action, case.table.permits, marks)
}

/// The same over the nodes, rule by rule: what the tables are held against, in tests and by the clock.
pub fn decide_over_nodes(program: &Program, portal: &Portal, request: &Request) -> Option<Decision> {
    let plan = program.kb.actions.get(request.action as usize)?;
    let context = Context::of_request(program, portal, request);
    let mut frame = Frame::new(program);
    let filed = plan.permits.iter().chain(&plan.forbids);
    let filed = filed.map(|filed| context.truth(filed.applies, &mut frame));
    let mut truths: Vec<Truth> = filed.collect();
    if !plan.impact.is_empty() {
        let change = Change::of(&program.model, &context, &plan.effects);
        truths.extend(plan.impact.iter().map(|stake| breaks(&context, &change, stake)));
    }
    let mut marks = OutcomeBits::default();
    (0u32..).zip(truths).for_each(|(at, truth)| marks.set(at, truth));
    Some(Decision::of(request.action, number(plan.permits.len()), marks))
}

/// Judge the invariants that the tables do not have, and those that they leave open.
fn decide_remaining(
    program: &Program,
    portal: &Portal,
    table: &ActionTable,
    request: &Request,
    mut marks: OutcomeBits,
) -> OutcomeBits {
    let first = table.permits.saturating_add(table.forbids);
    let Some(plan) = program.kb.actions.get(request.action as usize) else {
        // What nobody can judge lets nothing through.
        table.rest.iter().for_each(|at| marks.set(first.saturating_add(*at), Truth::Unknown));
        return marks;
    };
    let left = |at: u32| table.rest.contains(&at) || marks.get(first.saturating_add(at)) == Truth::Unknown;
    let left: Vec<(u32, &AffectedInvariant)> =
        (0u32..).zip(&plan.impact).filter(|(at, _)| left(*at)).collect();
    if left.is_empty() {
        return marks;
    }
    let context = Context::of_request(program, portal, request);
    let change = Change::of(&program.model, &context, &plan.effects);
    for (at, stake) in left {
        marks.set(first.saturating_add(at), breaks(&context, &change, stake));
    }
    marks
}

/// Whether a change breaks an invariant, or makes a broken one worse.
fn breaks(context: &Context<'_>, change: &Change, stake: &AffectedInvariant) -> Truth {
    let Some(invariant) = context.program.kb.invariants.get(stake.invariant as usize) else {
        return Truth::Unknown;
    };
    let comparison = Comparison {
        before: *context,
        after: Context { change: Some(change), ..*context },
        stake,
        set: &invariant.set,
    };
    match &invariant.kind {
        InvariantKind::Limit { most, counter } => comparison.exceeds(*most, *counter),
        InvariantKind::Never { .. } => {
            let touched = comparison.touched(change);
            let unknown = Truth::from(false).or(comparison.somebody(change));
            touched.into_iter().map(|row| comparison.enters(row)).fold(unknown, Truth::or)
        }
        InvariantKind::Lasts { .. } => Truth::False,
    }
}

/// A portal before and after an action, looked at for one invariant.
pub(super) struct Comparison<'a> {
    pub(super) before: Context<'a>,
    pub(super) after: Context<'a>,
    pub(super) stake: &'a AffectedInvariant,
    pub(super) set: &'a crate::kb::Set,
}

impl Comparison<'_> {
    /// The rows that the change may bring into the set.
    pub(super) fn touched(&self, change: &Change) -> Vec<u32> {
        let (old, all) =
            (self.before.row_count(self.set.collection), self.after.row_count(self.set.collection));
        if self.stake.moved.iter().any(|moved| change.moves_all(moved)) {
            return (0..all).collect();
        }
        let mut rows =
            if self.stake.moved.is_empty() { Vec::new() } else { change.rows(self.set.collection) };
        rows.extend(old..all);
        rows
    }

    /// The conditions of the set that the change moves for an element.
    fn moved(&self, row: u32) -> Vec<NodeId> {
        let moves = |moved: &&ReadSet| {
            let moves = |change: &Change| {
                change.moves_all(moved) || change.moves_own(moved, self.set.collection, row)
            };
            self.after.change.is_some_and(moves)
        };
        self.stake.moved.iter().filter(moves).map(|moved| moved.node).collect()
    }

    /// Unknown where some element changes and nobody knows which.
    fn somebody(&self, change: &Change) -> Truth {
        let moves = !self.stake.moved.is_empty() && change.unknown.contains(&self.set.collection);
        if moves || self.unlisted(change) { Truth::Unknown } else { Truth::False }
    }

    /// Whether an element is in the set after the change: the part that the change cannot move, and the part
    /// that it can, before and after.
    fn parts(&self, row: u32) -> (Truth, Truth, Truth) {
        let mut frame = Frame::new(self.after.program);
        frame.set(self.set.level, row);
        let moving = self.moved(row);
        let moved = |id: &&NodeId| moving.contains(id);
        let mut all = |context: &Context<'_>, want: bool| {
            let chosen = self.set.conditions.iter().filter(|id| moved(id) == want);
            Truth::all(chosen.map(|id| context.truth(*id, &mut frame)))
        };
        let steady = all(&self.after, false);
        let after = all(&self.after, true);
        let new = row >= self.before.row_count(self.set.collection);
        let before = if new { Truth::False } else { all(&self.before, true) };
        (steady, before, after)
    }

    /// Whether an element comes into the set through the change.
    pub(super) fn enters(&self, row: u32) -> Truth {
        let (steady, before, after) = self.parts(row);
        steady.and(after).and(!before)
    }

    /// Whether the change may move elements of a collection that was left out.
    fn unlisted(&self, change: &Change) -> bool {
        let known = self.before.portal.rows(self.set.collection).is_some_and(|rows| rows.known);
        !known && self.stake.moved.iter().any(|moved| change.moves_all(moved))
    }

    /// By how much the change makes the set grow: at least, at most.
    pub(super) fn growth(&self, change: &Change) -> (i64, i64) {
        if self.unlisted(change) {
            return (-i64::MAX, i64::MAX);
        }
        let mut growth = (0i64, 0i64);
        for row in self.touched(change) {
            let (steady, before, after) = self.parts(row);
            let (comes, goes) = (steady.and(after).and(!before), steady.and(before).and(!after));
            let (least, most) = (comes == Truth::True, comes != Truth::False);
            growth.0 += i64::from(least) - i64::from(goes != Truth::False);
            growth.1 += i64::from(most) - i64::from(goes == Truth::True);
        }
        if self.somebody(change) == Truth::Unknown {
            growth = (growth.0 - 1, growth.1 + 1);
        }
        growth
    }

    /// Whether the change brings the set over its limit, or further over it.
    fn exceeds(&self, most: NodeId, counter: Option<u16>) -> Truth {
        let Some(change) = self.after.change else { return Truth::Unknown };
        let mut frame = Frame::new(self.after.program);
        let limit = bounds(&self.after.value(most, &mut frame));
        let Some(limit) = limit else { return Truth::False };
        let growth = self.growth(change);
        // How much closer to the limit the set comes: its growth, less the growth of the limit.
        let worse = if self.stake.bound.as_ref().is_some_and(|bound| change.moves_all(bound)) {
            match bounds(&self.before.value(most, &mut frame)) {
                None => Truth::True,
                Some(old) => {
                    let raised = (limit.0.saturating_sub(old.1), limit.1.saturating_sub(old.0));
                    more((growth.0.saturating_sub(raised.1), growth.1.saturating_sub(raised.0)), (0, 0))
                }
            }
        } else {
            more(growth, (0, 0))
        };
        if worse == Truth::False {
            return Truth::False;
        }
        let count = self.counted(counter, &mut frame);
        let after = (count.least.saturating_add(growth.0), count.most.saturating_add(growth.1));
        worse.and(more(after, limit))
    }

    /// How many elements the set has before the change.
    pub(super) fn counted(&self, counter: Option<u16>, frame: &mut Frame) -> Count {
        counter
            .and_then(|counter| self.before.portal.counted(counter))
            .unwrap_or_else(|| self.before.count(self.set, frame))
    }
}

/// Whether one number is more than another, each known from its least to its most.
pub(super) fn more(left: (i64, i64), right: (i64, i64)) -> Truth {
    if left.0 > right.1 {
        Truth::True
    } else if left.1 <= right.0 {
        Truth::False
    } else {
        Truth::Unknown
    }
}
