//! What effects make of values, and lists of which values are put in and taken out.

use crate::eval::compute::{Context, Frame};
use crate::eval::overlay::FieldOf;
use crate::kb::{Effect, Op};
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

    /// What the effects of the action make a field of an element from, each with its condition.
    pub(super) fn sources(&self, of: FieldOf) -> Vec<(Option<NodeId>, Option<NodeId>)> {
        let FieldOf { collection, row, field } = of;
        let plan = self.plan();
        let new = !self.portal.has(collection, row);
        let mut sources = Vec::new();
        for effect in plan.into_iter().flat_map(|plan| &plan.effects) {
            match effect {
                Effect::Add { collection: own, fields } if new && *own == collection => {
                    let fields = fields.iter().filter(|(own, _)| *own == field);
                    sources.extend(fields.map(|(_, value)| (Some(*value), None)));
                }
                Effect::Field { collection: own, field: changed, value, when, .. }
                    if !new && (*own, *changed) == (collection, field) =>
                {
                    sources.push((*value, *when));
                }
                _ => {}
            }
        }
        sources
    }

    /// The new value that an effect gives, if it changes anything. Under an unknown condition it may.
    pub(super) fn changed(
        &self,
        old: &Value,
        value: Option<NodeId>,
        when: Option<NodeId>,
        frame: &mut Frame,
    ) -> Option<Value> {
        let new = value.map_or(Value::Absent, |value| self.value(value, frame));
        match when.map_or(Truth::True, |when| self.truth(when, frame)) {
            Truth::False => None,
            Truth::True => Some(new),
            // Two unknown values need not be the same.
            Truth::Unknown => (new != *old || new == Value::Unknown).then_some(Value::Unknown),
        }
    }
}
