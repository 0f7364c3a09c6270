//! What rules except: actions that would be denied, or permitted, were they not spared.

use crate::eval::judge::Cause;
use crate::eval::validity::breakpoints;
use crate::eval::{Decision, Input, Portal};
use crate::kb::InvariantKind;
use crate::model::{ActionRule, Model, RuleKind};
use crate::program::Program;
use crate::testing::boundaries::hill_climb::HillClimb;
use crate::testing::boundaries::neighbours::MOST_ELEMENTS;
use crate::testing::boundaries::populate::filled;
use crate::testing::boundaries::scene::{Change, Fixture, in_the_way, name_of};
use crate::testing::boundaries::{Edges, actions};
use crate::testing::run::grounds;
use crate::values::{Truth, Value};

/// So many scenes are tried for each exception.
const TO_EXCEPT: usize = 600;
/// So many instants are tried.
const MOST_TURNS: usize = 4;

/// For every exception a case in which it makes the difference.
pub(crate) fn of_all(edges: &mut Edges<'_>, portal: &Portal) {
    let model = &edges.rules.model;
    for (number, rule) in (0u32..).zip(&model.rules) {
        let mut other = model.clone();
        let Some(changed) = other.rules.to_mut().get_mut(number as usize) else { continue };
        let spared: Vec<u32> = match &mut changed.kind {
            RuleKind::Permit(own) | RuleKind::Forbid(own) => named_no_more(&model, own),
            RuleKind::Invariant(own) => {
                let spared =
                    (0u32..).take(model.actions.len()).filter(|action| model.exempts(number, *action));
                let spared = spared.collect();
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
            one(edges, without, portal, action, number, &rule.id.text);
        }
    }
}

/// For every role that is like another, and every action, somebody of the role, where the likeness makes the difference.
pub(crate) fn likes(edges: &mut Edges<'_>, portal: &Portal) {
    let rules = edges.rules;
    let Some((collection, field)) = rules.kb.actors else { return };
    for (number, role) in (0u16..).zip(&rules.model.roles) {
        let like = role.like.and_then(|like| rules.model.roles.get(usize::from(like)));
        let Some(like) = like else { continue };
        let mut other = rules.model.clone();
        if let Some(role) = other.roles.get_mut(usize::from(number)) {
            role.like = None;
            role.except.clear();
        }
        let (other, _) = Program::compile(other);
        let without = &other;
        for action in (0u32..).take(rules.model.actions.len()) {
            let (plain, allowed) = actions::plain(rules, portal, action);
            let place = Input::Field { collection, row: plain.request.actor, field };
            let change = Change::Put(place, Value::Variant(number));
            let Some(scene) = plain.with(rules, &change).filter(|_| allowed) else { continue };
            let seen = |rules: &Program, decision: &Decision| (decision.verdict, grounds(rules, decision));
            let known = seen(rules, &scene.decide(rules));
            if known != seen(without, &seated(without, &scene).decide(without)) {
                let (name, said) = (name_of(&rules.model, action), scene.said());
                edges.keep_action(format!("{name}: {said} (like {})", like.name.text), &scene);
            }
        }
    }
}

/// The actions that a rule about nearly all of them excepts; it is made to name them.
fn named_no_more(model: &Model, rule: &mut ActionRule) -> Vec<u32> {
    let all = u32::try_from(model.actions.len()).unwrap_or(0);
    if rule.actions.len() * 2 <= model.actions.len() {
        return Vec::new();
    }
    let excepted: Vec<u32> = (0..all).filter(|action| !rule.actions.contains(action)).collect();
    rule.actions.extend(&excepted);
    excepted
}

/// The scene as other rules count it.
fn seated(rules: &Program, scene: &Fixture) -> Fixture {
    let portal = Portal::new(rules, scene.portal.state.clone());
    Fixture { portal, ..scene.clone() }
}

fn one(edges: &mut Edges<'_>, without: &Program, portal: &Portal, action: u32, rule: u32, id: &str) {
    let rules = edges.rules;
    let (plain, _) = actions::plain(rules, portal, action);
    let changes = |scene: &Fixture| {
        let scene = seated(without, scene);
        let mut changes = scene.changes(without);
        let instants = breakpoints(without, &scene.portal, &scene.request);
        changes.extend(instants.into_iter().take(MOST_TURNS).map(Change::At));
        changes
    };
    let own = |decision: &Decision| {
        let permits = decision.permits(without).map(|one| (one, true));
        let all = permits.chain(decision.denials(without).map(|one| (one, false)));
        all.filter(|(one, _)| one.rule == rule).collect::<Vec<_>>()
    };
    let distance = |scene: &Fixture| {
        let other = seated(without, scene);
        let (decision, view) = (other.decide(without), other.view(without));
        let found = own(&decision);
        let far = found.iter().map(|(one, _)| view.distance(one.cause, one.truth, true)).min();
        let far = far.unwrap_or(u32::MAX / 2);
        match found.iter().any(|(_, permit)| *permit) {
            true => far,
            false => far.saturating_mul(2).saturating_add(in_the_way(rules, scene, &scene.decide(rules))),
        }
    };
    let mut starts = vec![plain.clone()];
    for (outcome, _) in own(&seated(without, &plain).decide(without)) {
        let stakes = without.kb.actions.get(action as usize).map(|plan| &plan.impact);
        if let (Cause::Stake(at), Some(stakes)) = (outcome.cause, stakes)
            && let Some(stake) = stakes.get(at as usize)
            && let Some(invariant) = without.kb.invariants.get(stake.invariant as usize)
            && let InvariantKind::Limit { most, .. } = &invariant.kind
            && let Some(most) = plain.view(rules).number(*most).filter(|most| *most <= MOST_ELEMENTS)
            && let Some(mut full) = filled(without, &seated(without, &plain), &invariant.set, most)
        {
            full.changes = vec![(Change::Fill, format!("{most} that count"))];
            starts.push(Fixture { portal: Portal::new(rules, full.portal.state.clone()), ..full });
        }
    }
    for start in starts {
        let climb = HillClimb { rules, changes: &changes, distance: &distance, most: 4, budget: TO_EXCEPT };
        let (scene, _) = climb.from(&start);
        let applies =
            own(&seated(without, &scene).decide(without)).iter().any(|(one, _)| one.truth == Truth::True);
        if applies {
            let said = if scene.changes.is_empty() { "the plain case".to_owned() } else { scene.said() };
            edges.keep_action(
                format!("{}: {said} (excepted from {id})", name_of(&rules.model, action)),
                &scene,
            );
            return;
        }
    }
}
