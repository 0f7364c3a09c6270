//! Marks at the beginning of a line: bullets, and the numbers and letters of items, clauses and notes. They tell one
//! item from the next and say nothing about it: a text with other marks is the same text.

use crate::prose::facts::is_unit;
use crate::prose::language::Section;
use crate::prose::normalize::starts_anew;
use std::ops::Range;

/// A number of an item has no more digits; a year at the beginning of a line is no mark.
const LONGEST_NUMBER: usize = 3;
const LONGEST_ROMAN: usize = 5;
/// Longer marks, in bytes, are no references: several numbers, or a raised one.
const LONGEST_REFERENCE: usize = 24;
const BULLETS: &str = "•‣◦▪●■○·*-–—−";
/// Bullets that stand in no running text.
const SURE_BULLETS: &str = "•‣◦▪●■○";
pub(crate) const RAISED_DIGITS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    Bullet(char),
    Number {
        /// Three in `1.4.2`.
        levels: usize,
        close: char,
    },
    Letter {
        close: char,
        is_cyrillic: bool,
    },
    Roman(char),
    /// What a note begins with, and what points at it: `[1]`, `¹`, `*`.
    Note,
}

#[derive(Clone, Debug)]
pub(crate) struct LineMark {
    pub(crate) kind: MarkKind,
    /// In bytes, with the white space behind it.
    pub(crate) length: usize,
    pub(crate) shown: String,
}

impl MarkKind {
    /// Whether an item with this mark ends what hangs on an item with another: it is of the same list, or of one
    /// that this one is in.
    pub(crate) fn goes_on_after(self, other: Self) -> bool {
        match (self, other) {
            (Self::Number { levels: own, close }, Self::Number { levels, close: other }) => {
                close == other && own <= levels
            }
            _ => self == other,
        }
    }

    /// How many numbers it has.
    pub(crate) fn levels(self) -> usize {
        if let Self::Number { levels, .. } = self { levels } else { 1 }
    }

    /// Whether it is a deeper number than another: `1.1.` behind `1.`
    pub(crate) fn is_below(self, other: Self) -> bool {
        let levels = |kind| if let Self::Number { levels, .. } = kind { levels } else { usize::MAX };
        levels(self) != usize::MAX && levels(self) > levels(other)
    }
}

/// The mark that a line begins with, where some text stands behind it.
pub(crate) fn mark(line: &str) -> Option<LineMark> {
    let first = line.chars().next()?;
    let (kind, length) = if BULLETS.contains(first) && second_is_space(line) {
        (
            MarkKind::Bullet(if first.is_ascii_punctuation() || is_dash(first) { first } else { '•' }),
            first.len_utf8(),
        )
    } else {
        match first {
            '0'..='9' => number(line)?,
            '(' => {
                let inner = line.get(1..)?;
                let (kind, length) = ordinal(inner.get(..inner.find(')')?)?, '(')?;
                (kind, length + 2)
            }
            '[' => {
                let digits = line.get(1..)?.bytes().take_while(u8::is_ascii_digit).count();
                let closed = line.as_bytes().get(1 + digits) == Some(&b']');
                ((1..=LONGEST_NUMBER).contains(&digits) && closed).then_some((MarkKind::Note, digits + 2))?
            }
            '*' | '†' | '‡' => {
                let rest = line.trim_start_matches(first);
                // What a second one closes is stressed.
                (!rest.contains(first)).then_some((MarkKind::Note, line.len() - rest.len()))?
            }
            _ if RAISED_DIGITS.contains(first) => (
                MarkKind::Note,
                line.len() - line.trim_start_matches(|one| RAISED_DIGITS.contains(one)).len(),
            ),
            _ => {
                let end = line.find([')', '.', ' ']).filter(|end| *end <= 2 * LONGEST_ROMAN)?;
                let close = line.get(end..)?.chars().next()?;
                let (kind, length) = ordinal(line.get(..end)?, close)?;
                (kind, length + 1)
            }
        }
    };
    let rest = line.get(length..)?;
    let text = rest.trim_start();
    // What belongs to the last sign of the mark cannot be left behind.
    let is_apart = text.len() < rest.len() || kind == MarkKind::Note && !begins_within_a_letter(text);
    let is_text = text.chars().any(char::is_alphanumeric);
    (is_apart && is_text).then(|| {
        let shown = if kind == MarkKind::Bullet('•') || is_dash(first) {
            "•"
        } else {
            line.get(..length).unwrap_or_default()
        };
        LineMark { kind, length: line.len() - text.len(), shown: shown.to_owned() }
    })
}

fn begins_within_a_letter(text: &str) -> bool {
    text.starts_with(|first| !starts_anew(first))
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '−')
}

fn second_is_space(line: &str) -> bool {
    line.chars().nth(1).is_some_and(char::is_whitespace)
}

/// A letter or a Roman number, with what closes it.
fn ordinal(text: &str, close: char) -> Option<(MarkKind, usize)> {
    let mut letters = text.chars();
    let first = letters.next()?;
    if text.len() <= LONGEST_NUMBER && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return (close != '.').then_some((MarkKind::Number { levels: 1, close }, text.len()));
    }
    let is_one = letters.next().is_none();
    let is_roman = text.len() <= LONGEST_ROMAN && text.bytes().all(|byte| b"ivxIVX".contains(&byte));
    let is_bracket = matches!(close, ')' | '(');
    if is_one && first.is_alphabetic() && is_bracket {
        let is_cyrillic = matches!(first, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
        return (is_cyrillic || first.is_ascii())
            .then_some((MarkKind::Letter { close, is_cyrillic }, first.len_utf8()));
    }
    let is_capital = text.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_roman && !is_one && (is_bracket || close == '.' && is_capital))
        .then_some((MarkKind::Roman(close), text.len()))
}

/// `3.`, `3)`, `2.1.`, `2.1`: numbers with points between them.
fn number(line: &str) -> Option<(MarkKind, usize)> {
    let length = line.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let written = line.get(..length)?;
    let numbers = written.strip_suffix('.').unwrap_or(written);
    let is_number = |part: &str| (1..=LONGEST_NUMBER).contains(&part.len());
    if !numbers.split('.').all(is_number) {
        return None;
    }
    let levels = numbers.split('.').count();
    if line.get(length..)?.starts_with(')') {
        return Some((MarkKind::Number { levels, close: ')' }, length + 1));
    }
    if numbers.len() == length {
        // `1.5 GB` is an amount.
        let next = line.get(length..)?.strip_prefix(' ')?;
        // `3.8 - Guests must`
        if let Some(text) = next.strip_prefix(is_dash).and_then(|behind| behind.strip_prefix(' ')) {
            let begins = levels > 1 && text.starts_with(char::is_uppercase);
            let close = '-';
            return begins.then(|| (MarkKind::Number { levels, close }, line.len() - text.len() - 1));
        }
        let word = next.split([' ', ',', '.', '-']).next().unwrap_or_default();
        let begins = next.trim_start_matches('"').starts_with(char::is_uppercase);
        (levels > 1 && begins && !is_unit(&word.to_lowercase())).then_some(())?;
    }
    Some((MarkKind::Number { levels, close: '.' }, length))
}

/// `A. Terms`, but not `A. S. Pushkin`.
fn capital(title: &str) -> Option<LineMark> {
    let (letter, text) = title.split_once(". ")?;
    let mut letters = letter.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let is_text = text.starts_with(char::is_uppercase) && text.chars().nth(1) != Some('.');
    (is_capital && is_text).then(|| LineMark {
        kind: MarkKind::Letter { close: '.', is_cyrillic: !letter.is_ascii() },
        length: title.len() - text.len(),
        shown: format!("{letter}."),
    })
}

/// `2.4.Payment`
fn joined(title: &str) -> Option<LineMark> {
    let text = title.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '.');
    let shown = title.get(..title.len() - text.len())?;
    let numbers = shown.strip_suffix('.').filter(|_| text.starts_with(char::is_uppercase))?;
    let levels = numbers.split('.').count();
    let is_number = levels > 1 && numbers.split('.').all(|part| (1..=LONGEST_NUMBER).contains(&part.len()));
    is_number.then(|| LineMark {
        kind: MarkKind::Number { levels, close: '.' },
        length: shown.len(),
        shown: shown.to_owned(),
    })
}

/// The number that a heading begins with: `2.`, `3.1`, `Статья 5.`, `Section 4:`.
pub(crate) fn heading_mark(title: &str) -> Option<LineMark> {
    if let Some(mark) = mark(title) {
        return (!matches!(mark.kind, MarkKind::Bullet(_))).then_some(mark);
    }
    if let Some(mark) = capital(title).or_else(|| joined(title)) {
        return Some(mark);
    }
    let (is_part, rest) = if let Some(rest) = title.strip_prefix('§') {
        (true, rest.trim_start())
    } else {
        let (word, rest) = title.split_once(' ')?;
        (Section::NumberedPart.has(&word.to_lowercase()), rest.strip_prefix("№ ").unwrap_or(rest))
    };
    if !is_part {
        return None;
    }
    let length = rest.find([' ', ':', ')'])?;
    let number = rest.get(..length)?;
    let bare = number.strip_suffix('.').unwrap_or(number);
    let is_number = bare.split('.').all(|part| {
        let digits = !part.is_empty()
            && part.len() <= LONGEST_NUMBER
            && part.bytes().all(|byte| byte.is_ascii_digit());
        digits
            || !part.is_empty() && part.bytes().all(|byte| b"IVXivx".contains(&byte))
            || part.chars().count() == 1
    });
    let behind = rest.get(length..)?;
    let closed = behind.strip_prefix([':', ')']).or_else(|| behind.strip_prefix(" -"));
    let begins = behind.trim_start().starts_with(char::is_uppercase);
    let closed = closed.or_else(|| (bare.len() < number.len() || begins).then_some(behind))?;
    let text = closed.trim_start();
    (is_number && text.len() < closed.len() && text.chars().any(char::is_alphabetic)).then(|| LineMark {
        kind: MarkKind::Number { levels: 1, close: '.' },
        length: title.len() - text.len(),
        shown: title.get(..title.len() - closed.len()).unwrap_or_default().to_owned(),
    })
}

/// Whether a line of a paragraph begins an item, or stands for itself. What is wrapped by hand goes on in the next line.
pub(crate) fn begins_anew(before: &str, line: &str, is_broken: bool, previous: Option<MarkKind>) -> bool {
    let is_over = before.ends_with([';', '.', ':', '!', '?']);
    match mark(line) {
        Some(mark) => {
            is_broken
                || is_over
                || before.ends_with(',')
                || previous == Some(mark.kind)
                || line.starts_with(|first| SURE_BULLETS.contains(first))
        }
        None => {
            is_broken
                && !before.ends_with(',')
                && (is_over || line.trim_start_matches('"').starts_with(char::is_uppercase))
        }
    }
}

/// The marks in a text that point at a note or a source, each with the space before it: ` [1]`.
pub(crate) fn references(text: &str, is_known: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (open, _) in text.match_indices('[') {
        let inner = text.get(open + 1..).unwrap_or_default();
        let close = inner.bytes().take(LONGEST_REFERENCE + 1).position(|sign| sign == b']');
        let Some(close) = close.filter(|close| *close > 0) else { continue };
        let label = inner.get(..close).unwrap_or_default();
        let is_raised = label.chars().all(|one| RAISED_DIGITS.contains(one));
        let is_number = |part: &str| {
            let part = part.trim();
            (1..=LONGEST_NUMBER).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_raised && !label.split([',', '-']).all(is_number) {
            continue;
        }
        let end = open + close + 2;
        let behind = text.get(end..).unwrap_or_default();
        // `[30] days` leaves a number to be filled in.
        let before = text.get(..open).unwrap_or_default();
        let ends_here = !behind.trim_start().starts_with(char::is_alphanumeric)
            || before.ends_with(['.', ',', ';', '!', '?', '"']);
        let follows = found.last().is_some_and(|last| last.end == open);
        let before_it = before.trim_end().chars().next_back();
        let is_behind = before_it.is_some_and(|before| !matches!(before, '|' | '[' | '('));
        if begins_within_a_letter(behind) {
            continue;
        }
        if is_behind && (is_raised || follows || ends_here || is_known(label)) && !behind.starts_with('(') {
            // What is written as a long dash has a space behind it too.
            let keeps_space = before_it == Some('-') && !behind.is_empty() && !behind.starts_with(' ');
            let start = if keeps_space { open } else { before.trim_end().len() };
            found.push(start..end);
        }
    }
    found
}

/// By what a mark in brackets is known: `[¹]` points at `[1]`.
pub(crate) fn bracketed_label(text: &str) -> String {
    let plain = |one: char| {
        RAISED_DIGITS.chars().zip('0'..='9').find(|(raised, _)| *raised == one).map(|(_, plain)| plain)
    };
    text.trim().trim_matches(['[', ']']).trim().chars().map(|one| plain(one).unwrap_or(one)).collect()
}

/// A quote without the marks of the items and notes that it runs over.
pub(crate) fn without_marks(quote: &str) -> String {
    let mut bare = String::with_capacity(quote.len());
    let mut rest = quote;
    loop {
        if let Some(mark) = mark(rest) {
            rest = rest.get(mark.length..).unwrap_or_default();
        }
        let next = rest.match_indices([';', '.', ':', ',', '!', '?']).map(|(at, _)| at + 1);
        let Some(end) =
            next.map(|end| (end, rest.get(end..).unwrap_or_default())).find_map(|(end, behind)| {
                let text = behind.strip_prefix(' ')?;
                mark(text).filter(|mark| mark.kind != MarkKind::Note).map(|_| end + 1)
            })
        else {
            bare.push_str(rest);
            break;
        };
        bare.push_str(rest.get(..end).unwrap_or_default());
        rest = rest.get(end..).unwrap_or_default();
    }
    for range in references(&bare, |_| true).into_iter().rev() {
        bare.replace_range(range, "");
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::{heading_mark, mark, references, without_marks};

    #[test]
    fn marks_are_told_from_what_they_mark() {
        for (line, expected) in [
            ("а) паспорт", "а)"),
            ("a) wait", "a)"),
            ("(b) wait", "(b)"),
            ("iv) wait", "iv)"),
            ("(ii) wait", "(ii)"),
            ("1) раз", "1)"),
            ("(12) раз", "(12)"),
            ("3. раз", "3."),
            ("5.10. раз", "5.10."),
            ("3.1.10. раз", "3.1.10."),
            ("1.1 Гость платит", "1.1"),
            ("- раз", "•"),
            ("— раз", "•"),
            ("• раз", "•"),
            ("* раз", "*"),
            ("[1] Список", "[1]"),
            ("¹ Список", "¹"),
            ("*Список", "*"),
            ("** Список", "**"),
            ("II. Сроки", "II."),
        ] {
            assert_eq!(mark(line).map(|mark| mark.shown).as_deref(), Some(expected), "{line}");
        }
        for line in [
            "-5 градусов",
            "1.5 GB each",
            "1.5 часа",
            "2024. Год",
            "10 дней",
            "г. Москва",
            "А. Пушкин",
            "I. Asimov",
            "e.g. now",
            "т. е. так",
            "1.",
            "—",
            "5) .",
            "1,5 часа",
            "1.21 and later",
            "v. 2",
            "3.5 Часа",
            "(а также) гость",
            "[да] нет",
            "(30 дней) срок",
        ] {
            assert!(mark(line).is_none(), "{line}");
        }
        for (title, expected) in [
            ("2. Сроки", "2."),
            ("5.10. Сроки", "5.10."),
            ("Статья 5. Сроки", "Статья 5."),
            ("Section 4: Terms", "Section 4:"),
            ("§ 5. Сроки", "§ 5."),
            ("§5 Сроки", "§5"),
            ("A. Terms", "A."),
            ("Б. Сроки", "Б."),
            ("Chapter 3 Terms", "Chapter 3"),
            ("Приложение № 2 Цены", "Приложение № 2"),
            ("Глава II. Сроки", "Глава II."),
            ("Приложение А. Цены", "Приложение А."),
            ("Part 3 - Terms", "Part 3 -"),
        ] {
            assert_eq!(heading_mark(title).map(|mark| mark.shown).as_deref(), Some(expected), "{title}");
        }
        for title in [
            "10 правил",
            "2024 год",
            "Статья 5",
            "Version 2.0: news",
            "Section two",
            "Part of it",
            "Part 2 of it",
            "Level 1 Support",
            "А. С. Пушкин",
        ] {
            assert!(heading_mark(title).is_none(), "{title}");
        }
    }

    #[test]
    fn references_are_cut() {
        let found = |text: &str| {
            let mut text = text.to_owned();
            references(&text.clone(), |_| false)
                .into_iter()
                .rev()
                .for_each(|range| text.replace_range(range, ""));
            text
        };
        assert_eq!(found("the list [1]."), "the list.");
        assert_eq!(found("the list.[1][2] Then"), "the list. Then");
        assert_eq!(found("the list [1, 2]; [¹] x[²] y"), "the list; x y");
        assert_eq!(found("within [30] days, [x]"), "within [30] days, [x]");
        assert_eq!(found("fast - [1]; slow - [2]"), "fast - ; slow -");
        assert_eq!(without_marks("а) паспорт; б) чек [1]. 1.2. Всё"), "паспорт; чек. Всё");
    }
}
