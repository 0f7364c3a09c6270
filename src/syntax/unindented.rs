//! Lines that belong to the declaration above them although nobody indented them.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::syntax::vocabulary::{CLAUSES, DECLARATIONS, english, instead_of};

/// Whether a line that is not indented goes on with the declaration above it. `blank` is what stands between the two,
/// `open` whether a bracket of the declaration waits for its partner.
pub(super) fn goes_on(above: &str, blank: &str, open: bool, line: &str) -> bool {
    let (word, rest) = first_word(line);
    let follows_field = rest.trim_start().starts_with([':', ',']);
    if word.is_empty() {
        return line.starts_with('"');
    }
    // Lines of a state, or of a listing with its numbers, are no declaration that lacks its indentation.
    let (key, value) = first_word(above);
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if !open && (value.starts_with(':') && !DECLARATIONS.contains(&key) || is_number(key) && is_number(word))
    {
        return false;
    }
    if DECLARATIONS.contains(&word) {
        return open && follows_field;
    }
    if !open && !above.ends_with(['=', ',']) && defines(line) {
        return false;
    }
    let keyword = english(word).map_or(word, |keyword| keyword.split(' ').next().unwrap_or(keyword));
    if CLAUSES.contains(&keyword) || above.ends_with(['=', ',']) {
        return true;
    }
    let meant = DECLARATIONS.contains(&keyword)
        || instead_of(word).is_some()
        || suggest::nearest(word, DECLARATIONS).is_some();
    let directly = !above.contains('\n') && !blank.contains("\n\n");
    !meant && (directly || open) || open && follows_field
}

/// Whether a line defines a named expression whose `let` was left out: `linked(e: Email) = …`.
pub(super) fn defines(line: &str) -> bool {
    let (word, rest) = first_word(line);
    let rest = rest.trim_start();
    let behind = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((_, behind)) => behind.trim_start(),
        None => rest,
    };
    let begins = behind.starts_with('=') && !behind.starts_with("==");
    begins && !CLAUSES.contains(&word) && word.starts_with(char::is_alphabetic)
}

/// Whether a declaration has lines that are not indented.
pub(super) fn has_unindented(declaration: &str) -> bool {
    let begins =
        |line: &str| !line.starts_with(|first: char| first.is_whitespace() || "#{})".contains(first));
    declaration.lines().skip(1).any(|line| !line.is_empty() && begins(line))
}

/// What is said of them all: `first` is where the first of them stands.
pub(super) fn unindented(declaration: &str, first: Span, line: &str) -> Diagnostic {
    let (kind, rest) = first_word(declaration);
    let name =
        rest.trim_start().split(|letter: char| letter.is_whitespace() || "({:".contains(letter)).next();
    let name = format!("{kind} {}", name.unwrap_or_default());
    let (word, _) = first_word(line);
    let word = if word.is_empty() { line.trim_end() } else { word };
    Diagnostic::error(Code::E0102, msg!(syntax.not_indented, declaration = name.trim_end()))
        .label(first, Message::empty())
        .help(msg!(syntax.indent_lines, word = word))
}

fn first_word(line: &str) -> (&str, &str) {
    line.split_at(
        line.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(line.len()),
    )
}
