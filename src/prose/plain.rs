//! Plain text: paragraphs, and the lists and headings that can be seen by their looks.

use crate::prose::blocks::{Block, DocumentBuilder, Marker};

/// A number of an item has no more digits; a year at the beginning of a line is no item.
const LONGEST_NUMBER: usize = 3;
const SHORTEST_RULE: usize = 3;
const TAB: usize = 4;

pub(crate) fn read(document: &str, builder: &mut DocumentBuilder<'_>) {
    let mut reader = PlainReader { builder, indents: Vec::new(), in_paragraph: false };
    let mut lines = Lines { document, at: 0 }.peekable();
    while let Some(line) = lines.next() {
        if line.text.is_empty() || rule(line.text).is_some() {
            reader.builder.paragraph(false, line.from, line.from);
            reader.in_paragraph = false;
            continue;
        }
        let is_item = item(line.text).is_some();
        let underlined = lines.peek().and_then(|next| rule(next.text)).filter(|_| !is_item);
        let level = match underlined {
            Some('=') => Some(1),
            Some(_) => Some(2),
            None if is_capitals(line.text) && !is_item => Some(2),
            None => None,
        };
        match level.filter(|_| !reader.in_paragraph) {
            Some(level) => {
                if underlined.is_some() {
                    lines.next();
                }
                reader.heading(&line, level);
            }
            None => reader.line(&line),
        }
    }
}

/// A line without the white space around it.
struct Line<'d> {
    text: &'d str,
    /// The byte of the document at which the text begins.
    from: usize,
    indent: usize,
}

/// The lines of a document, however they end.
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
        let from = self.at + before.len();
        self.at += (end + mark).min(rest.len());
        Some(Line { text: text.trim_end_matches(is_blank), from, indent })
    }
}

struct PlainReader<'r, 'd> {
    builder: &'r mut DocumentBuilder<'d>,
    /// How far the items are indented that are open, from outside to inside.
    indents: Vec<usize>,
    in_paragraph: bool,
}

impl PlainReader<'_, '_> {
    fn heading(&mut self, line: &Line<'_>, level: u8) {
        self.close_lists(0);
        self.builder.begin_heading(level);
        self.builder.push_str(line.text, line.from);
        self.builder.end_heading();
        self.in_paragraph = false;
    }

    fn line(&mut self, line: &Line<'_>) {
        let mut skipped = 0;
        if let Some((length, marker)) = item(line.text) {
            self.close_lists(self.indents.partition_point(|indent| *indent <= line.indent));
            if self.indents.last().is_none_or(|last| *last < line.indent) {
                self.builder.begin_list(None);
                self.indents.push(line.indent);
            }
            self.builder.begin_item(Marker::Written(marker));
            skipped = length;
        } else if self.in_paragraph {
            self.builder.space(line.from, line.from);
        } else {
            // After a blank line, what is indented less than an item is not a part of it.
            self.close_lists(self.indents.partition_point(|indent| *indent < line.indent));
        }
        self.builder.push_str(line.text.get(skipped..).unwrap_or_default(), line.from + skipped);
        self.in_paragraph = true;
    }

    /// Close all lists but so many.
    fn close_lists(&mut self, kept: usize) {
        while self.indents.len() > kept {
            self.indents.pop();
            self.builder.end(Block::List);
        }
        if kept == 0 {
            self.builder.bound(0, 0);
        }
    }
}

/// The mark that a line begins an item with: its length in bytes with the white space after it, and how it is shown.
fn item(line: &str) -> Option<(usize, String)> {
    let first = line.chars().next()?;
    let (mark, marker) = if matches!(first, '-' | '*' | '•' | '–') {
        (first.len_utf8(), "•")
    } else {
        let mark =
            line.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b')')).count();
        let marker = line.get(..mark)?;
        let numbers = marker.strip_suffix(['.', ')'])?;
        let is_number = |part: &str| (1..=LONGEST_NUMBER).contains(&part.len()) && !part.contains(')');
        numbers.split('.').all(is_number).then_some((mark, marker))?
    };
    let rest = line.get(mark..)?;
    let text = rest.trim_start();
    (text.len() < rest.len()).then(|| (line.len() - text.len(), marker.to_owned()))
}

/// A line of nothing but `=` or `-`.
fn rule(line: &str) -> Option<char> {
    let first = line.chars().next().filter(|first| matches!(first, '=' | '-'))?;
    (line.len() >= SHORTEST_RULE && line.chars().all(|one| one == first)).then_some(first)
}

/// A line in capitals that ends in a colon.
fn is_capitals(line: &str) -> bool {
    line.ends_with(':')
        && !line.chars().any(char::is_lowercase)
        && line.chars().filter(|one| one.is_alphabetic()).nth(1).is_some()
}
