//! Cases at the edges of rules, from the rules alone: a plain state, an action that is allowed on it, and what is
//! other in one thing and comes out otherwise. To be read and confirmed by a person.

mod actions;
mod after_effects;
mod audits;
mod base_state;
mod case;
mod describe;
mod examples;
mod exceptions;
mod fixture;
mod groups;
mod hill_climb;
mod improve_base;
mod neighbours;
mod populate;
mod reads;
mod references;
mod search;
mod write;

pub use case::{AuditFindings, Boundaries, Case, CaseOutcome, alike};
pub use examples::{Examples, examples};
pub use write::{comments, document};

use crate::base::{Message, msg};
use crate::program::Program;
use crate::values::ids::{ActionId, InvariantId};
use fixture::PlainCases;
use search::BoundarySearch;
use std::collections::BTreeSet;

/// The cases at the edges of some rules; `on` is called for every action and invariant that is done.
pub fn boundaries(program: &Program, on: &mut dyn FnMut()) -> Boundaries {
    boundaries_of(program, &Part::All, on)
}

/// What of some rules is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    All,
    /// What decides these actions, of rules that are only those.
    Rules(BTreeSet<ActionId>),
    /// What decides an action, and what it leaves.
    Action(ActionId),
}

impl Part {
    fn has(&self, action: ActionId) -> bool {
        match self {
            Self::All => true,
            Self::Rules(actions) => actions.contains(&action),
            Self::Action(own) => *own == action,
        }
    }
}

/// The cases at the edges of a part of some rules.
pub(crate) fn boundaries_of(program: &Program, part: &Part, on: &mut dyn FnMut()) -> Boundaries {
    let somebody = program.model.schema.actors.is_some();
    let all = || program.model.actions.ids().filter(|_| somebody);
    let actions: Vec<ActionId> = all().filter(|action| part.has(*action)).collect();
    let next = if let Part::Action(_) = part { all().collect() } else { actions.clone() };
    let base = improve_base::improved(program, &actions);
    let plain: PlainCases<'_> = next.iter().map(|action| (*action, actions::plain(&base, *action))).collect();
    let mut search = BoundarySearch::new(program);
    let mut unreached = Vec::new();
    if somebody {
        for action in &actions {
            let Some(shape) = program.model.actions.get(*action) else { continue };
            let name = &shape.name.text;
            search.group(Message::verbatim(&**name), |search| {
                if !plain.get(action).is_some_and(|plain| actions::of_action(search, plain)) {
                    unreached.push(name.clone());
                }
            });
            on();
        }
        search.group(msg!(test.excepted_cases), |search| {
            exceptions::likes(search, &plain, &actions);
            exceptions::of_all(search, &plain, &actions);
        });
        search.group(msg!(test.effect_cases), |search| after_effects::of_all(search, &plain, &actions));
    }
    let audits = !matches!(part, Part::Action(_));
    for (at, invariant) in program.kb.invariants.enumerated().filter(|_| audits) {
        let id = program.model.rules.get(invariant.rule).map_or("", |rule| &*rule.id.text);
        search.group(Message::verbatim(id), |search| {
            if at == InvariantId(0) {
                audits::plain(search, &base);
            }
            audits::of_invariant(search, &base, invariant, id);
        });
        on();
    }
    Boundaries {
        stopped: base.was_stopped(),
        base: base.portal.state.clone(),
        cases: search.cases,
        unreached,
        left_out: search.left_out,
    }
}
