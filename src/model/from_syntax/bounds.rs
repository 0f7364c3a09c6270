//! Refuse what is too large with its named expressions written out: this bounds the work of every later stage.

use crate::base::{Code, Diagnostic, IndexVec, Message, Span, msg};
use crate::model::expr::{Expr, ExprKind, LetBody, Set};
use crate::model::from_syntax::checker::Checker;
use crate::model::size::Size;
use crate::values::ids::LetId;

/// The most parts that one expression has when the named expressions in it are written out.
const MOST_PARTS: usize = 100_000;

/// The most parts that all rules of a pack have together, written out for each action.
const MOST_IN_ALL: usize = 10_000_000;

/// The deepest nesting of an expression when the named expressions in it are written out.
const DEEPEST: usize = 400;

fn join(sizes: impl IntoIterator<Item = Size>) -> Size {
    let mut whole = Size::default();
    for part in sizes {
        whole.join(&part);
    }
    whole.inside()
}

fn size_of_set(set: &Set, lets: &IndexVec<LetId, Size>) -> Size {
    let of = set.of.and_then(|number| lets.get(number).cloned());
    join(of.into_iter().chain(set.filter.iter().map(|filter| size(filter, lets))))
}

fn size(expr: &Expr, lets: &IndexVec<LetId, Size>) -> Size {
    let (children, set) = expr.children();
    let children = children.map(|child| size(child, lets));
    match &expr.kind {
        ExprKind::Argument(argument) => Size::of_argument(*argument),
        ExprKind::Call(called, _) => {
            let arguments: Vec<Size> = children.collect();
            lets.get(*called).map(|called| called.filled_with(&arguments)).unwrap_or_default()
        }
        ExprKind::Count(set) => size_of_set(set, lets),
        _ => join(set.map(|set| size_of_set(set, lets)).into_iter().chain(children)),
    }
}

impl Checker {
    /// Refuse what would be too large when it is written out; whether it is small enough.
    fn bounded(&mut self, size: &Size, place: Span) -> bool {
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

    /// Keep the size of a named expression for those that use it; `None` where it would be too large.
    pub(super) fn bounded_let(&mut self, body: &LetBody, place: Span) -> Option<LetId> {
        let size = match body {
            LetBody::Value(body) => size(body, &self.sizes),
            LetBody::Set(set) => size_of_set(set, &self.sizes),
        };
        self.bounded(&size, place).then(|| self.sizes.push(size))
    }

    /// Whether an expression is small enough to be written so many times; complained of where it is not.
    pub(super) fn fits_times(&mut self, expr: &Expr, times: usize) -> bool {
        let mut size = size(expr, &self.sizes);
        size.parts = size.parts.saturating_mul(times);
        self.bounded(&size, expr.span)
    }

    pub(super) fn bounded_expression(&mut self, expr: &Expr) {
        let size = size(expr, &self.sizes);
        self.bounded(&size, expr.span);
        self.write_out(size.parts, expr.span);
    }

    pub(super) fn bounded_set(&mut self, set: &Set) {
        let size = size_of_set(set, &self.sizes);
        self.bounded(&size, set.span);
        self.write_out(size.parts, set.span);
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
