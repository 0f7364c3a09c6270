//! The edges of what audits look at.

use crate::base::{Message, msg};
use crate::eval::audit::audit_of;
use crate::eval::branch_distance::looked_at;
use crate::eval::validity::audit_breakpoints;
use crate::eval::{Input, Severity};
use crate::kb::{Invariant, InvariantKind, NodeId, Op, Set};
use crate::testing::boundaries::describe::describe;
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::testing::boundaries::groups::around_bounds;
use crate::testing::boundaries::neighbours::{MOST_ELEMENTS, elements};
use crate::testing::boundaries::reads::nodes_of;
use crate::testing::boundaries::search::BoundarySearch;
use crate::values::Value;

/// So many fixtures are tried to bring an element into a set again.
const TO_RETURN: usize = 200;

/// The state that all cases begin with.
pub(crate) fn plain(search: &mut BoundarySearch<'_>, base: &Fixture<'_>) {
    search.keep_audit(msg!(test.audit_case, words = base.description()), base);
}

/// The cases of a limit, a never or a deadline.
pub(crate) fn of_invariant(
    search: &mut BoundarySearch<'_>,
    base: &Fixture<'_>,
    invariant: &Invariant,
    id: &str,
) {
    let mut asked = base.program.kb.counters_in(nodes_of(invariant));
    asked.extend(invariant.counter());
    let base = &base.clone().asking(asked);
    let mut cases = InvariantCases { search, invariant, id, initial: Vec::new() };
    match &invariant.kind {
        InvariantKind::Limit { most, .. } => cases.limit(base, *most),
        InvariantKind::Aggregate(_) => cases.groups(base),
        _ => cases.each(base),
    }
}

struct InvariantCases<'e, 'm, 'i> {
    search: &'e mut BoundarySearch<'m>,
    invariant: &'i Invariant,
    id: &'i str,
    /// What is other than in the plain state before anything is varied.
    initial: Vec<(Change, Message)>,
}

impl InvariantCases<'_, '_, '_> {
    fn keep(&mut self, fixture: &Fixture<'_>) {
        let initial = self.initial.iter().filter(|(change, _)| !fixture.has_changed(change));
        let words = describe(initial.chain(&fixture.changes));
        self.search.keep_audit(msg!(test.case, owner = self.id, words = words), fixture);
    }

    fn limit(&mut self, base: &Fixture<'_>, most: NodeId) {
        let (program, set) = (self.search.program, &self.invariant.set);
        let rule = program.model.rules.get(self.invariant.rule);
        if let Some(Op::Scalar(scalar)) = program.kb.node(most).map(|node| &node.op) {
            let start = if base.view().members(set).is_empty() { base.entered(set) } else { None };
            let start = start.unwrap_or_else(|| base.clone());
            let many = i64::try_from(start.view().members(set).len()).unwrap_or(i64::MAX);
            let range = program.model.schema.scalars.get(*scalar).and_then(|own| own.field.range);
            for value in [many, many - 1].into_iter().filter(|value| Value::Int(*value).is_in(range)) {
                let change = Change::Put(Input::Scalar(*scalar), Value::Int(value));
                let Some(fixture) = start.with(&change) else { continue };
                self.keep(&fixture);
                if value < many {
                    self.members(&fixture, set, &[]);
                }
            }
            return;
        }
        let Some(number) = base.view().number(most) else { return };
        if number > MOST_ELEMENTS {
            let words = elements(program, set, rule, number);
            self.search.left_out.push(msg!(test.too_many, owner = self.id, elements = words));
            return;
        }
        for many in [number, number.saturating_add(1)] {
            let Some(mut fixture) = base.populated(set, many) else { continue };
            fixture.changes = vec![(Change::Fill, elements(program, set, rule, many))];
            self.keep(&fixture);
            if many > number {
                self.members(&fixture, set, &[]);
            }
        }
    }

    /// What is stated of groups: one group around each of its bounds.
    fn groups(&mut self, base: &Fixture<'_>) {
        let fixtures = around_bounds(base, self.invariant);
        if fixtures.is_empty() {
            self.search.left_out.push(msg!(test.nothing_applies, rule = self.id));
        }
        for fixture in &fixtures {
            self.keep(fixture);
        }
        if let Some(last) = fixtures.last() {
            let more: Vec<NodeId> = looked_at(self.invariant).1;
            self.members(last, &self.invariant.set, &more);
        }
    }

    /// What is stated of each element: with one to whom it applies, at all times that matter.
    fn each(&mut self, base: &Fixture<'_>) {
        let (set, more) = looked_at(self.invariant);
        let there = !base.view().members(set).is_empty();
        let Some(start) = (if there { Some(base.clone()) } else { base.entered(set) }) else {
            self.search.left_out.push(msg!(test.nothing_applies, rule = self.id));
            return;
        };
        let start = self.found(&start);
        self.initial.clone_from(&start.changes);
        let start = start.fresh();
        self.keep(&start);
        let instants = audit_breakpoints(start.program, &start.portal, [self.invariant]);
        let fixtures = start.around_instants(&instants, |fixture| self.own(fixture));
        let late = fixtures.iter().rfind(|fixture| self.own(fixture) != (false, false));
        let late = late.unwrap_or(&start).clone();
        for fixture in &fixtures {
            self.keep(fixture);
        }
        self.members(&late, &self.invariant.set, &more);
    }

    /// The fixture with what nobody has done yet that is due.
    fn found<'p>(&self, start: &Fixture<'p>) -> Fixture<'p> {
        let nothing = |fixture: &Fixture<'_>| self.own(fixture) == (false, false);
        let (wide, more) = looked_at(self.invariant);
        if !nothing(start) || !matches!(self.invariant.kind, InvariantKind::Never { deadline: Some(_) }) {
            return start.clone();
        }
        for row in start.view().members(wide) {
            let changes = |fixture: &Fixture<'p>| fixture.changes_in(&self.invariant.set, row, &more);
            let distance =
                |fixture: &Fixture<'p>| fixture.view().distance_in(wide, row) + u32::from(nothing(fixture));
            if let (fixture, true) = start.hill_climb(2, TO_RETURN, changes, distance) {
                return fixture;
            }
        }
        start.clone()
    }

    /// What an audit finds of this rule alone: whether it is broken, and whether something is upcoming.
    fn own(&self, fixture: &Fixture<'_>) -> (bool, bool) {
        let found = audit_of(fixture.program, &fixture.portal, fixture.request.at, [self.invariant]);
        let of = |severity| found.iter().any(|one| one.severity == severity);
        (of(Severity::Violation), of(Severity::Upcoming))
    }

    /// The single changes of an element of a set, and the ways by which it comes into it again.
    fn members(&mut self, base: &Fixture<'_>, set: &Set, more: &[NodeId]) {
        let (wide, _) = looked_at(self.invariant);
        let Some(row) = base.view().members(wide).last().copied() else { return };
        let changes = |fixture: &Fixture<'_>| fixture.changes_in(set, row, more);
        let distance = |fixture: &Fixture<'_>| fixture.view().distance_in(wide, row);
        let mut done: Vec<Input> = Vec::new();
        for fixture in base.edge_fixtures(&changes(base), |fixture| self.own(fixture)) {
            self.keep(&fixture);
            let Some((Change::Put(place, _), _)) = fixture.changes.last() else { continue };
            if distance(&fixture) == 0 || done.contains(place) {
                continue;
            }
            done.push(place.clone());
            if let (other, true) = fixture.hill_climb(3, TO_RETURN, changes, distance) {
                self.keep(&other);
                for fixture in other.edge_fixtures(&changes(&other), |fixture| self.own(fixture)) {
                    self.keep(&fixture);
                }
            }
        }
    }
}
