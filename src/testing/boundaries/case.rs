//! A boundary case, and what comes of it by some rules.

use crate::eval::{Portal, ProposedAction, Severity, Verdict, audit, decide_proposed, explain};
use crate::input::{Request, State};
use crate::model::{Enum, Model};
use crate::program::Program;
use crate::testing::run::{grounds, rules_of};
use crate::values::ids::{CollectionId, ParameterId, RowId};
use crate::values::{Moment, Type, Value};
use std::sync::Arc;

/// Something that is done or looked at on a state.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
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
        let mut portal = Portal::new(program, self.state.clone());
        let mut steps = Vec::new();
        for (at, request) in (1..).zip(&self.steps) {
            if !is_there(&program.model, &portal, request) {
                return CaseOutcome { steps, audit: None };
            }
            let proposed = ProposedAction::new(program, &portal, request);
            let decision = decide_proposed(&proposed);
            steps.push((decision.verdict, grounds(program, &decision)));
            let last = at == self.steps.len() && self.audit.is_none();
            if last || decision.verdict != Verdict::Allowed {
                return CaseOutcome { steps, audit: None };
            }
            let effects = proposed.into_effects();
            portal.carry_out(program, request, effects, None);
        }
        CaseOutcome { steps, audit: self.audit.map(|at| audit_findings(program, &portal, at)) }
    }

    /// Whether a calculation left its range, so that nothing comes of the case.
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
    let fields = |model: &Model| -> Vec<(String, Type, bool, Option<Value>)> {
        let single = model.schema.scalars.iter().map(|scalar| (scalar.path.to_string(), &scalar.field));
        let many = model.schema.collections.iter().flat_map(|shape| {
            let own = shape.fields.iter();
            own.map(|field| (format!("{}[].{}", shape.name.text, field.name.text), field))
        });
        let all = single.chain(many);
        all.map(|(name, field)| (name, field.ty.clone(), field.optional, field.default.clone())).collect()
    };
    let enums = |model: &Model| -> Vec<Vec<Arc<str>>> {
        let values = |found: &Enum| found.values.iter().map(|name| name.text.clone()).collect();
        model.enums.iter().map(values).collect()
    };
    let parameters = |model: &Model| -> Vec<(Arc<str>, Type, bool)> {
        let all = model.parameters.iter();
        all.map(|found| (found.name.text.clone(), found.ty.clone(), found.optional)).collect()
    };
    let actions = |model: &Model| -> Vec<(Arc<str>, Vec<ParameterId>)> {
        let all = model.actions.iter();
        all.map(|found| (found.name.text.clone(), found.parameters.clone())).collect()
    };
    let all = |model: &Model| (fields(model), enums(model), parameters(model), actions(model));
    all(one) == all(other)
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

pub(super) fn audit_findings(program: &Program, portal: &Portal, at: Moment) -> AuditFindings {
    let findings = audit(program, portal, at);
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
    pub left_out: Vec<String>,
}
