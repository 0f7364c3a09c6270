//! Expressions and sets: every type checked.

use crate::base::{Code, Diagnostic, Message, Span, all_of, msg, suggest};
use crate::model::expr::{Expr, ExprKind, Order, Set};
use crate::model::from_syntax::alternatives::plain;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::{Bound, Scope, SetName};
use crate::syntax::tree::{self, Arithmetic, Comparison, ExpressionKind as Written, Predicate};
use crate::values::ids::{CollectionId, LetId};
use crate::values::{Moment, Type, Value, Zone};
use std::sync::Arc;

/// All of them, if there is none that was complained of; the others are looked at nevertheless.
pub(super) fn all<T>(checked: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    checked.collect::<Vec<_>>().into_iter().collect()
}

/// What was expected, and what is there.
pub(super) fn type_mismatch(expected: Message, found: Message) -> Message {
    msg!(common.type_mismatch, expected = expected, found = found)
}

/// What to write in place of a date or another value that stands between quotation marks, or of a date that was read as a
/// difference of numbers.
fn written_otherwise(written: &tree::Expression, wanted: &Type) -> Option<Message> {
    let word = match (&written.kind, wanted) {
        (Written::String(text), Type::Date) => {
            Moment::parse(&text.text).ok()?;
            text.text.to_string()
        }
        (Written::String(text), Type::Int) => text.text.parse::<i64>().ok()?.to_string(),
        (Written::String(text), Type::Bool) if ["true", "false"].contains(&&*text.text) => {
            text.text.to_string()
        }
        (Written::Arithmetic(left, Arithmetic::Minus, day), Type::Date) => {
            let number = |part: &tree::Expression| match part.kind {
                Written::Number(number) => Some(number),
                _ => None,
            };
            let Written::Arithmetic(year, Arithmetic::Minus, month) = &left.kind else { return None };
            let (year, month, day) = (number(year)?, number(month)?, number(day)?);
            let date = |year: i64, month: i64, day: i64| {
                let year = if year < 100 { 2000 + year } else { year };
                let date = format!("{year}-{month:02}-{day:02}");
                Moment::parse(&date).ok().map(|_| date)
            };
            let year_first = date(year, month, day).filter(|_| day < 100);
            return Some(match (year_first, date(day, month, year).filter(|_| year < 100)) {
                (Some(date), Some(other)) if year < 100 && date != other => {
                    msg!(syntax.either_year, date = date, other = other)
                }
                (Some(date), _) | (None, Some(date)) => msg!(syntax.write_date, date = date),
                (None, None) => msg!(syntax.date_shape),
            });
        }
        _ => return None,
    };
    Some(msg!(rules.without_quotation_marks, value = word))
}

impl Checker {
    /// A condition, complained of where it is none.
    pub(super) fn condition(&mut self, written: &tree::Expression, scope: &mut Scope) -> Option<Expr> {
        let found = self.value(written, None, scope)?;
        if found.ty == Type::Bool {
            return Some(found);
        }
        let help = match &written.kind {
            _ if let Some(path) = plain(written).filter(|_| self.may_be_absent(&found)) => {
                msg!(rules.ask_presence, path = path)
            }
            Written::Reference { path, .. } if path.len() == 1 && matches!(found.ty, Type::Enum(_)) => {
                msg!(rules.one_of_several)
            }
            _ => msg!(rules.condition_compares),
        };
        self.report(
            Diagnostic::error(Code::E0204, type_mismatch(self.a(&Type::Bool), self.a(&found.ty)))
                .label(written.span, Message::empty())
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
            Written::Or(terms) => (ExprKind::Or(self.conditions(terms, true, scope)?), Type::Bool),
            Written::And(terms) => (ExprKind::And(self.conditions(terms, false, scope)?), Type::Bool),
            Written::Not(inner) => (ExprKind::Not(Box::new(self.condition(inner, scope)?)), Type::Bool),
            Written::Is { subject, negated, predicate } => {
                let asked = self.predicate(span, subject, *negated, predicate, scope)?;
                let kind = match negated {
                    true => ExprKind::Not(Box::new(asked)),
                    false => asked.kind,
                };
                (kind, Type::Bool)
            }
            Written::Arithmetic(left, Arithmetic::Minus, right) if self.is_dash(left, right, scope) => {
                self.report(
                    Diagnostic::error(Code::E0204, msg!(rules.not_a_difference))
                        .label(span, Message::empty())
                        .help(msg!(syntax.write, word = "is")),
                );
                return None;
            }
            Written::Arithmetic(left, operator, right) => {
                let left = self.value(left, Some(&Type::Int), scope);
                let right = self.value(right, Some(&Type::Int), scope);
                let (left, right) = (Box::new(left?), Box::new(right?));
                (ExprKind::Arithmetic(left, *operator, right), Type::Int)
            }
            Written::Any(asked) => self.any(asked, scope)?,
            Written::Every(asked) => self.every(span, asked, scope)?,
            Written::NoneOf(set) => self.none_of(span, set, scope)?,
            Written::Count(set) => self.count(set, scope)?,
            Written::Total { value, set } => self.total(value, set, scope)?,
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
            if let Some(help) =
                written_otherwise(written, wanted).or_else(|| self.quoted_value(written, wanted))
            {
                self.report(
                    Diagnostic::error(Code::E0204, type_mismatch(self.a(wanted), self.a(&found.ty)))
                        .label(span, Message::empty())
                        .help(help),
                );
                return None;
            }
            let help = plain(written).and_then(|path| self.field_meant(&path, &found.ty, wanted));
            if let Some(help) = help {
                self.report(
                    Diagnostic::error(Code::E0204, type_mismatch(self.a(wanted), self.a(&found.ty)))
                        .label(span, Message::empty())
                        .help(help),
                );
                return None;
            }
            return self.mismatch(span, wanted, &found.ty);
        }
        Some(found)
    }

    /// The only field that an element was meant for where another type is due: of those with that type, or its key.
    fn field_meant(&self, path: &str, found: &Type, wanted: &Type) -> Option<Message> {
        let field = self.field_of_type(found, wanted)?;
        Some(msg!(syntax.write, word = format!("{path}.{field}")))
    }

    /// The only field of an element that fits a type, or its key.
    pub(super) fn field_of_type(&self, element: &Type, wanted: &Type) -> Option<&str> {
        let Type::Element(of) = element else { return None };
        let of = self.model.schema.collections.get(*of)?;
        let key = of.key.and_then(|key| of.fields.get(key)).filter(|key| key.ty == *wanted);
        let mut fitting = of.fields.iter().filter(|field| field.ty == *wanted);
        let only = fitting.next().filter(|_| fitting.next().is_none());
        key.or(only).map(|field| &*field.name.text)
    }

    /// What to write in place of a value of an enum between quotation marks.
    fn quoted_value(&self, written: &tree::Expression, wanted: &Type) -> Option<Message> {
        let (Written::String(text), Type::Enum(of)) = (&written.kind, wanted) else { return None };
        let mut values = self.model.enums.get(*of)?.values.iter();
        values
            .any(|value| value.text == text.text)
            .then(|| msg!(rules.without_quotation_marks, value = &*text.text))
    }

    /// Whether a minus stands where prose has a dash: between a name that is no number and another.
    fn is_dash(&mut self, left: &tree::Expression, right: &tree::Expression, scope: &mut Scope) -> bool {
        let Written::Reference { path, arguments: None } = &left.kind else { return false };
        let named = matches!(right.kind, Written::Reference { .. } | Written::String(_));
        named
            && self.means_something(path, scope)
            && self
                .reference(left.span, path, None, None, scope)
                .is_some_and(|(_, ty)| !matches!(ty, Type::Int | Type::Date))
    }

    /// Report a value of another type; there is none then.
    fn mismatch<T>(&mut self, span: Span, wanted: &Type, found: &Type) -> Option<T> {
        let help = match (wanted, found) {
            (_, Type::List(of)) if wanted.comparable(of) => Some(msg!(rules.is_in_list)),
            (Type::Enum(of), _) => {
                let values = self.model.enums.get(*of).into_iter().flat_map(|found| &found.values);
                Some(msg!(rules.enum_values, values = all_of(values.map(|value| &value.text))))
            }
            _ => None,
        };
        self.report(
            Diagnostic::error(Code::E0204, type_mismatch(self.a(wanted), self.a(found)))
                .label(span, Message::empty())
                .maybe_help(help),
        );
        None
    }

    /// A type with its article, in words.
    pub(super) fn a(&self, ty: &Type) -> Message {
        match ty {
            Type::Bool => msg!(common.type_bool),
            Type::Int => msg!(common.type_int),
            Type::String => msg!(common.type_string),
            Type::Email => msg!(common.type_email),
            Type::Date => msg!(common.type_date),
            Type::TimeZone => msg!(common.type_time_zone),
            Type::Enum(_) => msg!(common.type_enum, name = self.model.type_name(ty)),
            Type::Element(_) => msg!(common.type_element, name = self.model.type_name(ty)),
            Type::List(_) => msg!(common.type_list, name = self.model.type_name(ty)),
        }
    }

    /// Terms, joined by `or` if one is enough.
    fn conditions(&mut self, terms: &[tree::Expression], any: bool, scope: &mut Scope) -> Option<Vec<Expr>> {
        if self.more_values(terms, any, scope) {
            return None;
        }
        all(terms.iter().map(|term| self.condition(term, scope)))
    }

    fn text(&mut self, text: &tree::Text, wanted: Option<&Type>) -> Option<(ExprKind, Type)> {
        if wanted == Some(&Type::TimeZone) {
            let Some(zone) = Zone::named(&text.text) else {
                let near = suggest::nearest(&text.text, Zone::names());
                self.report(
                    Diagnostic::error(Code::E0201, msg!(rules.unknown_time_zone, name = &*text.text))
                        .label(text.span, Message::empty())
                        .help(match near {
                            Some(name) => msg!(common.did_you_mean, word = format!("\"{name}\"")),
                            None => msg!(rules.iana_time_zone),
                        }),
                );
                return None;
            };
            return Some((ExprKind::Literal(Value::Zone(zone)), Type::TimeZone));
        }
        let ty = if wanted == Some(&Type::Email) { Type::Email } else { Type::String };
        Some((ExprKind::Literal(Value::Text(text.text.clone())), ty))
    }

    fn predicate(
        &mut self,
        span: Span,
        written: &tree::Expression,
        negated: bool,
        predicate: &Predicate,
        scope: &mut Scope,
    ) -> Option<Expr> {
        let bool_expr = |kind| Expr { span, ty: Type::Bool, kind };
        if self.is_flag_named(written, negated, predicate, scope) {
            return None;
        }
        // What a list of an enum holds is written as a value of it.
        let list = match predicate {
            Predicate::In(list) if self.is_bare_value(written, scope) => Some(self.value(list, None, scope)?),
            _ => None,
        };
        let wanted = list.as_ref().map(|list| list.ty.entry()).filter(|ty| matches!(ty, Type::Enum(_)));
        let subject = self.value(written, wanted, scope)?;
        if let Type::Element(of) = subject.ty
            && self.is_field_alone(written, of, negated, predicate, scope)
        {
            return None;
        }
        let kind = match predicate {
            Predicate::Present => ExprKind::Present(Box::new(subject)),
            Predicate::Absent => ExprKind::Not(Box::new(bool_expr(ExprKind::Present(Box::new(subject))))),
            Predicate::OneOf(values) => {
                if self.is_one_of_list((written, &subject.ty), negated, values, scope) {
                    return None;
                }
                // The subject is compared with each of them.
                if !self.fits_times(&subject, values.len()) {
                    return None;
                }
                ExprKind::Or(all(values.iter().map(|value| self.equal(subject.clone(), value, scope)))?)
            }
            Predicate::In(other) => {
                let list = match list {
                    Some(list) => list,
                    None => self.value(other, None, scope)?,
                };
                match &list.ty {
                    Type::List(of) if subject.ty.comparable(of) => {
                        ExprKind::In(Box::new(subject), Box::new(list))
                    }
                    Type::List(of) if subject.ty.entry().comparable(of) => {
                        return self.list_in_list(&subject, of, plain(written).zip(plain(other)));
                    }
                    Type::List(of) => return self.mismatch(subject.span, of, &subject.ty),
                    ty => {
                        let help = match (&list.kind, plain(written)) {
                            (ExprKind::Literal(Value::Int(year @ 1..=9999)), Some(path))
                                if subject.ty == Type::Date =>
                            {
                                let (before, after) = (year - 1, year + 1);
                                let first = format!("{path} is after {before:04}-12-31");
                                let both = format!("{first} and {path} is before {after:04}-01-01");
                                msg!(syntax.write, word = both)
                            }
                            _ => msg!(rules.is_compares_one),
                        };
                        self.report(
                            Diagnostic::error(Code::E0204, type_mismatch(msg!(rules.a_list), self.a(ty)))
                                .label(list.span, Message::empty())
                                .help(help),
                        );
                        return None;
                    }
                }
            }
            Predicate::Inside { same, of } => self.inside(subject, *same, of, scope)?,
            Predicate::SharesWith(other) => return self.shares(span, subject, other, scope),
            Predicate::Compare(Comparison::Equal, other) => self.equal(subject, other, scope)?.kind,
            Predicate::Compare(comparison, other) => self.ordered(subject, *comparison, other, scope)?,
            Predicate::Within(period, from) | Predicate::During(period, from) => {
                let from = self.value(from, Some(&Type::Date), scope);
                if subject.ty != Type::Date {
                    return self.mismatch(subject.span, &Type::Date, &subject.ty);
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
        // An e-mail compares with any text, and a text with an e-mail: neither is a hint.
        let hint = Some(&subject.ty).filter(|ty| !matches!(ty, Type::String | Type::Email)).filter(|ty| {
            matches!(other.kind, Written::String(_) | Written::Reference { .. })
                || written_otherwise(other, ty).is_some()
        });
        scope.text = matches!(subject.ty, Type::String | Type::Email)
            && matches!(other.kind, Written::Reference { arguments: None, .. });
        let other = self.value(other, hint, scope);
        scope.text = false;
        let other = other?;
        if !subject.ty.comparable(&other.ty) {
            if let Some(help) = self.key_meant(&subject, &other.ty) {
                self.report(
                    Diagnostic::error(Code::E0204, type_mismatch(self.a(&subject.ty), self.a(&other.ty)))
                        .label(other.span, Message::empty())
                        .help(help),
                );
                return None;
            }
            return self.mismatch(other.span, &subject.ty, &other.ty);
        }
        Some(Expr {
            span: subject.span.to(other.span),
            ty: Type::Bool,
            kind: ExprKind::Equal(Box::new(subject), Box::new(other)),
        })
    }

    /// Whether one element lies in another: both are elements, and one kind can lie in the other.
    fn inside(
        &mut self,
        subject: Expr,
        same: bool,
        other: &tree::Expression,
        scope: &mut Scope,
    ) -> Option<ExprKind> {
        let other = self.value(other, None, scope)?;
        let mut elements = Vec::new();
        for side in [&subject, &other] {
            let Type::Element(of) = side.ty else {
                let message = type_mismatch(msg!(rules.an_element), self.a(&side.ty));
                self.report(Diagnostic::error(Code::E0204, message).label(side.span, Message::empty()));
                return None;
            };
            elements.push(of);
        }
        let [inner, outer] = elements.as_slice() else { return None };
        let nests = self.model.schema.nests_in(*inner, *outer);
        if !nests {
            let (inner, outer) = (self.model.type_name(&subject.ty), self.model.type_name(&other.ty));
            let message = msg!(rules.never_lies_inside, inner = inner, outer = outer);
            let wrong = Diagnostic::error(Code::E0204, message);
            let wrong = wrong.label(subject.span.to(other.span), Message::empty());
            self.report(wrong.help(msg!(rules.say_what_it_lies_in)));
            return None;
        }
        Some(ExprKind::Inside { inner: Box::new(subject), outer: Box::new(other), same })
    }

    /// That the key of an element is meant where it is compared with a text.
    fn key_meant(&self, subject: &Expr, other: &Type) -> Option<Message> {
        let Type::Element(of) = subject.ty else { return None };
        let of = self.model.schema.collections.get(of).filter(|_| *other == Type::String)?;
        let key = of.key.and_then(|key| of.fields.get(key))?;
        Some(msg!(rules.compare_the_key, key = &*key.name.text))
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
        if subject.ty == Type::Date && wanted == Type::Int {
            let words = match comparison {
                Comparison::MoreThan => "is after",
                Comparison::LessThan => "is before",
                Comparison::AtMost => "is not after",
                _ => "is not before",
            };
            let help = match plain(other) {
                Some(date) if !matches!(other.kind, Written::Number(_)) => {
                    msg!(syntax.write, word = format!("{words} {date}"))
                }
                _ => msg!(rules.dates_compare),
            };
            self.report(
                Diagnostic::error(Code::E0204, type_mismatch(self.a(&Type::Int), self.a(&Type::Date)))
                    .label(subject.span, Message::empty())
                    .help(help),
            );
            return None;
        }
        let other = self.value(other, Some(&wanted), scope);
        if subject.ty != wanted {
            return self.mismatch(subject.span, &wanted, &subject.ty);
        }
        Some(ExprKind::Order(Box::new(subject), order, Box::new(other?)))
    }

    /// `integrators where …`
    pub(super) fn set(&mut self, written: &tree::Set, scope: &mut Scope) -> Option<Set> {
        let (collection, of) = match self.set_name(&written.name)? {
            SetName::Collection(collection) => (collection, None),
            SetName::Let(id) => (self.let_collection(id)?, Some(id)),
        };
        let filter = match &written.filter {
            Some(filter) => {
                let (ty, names) = (Type::Element(collection), self.nouns(collection, of));
                scope.elements.push(Bound { ty, names, bare: true });
                let condition = self.condition(filter, scope);
                scope.elements.pop();
                Some(Box::new(condition?))
            }
            None => None,
        };
        Some(Set { collection, of, filter, span: written.span })
    }

    pub(super) fn nouns(&self, collection: CollectionId, of: Option<LetId>) -> Vec<Arc<str>> {
        let noun = self.model.schema.collections.get(collection).map(|found| &found.noun);
        let own = of.and_then(|of| self.model.lets.get(of)).and_then(|found| found.noun.as_ref());
        noun.into_iter().chain(own).map(|name| name.text.clone()).collect()
    }
}
