//! Where sentences end. A sentence ends at a mark that ends one, unless the mark belongs to an abbreviation, or
//! what follows cannot begin another. The rules of Unicode are kept in one pass; the crates that have them look
//! ahead again and again.

use crate::prose::language::Section;
use std::ops::Range;

/// How far back and ahead a bound is looked at, in bytes.
const NEAR: usize = 64;

/// Give the sentences of a unit, one after the other, as bytes of its text. `is_code` says whether a byte of it is set as
/// code.
pub(crate) fn split_sentences(
    text: &str,
    is_code: impl Fn(usize) -> bool,
    mut sentence: impl FnMut(Range<usize>),
) {
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !is_end(character) {
            continue;
        }
        let mut end = at + character.len_utf8();
        let mut last = character;
        let mut spaced = false;
        while let Some((at, next)) = characters.next_if(|(_, next)| is_end(*next) || is_closing(*next)) {
            end = at + next.len_utf8();
            last = next;
        }
        let marks = text.get(at..end).unwrap_or_default();
        while characters.next_if(|(_, next)| *next == ' ').is_some() {
            spaced = true;
        }
        let next = characters.peek().map_or(text.len(), |(at, _)| *at);
        if next == text.len() {
            break;
        }
        let is_bound = (spaced || !last.is_ascii()) && {
            let before = near_before(text, start, at);
            let after = near_after(text, next);
            let is_short = text.get(start..at).is_some_and(|sentence| sentence.len() < NEAR);
            let code = CodeWords { before: at > start && is_code(at - 1), after: is_code(next) };
            ends(before, marks, after, is_short, code)
        };
        if is_bound {
            sentence(start..end);
            start = next;
        }
    }
    let rest = text.get(start..).unwrap_or_default().trim_end_matches(' ');
    if !rest.is_empty() {
        sentence(start..start + rest.len());
    }
}

/// The end of a sentence up to its mark, as far as it matters.
fn near_before(text: &str, start: usize, mark: usize) -> &str {
    let mut from = mark.saturating_sub(NEAR).max(start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..mark).unwrap_or_default()
}

/// The beginning of what follows, as far as it matters.
fn near_after(text: &str, from: usize) -> &str {
    let mut end = (from + NEAR).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(from..end).unwrap_or_default()
}

/// Whether a sentence ends between two texts: `before` up to the marks, `after` behind them and the space.
fn ends(before: &str, marks: &str, after: &str, is_short: bool, code: CodeWords) -> bool {
    let mut opened = after.trim_start_matches(['"', '\'', '(', '[', '{', ' ']).chars();
    let Some(first) = opened.next() else { return true };
    let dotted = marks.starts_with('.');
    if first.is_lowercase() {
        return marks == "." && is_over(before, opened_word(after), code);
    }
    if matches!(first, '-' | ',' | ':' | ';' | '/' | '|' | '.' | ')') {
        return false;
    }
    if !dotted {
        // "(!)" is a remark, not an end.
        return !(before.ends_with('(') && marks.ends_with(')'));
    }
    if marks.starts_with("..") {
        return true;
    }
    if is_short && is_number(before) {
        return false;
    }
    let word = last_word(before);
    let letters = word.to_lowercase();
    let closed = marks.len() > 1;
    let previous = before.get(..before.len() - word.len()).unwrap_or_default().trim_end();
    let whole = match previous.strip_suffix('.').map(last_word) {
        Some(other) if other.chars().count() == 1 => format!("{}.{letters}", other.to_lowercase()),
        _ => letters.clone(),
    };
    let is_in = |section: Section| section.has(&whole) || section.has(&letters);
    if first.is_numeric() && is_in(Section::AbbreviationBeforeANumber) {
        return false;
    }
    if !closed && is_initial(word, previous, first) {
        return false;
    }
    if Section::AbbreviationOfATown.has(&letters)
        && Section::PrepositionBeforeATown.has(&last_word(previous).to_lowercase())
    {
        return false;
    }
    let is_measured = Section::AbbreviationBehindANumber.has(&letters) && is_number(last_word(previous));
    let is_within = is_in(Section::AbbreviationWithinASentence);
    if Section::AbbreviationAtAnEnd.has(&whole) || is_measured || (closed && is_within) {
        return first.is_uppercase();
    }
    !is_within && (!Section::AbbreviationAtAnEnd.has(&letters) || first.is_uppercase())
}

/// Whether the words around a point are set as code.
#[derive(Clone, Copy)]
struct CodeWords {
    before: bool,
    after: bool,
}

fn opened_word(after: &str) -> &str {
    let word = after.split(' ').next().unwrap_or_default();
    word.trim_matches(['"', '\'', '(', ')', '[', ']', ',', ';', ':', '.'])
}

/// Whether a point ends a sentence although a small letter follows: behind a whole word, in a sentence of several.
/// What is a name of code, or of another alphabet, begins a sentence as it is.
fn is_over(before: &str, next: &str, code: CodeWords) -> bool {
    const WORDS: usize = 2;
    const SHORTEST: usize = 4;
    let word = last_word(before).to_lowercase();
    let is_abbreviation = [
        Section::AbbreviationWithinASentence,
        Section::AbbreviationAtAnEnd,
        Section::AbbreviationBeforeANumber,
        Section::AbbreviationBehindANumber,
        Section::AbbreviationOfATown,
    ];
    if before.split(' ').nth(WORDS).is_none() || is_abbreviation.iter().any(|section| section.has(&word)) {
        return false;
    }
    let is_cyrillic = |word: &str| word.chars().any(|one| matches!(one, 'а'..='я' | 'А'..='Я'));
    if code.before {
        return true;
    }
    let inner = next.get(1..).unwrap_or_default();
    let is_code = code.after
        || next.is_ascii()
            && (is_cyrillic(&word)
                || inner.contains(|one: char| {
                    one.is_ascii_uppercase() || one.is_ascii_digit() || "_./".contains(one)
                }));
    if is_code {
        return word.chars().nth(2).is_some();
    }
    let is_whole = if is_cyrillic(&word) {
        Section::EndingOfAWholeWord.ends(&word)
    } else if is_cyrillic(before) {
        // A word of another alphabet is hardly ever cut short.
        return word.chars().nth(1).is_some();
    } else {
        word.split('.').all(|part| part.chars().any(|one| "aeiouy".contains(one)))
    };
    is_whole
        && word.chars().nth(SHORTEST - 1).is_some()
        && !word.chars().all(|one| one.is_ascii_digit() || one == '.')
}

/// `А.` or `J.R.` before a name or another initial.
fn is_initial(word: &str, previous: &str, next: char) -> bool {
    let mut parts = word.split('.');
    let is_one = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    next.is_uppercase() && parts.all(is_one) && !previous.ends_with(['№', '#'])
}

fn last_word(text: &str) -> &str {
    text.rsplit(|one: char| !(one.is_alphanumeric() || one == '.')).next().unwrap_or_default()
}

/// Whether a sentence so far is only its own number: `3` or `2.1`.
fn is_number(text: &str) -> bool {
    let text = text.trim_start_matches(['"', '(', ' ']);
    let mut parts = text.split('.');
    !text.is_empty() && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_end(character: char) -> bool {
    matches!(
        character,
        '.' | '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '。' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '⸮'
    )
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | ')' | ']' | '}' | '」' | '』' | '）' | '】' | '›')
}
