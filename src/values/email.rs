//! E-mail addresses: what one is, and when two are the same.

use icu_casemap::CaseMapper;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// What keeps a text from being an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailFault {
    /// A character that is white space, controls something or cannot be seen.
    Unseen(char),
    /// No `@`, or more than one.
    Signs,
    /// Nothing before `@`.
    NothingBefore,
    /// Nothing behind `@`.
    NothingBehind,
}

/// What keeps a text from being an e-mail address: one `@` with something on both sides, and no white space, no control
/// character and nothing that cannot be seen.
pub fn email_fault(text: &str) -> Option<EmailFault> {
    if let Some(unseen) = text.chars().find(|character| is_unseen(*character)) {
        return Some(EmailFault::Unseen(unseen));
    }
    match text.split_once('@') {
        Some((_, behind)) if behind.contains('@') => Some(EmailFault::Signs),
        None => Some(EmailFault::Signs),
        Some(("", _)) => Some(EmailFault::NothingBefore),
        Some((_, "")) => Some(EmailFault::NothingBehind),
        Some(_) => None,
    }
}

/// Whether a text is an e-mail address ([`email_fault`]).
pub fn is_email(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without a branch for each byte.
    let (odd, signs) = bytes.iter().fold((false, 0_usize), |(odd, signs), byte| {
        (odd | !byte.is_ascii_graphic(), signs + usize::from(*byte == b'@'))
    });
    if odd {
        return email_fault(text).is_none();
    }
    signs == 1 && !text.starts_with('@') && !text.ends_with('@')
}

fn is_unseen(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_graphic();
    }
    let category = || CodePointMapData::<GeneralCategory>::new().get(character);
    let ignorable = || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character);
    character.is_whitespace()
        || ignorable()
        || matches!(category(), GeneralCategory::Control | GeneralCategory::Format)
}

/// How an e-mail compares: composed (NFC), each letter folded by itself (simple case folding), and composed again.
pub fn fold_email(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        let folder = CaseMapper::new();
        return text.nfc().map(|letter| folder.simple_fold(letter)).nfc().collect::<String>().into();
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        text.to_ascii_lowercase().into()
    } else {
        text.into()
    }
}

/// Whether two texts are the same e-mail ([`fold_email`]).
pub fn is_same_email(one: &str, other: &str) -> bool {
    let ascii = || one.is_ascii() && other.is_ascii();
    one.eq_ignore_ascii_case(other) || (!ascii() && fold_email(one) == fold_email(other))
}

/// Look at a text as it compares ([`fold_email`]), without allocating where it is short and ASCII.
pub fn with_folded<T>(text: &str, look: impl FnOnce(&str) -> T) -> T {
    /// Longer e-mails are rare.
    const SHORT: usize = 128;
    let bytes = text.as_bytes();
    // Without a branch for each byte.
    let odd = bytes.iter().fold(false, |odd, byte| odd | !byte.is_ascii() | byte.is_ascii_uppercase());
    if !odd {
        return look(text);
    }
    let mut buffer = [0u8; SHORT];
    if bytes.is_ascii()
        && let Some(short) = buffer.get_mut(..bytes.len())
    {
        short.copy_from_slice(bytes);
        short.make_ascii_lowercase();
        if let Ok(folded) = str::from_utf8(short) {
            return look(folded);
        }
    }
    look(&fold_email(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_folded_one_by_one() {
        for (one, other, same) in [
            ("ΟΔΟΣ@a.example", "οδοσ@a.example", true),
            ("οδος@a.example", "οδοσ@a.example", true),
            ("straße@a.example", "STRASSE@a.example", false),
            ("straße@a.example", "STRAẞE@a.example", true),
            ("\u{212a}ate@a.example", "kate@A.EXAMPLE", true),
            ("андре\u{438}\u{306}@a.example", "АНДРЕИ\u{306}@a.example", true),
            ("андре\u{439}@a.example", "андре\u{438}\u{306}@a.example", true),
            ("anna@a.example", "anna@b.example", false),
        ] {
            assert_eq!(is_same_email(one, other), same, "{one} {other}");
            assert_eq!(with_folded(one, str::to_owned), *fold_email(one));
        }
    }

    #[test]
    fn an_email_is_what_can_be_seen_around_one_sign() {
        for (text, fault) in [
            ("a@b", None),
            ("андрей@почта.рф", None),
            ("a", Some(EmailFault::Signs)),
            ("", Some(EmailFault::Signs)),
            ("a@b@c", Some(EmailFault::Signs)),
            ("@b", Some(EmailFault::NothingBefore)),
            ("a@", Some(EmailFault::NothingBehind)),
            ("a@b ", Some(EmailFault::Unseen(' '))),
            ("a\u{a0}@b", Some(EmailFault::Unseen('\u{a0}'))),
            ("a\u{200b}@b", Some(EmailFault::Unseen('\u{200b}'))),
            ("a\u{ad}@b", Some(EmailFault::Unseen('\u{ad}'))),
            ("a@b\u{3164}", Some(EmailFault::Unseen('\u{3164}'))),
            ("a@b\u{fe0f}", Some(EmailFault::Unseen('\u{fe0f}'))),
            ("a\t@b", Some(EmailFault::Unseen('\t'))),
            ("a@b\u{7f}", Some(EmailFault::Unseen('\u{7f}'))),
            ("a@b\u{85}", Some(EmailFault::Unseen('\u{85}'))),
        ] {
            assert_eq!(email_fault(text), fault, "{text:?}");
            assert_eq!(is_email(text), fault.is_none(), "{text:?}");
        }
    }
}
