//! Quotation marks inside of texts that end them too early.

use crate::base::{Code, Diagnostic, Message, Span, msg};

/// What is wrong with a text that a quotation mark inside of it cuts, as far as that is sure, and where the text was
/// meant to end. `line` is the whole line, `start` where the text begins in it, and `end` one past the mark that ended it;
/// nothing where no mark did.
pub(super) fn cut(line: &str, start: usize, end: Option<usize>) -> Option<(usize, usize)> {
    let begin = match end {
        // What is no language and no clause stands right behind the mark.
        Some(end) => line.get(end..)?.starts_with(char::is_alphanumeric).then_some(start)?,
        // The last mark of the line stands right behind a word: it ends a text, and one before it began it.
        None => {
            let before = line.get(..start)?;
            before.ends_with(|letter: char| !letter.is_whitespace()).then(|| before.find('"'))??
        }
    };
    let from = end.unwrap_or(start);
    let marks = line.match_indices('"').map(|(at, _)| at + 1).filter(|at| *at > from);
    let last = marks.into_iter().find(|at| ends_text(line.get(*at..).unwrap_or_default()));
    Some((begin, last?))
}

/// Whether what stands behind a quotation mark may stand behind a text.
fn ends_text(rest: &str) -> bool {
    let rest = rest.trim();
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    rest.is_empty() || rest.starts_with(['#', ')', ',', '"']) || first == "under" || second.starts_with('"')
}

/// The complaint, with the text as it is written.
pub(super) fn complaint(text: &str, place: Span) -> Diagnostic {
    let inner = text.get(1..text.len() - 1).unwrap_or_default();
    let escaped = inner.replace("\\\"", "\"").replace('"', "\\\"");
    Diagnostic::error(Code::E0105, msg!(syntax.cut_text))
        .label(place, Message::empty())
        .help(msg!(syntax.write, word = format!("\"{escaped}\"")))
}
