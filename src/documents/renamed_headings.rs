//! Headings that became others over passages which say what they said: one problem for each heading.

use crate::base::message::{Joint, List};
use crate::base::{Code, Diagnostic, msg};
use crate::documents::citations::Citing;
use crate::documents::drift::Drift;
use crate::documents::problems::{Acceptable, Findings, Problem};
use crate::prose::WITHIN;
use crate::values::ids::DocumentId;
use std::collections::BTreeMap;

impl Findings<'_> {
    /// The headings that became others, each with the passages that stand under it.
    pub(super) fn renamed_headings<'d>(&self, drifts: Vec<(usize, &'d Drift<'d>)>) -> Vec<Problem> {
        let mut by_heading: BTreeMap<(DocumentId, usize), Vec<(usize, &Drift<'_>)>> = BTreeMap::new();
        for (at, drift) in drifts {
            if let Some(heading) = self.verified.renamed_heading(drift, self.lock) {
                by_heading.entry(heading).or_default().push((at, drift));
            }
        }
        let problem = |((document, heading), drifts): ((DocumentId, usize), Vec<(usize, &Drift<'_>)>)| {
            let (at, first) = *drifts.first()?;
            let was = self.lock.passages.get(first.reviewed?)?.under.as_str();
            let now = self.verified.annotated.passage(document, heading..heading + 1)?;
            let is = self.verified.annotated.normal(&now);
            let path = first.now.as_ref()?.under.as_str();
            let was = was
                .split(WITHIN)
                .zip(path.split(WITHIN))
                .find(|(was, is)| was != is)
                .map_or(was, |(was, _)| was);
            let name = self.model.document_name(document);
            let count = drifts.len();
            let text = self.verified.annotated.documents.text(document);
            let message = if text.is_some_and(|text| text.has_title(was)) {
                msg!(documents.heading_exchanged, document = name, was = was, is = is, count = count)
            } else {
                msg!(documents.heading_changed, document = name, was = was, is = is, count = count)
            };
            let mut diagnostic = Diagnostic::error(Code::E0504, message);
            if let Some(span) = self.verified.annotated.span(&now) {
                diagnostic = diagnostic.label(span, msg!(documents.heading_now));
            }
            let mut citing: Vec<Citing> = drifts.iter().flat_map(|(_, drift)| drift.cited.citing()).collect();
            citing.sort_unstable();
            citing.dedup();
            let items = first.changes.iter().map(|change| change.message().into()).collect();
            let changes = List { items, joint: Joint::Comma, omitted: 0 };
            let notes = vec![msg!(documents.heading_changes, changes = changes)];
            let command = self.command(&format!("{} --reason \"…\"", now.text.short()));
            let steps = vec![msg!(documents.accept_exact, command = command)];
            let others = drifts.iter().map(|(at, _)| *at).collect();
            let acceptable = Some(Acceptable::Item(now.text.short()));
            let problem = Problem::new(diagnostic, citing);
            let problem = Problem { notes, steps, acceptable, drift: Some(at), others, ..problem };
            Some(self.with_consequences(problem))
        };
        by_heading.into_iter().filter_map(problem).collect()
    }
}
