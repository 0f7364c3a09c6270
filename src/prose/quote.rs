//! Where a document says what a quote says: word for word, or not at all.

use crate::prose::marks::{heading_mark, without_marks};
use crate::prose::normalize::normalize;
use crate::prose::sentences::split_sentences;
use crate::prose::text::Text;
use memchr::memmem;
use std::ops::Range;

/// The most bytes of normal text that a `…` stands for: what lies further apart is no one passage.
pub(super) const LONGEST_GAP: usize = 5_000;
/// The most matches of a quote that are looked at; two are one too many already.
const MOST_PLACES: usize = 16;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quote {
    /// What stands between the `…`, in the normal form; there is a first.
    parts: Vec<String>,
    /// The same with the marks of emphasis, for a document in which they are no marks.
    literal: Vec<String>,
    /// The same without the marks of items and notes.
    unmarked: Vec<String>,
    pub(super) under: Option<String>,
    /// Whether it is a heading and nothing else.
    is_heading: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteMatch {
    /// From its first word to its last, in bytes of the normal text.
    pub range: Range<usize>,
    /// What is quoted, without what `…` stands for.
    pub parts: Vec<Range<usize>>,
}

impl Quote {
    /// A quote with `…` for what is left out, and the heading that it has to stand under.
    pub fn new(quote: &str, under: Option<&str>) -> Self {
        let parts = |quote: &str| -> Vec<String> {
            quote.split('…').map(normalize).filter(|part| !part.is_empty()).collect()
        };
        let plain: String = quote.chars().filter(|letter| !matches!(letter, '*' | '`')).collect();
        let parts_read = parts(&plain);
        let unmarked = parts_read.iter().map(|part| without_marks(part)).filter(|part| !part.is_empty());
        Self {
            unmarked: unmarked.collect(),
            parts: parts_read,
            literal: parts(quote),
            under: under.map(title),
            is_heading: false,
        }
    }

    /// A heading: it is found where it is one, and whole.
    pub fn heading(heading: &str) -> Self {
        let title = title(heading);
        let parts = vec![title.clone()];
        Self { unmarked: parts.clone(), literal: parts.clone(), parts, under: Some(title), is_heading: true }
    }

    /// The words of it, in the normal form, with `…` between its parts.
    pub fn normal(&self) -> String {
        self.parts.join(" … ")
    }

    /// What stands between the `…`, in the normal form.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Its sentences, or the parts of them that it has, in the normal form.
    pub fn sentences(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for part in self.parts.iter().flat_map(|part| part.split_inclusive("; ")).map(str::trim_end) {
            split_sentences(part, |_| false, |range| found.extend(part.get(range)));
        }
        found
    }

    pub fn is_whole(&self) -> bool {
        self.parts.len() == 1
    }

    pub fn is_anywhere(&self) -> bool {
        self.under.is_none()
    }

    pub fn find_in(&self, text: &Text) -> Vec<QuoteMatch> {
        let found = |parts: &[String]| {
            let starts =
                parts.first().map(|first| memmem::find_iter(text.normal.as_bytes(), first.as_bytes()));
            self.follow(text, parts, starts.into_iter().flatten())
        };
        let first_found = self.readings().map(found).find(|matches| !matches.is_empty());
        first_found.unwrap_or_default()
    }

    /// The parts as they may stand in a document; only where it does not have the first of them, it may have the others.
    pub(super) fn readings(&self) -> impl Iterator<Item = &[String]> {
        let others = [&*self.literal, &*self.unmarked].into_iter().filter(|other| *other != &*self.parts);
        std::iter::once(&*self.parts).chain(others)
    }

    pub fn lacks_heading(&self, text: &Text) -> bool {
        self.under.as_ref().is_some_and(|under| !text.has_title(under))
    }

    /// From the matches of the first part to those of the whole.
    pub(super) fn follow(
        &self,
        text: &Text,
        parts: &[String],
        starts: impl Iterator<Item = usize>,
    ) -> Vec<QuoteMatch> {
        let mut matches: Vec<QuoteMatch> = Vec::new();
        for start in starts {
            let after = matches.last().is_none_or(|last| start >= last.range.end);
            let end = match &self.under {
                Some(under) => {
                    text.sections_around(start).filter(|own| own.0 == under).last().map(|own| own.1.end)
                }
                None => Some(text.normal.len()),
            };
            let Some(end) = end.filter(|_| after) else { continue };
            let place = whole(&text.normal, parts, start, end);
            let place = place.filter(|place| !self.is_heading || text.is_heading(&place.range));
            if let Some(place) = place {
                matches.push(place);
                if matches.len() == MOST_PLACES {
                    break;
                }
            }
        }
        matches
    }
}

/// A heading in the normal form, without its number.
pub fn title(heading: &str) -> String {
    let title = normalize(heading);
    let mark = heading_mark(&title).map_or(0, |mark| mark.length);
    title.get(mark..).unwrap_or_default().to_owned()
}

/// All parts in their order from a place of the first.
fn whole(normal: &str, parts: &[String], start: usize, end: usize) -> Option<QuoteMatch> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let place = match found.last() {
            None => at_word_bounds(normal, start..start + part.len()).filter(|place| place.end <= end)?,
            Some(last) => {
                let from = last.end;
                let mut to = end.min(from + LONGEST_GAP + part.len());
                while !normal.is_char_boundary(to) {
                    to -= 1;
                }
                let room = normal.get(from..to)?;
                let matches = memmem::find_iter(room.as_bytes(), part.as_bytes());
                matches
                    .map(|at| from + at..from + at + part.len())
                    .find_map(|place| at_word_bounds(normal, place))?
            }
        };
        found.push(place);
    }
    Some(QuoteMatch { range: found.first()?.start..found.last()?.end, parts: found })
}

/// The range, if it begins and ends where words do: `1` does not stand in `10`.
pub(super) fn at_word_bounds(normal: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inside = normal.get(range.clone())?;
    let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let before = normal.get(..range.start)?.chars().next_back();
    let after = normal.get(range.end..)?.chars().next();
    let cut = word(before) && word(inside.chars().next()) || word(inside.chars().next_back()) && word(after);
    (!cut).then_some(range)
}
