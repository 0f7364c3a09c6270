//! Why a verdict is what it is: for each rule the values that made it apply, and what is not known.
//!
//! Nothing is judged here; the values of a decision are computed once more, and where they come from is told.

use crate::base::Span;
use crate::eval::comparison::Comparison;
use crate::eval::compute::{Context, Frame};
use crate::eval::explanation::{Considered, EffectOfRule, Explanation, Reason};
use crate::eval::indexed::Count;
use crate::eval::judge::{Cause, Decision, RuleOutcome, Verdict};
use crate::eval::messages::Writer;
use crate::eval::minimal_facts::{Formula, minimal_facts};
use crate::eval::proposed::ProposedAction;
use crate::eval::trace::{Fact, Missing, Trace};
use crate::input::Request;
use crate::kb::{AffectedInvariant, Effect, InvariantKind, Op};
use crate::model::{Rule, RuleKind};
use crate::program::Program;
use crate::values::ids::{CollectionId, NodeId, RoleId, RowId};
use crate::values::{Truth, Value};
use std::collections::BTreeSet;

/// Say why a decision is what it is.
pub fn explain<'m>(proposed: &ProposedAction<'m, '_>, decision: &Decision) -> Explanation<'m> {
    let explainer = Explainer::new(proposed);
    let (program, request) = (proposed.program, proposed.request);
    let mut explanation = Explanation {
        verdict: decision.verdict,
        reasons: Vec::new(),
        unsettled: Vec::new(),
        missing: Vec::new(),
        overflow: None,
    };
    if decision.verdict != Verdict::Denied {
        explanation.overflow = explainer.overflow_of_effects(request);
    }
    let open = |outcome: &RuleOutcome| outcome.truth == Truth::Unknown;
    match decision.verdict {
        Verdict::Allowed => {
            let permits = decision.permits(program).filter(|outcome| outcome.truth == Truth::True);
            explanation.reasons = explainer.reasons(permits, Truth::True);
        }
        Verdict::Denied => {
            let denials = decision.denials(program).filter(|outcome| outcome.truth == Truth::True);
            explanation.reasons = explainer.reasons(denials, Truth::True);
            if decision.permitted == Truth::False {
                explanation.reasons.push(explainer.nothing_permits(request, decision));
            }
        }
        Verdict::Undetermined => {
            let mut hanging: Vec<RuleOutcome> = decision.denials(program).filter(open).collect();
            if decision.permitted == Truth::Unknown {
                hanging.extend(decision.permits(program).filter(open));
            }
            explanation.unsettled = explainer.reasons(hanging.into_iter(), Truth::Unknown);
            explanation.missing = explainer.missing(decision, &mut explanation.overflow);
        }
    }
    explanation
}

/// The rules that were considered for a decision and did not apply.
pub fn considered<'m>(proposed: &ProposedAction<'m, '_>, decision: &Decision) -> Vec<Considered<'m>> {
    let explainer = Explainer::new(proposed);
    let failed = decision.outcomes(proposed.program).filter(|outcome| outcome.truth == Truth::False);
    failed.filter_map(|outcome| explainer.considered(&outcome)).collect()
}

/// A calculation that left the range of 64 bits, on which a decision hangs: that of its [`Explanation`].
pub fn overflow(proposed: &ProposedAction<'_, '_>, decision: &Decision) -> Option<Span> {
    let (explainer, request) = (Explainer::new(proposed), proposed.request);
    match decision.verdict {
        Verdict::Denied => None,
        Verdict::Allowed => explainer.overflow_of_effects(request),
        Verdict::Undetermined => {
            let mut overflow = explainer.overflow_of_effects(request);
            explainer.hangs_on(decision, &mut Atoms::default(), &mut overflow);
            overflow
        }
    }
}

/// The unknown conditions of a verdict, those that are written alike as one.
#[derive(Default)]
struct Atoms {
    shapes: Vec<String>,
    facts: Vec<BTreeSet<String>>,
    missing: Vec<Missing>,
}

impl Atoms {
    fn add(&mut self, shape: String, missing: Vec<Missing>) -> Formula {
        if let Some(at) = self.shapes.iter().position(|known| *known == shape) {
            return Formula::Atom(at);
        }
        self.shapes.push(shape);
        self.facts.push(missing.iter().map(|missing| missing.path.clone()).collect());
        self.missing.extend(missing);
        Formula::Atom(self.shapes.len() - 1)
    }
}

struct Explainer<'m, 'a> {
    proposed: &'a ProposedAction<'m, 'a>,
    program: &'m Program,
    context: Context<'a>,
}

impl<'m: 'a, 'a> Explainer<'m, 'a> {
    fn new(proposed: &'a ProposedAction<'m, 'a>) -> Self {
        Self { proposed, program: proposed.program, context: proposed.before() }
    }

    fn tracer(&self, after: bool) -> Trace<'_> {
        Trace {
            model: &self.program.model,
            before: self.context,
            context: if after { self.proposed.after() } else { self.context },
        }
    }

    /// A calculation in an effect that may happen, and that leaves the range of numbers.
    fn overflow_of_effects(&self, request: &Request) -> Option<Span> {
        let plan = self.program.kb.actions.get(request.action)?;
        let mut frame = Frame::new(self.program);
        let mut overflow = None;
        for effect in &plan.effects {
            let (values, when) = match effect {
                Effect::Add { fields, .. } => (fields.iter().map(|(_, value)| *value).collect(), None),
                Effect::Scalar { value, when, .. } | Effect::Field { value, when, .. } => {
                    (value.iter().copied().collect::<Vec<_>>(), *when)
                }
            };
            if when.is_some_and(|when| self.context.truth(when, &mut frame) == Truth::False) {
                continue;
            }
            for value in values {
                if self.context.value(value, &mut frame) == Value::Unknown {
                    self.tracer(false).missing(value, &mut frame, &mut Vec::new(), &mut overflow);
                }
            }
        }
        overflow
    }

    fn affected(&self, at: u32) -> Option<&AffectedInvariant> {
        let action = self.context.request?.action;
        self.program.kb.actions.get(action)?.impact.get(at as usize)
    }

    /// One reason for each rule, however many ways it came out this way.
    fn reasons(&self, outcomes: impl Iterator<Item = RuleOutcome>, truth: Truth) -> Vec<Reason<'m>> {
        let mut reasons: Vec<Reason<'m>> = Vec::new();
        for outcome in outcomes {
            let Some(rule) = self.program.model.rules.get(outcome.rule) else { continue };
            let (places, facts, row) = self.grounds(&outcome, truth);
            if let Some(same) =
                reasons.iter_mut().find(|reason| reason.rule.is_some_and(|own| own.id.text == rule.id.text))
            {
                add_new(&mut same.facts, facts);
                same.places.extend(places);
                continue;
            }
            reasons.push(Reason {
                rule: Some(rule),
                effect: match rule.kind {
                    RuleKind::Permit(_) => EffectOfRule::Permit,
                    RuleKind::Forbid(_) => EffectOfRule::Forbid,
                    RuleKind::Invariant(_) => EffectOfRule::Limit,
                },
                messages: self.messages(&outcome, row),
                places,
                citations: rule.cites.iter().collect(),
                facts,
            });
        }
        reasons
    }

    /// The places and values that made a rule come out as it did, and the element that it is about.
    fn grounds(&self, outcome: &RuleOutcome, truth: Truth) -> (Vec<Span>, Vec<Fact>, Option<RowId>) {
        let mut facts = Vec::new();
        match outcome.cause {
            Cause::Rule(id) => {
                let mut frame = Frame::new(self.program);
                let tracer = self.tracer(false);
                tracer.facts(id, truth, &mut frame, &mut facts);
                (self.conditions(id, truth), facts, None)
            }
            Cause::Invariant(at) => {
                let Some(affected) = self.affected(at) else { return (Vec::new(), facts, None) };
                let Some(invariant) = self.program.kb.invariants.get(affected.invariant) else {
                    return (Vec::new(), facts, None);
                };
                let mut frame = Frame::new(self.program);
                let tracer = self.tracer(true);
                let mut subject = None;
                if let InvariantKind::Limit { most, counter } = &invariant.kind {
                    let count = self.comparison(affected).map(|found| found.counted(*counter, &mut frame));
                    facts.extend(tracer.counted(invariant.set.collection, count.and_then(Count::exact)));
                    tracer.operand(*most, &mut frame, &mut facts);
                }
                if let Some(comparison) = self.comparison(affected) {
                    let rows = comparison.touched();
                    let row = rows.into_iter().find(|row| comparison.enters(*row) == truth);
                    subject = row;
                    if let Some(row) = row {
                        frame.set(invariant.set.level, row);
                        for condition in &invariant.set.conditions {
                            let found = tracer.context.truth(*condition, &mut frame);
                            tracer.facts(*condition, found, &mut frame, &mut facts);
                        }
                    }
                }
                let rule = self.program.model.rules.get(outcome.rule);
                (rule.map(statement).into_iter().collect(), facts, subject)
            }
        }
    }

    fn comparison<'s>(&'s self, affected: &'s AffectedInvariant) -> Option<Comparison<'s>> {
        let invariant = self.program.kb.invariants.get(affected.invariant)?;
        Some(self.proposed.comparison(affected, &invariant.set))
    }

    /// The conditions that made a node come out as it did.
    fn conditions(&self, id: NodeId, truth: Truth) -> Vec<Span> {
        let mut frame = Frame::new(self.program);
        let Some(node) = self.program.kb.node(id) else { return Vec::new() };
        match &node.op {
            Op::And(parts) => parts
                .iter()
                .filter(|part| truth == Truth::True || self.context.truth(**part, &mut frame) == truth)
                .filter_map(|part| self.program.kb.node(*part))
                .map(|node| node.span)
                .collect(),
            _ => vec![node.span],
        }
    }

    fn messages(&self, outcome: &RuleOutcome, row: Option<RowId>) -> Vec<(&'m str, String)> {
        let invariant = self.program.kb.invariants.iter().find(|invariant| invariant.rule == outcome.rule);
        let row = row.or_else(|| self.target(invariant?.set.collection));
        let tracer = self.tracer(true);
        let mut writer = Writer::new(&tracer, invariant, row);
        let written = self.program.kb.messages.get(outcome.rule).map(|messages| writer.write_all(messages));
        let rule = self.program.model.rules.get(outcome.rule);
        let languages = rule.into_iter().flat_map(|rule| &rule.messages).map(|message| &*message.language);
        languages.zip(written.unwrap_or_default()).collect()
    }

    /// The element of a collection that the action is about: what is told with it, or else the actor.
    fn target(&self, collection: CollectionId) -> Option<RowId> {
        let request = self.context.request?;
        let told = self.program.model.parameters.iter().zip(&request.arguments).find_map(
            |(parameter, cell)| match (&parameter.ty, &cell.value) {
                (crate::values::Type::Element(own), Value::Element(row)) if *own == collection => Some(*row),
                _ => None,
            },
        );
        told.or(Some(request.actor).filter(|_| self.program.model.schema.actors == Some(collection)))
    }

    /// Why nothing permits an action: the permits that there are, and what stood in their way.
    fn nothing_permits(&self, request: &Request, decision: &Decision) -> Reason<'m> {
        let mut reason = Reason {
            rule: None,
            effect: EffectOfRule::Default,
            messages: Vec::new(),
            places: Vec::new(),
            citations: Vec::new(),
            facts: Vec::new(),
        };
        let tracer = self.tracer(false);
        let role = self.role(request.actor);
        // Where the role, or one that it is like, was denied this very right, that is the reason.
        let like = |role: &RoleId| self.program.model.roles.get(*role).and_then(|role| role.like);
        let line = std::iter::successors(role, like).take(self.program.model.roles.len());
        let excepted = line.filter_map(|id| Some((id, self.program.model.roles.get(id)?)));
        let excepted = excepted.into_iter().find_map(|(id, role)| {
            let (_, span) = role.except.iter().find(|(action, _)| *action == request.action)?;
            Some((id, role, *span))
        });
        if let Some((id, role, span)) = excepted {
            reason.places.push(span);
            reason.citations.extend(&role.cites);
            let mut writer = Writer::new(&tracer, None, None);
            let messages = self.program.kb.role_messages.get(id).map(|messages| writer.write_all(messages));
            let languages = role.messages.iter().map(|message| &*message.language);
            reason.messages = languages.zip(messages.unwrap_or_default()).collect();
            reason.facts.extend(tracer.role(request.actor));
            return reason;
        }
        for outcome in decision.permits(self.program) {
            let Cause::Rule(id) = outcome.cause else { continue };
            let mut frame = Frame::new(self.program);
            let mut facts = Vec::new();
            tracer.facts(id, Truth::False, &mut frame, &mut facts);
            add_new(&mut reason.facts, facts);
            reason.places.extend(self.conditions(id, Truth::False).into_iter().take(1));
            if let Some(rule) = self.program.model.rules.get(outcome.rule) {
                reason.citations.extend(&rule.cites);
            }
        }
        if reason.facts.is_empty() {
            reason.facts.extend(tracer.role(request.actor));
        }
        reason
    }

    fn role(&self, actor: RowId) -> Option<RoleId> {
        let (collection, field) = self.program.kb.actors?;
        match self.context.field(collection, actor, field) {
            Value::Variant(role) => Some(role.into()),
            _ => None,
        }
    }

    fn considered(&self, outcome: &RuleOutcome) -> Option<Considered<'m>> {
        let rule = self.program.model.rules.get(outcome.rule)?;
        let mut facts = Vec::new();
        let place = match outcome.cause {
            Cause::Rule(id) => {
                let mut frame = Frame::new(self.program);
                let tracer = self.tracer(false);
                let failed = self.first_failed(id, &mut frame);
                tracer.facts(failed, Truth::False, &mut frame, &mut facts);
                self.program.kb.node(failed)?.span
            }
            Cause::Invariant(at) => {
                let affected = self.affected(at)?;
                let invariant = self.program.kb.invariants.get(affected.invariant)?;
                let tracer = self.tracer(false);
                let mut frame = Frame::new(self.program);
                if let InvariantKind::Limit { most, counter } = &invariant.kind {
                    let count = self.comparison(affected)?.counted(*counter, &mut frame);
                    facts.extend(tracer.counted(invariant.set.collection, count.exact()));
                    tracer.operand(*most, &mut frame, &mut facts);
                }
                statement(rule)
            }
        };
        Some(Considered { rule, place, facts })
    }

    /// The first condition of a rule that does not hold.
    fn first_failed(&self, id: NodeId, frame: &mut Frame) -> NodeId {
        match self.program.kb.node(id).map(|node| &node.op) {
            Some(Op::And(parts)) => parts
                .iter()
                .find(|part| self.context.truth(**part, frame) == Truth::False)
                .copied()
                .map_or(id, |part| self.first_failed(part, frame)),
            _ => id,
        }
    }

    /// The fewest facts that would settle the verdict.
    fn missing(&self, decision: &Decision, overflow: &mut Option<Span>) -> Vec<Missing> {
        let mut atoms = Atoms::default();
        let verdict = self.hangs_on(decision, &mut atoms, overflow);
        let chosen = minimal_facts(&verdict, &atoms.facts);
        let mut missing = atoms.missing;
        missing.retain(|one| chosen.contains(&one.path));
        missing.sort_by(|one, other| one.path.cmp(&other.path));
        missing.dedup_by(|one, other| one.path == other.path);
        missing
    }

    /// What a verdict hangs on as far as it is open.
    fn hangs_on(&self, decision: &Decision, atoms: &mut Atoms, overflow: &mut Option<Span>) -> Formula {
        let mut any = |outcomes: &mut dyn Iterator<Item = RuleOutcome>| {
            let parts = outcomes.map(|outcome| match outcome.cause {
                _ if outcome.truth != Truth::Unknown => Formula::Known(outcome.truth),
                Cause::Rule(id) => self.formula(id, atoms, overflow),
                Cause::Invariant(at) => {
                    let mut missing = Vec::new();
                    self.missing_at_stake(at, &mut missing, overflow);
                    atoms.add(format!("affected {at}"), missing)
                }
            });
            Formula::Or(parts.collect())
        };
        let denied = any(&mut decision.denials(self.program));
        let permitted = any(&mut decision.permits(self.program));
        Formula::Or(vec![denied, Formula::Not(Box::new(permitted))])
    }

    /// A condition as far as it is open.
    fn formula(&self, id: NodeId, atoms: &mut Atoms, overflow: &mut Option<Span>) -> Formula {
        let mut frame = Frame::new(self.program);
        let truth = self.context.truth(id, &mut frame);
        if truth != Truth::Unknown {
            return Formula::Known(truth);
        }
        match self.program.kb.node(id).map(|node| &node.op) {
            Some(Op::And(parts)) => {
                Formula::And(parts.iter().map(|part| self.formula(*part, atoms, overflow)).collect())
            }
            Some(Op::Or(parts)) => {
                Formula::Or(parts.iter().map(|part| self.formula(*part, atoms, overflow)).collect())
            }
            Some(Op::Not(inner)) => Formula::Not(Box::new(self.formula(*inner, atoms, overflow))),
            _ => {
                let mut missing = Vec::new();
                self.tracer(false).missing(id, &mut frame, &mut missing, overflow);
                atoms.add(self.program.kb.shape(id), missing)
            }
        }
    }

    fn missing_at_stake(
        &self,
        at: u32,
        missing: &mut Vec<Missing>,
        overflow: &mut Option<Span>,
    ) -> Option<()> {
        let affected = self.affected(at)?;
        let invariant = self.program.kb.invariants.get(affected.invariant)?;
        let comparison = self.comparison(affected)?;
        let tracer = self.tracer(true);
        let mut frame = Frame::new(self.program);
        let unknown_rows: Vec<RowId> = if let InvariantKind::Limit { most, .. } = &invariant.kind {
            tracer.missing(*most, &mut frame, missing, overflow);
            // The count hangs on every element of which nobody knows whether it belongs to the set.
            comparison.after.rows(invariant.set.collection).collect()
        } else {
            let rows = comparison.touched().into_iter();
            rows.filter(|row| comparison.enters(*row) == Truth::Unknown).collect()
        };
        if !self.context.portal.rows(invariant.set.collection).is_some_and(|rows| rows.known) {
            missing.extend(tracer.missing_collection(invariant.set.collection));
        }
        for row in unknown_rows {
            frame.set(invariant.set.level, row);
            if comparison.after.member(&invariant.set, &mut frame) == Truth::False {
                continue;
            }
            for condition in &invariant.set.conditions {
                if tracer.context.truth(*condition, &mut frame) == Truth::Unknown {
                    tracer.missing(*condition, &mut frame, missing, overflow);
                }
            }
        }
        for collection in &self.proposed.change().unknown {
            if *collection == invariant.set.collection {
                missing.extend(tracer.missing_told(*collection));
            }
        }
        Some(())
    }
}

/// What an invariant states, without its id and its clauses.
pub(super) fn statement(rule: &Rule) -> Span {
    match &rule.kind {
        RuleKind::Invariant(invariant) => match &invariant.kind {
            crate::model::InvariantKind::Limit(most) => most.span.to(invariant.set.span),
            crate::model::InvariantKind::Never => invariant.set.span,
            _ => invariant.set.span.to(rule.sentence),
        },
        _ => rule.sentence,
    }
}

fn add_new(facts: &mut Vec<Fact>, more: Vec<Fact>) {
    for fact in more {
        if !facts.iter().any(|known| known.path == fact.path) {
            facts.push(fact);
        }
    }
}
