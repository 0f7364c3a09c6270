//! Refuse what is too large with its named expressions written out: this bounds the work of every later stage.

use crate::base::{Code, Diagnostic, Span};
use crate::model::expr::{Expr, LetBody, Set};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::sizes::{Size, size, size_of_set};

/// The most parts that one expression has when the named expressions in it are written out.
const MOST_PARTS: usize = 100_000;

/// The most parts that all rules of a pack have together, written out for each action.
const MOST_IN_ALL: usize = 10_000_000;

/// The deepest nesting of an expression when the named expressions in it are written out.
const DEEPEST: usize = 400;

impl Checker {
    /// Refuse what would be too large when it is written out; whether it is small enough.
    fn bounded(&mut self, size: Size, place: Span) -> bool {
        let fits = size.parts <= MOST_PARTS && size.depth <= DEEPEST;
        if !fits {
            self.report(
                Diagnostic::error(Code::E0106, "too much, with its named expressions written out")
                    .label(place, format!("more than {MOST_PARTS} parts, or nested deeper than {DEEPEST}"))
                    .help("use fewer named expressions inside of one another"),
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

    /// Refuse an expression of a rule that would be too large.
    pub(super) fn bounded_expression(&mut self, expr: &Expr) {
        let size = size(expr, &self.sizes);
        self.bounded(size, expr.span);
        self.write_out(size.parts, expr.span);
    }

    /// Refuse a set of a rule that would be too large.
    pub(super) fn bounded_set(&mut self, set: &Set) {
        let size = size_of_set(set, &self.sizes);
        self.bounded(size, set.span);
        self.write_out(size.parts, set.span);
    }

    /// How many parts a set has, written out.
    pub(super) fn size_of(&self, set: &Set) -> usize {
        size_of_set(set, &self.sizes).parts
    }

    /// Count parts of a rule; whether there is room for them, which is complained of where there is none.
    pub(super) fn write_out(&mut self, parts: usize, place: Span) -> bool {
        let before = self.written;
        self.written = before.saturating_add(parts);
        if before <= MOST_IN_ALL && self.written > MOST_IN_ALL {
            self.report(
                Diagnostic::error(Code::E0106, "the rules are too many and too large, written out")
                    .label(place, format!("with this, more than {MOST_IN_ALL} parts for all actions"))
                    .help("use fewer or smaller named expressions, or name fewer actions"),
            );
        }
        self.written <= MOST_IN_ALL
    }
}
