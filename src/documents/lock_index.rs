//! The entry of the lock that a citation was reviewed as.

use crate::documents::citations::{CitedPassage, Citing};
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::Passage;
use crate::model::{Citation, Extent, Model};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::normalize;
use crate::prose::quote::title;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

/// The fingerprint of a quote, by which the lock knows it.
pub(super) fn quote_fingerprint(citation: &Citation) -> Fingerprint {
    if citation.extent == Extent::Section {
        // No quote is empty.
        return Fingerprint::of(&format!("\n{}", title(&citation.quote)));
    }
    let under = citation.under.as_deref().map(normalize).unwrap_or_default();
    Fingerprint::of(&format!("{}\n{under}", normalize(&citation.quote)))
}

/// Entries of the lock by what they can be found by.
pub(super) struct LockIndex<'l> {
    by_quote: HashMap<(&'l str, Fingerprint), usize>,
    /// Entries whose quotes nothing cites any more, and that no other citation has taken over.
    orphans: HashSet<usize>,
    /// The same, and those that were orphans before, in the order of the lock.
    queues: HashMap<OrphanKey<'l>, Queue>,
}

/// A document, and what an orphan is looked up by in it.
#[derive(PartialEq, Eq, Hash)]
enum OrphanKey<'l> {
    Text(&'l str, Fingerprint),
    /// What cited it.
    Citing(&'l str, &'l str),
    /// The same, and the headings over it.
    CitingUnder(&'l str, &'l str, &'l str),
    Under(&'l str, &'l str),
}

#[derive(Default)]
struct Queue {
    entries: Vec<usize>,
    /// Before it, none is an orphan any longer.
    first: Cell<usize>,
}

impl<'l> LockIndex<'l> {
    pub(super) fn new(model: &Model, lock: &'l Lock, cited: &[CitedPassage<'_>]) -> Self {
        let entries = || lock.passages.iter().enumerate();
        let by_quote: HashMap<(&str, Fingerprint), usize> =
            entries().map(|(at, entry)| ((entry.document.as_str(), entry.quote), at)).collect();
        let mut own = Self { by_quote, orphans: HashSet::new(), queues: HashMap::new() };
        let taken: HashSet<usize> = cited.iter().filter_map(|cited| own.by_quote(model, cited)).collect();
        for (at, entry) in entries().filter(|(at, _)| !taken.contains(at)) {
            own.orphans.insert(at);
            let LockedPassage { document, under, cited_by, text, .. } = entry;
            // What a section was reviewed as is known by its sentences.
            if entry.section.is_some() {
                continue;
            }
            if !cited_by.is_empty() {
                own.queue(at, OrphanKey::Text(document, *text));
                own.queue(at, OrphanKey::Under(document, under));
            }
            for citing in cited_by {
                own.queue(at, OrphanKey::Citing(document, citing));
                own.queue(at, OrphanKey::CitingUnder(document, citing, under));
            }
        }
        own
    }

    fn queue(&mut self, entry: usize, key: OrphanKey<'l>) {
        self.queues.entry(key).or_default().entries.push(entry);
    }

    /// The first orphan of a key.
    fn first(&self, key: &OrphanKey<'_>) -> Option<usize> {
        let queue = self.queues.get(key)?;
        let rest = queue.entries.get(queue.first.get()..)?;
        let gone = rest.iter().take_while(|at| !self.orphans.contains(at)).count();
        queue.first.set(queue.first.get() + gone);
        rest.get(gone).copied()
    }

    pub(super) fn by_quote(&self, model: &Model, cited: &CitedPassage<'_>) -> Option<usize> {
        let citation = cited.citation;
        let key = (model.document_name(citation.document), quote_fingerprint(citation));
        self.by_quote.get(&key).copied()
    }

    /// The entry of the same sentences, which were cited by other words of them.
    pub(super) fn by_text(&mut self, model: &Model, now: &Passage) -> Option<usize> {
        let found = self.first(&OrphanKey::Text(model.document_name(now.document), now.text))?;
        self.orphans.remove(&found);
        Some(found)
    }

    /// The entry that nothing cites any more, and that this citation may have come in place of: one that the same
    /// statement cited, rather under the same headings, or one under the same headings.
    pub(super) fn in_place_of(
        &mut self,
        model: &Model,
        cited: &CitedPassage<'_>,
        now: &Passage,
    ) -> Option<usize> {
        let (document, under) = (model.document_name(now.document), now.under.as_str());
        let labels = labels(model, &cited.citing());
        let here = labels.iter().filter_map(|own| self.first(&OrphanKey::CitingUnder(document, own, under)));
        let same = labels.iter().filter_map(|own| self.first(&OrphanKey::Citing(document, own)));
        let beside = || self.first(&OrphanKey::Under(document, under));
        let found = here.min().or_else(|| same.min()).or_else(beside)?;
        self.orphans.remove(&found);
        Some(found)
    }
}

/// What cites a passage, as the lock names it.
pub(super) fn labels(model: &Model, citing: &[Citing]) -> Vec<String> {
    let mut labels: Vec<String> = citing.iter().map(|citing| citing.label(model)).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}
