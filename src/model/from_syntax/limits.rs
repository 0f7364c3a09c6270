//! Limits: bounds, what they are on, and for each of which groups; totals.

use crate::base::{Code, Diagnostic, Message, Span, msg};
use crate::model::checked::Model;
use crate::model::expr::{Expr, ExprKind, LetBody, Set};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::{Bound, Scope, ScopedArgument};
use crate::model::rules::{Aggregate, GroupKey, InvariantKind};
use crate::syntax::tree;
use crate::values::ids::ArgumentId;
use crate::values::{Type, Value};
use std::sync::Arc;

/// How the bounds and the messages of a limit call the keys of a group: by their names, and an element by its own word
/// where that tells it from the others.
pub(super) fn keys_in_scope(model: &Model, keys: &[GroupKey]) -> Arc<Vec<ScopedArgument>> {
    let mut arguments: Vec<ScopedArgument> = Vec::new();
    let kind = |place: usize| ExprKind::Argument(ArgumentId::at(place));
    for (place, key) in keys.iter().enumerate() {
        let (name, ty) = (key.name.clone(), key.value.ty.entry().clone());
        arguments.push(ScopedArgument { name, kind: kind(place), ty });
    }
    for (place, key) in keys.iter().enumerate() {
        let Type::Element(of) = key.value.ty.entry() else { continue };
        let alike = keys.iter().filter(|other| other.value.ty.entry() == key.value.ty.entry());
        let noun = model.schema.collections.get(*of).map(|of| of.noun.text.clone());
        let free = |noun: &Arc<str>| !arguments.iter().any(|argument| argument.name == *noun);
        if let Some(name) = noun.filter(free).filter(|_| alike.count() == 1) {
            arguments.push(ScopedArgument { name, kind: kind(place), ty: Type::Element(*of) });
        }
    }
    Arc::new(arguments)
}

impl Checker {
    /// The set of a limit, and what it states of it.
    pub(super) fn limit(&mut self, written: &tree::Limit, scope: &mut Scope) -> Option<(Set, InvariantKind)> {
        let set = self.set(&written.set, scope);
        let keys = set.as_ref().and_then(|set| self.group_keys(&written.keys, set));
        let named = |keys: &Vec<GroupKey>| keys_in_scope(&self.model, keys);
        let arguments = keys.as_ref().map(named).unwrap_or_default();
        let mut around = Scope { state: true, rule: scope.rule, arguments, ..Scope::default() };
        let mut bound = |checker: &mut Self, bound: &Option<tree::Expression>| match bound {
            Some(bound) => checker.bound(bound, written.total.is_none(), &mut around).map(Some),
            None => Some(None),
        };
        let (least, most) = (bound(self, &written.least), bound(self, &written.most));
        let set = set?;
        let amount = match &written.total {
            Some(value) => Some(self.amount(value, &set, scope)?),
            None => None,
        };
        let aggregate = Aggregate { least: least?, most: most?, amount, keys: keys? };
        if let (Some(least), Some(most)) = (&aggregate.least, &aggregate.most)
            && let (Some(from), Some(to)) = (self.constant(least), self.constant(most))
            && to < from
        {
            let wrong = Diagnostic::error(Code::E0207, msg!(rules.empty_range));
            self.report(wrong.label(least.span.to(most.span), Message::empty()));
        }
        self.lower_bound_of_groups(written, &aggregate);
        let parts: Vec<&Expr> = aggregate.of_element().chain(aggregate.bounds()).collect();
        for part in parts {
            self.bounded_expression(part);
        }
        Some(match aggregate {
            Aggregate { least: None, most: Some(most), amount: None, keys } if keys.is_empty() => {
                (set, InvariantKind::Limit(most))
            }
            aggregate => (set, InvariantKind::Aggregate(Box::new(aggregate))),
        })
    }

    fn bound(&mut self, written: &tree::Expression, counts: bool, scope: &mut Scope) -> Option<Expr> {
        let bound = self.value(written, Some(&Type::Int), scope)?;
        if let Some(number) = self.constant(&bound).filter(|number| *number < 0 && counts) {
            self.report(
                Diagnostic::error(Code::E0207, msg!(rules.negative_limit, number = number.to_string()))
                    .label(bound.span, Message::empty())
                    .help(msg!(rules.limit_from_zero)),
            );
        }
        Some(bound)
    }

    /// What of an element the groups of a limit have in common. Keys are read of the elements alone.
    fn group_keys(&mut self, written: &[tree::GroupKey], set: &Set) -> Option<Vec<GroupKey>> {
        let names = self.nouns(set.collection, set.of);
        let element = Bound { ty: Type::Element(set.collection), names, bare: true };
        let mut scope = Scope { elements: vec![element], ..Scope::default() };
        let mut keys: Vec<GroupKey> = Vec::with_capacity(written.len());
        let mut sound = true;
        for key in written {
            let (Some(first), Some(last)) = (key.path.first(), key.path.last()) else { continue };
            let span = first.span.to(last.span);
            let path = || key.path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".");
            let name = key.name.as_ref().map_or_else(|| path().into(), |name| name.text.clone());
            if let Some(name) = &key.name {
                sound &= self.not_reserved(name);
            }
            if let Some(first) = keys.iter().find(|other| other.name == name) {
                let first = first.value.span;
                let again = tree::Name { text: name, span: key.name.as_ref().map_or(span, |name| name.span) };
                self.taken("name", &again, first);
                sound = false;
                continue;
            }
            match self.reference(span, &key.path, None, None, &mut scope) {
                Some((kind, ty)) => keys.push(GroupKey { name, value: Expr { span, ty, kind } }),
                None => sound = false,
            }
        }
        sound.then_some(keys)
    }

    /// Whoever has too few need not be in any element: the groups of a lower bound are those of a collection.
    fn lower_bound_of_groups(&mut self, written: &tree::Limit, aggregate: &Aggregate) {
        let Some(least) = &aggregate.least else { return };
        let collection = aggregate.each().and_then(|of| self.model.schema.collections.get(of));
        if aggregate.keys.is_empty() || collection.is_some_and(|of| of.key.is_some()) {
            return;
        }
        let keys = written.keys.iter().flat_map(|key| key.path.first().into_iter().chain(key.path.last()));
        let Some(place) = keys.map(|name| name.span).reduce(Span::to) else { return };
        self.report(
            Diagnostic::error(Code::E0204, msg!(rules.lower_bound_for_each))
                .label(place, Message::empty())
                .label(least.span, msg!(rules.lower_bound_here))
                .help(msg!(rules.lower_bound_of_elements)),
        );
    }

    /// `total of hours of bookings where …`
    pub(super) fn total(
        &mut self,
        value: &tree::Expression,
        set: &tree::Set,
        scope: &mut Scope,
    ) -> Option<(ExprKind, Type)> {
        let set = self.set(set, scope)?;
        let value = self.amount(value, &set, scope)?;
        Some((ExprKind::Total(Box::new(set), Box::new(value)), Type::Int))
    }

    /// A number of each element of a set.
    fn amount(&mut self, value: &tree::Expression, set: &Set, scope: &mut Scope) -> Option<Expr> {
        let names = self.nouns(set.collection, set.of);
        scope.elements.push(Bound { ty: Type::Element(set.collection), names, bare: true });
        let amount = self.value(value, Some(&Type::Int), scope);
        scope.elements.pop();
        amount
    }

    /// The number that an expression always has, where it is made of numbers only.
    fn constant(&self, expr: &Expr) -> Option<i64> {
        match &expr.kind {
            ExprKind::Literal(Value::Int(number)) => Some(*number),
            ExprKind::Arithmetic(left, operator, right) => {
                let (left, right) = (self.constant(left)?, self.constant(right)?);
                operator.of(left, right)
            }
            ExprKind::Call(named, arguments) if arguments.is_empty() => {
                match &self.model.lets.get(*named)?.body {
                    LetBody::Value(value) => self.constant(value),
                    LetBody::Set(_) => None,
                }
            }
            _ => None,
        }
    }
}
