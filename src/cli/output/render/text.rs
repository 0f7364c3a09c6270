//! Text as a terminal shows it: what is seen of a character, how wide it is, where lines break.

use crate::base::{Language, STDIN, catalogue};
use crate::cli::output::render::style::{NARROWEST, Style};
use unicode_normalization::char::canonical_combining_class;

/// Columns that a tab takes, wherever it stands.
const TAB: &str = "    ";

/// Columns given up at a cut in order not to cut a word.
const WORD: usize = 16;

/// The most characters of a message, a label or a help; what is longer holds a text of the user.
const MOST_CHARACTERS: usize = 1_000;

/// A text clean of what moves the cursor, turns the direction or hides.
pub fn visible(text: &str) -> String {
    clean(text, true)
}

/// The name of a text, or a place in it, with standard input in words.
pub(crate) fn with_name(name: &str, language: Language) -> String {
    match name.strip_prefix(STDIN) {
        Some(place) => catalogue::text(language, "common", "standard_input", &[]) + place,
        None => name.to_owned(),
    }
}

/// The same, all of it visible.
pub(crate) fn visible_name(name: &str, language: Language) -> String {
    visible(&with_name(name, language))
}

/// A text as lines as wide as the style says, visible as a whole; the first is indented by `first` columns, the others by
/// `further`.
pub fn paragraph(text: &str, first: usize, further: usize, style: &Style) -> String {
    let room = style.width.max(NARROWEST).saturating_sub(first.max(further));
    let lines = wrap(text, room, style.unicode);
    " ".repeat(first) + &lines.join(&format!("\n{}", " ".repeat(further))) + "\n"
}

/// The text, or its beginning where it is too long to be read.
pub(super) fn short(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARACTERS).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The text without anything that moves the cursor, turns the direction or hides.
pub(crate) fn clean(text: &str, unicode: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\t' => out += TAB,
            _ if is_selector(char) => {}
            _ if is_hidden(char) => out.push(stand_in(char, unicode)),
            _ => out.push(char),
        }
    }
    out
}

/// Columns that the text takes once it is clean.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Lines of at most `room` columns, broken at spaces, and at each line break of the text.
pub(crate) fn wrap(text: &str, room: usize, unicode: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.trim_end().split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in clean(paragraph.trim_end(), unicode).split(' ') {
            if used > 0 && used + 1 + width(word) > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            } else if used > 0 {
                line.push(' ');
                used += 1;
            }
            for char in word.chars() {
                if used > 0 && used + columns(char) > room {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push(char);
                used += columns(char);
            }
        }
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// How far to the right of `from` the text may be shown in `room` columns, rather at a space than in a word.
pub(crate) fn right_edge(text: &str, from: usize, room: usize) -> usize {
    let mut used = 0;
    let mut space = None;
    for (at, char) in text.get(from..).unwrap_or_default().char_indices() {
        used += columns(char);
        if used > room || at > 16 * (room + 1) {
            return from + space.unwrap_or(at);
        }
        if char.is_whitespace() && used + WORD > room {
            space = Some(at);
        }
    }
    text.len()
}

/// How far to the left of `to` the text may be shown in `room` columns, rather at a space than in a word.
pub(crate) fn left_edge(text: &str, to: usize, room: usize) -> usize {
    let mut used = 0;
    let mut edge = to;
    let mut space = None;
    for (at, char) in text.get(..to).unwrap_or_default().char_indices().rev() {
        used += columns(char);
        if used > room || to - at > 16 * (room + 1) {
            return space.unwrap_or(edge);
        }
        if char.is_whitespace() && used + WORD > room {
            space = Some(edge);
        }
        if columns(char) > 0 {
            edge = at;
        }
    }
    0
}

/// Columns that the character takes; a guess on the wide side for rare scripts.
fn columns(char: char) -> usize {
    match char {
        ' '..='~' => 1,
        '\t' => TAB.len(),
        _ if is_selector(char) => 0,
        _ if is_hidden(char) => 1,
        _ if canonical_combining_class(char) != 0 => 0,
        _ => 1 + usize::from(is_wide(char)),
    }
}

/// A request to draw the character before it as text or as a picture, which would change its width.
fn is_selector(char: char) -> bool {
    matches!(char, '\u{fe0e}' | '\u{fe0f}')
}

/// Control characters, marks of direction, and what leaves no trace on the screen.
pub(crate) fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0d}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// What joins letters, and emoji to one: part of how people write.
pub(crate) fn is_joiner(char: char) -> bool {
    matches!(char, '\u{200c}' | '\u{200d}')
}

/// What is shown in place of a hidden character.
fn stand_in(char: char, unicode: bool) -> char {
    match u32::from(char) {
        _ if !unicode => '?',
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '␡',
        _ => '\u{fffd}',
    }
}

fn is_wide(char: char) -> bool {
    matches!(u32::from(char),
        0x1100..=0x115f | 0x231a | 0x231b | 0x2329 | 0x232a | 0x23e9..=0x23ec | 0x23f0 | 0x23f3
        | 0x25fd | 0x25fe | 0x2614 | 0x2615 | 0x2648..=0x2653 | 0x267f | 0x2693 | 0x26a1 | 0x26aa
        | 0x26ab | 0x26bd | 0x26be | 0x26c4 | 0x26c5 | 0x26ce | 0x26d4 | 0x26ea | 0x26f2 | 0x26f3
        | 0x26f5 | 0x26fa | 0x26fd | 0x2705 | 0x270a | 0x270b | 0x2728 | 0x274c | 0x274e
        | 0x2753..=0x2755 | 0x2757 | 0x2795..=0x2797 | 0x27b0 | 0x27bf | 0x2b1b | 0x2b1c | 0x2b50
        | 0x2b55 | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xa960..=0xa97f | 0xac00..=0xd7a3
        | 0xf900..=0xfaff | 0xfe10..=0xfe19 | 0xfe30..=0xfe6f | 0xff01..=0xff60 | 0xffe0..=0xffe6
        | 0x16fe0..=0x18cff | 0x1aff0..=0x1b2ff | 0x1f004 | 0x1f0cf | 0x1f18e | 0x1f191..=0x1f19a
        | 0x1f200..=0x1f64f | 0x1f680..=0x1f6ff | 0x1f7e0..=0x1f7eb | 0x1f90c..=0x1f9ff
        | 0x1fa70..=0x1faff | 0x20000..=0x3fffd)
}
