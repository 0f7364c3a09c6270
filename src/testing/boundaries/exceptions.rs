//! What rules except: actions that would be denied, or permitted, were they not spared.

use crate::eval::judge::Cause;
use crate::eval::validity::breakpoints;
use crate::eval::{Decision, Input, Portal};
use crate::kb::InvariantKind;
use crate::model::{ActionRule, Model, RuleKind};
use crate::program::Program;
use crate::testing::boundaries::actions;
use crate::testing::boundaries::fixture::{Change, Fixture, in_the_way, name_of};
use crate::testing::boundaries::hill_climb::HillClimb;
use crate::testing::boundaries::neighbours::MOST_ELEMENTS;
use crate::testing::boundaries::populate::populated;
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::run::grounds;
use crate::values::ids::{ActionId, RuleId};
use crate::values::{Truth, Value};

/// So many fixtures are tried for each exception.
const TO_EXCEPT: usize = 600;
/// So many instants are tried.
const MOST_INSTANTS: usize = 4;

/// For every exception a case in which it makes the difference.
pub(crate) fn of_all(search: &mut BoundarySearch<'_>, portal: &Portal) {
    let model = &search.program.model;
    for (rule, shape) in model.rules.enumerated() {
        let mut other = model.clone();
        let Some(changed) = other.rules.get_mut(rule) else { continue };
        let spared: Vec<ActionId> = match &mut changed.kind {
            RuleKind::Permit(own) | RuleKind::Forbid(own) => named_no_more(model, own),
            RuleKind::Invariant(own) => {
                let spared = model.actions.ids().filter(|action| model.exempts(rule, *action)).collect();
                own.exempts.clear();
                own.exempts_all = false;
                spared
            }
        };
        if spared.is_empty() {
            continue;
        }
        let (other, _) = Program::compile(other);
        let without = &other;
        for action in spared {
            one(search, without, portal, action, rule, &shape.id.text);
        }
    }
}

/// For every role that is like another, and every action, somebody of the role, where the likeness makes the difference.
pub(crate) fn likes(search: &mut BoundarySearch<'_>, portal: &Portal) {
    let program = search.program;
    let Some((collection, field)) = program.kb.actors else { return };
    for (role, shape) in program.model.roles.enumerated() {
        let like = shape.like.and_then(|like| program.model.roles.get(like));
        let Some(like) = like else { continue };
        let mut other = program.model.clone();
        if let Some(shape) = other.roles.get_mut(role) {
            shape.like = None;
            shape.except.clear();
        }
        let (other, _) = Program::compile(other);
        let without = &other;
        for action in program.model.actions.ids() {
            let (plain, allowed) = actions::plain(program, portal, action);
            let place = Input::Field { collection, row: plain.request.actor, field };
            let change = Change::Put(place, Value::Variant(role.into()));
            let Some(fixture) = plain.with(program, &change).filter(|_| allowed) else { continue };
            let seen =
                |program: &Program, decision: &Decision| (decision.verdict, grounds(program, decision));
            let known = seen(program, &fixture.decide(program));
            if known != seen(without, &recounted(without, &fixture).decide(without)) {
                let (name, words) = (name_of(&program.model, action), fixture.description());
                search.keep_action(format!("{name}: {words} (like {})", like.name.text), &fixture);
            }
        }
    }
}

/// The actions that a rule about nearly all of them excepts; it is made to name them.
fn named_no_more(model: &Model, rule: &mut ActionRule) -> Vec<ActionId> {
    if rule.actions.len() * 2 <= model.actions.len() {
        return Vec::new();
    }
    let excepted: Vec<ActionId> =
        model.actions.ids().filter(|action| !rule.actions.contains(action)).collect();
    rule.actions.extend(&excepted);
    excepted
}

/// The fixture as other rules count it.
fn recounted(program: &Program, fixture: &Fixture) -> Fixture {
    let portal = Portal::new(program, fixture.portal.state.clone());
    Fixture { portal, ..fixture.clone() }
}

fn one(
    search: &mut BoundarySearch<'_>,
    without: &Program,
    portal: &Portal,
    action: ActionId,
    rule: RuleId,
    id: &str,
) {
    let program = search.program;
    let (plain, _) = actions::plain(program, portal, action);
    let changes = |fixture: &Fixture| {
        let fixture = recounted(without, fixture);
        let mut changes = fixture.changes(without);
        let instants = breakpoints(without, &fixture.portal, &fixture.request);
        changes.extend(instants.into_iter().take(MOST_INSTANTS).map(Change::At));
        changes
    };
    let own = |decision: &Decision| {
        let permits = decision.permits(without).map(|one| (one, true));
        let all = permits.chain(decision.denials(without).map(|one| (one, false)));
        all.filter(|(one, _)| one.rule == rule).collect::<Vec<_>>()
    };
    let distance = |fixture: &Fixture| {
        let other = recounted(without, fixture);
        let (decision, view) = (other.decide(without), other.view(without));
        let found = own(&decision);
        let far = found.iter().map(|(one, _)| view.distance(one.cause, one.truth, true)).min();
        let far = far.unwrap_or(u32::MAX / 2);
        match found.iter().any(|(_, permit)| *permit) {
            true => far,
            false => {
                far.saturating_mul(2).saturating_add(in_the_way(program, fixture, &fixture.decide(program)))
            }
        }
    };
    let mut starts = vec![plain.clone()];
    for (outcome, _) in own(&recounted(without, &plain).decide(without)) {
        let affected = without.kb.actions.get(action).map(|plan| &plan.impact);
        if let (Cause::Invariant(at), Some(affected)) = (outcome.cause, affected)
            && let Some(affected) = affected.get(at)
            && let Some(invariant) = without.kb.invariants.get(affected.invariant)
            && let InvariantKind::Limit { most, .. } = &invariant.kind
            && let Some(most) = plain.view(program).number(*most).filter(|most| *most <= MOST_ELEMENTS)
            && let Some(mut full) = populated(without, &recounted(without, &plain), &invariant.set, most)
        {
            full.changes = vec![(Change::Fill, format!("{most} that count"))];
            starts.push(Fixture { portal: Portal::new(program, full.portal.state.clone()), ..full });
        }
    }
    for start in starts {
        let climb = HillClimb { program, changes: &changes, distance: &distance, most: 4, budget: TO_EXCEPT };
        let (fixture, _) = climb.from(&start);
        let applies = own(&recounted(without, &fixture).decide(without))
            .iter()
            .any(|(one, _)| one.truth == Truth::True);
        if applies {
            let words =
                if fixture.changes.is_empty() { "the plain case".to_owned() } else { fixture.description() };
            search.keep_action(
                format!("{}: {words} (excepted from {id})", name_of(&program.model, action)),
                &fixture,
            );
            return;
        }
    }
}
