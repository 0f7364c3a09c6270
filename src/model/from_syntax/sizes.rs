//! How large expressions are with their named expressions written out.

use crate::base::IndexVec;
use crate::model::expr::{Expr, ExprKind, Set};
use crate::values::ids::LetId;

/// The size of an expression with its named expressions written out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub(super) parts: usize,
    pub(super) depth: usize,
}

fn join(sizes: impl IntoIterator<Item = Size>) -> Size {
    let mut whole = Size { parts: 1, depth: 0 };
    for part in sizes {
        whole.parts = whole.parts.saturating_add(part.parts);
        whole.depth = whole.depth.max(part.depth);
    }
    whole.depth += 1;
    whole
}

pub(super) fn size_of_set(set: &Set, lets: &IndexVec<LetId, Size>) -> Size {
    let of = set.of.and_then(|number| lets.get(number).copied());
    join(of.into_iter().chain(set.filter.iter().map(|filter| size(filter, lets))))
}

pub(super) fn size(expr: &Expr, lets: &IndexVec<LetId, Size>) -> Size {
    match &expr.kind {
        ExprKind::And(terms) | ExprKind::Or(terms) => join(terms.iter().map(|term| size(term, lets))),
        ExprKind::Call(number, arguments) => {
            let called = lets.get(*number).copied().unwrap_or_default();
            let given = join(arguments.iter().map(|argument| size(argument, lets)));
            // An argument is written out wherever the body asks for it.
            Size {
                parts: called.parts.saturating_mul(given.parts),
                depth: called.depth.saturating_add(given.depth),
            }
        }
        ExprKind::Field(inner, _) | ExprKind::Not(inner) | ExprKind::Present(inner) => {
            join([size(inner, lets)])
        }
        ExprKind::Equal(left, right)
        | ExprKind::Order(left, _, right)
        | ExprKind::In(left, right)
        | ExprKind::Within(left, _, right)
        | ExprKind::During(left, _, right)
        | ExprKind::Arithmetic(left, _, right) => join([size(left, lets), size(right, lets)]),
        ExprKind::Any(set, condition) => join([size_of_set(set, lets), size(condition, lets)]),
        ExprKind::Count(set) => size_of_set(set, lets),
        ExprKind::Literal(_)
        | ExprKind::Now
        | ExprKind::Scalar(_)
        | ExprKind::Actor
        | ExprKind::Parameter(_)
        | ExprKind::Argument(_)
        | ExprKind::Element(_) => join([]),
    }
}
