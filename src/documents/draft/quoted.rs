//! What a rule file quotes, be it in rules or in comments.

use crate::documents::draft::names::is_word;
use crate::prose::Text;
use crate::prose::finder::QuoteFinder;
use crate::prose::quote::{Quote, title};
use std::collections::HashSet;

/// The quotes of one document.
#[derive(Clone, Debug, Default)]
pub struct Quoted {
    quotes: Vec<Quote>,
    /// The headings whose sections are set aside.
    sections: HashSet<String>,
}

/// What stands in a rule file, comments read as if they were none.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Word(&'t str),
    Text(String),
}

impl Quoted {
    /// What rule files quote of a document, by the name that they give it.
    pub fn in_files<'t>(files: impl IntoIterator<Item = &'t str>, name: &str) -> Self {
        let mut own = Self::default();
        for file in files {
            own.add(file, name);
        }
        own
    }

    pub fn is_empty(&self) -> bool {
        self.quotes.is_empty() && self.sections.is_empty()
    }

    fn add(&mut self, file: &str, name: &str) {
        let pieces = pieces(file);
        let mut rest = pieces.as_slice();
        let mut is_declared = false;
        while let Some((first, behind)) = rest.split_first() {
            rest = behind;
            // document club "club.md"
            let is_path = std::mem::replace(&mut is_declared, *first == Piece::Word("document"));
            if *first != Piece::Word(name) || is_path {
                continue;
            }
            let texts: Vec<&str> = rest.iter().map_while(|piece| text_of(piece)).collect();
            let under = match rest.get(texts.len()..) {
                Some([Piece::Word("under"), Piece::Text(under), ..]) => Some(under.as_str()),
                _ => None,
            };
            match (texts.is_empty(), under) {
                (false, under) => self.quotes.push(Quote::new(&texts.join(" "), under)),
                (true, under) => {
                    self.sections.extend(under.map(title));
                }
            }
        }
    }

    /// The sentences of a text of which something is quoted, or that lie in a section set aside.
    pub(super) fn sentences_of(&self, text: &Text) -> HashSet<usize> {
        let found = QuoteFinder::new(self.quotes.iter().collect()).find_in(text);
        let parts = found.into_iter().flat_map(|(_, matches)| matches).flat_map(|own| own.parts);
        let mut sentences: HashSet<usize> = parts.flat_map(|part| text.sentences_in(part)).collect();
        for heading in &text.headings {
            if self.sections.contains(text.part(&heading.range)) {
                sentences.extend(text.sentences_in(heading.range.start..heading.end));
            }
        }
        sentences
    }
}

fn text_of<'p>(piece: &'p Piece<'_>) -> Option<&'p str> {
    match piece {
        Piece::Text(text) => Some(text),
        Piece::Word(_) => None,
    }
}

/// The words and texts of a rule file. A text that its line does not end is none.
fn pieces(file: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    for line in file.lines() {
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let length = if first == '"' {
                let Some((text, length)) = literal(rest) else { break };
                found.push(Piece::Text(text));
                length
            } else if is_word(first) {
                let length = rest.find(|sign: char| !is_word(sign)).unwrap_or(rest.len());
                found.extend(rest.get(..length).map(Piece::Word));
                length
            } else {
                first.len_utf8()
            };
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    found
}

/// The text that a line begins with, and how many bytes of the line it takes.
fn literal(line: &str) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut signs = line.char_indices().skip(1);
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((text, at + 1)),
            '\\' => text.extend(signs.next().map(|(_, sign)| sign)),
            sign => text.push(sign),
        }
    }
    None
}
