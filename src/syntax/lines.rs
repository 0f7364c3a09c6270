//! Lines that belong to no rules: markers that a merge left behind, fences of a page, lines that end as nobody ends them.

use crate::base::foreign::is_marker;
use crate::base::{Code, Diagnostic, Message, Span, msg};

/// How long the version is that is not the first, and the marker behind it; nothing where no marker follows.
pub(super) fn other_version(rest: &str) -> Option<(usize, usize)> {
    let lines = rest.split_inclusive('\n').take_while(|line| !is_marker(line.trim_end(), ">>>>>>>"));
    let other: usize = lines.map(str::len).sum();
    let marker = rest.get(other..)?.split('\n').next()?;
    (other < rest.len()).then_some((other, marker.len()))
}

/// What is said of a marker of a merge.
pub(super) fn unresolved_merge(place: Span) -> Diagnostic {
    Diagnostic::error(Code::E0102, msg!(syntax.unresolved_merge))
        .label(place, Message::empty())
        .help(msg!(syntax.keep_one_version))
}

/// What is said of a fence.
pub(super) fn fence(place: Span) -> Diagnostic {
    Diagnostic::error(Code::E0103, msg!(syntax.fence))
        .label(place, Message::empty())
        .help(msg!(syntax.delete_fences))
}

/// Whether the lines of a text end with carriage returns alone, so that it has only one.
pub(super) fn end_with_returns(text: &str) -> bool {
    !text.contains('\n') && text.trim_end().contains('\r')
}

/// What is said of a file whose lines end so.
pub(super) fn old_ends(place: Span) -> Diagnostic {
    Diagnostic::error(Code::E0103, msg!(syntax.old_line_ends))
        .label(place, Message::empty())
        .help(msg!(syntax.save_line_ends))
}
