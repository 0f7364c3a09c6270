//! The edges of what audits look at.

use crate::eval::branch_distance::looked_at;
use crate::eval::validity::audit_breakpoints;
use crate::eval::{Input, Portal};
use crate::kb::{Invariant, InvariantKind, NodeId, Op, Set};
use crate::program::Program;
use crate::testing::boundaries::base_state;
use crate::testing::boundaries::case::{AuditFindings, audit_findings};
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::testing::boundaries::hill_climb::HillClimb;
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, around_instants, edge_fixtures, elements};
use crate::testing::boundaries::populate::{entered, populated};
use crate::testing::boundaries::search::BoundarySearch;
use crate::values::Value;

/// So many fixtures are tried to bring an element into a set again.
const TO_RETURN: usize = 200;

fn observe(program: &Program, fixture: &Fixture) -> AuditFindings {
    audit_findings(program, &fixture.portal, fixture.request.at)
}

/// The state that all cases begin with.
pub(crate) fn plain(search: &mut BoundarySearch<'_>, portal: &Portal) {
    let fixture = Fixture::of_state(&search.program.model, portal, base_state::today());
    search.keep_audit("audit: the plain case".to_owned(), &fixture);
}

/// The cases of a limit, a never or a deadline.
pub(crate) fn of_invariant(
    search: &mut BoundarySearch<'_>,
    portal: &Portal,
    invariant: &Invariant,
    id: &str,
) {
    let mut cases = InvariantCases { program: search.program, search, invariant, id, initial: Vec::new() };
    let base = Fixture::of_state(&cases.program.model, portal, base_state::today());
    match &invariant.kind {
        InvariantKind::Limit { most, .. } => cases.limit(&base, *most),
        _ => cases.each(&base),
    }
}

struct InvariantCases<'e, 'm, 'i> {
    program: &'m Program,
    search: &'e mut BoundarySearch<'m>,
    invariant: &'i Invariant,
    id: &'i str,
    /// What is other than in the plain state before anything is varied.
    initial: Vec<(Change, String)>,
}

impl InvariantCases<'_, '_, '_> {
    fn keep(&mut self, fixture: &Fixture) {
        let changed = |initial: &Change| fixture.changes.iter().any(|(later, _)| later.meets(initial));
        let initial = self.initial.iter().filter(|(change, _)| !changed(change));
        let words: Vec<&str> = initial.chain(&fixture.changes).map(|(_, words)| words.as_str()).collect();
        let words = if words.is_empty() { "the plain case".to_owned() } else { words.join(", ") };
        self.search.keep_audit(format!("{}: {words}", self.id), fixture);
    }

    fn limit(&mut self, base: &Fixture, most: NodeId) {
        let (program, set) = (self.program, &self.invariant.set);
        let rule = program.model.rules.get(self.invariant.rule);
        let what = elements(program, set, rule);
        let start =
            if base.view(program).members(set).is_empty() { entered(program, base, set) } else { None };
        let start = start.unwrap_or_else(|| base.clone());
        if let Some(Op::Scalar(scalar)) = program.kb.node(most).map(|node| &node.op) {
            let many = start.view(program).members(set).len();
            let many = i64::try_from(many).unwrap_or(i64::MAX);
            for value in [many, many - 1] {
                let change = Change::Put(Input::Scalar(*scalar), Value::Int(value));
                let Some(fixture) = start.with(program, &change) else { continue };
                self.keep(&fixture);
                if value < many {
                    self.members(&fixture, set, &[]);
                }
            }
            return;
        }
        let Some(number) = base.view(program).number(most) else { return };
        if number > MOST_ELEMENTS {
            self.search.left_out.push(format!("{}: {number} {}", self.id, what.1));
            return;
        }
        for many in [number, number.saturating_add(1)] {
            let Some(mut fixture) = populated(program, base, set, many) else { continue };
            fixture.changes =
                vec![(Change::Fill, format!("{many} {}", if many == 1 { &what.0 } else { &what.1 }))];
            self.keep(&fixture);
            if many > number {
                self.members(&fixture, set, &[]);
            }
        }
    }

    /// What is stated of each element: with one to whom it applies, at all times that matter.
    fn each(&mut self, base: &Fixture) {
        let program = self.program;
        let (set, more) = looked_at(self.invariant);
        let there = !base.view(program).members(set).is_empty();
        let start = if there { Some(base.fresh()) } else { entered(program, base, set) };
        let Some(start) = start else {
            self.search.left_out.push(format!("{}: nothing was found to which it applies", self.id));
            return;
        };
        let start = self.found(&start);
        self.initial.clone_from(&start.changes);
        let start = start.fresh();
        self.keep(&start);
        let instants = audit_breakpoints(program, &start.portal);
        let fixtures = around_instants(program, &start, &instants, &|fixture| self.own(fixture));
        let last =
            fixtures.iter().rev().find(|fixture| !self.own(fixture).0.is_empty() || self.own(fixture).1);
        let late = last.cloned().unwrap_or_else(|| start.clone());
        for fixture in &fixtures {
            self.keep(fixture);
        }
        let set: &Set = &self.invariant.set;
        self.members(&late, set, &more);
    }

    /// The fixture with what nobody has done yet that is due.
    fn found(&self, start: &Fixture) -> Fixture {
        let program = self.program;
        let nothing = |fixture: &Fixture| self.own(fixture).0.is_empty() && !self.own(fixture).1;
        let (wide, more) = looked_at(self.invariant);
        if !nothing(start) || !matches!(self.invariant.kind, InvariantKind::Never { deadline: Some(_) }) {
            return start.clone();
        }
        let set = &self.invariant.set;
        for row in start.view(program).members(wide) {
            let changes = |fixture: &Fixture| {
                fixture.of_inputs(program, fixture.view(program).inputs_in(set, row, &more))
            };
            let distance = |fixture: &Fixture| {
                fixture.view(program).distance_in(wide, row) + u32::from(nothing(fixture))
            };
            let climb =
                HillClimb { program, changes: &changes, distance: &distance, most: 2, budget: TO_RETURN };
            if let (fixture, true) = climb.from(start) {
                return fixture;
            }
        }
        start.clone()
    }

    /// What an audit finds of this rule alone: those that it lists as broken, and whether something is upcoming.
    fn own(&self, fixture: &Fixture) -> (Vec<std::sync::Arc<str>>, bool) {
        let found = observe(self.program, fixture);
        let own =
            |list: &[std::sync::Arc<str>]| list.iter().filter(|id| ***id == *self.id).cloned().collect();
        let upcoming: Vec<std::sync::Arc<str>> = own(&found.upcoming);
        (own(&found.violations), !upcoming.is_empty())
    }

    /// The single changes of an element of a set, and the ways by which it comes into it again.
    fn members(&mut self, base: &Fixture, set: &Set, more: &[NodeId]) {
        let program = self.program;
        let (wide, _) = looked_at(self.invariant);
        let Some(row) = base.view(program).members(wide).last().copied() else { return };
        let changes =
            |fixture: &Fixture| fixture.of_inputs(program, fixture.view(program).inputs_in(set, row, more));
        let fixtures = edge_fixtures(program, base, &changes(base), &|fixture| self.own(fixture));
        let distance = |fixture: &Fixture| fixture.view(program).distance_in(wide, row);
        let mut done: Vec<Input> = Vec::new();
        for fixture in fixtures {
            self.keep(&fixture);
            let Some((Change::Put(place, _), _)) = fixture.changes.last() else { continue };
            if distance(&fixture) == 0 || done.contains(place) {
                continue;
            }
            done.push(place.clone());
            let climb =
                HillClimb { program, changes: &changes, distance: &distance, most: 3, budget: TO_RETURN };
            let (other, returned) = climb.from(&fixture);
            if !returned {
                continue;
            }
            self.keep(&other);
            for fixture in edge_fixtures(program, &other, &changes(&other), &|fixture| self.own(fixture)) {
                self.keep(&fixture);
            }
        }
    }
}
