//! What conditions read of what effects can write, and by which references elements lie in others.

use crate::kb::affected::Written;
use crate::kb::knowledge_base::{KnowledgeBase, Op};
use crate::values::ids::{CollectionId, FieldId, NodeId};

impl KnowledgeBase {
    /// The references on all ways from an element of a collection outwards.
    pub(crate) fn nest_fields(&self, inner: CollectionId) -> Vec<(CollectionId, FieldId)> {
        let (mut seen, mut open, mut fields) = (vec![inner], vec![inner], Vec::new());
        while let Some(collection) = open.pop() {
            for (field, to) in self.nesting.get(collection).into_iter().flatten() {
                fields.push((collection, *field));
                if !seen.contains(to) {
                    seen.push(*to);
                    open.push(*to);
                }
            }
        }
        fields
    }

    /// What an operation itself, without its parts, reads of what effects can write.
    pub(crate) fn reads_of(&self, op: &Op) -> Vec<Written> {
        match op {
            Op::Scalar(scalar) => vec![Written::Scalar(*scalar)],
            Op::Field { collection, field, .. } => vec![Written::Field(*collection, *field)],
            Op::Any(set, _) | Op::Count { set, .. } | Op::Total { set, .. } => {
                vec![Written::Added(set.collection)]
            }
            Op::Inside { inner_of, .. } => {
                let fields = self.nest_fields(*inner_of).into_iter();
                fields.map(|(collection, field)| Written::Field(collection, field)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether an element is what a value of the state refers to, and not one that an action names or that is gone through.
    pub(crate) fn is_referred_to(&self, element: NodeId) -> bool {
        matches!(self.node(element).map(|node| &node.op), Some(Op::Field { .. } | Op::Scalar(_)))
    }

    /// Whether something reads a reference by which elements lie in others.
    pub(crate) fn is_nesting(&self, collection: CollectionId, field: FieldId) -> bool {
        self.nesting.get(collection).is_some_and(|own| own.iter().any(|(own, _)| *own == field))
    }
}
