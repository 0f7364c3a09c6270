//! Mistakes in braces and brackets, and texts with signs in them that end a text without quotation marks.

use crate::base::{Message, msg};
use crate::input::dates::{Mended, mended};
use crate::input::hints::is_usual_key;
use crate::input::tree::{Node, shown};
use crate::input::yaml::lines::{SyntaxError, is_word};
use crate::input::yaml::text::line_start;

/// What is wrong with a colon inside of a value, in braces or on a line.
pub(super) fn colon_in_value(text: &str, at: usize, in_braces: bool) -> Option<SyntaxError> {
    let before = text.get(..at)?;
    let line = if in_braces { 0 } else { line_start(text, at) };
    let begins = [": ", ":\n", ", ", ",\n", "{"].into_iter().filter_map(|sign| {
        let found = before.get(line..)?.rfind(sign)?;
        Some(line + found + 1)
    });
    let begin = begins.max()?;
    let value = before.get(begin..)?;
    if let Some(sign) = value.find(';').filter(|_| in_braces) {
        let place = begin + sign..begin + sign + 1;
        return Some(SyntaxError {
            message: msg!(data.semicolon),
            place,
            help: Some(msg!(data.write, text = ',')),
        });
    }
    let value = value.trim_start();
    let key = value.rsplit(char::is_whitespace).next()?;
    let first = value.get(..value.len() - key.len())?.trim_end();
    let ends: &[char] = if in_braces { &[',', '}', '\n'] } else { &['\n'] };
    let rest = text.get(at..)?.split(ends).next()?.trim_end();
    let rest = rest.split(" #").next()?;
    let quoted = value.split_whitespace().collect::<Vec<_>>().join(" ") + rest;
    let quoted = shown(&quoted);
    let place = at - key.len()..at;
    if first.is_empty() || !is_word(key) {
        let help = Some(msg!(data.quote_value, text = &*quoted));
        return Some(SyntaxError { message: msg!(data.colon_in_value), place: at..at + 1, help });
    }
    // In braces, a line of its own is that of a key.
    let begins_line = value.get(first.len()..)?.contains('\n');
    let own_key = begins_line || is_usual_key(key) || stands_as_key(text, key, at - key.len());
    Some(match (in_braces, own_key) {
        (true, true) => key_without_comma(place, key, first),
        (true, false) => SyntaxError {
            message: msg!(data.colon_in_value),
            place: at..at + 1,
            help: Some(msg!(data.comma_or_quotes, value = &*shown(first), key = key, text = &*quoted)),
        },
        (false, true) => key_on_line(place, key),
        (false, false) => SyntaxError {
            message: msg!(data.colon_in_value),
            place: at..at + 1,
            help: Some(msg!(data.line_or_quotes, key = key, text = &*quoted)),
        },
    })
}

/// Behind the text in quotation marks that ended comes a key without its comma, or on the line of another one.
pub(super) fn key_behind_quotes(text: &str, at: usize) -> Option<SyntaxError> {
    let rest = text.get(at..)?.trim_start_matches(' ');
    let start = text.len() - text.get(at..)?.len() + text.get(at..)?.len() - rest.len();
    let key = rest.split(':').next().filter(|key| key.len() < rest.len())?;
    let bare = key.trim_matches('"');
    if !is_word(bare) {
        return None;
    }
    let place = start..start + key.len();
    let before = text.get(line_start(text, at)..at)?;
    let value = before.get(before.rfind([':', ',', '{'])? + 1..)?.trim();
    let depth = |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    let in_braces = depth('{', '}') || depth('[', ']');
    Some(if in_braces { key_without_comma(place, bare, value) } else { key_on_line(place, bare) })
}

fn key_without_comma(place: std::ops::Range<usize>, key: &str, value: &str) -> SyntaxError {
    SyntaxError {
        message: msg!(data.comma_missing, key = key),
        place,
        help: Some(msg!(data.write, text = format!("{}, {key}: …", shown(value)))),
    }
}

fn key_on_line(place: std::ops::Range<usize>, key: &str) -> SyntaxError {
    SyntaxError {
        message: msg!(data.key_on_other_line, key = key),
        place,
        help: Some(msg!(data.line_of_its_own, key = key)),
    }
}

/// A text that begins with the sign of a block, which goes on behind the sign.
pub(super) fn block_sign(text: &str, at: usize) -> Option<SyntaxError> {
    let line = text.get(at..)?.lines().next()?.trim_end();
    let sign = line.chars().next().filter(|sign| matches!(sign, '|' | '>'))?;
    Some(SyntaxError {
        message: msg!(data.begins_with, sign = sign),
        place: at..at + line.len(),
        help: Some(msg!(data.write_in_quotes, text = &*shown(line))),
    })
}

/// Whether a word stands elsewhere in a text as a key.
fn stands_as_key(text: &str, word: &str, own: usize) -> bool {
    text.match_indices(word).take(200).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let behind = text.get(at + word.len()..).unwrap_or_default();
        let begins = before.is_none_or(|c| matches!(c, '\n' | ' ' | '{' | ','));
        // Behind a word of a text without quotation marks it may be one, too.
        let line = text.get(line_start(text, at)..at).unwrap_or_default().trim_end();
        let is_first = line.is_empty() || line.ends_with(['{', ',', '-']);
        at != own && begins && is_first && behind.starts_with(": ")
    })
}

/// The comment that hides the bracket which closes the one at a place.
pub(super) fn hiding_comment(text: &str, at: usize) -> Option<SyntaxError> {
    const MOST: usize = 200;
    let mut start = at;
    text.get(at..)?.split_inclusive('\n').take(MOST).find_map(|line| {
        let own = start;
        start += line.len();
        let sign = line.find(" #")? + 1;
        let hidden = line.get(sign..)?.trim_end();
        let word = hidden.split([',', '}', ']']).next()?.trim_end();
        let is_text = hidden.contains(['}', ']']) && !hidden.starts_with("# ");
        is_text.then(|| SyntaxError {
            message: msg!(data.comment_hides),
            place: own + sign..own + sign + hidden.len(),
            help: Some(msg!(data.write_in_quotes, text = &*shown(word))),
        })
    })
}

/// A text that begins with `#`, in place of a comment that lacks a space.
pub(super) fn hash_text(text: &str, at: usize) -> Option<SyntaxError> {
    let rest = text.get(at..)?;
    let word = rest.split([',', '}', ']', '\n']).next()?.trim_end();
    let begins = text.get(..at)?.ends_with(['[', '{', ',']);
    let is_text = begins && word.len() > 1 && !word.starts_with("# ");
    is_text.then(|| SyntaxError {
        message: msg!(data.begins_with, sign = '#'),
        place: at..at + word.len(),
        help: Some(msg!(data.write_in_quotes, text = &*shown(word))),
    })
}

/// A key in braces with its value behind a colon without a space.
pub(super) fn glued(text: &str) -> Option<(Message, Message)> {
    let (key, value) = text.split_once(':').filter(|(key, value)| is_word(key) && !value.is_empty())?;
    let help = msg!(data.write_key_value, key = key, value = &*shown(value));
    Some((msg!(data.space_after_colon_of, key = key), help))
}

/// What is no key in braces, but goes on with the value before it behind a comma.
pub(super) fn rest_of(before: &Node, rest: &str) -> Option<(Message, Message)> {
    let value = before.plain().filter(|value| !value.is_empty())?;
    let is_key = is_word(rest) && !rest.starts_with(|c: char| c.is_ascii_digit());
    let whole = format!("{value}, {rest}");
    let help = match mended(&whole, None) {
        Some(Mended::One(date)) => msg!(data.write, text = date),
        _ => msg!(data.write_in_quotes, text = &*shown(&whole)),
    };
    (!is_key).then(|| (msg!(data.comma_in_value), help))
}
