//! The edges of what audits look at.

use crate::eval::branch_distance::looked_at;
use crate::eval::validity::audit_breakpoints;
use crate::eval::{Input, Portal};
use crate::kb::{Invariant, InvariantKind, NodeId, Op, Set};
use crate::program::Program;
use crate::testing::boundaries::hill_climb::HillClimb;
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, around_turns, edge_scenes, elements};
use crate::testing::boundaries::populate::{entered, filled};
use crate::testing::boundaries::scene::{Change, Fixture};
use crate::testing::boundaries::{Edges, Found, base_state, found};
use crate::values::Value;

/// So many scenes are tried to bring an element into a set again.
const TO_RETURN: usize = 200;

fn seen(rules: &Program, scene: &Fixture) -> Found {
    found(rules, &scene.portal, scene.request.at)
}

/// The state that all cases begin with.
pub(crate) fn plain(edges: &mut Edges<'_>, portal: &Portal) {
    let scene = Fixture::of_state(&edges.rules.model, portal, base_state::today());
    edges.keep_audit("audit: the plain case".to_owned(), &scene);
}

/// The cases of a limit, a never or a deadline.
pub(crate) fn of_invariant(edges: &mut Edges<'_>, portal: &Portal, invariant: &Invariant, id: &str) {
    let mut of = Of { rules: edges.rules, edges, invariant, id, begun: Vec::new() };
    let base = Fixture::of_state(&of.rules.model, portal, base_state::today());
    match &invariant.kind {
        InvariantKind::Limit { most, .. } => of.limit(&base, *most),
        _ => of.each(&base),
    }
}

struct Of<'e, 'm, 'i> {
    rules: &'m Program,
    edges: &'e mut Edges<'m>,
    invariant: &'i Invariant,
    id: &'i str,
    /// What is other than in the plain state before anything is varied.
    begun: Vec<(Change, String)>,
}

impl Of<'_, '_, '_> {
    fn keep(&mut self, scene: &Fixture) {
        let changed = |begun: &Change| scene.changes.iter().any(|(later, _)| later.meets(begun));
        let begun = self.begun.iter().filter(|(change, _)| !changed(change));
        let words: Vec<&str> = begun.chain(&scene.changes).map(|(_, words)| words.as_str()).collect();
        let words = if words.is_empty() { "the plain case".to_owned() } else { words.join(", ") };
        self.edges.keep_audit(format!("{}: {words}", self.id), scene);
    }

    fn limit(&mut self, base: &Fixture, most: NodeId) {
        let (rules, set) = (self.rules, &self.invariant.set);
        let rule = rules.model.rules.get(self.invariant.rule as usize);
        let what = elements(rules, set, rule);
        let start = if base.view(rules).members(set).is_empty() { entered(rules, base, set) } else { None };
        let start = start.unwrap_or_else(|| base.clone());
        if let Some(Op::Scalar(number)) = rules.kb.node(most).map(|node| &node.op) {
            let many = start.view(rules).members(set).len();
            let many = i64::try_from(many).unwrap_or(i64::MAX);
            for value in [many, many - 1] {
                let change = Change::Put(Input::Scalar(*number), Value::Int(value));
                let Some(scene) = start.with(rules, &change) else { continue };
                self.keep(&scene);
                if value < many {
                    self.members(&scene, set, &[]);
                }
            }
            return;
        }
        let Some(number) = base.view(rules).number(most) else { return };
        if number > MOST_ELEMENTS {
            self.edges.left_out.push(format!("{}: {number} {}", self.id, what.1));
            return;
        }
        for many in [number, number.saturating_add(1)] {
            let Some(mut scene) = filled(rules, base, set, many) else { continue };
            scene.changes =
                vec![(Change::Fill, format!("{many} {}", if many == 1 { &what.0 } else { &what.1 }))];
            self.keep(&scene);
            if many > number {
                self.members(&scene, set, &[]);
            }
        }
    }

    /// What is stated of each element: with one to whom it applies, at all times that matter.
    fn each(&mut self, base: &Fixture) {
        let rules = self.rules;
        let (set, more) = looked_at(self.invariant);
        let there = !base.view(rules).members(set).is_empty();
        let start = if there { Some(base.fresh()) } else { entered(rules, base, set) };
        let Some(start) = start else {
            self.edges.left_out.push(format!("{}: nothing was found to which it applies", self.id));
            return;
        };
        let start = self.found(&start);
        self.begun.clone_from(&start.changes);
        let start = start.fresh();
        self.keep(&start);
        let instants = audit_breakpoints(rules, &start.portal);
        let scenes = around_turns(rules, &start, &instants, &|scene| self.own(scene));
        let last = scenes.iter().rev().find(|scene| !self.own(scene).0.is_empty() || self.own(scene).1);
        let late = last.cloned().unwrap_or_else(|| start.clone());
        for scene in &scenes {
            self.keep(scene);
        }
        let levers: &Set = &self.invariant.set;
        self.members(&late, levers, &more);
    }

    /// The scene with what nobody has done yet that is due.
    fn found(&self, start: &Fixture) -> Fixture {
        let rules = self.rules;
        let nothing = |scene: &Fixture| self.own(scene).0.is_empty() && !self.own(scene).1;
        let (wide, more) = looked_at(self.invariant);
        if !nothing(start) || !matches!(self.invariant.kind, InvariantKind::Never { deadline: Some(_) }) {
            return start.clone();
        }
        let set = &self.invariant.set;
        for row in start.view(rules).members(wide) {
            let changes =
                |scene: &Fixture| scene.of_levers(rules, scene.view(rules).inputs_in(set, row, &more));
            let distance =
                |scene: &Fixture| scene.view(rules).distance_in(wide, row) + u32::from(nothing(scene));
            let climb =
                HillClimb { rules, changes: &changes, distance: &distance, most: 2, budget: TO_RETURN };
            if let (scene, true) = climb.from(start) {
                return scene;
            }
        }
        start.clone()
    }

    /// What an audit finds of this rule alone: those that it lists as broken, and whether something is upcoming.
    fn own(&self, scene: &Fixture) -> (Vec<std::sync::Arc<str>>, bool) {
        let found = seen(self.rules, scene);
        let own =
            |list: &[std::sync::Arc<str>]| list.iter().filter(|id| ***id == *self.id).cloned().collect();
        let upcoming: Vec<std::sync::Arc<str>> = own(&found.upcoming);
        (own(&found.violations), !upcoming.is_empty())
    }

    /// The single changes of an element of a set, and the ways by which it comes into it again.
    fn members(&mut self, base: &Fixture, set: &Set, more: &[NodeId]) {
        let rules = self.rules;
        let (wide, _) = looked_at(self.invariant);
        let Some(row) = base.view(rules).members(wide).last().copied() else { return };
        let changes = |scene: &Fixture| scene.of_levers(rules, scene.view(rules).inputs_in(set, row, more));
        let scenes = edge_scenes(rules, base, &changes(base), &|scene| self.own(scene));
        let distance = |scene: &Fixture| scene.view(rules).distance_in(wide, row);
        let mut done: Vec<Input> = Vec::new();
        for scene in scenes {
            self.keep(&scene);
            let Some((Change::Put(place, _), _)) = scene.changes.last() else { continue };
            if distance(&scene) == 0 || done.contains(place) {
                continue;
            }
            done.push(place.clone());
            let climb =
                HillClimb { rules, changes: &changes, distance: &distance, most: 3, budget: TO_RETURN };
            let (other, returned) = climb.from(&scene);
            if !returned {
                continue;
            }
            self.keep(&other);
            for scene in edge_scenes(rules, &other, &changes(&other), &|scene| self.own(scene)) {
                self.keep(&scene);
            }
        }
    }
}
