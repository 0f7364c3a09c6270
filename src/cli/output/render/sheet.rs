//! The rows that make one excerpt: windows of source lines with their labels, drawn by miette.

use crate::cli::output::render::style::{Style, Tone};
use crate::cli::output::render::text::{clean, left_edge, right_edge, width, wrap};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};
use std::ops::Range;

/// Stands for the text of a label that is written in rows of its own; no clean text holds it.
const TURNED: &str = "\0";

/// The part of a label that lies in one line, in bytes of the line.
#[derive(Clone, Copy)]
pub(crate) struct LabelPart<'a> {
    pub(crate) text: &'a str,
    /// The place among the labels of the report; the first has its colour.
    pub(crate) rank: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether the label goes on to the left and to the right of it.
    pub(crate) open: (bool, bool),
}

/// A part of a line as it is shown.
struct Window<'a> {
    line: &'a str,
    range: Range<usize>,
    row: String,
    style: &'a Style,
}

impl<'a> Window<'a> {
    fn new(line: &'a str, range: Range<usize>, style: &'a Style) -> Self {
        let dots = |cut| if cut { style.dots() } else { "" };
        let text = clean(line.get(range.clone()).unwrap_or_default(), style.unicode);
        let row = format!("{}{text}{}", dots(range.start > 0), dots(range.end < line.len()));
        Self { line, range, row, style }
    }

    /// Where the piece is in the row, in bytes; with the dots where it goes on beyond them.
    fn find(&self, part: &LabelPart<'_>) -> Range<usize> {
        let dots = if self.range.start > 0 { self.style.dots().len() } else { 0 };
        let find = |at| {
            let before = self.line.get(self.range.start..at).unwrap_or_default();
            dots + clean(before, self.style.unicode).len()
        };
        let start = if part.open.0 && part.start == self.range.start { 0 } else { find(part.start) };
        let end = if part.open.1 && part.end == self.range.end { self.row.len() } else { find(part.end) };
        start..end
    }

    /// The column under which the text of the piece hangs.
    fn middle(&self, part: &LabelPart<'_>) -> usize {
        let found = self.find(part);
        let measure = |to| width(self.row.get(..to).unwrap_or_default());
        let start = measure(found.start);
        usize::midpoint(start, measure(found.end).max(start + 1))
    }
}

/// The text that miette draws: rows made of source lines.
pub(crate) struct Sheet<'a> {
    style: &'a Style,
    tone: Tone,
    room: usize,
    pub(crate) text: String,
    /// What stands before the bar of each row; nothing for a row of which only the underlines are shown.
    marks: Vec<Option<String>>,
    labels: Vec<(LabeledSpan, usize)>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet; `room` is the width of source lines in columns.
    pub(crate) fn new(room: usize, tone: Tone, style: &'a Style) -> Self {
        Self { style, tone, room: room.max(24), text: String::new(), marks: Vec::new(), labels: Vec::new() }
    }

    /// An arrow at the side from the row that begins at `start` to the last one.
    pub(crate) fn arrow(&mut self, start: usize, text: &str, rank: usize, over_underlines: bool) {
        if over_underlines {
            // miette confuses the end of an arrow with the underlines of the same row.
            self.row(None, " ");
        }
        let length = self.text.len().saturating_sub(start + 1);
        let text = wrap(text, self.room.saturating_sub(2), self.style.unicode).join("\n");
        self.labels.push((LabeledSpan::new(Some(text), start, length), rank));
    }

    /// A row with what stands before its bar.
    pub(crate) fn row(&mut self, mark: Option<String>, text: &str) {
        self.marks.push(mark);
        self.text += text;
        self.text.push('\n');
    }

    /// A source line: as a whole where it fits, else one window for each cluster of pieces.
    pub(crate) fn line(&mut self, number: usize, line: &str, mut parts: Vec<LabelPart<'_>>) {
        let dots = width(self.style.dots());
        // The sign for an empty span may stand behind the last character.
        let behind = usize::from(parts.iter().any(|part| part.start == line.len()));
        let whole = right_edge(line, 0, self.room - behind) == line.len();
        let most = self.room.saturating_sub(2 * dots + 8);
        if !whole {
            parts = parts.into_iter().flat_map(|part| halves(line, part, most)).collect();
        }
        parts.sort_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
        let mut clusters: Vec<(Range<usize>, Vec<LabelPart<'_>>)> = Vec::new();
        for part in parts {
            match clusters.last_mut() {
                Some((range, cluster)) if whole || right_edge(line, range.start, most) >= part.end => {
                    range.end = range.end.max(part.end);
                    cluster.push(part);
                }
                _ => clusters.push((part.start..part.end, vec![part])),
            }
        }
        if clusters.is_empty() {
            clusters.push((0..0, Vec::new()));
        }
        for (range, cluster) in clusters {
            let shown =
                if whole { 0..line.len() } else { round(line, range, &cluster, self.room - 2 * dots) };
            self.window(number, &Window::new(line, shown, self.style), cluster);
        }
    }

    /// One window of a line, and below it as many rows of underlines as it takes to keep them apart.
    fn window(&mut self, number: usize, window: &Window<'_>, parts: Vec<LabelPart<'_>>) {
        let mut layers: Vec<Vec<(LabelPart<'_>, usize)>> = Vec::new();
        for part in parts {
            // miette draws a stem even under a piece without a text, if one with a text is to the right.
            let placed = (part, window.middle(&part));
            let free = layers.iter_mut().find(|layer| {
                layer.last().is_none_or(|(left, middle)| {
                    left.end.max(left.start + 1) <= part.start
                        && (part.text.is_empty() || !left.text.is_empty() && !self.turns(*middle, left.text))
                })
            });
            match free {
                Some(layer) => layer.push(placed),
                None => layers.push(vec![placed]),
            }
        }
        if layers.is_empty() {
            layers.push(Vec::new());
        }
        let mut mark = Some(number.to_string());
        for layer in layers {
            self.layer(mark.take(), window, &layer);
        }
    }

    fn layer(&mut self, mark: Option<String>, window: &Window<'_>, parts: &[(LabelPart<'_>, usize)]) {
        let mut turned = None;
        for (part, middle) in parts {
            let text = if self.turns(*middle, part.text) {
                turned = Some((part, *middle));
                (parts.len() == 1).then(|| TURNED.to_owned())
            } else {
                let room = self.room.saturating_sub(middle + 4).max(12);
                Some(wrap(part.text, room, self.style.unicode).join("\n")).filter(|text| !text.is_empty())
            };
            let found = window.find(part);
            let label = LabeledSpan::new(text, self.text.len() + found.start, found.len());
            self.labels.push((label, part.rank));
        }
        self.row(mark, &window.row);
        if let Some((part, middle)) = turned {
            self.turn(middle, part);
        }
    }

    /// Whether a text hung under this column has no room to the right, and more to the left.
    fn turns(&self, middle: usize, text: &str) -> bool {
        let right = self.room.saturating_sub(middle + 4);
        width(text) > right && right < 24 && middle > right + 4
    }

    /// The text of a label in rows of its own, to the left of the middle of its underline.
    fn turn(&mut self, middle: usize, part: &LabelPart<'_>) {
        let color = if part.rank == 0 { self.tone.color() } else { "94;1" };
        let room = middle.saturating_sub(3);
        let lines = wrap(part.text, room, self.style.unicode);
        let longest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        let indent = room.saturating_sub(longest);
        let mut hook = if self.style.unicode { " ──╯" } else { " --'" };
        for line in lines {
            let fill = if hook.is_empty() { 0 } else { longest - width(&line) };
            let text = self.style.paint(color, &format!("{line}{:fill$}{hook}", ""));
            self.row(Some(String::new()), &format!("{:indent$}{text}", ""));
            hook = "";
        }
    }

    /// Has miette draw the rows and puts the marks in place of its line numbers.
    pub(crate) fn draw(mut self) -> Vec<(String, String)> {
        self.labels.sort_by_key(|(label, _)| label.offset());
        let plain = ThemeStyles::none().error;
        let style = |rank| match (rank, self.tone) {
            _ if !self.style.color => plain,
            (0, Tone::Error) => plain.red().bold(),
            (0, Tone::Warning) => plain.yellow().bold(),
            (0, Tone::Advice) => plain.cyan().bold(),
            _ => plain.bright_blue().bold(),
        };
        let theme = GraphicalTheme {
            characters: if self.style.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters { underbar: '^', ..ThemeCharacters::ascii() }
            },
            styles: ThemeStyles {
                highlights: self.labels.iter().map(|(_, rank)| style(*rank)).chain([plain]).collect(),
                ..ThemeStyles::none()
            },
        };
        let field = self.marks.len().to_string().len() + 2;
        let labels = self.labels.into_iter().map(|(label, _)| label).collect();
        let snippet = Snippet { text: self.text, labels };
        let mut drawn = String::new();
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_context_lines(usize::MAX)
            .with_urls(false)
            .with_wrap_lines(false)
            .without_syntax_highlighting();
        if handler.render_report(&mut drawn, &snippet).is_err() {
            return Vec::new();
        }
        let mut marks = self.marks.into_iter();
        let row = |line: &str| {
            let (number, rest) = line.split_at_checked(field)?;
            let mark = if number.trim().is_empty() { String::new() } else { marks.next()?? };
            let body = rest.get(rest.chars().next()?.len_utf8()..)?;
            (!body.contains(TURNED)).then(|| (mark, body.trim_end().to_owned()))
        };
        // Two lines of head and one of foot are not wanted.
        let rows = drawn.lines().count().saturating_sub(3);
        drawn.lines().skip(2).take(rows).filter_map(row).collect()
    }
}

/// The piece, or its beginning and its end where it is wider than `most`.
fn halves<'a>(line: &str, part: LabelPart<'a>, most: usize) -> Vec<LabelPart<'a>> {
    let cut = right_edge(line, part.start, most);
    if cut >= part.end {
        return vec![part];
    }
    let rest = left_edge(line, part.end, most).max(cut);
    let rest = rest + line.get(rest..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let head = LabelPart { text: "", end: cut, open: (false, true), ..part };
    vec![head, LabelPart { start: rest.min(part.end), open: (true, false), ..part }]
}

/// The part of a line to show round a cluster in `room` columns.
fn round(line: &str, range: Range<usize>, cluster: &[LabelPart<'_>], room: usize) -> Range<usize> {
    let measure = |range: Range<usize>| width(line.get(range).unwrap_or_default());
    let spare = room.saturating_sub(measure(range.clone()));
    let open_left = cluster.iter().any(|part| part.open.0 && part.start == range.start);
    let open_right = cluster.iter().any(|part| part.open.1 && part.end == range.end);
    let left = |spare| {
        if open_left { range.start } else { left_edge(line, range.start, spare) }
    };
    let start = left(if open_right { spare } else { spare / 2 });
    if open_right {
        return start..range.end;
    }
    let end = right_edge(line, range.end, spare.saturating_sub(measure(start..range.start)));
    left(spare.saturating_sub(measure(range.end..end)))..end
}

/// A sheet as miette takes it.
#[derive(Debug)]
struct Snippet {
    text: String,
    labels: Vec<LabeledSpan>,
}

impl std::fmt::Display for Snippet {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl miette::Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
