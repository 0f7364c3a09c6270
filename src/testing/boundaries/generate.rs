//! The boundary cases of a whole pack.

use crate::program::Program;
use crate::testing::boundaries::case::{Boundaries, Case};
use crate::testing::boundaries::fixture::name_of;
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::boundaries::{actions, after_effects, audits, exceptions, improve_base};
use crate::values::ids::InvariantId;

/// The cases at the edges of some rules; `on` is told of every action and invariant that is done.
pub fn boundaries(program: &Program, on: &mut dyn FnMut()) -> Boundaries {
    let portal = improve_base::improved(program);
    let mut search = BoundarySearch::new(program);
    let mut unreached = Vec::new();
    if program.model.schema.actors.is_some() {
        for action in program.model.actions.ids() {
            let name = name_of(&program.model, action);
            search.begin();
            if !actions::of_action(&mut search, &portal, action) {
                unreached.push(name.clone());
            }
            search.end(&name);
            on();
        }
        search.begin();
        exceptions::likes(&mut search, &portal);
        exceptions::of_all(&mut search, &portal);
        search.end("what is excepted");
        search.begin();
        after_effects::of_all(&mut search, &portal);
        search.end("what actions leave");
    }
    for (at, invariant) in program.kb.invariants.enumerated() {
        search.begin();
        if at == InvariantId(0) {
            audits::plain(&mut search, &portal);
        }
        let id =
            program.model.rules.get(invariant.rule).map_or_else(|| "".into(), |rule| rule.id.text.clone());
        audits::of_invariant(&mut search, &portal, invariant, &id);
        search.end(&id);
        on();
    }
    Boundaries { base: portal.into_state(), cases: search.cases, unreached, left_out: search.left_out }
}

/// The cases alone.
pub fn cases(program: &Program) -> Vec<Case> {
    boundaries(program, &mut || {}).cases
}
