//! A state and an action of each kind to begin with: whatever the schema asks for, with nothing special in it.

use crate::eval::Input;
use crate::input::write;
use crate::program::Program;
use crate::state::collection::Rows;
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::testing::boundaries::improve_base;
use crate::values::ids::ActionId;
use serde_json::Value as Json;

/// So many fixtures are tried for an action.
const MOST_TRIED: usize = 400;

/// A state, and an action of each kind that can be judged on it: allowed where another actor or other arguments make it
/// so.
#[derive(Clone, Debug)]
pub struct Examples {
    pub state: Json,
    pub actions: Vec<Json>,
}

/// Examples for some rules; there are no actions where nobody acts.
pub fn examples(program: &Program) -> Examples {
    let model = &program.model;
    let actions: Vec<ActionId> = model.actions.ids().filter(|_| model.schema.actors.is_some()).collect();
    let base = improve_base::improved(program, &actions);
    let state = &base.portal.state;
    let written = actions.iter().map(|action| {
        let request = &request(&base, *action).request;
        write::request(model, state, request)
    });
    Examples { state: write::state(model, state).unwrap_or(Json::Null), actions: written.collect() }
}

/// The action on the state as it is.
fn request<'p>(base: &Fixture<'p>, action: ActionId) -> Fixture<'p> {
    let actors = base.program.kb.actors;
    let people = actors.and_then(|(actors, _)| base.portal.state.collections.get(actors));
    let changes = |fixture: &Fixture<'p>| {
        let others = people.into_iter().flat_map(Rows::rows).filter(|row| *row != fixture.request.actor);
        let arguments = |change: &Change| matches!(change, Change::Put(Input::Argument(_), _));
        others.map(Change::Actor).chain(fixture.changes().into_iter().filter(arguments)).collect()
    };
    let distance = |fixture: &Fixture<'p>| fixture.in_the_way(&fixture.decide());
    base.with_action(action).hill_climb(2, MOST_TRIED, changes, distance).0
}
