//! A document as it is compared: white space folded, emphasis dropped, and for each character that is left
//! the place that it came from.

use crate::words::{SourceId, Span};

/// The text of a document in its normal form.
#[derive(Debug)]
pub(super) struct Normal {
    source: SourceId,
    text: String,
    /// For each byte of the text, the byte of the document that it came from; one more for its end.
    origin: Vec<u32>,
    /// Headings: level, title, and where they begin in the normal text.
    headings: Vec<(usize, String, usize)>,
}

impl Normal {
    pub(super) fn of(source: SourceId, document: &str) -> Self {
        let mut normal = Self {
            source,
            text: String::with_capacity(document.len()),
            origin: Vec::with_capacity(document.len()),
            headings: Vec::new(),
        };
        let mut line_start = 0;
        for line in document.split_inclusive('\n') {
            let level = line.bytes().take_while(|byte| *byte == b'#').count();
            if (1..=6).contains(&level) && line.get(level..).is_some_and(|rest| rest.starts_with(' ')) {
                let title = fold(line.get(level..).unwrap_or_default());
                normal.headings.push((level, title.trim().to_owned(), normal.text.len()));
            }
            for (offset, character) in line.char_indices() {
                normal.push(character, line_start + offset);
            }
            line_start += line.len();
        }
        normal.origin.push(u32::try_from(document.len()).unwrap_or(u32::MAX));
        normal
    }

    fn push(&mut self, character: char, at: usize) {
        let Some(folded) = fold_char(character) else { return };
        if folded == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(folded);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.origin.extend(std::iter::repeat_n(at, folded.len_utf8()));
    }

    /// The first two places of a quote, its parts in order, under a heading where one is given.
    pub(super) fn find(&self, quote: &str, under: Option<&str>) -> Vec<Span> {
        let parts: Vec<String> = quote
            .split('…')
            .map(|part| fold(part).trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        let mut found = Vec::new();
        for (from, to) in self.sections(under) {
            let mut at = from;
            while let Some(span) = self.find_once(&parts, at, to) {
                // Sections of one title may lie inside of one another.
                let place = self.span(span.0, span.1);
                if !found.contains(&place) {
                    found.push(place);
                }
                if found.len() == 2 {
                    return found;
                }
                at = span.1;
            }
        }
        found
    }

    /// Whether the document has a heading of this title.
    pub(super) fn has_heading(&self, title: &str) -> bool {
        let wanted = fold(title);
        self.headings.iter().any(|(_, title, _)| *title == wanted.trim())
    }

    fn find_once(&self, parts: &[String], from: usize, to: usize) -> Option<(usize, usize)> {
        let mut start = None;
        let mut at = from;
        for part in parts {
            let place = at + self.text.get(at..to)?.find(part.as_str())?;
            start = start.or(Some(place));
            at = place + part.len();
        }
        Some((start?, at))
    }

    /// The parts of the text under a heading of this title; the whole text where none is asked for.
    fn sections(&self, under: Option<&str>) -> Vec<(usize, usize)> {
        let Some(under) = under else { return vec![(0, self.text.len())] };
        let wanted = fold(under);
        let mut sections = Vec::new();
        for (at, (level, title, start)) in self.headings.iter().enumerate() {
            if *title == wanted.trim() {
                let next = self.headings.iter().skip(at + 1).find(|(other, _, _)| other <= level);
                sections.push((*start, next.map_or(self.text.len(), |(_, _, start)| *start)));
            }
        }
        sections
    }

    /// The place in the document of a range of the normal text.
    fn span(&self, start: usize, end: usize) -> Span {
        let origin = |at: usize| self.origin.get(at).copied().unwrap_or(0) as usize;
        // The end is one past the last character itself, not the beginning of what follows.
        let last = self.text.get(..end).and_then(|text| text.char_indices().next_back());
        let end = last.map_or(0, |(at, character)| {
            origin(at) + width(character, self.origin.get(at..=at + character.len_utf8()))
        });
        Span::new(self.source, origin(start), end)
    }
}

/// How many bytes of the document a character came from: up to where the next came from, if that is adjacent.
fn width(character: char, origins: Option<&[u32]>) -> usize {
    let adjacent = origins.and_then(|origins| Some(origins.last()?.checked_sub(*origins.first()?)? as usize));
    adjacent.filter(|width| (1..=4).contains(width)).unwrap_or(character.len_utf8())
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().filter_map(fold_char) {
        if !(character == ' ' && folded.ends_with(' ')) {
            folded.push(character);
        }
    }
    folded
}

fn fold_char(character: char) -> Option<char> {
    match character {
        '*' | '`' | '\u{AD}' => None,
        'ё' => Some('е'),
        'Ё' => Some('Е'),
        '«' | '»' | '“' | '”' | '„' => Some('"'),
        '‘' | '’' => Some('\''),
        '–' | '—' | '‑' | '−' => Some('-'),
        character if character.is_whitespace() => Some(' '),
        character => Some(character),
    }
}
