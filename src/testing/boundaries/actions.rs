//! The edges of what decides an action.

use crate::eval::judge::Cause;
use crate::eval::validity::breakpoints;
use crate::eval::{Decision, Input, Portal, Verdict};
use crate::kb::{InvariantKind, NodeId, Set};
use crate::program::Program;
use crate::state::collection::Rows;
use crate::testing::boundaries::fixture::{Change, Fixture, in_the_way, name_of};
use crate::testing::boundaries::hill_climb::HillClimb;
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, around_instants, edge_fixtures, elements};
use crate::testing::boundaries::populate::populated;
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::run::grounds;
use crate::values::ids::{ActionId, CollectionId, RuleId};
use crate::values::{Truth, Value};
use std::sync::Arc;

/// So many fixtures are tried for an action that is to be allowed, and for each further end.
const TO_ALLOW: usize = 4_000;
const TO_TURN: usize = 400;

/// What people see of a verdict.
type Observed = (Verdict, Vec<Arc<str>>);
/// A rule and what of it was computed.
type RuleKey = (RuleId, Cause);

fn observe(program: &Program, decision: &Decision) -> Observed {
    (decision.verdict, grounds(program, decision))
}

/// The truths of a decision, permits first.
fn truths(program: &Program, decision: &Decision) -> Vec<(RuleKey, bool, Truth)> {
    let permits = decision.permits(program).map(|one| ((one.rule, one.cause), true, one.truth));
    permits.chain(decision.denials(program).map(|one| ((one.rule, one.cause), false, one.truth))).collect()
}

fn truth_of(program: &Program, decision: &Decision, key: RuleKey) -> Truth {
    let all = decision.outcomes(program);
    let mut own = all.filter(|one| (one.rule, one.cause) == key);
    own.next().map_or(Truth::False, |one| one.truth)
}

/// The plain case of an action: allowed, where a way was found.
pub(crate) fn plain(program: &Program, portal: &Portal, action: ActionId) -> (Fixture, bool) {
    let (fixture, allowed, _) = way(program, portal, action);
    (fixture, allowed)
}

/// The plain case of an action, and what is other in it than in the plain state.
pub(crate) fn way(program: &Program, portal: &Portal, action: ActionId) -> (Fixture, bool, Vec<Change>) {
    let start = Fixture::of_action(&program.model, portal, action);
    let people = program.kb.actors.and_then(|(actors, _)| portal.state.collections.get(actors));
    let changes = |fixture: &Fixture| {
        let mut changes: Vec<Change> = people
            .into_iter()
            .flat_map(Rows::rows)
            .filter(|row| *row != fixture.request.actor)
            .map(Change::Actor)
            .collect();
        changes.extend(fixture.changes(program));
        changes.extend(too_many(program, fixture).into_iter().map(Change::Drop));
        changes
    };
    let distance = |fixture: &Fixture| in_the_way(program, fixture, &fixture.decide(program));
    let (fixture, allowed) =
        HillClimb { program, changes: &changes, distance: &distance, most: 8, budget: TO_ALLOW }.from(&start);
    let changes = fixture.changes.iter().map(|(change, _)| change.clone()).collect();
    (fixture.fresh(), allowed, changes)
}

/// The collections of which a limit lets nothing more in.
fn too_many(program: &Program, fixture: &Fixture) -> Vec<CollectionId> {
    let plan = program.kb.actions.get(fixture.request.action);
    let decision = fixture.decide(program);
    let broken = decision.denials(program).filter(|one| one.truth == Truth::True);
    let affected = broken.filter_map(|one| match one.cause {
        Cause::Invariant(at) => plan?.impact.get(at),
        Cause::Rule(_) => None,
    });
    let limits = affected.filter_map(|affected| program.kb.invariants.get(affected.invariant));
    let limits = limits.filter(|invariant| matches!(invariant.kind, InvariantKind::Limit { .. }));
    limits.map(|invariant| invariant.set.collection).collect()
}

/// The cases of an action. False where it is never allowed, as far as was looked.
pub(crate) fn of_action(search: &mut BoundarySearch<'_>, portal: &Portal, action: ActionId) -> bool {
    let program = search.program;
    let name = name_of(&program.model, action);
    let (base, allowed) = plain(program, portal, action);
    search.keep_action(format!("{name}: the plain case"), &base);
    let mut cases = ActionCases { search, name, base: base.clone(), sides: Vec::new() };
    cases.note(&base.decide(program));
    cases.vary(&base);
    cases.turn_rules(&base);
    cases.counts(&base);
    cases.clock(&base);
    allowed
}

struct ActionCases<'e, 'm> {
    search: &'e mut BoundarySearch<'m>,
    name: Arc<str>,
    /// The plain case.
    base: Fixture,
    /// The sides of rules that were seen where people see them.
    sides: Vec<(RuleKey, Truth)>,
}

impl<'m> ActionCases<'_, 'm> {
    fn program(&self) -> &'m Program {
        self.search.program
    }

    fn keep(&mut self, fixture: &Fixture) {
        let name = format!("{}: {}", self.name, fixture.description());
        self.search.keep_action(name, fixture);
    }

    fn note(&mut self, decision: &Decision) {
        for (key, permit, truth) in truths(self.program(), decision) {
            let shown = !permit || decision.verdict == Verdict::Allowed || decision.permitted == Truth::False;
            if shown && !self.sides.contains(&(key, truth)) {
                self.sides.push((key, truth));
            }
        }
    }

    /// Every single change of a fixture, and what undoes its consequence by other means.
    fn vary(&mut self, base: &Fixture) {
        let program = self.program();
        let before = base.decide(program);
        let mut changes = base.changes(program);
        changes.extend(base.instead(program));
        let fixtures =
            edge_fixtures(program, base, &changes, &|fixture| observe(program, &fixture.decide(program)));
        let mut undone: Vec<(RuleKey, Input)> = Vec::new();
        for fixture in fixtures {
            let decision = fixture.decide(program);
            self.note(&decision);
            self.keep(&fixture);
            let Some((change, _)) = fixture.changes.last().cloned() else { continue };
            if matches!(change, Change::Put(_, Value::Element(_))) {
                continue;
            }
            let turned = truths(program, &before)
                .into_iter()
                .filter(|(key, _, was)| truth_of(program, &decision, *key) != *was);
            for (key, _, was) in turned.collect::<Vec<_>>() {
                // One value of a place is enough.
                if let Change::Put(place, _) = &change {
                    if undone.contains(&(key, place.clone())) {
                        continue;
                    }
                    undone.push((key, place.clone()));
                }
                self.alone(&fixture, key);
                self.turn(&fixture, key, was);
            }
        }
    }

    /// Turn the truth of a rule by other changes than those that were made, and look at the edges there.
    fn turn(&mut self, start: &Fixture, key: RuleKey, wanted: Truth) {
        let program = self.program();
        let changes = |fixture: &Fixture| fixture.changes(program);
        let permit =
            truths(program, &start.decide(program)).iter().any(|(own, permit, _)| *own == key && *permit);
        let distance = |fixture: &Fixture| {
            let decision = fixture.decide(program);
            let far = fixture.view(program).distance(
                key.1,
                truth_of(program, &decision, key),
                wanted == Truth::True,
            );
            // Nobody sees of a permit what something else denies.
            let hidden = permit && wanted == Truth::True;
            if hidden { far.saturating_add(in_the_way(program, fixture, &decision)) } else { far }
        };
        let (fixture, found) =
            HillClimb { program, changes: &changes, distance: &distance, most: 3, budget: TO_TURN }
                .from(start);
        if !found {
            return;
        }
        let decision = fixture.decide(program);
        if observe(program, &decision) != observe(program, &start.decide(program)) {
            self.note(&decision);
            self.keep(&fixture);
        }
        self.vary_only(&fixture, key);
    }

    /// Of a rule that denies for two reasons, the one without the other.
    fn alone(&mut self, start: &Fixture, key: RuleKey) {
        let program = self.program();
        let others = |decision: &Decision| {
            let own =
                |one: &(RuleKey, bool, Truth)| one.0.0 == key.0 && one.0 != key && one.2 != Truth::False;
            truths(program, decision).into_iter().filter(own).collect::<Vec<_>>()
        };
        let decision = start.decide(program);
        if truth_of(program, &decision, key) != Truth::True || others(&decision).is_empty() {
            return;
        }
        let changes = |fixture: &Fixture| fixture.changes(program);
        let distance = |fixture: &Fixture| {
            let (decision, view) = (fixture.decide(program), fixture.view(program));
            let others =
                others(&decision).into_iter().map(|(other, _, now)| view.distance(other.1, now, false));
            others.sum::<u32>().saturating_add(view.distance(key.1, truth_of(program, &decision, key), true))
        };
        let climb = HillClimb { program, changes: &changes, distance: &distance, most: 3, budget: TO_TURN };
        let (fixture, found) = climb.from(start);
        if found {
            self.keep(&fixture);
            let start = fixture.fresh();
            for mut other in edge_fixtures(program, &start, &start.changes(program), &|fixture| {
                observe(program, &fixture.decide(program))
            }) {
                if truth_of(program, &other.decide(program), key) != Truth::True {
                    // What was undone again is not said.
                    let last = other.changes.last().map(|(change, _)| change.clone());
                    let before = fixture
                        .changes
                        .iter()
                        .filter(|(change, _)| last.as_ref().is_none_or(|last| !last.meets(change)));
                    other.changes.splice(0..0, before.cloned().collect::<Vec<_>>());
                    self.keep(&other);
                }
            }
        }
    }

    /// The single changes of a fixture that turn one rule.
    fn vary_only(&mut self, base: &Fixture, key: RuleKey) {
        let program = self.program();
        let before = base.decide(program);
        let changes: Vec<Change> = base.changes(program);
        let fixtures = edge_fixtures(program, base, &changes, &|fixture| {
            let decision = fixture.decide(program);
            (truth_of(program, &decision, key), observe(program, &decision))
        });
        for fixture in fixtures {
            let decision = fixture.decide(program);
            let turned = truth_of(program, &decision, key) != truth_of(program, &before, key);
            if turned && !self.turns_at_once(&fixture, key) {
                self.note(&decision);
                self.keep(&fixture);
            }
        }
    }

    /// Whether the last change of a fixture turns a rule in the plain case too.
    fn turns_at_once(&self, fixture: &Fixture, key: RuleKey) -> bool {
        let program = self.program();
        let Some((change, _)) = fixture.changes.last() else { return false };
        let was = truth_of(program, &self.base.decide(program), key);
        let now =
            self.base.with(program, change).map(|fixture| truth_of(program, &fixture.decide(program), key));
        now.is_some_and(|now| now != was)
    }

    /// What no single change has shown of the rules.
    fn turn_rules(&mut self, base: &Fixture) {
        let decision = base.decide(self.program());
        for (key, _, _) in truths(self.program(), &decision) {
            for wanted in [Truth::True, Truth::False] {
                if !self.sides.contains(&(key, wanted)) {
                    self.turn(base, key, wanted);
                }
            }
        }
    }

    /// The numbers of elements that a limit, or a comparison with `count of`, turns at.
    fn counts(&mut self, base: &Fixture) {
        let program = self.program();
        let Some(plan) = program.kb.actions.get(base.request.action) else { return };
        let mut sets: Vec<(Set, NodeId, Option<RuleKey>)> = Vec::new();
        for (at, affected) in plan.impact.enumerated() {
            let Some(invariant) = program.kb.invariants.get(affected.invariant) else { continue };
            if let InvariantKind::Limit { most, .. } = &invariant.kind {
                sets.push((invariant.set.clone(), *most, Some((invariant.rule, Cause::Invariant(at)))));
            }
        }
        let counted = base.view(program).counted(&program.kb.deciding(plan));
        sets.extend(counted.into_iter().map(|one| (one.set, one.number, None)));
        for (set, number, key) in sets {
            let Some(number) = base.view(program).number(number) else { continue };
            let rule = key.and_then(|(rule, _)| program.model.rules.get(rule));
            let of_rule = rule.map_or_else(String::new, |rule| format!(" ({})", rule.id.text));
            let what = elements(program, &set, rule);
            if number > MOST_ELEMENTS {
                self.search.left_out.push(format!("{}: {number} {}{of_rule}", self.name, what.1));
                continue;
            }
            let around = [number.saturating_sub(1), number, number.saturating_add(1)];
            let fixtures: Vec<Fixture> = around
                .into_iter()
                .filter_map(|many| {
                    let mut fixture = populated(program, base, &set, many)?;
                    let words = format!("{many} {}", if many == 1 { &what.0 } else { &what.1 });
                    fixture.changes.retain(|(change, _)| *change != Change::Fill);
                    fixture.changes.push((Change::Fill, words));
                    Some(fixture)
                })
                .collect();
            let shown: Vec<Observed> =
                fixtures.iter().map(|fixture| observe(program, &fixture.decide(program))).collect();
            for (at, fixture) in fixtures.iter().enumerate() {
                let other = |near: Option<usize>| {
                    near.and_then(|near| shown.get(near)).is_some_and(|near| Some(near) != shown.get(at))
                };
                if other(at.checked_sub(1)) || other(at.checked_add(1)) {
                    self.note(&fixture.decide(program));
                    self.keep(fixture);
                    if let Some(key) = key {
                        self.vary_only(fixture, key);
                    }
                }
            }
        }
    }

    /// One second before a comparison with now turns, and when it does.
    fn clock(&mut self, base: &Fixture) {
        let program = self.program();
        let instants = breakpoints(program, &base.portal, &base.request);
        for fixture in
            around_instants(program, base, &instants, &|fixture| observe(program, &fixture.decide(program)))
        {
            self.note(&fixture.decide(program));
            self.keep(&fixture);
        }
    }
}
