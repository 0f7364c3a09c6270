//! Why a verdict is what it is. Nothing is judged here: values are computed once more, with where they come from.

use crate::base::Span;
use crate::eval::comparison::Comparison;
use crate::eval::compute::{Context, Frame};
use crate::eval::groups::KeyValue;
use crate::eval::judge::{Cause, Decision, RuleOutcome, Verdict};
use crate::eval::messages::{FilledText, Writer};
use crate::eval::minimal_facts::{Formula, minimal_facts};
use crate::eval::overlay::FieldOf;
use crate::eval::proposed::ProposedAction;
use crate::eval::trace::{Fact, Missing, Trace, only_once};
use crate::kb::{Effect, InvariantKind, Op};
use crate::model::{Citation, Rule, RuleKind};
use crate::program::Program;
use crate::values::ids::{CollectionId, ImpactId, NodeId, RoleId, RowId, RuleId};
use crate::values::{Truth, Type, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a reason does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectOfRule {
    Permit,
    Forbid,
    /// It states what states must be like, and the action would break it.
    Limit,
    Default,
}

/// A rule that made the verdict, or on which it hangs.
///
/// ```
/// use ustav::embed::{EffectOfRule, Moment};
/// # let (club, portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// let reason = &portal.decide(&fee)?.explain().reasons[0];
/// assert_eq!(reason.effect, EffectOfRule::Forbid);
/// assert_eq!(reason.rule.map(|rule| &*rule.id.text), Some("not-before-the-season"));
/// assert!(reason.facts.iter().any(|fact| fact.path == "opens"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reason<'m> {
    /// The rule; `None` where nothing permits the action.
    pub rule: Option<&'m Rule>,
    pub effect: EffectOfRule,
    pub messages: Vec<(&'m str, FilledText)>,
    /// The places in the rules that are to be read: what applied, or what stood in the way.
    pub places: Vec<Span>,
    pub citations: Vec<&'m Citation>,
    pub facts: Vec<Fact>,
    /// Of a limit for each of something, the group that breaks it.
    pub group: Vec<KeyValue>,
}

#[derive(Clone, Debug)]
pub struct Considered<'m> {
    pub rule: &'m Rule,
    /// The first condition that failed.
    pub place: Span,
    pub facts: Vec<Fact>,
}

/// A decision with its grounds.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, _) = ustav::embed::example::club()?;
/// let portal = club.portal("club.yaml", "users: [{id: anna, role: chair, joined: 2024-05-01}]")?;
/// let fee = club.action("pay", "anna", Moment::parse("2024-06-01")?).int("fee", 5).done()?;
/// let explanation = portal.decide(&fee)?.explain();
/// assert!(explanation.reasons.is_empty());
/// assert_eq!(explanation.missing[0].path, "opens");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Explanation<'m> {
    pub verdict: Verdict,
    /// Of a denial every rule that denies, of an allowance every permit.
    pub reasons: Vec<Reason<'m>>,
    /// Of an undetermined verdict the rules on which it hangs.
    pub unsettled: Vec<Reason<'m>>,
    /// Of an undetermined verdict what would settle it.
    pub missing: Vec<Missing>,
    /// A calculation that left the range of 64 bits, on which the verdict hangs.
    pub overflow: Option<Span>,
}

pub fn explain<'m>(proposed: &ProposedAction<'m, '_>, decision: &Decision) -> Explanation<'m> {
    let (explainer, program) = (Explainer::new(proposed), proposed.program);
    let verdict = decision.verdict;
    let none = Explanation {
        verdict,
        reasons: Vec::new(),
        unsettled: Vec::new(),
        missing: Vec::new(),
        overflow: None,
    };
    match verdict {
        Verdict::Allowed => Explanation {
            reasons: explainer.reasons(decision.permits(program), Truth::True),
            overflow: explainer.overflow_of_effects(),
            ..none
        },
        Verdict::Denied => {
            let mut reasons = explainer.reasons(decision.denials(program), Truth::True);
            if decision.permitted == Truth::False {
                reasons.push(explainer.nothing_permits(decision));
            }
            Explanation { reasons, ..none }
        }
        Verdict::Undetermined => {
            let permits = decision.permits(program).filter(|_| decision.permitted == Truth::Unknown);
            let (formula, mut atoms) = explainer.hangs_on(decision);
            // The fewest facts that would settle the verdict.
            let chosen = minimal_facts(&formula, &atoms.facts);
            atoms.missing.retain(|one| chosen.contains(&one.path));
            only_once(&mut atoms.missing);
            Explanation {
                unsettled: explainer.reasons(decision.denials(program).chain(permits), Truth::Unknown),
                missing: atoms.missing,
                overflow: atoms.overflow,
                ..none
            }
        }
    }
}

/// The rules that were considered for a decision and did not apply.
pub fn considered<'m>(proposed: &ProposedAction<'m, '_>, decision: &Decision) -> Vec<Considered<'m>> {
    let explainer = Explainer::new(proposed);
    let failed = decision.outcomes(proposed.program).filter(|outcome| outcome.truth == Truth::False);
    failed.filter_map(|outcome| explainer.considered(&outcome)).collect()
}

/// A calculation that left the range of 64 bits, on which a decision hangs: that of its [`Explanation`].
pub fn overflow(proposed: &ProposedAction<'_, '_>, decision: &Decision) -> Option<Span> {
    let explainer = Explainer::new(proposed);
    match decision.verdict {
        Verdict::Denied => None,
        Verdict::Allowed => explainer.overflow_of_effects(),
        Verdict::Undetermined => explainer.hangs_on(decision).1.overflow,
    }
}

#[derive(Default)]
struct Atoms {
    shapes: Vec<String>,
    facts: Vec<BTreeSet<String>>,
    missing: Vec<Missing>,
    overflow: Option<Span>,
}

impl Atoms {
    /// The atom of a condition that is written so, with what a trace found missing of it.
    fn add(&mut self, shape: String, trace: Trace<'_>) -> Formula {
        self.overflow = trace.overflow.or(self.overflow);
        if let Some(at) = self.shapes.iter().position(|known| *known == shape) {
            return Formula::Atom(at);
        }
        self.shapes.push(shape);
        self.facts.push(trace.missing.iter().map(|missing| missing.path.clone()).collect());
        self.missing.extend(trace.missing);
        Formula::Atom(self.shapes.len() - 1)
    }
}

/// Where nothing permits an action, so many of the permits that there are say why not.
const MOST_PERMITS: usize = 64;

pub(super) struct Explainer<'m, 'a> {
    pub(super) proposed: &'a ProposedAction<'m, 'a>,
    pub(super) program: &'m Program,
    pub(super) context: Context<'a>,
}

impl<'m: 'a, 'a> Explainer<'m, 'a> {
    fn new(proposed: &'a ProposedAction<'m, 'a>) -> Self {
        Self { proposed, program: proposed.program, context: proposed.before() }
    }

    fn trace(&self) -> Trace<'a> {
        Trace::new(self.context, self.context)
    }

    pub(super) fn trace_after(&self) -> Trace<'a> {
        Trace::new(self.context, self.proposed.after())
    }

    /// A calculation in an effect that may happen, and that leaves the range of numbers.
    fn overflow_of_effects(&self) -> Option<Span> {
        let mut trace = self.trace();
        for effect in &self.proposed.plan()?.effects {
            let (values, when): (Vec<NodeId>, _) = match effect {
                Effect::Add { fields, .. } => (fields.iter().map(|(_, value)| *value).collect(), None),
                Effect::Scalar { value, when, .. } | Effect::Field { value, when, .. } => {
                    (value.iter().copied().collect(), *when)
                }
            };
            if when.is_some_and(|when| trace.truth(when) == Truth::False) {
                continue;
            }
            for value in values {
                if trace.value(value) == Value::Unknown {
                    trace.missing(value);
                }
            }
        }
        trace.overflow
    }

    pub(super) fn affected(&self, at: ImpactId) -> Option<Comparison<'a>> {
        self.proposed.comparison(self.proposed.impact()?.invariants.get(at)?)
    }

    /// One reason for each rule that came out so, however many ways it did.
    fn reasons(&self, outcomes: impl Iterator<Item = RuleOutcome>, truth: Truth) -> Vec<Reason<'m>> {
        let mut reasons: Vec<Reason<'m>> = Vec::new();
        let mut places_of: HashMap<RuleId, usize> = HashMap::new();
        for outcome in outcomes.filter(|outcome| outcome.truth == truth) {
            let Some(rule) = self.program.model.rules.get(outcome.rule) else { continue };
            if let Some(groups) = self.reasons_of_groups(rule, &outcome) {
                reasons.extend(groups);
                continue;
            }
            let (places, facts, row) = self.grounds(rule, &outcome);
            let at = *places_of.entry(outcome.rule).or_insert(reasons.len());
            if let Some(same) = reasons.get_mut(at) {
                add_new(&mut same.facts, facts);
                same.places.extend(places);
                continue;
            }
            reasons.push(Reason {
                rule: Some(rule),
                effect: match rule.kind {
                    RuleKind::Permit(_) => EffectOfRule::Permit,
                    RuleKind::Forbid(_) if rule.is_built_in() => EffectOfRule::Limit,
                    RuleKind::Forbid(_) => EffectOfRule::Forbid,
                    RuleKind::Invariant(_) => EffectOfRule::Limit,
                },
                messages: self.messages(&outcome, row),
                places,
                citations: rule.cites.iter().collect(),
                facts,
                group: Vec::new(),
            });
        }
        reasons
    }

    /// The places and values that made a rule come out as it did, and the element that it is about.
    fn grounds(&self, rule: &Rule, outcome: &RuleOutcome) -> (Vec<Span>, Vec<Fact>, Option<RowId>) {
        let truth = outcome.truth;
        match outcome.cause {
            Cause::Rule(id) => {
                let mut trace = self.trace();
                trace.facts(id, truth);
                (self.conditions(id, truth), trace.facts, None)
            }
            Cause::Invariant(at) => {
                let Some(comparison) = self.affected(at) else { return (Vec::new(), Vec::new(), None) };
                let mut trace = self.trace_after();
                comparison.facts_of_limit(&mut trace);
                let row = comparison.touched().into_iter().find(|row| comparison.enters(*row) == truth);
                if let Some(row) = row {
                    trace.facts_of_set(&comparison.invariant.set, row);
                }
                (vec![statement(rule)], trace.facts, row)
            }
        }
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

    fn messages(&self, outcome: &RuleOutcome, row: Option<RowId>) -> Vec<(&'m str, FilledText)> {
        let invariant = self.program.kb.invariant_of(outcome.rule);
        let row = row.or_else(|| self.target(invariant?.set.collection));
        let mut writer = Writer::new(self.context, self.proposed.after(), invariant, row);
        writer.write(self.program.kb.messages.get(outcome.rule))
    }

    /// The element of a collection that the action is about: an argument, or else the actor.
    fn target(&self, collection: CollectionId) -> Option<RowId> {
        let (request, model) = (&self.proposed.request, &self.program.model);
        let argument = model.parameters.iter().zip(&request.arguments).find_map(|(parameter, cell)| {
            match (&parameter.ty, &cell.value) {
                (Type::Element(own), Value::Element(row)) if *own == collection => Some(*row),
                _ => None,
            }
        });
        argument.or(Some(request.actor).filter(|_| model.schema.actors == Some(collection)))
    }

    /// Why nothing permits an action: the permits that there are, and what stood in their way.
    fn nothing_permits(&self, decision: &Decision) -> Reason<'m> {
        let mut reason = Reason {
            rule: None,
            effect: EffectOfRule::Default,
            messages: Vec::new(),
            places: Vec::new(),
            citations: Vec::new(),
            facts: Vec::new(),
            group: Vec::new(),
        };
        let roles = &self.program.model.roles;
        // Where the role, or one that it is like, was denied this very right, that is the reason.
        let like = |role: &RoleId| roles.get(*role).and_then(|role| role.like);
        let line = std::iter::successors(self.role(), like).take(roles.len());
        let excepted = line.filter_map(|id| Some((id, roles.get(id)?))).find_map(|(id, role)| {
            let (_, span) = role.except.iter().find(|(action, _)| *action == self.proposed.request.action)?;
            Some((id, role, *span))
        });
        let mut role_alone = self.trace();
        role_alone.role();
        if let Some((id, role, span)) = excepted {
            let mut writer = Writer::new(self.context, self.context, None, None);
            return Reason {
                places: vec![span],
                citations: role.cites.iter().collect(),
                messages: writer.write(self.program.kb.role_messages.get(id)),
                facts: role_alone.facts,
                ..reason
            };
        }
        let (mut trace, mut known) = (self.trace(), HashSet::new());
        for outcome in decision.permits(self.program).take(MOST_PERMITS) {
            let Cause::Rule(id) = outcome.cause else { continue };
            trace.facts(id, Truth::False);
            let facts = trace.facts.drain(..);
            reason.facts.extend(facts.filter(|fact| known.insert(fact.path.clone())));
            reason.places.extend(self.conditions(id, Truth::False).into_iter().take(1));
            if let Some(rule) = self.program.model.rules.get(outcome.rule) {
                reason.citations.extend(&rule.cites);
            }
        }
        if reason.facts.is_empty() {
            reason.facts = role_alone.facts;
        }
        reason
    }

    fn role(&self) -> Option<RoleId> {
        let (collection, field) = self.program.kb.actors?;
        match self.context.field(FieldOf { collection, row: self.proposed.request.actor, field }) {
            Value::Variant(role) => Some(role.into()),
            _ => None,
        }
    }

    fn considered(&self, outcome: &RuleOutcome) -> Option<Considered<'m>> {
        let rule = self.program.model.rules.get(outcome.rule)?;
        let mut trace = self.trace();
        let place = match outcome.cause {
            Cause::Rule(id) => {
                let failed = self.first_failed(id, &mut trace.frame);
                trace.facts(failed, Truth::False);
                self.program.kb.node(failed)?.span
            }
            Cause::Invariant(at) => {
                let comparison = self.affected(at)?;
                comparison.facts_of_limit(&mut trace);
                trace.facts_of_kept_group(&comparison);
                statement(rule)
            }
        };
        Some(Considered { rule, place, facts: trace.facts })
    }

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

    /// What a verdict hangs on as far as it is open.
    fn hangs_on(&self, decision: &Decision) -> (Formula, Atoms) {
        let mut atoms = Atoms { overflow: self.overflow_of_effects(), ..Atoms::default() };
        let mut formula = |outcome: RuleOutcome| match outcome.cause {
            _ if outcome.truth != Truth::Unknown => Formula::Known(outcome.truth),
            Cause::Rule(id) => self.formula(id, &mut atoms),
            Cause::Invariant(at) => {
                let trace =
                    self.affected(at).map_or_else(|| self.trace(), |found| self.open_invariant(&found));
                atoms.add(format!("affected {at}"), trace)
            }
        };
        let denied = Formula::Or(decision.denials(self.program).map(&mut formula).collect());
        let permitted = Formula::Or(decision.permits(self.program).map(formula).collect());
        (Formula::Or(vec![denied, Formula::Not(Box::new(permitted))]), atoms)
    }

    fn formula(&self, id: NodeId, atoms: &mut Atoms) -> Formula {
        let mut trace = self.trace();
        let truth = trace.truth(id);
        if truth != Truth::Unknown {
            return Formula::Known(truth);
        }
        let mut all = |parts: &[NodeId]| parts.iter().map(|part| self.formula(*part, atoms)).collect();
        match self.program.kb.node(id).map(|node| &node.op) {
            Some(Op::And(parts)) => Formula::And(all(parts)),
            Some(Op::Or(parts)) => Formula::Or(all(parts)),
            Some(Op::Not(inner)) => Formula::Not(Box::new(self.formula(*inner, atoms))),
            _ => {
                trace.missing(id);
                atoms.add(self.program.kb.shape(id), trace)
            }
        }
    }

    /// What is missing of an invariant of which nobody knows whether the action breaks it.
    fn open_invariant(&self, comparison: &Comparison<'_>) -> Trace<'a> {
        if let Some(aggregate) = comparison.invariant.aggregate() {
            return self.open_groups(comparison, aggregate);
        }
        let mut trace = self.trace_after();
        let set = &comparison.invariant.set;
        let rows: Vec<RowId> = if let InvariantKind::Limit { most, .. } = &comparison.invariant.kind {
            trace.missing(*most);
            // The count hangs on every element of which nobody knows whether it belongs to the set.
            comparison.after.rows(set.collection).collect()
        } else {
            let rows = comparison.touched().into_iter();
            rows.filter(|row| comparison.enters(*row) == Truth::Unknown).collect()
        };
        trace.missing_rows(set.collection);
        for row in rows {
            trace.frame.set(set.level, row);
            if trace.member(set) == Truth::False {
                continue;
            }
            for condition in &set.conditions {
                if trace.truth(*condition) == Truth::Unknown {
                    trace.missing(*condition);
                }
            }
        }
        for (collection, _) in &comparison.change.unknown {
            trace.missing_elements(*collection);
        }
        trace
    }
}

/// What an invariant states, without its id and its clauses.
pub(super) fn statement(rule: &Rule) -> Span {
    match &rule.kind {
        RuleKind::Invariant(invariant) => match &invariant.kind {
            crate::model::InvariantKind::Limit(most) => most.span.to(invariant.set.span),
            crate::model::InvariantKind::Aggregate(aggregate) => {
                let bound = aggregate.bounds().next().map_or(invariant.set.span, |bound| bound.span);
                bound.to(aggregate.keys.last().map_or(invariant.set.span, |key| key.value.span))
            }
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
