//! Lists worth trying in place of one whose entries a condition asks about.

use crate::eval::compute::{Context, Frame};
use crate::eval::why_not::place::{all_values, around};
use crate::kb::Op;
use crate::values::ids::{Level, NodeId};
use crate::values::{Truth, Type, Value};

/// So many entries are tried that a list does not have.
const MOST_ENTRIES: usize = 64;
/// So many of those for which the condition holds are each put into the list.
const MOST_MORE: usize = 4;

/// What is asked of each entry of a list.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) list: NodeId,
    pub(crate) level: Level,
    pub(crate) condition: NodeId,
}

/// The list without the entries for which the condition may hold, and with one more for which it does.
pub(in crate::eval) fn other_lists(context: &Context<'_>, asked: Asked, frame: &mut Frame) -> Vec<Value> {
    let held = entries(&context.value(asked.list, frame));
    let mut holds = |entry: &Value| {
        frame.set_entry(asked.level, entry.clone());
        context.truth(asked.condition, frame)
    };
    let without: Vec<Value> = held.iter().filter(|entry| holds(entry) == Truth::False).cloned().collect();
    let mut found = vec![Value::List(without.into())];
    let tried = compared(context, asked, frame);
    for entry in tried {
        frame.set_entry(asked.level, entry.clone());
        if found.len() <= MOST_MORE && context.truth(asked.condition, frame) == Truth::True {
            found.push(with(&held, entry));
        }
    }
    found
}

/// Lists with so many entries, as far as their type has few values.
pub(super) fn lists_of(
    context: &Context<'_>,
    list: NodeId,
    numbers: &[Value],
    frame: &mut Frame,
) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    let of_type = entry_type(context, list).and_then(|ty| all_values(&context.program.model, ty));
    let held = entries(&context.value(list, frame));
    for value in held.into_iter().take(MOST_ENTRIES).chain(of_type.unwrap_or_default()) {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    let of_number = |number: &Value| {
        let Value::Int(number) = number else { return None };
        let wanted = usize::try_from(*number).ok()?;
        Some(Value::List(all.get(..wanted)?.iter().cloned().collect()))
    };
    numbers.iter().filter_map(of_number).collect()
}

fn entries(list: &Value) -> Vec<Value> {
    match list {
        Value::List(entries) => entries.to_vec(),
        _ => Vec::new(),
    }
}

fn with(held: &[Value], entry: Value) -> Value {
    Value::List(held.iter().cloned().chain([entry]).collect())
}

/// The type of the entries of a list that stands in the state or is passed.
fn entry_type<'p>(context: &Context<'p>, list: NodeId) -> Option<&'p Type> {
    let model = &context.program.model;
    let ty = match &context.program.kb.node(list)?.op {
        Op::Scalar(scalar) => &model.schema.scalars.get(*scalar)?.field.ty,
        Op::Argument(parameter) => &model.parameters.get(*parameter)?.ty,
        Op::Field { collection, field, .. } => {
            &model.schema.collections.get(*collection)?.fields.get(*field)?.ty
        }
        _ => return None,
    };
    Some(ty.entry())
}

/// The values that a type has, where they are few, and those that the condition compares an entry with.
fn compared(context: &Context<'_>, asked: Asked, frame: &mut Frame) -> Vec<Value> {
    let kb = &context.program.kb;
    let of_type = entry_type(context, asked.list).and_then(|ty| all_values(&context.program.model, ty));
    let mut found = of_type.unwrap_or_default();
    let is_entry = |id: NodeId| {
        kb.node(id).is_some_and(|node| matches!(node.op, Op::Entry { level, .. } if level == asked.level))
    };
    for op in kb.reads(asked.condition) {
        let values = match op {
            Op::Equal { left, right, .. } | Op::Order(left, _, right) if is_entry(left) => {
                around(&context.value(right, frame))
            }
            Op::Equal { left, right, .. } | Op::Order(left, _, right) if is_entry(right) => {
                around(&context.value(left, frame))
            }
            Op::In { value, list, .. } if is_entry(value) => entries(&context.value(list, frame)),
            _ => continue,
        };
        found.extend(values);
        found.truncate(MOST_ENTRIES);
    }
    found.retain(|value| !matches!(value, Value::Unknown | Value::Absent | Value::Element(_)));
    found
}
