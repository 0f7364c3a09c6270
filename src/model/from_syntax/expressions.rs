//! Expressions: every name looked up, every type checked.

use crate::base::{Code, Diagnostic, Span};
use crate::model::from_syntax::names::{SetName, narrow, wide};
use crate::model::from_syntax::{Checker, suggest};
use crate::model::{Expr, ExprKind, Order, Set};
use crate::syntax::tree;
use crate::syntax::tree::{Comparison, ExpressionKind as Written, Predicate};
use crate::values::{Type, Value, Zone};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// What an expression may speak of, besides the state.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// What is told with the action, or what a named expression is asked about.
    pub(super) told: Rc<Vec<Told>>,
    /// Whether there is an actor (and `action.` names what is told with the action).
    pub(super) actor: bool,
    /// Whether there are an instant and a state.
    pub(super) state: bool,
    /// The elements under way, the innermost last.
    pub(super) elements: Vec<Bound>,
    /// Whether a message may hold `{count}` and `{limit}`.
    pub(super) counts: bool,
    /// Whether a message may hold `{due}`.
    pub(super) due: bool,
}

/// The name of what is told, what it stands for, and its type.
pub(super) type Told = (Arc<str>, ExprKind, Type);

/// An element under way.
#[derive(Debug)]
pub(super) struct Bound {
    collection: u16,
    /// The words that stand for it.
    names: Vec<Arc<str>>,
    /// Whether its fields need no word before them.
    bare: bool,
}

/// A meaning that a name may have.
struct Meaning<'a> {
    expr: (ExprKind, Type),
    /// How many names of the path it takes.
    taken: usize,
    /// How to write it so that it can mean nothing else: a word, where one is due, and names behind it.
    clearly: (&'a str, &'a [tree::Name]),
}

impl Meaning<'_> {
    fn clearly(&self) -> String {
        let (word, names) = self.clearly;
        let names = names.iter().map(|name| &*name.text);
        let words: Vec<&str> = Some(word).filter(|word| !word.is_empty()).into_iter().chain(names).collect();
        words.join(".")
    }
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
                let values = self.model.enums.get(usize::from(*number));
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
        let told = scope.told.iter().any(|(other, _, _)| *other == name.text);
        if told || scope.elements.iter().any(|bound| bound.names.contains(&name.text)) {
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
        collection: u16,
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
    pub(super) fn nouns(&self, collection: u16, of: Option<u32>) -> Vec<Arc<str>> {
        let noun = self.model.schema.collections.get(usize::from(collection)).map(|found| &found.noun);
        let own =
            of.and_then(|number| self.model.lets.get(number as usize)).and_then(|found| found.noun.as_ref());
        noun.into_iter().chain(own).map(|name| name.text.clone()).collect()
    }

    fn reference(
        &mut self,
        span: Span,
        path: &[tree::Name],
        arguments: Option<&[tree::Expression]>,
        wanted: Option<&Type>,
        scope: &mut Scope,
    ) -> Option<(ExprKind, Type)> {
        let first = path.first()?;
        if let Some(arguments) = arguments {
            return self.call(first, path, arguments, scope);
        }
        if path.len() == 1
            && let Some(literal) = self.literal(first, wanted)
        {
            return Some(literal);
        }
        let (other, last) = self.meanings(path, scope);
        let Some(meaning) = last else {
            self.no_meaning(first, path, wanted, scope);
            return None;
        };
        if let Some(other) = other {
            let what = format!("`{}` or `{}`", other.clearly(), meaning.clearly());
            self.report(
                Diagnostic::error(Code::E0203, format!("`{}` may mean two things", first.text))
                    .label(span, what)
                    .help("write the one that is meant"),
            );
            return None;
        }
        let (mut kind, mut ty) = meaning.expr;
        for name in path.get(meaning.taken..).unwrap_or_default() {
            (kind, ty) = self.field_of(kind, &ty, span, name)?;
        }
        Some((kind, ty))
    }

    /// `true`, `false`, a value of an enum or a time zone, where one may stand.
    fn literal(&mut self, name: &tree::Name, wanted: Option<&Type>) -> Option<(ExprKind, Type)> {
        let literal = |value, ty| Some((ExprKind::Literal(value), ty));
        match (&*name.text, wanted) {
            ("true", _) => literal(Value::Bool(true), Type::Bool),
            ("false", _) => literal(Value::Bool(false), Type::Bool),
            (_, Some(Type::TimeZone)) => {
                let zone = Zone::named(&name.text)?;
                literal(Value::Zone(zone), Type::TimeZone)
            }
            (_, Some(Type::Enum(number))) => {
                let values = &self.model.enums.get(usize::from(*number))?.values;
                let at = values.iter().position(|value| value.text == name.text)?;
                literal(Value::Variant(narrow(wide(at))), Type::Enum(*number))
            }
            _ => None,
        }
    }

    /// What the beginning of a path may mean here: the last meaning, and another before it.
    fn meanings<'a>(
        &'a self,
        path: &'a [tree::Name],
        scope: &'a Scope,
    ) -> (Option<Meaning<'a>>, Option<Meaning<'a>>) {
        let (mut other, mut last) = (None, None);
        let Some(first) = path.first() else { return (other, last) };
        let own = path.get(..1).unwrap_or_default();
        let mut add = |kind, ty, taken, word: &'a str, names: &'a [tree::Name]| {
            other = last.replace(Meaning { expr: (kind, ty), taken, clearly: (word, names) });
        };
        for (level, bound) in scope.elements.iter().enumerate() {
            let element = (ExprKind::Element(narrow(wide(level))), Type::Element(bound.collection));
            if bound.names.contains(&first.text) {
                add(element.0.clone(), element.1.clone(), 1, "", own);
            }
            let field = self.find_field(bound.collection, &first.text).filter(|_| bound.bare);
            if let Some((number, ty)) = field {
                let expr = Expr { span: first.span, ty: element.1, kind: element.0 };
                let word = bound.names.first().map_or("", |name| &**name);
                let kind = ExprKind::Field(Box::new(expr), number);
                add(kind, ty, 1, word, own);
            }
        }
        let clearly = path.get(1).map(|second| &*second.text);
        if scope.actor && &*first.text == "action" {
            if let Some((_, kind, ty)) = scope.told.iter().find(|(name, _, _)| Some(&**name) == clearly) {
                add(kind.clone(), ty.clone(), 2, "action", path.get(1..2).unwrap_or_default());
            }
        } else if let Some((_, kind, ty)) = scope.told.iter().find(|(name, _, _)| *name == first.text) {
            add(kind.clone(), ty.clone(), 1, if scope.actor { "action" } else { "" }, own);
        }
        if scope.actor
            && &*first.text == "actor"
            && let Some(actors) = self.model.schema.actors
        {
            add(ExprKind::Actor, Type::Element(actors), 1, "", own);
        }
        if !scope.state {
            return (other, last);
        }
        if &*first.text == "now" {
            add(ExprKind::Now, Type::Date, 1, "", own);
        }
        let after = usize::from(&*first.text == "state");
        if let Some((number, ty, taken)) = self.scalar(path.get(after..).unwrap_or_default()) {
            let names = path.get(after..after + taken).unwrap_or_default();
            add(ExprKind::Scalar(number), ty, taken + after, "state", names);
        }
        if let Some(number) = self.names.lets.get(&first.text)
            && let Some(found) = self.model.lets.get(number as usize)
            && let crate::model::LetBody::Value(body) = &found.body
            && found.parameters.is_empty()
        {
            add(ExprKind::Call(number, Vec::new()), body.ty.clone(), 1, "", own);
        }
        (other, last)
    }

    /// The single value of the state that a path begins with, its type, and how many names it takes.
    fn scalar(&self, path: &[tree::Name]) -> Option<(u16, Type, usize)> {
        let mut whole = Cow::Borrowed("");
        for (at, name) in path.iter().enumerate() {
            whole = match at {
                0 => Cow::Borrowed(&*name.text),
                _ => Cow::Owned(format!("{whole}.{}", name.text)),
            };
            if let Some(number) = self.names.scalars.get(&*whole) {
                let ty = self.model.schema.scalars.get(usize::from(*number))?.field.ty.clone();
                return Some((*number, ty, at + 1));
            }
        }
        None
    }

    fn find_field(&self, collection: u16, name: &str) -> Option<(u16, Type)> {
        let fields = &self.model.schema.collections.get(usize::from(collection))?.fields;
        let at = fields.iter().position(|field| *field.name.text == *name)?;
        Some((narrow(wide(at)), fields.get(at)?.ty.clone()))
    }

    fn field_of(
        &mut self,
        kind: ExprKind,
        ty: &Type,
        span: Span,
        name: &tree::Name,
    ) -> Option<(ExprKind, Type)> {
        let Type::Element(collection) = ty else {
            let found = self.a(ty);
            self.report(
                Diagnostic::error(Code::E0201, format!("{found} has no `{}`", name.text))
                    .label(name.span, "only an element of a collection has fields"),
            );
            return None;
        };
        let Some((number, field)) = self.find_field(*collection, &name.text) else {
            let collection = self.model.schema.collections.get(usize::from(*collection));
            let noun = collection.map_or(String::new(), |found| found.noun.text.to_string());
            let known: Vec<Arc<str>> = collection
                .iter()
                .flat_map(|found| &found.fields)
                .map(|field| field.name.text.clone())
                .collect();
            self.unknown(&format!("no field of `{noun}`"), name, known.iter().map(AsRef::as_ref));
            return None;
        };
        let element = Expr { span, ty: ty.clone(), kind };
        Some((ExprKind::Field(Box::new(element), number), field))
    }

    fn call(
        &mut self,
        name: &tree::Name,
        path: &[tree::Name],
        arguments: &[tree::Expression],
        scope: &mut Scope,
    ) -> Option<(ExprKind, Type)> {
        let number = self.names.lets.get(&name.text).filter(|_| path.len() == 1);
        let found = number.and_then(|number| self.model.lets.get(number as usize));
        let (Some(number), Some(found)) = (number, found) else {
            if !self.names.failed.contains(&name.text) {
                let known = self.names.lets.known();
                self.unknown("no named expression", name, known.iter().map(AsRef::as_ref));
            }
            return None;
        };
        let crate::model::LetBody::Value(body) = &found.body else {
            self.report(
                Diagnostic::error(Code::E0204, format!("`{}` is a set", name.text))
                    .label(name.span, "a condition or a value is due here")
                    .help(format!(
                        "to ask whether there is one, write `count of {} is more than 0`",
                        name.text
                    )),
            );
            return None;
        };
        let (parameters, place, ty) = (found.parameters.clone(), found.name.span, body.ty.clone());
        if parameters.len() != arguments.len() {
            let (wanted, told) = (parameters.len(), arguments.len());
            self.report(
                Diagnostic::error(
                    Code::E0206,
                    format!("`{}` is asked about {wanted} things, not {told}", name.text),
                )
                .label(name.span, "here")
                .label(place, "declared here"),
            );
            return None;
        }
        let checked: Vec<Option<Expr>> = arguments
            .iter()
            .zip(&parameters)
            .map(|(argument, wanted)| self.typed(argument, wanted, scope))
            .collect();
        let checked = checked.into_iter().collect::<Option<_>>()?;
        Some((ExprKind::Call(number, checked), ty))
    }

    fn no_meaning(&mut self, first: &tree::Name, path: &[tree::Name], wanted: Option<&Type>, scope: &Scope) {
        if self.names.failed.contains(&first.text) {
            return;
        }
        if self.names.sets.contains_key(&first.text) && scope.state {
            self.report(
                Diagnostic::error(Code::E0204, format!("`{}` is a set, not a value", first.text))
                    .label(first.span, "a value is due here")
                    .help(format!("write `count of {}`, or `any x in {} where …`", first.text, first.text)),
            );
            return;
        }
        if &*first.text == "actor" && !scope.actor {
            self.report(
                Diagnostic::error(Code::E0201, "nobody acts here")
                    .label(first.span, "a statement about states, and a named expression, know no actor")
                    .help("give a named expression a parameter, such as `let may(u: user) = …`"),
            );
            return;
        }
        let name = match (path, &*first.text) {
            ([_, second, ..], "action" | "state") => second,
            _ => first,
        };
        let value =
            self.model.enums.iter().any(|found| found.values.iter().any(|value| value.text == first.text));
        if value && !matches!(wanted, Some(Type::Enum(_))) {
            self.report(
                Diagnostic::error(Code::E0201, format!("nothing here is called `{}`", first.text))
                    .label(first.span, "a value of an enum stands behind `is`")
                    .help("write `… is one of a, b` for one of several values"),
            );
            return;
        }
        let known = self.known_names(wanted, scope);
        let what = match wanted {
            Some(ty @ Type::Enum(_)) => format!("no value of {}", self.model.type_name(ty)),
            _ => "nothing here".to_owned(),
        };
        self.unknown(&what, name, known.iter().map(AsRef::as_ref));
    }

    /// Every name that might have been meant.
    fn known_names(&self, wanted: Option<&Type>, scope: &Scope) -> Vec<Arc<str>> {
        if let Some(Type::Enum(number)) = wanted {
            let found = self.model.enums.get(usize::from(*number));
            return found.iter().flat_map(|found| &found.values).map(|value| value.text.clone()).collect();
        }
        let mut known: Vec<Arc<str>> = scope.told.iter().map(|(name, _, _)| name.clone()).collect();
        for bound in &scope.elements {
            known.extend(bound.names.iter().cloned());
            let collection = self.model.schema.collections.get(usize::from(bound.collection));
            let fields = collection.iter().flat_map(|found| &found.fields).filter(|_| bound.bare);
            known.extend(fields.map(|field| field.name.text.clone()));
        }
        if scope.actor {
            known.push("actor".into());
        }
        if scope.state {
            known.push("now".into());
            known.extend(self.model.schema.scalars.iter().map(|scalar| scalar.path.clone()));
            known.extend(self.names.lets.known());
        }
        known
    }
}

fn is_bare_name(written: &tree::Expression) -> bool {
    matches!(&written.kind, Written::Reference { path, .. } if path.len() == 1)
}
