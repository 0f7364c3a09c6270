//! Sentences that nothing covers, for people.

use crate::base::{Code, Diagnostic, Message, list_of, msg};
use crate::documents::coverage::{Coverage, SentenceCoverage};
use crate::documents::lock::Covered;
use crate::documents::problems::{Acceptable, Findings, Problem};
use crate::prose::facts::Number;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use std::collections::HashMap;

impl Findings<'_> {
    /// `above` are the headings and leads that became others, each with a drift that tells of it; `lost` is what was set
    /// aside under headings that are gone.
    pub(super) fn gap(
        &self,
        sentence: &SentenceCoverage,
        above: &HashMap<(DocumentId, usize), usize>,
        lost: &HashMap<(DocumentId, Fingerprint), usize>,
    ) -> Problem {
        let passage =
            self.verified.annotated.passage(sentence.document, sentence.sentence..sentence.sentence + 1);
        let short = passage.as_ref().map(|passage| passage.text.short()).unwrap_or_default();
        let cite_or_aside = || {
            let command = self.command(&format!("{short} --aside --reason \"…\""));
            msg!(documents.cite_or_aside, command = command)
        };
        let document = self.model.document_name(sentence.document);
        let section = sentence.section.and_then(|at| self.verified.drifts.get(at));
        let (message, seen, note) = match (sentence.coverage, sentence.was) {
            _ if let Some(drift) = section => {
                let (message, seen) = self.section_gap(sentence, drift);
                (message, seen, msg!(documents.cite_it))
            }
            (Coverage::Partial, _) => {
                let open = sentence.numbers.iter().filter(|number| !number.is_held());
                let numbers: Vec<Message> = open.map(|own| own.number.message()).collect();
                let (count, numbers) = (numbers.len(), list_of(numbers));
                (
                    msg!(documents.number_uncovered, count = count, document = document, numbers = numbers),
                    msg!(documents.not_stated),
                    msg!(documents.state_number),
                )
            }
            (_, None) => {
                (msg!(documents.uncovered, document = document), msg!(documents.new_here), cite_or_aside())
            }
            (_, Some(_)) => (
                msg!(documents.uncovered_now, document = document),
                msg!(documents.was_covered),
                cite_or_aside(),
            ),
        };
        let mut diagnostic = Diagnostic::error(Code::E0509, message);
        if let Some(span) = passage.as_ref().and_then(|passage| self.verified.annotated.span(passage)) {
            diagnostic = diagnostic.label(span, seen);
        }
        let command = self.gap_command(&short);
        let help = match section {
            Some(_) => msg!(documents.accept_in_aside, command = command),
            None => msg!(documents.accept_gap, command = command),
        };
        let told = above.get(&(sentence.document, sentence.sentence)).copied();
        let was_aside = || {
            let passage = passage.as_ref().filter(|_| sentence.was == Some(Covered::Aside))?;
            lost.get(&(sentence.document, passage.text)).copied()
        };
        let told = told.or_else(was_aside);
        let because_of = self.in_place_of_bound(sentence).or(told);
        let problem = Problem::new(diagnostic.help(help), self.verified.citing(sentence));
        let acceptable = Some(match sentence.coverage {
            _ if section.is_some() => Acceptable::Item(short),
            Coverage::Partial => Acceptable::Item(short),
            _ => Acceptable::Uncovered(short),
        });
        Problem { steps: vec![note], acceptable, because_of, ..problem }
    }

    /// The citation of a sentence by a rule that states another number, where that leaves open what is open of it.
    fn in_place_of_bound(&self, sentence: &SentenceCoverage) -> Option<usize> {
        let differs = |number: &Number| {
            let mut all = self.verified.disagreements.iter();
            all.find(|one| sentence.drifts.contains(&one.drift) && one.number.as_ref() == Some(number))
        };
        let open = sentence.numbers.iter().filter(|number| !number.is_held());
        let found: Vec<usize> =
            open.map(|own| differs(&own.number).map(|one| one.drift)).collect::<Option<_>>()?;
        found.first().copied()
    }
}
