//! What actions share: tables of the invariants that they can break in the same way, and nodes of one shape.

use crate::kb::{Effect, KnowledgeBase, Op, Plan};
use crate::model::Model;
use crate::tables::compile::operands::TableCompiler;
use crate::tables::layout::{Layout, Predicate};
use crate::tables::table::Affected;
use crate::values::ids::{ActionId, NodeId, ParameterId, SharedId};
use std::collections::HashMap;
use std::fmt::Write;

/// So many outcomes shared tables have together for each action and invariant of the rules, and this many besides: what
/// tables take grows no faster than the rules.
const MOST_FOR_EACH: usize = 64;
const MOST_BESIDES: usize = 10_000;

impl<'m> TableCompiler<'m> {
    pub(super) fn new(model: &'m Model, kb: &'m KnowledgeBase) -> Self {
        let declared = model.actions.len().saturating_add(kb.invariants.len());
        Self {
            model,
            kb,
            walked: kb.walked(),
            layout: Layout::default(),
            by_role: None,
            shared: Vec::new(),
            known: HashMap::new(),
            room: declared.saturating_mul(MOST_FOR_EACH).saturating_add(MOST_BESIDES),
            shapes: HashMap::new(),
            nodes: HashMap::new(),
        }
    }

    /// Where the many invariants that an action can break are judged: in a table that it shares with all actions whose
    /// effects are the same, up to the names of their arguments, or over the nodes where there is no room for one.
    pub(super) fn shared(&mut self, action: ActionId, plan: &Plan, arguments: &[ParameterId]) -> Affected {
        let key = self.key(plan, arguments);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let affected = self.shared_anew(action, plan, arguments);
        self.known.insert(key, affected);
        affected
    }

    fn shared_anew(&mut self, action: ActionId, plan: &Plan, arguments: &[ParameterId]) -> Affected {
        let Some(room) = self.room.checked_sub(self.kb.most_affected(plan)) else { return Affected::Nodes };
        let Some(impact) = self.kb.impact(action) else { return Affected::Nodes };
        self.room = room;
        let mut formulas = Vec::new();
        let rest = self.violations(plan, impact.invariants.enumerated(), arguments, 0, &mut formulas);
        if formulas.is_empty() {
            return Affected::Nodes;
        }
        let id = SharedId::at(self.shared.len());
        let table = self.table(&formulas, rest, None);
        self.shared.push(table);
        Affected::Shared(id)
    }

    /// What decides how an action breaks invariants, with its arguments by their places.
    fn key(&self, plan: &Plan, arguments: &[ParameterId]) -> String {
        let mut key = format!("{}", plan.alike);
        for parameter in arguments.iter().filter_map(|id| self.model.parameters.get(*id)) {
            let _ = write!(key, " {:?} {}", parameter.ty, parameter.optional);
        }
        for effect in &plan.effects {
            let _ = write!(key, "; {:?}", effect.written());
            let (of, value, when) = match effect {
                Effect::Add { fields, .. } => {
                    for (field, value) in fields {
                        let _ = write!(key, " {field}");
                        self.write_shape(*value, arguments, &mut key);
                    }
                    continue;
                }
                Effect::Scalar { value, when, .. } => (None, value, when),
                Effect::Field { of, value, when, .. } => (Some(*of), value, when),
            };
            for node in [of, *value, *when] {
                key.push(',');
                if let Some(node) = node {
                    self.write_shape(node, arguments, &mut key);
                }
            }
        }
        key
    }

    /// How a node is made, its arguments by their places.
    fn write_shape(&self, id: NodeId, arguments: &[ParameterId], to: &mut String) {
        let Some(node) = self.kb.node(id) else { return };
        let place = match &node.op {
            Op::Argument(parameter) => arguments.iter().position(|own| own == parameter),
            _ => None,
        };
        let _ = match place {
            Some(place) => write!(to, "({place}"),
            None => write!(to, "({}", KnowledgeBase::head(&node.op)),
        };
        for part in KnowledgeBase::parts(&node.op) {
            self.write_shape(part, arguments, to);
        }
        to.push(')');
    }

    /// A node as a predicate: the first that is made in the same way, so that it is asked once.
    pub(super) fn as_node(&mut self, id: NodeId) -> Predicate {
        Predicate::Node(self.first_alike(id))
    }

    fn first_alike(&mut self, id: NodeId) -> NodeId {
        if let Some(known) = self.nodes.get(&id) {
            return *known;
        }
        let Some(node) = self.kb.node(id) else { return id };
        let mut shape = KnowledgeBase::head(&node.op);
        for part in KnowledgeBase::parts(&node.op) {
            let _ = write!(shape, " {}", self.first_alike(part));
        }
        let first = *self.shapes.entry(shape).or_insert(id);
        self.nodes.insert(id, first);
        first
    }
}
