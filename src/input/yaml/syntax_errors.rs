//! What the parser finds, in our words: the place where it is to be mended, and a remedy where there is a common one.

use crate::input::yaml::text::line_start;
use granit_parser::{ErrorKind, ScanError};
use std::ops::Range;

pub(super) const TAGS: (&str, &str) = ("tags are not read", "remove it; a value in quotes is always a text");
const SPACE: &str = "a space is missing after this colon";
pub(super) const ESCAPE: &str = "write it as an escape in double quotes, as in `\"\\u007f\"`";

pub(super) struct SyntaxError {
    pub(super) message: String,
    /// The bytes to be mended.
    pub(super) place: Range<usize>,
    /// Empty where there is no common remedy.
    pub(super) help: &'static str,
}

/// What the parser found, in our words.
pub(super) fn syntax_error(text: &str, error: &ScanError) -> SyntaxError {
    let at = error.marker().byte_offset().unwrap_or(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let first = rest.chars().next();
    let mut place = at..at + first.map_or(0, char::len_utf8);
    let (message, help) = match error.kind() {
        ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => {
            place = indenting_tab(text, at).unwrap_or(place);
            ("a tab in the indentation".into(), "indent with spaces")
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => {
            if let Some(escape) = bad_escape(rest) {
                place = at + escape.start..at + escape.end;
            }
            let written = text.get(place.clone()).unwrap_or_default();
            (
                format!("there is no escape `{written}`"),
                "a backslash itself is written `\\\\`; in single quotes it needs no second one",
            )
        }
        ErrorKind::FlowMappingValueAdjacentCollection | ErrorKind::InvalidMappingValueWhitespace => {
            (SPACE.into(), "")
        }
        kind @ (ErrorKind::MappingValueNotAllowed
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::ExpectedBlockMappingKey) => {
            if let Some(colon) = tight_colon(text, at) {
                place = colon..colon + 1;
                (SPACE.into(), "")
            } else if *kind == ErrorKind::MappingValueNotAllowed {
                (
                    "a value may not begin here".into(),
                    "a text with a colon and a space in it has to stand in quotes; a key begins on a line of its own, under the other keys",
                )
            } else {
                ("a key and a colon are due here".into(), "the keys of one mapping begin in the same column")
            }
        }
        kind => plain_words(kind, first),
    };
    SyntaxError { message, place, help }
}

/// An error of the parser in our words, with a remedy where there is a common one.
fn plain_words(kind: &ErrorKind, first: Option<char>) -> (String, &'static str) {
    let (message, help) = match kind {
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("a dash is due here", "the items of one list begin in the same column")
        }
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => (
            "a dash may not stand here",
            "a list with dashes begins on a line of its own, and not inside brackets",
        ),
        ErrorKind::ExpectedDocumentStart => (
            "the document ended before this place",
            "check the indentation; several documents are separated by a line `---`",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => ("this bracket closes nothing", ""),
        ErrorKind::UnclosedFlowCollection { .. } => ("this bracket is not closed", ""),
        ErrorKind::MismatchedFlowCollectionEnd { close, .. } => {
            return (format!("this bracket is closed by a `{close}`"), "");
        }
        ErrorKind::UnclosedQuotedScalar => ("this quotation mark is not closed", ""),
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a text in quotes is still open here", "close it, or indent the lines on which it goes on")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "the text in quotes ended before this place",
            "a `'` inside single quotes is written twice; or is a comma missing?",
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "the text in quotes ended before this place",
            "a `\"` inside double quotes is written `\\\"`; or is a comma missing?",
        ),
        ErrorKind::ExpectedFlowMappingSeparator => ("a comma or `}` is due here", ""),
        ErrorKind::ExpectedFlowSequenceSeparator => ("a comma or `]` is due here", ""),
        // The parser says "end of file" of any token that is no value.
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::ExpectedNodeContent => ("a value is due here", ""),
        ErrorKind::InvalidColonPlacement => {
            ("a colon may not stand here", "is a bracket or a quotation mark above it not closed?")
        }
        ErrorKind::CommentNotSeparated => ("a space is missing before this `#`", ""),
        ErrorKind::InvalidBlockScalarHeader => {
            ("the text of this block does not begin on a line of its own", "")
        }
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent => {
            ("the indentation fits none of the lines above", "")
        }
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::ExpectedTagBang
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagTerminator => (TAGS.0, TAGS.1),
        ErrorKind::BomInsideDocument | ErrorKind::UnexpectedCharacter { .. }
            if first.is_some_and(|c| c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')) =>
        {
            return (forbidden(first.unwrap_or_default()), ESCAPE);
        }
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::MissingAnchorOrAliasName => {
            let first = first.map(String::from).unwrap_or_default();
            let message = format!("a text without quotes may not begin with `{first}`");
            return (message, "put it in quotes");
        }
        _ => return (kind.to_string(), ""),
    };
    (message.to_owned(), help)
}

/// The first tab before the text of a line, from the line of `at` on.
fn indenting_tab(text: &str, at: usize) -> Option<Range<usize>> {
    let mut start = line_start(text, at);
    for line in text.get(start..)?.split_inclusive('\n') {
        let tab = line.find(|c: char| c != ' ' && c != '-')?;
        if line.get(tab..)?.starts_with('\t') {
            return Some(start + tab..start + tab + 1);
        }
        start += line.len();
    }
    None
}

/// The colon of a key that is glued to its value, in the line of `at` or in the one above.
fn tight_colon(text: &str, at: usize) -> Option<usize> {
    let this = line_start(text, at);
    let above = line_start(text, this.saturating_sub(1));
    [above, this].into_iter().find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let colon = line.find(':')?;
        let (key, value) = line.split_at_checked(colon)?;
        let glued = value.chars().nth(1).is_some_and(|next| !next.is_whitespace() && next != '/');
        let odd = key.contains(['"', '\'', '[', '{', '#']) || line.contains(": ");
        (glued && !odd).then_some(start + colon)
    })
}

/// The first escape that means nothing in a text that begins with its double quote.
fn bad_escape(text: &str) -> Option<Range<usize>> {
    let code = |at: usize, digits: usize| {
        let digits = text.get(at..at + digits)?;
        let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        all.then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let mut next = 0;
    loop {
        let at = next + text.get(next..)?.find('\\')?;
        let Some(sign) = text.get(at + 1..)?.chars().next() else {
            return Some(at..at + 1);
        };
        let digits = match sign {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        next = at + 1 + sign.len_utf8() + digits;
        let good = if digits == 0 {
            "0abt\tnvfre \"/\\N_LP\r\n".contains(sign)
        } else {
            match code(at + 2, digits) {
                Some(0xd800..=0xdbff)
                    if text.get(next..).is_some_and(|rest| rest.starts_with("\\u"))
                        && matches!(code(next + 2, 4), Some(0xdc00..=0xdfff)) =>
                {
                    next += 6;
                    true
                }
                code => code.and_then(char::from_u32).is_some(),
            }
        };
        if !good {
            let end = if text.is_char_boundary(next) { next } else { at + 2 };
            return Some(at..end);
        }
    }
}

pub(super) fn forbidden(c: char) -> String {
    format!("the character U+{:04X} may not stand here", u32::from(c))
}
