//! What a rule permits, forbids or requires, and of whom, to be held against what its passages say.

use crate::base::Span;
use crate::documents::citations::Citing;
use crate::model::{
    ActionRule, Expr, ExprKind, Invariant, InvariantKind, LetBody, Model, Role, RuleKind, Set,
};
use crate::prose::facts::Directive;
use crate::values::ids::{ROLE, RoleId};
use crate::values::{Type, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSays {
    Permits,
    Forbids,
    Requires,
    /// It says how many there may be.
    Limits,
}

impl RuleSays {
    /// Whether a passage that says this, of all cases and of the same people, says the opposite.
    pub fn is_opposed_by(self, passage: Directive) -> bool {
        match self {
            Self::Permits => passage == Directive::Forbids,
            Self::Forbids => passage == Directive::Permits,
            Self::Requires => passage == Directive::Frees,
            Self::Limits => matches!(passage, Directive::Permits | Directive::Frees),
        }
    }

    /// Whether a passage that said what the rule says, and says this by the same words, turned against it.
    pub fn is_turned_by(self, passage: Directive) -> bool {
        self.is_opposed_by(passage)
            || matches!(
                (self, passage),
                (Self::Forbids, Directive::Requires) | (Self::Requires, Directive::Forbids)
            )
    }

    pub fn is(self, passage: Directive) -> bool {
        matches!(
            (self, passage),
            (Self::Permits, Directive::Permits)
                | (Self::Forbids, Directive::Forbids)
                | (Self::Requires, Directive::Requires)
        )
    }
}

/// What a statement says by one of its parts.
#[derive(Clone, Debug)]
pub struct RuleModality {
    pub says: RuleSays,
    /// Whether it says so of all cases. Under a condition it may say what follows from its passage for the others.
    pub is_whole: bool,
    /// Whether the statement says the opposite of other actions, too.
    pub is_one_of_two: bool,
    /// The roles that it is about; none where it is about everyone.
    pub roles: Option<Vec<RoleId>>,
    pub span: Span,
}

pub fn rule_modalities(model: &Model, citing: Citing) -> Vec<RuleModality> {
    match citing {
        Citing::Rule(rule) => {
            let Some(rule) = model.rules.get(rule) else { return Vec::new() };
            match &rule.kind {
                RuleKind::Permit(own) => vec![of_action_rule(model, own, RuleSays::Permits, rule.sentence)],
                RuleKind::Forbid(own) => vec![of_action_rule(model, own, RuleSays::Forbids, rule.sentence)],
                RuleKind::Invariant(own) => of_invariant(model, own, rule.sentence),
            }
        }
        Citing::Role(id) => model.roles.get(id).map(|role| of_role(id, role)).unwrap_or_default(),
        Citing::Action(_) | Citing::Conflict(_) | Citing::Aside(_) => Vec::new(),
    }
}

fn of_action_rule(model: &Model, rule: &ActionRule, says: RuleSays, span: Span) -> RuleModality {
    // What is said of anything but for an action is said because of that action.
    let (named, all) = (rule.actions.len(), model.actions.len());
    let leaves_few = named > 1 && named < all && named * 2 > all;
    let is_whole = rule.conditions.is_empty() && !leaves_few;
    RuleModality { says, is_whole, is_one_of_two: false, roles: rule.roles.clone(), span }
}

/// A role permits what the role that it is like may do, and forbids what it leaves out.
fn of_role(id: RoleId, role: &Role) -> Vec<RuleModality> {
    let part = |says, span| {
        let is_one_of_two = role.like.is_some() && !role.except.is_empty();
        RuleModality { says, is_whole: false, is_one_of_two, roles: Some(vec![id]), span }
    };
    let like = role.like.map(|_| part(RuleSays::Permits, role.name.span));
    let except = role.except.first().map(|(_, span)| part(RuleSays::Forbids, *span));
    like.into_iter().chain(except).collect()
}

fn of_invariant(model: &Model, invariant: &Invariant, span: Span) -> Vec<RuleModality> {
    let exempts = invariant.exempts_all || !invariant.exempts.is_empty();
    let whole = |says| RuleModality { says, is_whole: !exempts, is_one_of_two: exempts, roles: None, span };
    let of_set = |says| {
        let shape = Shape::of_set(model, &invariant.set);
        let is_narrowed = invariant.set.filter.is_some() || invariant.set.of.is_some();
        let own = whole(says);
        let is_whole = own.is_whole && !shape.negates;
        RuleModality { is_whole, roles: is_narrowed.then_some(shape.roles), ..own }
    };
    match &invariant.kind {
        InvariantKind::Limit(most) => {
            // A book, a guest: one is said by no number.
            let is_of_several = matches!(most.kind, ExprKind::Literal(Value::Int(2..)));
            let own = of_set(RuleSays::Limits);
            vec![RuleModality { is_whole: own.is_whole && is_of_several, ..own }]
        }
        // A bound of each group is said in many ways; a lower one is a duty.
        InvariantKind::Aggregate(aggregate) => {
            let says = if aggregate.most.is_some() { RuleSays::Limits } else { RuleSays::Requires };
            vec![RuleModality { is_whole: false, ..of_set(says) }]
        }
        InvariantKind::MustHave { .. } | InvariantKind::Lasts { .. } => vec![of_set(RuleSays::Requires)],
        InvariantKind::Never => {
            let mut shape = Shape { is_plain: invariant.set.of.is_none(), ..Shape::default() };
            let Some(filter) = invariant.set.filter.as_deref() else { return Vec::new() };
            shape.add(filter);
            let roles = (!shape.roles.is_empty()).then_some(shape.roles);
            let said = |says| RuleModality { roles: roles.clone(), ..whole(says) };
            let (forbids, requires) = (said(RuleSays::Forbids), said(RuleSays::Requires));
            if shape.negates {
                // What may not be without a card has to have one.
                let forbids = RuleModality { is_whole: false, is_one_of_two: true, ..forbids };
                vec![RuleModality { is_whole: requires.is_whole && shape.is_plain, ..requires }, forbids]
            } else {
                vec![RuleModality { is_whole: forbids.is_whole && shape.is_plain, ..forbids }]
            }
        }
    }
}

/// What a condition on elements is made of.
#[derive(Default)]
struct Shape {
    /// Something has to be otherwise: what has never to be absent is a duty.
    negates: bool,
    is_plain: bool,
    roles: Vec<RoleId>,
}

impl Shape {
    /// That of a set with those that it narrows.
    fn of_set(model: &Model, set: &Set) -> Self {
        let mut shape = Self::default();
        let mut next = Some(set);
        // A set narrows no set that narrows it.
        while let Some(set) = next {
            set.filter.as_deref().into_iter().for_each(|filter| shape.add(filter));
            next = match set.of.and_then(|of| model.lets.get(of)).map(|named| &named.body) {
                Some(LetBody::Set(wider)) => Some(wider),
                _ => None,
            };
        }
        shape
    }

    fn add(&mut self, expr: &Expr) {
        let mut open = vec![expr];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::Not(_) | ExprKind::Literal(Value::Bool(false) | Value::Absent) => {
                    self.negates = true;
                }
                ExprKind::Literal(Value::Variant(role)) if expr.ty == Type::Enum(ROLE) => {
                    self.roles.push((*role).into());
                }
                ExprKind::Literal(_)
                | ExprKind::And(_)
                | ExprKind::Or(_)
                | ExprKind::Equal(..)
                | ExprKind::Present(_)
                | ExprKind::Field(..)
                | ExprKind::Element(_) => {}
                _ => self.is_plain = false,
            }
            open.extend(expr.children().0);
        }
    }
}
