//! Which actions can break which invariants, worked out from what their effects write, when something asks for it.

use crate::base::{Id, IndexVec};
use crate::kb::affected::{
    AffectedCounter, AffectedGrouping, AffectedInvariant, Impact, ReadSet, Readers, Referred, Written,
};
use crate::kb::grouped::Grouped;
use crate::kb::knowledge_base::{Effect, Invariant, InvariantKind, KnowledgeBase, Op, Plan, Set};
use crate::values::ids::{
    ActionId, CollectionId, CounterId, FieldId, GroupingId, ImpactId, InvariantId, Level, NodeId,
};
use crate::values::{Moment, Truth, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

impl Effect {
    pub(crate) fn written(&self) -> Written {
        match self {
            Self::Add { collection, .. } => Written::Added(*collection),
            Self::Scalar { scalar, .. } => Written::Scalar(*scalar),
            Self::Field { collection, field, .. } => Written::Field(*collection, *field),
        }
    }
}

impl<I: Id> Readers<I> {
    /// Sets by their ids, which go up: the collections that they are of, and what is computed of them and for them.
    pub(super) fn of<N: Iterator<Item = NodeId>, C: Iterator<Item = CollectionId>>(
        kb: &KnowledgeBase,
        sets: impl Iterator<Item = (I, C, N)>,
    ) -> Self {
        let mut readers: BTreeMap<Written, Vec<I>> = BTreeMap::new();
        for (id, collections, nodes) in sets {
            let mut add = |key| {
                let list = readers.entry(key).or_default();
                if list.last() != Some(&id) {
                    list.push(id);
                }
            };
            collections.for_each(|collection| add(Written::Added(collection)));
            for node in nodes {
                kb.any_read(node, |op| {
                    kb.reads_of(op).into_iter().for_each(&mut add);
                    false
                });
            }
        }
        Self(readers.into_iter().collect())
    }

    /// At least as many as something written can touch.
    fn most(&self, writes: &Writes) -> usize {
        writes.0.iter().map(|key| self.of_written(*key).len()).sum()
    }

    /// Those that something written can touch, in the order of their ids.
    fn touched(&self, writes: &Writes) -> Vec<I> {
        let mut ids: Vec<I> = writes.0.iter().flat_map(|key| self.of_written(*key)).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

pub(super) struct Writes(HashSet<Written>);

impl Writes {
    pub(super) fn of(effects: &[Effect]) -> Self {
        Self(effects.iter().map(Effect::written).collect())
    }

    fn adds(&self, collection: CollectionId) -> bool {
        self.0.contains(&Written::Added(collection))
    }

    /// What a node reads of what is written; `None` where it reads nothing of it. `own` is the level of the
    /// element that it is about.
    fn moved(&self, kb: &KnowledgeBase, node: NodeId, own: Option<Level>) -> Option<ReadSet> {
        let mut moved = ReadSet {
            node,
            own: Vec::new(),
            referred: Vec::new(),
            others: Vec::new(),
            scalars: Vec::new(),
            added: false,
        };
        kb.any_read(node, |op| {
            match op {
                Op::Scalar(scalar) if self.0.contains(&Written::Scalar(*scalar)) => {
                    moved.scalars.push(*scalar);
                }
                Op::Any(set, _) | Op::Count { set, .. } | Op::Total { set, .. } => {
                    moved.added |= self.adds(set.collection);
                }
                Op::Field { of, collection, field }
                    if self.0.contains(&Written::Field(*collection, *field)) =>
                {
                    match own.and_then(|own| references(kb, *of, own)) {
                        None => moved.others.push((*collection, *field)),
                        Some(path) if path.is_empty() => moved.own.push(*field),
                        Some(path) => {
                            let (collection, field) = (*collection, *field);
                            moved.referred.push(Referred { path, collection, field, nested: None });
                        }
                    }
                }
                Op::Inside { inner, inner_of, outer, .. } => {
                    let path = own.and_then(|own| references(kb, *inner, own));
                    let itself =
                        path.as_ref().is_some_and(Vec::is_empty) && own.is_some() && level(kb, *outer) == own;
                    let fields = kb.nest_fields(*inner_of).into_iter();
                    for (collection, field) in
                        fields.filter(|(of, field)| self.0.contains(&Written::Field(*of, *field)))
                    {
                        match &path {
                            None => moved.others.push((collection, field)),
                            // In every circle there is an element that moved, which lies in itself, too.
                            Some(_) if itself => moved.own.extend((collection == *inner_of).then_some(field)),
                            Some(path) => moved.referred.push(Referred {
                                path: path.clone(),
                                collection,
                                field,
                                nested: Some(*inner_of),
                            }),
                        }
                    }
                }
                _ => {}
            }
            false
        });
        (moved.elsewhere() || !moved.own.is_empty()).then_some(moved)
    }

    /// What each node that is computed of an element reads of what is written, where it reads anything of it.
    fn moved_of(&self, kb: &KnowledgeBase, grouped: Grouped<'_>) -> Vec<ReadSet> {
        grouped.of_element().filter_map(|node| self.moved(kb, node, Some(grouped.set.level))).collect()
    }
}

/// The references that lead from the element at a level to what a node stands for.
fn references(kb: &KnowledgeBase, of: NodeId, own: Level) -> Option<Vec<(CollectionId, FieldId)>> {
    let (mut path, mut node) = (Vec::new(), of);
    while let Op::Field { of, collection, field } = kb.node(node)?.op {
        path.push((collection, field));
        node = of;
    }
    path.reverse();
    (level(kb, node) == Some(own)).then_some(path)
}

pub(super) fn level(kb: &KnowledgeBase, id: NodeId) -> Option<Level> {
    match kb.node(id)?.op {
        Op::Element { level, .. } => Some(level),
        _ => None,
    }
}

impl KnowledgeBase {
    /// What an action can move. Worked out once for all that are alike.
    pub fn impact(&self, action: ActionId) -> Option<&Impact> {
        let plan = self.actions.get(self.actions.get(action)?.alike)?;
        Some(plan.impact.get_or_init(|| self.impact_of(plan)))
    }

    /// The counters that something written can touch, in their order.
    pub(crate) fn counters_reading(&self, key: Written) -> &[CounterId] {
        self.counter_readers.of_written(key)
    }

    /// The groupings that something written can touch, in their order.
    pub(crate) fn groupings_reading(&self, key: Written) -> &[GroupingId] {
        self.grouping_readers.of_written(key)
    }

    /// The counters that the verdict on an action asks for, those that others of them ask for included.
    pub(crate) fn asked_counters(&self, action: ActionId) -> HashSet<CounterId> {
        let effects = self.actions.get(action).into_iter().flat_map(|plan| &plan.effects);
        let mut asked =
            self.counters_in(self.deciding(action).into_iter().chain(effects.flat_map(Effect::nodes)));
        let affected = self.affected(action).filter_map(|(_, one)| self.invariants.get(one.invariant));
        asked.extend(affected.filter_map(Invariant::counter));
        asked
    }

    /// The counters that some nodes ask for.
    pub(crate) fn counters_in(&self, nodes: impl Iterator<Item = NodeId>) -> HashSet<CounterId> {
        let mut asked = HashSet::new();
        for node in nodes {
            self.any_read(node, |op| {
                if let Op::Count { counter: Some(counter), .. } = op {
                    asked.insert(*counter);
                }
                false
            });
        }
        asked
    }

    /// No action can break more invariants than this says of it.
    pub(crate) fn most_affected(&self, plan: &Plan) -> usize {
        self.readers.most(&Writes::of(&plan.effects))
    }

    /// The invariants that an action can break and that do not spare it.
    pub fn affected(&self, action: ActionId) -> impl Iterator<Item = (ImpactId, &AffectedInvariant)> {
        let spares = self.actions.get(action).map(|plan| plan.spared_by.as_slice()).unwrap_or_default();
        let all = self.impact(action).into_iter().flat_map(|impact| impact.invariants.enumerated());
        all.filter(|(_, affected)| spares.binary_search(&affected.invariant).is_err())
    }

    pub(super) fn impact_of(&self, plan: &Plan) -> Impact {
        let writes = Writes::of(&plan.effects);
        let affected = |id: InvariantId| self.affected_invariant(&writes, plan, id);
        let invariants: IndexVec<ImpactId, AffectedInvariant> =
            self.readers.touched(&writes).into_iter().filter_map(affected).collect();
        let counters = self.counter_readers.touched(&writes).into_iter().filter_map(|counter| {
            let set = self.counters.get(counter)?;
            let reads = writes.moved_of(self, Grouped::of(set));
            (writes.adds(set.collection) || !reads.is_empty()).then_some(AffectedCounter { counter, reads })
        });
        let counters: Vec<AffectedCounter> = counters.collect();
        let groupings = self.grouping_readers.touched(&writes).into_iter().filter_map(|grouping| {
            let grouped = self.groupings.get(grouping)?.grouped();
            let reads = writes.moved_of(self, grouped);
            let moves = writes.adds(grouped.set.collection) || !reads.is_empty();
            moves.then_some(AffectedGrouping { grouping, reads })
        });
        let groupings: Vec<AffectedGrouping> = groupings.collect();
        let pinned = self.pinned_counters(&counters);
        let set_to_now = self.set_to_now(plan);
        let conditions = invariants.iter().flat_map(|one| self.conditions(one));
        let time_dependent = conditions.into_iter().any(|id| self.moves_with_time(id, &set_to_now));
        Impact { invariants, counters, groupings, pinned, time_dependent }
    }

    pub(super) fn affected_invariant(
        &self,
        writes: &Writes,
        plan: &Plan,
        id: InvariantId,
    ) -> Option<AffectedInvariant> {
        let invariant = self.invariants.get(id)?;
        if matches!(invariant.kind, InvariantKind::Lasts { .. }) {
            return None;
        }
        let bounds: Vec<ReadSet> =
            invariant.bounds().filter_map(|bound| writes.moved(self, bound, None)).collect();
        let moved = writes.moved_of(self, invariant.grouped());
        let enters = match &invariant.kind {
            // What goes out breaks a lower bound, and what has another amount may break each.
            InvariantKind::Aggregate(_) => {
                !moved.is_empty() || invariant.collections().any(|collection| writes.adds(collection))
            }
            _ => moved.iter().any(ReadSet::elsewhere) || can_enter(self, plan, &invariant.set, &moved),
        };
        (!bounds.is_empty() || enters).then_some(AffectedInvariant { invariant: id, moved, bounds })
    }

    /// Whether time alone may change the verdict on an action.
    pub fn is_time_dependent(&self, action: ActionId) -> bool {
        self.actions.get(action).is_some_and(|plan| plan.time_dependent)
            || self.impact(action).is_some_and(|impact| impact.time_dependent)
    }

    /// What the effects of an action set to now, or to what is worked out from it.
    pub(super) fn set_to_now(&self, plan: &Plan) -> HashSet<Written> {
        let is_now = |id: &NodeId| self.any_read(*id, |op| matches!(op, Op::Now));
        let mut written = HashSet::new();
        for effect in &plan.effects {
            match effect {
                Effect::Add { collection, fields } => {
                    let new = fields.iter().filter(|(_, value)| is_now(value));
                    written.extend(new.map(|(field, _)| Written::Field(*collection, *field)));
                }
                Effect::Scalar { value, .. } | Effect::Field { value, .. } => {
                    written.extend(value.as_ref().filter(|value| is_now(value)).map(|_| effect.written()));
                }
            }
        }
        written
    }

    /// Whether a condition compares with now, or with something that is set to now.
    pub(super) fn moves_with_time(&self, id: NodeId, set_to_now: &HashSet<Written>) -> bool {
        self.any_read(id, |op| match op {
            Op::Now | Op::Overdue { .. } => true,
            Op::Scalar(scalar) => set_to_now.contains(&Written::Scalar(*scalar)),
            Op::Field { collection, field, .. } => set_to_now.contains(&Written::Field(*collection, *field)),
            _ => false,
        })
    }

    /// The nodes of the rules and of the effects that the verdict on an action hangs on, but for the values that the
    /// effects give.
    pub(super) fn deciding_rules(plan: &Plan) -> impl Iterator<Item = NodeId> {
        let rules = plan.permits.iter().chain(&plan.forbids).map(|entry| entry.applies);
        let guards = plan.effects.iter().filter_map(|effect| match effect {
            Effect::Add { .. } => None,
            Effect::Scalar { when, .. } | Effect::Field { when, .. } => *when,
        });
        rules.chain(guards)
    }

    fn conditions(&self, affected: &AffectedInvariant) -> impl Iterator<Item = NodeId> {
        let invariant = self.invariants.get(affected.invariant).into_iter();
        invariant.flat_map(|invariant: &Invariant| invariant.grouped().of_element().chain(invariant.bounds()))
    }

    /// All nodes that the verdict on an action hangs on, but for the values that its effects give.
    pub(crate) fn deciding(&self, action: ActionId) -> Vec<NodeId> {
        let plan = self.actions.get(action).into_iter();
        let impact = self.affected(action).flat_map(|(_, affected)| self.conditions(affected));
        plan.flat_map(Self::deciding_rules).chain(impact).collect()
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
            targets.insert(kb.shape(*of));
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
pub(super) fn fold(
    kb: &KnowledgeBase,
    id: NodeId,
    own: Level,
    known: &HashMap<FieldId, Value>,
) -> Option<Truth> {
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
