//! Actions that take effect, states that are audited, and verdicts that last: what has to hold of all of them.

use super::dice::Dice;
use super::{choices, compile, pack, report, run, states, wanted};
use crate::naive;
use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use std::cell::Cell;
use std::collections::BTreeSet;
use ustav::eval::ProposedAction;
use ustav::eval::{Difference, Portal, Severity, Validity, Verdict, audit, decide, validity};
use ustav::input::{Request, State, write};
use ustav::program::Program;
use ustav::values::{Moment, Truth, Value};

/// How often what is looked at came about.
#[derive(Default)]
struct Seen {
    applied: Cell<usize>,
    violations: Cell<usize>,
    until: Cell<usize>,
    until_of_a_day: Cell<usize>,
}

fn count(cell: &Cell<usize>) {
    cell.set(cell.get() + 1);
}

/// The values of a state, whatever their places.
fn values(state: &State) -> (Vec<Value>, Vec<Vec<Vec<Value>>>) {
    let value = |cell: &ustav::state::collection::Cell| cell.value.clone();
    let rows = state.collections.iter();
    let rows = rows.map(|rows| rows.iter().map(|row| row.cells.iter().map(value).collect()).collect());
    (state.scalars.iter().map(value).collect(), rows.collect())
}

/// All that a portal says of itself: every finding of an audit.
fn findings(program: &Program, portal: &Portal, at: Moment) -> Vec<String> {
    let found = audit(program, portal, at);
    let said = |finding: &ustav::eval::Finding<'_>| {
        let facts: Vec<_> = finding.facts.iter().map(|fact| (&fact.path, &fact.value)).collect();
        format!(
            "{} {} {:?} {:?} {facts:?}",
            finding.rule.id.text, finding.subject, finding.severity, finding.due
        )
    };
    found.iter().map(said).collect()
}

fn violations(program: &Program, portal: &Portal, at: Moment) -> BTreeSet<(String, String)> {
    audit(program, portal, at)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Violation)
        .map(|finding| (finding.rule.id.text.to_string(), finding.subject))
        .collect()
}

/// An action takes effect: what the portal keeps is what a portal made anew from the state has, the state is the one
/// that the plain evaluator leaves, nothing is broken that was not, and taken back all is as before.
fn plays(
    program: &Program,
    portal: &mut Portal,
    request: &Request,
    others: &[Request],
    seen: &Seen,
) -> Result<(), String> {
    let at = request.at;
    let agree = |portal: &Portal, wanted: &Portal, what: &str| {
        for other in others {
            let (kept, anew) = (decide(program, portal, other), decide(program, wanted, other));
            if kept != anew {
                return Err(format!("{what}: another action is judged {kept:?}, anew {anew:?}"));
            }
        }
        let (kept, anew) = (findings(program, portal, at), findings(program, wanted, at));
        if kept == anew { Ok(()) } else { Err(format!("{what}: an audit finds {kept:?}, anew {anew:?}")) }
    };
    let before = Portal::new(program, portal.state.clone());
    let broken = violations(program, portal, at);
    let allowed = decide(program, portal, request).verdict == Verdict::Allowed;
    let applied = portal.apply(program, request, None);
    agree(portal, &Portal::new(program, portal.state.clone()), "after the action")?;
    let there = applied.differences.iter().any(|one| matches!(one, Difference::There { .. }));
    if !there && values(&portal.state) != values(&naive::left(&program.model, &before.state, request)) {
        return Err(format!("the plain evaluator leaves another state than {:#?}", applied.differences));
    }
    // A number that a denied action left outside of its range is read by nobody, nor is a circle.
    let leaves_a_range = naive::decide(&program.model, &before.state, request)
        .outcomes
        .iter()
        .any(|outcome| ["(range)", "(cycle)"].contains(&&*outcome.rule) && outcome.truth != Truth::False);
    if let Some(data) = write::state(&program.model, &portal.state).ok().filter(|_| !leaves_a_range) {
        let node = super::table::tree(&data.to_string());
        let read =
            State::read(&program.model, &node).map_err(|wrong| format!("{data} is not read: {wrong:#?}"))?;
        if values(&read) != values(&portal.state) {
            return Err(format!("written and read it is another state: {data}"));
        }
    }
    if allowed {
        count(&seen.applied);
        for (rule, subject) in violations(program, portal, at).difference(&broken) {
            count(&seen.violations);
            let broken = program.model.rules.position(|found| *found.id.text == **rule).unwrap();
            if !program.model.exempts(broken, request.action) {
                return Err(format!("an allowed action breaks {rule} for {subject}"));
            }
        }
        return Ok(());
    }
    portal.undo(program, applied);
    if values(&portal.state) != values(&before.state) {
        return Err("taken back, the state is another".to_owned());
    }
    agree(portal, &before, "taken back")
}

/// What is said of how long a verdict holds is exact.
fn lasts(
    program: &Program,
    portal: &Portal,
    request: &Request,
    dice: &mut Dice<'_>,
    seen: &Seen,
) -> Result<(), String> {
    let zone = portal.zone;
    let at = |moment: Moment| decide(program, portal, &Request { at: moment, ..request.clone() }).verdict;
    let now = at(request.at);
    let shown = |instant: chrono::DateTime<chrono::Utc>| match request.at {
        Moment::Instant(_) => Moment::Instant(zone.at(instant)),
        Moment::Day(_) => Moment::Day(zone.at(instant).date_naive()),
    };
    let begins = request.at.instant(zone);
    let same = |moment: Moment| match at(moment) {
        verdict if verdict == now || moment.instant(zone) <= begins => Ok(()),
        other => Err(format!("{now:?} until later, but {other:?} at {moment}")),
    };
    let end = match validity(&ProposedAction::new(program, portal, request), now) {
        Validity::Until(until, then) => {
            let instant = until.instant(zone);
            let (found, just_before) = match request.at {
                Moment::Instant(_) => {
                    count(&seen.until);
                    (at(until), shown(instant - TimeDelta::seconds(1)))
                }
                Moment::Day(_) => {
                    count(&seen.until_of_a_day);
                    (at(shown(instant)), Moment::Day(until.day(zone).pred_opt().unwrap()))
                }
            };
            if found != then || then == now {
                return Err(format!("at {until} it is {found:?}, not {then:?}"));
            }
            same(just_before)?;
            Some(instant)
        }
        Validity::AtLeastUntil(until) => Some(until.instant(zone)),
        Validity::Always => None,
    };
    let length = end.map_or(TimeDelta::days(40_000), |end| end - begins);
    for _ in 0..8 {
        // Most of what happens is near.
        let share = i32::try_from(dice.below(1000)).unwrap();
        let part = length * share / 1000;
        let moment = shown(begins + if dice.often(50) { part } else { part / 500 });
        if end.is_none_or(|end| moment.instant(zone) < end) {
            same(moment)?;
        }
    }
    Ok(())
}

#[test]
fn on_generated_rules() {
    let seen = Seen::default();
    run(wanted(1_000) / 24, choices(), |(choices, rolls)| {
        let rules = choices.text();
        let program = compile(&[&rules])?;
        let model = &program.model;
        for rolls in rolls {
            let mut dice = Dice::new(rolls);
            let mut actions = Dice::new(&rolls[rolls.len() / 2..]);
            let mut portal = Portal::new(&program, states::state(model, &mut dice));
            let requests: Vec<Request> =
                (0..6).filter_map(|_| states::request(model, &mut actions, &portal.state)).collect();
            for request in &requests {
                plays(&program, &mut portal, request, &requests, &seen)
                    .map_err(|found| report(&rules, model, &portal.state, request, &found))?;
            }
        }
        Ok(())
    });
    assert!(seen.applied.get() > 50);
}

/// Conditions that time alone makes true or false, of a portal with the members below.
const TIMELY: [&str; 20] = [
    "now is before opens",
    "now is after opens",
    "now is not before actor.joined",
    "now is not after actor.joined",
    "now is not within 3 days of actor.joined",
    "now is within 36 hours of actor.joined",
    "now is within 1 month of opens",
    "now is during 2 weeks from actor.joined",
    "now is during 90 minutes from opens",
    "actor.joined is within 3 days of now",
    "opens is within 2 hours of now",
    "opens is not during 5 days from now",
    "actor.joined is during 1 year from now",
    "(any u in users where now is after u.joined)",
    "(any u in users where now is within 2 days of u.joined and u.done is absent)",
    "count of late is at least 2",
    "count of late is 1",
    "now is opens",
    "now is one of 2024-03-31, 2024-04-01T12:00:00+02:00",
    "actor.done is absent",
];

/// A rule set full of time.
fn timely_rules(dice: &mut Dice<'_>) -> String {
    let mut one = || {
        let not = dice.often(20);
        let (left, right) = (dice.pick(&TIMELY), dice.pick(&TIMELY));
        let joined =
            dice.pick(&[left.to_owned(), format!("{left} and {right}"), format!("{left} or {right}")]);
        if not { format!("not ({joined})") } else { joined }
    };
    let (permit, forbid, limited, effect) = (one(), one(), one(), one());
    format!(
        "enum Mood {{ calm, angry }}
state {{
  time_zone: TimeZone = UTC
  opens: Date
  mood: Mood = calm
  users: each user by id {{
    id: String
    role: Role
    joined: Date
    done: Date?
  }}
}}
role member
let late: each latecomer = users where now is not within 2 days of joined and done is absent
permit p every user may go, stay, join
  when {permit}
forbid f nobody may go, join
  when {forbid}
limit l at most 2 late
never n users where mood is angry and {}
deadline d each user must have done within 3 days of joined
action go
  effect mood becomes angry when {effect}
action stay
action join(user)
  effect user.joined becomes now
  effect clear user.done
",
        limited.replace("actor.", "").replace("opens", "state.opens")
    )
}

#[test]
fn verdicts_last_as_long_as_is_said() {
    let seen = Seen::default();
    run(wanted(4_000) / 8, (vec(any::<u16>(), 20..30), vec(any::<u16>(), 40..80)), |(rules, rolls)| {
        let rules = timely_rules(&mut Dice::new(rules));
        let program = compile(&[&rules]).map_err(|wrong| format!("{wrong}\n{rules}"))?;
        let model = &program.model;
        let mut dice = Dice::new(rolls);
        let portal = Portal::new(&program, states::state(model, &mut dice));
        for _ in 0..8 {
            let Some(request) = states::request(model, &mut dice, &portal.state) else { continue };
            lasts(&program, &portal, &request, &mut dice, &seen)
                .map_err(|found| report(&rules, model, &portal.state, &request, &found))?;
        }
        Ok(())
    });
    assert!(seen.until.get() > 100 && seen.until_of_a_day.get() > 100);
}

#[test]
fn on_the_shipped_pack() {
    let texts = pack::texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let program = compile(&texts).unwrap();
    let model = &program.model;
    let seen = Seen::default();
    let rolls = (vec(any::<u16>(), 150..400), vec(any::<u16>(), 60..80));
    run(wanted(3_000) / 10, rolls, |(state, actions)| {
        let mut portal = Portal::new(&program, pack::state(model, &mut Dice::new(state)));
        let mut actions = Dice::new(actions);
        let requests: Vec<Request> =
            (0..10).filter_map(|_| pack::request(model, &mut actions, &portal.state)).collect();
        for request in &requests {
            lasts(&program, &portal, request, &mut actions, &seen)
                .and_then(|()| plays(&program, &mut portal, request, &requests, &seen))
                .map_err(|found| report("the shipped pack", model, &portal.state, request, &found))?;
        }
        Ok(())
    });
    // What is allowed on the pack breaks no rule of it but by time: that is seen with generated rules.
    assert!(seen.applied.get() > 50);
}
