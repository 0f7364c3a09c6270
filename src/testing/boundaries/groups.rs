//! The edges of limits on groups: one group that has just what a bound says, less, and more.

use crate::eval::group_comparison::keys_of_touched;
use crate::eval::{Input, ProposedAction};
use crate::kb::{Effect, Invariant, Op};
use crate::testing::boundaries::base_state::past;
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, elements};
use crate::values::ids::{FieldId, NodeId, RowId, VariantId};
use crate::values::{Type, Value};

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

/// The fixture with an element in the set that is in the group that the action is about, or in some.
fn in_one_group<'p>(base: &Fixture<'p>, invariant: &Invariant) -> Option<Fixture<'p>> {
    let set = &invariant.set;
    let fields: Vec<FieldId> =
        invariant.grouped().keys.iter().filter_map(|key| own_field(base, invariant, key.value)).collect();
    let with_arguments = arguments(base, invariant, &fields);
    let proposed = ProposedAction::new(base.program, &with_arguments.portal, &with_arguments.request);
    let keys = keys_of_touched(&proposed, invariant);
    let is_empty = base.view().members(set).is_empty();
    let enters = is_empty && !fields.is_empty();
    let mut fixture = if enters { with_arguments.entered(set)? } else { with_arguments };
    let row = fixture.view().members(set).last().copied()?;
    let shape = base.program.model.schema.collections.get(set.collection)?;
    for field in fields {
        let place = Input::Field { collection: set.collection, row, field };
        let held = fixture.held(&place)?;
        let wanted = keys.iter().find(|(own, _)| *own == field).map(|(_, value)| value.clone());
        let some = || {
            Some(()).filter(|()| held == Value::Absent).and_then(|()| natural(&shape.fields.get(field)?.ty))
        };
        if let Some(value) = wanted.or_else(some).filter(|value| *value != held) {
            fixture = fixture.with(&Change::Put(place, value))?;
        }
    }
    Some(fixture)
}

/// The fixture with a value for each argument that its action makes a key of, and that is left out.
fn arguments<'p>(base: &Fixture<'p>, invariant: &Invariant, keys: &[FieldId]) -> Fixture<'p> {
    let kb = &base.program.kb;
    let mut fixture = base.clone();
    let effects = kb.actions.get(base.request.action).map(|plan| plan.effects.as_slice()).unwrap_or_default();
    for effect in effects {
        let Effect::Add { collection, fields } = effect else { continue };
        for (field, value) in fields.iter().filter(|_| *collection == invariant.set.collection) {
            let Some(Op::Argument(parameter)) = kb.node(*value).map(|node| &node.op) else { continue };
            let place = Input::Argument(*parameter);
            if !keys.contains(field) || fixture.held(&place) != Some(Value::Absent) {
                continue;
            }
            let shape = base.program.model.parameters.get(*parameter);
            let value = shape.and_then(|shape| natural(&shape.ty));
            let with = value.and_then(|value| fixture.with(&Change::Put(place, value)));
            fixture = with.unwrap_or(fixture);
        }
    }
    fixture
}

/// Some value of a type, where one is as good as another.
fn natural(ty: &Type) -> Option<Value> {
    Some(match ty {
        Type::Bool => Value::Bool(true),
        Type::Int => Value::Int(1),
        Type::String => Value::text("key"),
        Type::Email => Value::text("key@example"),
        Type::Date => Value::Moment(past()),
        Type::Enum(_) => Value::Variant(VariantId(0)),
        Type::TimeZone | Type::Element(_) | Type::List(_) => return None,
    })
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
