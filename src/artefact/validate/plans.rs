//! What decides actions, and the tables that are run.

use crate::artefact::validate::bounds::{Bounds, Checked, need};
use crate::kb::{Effect, Plan, ReadSet};
use crate::tables::blocks::Laid;
use crate::tables::layout::{CODES, CodeSlot, ELEMENTS, Number, OUTCOMES, PARTS, Predicate, WORDS};
use crate::tables::table::ActionTable;
use crate::values::ids::ArgumentPlace;

impl Bounds {
    /// What decides an action.
    pub(in crate::artefact) fn plan(&self, plan: &Plan) -> Checked {
        for filed in plan.permits.iter().chain(&plan.forbids) {
            self.rule_id(filed.rule)?;
            self.node(filed.applies)?;
        }
        for effect in &plan.effects {
            let (value, when) = match effect {
                Effect::Add { collection, fields } => {
                    self.collection(*collection)?;
                    for (field, value) in fields {
                        self.field(*collection, *field)?;
                        self.node(*value)?;
                    }
                    continue;
                }
                Effect::Scalar { scalar, value, when } => {
                    self.scalar(*scalar)?;
                    (value, when)
                }
                Effect::Field { of, collection, field, value, when } => {
                    self.node(*of)?;
                    self.field(*collection, *field)?;
                    (value, when)
                }
            };
            value.iter().chain(when).try_for_each(|node| self.node(*node))?;
        }
        for affected in &plan.impact {
            need(affected.invariant.index() < self.invariants, "an invariant is not there")?;
            affected.moved.iter().chain(&affected.bound).try_for_each(|moved| self.moved(moved))?;
        }
        for recount in &plan.affected_counters {
            self.counter(recount.counter)?;
            recount.reads.iter().try_for_each(|moved| self.moved(moved))?;
        }
        Ok(())
    }

    fn moved(&self, moved: &ReadSet) -> Checked {
        self.node(moved.node)?;
        moved.others.iter().try_for_each(|(collection, field)| self.field(*collection, *field))?;
        moved.scalars.iter().try_for_each(|scalar| self.scalar(*scalar))
    }

    /// The tables of an action.
    pub(in crate::artefact) fn table(&self, table: &ActionTable) -> Checked {
        table.arguments.iter().try_for_each(|parameter| self.parameter(*parameter))?;
        for (place, collection) in &table.elements {
            told_element(table, *place)?;
            self.collection(*collection)?;
        }
        let roles = table.blocks.roles() as usize;
        need(roles == 0 || roles == self.roles, "a role has no table")?;
        // An outcome hangs on a condition, on a rule, or on an invariant.
        let most = self.nodes + self.rules + self.invariants;
        let outcomes = (table.permits as usize).saturating_add(table.forbids as usize);
        let rest = table.rest.iter().all(|at| at.index() < self.invariants);
        need(outcomes <= most && rest, "a table has more outcomes than there are rules")?;
        let nodes = table.predicates.iter().any(|predicate| matches!(predicate, Predicate::Node(_)));
        need(table.nodes == nodes, "a probe is not what it is said to be")?;
        table.blocks.iter().try_for_each(|own| block(&own, table.predicates.len(), most))?;
        table.predicates.iter().try_for_each(|predicate| self.predicate(table, predicate))
    }

    pub(super) fn predicate(&self, table: &ActionTable, predicate: &Predicate) -> Checked {
        match predicate {
            Predicate::ArgumentIn { argument, index } => {
                need(argument.index() < table.arguments.len(), "what is asked for is not told")?;
                self.index(*index)
            }
            Predicate::Order(left, _, right) | Predicate::Equal(left, right) => {
                self.number(table, *left)?;
                self.number(table, *right)
            }
            Predicate::Over { counter, most } => {
                self.counter(*counter)?;
                self.number(table, *most)
            }
            Predicate::Node(node) => self.node(*node),
        }
    }

    fn number(&self, table: &ActionTable, number: Number) -> Checked {
        match number {
            Number::Constant(_) => Ok(()),
            Number::Argument(place) => need(place.index() < table.arguments.len(), "a number is not told"),
            Number::Scalar(scalar) => self.scalar(scalar),
            Number::Counter(counter) => self.counter(counter),
        }
    }
}

fn block(block: &Laid<'_>, predicates: usize, most: usize) -> Checked {
    for ask in block.lookups() {
        place(ask.at)?;
        let end = (ask.first as usize).saturating_add(usize::from(ask.last));
        need(block.answer(end).is_some(), "a code has no answer")?;
    }
    let outcome = block.terms().all(|term| term.outcome < OUTCOMES);
    need(outcome, "an outcome has no bit")?;
    let own = usize::from(block.predicates);
    need((block.first_predicate as usize).saturating_add(own) <= predicates, "a probe is not there")?;
    let (first, end) = (usize::from(block.first_bit), usize::from(block.first_bit) + 2 * own);
    need(first >= OUTCOMES as usize && end <= (OUTCOMES + PARTS) as usize, "a block has too many tests")?;
    let word = block.outcomes as usize;
    need(word <= most / OUTCOMES as usize, "a table has more outcomes than there are rules")
}

fn told_element(table: &ActionTable, place: ArgumentPlace) -> Checked {
    let place = place.index();
    need(place < table.arguments.len() && place < WORDS - ELEMENTS, "an element is not told")
}

/// That a code can be at a place.
pub(super) fn place(place: CodeSlot) -> Checked {
    let fits = usize::from(place.0) < WORDS * CODES;
    need(fits, "a code has no place")
}
