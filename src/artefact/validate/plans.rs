//! What decides actions, and the tables that are run.

use crate::artefact::validate::bounds::{Bounds, Checked, Validate, need, parts};
use crate::base::Id;
use crate::kb::{Effect, Plan, Readers, RuleEntry, Written};
use crate::tables::blocks::Laid;
use crate::tables::layout::{
    ARGUMENT_WORDS, CODES, CodeSlot, ELEMENTS, Number, OUTCOMES, PARTS, Predicate, WORDS, rows_of_roles,
};
use crate::tables::table::{ActionTable, Affected, Table};

parts! {
    Plan { permits, forbids, effects, alike, spared_by }
    RuleEntry { rule, applies }
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
        let outcomes = (self.permits as usize).saturating_add(self.forbids as usize);
        need(outcomes <= most(bounds), MORE_OUTCOMES)?;
        if let Affected::Shared(shared) = &self.affected {
            shared.validate(bounds)?;
        }
        let nodes = self.own.predicates.iter().any(|predicate| matches!(predicate, Predicate::Node(_)));
        need(self.nodes == nodes, "a probe is not what it is said to be")?;
        let whole = self.own.rest.is_empty() && self.affected == Affected::Own;
        need(self.whole == whole, "a table is not what it is said to be")?;
        table(&self.own, self.arguments.len(), bounds)
    }
}

/// A table that actions share does not know their arguments: what it asks of one that an action does not have is unknown.
impl Validate for Table {
    fn validate(&self, bounds: &Bounds) -> Checked {
        table(self, ARGUMENT_WORDS * CODES, bounds)
    }
}

const MORE_OUTCOMES: &str = "a table has more outcomes than there are rules";

/// An outcome hangs on a condition, on a rule, or on an invariant.
fn most(bounds: &Bounds) -> usize {
    bounds.nodes + bounds.rules + bounds.invariants
}

/// A table for an action with so many arguments.
fn table(table: &Table, arguments: usize, bounds: &Bounds) -> Checked {
    let roles = table.blocks.roles() as usize;
    need(roles == 0 || roles == rows_of_roles(bounds.roles), "a role has no table")?;
    let rest = table.rest.is_sorted() && table.rest.iter().all(|at| at.index() < bounds.invariants);
    need(rest, MORE_OUTCOMES)?;
    let predicates = table.predicates.len();
    let first = |(at, first): (usize, &u32)| *first as usize <= at;
    let same =
        table.same.is_empty() || table.same.len() == predicates && table.same.iter().enumerate().all(first);
    need(same, "a probe is said to be another")?;
    table.blocks.iter().try_for_each(|own| block(&own, predicates, most(bounds)))?;
    table.predicates.iter().try_for_each(|own| predicate(own, arguments, bounds))
}

/// What reads what is written.
impl<I: Id + Validate> Validate for Readers<I> {
    fn validate(&self, bounds: &Bounds) -> Checked {
        need(self.0.is_sorted_by_key(|(written, _)| *written), "what is written is out of order")?;
        self.0.iter().try_for_each(|(written, readers)| {
            match written {
                Written::Added(collection) => collection.validate(bounds)?,
                Written::Field(collection, field) => (*collection, *field).validate(bounds)?,
                Written::Scalar(scalar) => scalar.validate(bounds)?,
            }
            readers.validate(bounds)
        })
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
    need(word <= most / OUTCOMES as usize, MORE_OUTCOMES)
}

/// That a code can be at a place.
pub(super) fn slot(slot: CodeSlot) -> Checked {
    need(usize::from(slot.0) < WORDS * CODES, "a code has no place")
}
