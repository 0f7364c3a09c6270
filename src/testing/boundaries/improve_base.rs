//! Making the plain state one on which much is allowed, and in which an audit finds little: the less each case has to
//! say of itself.

use crate::eval::branch_distance::looked_at;
use crate::eval::{Input, Portal, audit};
use crate::kb::Written;
use crate::program::Program;
use crate::testing::boundaries::fixture::{Change, Fixture, field_of};
use crate::testing::boundaries::{actions, base_state, reads};
use crate::testing::run::push_new;
use crate::values::Type;
use crate::values::ids::ActionId;
use std::collections::HashSet;

/// No more changes are made.
const MOST_CHANGES: usize = 12;

/// What is found in the plain state is in the way of every audit.
const OF_A_FINDING: usize = 3;

/// The plain state with such changes as spare the cases more.
pub(crate) fn improved<'p>(program: &'p Program, actions: &[ActionId]) -> Fixture<'p> {
    let plain = Portal::new(program, base_state::state(&program.model));
    let mut base = Fixture::of_state(program, &plain);
    // What is never allowed would be looked for in vain each time.
    let mut ways: Vec<Way> = actions.iter().filter_map(|action| Way::reached(&base, *action)).collect();
    for _ in 0..MOST_CHANGES {
        let mut least = of_findings(&base) + ways.iter().map(Way::cost).sum::<usize>();
        let mut best: Option<(Fixture<'p>, Vec<(usize, Way)>)> = None;
        for change in candidates(&base, &ways) {
            let Some(fixture) = base.with(&change) else { continue };
            if let Some((cost, moved)) = cost_after(&fixture, &change, &ways, least) {
                least = cost;
                best = Some((fixture, moved));
            }
        }
        let Some((fixture, moved)) = best else { break };
        base = fixture.fresh();
        for (at, way) in moved {
            if let Some(slot) = ways.get_mut(at) {
                *slot = way;
            }
        }
    }
    // What was tried here is nothing that was looked for.
    Fixture::of_state(program, &base.portal)
}

/// How an action comes to be allowed on a state.
struct Way {
    action: ActionId,
    changes: Vec<Change>,
    allowed: bool,
    /// What the action hangs on.
    reads: HashSet<Written>,
}

impl Way {
    fn reached(base: &Fixture<'_>, action: ActionId) -> Option<Self> {
        let reads = reads::of_action(base.program, action).into_iter().map(|(written, _)| written);
        let way = Self::of(base, action, reads.collect());
        way.allowed.then_some(way)
    }

    fn of(base: &Fixture<'_>, action: ActionId, reads: HashSet<Written>) -> Self {
        let (fixture, allowed) = actions::way(base, action);
        let changes = fixture.changes.into_iter().map(|(change, _)| change).collect();
        Self { action, changes, allowed, reads }
    }

    fn cost(&self) -> usize {
        self.changes.len() + if self.allowed { 0 } else { 100 }
    }

    /// Whether it may be another after a change of the state.
    fn hangs_on(&self, change: &Change) -> bool {
        match change {
            Change::Put(Input::Scalar(scalar), _) => self.reads.contains(&Written::Scalar(*scalar)),
            Change::Put(Input::Field { collection, field, .. }, _) => {
                self.reads.contains(&Written::Field(*collection, *field))
            }
            _ => true,
        }
    }
}

/// How much an audit of the state has to say.
fn of_findings(fixture: &Fixture<'_>) -> usize {
    OF_A_FINDING * audit(fixture.program, &fixture.portal, base_state::today()).len()
}

/// How much the cases would have to say after a change, with the ways that it moves; nothing where that is not less.
fn cost_after(
    fixture: &Fixture<'_>,
    change: &Change,
    ways: &[Way],
    least: usize,
) -> Option<(usize, Vec<(usize, Way)>)> {
    let steady = ways.iter().filter(|way| !way.hangs_on(change)).map(Way::cost).sum::<usize>();
    let mut cost = of_findings(fixture) + steady;
    let mut moved = Vec::new();
    for (at, way) in ways.iter().enumerate().filter(|(_, way)| way.hangs_on(change)) {
        if cost >= least {
            return None;
        }
        let way = Way::of(fixture, way.action, way.reads.clone());
        cost += way.cost();
        moved.push((at, way));
    }
    (cost < least).then_some((cost, moved))
}

/// What may help.
fn candidates(base: &Fixture<'_>, ways: &[Way]) -> Vec<Change> {
    let program = base.program;
    let mut changes: Vec<Change> = ways.iter().flat_map(|way| way.changes.clone()).collect();
    let found = audit(program, &base.portal, base_state::today());
    let found: HashSet<&str> = found.iter().map(|finding| &*finding.rule.id.text).collect();
    for invariant in &program.kb.invariants {
        let rule = program.model.rules.get(invariant.rule);
        if rule.is_some_and(|rule| found.contains(&*rule.id.text)) {
            let (set, more) = looked_at(invariant);
            for row in base.view().members(set) {
                changes.extend(base.changes_in(&invariant.set, row, &more));
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
    candidates
}
