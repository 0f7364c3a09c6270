//! Conditions to decision tables. A rule becomes a disjunction of terms over tests and predicates; an affected invariant
//! becomes the condition that the action breaks it, in what is so before: its set's conditions with the values that
//! the effects give in place of those that they change. Distribution and De Morgan hold in three-valued logic, so
//! nothing is lost; what would not fit is left to the nodes.

mod blocks;
mod dnf;
mod operands;
mod shared;
mod violations;

use crate::kb::{AffectedInvariant, KnowledgeBase, Plan, RuleEntry};
use crate::model::Model;
use crate::tables::blocks::Blocks;
use crate::tables::layout;
use crate::tables::layout::{Block, CODES, CodeSlot, ElementSlot, Predicate};
use crate::tables::table::{ActionTable, Affected, Table, Tables};
use crate::values::Type;
use crate::values::ids::{ActionId, ArgumentPlace, ImpactId, ParameterId};
use blocks::{BlockBuilder, Predicates, fits};
use dnf::{Formula, disjunction};
use operands::{Scope, Source, TableCompiler};

/// Roles are told apart where that makes no more outcomes than this.
const MOST_BY_ROLE: usize = 4_000_000;
/// An action that can break more invariants than this does not have them in its own table.
const FEW: usize = 32;

/// The tables of a knowledge base and the model that it was lowered from.
pub fn compile(model: &Model, kb: &KnowledgeBase) -> Tables {
    compile_some(model, kb, &|_| true)
}

/// The same with empty tables for the actions that nobody will judge.
pub(crate) fn compile_some(model: &Model, kb: &KnowledgeBase, judged: &dyn Fn(ActionId) -> bool) -> Tables {
    let mut making = TableCompiler::new(model, kb);
    making.layout.elements = model.schema.collections.iter().map(|_| Vec::new()).collect();
    if let Some((actors, role)) = kb.actors {
        making.layout.role = making.place(Source::Actor, actors, ElementSlot::Field(role));
    }
    let filed: usize = kb.actions.iter().map(|plan| plan.permits.len() + plan.forbids.len()).sum();
    let roles = layout::rows_of_roles(model.roles.len());
    making.by_role = making.layout.role.filter(|_| filed.saturating_mul(roles) <= MOST_BY_ROLE);
    let mut actions = Vec::with_capacity(model.actions.len());
    for ((id, action), plan) in model.actions.enumerated().zip(&kb.actions) {
        let table = judged(id).then(|| making.action(id, &action.parameters, plan));
        actions.push(table.unwrap_or_default());
    }
    making.layout.alike = kb.counters.iter().map(|set| making.alike(set)).collect();
    Tables { layout: making.layout, actions: actions.into(), shared: making.shared.into() }
}

impl TableCompiler<'_> {
    fn action(&mut self, action: ActionId, parameters: &[ParameterId], plan: &Plan) -> ActionTable {
        let kb = self.kb;
        let arguments: Vec<ParameterId> =
            parameters.iter().copied().take(layout::ARGUMENT_WORDS * CODES).collect();
        let mut formulas: Vec<(u32, Formula)> = Vec::new();
        let scene = Scope { arguments: &arguments, element: None };
        let filed = plan.permits.iter().chain(&plan.forbids);
        for (outcome, RuleEntry { applies, .. }) in (0u32..).zip(filed) {
            let formula = self.formula(*applies, &scene, false).filter(fits);
            let formula = formula.unwrap_or_else(|| Formula::Predicate(self.as_node(*applies), false));
            formulas.push((outcome, formula));
        }
        let (permits, forbids) = (plan.permits.len(), plan.forbids.len());
        let affected = match kb.most_affected(plan) <= FEW {
            true => Affected::Own,
            false => self.shared(action, plan, &arguments),
        };
        let mut rest = Vec::new();
        if affected == Affected::Own {
            let first = u32::try_from(permits + forbids).unwrap_or(u32::MAX);
            let own = kb.affected(action);
            rest = self.violations(plan, own, &arguments, first, &mut formulas);
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
        let own = self.table(&formulas, rest, self.by_role);
        ActionTable {
            elements,
            permits: u32::try_from(permits).unwrap_or(u32::MAX),
            forbids: u32::try_from(forbids).unwrap_or(u32::MAX),
            affected,
            whole: own.rest.is_empty() && affected == Affected::Own,
            walks: kb.walks(plan, &self.walked),
            nodes: own.predicates.iter().any(|predicate| matches!(predicate, Predicate::Node(_))),
            own,
            arguments: arguments.into(),
        }
    }

    /// The conditions that an action breaks invariants, as outcomes from one on; which of them are no conditions.
    fn violations<'k>(
        &mut self,
        plan: &Plan,
        affected: impl Iterator<Item = (ImpactId, &'k AffectedInvariant)>,
        arguments: &[ParameterId],
        first: u32,
        formulas: &mut Vec<(u32, Formula)>,
    ) -> Vec<ImpactId> {
        let mut rest = Vec::new();
        for (at, affected) in affected {
            match self.violation(plan, affected, arguments).filter(fits) {
                Some(formula) => formulas.push((first.saturating_add(at.0), formula)),
                None => rest.push(at),
            }
        }
        rest
    }

    /// File outcomes in blocks: for any actor, and, where the code of roles is given, for those of each role.
    fn table(&self, formulas: &[(u32, Formula)], rest: Vec<ImpactId>, by_role: Option<CodeSlot>) -> Table {
        let mut predicates = Predicates::default();
        let any = blocks(formulas, None, &mut predicates);
        let (mut of_roles, mut roles) = (Vec::new(), Vec::new());
        let mut asked: Vec<u64> = Vec::new();
        if let Some(place) = by_role {
            for (_, formula) in formulas {
                formula.holds_at(place, &mut asked);
            }
            // Roles for which the same tests hold have the same blocks.
            let mut known: Vec<Vec<bool>> = Vec::new();
            let all = if asked.is_empty() { 0 } else { layout::rows_of_roles(self.model.roles.len()) };
            for code in (layout::PRESENT..).take(all) {
                let own: Vec<bool> = asked.iter().map(|holds| holds & 1 << code != 0).collect();
                let number = known.iter().position(|known| *known == own).unwrap_or_else(|| {
                    of_roles.push(blocks(formulas, Some((place, code)), &mut predicates));
                    known.push(own);
                    known.len() - 1
                });
                roles.push(number);
            }
        }
        let (predicates, same) = predicates.finish();
        Table { blocks: Blocks::lay(&any, &of_roles, &roles), predicates, same, rest }
    }
}

/// Outcomes in blocks: for actors of one role, or for any.
fn blocks(
    formulas: &[(u32, Formula)],
    role: Option<(CodeSlot, u8)>,
    predicates: &mut Predicates,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut filling = BlockBuilder::default();
    for (outcome, formula) in formulas {
        let terms = disjunction(formula, role).unwrap_or_default();
        if !filling.takes(*outcome, &terms) {
            blocks.extend(filling.close(predicates));
            filling = BlockBuilder::at(*outcome);
        }
        filling.add(*outcome, terms);
    }
    blocks.extend(filling.close(predicates));
    blocks
}
