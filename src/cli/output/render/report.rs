//! One message with its excerpts, as lines of text.

use crate::base::{Diagnostic, Label, Severity, SourceId, Sources};
use crate::cli::output::render::excerpt::Excerpt;
use crate::cli::output::render::style::{NARROWEST, Style, Tone};
use crate::cli::output::render::text::{clean, short, wrap};

/// The most labels that one report shows.
const MOST_LABELS: usize = 100;

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
