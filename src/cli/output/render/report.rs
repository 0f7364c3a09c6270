//! One message with its excerpts, as lines of text.

use crate::base::{Argument, Diagnostic, Label, Message, Severity, SourceId, Sources, catalogue};
use crate::cli::output::render::excerpt::{Excerpt, WordedLabel};
use crate::cli::output::render::style::{NARROWEST, Style, Tone};
use crate::cli::output::render::text::{clean, short, with_name, wrap};

/// The most labels that one report shows.
const MOST_LABELS: usize = 100;

/// One message to draw: a diagnostic, or a verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The code shown in brackets after the tone; where it is empty, the title is the whole head.
    pub code: String,
    pub title: Message,
    pub tone: Tone,
    /// The places to show, the first of them the one that the message is about.
    pub labels: Vec<Label>,
    /// What to do, one paragraph each.
    pub help: Vec<Message>,
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
/// Files come in the order of the labels. The text of a label without a source stands below the excerpts.
pub fn draw(report: &Report, sources: &Sources, style: &Style) -> String {
    let style = &Style { width: style.width.max(NARROWEST), ..style.clone() };
    let mut out = head(report, style);
    let shown = report.labels.iter().take(MOST_LABELS);
    let shown: Vec<WordedLabel> =
        shown.map(|one| WordedLabel { span: one.span, text: one.text.text(style.language) }).collect();
    let rest = report.labels.len() - shown.len();
    let mut files: Vec<SourceId> = Vec::new();
    for label in &shown {
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
            None => notes.extend(labels.map(|(_, label)| label.text.clone())),
        }
    }
    frame(&excerpts, report.tone, style, &mut out);
    let word = |id: &str| catalogue::text(style.language, "common", id, &[]);
    if rest > 0 {
        let count = [("count", Argument::from(rest))];
        notes.push(catalogue::text(style.language, "common", "more-places", &count));
    }
    let notes = notes.into_iter().filter(|text| !text.is_empty()).map(|text| ("note", text));
    let help = report.help.iter().map(|text| ("help-word", text.text(style.language)));
    for (id, text) in notes.chain(help) {
        let word = word(id);
        let indent = word.chars().count() + 2;
        let lines = wrap(short(&text), style.width.saturating_sub(indent), style.unicode);
        let text = lines.join(&format!("\n{:indent$}", ""));
        out += &format!("{}: {text}\n", style.paint("36;1", &word));
    }
    out
}

/// `error[E0201]: the message`, or the title alone.
fn head(report: &Report, style: &Style) -> String {
    let tone = report.tone;
    let title = clean(short(&report.title.text(style.language)), style.unicode);
    let (start, text) = if report.code.is_empty() {
        (title.split_once(": ").map_or(title.as_str(), |(start, _)| start).to_owned(), title)
    } else {
        let start = format!("{}[{}]", tone.name(style.language), clean(&report.code, style.unicode));
        (start.clone(), format!("{start}: {title}"))
    };
    let text = wrap(&text, style.width.saturating_sub(2), style.unicode).join("\n  ");
    match text.strip_prefix(&start) {
        Some(rest) => style.paint(tone.color(), &start) + &style.paint("1", rest) + "\n",
        None => style.paint(tone.color(), &text) + "\n",
    }
}

/// The excerpts along one bar, each under its `file:line:column`.
fn frame(excerpts: &[Excerpt<'_>], tone: Tone, style: &Style, out: &mut String) {
    let Some(last) = excerpts.iter().map(Excerpt::last_line).max() else { return };
    let digits = last.to_string().len();
    let (first, next, bar, end) =
        if style.unicode { (" ╭─ ", " ├─ ", " │", " ╰─") } else { ("--> ", "--> ", " |", "") };
    let mut row = |mark: &str, bar: &str, body: &str| {
        *out += &format!("{}{body}\n", style.paint("2", &format!("{mark:>digits$}{bar}")));
    };
    for (at, excerpt) in excerpts.iter().enumerate() {
        if at > 0 {
            row("", bar, "");
        }
        let corner = if at == 0 { first } else { next };
        row("", corner, &clean(&with_name(&excerpt.position(style.language), style.language), style.unicode));
        for (mark, body) in excerpt.draw(style.width.saturating_sub(digits + 3), tone, style) {
            let mark: String = mark.chars().take(digits).collect();
            row(&mark, bar, &body);
        }
    }
    if !end.is_empty() {
        row("", end, "");
    }
}
