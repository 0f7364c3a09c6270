//! Making the plain state one on which much is allowed, and in which an audit finds little: the less each case has to
//! say of itself.

use crate::eval::branch_distance::looked_at;
use crate::eval::{Input, Portal, audit};
use crate::program::Program;
use crate::testing::boundaries::fixture::{Change, Fixture, field_of};
use crate::testing::boundaries::{actions, base_state};
use crate::testing::run::push_new;
use crate::values::Type;
use crate::values::ids::ActionId;

/// No more changes are made.
const MOST_CHANGES: usize = 12;

/// What is found in the plain state is in the way of every audit.
const OF_A_FINDING: usize = 3;

/// The plain state with such changes as spare the cases more.
pub(crate) fn improved(program: &Program, actions: &[ActionId]) -> Portal {
    let mut portal = Portal::new(program, base_state::state(&program.model));
    let mut reached = actions.to_vec();
    // What is never allowed would be looked for in vain each time.
    reached.retain(|action| actions::plain(program, &portal, *action).1);
    let (mut cost, mut candidates) = cost_of(program, &portal, &reached);
    for _ in 0..MOST_CHANGES {
        let mut best: Option<(usize, Portal, Vec<Change>)> = None;
        for change in &candidates {
            let Some(fixture) = Fixture::of_state(program, &portal).with(change) else { continue };
            let (other, next) = cost_of(program, &fixture.portal, &reached);
            if other < best.as_ref().map_or(cost, |(best, _, _)| *best) {
                best = Some((other, fixture.portal, next));
            }
        }
        let Some(found) = best else { break };
        (cost, portal, candidates) = found;
    }
    portal
}

/// How much the cases would have to say, and what may help.
fn cost_of(program: &Program, portal: &Portal, actions: &[ActionId]) -> (usize, Vec<Change>) {
    let mut cost = 0;
    let mut changes: Vec<Change> = Vec::new();
    for action in actions {
        let (fixture, allowed) = actions::way(program, portal, *action);
        cost += fixture.changes.len() + if allowed { 0 } else { 100 };
        changes.extend(fixture.changes.into_iter().map(|(change, _)| change));
    }
    let fixture = Fixture::of_state(program, portal);
    let found = audit(program, portal, base_state::today());
    cost += OF_A_FINDING * found.len();
    for invariant in &program.kb.invariants {
        let rule = program.model.rules.get(invariant.rule);
        if found.iter().any(|finding| rule.is_some_and(|rule| rule.id.text == finding.rule.id.text)) {
            let (set, more) = looked_at(invariant);
            for row in fixture.view().members(set) {
                changes.extend(fixture.changes_in(&invariant.set, row, &more));
            }
        }
    }
    let mut candidates = Vec::new();
    for change in changes {
        let stays = match &change {
            Change::Put(Input::Scalar(_) | Input::Contains { .. }, _) | Change::Drop(_) => true,
            // Of roles and the like there is to be one each.
            Change::Put(place @ Input::Field { .. }, _) => {
                field_of(&program.model, place).is_some_and(|field| !matches!(field.ty, Type::Enum(_)))
            }
            _ => false,
        };
        if stays {
            push_new(&mut candidates, change);
        }
    }
    (cost, candidates)
}
