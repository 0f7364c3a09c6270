//! What is worked out of all invariants and effects once: which sets read what, which actions can move the same, and
//! which exceptions except nothing.

use crate::base::{Code, Diagnostic, msg};
use crate::kb::affected::{Readers, Written};
use crate::kb::from_model::expressions::Lowering;
use crate::kb::impact::Writes;
use crate::kb::knowledge_base::{Effect, KnowledgeBase, Op, Plan, Set};
use crate::model::RuleKind;
use crate::values::Value;
use crate::values::ids::{ActionId, CollectionId, FieldId, InvariantId, NodeId, RuleId};
use std::collections::{HashMap, HashSet};

impl Lowering<'_> {
    /// Work out what is needed to say of each action what it can move, and whether time alone may change its verdict.
    /// The warnings name exceptions without need.
    pub(super) fn impact(&mut self) -> Vec<Diagnostic> {
        let kb = &self.kb;
        let model = self.model;
        let of_rules: HashMap<RuleId, InvariantId> =
            kb.invariants.enumerated().map(|(id, invariant)| (invariant.rule, id)).collect();
        let stops = |rule: RuleId| match model.rules.get(rule).map(|rule| &rule.kind) {
            Some(RuleKind::Invariant(invariant)) => !invariant.exempts_all,
            _ => false,
        };
        let invariants = kb.invariants.enumerated().filter(|(_, invariant)| stops(invariant.rule));
        let invariants = invariants.map(|(id, invariant)| {
            let nodes = invariant.grouped().of_element().chain(invariant.bounds());
            (id, invariant.collections(), nodes)
        });
        let readers = Readers::of(kb, invariants);
        let one = |set: &Set| [set.collection].into_iter();
        let counters = kb.counters.enumerated();
        let counters = counters.map(|(id, set)| (id, one(set), set.conditions.iter().copied()));
        let counter_readers = Readers::of(kb, counters);
        let groupings = kb.groupings.enumerated();
        let groupings = groupings.map(|(id, own)| (id, one(&own.set), own.grouped().of_element()));
        let grouping_readers = Readers::of(kb, groupings);
        let (mut warnings, mut spared) = (Vec::new(), Vec::new());
        let mut writes: HashMap<ActionId, Writes> = HashMap::new();
        for (id, rule) in model.rules.enumerated() {
            let RuleKind::Invariant(invariant) = &rule.kind else { continue };
            for (action, span) in &invariant.exempts {
                let (Some(own), Some(plan)) = (of_rules.get(&id), kb.actions.get(*action)) else { continue };
                let writes = writes.entry(*action).or_insert_with(|| Writes::of(&plan.effects));
                if kb.affected_invariant(writes, plan, *own).is_some() {
                    spared.push((*action, *own));
                    continue;
                }
                let name = model.actions.get(*action).map_or("", |found| &*found.name.text);
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
        let compared = Compared::of(kb);
        let mut known: HashMap<String, ActionId> = HashMap::new();
        let plans = kb.actions.enumerated().map(|(action, plan)| {
            let set_to_now = kb.set_to_now(plan);
            let timely = KnowledgeBase::deciding_rules(plan).any(|id| kb.moves_with_time(id, &set_to_now));
            (*known.entry(compared.key(kb, plan, &set_to_now)).or_insert(action), timely)
        });
        let plans: Vec<(ActionId, bool)> = plans.collect();
        for ((alike, timely), plan) in plans.into_iter().zip(self.kb.actions.to_mut()) {
            (plan.alike, plan.time_dependent) = (alike, timely);
        }
        for (action, invariant) in spared {
            if let Some(plan) = self.kb.actions.get_mut(action) {
                plan.spared_by.push(invariant);
            }
        }
        self.kb.readers = readers;
        self.kb.counter_readers = counter_readers;
        self.kb.grouping_readers = grouping_readers;
        warnings
    }
}

/// What invariants compare fields with: values beyond these are alike to them.
#[derive(Default)]
struct Compared {
    values: HashSet<(CollectionId, FieldId, String)>,
    /// The fields of which each value may be another.
    exactly: HashSet<(CollectionId, FieldId)>,
}

impl Compared {
    fn of(kb: &KnowledgeBase) -> Self {
        let mut compared = Self::default();
        let conditions = kb.invariants.iter().flat_map(|invariant| &invariant.set.conditions);
        for condition in conditions {
            kb.any_read(*condition, |op| {
                if let Op::Equal { left, right, .. } = op {
                    compared.equal(kb, *left, *right);
                    compared.equal(kb, *right, *left);
                }
                false
            });
        }
        compared
    }

    fn equal(&mut self, kb: &KnowledgeBase, left: NodeId, right: NodeId) {
        let op = |id: NodeId| kb.node(id).map(|node| &node.op);
        let Some(Op::Field { collection, field, .. }) = op(left) else { return };
        match op(right) {
            Some(Op::Constant(value)) if !matches!(value, Value::Moment(_)) => {
                self.values.insert((*collection, *field, format!("{value:?}")));
            }
            _ => drop(self.exactly.insert((*collection, *field))),
        }
    }

    /// The same for plans of which all invariants and counters see the same.
    fn key(&self, kb: &KnowledgeBase, plan: &Plan, set_to_now: &HashSet<Written>) -> String {
        let mut targets: Vec<String> = Vec::new();
        let value = |collection: CollectionId, field: FieldId, id: Option<NodeId>| {
            let value = match id.and_then(|id| kb.node(id)).map(|node| &node.op) {
                None => Value::Absent,
                Some(Op::Constant(value)) => value.clone(),
                Some(_) => return "?".to_owned(),
            };
            let shown = format!("{value:?}");
            let exact = matches!(value, Value::Absent | Value::Unknown)
                || self.exactly.contains(&(collection, field))
                || self.values.contains(&(collection, field, shown.clone()));
            if exact { shown } else { "other".to_owned() }
        };
        let now = |written: Written| set_to_now.contains(&written);
        let mut key = String::new();
        for effect in &plan.effects {
            let own = match effect {
                Effect::Add { collection, fields } => {
                    let fields = fields.iter().map(|(field, id)| {
                        (
                            field,
                            value(*collection, *field, Some(*id)),
                            now(Written::Field(*collection, *field)),
                        )
                    });
                    format!("add {collection} {:?};", fields.collect::<Vec<_>>())
                }
                Effect::Scalar { scalar, .. } => format!("scalar {scalar} {};", now(effect.written())),
                Effect::Field { of, collection, field, value: new, when } => {
                    let target = kb.shape(*of);
                    let known = targets.iter().position(|own| *own == target);
                    let target = known.unwrap_or_else(|| {
                        targets.push(target);
                        targets.len() - 1
                    });
                    let new = value(*collection, *field, *new);
                    let guarded = when.is_some();
                    format!("field {target} {collection} {field} {new} {guarded} {};", now(effect.written()))
                }
            };
            key.push_str(&own);
        }
        key
    }
}
