//! Characters as they are compared.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The version of the normal form: changes whenever the same document would be read as another text.
pub const NORMAL_FORM: u32 = 3;
/// How often folding may make something new of what it folded; two rounds are known to happen.
const ROUNDS: usize = 8;
/// The mark of a stressed vowel.
const STRESS: char = '\u{301}';

/// A quote in the normal form of texts: characters and white space folded, trimmed. Markup is not read.
pub fn normalize(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut put = |piece: Folded<'_>| {
        if piece.normal != " " {
            folded.push_str(piece.normal);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    };
    let mut folder = Folder::default();
    for character in text.chars() {
        folder.push(character, 0, 0, &mut put);
    }
    folder.flush(&mut put);
    folded.truncate(folded.trim_end_matches(' ').len());
    folded
}

pub(crate) struct Folded<'f> {
    /// In the normal form; one space for white space of any kind.
    pub(crate) normal: &'f str,
    /// As a reader sees it.
    pub(crate) shown: &'f str,
    /// Bytes of the document: the first, and one past the last.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Folds characters one by one; keeps the last back, because marks may follow that belong to it.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    pending: Vec<char>,
    shown: String,
    from: usize,
    to: usize,
    expanded: Vec<char>,
}

impl Folder {
    /// Take the next character, which stands at the bytes `from..to` of the document.
    pub(crate) fn push(&mut self, shown: char, from: usize, to: usize, put: &mut impl FnMut(Folded<'_>)) {
        // A long dash parts words, with spaces around it or without; between digits it stands in a range.
        if matches!(shown, '\u{2014}' | '\u{2015}') && !self.pending.iter().all(char::is_ascii_digit) {
            self.push(' ', from, from, put);
            self.push_one(shown, from, to, put);
            return self.push(' ', to, to, put);
        }
        self.push_one(shown, from, to, put);
    }

    fn push_one(&mut self, shown: char, from: usize, to: usize, put: &mut impl FnMut(Folded<'_>)) {
        let mut expanded = std::mem::take(&mut self.expanded);
        expanded.clear();
        expand(shown, &mut expanded);
        if let Some(first) = expanded.first() {
            if starts_anew(*first) || self.pending == [' '] {
                self.flush(put);
            }
            if self.pending.is_empty() {
                self.from = from;
            }
            self.to = to;
            self.pending.extend(&expanded);
            self.shown.push(shown);
        }
        self.expanded = expanded;
    }

    /// How many characters may still change.
    pub(crate) fn pending(&self) -> usize {
        self.pending.len().min(1)
    }

    pub(crate) fn flush(&mut self, put: &mut impl FnMut(Folded<'_>)) {
        let Self { pending, shown, from, to, .. } = self;
        let (from, to) = (*from, *to);
        match pending.as_slice() {
            [] => return,
            [only] if stays_alone(*only) => {
                let mut bytes = [0; 4];
                put(Folded { normal: only.encode_utf8(&mut bytes), shown, from, to });
            }
            _ => {
                let normal = composed(pending);
                if !normal.is_empty() {
                    put(Folded { normal: &normal, shown, from, to });
                }
            }
        }
        pending.clear();
        shown.clear();
    }
}

/// How many bytes at the beginning of a text fold to themselves whatever follows them: letters, digits and marks
/// that everybody uses, and single spaces between them.
pub(crate) fn plain_length(text: &str) -> usize {
    // Marks may follow the last one, so it is left out.
    let (mut length, mut end, mut is_spaced) = (0, 0, true);
    for (at, character) in text.char_indices() {
        match character {
            '!'..='~' | 'А'..='я' => {
                length = end;
                end = at + character.len_utf8();
                is_spaced = false;
            }
            ' ' if !is_spaced => is_spaced = true,
            _ => break,
        }
    }
    length
}

/// Whether nothing before a character can merge with it.
pub(crate) fn starts_anew(character: char) -> bool {
    match character {
        ..'\u{300}' | '\u{400}'..='\u{482}' | '\u{2010}'..='\u{2027}' => true,
        _ => {
            canonical_combining_class(character) == 0
                && is_nfc_quick(std::iter::once(character)) != IsNormalized::Maybe
        }
    }
}

/// Whether a character with no marks is its own composed form.
fn stays_alone(character: char) -> bool {
    matches!(character, ..'\u{300}' | '\u{400}'..='\u{482}' | '\u{2010}'..='\u{2027}')
        || is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
}

/// Compose, and fold what comes of it: letter е and two dots are ё, which is е.
fn composed(characters: &[char]) -> String {
    let mut now = characters.to_vec();
    for _ in 0..ROUNDS {
        let mut next = Vec::with_capacity(now.len());
        for character in now.iter().copied().nfc() {
            expand(character, &mut next);
        }
        // What stresses a letter of Cyrillic makes no other letter of it.
        next.dedup_by(|next, letter| *next == STRESS && matches!(letter, 'А'..='я'));
        if next == now {
            break;
        }
        now = next;
    }
    now.into_iter().collect()
}

/// A character as it is compared: nothing, itself, another, or several.
fn expand(character: char, out: &mut Vec<char>) {
    let folded = match character {
        ' '..='~' => character,
        'ё' => 'е',
        'Ё' => 'Е',
        '«' | '»' | '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '\u{2010}'..='\u{2015}' | '−' => '-',
        _ if character.is_whitespace() => ' ',
        _ if is_unseen(character) => return,
        _ if is_wide_or_joined(character) => return widen(character, out),
        _ => character,
    };
    out.push(folded);
}

fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
                | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'
        )
}

/// Other widths of ordinary characters, and letters that are drawn as one. Superscripts, fractions and circled
/// digits are not among them: 10² is not 102.
fn is_wide_or_joined(character: char) -> bool {
    matches!(
        character,
        '\u{132}'..='\u{133}' | '\u{1C4}'..='\u{1CC}' | '\u{1F1}'..='\u{1F3}' | '\u{FB00}'..='\u{FDFF}'
            | '\u{FE50}'..='\u{FEFC}' | '\u{FF01}'..='\u{FFEE}'
    )
}

fn widen(character: char, out: &mut Vec<char>) {
    let before = out.len();
    let mut has_space = false;
    decompose_compatible(character, |part| {
        has_space |= part.is_whitespace();
        // What a wide character is made of may be wide itself.
        if part == character || is_wide_or_joined(part) {
            out.push(part);
        } else {
            expand(part, out);
        }
    });
    if has_space {
        out.truncate(before);
        out.push(character);
    }
}
