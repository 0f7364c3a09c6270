//! One rule, or the effects of one action, lowered anew in a knowledge base that stands, and taken back.

use crate::base::Span;
use crate::kb::affected::Impact;
use crate::kb::from_model::expressions::Lowering;
use crate::kb::from_model::rights::Rights;
use crate::kb::impact::Writes;
use crate::kb::knowledge_base::{
    Effect, Invariant, InvariantKind, KnowledgeBase, Node, Op, Plan, RuleEntry, Set,
};
use crate::model::{self, Model, RuleKind};
use crate::values::Value;
use crate::values::ids::{ActionId, InvariantId, RuleId};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A change of a knowledge base, to be taken back. Counters and indexes stay as they are, so that portals that were ready
/// before are ready for what is lowered anew: it walks where there is none.
pub(crate) struct LoweredAnew {
    nodes: usize,
    levels: u16,
    undo: Vec<Undo>,
}

/// What was before.
enum Undo {
    Rules { action: ActionId, permits: Vec<RuleEntry>, forbids: Vec<RuleEntry> },
    Invariant(InvariantId, Invariant),
    Effects(ActionId, Vec<Effect>),
    Impact { action: ActionId, alike: ActionId, impact: OnceLock<Impact>, spared_by: Vec<InvariantId> },
}

impl LoweredAnew {
    fn of(kb: &KnowledgeBase) -> Self {
        Self { nodes: kb.nodes.len(), levels: kb.levels, undo: Vec::new() }
    }
}

/// The actions that a rule is filed under for what it says of them.
fn filed(rule: &model::Rule) -> Vec<ActionId> {
    match &rule.kind {
        RuleKind::Permit(rule) | RuleKind::Forbid(rule) => rule.actions.clone(),
        RuleKind::Invariant(rule) => {
            rule.also_forbids.iter().flat_map(|(actions, _)| actions).copied().collect()
        }
    }
}

impl KnowledgeBase {
    /// Put a rule of the model in another form, or take it out. What it can break as an invariant is to be said of each
    /// action by [`KnowledgeBase::affect_anew`].
    pub(crate) fn lower_rule_anew(
        &mut self,
        model: &Model,
        rights: &mut Rights,
        id: RuleId,
        new: Option<&model::Rule>,
    ) -> (LoweredAnew, BTreeSet<ActionId>) {
        let mut lowered = LoweredAnew::of(self);
        let old = model.rules.get(id);
        let actions: BTreeSet<ActionId> = old.into_iter().chain(new).flat_map(filed).collect();
        for action in &actions {
            let Some(plan) = self.actions.get_mut(*action) else { continue };
            let take_out = |list: &mut Vec<RuleEntry>| {
                let others = list.iter().filter(|entry| entry.rule != id).cloned().collect();
                std::mem::replace(list, others)
            };
            let (permits, forbids) = (take_out(&mut plan.permits), take_out(&mut plan.forbids));
            lowered.undo.push(Undo::Rules { action: *action, permits, forbids });
        }
        let invariant = new.and_then(|new| self.lowering(model, rights, |lowering| lowering.rule(id, new)));
        for action in &actions {
            let Some(plan) = self.actions.get_mut(*action) else { continue };
            for list in [&mut plan.permits, &mut plan.forbids] {
                list.sort_by_key(|entry| entry.rule);
            }
        }
        if let (Some(own), Some(rule)) = (self.invariant_place(id), old) {
            let before = self.invariants.get(own).cloned();
            let invariant = invariant.or_else(|| Some(self.nothing(before.as_ref()?, rule.sentence)));
            if let (Some(place), Some(before), Some(new)) = (self.invariants.get_mut(own), before, invariant)
            {
                *place = new;
                lowered.undo.push(Undo::Invariant(own, before));
            }
        }
        (lowered, actions)
    }

    /// Let an action have other effects.
    pub(crate) fn lower_effects_anew(
        &mut self,
        model: &Model,
        rights: &mut Rights,
        own: ActionId,
        effects: &[model::Effect],
    ) -> LoweredAnew {
        let mut lowered = LoweredAnew::of(self);
        let effects = self.lowering(model, rights, |lowering| lowering.effects(effects));
        if let Some(plan) = self.actions.get_mut(own) {
            lowered.undo.push(Undo::Effects(own, std::mem::replace(&mut plan.effects, effects)));
        }
        if let Some(plan) = self.actions.get(own) {
            let impact = self.impact_of(plan);
            let spares = |id: &InvariantId| {
                self.invariants.get(*id).is_some_and(|invariant| model.exempts(invariant.rule, own))
            };
            let spared_by = impact.invariants.iter().map(|one| one.invariant).filter(spares).collect();
            self.set_impact(&mut lowered, own, impact, spared_by);
        }
        lowered
    }

    /// Work out again whether an action can break an invariant that was lowered anew, `stops` saying whether that would
    /// stop it; `before` is the knowledge base as it was. Whether its verdict hangs on the invariant, or did.
    pub(crate) fn affect_anew(
        &mut self,
        lowered: &mut LoweredAnew,
        before: &Self,
        action: ActionId,
        own: InvariantId,
        stops: bool,
    ) -> bool {
        let Some(plan) = self.actions.get(action) else { return false };
        let writes = Writes::of(&plan.effects);
        let new = if stops { self.affected_invariant(&writes, plan, own) } else { None };
        let old = before.affected(action).any(|(_, one)| one.invariant == own);
        let Some(impact) = before.impact(action).filter(|_| old || new.is_some()) else { return false };
        let others = impact.invariants.iter().filter(|one| one.invariant != own);
        let mut invariants: Vec<_> = others.chain(&new).cloned().collect();
        invariants.sort_by_key(|one| one.invariant);
        let impact = Impact { invariants: invariants.into(), ..impact.clone() };
        let spared_by = plan.spared_by.iter().filter(|id| **id != own).copied().collect();
        self.set_impact(lowered, action, impact, spared_by);
        true
    }

    /// Let an action have what it can move for itself, as it was before.
    pub(crate) fn keep_impact(&mut self, lowered: &mut LoweredAnew, before: &Self, action: ActionId) {
        let spared_by = self.actions.get(action).map(|plan| plan.spared_by.clone());
        if let (Some(impact), Some(spared_by)) = (before.impact(action), spared_by) {
            self.set_impact(lowered, action, impact.clone(), spared_by);
        }
    }

    fn set_impact(
        &mut self,
        lowered: &mut LoweredAnew,
        action: ActionId,
        impact: Impact,
        spared_by: Vec<InvariantId>,
    ) {
        let Some(Plan { alike, impact: old, spared_by: spared, .. }) = self.actions.get_mut(action) else {
            return;
        };
        lowered.undo.push(Undo::Impact {
            action,
            alike: std::mem::replace(alike, action),
            impact: std::mem::replace(old, OnceLock::from(impact)),
            spared_by: std::mem::replace(spared, spared_by),
        });
    }

    /// Whether what was lowered anew may look at elements one after the other, or reads what is no element's.
    pub(crate) fn may_walk(&self, lowered: &LoweredAnew) -> bool {
        let reads = |op: &Op| {
            matches!(
                op,
                Op::Any(..)
                    | Op::AnyEntry { .. }
                    | Op::Count { .. }
                    | Op::Total { .. }
                    | Op::Indexed { .. }
                    | Op::Scalar(_)
                    | Op::In { .. }
                    | Op::Inside { .. }
            )
        };
        let limits = |undo: &Undo| {
            let Undo::Invariant(_, invariant) = undo else { return false };
            matches!(invariant.kind, InvariantKind::Limit { .. } | InvariantKind::Aggregate(_))
        };
        self.nodes.iter().skip(lowered.nodes).any(|node| reads(&node.op)) || lowered.undo.iter().any(limits)
    }

    /// Let all be as it was.
    pub(crate) fn take_back(&mut self, lowered: LoweredAnew) {
        for undo in lowered.undo.into_iter().rev() {
            match undo {
                Undo::Rules { action, permits, forbids } => {
                    if let Some(plan) = self.actions.get_mut(action) {
                        (plan.permits, plan.forbids) = (permits, forbids);
                    }
                }
                Undo::Invariant(id, old) => {
                    if let Some(place) = self.invariants.get_mut(id) {
                        *place = old;
                    }
                }
                Undo::Effects(action, effects) => {
                    if let Some(plan) = self.actions.get_mut(action) {
                        plan.effects = effects;
                    }
                }
                Undo::Impact { action, alike, impact, spared_by } => {
                    if let Some(plan) = self.actions.get_mut(action) {
                        (plan.alike, plan.impact, plan.spared_by) = (alike, impact, spared_by);
                    }
                }
            }
        }
        self.nodes.to_mut().truncate(lowered.nodes);
        self.levels = lowered.levels;
    }

    fn lowering<T>(
        &mut self,
        model: &Model,
        rights: &mut Rights,
        lower: impl FnOnce(&mut Lowering<'_>) -> T,
    ) -> T {
        let mut lowering = Lowering::new(model, std::mem::take(self), std::mem::take(rights));
        lowering.settled = true;
        let lowered = lower(&mut lowering);
        (*self, *rights) = (lowering.kb, lowering.rights);
        lowered
    }

    /// The place of the invariant that a rule states, if it states one.
    pub(crate) fn invariant_place(&self, rule: RuleId) -> Option<InvariantId> {
        let invariants = self.invariants.iter().as_slice();
        let at = invariants.binary_search_by_key(&rule, |invariant| invariant.rule).ok()?;
        Some(InvariantId::at(at))
    }

    /// What stands in the place of an invariant that is none any more: a limit without a number.
    fn nothing(&mut self, old: &Invariant, span: Span) -> Invariant {
        let most = self.nodes.push(Node { op: Op::Constant(Value::Absent), span });
        let set = Set { conditions: Vec::new(), look_up: None, around: None, ..old.set.clone() };
        Invariant { rule: old.rule, set, kind: InvariantKind::Limit { most, counter: None } }
    }
}
