//! Plain text: paragraphs, and the lists and headings that can be seen by their looks.

use crate::prose::asciidoc::{FENCE, read_table};
use crate::prose::blocks::{DocumentBuilder, LEVEL_OF_A_LINE};
use crate::prose::facts::reads_as_title;
use crate::prose::language::Section;
use crate::prose::marks::{MarkKind, heading_mark, mark};
use crate::prose::open_blocks::{Block, Marker};
use std::cell::LazyCell;
use std::collections::HashSet;

const SHORTEST_RULE: usize = 3;
const TAB: usize = 4;

pub(crate) fn read(document: &str, builder: &mut DocumentBuilder<'_>) {
    let mut reader = PlainReader { builder, open: Vec::new(), in_paragraph: false, ends: None };
    let mut is_joined = false;
    let is_inside = |one: char| one.is_alphabetic() || one == '-';
    let words = LazyCell::new(|| document.split(|one: char| !is_inside(one)).collect::<HashSet<&str>>());
    let mut lines = Lines { document, at: 0 }.peekable();
    let mut ends_tables = true;
    while let Some(line) = lines.next() {
        let title = line.text.strip_prefix('.').filter(|title| title.starts_with(char::is_alphabetic));
        let title = title.filter(|_| lines.peek().is_some_and(|next| next.text == FENCE) && ends_tables);
        if line.text == FENCE && ends_tables || title.is_some() {
            reader.close_lists(0);
            reader.in_paragraph = false;
            if title.is_some() {
                lines.next();
            }
            let start = lines.peek().map_or(document.len(), |next| next.begins);
            let title = title.map(|title| (title, line.from + 1));
            let end = read_table(document, start, title, reader.builder);
            ends_tables = end.is_some();
            if let Some(end) = end {
                lines = Lines { document, at: end }.peekable();
                continue;
            }
        }
        if line.text.is_empty() || rule(line.text).is_some() {
            reader.builder.paragraph(false, line.from, line.from);
            reader.in_paragraph = false;
            is_joined = false;
            continue;
        }
        let is_item = mark(line.text).is_some();
        let follows = lines.peek().is_some_and(|next| !next.text.is_empty());
        if let Some((level, mark)) = marked_heading(line.text, follows).filter(|_| !reader.in_paragraph) {
            let text = line.text.get(mark..).unwrap_or_default();
            reader.heading(&Line { text, from: line.from + mark, ..line }, level);
            continue;
        }
        let underlined = lines.peek().and_then(|next| underline(line.text, next.text)).filter(|_| !is_item);
        let level = match underlined {
            Some('=') => Some(1),
            Some('-') => Some(2),
            Some(_) => Some(3),
            None if is_capitals(line.text) && !is_item => Some(2),
            None => reader.level_of_a_line(&line, lines.clone()),
        };
        if let Some(level) = level.filter(|_| !reader.in_paragraph) {
            if underlined.is_some() {
                lines.next();
            }
            reader.heading(&line, level);
            is_joined = false;
            continue;
        }
        let divided = lines.peek().filter(|next| mark(next.text).is_none());
        let divided = divided.and_then(|next| divided_word(&words, line.text, next.text));
        let text = divided.unwrap_or(line.text);
        reader.line(&Line { text, ..line }, is_joined);
        is_joined = divided.is_some();
    }
}

/// A line without the white space around it.
#[derive(Clone)]
struct Line<'d> {
    text: &'d str,
    /// The byte of the document at which the line begins.
    begins: usize,
    /// And at which the text does.
    from: usize,
    indent: usize,
}

/// The lines of a document, however they end.
#[derive(Clone)]
struct Lines<'d> {
    document: &'d str,
    at: usize,
}

impl<'d> Iterator for Lines<'d> {
    type Item = Line<'d>;

    fn next(&mut self) -> Option<Line<'d>> {
        let rest = self.document.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default();
        let mark = if rest.get(end..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 };
        let is_blank = |one: char| one.is_whitespace() || one == '\u{FEFF}';
        let text = line.trim_start_matches(is_blank);
        let before = line.get(..line.len() - text.len()).unwrap_or_default();
        let indent = before.chars().map(|one| if one == '\t' { TAB } else { 1 }).sum();
        let begins = self.at;
        let from = begins + before.len();
        self.at += (end + mark).min(rest.len());
        Some(Line { text: text.trim_end_matches(is_blank), begins, from, indent })
    }
}

struct PlainReader<'r, 'd> {
    builder: &'r mut DocumentBuilder<'d>,
    /// How far the items are indented that are open, from outside to inside, and their marks.
    open: Vec<(usize, MarkKind)>,
    in_paragraph: bool,
    /// What the line before ends with, where the paragraph goes on.
    ends: Option<char>,
}

impl PlainReader<'_, '_> {
    fn heading(&mut self, line: &Line<'_>, level: u8) {
        self.close_lists(0);
        self.builder.begin_heading(level);
        self.builder.push_str(line.text, line.from);
        self.builder.end_heading();
        self.in_paragraph = false;
        self.ends = None;
    }

    /// Of a line that stands alone and reads as the title of what follows: how deep it stands. Lines with numbers that
    /// follow one another are a list.
    fn level_of_a_line<'d>(
        &self,
        line: &Line<'_>,
        mut following: impl Iterator<Item = Line<'d>>,
    ) -> Option<u8> {
        const LEVEL_OF_A_NUMBER: usize = 2;
        let is_open = matches!(self.ends, Some(':' | ';' | ','));
        let is_inside = self.open.first().is_some_and(|(indent, _)| *indent < line.indent);
        if self.in_paragraph || is_open || is_inside || !following.next()?.text.is_empty() {
            return None;
        }
        let own = mark(line.text).map(|mark| mark.kind);
        let is_number =
            |kind: MarkKind| matches!(kind, MarkKind::Number { close: '.', .. } | MarkKind::Roman('.'));
        let next = following.find(|next| !next.text.is_empty())?;
        let is_beside = |kind: MarkKind| {
            mark(next.text).is_some_and(|next| next.kind == kind)
                || self.open.iter().any(|(_, open)| *open == kind)
        };
        if own.is_some_and(|kind| !is_number(kind) || is_beside(kind)) || !reads_as_title(line.text) {
            return None;
        }
        let levels = heading_mark(line.text).map(|mark| mark.kind.levels());
        levels
            .map_or(Some(LEVEL_OF_A_LINE), |levels| u8::try_from(LEVEL_OF_A_NUMBER + levels).ok())
            .map(|level| level.min(LEVEL_OF_A_LINE))
    }

    fn line(&mut self, line: &Line<'_>, is_joined: bool) {
        if let Some(mark) = self.item(line.text) {
            self.begin_item(line.indent, mark);
        } else if self.in_paragraph {
            if !is_joined {
                self.builder.space(line.from, line.from);
            }
        } else {
            // After a blank line, what is indented less than an item is not a part of it.
            self.close_lists(self.open.partition_point(|(indent, _)| *indent < line.indent));
        }
        self.builder.push_str(line.text, line.from);
        self.in_paragraph = true;
        self.ends = line.text.chars().next_back();
    }

    /// The mark of an item that begins in this line. A dash also goes on with a sentence of the line before.
    fn item(&self, line: &str) -> Option<MarkKind> {
        let kind = mark(line)?.kind;
        let is_dash = matches!(kind, MarkKind::Bullet('–' | '—' | '−'));
        let goes_on = self.in_paragraph
            && !matches!(self.ends, Some(';' | '.' | ':' | ',' | '!' | '?'))
            && self.open.last().is_none_or(|(_, open)| *open != kind);
        (!is_dash || !goes_on).then_some(kind)
    }

    fn begin_item(&mut self, indent: usize, kind: MarkKind) {
        self.close_lists(self.open.partition_point(|(open, _)| *open <= indent));
        let beside = self.open.iter().position(|(open, mark)| *open == indent && kind.goes_on_after(*mark));
        match (beside, self.open.last()) {
            (Some(list), _) => self.close_lists(list + 1),
            (None, Some((open, mark))) if *open == indent => {
                if kind.is_below(*mark) || self.ends == Some(':') {
                    self.begin_list(indent, kind, true);
                } else {
                    let kept = self.open.partition_point(|(open, _)| *open < indent);
                    self.close_lists(kept);
                    self.begin_list(indent, kind, false);
                }
            }
            _ => self.begin_list(indent, kind, false),
        }
        // What the mark is, the text itself says.
        self.builder.begin_item(Marker::Written("•".to_owned()));
    }

    fn begin_list(&mut self, indent: usize, kind: MarkKind, is_below: bool) {
        if is_below {
            self.builder.begin_sublist();
        } else {
            self.builder.begin_list(None);
        }
        self.open.push((indent, kind));
    }

    /// Close all lists but so many.
    fn close_lists(&mut self, kept: usize) {
        while self.open.len() > kept {
            self.open.pop();
            self.builder.end(Block::List);
        }
        if kept == 0 {
            self.builder.bound(0, 0);
        }
    }
}

/// What a line is underlined with by the next one. Signs other than `=` and `-` have to be as many as its letters.
fn underline(line: &str, next: &str) -> Option<char> {
    rule(next).filter(|sign| matches!(sign, '=' | '-') || next.len() >= line.chars().count())
}

/// Of a heading that signs begin, its level and how long they are: `== Terms`, `## Terms`; `.Terms`, where something
/// follows in the next line.
fn marked_heading(line: &str, follows: bool) -> Option<(u8, usize)> {
    if let Some(title) = line.strip_prefix('.').filter(|_| follows) {
        return reads_as_title(title).then_some((LEVEL_OF_A_LINE, 1));
    }
    let first = line.chars().next().filter(|first| matches!(first, '=' | '#'))?;
    let text = line.trim_start_matches(first);
    let level = u8::try_from(line.len() - text.len()).ok().filter(|level| *level <= LEVEL_OF_A_LINE)?;
    let is_apart = text.starts_with(' ') && text.contains(char::is_alphanumeric);
    is_apart.then(|| (level, line.len() - text.trim_start().len()))
}

/// A line of nothing but one sign.
fn rule(line: &str) -> Option<char> {
    let first = line.chars().next().filter(|first| "=-~^*+#\"".contains(*first))?;
    (line.len() >= SHORTEST_RULE && line.chars().all(|one| one == first)).then_some(first)
}

/// A line in capitals that ends in a colon.
fn is_capitals(line: &str) -> bool {
    line.ends_with(':')
        && !line.chars().any(char::is_lowercase)
        && line.chars().filter(|one| one.is_alphabetic()).nth(1).is_some()
}

/// A line whose last word goes on in the next one, without the hyphen that only divides it. A word that has a hyphen
/// keeps it.
fn divided_word<'d>(words: &HashSet<&str>, line: &'d str, next: &str) -> Option<&'d str> {
    if let Some(before) = line.strip_suffix('\u{AD}') {
        return Some(before);
    }
    let before = line.strip_suffix(['-', '\u{2010}'])?;
    let is_digit = |one: char| one.is_ascii_digit();
    if before.ends_with(is_digit) && next.starts_with(is_digit) {
        return Some(line);
    }
    let is_letter = |one: char| one.is_alphabetic();
    let first = before.rsplit(|one: char| !is_letter(one)).next().filter(|first| !first.is_empty())?;
    let second = next
        .split(|one: char| !is_letter(one))
        .next()
        .filter(|second| second.starts_with(char::is_lowercase))?;
    let is_hyphened = words.contains(&*format!("{first}-{second}"))
        || Section::BeginningBeforeAHyphen.has(&first.to_lowercase())
        || Section::EndingBehindAHyphen.has(second);
    Some(if is_hyphened && !words.contains(&*format!("{first}{second}")) { line } else { before })
}
