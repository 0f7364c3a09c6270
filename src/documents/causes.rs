//! What problems come from: all that one change brought about is told together.

use crate::base::{Code, Message, Span};
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::passage::Passage;
use crate::documents::problems::{Findings, Problem, changes_message};
use crate::prose::UnitKind;
use crate::values::ids::DocumentId;
use std::collections::HashMap;
use std::ops::Range;

/// Problems that are gone together, by their numbers among the problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The one that tells what happened.
    pub first: usize,
    /// Those that tell the same of other citations.
    pub same: Vec<usize>,
    /// Those that it brought about.
    pub follows: Vec<usize>,
}

/// What the passages of several citations have in common where one change made them others.
#[derive(PartialEq, Eq, Hash)]
enum ChangedPlace<'d> {
    /// The first of the sentences in which it stands, and what changed.
    Sentence(DocumentId, usize, Message),
    /// A heading.
    Heading(DocumentId, usize),
    /// What leads in the list, or heads the table: where it begins.
    Context(DocumentId, usize),
    /// The headings from under which several moved, and those under which they stand now.
    Headings(&'d str, &'d str, DocumentId, &'d str),
    /// A number of a rule, and the number that its passages say instead.
    Number(Span, Message),
}

impl Findings<'_> {
    /// The causes of problems, in the order of the problems.
    pub fn causes(&self, problems: &[Problem]) -> Vec<Cause> {
        let mut causes: Vec<Cause> = Vec::new();
        let mut places: HashMap<ChangedPlace<'_>, usize> = HashMap::new();
        let mut by_drift: HashMap<usize, usize> = HashMap::new();
        for (at, problem) in problems.iter().enumerate().filter(|(_, own)| own.because_of.is_none()) {
            let of_citation = problem.drift.filter(|_| problem.tells_citations());
            let drift = of_citation.and_then(|drift| self.verified.drifts.get(drift));
            let differs = problem.correction.clone().filter(|_| problem.diagnostic.code == Code::E0508);
            let stated = differs.zip(problem.diagnostic.labels.first());
            let place = drift
                .and_then(|drift| match self.verified.renamed_heading(drift, self.lock) {
                    Some((document, at)) => Some(ChangedPlace::Heading(document, at)),
                    None => self.changed_place(drift),
                })
                .or(stated.map(|(says, label)| ChangedPlace::Number(label.span, says)));
            let known = place.as_ref().and_then(|place| places.get(place)).copied();
            let cause = known.unwrap_or(causes.len());
            match causes.get_mut(cause) {
                Some(cause) => cause.same.push(at),
                None => causes.push(Cause { first: at, same: Vec::new(), follows: Vec::new() }),
            }
            places.extend(place.map(|place| (place, cause)));
            for drift in problem.drift.iter().chain(&problem.others) {
                by_drift.entry(*drift).or_insert(cause);
            }
        }
        for (at, problem) in problems.iter().enumerate() {
            let Some(drift) = problem.because_of else { continue };
            let cause = by_drift.get(&drift).copied().unwrap_or(causes.len());
            match causes.get_mut(cause) {
                Some(cause) => cause.follows.push(at),
                None => causes.push(Cause { first: at, same: Vec::new(), follows: Vec::new() }),
            }
            // What it brought about itself belongs to the same cause.
            if let Some(drift) = problem.drift {
                by_drift.entry(drift).or_insert(cause);
            }
        }
        causes.sort_by_key(|cause| cause.first);
        causes
    }

    fn is_heading(&self, now: &Passage) -> bool {
        let text = self.verified.annotated.documents.text(now.document);
        let unit = text.and_then(|text| text.units.get(text.sentences.get(now.sentences.start)?.unit));
        unit.is_some_and(|unit| matches!(unit.kind, UnitKind::Heading { .. }))
    }

    /// What leads a passage in, where that became another and the passage is what it was.
    fn changed_context<'d>(&'d self, drift: &Drift<'_>) -> Option<&'d Range<usize>> {
        let now = drift.now.as_ref()?;
        let was = self.lock.passages.get(drift.reviewed?)?;
        let text = self.verified.annotated.documents.text(now.document)?;
        let is_of_context = was.text == now.text && was.context != now.context;
        let sentence = text.sentences.get(now.sentences.start).filter(|_| is_of_context)?;
        text.context_of(sentence).next()
    }

    /// Where that stands.
    pub(super) fn changed_lead(&self, drift: &Drift<'_>) -> Option<Span> {
        let text = self.verified.annotated.documents.text(drift.now.as_ref()?.document)?;
        Some(text.span(self.changed_context(drift)?.clone()))
    }

    /// The headings and leads that became others, each with a drift that tells of it.
    pub(super) fn changed_above(&self) -> HashMap<(DocumentId, usize), usize> {
        let mut found = HashMap::new();
        let is_changed = |drift: &Drift<'_>| {
            matches!(drift.status, CitationStatus::FactsChanged | CitationStatus::Reworded)
        };
        for (at, drift) in self.verified.drifts.iter().enumerate().filter(|(_, drift)| is_changed(drift)) {
            let heading = self.verified.renamed_heading(drift, self.lock);
            let lead = drift.now.as_ref().and_then(|now| {
                let text = self.verified.annotated.documents.text(now.document)?;
                let lead = self.changed_context(drift)?.clone();
                Some((now.document, text.sentences_in(lead).start))
            });
            for place in heading.into_iter().chain(lead) {
                found.entry(place).or_insert(at);
            }
        }
        found
    }

    fn changed_place<'d>(&'d self, drift: &'d Drift<'_>) -> Option<ChangedPlace<'d>> {
        let now = drift.now.as_ref()?;
        let was = self.lock.passages.get(drift.reviewed?)?;
        match drift.status {
            CitationStatus::Moved => {
                Some(ChangedPlace::Headings(&was.document, &was.under, now.document, &now.under))
            }
            CitationStatus::FactsChanged | CitationStatus::Reworded => {
                Some(match self.changed_context(drift) {
                    Some(context) => ChangedPlace::Context(now.document, context.start),
                    None if self.is_heading(now) => ChangedPlace::Heading(now.document, now.sentences.start),
                    None => ChangedPlace::Sentence(
                        now.document,
                        now.sentences.start,
                        changes_message(&drift.changes),
                    ),
                })
            }
            _ => None,
        }
    }
}

impl Cause {
    /// The problems as one: what the first brought about stands with it, as places in it and as what to do about them.
    pub fn in_one(&self, problems: &[Problem]) -> Vec<Problem> {
        let Some(mut first) = problems.get(self.first).cloned() else { return Vec::new() };
        for other in self.follows.iter().filter_map(|at| problems.get(*at)) {
            first.take_in(other);
        }
        std::iter::once(first).chain(self.same.iter().filter_map(|at| problems.get(*at)).cloned()).collect()
    }
}
