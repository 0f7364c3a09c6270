//! Why a limit on groups is broken: one reason for each of the groups.

use crate::eval::comparison::Comparison;
use crate::eval::compute::Context;
use crate::eval::explain::{EffectOfRule, Explainer, Reason, statement};
use crate::eval::group_comparison::{BrokenGroup, MOST_GROUPS, keys_of};
use crate::eval::groups::{Interval, KeyValue, Keys, Place};
use crate::eval::judge::{Cause, RuleOutcome};
use crate::eval::messages::Writer;
use crate::eval::trace::{Part, Trace};
use crate::kb::{Aggregate, Invariant};
use crate::model::Rule;
use crate::values::ids::NodeId;
use crate::values::{Truth, Type, Value};
use std::collections::HashSet;

impl Context<'_> {
    /// The keys of a group as people know them; nothing of a group that nobody knows.
    pub(super) fn group_values(&self, rule: &Rule, keys: Option<&Keys>) -> Vec<KeyValue> {
        let values = keys.into_iter().flat_map(|keys| keys.iter());
        let named = keys_of(rule).iter().zip(values).map(|(key, value)| {
            let (ty, value) = match (key.value.ty.entry(), value) {
                (Type::Element(collection), Value::Element(row)) => {
                    let path = || self.portal.state.path_of(&self.program.model, *collection, *row).into();
                    (Type::String, Value::Text(self.id(*collection, *row).unwrap_or_else(path)))
                }
                (ty, value) => (ty.clone(), value.clone()),
            };
            KeyValue { name: key.name.clone(), ty, value }
        });
        named.collect()
    }
}

impl Trace<'_> {
    /// What a group has, and what that is compared with; the frame has its keys.
    pub(super) fn facts_of_group(&mut self, invariant: &Invariant, sum: Interval, bound: NodeId) {
        let part = match invariant.grouped().amount {
            Some(_) => Part::Total,
            None => Part::Counted,
        };
        let sum = sum.exact().and_then(|sum| i64::try_from(sum).ok());
        self.fact_of_rows(invariant.set.collection, sum, part);
        self.operand(bound);
    }
}

impl Trace<'_> {
    /// Of a limit on groups that holds, what the first of those has that the action touches.
    pub(super) fn facts_of_kept_group(&mut self, comparison: &Comparison<'_>) {
        let Some(aggregate) = comparison.invariant.aggregate() else { return };
        if let Some(group) = comparison.of_groups(aggregate).judged().into_iter().next() {
            self.frame.group.clone_from(&group.keys);
            self.facts_of_group(comparison.invariant, group.before, group.bound);
        }
    }
}

impl<'m: 'a, 'a> Explainer<'m, 'a> {
    /// The reasons of an outcome, if it is that of a limit on groups.
    pub(super) fn reasons_of_groups(&self, rule: &'m Rule, outcome: &RuleOutcome) -> Option<Vec<Reason<'m>>> {
        let Cause::Invariant(at) = outcome.cause else { return None };
        let comparison = self.affected(at)?;
        let aggregate = comparison.invariant.aggregate()?;
        let broken = comparison.of_groups(aggregate).broken();
        let broken = broken.into_iter().filter(|group| group.truth == outcome.truth).take(MOST_GROUPS);
        Some(broken.map(|group| self.reason_of_group(rule, &comparison, aggregate, &group)).collect())
    }

    fn reason_of_group(
        &self,
        rule: &'m Rule,
        comparison: &Comparison<'a>,
        aggregate: &Aggregate,
        group: &BrokenGroup,
    ) -> Reason<'m> {
        let (set, after) = (&comparison.invariant.set, self.proposed.after());
        let mut trace = self.trace_after();
        trace.frame.group.clone_from(&group.keys);
        trace.facts_of_group(comparison.invariant, group.before, group.bound);
        let comes = comparison.touched().into_iter().find(|row| {
            trace.frame.set(set.level, *row);
            let share = after.share(comparison.invariant.grouped(), &mut trace.frame);
            share.place.is(group.keys.as_ref()) != Truth::False
        });
        if let Some(row) = comes {
            trace.facts_of_set(set, row);
            let amount = aggregate.amount.as_ref().map(|amount| amount.value);
            for node in amount.into_iter().chain(aggregate.keys.iter().map(|key| key.value)) {
                trace.operand(node);
            }
        }
        let mut writer = Writer::new(self.context, after, Some(comparison.invariant), None);
        writer.of_group(group);
        Reason {
            rule: Some(rule),
            effect: EffectOfRule::Limit,
            messages: writer.write(self.program.kb.messages.get(comparison.invariant.rule)),
            places: vec![statement(rule)],
            citations: rule.cites.iter().collect(),
            facts: trace.facts,
            group: after.group_values(rule, group.keys.as_ref()),
        }
    }

    /// What is missing of a limit of which nobody knows whether the action breaks it for some group.
    pub(super) fn open_groups(&self, comparison: &Comparison<'_>, aggregate: &Aggregate) -> Trace<'a> {
        let mut trace = self.trace_after();
        let invariant = comparison.invariant;
        let groups = comparison.of_groups(aggregate).broken();
        for group in groups.iter().filter(|group| group.truth == Truth::Unknown).take(MOST_GROUPS) {
            trace.frame.group.clone_from(&group.keys);
            trace.missing(group.bound);
        }
        let open: Vec<Option<&Keys>> = groups.iter().map(|group| group.keys.as_ref()).collect();
        trace.missing_of_groups(invariant, &open);
        for (collection, _) in &comparison.change.unknown {
            trace.missing_elements(*collection);
        }
        trace
    }
}

impl Trace<'_> {
    /// What is not known of the elements that are in some groups, or may be.
    pub(super) fn missing_of_groups(&mut self, invariant: &Invariant, groups: &[Option<&Keys>]) {
        let (set, grouped) = (&invariant.set, invariant.grouped());
        let any = !groups.is_empty();
        let groups: HashSet<&Keys> = groups.iter().copied().flatten().collect();
        self.missing_rows(set.collection);
        for row in self.context.rows(set.collection) {
            self.frame.set(set.level, row);
            let share = self.context.share(grouped, &mut self.frame);
            let may_be = match &share.place {
                Place::Anywhere => any,
                Place::In(own) => own.iter().any(|group| groups.contains(group)),
                Place::Nowhere => false,
            };
            if !may_be {
                continue;
            }
            for node in grouped.of_element() {
                if self.context.value(node, &mut self.frame) == Value::Unknown {
                    self.missing(node);
                }
            }
        }
    }
}
