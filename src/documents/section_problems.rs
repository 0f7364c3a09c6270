//! Sections that are set aside, and their sentences that were not reviewed there, for people.

use crate::base::suggest::nearest;
use crate::base::{Code, Message, msg};
use crate::documents::coverage::SentenceCoverage;
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::problems::Findings;
use crate::documents::sections::{in_place_of, reviewed, section_of};
use crate::prose::Text;
use crate::prose::fingerprint::Fingerprint;
use crate::prose::quote::title;
use crate::values::ids::DocumentId;
use std::collections::{HashMap, HashSet};

impl Findings<'_> {
    /// What became of a section since it was reviewed, or what is wrong with its heading.
    pub(super) fn section_became(&self, drift: &Drift<'_>) -> (Code, Message) {
        let document = self.model.document_name(drift.document());
        let heading = &*drift.cited.citation.quote;
        match drift.status {
            CitationStatus::FactsChanged | CitationStatus::Reworded => {
                let is = drift.now.as_ref().map_or("", |now| self.verified.annotated.normal(now));
                let message = match self.heading_then(drift) {
                    Some(was) => msg!(documents.section_renamed, document = document, was = was, is = is),
                    None => msg!(documents.section_has_other_heading, document = document, is = is),
                };
                (Code::E0504, message)
            }
            CitationStatus::Moved => {
                let under = drift.now.as_ref().map_or("", |now| now.under.as_str());
                let message = match under {
                    "" => msg!(documents.section_moved, heading = heading, document = document),
                    _ => msg!(
                        documents.section_moved_under,
                        heading = heading,
                        document = document,
                        under = under
                    ),
                };
                (Code::E0506, message)
            }
            CitationStatus::New => (Code::E0507, msg!(documents.section_not_reviewed, document = document)),
            CitationStatus::Ambiguous => {
                (Code::E0503, msg!(documents.heading_ambiguous, document = document, heading = heading))
            }
            _ => (Code::E0501, msg!(documents.no_heading, document = document, heading = heading)),
        }
    }

    /// The heading as it was reviewed, where it can be had: the rules have it, unless they were corrected already.
    fn heading_then(&self, drift: &Drift<'_>) -> Option<String> {
        let was = drift.reviewed.and_then(|at| self.old_texts.get(&at)).cloned();
        was.or_else(|| Some(drift.cited.citation.quote.to_string()).filter(|_| !drift.exact))
    }

    /// What to do about a section; `command` accepts it, where it can be accepted.
    pub(super) fn section_step(&self, drift: &Drift<'_>, command: Option<String>) -> Message {
        match (command, drift.status) {
            (Some(command), CitationStatus::Moved) => msg!(documents.accept_moved, command = command),
            (Some(command), _) if drift.exact => msg!(documents.accept_section, command = command),
            (Some(command), _) => msg!(documents.accept_section_renamed, command = command),
            (None, CitationStatus::Ambiguous) => msg!(documents.one_heading),
            (None, _) => {
                let text = self.verified.annotated.documents.text(drift.document());
                let titles = text.into_iter().flat_map(Text::all_titles);
                match nearest(&title(&drift.cited.citation.quote), titles) {
                    Some(near) => msg!(documents.name_near_heading, heading = near),
                    None => msg!(documents.name_other_heading),
                }
            }
        }
    }

    /// What is said of a sentence that was not reviewed in the section which is set aside: what is wrong, and beside the
    /// place.
    pub(super) fn section_gap(&self, sentence: &SentenceCoverage, drift: &Drift<'_>) -> (Message, Message) {
        let document = self.model.document_name(sentence.document);
        let heading = &*drift.cited.citation.quote;
        let annotated = &self.verified.annotated;
        let is_changed = section_of(annotated, drift).is_some_and(|(document, section)| {
            let was = reviewed(drift, self.lock);
            in_place_of(annotated, document, section, was).contains_key(&sentence.sentence)
        });
        let label = msg!(documents.under_aside, heading = heading);
        let message = if is_changed {
            msg!(documents.changed_in_aside, document = document, heading = heading)
        } else if sentence.was.is_some() {
            msg!(documents.moved_into_aside, document = document, heading = heading)
        } else {
            msg!(documents.new_in_aside, document = document, heading = heading)
        };
        (message, label)
    }

    /// What was set aside with sections whose headings are gone, or stand twice: each sentence with a citation that tells
    /// of it. What the lock has of a section that no rule names any more belongs to a heading that was never there.
    pub(super) fn lost_asides(&self) -> HashMap<(DocumentId, Fingerprint), usize> {
        let drifts = || self.verified.drifts.iter().enumerate();
        let lost = drifts().filter(|(_, drift)| {
            drift.is_section() && matches!(drift.status, CitationStatus::Lost | CitationStatus::Ambiguous)
        });
        let lost: Vec<(usize, &Drift<'_>)> = lost.collect();
        if lost.is_empty() {
            return HashMap::new();
        }
        let mut found = HashMap::new();
        let cited: HashSet<usize> = drifts().filter_map(|(_, drift)| drift.reviewed).collect();
        let mut strange: HashMap<&str, (DocumentId, usize)> = HashMap::new();
        for (at, drift) in lost {
            if drift.reviewed.is_none() {
                let name = self.model.document_name(drift.document());
                strange.entry(name).or_insert((drift.document(), at));
            }
            found.extend(reviewed(drift, self.lock).iter().map(|text| ((drift.document(), *text), at)));
        }
        let orphans = self.lock.passages.iter().enumerate().filter(|(at, _)| !cited.contains(at));
        for (_, entry) in orphans {
            let Some((document, at)) = strange.get(entry.document.as_str()) else { continue };
            for text in entry.section.iter().flatten() {
                found.entry((*document, *text)).or_insert(*at);
            }
        }
        found
    }
}
