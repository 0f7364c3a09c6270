//! What verdicts and audits read of a state: whatever else changes there is nothing to them.

use crate::eval::branch_distance::looked_at;
use crate::input::{Request, State};
use crate::kb::{Effect, Invariant, KnowledgeBase, Op, Written};
use crate::program::Program;
use crate::testing::boundaries::fixture::PlainCases;
use crate::values::ids::{ActionId, InvariantId, NodeId, VariantId};
use crate::values::{Type, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A place that is read, and where it is only compared with one value of an enum, with which: between any other values of
/// the place it makes no difference.
pub(super) type Read = (Written, Option<VariantId>);

/// What the verdict on an action hangs on, the values that its effects give included.
pub(super) fn of_action(program: &Program, action: ActionId) -> HashSet<Read> {
    let (kb, model) = (&program.kb, &program.model);
    let effects = || kb.actions.get(action).into_iter().flat_map(|plan| &plan.effects);
    let mut reads = of_nodes(kb, kb.deciding(action).into_iter().chain(effects().flat_map(Effect::nodes)));
    // Whether there is who acts, whom they act on, and an element with the id of a new one.
    let parameters = model.actions.get(action).into_iter().flat_map(|action| &action.parameters);
    let elements = parameters.filter_map(|parameter| match model.parameters.get(*parameter)?.ty {
        Type::Element(collection) => Some(collection),
        _ => None,
    });
    let added = effects().filter_map(|effect| match effect {
        Effect::Add { collection, .. } => Some(*collection),
        _ => None,
    });
    let added = model.schema.actors.into_iter().chain(elements).chain(added).map(Written::Added);
    reads.extend(added.map(|written| (written, None)));
    reads
}

/// What an audit reads for an invariant.
pub(super) fn of_invariant(kb: &KnowledgeBase, invariant: &Invariant) -> HashSet<Read> {
    let (wide, _) = looked_at(invariant);
    let mut reads = of_nodes(kb, nodes_of(invariant));
    reads.extend([&invariant.set, wide].map(|set| (Written::Added(set.collection), None)));
    reads
}

/// All that an audit computes for an invariant.
pub(super) fn nodes_of(invariant: &Invariant) -> impl Iterator<Item = NodeId> {
    let (wide, more) = looked_at(invariant);
    invariant.set.conditions.iter().chain(&wide.conditions).copied().chain(more)
}

fn of_nodes(kb: &KnowledgeBase, nodes: impl Iterator<Item = NodeId>) -> HashSet<Read> {
    let mut reads = HashSet::new();
    let mut open: Vec<NodeId> = nodes.collect();
    while let Some(id) = open.pop() {
        let Some(node) = kb.node(id) else { continue };
        let compared = match &node.op {
            Op::Equal { left, right, .. } => {
                compared(kb, *left, *right).or_else(|| compared(kb, *right, *left))
            }
            _ => None,
        };
        if let Some((read, of)) = compared {
            reads.insert(read);
            open.extend(of);
            continue;
        }
        let written = match &node.op {
            Op::Scalar(scalar) => Some(Written::Scalar(*scalar)),
            Op::Field { collection, field, .. } => Some(Written::Field(*collection, *field)),
            Op::RoleIn(_) => kb.actors.map(|(collection, field)| Written::Field(collection, field)),
            Op::Any(set, _) | Op::Count { set, .. } | Op::Total { set, .. } => {
                Some(Written::Added(set.collection))
            }
            _ => None,
        };
        reads.extend(written.map(|written| (written, None)));
        open.extend(KnowledgeBase::parts(&node.op));
    }
    reads
}

/// A place that is compared with a value of an enum, and the node of whose place it is.
fn compared(kb: &KnowledgeBase, place: NodeId, with: NodeId) -> Option<(Read, Option<NodeId>)> {
    let Op::Constant(Value::Variant(variant)) = &kb.node(with)?.op else { return None };
    let (written, of) = match &kb.node(place)?.op {
        Op::Scalar(scalar) => (Written::Scalar(*scalar), None),
        Op::Field { of, collection, field } => (Written::Field(*collection, *field), Some(*of)),
        _ => return None,
    };
    Some(((written, Some(*variant)), of))
}

/// The invariants and the plain cases of actions, by the places that they read: no other audit or verdict comes out
/// otherwise. With each, the only value of an enum that it tells from others.
pub(super) struct ReadBy<'r> {
    program: &'r Program,
    plain: &'r PlainCases<'r>,
    invariants: HashMap<Written, Vec<(Option<VariantId>, InvariantId)>>,
    actions: HashMap<Written, Vec<(Option<VariantId>, ActionId)>>,
}

impl<'r> ReadBy<'r> {
    pub(super) fn of(program: &'r Program, plain: &'r PlainCases<'r>) -> Self {
        let (mut invariants, mut actions) = (HashMap::new(), HashMap::new());
        for (id, invariant) in program.kb.invariants.enumerated() {
            for (written, value) in of_invariant(&program.kb, invariant) {
                invariants.entry(written).or_insert_with(Vec::new).push((value, id));
            }
        }
        for action in plain.keys() {
            for (written, value) in of_action(program, *action) {
                actions.entry(written).or_insert_with(Vec::new).push((value, *action));
            }
        }
        Self { program, plain, invariants, actions }
    }

    pub(super) fn invariants(&self, changes: &[Changed]) -> Vec<&'r Invariant> {
        let ids = readers(&self.invariants, changes).into_iter();
        ids.filter_map(|id| self.program.kb.invariants.get(id)).collect()
    }

    /// What is plainly done by actions.
    pub(super) fn requests(&self, changes: &[Changed]) -> impl Iterator<Item = &'r Request> {
        let actions = readers(&self.actions, changes).into_iter();
        actions.filter_map(|action| self.plain.get(&action)).map(|(fixture, _)| &fixture.request)
    }
}

/// A place that holds one value in one state and another in another.
pub(super) struct Changed(Written, [Value; 2]);

impl Changed {
    /// Whether it is seen by what tells one value from all others; without one, by what tells all values apart.
    fn is_seen(&self, told_apart: Option<VariantId>) -> bool {
        told_apart.is_none_or(|value| {
            self.1.iter().any(|own| [Value::Variant(value), Value::Unknown].contains(own))
        })
    }
}

/// Who may come out otherwise after some changes.
fn readers<I: Copy + Ord>(
    by: &HashMap<Written, Vec<(Option<VariantId>, I)>>,
    changes: &[Changed],
) -> BTreeSet<I> {
    let mut found = BTreeSet::new();
    for changed in changes {
        let read = by.get(&changed.0).into_iter().flatten();
        found.extend(read.filter(|(value, _)| changed.is_seen(*value)).map(|(_, reader)| *reader));
    }
    found
}

/// What of the places that some effects write one state holds otherwise than another.
pub(super) fn changes(program: &Program, effects: &[Effect], one: &State, other: &State) -> Vec<Changed> {
    let written: BTreeSet<Written> = effects.iter().map(Effect::written).collect();
    let mut found = Vec::new();
    for place in written {
        let values: Vec<[Value; 2]> = match place {
            Written::Scalar(scalar) => {
                let value = |state: &State| Some(state.scalars.get(scalar)?.value.clone());
                value(one).zip(value(other)).map(<[Value; 2]>::from).into_iter().collect()
            }
            Written::Field(collection, field) => {
                let (one, other) = (one.collections.get(collection), other.collections.get(collection));
                let rows = one.zip(other).into_iter().flat_map(|(one, other)| {
                    one.rows().map(move |row| [one.value(row, field), other.value(row, field)])
                });
                rows.collect()
            }
            Written::Added(collection) => {
                // A new element has all fields of its collection.
                let shape = program.model.schema.collections.get(collection);
                let fields = shape.into_iter().flat_map(|shape| shape.fields.ids());
                let places = fields.map(|field| Written::Field(collection, field)).chain([place]);
                found.extend(places.map(|place| Changed(place, [Value::Unknown, Value::Unknown])));
                Vec::new()
            }
        };
        let changed = values.into_iter().filter(|[one, other]| one != other);
        found.extend(changed.map(|values| Changed(place, values)));
    }
    found
}
