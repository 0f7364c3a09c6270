//! Brackets and their partners.

use crate::base::{Code, Diagnostic, SourceId, Span, msg};

/// A bracket that waits for its partner.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) bracket: char,
    pub(super) at: usize,
    /// How deep the text around it is, and how many `where`s it stands inside of.
    pub(super) depth: usize,
    pub(super) wheres: usize,
    /// How far the line is indented in which it stands.
    pub(super) indent: usize,
}

pub(super) fn partner(open: char) -> char {
    if open == '(' { ')' } else { '}' }
}

/// What is said of a bracket without a partner: of `first`, unless the indentation tells which it is.
pub(super) fn unclosed(source: SourceId, first: Open, misplaced: Option<(usize, usize)>) -> Diagnostic {
    let bracket = |at: usize| Span::new(source, at, at + first.bracket.len_utf8());
    let close = partner(first.bracket);
    let wrong = |at| {
        Diagnostic::error(Code::E0105, msg!(syntax.unclosed_bracket, bracket = first.bracket))
            .label(bracket(at), msg!(syntax.opened_here))
    };
    match misplaced {
        Some((inner, closing)) => wrong(inner)
            .label(bracket(closing), msg!(syntax.not_closed_before_this, close = close))
            .help(msg!(syntax.close_in_its_column, close = close)),
        None => wrong(first.at).help(msg!(syntax.close_before_next, close = close)),
    }
}
