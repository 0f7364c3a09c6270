//! Quotes of whole sentences, each of which stands in one place.

use crate::documents::draft::written::written;
use crate::prose::Text;
use crate::prose::finder::QuoteFinder;
use crate::prose::quote::{Quote, QuoteMatch};
use std::collections::HashMap;
use std::ops::Range;

/// So many sentences around one are quoted with it where it stands elsewhere, too.
const NEIGHBOURS: usize = 3;

/// More sentences that are the same are not told apart by their neighbours.
const MANY: usize = 32;

/// Before that, its words are tried as a reader sees them, and in the normal form.
const FORMS: usize = 2;

#[derive(Clone, Debug)]
pub(super) struct UniqueQuote {
    pub(super) quote: String,
    pub(super) under: Option<String>,
}

/// A quote of each of these sentences: of it alone; under one of its headings; with its neighbours. None where none of
/// them stands in one place only.
pub(super) fn unique_quotes(
    text: &Text,
    document: &str,
    sentences: &[usize],
    states: &impl Fn(usize) -> bool,
) -> Vec<Option<UniqueQuote>> {
    let mut found: Vec<Option<UniqueQuote>> = vec![None; sentences.len()];
    let mut open: Vec<usize> = (0..sentences.len()).collect();
    let part = |sentence: usize| text.sentences.get(sentence).map_or("", |own| text.part(&own.range));
    let mut alike: HashMap<&str, usize> = HashMap::new();
    for sentence in sentences {
        *alike.entry(part(*sentence)).or_default() += 1;
    }
    for round in 0.. {
        let of = |at: &usize| {
            let sentence = *sentences.get(*at)?;
            // What stands twice is not found alone; what stands everywhere, under its own heading or not at all.
            let round = match alike.get(part(sentence)) {
                Some(1) | None => round,
                Some(count) if *count > MANY && round > 0 => return None,
                Some(_) => round + FORMS,
            };
            Some((*at, candidate(text, document, sentence, round, states)?))
        };
        let tried: Vec<(usize, UniqueQuote)> = open.iter().filter_map(of).collect();
        if tried.is_empty() {
            break;
        }
        // What several of them would quote stands in several places, and is not looked for.
        let mut keys: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        for (_, own) in &tried {
            *keys.entry((&own.quote, own.under.as_deref())).or_default() += 1;
        }
        let is_sole = |own: &UniqueQuote| keys.get(&(own.quote.as_str(), own.under.as_deref())) == Some(&1);
        let looked_for: Vec<&(usize, UniqueQuote)> = tried.iter().filter(|(_, own)| is_sole(own)).collect();
        let quotes: Vec<Quote> =
            looked_for.iter().map(|(_, own)| Quote::new(&own.quote, own.under.as_deref())).collect();
        for (number, matches) in QuoteFinder::new(quotes.iter().collect()).find_in(text) {
            let Some((at, own)) = looked_for.get(number) else { continue };
            let sentence = sentences.get(*at).copied().unwrap_or_default();
            let holds = |own: &QuoteMatch| {
                own.parts.iter().any(|part| text.sentences_in(part.clone()).contains(&sentence))
            };
            if matches.len() == 1
                && matches.iter().all(holds)
                && let Some(slot) = found.get_mut(*at)
            {
                *slot = Some(own.clone());
            }
        }
        open = tried.into_iter().map(|(at, _)| at).collect();
        open.retain(|at| found.get(*at).is_some_and(Option::is_none));
    }
    found
}

/// What is tried of a sentence in a round; none where there is nothing left.
fn candidate(
    text: &Text,
    document: &str,
    sentence: usize,
    round: usize,
    states: &impl Fn(usize) -> bool,
) -> Option<UniqueQuote> {
    let range = |sentences: Range<usize>| text.range_of(sentences).unwrap_or(0..0);
    let shown = |sentences: Range<usize>| written(&text.shown(range(sentences), document));
    let own = sentence..sentence + 1;
    let alone = |quote: String| Some(UniqueQuote { quote, under: None });
    let Some(round) = round.checked_sub(FORMS) else {
        return alone(if round == 0 { shown(own) } else { text.part(&range(own)).to_owned() });
    };
    let headings = text.headings_over(sentence);
    if let Some(heading) = headings.iter().rev().nth(round) {
        let under = Some(written(&text.shown(heading.range.clone(), document)));
        return Some(UniqueQuote { quote: shown(own), under });
    }
    let round = round - headings.len();
    let more = round / 3 + 1;
    // A quote stays within its section; the heading belongs to it.
    let section = |at: usize| {
        let own = text.headings.partition_point(|heading| heading.sentence < at);
        let is_heading = text.headings.get(own).is_some_and(|heading| heading.sentence == at);
        if is_heading { Some(own) } else { text.sentences.get(at)?.heading }
    };
    // What states something else is for a quote of its own.
    let part = |at: usize| text.sentences.get(at).map(|own| text.part(&own.range));
    let is_of_section = |other: &usize| {
        section(*other) == section(sentence) && (!states(*other) || part(*other) == part(sentence))
    };
    let before = (0..sentence).rev().take(more).take_while(is_of_section).last().unwrap_or(sentence);
    let behind = (sentence + 1..).take(more).take_while(is_of_section).last().unwrap_or(sentence) + 1;
    match round % 3 {
        _ if more > NEIGHBOURS => None,
        _ if behind - before == 1 => alone(String::new()),
        0 => alone(shown(sentence..behind)),
        1 => alone(shown(before..sentence + 1)),
        _ => alone(shown(before..behind)),
    }
}
