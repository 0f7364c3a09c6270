//! A state before and after an action, looked at for one invariant: who comes into its set, and by how much it grows.

use crate::eval::compute::{Context, Frame};
use crate::eval::outcomes::{bounds, more};
use crate::eval::overlay::Change;
use crate::eval::trace::Trace;
use crate::kb::{AffectedInvariant, Invariant, InvariantKind, ReadSet};
use crate::values::Truth;
use crate::values::ids::{CounterId, NodeId, RowId};

pub(super) struct Comparison<'a> {
    pub(super) before: Context<'a>,
    pub(super) after: Context<'a>,
    pub(super) change: &'a Change,
    pub(super) affected: &'a AffectedInvariant,
    pub(super) invariant: &'a Invariant,
}

impl Comparison<'_> {
    /// The rows that the change may bring into the set.
    pub(super) fn touched(&self) -> Vec<RowId> {
        if self.affected.moved.iter().any(|moved| self.change.moves_all(moved)) {
            return self.after.rows(self.invariant.set.collection).collect();
        }
        if self.affected.moved.is_empty() {
            return self.after.new_rows(self.invariant.set.collection).collect();
        }
        self.before.moved_rows(self.invariant.set.collection, &self.affected.moved, self.change)
    }

    /// The conditions of the set that the change moves for an element.
    pub(super) fn moved(&self, row: RowId) -> Vec<NodeId> {
        let moves = |reads: &&ReadSet| {
            self.change.moves_all(reads)
                || self.change.moves_own(reads, self.invariant.set.collection, row)
                || self.before.refers(reads, self.change, row)
        };
        self.affected.moved.iter().filter(moves).map(|reads| reads.node).collect()
    }

    /// What a bound reads of what the change moves, if it moves any of it.
    pub(super) fn bound_reads(&self, bound: NodeId) -> Option<&ReadSet> {
        let reads = self.affected.bounds.iter().find(|reads| reads.node == bound)?;
        Some(reads).filter(|reads| self.change.moves_all(reads))
    }

    /// Unknown where some element changes and nobody knows which.
    pub(super) fn somebody(&self) -> Truth {
        if self.unlisted() { Truth::Unknown } else { Truth::False }
    }

    /// Whether an element is in the set, by the conditions that the change cannot move, and by the others before and after.
    pub(super) fn parts(&self, row: RowId) -> (Truth, Truth, Truth) {
        let mut frame = Frame::new(self.after.program);
        frame.set(self.invariant.set.level, row);
        let moving = self.moved(row);
        let moved = |id: &&NodeId| moving.contains(id);
        let mut all = |context: &Context<'_>, want: bool| {
            let chosen = self.invariant.set.conditions.iter().filter(|id| moved(id) == want);
            Truth::all(chosen.map(|id| context.truth(*id, &mut frame)))
        };
        let steady = all(&self.after, false);
        let after = all(&self.after, true);
        let old = self.before.portal.has(self.invariant.set.collection, row);
        let before = if old { all(&self.before, true) } else { Truth::False };
        (steady, before, after)
    }

    /// Whether an element comes into the set through the change.
    pub(super) fn enters(&self, row: RowId) -> Truth {
        let (steady, before, after) = self.parts(row);
        steady.and(after).and(!before)
    }

    /// Whether the change may move elements of which nobody knows: of a collection that was left out, or because nobody
    /// knows which one it changes.
    fn unlisted(&self) -> bool {
        let collection = self.invariant.set.collection;
        let known = self.before.portal.is_known(collection);
        let moves = |moved: &ReadSet| {
            self.change.moves_somebody(moved, collection)
                || !known && (self.change.moves_all(moved) || self.change.moves_referred(moved))
        };
        self.affected.moved.iter().any(moves)
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
            growth.0 += i64::from(comes == Truth::True) - i64::from(goes != Truth::False);
            growth.1 += i64::from(comes != Truth::False) - i64::from(goes == Truth::True);
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
        let worse = if self.bound_reads(most).is_some() {
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
        let count = self.before.size(&self.invariant.set, counter, &mut frame);
        let after = (count.least.saturating_add(growth.0), count.most.saturating_add(growth.1));
        worse.and(more(after, limit))
    }

    /// Of a limit, how many elements it counts before the change, and its number.
    pub(super) fn facts_of_limit(&self, trace: &mut Trace<'_>) {
        if let InvariantKind::Limit { most, counter } = &self.invariant.kind {
            let set = &self.invariant.set;
            let count = self.before.size(set, *counter, &mut trace.frame);
            trace.facts_of_limit(set, *most, count);
        }
    }
}
