//! What permits and prohibitions ask for, as far as that makes somebody's rights: part by part, whom or what it is about.

use crate::kb::{Effect, KnowledgeBase, Op, Plan, Written};
use crate::model::RuleKind;
use crate::program::Program;
use crate::values::ids::{ActionId, NodeId, ParameterId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How the permits and prohibitions of an action read something.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Whether it may concern somebody of whom nothing is written: a deputy, or everybody.
    pub(super) others: bool,
    /// Whether the part that reads it reads who acts, too, so that it is about some people and not about all.
    pub(super) personal: bool,
    /// Whether the condition asks for arguments.
    pub(super) arguments: bool,
}

/// A part of a condition that is not asked as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It is about what somebody acts on, whoever acts: another thing may be as it has to be.
    Thing,
    /// It is about what everybody may change for themselves.
    Own,
}

#[derive(Debug, Default)]
pub(super) struct Conditions {
    readers: HashMap<Written, BTreeMap<ActionId, Reading>>,
    parts: HashMap<NodeId, Part>,
}

impl Conditions {
    pub(super) fn of(program: &Program) -> Self {
        let own = program.kb.actions.iter().filter(|plan| is_for_oneself(program, plan));
        let own: HashSet<Written> = own.flat_map(|plan| plan.effects.iter().map(Effect::written)).collect();
        let mut conditions = Self::default();
        for (action, plan) in program.kb.actions.enumerated() {
            for entry in plan.permits.iter().chain(&plan.forbids) {
                let arguments = program.kb.any_read(entry.applies, |op| matches!(op, Op::Argument(_)));
                conditions.read(program, entry.applies, action, arguments, &own);
            }
        }
        conditions
    }

    /// How what is asked for may come out differently once something is written, for each action that asks for it.
    pub(super) fn reading(&self, written: &[Written]) -> BTreeMap<ActionId, Reading> {
        let mut found: BTreeMap<ActionId, Reading> = BTreeMap::new();
        for (action, reading) in written.iter().filter_map(|written| self.readers.get(written)).flatten() {
            found.entry(*action).or_default().add(*reading);
        }
        found
    }

    pub(super) fn part(&self, id: NodeId) -> Option<Part> {
        self.parts.get(&id).copied()
    }

    fn read(
        &mut self,
        program: &Program,
        id: NodeId,
        action: ActionId,
        arguments: bool,
        own: &HashSet<Written>,
    ) {
        let Some(node) = program.kb.node(id) else { return };
        if let Op::And(_) | Op::Or(_) | Op::Not(_) = node.op {
            for part in KnowledgeBase::parts(&node.op) {
                self.read(program, part, action, arguments, own);
            }
            return;
        }
        let reads = program.kb.reads(id);
        let personal = reads.iter().any(|op| matches!(op, Op::Actor));
        let of_actor = personal || reads.iter().any(|op| matches!(op, Op::RoleIn(_)));
        let of_argument = reads.iter().any(|op| matches!(op, Op::Argument(_)));
        if of_argument && !of_actor {
            if reads.iter().any(|op| !written_for(program, op).is_empty()) {
                self.parts.insert(id, Part::Thing);
            }
            return;
        }
        for op in &reads {
            let is_own = match op {
                Op::Field { of, .. } => {
                    matches!(program.kb.node(*of).map(|node| &node.op), Some(Op::Actor))
                }
                op => matches!(op, Op::RoleIn(_)),
            };
            for written in written_for(program, op) {
                if is_own && own.contains(&written) {
                    self.parts.insert(id, Part::Own);
                }
                let reading = Reading { others: !is_own, personal, arguments };
                self.readers.entry(written).or_default().entry(action).or_default().add(reading);
            }
        }
    }
}

impl Reading {
    fn add(&mut self, other: Self) {
        self.others |= other.others;
        self.personal |= other.personal;
        self.arguments |= other.arguments;
    }
}

/// What would have to be written for a part of a condition to come out differently.
fn written_for(program: &Program, op: &Op) -> Vec<Written> {
    match op {
        Op::Scalar(scalar) => vec![Written::Scalar(*scalar)],
        Op::Field { collection, field, .. } => vec![Written::Field(*collection, *field)],
        Op::RoleIn(_) => {
            let actors = program.kb.actors;
            actors.map(|(collection, field)| Written::Field(collection, field)).into_iter().collect()
        }
        Op::Any(set, _) | Op::Count { set, .. } | Op::Total { set, .. } => {
            vec![Written::Added(set.collection)]
        }
        Op::Indexed { index, .. } => {
            let index = program.kb.indexes.get(*index);
            let written = |collection, field| [Written::Added(collection), Written::Field(collection, field)];
            index.map(|index| written(index.collection, index.field)).into_iter().flatten().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether an action is what everybody may do, and changes only of the one who acts, and not the role: what it lets them
/// do was theirs already.
pub(super) fn is_for_oneself(program: &Program, plan: &Plan) -> bool {
    let role = program.kb.actors.map(|(collection, field)| Written::Field(collection, field));
    let own = |effect: &Effect| match effect {
        Effect::Field { of, .. } => {
            let of = program.kb.node(*of).map(|node| &node.op);
            matches!(of, Some(Op::Actor)) && Some(effect.written()) != role
        }
        _ => false,
    };
    let rule = |rule| program.model.rules.get(rule).map(|rule| &rule.kind);
    let for_all = plan
        .permits
        .iter()
        .any(|entry| matches!(rule(entry.rule), Some(RuleKind::Permit(permit)) if permit.roles.is_none()));
    for_all && plan.effects.iter().all(own)
}

/// Who declares with an action what becomes a value of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeclaredBy {
    Anybody,
    /// Everybody of themselves.
    Oneself,
}

/// The parameters whose values become values of people.
pub(super) fn of_people(program: &Program) -> HashMap<ParameterId, DeclaredBy> {
    let mut found = HashMap::new();
    let Some(actors) = program.model.schema.actors else { return found };
    for plan in program.kb.actions.iter() {
        let by = if is_for_oneself(program, plan) { DeclaredBy::Oneself } else { DeclaredBy::Anybody };
        let values = plan.effects.iter().flat_map(|effect| match effect {
            Effect::Add { collection, fields } if *collection == actors => {
                fields.iter().map(|(_, value)| *value).collect()
            }
            Effect::Field { collection, value, .. } if *collection == actors => {
                value.iter().copied().collect()
            }
            _ => Vec::new(),
        });
        for op in values.flat_map(|value| program.kb.reads(value)) {
            if let Op::Argument(parameter) = op {
                found.insert(parameter, by);
            }
        }
    }
    found
}
