//! What is asked of each of some, elements of a set or entries of a list: `any`, `every`, `none of`, `count of`, `shares with`.
//! Whatever is not `any` is made of it.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::model::expr::{Expr, ExprKind, Set};
use crate::model::from_syntax::alternatives::plain;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::expressions::type_mismatch;
use crate::model::from_syntax::names::{Bound, Scope};
use crate::syntax::tree::{self, Expression, ExpressionKind as Written};
use crate::values::ids::Level;
use crate::values::{Type, Value};

/// What is gone through.
enum Among {
    Set(Set),
    List(Expr),
}

/// That the condition holds for one of them.
fn any_of(among: Among, condition: Expr) -> ExprKind {
    match among {
        Among::Set(set) => ExprKind::Any(Box::new(set), Box::new(condition)),
        Among::List(list) => ExprKind::AnyEntry(Box::new(list), Box::new(condition)),
    }
}

/// What holds where a condition does not, is unknown where it is: `not` stands as far inside as it can, so that what is
/// compared there can be looked up.
fn negated(expr: Expr) -> Expr {
    let Expr { span, ty, kind } = expr;
    let kind = match kind {
        ExprKind::Not(inner) => return *inner,
        ExprKind::And(terms) => ExprKind::Or(terms.into_iter().map(negated).collect()),
        ExprKind::Or(terms) => ExprKind::And(terms.into_iter().map(negated).collect()),
        kind => ExprKind::Not(Box::new(Expr { span, ty: ty.clone(), kind })),
    };
    Expr { span, ty, kind }
}

fn not(span: Span, kind: ExprKind) -> ExprKind {
    ExprKind::Not(Box::new(Expr { span, ty: Type::Bool, kind }))
}

/// A path as it is written.
fn joined(first: &tree::Name, rest: &[tree::Name]) -> String {
    [first].into_iter().chain(rest).map(|name| &*name.text).collect::<Vec<_>>().join(".")
}

impl Checker {
    /// `any p in partners where …`
    pub(super) fn any(&mut self, asked: &tree::Quantified, scope: &mut Scope) -> Option<(ExprKind, Type)> {
        let (among, condition) = self.quantified(asked, scope)?;
        Some((any_of(among, condition), Type::Bool))
    }

    /// `every p in partners where …`: there is none for which it does not hold.
    pub(super) fn every(
        &mut self,
        span: Span,
        asked: &tree::Quantified,
        scope: &mut Scope,
    ) -> Option<(ExprKind, Type)> {
        let (among, condition) = self.quantified(asked, scope)?;
        Some((not(span, any_of(among, negated(condition))), Type::Bool))
    }

    fn quantified(&mut self, asked: &tree::Quantified, scope: &mut Scope) -> Option<(Among, Expr)> {
        let name = &asked.name;
        self.not_reserved(name);
        let taken = scope.arguments.iter().any(|argument| argument.name == name.text);
        if taken || scope.elements.iter().any(|bound| bound.names.contains(&name.text)) {
            self.other_name(msg!(rules.stands_for_other, name = &*name.text), name);
            return None;
        }
        let among = self.among(&asked.set, &asked.fields, scope)?;
        let ty = match &among {
            Among::Set(set) => Type::Element(set.collection),
            Among::List(list) => list.ty.entry().clone(),
        };
        scope.elements.push(Bound { ty, names: vec![name.text.clone()], bare: false });
        let condition = self.condition(&asked.condition, scope);
        scope.elements.pop();
        Some((among, condition?))
    }

    /// `none of loans where …`: there is none for which it holds.
    pub(super) fn none_of(
        &mut self,
        span: Span,
        written: &tree::Set,
        scope: &mut Scope,
    ) -> Option<(ExprKind, Type)> {
        let mut set = match self.counted(written, scope)? {
            Among::Set(set) => set,
            Among::List(list) => {
                let path = joined(&written.name, &written.fields);
                let help = msg!(rules.not_any, path = path);
                self.report(
                    Diagnostic::error(Code::E0204, type_mismatch(msg!(rules.a_set), self.a(&list.ty)))
                        .label(list.span, Message::empty())
                        .help(help),
                );
                return None;
            }
        };
        // The element of a filter is that of a condition, and a condition can be looked up.
        let all = Expr { span, ty: Type::Bool, kind: ExprKind::Literal(Value::Bool(true)) };
        let condition = set.filter.take().map_or(all, |filter| *filter);
        Some((not(span, any_of(Among::Set(set), condition)), Type::Bool))
    }

    /// `count of loans where …`, `count of document.tags`
    pub(super) fn count(&mut self, written: &tree::Set, scope: &mut Scope) -> Option<(ExprKind, Type)> {
        let kind = match self.counted(written, scope)? {
            Among::Set(set) => ExprKind::Count(Box::new(set)),
            Among::List(list) => ExprKind::CountEntries(Box::new(list)),
        };
        Some((kind, Type::Int))
    }

    fn counted(&mut self, written: &tree::Set, scope: &mut Scope) -> Option<Among> {
        if !self.is_path(&written.name, &written.fields, scope) {
            return Some(Among::Set(self.set(written, scope)?));
        }
        let list = self.among(&written.name, &written.fields, scope)?;
        if let Some(filter) = &written.filter {
            let path = joined(&written.name, &written.fields);
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.entries_have_no_where))
                    .label(filter.span, Message::empty())
                    .help(msg!(rules.ask_entries, path = path)),
            );
            return None;
        }
        Some(list)
    }

    /// Whether a name stands for a list here and for no set.
    fn is_path(&self, first: &tree::Name, rest: &[tree::Name], scope: &Scope) -> bool {
        let alone = || self.type_of_path(std::slice::from_ref(first), scope);
        !rest.is_empty() || !self.names.sets.has(&first.text) && matches!(alone(), Some(Type::List(_)))
    }

    fn among(&mut self, first: &tree::Name, rest: &[tree::Name], scope: &mut Scope) -> Option<Among> {
        if !self.is_path(first, rest, scope) {
            if let Some(help) = self.list_meant(first, scope) {
                self.unknown(msg!(rules.unknown_set, name = &*first.text), first, Some(help));
                return None;
            }
            return Some(Among::Set(self.set(&tree::Set::whole(first), scope)?));
        }
        let path: Vec<tree::Name> = [first].into_iter().chain(rest).cloned().collect();
        let span = first.span.to(rest.last().unwrap_or(first).span);
        let written = Expression { span, kind: Written::Reference { path, arguments: None } };
        let list = self.value(&written, None, scope)?;
        if matches!(list.ty, Type::List(_)) {
            return Some(Among::List(list));
        }
        self.no_list(&list, msg!(rules.a_set_or_list), &joined(first, rest));
        None
    }

    /// The list that a name which stands for no set is most like.
    fn list_meant(&self, name: &tree::Name, scope: &Scope) -> Option<Message> {
        if self.names.sets.has(&name.text) || self.names.failed.contains(&name.text) {
            return None;
        }
        let lists = scope.arguments.iter().filter(|argument| matches!(argument.ty, Type::List(_)));
        let near = suggest::nearest(&name.text, lists.map(|argument| &*argument.name))?;
        Some(msg!(common.did_you_mean, word = near))
    }

    /// Report a list of which one value was meant, as in `is one of document.tags`; whether it is one.
    pub(super) fn is_one_of_list(
        &mut self,
        subject: (&Expression, &Type),
        negated: bool,
        values: &[Expression],
        scope: &Scope,
    ) -> bool {
        let [Expression { span, kind: Written::Reference { path, arguments: None } }] = values else {
            return false;
        };
        let Some(Type::List(of)) = self.type_of_path(path, scope) else { return false };
        let (written, ty) = subject;
        let value = plain(written).map(|value| match *of {
            Type::Enum(_) => value.trim_matches('"').to_owned(),
            _ => value,
        });
        let (Some(value), Some((first, rest))) = (value, path.split_first()) else { return false };
        let is = if negated { "is not in" } else { "is in" };
        let mended = format!("{value} {is} {}", joined(first, rest));
        let found = self.a(&Type::List(of));
        self.report(
            Diagnostic::error(Code::E0204, type_mismatch(self.a(ty), found))
                .label(*span, Message::empty())
                .help(msg!(syntax.write, word = mended)),
        );
        true
    }

    /// Report what is no list; where just one field of the element is one, it was meant.
    fn no_list(&mut self, found: &Expr, expected: Message, path: &str) {
        let collections = &self.model.schema.collections;
        let of = match found.ty {
            Type::Element(of) => collections.get(of),
            _ => None,
        };
        let mut lists = of.into_iter().flat_map(|of| &of.fields);
        let mut lists = lists.by_ref().filter(|field| matches!(field.ty, Type::List(_)));
        let only = lists.next().filter(|_| lists.next().is_none()).map(|field| field.name.text.clone());
        let help = only.map(|field| msg!(syntax.write, word = format!("{path}.{field}")));
        self.report(
            Diagnostic::error(Code::E0204, type_mismatch(expected, self.a(&found.ty)))
                .label(found.span, Message::empty())
                .maybe_help(help),
        );
    }

    /// `actor.teams shares with document.teams`: some entry of one is in the other.
    pub(super) fn shares(
        &mut self,
        span: Span,
        list: Expr,
        other: &Expression,
        scope: &mut Scope,
    ) -> Option<Expr> {
        let ty = list.ty.entry().clone();
        // What the other list is made of stands in the condition, so that elements in it are a level further in.
        let level = Level::at(scope.elements.len());
        scope.elements.push(Bound { ty: ty.clone(), names: Vec::new(), bare: false });
        let other = self.value(other, None, scope);
        scope.elements.pop();
        let other = other?;
        for side in [&list, &other] {
            if !matches!(side.ty, Type::List(_)) {
                let message = type_mismatch(msg!(rules.a_list), self.a(&side.ty));
                self.report(
                    Diagnostic::error(Code::E0204, message)
                        .label(side.span, Message::empty())
                        .help(msg!(rules.is_in_list)),
                );
                return None;
            }
        }
        if !ty.comparable(other.ty.entry()) {
            let message = type_mismatch(self.a(&list.ty), self.a(&other.ty));
            self.report(Diagnostic::error(Code::E0204, message).label(other.span, Message::empty()));
            return None;
        }
        let entry = Expr { span: list.span, ty, kind: ExprKind::Element(level) };
        let is_in = ExprKind::In(Box::new(entry), Box::new(other));
        let is_in = Expr { span, ty: Type::Bool, kind: is_in };
        Some(Expr { span, ty: Type::Bool, kind: any_of(Among::List(list), is_in) })
    }

    /// Report a list that is looked for in a list.
    pub(super) fn list_in_list<T>(
        &mut self,
        subject: &Expr,
        of: &Type,
        paths: Option<(String, String)>,
    ) -> Option<T> {
        let help = paths.map(|(one, other)| msg!(syntax.write, word = format!("{one} shares with {other}")));
        self.report(
            Diagnostic::error(Code::E0204, type_mismatch(self.a(of), self.a(&subject.ty)))
                .label(subject.span, Message::empty())
                .maybe_help(help),
        );
        None
    }
}
