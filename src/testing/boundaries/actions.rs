//! The edges of what decides an action.

use crate::base::msg;
use crate::eval::judge::Cause;
use crate::eval::validity::breakpoints;
use crate::eval::{Decision, Input, Verdict};
use crate::kb::{InvariantKind, NodeId, Set};
use crate::program::Program;
use crate::state::collection::Rows;
use crate::testing::boundaries::fixture::{Change, Fixture, Observed, observe};
use crate::testing::boundaries::groups::around_bounds;
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, elements};
use crate::testing::boundaries::search::BoundarySearch;
use crate::testing::run::push_new;
use crate::values::ids::{ActionId, CollectionId, RuleId};
use crate::values::{Truth, Value};

/// So many fixtures are tried for an action that is to be allowed, and for each further end.
const TO_ALLOW: usize = 4_000;
const TO_TURN: usize = 400;

/// A rule and what of it was computed.
type RuleKey = (RuleId, Cause);

/// The truths of a decision, and whether each is that of a permit; permits first.
fn truths(program: &Program, decision: &Decision) -> Vec<(RuleKey, bool, Truth)> {
    let permits = decision.permits(program).map(|one| ((one.rule, one.cause), true, one.truth));
    permits.chain(decision.denials(program).map(|one| ((one.rule, one.cause), false, one.truth))).collect()
}

fn truth_of(program: &Program, decision: &Decision, key: RuleKey) -> Truth {
    let own = decision.outcomes(program).find(|one| (one.rule, one.cause) == key);
    own.map_or(Truth::False, |one| one.truth)
}

/// The plain case of an action: allowed, where a way was found.
pub(crate) fn plain<'p>(base: &Fixture<'p>, action: ActionId) -> (Fixture<'p>, bool) {
    let (fixture, allowed) = way(base, action);
    (fixture.fresh(), allowed)
}

/// The plain case of an action, with what is other in it than in the plain state.
pub(crate) fn way<'p>(base: &Fixture<'p>, action: ActionId) -> (Fixture<'p>, bool) {
    let actors = base.program.kb.actors;
    let people = actors.and_then(|(actors, _)| base.portal.state.collections.get(actors));
    let changes = |fixture: &Fixture<'p>| {
        let others = people.into_iter().flat_map(Rows::rows).filter(|row| *row != fixture.request.actor);
        let fewer = too_many(fixture).into_iter().map(Change::Drop);
        others.map(Change::Actor).chain(fixture.changes()).chain(fewer).collect()
    };
    let distance = |fixture: &Fixture<'p>| fixture.in_the_way(&fixture.decide());
    base.with_action(action).hill_climb(8, TO_ALLOW, changes, distance)
}

/// The collections of which a limit lets nothing more in.
fn too_many(fixture: &Fixture<'_>) -> Vec<CollectionId> {
    let kb = &fixture.program.kb;
    let impact = kb.impact(fixture.request.action);
    let decision = fixture.decide();
    let broken = decision.denials(fixture.program).filter(|one| one.truth == Truth::True);
    let limits = broken.filter_map(|one| {
        let Cause::Invariant(at) = one.cause else { return None };
        let invariant = kb.invariants.get(impact?.invariants.get(at)?.invariant)?;
        matches!(invariant.kind, InvariantKind::Limit { .. }).then_some(invariant.set.collection)
    });
    limits.collect()
}

/// The cases of an action. False where it is never allowed, as far as was looked.
pub(crate) fn of_action<'m>(search: &mut BoundarySearch<'m>, (base, allowed): &(Fixture<'m>, bool)) -> bool {
    let program = search.program;
    let name = msg!(test.case, owner = base.action_name(), words = base.description());
    search.keep_action(name, base);
    let mut cases = ActionCases { search, program, base, sides: Vec::new() };
    cases.note(&base.decide());
    cases.vary();
    cases.turn_rules();
    cases.counts();
    cases.clock();
    *allowed
}

struct ActionCases<'e, 'm> {
    search: &'e mut BoundarySearch<'m>,
    program: &'m Program,
    base: &'e Fixture<'m>,
    /// The sides of rules that were seen where people see them.
    sides: Vec<(RuleKey, Truth)>,
}

impl<'m> ActionCases<'_, 'm> {
    fn keep(&mut self, fixture: &Fixture<'m>) {
        let name = msg!(test.case, owner = self.base.action_name(), words = fixture.description());
        self.search.keep_action(name, fixture);
    }

    fn note(&mut self, decision: &Decision) {
        for (key, permit, truth) in truths(self.program, decision) {
            if !permit || decision.verdict == Verdict::Allowed || decision.permitted == Truth::False {
                push_new(&mut self.sides, (key, truth));
            }
        }
    }

    fn note_and_keep(&mut self, fixture: &Fixture<'m>) {
        self.note(&fixture.decide());
        self.keep(fixture);
    }

    /// Every single change of the plain case, and what undoes its consequence by other means.
    fn vary(&mut self) {
        let (program, base) = (self.program, self.base);
        let before = truths(program, &base.decide());
        let mut changes = base.changes();
        changes.extend(base.instead());
        let mut undone: Vec<(RuleKey, Input)> = Vec::new();
        for fixture in base.edge_fixtures(&changes, Fixture::observed) {
            self.note_and_keep(&fixture);
            let Some((change, _)) = fixture.changes.last() else { continue };
            if matches!(change, Change::Put(_, Value::Element(_))) {
                continue;
            }
            let decision = fixture.decide();
            for (key, _, was) in &before {
                if truth_of(program, &decision, *key) == *was {
                    continue;
                }
                // One value of a place is enough.
                if let Change::Put(place, _) = change {
                    let one = (*key, place.clone());
                    if undone.contains(&one) {
                        continue;
                    }
                    undone.push(one);
                }
                self.alone(&fixture, *key);
                self.turn(&fixture, *key, *was);
            }
        }
    }

    /// Turn the truth of a rule by other changes than those that were made, and look at the edges there.
    fn turn(&mut self, start: &Fixture<'m>, key: RuleKey, wanted: Truth) {
        let program = self.program;
        let permit = truths(program, &start.decide()).iter().any(|(own, permit, _)| *own == key && *permit);
        let distance = |fixture: &Fixture<'m>| {
            let decision = fixture.decide();
            let truth = truth_of(program, &decision, key);
            let far = fixture.view().distance(key.1, truth, wanted == Truth::True);
            // Nobody sees of a permit what something else denies.
            let hidden = permit && wanted == Truth::True;
            if hidden { far.saturating_add(fixture.in_the_way(&decision)) } else { far }
        };
        let (fixture, found) = start.hill_climb(3, TO_TURN, Fixture::changes, distance);
        if found {
            if fixture.observed() != start.observed() {
                self.note_and_keep(&fixture);
            }
            self.vary_only(&fixture, key);
        }
    }

    /// Of a rule that denies for two reasons, the one without the other.
    fn alone(&mut self, start: &Fixture<'m>, key: RuleKey) {
        let program = self.program;
        let others = |decision: &Decision| {
            let mut all = truths(program, decision);
            all.retain(|(one, _, truth)| one.0 == key.0 && *one != key && *truth != Truth::False);
            all
        };
        let decision = start.decide();
        if truth_of(program, &decision, key) != Truth::True || others(&decision).is_empty() {
            return;
        }
        let distance = |fixture: &Fixture<'m>| {
            let (decision, view) = (fixture.decide(), fixture.view());
            let others =
                others(&decision).into_iter().map(|(other, _, now)| view.distance(other.1, now, false));
            others.sum::<u32>().saturating_add(view.distance(key.1, truth_of(program, &decision, key), true))
        };
        let (fixture, true) = start.hill_climb(3, TO_TURN, Fixture::changes, distance) else { return };
        self.keep(&fixture);
        let start = fixture.fresh();
        for mut other in start.edge_fixtures(&start.changes(), Fixture::observed) {
            if truth_of(program, &other.decide(), key) != Truth::True {
                // What was undone again is not said.
                let before = fixture.changes.iter().filter(|(change, _)| !other.has_changed(change));
                other.changes = before.chain(&other.changes).cloned().collect();
                self.keep(&other);
            }
        }
    }

    /// The single changes of a fixture that turn one rule.
    fn vary_only(&mut self, base: &Fixture<'m>, key: RuleKey) {
        let program = self.program;
        let truth = |fixture: &Fixture<'m>| truth_of(program, &fixture.decide(), key);
        let fixtures = base.edge_fixtures(&base.changes(), |fixture| {
            let decision = fixture.decide();
            (truth_of(program, &decision, key), observe(program, &decision))
        });
        for fixture in fixtures {
            // What turns the rule in the plain case too is kept there.
            let at_once = || {
                let (change, _) = fixture.changes.last()?;
                Some(truth(&self.base.with(change)?) != truth(self.base))
            };
            if truth(&fixture) != truth(base) && at_once() != Some(true) {
                self.note_and_keep(&fixture);
            }
        }
    }

    /// What no single change has shown of the rules.
    fn turn_rules(&mut self) {
        for (key, _, _) in truths(self.program, &self.base.decide()) {
            for wanted in [Truth::True, Truth::False] {
                if !self.sides.contains(&(key, wanted)) {
                    self.turn(self.base, key, wanted);
                }
            }
        }
    }

    /// The numbers of elements that a limit, or a comparison with `count of`, turns at.
    fn counts(&mut self) {
        let (program, base) = (self.program, self.base);
        let mut sets: Vec<(Set, NodeId, Option<RuleKey>)> = Vec::new();
        for (at, affected) in program.kb.affected(base.request.action) {
            let Some(invariant) = program.kb.invariants.get(affected.invariant) else { continue };
            if let InvariantKind::Limit { most, .. } = &invariant.kind {
                sets.push((invariant.set.clone(), *most, Some((invariant.rule, Cause::Invariant(at)))));
            }
        }
        let counted = base.view().counted(&program.kb.deciding(base.request.action));
        sets.extend(counted.into_iter().map(|one| (one.set, one.number, None)));
        for (set, most, key) in sets {
            let Some(most) = base.view().number(most) else { continue };
            let rule = key.and_then(|(rule, _)| program.model.rules.get(rule));
            if most > MOST_ELEMENTS {
                let (owner, words) = (base.action_name(), elements(program, &set, rule, most));
                self.search.left_out.push(match rule {
                    Some(rule) => {
                        msg!(test.too_many_of_rule, owner = owner, elements = words, rule = &*rule.id.text)
                    }
                    None => msg!(test.too_many, owner = owner, elements = words),
                });
                continue;
            }
            let around = [most.saturating_sub(1), most, most.saturating_add(1)];
            let fixtures = around.into_iter().filter_map(|many| {
                let mut fixture = base.populated(&set, many)?;
                fixture.changes.retain(|(change, _)| *change != Change::Fill);
                fixture.changes.push((Change::Fill, elements(program, &set, rule, many)));
                Some(fixture)
            });
            self.turning(fixtures.collect(), key);
        }
        for (at, affected) in program.kb.affected(base.request.action) {
            let Some(invariant) = program.kb.invariants.get(affected.invariant) else { continue };
            if invariant.aggregate().is_some() {
                let key = (invariant.rule, Cause::Invariant(at));
                self.turning(around_bounds(base, invariant), Some(key));
            }
        }
    }

    /// Keep what comes out otherwise than what stands beside it.
    fn turning(&mut self, fixtures: Vec<Fixture<'m>>, key: Option<RuleKey>) {
        let observed = fixtures.into_iter().map(|fixture| {
            let observed = fixture.observed();
            (fixture, observed)
        });
        let fixtures: Vec<(Fixture<'_>, Observed)> = observed.collect();
        for (at, (fixture, observed)) in fixtures.iter().enumerate() {
            let near = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
            let mut near = near.filter_map(|near| fixtures.get(near));
            if near.any(|(_, other)| other != observed) {
                self.note_and_keep(fixture);
                if let Some(key) = key {
                    self.vary_only(fixture, key);
                }
            }
        }
    }

    /// One second before a comparison with now turns, and when it does.
    fn clock(&mut self) {
        let base = self.base;
        let instants = breakpoints(self.program, &base.portal, &base.request);
        for fixture in base.around_instants(&instants, Fixture::observed) {
            self.note_and_keep(&fixture);
        }
    }
}
