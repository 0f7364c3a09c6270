//! How far reaches what became of several quoted sentences: those of them that stand as they stood belong to it.

use crate::documents::lock::LockedPassage;
use crate::prose::quote::Quote;
use crate::prose::terms::{content, keeps};
use crate::prose::{Text, UnitKind};
use std::ops::Range;

/// So many sentences further on what `…` stands for may be over.
const FARTHEST: usize = 4;
/// Of the words of a quoted sentence so many, in percent, are still in what became of it.
const KEPT: usize = 60;

/// From the sentences that changed to all that were quoted.
pub(super) fn extended(text: &Text, quote: &Quote, was: &LockedPassage, found: Range<usize>) -> Range<usize> {
    let pieces = quote.sentences();
    if pieces.len() < 2 {
        return found;
    }
    let normal = quote.normal();
    let is_inside = |sentence: usize| normal.contains(sentence_of(text, sentence));
    let reviewed = was.words.as_deref().unwrap_or_default();
    // Whether a sentence says what is quoted of one, or most of it, and hardly anything that was not reviewed.
    let stands = |piece: &str, sentence: usize| {
        let own = sentence_of(text, sentence);
        let words = |text: &str| content(text).collect::<Vec<String>>();
        (own.contains(piece) || keeps(&words(piece), &words(own), KEPT)) && keeps(&words(own), reviewed, KEPT)
    };
    let here = |piece: &str| found.clone().any(|sentence| stands(piece, sentence));
    let first = pieces.iter().position(|piece| here(piece));
    let last = pieces.iter().rposition(|piece| here(piece));
    let (mut start, mut end) = (found.start, found.end);
    let reach = if quote.is_whole() { 1 } else { FARTHEST };
    // What of the quote comes before what changed, from there to its beginning; and what comes behind it.
    let before = first.and_then(|first| pieces.get(..first)).unwrap_or_default();
    for piece in before.iter().rev() {
        let near = (start.saturating_sub(reach)..start).rev();
        start = near.into_iter().find(|sentence| stands(piece, *sentence)).unwrap_or(start);
    }
    let behind = last.and_then(|last| pieces.get(last + 1..)).unwrap_or_default();
    for piece in behind {
        let near = end..(end + reach).min(text.sentences.len());
        end = near.into_iter().find(|sentence| stands(piece, *sentence)).map_or(end, |own| own + 1);
    }
    while let Some(sentence) = start.checked_sub(1).filter(|sentence| is_inside(*sentence)) {
        start = sentence;
    }
    while end < text.sentences.len() && is_inside(end) {
        end += 1;
    }
    start..end
}

/// What a sentence says; a heading is none that could be quoted with others.
fn sentence_of(text: &Text, sentence: usize) -> &str {
    let own = text.sentences.get(sentence);
    let unit = own.and_then(|own| text.units.get(own.unit));
    let is_heading = unit.is_none_or(|unit| matches!(unit.kind, UnitKind::Heading { .. }));
    // No quote has a line break.
    own.filter(|_| !is_heading).map_or("\n", |own| text.part(&own.range))
}
