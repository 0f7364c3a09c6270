//! A program is what a pack compiles to: the checked model, the knowledge base that it was lowered to, and the
//! decision tables of that. The three refer to each other by ids, so they travel as one value.

use crate::base::Diagnostic;
use crate::kb::{KnowledgeBase, lower};
use crate::model::Model;
use crate::tables::{Tables, compile, compile_some};
use crate::values::ids::{ActionId, RuleId};

/// A compiled pack. Its parts belong together: an id of one means the same in the others.
#[derive(Clone, Debug)]
pub struct Program {
    /// What messages and readers of input ask for: names, types and spans.
    pub model: Model,
    /// Conditions, plans and invariants: what explanations compute over.
    pub kb: KnowledgeBase,
    /// What verdicts are read from.
    pub tables: Tables,
}

impl Program {
    /// Compile a checked model. The diagnostics are warnings.
    pub fn compile(model: Model) -> (Self, Vec<Diagnostic>) {
        let (kb, warnings) = lower(&model);
        let tables = compile(&model, &kb);
        (Self { model, kb, tables }, warnings)
    }

    /// Compile a checked model of which only some actions will be judged. The others can be carried out.
    pub(crate) fn compile_some(model: Model, judged: &dyn Fn(ActionId) -> bool) -> Self {
        let (kb, _) = lower(&model);
        let tables = compile_some(&model, &kb, judged);
        Self { model, kb, tables }
    }

    /// The same without tables, for who judges over the nodes.
    pub(crate) fn without_tables(&self) -> Self {
        let (model, kb) = (self.model.clone(), self.kb.clone());
        let tables = compile_some(&model, &kb, &|_| false);
        Self { model, kb, tables }
    }

    /// The rules on which the verdicts of an action hang: those that permit or forbid it, then the invariants that its
    /// effects can move. A rule may be among them twice.
    pub(crate) fn rules_of(&self, action: ActionId) -> impl Iterator<Item = RuleId> {
        let plan = self.kb.actions.get(action).into_iter();
        let listed = plan.flat_map(|plan| plan.permits.iter().chain(&plan.forbids)).map(|entry| entry.rule);
        let affected = self.kb.affected(action).filter_map(|(_, one)| self.kb.invariants.get(one.invariant));
        listed.chain(affected.map(|invariant| invariant.rule))
    }

    /// Whether what an action changes is the same to a rule that it is compared with.
    pub(crate) fn is_unmoved(&self, action: ActionId, rule: RuleId) -> bool {
        let listed = self
            .kb
            .actions
            .get(action)
            .is_some_and(|plan| plan.permits.iter().chain(&plan.forbids).any(|entry| entry.rule == rule));
        let invariant = self.kb.invariant_of(rule).filter(|_| !listed);
        invariant.is_some_and(|invariant| self.kb.leaves_unmoved(action, invariant))
    }

    /// Fetch whatever of it still lies in an artefact, so that nothing is read later.
    pub fn make_owned(&mut self) {
        self.model.rules.to_mut();
        self.kb.messages.to_mut();
        self.kb.nodes.to_mut();
        self.kb.actions.to_mut();
        self.tables.actions.to_mut();
        self.tables.shared.to_mut();
    }
}
