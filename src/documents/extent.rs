//! How far reaches what became of several quoted sentences: those of them that stand as they stood belong to it.

use crate::documents::lock::LockedPassage;
use crate::prose::quote::Quote;
use crate::prose::terms::{content, keeps};
use crate::prose::{Text, UnitKind};
use std::collections::HashMap;
use std::ops::Range;

/// So many sentences further on what `…` stands for may be over.
const FARTHEST: usize = 4;
/// More places of one sentence are not looked at.
const MOST_ALIKE: usize = 16;
/// Of the words of a quoted sentence so many, in percent, are still in what became of it.
const KEPT: usize = 60;

/// What a quote has of several sentences: also of one that leads others in.
fn pieces(quote: &Quote) -> Vec<String> {
    let sentences = quote.sentences().into_iter().flat_map(|own| own.split_inclusive(": "));
    sentences.map(|piece| piece.trim().to_owned()).collect()
}

/// The sentences around one that stands as it is quoted, where those before or behind it that are quoted, too, became
/// others; `is_known` says which were there at the review, `places` where a sentence stands.
pub(super) fn around(
    text: &Text,
    quote: &Quote,
    is_known: impl Fn(usize) -> bool,
    places: &HashMap<&str, Vec<usize>>,
) -> Option<Range<usize>> {
    let pieces = pieces(quote);
    if pieces.len() < 2 || !quote.is_whole() {
        return None;
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        // A part of a sentence may stand in any other; what stands in many places tells none of them.
        let stands = places.get(piece.as_str()).map_or(&[][..], Vec::as_slice);
        for sentence in stands.iter().copied().filter(|_| stands.len() <= MOST_ALIKE) {
            let Some(start) = sentence.checked_sub(at) else { continue };
            let range = start..start + pieces.len();
            let fits = |own: usize| {
                let piece = own.checked_sub(start).and_then(|at| pieces.get(at));
                let own_text = sentence_of(text, own);
                piece.is_some_and(|piece| own_text == piece || own_text != "\n" && !is_known(own))
            };
            if range.end <= text.sentences.len() && range.clone().all(fits) && !found.contains(&range) {
                found.push(range);
            }
        }
    }
    // Of several places, nobody knows which is meant.
    found.pop().filter(|_| found.is_empty())
}

/// From the sentences that changed to all that were quoted.
pub(super) fn extended(
    text: &Text,
    quote: &Quote,
    was: &LockedPassage,
    found: Range<usize>,
    is_known: impl Fn(usize) -> bool,
) -> Range<usize> {
    let pieces = pieces(quote);
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
    let here = |piece: &String| found.clone().any(|sentence| stands(piece, sentence));
    let first = pieces.iter().position(here);
    let last = pieces.iter().rposition(here);
    let (mut start, mut end) = (found.start, found.end);
    let reach = if quote.is_whole() { 1 } else { FARTHEST };
    // What of the quote comes before what changed, from there to its beginning; and what comes behind it.
    // Where nothing of it stands in what changed, all of it may stand on either side.
    let before = pieces.get(..first.unwrap_or(pieces.len())).unwrap_or_default();
    for piece in before.iter().rev() {
        let near = (start.saturating_sub(reach)..start).rev();
        // What leads in now was not there at the review: it became what led in then.
        let leads = |sentence: usize| {
            let led = text.sentences.get(start).map_or(&[][..], |own| &own.context);
            let leads_in = led.iter().any(|lead| text.sentences_in(lead.clone()).contains(&sentence));
            leads_in && piece.ends_with(':') && !is_known(sentence)
        };
        let mut near = near.into_iter();
        start = near.find(|sentence| stands(piece, *sentence) || leads(*sentence)).unwrap_or(start);
    }
    let behind = pieces.get(last.map_or(0, |last| last + 1)..).unwrap_or_default();
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
