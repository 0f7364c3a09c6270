//! Characters that are pasted or typed by mistake: what they are called, and what to write instead.

use crate::base::suggest::{self, code_point};
use crate::base::{Code, Diagnostic, Message, Span, msg};
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
use unicode_security::{MixedScript, skeleton};

/// What people write in place of a sign of the language, and what to write.
pub(super) fn pasted(character: char) -> Option<(Message, Message)> {
    match character {
        '\'' | '`' => {
            let message = msg!(syntax.single_mark, character = character, code = code_point(character));
            Some((message, msg!(syntax.write, word = '"')))
        }
        _ => suggest::pasted(character),
    }
}

/// Why a character may not stand in rules, or in a text or a comment of them; nothing where it may.
pub(super) fn refused(character: char, in_text: bool) -> Option<Message> {
    let code = || code_point(character);
    Some(match character {
        '\r' => msg!(syntax.lone_carriage_return, code = code()),
        '\u{FEFF}' | '\u{200B}' | '\u{2060}' | '\u{00AD}' => msg!(syntax.invisible, code = code()),
        '\u{200C}' | '\u{200D}' if !in_text => msg!(syntax.invisible, code = code()),
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            msg!(syntax.turns_direction, code = code())
        }
        '\u{2028}' | '\u{2029}' | '\u{0085}' => msg!(syntax.ends_lines, code = code()),
        _ if character.is_control() => msg!(syntax.control_character, code = code()),
        _ => return None,
    })
}

/// Whether a character may stand in a text of rules.
pub fn may_stand_in_a_text(character: char) -> bool {
    refused(character, true).is_none()
}

/// The marks that may end a text which begins with this one.
pub(super) fn closing(mark: char) -> &'static [char] {
    match mark {
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' => &['\u{201D}', '\u{201C}'],
        '\u{00AB}' => &['\u{00BB}'],
        '\u{00BB}' => &['\u{00AB}'],
        '\u{2039}' => &['\u{203A}'],
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' => &['\u{2019}', '\u{2018}'],
        '\'' => &['\''],
        '`' => &['`'],
        _ => &[],
    }
}

/// A word with a letter of another alphabet than the rest.
pub(super) fn mixed_scripts(word: &str, letter: char, place: Span) -> Diagnostic {
    let code = code_point(letter);
    let script = letter.script().full_name();
    // What the letter looks like, as far as that is one letter of the alphabet of the others.
    let mut same = skeleton(letter.encode_utf8(&mut [0; 4])).collect::<Vec<_>>().into_iter();
    let meant = same.next().filter(|meant| same.next().is_none() && meant.is_ascii() && *meant != letter);
    let others = word.chars().filter(|other| *other != letter);
    let meant = meant.filter(|_| others.clone().all(|other| other.is_ascii()));
    let looks = |letter: char| skeleton(letter.encode_utf8(&mut [0; 4])).collect::<String>();
    let cyrillic =
        ('А'..='я').chain(['і', 'І']).find(|other| letter.is_ascii() && looks(*other) == looks(letter));
    let cyrillic =
        cyrillic.filter(|_| others.clone().all(|other| !other.is_alphabetic() || !other.is_ascii()));
    let help = match (meant, cyrillic) {
        (Some(meant), _) => {
            msg!(syntax.write_latin, letter = meant, code = code_point(meant))
        }
        (None, Some(meant)) => {
            msg!(syntax.write_cyrillic, letter = meant, code = code_point(meant))
        }
        (None, None) => msg!(syntax.one_alphabet),
    };
    Diagnostic::error(Code::E0104, msg!(syntax.mixed_scripts, word = word))
        .label(place, msg!(syntax.odd_letter, letter = letter, code = code, script = script))
        .help(help)
}

/// How long the text is that begins here with its quotation mark, both marks included; `None` where something in it has to
/// be looked at. What is plain are the printable characters of ASCII, and the letters of two bytes from `À` on.
pub(super) fn plain_text(text: &str) -> Option<usize> {
    let inner = text.as_bytes().get(1..)?;
    let length = memchr::memchr3(b'"', b'\\', b'\n', inner)?;
    let (inner, behind) = inner.split_at_checked(length)?;
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | 0x80..=0xbf | 0xc3..=0xd7);
    (behind.first() == Some(&b'"') && inner.iter().all(is_plain)).then_some(length + 2)
}

/// The first letter that is not of the script that most letters of the word have, and where it stands.
pub(super) fn odd_letter(word: &str) -> Option<(usize, char)> {
    if word.is_ascii() || word.is_single_script() {
        return None;
    }
    let scripts = || word.chars().map(|letter| letter.script());
    let main = scripts().max_by_key(|script| {
        let real = !matches!(script, Script::Common | Script::Inherited);
        (real, scripts().filter(|other| other == script).count())
    })?;
    word.char_indices()
        .find(|(_, letter)| ![main, Script::Common, Script::Inherited].contains(&letter.script()))
}

/// What to write in place of a dash that begins its line, or that stands for a word between two others.
pub(super) fn in_place_of_dash(character: char, before: &str, behind: &str) -> Option<Message> {
    if !('\u{2010}'..='\u{2015}').contains(&character) {
        return None;
    }
    if before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty()) {
        return Some(msg!(syntax.delete_character));
    }
    let is_name = |letter: char| letter.is_alphabetic() || letter == '"';
    let between =
        before.strip_suffix(' ')?.ends_with(is_word) && behind.strip_prefix(' ')?.starts_with(is_name);
    between.then(|| msg!(syntax.write, word = "is"))
}

/// What to write in place of a word with an apostrophe: the word before it, the letters before and behind the sign, and
/// what follows.
pub(super) fn without_apostrophe(subject: &str, first: &str, behind: &str, rest: &str) -> Message {
    let line = rest.split('\n').next().unwrap_or_default();
    let mut next =
        line.split_whitespace().filter(|word| !["a", "an", "the", "any"].contains(word)).peekable();
    let owns = match first {
        "doesn" | "don" | "didn" => next.next_if(|word| ["have", "has"].contains(word)).is_some(),
        "hasn" | "haven" => true,
        _ => false,
    };
    let field = next.next().unwrap_or_default().trim_end_matches([',', '.', ')']);
    match (first, behind) {
        (_, "t") if owns && [subject, field].iter().all(|word| is_name(word)) => {
            msg!(syntax.not_or_absent, path = format!("{subject}.{field}"))
        }
        ("doesn", "t") if rest.trim_start().starts_with("stop") => msg!(syntax.write, word = "does not"),
        ("can" | "mustn" | "shouldn" | "couldn" | "shan", "t") => msg!(syntax.write, word = "may not"),
        (_, "t") => msg!(syntax.write, word = "is not"),
        (_, "s") => {
            let next = rest.trim_start_matches(' ');
            match next.split(|letter| !is_word(letter)).next().unwrap_or_default() {
                "" => msg!(syntax.delete_character),
                field => msg!(syntax.write, word = format!("{first}.{field}")),
            }
        }
        _ => msg!(syntax.delete_character),
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(char::is_alphabetic) && word.chars().all(|letter| is_word(letter) || letter == '.')
}

/// A word with letters of two alphabets as it would be in the Latin one alone.
pub(super) fn in_latin(word: &str) -> Option<String> {
    let latin = |letter: char| {
        let mut same = skeleton(letter.encode_utf8(&mut [0; 4])).collect::<Vec<_>>().into_iter();
        if letter.is_ascii() {
            Some(letter)
        } else {
            same.next().filter(|one| one.is_ascii() && same.next().is_none())
        }
    };
    if word.is_ascii() { None } else { word.chars().map(latin).collect() }
}

pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || !character.is_ascii() && is_combining_mark(character)
}
