//! The rows that make one excerpt: windows of source lines with their labels, drawn by miette.

use crate::cli::output::render::style::{Style, Tone};
use crate::cli::output::render::text::{clean, left_edge, right_edge, width, wrap};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::ops::Range;

/// Stands for the text of a label that is written in rows of its own; no clean text holds it.
const TURNED: &str = "\0";

/// The part of a label that lies in one line, in bytes of the line.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    /// Its number among the labels of the report.
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
    look: &'a Style,
}

impl<'a> Window<'a> {
    fn new(line: &'a str, range: Range<usize>, look: &'a Style) -> Self {
        let dots = |cut| if cut { look.dots() } else { "" };
        let text = clean(line.get(range.clone()).unwrap_or_default(), look.unicode);
        let row = format!("{}{text}{}", dots(range.start > 0), dots(range.end < line.len()));
        Self { line, range, row, look }
    }

    /// Where the piece is in the row, in bytes; with the dots where it goes on beyond them.
    fn find(&self, piece: &Piece<'_>) -> Range<usize> {
        let dots = if self.range.start > 0 { self.look.dots().len() } else { 0 };
        let find = |at| {
            let before = self.line.get(self.range.start..at).unwrap_or_default();
            dots + clean(before, self.look.unicode).len()
        };
        let start = if piece.open.0 && piece.start == self.range.start { 0 } else { find(piece.start) };
        let end = if piece.open.1 && piece.end == self.range.end { self.row.len() } else { find(piece.end) };
        start..end
    }

    /// The column under which the text of the piece hangs.
    fn middle(&self, piece: &Piece<'_>) -> usize {
        let found = self.find(piece);
        let measure = |to| width(self.row.get(..to).unwrap_or_default());
        let start = measure(found.start);
        usize::midpoint(start, measure(found.end).max(start + 1))
    }
}

/// The text that miette draws: rows made of source lines.
pub(crate) struct Sheet<'a> {
    look: &'a Style,
    tone: Tone,
    room: usize,
    text: String,
    /// What stands before the bar of each row; nothing for a row of which only the underlines are shown.
    marks: Vec<Option<String>>,
    labels: Vec<(LabeledSpan, usize)>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet with so many columns for the source lines.
    pub(crate) fn new(room: usize, tone: Tone, look: &'a Style) -> Self {
        Self { look, tone, room: room.max(24), text: String::new(), marks: Vec::new(), labels: Vec::new() }
    }

    /// A row that stands for lines left out.
    pub(crate) fn gap(&mut self) {
        self.row(Some(self.look.dots().to_owned()), "");
    }

    /// An arrow at the side from the row that begins at `start` to the last one.
    pub(crate) fn arrow(&mut self, start: usize, text: &str, rank: usize, over_underlines: bool) {
        if over_underlines {
            // miette confuses the end of an arrow with the underlines of the same row.
            self.row(None, " ");
        }
        let length = self.text.len().saturating_sub(start + 1);
        let text = wrap(text, self.room.saturating_sub(2), self.look.unicode).join("\n");
        self.labels.push((LabeledSpan::new(Some(text), start, length), rank));
    }

    /// Where the next row begins.
    pub(crate) fn end(&self) -> usize {
        self.text.len()
    }

    fn row(&mut self, mark: Option<String>, text: &str) {
        self.marks.push(mark);
        self.text += text;
        self.text.push('\n');
    }

    /// A source line: as a whole where it fits, else one window for each cluster of pieces.
    pub(crate) fn line(&mut self, number: usize, line: &str, mut pieces: Vec<Piece<'_>>) {
        let dots = width(self.look.dots());
        // The sign for an empty span may stand behind the last character.
        let behind = usize::from(pieces.iter().any(|piece| piece.start == line.len()));
        let whole = right_edge(line, 0, self.room - behind) == line.len();
        let most = self.room.saturating_sub(2 * dots + 8);
        if !whole {
            pieces = pieces.into_iter().flat_map(|piece| halves(line, piece, most)).collect();
        }
        pieces.sort_by_key(|piece| (piece.start, std::cmp::Reverse(piece.end)));
        let mut clusters: Vec<(Range<usize>, Vec<Piece<'_>>)> = Vec::new();
        for piece in pieces {
            match clusters.last_mut() {
                Some((range, cluster)) if whole || right_edge(line, range.start, most) >= piece.end => {
                    range.end = range.end.max(piece.end);
                    cluster.push(piece);
                }
                _ => clusters.push((piece.start..piece.end, vec![piece])),
            }
        }
        if clusters.is_empty() {
            clusters.push((0..0, Vec::new()));
        }
        for (range, cluster) in clusters {
            let range =
                if whole { 0..line.len() } else { round(line, range, &cluster, self.room - 2 * dots) };
            self.window(number, &Window::new(line, range, self.look), cluster);
        }
    }

    /// One window of a line, and below it as many rows of underlines as it takes to keep them apart.
    fn window(&mut self, number: usize, window: &Window<'_>, pieces: Vec<Piece<'_>>) {
        let mut layers: Vec<Vec<(Piece<'_>, usize)>> = Vec::new();
        for piece in pieces {
            // miette draws a stem even under a piece without a text, if one with a text is to the right.
            let is_free = |layer: &&mut Vec<(Piece<'_>, usize)>| {
                layer.last().is_none_or(|(left, middle)| {
                    left.end.max(left.start + 1) <= piece.start
                        && (piece.text.is_empty() || !left.text.is_empty() && !self.turns(*middle, left.text))
                })
            };
            let placed = (piece, window.middle(&piece));
            match layers.iter_mut().find(is_free) {
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

    fn layer(&mut self, mark: Option<String>, window: &Window<'_>, pieces: &[(Piece<'_>, usize)]) {
        let mut turned = None;
        for (piece, middle) in pieces {
            let text = if self.turns(*middle, piece.text) {
                turned = Some((piece, *middle));
                (pieces.len() == 1).then(|| TURNED.to_owned())
            } else {
                let room = self.room.saturating_sub(middle + 4).max(12);
                Some(wrap(piece.text, room, self.look.unicode).join("\n")).filter(|text| !text.is_empty())
            };
            let found = window.find(piece);
            let label = LabeledSpan::new(text, self.text.len() + found.start, found.len());
            self.labels.push((label, piece.rank));
        }
        self.row(mark, &window.row);
        if let Some((piece, middle)) = turned {
            self.turn(middle, piece);
        }
    }

    /// Whether a text hung under this column has no room to the right, and more to the left.
    fn turns(&self, middle: usize, text: &str) -> bool {
        let right = self.room.saturating_sub(middle + 4);
        width(text) > right && right < 24 && middle > right + 4
    }

    /// The text of a label in rows of its own, to the left of the middle of its underline.
    fn turn(&mut self, middle: usize, piece: &Piece<'_>) {
        let room = middle.saturating_sub(3);
        let lines = wrap(piece.text, room, self.look.unicode);
        let longest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        let indent = room.saturating_sub(longest);
        let mut hook = if self.look.unicode { " ──╯" } else { " --'" };
        for line in lines {
            let fill = if hook.is_empty() { 0 } else { longest - width(&line) };
            let text = self.look.paint(color(piece.rank, self.tone), &format!("{line}{:fill$}{hook}", ""));
            self.row(Some(String::new()), &format!("{:indent$}{text}", ""));
            hook = "";
        }
    }

    /// Has miette draw the rows and puts the marks in place of its line numbers.
    pub(crate) fn draw(mut self) -> Vec<(String, String)> {
        self.labels.sort_by_key(|(label, _)| label.offset());
        let plain = ThemeStyles::none().error;
        let style = |rank: &usize| match (self.look.color, *rank, self.tone) {
            (false, _, _) => plain,
            (true, 0, Tone::Error) => plain.red().bold(),
            (true, 0, Tone::Warning) => plain.yellow().bold(),
            (true, 0, Tone::Advice) => plain.cyan().bold(),
            (true, _, _) => plain.bright_blue().bold(),
        };
        let theme = GraphicalTheme {
            characters: if self.look.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters { underbar: '^', ..ThemeCharacters::ascii() }
            },
            styles: ThemeStyles {
                highlights: self.labels.iter().map(|(_, rank)| style(rank)).chain([plain]).collect(),
                ..ThemeStyles::none()
            },
        };
        let field = self.marks.len().to_string().len() + 2;
        let snippet = Snippet {
            text: self.text,
            rows: self.marks.len(),
            labels: self.labels.into_iter().map(|(label, _)| label).collect(),
        };
        let mut drawn = String::new();
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_urls(false)
            .with_wrap_lines(false)
            .without_syntax_highlighting();
        if handler.render_report(&mut drawn, &snippet).is_err() {
            return Vec::new();
        }
        // The empty message, the head and the foot are not wanted.
        let lines: Vec<_> = drawn.lines().skip(2).collect();
        let mut marks = self.marks.into_iter();
        let rows = lines.iter().take(lines.len().saturating_sub(1)).filter_map(|line| {
            let (number, rest) = line.split_at_checked(field)?;
            let mark = if number.trim().is_empty() { String::new() } else { marks.next()?? };
            let body = rest.char_indices().nth(1).and_then(|(at, _)| rest.get(at..))?;
            (!body.contains(TURNED)).then(|| (mark, body.trim_end().to_owned()))
        });
        rows.collect()
    }
}

/// The colour of a label as an escape code: the first label has that of the report.
fn color(rank: usize, tone: Tone) -> &'static str {
    if rank == 0 { tone.color() } else { "94;1" }
}

/// The piece, or its beginning and its end where it is wider than `most`.
fn halves<'a>(line: &str, piece: Piece<'a>, most: usize) -> Vec<Piece<'a>> {
    let cut = right_edge(line, piece.start, most);
    if cut >= piece.end {
        return vec![piece];
    }
    let rest = left_edge(line, piece.end, most).max(cut);
    let rest = rest + line.get(rest..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let head = Piece { text: "", end: cut, open: (false, true), ..piece };
    vec![head, Piece { start: rest.min(piece.end), open: (true, false), ..piece }]
}

/// The part of a line to show round a cluster in `room` columns.
fn round(line: &str, range: Range<usize>, cluster: &[Piece<'_>], room: usize) -> Range<usize> {
    let measure = |range: Range<usize>| width(line.get(range).unwrap_or_default());
    let spare = room.saturating_sub(measure(range.clone()));
    let open_left = cluster.iter().any(|piece| piece.open.0 && piece.start == range.start);
    let open_right = cluster.iter().any(|piece| piece.open.1 && piece.end == range.end);
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
    rows: usize,
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
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let all = (0, self.text.len()).into();
        Ok(Box::new(MietteSpanContents::new(self.text.as_bytes(), all, 0, 0, self.rows)))
    }
}
