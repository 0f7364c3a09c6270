//! Refuse what is too large with its named expressions written out: this bounds the work of every later stage.

use crate::base::{Code, Diagnostic, IndexVec, Message, Span, msg};
use crate::model::expr::{Expr, ExprKind, LetBody, Set};
use crate::model::from_syntax::checker::{Checker, Size};
use crate::values::ids::LetId;

/// The most parts that one expression has when the named expressions in it are written out.
const MOST_PARTS: usize = 100_000;

/// The most parts that all rules of a pack have together, written out for each action.
const MOST_IN_ALL: usize = 10_000_000;

/// The deepest nesting of an expression when the named expressions in it are written out.
const DEEPEST: usize = 400;

fn join(sizes: impl IntoIterator<Item = Size>) -> Size {
    let mut whole = Size { parts: 1, depth: 0 };
    for part in sizes {
        whole.parts = whole.parts.saturating_add(part.parts);
        whole.depth = whole.depth.max(part.depth);
    }
    whole.depth += 1;
    whole
}

fn size_of_set(set: &Set, lets: &IndexVec<LetId, Size>) -> Size {
    let of = set.of.and_then(|number| lets.get(number).copied());
    join(of.into_iter().chain(set.filter.iter().map(|filter| size(filter, lets))))
}

fn size(expr: &Expr, lets: &IndexVec<LetId, Size>) -> Size {
    let (children, set) = expr.children();
    let children = children.map(|child| size(child, lets));
    match &expr.kind {
        ExprKind::Call(called, _) => {
            let called = lets.get(*called).copied().unwrap_or_default();
            let arguments = join(children);
            // An argument is written out wherever the body asks for it.
            Size {
                parts: called.parts.saturating_mul(arguments.parts),
                depth: called.depth.saturating_add(arguments.depth),
            }
        }
        ExprKind::Count(set) => size_of_set(set, lets),
        _ => join(set.map(|set| size_of_set(set, lets)).into_iter().chain(children)),
    }
}

impl Checker {
    /// Refuse what would be too large when it is written out; whether it is small enough.
    fn bounded(&mut self, size: Size, place: Span) -> bool {
        let fits = size.parts <= MOST_PARTS && size.depth <= DEEPEST;
        if !fits {
            self.report(
                Diagnostic::error(
                    Code::E0106,
                    msg!(rules.expression_too_large, most = MOST_PARTS, deepest = DEEPEST),
                )
                .label(place, Message::empty())
                .help(msg!(rules.fewer_named_expressions)),
            );
        }
        fits
    }

    /// Refuse a named expression that would be too large, and keep its size for those that use it.
    pub(super) fn bounded_let(&mut self, body: &LetBody, place: Span) {
        let size = match body {
            LetBody::Value(body) => size(body, &self.sizes),
            LetBody::Set(set) => size_of_set(set, &self.sizes),
        };
        self.bounded(size, place);
        self.sizes.push(size);
    }

    /// Whether an expression is small enough to be written so many times; complained of where it is not.
    pub(super) fn fits_times(&mut self, expr: &Expr, times: usize) -> bool {
        let size = size(expr, &self.sizes);
        let whole = Size { parts: size.parts.saturating_mul(times), ..size };
        self.bounded(whole, expr.span)
    }

    pub(super) fn bounded_expression(&mut self, expr: &Expr) {
        let size = size(expr, &self.sizes);
        self.bounded(size, expr.span);
        self.write_out(size.parts, expr.span);
    }

    pub(super) fn bounded_set(&mut self, set: &Set) {
        let size = size_of_set(set, &self.sizes);
        self.bounded(size, set.span);
        self.write_out(size.parts, set.span);
    }

    pub(super) fn size_of(&self, set: &Set) -> usize {
        size_of_set(set, &self.sizes).parts
    }

    /// Count parts of a rule; whether there is room for them, which is complained of where there is none.
    pub(super) fn write_out(&mut self, parts: usize, place: Span) -> bool {
        let before = self.written;
        self.written = before.saturating_add(parts);
        if before <= MOST_IN_ALL && self.written > MOST_IN_ALL {
            self.report(
                Diagnostic::error(Code::E0106, msg!(rules.rules_too_large, most = MOST_IN_ALL))
                    .label(place, msg!(rules.too_much_from_here))
                    .help(msg!(rules.smaller_rules)),
            );
        }
        self.written <= MOST_IN_ALL
    }
}
