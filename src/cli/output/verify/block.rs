//! A cause as one block for people: what changed and where, what says otherwise, what to do.

use crate::base::message::{Joint, List};
use crate::base::{Argument, Code, Message, Span, all_of, msg};
use crate::cli::output::render::{Report, Tone, clean, draw, paragraph, width, wrap};
use crate::cli::session::Session;
use crate::documents::blocks::{Block, RelatedPlace};
use crate::documents::citations::Citing;
use crate::model::Model;
use crate::prose::diff::in_one_line;
use std::collections::HashSet;

/// More statements that cite a passage, and more places beside it, are counted.
const MOST_CITING: usize = 4;
const MOST_BESIDE: usize = 8;

/// More steps than these are counted, not told.
const MOST_STEPS: usize = 6;

/// More actions are counted, not named.
const MOST_ACTIONS: usize = 2;

/// A shorter text, in bytes, says little without its line.
const SHORTEST_EXCERPT: usize = 24;

/// The most characters of a text that is shown for its place.
const LONGEST_EXCERPT: usize = 400;

pub(super) fn draw_block(session: &Session, model: &Model, block: &Block) -> String {
    let mut lines = BlockLines { session, model, text: String::new() };
    lines.head(block);
    lines.excerpt(block);
    lines.notes(block);
    lines.related(block);
    lines.rows(block);
    lines.text + "\n"
}

struct BlockLines<'a> {
    session: &'a Session,
    model: &'a Model,
    text: String,
}

impl BlockLines<'_> {
    fn worded(&self, message: &Message) -> String {
        message.text(self.session.language)
    }

    /// `error[E0504]: documents/d.md:38: at most 10 → at most 20`.
    fn head(&mut self, block: &Block) {
        let (code, what) = (block.code.name().to_owned(), block.what.clone());
        let title = match block.place {
            Some(span) => msg!(verify.at_place, place = self.session.line_place(span), what = what),
            None => what,
        };
        let head = Report { code, title, tone: Tone::Error, labels: Vec::new(), help: Vec::new() };
        self.text.push_str(&draw(&head, &self.session.sources, &self.session.style));
    }

    /// The sentence with its changes, or what stands there, beside the number of its line.
    fn excerpt(&mut self, block: &Block) {
        let Some(span) = block.place else { return };
        let style = &self.session.style;
        let text = match &block.difference {
            Some(parts) => in_one_line(parts),
            None => self.shown(span),
        };
        let number = self.session.sources.line(span).to_string();
        let bar = if style.unicode { '│' } else { '|' };
        let room = style.width.saturating_sub(number.len() + 5);
        let mut mark = number.clone();
        for line in wrap(&text, room, style.unicode) {
            let gutter = style.paint("2", &format!("{mark:>width$} {bar}", width = number.len()));
            self.text.push_str(&format!("  {gutter} {line}\n"));
            mark.clear();
        }
    }

    /// What stands at a place, in one line.
    fn shown(&self, span: Span) -> String {
        let sources = &self.session.sources;
        let own = sources.text(span);
        let text = if own.len() < SHORTEST_EXCERPT { sources.line_text(span) } else { own };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(LONGEST_EXCERPT) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }

    fn notes(&mut self, block: &Block) {
        for note in &block.notes {
            self.text.push_str(&paragraph(&self.worded(note), 2, 4, &self.session.style));
        }
    }

    /// The places that belong to it, by file.
    fn related(&mut self, block: &Block) {
        let (still, more) = &block.still;
        let mut places: Vec<(Span, String)> = Vec::new();
        for RelatedPlace { span, text, code } in block.related.iter().take(MOST_BESIDE) {
            let text = self.worded(text);
            places.push((*span, code.map_or(text.clone(), |code| format!("{text} ({code})"))));
        }
        for span in still {
            places.push((*span, self.worded(&msg!(documents.quoted, text = self.shown(*span)))));
        }
        if places.is_empty() {
            return;
        }
        let (sources, style) = (&self.session.sources, &self.session.style);
        let is_wrong = block.code == Code::E0508
            || !still.is_empty()
            || block.related.iter().any(|one| one.code.is_some());
        let title = if is_wrong { msg!(verify.says_otherwise) } else { msg!(verify.see_also) };
        let mut text = format!("  {}\n", style.paint("1", &self.worded(&title)));
        let place = |span: Span| {
            self.session.place_in_document(span).unwrap_or_else(|| sources.line(span).to_string())
        };
        let widest = places.iter().map(|(span, _)| width(&place(*span))).max().unwrap_or(0);
        let indent = widest + 8;
        let files = places.iter().map(|(span, _)| sources.name(*span));
        let mut seen: HashSet<&str> = HashSet::new();
        for file in files.filter(|file| seen.insert(file)) {
            text.push_str(&format!("    {}\n", clean(file, style.unicode)));
            for (span, words) in places.iter().filter(|(span, _)| sources.name(*span) == file) {
                let lines = wrap(words, style.width.saturating_sub(indent + 1), style.unicode);
                let line = style.paint("2", &format!("{:>widest$}", place(*span)));
                text.push_str(&format!("      {line}  {}\n", first_line(&lines)));
            }
        }
        let more = more + block.related.len().saturating_sub(MOST_BESIDE);
        if more > 0 {
            text.push_str(&format!("    {}\n", self.worded(&msg!(verify.more_places, count = more))));
        }
        self.text.push_str(&text);
    }

    fn rows(&mut self, block: &Block) {
        let mut rows: Vec<(Message, Message)> = Vec::new();
        if !block.cited_by.is_empty() {
            rows.push((msg!(verify.cited_by), self.citing(&block.cited_by)));
        }
        rows.extend(hangs_on(block).map(|what| (msg!(verify.hangs_on), what)));
        if let Some(reviewed) = &block.reviewed {
            rows.push((msg!(verify.was_reviewed), reviewed.clone()));
        }
        let step = |(at, step): (usize, &Message)| {
            (if at == 0 { msg!(verify.to_do) } else { Message::empty() }, step.clone())
        };
        rows.extend(block.steps.iter().take(MOST_STEPS).enumerate().map(step));
        let more = block.steps.len().saturating_sub(MOST_STEPS);
        if more > 0 {
            rows.push((Message::empty(), msg!(verify.more_steps, count = more)));
        }
        let style = &self.session.style;
        let rows: Vec<(String, String)> =
            rows.iter().map(|(label, text)| (self.worded(label), self.worded(text))).collect();
        let widest = rows.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
        let indent = widest + 4;
        let mut text = String::new();
        for (label, words) in &rows {
            let fill = widest - width(label) + 2;
            let lines = wrap(words, style.width.saturating_sub(indent), style.unicode);
            let words = lines.join(&format!("\n{:indent$}", ""));
            text.push_str(&format!("  {}{:fill$}{words}\n", style.paint("36;1", label), ""));
        }
        self.text.push_str(&text);
    }

    fn citing(&self, citing: &[(Citing, Span)]) -> Message {
        let shown = citing.iter().take(MOST_CITING).map(|(own, span)| {
            let place = self.session.sources.line_place(*span);
            msg!(verify.citing_at, citing = own.message(self.model), place = place).into()
        });
        let omitted = citing.len().saturating_sub(MOST_CITING);
        msg!(verify.listed, what = List { items: shown.collect(), joint: Joint::Comma, omitted })
    }
}

/// The actions by name where they are few, the scenarios by their count.
fn hangs_on(block: &Block) -> Option<Message> {
    let (actions, scenarios) = (&block.hangs_on.actions, block.hangs_on.scenarios.len());
    let count = actions.len();
    let mut items: Vec<Argument> = Vec::new();
    let are_named = count <= MOST_ACTIONS;
    if are_named && count > 0 {
        items.push(msg!(documents.actions, count = count, actions = all_of(actions)).into());
    } else if count > 0 {
        items.push(msg!(verify.so_many_actions, count = count).into());
    }
    if scenarios > 0 {
        items.push(msg!(verify.so_many_scenarios, count = scenarios).into());
    }
    let is_told = items.is_empty() || are_named && scenarios == 0;
    let list = List { items, joint: Joint::Comma, omitted: 0 };
    match count + scenarios {
        0 => None,
        _ if is_told => Some(msg!(verify.listed, what = list)),
        _ => Some(msg!(verify.named_by_explain, what = list)),
    }
}

/// The beginning of a text, as it fits into a line.
fn first_line(lines: &[String]) -> String {
    match lines {
        [] => String::new(),
        [only] => only.clone(),
        [first, ..] => format!("{first}…"),
    }
}
