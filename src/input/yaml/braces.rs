//! Mistakes in braces and brackets, and texts with signs in them that end a text without quotation marks.

use crate::base::{Message, msg};
use crate::input::dates::{Mended, mended};
use crate::input::hints::is_usual_key;
use crate::input::tree::{Entry, is_plain_text, shown};
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
    if let Some(found) = pairs_on_line(text, line, at).filter(|_| !in_braces) {
        return Some(found);
    }
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

/// Keys with their values on one line, behind another key or a dash: they belong into braces.
fn pairs_on_line(text: &str, start: usize, at: usize) -> Option<SyntaxError> {
    let line = text.get(start..)?.lines().next()?.split(" #").next()?.trim_end();
    let words = line.trim_start_matches([' ', '-']);
    let is_pair = |part: &str| {
        let pair = part.split_once(": ").or_else(|| Some((part.strip_suffix(':')?, "")));
        pair.is_some_and(|(key, value)| is_word(key.trim()) && !value.contains(": "))
    };
    let pairs = |words: &str| words.split(", ").all(is_pair);
    let place = at..at + 1;
    let message = msg!(data.colon_in_value);
    // `- number: L2, reader: ivan`
    if words.contains(", ") && pairs(words) {
        let dash = if words.len() < line.trim_start().len() { "- " } else { "" };
        // What is long is shown by its beginning.
        let first = words.split(", ").next().unwrap_or_default();
        let held = if words.len() > 60 { format!("{first}, …") } else { words.to_owned() };
        let whole = format!("{dash}{{{held}}}");
        return Some(SyntaxError { message, place, help: Some(msg!(data.write, text = &*shown(&whole))) });
    }
    // `with: open: false`
    let (key, rest) = words.split_once(": ")?;
    let lower = rest.starts_with(|first: char| first.is_lowercase() || first == '_');
    let first = rest.split(", ").next().unwrap_or_default();
    let held = if words.len() > 60 { format!("{first}, …") } else { rest.to_owned() };
    let whole = format!("{key}: {{{held}}}");
    let help = match rest.contains(", ") {
        true => msg!(data.write, text = &*shown(&whole)),
        false => msg!(data.braces_or_quotes, pairs = &*shown(&whole), text = &*shown(rest)),
    };
    (is_word(key) && lower && pairs(rest)).then_some(SyntaxError { message, place, help: Some(help) })
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

/// A sign between keys behind a value in quotation marks, as JSON has it.
pub(super) fn sign_at_end(text: &str, at: usize) -> Option<SyntaxError> {
    let rest = text.get(at..)?;
    let sign = rest.chars().next().filter(|sign| matches!(sign, ',' | ';'))?;
    let is_last = rest.get(1..)?.lines().next().is_none_or(|line| line.trim().is_empty());
    is_last.then(|| SyntaxError {
        message: msg!(data.sign_at_end, sign = sign),
        place: at..at + 1,
        help: Some(msg!(data.delete_signs, sign = sign)),
    })
}

/// A text in quotation marks with others of the same kind inside.
pub(super) fn nested_quotes(text: &str, at: usize) -> Option<SyntaxError> {
    let start = line_start(text, at);
    let before = text.get(start..at)?;
    let open = before.find(['"', '\''])?;
    let mark = before.get(open..)?.chars().next()?;
    let line = text.get(start + open..)?.lines().next()?.trim_end();
    let inner = line.strip_prefix(mark)?.strip_suffix(mark)?;
    let other = if mark == '"' { '\'' } else { '"' };
    let has_end = start + open + line.len() > at;
    (has_end && !inner.contains(other)).then(|| SyntaxError {
        message: msg!(data.quote_ended),
        place: at..at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
        help: Some(msg!(data.write, text = format!("{other}{}{other}", shown(inner)))),
    })
}

/// The quotation mark in a line that is not closed in it.
pub(super) fn open_quote(text: &str, start: usize) -> Option<SyntaxError> {
    let line = text.get(start..)?.lines().next()?.trim_end();
    let at = line.rfind(['"', '\''])?;
    let mark = line.get(at..)?.chars().next()?;
    let begins = line.get(..at)?.trim_end().ends_with([':', '-', '[', '{', ',']) || at == 0;
    let held = line.get(at..)?.trim_end_matches([',', '}', ']']);
    // In braces, the next key ends the text.
    let next = held.match_indices(", ").find(|(comma, _)| {
        let key = held.get(comma + 2..).and_then(|rest| rest.split_once(": "));
        line.get(..at).is_some_and(|before| before.contains('{')) && key.is_some_and(|(key, _)| is_word(key))
    });
    let held = next.and_then(|(comma, _)| held.get(..comma)).unwrap_or(held);
    (begins && held.len() > 1).then(|| SyntaxError {
        message: msg!(data.quote_not_closed),
        place: start + at..start + at + 1,
        help: Some(msg!(data.write, text = format!("{}{mark}", shown(held)))),
    })
}

/// A text that begins with a sign which has another meaning there.
pub(super) fn sign_text(text: &str, at: usize) -> Option<SyntaxError> {
    let rest = text.get(at..)?;
    let sign = rest.chars().next().filter(|sign| !sign.is_control() && *sign != '\u{feff}')?;
    let before = text.get(line_start(text, at)..at)?;
    let in_braces = before.contains(['{', '[']);
    let ends: &[char] = if in_braces { &[',', '}', ']', '\n'] } else { &['\n'] };
    let held = rest.split(ends).next()?.split(" #").next()?.trim_end();
    let place = at..at + held.len().max(sign.len_utf8());
    if held == "-" {
        let help = Some(msg!(data.write_no_value));
        return Some(SyntaxError { message: msg!(data.begins_with, sign = sign), place, help });
    }
    if sign == '`' {
        let held = held.trim_matches('`');
        let help = msg!(data.write, text = format!("\"{}\"", shown(held)));
        return Some(SyntaxError { message: msg!(data.backtick), place, help: Some(help) });
    }
    let has_quote = held.contains('"');
    let help =
        if has_quote { msg!(data.put_in_quotes) } else { msg!(data.write_in_quotes, text = &*shown(held)) };
    Some(SyntaxError { message: msg!(data.begins_with, sign = sign), place, help: Some(help) })
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
pub(super) fn stands_as_key(text: &str, word: &str, own: usize) -> bool {
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

/// What is no key in braces: it lacks its colon, or goes on with the value before it behind a comma.
pub(super) fn rest_of(text: &str, entries: &[Entry], at: usize) -> Option<(Message, Message)> {
    let key = &entries.get(at)?.key;
    let rest = &*key.text;
    let known = |word: &str| is_usual_key(word) || stands_as_key(text, word, key.span.range().start);
    if let Some((name, value)) = rest.split_once([' ', '=']).filter(|(name, _)| is_word(name)) {
        let value = value.trim_start_matches([' ', '=', '>']);
        if rest.contains('=') || known(name) {
            let message = msg!(data.colon_missing_of, key = name);
            return Some((message, msg!(data.write_key_value, key = name, value = &*shown(value))));
        }
    }
    let before = entries.get(at.checked_sub(1)?)?;
    let value = before.value.plain().filter(|value| !value.is_empty())?;
    // The keys of a scenario that take several rules.
    if ["because", "expect", "upcoming", "undetermined"].contains(&&*before.key.text) {
        let more = entries.get(at..)?.iter().take_while(|entry| entry.value.plain() == Some(""));
        let list: Vec<&str> = std::iter::once(value).chain(more.map(|entry| &*entry.key.text)).collect();
        let help = msg!(data.write_list, text = &*shown(&list.join(", ")));
        return Some((msg!(data.comma_in_value), help));
    }
    let is_key = is_word(rest)
        && !rest.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase() && is_plain_text(value));
    let whole = format!("{value}, {rest}");
    let help = match mended(&whole, None) {
        Some(Mended::One(date)) => msg!(data.write, text = date),
        _ => msg!(data.write_in_quotes, text = &*shown(&whole)),
    };
    (!is_key && !known(rest)).then(|| (msg!(data.comma_in_value), help))
}
