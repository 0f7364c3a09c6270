//! One excerpt: labels that lie near each other in one file, with the lines round them.

use crate::base::{Language, Source, Span, msg};
use crate::cli::output::render::sheet::{LabelPart, Sheet};
use crate::cli::output::render::style::{Style, Tone};
use crate::cli::output::render::text::short;
use std::collections::BTreeSet;
use unicode_normalization::char::is_combining_mark;

/// Labels with at most this many lines from the end of one to the beginning of the next share an excerpt.
const NEAR: usize = 4;
/// Of a label with many lines so many are shown after the first,
const HEAD: usize = 5;
/// and so many before the last.
const TAIL: usize = 3;

/// A label in the text of its source.
struct PlacedLabel<'a> {
    text: &'a str,
    /// The place among the labels of the report.
    rank: usize,
    start: usize,
    end: usize,
    first: usize,
    last: usize,
    /// Whole lines, drawn with an arrow at the side instead of underlines.
    block: bool,
}

/// A label in the language of the output.
pub(crate) struct WordedLabel {
    pub(crate) span: Span,
    pub(crate) text: String,
}

/// Labels that lie near each other in one source.
pub(crate) struct Excerpt<'a> {
    source: &'a Source,
    labels: Vec<PlacedLabel<'a>>,
    lines: BTreeSet<usize>,
}

impl<'a> Excerpt<'a> {
    /// The excerpts that show these labels of a source, in the order of the source.
    pub(crate) fn of(
        source: &'a Source,
        labels: impl Iterator<Item = (usize, &'a WordedLabel)>,
    ) -> Vec<Self> {
        let mut labels: Vec<_> = labels.map(|(rank, label)| PlacedLabel::new(source, rank, label)).collect();
        labels.sort_by_key(|label| (label.start, label.end));
        let mut groups: Vec<Vec<PlacedLabel<'_>>> = Vec::new();
        let mut end = 0;
        for label in labels {
            let last = label.last;
            match groups.last_mut() {
                Some(group) if label.first <= end + NEAR => group.push(label),
                _ => groups.push(vec![label]),
            }
            end = end.max(last);
        }
        groups.into_iter().map(|group| Self::new(source, group)).collect()
    }

    fn new(source: &'a Source, mut labels: Vec<PlacedLabel<'a>>) -> Self {
        let mut free = 0;
        for label in &mut labels {
            label.block = label.first > free && label.is_block(source);
            if label.block {
                free = label.last;
            }
        }
        let first = labels.first().map_or(1, |label| label.first);
        let last = labels.iter().map(|label| label.last).max().unwrap_or(1);
        let bottom = line_of(source, source.text.len());
        let mut lines = BTreeSet::new();
        for label in &labels {
            lines.extend(label.first.saturating_sub(1)..=label.last.min(label.first + HEAD));
            lines.extend(label.first.max(label.last.saturating_sub(TAIL))..=label.last + 1);
        }
        // A single line left out would take as much room as the sign for it.
        let lonely: Vec<_> =
            lines.iter().map(|line| line + 1).filter(|line| lines.contains(&(line + 1))).collect();
        lines.extend(lonely);
        lines.retain(|line| {
            (source.first_line..=bottom).contains(line)
                && ((first..=last).contains(line) || !source.line(*line).trim().is_empty())
        });
        Self { source, labels, lines }
    }

    pub(crate) fn last_line(&self) -> usize {
        self.lines.last().copied().unwrap_or(1)
    }

    /// `file:line:column` of the label that comes first in the report; in a document without lines, the file and where a
    /// person finds it there.
    pub(crate) fn position(&self, language: Language) -> String {
        let start = self.labels.iter().min_by_key(|label| label.rank).map_or(0, |label| label.start);
        if let Some(place) = self.source.line_place(offset(start)) {
            return msg!(common.in_document, file = &self.source.name, place = place).text(language);
        }
        let (line, column) = self.source.position(offset(start));
        format!("{}:{line}:{column}", self.source.name)
    }

    /// The lines drawn: what stands before the bar, and what stands after it.
    pub(crate) fn draw(&self, room: usize, tone: Tone, style: &Style) -> Vec<(String, String)> {
        let arrow = if self.labels.iter().any(|label| label.block) { 4 } else { 0 };
        let mut sheet = Sheet::new(room.saturating_sub(arrow), tone, style);
        let mut open = 0;
        let mut before = self.lines.first().copied().unwrap_or(1);
        for &number in &self.lines {
            if number > before + 1 {
                sheet.row(Some(style.dots().to_owned()), "");
            }
            before = number;
            let line = self.source.line(number);
            let base = line.as_ptr().addr().saturating_sub(self.source.text.as_ptr().addr());
            let parts: Vec<_> =
                self.labels.iter().filter_map(|label| label.part(number, line, base)).collect();
            let underlined = !parts.is_empty();
            if self.labels.iter().any(|label| label.block && label.first == number) {
                open = sheet.text.len();
            }
            sheet.line(number, line, parts);
            if let Some(block) = self.labels.iter().find(|label| label.block && label.last == number) {
                sheet.arrow(open, block.text, block.rank, underlined);
            }
        }
        sheet.draw()
    }
}

impl<'a> PlacedLabel<'a> {
    /// The label with its span brought into the text, to whole characters, and without white space
    /// round a span of several lines.
    fn new(source: &Source, rank: usize, label: &'a WordedLabel) -> Self {
        let text: &str = &source.text;
        let cut = |at: u32| (at as usize).min(text.len());
        let mut start = cut(label.span.start);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = cut(label.span.end).max(start);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let inside = text.get(start..end).unwrap_or_default();
        if inside.contains('\n') {
            end = start + inside.trim_end().len();
            start = end - text.get(start..end).unwrap_or_default().trim_start().len();
        }
        let is_mark =
            |at| text.get(at..).and_then(|rest| rest.chars().next()).filter(|char| is_combining_mark(*char));
        while end > start
            && let Some(mark) = is_mark(end)
        {
            end += mark.len_utf8();
        }
        while is_mark(start).is_some()
            && let Some(base) = text.get(..start).and_then(|before| before.chars().next_back())
            && base != '\n'
        {
            start -= base.len_utf8();
        }
        Self {
            text: short(label.text.trim()),
            rank,
            start,
            end,
            first: line_of(source, start),
            last: line_of(source, end),
            block: false,
        }
    }

    /// Whether it has a text and is made of several whole lines.
    fn is_block(&self, source: &Source) -> bool {
        let before = source.text.get(..self.start).unwrap_or_default();
        let after = source.text.get(self.end..).unwrap_or_default();
        let blank = |part: Option<&str>| part.unwrap_or_default().trim().is_empty();
        self.last > self.first
            && !self.text.is_empty()
            && blank(before.rsplit('\n').next())
            && blank(after.split('\n').next())
    }

    /// What is to be underlined of it in a line.
    fn part(&self, number: usize, line: &str, base: usize) -> Option<LabelPart<'a>> {
        if self.block || !(self.first..=self.last).contains(&number) {
            return None;
        }
        let is_last = number == self.last;
        let start = if number == self.first {
            self.start.saturating_sub(base)
        } else {
            line.len() - line.trim_start().len()
        };
        let end = if is_last { self.end.saturating_sub(base) } else { line.trim_end().len() };
        let start = start.min(line.len());
        let part = LabelPart {
            text: if is_last { self.text } else { "" },
            rank: self.rank,
            start,
            end: end.clamp(start, line.len()),
            open: (false, false),
        };
        (is_last || part.end > part.start).then_some(part)
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn line_of(source: &Source, at: usize) -> usize {
    source.line_number(offset(at))
}
