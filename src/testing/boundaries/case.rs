//! A boundary case, and what comes of it by some rules.

use crate::base::Message;
use crate::eval::audit::audit_of;
use crate::eval::{Portal, ProposedAction, Severity, Verdict, audit, decide_proposed, explain};
use crate::input::{Request, State};
use crate::kb::Invariant;
use crate::model::{Collection, Enum, Field, Model, Parameter};
use crate::program::Program;
use crate::testing::run::{grounds, rules_of};
use crate::values::ids::{CollectionId, CounterId, RowId};
use crate::values::{Moment, Type, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// Something that is done or looked at on a state.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: Message,
    pub state: State,
    /// What is done: all but the last is allowed.
    pub steps: Vec<Request>,
    /// When the state that is left is audited.
    pub audit: Option<Moment>,
}

/// What comes of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// The verdicts with the rules that make them, up to the first that does not allow its action. Where there is
    /// nobody to act, or nobody to act on, there is none.
    pub steps: Vec<(Verdict, Vec<Arc<str>>)>,
    /// What the audit finds, where it came to it.
    pub audit: Option<AuditFindings>,
}

/// The rules of which an audit finds something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFindings {
    pub violations: Vec<Arc<str>>,
    pub upcoming: Vec<Arc<str>>,
    pub undetermined: Vec<Arc<str>>,
}

impl Case {
    /// What comes of the case by some rules. They may be others than those that it was made from, as long as their
    /// schema, roles, parameters and actions are the same: see [`alike`].
    pub fn outcome(&self, program: &Program) -> CaseOutcome {
        self.play(program, |_, _| ())
    }

    /// The same, with a look at each step, on the state that it meets.
    pub(super) fn play(&self, program: &Program, mut look: impl FnMut(&State, &Request)) -> CaseOutcome {
        let asked = self.steps.iter().flat_map(|step| program.kb.asked_counters(step.action));
        let asked: Option<HashSet<CounterId>> = self.audit.is_none().then(|| asked.collect());
        let wanted = |counter| asked.as_ref().is_none_or(|asked| asked.contains(&counter));
        let mut portal = Portal::counting(program, self.state.clone(), wanted);
        let mut steps = Vec::new();
        for (at, request) in (1..).zip(&self.steps) {
            if !is_there(&program.model, &portal, request) {
                return CaseOutcome { steps, audit: None };
            }
            let proposed = ProposedAction::new(program, &portal, request);
            let decision = decide_proposed(&proposed);
            steps.push((decision.verdict, grounds(program, &decision)));
            look(&portal.state, request);
            let last = at == self.steps.len() && self.audit.is_none();
            if last || decision.verdict != Verdict::Allowed {
                return CaseOutcome { steps, audit: None };
            }
            let effects = proposed.into_effects();
            portal.carry_out(program, request, effects, None);
        }
        CaseOutcome {
            steps,
            audit: self.audit.map(|at| audit_findings(program, &portal, at, &program.kb.invariants)),
        }
    }

    /// Whether a calculation of rules that calculate left its range, so that nothing comes of the case.
    pub(super) fn overflows(&self, program: &Program) -> bool {
        let mut portal = Portal::new(program, self.state.clone());
        for request in &self.steps {
            let proposed = ProposedAction::new(program, &portal, request);
            let decision = decide_proposed(&proposed);
            if decision.verdict == Verdict::Undetermined && explain(&proposed, &decision).overflow.is_some() {
                return true;
            }
            if decision.verdict == Verdict::Allowed {
                let effects = proposed.into_effects();
                portal.carry_out(program, request, effects, None);
            }
        }
        self.audit.is_some_and(|at| audit(program, &portal, at).iter().any(|one| one.overflow.is_some()))
    }
}

/// Whether cases that were made from some rules say the same of others: numbers stand for the same things.
pub fn alike(one: &Model, other: &Model) -> bool {
    let shape = |model: &Model| {
        let schema = &model.schema;
        let field = |field: &Field| {
            (field.name.text.clone(), field.ty.clone(), field.optional, field.default.clone())
        };
        let fields = |shape: &Collection| -> Vec<_> { shape.fields.iter().map(field).collect() };
        let values = |found: &Enum| -> Vec<_> { found.values.iter().map(|name| name.text.clone()).collect() };
        let parameter = |found: &Parameter| (found.name.text.clone(), found.ty.clone(), found.optional);
        let scalars: Vec<_> =
            schema.scalars.iter().map(|one| (one.path.clone(), field(&one.field))).collect();
        let collections: Vec<_> =
            schema.collections.iter().map(|one| (one.name.text.clone(), fields(one))).collect();
        let enums: Vec<_> = model.enums.iter().map(values).collect();
        let parameters: Vec<_> = model.parameters.iter().map(parameter).collect();
        let actions: Vec<_> =
            model.actions.iter().map(|one| (one.name.text.clone(), one.parameters.clone())).collect();
        (scalars, collections, enums, parameters, actions)
    };
    shape(one) == shape(other)
}

/// Whether there is who acts, and whom they act on.
pub(super) fn is_there(model: &Model, portal: &Portal, request: &Request) -> bool {
    let has = |collection: CollectionId, row: RowId| {
        portal.state.collections.get(collection).is_some_and(|rows| row.0 < rows.len())
    };
    let actor = model.schema.actors.is_some_and(|actors| has(actors, request.actor));
    actor
        && model.parameters.iter().zip(&request.arguments).all(|(parameter, cell)| {
            match (&parameter.ty, &cell.value) {
                (Type::Element(collection), Value::Element(row)) => has(*collection, *row),
                _ => true,
            }
        })
}

pub(super) fn audit_findings<'i>(
    program: &Program,
    portal: &Portal,
    at: Moment,
    invariants: impl IntoIterator<Item = &'i Invariant>,
) -> AuditFindings {
    let findings = audit_of(program, portal, at, invariants);
    AuditFindings {
        violations: rules_of(&findings, Severity::Violation),
        upcoming: rules_of(&findings, Severity::Upcoming),
        undetermined: rules_of(&findings, Severity::Undetermined),
    }
}

#[derive(Clone, Debug)]
pub struct Boundaries {
    /// The state that is common to all.
    pub base: State,
    /// The cases: actions in the order of the rules, then audits.
    pub cases: Vec<Case>,
    /// The actions for which nothing was found that allows them.
    pub unreached: Vec<Arc<str>>,
    /// What else was left out, in words.
    pub left_out: Vec<Message>,
    /// Whether a search for cases ended before all was tried.
    pub stopped: bool,
}
