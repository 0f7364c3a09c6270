//! Named expressions and sets: checked after those that they use, circles refused.

use crate::base::{Code, Diagnostic, Message, msg, suggest};
use crate::model::expr::{ExprKind, Let, LetBody};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::{Scope, ScopedArgument, SetName};
use crate::syntax::tree::{self, DeclarationKind as Kind, ExpressionKind as Written, Predicate};
use crate::values::Type;
use crate::values::ids::{ArgumentId, CollectionId, LetId};
use std::collections::HashMap;
use std::sync::Arc;

enum Mention<'a> {
    Set(&'a str),
    Value(&'a str),
}

fn mentioned_in_set<'a>(set: &'a tree::Set, names: &mut Vec<Mention<'a>>) {
    names.push(of_set(&set.name, &set.fields));
    set.filter.iter().for_each(|filter| mentioned_in(filter, names));
}

/// A set, or what a path to a list begins with.
fn of_set<'a>(name: &'a tree::Name, fields: &[tree::Name]) -> Mention<'a> {
    if fields.is_empty() { Mention::Set(&name.text) } else { Mention::Value(&name.text) }
}

fn mentioned_in<'a>(expression: &'a tree::Expression, names: &mut Vec<Mention<'a>>) {
    match &expression.kind {
        Written::Or(terms) | Written::And(terms) => terms.iter().for_each(|term| mentioned_in(term, names)),
        Written::Not(inner) => mentioned_in(inner, names),
        Written::Is { subject, predicate, .. } => {
            mentioned_in(subject, names);
            match predicate {
                Predicate::Present | Predicate::Absent => {}
                Predicate::OneOf(values) => values.iter().for_each(|value| mentioned_in(value, names)),
                Predicate::In(other)
                | Predicate::Inside { of: other, .. }
                | Predicate::SharesWith(other)
                | Predicate::Compare(_, other)
                | Predicate::Within(_, other)
                | Predicate::During(_, other) => mentioned_in(other, names),
            }
        }
        Written::Arithmetic(left, _, right) => {
            mentioned_in(left, names);
            mentioned_in(right, names);
        }
        Written::Any(asked) | Written::Every(asked) => {
            names.push(of_set(&asked.set, &asked.fields));
            mentioned_in(&asked.condition, names);
        }
        Written::Count(set) | Written::NoneOf(set) => mentioned_in_set(set, names),
        Written::Total { value, set } => {
            mentioned_in_set(set, names);
            mentioned_in(value, names);
        }
        Written::Reference { path, arguments } => {
            names.extend(path.first().map(|name| Mention::Value(&name.text)));
            arguments.iter().flatten().for_each(|argument| mentioned_in(argument, names));
        }
        Written::Number(_) | Written::String(_) | Written::Date(_) => {}
    }
}

impl Checker {
    pub(super) fn lets(&mut self, declarations: &[&tree::Declaration]) {
        let mut written: Vec<&tree::Let> = Vec::new();
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        let mut by_noun: HashMap<&str, usize> = HashMap::new();
        for declaration in declarations {
            let Kind::Let(found) = &declaration.kind else { continue };
            let name = &found.name;
            let mut first = by_name.get(&*name.text).and_then(|at| written.get(*at)).map(|first| &first.name);
            if first.is_none() {
                if !self.not_reserved(name) {
                    continue;
                }
                let schema = &self.model.schema;
                let mut members = schema.members.iter().filter_map(|member| schema.member(member));
                first = members.find(|member| member.text == name.text);
            }
            if let Some(first) = first.map(|first| first.span) {
                self.taken("name", name, first);
                continue;
            }
            by_name.insert(&found.name.text, written.len());
            if let Some(noun) = &found.noun {
                by_noun.insert(&noun.text, written.len());
            }
            written.push(found);
        }
        let uses: Vec<Vec<usize>> = written
            .iter()
            .map(|found| {
                let mut mentions = Vec::new();
                match &found.body {
                    tree::LetBody::Set(set) => mentioned_in_set(set, &mut mentions),
                    tree::LetBody::Expression(body) => mentioned_in(body, &mut mentions),
                }
                let used = mentions.iter().filter_map(|mention| match mention {
                    Mention::Set(name) => by_name.get(name).or_else(|| by_noun.get(name)),
                    Mention::Value(name) => by_name.get(name),
                });
                used.copied().collect()
            })
            .collect();
        for at in self.in_order(&written, &uses) {
            let Some(found) = written.get(at) else { continue };
            // Whoever uses one that is wrong, or too large, is not complained of.
            let sound = self
                .definition(found)
                .and_then(|checked| Some((self.bounded_let(&checked.body, found.name.span)?, checked)));
            let Some((id, checked)) = sound else {
                self.names.failed.insert(found.name.text.clone());
                self.names.failed.extend(found.noun.iter().map(|noun| noun.text.clone()));
                continue;
            };
            if let LetBody::Set(_) = checked.body {
                self.declare_set(&found.name, found.noun.as_ref(), SetName::Let(id));
            }
            self.keep_asked(found);
            let _ = self.names.lets.add(&found.name, id);
            self.model.lets.push(checked);
        }
    }

    /// An order in which each definition comes after those that it uses. Circles are complained of and left out.
    fn in_order(&mut self, written: &[&tree::Let], uses: &[Vec<usize>]) -> Vec<usize> {
        // Whether all that a definition uses is in order already, of those that were come to.
        let mut done: HashMap<usize, bool> = HashMap::new();
        let mut order = Vec::with_capacity(written.len());
        for root in 0..written.len() {
            let mut path: Vec<(usize, usize)> = vec![(root, 0)];
            while let Some((at, next)) = path.pop() {
                if done.get(&at) == Some(&true) {
                    continue;
                }
                let used = uses.get(at).and_then(|uses| uses.get(next)).copied();
                done.insert(at, used.is_none());
                let Some(used) = used else {
                    order.push(at);
                    continue;
                };
                path.push((at, next + 1));
                if done.get(&used) == Some(&false) {
                    self.circle(written, &path, used);
                } else {
                    path.push((used, 0));
                }
            }
        }
        order
            .retain(|at| written.get(*at).is_some_and(|found| !self.names.failed.contains(&found.name.text)));
        order
    }

    fn circle(&mut self, written: &[&tree::Let], path: &[(usize, usize)], back_to: usize) {
        let names: Vec<&tree::Name> = path
            .iter()
            .map(|(at, _)| *at)
            .skip_while(|at| *at != back_to)
            .filter_map(|at| written.get(at).map(|found| &found.name))
            .collect();
        let Some(first) = names.first() else { return };
        if names.iter().any(|name| self.names.failed.contains(&name.text)) {
            return;
        }
        let round: Vec<&str> = names.iter().map(|name| &*name.text).chain([&*first.text]).collect();
        let way = match round.len() > 6 {
            true => Message::empty(),
            false => Message::verbatim(round.join(" → ")),
        };
        self.report(
            Diagnostic::error(Code::E0205, msg!(rules.let_in_circle, name = &*first.text))
                .label(first.span, way)
                .help(msg!(rules.break_the_circle)),
        );
        self.names.failed.extend(names.iter().map(|name| name.text.clone()));
    }

    fn definition(&mut self, written: &tree::Let) -> Option<Let> {
        let mut scope = Scope { state: true, ..Scope::default() };
        for parameter in &written.parameters {
            self.not_reserved(&parameter.name);
            let ty = self.parameter_type(parameter)?;
            if let Some(range) = parameter.ty.as_ref().and_then(|ty| ty.range.as_ref()) {
                self.report(
                    Diagnostic::error(Code::E0204, msg!(rules.range_of_let))
                        .label(range.span(), Message::empty())
                        .help(msg!(rules.range_of_field)),
                );
            }
            let argument = ArgumentId::at(scope.arguments.len());
            Arc::make_mut(&mut scope.arguments).push(ScopedArgument {
                name: parameter.name.text.clone(),
                kind: ExprKind::Argument(argument),
                ty,
            });
        }
        let body = match &written.body {
            tree::LetBody::Set(set) => LetBody::Set(self.set(set, &mut scope)?),
            tree::LetBody::Expression(expression) => match self.alias(expression) {
                Some(set) => LetBody::Set(self.set(&set, &mut scope)?),
                None => LetBody::Value(self.value(expression, None, &mut scope)?),
            },
        };
        if let (LetBody::Set(_), Some(parameter)) = (&body, written.parameters.first()) {
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.set_with_parameter))
                    .label(parameter.name.span, Message::empty())
                    .help(msg!(rules.delete_parameter)),
            );
            return None;
        }
        if let (LetBody::Value(_), Some(noun)) = (&body, &written.noun) {
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.value_has_no_elements, name = &*written.name.text))
                    .label(noun.span, Message::empty())
                    .help(msg!(rules.noun_belongs_to_set)),
            );
            return None;
        }
        Some(Let {
            name: written.name.clone(),
            parameters: scope.arguments.iter().map(|argument| argument.ty.clone()).collect(),
            noun: written.noun.clone(),
            body,
        })
    }

    fn alias(&self, expression: &tree::Expression) -> Option<tree::Set> {
        let Written::Reference { path, arguments: None } = &expression.kind else {
            return None;
        };
        let [name] = path.as_slice() else { return None };
        let set = tree::Set { span: expression.span, ..tree::Set::whole(name) };
        Some(set).filter(|_| self.names.sets.has(&name.text))
    }

    pub(super) fn parameter_type(&mut self, parameter: &tree::Parameter) -> Option<Type> {
        let implied =
            tree::TypeName { list: false, name: parameter.name.clone(), optional: false, range: None };
        let before = self.diagnostics.len();
        let found = self.type_of(parameter.ty.as_ref().unwrap_or(&implied));
        if found.is_none() && parameter.ty.is_none() && self.diagnostics.len() > before {
            self.diagnostics.truncate(before);
            let name = &parameter.name.text;
            let collections = self.model.schema.collections.iter().filter(|found| found.key.is_some());
            let near =
                suggest::nearest(name, collections.map(|found| &*found.noun.text)).map(Arc::<str>::from);
            let actors =
                self.model.schema.actors.and_then(|actors| self.model.schema.collections.get(actors));
            let help = match &near {
                _ if let Some(actors) =
                    actors.filter(|_| self.names.roles.has(name.strip_suffix('s').unwrap_or(name))) =>
                {
                    msg!(rules.role_is_no_element, noun = &*actors.noun.text)
                }
                Some(word) => msg!(common.did_you_mean, word = &**word),
                None => msg!(rules.write_type, name = &**name),
            };
            // Rules may speak of what was meant.
            self.unread.extend(near);
            // What has no key cannot be given; that of those who act is told of at the actions.
            let mut collections = self.model.schema.collections.iter();
            let keyless = collections.any(|of| of.noun.text == *name && of.key.is_none());
            let acts = self.names.actions.known().next().is_some();
            if keyless && acts && self.model.schema.actors.is_none() && self.actors_without_key().is_some() {
                self.unread.insert(name.clone());
                return None;
            }
            self.report(
                Diagnostic::error(
                    Code::E0206,
                    msg!(rules.parameter_without_type, name = &*parameter.name.text),
                )
                .label(parameter.name.span, Message::empty())
                .help(help),
            );
        }
        if found.is_none() {
            self.unread.insert(parameter.name.text.clone());
        }
        found
    }

    pub(super) fn let_collection(&self, set: LetId) -> Option<CollectionId> {
        match &self.model.lets.get(set)?.body {
            LetBody::Set(set) => Some(set.collection),
            LetBody::Value(_) => None,
        }
    }
}
