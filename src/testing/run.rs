//! Running scenarios.

use crate::base::{Code, Diagnostic, Span, msg};
use crate::eval::audit::audit_of;
use crate::eval::budget::{self, OverBudget};
use crate::eval::validity::audit_breakpoints;
use crate::eval::{
    Decision, Finding, Portal, ProposedAction, Severity, Validity, Verdict, audit, decide_proposed,
    decide_proposed_over_nodes, explain, validity,
};
use crate::input::reader::Reader;
use crate::input::tree::Node;
use crate::input::{Request, State};
use crate::program::Program;
use crate::testing::clock::Clock;
use crate::testing::coverage::Coverage;
use crate::testing::merge_patch::patched;
pub use crate::testing::result::{AuditedList, Check, CheckedAction, CheckedAudit, ScenarioResult};
use crate::testing::scenario::{Audit, DEFAULT, RuleList, Scenario, Step};
use crate::values::ids::{ActionId, InvariantId};
use crate::values::{Moment, Truth, Zone};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rules that scenarios are run by.
#[derive(Clone, Copy, Debug)]
pub struct Env<'m> {
    pub program: &'m Program,
    /// When something happens that does not say when.
    pub now: DateTime<Utc>,
    /// How many elements a verdict, or an audit, may look at, if that was said.
    pub budget: Option<u64>,
}

/// A scenario with the state that it names. It knows names only, so that any rules can run it that know these.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub scenario: Arc<Scenario>,
    /// Its state as it is written, without what the scenario has other.
    pub state: Arc<Node>,
}

impl Prepared {
    /// The portal on which the scenario begins, read anew by the schema of a model.
    ///
    /// # Errors
    ///
    /// What is wrong with the state, or with what the scenario has other in it.
    pub fn load_portal(&self, program: &Program) -> Result<Portal, Vec<Diagnostic>> {
        Ok(Portal::new(program, self.load_state(program)?))
    }

    /// The state of that portal.
    pub(crate) fn load_state(&self, program: &Program) -> Result<State, Vec<Diagnostic>> {
        let state = match &self.scenario.with {
            Some(with) => Cow::Owned(patched(&program.model, &self.state, with)?),
            None => Cow::Borrowed(&*self.state),
        };
        State::read(&program.model, &state)
    }

    /// The actions that the scenario takes.
    pub(crate) fn actions(&self, env: &Env<'_>) -> Result<BTreeSet<ActionId>, Vec<Diagnostic>> {
        let now = Moment::Instant(Zone::UTC.at(env.now));
        let read = |step: &Step| Request::read(&env.program.model, None, &step.action, now);
        self.scenario.steps.iter().map(|step| Ok(read(step)?.action)).collect()
    }

    /// What is wrong with the actions of the scenario, but for whom they name: that hangs on the steps before.
    pub fn check(&self, env: &Env<'_>, zone: Zone) -> Vec<Diagnostic> {
        let mut clock = Clock::new(env.now, &self.scenario, zone);
        let mut wrong = Vec::new();
        for step in &self.scenario.steps {
            let read = Request::read(&env.program.model, None, &step.action, clock.default.0);
            let going = read.and_then(|request| clock.goes_on(request.at, clock.place_of(&step.action)));
            wrong.extend(going.err().into_iter().flatten());
        }
        for audit in &self.scenario.audits {
            if let Some((at, place)) = audit.at {
                wrong.extend(clock.goes_on(at, place).err().into_iter().flatten());
            }
        }
        wrong
    }
}

enum Event<'a> {
    Judged { step: &'a Step, proposed: &'a ProposedAction<'a, 'a>, decision: &'a Decision },
    Audited { audit: &'a Audit, portal: &'a Portal, at: Moment, findings: &'a [Finding<'a>] },
}

/// What of the rules is tried in another form, over the nodes: there are no tables of it. A scenario passes by the rules as
/// they were.
pub(crate) struct Tried<'a> {
    /// The actions whose verdicts may be others; the rest come out as they have to. All, where none are named.
    pub(crate) actions: Option<&'a BTreeSet<ActionId>>,
    /// Whether judging an action may look at elements one after the other.
    pub(crate) walks: &'a dyn Fn(ActionId) -> bool,
    pub(crate) audited: Audited<'a>,
}

/// Of which rules audits may find something else.
#[derive(Clone, Copy)]
pub(crate) enum Audited<'a> {
    Nothing,
    /// Of an invariant, by its name.
    One(InvariantId, &'a str),
    All,
}

impl Tried<'_> {
    /// Whether what an audit found of the tried rules is what was expected of them.
    fn is_found(&self, list: &AuditedList) -> bool {
        let other = |rule: &Arc<str>| matches!(self.audited, Audited::One(_, own) if *own != **rule);
        list.extra.is_empty() && list.missing.iter().all(|(rule, _)| other(rule))
    }
}

/// Run a scenario on its portal. It ends where `on` says so, and at the first action that is allowed though it must
/// not be or the other way round: what comes after it was meant for another state.
fn run_steps(
    env: &Env<'_>,
    scenario: &Scenario,
    portal: &Portal,
    tried: Option<&Tried<'_>>,
    on: &mut dyn FnMut(&Event<'_>) -> Result<bool, Vec<Diagnostic>>,
) -> Result<(), Vec<Diagnostic>> {
    let program = env.program;
    let mut portal = Cow::Borrowed(portal);
    let mut clock = Clock::new(env.now, scenario, portal.zone);
    let mut left = scenario.steps.len() + scenario.audits.len();
    for step in &scenario.steps {
        let request = Request::read(&program.model, Some(&portal.state), &step.action, clock.default.0)?;
        clock.goes_on(request.at, clock.place_of(&step.action))?;
        let proposed = ProposedAction::new(program, &portal, &request);
        left -= 1;
        let allowed = step.expect == Verdict::Allowed;
        if tried.and_then(|tried| tried.actions).is_none_or(|actions| actions.contains(&request.action)) {
            let decision = judged(env, &proposed, tried)?;
            let more = on(&Event::Judged { step, proposed: &proposed, decision: &decision })?;
            if !more || (decision.verdict == Verdict::Allowed) != allowed {
                return Ok(());
            }
        }
        if allowed && left > 0 {
            let effects = proposed.into_effects();
            portal.to_mut().carry_out(program, &request, effects, request.action_span);
        }
    }
    let audits = tried.is_none_or(|tried| !matches!(tried.audited, Audited::Nothing));
    for one in scenario.audits.iter().filter(|_| audits) {
        if let Some((at, place)) = one.at {
            clock.goes_on(at, place)?;
        }
        let at = clock.at_audit(one);
        let findings = audited(env, &portal, at, tried)?;
        if !on(&Event::Audited { audit: one, portal: &portal, at, findings: &findings })? {
            return Ok(());
        }
    }
    Ok(())
}

fn judged(
    env: &Env<'_>,
    proposed: &ProposedAction<'_, '_>,
    tried: Option<&Tried<'_>>,
) -> Result<Decision, Vec<Diagnostic>> {
    let most = env.budget.unwrap_or(budget::VERDICT);
    let Some(tried) = tried else {
        within(env.program, budget::of_verdict(proposed, most))?;
        return Ok(decide_proposed(proposed));
    };
    if (tried.walks)(proposed.request.action) {
        within(env.program, budget::of_walking(proposed, most))?;
    }
    // There is a plan of every action that can be read.
    decide_proposed_over_nodes(proposed).ok_or_else(Vec::new)
}

fn audited<'m>(
    env: &Env<'m>,
    portal: &Portal,
    at: Moment,
    tried: Option<&Tried<'_>>,
) -> Result<Vec<Finding<'m>>, Vec<Diagnostic>> {
    let (program, most) = (env.program, env.budget.unwrap_or(budget::AUDIT));
    let Some(Tried { audited: Audited::One(own, _), .. }) = tried else {
        within(program, budget::of_audit(program, portal, at, most))?;
        return Ok(audit(program, portal, at));
    };
    let own = || program.kb.invariants.get(*own).into_iter();
    within(program, budget::of_audit_of(program, portal, at, most, &own))?;
    Ok(audit_of(program, portal, at, own()))
}

fn within(program: &Program, cost: Result<(), OverBudget>) -> Result<(), Vec<Diagnostic>> {
    cost.map_err(|over| vec![over.diagnostic(program)])
}

/// Whether a scenario comes out as it has to, by whatever rules. Where it cannot be run by them, it does not.
pub fn passes(env: &Env<'_>, prepared: &Prepared) -> bool {
    prepared.load_portal(env.program).is_ok_and(|portal| passes_on(env, &prepared.scenario, &portal))
}

/// The same on a portal that was loaded before. For rules with the same schema, `Portal::new` with a clone of its
/// state costs less than to read the state again.
pub fn passes_on(env: &Env<'_>, scenario: &Scenario, portal: &Portal) -> bool {
    passing(env, None, scenario, portal).is_ok_and(|passes| passes)
}

/// The same where something of the rules is tried; nothing where that would look at more elements than it may, which is
/// only known of rules that have all their counters and indexes.
pub(crate) fn passes_tried(
    env: &Env<'_>,
    tried: &Tried<'_>,
    scenario: &Scenario,
    portal: &Portal,
) -> Option<bool> {
    match passing(env, Some(tried), scenario, portal) {
        Err(wrong) if wrong.iter().any(|wrong| wrong.code == Code::E0414) => None,
        done => Some(done.is_ok_and(|passes| passes)),
    }
}

/// The same of audits alone, on the portal that steps have left, each at its time.
pub(crate) fn audits_pass(
    env: &Env<'_>,
    tried: &Tried<'_>,
    scenario: &Scenario,
    (portal, at): (&Portal, &[Moment]),
) -> Option<bool> {
    for (audit, at) in scenario.audits.iter().zip(at) {
        let findings = audited(env, portal, *at, Some(tried)).ok()?;
        if !lists_of(audit, &findings).iter().all(|list| tried.is_found(list)) {
            return Some(false);
        }
    }
    Some(true)
}

/// What the audits of a scenario that passes look at, and when. Nothing is judged.
pub(crate) fn states_of_audits(
    env: &Env<'_>,
    scenario: &Scenario,
    portal: &Portal,
) -> Option<(Portal, Vec<Moment>)> {
    let mut found: Option<(Portal, Vec<Moment>)> = None;
    let (actions, audited) = (BTreeSet::new(), Audited::One(InvariantId::NONE, ""));
    let tried = Tried { actions: Some(&actions), walks: &|_| false, audited };
    let done = run_steps(env, scenario, portal, Some(&tried), &mut |event| {
        if let Event::Audited { portal, at, .. } = event {
            found.get_or_insert_with(|| ((*portal).clone(), Vec::new())).1.push(*at);
        }
        Ok(true)
    });
    found.filter(|_| done.is_ok())
}

fn passing(
    env: &Env<'_>,
    tried: Option<&Tried<'_>>,
    scenario: &Scenario,
    portal: &Portal,
) -> Result<bool, Vec<Diagnostic>> {
    let mut passes = true;
    let found = |list: &AuditedList| tried.map_or_else(|| list.passed(), |tried| tried.is_found(list));
    run_steps(env, scenario, portal, tried, &mut |event| {
        passes = match event {
            Event::Judged { step, decision, .. } => step_passes(env.program, step, decision),
            Event::Audited { audit, findings, .. } => lists_of(audit, findings).iter().all(found),
        };
        Ok(passes)
    })?;
    Ok(passes)
}

fn step_passes(program: &Program, step: &Step, decision: &Decision) -> bool {
    step.expect == decision.verdict
        && step.because.as_ref().is_none_or(|because| because.is(&grounds(program, decision)))
}

/// The rules that make a verdict, each once: of a denial those that deny, of an allowance the permits, else those on
/// which it hangs.
pub fn grounds(program: &Program, decision: &Decision) -> Vec<Arc<str>> {
    let Decision { verdict, permitted, .. } = *decision;
    let denying = decision.denials(program).filter(|_| verdict != Verdict::Allowed);
    let open = verdict == Verdict::Undetermined;
    let permitting = decision
        .permits(program)
        .filter(|_| verdict == Verdict::Allowed || open && permitted == Truth::Unknown);
    let wanted = if open { Truth::Unknown } else { Truth::True };
    let mut found: Vec<Arc<str>> = Vec::new();
    for outcome in denying.chain(permitting).filter(|outcome| outcome.truth == wanted) {
        if let Some(rule) = program.model.rules.get(outcome.rule) {
            push_new(&mut found, rule.id.text.clone());
        }
    }
    if verdict == Verdict::Denied && permitted == Truth::False {
        found.push(DEFAULT.into());
    }
    found
}

/// Put an element behind the others, unless it is among them.
pub(super) fn push_new<T: PartialEq>(list: &mut Vec<T>, element: T) {
    if !list.contains(&element) {
        list.push(element);
    }
}

/// The rules of the findings of one severity, each once.
pub(super) fn rules_of(findings: &[Finding<'_>], severity: Severity) -> Vec<Arc<str>> {
    let mut rules = Vec::new();
    for finding in findings.iter().filter(|finding| finding.severity == severity) {
        push_new(&mut rules, finding.rule.id.text.clone());
    }
    rules
}

fn lists_of(audit: &Audit, findings: &[Finding<'_>]) -> Vec<AuditedList> {
    let upcoming = rules_of(findings, Severity::Upcoming);
    let list = |severity: Severity, expected: &RuleList, besides: &[Arc<str>]| {
        let actual = rules_of(findings, severity);
        let is = |rule: &Arc<str>| actual.contains(rule) || besides.contains(rule);
        AuditedList {
            severity,
            missing: expected.rules.iter().filter(|(rule, _)| !is(rule)).cloned().collect(),
            extra: actual.iter().filter(|rule| !expected.has(rule)).cloned().collect(),
            expected: expected.clone(),
            actual,
        }
    };
    // Where what is upcoming has a list of its own, it does not stand in the first.
    let also = if audit.upcoming.is_some() { &[][..] } else { &upcoming };
    let violations = list(Severity::Violation, &audit.expect, also);
    let upcoming = audit.upcoming.as_ref().map(|expected| list(Severity::Upcoming, expected, &[]));
    let open = audit.undetermined.as_ref().map(|expected| list(Severity::Undetermined, expected, &[]));
    [violations].into_iter().chain(upcoming).chain(open).collect()
}

/// Run a scenario on its portal, and note what of the rules it reaches.
///
/// # Errors
///
/// Where an action cannot be read, time goes backwards (`E0412`), or a calculation overflows (`E0411`).
pub fn run(
    env: &Env<'_>,
    scenario: &Scenario,
    portal: &Portal,
    mut coverage: Option<&mut Coverage>,
) -> Result<ScenarioResult, Vec<Diagnostic>> {
    let program = env.program;
    let mut checks = Vec::new();
    run_steps(env, scenario, portal, None, &mut |event| {
        checks.push(match *event {
            Event::Judged { step, proposed, decision } => {
                if decision.verdict == Verdict::Undetermined {
                    stop_at(explain(proposed, decision).overflow)?;
                }
                if scenario.at.is_none() && step.action.get("at").is_none() {
                    has_no_end(step, validity(proposed, decision.verdict), proposed.portal.zone)?;
                }
                if let Some(coverage) = coverage.as_deref_mut() {
                    coverage.judged(program, proposed.portal, &proposed.request, decision);
                }
                let failed = !step_passes(program, step, decision);
                Check::Action(CheckedAction {
                    expected: (step.expect, step.span),
                    actual: decision.verdict,
                    because: step.because.clone(),
                    actual_because: grounds(program, decision),
                    failure: failed.then(|| {
                        Box::new((proposed.portal.clone(), (*proposed.request).clone(), decision.clone()))
                    }),
                })
            }
            Event::Audited { audit, portal, at, findings } => {
                stop_at(findings.iter().find_map(|finding| finding.overflow))?;
                if scenario.at.is_none() && audit.at.is_none() && !scenario.steps.iter().any(is_dated) {
                    finds_the_same(program, audit, portal, at)?;
                }
                if let Some(coverage) = coverage.as_deref_mut() {
                    coverage.audited(program, findings);
                }
                let lists = lists_of(audit, findings);
                let failed = !lists.iter().all(AuditedList::passed);
                Check::Audit(CheckedAudit {
                    at,
                    span: audit.expect.span,
                    lists,
                    failure: failed.then(|| Box::new(portal.clone())),
                })
            }
        });
        Ok(true)
    })?;
    let not_checked = scenario.steps.len() + scenario.audits.len() - checks.len();
    Ok(ScenarioResult { checks, not_checked })
}

fn is_dated(step: &Step) -> bool {
    step.action.get("at").is_some()
}

/// A verdict of now that time alone changes would come out otherwise one day, although nobody changed anything.
fn has_no_end(step: &Step, validity: Validity, zone: Zone) -> Result<(), Vec<Diagnostic>> {
    let (until, then) = match validity {
        Validity::Always => return Ok(()),
        Validity::Until(until, Verdict::Allowed) => (until, "allowed"),
        Validity::Until(until, Verdict::Denied) => (until, "denied"),
        Validity::Until(until, Verdict::Undetermined) => (until, "undetermined"),
        Validity::AtLeastUntil(until) => (until, "later"),
    };
    let seen = msg!(scenarios.changes_at, until = until.day(zone).to_string(), then = then);
    Err(vec![
        Diagnostic::error(Code::E0408, msg!(scenarios.needs_time))
            .label(Reader::head(&step.action), seen)
            .help(msg!(scenarios.add_at)),
    ])
}

/// The same of an audit: of what it would find later, and when.
fn finds_the_same(
    program: &Program,
    checked: &Audit,
    portal: &Portal,
    at: Moment,
) -> Result<(), Vec<Diagnostic>> {
    /// So many instants are looked at.
    const MOST_INSTANTS: usize = 200;
    let found = |at: Moment| {
        let findings = audit(program, portal, at);
        let lists = lists_of(checked, &findings);
        lists.into_iter().map(|list| list.actual).collect::<Vec<_>>()
    };
    let later = audit_breakpoints(program, portal, &program.kb.invariants).into_iter();
    let mut later = later.filter(|instant| at.compare(*instant, portal.zone).is_lt()).take(MOST_INSTANTS);
    let now = found(at);
    let Some(until) = later.find(|instant| found(*instant) != now) else { return Ok(()) };
    Err(vec![
        Diagnostic::error(Code::E0408, msg!(scenarios.audit_needs_time))
            .label(
                checked.expect.span,
                msg!(scenarios.finds_otherwise, until = until.day(portal.zone).to_string()),
            )
            .help(msg!(scenarios.add_at)),
    ])
}

/// A calculation without a result is no verdict.
fn stop_at(overflow: Option<Span>) -> Result<(), Vec<Diagnostic>> {
    let Some(span) = overflow else { return Ok(()) };
    Err(vec![
        Diagnostic::error(Code::E0411, msg!(scenarios.overflow)).label(span, msg!(scenarios.depends_on_it)),
    ])
}
