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

/// The line of a declaration that should end with `{` and does not: what is below is indented under it. Where it begins, and
/// its text.
pub(super) fn unopened(declaration: &str) -> Option<(usize, &str)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut start = 0;
    let lines = declaration.split_inclusive('\n').map(|line| {
        let own = start;
        start += line.len();
        (own, line.split('#').next().unwrap_or_default().trim_end())
    });
    let lines: Vec<(usize, &str)> = lines.filter(|(_, line)| !line.is_empty()).collect();
    lines.windows(2).find_map(|pair| {
        let [(start, line), (_, next)] = pair else { return None };
        let words = line.trim_start();
        let opens = words == "state" || words.contains(": each ");
        let is_field = next.trim_start().contains(':');
        (opens && is_field && !words.contains('{') && indent(next) > indent(line))
            .then_some((start + indent(line), words))
    })
}
