//! Words to lines: where lines are broken, and where comments stand.

use crate::base::Span;
use crate::syntax::tree::{Comment, Name};
use std::mem::take;
use std::ops::Range;

pub(super) const WIDTH: usize = 100;
/// Words and signs that belong to what stands before them; other keywords belong to what follows.
const STICKY: [&str; 9] = [",", ":", ")", "?", "{", "}", "present", "absent", "anything"];

/// A place where a line may be broken: the lowest rank first, there either everywhere or where it has to be.
#[derive(Clone, Copy)]
pub(super) struct Break {
    pub(super) rank: usize,
    pub(super) fill: bool,
}

/// Any space of no rank of its own.
impl Default for Break {
    fn default() -> Self {
        Self { rank: usize::MAX, fill: true }
    }
}

/// Words without a place to break between them, and where the name or value among them stands in the source.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) at: Option<Range<usize>>,
    /// Whether no space stands before it.
    pub(super) glued: bool,
    pub(super) before: Break,
}

#[derive(Default)]
pub(super) struct Line<'a> {
    pub(super) indent: usize,
    pub(super) pieces: Vec<Piece>,
    pub(super) clause: usize,
    pub(super) above: Vec<&'a str>,
    pub(super) after: Option<&'a str>,
}

impl Line<'_> {
    pub(super) fn write(&self, out: &mut String) {
        let closes = self.pieces.first().is_some_and(|piece| piece.text == "}");
        let indent = if closes { self.indent + 2 } else { self.indent };
        for comment in &self.above {
            out.extend([&" ".repeat(indent), *comment, "\n"]);
        }
        let mut line = " ".repeat(self.indent);
        for (number, piece) in self.pieces.iter().enumerate() {
            if number > 0 && !piece.glued {
                line.push(' ');
            }
            line.push_str(&piece.text);
        }
        if let Some(comment) = self.after {
            line.extend(["  ", comment]);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

pub(super) fn width(pieces: &[Piece]) -> usize {
    let spaces = pieces.iter().skip(1).filter(|piece| !piece.glued).count();
    spaces + pieces.iter().map(|piece| length(&piece.text)).sum::<usize>()
}

pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// What follows an expression without brackets around it, and might be read as a part of it.
#[derive(Clone, Copy)]
pub(super) enum After {
    End,
    Comma,
    /// A word that continues an expression, or begins another.
    Word,
}

#[derive(Default)]
pub(super) struct Printer<'a> {
    pub(super) text: &'a str,
    pub(super) comments: &'a [Comment],
    pub(super) lines: Vec<Line<'a>>,
    pub(super) clause: usize,
    /// The clause under way, not yet divided into lines.
    pub(super) pieces: Vec<Piece>,
    /// Whether the next piece follows without a space, and how the line may be broken before it.
    pub(super) glue: bool,
    pub(super) before: Break,
    /// Where the last name or value ended in the source.
    pub(super) end: usize,
}

impl<'a> Printer<'a> {
    pub(super) fn push(&mut self, text: &str, at: Option<Range<usize>>) {
        self.end = at.as_ref().map_or(self.end, |at| at.end);
        self.pieces.push(Piece {
            text: text.to_owned(),
            at,
            glued: take(&mut self.glue),
            before: take(&mut self.before),
        });
    }

    pub(super) fn word(&mut self, text: &str) {
        self.push(text, None);
    }

    /// A name or a value, as it stands in the source.
    pub(super) fn leaf(&mut self, span: Span) {
        let text = self.text.get(span.range()).unwrap_or_default();
        self.push(text, Some(span.range()));
    }

    /// Words, each with the name or value that follows it.
    pub(super) fn put<const N: usize>(&mut self, pairs: [(&str, Span); N]) {
        for (word, span) in pairs {
            self.word(word);
            self.leaf(span);
        }
    }

    pub(super) fn maybe(&mut self, word: &str, name: Option<&Name>) {
        if let Some(name) = name {
            self.put([(word, name.span)]);
        }
    }

    pub(super) fn names(&mut self, names: &[Name], rank: usize) {
        self.list(names, rank, |printer, name, _| printer.leaf(name.span));
    }

    pub(super) fn list<T>(&mut self, items: &[T], rank: usize, each: impl Fn(&mut Self, &T, bool)) {
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.suffix(",");
                self.before = Break { rank, fill: true };
            }
            each(self, item, number + 1 == items.len());
        }
    }

    pub(super) fn suffix(&mut self, text: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.text.push_str(text);
        }
    }

    pub(super) fn line(&mut self, indent: usize) {
        let pieces = take(&mut self.pieces);
        self.add_line(indent, pieces);
    }

    pub(super) fn add_line(&mut self, indent: usize, pieces: Vec<Piece>) {
        let clause = self.clause;
        self.lines.push(Line { indent, pieces, clause, ..Line::default() });
    }

    pub(super) fn clause(&mut self, indent: usize) {
        let pieces = take(&mut self.pieces);
        if !pieces.is_empty() {
            self.divide(pieces, indent, indent + 2);
        }
        self.clause = self.lines.len();
    }

    pub(super) fn divide(&mut self, pieces: Vec<Piece>, indent: usize, further: usize) {
        let breaks = pieces.iter().skip(1).filter(|piece| !piece.glued);
        let rank = breaks.map(|piece| piece.before.rank).min();
        let Some(rank) = rank.filter(|_| indent + width(&pieces) > WIDTH) else {
            return self.add_line(indent, pieces);
        };
        let mut parts: Vec<Vec<Piece>> = Vec::new();
        for piece in pieces {
            match parts.last_mut() {
                Some(part) if piece.glued || piece.before.rank != rank => part.push(piece),
                _ => parts.push(vec![piece]),
            }
        }
        let mut indent = indent;
        let mut row: Vec<Piece> = Vec::new();
        for part in parts {
            let fill = part.first().is_some_and(|piece| piece.before.fill);
            let fits = fill && indent + width(&row) + 1 + width(&part) <= WIDTH;
            if !row.is_empty() && !fits {
                self.divide(take(&mut row), indent, further + 2);
                indent = further;
            }
            row.extend(part);
        }
        self.divide(row, indent, further + 2);
    }

    /// Strings in a row, each on a line; the last line is left open, and its indentation given back.
    pub(super) fn strings(&mut self, indent: usize, text: Span) -> usize {
        let column = indent + width(&self.pieces) + 1;
        let mut row = indent;
        let Range { start: mut at, end } = text.range();
        while at < end {
            if at > text.range().start {
                self.line(row);
                row = column;
            }
            let rest = self.text.get(at..end).unwrap_or_default();
            let close = string_end(rest);
            self.push(rest.get(..close).unwrap_or_default(), Some(at..at + close));
            at = self.skip(at + close);
        }
        row
    }

    /// The next place that is neither white space nor in a comment.
    pub(super) fn skip(&self, from: usize) -> usize {
        let mut rest = self.text.get(from..).unwrap_or_default();
        loop {
            rest = rest.trim_start();
            let Some(comment) = rest.strip_prefix('#') else {
                return self.text.len() - rest.len();
            };
            rest = comment.find('\n').and_then(|end| comment.get(end..)).unwrap_or_default();
        }
    }

    /// The next place of a brace after the last name or value.
    pub(super) fn brace(&self, brace: char) -> usize {
        let mut at = self.skip(self.end);
        while let Some(found) = self.text.get(at..).and_then(|rest| rest.chars().next()) {
            if found == brace {
                break;
            }
            at = self.skip(at + found.len_utf8());
        }
        at
    }

    pub(super) fn close(&mut self) {
        let at = self.brace('}');
        self.push("}", Some(at..at + 1));
    }

    pub(super) fn commented(&self, start: usize, end: usize) -> bool {
        let next = self.comments.partition_point(|comment| comment.span.range().start < start);
        self.comments.get(next).is_some_and(|comment| comment.span.range().start < end)
    }

    /// Put the comments to the lines.
    pub(super) fn place(&mut self) {
        let mut anchors: Vec<(Range<usize>, usize)> = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            anchors.extend(line.pieces.iter().filter_map(|piece| Some((piece.at.clone()?, number))));
        }
        anchors.sort_by_key(|(at, _)| at.start);
        let mut token = 0;
        for comment in self.comments {
            let Range { start, end } = comment.span.range();
            if token < end {
                token = self.skip(end);
            }
            let before = self.text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
            let own_line = before.is_empty() || before.ends_with('\n');
            let following = anchors.partition_point(|(at, _)| at.start < start);
            let next = anchors.get(following);
            let previous = following.checked_sub(1).and_then(|number| anchors.get(number));
            let follows = if own_line {
                let rest = self.text.get(token..).unwrap_or_default();
                next.is_none_or(|(at, _)| at.start != token)
                    && STICKY.iter().any(|word| rest.starts_with(word))
            } else {
                previous.is_some_and(|(at, _)| at.end == before.len())
                    || STICKY.iter().any(|word| before.ends_with(word))
            };
            let neighbour = if follows { previous.or(next) } else { next.or(previous) };
            let (place, number) = neighbour.cloned().unwrap_or_default();
            let Some(line) = self.lines.get(number) else { continue };
            let clause = line.clause;
            let at = |piece: &Piece| piece.at.as_ref() == Some(&place);
            let sticks = |piece: &Piece| at(piece) || STICKY.iter().any(|word| piece.text.ends_with(word));
            let mut named = line.pieces.iter().filter(|piece| piece.at.is_some());
            if own_line || !follows {
                let begins = named.next().is_some_and(at);
                // A comment above a first line of mere keywords would be read as one above the second.
                let first = self.lines.get(clause).into_iter().flat_map(|line| &line.pieces);
                let bare = first.into_iter().all(|piece| piece.at.is_none());
                let target = if begins && !bare { number } else { clause };
                self.above(target, comment);
            } else if line.after.is_none()
                && named.next_back().is_some_and(at)
                && line.pieces.last().is_some_and(sticks)
                && let Some(line) = self.lines.get_mut(number)
            {
                line.after = Some(&comment.text);
            } else {
                self.above(clause, comment);
            }
        }
    }

    pub(super) fn above(&mut self, line: usize, comment: &'a Comment) {
        if let Some(line) = self.lines.get_mut(line) {
            line.above.push(&comment.text);
        }
    }
}

/// Where the string ends that a text begins with.
pub(super) fn string_end(text: &str) -> usize {
    let mut escaped = true;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => return at + 1,
            '\\' if !escaped => escaped = true,
            _ => escaped = false,
        }
    }
    text.len()
}
