//! Expressions and sets: every type checked.

use crate::base::{Code, Diagnostic, Span, suggest};
use crate::model::expr::{Expr, ExprKind, Order, Set};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::SetName;
use crate::model::from_syntax::scope::{Bound, Scope};
use crate::syntax::tree;
use crate::syntax::tree::{Comparison, ExpressionKind as Written, Predicate};
use crate::values::ids::{CollectionId, LetId};
use crate::values::{Type, Value, Zone};
use std::sync::Arc;

fn is_bare_name(written: &tree::Expression) -> bool {
    matches!(&written.kind, Written::Reference { path, .. } if path.len() == 1)
}

impl Checker {
    /// A condition, complained of where it is none.
    pub(super) fn condition(&mut self, written: &tree::Expression, scope: &mut Scope) -> Option<Expr> {
        let found = self.value(written, None, scope)?;
        if found.ty == Type::Bool {
            return Some(found);
        }
        let help = match is_bare_name(written) {
            true => "for one of several values write `… is one of a, b`".to_owned(),
            false => "a condition says something of a value, such as `… is …`".to_owned(),
        };
        self.report(
            Diagnostic::error(Code::E0204, "a condition is due here")
                .label(written.span, format!("this is {}", self.a(&found.ty)))
                .help(help),
        );
        None
    }

    /// An expression. A bare name may be a value of an enum where `wanted` is that enum.
    pub(super) fn value(
        &mut self,
        written: &tree::Expression,
        wanted: Option<&Type>,
        scope: &mut Scope,
    ) -> Option<Expr> {
        let span = written.span;
        let (kind, ty) = match &written.kind {
            Written::Or(terms) => (ExprKind::Or(self.conditions(terms, scope)?), Type::Bool),
            Written::And(terms) => (ExprKind::And(self.conditions(terms, scope)?), Type::Bool),
            Written::Not(inner) => (ExprKind::Not(Box::new(self.condition(inner, scope)?)), Type::Bool),
            Written::Is { subject, negated, predicate } => {
                let asked = self.predicate(span, subject, predicate, scope)?;
                let kind = match negated {
                    true => ExprKind::Not(Box::new(asked)),
                    false => asked.kind,
                };
                (kind, Type::Bool)
            }
            Written::Arithmetic(left, operator, right) => {
                let left = self.typed(left, &Type::Int, scope);
                let right = self.typed(right, &Type::Int, scope);
                let (left, right) = (Box::new(left?), Box::new(right?));
                (ExprKind::Arithmetic(left, *operator, right), Type::Int)
            }
            Written::Any { name, set, condition } => self.any(name, set, condition, scope)?,
            Written::Count(set) => (ExprKind::Count(Box::new(self.set(set, scope)?)), Type::Int),
            Written::Number(number) => (ExprKind::Literal(Value::Int(*number)), Type::Int),
            Written::Date(moment) => (ExprKind::Literal(Value::Moment(*moment)), Type::Date),
            Written::String(text) => self.text(text, wanted)?,
            Written::Reference { path, arguments } => {
                self.reference(span, path, arguments.as_deref(), wanted, scope)?
            }
        };
        let found = Expr { span, ty, kind };
        if let Some(wanted) = wanted
            && !found.ty.fits(wanted)
        {
            self.mismatch(span, wanted, &found.ty);
            return None;
        }
        Some(found)
    }

    /// An expression of a type.
    pub(super) fn typed(
        &mut self,
        written: &tree::Expression,
        wanted: &Type,
        scope: &mut Scope,
    ) -> Option<Expr> {
        self.value(written, Some(wanted), scope)
    }

    fn mismatch(&mut self, span: Span, wanted: &Type, found: &Type) {
        let (wanted_name, found_name) = (self.a(wanted), self.a(found));
        let help = match wanted {
            Type::Enum(number) => {
                let values = self.model.enums.get(*number);
                let values: Vec<&str> =
                    values.iter().flat_map(|found| &found.values).map(|v| &*v.text).collect();
                Some(format!("its values are {}", values.join(", ")))
            }
            _ => None,
        };
        self.report(
            Diagnostic::error(Code::E0204, format!("{wanted_name} is due here"))
                .label(span, format!("this is {found_name}"))
                .maybe_help(help),
        );
    }

    /// A type with its article, in words.
    pub(super) fn a(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "a condition (Bool)".to_owned(),
            Type::Int => "a number (Int)".to_owned(),
            Type::String => "a text (String)".to_owned(),
            Type::Email => "an e-mail (Email)".to_owned(),
            Type::Date => "a date (Date)".to_owned(),
            Type::TimeZone => "a time zone (TimeZone)".to_owned(),
            Type::Enum(_) => format!("a value of {}", self.model.type_name(ty)),
            Type::Element(_) => format!("one `{}`", self.model.type_name(ty)),
            Type::List(_) => format!("a {}", self.model.type_name(ty)),
        }
    }

    fn conditions(&mut self, terms: &[tree::Expression], scope: &mut Scope) -> Option<Vec<Expr>> {
        let checked: Vec<Option<Expr>> = terms.iter().map(|term| self.condition(term, scope)).collect();
        checked.into_iter().collect()
    }

    fn text(&mut self, text: &tree::Text, wanted: Option<&Type>) -> Option<(ExprKind, Type)> {
        if wanted == Some(&Type::TimeZone) {
            return self.zone(&text.text, text.span).map(|value| (ExprKind::Literal(value), Type::TimeZone));
        }
        let ty = if wanted == Some(&Type::Email) { Type::Email } else { Type::String };
        Some((ExprKind::Literal(Value::Text(text.text.clone())), ty))
    }

    fn zone(&mut self, name: &str, span: Span) -> Option<Value> {
        let found = Zone::named(name);
        if found.is_none() {
            let known = Zone::names();
            let help = suggest::nearest(name, known).map(|name| format!("did you mean `\"{name}\"`?"));
            self.report(
                Diagnostic::error(Code::E0201, format!("no time zone is called `{name}`"))
                    .label(span, "an IANA time zone is due here")
                    .maybe_help(help),
            );
        }
        found.map(Value::Zone)
    }

    fn predicate(
        &mut self,
        span: Span,
        subject: &tree::Expression,
        predicate: &Predicate,
        scope: &mut Scope,
    ) -> Option<Expr> {
        let bool_expr = |kind| Expr { span, ty: Type::Bool, kind };
        let subject = self.value(subject, None, scope)?;
        let kind = match predicate {
            Predicate::Present => ExprKind::Present(Box::new(subject)),
            Predicate::Absent => ExprKind::Not(Box::new(bool_expr(ExprKind::Present(Box::new(subject))))),
            Predicate::OneOf(values) => {
                // The subject is compared with each of them.
                if !self.fits_times(&subject, values.len()) {
                    return None;
                }
                let equal: Vec<Option<Expr>> =
                    values.iter().map(|value| self.equal(subject.clone(), value, scope)).collect();
                ExprKind::Or(equal.into_iter().collect::<Option<_>>()?)
            }
            Predicate::In(list) => {
                let list = self.value(list, None, scope)?;
                match &list.ty {
                    Type::List(of) if subject.ty.comparable(of) => {
                        ExprKind::In(Box::new(subject), Box::new(list))
                    }
                    Type::List(of) => {
                        self.mismatch(subject.span, of, &subject.ty);
                        return None;
                    }
                    other => {
                        let found = self.a(other);
                        self.report(
                            Diagnostic::error(Code::E0204, "a list is due here")
                                .label(list.span, format!("this is {found}"))
                                .help("to compare one value write `is`"),
                        );
                        return None;
                    }
                }
            }
            Predicate::Compare(Comparison::Equal, other) => self.equal(subject, other, scope)?.kind,
            Predicate::Compare(comparison, other) => self.ordered(subject, *comparison, other, scope)?,
            Predicate::Within(period, from) | Predicate::During(period, from) => {
                let from = self.typed(from, &Type::Date, scope);
                if subject.ty != Type::Date {
                    self.mismatch(subject.span, &Type::Date, &subject.ty);
                    return None;
                }
                let from = Box::new(from?);
                match predicate {
                    Predicate::Within(..) => ExprKind::Within(Box::new(subject), *period, from),
                    _ => ExprKind::During(Box::new(subject), *period, from),
                }
            }
        };
        Some(bool_expr(kind))
    }

    fn equal(&mut self, subject: Expr, other: &tree::Expression, scope: &mut Scope) -> Option<Expr> {
        let hint = match &subject.ty {
            // An e-mail compares with any text, and a text with an e-mail: neither is a hint.
            Type::String | Type::Email => None,
            wanted => Some(wanted),
        };
        let hint = hint.filter(|_| matches!(other.kind, Written::String(_) | Written::Reference { .. }));
        let other = self.value(other, hint, scope)?;
        if !subject.ty.comparable(&other.ty) {
            self.mismatch(other.span, &subject.ty, &other.ty);
            return None;
        }
        Some(Expr {
            span: subject.span.to(other.span),
            ty: Type::Bool,
            kind: ExprKind::Equal(Box::new(subject), Box::new(other)),
        })
    }

    fn ordered(
        &mut self,
        subject: Expr,
        comparison: Comparison,
        other: &tree::Expression,
        scope: &mut Scope,
    ) -> Option<ExprKind> {
        let (order, wanted) = match comparison {
            Comparison::AtMost => (Order::AtMost, Type::Int),
            Comparison::MoreThan => (Order::More, Type::Int),
            Comparison::LessThan => (Order::Less, Type::Int),
            Comparison::Before => (Order::Less, Type::Date),
            Comparison::After => (Order::More, Type::Date),
            Comparison::AtLeast | Comparison::Equal => (Order::AtLeast, Type::Int),
        };
        let other = self.typed(other, &wanted, scope);
        if subject.ty == Type::Date && wanted == Type::Int {
            self.report(
                Diagnostic::error(Code::E0204, "a number (Int) is due here")
                    .label(subject.span, "this is a date (Date)")
                    .help("of dates write `is before`, `is after` or `is`"),
            );
            return None;
        }
        if subject.ty != wanted {
            self.mismatch(subject.span, &wanted, &subject.ty);
            return None;
        }
        Some(ExprKind::Order(Box::new(subject), order, Box::new(other?)))
    }

    fn any(
        &mut self,
        name: &tree::Name,
        set: &tree::Name,
        condition: &tree::Expression,
        scope: &mut Scope,
    ) -> Option<(ExprKind, Type)> {
        self.not_reserved(name);
        let taken = scope.arguments.iter().any(|argument| argument.name == name.text);
        if taken || scope.elements.iter().any(|bound| bound.names.contains(&name.text)) {
            self.report(
                Diagnostic::error(Code::E0202, format!("`{}` stands for something else here", name.text))
                    .label(name.span, "choose another word"),
            );
            return None;
        }
        let set = self.set_of(set, None, set.span, scope)?;
        scope.elements.push(Bound {
            collection: set.collection,
            names: vec![name.text.clone()],
            bare: false,
        });
        let condition = self.condition(condition, scope);
        scope.elements.pop();
        Some((ExprKind::Any(Box::new(set), Box::new(condition?)), Type::Bool))
    }

    /// `integrators where …`
    pub(super) fn set(&mut self, set: &tree::Set, scope: &mut Scope) -> Option<Set> {
        self.set_of(&set.name, set.filter.as_ref(), set.span, scope)
    }

    fn set_of(
        &mut self,
        name: &tree::Name,
        filter: Option<&tree::Expression>,
        span: Span,
        scope: &mut Scope,
    ) -> Option<Set> {
        let (collection, of) = match self.set_name(name)? {
            SetName::Collection(collection) => (collection, None),
            SetName::Let(number) => (self.let_collection(number)?, Some(number)),
        };
        let filter = match filter {
            Some(filter) => {
                let names = self.nouns(collection, of);
                self.within_element(collection, names, scope, |checker, scope| {
                    checker.condition(filter, scope)
                })
                .map(|found| Some(Box::new(found)))?
            }
            None => None,
        };
        Some(Set { collection, of, filter, span })
    }

    /// Check something in which the fields of an element need no word before them.
    pub(super) fn within_element<T>(
        &mut self,
        collection: CollectionId,
        names: Vec<Arc<str>>,
        scope: &mut Scope,
        check: impl FnOnce(&mut Self, &mut Scope) -> T,
    ) -> T {
        scope.elements.push(Bound { collection, names, bare: true });
        let checked = check(self, scope);
        scope.elements.pop();
        checked
    }

    /// The words for one element of a set.
    pub(super) fn nouns(&self, collection: CollectionId, of: Option<LetId>) -> Vec<Arc<str>> {
        let noun = self.model.schema.collections.get(collection).map(|found| &found.noun);
        let own = of.and_then(|number| self.model.lets.get(number)).and_then(|found| found.noun.as_ref());
        noun.into_iter().chain(own).map(|name| name.text.clone()).collect()
    }
}
