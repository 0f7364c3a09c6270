//! Bytes to text, with an early end for what no one can read.

use crate::base::codes::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, msg};
use crate::base::source::{SourceId, Span};
use std::io::{ErrorKind, Read};

/// How much text is read before it counts as an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimits {
    /// Bytes of one line, without its line break.
    pub line: usize,
    pub total: usize,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self { line: 16 << 20, total: 1 << 30 }
    }
}

/// So many bytes are read at a time.
const CHUNK: usize = 1 << 14;
/// Bytes of a wrong line that are shown before and behind the place.
const SHOWN: usize = 2048;

/// Read UTF-8 text to its end; a byte order mark at its beginning is dropped. The diagnostic points into the text that is
/// returned: after an error it ends with the wrong line, cut to a few kilobytes around the place. It is only the beginning
/// where the file is too large, and empty where reading failed.
pub fn read_text(
    reader: impl Read,
    source: SourceId,
    limits: &TextLimits,
) -> (String, Result<(), Diagnostic>) {
    read_text_at(reader, source, 1, limits)
}

/// [`read_text`] for a piece of a longer text, which begins in a line of it.
pub fn read_text_at(
    mut reader: impl Read,
    source: SourceId,
    first_line: usize,
    limits: &TextLimits,
) -> (String, Result<(), Diagnostic>) {
    let mut text = String::new();
    // What is left in it of the last turn are the bytes of an unfinished character.
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut begun = first_line > 1;
    let mut line = 0;
    let mut number = first_line;
    loop {
        let room = CHUNK - chunk.len();
        let got = match reader.by_ref().take(room as u64).read_to_end(&mut chunk) {
            Ok(got) => got,
            Err(error) => {
                let message = msg!(common.reading_failed, why = why(&error));
                let wrong =
                    Diagnostic::error(Code::E0601, message).label(Span::new(source, 0, 0), Message::empty());
                return (String::new(), Err(wrong));
            }
        };
        if !begun && let Some(kind) = other_kind(&chunk) {
            return not_text(source, kind);
        }
        let (valid, rest) = split(&chunk);
        let mut new = valid;
        if !begun && !valid.is_empty() {
            begun = true;
            new = valid.strip_prefix('\u{feff}').unwrap_or(valid);
        }
        if text.len() + new.len() <= limits.total && text.len() - line + new.len() <= limits.line {
            // No line of it can be too long.
            text.push_str(new);
            number += memchr::memchr_iter(b'\n', new.as_bytes()).count();
            line = memchr::memrchr(b'\n', new.as_bytes()).map_or(line, |at| text.len() - new.len() + at + 1);
            new = "";
        }
        for piece in new.split_inclusive('\n') {
            text.push_str(piece);
            let length = text.len() - line - usize::from(piece.ends_with('\n'));
            let (start, message) = if text.len() > limits.total {
                (0, msg!(common.text_too_large, most = limits.total))
            } else if length > limits.line {
                (line, msg!(common.line_too_long, line = number, most = limits.line))
            } else {
                if piece.ends_with('\n') {
                    line = text.len();
                    number += 1;
                }
                continue;
            };
            text.truncate(boundary(&text, start + SHOWN));
            text.shrink_to_fit();
            let wrong = Diagnostic::error(Code::E0409, message)
                .label(Span::new(source, start, start), Message::empty());
            return (text, Err(wrong));
        }
        let unfinished = std::str::from_utf8(rest).is_err_and(|error| error.error_len().is_none());
        if let Some(byte) = rest.first().filter(|_| got == 0 || !unfinished) {
            let is_utf16 =
                number == 1 && text.is_empty() && matches!(rest, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
            if !is_utf16 && chunk.contains(&0) {
                return not_text(source, "binary");
            }
            let message = msg!(common.not_utf8, byte = format!("0x{byte:02X}"), line = number);
            let help = if is_utf16 {
                msg!(common.save_utf16_as_utf8)
            } else if is_windows_1251(rest) {
                msg!(common.save_windows_1251_as_utf8)
            } else {
                msg!(common.save_as_utf8)
            };
            let before = boundary(&text, text.len().saturating_sub(SHOWN)).max(line);
            text.replace_range(line..before, "");
            let start = text.len();
            let behind = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(behind.get(..SHOWN).unwrap_or(behind)));
            let span = Span::new(source, start, start + char::REPLACEMENT_CHARACTER.len_utf8());
            return (
                text,
                Err(Diagnostic::error(Code::E0103, message).label(span, Message::empty()).help(help)),
            );
        }
        if got == 0 {
            return (text, Ok(()));
        }
        let used = valid.len();
        chunk.drain(..used);
    }
}

/// What a file is by its first bytes, where it is one of those that people take for text; as the catalogue knows them.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 10] = [
        (b"PK\x03\x04", "word"),
        (b"%PDF", "pdf"),
        (b"\xd0\xcf\x11\xe0", "old_word"),
        (b"{\\rtf", "rtf"),
        (b"\x89PNG", "image"),
        (b"\xff\xd8\xff", "image"),
        (b"GIF8", "image"),
        (b"\x1f\x8b", "archive"),
        (b"7z\xbc\xaf", "archive"),
        (b"Rar!", "archive"),
    ];
    let (_, kind) = KINDS.into_iter().find(|(begin, _)| bytes.starts_with(begin))?;
    let is_sheet = kind == "word" && memchr::memmem::find(bytes, b"xl/").is_some();
    Some(if is_sheet { "excel" } else { kind })
}

/// That a file is no text.
fn not_text(source: SourceId, kind: &'static str) -> (String, Result<(), Diagnostic>) {
    let wrong = Diagnostic::error(Code::E0103, msg!(common.not_text, kind = kind));
    let start = Span::new(source, 0, 0);
    (String::new(), Err(wrong.label(start, Message::empty()).help(msg!(common.save_as_text))))
}

/// Whether what is no UTF-8 looks like Russian words in Windows-1251: letters in a row, most of them small.
fn is_windows_1251(rest: &[u8]) -> bool {
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: fn(&u8) -> bool| line.iter().filter(|byte| wanted(byte)).count();
    let (high, small) = (count(|byte| *byte >= 0x80), count(|byte| *byte >= 0xe0));
    let in_a_row = line.windows(2).any(|pair| pair.iter().all(|byte| *byte >= 0xc0));
    in_a_row && small * 2 > high
}

/// Why reading failed, where that is plain; otherwise in the words of the system.
fn why(error: &std::io::Error) -> Message {
    match error.kind() {
        ErrorKind::IsADirectory => msg!(common.reading_a_folder),
        ErrorKind::PermissionDenied => msg!(common.reading_denied),
        _ => Message::verbatim(error.to_string()),
    }
}

/// The text that the bytes begin with, and what is no text or not yet.
fn split(bytes: &[u8]) -> (&str, &[u8]) {
    let valid = match std::str::from_utf8(bytes) {
        Ok(all) => return (all, &[]),
        Err(error) => error.valid_up_to(),
    };
    let (valid, rest) = bytes.split_at_checked(valid).unwrap_or_default();
    (std::str::from_utf8(valid).unwrap_or_default(), rest)
}

/// The last place up to `at` at which the text may be cut.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
