//! What rules except: actions that would be denied, or permitted, were they not spared.

use crate::base::msg;
use crate::eval::judge::Cause;
use crate::eval::validity::breakpoints;
use crate::eval::{Decision, Input, RuleOutcome};
use crate::kb::InvariantKind;
use crate::model::{ActionRule, Model, RuleKind};
use crate::program::Program;
use crate::testing::boundaries::fixture::{Change, Fixture, PlainCases};
use crate::testing::boundaries::groups::around_bounds;
use crate::testing::boundaries::neighbours::MOST_ELEMENTS;
use crate::testing::boundaries::search::BoundarySearch;
use crate::values::ids::{ActionId, RuleId};
use crate::values::{Truth, Value};

/// So many fixtures are tried for each exception.
const TO_EXCEPT: usize = 600;
const MOST_INSTANTS: usize = 4;

/// For every exception a case in which it makes the difference.
pub(crate) fn of_all<'m>(search: &mut BoundarySearch<'m>, plain: &PlainCases<'m>, actions: &[ActionId]) {
    let model = &search.program.model;
    for rule in model.rules.ids() {
        let Some(mut changed) = model.rules.get(rule).cloned() else { continue };
        let mut excepted: Vec<ActionId> = match &mut changed.kind {
            RuleKind::Permit(own) | RuleKind::Forbid(own) => named_no_more(model, own),
            RuleKind::Invariant(own) => {
                own.exempts.clear();
                own.exempts_all = false;
                model.actions.ids().filter(|action| model.exempts(rule, *action)).collect()
            }
        };
        excepted.retain(|action| actions.contains(action));
        if excepted.is_empty() {
            continue;
        }
        let mut other = model.clone();
        if let Some(place) = other.rules.get_mut(rule) {
            *place = changed;
        }
        let (without, _) = Program::compile(other);
        for action in excepted {
            if let Some((plain, _)) = plain.get(&action) {
                one(search, &without, plain, rule);
            }
        }
    }
}

/// For every role that is like another, and every action, somebody of the role, where the likeness makes the difference.
pub(crate) fn likes<'m>(search: &mut BoundarySearch<'m>, plain: &PlainCases<'m>, actions: &[ActionId]) {
    let program = search.program;
    let Some((collection, field)) = program.kb.actors else { return };
    for (role, shape) in program.model.roles.enumerated() {
        let Some(like) = shape.like.and_then(|like| program.model.roles.get(like)) else { continue };
        let mut other = program.model.clone();
        if let Some(shape) = other.roles.get_mut(role) {
            shape.like = None;
            shape.except.clear();
        }
        let (without, _) = Program::compile(other);
        for action in actions {
            let Some((plain, true)) = plain.get(action) else { continue };
            let place = Input::Field { collection, row: plain.request.actor, field };
            let change = Change::Put(place, Value::Variant(role.into()));
            let Some(fixture) = plain.with(&change) else { continue };
            if fixture.observed() != fixture.under(&without).observed() {
                let (name, words) = (fixture.action_name(), fixture.description());
                let name = msg!(test.case_like, owner = name, words = words, role = &*like.name.text);
                search.keep_action(name, &fixture);
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

fn one<'m>(search: &mut BoundarySearch<'m>, without: &Program, plain: &Fixture<'m>, rule: RuleId) {
    let (program, action) = (search.program, plain.request.action);
    let changes = |fixture: &Fixture<'_>| {
        let other = fixture.under(without);
        let instants = breakpoints(without, &other.portal, &other.request);
        let times = instants.into_iter().take(MOST_INSTANTS).map(Change::At);
        other.changes().into_iter().chain(times).collect()
    };
    let own = |decision: &Decision| -> Vec<(RuleOutcome, bool)> {
        let permits = decision.permits(without).map(|one| (one, true));
        let all = permits.chain(decision.denials(without).map(|one| (one, false)));
        all.filter(|(one, _)| one.rule == rule).collect()
    };
    let distance = |fixture: &Fixture<'_>| {
        let other = fixture.under(without);
        let (found, view) = (own(&other.decide()), other.view());
        let far = found.iter().map(|(one, _)| view.distance(one.cause, one.truth, true)).min();
        let far = far.unwrap_or(u32::MAX / 2);
        match found.iter().any(|(_, permit)| *permit) {
            true => far,
            false => far.saturating_mul(2).saturating_add(fixture.in_the_way(&fixture.decide())),
        }
    };
    let mut starts = vec![plain.clone()];
    let other = plain.under(without);
    for (outcome, _) in own(&other.decide()) {
        if let (Cause::Invariant(at), Some(impact)) = (outcome.cause, without.kb.impact(action))
            && let Some(affected) = impact.invariants.get(at)
            && let Some(invariant) = without.kb.invariants.get(affected.invariant)
            && invariant.aggregate().is_some()
        {
            starts.extend(around_bounds(&other, invariant).into_iter().map(|full| full.under(program)));
        }
        if let (Cause::Invariant(at), Some(impact)) = (outcome.cause, without.kb.impact(action))
            && let Some(affected) = impact.invariants.get(at)
            && let Some(invariant) = without.kb.invariants.get(affected.invariant)
            && let InvariantKind::Limit { most, .. } = &invariant.kind
            && let Some(most) = plain.view().number(*most).filter(|most| *most <= MOST_ELEMENTS)
            && let Some(mut full) = other.populated(&invariant.set, most)
        {
            full.changes = vec![(Change::Fill, msg!(test.that_count, count = most))];
            starts.push(full.under(program));
        }
    }
    for start in starts {
        let (fixture, _) = start.hill_climb(4, TO_EXCEPT, changes, distance);
        if own(&fixture.under(without).decide()).iter().any(|(one, _)| one.truth == Truth::True) {
            let (name, words) = (fixture.action_name(), fixture.description());
            let id = program.model.rules.get(rule).map_or("", |rule| &*rule.id.text);
            let name = msg!(test.case_excepted, owner = name, words = words, rule = id);
            search.keep_action(name, &fixture);
            return;
        }
    }
}
