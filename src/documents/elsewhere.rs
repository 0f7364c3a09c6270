//! Passages that are not in their own documents any more, and that another document says now.

use crate::documents::known::Known;
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::model::Model;
use crate::prose::finder::QuoteFinder;
use crate::prose::fingerprint::Fingerprint;
use crate::prose::quote::Quote;
use crate::prose::terms::keeps;
use std::collections::HashMap;

/// By their numbers: where documents say what is quoted that did not say so at the review, in sentences that are like what
/// was reviewed. More than two places are not told.
pub(super) fn elsewhere(
    model: &Model,
    annotated: &Annotated<'_>,
    lock: &Lock,
    known: &Known,
    sought: &[(usize, &LockedPassage, &Quote)],
) -> HashMap<usize, Vec<Passage>> {
    let mut missing: HashMap<&Quote, Vec<usize>> = HashMap::new();
    for (at, (_, _, quote)) in sought.iter().enumerate() {
        missing.entry(quote).or_default().push(at);
    }
    if missing.is_empty() {
        return HashMap::new();
    }
    let (quotes, owners): (Vec<&Quote>, Vec<Vec<usize>>) = missing.into_iter().unzip();
    let finder = QuoteFinder::new(quotes);
    // By quote: where it is said. What is said twice is not looked for a third time.
    let mut found: Vec<Vec<Passage>> = vec![Vec::new(); owners.len()];
    for document in model.documents.ids() {
        let Some(text) = annotated.documents.text(document) else { continue };
        let was = lock.documents.get(model.document_name(document)).and_then(|own| own.text);
        if was == Some(Fingerprint::of(&text.normal)) {
            // What it says now, it said at the review.
            continue;
        }
        let is_new = |passage: &Passage| {
            let own = annotated.annotations(document).get(passage.sentences.clone()).unwrap_or_default();
            !own.iter().all(|one| known.has(document, one.text))
        };
        for (quote, matches) in finder.find_in(text) {
            let Some(found) = found.get_mut(quote).filter(|found| found.len() < 2) else { continue };
            let passages = matches.iter().filter_map(|matched| annotated.passage_at(document, matched));
            found.extend(passages.filter(|passage| is_new(passage)).take(2));
        }
    }
    let mut by_number = HashMap::new();
    for (owners, found) in owners.into_iter().zip(found).filter(|(_, found)| !found.is_empty()) {
        for (number, entry, _) in owners.into_iter().filter_map(|at| sought.get(at)) {
            let is_like = |passage: &&Passage| {
                let words = entry.words.as_ref().filter(|_| passage.text != entry.text);
                words.is_none_or(|words| keeps(words, &annotated.content_words(passage), 50))
            };
            let places: Vec<Passage> = found.iter().filter(is_like).cloned().collect();
            if !places.is_empty() {
                by_number.insert(*number, places);
            }
        }
    }
    by_number
}
