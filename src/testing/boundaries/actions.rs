//! The edges of what decides an action.

use crate::eval::judge::Cause;
use crate::eval::validity::breakpoints;
use crate::eval::{Decision, Input, Portal, Verdict};
use crate::kb::{InvariantKind, NodeId, Set};
use crate::program::Program;
use crate::testing::boundaries::hill_climb::HillClimb;
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, around_turns, edge_scenes, elements};
use crate::testing::boundaries::populate::filled;
use crate::testing::boundaries::scene::{Change, Fixture, in_the_way, name_of};
use crate::testing::boundaries::{Edges, base_state};
use crate::testing::run::grounds;
use crate::values::{Truth, Value};
use std::sync::Arc;

/// So many scenes are tried for an action that is to be allowed, and for each further end.
const TO_ALLOW: usize = 4_000;
const TO_TURN: usize = 400;

/// What people see of a verdict.
type Seen = (Verdict, Vec<Arc<str>>);
/// A rule and what of it was computed.
type Key = (u32, Cause);

fn seen(rules: &Program, decision: &Decision) -> Seen {
    (decision.verdict, grounds(rules, decision))
}

/// The truths of a decision, permits first.
fn truths(rules: &Program, decision: &Decision) -> Vec<(Key, bool, Truth)> {
    let permits = decision.permits(rules).map(|one| ((one.rule, one.cause), true, one.truth));
    permits.chain(decision.denials(rules).map(|one| ((one.rule, one.cause), false, one.truth))).collect()
}

fn truth_of(rules: &Program, decision: &Decision, key: Key) -> Truth {
    let all = decision.outcomes(rules);
    let mut own = all.filter(|one| (one.rule, one.cause) == key);
    own.next().map_or(Truth::False, |one| one.truth)
}

/// The plain case of an action: allowed, where a way was found.
pub(crate) fn plain(rules: &Program, portal: &Portal, action: u32) -> (Fixture, bool) {
    let (scene, allowed, _) = way(rules, portal, action);
    (scene, allowed)
}

/// The plain case of an action, and what is other in it than in the plain state.
pub(crate) fn way(rules: &Program, portal: &Portal, action: u32) -> (Fixture, bool, Vec<Change>) {
    let start = base_state::scene(&rules.model, portal, action);
    let people = rules.kb.actors.and_then(|(actors, _)| portal.state.collections.get(usize::from(actors)));
    let people = people.map_or(0, crate::state::collection::Rows::len);
    let changes = |scene: &Fixture| {
        let mut changes: Vec<Change> =
            (0..people).filter(|row| *row != scene.request.actor).map(Change::Actor).collect();
        changes.extend(scene.changes(rules));
        changes.extend(too_many(rules, scene).into_iter().map(Change::Drop));
        changes
    };
    let distance = |scene: &Fixture| in_the_way(rules, scene, &scene.decide(rules));
    let (scene, allowed) =
        HillClimb { rules, changes: &changes, distance: &distance, most: 8, budget: TO_ALLOW }.from(&start);
    let changes = scene.changes.iter().map(|(change, _)| change.clone()).collect();
    (scene.fresh(), allowed, changes)
}

/// The collections of which a limit lets nothing more in.
fn too_many(rules: &Program, scene: &Fixture) -> Vec<u16> {
    let plan = rules.kb.actions.get(scene.request.action as usize);
    let decision = scene.decide(rules);
    let broken = decision.denials(rules).filter(|one| one.truth == Truth::True);
    let stakes = broken.filter_map(|one| match one.cause {
        Cause::Stake(at) => plan?.impact.get(at as usize),
        Cause::Filed(_) => None,
    });
    let limits = stakes.filter_map(|stake| rules.kb.invariants.get(stake.invariant as usize));
    let limits = limits.filter(|invariant| matches!(invariant.kind, InvariantKind::Limit { .. }));
    limits.map(|invariant| invariant.set.collection).collect()
}

/// The cases of an action. False where it is never allowed, as far as was looked.
pub(crate) fn of_action(edges: &mut Edges<'_>, portal: &Portal, action: u32) -> bool {
    let rules = edges.rules;
    let name = name_of(&rules.model, action);
    let (base, allowed) = plain(rules, portal, action);
    edges.keep_action(format!("{name}: the plain case"), &base);
    let mut of = Of { edges, name, base: base.clone(), sides: Vec::new() };
    of.note(&base.decide(rules));
    of.vary(&base);
    of.turn_rules(&base);
    of.counts(&base);
    of.clock(&base);
    allowed
}

struct Of<'e, 'm> {
    edges: &'e mut Edges<'m>,
    name: Arc<str>,
    /// The plain case.
    base: Fixture,
    /// The sides of rules that were seen where people see them.
    sides: Vec<(Key, Truth)>,
}

impl<'m> Of<'_, 'm> {
    fn rules(&self) -> &'m Program {
        self.edges.rules
    }

    fn keep(&mut self, scene: &Fixture) {
        let name = format!("{}: {}", self.name, scene.said());
        self.edges.keep_action(name, scene);
    }

    fn note(&mut self, decision: &Decision) {
        for (key, permit, truth) in truths(self.rules(), decision) {
            let shown = !permit || decision.verdict == Verdict::Allowed || decision.permitted == Truth::False;
            if shown && !self.sides.contains(&(key, truth)) {
                self.sides.push((key, truth));
            }
        }
    }

    /// Every single change of a scene, and what undoes its consequence by other means.
    fn vary(&mut self, base: &Fixture) {
        let rules = self.rules();
        let before = base.decide(rules);
        let mut changes = base.changes(rules);
        changes.extend(base.instead(rules));
        let scenes = edge_scenes(rules, base, &changes, &|scene| seen(rules, &scene.decide(rules)));
        let mut undone: Vec<(Key, Input)> = Vec::new();
        for scene in scenes {
            let decision = scene.decide(rules);
            self.note(&decision);
            self.keep(&scene);
            let Some((change, _)) = scene.changes.last().cloned() else { continue };
            if matches!(change, Change::Put(_, Value::Element(_))) {
                continue;
            }
            let turned = truths(rules, &before)
                .into_iter()
                .filter(|(key, _, was)| truth_of(rules, &decision, *key) != *was);
            for (key, _, was) in turned.collect::<Vec<_>>() {
                // One value of a place is enough.
                if let Change::Put(place, _) = &change {
                    if undone.contains(&(key, place.clone())) {
                        continue;
                    }
                    undone.push((key, place.clone()));
                }
                self.alone(&scene, key);
                self.turn(&scene, key, was);
            }
        }
    }

    /// Turn the truth of a rule by other changes than those that were made, and look at the edges there.
    fn turn(&mut self, start: &Fixture, key: Key, wanted: Truth) {
        let rules = self.rules();
        let changes = |scene: &Fixture| scene.changes(rules);
        let permit =
            truths(rules, &start.decide(rules)).iter().any(|(own, permit, _)| *own == key && *permit);
        let distance = |scene: &Fixture| {
            let decision = scene.decide(rules);
            let far =
                scene.view(rules).distance(key.1, truth_of(rules, &decision, key), wanted == Truth::True);
            // Nobody sees of a permit what something else denies.
            let hidden = permit && wanted == Truth::True;
            if hidden { far.saturating_add(in_the_way(rules, scene, &decision)) } else { far }
        };
        let (scene, found) =
            HillClimb { rules, changes: &changes, distance: &distance, most: 3, budget: TO_TURN }.from(start);
        if !found {
            return;
        }
        let decision = scene.decide(rules);
        if seen(rules, &decision) != seen(rules, &start.decide(rules)) {
            self.note(&decision);
            self.keep(&scene);
        }
        self.vary_only(&scene, key);
    }

    /// Of a rule that denies for two reasons, the one without the other.
    fn alone(&mut self, start: &Fixture, key: Key) {
        let rules = self.rules();
        let others = |decision: &Decision| {
            let own = |one: &(Key, bool, Truth)| one.0.0 == key.0 && one.0 != key && one.2 != Truth::False;
            truths(rules, decision).into_iter().filter(own).collect::<Vec<_>>()
        };
        let decision = start.decide(rules);
        if truth_of(rules, &decision, key) != Truth::True || others(&decision).is_empty() {
            return;
        }
        let changes = |scene: &Fixture| scene.changes(rules);
        let distance = |scene: &Fixture| {
            let (decision, view) = (scene.decide(rules), scene.view(rules));
            let others =
                others(&decision).into_iter().map(|(other, _, now)| view.distance(other.1, now, false));
            others.sum::<u32>().saturating_add(view.distance(key.1, truth_of(rules, &decision, key), true))
        };
        let climb = HillClimb { rules, changes: &changes, distance: &distance, most: 3, budget: TO_TURN };
        let (scene, found) = climb.from(start);
        if found {
            self.keep(&scene);
            let start = scene.fresh();
            for mut other in
                edge_scenes(rules, &start, &start.changes(rules), &|scene| seen(rules, &scene.decide(rules)))
            {
                if truth_of(rules, &other.decide(rules), key) != Truth::True {
                    // What was undone again is not said.
                    let last = other.changes.last().map(|(change, _)| change.clone());
                    let before = scene
                        .changes
                        .iter()
                        .filter(|(change, _)| last.as_ref().is_none_or(|last| !last.meets(change)));
                    other.changes.splice(0..0, before.cloned().collect::<Vec<_>>());
                    self.keep(&other);
                }
            }
        }
    }

    /// The single changes of a scene that turn one rule.
    fn vary_only(&mut self, base: &Fixture, key: Key) {
        let rules = self.rules();
        let before = base.decide(rules);
        let changes: Vec<Change> = base.changes(rules);
        let scenes = edge_scenes(rules, base, &changes, &|scene| {
            let decision = scene.decide(rules);
            (truth_of(rules, &decision, key), seen(rules, &decision))
        });
        for scene in scenes {
            let decision = scene.decide(rules);
            let turned = truth_of(rules, &decision, key) != truth_of(rules, &before, key);
            if turned && !self.turns_at_once(&scene, key) {
                self.note(&decision);
                self.keep(&scene);
            }
        }
    }

    /// Whether the last change of a scene turns a rule in the plain case too.
    fn turns_at_once(&self, scene: &Fixture, key: Key) -> bool {
        let rules = self.rules();
        let Some((change, _)) = scene.changes.last() else { return false };
        let was = truth_of(rules, &self.base.decide(rules), key);
        let now = self.base.with(rules, change).map(|scene| truth_of(rules, &scene.decide(rules), key));
        now.is_some_and(|now| now != was)
    }

    /// What no single change has shown of the rules.
    fn turn_rules(&mut self, base: &Fixture) {
        let decision = base.decide(self.rules());
        for (key, _, _) in truths(self.rules(), &decision) {
            for wanted in [Truth::True, Truth::False] {
                if !self.sides.contains(&(key, wanted)) {
                    self.turn(base, key, wanted);
                }
            }
        }
    }

    /// The numbers of elements that a limit, or a comparison with `count of`, turns at.
    fn counts(&mut self, base: &Fixture) {
        let rules = self.rules();
        let Some(plan) = rules.kb.actions.get(base.request.action as usize) else { return };
        let mut sets: Vec<(Set, NodeId, Option<Key>)> = Vec::new();
        for (at, stake) in (0u32..).zip(&plan.impact) {
            let Some(invariant) = rules.kb.invariants.get(stake.invariant as usize) else { continue };
            if let InvariantKind::Limit { most, .. } = &invariant.kind {
                sets.push((invariant.set.clone(), *most, Some((invariant.rule, Cause::Stake(at)))));
            }
        }
        let counted = base.view(rules).counted(&rules.kb.deciding(plan));
        sets.extend(counted.into_iter().map(|one| (one.set, one.number, None)));
        for (set, number, key) in sets {
            let Some(number) = base.view(rules).number(number) else { continue };
            let rule = key.and_then(|(rule, _)| rules.model.rules.get(rule as usize));
            let of_rule = rule.map_or_else(String::new, |rule| format!(" ({})", rule.id.text));
            let what = elements(rules, &set, rule);
            if number > MOST_ELEMENTS {
                self.edges.left_out.push(format!("{}: {number} {}{of_rule}", self.name, what.1));
                continue;
            }
            let around = [number.saturating_sub(1), number, number.saturating_add(1)];
            let scenes: Vec<Fixture> = around
                .into_iter()
                .filter_map(|many| {
                    let mut scene = filled(rules, base, &set, many)?;
                    let words = format!("{many} {}", if many == 1 { &what.0 } else { &what.1 });
                    scene.changes.retain(|(change, _)| *change != Change::Fill);
                    scene.changes.push((Change::Fill, words));
                    Some(scene)
                })
                .collect();
            let shown: Vec<Seen> = scenes.iter().map(|scene| seen(rules, &scene.decide(rules))).collect();
            for (at, scene) in scenes.iter().enumerate() {
                let other = |near: Option<usize>| {
                    near.and_then(|near| shown.get(near)).is_some_and(|near| Some(near) != shown.get(at))
                };
                if other(at.checked_sub(1)) || other(at.checked_add(1)) {
                    self.note(&scene.decide(rules));
                    self.keep(scene);
                    if let Some(key) = key {
                        self.vary_only(scene, key);
                    }
                }
            }
        }
    }

    /// One second before a comparison with now turns, and when it does.
    fn clock(&mut self, base: &Fixture) {
        let rules = self.rules();
        let instants = breakpoints(rules, &base.portal, &base.request);
        for scene in around_turns(rules, base, &instants, &|scene| seen(rules, &scene.decide(rules))) {
            self.note(&scene.decide(rules));
            self.keep(&scene);
        }
    }
}
