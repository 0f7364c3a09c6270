//! Conditions of one rule that cannot hold together, as far as that is plain: one value compared with two others.

use crate::base::{Code, Diagnostic, Span, msg};
use crate::model::expr::{Expr, ExprKind};
use crate::model::from_syntax::checker::Checker;
use crate::model::rules::Condition;
use crate::values::Value;

/// What a condition asks of a value: to be one of these, or none of them.
struct Asked<'e> {
    subject: &'e Expr,
    values: Vec<Value>,
    among: bool,
    place: Span,
}

impl Checker {
    /// Warn of the first two conditions that exclude each other: the rule never applies.
    pub(super) fn exclusive(&mut self, conditions: &[Condition]) {
        // Each is compared with those before it.
        const MOST: usize = 64;
        if let [only] = conditions
            && !matches!(only.expr.kind, ExprKind::And(_) | ExprKind::Not(_))
        {
            return;
        }
        let mut asked: Vec<Asked<'_>> = Vec::new();
        for condition in conditions {
            collect(&condition.expr, !condition.unless, &mut asked);
        }
        asked.truncate(MOST);
        let found = asked.iter().enumerate().find_map(|(at, second)| {
            let first = asked.iter().take(at).find(|first| excludes(first, second))?;
            Some((first.place, second.place))
        });
        if let Some((first, second)) = found {
            self.report(
                Diagnostic::warning(Code::W0303, msg!(rules.conditions_exclude))
                    .label(second, msg!(rules.and_this))
                    .label(first, msg!(rules.this_condition))
                    .help(msg!(rules.join_with_or)),
            );
        }
    }
}

/// The comparisons that all have to hold for a condition to hold, or to fail.
fn collect<'e>(expr: &'e Expr, holds: bool, asked: &mut Vec<Asked<'e>>) {
    match (&expr.kind, holds) {
        (ExprKind::And(terms), true) => terms.iter().for_each(|term| collect(term, true, asked)),
        (ExprKind::Not(inner), _) => {
            // `not (a and b)` says nothing of each, and `not (a or b)` of all.
            collect(inner, !holds, asked);
        }
        (ExprKind::Or(terms), _) => {
            let Some(values) = one_subject(terms) else {
                if !holds {
                    for term in terms {
                        collect(term, false, asked);
                    }
                }
                return;
            };
            let Some((subject, _)) = terms.first().and_then(compared) else { return };
            asked.push(Asked { subject, values, among: holds, place: expr.span });
        }
        _ => {
            if let Some((subject, value)) = compared(expr) {
                asked.push(Asked { subject, values: vec![value], among: holds, place: expr.span });
            }
        }
    }
}

/// The values of `a is one of b, c`.
fn one_subject(terms: &[Expr]) -> Option<Vec<Value>> {
    let (subject, _) = compared(terms.first()?)?;
    let value = |term| compared(term).filter(|(other, _)| same(subject, other)).map(|(_, value)| value);
    terms.iter().map(value).collect()
}

/// What is compared, and with which value of few.
fn compared(expr: &Expr) -> Option<(&Expr, Value)> {
    match &expr.kind {
        ExprKind::Equal(subject, other) => match &other.kind {
            ExprKind::Literal(value @ (Value::Variant(_) | Value::Bool(_) | Value::Int(_))) => {
                Some((subject, value.clone()))
            }
            _ => None,
        },
        ExprKind::Scalar(_) | ExprKind::Parameter(_) | ExprKind::Field(..) => {
            Some((expr, Value::Bool(true))).filter(|_| expr.ty == crate::values::Type::Bool)
        }
        _ => None,
    }
}

/// Whether two expressions are the same value, wherever they stand.
fn same(one: &Expr, other: &Expr) -> bool {
    match (&one.kind, &other.kind) {
        (ExprKind::Scalar(one), ExprKind::Scalar(other)) => one == other,
        (ExprKind::Parameter(one), ExprKind::Parameter(other)) => one == other,
        (ExprKind::Actor, ExprKind::Actor) => true,
        (ExprKind::Field(one, field), ExprKind::Field(other, of)) => field == of && same(one, other),
        _ => false,
    }
}

fn excludes(first: &Asked<'_>, second: &Asked<'_>) -> bool {
    let within =
        |inner: &Asked<'_>, outer: &Asked<'_>| inner.values.iter().all(|value| outer.values.contains(value));
    let apart = || !first.values.iter().any(|value| second.values.contains(value));
    same(first.subject, second.subject)
        && match (first.among, second.among) {
            (true, true) => apart(),
            (true, false) => within(first, second),
            (false, true) => within(second, first),
            // What is absent is neither.
            (false, false) => false,
        }
}
