//! The words by which a passage is quoted that is not what it was: those that took the place of the quoted ones, in the
//! same sentence, and so many more of it that they stand nowhere else.

use crate::documents::drift::Drift;
use crate::documents::lock::LockedPassage;
use crate::documents::passage::{Annotated, Passage};
use crate::prose::Text;
use crate::prose::alignment::{beyond, carried, fitted};
use crate::prose::finder::QuoteFinder;
use crate::prose::fingerprint::Fingerprint;
use crate::prose::quote::{Quote, QuoteMatch};
use crate::prose::terms::content;
use crate::values::ids::DocumentId;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// How often quotes are made longer, until they stand in one place only: by one word, later by more.
const ROUNDS: usize = 12;
const ROUNDS_OF_ONE_WORD: usize = 6;

/// A quote while it is written anew.
pub(super) struct NewQuote {
    /// The citation, by its number among the drifts.
    pub(super) drift: usize,
    pub(super) document: DocumentId,
    under: Option<String>,
    /// What is quoted: bytes of the normal text, in order.
    parts: Vec<Range<usize>>,
    /// The sentences of which it is a part.
    bounds: Range<usize>,
    /// All that stands there now.
    passage: Range<usize>,
    /// Whether the words of the normal text are quoted, because what a reader sees is not found.
    is_normal: bool,
    pub(super) text: String,
}

impl NewQuote {
    /// The first that comes into question.
    pub(super) fn of(
        annotated: &Annotated<'_>,
        at: usize,
        drift: &Drift<'_>,
        now: &Passage,
        reviewed: Option<(&LockedPassage, Option<&str>)>,
    ) -> Option<Self> {
        let text = annotated.documents.text(now.document)?;
        let passage = text.range_of(now.sentences.clone())?;
        let inside = |part: Range<usize>| passage.start + part.start..passage.start + part.end;
        let parts =
            reviewed.and_then(|(entry, old)| parts_now(text.part(&passage), &drift.quote, entry, old));
        let parts: Vec<Range<usize>> = parts.unwrap_or_default().into_iter().map(inside).collect();
        let parts = if parts.is_empty() { vec![passage.clone()] } else { parts };
        let quoted = parts.first()?.start..parts.last()?.end;
        let sentences = text.sentences_in(quoted.clone());
        let is_one = sentences.len() == 1;
        let bounds = text.range_of(sentences).unwrap_or_else(|| passage.clone());
        let is_all = is_one && reviewed.is_some_and(|(entry, _)| was_whole(&drift.quote, entry));
        let parts = if is_all { vec![ended_like(text, &bounds, &drift.quote)] } else { parts };
        let under = drift.cited.citation.under.as_deref().map(str::to_owned);
        let document = now.document;
        let text = String::new();
        Some(Self { drift: at, document, under, parts, bounds, passage, is_normal: false, text })
    }

    fn write(&mut self, text: &Text, shown: &impl Fn(DocumentId, Range<usize>) -> String) {
        let part = |part: &Range<usize>| {
            if self.is_normal { text.part(part).to_owned() } else { shown(self.document, part.clone()) }
        };
        self.text = self.parts.iter().map(part).collect::<Vec<_>>().join(" … ");
    }

    /// Quote more words of the sentence, or what else there is to try; whether there was something.
    fn widen(&mut self, text: &Text, is_found: bool, words: usize) -> bool {
        let (Some(first), Some(last)) = (self.parts.first().cloned(), self.parts.last().cloned()) else {
            return false;
        };
        if !is_found && !self.is_normal {
            self.is_normal = true;
            return true;
        }
        let is_all = first.start <= self.bounds.start && last.end >= self.bounds.end;
        if is_all && self.parts.len() > 1 {
            self.parts = vec![self.bounds.clone()];
            return true;
        }
        if is_all || !is_found {
            let is_new = self.parts.as_slice() != [self.passage.clone()];
            self.parts = vec![self.passage.clone()];
            return is_new;
        }
        for _ in 0..words {
            let own = text.part(&self.bounds);
            let end = self.parts.last().map_or(0, |last| last.end) - self.bounds.start;
            let start = self.parts.first().map_or(0, |first| first.start) - self.bounds.start;
            if end < own.len()
                && let Some(last) = self.parts.last_mut()
            {
                last.end = self.bounds.start + beyond(own, end, true);
            } else if start > 0
                && let Some(first) = self.parts.first_mut()
            {
                first.start = self.bounds.start + beyond(own, start, false);
            }
        }
        true
    }
}

/// Make quotes so long that each stands in one place; those that cannot be stay as long as their sentences.
pub(super) fn made_unique(
    annotated: &Annotated<'_>,
    quotes: &mut [NewQuote],
    shown: impl Fn(DocumentId, Range<usize>) -> String,
) {
    let mut open: BTreeMap<DocumentId, Vec<usize>> = BTreeMap::new();
    for (at, own) in quotes.iter_mut().enumerate() {
        let Some(text) = annotated.documents.text(own.document) else { continue };
        own.write(text, &shown);
        open.entry(own.document).or_default().push(at);
    }
    for (document, mut open) in open {
        let Some(text) = annotated.documents.text(document) else { continue };
        for round in 0..ROUNDS {
            let written = open.iter().filter_map(|at| quotes.get(*at));
            let written: Vec<Quote> =
                written.map(|own| Quote::new(&own.text, own.under.as_deref())).collect();
            let mut found: Vec<Vec<QuoteMatch>> = vec![Vec::new(); written.len()];
            for (number, matches) in QuoteFinder::new(written.iter().collect()).find_in(text) {
                if let Some(slot) = found.get_mut(number) {
                    *slot = matches;
                }
            }
            let words = if round < ROUNDS_OF_ONE_WORD { 1 } else { 1 << (round - ROUNDS_OF_ONE_WORD) };
            let mut left = Vec::new();
            for (at, matches) in open.into_iter().zip(found) {
                let Some(own) = quotes.get_mut(at) else { continue };
                let is_there = |place: &QuoteMatch| {
                    place.range.start < own.passage.end && own.passage.start < place.range.end
                };
                let is_sole = matches.len() == 1 && matches.iter().all(is_there);
                if !is_sole && own.widen(text, !matches.is_empty(), words) {
                    own.write(text, &shown);
                    left.push(at);
                }
            }
            open = left;
            if open.is_empty() {
                break;
            }
        }
    }
}

/// The parts of a passage that took the place of what a quote had of it; none where all of it was quoted, or nothing of
/// the old text is left to go by.
pub(super) fn parts_now(
    now: &str,
    quote: &Quote,
    entry: &LockedPassage,
    old: Option<&str>,
) -> Option<Vec<Range<usize>>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    if let Some(old) = old.map(str::to_owned).or_else(|| whole_text(quote, entry)) {
        for part in quote.parts() {
            let start = from + old.get(from..)?.find(part.as_str())?;
            from = start + part.len();
            found.extend(carried(&old, start..from, now));
        }
    } else {
        let stood_elsewhere = elsewhere_in(entry, quote);
        for part in quote.parts() {
            let own = fitted(part, now.get(from..)?, &stood_elsewhere)?;
            found.push(from + own.start..from + own.end);
            from += own.end;
        }
    }
    if found.len() < quote.parts().len() && found.len() > 1 {
        // Of what `…` held apart something is gone: from the first to the last of what is left.
        found = std::iter::once(found.first()?.start..found.last()?.end).collect();
    }
    let mut merged: Vec<Range<usize>> = Vec::new();
    for own in found {
        match merged.last_mut() {
            Some(last) if own.start <= last.end + 1 => last.end = last.end.max(own.end),
            _ => merged.push(own),
        }
    }
    Some(merged)
}

/// Whether a quote was one sentence, all of it but for the mark at its end: then all of the new one is quoted.
fn was_whole(quote: &Quote, entry: &LockedPassage) -> bool {
    entry.cells.is_empty()
        && quote.parts().len() == 1
        && quote.sentences().len() == 1
        && whole_text(quote, entry).is_some()
}

/// A sentence, without the mark at its end where the quote had none.
fn ended_like(text: &Text, sentence: &Range<usize>, quote: &Quote) -> Range<usize> {
    const MARKS: [char; 6] = ['.', ';', '!', '?', ':', ','];
    let own = text.part(sentence);
    let bare = own.trim_end_matches(MARKS);
    let keeps = quote.normal().ends_with(MARKS) || bare.is_empty();
    sentence.start..sentence.start + if keeps { own.len() } else { bare.len() }
}

/// Whether a word stood in the sentence, but not in the quote.
fn elsewhere_in(entry: &LockedPassage, quote: &Quote) -> impl Fn(&str) -> bool {
    let normal = quote.normal();
    let quoted: HashSet<String> = content(&normal).collect();
    let words = entry.words.iter().flatten().flat_map(|word| content(word));
    let mut elsewhere: HashSet<String> = words.filter(|word| !quoted.contains(word)).collect();
    let numbers = entry.facts().numbers.into_iter().map(|number| number.amount.to_string());
    elsewhere.extend(numbers.filter(|number| !normal.contains(number.as_str())));
    move |word| elsewhere.contains(word) || content(word).any(|word| elsewhere.contains(&word))
}

/// The old text, where the quote was all of it but for the mark at its end, or all cells of a row are known.
fn whole_text(quote: &Quote, entry: &LockedPassage) -> Option<String> {
    const MARKS: [&str; 7] = ["", ".", ";", "!", "?", ":", ","];
    let quoted = quote.normal();
    let ended = MARKS.iter().map(|mark| format!("{quoted}{mark}"));
    let cells = entry.facts().cells;
    let label = cells.first().map(|cell| cell.row.to_string());
    let row = label.into_iter().chain(cells.iter().map(|cell| cell.says.to_string()));
    let row = row.collect::<Vec<_>>().join(" | ");
    ended.chain([row]).find(|text| Fingerprint::of(text) == entry.text)
}
