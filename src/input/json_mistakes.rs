//! What is wrong with a text that is meant as JSON, where the reader of YAML would speak of YAML.

use crate::base::{Code, Diagnostic, Message, SourceId, Span, msg};
use serde::de::IgnoredAny;
use serde_json::Error;

/// What is wrong with a text as JSON, if it is a mistake that people make; in place of what YAML finds.
pub(crate) fn json_mistake(source: SourceId, text: &str) -> Option<Diagnostic> {
    mistake(source, text, &serde_json::from_str::<IgnoredAny>(text).err()?)
}

/// A mistake that YAML sees as well: a comment is none to it, and plain words in a row are one text.
pub(super) fn sure_mistake(source: SourceId, text: &str, error: &Error) -> Option<Diagnostic> {
    let found = mistake(source, text, error)?;
    let place = found.labels.first()?.span.range();
    let ends = |before: &str| before.ends_with(['"', ']', '}']);
    let is_comment = text.get(place.start..)?.starts_with(['#', '/']);
    let is_sure = error.is_eof() || !is_comment && text.get(..place.start).is_some_and(ends);
    is_sure.then_some(found)
}

/// What an error of JSON means.
fn mistake(source: SourceId, text: &str, error: &Error) -> Option<Diagnostic> {
    let at = if error.is_eof() { text.len() } else { offset(text, error.line(), error.column())? };
    let rest = text.get(at..)?.trim_start();
    let at = text.len() - rest.len();
    let length = rest.chars().next().map_or(0, char::len_utf8);
    let found = |message: Message, place: usize, length: usize, help: Option<Message>| {
        let span = Span::new(source, place, place + length);
        Some(Diagnostic::error(Code::E0401, message).label(span, Message::empty()).maybe_help(help))
    };
    if rest.starts_with(['#', '/']) {
        return found(msg!(data.json_comment), at, length, Some(msg!(data.remove_comment)));
    }
    // Its kinds of errors have no names but these.
    let what = error.to_string();
    if what.starts_with("trailing characters") && rest.starts_with(',') {
        let goes_on = rest.get(1..).is_some_and(|behind| behind.trim_start().starts_with('{'));
        let help = if goes_on { msg!(data.json_list) } else { msg!(data.remove_comma) };
        return found(msg!(data.json_comma_behind), at, 1, Some(help));
    }
    if what.starts_with("expected `,` or")
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '"' | '{' | '[' | '-'))
    {
        let before = text.get(..at)?.trim_end().len();
        // A text that ends with a sign between texts goes on to the mark of the next one.
        if let Some(open) = last_text(text.get(..before)?)
            && text.get(open + 1..before - 1).is_some_and(|held| held.trim_end().ends_with([',', ':']))
        {
            return found(msg!(data.quote_not_closed), open, 1, None);
        }
        return found(msg!(data.json_comma_missing), before, 0, None);
    }
    if error.is_eof() {
        let (open, is_quote) = open_at_end(text)?;
        let message = if is_quote { msg!(data.quote_not_closed) } else { msg!(data.bracket_not_closed) };
        return found(message, open, 1, None);
    }
    None
}

/// The byte of a place that counts lines from one and bytes of the line from one.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    Some(before + column.saturating_sub(1)).filter(|at| text.is_char_boundary(*at))
}

/// Where the text in quotation marks begins with which a part of JSON ends.
fn last_text(text: &str) -> Option<usize> {
    let inside = text.strip_suffix('"')?;
    let is_escaped = |at: usize| inside.get(..at).is_some_and(|before| before.ends_with('\\'));
    inside.rmatch_indices('"').map(|(at, _)| at).find(|at| !is_escaped(*at))
}

/// The innermost bracket or quotation mark that is open at the end, and whether it is a quotation mark. Where a bracket
/// begins a line left of the line of the one that it closes, that one is meant to be closed before.
fn open_at_end(text: &str) -> Option<(usize, bool)> {
    let (mut open, mut quote) = (Vec::new(), None);
    let mut forgotten = None;
    // Of the present line: how far it is indented, and whether nothing else came yet.
    let (mut indent, mut begins) = (0, true);
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if quote.is_some() => drop(bytes.next()),
            b'"' => quote = if quote.is_some() { None } else { Some(at) },
            b'{' | b'[' if quote.is_none() => open.push((at, indent)),
            b'}' | b']' if quote.is_none() => {
                let closed = open.pop()?;
                forgotten = forgotten.or(Some(closed).filter(|(_, other)| begins && indent < *other));
            }
            _ => {}
        }
        match byte {
            b'\n' => (indent, begins) = (0, true),
            b' ' | b'\t' if begins => indent += 1,
            _ => begins = false,
        }
    }
    quote.map(|at| (at, true)).or_else(|| Some((forgotten.or(open.pop())?.0, false)))
}

/// Errors of a text that is meant as JSON, those of its signs in the words of JSON.
pub(crate) fn as_json(source: SourceId, text: &str, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if found.iter().any(|one| one.code == Code::E0401)
        && let Some(mistake) = json_mistake(source, text)
    {
        found.retain(|one| one.code != Code::E0401);
        found.insert(0, mistake);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_have_their_place() {
        for (text, due) in [
            ("{\"a\": 1},", Some((8, "a comma behind the value"))),
            ("{\"a\": 1 \"b\": 2}", Some((7, "a comma is missing"))),
            ("{\"a\": 1, // one\n\"b\": 2}", Some((9, "JSON has no comments"))),
            ("{\n  \"a\": {\n    \"b\": 1,\n  \"c\": 2\n}\n", Some((9, "this bracket is not closed"))),
            ("{\"a\": [1, 2]", Some((0, "this bracket is not closed"))),
            ("{\"a\": \"b, \"c\": \"d\"}", Some((6, "this quotation mark is not closed"))),
            ("{\"a\": \"b}", Some((6, "this quotation mark is not closed"))),
            ("{\"ж\": 1} # end", Some((10, "JSON has no comments"))),
            ("{\"a\": 1}", None),
            ("a: 1", None),
        ] {
            let found = json_mistake(SourceId(0), text).map(|found| {
                let start = found.labels.first().map_or(0, |label| label.span.start as usize);
                (start, found.message.to_string())
            });
            assert_eq!(found.as_ref().map(|(at, message)| (*at, message.as_str())), due, "{text}");
        }
    }
}
