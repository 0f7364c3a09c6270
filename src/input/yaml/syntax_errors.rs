//! What the parser finds, in our words: the place where it is to be mended, and a remedy where there is a common one.

use crate::base::suggest::{code_point, odd_character};
use crate::base::{Message, msg};
use crate::input::hints::is_usual_key;
use crate::input::tree::shown;
use crate::input::yaml::braces::{
    block_sign, colon_in_value, hash_text, hiding_comment, key_behind_quotes, nested_quotes, open_quote,
    sign_at_end, sign_text, stands_as_key,
};
use crate::input::yaml::brackets::unclosed;
use crate::input::yaml::foreign_lines::{foreign_line, table_row};
use crate::input::yaml::item_mistakes::item_mistake;
use crate::input::yaml::lines::{Begin, SyntaxError, beginnings, is_word, lines_above};
use crate::input::yaml::text::line_start;
use granit_parser::{ErrorKind, ScanError};
use std::ops::Range;

/// What the parser found, in our words.
pub(super) fn syntax_error(text: &str, error: &ScanError) -> SyntaxError {
    let at = error.marker().byte_offset().unwrap_or(text.len());
    let rest = text.get(at..).unwrap_or_default();
    if let Some(found) = foreign_line(text, at) {
        return found;
    }
    let first = rest.chars().next();
    let mut place = at..at + first.map_or(0, char::len_utf8);
    let (message, help) = match error.kind() {
        ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => {
            place = indenting_tab(text, at).unwrap_or(place);
            (msg!(data.tab), Some(msg!(data.indent_with_spaces)))
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
            (msg!(data.unknown_escape, text = written), Some(msg!(data.backslash)))
        }
        kind => match common_mistake(text, at, kind) {
            Some(found) => return found,
            None => in_our_words(kind, first),
        },
    };
    SyntaxError { message, place, help }
}

/// A mistake that people make, by what the parser finds of it.
fn common_mistake(text: &str, at: usize, kind: &ErrorKind) -> Option<SyntaxError> {
    let behind_colon = text.get(at..)?.starts_with(':');
    if let Some(found) = unclosed(text, at) {
        return Some(found);
    }
    match kind {
        ErrorKind::ExpectedFlowMappingSeparator if behind_colon => colon_in_value(text, at, true),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            let found = table(text, at).or_else(|| key_behind_quotes(text, at));
            found.or_else(|| sign_at_end(text, at)).or_else(|| nested_quotes(text, at))
        }
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => {
            let above = lines_above(text, line_start(text, at)).next()?;
            open_quote(text, above)
        }
        ErrorKind::UnclosedQuotedScalar => open_quote(text, line_start(text, at)),
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            sign_text(text, at)
        }
        ErrorKind::UnclosedFlowCollection { .. } => hiding_comment(text, at),
        ErrorKind::CommentNotSeparated => hash_text(text, at),
        ErrorKind::InvalidBlockScalarHeader => block_sign(text, at),
        ErrorKind::BlockSequenceEntryNotAllowed if dash_as_value(text, at).is_some() => {
            dash_as_value(text, at)
        }
        _ => misplaced(text, at, kind).or_else(|| match kind {
            ErrorKind::MissingAnchorOrAliasName => sign_text(text, at),
            ErrorKind::MappingValueNotAllowed if behind_colon => colon_in_value(text, at, false),
            _ => None,
        }),
    }
}

/// A table whose first cell is in quotation marks.
fn table(text: &str, at: usize) -> Option<SyntaxError> {
    let is_first = text.get(..at)?.starts_with('"') && !text.get(..at)?.contains('\n');
    let row = table_row(text).filter(|_| is_first)?;
    let end = text.lines().next()?.len();
    Some(SyntaxError {
        message: msg!(data.table),
        place: 0..end,
        help: Some(msg!(data.write_rows, row = row)),
    })
}

/// An error at the beginning of a line or of a value that has its cause in this line or in the one above.
fn misplaced(text: &str, at: usize, kind: &ErrorKind) -> Option<SyntaxError> {
    let found = |message, place, help| Some(SyntaxError { message, place, help });
    if !matches!(
        kind,
        ErrorKind::FlowMappingValueAdjacentCollection
            | ErrorKind::InvalidMappingValueWhitespace
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::ExpectedDocumentStart
            | ErrorKind::InvalidIndentation
            | ErrorKind::CommentInterceptedScalar
            | ErrorKind::MissingAnchorOrAliasName
    ) {
        return None;
    }
    if let Some((place, character)) = odd_sign(text, at) {
        return found(odd_character(character)?, place, None);
    }
    if let Some(mistake) = item_mistake(text, at) {
        return Some(mistake);
    }
    match kind {
        ErrorKind::FlowMappingValueAdjacentCollection | ErrorKind::InvalidMappingValueWhitespace => {
            let place = at..at + text.get(at..)?.chars().next().map_or(0, char::len_utf8);
            return found(msg!(data.space_after_colon), place, None);
        }
        ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::InvalidIndentation => {}
        _ => {
            if let Some((colon, key, value)) = tight_colon(text, at) {
                let help = msg!(data.write_key_value, key = key, value = &*shown(value));
                return found(msg!(data.space_after_colon), colon..colon + 1, Some(help));
            }
            if let Some((place, key, value)) = missing_key(text, at) {
                return found(msg!(data.key_missing, key = key, value = &*shown(value)), place, None);
            }
            if let Some((place, key, value)) = missing_colon(text, at) {
                let value = if value.is_empty() { "…" } else { value };
                if is_prose(text, &place, key, value) {
                    let line = text.get(place.start..)?.lines().next()?.trim_end();
                    let help = msg!(data.write_comment, text = &*shown(line));
                    let place = place.start..place.start + line.len();
                    return found(msg!(data.no_key_in_line), place, Some(help));
                }
                let message = msg!(data.colon_missing, key = key, value = &*shown(value));
                return found(message, place, None);
            }
        }
    }
    let (this, above) = misaligned(text, at)?;
    let message = msg!(
        data.column,
        word = this.word,
        column = this.column + 1,
        other = above.word,
        other_column = above.column + 1
    );
    found(message, this.start..this.start + this.word.len(), Some(msg!(data.same_column)))
}

/// An error of the parser in our words, with a remedy where there is a common one.
fn in_our_words(kind: &ErrorKind, first: Option<char>) -> (Message, Option<Message>) {
    let none = None;
    match kind {
        ErrorKind::MappingValueNotAllowed => (msg!(data.colon_in_value), Some(msg!(data.quote_or_line))),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::ExpectedBlockMappingKey => {
            (msg!(data.expected_key_and_colon), Some(msg!(data.keys_in_one_column)))
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            (msg!(data.expected_dash), Some(msg!(data.dashes_in_one_column)))
        }
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => {
            (msg!(data.unexpected_dash), Some(msg!(data.list_on_own_line)))
        }
        ErrorKind::ExpectedDocumentStart => (msg!(data.document_ended), Some(msg!(data.check_indentation))),
        ErrorKind::MisplacedFlowCollectionEnd => (msg!(data.bracket_closes_nothing), none),
        ErrorKind::UnclosedFlowCollection { .. } => {
            let close = match first {
                Some('{') => Some('}'),
                Some('[') => Some(']'),
                _ => None,
            };
            (msg!(data.bracket_not_closed), close.map(|close| msg!(data.close_bracket, close = close)))
        }
        ErrorKind::MismatchedFlowCollectionEnd { close, .. } => {
            (msg!(data.bracket_closed_by, close = close.to_string()), none)
        }
        ErrorKind::UnclosedQuotedScalar => (msg!(data.quote_not_closed), none),
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => {
            (msg!(data.quote_still_open), Some(msg!(data.close_or_indent)))
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            (msg!(data.quote_ended), Some(msg!(data.single_quote_twice)))
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            (msg!(data.quote_ended), Some(msg!(data.escape_double_quote)))
        }
        ErrorKind::ExpectedFlowMappingSeparator => (msg!(data.expected_comma_or, close = '}'), none),
        ErrorKind::ExpectedFlowSequenceSeparator => (msg!(data.expected_comma_or, close = ']'), none),
        // The parser says "end of file" of any token that is no value.
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::ExpectedNodeContent => (msg!(data.expected_value), none),
        ErrorKind::InvalidColonPlacement => (msg!(data.unexpected_colon), Some(msg!(data.check_brackets))),
        ErrorKind::CommentInterceptedScalar => (msg!(data.comment_in_text), Some(msg!(data.comment_above))),
        ErrorKind::CommentNotSeparated => (msg!(data.space_before_comment), none),
        ErrorKind::InvalidBlockScalarHeader => (msg!(data.block_text), none),
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidFlowScalarIndent => (msg!(data.wrong_indentation), none),
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::ExpectedTagBang
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagTerminator => (msg!(data.tags), Some(msg!(data.remove_tag))),
        ErrorKind::BomInsideDocument | ErrorKind::UnexpectedCharacter { .. }
            if first.is_some_and(|c| c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')) =>
        {
            (forbidden(first.unwrap_or_default()), Some(msg!(data.escape_character)))
        }
        ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            let sign = first.map(String::from).unwrap_or_default();
            (msg!(data.begins_with, sign = sign), Some(msg!(data.put_in_quotes)))
        }
        _ => (msg!(data.not_readable), none),
    }
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

/// What begins the line of `at` in a column of its own, and what it should stand under.
fn misaligned(text: &str, at: usize) -> Option<(Begin<'_>, Begin<'_>)> {
    let start = line_start(text, at);
    let (mut dashes, key) = beginnings(text, start)?;
    let is_dash = !dashes.is_empty();
    let this = if is_dash { dashes.swap_remove(0) } else { key? };
    let mut near: Option<Begin<'_>> = None;
    for (place, above) in lines_above(text, start).enumerate() {
        let line = text.get(above..)?.lines().next()?;
        let (dashes, key) = beginnings(text, above)?;
        let indent = line.len() - line.trim_start_matches(' ').len();
        // What is indented under a key that has no value yet stands where it likes.
        if place == 0 && line.trim_end().ends_with(':') && this.column > indent {
            return None;
        }
        let begin = if is_dash { dashes.into_iter().next() } else { key };
        if let Some(begin) = begin {
            let distance = |one: &Begin<'_>| one.column.abs_diff(this.column);
            if distance(&begin) == 0 {
                return None;
            }
            if near.as_ref().is_none_or(|near| distance(&begin) < distance(near)) {
                near = Some(begin);
            }
        }
        if indent == 0 {
            break;
        }
    }
    Some((this, near?))
}

/// A space or a sign that only looks like one, where it decides how a line is read: in the indentation, or behind the
/// first colon or dash of the line of `at` or the one above.
fn odd_sign(text: &str, at: usize) -> Option<(Range<usize>, char)> {
    let this = line_start(text, at);
    lines_above(text, this).take(1).chain([this]).find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        odd_in_line(line).map(|(at, c)| (start + at..start + at + c.len_utf8(), c))
    })
}

/// The first of these signs in a line.
pub(in crate::input) fn odd_in_line(line: &str) -> Option<(usize, char)> {
    let mut before = None;
    for (at, c) in line.char_indices() {
        let wide_colon =
            c == '：' && line.get(..at).is_some_and(|key| is_word(key.trim_start_matches([' ', '-'])));
        let space = c.is_whitespace() && !c.is_ascii() && matches!(before, None | Some(' ' | ':' | '-'));
        if (space || wide_colon) && odd_character(c).is_some() {
            return Some((at, c));
        }
        if matches!(c, '"' | '\'' | '#') {
            return None;
        }
        before = Some(c);
    }
    None
}

/// What a text lacks to be a key with its value, and what to write.
pub(in crate::input) fn why_no_mapping(text: &str) -> Option<(Message, Option<Message>)> {
    if let Some((_, key, value)) = tight_colon(text, 0) {
        let help = msg!(data.write_key_value, key = key, value = &*shown(value));
        return Some((msg!(data.space_after_colon_of, key = key), Some(help)));
    }
    let (_, key, value) = missing_colon(text, 0)?;
    let message = msg!(data.colon_missing, key = key, value = &*shown(value));
    let is_sentence = value.split_whitespace().count() > 1 || value.ends_with(['.', '!', '?', '…']);
    (!value.is_empty() && !is_sentence).then_some((message, None))
}

/// The value behind a key, without the sign that other languages have in place of a colon.
fn unequal(value: &str) -> &str {
    let value = value.trim_start();
    let bare = ["=>", ":=", "->", "=", "- ", "– ", "— "].iter().find_map(|sign| value.strip_prefix(sign));
    bare.unwrap_or(value).trim_start()
}

/// An item that is a value without a key, in the line of `at` or in the one above: where it stands, the key with which
/// the other items of its list begin, and its text.
fn missing_key(text: &str, at: usize) -> Option<(Range<usize>, &str, &str)> {
    const MOST: usize = 200;
    let this = line_start(text, at);
    let line_at = |start: usize| text.get(start..).and_then(|rest| rest.lines().next());
    let is_item = |start: &usize| line_at(*start).is_some_and(|line| line.trim_start().starts_with("- "));
    // Above an item another one ends.
    let start = if is_item(&this) { this } else { lines_above(text, this).next().filter(is_item)? };
    let (dashes, None) = beginnings(text, start)? else { return None };
    let [dash] = dashes.as_slice() else { return None };
    let line = line_at(start)?;
    let words = line.split(" #").next()?.trim_end();
    let words = words.get(dash.column + 1..)?.trim_start();
    let first = words.split([' ', '=']).next()?;
    let plain = words.chars().next()?.is_alphanumeric() && !words.contains(':');
    let below = text.get(start + line.len()..)?;
    // What is a key elsewhere is one here, without its colon.
    if !plain || words.contains('=') || text.contains(&format!("{first}:")) {
        return None;
    }
    let item = |line: &str| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        indent == dash.column && line.trim_start().starts_with("- ")
    };
    let starts = below.split_inclusive('\n').scan(start + line.len(), |next, line| {
        let start = *next;
        *next += line.len();
        Some(start)
    });
    let key = lines_above(text, start)
        .chain(starts.take(MOST))
        .filter(|start| line_at(*start).is_some_and(item))
        .find_map(|start| beginnings(text, start)?.1.map(|key| key.word));
    let scenarios = text.starts_with("scenarios:") || text.contains("\nscenarios:");
    let key = key.or_else(|| scenarios.then_some("name"))?;
    let place = start + line.find(words)?;
    Some((place..place + words.len(), key, words))
}

/// A key without a colon in the line of `at` or in the one above: where it stands, and what is behind it.
fn missing_colon(text: &str, at: usize) -> Option<(Range<usize>, &str, &str)> {
    let this = line_start(text, at);
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let line_at = |start: usize| text.get(start..).and_then(|rest| rest.lines().next());
    let (own, is_item) = line_at(this).map(|line| (indent(line), line.trim_start().starts_with("- ")))?;
    // Above an item another one ends.
    let without = |start: usize| {
        let line = line_at(start)?;
        let words = line.split(" #").next()?.trim_end().trim_start_matches([' ', '-']);
        let end = words.find([' ', '=']).unwrap_or(words.len());
        let (key, value) = words.split_at_checked(end)?;
        let value = unequal(value);
        // What follows in the same way is another key.
        let next = value.find('=').and_then(|sign| value.get(..sign)?.trim_end().rfind(' '));
        let value = next.and_then(|end| value.get(..end)).unwrap_or(value).trim_end();
        let first = start + indent(line);
        let fits = is_word(key) && !words.contains(':') && indent(line) == own;
        fits.then_some((first..first + key.len(), key, value))
    };
    let found = lines_above(text, this).take(usize::from(!is_item)).chain([this]).find_map(without)?;
    // Of several such lines, the first one is told of.
    let above = lines_above(text, line_start(text, found.0.start)).map_while(without);
    Some(above.last().unwrap_or(found))
}

/// Whether a line without a colon is a sentence: its first word is a key nowhere.
fn is_prose(text: &str, place: &Range<usize>, key: &str, value: &str) -> bool {
    value.split_whitespace().count() > 1
        && !value.starts_with(['-', '=', ':', '"', '\''])
        && !is_usual_key(key)
        && !stands_as_key(text, key, place.start)
}

/// A dash in place of a value, or before one on the line of its key.
fn dash_as_value(text: &str, at: usize) -> Option<SyntaxError> {
    let before = text.get(line_start(text, at)..at)?.trim_end();
    let line = text.get(at..)?.lines().next()?;
    let rest = line.strip_prefix('-').filter(|_| before.ends_with(':'))?;
    let help = match rest.split(" #").next()?.trim() {
        "" => msg!(data.write_no_value),
        _ => msg!(data.delete_dash_or_line),
    };
    Some(SyntaxError { message: msg!(data.unexpected_dash), place: at..at + 1, help: Some(help) })
}

/// The colon of a key that is glued to its value, in the line of `at` or in the one above; with the key and the value.
fn tight_colon(text: &str, at: usize) -> Option<(usize, &str, &str)> {
    let this = line_start(text, at);
    let above = line_start(text, this.saturating_sub(1));
    [above, this].into_iter().find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let colon = line.find(':')?;
        let (key, value) = line.split_at_checked(colon)?;
        let glued = value.chars().nth(1).is_some_and(|next| !next.is_whitespace() && next != '/');
        let odd = key.contains(['"', '\'', '[', '{', '#']) || line.contains(": ");
        let value = value.get(1..)?.split(" #").next()?.trim_end();
        (glued && !odd).then_some((start + colon, key.trim_start_matches([' ', '-']), value))
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

pub(super) fn forbidden(c: char) -> Message {
    msg!(data.forbidden_character, code = code_point(c))
}
