//! A state before and after an action, looked at for one invariant: who comes into its set, and by how much it grows.

use crate::eval::compute::{Context, Frame};
use crate::eval::indexed::Count;
use crate::eval::outcomes::{bounds, more};
use crate::eval::overlay::Change;
use crate::kb::{AffectedInvariant, ReadSet};
use crate::values::Truth;
use crate::values::ids::{CounterId, NodeId, RowId};

/// A portal before and after an action, looked at for one invariant.
pub(super) struct Comparison<'a> {
    pub(super) before: Context<'a>,
    pub(super) after: Context<'a>,
    pub(super) change: &'a Change,
    pub(super) affected: &'a AffectedInvariant,
    pub(super) set: &'a crate::kb::Set,
}

impl Comparison<'_> {
    /// The rows that the change may bring into the set.
    pub(super) fn touched(&self) -> Vec<RowId> {
        if self.affected.moved.iter().any(|moved| self.change.moves_all(moved)) {
            return self.after.rows(self.set.collection).collect();
        }
        let mut rows =
            if self.affected.moved.is_empty() { Vec::new() } else { self.change.rows(self.set.collection) };
        rows.extend(self.after.new_rows(self.set.collection));
        rows
    }

    /// The conditions of the set that the change moves for an element.
    fn moved(&self, row: RowId) -> Vec<NodeId> {
        let moves = |reads: &&ReadSet| {
            self.change.moves_all(reads) || self.change.moves_own(reads, self.set.collection, row)
        };
        self.affected.moved.iter().filter(moves).map(|reads| reads.node).collect()
    }

    /// Unknown where some element changes and nobody knows which.
    pub(super) fn somebody(&self) -> Truth {
        let moves = !self.affected.moved.is_empty() && self.change.unknown.contains(&self.set.collection);
        if moves || self.unlisted() { Truth::Unknown } else { Truth::False }
    }

    /// Whether an element is in the set after the change: the part that the change cannot move, and the part
    /// that it can, before and after.
    fn parts(&self, row: RowId) -> (Truth, Truth, Truth) {
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
        let old = self.before.portal.has(self.set.collection, row);
        let before = if old { all(&self.before, true) } else { Truth::False };
        (steady, before, after)
    }

    /// Whether an element comes into the set through the change.
    pub(super) fn enters(&self, row: RowId) -> Truth {
        let (steady, before, after) = self.parts(row);
        steady.and(after).and(!before)
    }

    /// Whether the change may move elements of a collection that was left out.
    fn unlisted(&self) -> bool {
        let known = self.before.portal.rows(self.set.collection).is_some_and(|rows| rows.known);
        !known && self.affected.moved.iter().any(|moved| self.change.moves_all(moved))
    }

    /// By how much the change makes the set grow: at least, at most.
    pub(super) fn growth(&self) -> (i64, i64) {
        if self.unlisted() {
            return (-i64::MAX, i64::MAX);
        }
        let mut growth = (0i64, 0i64);
        for row in self.touched() {
            let (steady, before, after) = self.parts(row);
            let (comes, goes) = (steady.and(after).and(!before), steady.and(before).and(!after));
            let (least, most) = (comes == Truth::True, comes != Truth::False);
            growth.0 += i64::from(least) - i64::from(goes != Truth::False);
            growth.1 += i64::from(most) - i64::from(goes == Truth::True);
        }
        if self.somebody() == Truth::Unknown {
            growth = (growth.0 - 1, growth.1 + 1);
        }
        growth
    }

    /// Whether the change brings the set over its limit, or further over it.
    pub(super) fn exceeds(&self, most: NodeId, counter: Option<CounterId>) -> Truth {
        let mut frame = Frame::new(self.after.program);
        let limit = bounds(&self.after.value(most, &mut frame));
        let Some(limit) = limit else { return Truth::False };
        let growth = self.growth();
        // How much closer to the limit the set comes: its growth, less the growth of the limit.
        let worse = if self.affected.bound.as_ref().is_some_and(|bound| self.change.moves_all(bound)) {
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
    pub(super) fn counted(&self, counter: Option<CounterId>, frame: &mut Frame) -> Count {
        counter
            .and_then(|counter| self.before.portal.counted(counter))
            .unwrap_or_else(|| self.before.count(self.set, frame))
    }
}
