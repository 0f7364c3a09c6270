//! Draws diagnostics and verdicts for people: a head, excerpts from the sources, help.
//!
//! miette draws each excerpt with its underlines. The frame round the excerpts, the line numbers and
//! the cutting of long lines are done here, so that one report may show several files.

mod excerpt;
mod sheet;
mod text;

use crate::base::{Diagnostic, Label, Severity, SourceId, Sources};
use excerpt::Excerpt;
use text::{clean, wrap};

/// A terminal with fewer columns is drawn for as if it had so many.
const NARROWEST: usize = 40;
/// The most labels that one report shows.
const MOST_LABELS: usize = 100;
/// The most characters of a message, a label or a help; what is longer holds a text of the user.
const LONGEST: usize = 1_000;

/// How the output may look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether the drawing may leave ASCII.
    pub unicode: bool,
    /// The word before a help.
    pub help: &'static str,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 80, color: false, unicode: true, help: "help" }
    }
}

impl Style {
    /// The text in a colour, given as the numbers of an escape code.
    fn paint(&self, color: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{color}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// What stands where text was left out.
    fn dots(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}

/// A text clean of what moves the cursor, turns the direction or hides.
pub fn visible(text: &str) -> String {
    clean(text, true)
}

/// A text as lines of the look's width, visible as a whole; the first is indented by `first` columns, the others by
/// `further`.
pub fn paragraph(text: &str, first: usize, further: usize, look: &Style) -> String {
    let room = look.width.max(NARROWEST).saturating_sub(first.max(further));
    let lines = wrap(text, room, look.unicode);
    " ".repeat(first) + &lines.join(&format!("\n{}", " ".repeat(further))) + "\n"
}

/// The colour of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Errors and denials.
    Error,
    /// Warnings, and what is undetermined.
    Warning,
    /// What is allowed, or only told.
    Advice,
}

impl Tone {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }

    fn color(self) -> &'static str {
        match self {
            Self::Error => "31;1",
            Self::Warning => "33;1",
            Self::Advice => "36;1",
        }
    }
}

/// One message to draw: a diagnostic, or a verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The code shown in brackets after the tone; where it is empty, the title is the whole head.
    pub code: String,
    /// The message.
    pub title: String,
    /// How much it weighs.
    pub tone: Tone,
    /// The places to show, the first of them the one that the message is about.
    pub labels: Vec<Label>,
    /// What to do, one paragraph each.
    pub help: Vec<String>,
}

impl From<&Diagnostic> for Report {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.name().to_owned(),
            title: diagnostic.message.clone(),
            tone: match diagnostic.severity {
                Severity::Error => Tone::Error,
                Severity::Warning => Tone::Warning,
            },
            labels: diagnostic.labels.clone(),
            help: diagnostic.help.iter().cloned().collect(),
        }
    }
}

/// The report as lines of text, each with its line break.
///
/// Files come in the order of the labels. A label without a source is told below the excerpts.
pub fn draw(report: &Report, sources: &Sources, look: &Style) -> String {
    let look = &Style { width: look.width.max(NARROWEST), ..look.clone() };
    let mut out = head(report, look);
    let shown = report.labels.get(..MOST_LABELS).unwrap_or(&report.labels);
    let rest = report.labels.len() - shown.len();
    let mut files: Vec<SourceId> = Vec::new();
    for label in shown {
        if !files.contains(&label.span.source) {
            files.push(label.span.source);
        }
    }
    let mut notes = Vec::new();
    let mut excerpts = Vec::new();
    for file in files {
        let labels = shown.iter().enumerate().filter(|(_, label)| label.span.source == file);
        match sources.get(file) {
            Some(source) => excerpts.extend(Excerpt::of(source, labels)),
            None => notes.extend(labels.map(|(_, label)| short(&label.text))),
        }
    }
    frame(&excerpts, report.tone, look, &mut out);
    let notes = notes.into_iter().filter(|text| !text.is_empty()).map(|text| ("note", text));
    let more = (rest > 0).then(|| format!("and {rest} places more"));
    let more = more.iter().map(|text| ("note", text.as_str()));
    let help = report.help.iter().map(|text| (look.help, short(text)));
    for (word, text) in notes.chain(more).chain(help) {
        let lines = wrap(text, look.width.saturating_sub(word.chars().count() + 2), look.unicode);
        let hanging = format!("\n{:1$}", "", word.chars().count() + 2);
        out += &look.paint("36;1", word);
        out += ": ";
        out += &lines.join(&hanging);
        out.push('\n');
    }
    out
}

/// The text, or its beginning where it is too long to be read.
fn short(text: &str) -> &str {
    text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// `error[E0201]: the message`, or the title alone.
fn head(report: &Report, look: &Style) -> String {
    let tone = report.tone;
    let title = clean(short(&report.title), look.unicode);
    let (start, text) = if report.code.is_empty() {
        (title.split_once(": ").map_or(title.as_str(), |(start, _)| start).to_owned(), title)
    } else {
        let start = format!("{}[{}]", tone.name(), clean(&report.code, look.unicode));
        (start.clone(), format!("{start}: {title}"))
    };
    let text = wrap(&text, look.width.saturating_sub(2), look.unicode).join("\n  ");
    match text.strip_prefix(&start) {
        Some(rest) => look.paint(tone.color(), &start) + &look.paint("1", rest) + "\n",
        None => look.paint(tone.color(), &text) + "\n",
    }
}

/// The excerpts along one bar, each under its `file:line:column`.
fn frame(excerpts: &[Excerpt<'_>], tone: Tone, look: &Style, out: &mut String) {
    let Some(last) = excerpts.iter().map(Excerpt::last_line).max() else {
        return;
    };
    let digits = last.to_string().len();
    let (first, next, bar, end) =
        if look.unicode { (" ╭─ ", " ├─ ", " │", " ╰─") } else { ("--> ", "--> ", " |", "") };
    for (at, excerpt) in excerpts.iter().enumerate() {
        if at > 0 {
            *out += &look.paint("2", &format!("{:digits$}{bar}", ""));
            out.push('\n');
        }
        let corner = if at == 0 { first } else { next };
        *out += &look.paint("2", &format!("{:digits$}{corner}", ""));
        *out += &clean(&excerpt.place(), look.unicode);
        out.push('\n');
        for (mark, body) in excerpt.draw(look.width.saturating_sub(digits + 3), tone, look) {
            let mark: String = mark.chars().take(digits.max(1)).collect();
            *out += &look.paint("2", &format!("{mark:>digits$}{bar}"));
            *out += &body;
            out.push('\n');
        }
    }
    if !end.is_empty() {
        *out += &look.paint("2", &format!("{:digits$}{end}", ""));
        out.push('\n');
    }
}
