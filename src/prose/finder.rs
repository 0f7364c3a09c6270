//! Many quotes in many documents: each document is read once, whatever the number of quotes, and a quote costs something
//! only where a document says a part of it that hardly another quote has.

use crate::prose::quote::{LONGEST_GAP, Quote, QuoteMatch, at_word_bounds};
use crate::prose::text::Text;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashMap;

/// Quotes to be found in documents.
pub struct QuoteFinder<'q> {
    quotes: Vec<&'q Quote>,
    /// None where there are so few quotes that they are found faster one by one.
    index: Option<QuoteIndex<'q>>,
}

struct QuoteIndex<'q> {
    phrases: Phrases<'q>,
    /// The numbers of the phrases: all parts of all quotes, each once.
    numbers: HashMap<&'q str, usize>,
    /// By the part that fewest quotes have, and the heading that it has to stand under.
    anchored: HashMap<(usize, Option<&'q str>), Vec<Reading>>,
}

/// A quote as it may stand in a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Reading {
    quote: usize,
    /// Which of its readings.
    number: usize,
    /// Which part of it is looked for first.
    anchor: usize,
}

impl<'q> QuoteFinder<'q> {
    /// Of quotes; one that is there twice costs twice.
    pub fn new(quotes: Vec<&'q Quote>) -> Self {
        const FEW: usize = 8;
        let index = if quotes.len() <= FEW { None } else { QuoteIndex::new(&quotes) };
        Self { quotes, index }
    }

    /// The quotes that a document has, by their numbers, and where.
    pub fn find_in(&self, text: &Text) -> Vec<(usize, Vec<QuoteMatch>)> {
        if let Some(index) = &self.index {
            return index.find_in(text, &self.quotes);
        }
        let found = self.quotes.iter().map(|quote| quote.find_in(text)).enumerate();
        found.filter(|(_, matches)| !matches.is_empty()).collect()
    }
}

impl<'q> QuoteIndex<'q> {
    /// None where there are more quotes than can be found in one pass.
    fn new(quotes: &[&'q Quote]) -> Option<Self> {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut had_by: Vec<usize> = Vec::new();
        for part in quotes.iter().flat_map(|quote| quote.readings()).flatten() {
            let at = *numbers.entry(part).or_insert(had_by.len());
            match had_by.get_mut(at) {
                Some(count) => *count += 1,
                None => had_by.push(1),
            }
        }
        let mut anchored: HashMap<(usize, Option<&str>), Vec<Reading>> = HashMap::new();
        for (quote, own) in quotes.iter().enumerate() {
            for (number, parts) in own.readings().enumerate() {
                let known =
                    parts.iter().enumerate().filter_map(|(at, part)| Some((at, *numbers.get(&**part)?)));
                let rarest = known.min_by_key(|(at, phrase)| (had_by.get(*phrase).copied(), *at));
                if let Some((anchor, phrase)) = rarest {
                    let key = (phrase, own.under.as_deref());
                    anchored.entry(key).or_default().push(Reading { quote, number, anchor });
                }
            }
        }
        let phrases = Phrases::new(&numbers)?;
        Some(Self { phrases, numbers, anchored })
    }

    fn find_in(&self, text: &Text, quotes: &[&Quote]) -> Vec<(usize, Vec<QuoteMatch>)> {
        let places = self.phrases.find_in(&text.normal);
        // Where the rarest part of a reading stands, under the right heading.
        let mut anchors: HashMap<Reading, Vec<usize>> = HashMap::new();
        for (phrase, starts) in &places {
            for reading in self.anchored.get(&(*phrase, None)).into_iter().flatten() {
                anchors.insert(*reading, starts.clone());
            }
            for start in starts {
                for (title, _) in text.sections_around(*start) {
                    for reading in self.anchored.get(&(*phrase, Some(title))).into_iter().flatten() {
                        let own = anchors.entry(*reading).or_default();
                        // A section may stand in another of the same title.
                        if own.last() != Some(start) {
                            own.push(*start);
                        }
                    }
                }
            }
        }
        let mut anchors: Vec<(Reading, Vec<usize>)> = anchors.into_iter().collect();
        anchors.sort_unstable_by_key(|(reading, _)| *reading);
        let mut found: Vec<(usize, Vec<QuoteMatch>)> = Vec::new();
        for (reading, anchors) in anchors {
            let Some(quote) = quotes.get(reading.quote) else { continue };
            let Some(parts) = quote.readings().nth(reading.number) else { continue };
            if found.last().is_some_and(|(last, _)| *last == reading.quote) {
                continue;
            }
            let matches = if reading.anchor == 0 {
                quote.follow(text, parts, anchors.into_iter())
            } else {
                let first = parts.first().and_then(|first| places.get(self.numbers.get(&**first)?));
                quote.follow(
                    text,
                    parts,
                    within_reach(first.map_or(&[], Vec::as_slice), &anchors, parts, reading.anchor),
                )
            };
            if !matches.is_empty() {
                found.push((reading.quote, matches));
            }
        }
        found
    }
}

/// The places of the first part from which one of another part can be reached.
fn within_reach<'s>(
    starts: &'s [usize],
    anchors: &'s [usize],
    parts: &[String],
    anchor: usize,
) -> impl Iterator<Item = usize> {
    let reach: usize = parts.iter().take(anchor).map(|part| part.len() + LONGEST_GAP).sum();
    let mut from = 0;
    anchors.iter().flat_map(move |place| {
        let first = starts.partition_point(|start| start + reach < *place).max(from);
        from = starts.partition_point(|start| start < place).max(first);
        starts.get(first..from).unwrap_or_default().iter().copied()
    })
}

/// Texts that are looked for all at once.
struct Phrases<'q> {
    /// Finds the beginnings, each once: many phrases begin alike, and a small automaton is a fast one.
    automaton: AhoCorasick,
    /// By beginning: the phrases that begin so, sorted.
    groups: Vec<Vec<Phrase<'q>>>,
}

struct Phrase<'q> {
    text: &'q str,
    number: usize,
    /// The longest other of the group that it begins with.
    shorter: Option<usize>,
}

fn beginning(phrase: &str) -> &str {
    const LONGEST: usize = 64;
    let end = (0..=LONGEST.min(phrase.len())).rev().find(|end| phrase.is_char_boundary(*end));
    phrase.get(..end.unwrap_or(0)).unwrap_or_default()
}

impl<'q> Phrases<'q> {
    fn new(numbers: &HashMap<&'q str, usize>) -> Option<Self> {
        let mut beginnings: HashMap<&str, Vec<Phrase<'_>>> = HashMap::new();
        for (text, number) in numbers {
            let phrase = Phrase { text, number: *number, shorter: None };
            beginnings.entry(beginning(text)).or_default().push(phrase);
        }
        beginnings.remove("");
        let (patterns, mut groups): (Vec<&str>, Vec<Vec<Phrase<'_>>>) = beginnings.into_iter().unzip();
        for group in &mut groups {
            nest(group);
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok()?;
        Some(Self { automaton, groups })
    }

    /// Where a text has them between words, by their numbers, in order.
    fn find_in(&self, text: &str) -> HashMap<usize, Vec<usize>> {
        let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
        for found in self.automaton.find_overlapping_iter(text) {
            let rest = text.get(found.start()..).unwrap_or_default();
            let Some(group) = self.groups.get(found.pattern().as_usize()) else { continue };
            // What the text begins with here comes before it in order, and with it all that this begins with.
            let mut next = group.partition_point(|own| own.text <= rest).checked_sub(1);
            while let Some(own) = next.and_then(|at| group.get(at)) {
                next = own.shorter;
                let range = found.start()..found.start() + own.text.len();
                if rest.starts_with(own.text) && at_word_bounds(text, range).is_some() {
                    places.entry(own.number).or_default().push(found.start());
                }
            }
        }
        places
    }
}

/// Sort phrases, and say of each what it begins with.
fn nest(group: &mut [Phrase<'_>]) {
    group.sort_unstable_by_key(|phrase| phrase.text);
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (at, phrase) in group.iter_mut().enumerate() {
        while open.pop_if(|(_, shorter)| !phrase.text.starts_with(*shorter)).is_some() {}
        phrase.shorter = open.last().map(|(at, _)| *at);
        open.push((at, phrase.text));
    }
}
