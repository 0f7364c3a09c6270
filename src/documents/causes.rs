//! What problems come from: all that one change brought about is told together.

use crate::base::{Code, Message, Span};
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::problems::{Findings, Problem};
use crate::values::ids::DocumentId;
use std::collections::HashMap;

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
    /// The sentences in which it stands.
    Sentences(DocumentId, usize, usize),
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
                    Some((document, at)) => Some(ChangedPlace::Sentences(document, at, at + 1)),
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

    fn changed_place<'d>(&'d self, drift: &'d Drift<'_>) -> Option<ChangedPlace<'d>> {
        let now = drift.now.as_ref()?;
        let was = self.lock.passages.get(drift.reviewed?)?;
        match drift.status {
            CitationStatus::Moved => {
                Some(ChangedPlace::Headings(&was.document, &was.under, now.document, &now.under))
            }
            CitationStatus::FactsChanged | CitationStatus::Reworded => {
                let text = self.verified.annotated.documents.text(now.document)?;
                let is_of_context = was.text == now.text && was.context != now.context;
                let sentence = text.sentences.get(now.sentences.start).filter(|_| is_of_context);
                let context = sentence.and_then(|sentence| text.context_of(sentence).next());
                Some(match context {
                    Some(context) => ChangedPlace::Context(now.document, context.start),
                    None => ChangedPlace::Sentences(now.document, now.sentences.start, now.sentences.end),
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
