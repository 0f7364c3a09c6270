//! What a name in an expression stands for: an element, a field, an argument, a value, a named expression.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::model::expr::{Expr, ExprKind, LetBody};
use crate::model::from_syntax::alternatives::plain;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::expressions::all;
use crate::model::from_syntax::names::Scope;
use crate::model::from_syntax::unknown::{is_count, is_nothing};
use crate::syntax::tree;
use crate::values::ids::{Level, ScalarId};
use crate::values::{Type, Value, Zone};
use std::borrow::Cow;
use std::sync::Arc;

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
    pub(super) fn reference(
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
            self.report(
                Diagnostic::error(Code::E0203, msg!(rules.two_meanings, name = &*first.text))
                    .label(span, Message::empty())
                    .help(msg!(rules.write_one, first = other.clearly(), second = meaning.clearly())),
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
    fn literal(&self, name: &tree::Name, wanted: Option<&Type>) -> Option<(ExprKind, Type)> {
        let literal = |value, ty| Some((ExprKind::Literal(value), ty));
        match (&*name.text, wanted) {
            ("true", _) => literal(Value::Bool(true), Type::Bool),
            ("false", _) => literal(Value::Bool(false), Type::Bool),
            (_, Some(Type::TimeZone)) => {
                let zone = Zone::named(&name.text)?;
                literal(Value::Zone(zone), Type::TimeZone)
            }
            (_, Some(Type::Enum(of))) => {
                let values = &self.model.enums.get(*of)?.values;
                let at = values.position(|value| value.text == name.text)?;
                literal(Value::Variant(at), Type::Enum(*of))
            }
            _ => None,
        }
    }

    /// The word that means elsewhere that there is no value, and nothing here.
    pub(super) fn no_value(
        &self,
        value: &tree::Expression,
        wanted: &Type,
        scope: &Scope,
    ) -> Option<Arc<str>> {
        let tree::ExpressionKind::Reference { path, arguments: None } = &value.kind else { return None };
        let name = path.first().filter(|name| path.len() == 1 && is_nothing(&name.text))?;
        let known = self.literal(name, Some(wanted)).is_some() || self.meanings(path, scope).1.is_some();
        (!known).then(|| name.text.clone())
    }

    /// Whether a path begins with a name that has a meaning here.
    pub(super) fn means_something(&self, path: &[tree::Name], scope: &Scope) -> bool {
        self.meanings(path, scope).1.is_some()
    }

    /// The type of what a path stands for here, if it stands for something.
    pub(super) fn type_of_path(&self, path: &[tree::Name], scope: &Scope) -> Option<Type> {
        let meaning = self.meanings(path, scope).1?;
        let mut ty = meaning.expr.1;
        for name in path.get(meaning.taken..)? {
            let Type::Element(of) = ty else { return None };
            let fields = &self.model.schema.collections.get(of)?.fields;
            ty = fields.iter().find(|field| field.name.text == name.text)?.ty.clone();
        }
        Some(ty)
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
            let element = (ExprKind::Element(Level::at(level)), bound.ty.clone());
            if bound.names.contains(&first.text) {
                add(element.0.clone(), element.1.clone(), 1, "", own);
            }
            let of = bound.collection().filter(|_| bound.bare);
            let of = of.and_then(|collection| self.model.schema.collections.get(collection));
            if let Some(fields) = of.map(|found| &found.fields)
                && let Some(id) = fields.position(|field| field.name.text == first.text)
                && let Some(field) = fields.get(id)
            {
                let expr = Expr { span: first.span, ty: element.1, kind: element.0 };
                let word = bound.names.first().map_or("", |name| &**name);
                add(ExprKind::Field(Box::new(expr), id), field.ty.clone(), 1, word, own);
            }
        }
        let clearly = path.get(1).map(|second| &*second.text);
        if scope.actor && &*first.text == "action" {
            if let Some(found) = scope.arguments.iter().find(|found| Some(&*found.name) == clearly) {
                add(found.kind.clone(), found.ty.clone(), 2, "action", path.get(1..2).unwrap_or_default());
            }
        } else if let Some((found, taken)) = scope.argument(path) {
            let names = path.get(..taken).unwrap_or_default();
            add(found.kind.clone(), found.ty.clone(), taken, if scope.actor { "action" } else { "" }, names);
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
        if let Some((scalar, ty, taken)) = self.scalar(path.get(after..).unwrap_or_default()) {
            let names = path.get(after..after + taken).unwrap_or_default();
            add(ExprKind::Scalar(scalar), ty, taken + after, "state", names);
        }
        if let Some(named) = self.names.lets.get(&first.text)
            && let Some(found) = self.model.lets.get(named)
            && let LetBody::Value(body) = &found.body
            && found.parameters.is_empty()
        {
            add(ExprKind::Call(named, Vec::new()), body.ty.clone(), 1, "", own);
        }
        (other, last)
    }

    /// The single value of the state that a path begins with, its type, and how many names it takes.
    fn scalar(&self, path: &[tree::Name]) -> Option<(ScalarId, Type, usize)> {
        let mut whole = Cow::Borrowed("");
        for (at, name) in path.iter().enumerate() {
            whole = match at {
                0 => Cow::Borrowed(&*name.text),
                _ => Cow::Owned(format!("{whole}.{}", name.text)),
            };
            if let Some(scalar) = self.names.scalars.get(&*whole) {
                let ty = self.model.schema.scalars.get(*scalar)?.field.ty.clone();
                return Some((*scalar, ty, at + 1));
            }
        }
        None
    }

    fn field_of(
        &mut self,
        kind: ExprKind,
        ty: &Type,
        span: Span,
        name: &tree::Name,
    ) -> Option<(ExprKind, Type)> {
        let Type::Element(collection) = ty else {
            self.report(
                Diagnostic::error(Code::E0201, msg!(rules.no_fields, ty = self.a(ty), name = &*name.text))
                    .label(name.span, Message::empty())
                    .help(msg!(rules.elements_have_fields)),
            );
            return None;
        };
        let (field, found) = self.field_named(*collection, name)?;
        let element = Expr { span, ty: ty.clone(), kind };
        Some((ExprKind::Field(Box::new(element), field), found.ty))
    }

    fn call(
        &mut self,
        name: &tree::Name,
        path: &[tree::Name],
        arguments: &[tree::Expression],
        scope: &mut Scope,
    ) -> Option<(ExprKind, Type)> {
        let id = self.names.lets.get(&name.text).filter(|_| path.len() == 1);
        let found = id.and_then(|id| self.model.lets.get(id));
        let (Some(id), Some(found)) = (id, found) else {
            if !self.names.failed.contains(&name.text) && !self.has_too_many() {
                let values = arguments.iter().map(plain).collect::<Option<Vec<_>>>();
                // `is in (a, b)` was read as a call.
                let list = values.filter(|values| &*name.text == "in" && !values.is_empty());
                let list = list.map(|values| values.join(", "));
                let counted = arguments.first().and_then(plain).filter(|_| is_count(&name.text));
                let message = match (&list, &counted) {
                    (Some(list), _) => msg!(syntax.not_in_language, word = format!("in ({list})")),
                    (_, Some(set)) => {
                        msg!(syntax.not_in_language, word = format!("{}({set})", name.text))
                    }
                    _ => msg!(rules.unknown_let, name = &*name.text),
                };
                let help = match (list, counted) {
                    (Some(list), _) => Some(msg!(syntax.write, word = format!("one of {list}"))),
                    (_, Some(set)) => Some(msg!(syntax.write, word = format!("count of {set}"))),
                    _ => suggest::did_you_mean(&name.text, self.names.lets.known()),
                };
                self.unknown(message, name, help);
            }
            return None;
        };
        let LetBody::Value(body) = &found.body else {
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.set_not_value, name = &*name.text))
                    .label(name.span, Message::empty())
                    .help(msg!(rules.ask_set, name = &*name.text)),
            );
            return None;
        };
        let (parameters, place, ty) = (found.parameters.clone(), found.name.span, body.ty.clone());
        if parameters.len() != arguments.len() {
            let (wanted, given) = (parameters.len(), arguments.len());
            self.report(
                Diagnostic::error(
                    Code::E0206,
                    msg!(rules.argument_count, name = &*name.text, expected = wanted, found = given),
                )
                .label(name.span, Message::empty())
                .label(place, msg!(rules.declared_here)),
            );
            return None;
        }
        let pairs = arguments.iter().zip(&parameters);
        let checked = all(pairs.map(|(argument, wanted)| self.value(argument, Some(wanted), scope)))?;
        Some((ExprKind::Call(id, checked), ty))
    }
}
