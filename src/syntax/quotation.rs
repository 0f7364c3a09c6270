//! Quotation marks inside of texts that end them too early.

use crate::base::{Code, Diagnostic, Message, Span, msg};
use crate::syntax::vocabulary::CLAUSES;

/// Whether a text that ends before `rest` was cut: a word stands right behind its mark, and it is neither a clause nor
/// the language of the next text.
pub(super) fn is_cut(text: &str, rest: &str) -> bool {
    let word = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(word);
    let goes_on = behind.starts_with(char::is_whitespace)
        && (CLAUSES.contains(&word) || behind.trim_start_matches(' ').starts_with('"'));
    !word.is_empty() && !goes_on || is_quoted(text, rest)
}

/// Whether words stand between the marks around which there are blanks on both sides, as around a quotation: `" hello "`.
/// What begins the next text is the code of a language.
fn is_quoted(text: &str, rest: &str) -> bool {
    // As far as a quotation is long.
    const LONGEST: usize = 200;
    if !text.ends_with(" \"") || !rest.starts_with(' ') {
        return false;
    }
    let line: String = rest.chars().take_while(|letter| *letter != '\n').take(LONGEST).collect();
    let Some((between, behind)) = line.split_once('"') else { return false };
    let word = between.trim();
    let clause = word.split(' ').any(|word| CLAUSES.contains(&word) || word.starts_with('#'));
    let code = word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    between.ends_with(' ') && behind.starts_with(' ') && behind.contains('"') && !clause && !code
}

/// Where in a line the text begins whose end is the mark at `last`, which stands right behind a word: a mark before it
/// cut the text.
pub(super) fn begins(line: &str, last: usize) -> Option<usize> {
    let before = line.get(..last)?;
    before.ends_with(|letter: char| !letter.is_whitespace()).then(|| before.find('"'))?
}

/// How long a text is that was cut: to the first mark behind which something may stand that follows a text.
pub(super) fn length(line: &str, from: usize) -> usize {
    let marks = || line.match_indices('"').map(|(at, _)| at + 1).filter(|end| *end >= from);
    let ends = |end: &usize| {
        let (text, rest) = line.split_at_checked(*end).unwrap_or_default();
        ends_text(rest) && !is_quoted(text, rest)
    };
    marks().find(ends).or_else(|| marks().next_back()).unwrap_or(line.len())
}

fn ends_text(rest: &str) -> bool {
    let rest = rest.trim();
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    rest.is_empty() || rest.starts_with(['#', ')', ',']) || first == "under" || second.starts_with('"')
}

/// The complaint, with the text as it is written.
pub(super) fn complaint(text: &str, place: Span) -> Diagnostic {
    let inner = text.strip_prefix('"').unwrap_or(text);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let escaped = inner.replace("\\\"", "\"").replace('"', "\\\"");
    Diagnostic::error(Code::E0105, msg!(syntax.cut_text))
        .label(place, Message::empty())
        .help(msg!(syntax.write, word = format!("\"{escaped}\"")))
}

/// What to write in place of a backslash that escapes nothing in the text that begins at `start`: in a path, a slash.
pub(super) fn escape_help(file: &str, start: usize) -> Message {
    let before = file.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_path = line.starts_with("document ") || line.starts_with("import ");
    let rest = file.get(start + 1..).unwrap_or_default();
    match rest.split(['"', '\n']).next().filter(|_| is_path) {
        Some(path) => msg!(syntax.write, word = format!("\"{}\"", path.replace('\\', "/"))),
        None => msg!(syntax.known_escapes),
    }
}
