//! How far a condition is from a truth, who is in a set, which numbers of elements matter: to look for cases at edges.

use crate::eval::compute::{Context, Frame};
use crate::eval::judge::Cause;
use crate::eval::portal::Portal;
use crate::eval::why_not::entries::{Asked, other_lists};
use crate::eval::why_not::place::VariableInput;
use crate::eval::why_not::variable_inputs::inputs_of;
use crate::input::Request;
use crate::kb::{InvariantKind, Op, Set};
use crate::program::Program;
use crate::values::ids::{NodeId, RowId};
use crate::values::{Truth, Value};

/// Rules looked at from a portal and an action. For an audit the action is one that there is not.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) program: &'a Program,
    pub(crate) portal: &'a Portal,
    pub(crate) request: &'a Request,
}

/// Elements whose number matters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    pub(crate) set: Set,
    /// The number that theirs is compared with.
    pub(crate) number: NodeId,
}

impl<'a> View<'a> {
    fn context(&self) -> Context<'a> {
        Context::of_request(self.program, self.portal, self.request)
    }

    /// How much would have to be otherwise for a condition to come out so; nothing where it does.
    pub(crate) fn distance(&self, cause: Cause, truth: Truth, wanted: bool) -> u32 {
        match cause {
            _ if truth == wanted.into() => 0,
            Cause::Rule(id) => self.far(id, wanted, &mut Frame::new(self.program)).max(1),
            Cause::Invariant(_) => 1,
        }
    }

    /// The same for an element's being in a set.
    pub(crate) fn distance_in(&self, set: &Set, row: RowId) -> u32 {
        let mut frame = Frame::new(self.program);
        frame.set(set.level, row);
        set.conditions.iter().map(|id| self.far(*id, true, &mut frame)).sum()
    }

    fn far(&self, id: NodeId, wanted: bool, frame: &mut Frame) -> u32 {
        let context = self.context();
        if context.truth(id, frame) == wanted.into() {
            return 0;
        }
        match self.program.kb.node(id).map(|node| &node.op) {
            Some(Op::Not(inner)) => self.far(*inner, !wanted, frame),
            Some(Op::And(parts)) if wanted => parts.iter().map(|part| self.far(*part, true, frame)).sum(),
            Some(Op::Or(parts)) if !wanted => parts.iter().map(|part| self.far(*part, false, frame)).sum(),
            Some(Op::And(parts) | Op::Or(parts)) => {
                parts.iter().map(|part| self.far(*part, wanted, frame)).min().unwrap_or(1)
            }
            Some(Op::Any(set, condition)) if wanted => {
                let all = u32::try_from(set.conditions.len()).unwrap_or(u32::MAX).saturating_add(2);
                let rows = context.rows(set.collection);
                let each = rows.map(|row| {
                    frame.set(set.level, row);
                    let parts = set.conditions.iter().chain([condition]);
                    parts.map(|part| self.far(*part, true, frame)).sum()
                });
                each.min().unwrap_or(all)
            }
            Some(Op::AnyEntry { list, level, condition }) if wanted => {
                let Value::List(entries) = context.value(*list, frame) else { return 2 };
                let each = entries.iter().map(|entry| {
                    frame.set_entry(*level, entry.clone());
                    self.far(*condition, true, frame)
                });
                each.min().unwrap_or(2)
            }
            _ => 1,
        }
    }

    pub(crate) fn members(&self, set: &Set) -> Vec<RowId> {
        let (context, mut frame) = (self.context(), Frame::new(self.program));
        let mut rows: Vec<RowId> = context.rows(set.collection).collect();
        rows.retain(|row| {
            frame.set(set.level, *row);
            context.member(set, &mut frame) == Truth::True
        });
        rows
    }

    /// What could be otherwise in what a node reads.
    pub(crate) fn inputs_of(&self, node: NodeId) -> Vec<VariableInput> {
        inputs_of(self.context(), self.request, &[node], Frame::new(self.program))
    }

    /// Lists that a condition on the entries of one may come out otherwise for.
    pub(crate) fn other_lists(&self, asked: Asked) -> Vec<Value> {
        other_lists(&self.context(), asked, &mut Frame::new(self.program))
    }

    pub(crate) fn value(&self, node: NodeId) -> Value {
        self.context().value(node, &mut Frame::new(self.program))
    }

    pub(crate) fn number(&self, node: NodeId) -> Option<i64> {
        match self.value(node) {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }

    /// The numbers of elements that conditions compare with something.
    pub(crate) fn counted(&self, nodes: &[NodeId]) -> Vec<Counted> {
        let mut found: Vec<Counted> = Vec::new();
        for op in nodes.iter().flat_map(|node| self.program.kb.reads(*node)) {
            let (Op::Order(left, _, right) | Op::Equal { left, right, .. }) = op else { continue };
            for (one, number) in [(left, right), (right, left)] {
                if let Some(Op::Count { set, .. }) = self.program.kb.node(one).map(|node| &node.op) {
                    let counted = Counted { set: set.clone(), number };
                    if !found.contains(&counted) {
                        found.push(counted);
                    }
                }
            }
        }
        found
    }

    /// What could be otherwise about an element so that it comes into a set, or leaves it.
    pub(crate) fn inputs_in(&self, set: &Set, row: RowId, more: &[NodeId]) -> Vec<VariableInput> {
        let mut frame = Frame::new(self.program);
        frame.set(set.level, row);
        let nodes: Vec<NodeId> = set.conditions.iter().chain(more).copied().collect();
        inputs_of(self.context(), self.request, &nodes, frame)
    }
}

/// What an invariant looks at: its elements, those to whom it applies, and the values besides their conditions.
pub(crate) fn looked_at(invariant: &crate::kb::Invariant) -> (&Set, Vec<NodeId>) {
    match &invariant.kind {
        InvariantKind::Never { deadline: Some(deadline) } => {
            (&deadline.set, vec![deadline.field, deadline.from])
        }
        InvariantKind::Lasts { from, .. } => (&invariant.set, vec![*from]),
        InvariantKind::Limit { most, .. } => (&invariant.set, vec![*most]),
        InvariantKind::Aggregate(_) => {
            let own = invariant.grouped().of_element().skip(invariant.set.conditions.len());
            (&invariant.set, own.chain(invariant.bounds()).collect())
        }
        InvariantKind::Never { deadline: None } => (&invariant.set, Vec::new()),
    }
}
