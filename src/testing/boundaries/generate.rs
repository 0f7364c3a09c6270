//! The boundary cases of a whole pack.

use crate::program::Program;
use crate::testing::boundaries::case::{Boundaries, Case};
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::boundaries::{actions, after_effects, audits, exceptions, improve_base};
use crate::values::ids::InvariantId;

/// The cases at the edges of some rules; `on` is called for every action and invariant that is done.
pub fn boundaries(program: &Program, on: &mut dyn FnMut()) -> Boundaries {
    let portal = improve_base::improved(program);
    let mut search = BoundarySearch::new(program);
    let mut unreached = Vec::new();
    if program.model.schema.actors.is_some() {
        for (action, shape) in program.model.actions.enumerated() {
            let name = &shape.name.text;
            search.group(name, |search| {
                if !actions::of_action(search, &portal, action) {
                    unreached.push(name.clone());
                }
            });
            on();
        }
        search.group("what is excepted", |search| {
            exceptions::likes(search, &portal);
            exceptions::of_all(search, &portal);
        });
        search.group("what actions leave", |search| after_effects::of_all(search, &portal));
    }
    for (at, invariant) in program.kb.invariants.enumerated() {
        let id = program.model.rules.get(invariant.rule).map_or("", |rule| &rule.id.text);
        search.group(id, |search| {
            if at == InvariantId(0) {
                audits::plain(search, &portal);
            }
            audits::of_invariant(search, &portal, invariant, id);
        });
        on();
    }
    Boundaries { base: portal.into_state(), cases: search.cases, unreached, left_out: search.left_out }
}

/// The cases alone.
pub fn cases(program: &Program) -> Vec<Case> {
    boundaries(program, &mut || {}).cases
}
