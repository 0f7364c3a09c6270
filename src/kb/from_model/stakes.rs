//! Which actions can break which invariants, worked out from what their effects write.

use super::Lowering;
use crate::kb::{Effect, Invariant, InvariantKind, KnowledgeBase, NodeId, Op, Plan, Set, Stake};
use crate::model::RuleKind;
use crate::values::{Truth, Value};
use crate::words::{Code, Diagnostic};
use std::collections::{HashMap, HashSet};

/// What an action's effects write.
#[derive(Default)]
struct Writes {
    added: HashSet<u16>,
    fields: HashSet<(u16, u16)>,
    scalars: HashSet<u16>,
}

impl Writes {
    fn of(effects: &[Effect]) -> Self {
        let mut writes = Self::default();
        for effect in effects {
            match effect {
                Effect::Add { collection, .. } => writes.added.insert(*collection),
                Effect::Scalar { scalar, .. } => writes.scalars.insert(*scalar),
                Effect::Field { collection, field, .. } => writes.fields.insert((*collection, *field)),
            };
        }
        writes
    }

    /// Whether an operation reads something written, other than through the element at `own`.
    fn touch(&self, kb: &KnowledgeBase, op: &Op, own: Option<u16>) -> bool {
        let added = |collection: u16| self.added.contains(&collection);
        match op {
            Op::Scalar(scalar) => self.scalars.contains(scalar),
            Op::Any(set, _) | Op::Count { set, .. } => added(set.collection),
            Op::Field { of, collection, field } => {
                let through_own = own.is_some() && level(kb, *of) == own;
                !through_own && self.fields.contains(&(*collection, *field))
            }
            _ => false,
        }
    }

    /// Whether a condition reads a written field of the element at `own`.
    fn touch_own(&self, kb: &KnowledgeBase, condition: NodeId, own: u16) -> bool {
        kb.reads(condition).iter().any(|op| match op {
            Op::Field { of, collection, field } => {
                level(kb, *of) == Some(own) && self.fields.contains(&(*collection, *field))
            }
            _ => false,
        })
    }
}

fn level(kb: &KnowledgeBase, id: NodeId) -> Option<u16> {
    match kb.node(id)?.op {
        Op::Element { level, .. } => Some(level),
        _ => None,
    }
}

impl Lowering<'_> {
    /// File every invariant under the actions that can break it. The warnings name exceptions without need.
    pub(super) fn stakes(&mut self) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        let mut all: Vec<Vec<Stake>> = Vec::with_capacity(self.kb.actions.len());
        let mut needed: HashSet<(u32, u32)> = HashSet::new();
        for (action, plan) in (0u32..).zip(&self.kb.actions) {
            let writes = Writes::of(&plan.effects);
            let mut stakes = Vec::new();
            for (number, invariant) in (0u32..).zip(&self.kb.invariants) {
                let Some(stake) = stake(&self.kb, &writes, plan, number, invariant) else { continue };
                if self.model.spares(invariant.rule, action) {
                    needed.insert((invariant.rule, action));
                } else {
                    stakes.push(stake);
                }
            }
            all.push(stakes);
        }
        for (plan, stakes) in self.kb.actions.iter_mut().zip(all) {
            plan.stakes = stakes;
        }
        for (number, rule) in (0u32..).zip(&self.model.rules) {
            let RuleKind::Invariant(invariant) = &rule.kind else { continue };
            for (action, span) in &invariant.spares {
                if needed.contains(&(number, *action)) {
                    continue;
                }
                let name = self.model.actions.get(*action as usize).map_or("", |found| &*found.name.text);
                warnings.push(
                    Diagnostic::warning(Code::W0301, format!("`{name}` cannot break `{}`", rule.id.text))
                        .label(*span, "so there is nothing to except")
                        .help("delete the exception"),
                );
            }
        }
        warnings
    }
}

/// How the effects of an action can break an invariant, if they can.
fn stake(
    kb: &KnowledgeBase,
    writes: &Writes,
    plan: &Plan,
    number: u32,
    invariant: &Invariant,
) -> Option<Stake> {
    let set = &invariant.set;
    let bound_moves = match &invariant.kind {
        InvariantKind::Lasts { .. } => return None,
        InvariantKind::Limit { most, .. } => kb.reads(*most).iter().any(|op| writes.touch(kb, op, None)),
        InvariantKind::Never { .. } => false,
    };
    let elsewhere =
        |condition: &NodeId| kb.reads(*condition).iter().any(|op| writes.touch(kb, op, Some(set.level)));
    let moves = |condition: &&NodeId| elsewhere(condition) || writes.touch_own(kb, **condition, set.level);
    let stake = Stake {
        invariant: number,
        moved: set.conditions.iter().filter(moves).copied().collect(),
        wide: set.conditions.iter().any(elsewhere),
        bound: bound_moves,
    };
    let enters = stake.wide || can_enter(kb, writes, plan, invariant, &stake);
    (bound_moves || enters).then_some(stake)
}

/// Whether an effect can bring an element into the set: none of the values that it writes out keeps it out.
fn can_enter(kb: &KnowledgeBase, writes: &Writes, plan: &Plan, invariant: &Invariant, stake: &Stake) -> bool {
    let set = &invariant.set;
    let kept_out = |known: &HashMap<u16, Value>| {
        let mut folded = set.conditions.iter().map(|condition| fold(kb, *condition, set.level, known));
        folded.any(|truth| truth == Some(Truth::False))
    };
    let constant = |value: &Option<NodeId>| match value.map(|id| kb.node(id).map(|node| &node.op)) {
        None => Some(Value::Absent),
        Some(Some(Op::Constant(value))) => Some(value.clone()),
        Some(_) => None,
    };
    let added = plan.effects.iter().any(|effect| match effect {
        Effect::Add { collection, fields } if *collection == set.collection => {
            let known = fields.iter().filter_map(|(field, id)| Some((*field, constant(&Some(*id))?)));
            !kept_out(&known.collect())
        }
        _ => false,
    });
    if added || (!writes.added.contains(&set.collection) && stake.moved.is_empty()) {
        return added;
    }
    if stake.moved.is_empty() {
        return false;
    }
    // Two targets may be one and the same element, so values are only known where there is one target.
    let mut targets = HashSet::new();
    let mut known = HashMap::new();
    for effect in &plan.effects {
        if let Effect::Field { of, collection, field, value, .. } = effect
            && *collection == set.collection
        {
            targets.insert(kb.node(*of).map(|node| format!("{:?}", node.op)));
            known.extend(constant(value).map(|value| (*field, value)));
        }
    }
    if targets.len() == 1 && kept_out(&known) {
        return false;
    }
    !inside_already(kb, plan, set, stake)
}

/// Whether the only effect on a collection happens to elements alone that its condition shows to be in the set, as
/// far as the effect can move them: `actor.status becomes active when actor.status is invited`.
fn inside_already(kb: &KnowledgeBase, plan: &Plan, set: &Set, stake: &Stake) -> bool {
    let own = |effect: &&Effect| matches!(effect, Effect::Field { collection, .. } if *collection == set.collection);
    let mut effects = plan.effects.iter().filter(own);
    let (Some(Effect::Field { of, when: Some(when), .. }), None) = (effects.next(), effects.next()) else {
        return false;
    };
    let mut known = HashMap::new();
    if let Some(Op::Equal { left, right, .. }) = kb.node(*when).map(|node| &node.op)
        && let Some(Op::Field { of: element, field, .. }) = kb.node(*left).map(|node| &node.op)
        && let Some(Op::Constant(value)) = kb.node(*right).map(|node| &node.op)
        && kb.shape(*element) == kb.shape(*of)
    {
        known.insert(*field, value.clone());
    }
    stake.moved.iter().all(|condition| fold(kb, *condition, set.level, &known) == Some(Truth::True))
}

/// The truth of a condition of which only some fields of the element at a level are known.
fn fold(kb: &KnowledgeBase, id: NodeId, own: u16, known: &HashMap<u16, Value>) -> Option<Truth> {
    let value = |id: NodeId| match &kb.node(id)?.op {
        Op::Constant(value) => Some(value.clone()),
        Op::Field { of, field, .. } if level(kb, *of) == Some(own) => known.get(field).cloned(),
        _ => None,
    };
    match &kb.node(id)?.op {
        Op::Not(inner) => Some(!fold(kb, *inner, own, known)?),
        Op::Present(inner) => Some(value(*inner)?.present()),
        Op::Equal { left, right, fold: false } => match (value(*left)?, value(*right)?) {
            (Value::Unknown, _) | (_, Value::Unknown) => None,
            (Value::Absent, _) | (_, Value::Absent) => Some(Truth::False),
            (left, right) => Some(Truth::from(left == right)),
        },
        Op::And(parts) => {
            let truths: Vec<Option<Truth>> = parts.iter().map(|part| fold(kb, *part, own, known)).collect();
            match truths.contains(&Some(Truth::False)) {
                true => Some(Truth::False),
                false => truths.into_iter().collect::<Option<Vec<_>>>().map(Truth::all),
            }
        }
        Op::Or(parts) => {
            let truths: Vec<Option<Truth>> = parts.iter().map(|part| fold(kb, *part, own, known)).collect();
            match truths.contains(&Some(Truth::True)) {
                true => Some(Truth::True),
                false => truths.into_iter().collect::<Option<Vec<_>>>().map(Truth::any),
            }
        }
        _ => None,
    }
}
