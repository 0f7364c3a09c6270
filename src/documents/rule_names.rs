//! The names by which documents speak of a rule: those of the values and roles that it asks for, and of its actions.

use crate::documents::citations::Citing;
use crate::model::{Expr, ExprKind, InvariantKind, LetBody, Model, RuleKind, Set};
use crate::prose::facts::{Cell, is_cyrillic, names_role, says_words};
use crate::values::ids::{LetId, ROLE, RoleId, VariantId};
use crate::values::{Type, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// The names of the values that a rule asks for; nothing where it asks for what is not one of them, so that the others are
/// meant.
pub fn named_values(model: &Model, citing: Citing) -> Vec<Arc<str>> {
    let Citing::Rule(rule) = citing else { return Vec::new() };
    let Some(rule) = model.rules.get(rule) else { return Vec::new() };
    let mut own = Names { model, found: Vec::new(), seen: HashSet::new(), is_of_others: false };
    match &rule.kind {
        RuleKind::Permit(rule) | RuleKind::Forbid(rule) => {
            for role in rule.roles.iter().flatten() {
                own.role(*role);
            }
            for condition in &rule.conditions {
                own.expr(&condition.expr, condition.unless);
            }
        }
        RuleKind::Invariant(invariant) => {
            own.set(&invariant.set);
            match &invariant.kind {
                InvariantKind::Limit(most) => own.expr(most, false),
                InvariantKind::Aggregate(aggregate) => {
                    let parts = aggregate.of_element().chain(aggregate.bounds());
                    parts.for_each(|part| own.expr(part, false));
                }
                _ => {}
            }
        }
    }
    if own.is_of_others { Vec::new() } else { own.found }
}

/// The names by which documents speak of a rule.
#[derive(Default)]
pub struct RuleNames {
    /// Of the values and roles that it asks for.
    pub values: Vec<Arc<str>>,
    /// Of the actions that it decides.
    pub actions: Vec<Arc<str>>,
    /// Those that people have for the actions, each with its language.
    pub called: Vec<(Arc<str>, Arc<str>)>,
}

impl RuleNames {
    /// Whether a text may speak of an action of the rule: it says a name of it, or nobody wrote down what people call it.
    pub fn may_be_said_in(&self, text: &str) -> bool {
        let language = if is_cyrillic(text) { "ru" } else { "en" };
        let mut called = self.called.iter().filter(|(own, _)| **own == *language).peekable();
        called.peek().is_none()
            || called.any(|(_, name)| says_words(text, name))
            || self.actions.iter().any(|name| says_words(text, name))
    }

    /// Whether a cell speaks of the rule: it stands under a value or a role of it, or in the row of one under an action.
    pub fn are_of(&self, cell: &Cell) -> bool {
        let is_named = |text: &str| self.values.iter().any(|name| names_role(&text.to_lowercase(), name));
        let called = self.called.iter().map(|(_, name)| name);
        let mut deeds = self.actions.iter().chain(called);
        let mut is_deed = || deeds.any(|name| says_words(&cell.column, name));
        is_named(&cell.column) || is_named(&cell.row) && is_deed()
    }
}

pub fn rule_names(model: &Model, citing: Citing) -> RuleNames {
    let rule = match citing {
        Citing::Rule(rule) => model.rules.get(rule).map(|rule| &rule.kind),
        _ => None,
    };
    let actions = match rule {
        Some(RuleKind::Permit(own) | RuleKind::Forbid(own)) => &own.actions[..],
        _ => &[],
    };
    let actions = || actions.iter().filter_map(|action| model.actions.get(*action));
    let called = actions().flat_map(|action| &action.called);
    RuleNames {
        values: named_values(model, citing),
        actions: actions().map(|action| action.name.text.clone()).collect(),
        called: called.map(|name| (name.language.clone(), name.text.clone())).collect(),
    }
}

struct Names<'m> {
    model: &'m Model,
    found: Vec<Arc<str>>,
    seen: HashSet<LetId>,
    is_of_others: bool,
}

impl<'m> Names<'m> {
    fn role(&mut self, role: RoleId) {
        let Some(role) = self.model.roles.get(role) else { return };
        self.found.push(role.name.text.clone());
        self.found.extend(role.called.iter().map(|name| name.text.clone()));
    }

    fn value(&mut self, of: &Type, value: VariantId) {
        let Type::Enum(of) = *of else { return };
        if of == ROLE {
            self.role(value.into());
        } else if let Some(of) = self.model.enums.get(of) {
            self.found.extend(of.values.get(value).map(|name| name.text.clone()));
            self.found.extend(of.called.get(value).into_iter().flatten().map(|name| name.text.clone()));
        }
    }

    fn set(&mut self, set: &'m Set) {
        if let Some(filter) = set.filter.as_deref() {
            self.expr(filter, false);
        }
        if let Some(of) = set.of {
            self.named(of, false);
        }
    }

    fn named(&mut self, named: LetId, is_negated: bool) {
        if !self.seen.insert(named) {
            return;
        }
        match self.model.lets.get(named).map(|own| &own.body) {
            Some(LetBody::Value(expr)) => self.expr(expr, is_negated),
            Some(LetBody::Set(set)) => self.set(set),
            None => {}
        }
    }

    fn expr(&mut self, expr: &'m Expr, is_negated: bool) {
        let mut open = vec![(expr, is_negated)];
        while let Some((expr, is_negated)) = open.pop() {
            let mut inside = is_negated;
            match &expr.kind {
                ExprKind::Not(_) => inside = true,
                ExprKind::Literal(Value::Variant(value)) => {
                    self.is_of_others |= is_negated;
                    self.value(&expr.ty, *value);
                }
                ExprKind::Call(named, _) => self.named(*named, is_negated),
                _ => {}
            }
            let (children, set) = expr.children();
            open.extend(children.map(|child| (child, inside)));
            if let Some(set) = set {
                self.set(set);
            }
        }
    }
}
