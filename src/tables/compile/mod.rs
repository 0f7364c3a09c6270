//! Conditions to decision tables. A rule becomes a disjunction of terms over tests and predicates; an affected invariant
//! becomes the condition that the action breaks it, in what is so before: its set's conditions with the values that
//! the effects give in place of those that they change. Distribution and De Morgan hold in three-valued logic, so
//! nothing is lost; what would not fit is left to the nodes.

mod blocks;
mod dnf;
mod operands;
mod violations;

use crate::kb::{KnowledgeBase, Plan, RuleEntry};
use crate::model::Model;
use crate::tables::blocks::Blocks;
use crate::tables::layout;
use crate::tables::layout::{Block, CODES, ElementSlot, Layout, Predicate};
use crate::tables::table::{ActionTable, Tables};
use crate::values::Type;
use crate::values::ids::{ActionId, ArgumentPlace, ParameterId, RoleId};
use blocks::{BlockBuilder, fits};
use dnf::{Formula, disjunction};
use operands::{Scope, Source, TableCompiler};

/// Roles are told apart where that makes no more outcomes than this.
const MOST_BY_ROLE: usize = 4_000_000;

/// The tables of a knowledge base and the model that it was lowered from.
pub fn compile(model: &Model, kb: &KnowledgeBase) -> Tables {
    compile_some(model, kb, &|_| true)
}

/// The same with empty tables for the actions that nobody will judge.
pub(crate) fn compile_some(model: &Model, kb: &KnowledgeBase, judged: &dyn Fn(ActionId) -> bool) -> Tables {
    let plans = &kb.actions;
    let outcomes: usize =
        plans.iter().map(|plan| plan.permits.len() + plan.forbids.len() + plan.impact.len()).sum();
    let mut making = TableCompiler {
        model,
        kb,
        layout: Layout::default(),
        predicates: Vec::new(),
        by_role: outcomes.saturating_mul(model.roles.len()) <= MOST_BY_ROLE,
    };
    making.layout.elements = model.schema.collections.iter().map(|_| Vec::new()).collect();
    if let Some((actors, role)) = kb.actors {
        making.layout.role = making.place(Source::Actor, actors, ElementSlot::Field(role));
    }
    let mut actions = Vec::with_capacity(model.actions.len());
    for ((id, action), plan) in model.actions.enumerated().zip(plans) {
        let table = judged(id).then(|| making.action(&action.parameters, plan));
        actions.push(table.unwrap_or_default());
    }
    making.layout.alike = kb.counters.iter().map(|set| making.alike(set)).collect();
    Tables { layout: making.layout, actions: actions.into() }
}

impl TableCompiler<'_> {
    fn action(&mut self, parameters: &[ParameterId], plan: &Plan) -> ActionTable {
        let arguments: Vec<ParameterId> =
            parameters.iter().copied().take(layout::ARGUMENT_WORDS * CODES).collect();
        let mut formulas: Vec<(u32, Formula)> = Vec::new();
        let scene = Scope { arguments: &arguments, element: None };
        let filed = plan.permits.iter().chain(&plan.forbids);
        for (outcome, RuleEntry { applies, .. }) in (0u32..).zip(filed) {
            let formula = self.formula(*applies, &scene, false).filter(fits);
            formulas.push((outcome, formula.unwrap_or(Formula::Predicate(Predicate::Node(*applies), false))));
        }
        let (permits, forbids) = (plan.permits.len(), plan.forbids.len());
        let mut rest = Vec::new();
        for (at, affected) in plan.impact.enumerated() {
            match self.violation(plan, affected, &arguments).filter(fits) {
                Some(formula) => {
                    let outcome = u32::try_from(permits + forbids).unwrap_or(u32::MAX).saturating_add(at.0);
                    formulas.push((outcome, formula));
                }
                None => rest.push(at),
            }
        }
        let parameters = &self.model.parameters;
        let element = |(place, id): (ArgumentPlace, &ParameterId)| match parameters.get(*id)?.ty {
            Type::Element(collection) => Some((place, collection)),
            _ => None,
        };
        let elements = (0u16..)
            .map(ArgumentPlace)
            .zip(&arguments)
            .take(layout::WORDS - layout::ELEMENTS)
            .filter_map(element)
            .collect();
        let any = self.blocks(&formulas, None);
        let roles = self.model.roles.ids().take(if self.by_role { usize::MAX } else { 0 });
        let by_role: Vec<_> = roles.map(|role| self.blocks(&formulas, Some(role))).collect();
        ActionTable {
            blocks: Blocks::lay(&any, &by_role),
            elements,
            permits: u32::try_from(permits).unwrap_or(u32::MAX),
            forbids: u32::try_from(forbids).unwrap_or(u32::MAX),
            rest,
            walks: self.kb.walks(plan),
            nodes: self.predicates.iter().any(|predicate| matches!(predicate, Predicate::Node(_))),
            predicates: std::mem::take(&mut self.predicates),
            arguments: arguments.into(),
        }
    }

    /// File outcomes in blocks: for actors of one role, or for any.
    fn blocks(&mut self, formulas: &[(u32, Formula)], role: Option<RoleId>) -> Vec<Block> {
        let known = role.zip(self.layout.role);
        let known = known.map(|(role, place)| (place, layout::code_of_variant(role.into())));
        let mut blocks = Vec::new();
        let mut filling = BlockBuilder::default();
        for (outcome, formula) in formulas {
            let terms = disjunction(formula, known).unwrap_or_default();
            if !filling.takes(*outcome, &terms) {
                blocks.extend(filling.close(&mut self.predicates));
                filling = BlockBuilder::at(*outcome);
            }
            filling.add(*outcome, terms);
        }
        blocks.extend(filling.close(&mut self.predicates));
        blocks
    }
}
