//! Values joined by `or`, where the language has `is one of`.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::Scope;
use crate::syntax::tree::{Comparison, Expression, ExpressionKind as Written, Predicate};

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
        let first: Vec<&Expression> = match predicate {
            Predicate::Compare(Comparison::Equal, value) => vec![value],
            Predicate::OneOf(values) => values.iter().collect(),
            _ => return false,
        };
        let values = first.iter().chain(&more).map(|value| plain(value)).collect::<Option<Vec<_>>>();
        let (Some(subject), Some(values)) = (plain(subject), values) else { return false };
        let (Some(one), Some(last)) = (more.first(), more.last()) else { return false };
        if !any && !negated {
            return false;
        }
        self.report(
            Diagnostic::error(Code::E0204, msg!(rules.value_for_condition))
                .label(one.span.to(last.span), Message::empty())
                .help(msg!(syntax.write, word = format!("{subject} {}", one_of(*negated, &values)))),
        );
        true
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
