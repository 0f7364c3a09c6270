//! Values put into lists and taken out.

use crate::eval::compute::Context;
use crate::kb::Op;
use crate::values::ids::NodeId;
use crate::values::{Truth, Value};

impl Context<'_> {
    /// A list with a value put into it or taken out, where that happens; an absent list is an empty one.
    pub(super) fn edited(&self, put: bool, list: Value, value: &Value, happens: Truth, fold: bool) -> Value {
        if happens == Truth::False || *value == Value::Absent {
            return list;
        }
        let held = match &list {
            Value::List(held) => &**held,
            Value::Absent => &[],
            _ => return list,
        };
        if *value == Value::Unknown {
            return if put || !held.is_empty() { Value::Unknown } else { list };
        }
        let same = |other: &Value| self.equal(other, value, fold);
        let found = Truth::any(held.iter().map(same));
        match (put, found, happens) {
            (true, Truth::True, _) | (false, Truth::False, _) => list,
            (_, Truth::Unknown, _) | (_, _, Truth::Unknown) => Value::Unknown,
            (true, ..) => Value::List(held.iter().chain([value]).cloned().collect()),
            (false, ..) => {
                Value::List(held.iter().filter(|other| same(other) != Truth::True).cloned().collect())
            }
        }
    }

    /// Whether an effect leaves a list as it is: what is put was there, or what is taken out was not.
    pub(super) fn is_kept(&self, value: Option<NodeId>, old: &Value, new: &Value) -> bool {
        let edits = || value.and_then(|value| self.program.kb.node(value)).map(|node| &node.op);
        old == new && *new != Value::Unknown && matches!(edits(), Some(Op::Edit { .. }))
    }
}
