//! Which actions can break which invariants, worked out from what their effects write.

use crate::base::{Code, Diagnostic, Id, IndexVec, msg};
use crate::kb::from_model::expressions::Lowering;
use crate::kb::knowledge_base::{
    AffectedCounter, AffectedInvariant, Effect, Invariant, InvariantKind, KnowledgeBase, Op, Plan, ReadSet,
    Set,
};
use crate::model::RuleKind;
use crate::values::ids::{
    ActionId, CollectionId, CounterId, FieldId, InvariantId, Level, NodeId, RuleId, ScalarId,
};
use crate::values::{Moment, Truth, Value};
use std::collections::{HashMap, HashSet};

#[derive(Default)]
struct Writes {
    added: HashSet<CollectionId>,
    fields: HashSet<(CollectionId, FieldId)>,
    scalars: HashSet<ScalarId>,
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

    /// What a node reads of what is written; `None` where it reads nothing of it. `own` is the level of the
    /// element that it is about.
    fn moved(&self, kb: &KnowledgeBase, node: NodeId, own: Option<Level>) -> Option<ReadSet> {
        let mut moved =
            ReadSet { node, own: Vec::new(), others: Vec::new(), scalars: Vec::new(), added: false };
        kb.any_read(node, |op| {
            match op {
                Op::Scalar(scalar) if self.scalars.contains(scalar) => moved.scalars.push(*scalar),
                Op::Any(set, _) | Op::Count { set, .. } => {
                    moved.added |= self.added.contains(&set.collection);
                }
                Op::Field { of, collection, field } if self.fields.contains(&(*collection, *field)) => {
                    if own.is_some() && level(kb, *of) == own {
                        moved.own.push(*field);
                    } else {
                        moved.others.push((*collection, *field));
                    }
                }
                _ => {}
            }
            false
        });
        (moved.elsewhere() || !moved.own.is_empty()).then_some(moved)
    }

    /// What each condition of a set reads of what is written, where it reads anything of it.
    fn moved_of(&self, kb: &KnowledgeBase, set: &Set) -> Vec<ReadSet> {
        set.conditions.iter().filter_map(|condition| self.moved(kb, *condition, Some(set.level))).collect()
    }
}

fn level(kb: &KnowledgeBase, id: NodeId) -> Option<Level> {
    match kb.node(id)?.op {
        Op::Element { level, .. } => Some(level),
        _ => None,
    }
}

/// Which of some sets an effect can touch: only those are compared with it.
#[derive(Default)]
struct Touched<I> {
    /// By the collection to which an element is added.
    added: HashMap<CollectionId, Vec<I>>,
    fields: HashMap<(CollectionId, FieldId), Vec<I>>,
    scalars: HashMap<ScalarId, Vec<I>>,
}

impl<I: Id + Default> Touched<I> {
    /// Sets by their ids, which go up; each with what is compared with it.
    fn of<'a>(kb: &KnowledgeBase, sets: impl Iterator<Item = (I, &'a Set, Option<NodeId>)>) -> Self {
        fn add<K: Eq + std::hash::Hash, I: Id>(to: &mut HashMap<K, Vec<I>>, key: K, id: I) {
            let list = to.entry(key).or_default();
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
        let mut touched = Self::default();
        for (id, set, bound) in sets {
            add(&mut touched.added, set.collection, id);
            for node in set.conditions.iter().copied().chain(bound) {
                kb.any_read(node, |op| {
                    match op {
                        Op::Scalar(scalar) => add(&mut touched.scalars, *scalar, id),
                        Op::Any(set, _) | Op::Count { set, .. } => {
                            add(&mut touched.added, set.collection, id);
                        }
                        Op::Field { collection, field, .. } => {
                            add(&mut touched.fields, (*collection, *field), id);
                        }
                        _ => {}
                    }
                    false
                });
            }
        }
        touched
    }

    /// Those that something written can touch, in the order of their ids.
    fn by(&self, writes: &Writes) -> Vec<I> {
        let added = writes.added.iter().filter_map(|key| self.added.get(key));
        let fields = writes.fields.iter().filter_map(|key| self.fields.get(key));
        let scalars = writes.scalars.iter().filter_map(|key| self.scalars.get(key));
        let mut ids: Vec<I> = added.chain(fields).chain(scalars).flatten().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

impl Lowering<'_> {
    /// Work out for each action which invariants it can break, which counters it moves, and whether time alone may
    /// change its verdict. The warnings name exceptions without need.
    pub(super) fn impact(&mut self) -> Vec<Diagnostic> {
        let mut needed: HashSet<(RuleId, ActionId)> = HashSet::new();
        let mut plans = std::mem::take(self.kb.actions.to_mut());
        let invariants = self.kb.invariants.enumerated();
        let invariants = invariants.map(|(id, invariant)| (id, &invariant.set, invariant.most()));
        let invariants = Touched::of(&self.kb, invariants);
        let counters = Touched::of(&self.kb, self.kb.counters.enumerated().map(|(id, set)| (id, set, None)));
        let spared = self.spared();
        let clocks = self.kb.clocks();
        for (at, plan) in plans.iter_mut().enumerate() {
            let action = ActionId::at(at);
            let writes = Writes::of(&plan.effects);
            for id in invariants.by(&writes) {
                let Some(invariant) = self.kb.invariants.get(id) else { continue };
                let Some(affected) = affected_invariant(&self.kb, &writes, plan, id, invariant) else {
                    continue;
                };
                if [None, Some(action)].iter().any(|action| spared.contains(&(invariant.rule, *action))) {
                    needed.insert((invariant.rule, action));
                } else {
                    plan.impact.push(affected);
                }
            }
            plan.affected_counters = affected_counters(&self.kb, &writes, &counters);
            plan.time_dependent = self.kb.is_time_dependent(plan, &clocks);
        }
        *self.kb.actions.to_mut() = plans;
        let mut warnings = Vec::new();
        for (id, rule) in self.model.rules.enumerated() {
            let RuleKind::Invariant(invariant) = &rule.kind else { continue };
            for (action, span) in &invariant.exempts {
                if needed.contains(&(id, *action)) {
                    continue;
                }
                let name = self.model.actions.get(*action).map_or("", |found| &*found.name.text);
                warnings.push(
                    Diagnostic::warning(
                        Code::W0301,
                        msg!(rules.cannot_break, action = name, rule = &*rule.id.text),
                    )
                    .label(*span, msg!(rules.no_effect))
                    .help(msg!(rules.delete_exception)),
                );
            }
        }
        warnings
    }

    /// The rules with the actions that they spare, or with none where they spare all.
    fn spared(&self) -> HashSet<(RuleId, Option<ActionId>)> {
        let mut spared = HashSet::new();
        for (id, rule) in self.model.rules.enumerated() {
            let RuleKind::Invariant(invariant) = &rule.kind else { continue };
            spared.extend(invariant.exempts_all.then_some((id, None)));
            spared.extend(invariant.exempts.iter().map(|(action, _)| (id, Some(*action))));
        }
        spared
    }
}

fn affected_invariant(
    kb: &KnowledgeBase,
    writes: &Writes,
    plan: &Plan,
    id: InvariantId,
    invariant: &Invariant,
) -> Option<AffectedInvariant> {
    if matches!(invariant.kind, InvariantKind::Lasts { .. }) {
        return None;
    }
    let bound = invariant.most().and_then(|most| writes.moved(kb, most, None));
    let moved = writes.moved_of(kb, &invariant.set);
    let enters = moved.iter().any(ReadSet::elsewhere) || can_enter(kb, plan, &invariant.set, &moved);
    (bound.is_some() || enters).then_some(AffectedInvariant { invariant: id, moved, bound })
}

fn affected_counters(
    kb: &KnowledgeBase,
    writes: &Writes,
    touched: &Touched<CounterId>,
) -> Vec<AffectedCounter> {
    let affected = |counter: CounterId| {
        let set = kb.counters.get(counter)?;
        let reads = writes.moved_of(kb, set);
        let changes = writes.added.contains(&set.collection) || !reads.is_empty();
        changes.then_some(AffectedCounter { counter, reads })
    };
    touched.by(writes).into_iter().filter_map(affected).collect()
}

impl KnowledgeBase {
    /// Whether anything that decides an action compares a date with now, or with what its effects set to now.
    fn is_time_dependent(&self, plan: &Plan, clocks: &IndexVec<NodeId, bool>) -> bool {
        let deciding = self.deciding(plan);
        if deciding.iter().any(|id| clocks.get(*id).copied().unwrap_or(false)) {
            return true;
        }
        let is_now = |id: &NodeId| self.any_read(*id, |op| matches!(op, Op::Now));
        let (mut fields, mut scalars) = (HashSet::new(), HashSet::new());
        for effect in &plan.effects {
            match effect {
                Effect::Add { collection, fields: new } => {
                    let new = new.iter().filter(|(_, value)| is_now(value));
                    fields.extend(new.map(|(field, _)| (*collection, *field)));
                }
                Effect::Scalar { scalar, value, .. } if value.iter().any(is_now) => {
                    scalars.insert(*scalar);
                }
                Effect::Field { collection, field, value, .. } if value.iter().any(is_now) => {
                    fields.insert((*collection, *field));
                }
                _ => {}
            }
        }
        if fields.is_empty() && scalars.is_empty() {
            return false;
        }
        let set_to_now = |op: &Op| match op {
            Op::Scalar(scalar) => scalars.contains(scalar),
            Op::Field { collection, field, .. } => fields.contains(&(*collection, *field)),
            _ => false,
        };
        deciding.into_iter().any(|id| self.any_read(id, set_to_now))
    }

    /// For each node whether it compares with now.
    fn clocks(&self) -> IndexVec<NodeId, bool> {
        let mut clocks: IndexVec<NodeId, bool> = IndexVec::new();
        for node in &self.nodes {
            // Parts stand before what they are parts of.
            let part = |id: &NodeId| clocks.get(*id).copied().unwrap_or(false);
            let clock = match &node.op {
                Op::Now | Op::Overdue { .. } => true,
                op => Self::parts(op).iter().any(part),
            };
            clocks.push(clock);
        }
        clocks
    }

    /// The nodes that the verdict on an action hangs on, but for the values that its effects give.
    pub(crate) fn deciding(&self, plan: &Plan) -> Vec<NodeId> {
        let rules = plan.permits.iter().chain(&plan.forbids).map(|entry| entry.applies);
        let guards = plan.effects.iter().filter_map(|effect| match effect {
            Effect::Add { .. } => None,
            Effect::Scalar { when, .. } | Effect::Field { when, .. } => *when,
        });
        let invariants = plan.impact.iter().filter_map(|affected| self.invariants.get(affected.invariant));
        let impact =
            invariants.flat_map(|invariant| invariant.set.conditions.iter().copied().chain(invariant.most()));
        rules.chain(guards).chain(impact).collect()
    }
}

/// Whether an effect can bring an element into the set: none of the values that it writes out keeps it out.
fn can_enter(kb: &KnowledgeBase, plan: &Plan, set: &Set, moved: &[ReadSet]) -> bool {
    let kept_out = |known: &HashMap<FieldId, Value>| {
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
    if added || moved.is_empty() {
        return added;
    }
    // Two targets may be one and the same element, so values are only known where there is one target.
    let mut targets = HashSet::new();
    let (mut sure, mut guarded) = (HashMap::new(), Vec::new());
    for effect in &plan.effects {
        if let Effect::Field { of, collection, field, value, when } = effect
            && *collection == set.collection
        {
            targets.insert(kb.node(*of).map(|node| format!("{:?}", node.op)));
            match when {
                Some(_) => guarded.push((*field, constant(value))),
                None => sure.extend(constant(value).map(|value| (*field, value))),
            }
        }
    }
    // Each effect under a condition happens or does not, whatever the others do.
    let happens = |choice: u32| {
        let chosen = (0..).zip(&guarded).filter(|(at, _)| choice & (1 << at) != 0);
        let values = chosen.filter_map(|(_, (field, value))| Some((*field, value.clone()?)));
        let mut known = sure.clone();
        known.extend(values);
        known
    };
    let all_guarded = !plan.effects.iter().any(|effect| {
        matches!(effect, Effect::Field { collection, when: None, .. } if *collection == set.collection)
    });
    targets.len() > 1
        || guarded.len() > MOST_GUARDED
        || (0..1 << guarded.len()).any(|choice| {
            let nothing = choice == 0 && all_guarded;
            !nothing && !kept_out(&happens(choice))
        })
}

/// So many effects under conditions are told apart; an action with more is taken to break everything.
const MOST_GUARDED: usize = 8;

/// The truth of a condition of which only some fields of the element at a level are known.
fn fold(kb: &KnowledgeBase, id: NodeId, own: Level, known: &HashMap<FieldId, Value>) -> Option<Truth> {
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
            // A day compares in the zone of the portal, and one instant may be written in several ways.
            (Value::Moment(left), Value::Moment(right)) => match (left, right) {
                (Moment::Day(left), Moment::Day(right)) => Some(Truth::from(left == right)),
                (Moment::Instant(left), Moment::Instant(right)) => Some(Truth::from(left == right)),
                _ => None,
            },
            (left, right) => Some(Truth::from(left == right)),
        },
        op @ (Op::And(parts) | Op::Or(parts)) => {
            let truths: Vec<Option<Truth>> = parts.iter().map(|part| fold(kb, *part, own, known)).collect();
            let all = matches!(op, Op::And(_));
            if truths.contains(&Some(Truth::from(!all))) {
                return Some(Truth::from(!all));
            }
            let truths = truths.into_iter().collect::<Option<Vec<_>>>()?;
            Some(if all { Truth::all(truths) } else { Truth::any(truths) })
        }
        _ => None,
    }
}
