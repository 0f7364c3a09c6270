//! Quotes of whole sentences, each of which stands in one place.

use crate::documents::draft::written::written;
use crate::prose::Text;
use crate::prose::finder::QuoteFinder;
use crate::prose::quote::{Quote, QuoteMatch};
use std::ops::Range;

/// So many sentences around one are quoted with it where it stands elsewhere, too.
const NEIGHBOURS: usize = 3;

#[derive(Clone, Debug)]
pub(super) struct UniqueQuote {
    pub(super) quote: String,
    pub(super) under: Option<String>,
}

/// What could be quoted of a sentence.
struct Candidate {
    quote: String,
    under: Option<String>,
}

/// A quote of each of these sentences: of it alone; under one of its headings; with its neighbours. None where none of
/// them stands in one place only.
pub(super) fn unique_quotes(text: &Text, document: &str, sentences: &[usize]) -> Vec<Option<UniqueQuote>> {
    let mut found: Vec<Option<UniqueQuote>> = vec![None; sentences.len()];
    let mut open: Vec<(usize, Vec<Candidate>)> =
        sentences.iter().enumerate().map(|(at, own)| (at, candidates(text, document, *own))).collect();
    while !open.is_empty() {
        let tried: Vec<Candidate> = open.iter_mut().filter_map(|(_, own)| own.pop()).collect();
        let quotes: Vec<Quote> =
            tried.iter().map(|own| Quote::new(&own.quote, own.under.as_deref())).collect();
        let mut matches: Vec<Vec<QuoteMatch>> = vec![Vec::new(); quotes.len()];
        for (number, own) in QuoteFinder::new(quotes.iter().collect()).find_in(text) {
            if let Some(slot) = matches.get_mut(number) {
                *slot = own;
            }
        }
        let mut left = Vec::new();
        for (((at, more), candidate), matches) in open.into_iter().zip(tried).zip(matches) {
            let holds = |own: &QuoteMatch| {
                let sentence = sentences.get(at).copied().unwrap_or_default();
                own.parts.iter().any(|part| text.sentences_in(part.clone()).contains(&sentence))
            };
            let is_sole = matches.len() == 1 && matches.iter().all(holds);
            if is_sole {
                if let Some(slot) = found.get_mut(at) {
                    *slot = Some(UniqueQuote { quote: candidate.quote, under: candidate.under });
                }
            } else if !more.is_empty() {
                left.push((at, more));
            }
        }
        open = left;
    }
    found
}

/// What there is to try, the best last.
fn candidates(text: &Text, document: &str, sentence: usize) -> Vec<Candidate> {
    let range = |sentences: Range<usize>| text.range_of(sentences).unwrap_or(0..0);
    let shown = |sentences: Range<usize>| written(&text.shown(range(sentences), document));
    let own = shown(sentence..sentence + 1);
    let alone = |quote: String| Candidate { quote, under: None };
    let mut found = vec![alone(own.clone()), alone(text.part(&range(sentence..sentence + 1)).to_owned())];
    let headings = text.headings_over(sentence).into_iter().rev();
    found.extend(headings.map(|heading| Candidate {
        quote: own.clone(),
        under: Some(written(&text.shown(heading.range.clone(), document))),
    }));
    for more in 1..=NEIGHBOURS {
        let end = (sentence + 1 + more).min(text.sentences.len());
        found.push(alone(shown(sentence.saturating_sub(more)..sentence + 1)));
        found.push(alone(shown(sentence..end)));
        found.push(alone(shown(sentence.saturating_sub(more)..end)));
    }
    found.reverse();
    found
}
