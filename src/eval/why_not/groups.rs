//! What a limit on groups reads: its bounds, the elements that the action touches, and those of the broken groups.

use crate::eval::comparison::Comparison;
use crate::eval::group_comparison::BrokenGroup;
use crate::eval::why_not::place::around;
use crate::eval::why_not::variable_inputs::{Collector, MOST_MEMBERS, MOST_ROWS};
use crate::kb::Aggregate;
use crate::values::ids::{NodeId, RowId};
use crate::values::{Truth, Value};

/// So many broken groups are looked at.
const MOST_GROUPS: usize = 16;

impl Collector<'_> {
    pub(super) fn broken_groups(&mut self, comparison: &Comparison<'_>, aggregate: &Aggregate) {
        let broken = comparison.of_groups(aggregate).broken();
        let mut touched = comparison.touched();
        touched.truncate(MOST_ROWS);
        for group in broken.iter().take(MOST_GROUPS) {
            self.bound(comparison, group);
            self.touched_of(comparison, group, &touched);
            self.members_of(comparison, aggregate, group, &touched);
        }
        self.frame.group = None;
        self.completed(comparison.invariant.set.collection);
    }

    fn bound(&mut self, comparison: &Comparison<'_>, group: &BrokenGroup) {
        self.frame.group.clone_from(&group.keys);
        self.visit(&comparison.after, group.bound);
        let needed = group.after.exact().and_then(|needed| i64::try_from(needed).ok());
        if let Some(needed) = needed {
            self.suggest(&comparison.after, group.bound, &around(&Value::Int(needed)));
        }
    }

    fn touched_of(&mut self, comparison: &Comparison<'_>, group: &BrokenGroup, touched: &[RowId]) {
        let (before, after, grouped) = (self.before, comparison.after, comparison.invariant.grouped());
        for row in touched {
            self.frame.set(grouped.set.level, *row);
            for context in [&after, &before] {
                if context.change.is_some() || before.portal.has(grouped.set.collection, *row) {
                    grouped.of_element().for_each(|node| self.visit(context, node));
                }
            }
            if let Some(amount) = grouped.amount {
                self.other_amount(comparison, group, amount.value);
            }
        }
    }

    /// The amount of the element under way with which the bound would hold.
    fn other_amount(&mut self, comparison: &Comparison<'_>, group: &BrokenGroup, amount: NodeId) {
        let after = comparison.after;
        let bound = after.value(group.bound, &mut self.frame);
        let (Value::Int(own), Value::Int(bound)) = (after.value(amount, &mut self.frame), bound) else {
            return;
        };
        let beyond = group.after.exact().and_then(|sum| i64::try_from(sum).ok());
        let other = beyond.and_then(|sum| sum.checked_sub(bound)).and_then(|beyond| own.checked_sub(beyond));
        if let Some(other) = other {
            self.suggest(&after, amount, &[Value::Int(other)]);
        }
    }

    /// The other elements of a group; of a lower bound those that are not in the set, and could be.
    fn members_of(
        &mut self,
        comparison: &Comparison<'_>,
        aggregate: &Aggregate,
        group: &BrokenGroup,
        touched: &[RowId],
    ) {
        let (before, grouped) = (self.before, comparison.invariant.grouped());
        let is_lower = aggregate.least == Some(group.bound);
        let more: Vec<NodeId> = grouped.of_element().skip(grouped.set.conditions.len()).collect();
        let mut members = 0;
        for row in before.rows(grouped.set.collection) {
            self.frame.set(grouped.set.level, row);
            let member = before.member(grouped.set, &mut self.frame);
            let there = before.group_of(grouped.keys, &mut self.frame).is(group.keys.as_ref());
            let wanted = match is_lower {
                true => member.and(there) != Truth::True,
                false => member.and(there) != Truth::False,
            };
            if !wanted || touched.contains(&row) {
                continue;
            }
            self.walked(grouped.set, &more, row);
            members += 1;
            if members == MOST_MEMBERS {
                return;
            }
        }
    }
}
