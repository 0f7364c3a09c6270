//! Permits that let something where there is nothing to ask: `every` of nothing is true.

use crate::base::{Code, Diagnostic, Span, msg};
use crate::model::from_syntax::alternatives::plain;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::{Asked, SetName};
use crate::syntax::tree::{
    self, Clause, Comparison, Expression, ExpressionKind as Written, Predicate, Quantified,
};
use std::sync::Arc;

impl Asked {
    fn add(&mut self, other: Self) {
        self.all.extend(other.all);
        self.one.extend(other.one);
    }

    /// Those of which nothing asks that there is one.
    fn open(self) -> Vec<(Arc<str>, Span)> {
        let Self { mut all, one, .. } = self;
        all.retain(|(path, _)| !one.contains(path));
        all
    }
}

fn path_of(asked: &Quantified) -> Arc<str> {
    joined(&asked.set, &asked.fields)
}

fn joined(first: &tree::Name, rest: &[tree::Name]) -> Arc<str> {
    let names = [first].into_iter().chain(rest).map(|name| &*name.text);
    names.collect::<Vec<_>>().join(".").into()
}

/// Whether a comparison with a number is true of no number below one.
fn is_some(comparison: Comparison, number: i64) -> bool {
    match comparison {
        Comparison::AtLeast | Comparison::Equal => number > 0,
        Comparison::MoreThan => number >= 0,
        _ => false,
    }
}

/// Whether it is true of zero, so that whatever it is not true of is at least one.
fn is_none(comparison: Comparison, number: i64) -> bool {
    match comparison {
        Comparison::Equal => number == 0,
        Comparison::AtMost => number >= 0,
        Comparison::LessThan => number > 0,
        _ => false,
    }
}

impl Checker {
    /// Warn of each `every` in the conditions of a permit that do not ask for one.
    pub(super) fn permits_nothing(&mut self, conditions: &[Clause]) {
        let mut asked = Asked::default();
        for clause in conditions {
            asked.add(self.asked(&clause.condition, !clause.unless));
        }
        let actors = self.model.schema.actors;
        for (path, span) in asked.open() {
            // Whoever acts is one.
            let acts = |set| matches!(set, SetName::Collection(own) if Some(own) == actors);
            if self.names.sets.get(&path).is_some_and(acts) {
                continue;
            }
            let one = format!("any x in {path} where …");
            self.report(
                Diagnostic::warning(Code::W0306, msg!(rules.every_of_nothing, path = &*path))
                    .label(span, msg!(rules.holds_of_nothing))
                    .help(msg!(rules.ask_for_one, condition = one)),
            );
        }
    }

    /// Keep what a named condition asks.
    pub(super) fn keep_asked(&mut self, written: &tree::Let) {
        let tree::LetBody::Expression(body) = &written.body else { return };
        let found = self.asked(body, true);
        if found.all.is_empty() && found.one.is_empty() {
            return;
        }
        let parameters = written.parameters.iter().map(|parameter| parameter.name.text.clone()).collect();
        self.asked.insert(written.name.text.clone(), Asked { parameters, ..found });
    }

    /// What a condition asks where it holds, or where it does not.
    fn asked(&self, written: &Expression, holds: bool) -> Asked {
        let mut found = Asked::default();
        match (&written.kind, holds) {
            (Written::And(terms), true) | (Written::Or(terms), false) => {
                for term in terms {
                    found.add(self.asked(term, holds));
                }
            }
            // One of them is enough: each asks for itself, and where another does not hold, there may be one.
            (Written::And(terms) | Written::Or(terms), _) => {
                let others: Vec<Arc<str>> = terms.iter().flat_map(|term| excused(term, holds)).collect();
                found.all = terms.iter().flat_map(|term| self.asked(term, holds).open()).collect();
                found.all.retain(|(path, _)| !others.contains(path));
            }
            (Written::Not(inner), _) => found = self.asked(inner, !holds),
            (Written::Every(asked), true) => found.all.push((path_of(asked), written.span)),
            (Written::Any(asked), true) | (Written::Every(asked), false) => found.one.push(path_of(asked)),
            (Written::NoneOf(set), false) => found.one.push(joined(&set.name, &set.fields)),
            (Written::Is { subject, negated, predicate }, _) => {
                found.one = has_one(subject, predicate, holds != *negated);
            }
            (Written::Reference { path, arguments }, _) => {
                let named = path.first().filter(|_| path.len() == 1 && holds);
                if let Some(known) = named.and_then(|name| self.asked.get(&name.text)) {
                    let arguments = arguments.as_deref().unwrap_or_default();
                    let given = |path: &str| given(path, &known.parameters, arguments);
                    found.all = known.all.iter().map(|(path, _)| (given(path), written.span)).collect();
                    found.one = known.one.iter().map(|path| given(path)).collect();
                }
            }
            _ => {}
        }
        found
    }
}

/// What has an element or an entry where a comparison holds, or does not.
fn has_one(subject: &Expression, predicate: &Predicate, holds: bool) -> Vec<Arc<str>> {
    match (&subject.kind, predicate) {
        (Written::Count(set), Predicate::Compare(comparison, number)) => {
            let Written::Number(number) = number.kind else { return Vec::new() };
            let has = if holds { is_some(*comparison, number) } else { is_none(*comparison, number) };
            has.then(|| joined(&set.name, &set.fields)).into_iter().collect()
        }
        (_, Predicate::In(list)) if holds => plain(list).map(Arc::from).into_iter().collect(),
        (_, Predicate::SharesWith(list)) if holds => {
            [plain(subject), plain(list)].into_iter().flatten().map(Arc::from).collect()
        }
        _ => Vec::new(),
    }
}

/// What has an element or an entry where a term that may be enough is not.
fn excused(term: &Expression, holds: bool) -> Vec<Arc<str>> {
    match &term.kind {
        Written::Is { subject, negated, predicate } => has_one(subject, predicate, holds == *negated),
        Written::NoneOf(set) if holds && set.filter.is_none() => vec![joined(&set.name, &set.fields)],
        _ => Vec::new(),
    }
}

/// A path with what is passed in place of the parameter that it begins with.
fn given(path: &str, parameters: &[Arc<str>], arguments: &[Expression]) -> Arc<str> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let place = parameters.iter().position(|parameter| **parameter == *first);
    let passed = place.and_then(|place| arguments.get(place)).and_then(plain);
    match (passed, rest) {
        (Some(passed), Some(rest)) => format!("{passed}.{rest}").into(),
        (Some(passed), None) => passed.into(),
        (None, _) => path.into(),
    }
}
