//! What decides actions, and the tables that are run.

use crate::artefact::validate::bounds::{Bounds, Checked, Validate, need, parts};
use crate::kb::{AffectedCounter, AffectedInvariant, Effect, Plan, ReadSet, RuleEntry};
use crate::tables::blocks::Laid;
use crate::tables::layout::{CODES, CodeSlot, ELEMENTS, Number, OUTCOMES, PARTS, Predicate, WORDS};
use crate::tables::table::ActionTable;

parts! {
    Plan { permits, forbids, effects, impact, affected_counters }
    RuleEntry { rule, applies }
    AffectedInvariant { invariant, moved, bound }
    AffectedCounter { counter, reads }
    ReadSet { node, others, scalars }
}

impl Validate for Effect {
    fn validate(&self, bounds: &Bounds) -> Checked {
        match self {
            Self::Add { collection, fields } => {
                collection.validate(bounds)?;
                fields.iter().try_for_each(|(field, value)| bounds.all(&[&(*collection, *field), value]))
            }
            Self::Scalar { scalar, value, when } => bounds.all(&[scalar, value, when]),
            Self::Field { of, collection, field, value, when } => {
                bounds.all(&[of, &(*collection, *field), value, when])
            }
        }
    }
}

impl Validate for ActionTable {
    fn validate(&self, bounds: &Bounds) -> Checked {
        self.arguments.validate(bounds)?;
        for (place, collection) in &self.elements {
            let place = place.index();
            let fits = place < self.arguments.len() && place < WORDS - ELEMENTS;
            need(fits, "an element is not told")?;
            collection.validate(bounds)?;
        }
        let roles = self.blocks.roles() as usize;
        need(roles == 0 || roles == bounds.roles, "a role has no table")?;
        // An outcome hangs on a condition, on a rule, or on an invariant.
        let most = bounds.nodes + bounds.rules + bounds.invariants;
        let outcomes = (self.permits as usize).saturating_add(self.forbids as usize);
        let rest = self.rest.iter().all(|at| at.index() < bounds.invariants);
        need(outcomes <= most && rest, "a table has more outcomes than there are rules")?;
        let nodes = self.predicates.iter().any(|predicate| matches!(predicate, Predicate::Node(_)));
        need(self.nodes == nodes, "a probe is not what it is said to be")?;
        self.blocks.iter().try_for_each(|own| block(&own, self.predicates.len(), most))?;
        self.predicates.iter().try_for_each(|own| predicate(own, self.arguments.len(), bounds))
    }
}

/// A predicate of an action with so many arguments.
pub(super) fn predicate(predicate: &Predicate, arguments: usize, bounds: &Bounds) -> Checked {
    let number = |number: &Number| match number {
        Number::Constant(_) => Ok(()),
        Number::Argument(place) => need(place.index() < arguments, "a number is not told"),
        Number::Scalar(scalar) => scalar.validate(bounds),
        Number::Counter(counter) => counter.validate(bounds),
    };
    match predicate {
        Predicate::ArgumentIn { argument, index } => {
            need(argument.index() < arguments, "what is asked for is not told")?;
            index.validate(bounds)
        }
        Predicate::Order(left, _, right) | Predicate::Equal(left, right) => {
            number(left).and_then(|()| number(right))
        }
        Predicate::Over { counter, most } => counter.validate(bounds).and_then(|()| number(most)),
        Predicate::Node(node) => node.validate(bounds),
    }
}

fn block(block: &Laid<'_>, predicates: usize, most: usize) -> Checked {
    for ask in block.lookups() {
        slot(ask.at)?;
        let end = (ask.first as usize).saturating_add(usize::from(ask.last));
        need(block.answer(end).is_some(), "a code has no answer")?;
    }
    need(block.terms().all(|term| term.outcome < OUTCOMES), "an outcome has no bit")?;
    let own = usize::from(block.predicates);
    need((block.first_predicate as usize).saturating_add(own) <= predicates, "a probe is not there")?;
    let (first, end) = (usize::from(block.first_bit), usize::from(block.first_bit) + 2 * own);
    need(first >= OUTCOMES as usize && end <= (OUTCOMES + PARTS) as usize, "a block has too many tests")?;
    let word = block.outcomes as usize;
    need(word <= most / OUTCOMES as usize, "a table has more outcomes than there are rules")
}

/// That a code can be at a place.
pub(super) fn slot(slot: CodeSlot) -> Checked {
    need(usize::from(slot.0) < WORDS * CODES, "a code has no place")
}
