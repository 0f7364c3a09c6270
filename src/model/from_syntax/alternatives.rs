//! Values joined by `or`, where the language has `is one of`.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::Scope;
use crate::model::schema::Field;
use crate::syntax::tree::{Comparison, Expression, ExpressionKind as Written, Predicate};
use crate::values::Type;
use crate::values::ids::CollectionId;

/// A value as it is written, where it is no more than a name, a text, a number or a date.
pub(super) fn plain(value: &Expression) -> Option<String> {
    Some(match &value.kind {
        Written::Reference { path, arguments: None } => {
            path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".")
        }
        Written::String(text) => format!("\"{}\"", text.text),
        Written::Number(number) => number.to_string(),
        Written::Date(moment) => moment.to_string(),
        _ => return None,
    })
}

/// `is one of a, b`
pub(super) fn one_of(negated: bool, values: &[String]) -> String {
    format!("{} one of {}", if negated { "is not" } else { "is" }, values.join(", "))
}

/// The values that a predicate compares with.
fn compared(predicate: &Predicate) -> Vec<&Expression> {
    match predicate {
        Predicate::Compare(Comparison::Equal, value) => vec![value],
        Predicate::OneOf(values) => values.iter().collect(),
        _ => Vec::new(),
    }
}

impl Checker {
    /// Complain of a value that was meant as one more of those that the term before it compares with; whether there is
    /// one. `any` says that the terms are joined by `or`.
    pub(super) fn more_values(&mut self, terms: &[Expression], any: bool, scope: &Scope) -> bool {
        let Some(at) = terms.iter().skip(1).position(|term| self.is_value(term, scope)) else { return false };
        let more: Vec<&Expression> =
            terms.iter().skip(at + 1).take_while(|term| self.is_value(term, scope)).collect();
        let before = terms.get(at).map(|term| match &term.kind {
            Written::And(terms) => terms.last().unwrap_or(term),
            _ => term,
        });
        let Some(Written::Is { subject, negated, predicate }) = before.map(|term| &term.kind) else {
            return false;
        };
        let first = compared(predicate);
        if first.is_empty() {
            return false;
        }
        let values = first.iter().chain(&more).map(|value| plain(value)).collect::<Option<Vec<_>>>();
        let (Some(mut path), Some(values)) = (plain(subject), values) else { return false };
        if let (Some(of), Some(value)) = (self.element_named(subject, scope), values.first()) {
            let mut fields = self.fields_with(of, value);
            let (Some(field), None) = (fields.next(), fields.next()) else { return false };
            path = format!("{path}.{}", field.name.text);
        }
        let (Some(one), Some(last)) = (more.first(), more.last()) else { return false };
        // Joined by `and`, values of a list of names were meant as those of which one is enough.
        if !any && !negated && !more.iter().all(|value| matches!(value.kind, Written::Reference { .. })) {
            return false;
        }
        self.report(
            Diagnostic::error(Code::E0204, msg!(rules.value_for_condition))
                .label(one.span.to(last.span), Message::empty())
                .help(msg!(syntax.write, word = format!("{path} {}", one_of(*negated, &values)))),
        );
        true
    }

    /// Complain of an element that is compared with what one of its fields may be, as in `car is free`; whether it is.
    pub(super) fn is_field_alone(
        &mut self,
        written: &Expression,
        of: CollectionId,
        negated: bool,
        predicate: &Predicate,
        scope: &Scope,
    ) -> bool {
        let compared = compared(predicate);
        let names = compared.iter().map(|value| match &value.kind {
            Written::Reference { path, arguments: None } if !self.means_something(path, scope) => {
                path.first().filter(|_| path.len() == 1).map(|name| &*name.text)
            }
            _ => None,
        });
        let (Some(names), Some(subject)) = (names.collect::<Option<Vec<_>>>(), plain(written)) else {
            return false;
        };
        let Some(first) = names.first() else { return false };
        let mut fields = self.fields_with(of, first).map(|field| field.name.text.clone());
        let (Some(field), None) = (fields.next(), fields.next()) else { return false };
        drop(fields);
        let path = format!("{subject}.{field}");
        let values: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mended = match (values.as_slice(), negated) {
            ([one], _) if **one == *field => {
                if negated {
                    format!("not {path}")
                } else {
                    path
                }
            }
            ([one], false) => format!("{path} is {one}"),
            ([one], true) => format!("{path} is not {one}"),
            (several, _) => format!("{path} {}", one_of(negated, several)),
        };
        let message = match **first == *field {
            true => msg!(rules.field_for_value, name = *first),
            false => msg!(rules.value_of_a_field, name = *first, field = &*field, subject = subject),
        };
        let place = compared.first().zip(compared.last()).map(|(first, last)| first.span.to(last.span));
        self.report(
            Diagnostic::error(Code::E0204, message)
                .label(place.unwrap_or(written.span), Message::empty())
                .help(msg!(syntax.write, word = mended)),
        );
        true
    }

    /// Complain of a value of the state that is said of something without a name here, as in `it is open`; whether it is.
    pub(super) fn is_flag_named(
        &mut self,
        subject: &Expression,
        negated: bool,
        predicate: &Predicate,
        scope: &Scope,
    ) -> bool {
        let Predicate::Compare(Comparison::Equal, value) = predicate else { return false };
        let (Some(subject_path), Some(path)) = (plain(subject), plain(value)) else { return false };
        let schema = &self.model.schema;
        let mut flags = schema.scalars.iter().filter(|of| of.field.ty == Type::Bool);
        let is_flag = scope.state && flags.any(|flag| *flag.path == *path);
        let known = match &subject.kind {
            Written::Reference { path, arguments: None } if path.len() == 1 => {
                self.means_something(path, scope) || self.unread.contains(&*subject_path)
            }
            _ => true,
        };
        if !is_flag || known {
            return false;
        }
        let words = if negated { format!("not {path}") } else { path };
        self.report(
            Diagnostic::error(Code::E0201, msg!(rules.unknown_name, name = subject_path))
                .label(subject.span, Message::empty())
                .help(msg!(syntax.write, word = words)),
        );
        true
    }

    /// The fields of a collection that may have a value, or that it names where they are true or false.
    pub(super) fn fields_with<'a>(
        &'a self,
        of: CollectionId,
        value: &'a str,
    ) -> impl Iterator<Item = &'a Field> {
        let fields = self.model.schema.collections.get(of).into_iter().flat_map(|found| &found.fields);
        fields.filter(move |field| match field.ty {
            Type::Enum(of) => {
                let values = self.model.enums.get(of).into_iter().flat_map(|found| &found.values);
                values.into_iter().any(|known| *known.text == *value)
            }
            Type::Bool => *field.name.text == *value,
            _ => false,
        })
    }

    /// The collection of an element that a name stands for.
    fn element_named(&self, written: &Expression, scope: &Scope) -> Option<CollectionId> {
        let Written::Reference { path, arguments: None } = &written.kind else { return None };
        let name = path.first().filter(|_| path.len() == 1)?;
        let given = scope.arguments.iter().find(|argument| argument.name == name.text);
        match given.map(|argument| &argument.ty) {
            Some(Type::Element(of)) => Some(*of),
            Some(_) => None,
            None if &*name.text == "actor" => self.model.schema.actors.filter(|_| scope.actor),
            None => scope.elements.iter().find(|of| of.names.contains(&name.text))?.collection(),
        }
    }

    /// Whether an expression is a name that means nothing by itself, so that it may be a value of an enum.
    pub(super) fn is_bare_value(&self, written: &Expression, scope: &Scope) -> bool {
        match &written.kind {
            Written::Reference { path, arguments: None } => {
                path.len() == 1 && !self.means_something(path, scope)
            }
            _ => false,
        }
    }

    /// Whether an expression is a value and certainly no condition.
    fn is_value(&self, written: &Expression, scope: &Scope) -> bool {
        match &written.kind {
            Written::String(_) | Written::Number(_) | Written::Date(_) => true,
            Written::Reference { path, arguments: None } => match path.as_slice() {
                [name] => {
                    let mut enums = self.model.enums.iter();
                    enums.any(|found| found.values.iter().any(|value| value.text == name.text))
                        && !self.means_something(path, scope)
                }
                _ => false,
            },
            _ => false,
        }
    }
}
