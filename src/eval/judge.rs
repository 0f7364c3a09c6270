//! The verdict on an action: every rule that is filed under it, and every invariant that it could break.

use super::change::Change;
use super::compute::{Context, Frame};
use super::portal::{Count, Portal};
use super::table::{Asked, bounds};
use crate::input::Request;
use crate::kb::table::ActionTable;
use crate::kb::{InvariantKind, KnowledgeBase, Moved, NodeId, Stake};
use crate::model::Model;
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
pub struct Outcome {
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
    yes: Marks,
    open: Marks,
}

/// Some of the outcomes of an action, by their places. The first 64 take no allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    first: u64,
    rest: Vec<u64>,
}

impl Marks {
    /// Mark outcomes of a word of 64.
    #[inline]
    pub(super) fn add(&mut self, word: u32, marks: u64) {
        if word == 0 {
            self.first |= marks;
        } else if marks != 0 {
            self.add_beyond(word as usize - 1, marks);
        }
    }

    #[cold]
    fn add_beyond(&mut self, word: usize, marks: u64) {
        if word >= self.rest.len() {
            self.rest.resize(word + 1, 0);
        }
        if let Some(word) = self.rest.get_mut(word) {
            *word |= marks;
        }
    }

    fn set(&mut self, at: u32) {
        self.add(at / u64::BITS, 1 << (at % u64::BITS));
    }

    fn clear(&mut self, at: u32) {
        match at.checked_sub(u64::BITS) {
            None => self.first &= !(1 << at),
            Some(at) => {
                if let Some(word) = self.rest.get_mut((at / u64::BITS) as usize) {
                    *word &= !(1 << (at % u64::BITS));
                }
            }
        }
    }

    fn has(&self, at: u32) -> bool {
        match at.checked_sub(u64::BITS) {
            None => self.first & 1 << at != 0,
            Some(at) => {
                self.rest.get((at / u64::BITS) as usize).is_some_and(|word| word & 1 << (at % u64::BITS) != 0)
            }
        }
    }

    /// Whether any is marked before a place, and whether any is from there on.
    #[inline]
    fn split(&self, at: u32) -> (bool, bool) {
        match at.checked_sub(u64::BITS) {
            None => {
                let before = (1u64 << at) - 1;
                (
                    self.first & before != 0,
                    self.first & !before != 0 || self.rest.iter().any(|word| *word != 0),
                )
            }
            Some(at) => {
                let (word, bit) = ((at / u64::BITS) as usize, at % u64::BITS);
                let before = (1u64 << bit) - 1;
                let (mut earlier, mut later) = (self.first != 0, false);
                for (number, marks) in self.rest.iter().enumerate() {
                    let mask = match number.cmp(&word) {
                        std::cmp::Ordering::Less => u64::MAX,
                        std::cmp::Ordering::Equal => before,
                        std::cmp::Ordering::Greater => 0,
                    };
                    earlier |= marks & mask != 0;
                    later |= marks & !mask != 0;
                }
                (earlier, later)
            }
        }
    }
}

impl Decision {
    /// Every permit filed under the action, in the order of the rules.
    pub fn permits<'a>(&'a self, kb: &'a KnowledgeBase) -> impl Iterator<Item = Outcome> + use<'a> {
        let permits = kb.actions.get(self.action as usize).map(|plan| &*plan.permits).unwrap_or_default();
        (0u32..).zip(permits).map(|(at, filed)| self.outcome(at, filed.rule, Cause::Filed(filed.applies)))
    }

    /// Every prohibition and every invariant at stake, each in the order of the rules.
    pub fn denials<'a>(&'a self, kb: &'a KnowledgeBase) -> impl Iterator<Item = Outcome> + use<'a> {
        let plan = kb.actions.get(self.action as usize);
        let (permits, forbids, stakes) = plan.map_or((0, &[][..], &[][..]), |plan| {
            (number(plan.permits.len()), &*plan.forbids, &*plan.stakes)
        });
        let filed = (permits..).zip(forbids);
        let filed = filed.map(|(at, filed)| self.outcome(at, filed.rule, Cause::Filed(filed.applies)));
        let first = permits.saturating_add(number(forbids.len()));
        let staked = (0u32..).zip(stakes).filter_map(move |(at, stake)| {
            let invariant = kb.invariants.get(stake.invariant as usize)?;
            Some(self.outcome(first.saturating_add(at), invariant.rule, Cause::Stake(at)))
        });
        filed.chain(staked)
    }

    /// All outcomes, those of the permits first.
    pub fn outcomes<'a>(&'a self, kb: &'a KnowledgeBase) -> impl Iterator<Item = Outcome> + use<'a> {
        self.permits(kb).chain(self.denials(kb))
    }

    fn outcome(&self, at: u32, rule: u32, cause: Cause) -> Outcome {
        let truth = match (self.yes.has(at), self.open.has(at)) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        };
        Outcome { rule, truth, cause }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Judge an action on a portal.
pub fn decide(model: &Model, kb: &KnowledgeBase, portal: &Portal, request: &Request) -> Decision {
    judge(model, kb, portal, request.action, request)
}

/// Judge what is asked for.
pub(super) fn judge<A: Asked>(
    model: &Model,
    kb: &KnowledgeBase,
    portal: &Portal,
    action: u32,
    asked: &A,
) -> Decision {
    let (mut yes, mut open) = (Marks::default(), Marks::default());
    let Some(table) = kb.tables.actions.get(action as usize) else {
        return Decision { verdict: Verdict::Denied, permitted: Truth::False, action, yes, open };
    };
    super::table::run(kb, portal, table, asked, &mut yes, &mut open);
    let staked = table.permits.saturating_add(table.forbids);
    if !table.rest.is_empty() || open.split(staked).1 {
        rest(model, kb, portal, table, asked.request(), &mut yes, &mut open);
    }
    let (permitted, denied) = yes.split(table.permits);
    let (may_permit, may_deny) = open.split(table.permits);
    let of = |certain, possible| match (certain, possible) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    };
    let permitted = of(permitted, may_permit);
    Decision {
        verdict: match of(denied, may_deny).or(!permitted) {
            Truth::True => Verdict::Denied,
            Truth::False => Verdict::Allowed,
            Truth::Unknown => Verdict::Undetermined,
        },
        permitted,
        action,
        yes,
        open,
    }
}

/// Judge the invariants that the tables do not have, and those that they leave open.
#[cold]
fn rest(
    model: &Model,
    kb: &KnowledgeBase,
    portal: &Portal,
    table: &ActionTable,
    request: &Request,
    yes: &mut Marks,
    open: &mut Marks,
) {
    let first = table.permits.saturating_add(table.forbids);
    let Some(plan) = kb.actions.get(request.action as usize) else {
        // What nobody can judge lets nothing through.
        table.rest.iter().for_each(|at| open.set(first.saturating_add(*at)));
        return;
    };
    let context = Context::of_request(kb, portal, request);
    let change = Change::of(model, &context, &plan.effects);
    for (at, stake) in (0u32..).zip(&plan.stakes) {
        let outcome = first.saturating_add(at);
        if table.rest.contains(&at) || (open.has(outcome) && !yes.has(outcome)) {
            match at_stake(&context, &change, stake) {
                Truth::True => yes.set(outcome),
                Truth::Unknown => open.set(outcome),
                Truth::False => open.clear(outcome),
            }
        }
    }
}

/// Whether a change breaks an invariant, or makes a broken one worse.
fn at_stake(context: &Context<'_>, change: &Change, stake: &Stake) -> Truth {
    let Some(invariant) = context.kb.invariants.get(stake.invariant as usize) else {
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
    pub(super) stake: &'a Stake,
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
        let moves = |moved: &&Moved| {
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
        let mut frame = Frame::new(self.after.kb);
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
        let mut frame = Frame::new(self.after.kb);
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
