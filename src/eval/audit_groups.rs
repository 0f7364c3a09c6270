//! What in a state breaks a limit on groups: one finding for each of the groups, and one for what nobody knows.

use crate::eval::audit::{Audit, Finding, severity};
use crate::eval::compute::Frame;
use crate::eval::group_comparison::{BrokenGroup, MOST_GROUPS, keys_of};
use crate::eval::groups::{Interval, Keys};
use crate::eval::outcomes::bounds;
use crate::eval::trace::Trace;
use crate::kb::Aggregate;
use crate::values::{Truth, Type};
use std::borrow::Cow;

impl<'m> Audit<'m, '_> {
    pub(super) fn groups(&self, aggregate: &Aggregate) -> Vec<Finding<'m>> {
        let (broken, open): (Vec<BrokenGroup>, Vec<BrokenGroup>) =
            self.judged(aggregate).into_iter().partition(|group| group.truth == Truth::True);
        let mut findings = Vec::new();
        for group in broken.iter().take(MOST_GROUPS) {
            let mut trace = Trace::new(self.context, self.context);
            trace.frame.group.clone_from(&group.keys);
            trace.facts_of_group(self.invariant, group.before, group.bound);
            findings.push(self.finding_of_group(group, trace));
        }
        if let Some(first) = open.first() {
            let mut trace = Trace::new(self.context, self.context);
            for group in open.iter().take(MOST_GROUPS) {
                trace.frame.group.clone_from(&group.keys);
                trace.missing(group.bound);
            }
            let keys: Vec<Option<&Keys>> = open.iter().map(|group| group.keys.as_ref()).collect();
            trace.missing_of_groups(self.invariant, &keys);
            findings.push(self.finding(None, severity(first.truth), trace));
        }
        findings
    }

    /// The groups that break a bound, or may, sorted by their keys.
    fn judged(&self, aggregate: &Aggregate) -> Vec<BrokenGroup> {
        let (context, grouped) = (&self.context, self.invariant.grouped());
        let mut frame = Frame::new(context.program);
        let groups = match aggregate.kept.and_then(|kept| context.kept_groups(kept)) {
            Some(groups) => Cow::Borrowed(groups),
            None => Cow::Owned(context.groups(grouped, &mut frame)),
        };
        let keys: Vec<Option<Keys>> = match aggregate.each {
            Some(each) => context.groups_of_elements(each).map(Some).collect(),
            None if grouped.keys.is_empty() => vec![Some(Keys::from([]))],
            None => {
                let others = groups.may_be_others().then_some(None);
                groups.known().cloned().map(Some).chain(others).collect()
            }
        };
        let mut judged = Vec::new();
        for keys in keys {
            frame.group.clone_from(&keys);
            let sum = groups.of(keys.as_ref());
            for (bound, lower) in [(aggregate.least, true), (aggregate.most, false)] {
                let Some(bound) = bound else { continue };
                let Some(limit) = Interval::of_bounds(bounds(&context.value(bound, &mut frame))) else {
                    continue;
                };
                let truth = if lower { limit.is_more_than(sum) } else { sum.is_more_than(limit) };
                if truth != Truth::False {
                    judged.push(BrokenGroup { keys: keys.clone(), bound, truth, before: sum, after: sum });
                }
            }
        }
        let types: Vec<&Type> = keys_of(self.rule).iter().map(|key| key.value.ty.entry()).collect();
        context.sort_groups(&types, &mut judged);
        judged
    }
}
