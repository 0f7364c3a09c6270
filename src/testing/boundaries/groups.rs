//! The edges of limits on groups: one group that has just what a bound says, less, and more.

use crate::eval::group_comparison::keys_of_touched;
use crate::eval::{Input, ProposedAction};
use crate::kb::{Invariant, Op};
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, elements};
use crate::values::Value;
use crate::values::ids::{FieldId, NodeId, RowId};

/// The fixtures around each bound of an invariant on groups, in their order. Where the bound is another for each group, or
/// the amount is no field of the element, there are none.
pub(crate) fn around_bounds<'p>(base: &Fixture<'p>, invariant: &Invariant) -> Vec<Fixture<'p>> {
    let numbers: Vec<i64> = invariant.bounds().filter_map(|bound| base.view().number(bound)).collect();
    let mut wanted: Vec<i64> = numbers
        .into_iter()
        .flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)])
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let base = &in_one_group(base, invariant).unwrap_or_else(|| base.clone());
    match invariant.grouped().amount {
        None => wanted.into_iter().filter_map(|many| counted(base, invariant, many)).collect(),
        Some(amount) => {
            let Some(field) = own_field(base, invariant, amount.value) else { return Vec::new() };
            wanted.into_iter().filter_map(|sum| totalled(base, invariant, field, sum)).collect()
        }
    }
}

/// The fixture with an element in the set that is in the group that the action is about.
fn in_one_group<'p>(base: &Fixture<'p>, invariant: &Invariant) -> Option<Fixture<'p>> {
    let set = &invariant.set;
    let proposed = ProposedAction::new(base.program, &base.portal, &base.request);
    let keys = keys_of_touched(&proposed, invariant);
    let is_empty = base.view().members(set).is_empty();
    let mut fixture = if is_empty && !keys.is_empty() { base.entered(set)? } else { base.clone() };
    let row = fixture.view().members(set).last().copied()?;
    for (field, value) in keys {
        let place = Input::Field { collection: set.collection, row, field };
        if fixture.held(&place).as_ref() != Some(&value) {
            fixture = fixture.with(&Change::Put(place, value))?;
        }
    }
    Some(fixture)
}

fn counted<'p>(base: &Fixture<'p>, invariant: &Invariant, many: i64) -> Option<Fixture<'p>> {
    if !(0..=MOST_ELEMENTS).contains(&many) {
        return None;
    }
    let (program, set) = (base.program, &invariant.set);
    let mut fixture = base.populated(set, many)?;
    fixture.changes.retain(|(change, _)| *change != Change::Fill);
    let rule = program.model.rules.get(invariant.rule);
    fixture.changes.push((Change::Fill, elements(program, set, rule, many)));
    Some(fixture)
}

/// A fixture in which the elements of the set have so much together: the last one has what the others lack.
fn totalled<'p>(base: &Fixture<'p>, invariant: &Invariant, field: FieldId, sum: i64) -> Option<Fixture<'p>> {
    let set = &invariant.set;
    let is_empty = base.view().members(set).is_empty();
    let fixture = if is_empty { base.entered(set)? } else { base.clone() };
    let members = fixture.view().members(set);
    let (last, others) = members.split_last()?;
    let place = |row: RowId| Input::Field { collection: set.collection, row, field };
    let mut rest = sum;
    for row in others {
        match fixture.held(&place(*row))? {
            Value::Int(number) => rest = rest.checked_sub(number)?,
            Value::Absent => {}
            _ => return None,
        }
    }
    let shape = base.program.model.schema.collections.get(set.collection)?.fields.get(field)?;
    let value = Value::Int(rest);
    if !value.is_in(shape.range) {
        return None;
    }
    fixture.with(&Change::Put(place(*last), value))
}

/// The field of the set's own elements that a node is.
fn own_field(base: &Fixture<'_>, invariant: &Invariant, amount: NodeId) -> Option<FieldId> {
    let kb = &base.program.kb;
    let Op::Field { of, collection, field } = kb.node(amount)?.op else { return None };
    let own = matches!(kb.node(of)?.op, Op::Element { level, .. } if level == invariant.set.level);
    Some(field).filter(|_| own && collection == invariant.set.collection)
}
