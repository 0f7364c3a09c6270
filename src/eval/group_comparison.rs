//! A state before and after an action, looked at for an invariant on groups: what each of them has, and what that changes.

use crate::eval::comparison::Comparison;
use crate::eval::compute::{Context, Frame};
use crate::eval::groups::{Groups, Interval, Keys, Place, Share};
use crate::eval::outcomes::bounds;
use crate::eval::proposed::ProposedAction;
use crate::kb::{AffectedInvariant, Aggregate, Grouped, Invariant, Op};
use crate::model::{self, Rule, RuleKind};
use crate::values::ids::{FieldId, NodeId, RowId};
use crate::values::{Truth, Type, Value};
use std::borrow::Cow;
use std::collections::HashSet;

/// So many groups of one limit are told of, in the order of their keys.
pub(super) const MOST_GROUPS: usize = 100;

/// The keys of the groups of a rule.
pub(super) fn keys_of(rule: &Rule) -> &[model::GroupKey] {
    match &rule.kind {
        RuleKind::Invariant(model::Invariant { kind: model::InvariantKind::Aggregate(own), .. }) => &own.keys,
        _ => &[],
    }
}

/// A group with one of its bounds, and whether it breaks that.
#[derive(Clone, Debug)]
pub(crate) struct BrokenGroup {
    /// Its keys; nothing where nobody knows them.
    pub(crate) keys: Option<Keys>,
    pub(crate) bound: NodeId,
    pub(crate) truth: Truth,
    /// What it had before.
    pub(crate) before: Interval,
    /// What it has after.
    pub(crate) after: Interval,
}

/// The keys of the group that an action puts an element in, as far as they are fields of the element.
pub(crate) fn keys_of_touched(
    proposed: &ProposedAction<'_, '_>,
    invariant: &Invariant,
) -> Vec<(FieldId, Value)> {
    let kb = &proposed.program.kb;
    let own = |one: &&AffectedInvariant| {
        kb.invariants.get(one.invariant).is_some_and(|other| other.rule == invariant.rule)
    };
    let affected = proposed.impact().and_then(|impact| impact.invariants.iter().find(own));
    let Some(comparison) = affected.and_then(|affected| proposed.comparison(affected)) else {
        return Vec::new();
    };
    let (grouped, mut frame) = (invariant.grouped(), Frame::new(proposed.program));
    let Some(row) = comparison.touched().into_iter().next() else { return Vec::new() };
    frame.set(grouped.set.level, row);
    let keys = grouped.keys.iter().filter_map(|key| {
        let Op::Field { of, field, .. } = kb.node(key.value)?.op else { return None };
        let element = matches!(kb.node(of)?.op, Op::Element { .. });
        let value = comparison.after.value(key.value, &mut frame);
        let known = !matches!(value, Value::Unknown | Value::Absent);
        (element && known).then_some((field, value))
    });
    keys.collect()
}

/// An element that the change touches.
struct Touched {
    /// Whether it is in the set, by the conditions that the change cannot move, and by the others before and after.
    member: (Truth, Truth, Truth),
    place: (Place, Place),
    amount: (Interval, Interval),
    /// Whether the change moves a key of it, so that two of which nobody knows anything need not be the same.
    other_place: bool,
    other_amount: bool,
}

const BOTH: [bool; 2] = [false, true];

fn may_be(truth: Truth, holds: bool) -> bool {
    truth == Truth::Unknown || truth == Truth::from(holds)
}

impl Touched {
    /// How much more a group has through it than before.
    fn growth(&self, group: Option<&Keys>) -> Interval {
        let (steady, before, after) = self.member;
        let (place_before, place_after) = (self.place.0.is(group), self.place.1.is(group));
        let nothing = Interval::default();
        let mut found = (steady != Truth::True).then_some(nothing);
        if steady == Truth::False {
            return nothing;
        }
        for was_member in BOTH.into_iter().filter(|holds| may_be(before, *holds)) {
            for is_member in BOTH.into_iter().filter(|holds| may_be(after, *holds)) {
                for was_there in BOTH.into_iter().filter(|holds| may_be(place_before, *holds)) {
                    for is_there in BOTH.into_iter().filter(|holds| may_be(place_after, *holds)) {
                        if !self.other_place && was_there != is_there {
                            continue;
                        }
                        let own = self.of((was_member && was_there, is_member && is_there));
                        found = Some(found.map_or(own, |found| found.hull(own)));
                    }
                }
            }
        }
        found.unwrap_or_default()
    }

    /// How much more there is through it where it is known whether it was there and whether it is.
    fn of(&self, (was, is): (bool, bool)) -> Interval {
        let (before, after) = self.amount;
        let nothing = Interval::default();
        match (was, is) {
            (false, false) => nothing,
            (true, true) if !self.other_amount => nothing,
            (true, true) => after.minus(before),
            (true, false) => nothing.minus(before),
            (false, true) => after,
        }
    }
}

/// What is needed of the elements that the change touches.
pub(super) struct GroupComparison<'c, 'a> {
    comparison: &'c Comparison<'a>,
    aggregate: &'a Aggregate,
    grouped: Grouped<'a>,
    /// The types of the keys.
    types: Vec<&'a Type>,
    before: Cow<'a, Groups>,
    touched: Vec<Touched>,
    shares: Vec<(Share, Share)>,
    /// Whether elements change of which nobody knows which.
    is_open: bool,
}

impl<'a> Comparison<'a> {
    /// The same for an invariant on groups.
    pub(super) fn of_groups<'c>(&'c self, aggregate: &'a Aggregate) -> GroupComparison<'c, 'a> {
        let grouped = self.invariant.grouped();
        let mut frame = Frame::new(self.after.program);
        let before = match aggregate.kept.and_then(|kept| self.before.kept_groups(kept)) {
            Some(groups) => Cow::Borrowed(groups),
            None => Cow::Owned(self.before.groups(grouped, &mut frame)),
        };
        let (mut touched, mut shares) = (Vec::new(), Vec::new());
        for row in self.touched() {
            let (one, share) = self.touched_row(grouped, row, &mut frame);
            touched.push(one);
            shares.push(share);
        }
        let is_open = self.somebody() == Truth::Unknown;
        let rule = self.after.program.model.rules.get(self.invariant.rule);
        let types = rule.map(keys_of).unwrap_or_default().iter().map(|key| key.value.ty.entry()).collect();
        GroupComparison { comparison: self, aggregate, grouped, types, before, touched, shares, is_open }
    }

    fn touched_row(&self, grouped: Grouped<'a>, row: RowId, frame: &mut Frame) -> (Touched, (Share, Share)) {
        let moved = self.moved(row);
        let is_moved = |node: &NodeId| moved.contains(node);
        let old = self.before.portal.has(grouped.set.collection, row);
        let mut of = |context: &Context<'_>| {
            frame.set(grouped.set.level, row);
            (
                context.share(grouped, frame),
                context.group_of(grouped.keys, frame),
                context.amount(grouped.amount, frame),
            )
        };
        let after = of(&self.after);
        let before =
            if old { of(&self.before) } else { (Share::none(), Place::Nowhere, Interval::default()) };
        let touched = Touched {
            member: self.parts(row),
            place: (before.1, after.1),
            amount: (before.2, after.2),
            other_place: !old || grouped.keys.iter().any(|key| is_moved(&key.value)),
            other_amount: !old || grouped.amount.is_some_and(|amount| is_moved(&amount.value)),
        };
        (touched, (before.0, after.0))
    }

    /// Whether each group may be another through the change, or have another bound, as far as can be said without looking
    /// whether elements belong to the set.
    pub(super) fn may_touch_all_groups(&self, aggregate: &Aggregate) -> bool {
        if self.somebody() == Truth::Unknown || self.moves_bound(aggregate) {
            return true;
        }
        let grouped = self.invariant.grouped();
        let mut frame = Frame::new(self.after.program);
        self.touched().into_iter().any(|row| {
            frame.set(grouped.set.level, row);
            let mut floats =
                |context: &Context<'_>| context.group_of(grouped.keys, &mut frame) == Place::Anywhere;
            floats(&self.before) || floats(&self.after)
        })
    }

    fn moves_bound(&self, aggregate: &Aggregate) -> bool {
        let moves = |bound: NodeId| self.bound_reads(bound).is_some();
        aggregate.least.into_iter().chain(aggregate.most).any(moves)
    }
}

impl GroupComparison<'_, '_> {
    /// The groups of which the change may break a bound, sorted by their keys.
    pub(super) fn broken(&self) -> Vec<BrokenGroup> {
        let mut broken = self.judged();
        broken.retain(|group| group.truth != Truth::False);
        broken
    }

    /// The groups that may have become other than they were, each as often as it has bounds, sorted by their keys.
    pub(super) fn judged(&self) -> Vec<BrokenGroup> {
        let mut frame = Frame::new(self.comparison.after.program);
        let mut judged: Vec<BrokenGroup> =
            self.groups().into_iter().flat_map(|keys| self.judge(keys.as_ref(), &mut frame)).collect();
        self.comparison.after.sort_groups(&self.types, &mut judged);
        judged
    }

    pub(super) fn breaks(&self) -> Truth {
        let mut frame = Frame::new(self.comparison.after.program);
        let mut found = Truth::False;
        for keys in self.groups() {
            for group in self.judge(keys.as_ref(), &mut frame) {
                found = found.or(group.truth);
            }
            if found == Truth::True {
                break;
            }
        }
        found
    }

    /// The groups that may have become other than they were; `None` is one that nobody knows.
    fn groups(&self) -> Vec<Option<Keys>> {
        let floats = |share: &Share| share.place == Place::Anywhere;
        let touched: HashSet<&Keys> = self
            .shares
            .iter()
            .flat_map(|(before, after)| [before, after])
            .filter_map(|share| if let Place::In(own) = &share.place { Some(own) } else { None })
            .flatten()
            .collect();
        let all = self.is_open
            || self.comparison.moves_bound(self.aggregate)
            || self.shares.iter().any(|(before, after)| floats(before) || floats(after));
        let after = &self.comparison.after;
        if let Some(each) = self.aggregate.each {
            let old = |keys: &Keys| self.is_old(keys);
            let rows = after.groups_of_elements(each);
            return rows.filter(|keys| all || touched.contains(keys) || !old(keys)).map(Some).collect();
        }
        if self.grouped.keys.is_empty() {
            return vec![Some(Keys::from([]))];
        }
        if !all {
            return touched.into_iter().cloned().map(Some).collect();
        }
        let known = self.before.known().filter(|keys| !touched.contains(keys));
        let mut groups: Vec<Option<Keys>> = known.chain(touched.iter().copied()).cloned().map(Some).collect();
        let others = self.is_open
            || self.before.may_be_others()
            || self.shares.iter().any(|(before, after)| floats(before) || floats(after));
        groups.extend(others.then_some(None));
        groups
    }

    /// Whether the elements that are keys of a group were there before the change.
    fn is_old(&self, keys: &Keys) -> bool {
        let portal = self.comparison.before.portal;
        keys.iter().zip(&self.types).all(|(key, ty)| match (key, ty) {
            (Value::Element(row), Type::Element(collection)) => portal.has(*collection, *row),
            _ => true,
        })
    }

    fn judge(&self, group: Option<&Keys>, frame: &mut Frame) -> Vec<BrokenGroup> {
        frame.group = group.cloned();
        let before = self.before.of(group);
        let (growth, sum) = if self.is_open {
            (Interval::ANY, Interval::ANY)
        } else {
            let growth = self.touched.iter().map(|one| one.growth(group));
            let growth = growth.fold(Interval::default(), Interval::plus);
            (growth, self.before.of_changed(group, &self.shares))
        };
        let is_new = group.is_some_and(|keys| !self.is_old(keys));
        let mut judged = Vec::new();
        for (bound, lower) in [(self.aggregate.least, true), (self.aggregate.most, false)] {
            let Some(bound) = bound else { continue };
            let Some(limit) = Interval::of_bounds(bounds(&self.comparison.after.value(bound, frame))) else {
                continue;
            };
            let raised = match self.comparison.bound_reads(bound).filter(|_| !is_new) {
                None => Some(Interval::default()),
                Some(_) => Interval::of_bounds(bounds(&self.comparison.before.value(bound, frame)))
                    .map(|before| limit.minus(before)),
            };
            let (beyond, worse) = match lower {
                // It begins as if the bound held.
                true if is_new => (limit.is_more_than(sum), Truth::True),
                true => (
                    limit.is_more_than(sum),
                    raised.map_or(Truth::True, |raised| raised.is_more_than(growth)),
                ),
                false => (
                    sum.is_more_than(limit),
                    raised.map_or(Truth::True, |raised| growth.is_more_than(raised)),
                ),
            };
            let truth = worse.and(beyond);
            judged.push(BrokenGroup { keys: group.cloned(), bound, truth, before, after: sum });
        }
        judged
    }
}

impl Context<'_> {
    /// Sort by the keys, of which the types are given: an element by its id, or where it has none by its place. A group that
    /// nobody knows comes last.
    pub(super) fn sort_groups(&self, types: &[&Type], groups: &mut [BrokenGroup]) {
        groups.sort_by_cached_key(|group| {
            let keys = group.keys.as_ref().map(|keys| keys.iter().zip(types));
            let places =
                keys.map(|keys| keys.map(|(key, ty)| self.place_of_key(key, ty)).collect::<Vec<_>>());
            (places.is_none(), places)
        });
    }

    fn place_of_key(&self, key: &Value, ty: &Type) -> (i64, String) {
        match (key, ty) {
            (Value::Bool(holds), _) => (i64::from(*holds), String::new()),
            (Value::Int(number), _) => (*number, String::new()),
            (Value::Variant(variant), _) => (i64::from(variant.0), String::new()),
            (Value::Element(row), Type::Element(collection)) => match self.id(*collection, *row) {
                Some(id) => (0, id.to_string()),
                None => (i64::from(row.0), String::new()),
            },
            (Value::Text(text), _) => (0, text.to_string()),
            (Value::Moment(moment), _) => (0, moment.to_string()),
            (Value::Zone(zone), _) => (0, zone.name().to_owned()),
            _ => (i64::MAX, String::new()),
        }
    }
}
