//! Limits on groups, counted by walking the states before and after an action.

use super::world::{Here, World, collection_of};
use super::{Conjunct, MOST, Reader, Step, above, conjuncts, range};
use ustav::model::{Aggregate, Expr, ExprKind as Kind, Invariant};
use ustav::values::email::fold_email;
use ustav::values::ids::{CollectionId, RowId};
use ustav::values::{Moment, Truth, Type, Value};

/// The least and the most that a number may be.
type Range = (i128, i128);

/// More than all sums.
const ENDLESS: i128 = 1 << 100;

/// The groups that an element is in, if somebody knows.
#[derive(Clone, PartialEq)]
enum Groups {
    Some(Vec<Vec<Value>>),
    Unknown,
}

impl Groups {
    /// Whether a group, or one that nobody knows, is among them.
    fn has(&self, group: Option<&Vec<Value>>) -> Truth {
        match self {
            Self::Unknown => Truth::Unknown,
            Self::Some(own) => Truth::from(group.is_some_and(|group| own.contains(group))),
        }
    }
}

/// The truths of two conditions that may both be open; one that is the same before and after is the same.
fn both(before: Truth, after: Truth, same: bool) -> Vec<(bool, bool)> {
    let may = |truth: Truth, is: bool| truth == Truth::Unknown || truth == Truth::from(is);
    let pairs = [(false, false), (false, true), (true, false), (true, true)];
    let pairs = pairs.into_iter().filter(|(was, is)| may(before, *was) && may(after, *is));
    pairs.filter(|(was, is)| !same || was == is).collect()
}

fn widest(ranges: impl Iterator<Item = Range>) -> Range {
    ranges.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or((0, 0))
}

impl World<'_> {
    /// What an expression of an element comes to as a number that is added up.
    pub(super) fn added_up(&self, amount: &Expr, here: &Here) -> Range {
        match self.value(amount, here) {
            Value::Int(number) => (i128::from(number), i128::from(number)),
            Value::Absent => (0, 0),
            _ => self.declared(amount),
        }
    }

    /// The numbers that a field may have by its declaration; one that may be absent may be as good as 0.
    fn declared(&self, amount: &Expr) -> Range {
        let mut optional = false;
        let mut part = amount;
        let mut declared = None;
        while let Kind::Field(of, field) = &part.kind {
            let shape = self.model.schema.collections.get(collection_of(of)).unwrap();
            let field = shape.fields.get(*field).unwrap();
            declared = declared.or(Some(field.range));
            optional |= field.optional;
            part = of;
        }
        match declared.flatten() {
            Some(range) => {
                let most = range.to.unwrap_or(i64::MAX);
                let zero = |own: Range| if optional { (own.0.min(0), own.1.max(0)) } else { own };
                zero((i128::from(range.from), i128::from(most)))
            }
            None => (i128::from(i64::MIN), MOST),
        }
    }

    fn amount(&self, aggregate: &Aggregate, row: RowId) -> Range {
        let here = Here::default().with(row);
        aggregate.amount.as_ref().map_or((1, 1), |amount| self.added_up(amount, &here))
    }

    fn groups(&self, aggregate: &Aggregate, row: RowId) -> Groups {
        let here = Here::default().with(row);
        let mut open = false;
        let mut groups: Vec<Vec<Value>> = vec![Vec::new()];
        for key in &aggregate.keys {
            let value = self.value(&key.value, &here);
            let mut entries: Vec<Value> = match value {
                Value::Absent => return Groups::Some(Vec::new()),
                Value::Unknown => {
                    open = true;
                    continue;
                }
                Value::List(entries) => entries.iter().cloned().collect(),
                value => vec![value],
            };
            for entry in &mut entries {
                *entry = match (&*entry, &key.value.ty) {
                    (Value::Text(text), Type::Email) => Value::text(&fold_email(text)),
                    (Value::Text(text), Type::List(of)) if **of == Type::Email => {
                        Value::text(&fold_email(text))
                    }
                    (Value::Moment(moment), _) => Value::Moment(Moment::Day(moment.day(self.zone))),
                    (value, _) => value.clone(),
                };
            }
            let mut next: Vec<Vec<Value>> = Vec::new();
            for group in &groups {
                for entry in &entries {
                    let longer: Vec<Value> = group.iter().chain([entry]).cloned().collect();
                    if !next.contains(&longer) {
                        next.push(longer);
                    }
                }
            }
            groups = next;
        }
        if open && !groups.is_empty() { Groups::Unknown } else { Groups::Some(groups) }
    }

    /// What all elements of a group have together.
    fn whole(&self, invariant: &Invariant, aggregate: &Aggregate, group: Option<&Vec<Value>>) -> Range {
        let set = &invariant.set;
        let mut sum = self.unlisted(set.collection, aggregate.amount.as_ref());
        for row in self.rows(set.collection) {
            let member = self.belongs(set, row, &Here::default()).and(self.groups(aggregate, row).has(group));
            let own = self.amount(aggregate, row);
            let own = match member {
                Truth::False => (0, 0),
                Truth::True => own,
                Truth::Unknown => (own.0.min(0), own.1.max(0)),
            };
            sum = (sum.0 + own.0, sum.1 + own.1);
        }
        sum
    }

    /// What those elements may add that nobody has listed.
    pub(super) fn unlisted(&self, collection: CollectionId, amount: Option<&Expr>) -> Range {
        if self.known(collection) {
            return (0, 0);
        }
        let (least, most) = amount.map_or((1, 1), |amount| self.declared(amount));
        (if least < 0 { -ENDLESS } else { 0 }, if most > 0 { ENDLESS } else { 0 })
    }
}

impl Step<'_> {
    /// Whether some group comes over its upper bound, or under its lower one, or further.
    pub(super) fn breaks_a_group(&self, invariant: &Invariant, aggregate: &Aggregate) -> Truth {
        let collection = invariant.set.collection;
        let may_belong = |world: &World<'_>, row: RowId| {
            world.belongs(&invariant.set, row, &Here::default()) != Truth::False
        };
        // There may be a group that nobody knows where an element is in one.
        let nobody_knows = |world: &World<'_>| {
            let unknown = |row| world.groups(aggregate, row) == Groups::Unknown && may_belong(world, row);
            !world.known(collection) || world.rows(collection).any(unknown)
        };
        let mut groups: Vec<Option<Vec<Value>>> = Vec::new();
        let somebody = self.moves_somebody(invariant, aggregate);
        if nobody_knows(&self.before) || nobody_knows(&self.after) || somebody {
            groups.push(None);
        }
        match aggregate.each() {
            Some(each) => {
                groups = self.after.rows(each).map(|row| Some(vec![Value::Element(row)])).collect();
            }
            None if aggregate.keys.is_empty() => groups = vec![Some(Vec::new())],
            None => {
                for (world, rows) in
                    [(&self.before, self.before.rows(collection)), (&self.after, self.after.rows(collection))]
                {
                    for row in rows.filter(|row| may_belong(world, *row)) {
                        let Groups::Some(own) = world.groups(aggregate, row) else { continue };
                        let own = own.into_iter().map(Some).filter(|own| !groups.contains(own));
                        groups.extend(own.collect::<Vec<_>>());
                    }
                }
            }
        }
        Truth::any(groups.iter().map(|group| self.breaks(invariant, aggregate, group.as_ref())))
    }

    fn breaks(&self, invariant: &Invariant, aggregate: &Aggregate, group: Option<&Vec<Value>>) -> Truth {
        let collection = invariant.set.collection;
        let arguments = match group {
            Some(keys) => keys.iter().cloned().collect(),
            None => aggregate.keys.iter().map(|_| Value::Unknown).collect(),
        };
        let here = Here::of_arguments(arguments);
        let open = !self.before.known(collection) && self.reads_of_others(invariant, aggregate)
            || self.moves_somebody(invariant, aggregate);
        let (growth, sum) = if open {
            ((-ENDLESS, ENDLESS), (-ENDLESS, ENDLESS))
        } else {
            let rows = self.after.rows(collection);
            let growth = rows.map(|row| self.growth(invariant, aggregate, row, group));
            let growth = growth.fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
            (growth, self.after.whole(invariant, aggregate, group))
        };
        let is_new = group.into_iter().flatten().zip(&aggregate.keys).any(|(key, of)| {
            let (Value::Element(row), Type::Element(collection)) = (key, &of.value.ty) else { return false };
            !self.before.rows(*collection).any(|old| old == *row)
        });
        let broken = |bound: &Expr, lower: bool| {
            let Some(limit) = range(&self.after.value(bound, &here)) else { return Truth::False };
            let raised = match self.reads(bound, &Reader::default()) && !is_new {
                false => Some((0, 0)),
                true => range(&self.before.value(bound, &here)).map(|old| (limit.0 - old.1, limit.1 - old.0)),
            };
            let worse = match raised {
                _ if lower && is_new => Truth::True,
                None => Truth::True,
                Some(raised) if lower => above(raised, growth),
                Some(raised) => above(growth, raised),
            };
            worse.and(if lower { above(limit, sum) } else { above(sum, limit) })
        };
        let least = aggregate.least.as_ref().map(|bound| broken(bound, true));
        let most = aggregate.most.as_ref().map(|bound| broken(bound, false));
        Truth::any(least.into_iter().chain(most))
    }

    /// Whether something changes that elements are judged by, of an element of which nobody knows which it is.
    fn moves_somebody(&self, invariant: &Invariant, aggregate: &Aggregate) -> bool {
        let (before, after) = (self.before, self.after);
        let somebody = Step { before, after, written: self.somebody.clone(), somebody: Vec::new() };
        let any = Reader::default().with(None);
        let filters = conjuncts(self.before.model, &invariant.set);
        filters
            .iter()
            .any(|conjunct| matches!(conjunct, Conjunct::Filter(filter) if somebody.reads(filter, &any)))
            || aggregate.of_element().any(|part| somebody.reads(part, &any))
    }

    fn reads_of_others(&self, invariant: &Invariant, aggregate: &Aggregate) -> bool {
        let others = Reader::default().with(Some(RowId::NONE));
        let filters = conjuncts(self.before.model, &invariant.set);
        filters
            .iter()
            .any(|conjunct| matches!(conjunct, Conjunct::Filter(filter) if self.reads(filter, &others)))
            || aggregate.of_element().any(|part| self.reads(part, &others))
    }

    /// How much more a group has through an element than before.
    fn growth(
        &self,
        invariant: &Invariant,
        aggregate: &Aggregate,
        row: RowId,
        group: Option<&Vec<Value>>,
    ) -> Range {
        let (model, collection) = (self.before.model, invariant.set.collection);
        let reader = Reader::default().with(Some(row));
        let is_old = self.before.rows(collection).any(|own| own == row);
        let filters = conjuncts(model, &invariant.set);
        let reads = |conjunct: &&Conjunct<'_>| {
            !is_old || matches!(conjunct, Conjunct::Filter(filter) if self.reads(filter, &reader))
        };
        let (moved, steady): (Vec<&Conjunct<'_>>, Vec<&Conjunct<'_>>) = filters.iter().partition(reads);
        let holds = |world: &World<'_>, some: &[&Conjunct<'_>]| {
            Truth::all(some.iter().map(|conjunct| world.conjunct(conjunct, collection, row)))
        };
        let always = holds(&self.after, &steady);
        let is = holds(&self.after, &moved);
        let there = self.after.groups(aggregate, row).has(group);
        let now = self.after.amount(aggregate, row);
        let (was, was_there, then) = match is_old {
            true => (
                holds(&self.before, &moved),
                self.before.groups(aggregate, row).has(group),
                self.before.amount(aggregate, row),
            ),
            false => (Truth::False, Truth::False, (0, 0)),
        };
        let same_place = is_old && !aggregate.keys.iter().any(|key| self.reads(&key.value, &reader));
        let same_amount =
            is_old && !aggregate.amount.as_ref().is_some_and(|amount| self.reads(amount, &reader));
        let mut found: Vec<Range> = if always == Truth::True { Vec::new() } else { vec![(0, 0)] };
        if always != Truth::False {
            for (was, is) in both(was, is, false) {
                for (was_there, is_there) in both(was_there, there, same_place) {
                    found.push(match (was && was_there, is && is_there) {
                        (true, true) if same_amount => (0, 0),
                        (true, true) => (now.0 - then.1, now.1 - then.0),
                        (true, false) => (-then.1, -then.0),
                        (false, true) => now,
                        (false, false) => (0, 0),
                    });
                }
            }
        }
        widest(found.into_iter())
    }
}
