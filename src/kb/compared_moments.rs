//! Which conditions compare moments, so that they may come out otherwise when nothing but time passes.

use crate::kb::knowledge_base::{KnowledgeBase, Op};
use crate::model::Model;
use crate::values::ids::{ActionId, NodeId};
use crate::values::{Type, Value};
use std::collections::HashSet;

impl KnowledgeBase {
    /// The conditions that the verdict on an action hangs on and that compare moments, with all that they are parts of.
    pub(crate) fn comparing_moments(&self, model: &Model, action: ActionId) -> Option<&HashSet<NodeId>> {
        let plan = self.actions.get(action)?;
        Some(plan.comparing_moments.get_or_init(|| {
            let mut comparing_moments = HashSet::new();
            for node in self.deciding(action) {
                self.add_comparing(model, node, &mut comparing_moments);
            }
            comparing_moments
        }))
    }

    /// Whether a condition compares moments; it and its parts that do are added.
    fn add_comparing(&self, model: &Model, id: NodeId, comparing_moments: &mut HashSet<NodeId>) -> bool {
        let Some(node) = self.node(id) else { return false };
        let own = match &node.op {
            Op::Within(..) | Op::During(..) | Op::Overdue { .. } => true,
            Op::Equal { left, right, .. } | Op::Order(left, _, right) => {
                self.is_moment(model, *left) || self.is_moment(model, *right)
            }
            Op::In { value, .. } => self.is_moment(model, *value),
            _ => false,
        };
        let mut parts = false;
        for part in Self::parts(&node.op) {
            parts |= self.add_comparing(model, part, comparing_moments);
        }
        if own || parts {
            comparing_moments.insert(id);
        }
        own || parts
    }

    fn is_moment(&self, model: &Model, id: NodeId) -> bool {
        let ty = match self.node(id).map(|node| &node.op) {
            Some(Op::Now | Op::Constant(Value::Moment(_))) => return true,
            Some(Op::Scalar(scalar)) => model.schema.scalars.get(*scalar).map(|shape| &shape.field.ty),
            Some(Op::Entry { ty, .. }) => Some(ty),
            Some(Op::Argument(parameter)) => model.parameters.get(*parameter).map(|parameter| &parameter.ty),
            Some(Op::Field { collection, field, .. }) => {
                let shape = model.schema.collections.get(*collection);
                shape.and_then(|shape| shape.fields.get(*field)).map(|field| &field.ty)
            }
            _ => None,
        };
        ty == Some(&Type::Date)
    }
}
