//! What a name in an expression stands for: an element, a field, an argument, a value, a named expression.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::model::expr::{Expr, ExprKind, LetBody};
use crate::model::from_syntax::alternatives::plain;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::expressions::all;
use crate::model::from_syntax::names::Scope;
use crate::syntax::tree;
use crate::syntax::vocabulary::NUMBERS;
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

/// What to write in place of a number, or of a comparison, in words.
fn in_words(word: &str) -> Option<Message> {
    if let Some((_, number)) = NUMBERS.iter().find(|(known, _)| *known == word) {
        return Some(msg!(rules.write_digits, number = *number));
    }
    match word {
        "today" => Some(msg!(syntax.write, word = "now")),
        "yes" | "True" | "TRUE" => Some(msg!(syntax.write, word = "true")),
        "no" | "False" | "FALSE" => Some(msg!(syntax.write, word = "false")),
        word if is_nothing(word) => Some(msg!(rules.write_is_absent)),
        "more" | "greater" | "later" => Some(msg!(rules.write_at_least)),
        "less" | "fewer" => Some(msg!(rules.write_at_most)),
        _ => None,
    }
}

/// Whether a word means elsewhere that there is no value.
fn is_nothing(word: &str) -> bool {
    ["null", "nil", "none", "empty", "undefined"].contains(&&*word.to_lowercase())
}

/// A path as it is written.
fn joined(path: &[tree::Name]) -> String {
    path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".")
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
            let element = (ExprKind::Element(Level::at(level)), Type::Element(bound.collection));
            if bound.names.contains(&first.text) {
                add(element.0.clone(), element.1.clone(), 1, "", own);
            }
            let fields = self.model.schema.collections.get(bound.collection).map(|found| &found.fields);
            if let Some(fields) = fields.filter(|_| bound.bare)
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
        } else if let Some(found) = scope.arguments.iter().find(|found| found.name == first.text) {
            add(found.kind.clone(), found.ty.clone(), 1, if scope.actor { "action" } else { "" }, own);
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
                let message = match &list {
                    Some(list) => msg!(syntax.not_in_language, word = format!("in ({list})")),
                    None => msg!(rules.unknown_let, name = &*name.text),
                };
                let help = match list {
                    Some(list) => Some(msg!(syntax.write, word = format!("one of {list}"))),
                    None => suggest::did_you_mean(&name.text, self.names.lets.known()),
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

    fn no_meaning(&mut self, first: &tree::Name, path: &[tree::Name], wanted: Option<&Type>, scope: &Scope) {
        if self.names.failed.contains(&first.text) {
            return;
        }
        if path.iter().any(|name| self.unread.contains(&name.text)) {
            self.guesses += 1;
            return;
        }
        if self.names.sets.has(&first.text) && scope.state {
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.set_not_value, name = &*first.text))
                    .label(first.span, Message::empty())
                    .help(msg!(rules.ask_set, name = &*first.text)),
            );
            return;
        }
        if &*first.text == "actor" {
            // Of an actor that is not declared there is one error, at the actions.
            if !scope.actor {
                self.report(
                    Diagnostic::error(Code::E0201, msg!(rules.no_actor_here))
                        .label(first.span, Message::empty())
                        .help(msg!(rules.actor_as_parameter)),
                );
            }
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
                Diagnostic::error(Code::E0201, msg!(rules.unknown_name, name = &*first.text))
                    .label(first.span, msg!(rules.value_of_an_enum))
                    .help(msg!(rules.one_of_several)),
            );
            return;
        }
        if self.has_too_many() {
            return;
        }
        if let Some(help) = in_words(&first.text) {
            return self.unknown(msg!(rules.unknown_name, name = &*first.text), first, Some(help));
        }
        if let Some((message, whole)) = self.near_path(path) {
            let place = tree::Name { text: name.text.clone(), span: whole };
            return self.unknown(msg!(rules.unknown_name, name = joined(path)), &place, Some(message));
        }
        let known = self.known_names(wanted, scope);
        if scope.text && path.len() == 1 && suggest::meant(&name.text, known.iter().copied()).is_none() {
            let help = msg!(syntax.write, word = format!("\"{}\"", name.text));
            return self.unknown(msg!(rules.unknown_name, name = &*name.text), name, Some(help));
        }
        let message = match wanted {
            Some(ty @ Type::Enum(_)) => {
                msg!(rules.unknown_value, enumeration = self.model.type_name(ty), name = &*name.text)
            }
            _ => msg!(rules.unknown_name, name = &*name.text),
        };
        self.unknown(message, name, suggest::did_you_mean(&name.text, known));
    }

    /// The value of the state that a path of several names is most like, and the place of the whole path.
    fn near_path(&self, path: &[tree::Name]) -> Option<(Message, Span)> {
        let (first, last) = (path.first()?, path.last()?);
        let written = joined(path);
        if path.len() < 2 {
            return None;
        }
        let paths = self.model.schema.scalars.iter().map(|scalar| &*scalar.path);
        let near = suggest::nearest(&written, paths)?;
        Some((msg!(common.did_you_mean, word = near), first.span.to(last.span)))
    }

    fn known_names<'a>(&'a self, wanted: Option<&Type>, scope: &'a Scope) -> Vec<&'a str> {
        if let Some(Type::Enum(of)) = wanted {
            let values = self.model.enums.get(*of).into_iter().flat_map(|found| &found.values);
            return values.map(|value| &*value.text).collect();
        }
        let mut known: Vec<&str> = scope.arguments.iter().map(|argument| &*argument.name).collect();
        for bound in &scope.elements {
            known.extend(bound.names.iter().map(AsRef::as_ref));
            let collection = self.model.schema.collections.get(bound.collection).filter(|_| bound.bare);
            let fields = collection.into_iter().flat_map(|found| &found.fields);
            known.extend(fields.map(|field| &*field.name.text));
        }
        known.extend(scope.actor.then_some("actor"));
        known.extend(["count", "limit"].into_iter().filter(|_| scope.counts));
        known.extend(scope.due.then_some("due"));
        if scope.state {
            known.push("now");
            known.extend(self.model.schema.scalars.iter().map(|scalar| &*scalar.path));
            known.extend(self.names.lets.known());
        }
        known
    }
}
