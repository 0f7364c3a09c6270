//! What of rules and documents does not agree, each as a diagnostic with what people need to decide about it.

use crate::base::{Code, Diagnostic, Span};
use crate::documents::accept::may_be_accepted;
use crate::documents::agreement::Disagreement;
use crate::documents::citations::Citing;
use crate::documents::consequences::Dependents;
use crate::documents::coverage::{Coverage, NumberCoverage, SentenceCoverage};
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::Lock;
use crate::documents::passage::Passage;
use crate::documents::verify::{ConflictStatus, Verified};
use crate::model::Model;
use crate::prose::diff::{DiffKind, DiffPart, in_one_line, word_diff};
use crate::prose::facts::Change;
use crate::values::ids::DocumentId;
use std::collections::HashMap;

/// Something that does not agree.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The error, and the places that it is about.
    pub diagnostic: Diagnostic,
    /// What helps to decide about it, one line each.
    pub notes: Vec<String>,
    /// What cites the passage, as far as something does.
    pub citing: Vec<Citing>,
}

/// A pack held against its documents, with what is known beside it: from this its problems are told.
pub struct Findings<'r> {
    /// The rules that cite the documents.
    pub model: &'r Model,
    /// What the rules and the documents have to do with each other.
    pub verified: &'r Verified<'r>,
    /// What was reviewed.
    pub lock: &'r Lock,
    /// The paths of the locks, where there is none of them because nothing was ever reviewed.
    pub missing_locks: &'r [String],
    /// The documents are compared with a revision of them, and not with what was reviewed.
    pub is_against_revision: bool,
    /// The texts of passages as they were reviewed, by their numbers in the lock, as far as they can be had.
    pub old_texts: &'r HashMap<usize, String>,
    /// What depends on the statements, to be named beside a problem of one.
    pub dependents: &'r Dependents,
    /// The option that leads a command to these rules; empty where it looks there by itself.
    pub rules_option: &'r str,
    /// How many citations of a statement somebody has to look at: [`Verified::open_citations`].
    pub open_citations: &'r HashMap<Citing, usize>,
}

impl Findings<'_> {
    /// Whether nothing was ever reviewed: there is no lock.
    pub fn is_unlocked(&self) -> bool {
        !self.missing_locks.is_empty()
    }

    /// Whether everything agrees and was reviewed.
    pub fn hold(&self) -> bool {
        self.verified.agrees() && self.verified.drifts.iter().all(|drift| !self.is_open(drift))
    }

    /// Whether somebody has to look at a citation. Against a revision, what is new since then was never another, if
    /// its document was there.
    fn is_open(&self, drift: &Drift<'_>) -> bool {
        let document = self.model.document_name(DocumentId::at(drift.document().index()));
        let compared = self.lock.documents.get(document).is_some_and(|document| document.text.is_some());
        let since = self.is_against_revision && compared && drift.status == CitationStatus::New;
        !(drift.is_settled() || since)
    }

    /// Everything that does not agree: citations in the order of the rules, then numbers, conflicts and sentences.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let unreviewed =
            self.verified.drifts.iter().filter(|drift| drift.status == CitationStatus::New).count();
        let first_time = self.is_unlocked();
        if first_time && unreviewed > 0 {
            problems.push(self.never_reviewed(unreviewed));
        }
        let drifts = self.verified.drifts.iter().enumerate();
        for (number, drift) in drifts.filter(|(_, drift)| self.is_open(drift)) {
            if !(first_time && drift.status == CitationStatus::New) {
                problems.push(self.drifted(number, drift));
            }
        }
        problems.extend(self.verified.disagreements.iter().map(|one| self.disagreement(one)));
        problems.extend(
            (0..).zip(&self.verified.conflicts).filter_map(|(number, how)| self.conflict(number, *how)),
        );
        if !first_time {
            problems.extend(self.verified.gaps().map(|sentence| self.gap(sentence)));
        }
        problems
    }

    fn never_reviewed(&self, count: usize) -> Problem {
        let files: Vec<String> = self.missing_locks.iter().map(|path| format!("`{path}`")).collect();
        let span = self.model.documents.iter().next().map(|document| document.span);
        let message = format!("nothing was reviewed yet: there is no {}", files.join(" and no "));
        let mut diagnostic = Diagnostic::error(Code::E0507, message);
        if let Some(span) = span {
            diagnostic = diagnostic.label(
                span,
                if count == 1 {
                    "1 passage is quoted from documents".to_owned()
                } else {
                    format!("{count} passages are quoted from documents")
                },
            );
        }
        let accept = format!("`{}` records them all as they stand now", self.command("--new --reason \"…\""));
        Problem { diagnostic: diagnostic.help(accept), notes: Vec::new(), citing: Vec::new() }
    }

    fn drifted(&self, number: usize, drift: &Drift<'_>) -> Problem {
        let document = drift.cited.first().map_or("", |own| self.model.document_name(own.document));
        let (code, message) = match drift.status {
            CitationStatus::FactsChanged => {
                (Code::E0504, format!("`{document}` states other facts: {}", changes(&drift.changes)))
            }
            CitationStatus::Reworded => (
                Code::E0505,
                format!(
                    "`{document}` says this in other words; its numbers, modality and roles are the same"
                ),
            ),
            CitationStatus::Moved => {
                let now = drift.now.as_ref();
                let there = now.map_or("", |now| self.model.document_name(now.document));
                let under = now.map_or("", |now| now.under.as_str());
                (Code::E0506, format!("this moved, word for word, to `{there}`: {under}"))
            }
            CitationStatus::New => (Code::E0507, format!("nobody has reviewed this passage of `{document}`")),
            CitationStatus::Ambiguous if drift.exact => {
                (Code::E0503, format!("`{document}` says this more than once"))
            }
            CitationStatus::Ambiguous => (
                Code::E0503,
                format!("`{document}` does not say this any longer, and two places may be what became of it"),
            ),
            CitationStatus::Lost if self.lacks_heading(drift) => {
                let under = drift.cited.first().and_then(|own| own.under.as_deref()).unwrap_or_default();
                (Code::E0501, format!("`{document}` has no heading `{under}`"))
            }
            _ if self
                .verified
                .annotated
                .documents
                .text(DocumentId::at(drift.document().index()))
                .is_none() =>
            {
                (Code::E0501, format!("`{document}` is not there, and nothing is recorded of this passage"))
            }
            _ => {
                let lost = if drift.reviewed.is_some() {
                    "does not say this any longer"
                } else {
                    "does not say this"
                };
                (Code::E0501, format!("`{document}` {lost}"))
            }
        };
        let mut diagnostic = Diagnostic::error(code, message);
        let quotes: Vec<(Span, String)> = drift
            .cited
            .by
            .iter()
            .map(|(citing, citation)| (citation.span, format!("cited by {}", citing.label(self.model))))
            .collect();
        // What was edited comes first: the document where it still says something, else the quote.
        let changed = drift.reviewed.is_some() && drift.now.is_some();
        let place = |passage: &Passage, text: &str| {
            self.verified.annotated.span(passage).map(|span| (span, text.to_owned()))
        };
        let now = drift.now.iter().filter_map(|now| {
            place(
                now,
                if drift.exact || changed { "this is what it says now" } else { "nearest to it is this" },
            )
        });
        let others = drift.others.iter().filter_map(|other| place(other, "or this"));
        let documents: Vec<(Span, String)> = now.chain(others).collect();
        let order = if changed { [documents, quotes] } else { [quotes, documents] };
        for (span, text) in order.concat() {
            diagnostic = diagnostic.label(span, text);
        }
        let mut notes = Vec::new();
        if let Some(entry) = drift.reviewed.and_then(|number| self.lock.passages.get(number)) {
            let facts = Some(entry.facts().words()).filter(|facts| !facts.is_empty());
            let facts = facts.unwrap_or_else(|| "no numbers, no modality".to_owned());
            notes.push(format!(
                "as reviewed on {} by {} ({}): {facts}",
                entry.accepted, entry.by, entry.because
            ));
        }
        if let Some(parts) = self.difference(drift) {
            notes.push(format!("in words: {}", in_one_line(&parts)));
        }
        let citing = drift.cited.citing();
        notes.extend(self.consequences(&citing));
        notes.push(self.what_to_do(number, drift));
        Problem { diagnostic, notes, citing }
    }

    /// Whether the heading that a quote has to stand under is gone.
    fn lacks_heading(&self, drift: &Drift<'_>) -> bool {
        self.verified
            .annotated
            .documents
            .text(DocumentId::at(drift.document().index()))
            .is_some_and(|text| drift.quote.lacks_heading(text))
    }

    /// The command that accepts a drift, where a person may say that it is right.
    pub fn accept_command(&self, number: usize, drift: &Drift<'_>) -> Option<String> {
        if !may_be_accepted(drift.status) || self.differs(number) {
            return None;
        }
        Some(match drift.status {
            CitationStatus::Moved => self.command("--moved"),
            _ => self.command(&format!("{} --reason \"…\"", self.item(drift))),
        })
    }

    /// `ustav accept`, as it has to be run for these rules.
    fn command(&self, arguments: &str) -> String {
        format!("ustav accept {arguments}{}", self.rules_option)
    }

    /// The command that records that nothing covers a sentence.
    pub fn gap_command(&self, passage: &str) -> String {
        self.command(&format!("{passage} --reason \"…\""))
    }

    /// Whether a rule states another number than the passage of a drift.
    fn differs(&self, number: usize) -> bool {
        self.verified.disagreements.iter().any(|one| one.drift == number)
    }

    /// How `ustav accept` is told a passage: by a statement of which nothing else is open, else by its fingerprint.
    fn item(&self, drift: &Drift<'_>) -> String {
        let model = self.model;
        let citing = drift.cited.citing();
        match citing
            .iter()
            .find(|own| !matches!(own, Citing::Aside(_)) && self.open_citations.get(*own) == Some(&1))
        {
            Some(only) => only.name(model).to_owned(),
            None => drift.now.as_ref().map_or_else(String::new, |now| now.text.short()),
        }
    }

    fn what_to_do(&self, number: usize, drift: &Drift<'_>) -> String {
        if self.differs(number) {
            return "first mend the number, which the rule states otherwise".to_owned();
        }
        match (self.accept_command(number, drift), drift.status) {
            (Some(command), CitationStatus::Moved) => format!("`{command}` accepts all that only moved"),
            (Some(command), _) if drift.exact => format!("if the rules are right as they are: `{command}`"),
            (Some(command), _) => {
                format!(
                    "if the rules are right as they are: `{command}`, which quotes what the document says now"
                )
            }
            (None, CitationStatus::Ambiguous) if drift.exact => {
                "quote more of it, or add `under` and the heading that it stands under".to_owned()
            }
            (None, CitationStatus::Lost) if self.lacks_heading(drift) => {
                "write the heading behind `under` as it is now, or leave it out".to_owned()
            }
            (None, _)
                if self
                    .verified
                    .annotated
                    .documents
                    .text(DocumentId::at(drift.document().index()))
                    .is_none() =>
            {
                "mend the path of the document, or take the lock that was written where it is".to_owned()
            }
            (None, _) if drift.reviewed.is_some() => {
                "quote what the document says now, or take the rule back".to_owned()
            }
            (None, _) => "quote the document word for word; `…` stands for words left out".to_owned(),
        }
    }

    fn disagreement(&self, one: &Disagreement) -> Problem {
        let model = self.model;
        let name = one.citing.label(model);
        let (stated, says) = (one.stated.words(), one.says());
        let mut diagnostic = match one.agrees {
            Some(_) => Diagnostic::error(
                Code::E0508,
                format!("two passages that {name} cites contradict each other: {stated} and {says}"),
            ),
            None => {
                Diagnostic::error(Code::E0508, format!("{name} states {stated}, its passage states {says}"))
            }
        };
        diagnostic = diagnostic.label(one.stated.span, format!("the rule says {stated}"));
        for (at, what) in [(Some(one.drift), says.as_str()), (one.agrees, "the same as the rule")] {
            let drift = at.and_then(|at| self.verified.drifts.get(at));
            let span = drift.and_then(|drift| {
                let now = drift.now.as_ref().and_then(|now| self.verified.annotated.span(now));
                now.or_else(|| drift.cited.first().map(|citation| citation.span))
            });
            if let Some(span) = span {
                diagnostic = diagnostic.label(span, format!("the document says {what}"));
            }
        }
        let mend = match one.agrees {
            Some(_) => "settle it with a `conflict` between the two passages, or mend one of them",
            None => {
                "mend the one that is wrong; a number that means something else is `waiving` behind its quote"
            }
        };
        let citing = vec![one.citing];
        Problem {
            diagnostic: diagnostic.help(mend),
            notes: self.consequences(&citing).into_iter().collect(),
            citing,
        }
    }

    fn conflict(&self, number: usize, how: ConflictStatus) -> Option<Problem> {
        let conflict = self.model.conflicts.get(number)?;
        let id = &conflict.id.text;
        let message = match how {
            ConflictStatus::Settled => return None,
            ConflictStatus::Reopened => {
                format!("a passage of `{id}` changed: what was settled is open again")
            }
            ConflictStatus::Expired => {
                let until = conflict.until.map(|until| until.to_string()).unwrap_or_default();
                format!("what `{id}` settled was settled until {until}")
            }
        };
        let mut diagnostic = Diagnostic::error(Code::E0510, message).label(conflict.id.span, "this conflict");
        let citing = Citing::Conflict(number);
        for (_, drift, _) in self.verified.of(citing) {
            if let Some(span) = drift.now.as_ref().and_then(|now| self.verified.annotated.span(now)) {
                diagnostic = diagnostic.label(span, if drift.is_settled() { "unchanged" } else { "changed" });
            }
        }
        let diagnostic = diagnostic.help(match how {
            ConflictStatus::Expired => "decide anew, and write the new date behind `until`",
            _ => "decide anew which reading is in force; accept the passages once it is decided",
        });
        let citing = vec![citing];
        Some(Problem { diagnostic, notes: self.consequences(&citing).into_iter().collect(), citing })
    }

    fn gap(&self, sentence: &SentenceCoverage) -> Problem {
        let document = self.model.document_name(sentence.document);
        let open: Vec<String> = sentence
            .numbers
            .iter()
            .filter(|number| sentence.coverage == Coverage::Partial && !number.is_bound())
            .map(|NumberCoverage { number, .. }| format!("`{number}`"))
            .collect();
        let (message, seen) = match (sentence.coverage, sentence.was) {
            (Coverage::Partial, _) => (
                format!("a number in `{document}` is bound to no rule: {}", open.join(", ")),
                "what cites this states another number, or none",
            ),
            (_, None) => (format!("no rule stands on this sentence of `{document}`"), "new here"),
            (_, Some(_)) => {
                (format!("no rule stands any longer on this sentence of `{document}`"), "this was covered")
            }
        };
        let mut diagnostic = Diagnostic::error(Code::E0509, message);
        let passage =
            self.verified.annotated.passage(sentence.document, sentence.sentence..sentence.sentence + 1);
        if let Some(span) = passage.as_ref().and_then(|passage| self.verified.annotated.span(passage)) {
            diagnostic = diagnostic.label(span, seen);
        }
        let short = passage.map(|passage| passage.text.short()).unwrap_or_default();
        let mend = match sentence.coverage {
            Coverage::Partial => {
                "state the number in the rule, or say behind the quote: `waiving … because …`"
            }
            _ => "cite it from a rule, or set it `aside` with a reason",
        };
        let notes = vec![format!(
            "that nothing covers it can be accepted, too: `ustav accept {short} --reason \"…\"`"
        )];
        Problem { diagnostic: diagnostic.help(mend), notes, citing: self.verified.citing(sentence) }
    }

    /// What changed in the words of a passage, where the old words can be had.
    pub fn difference(&self, drift: &Drift<'_>) -> Option<Vec<DiffPart>> {
        if matches!(drift.status, CitationStatus::Moved | CitationStatus::Unchanged | CitationStatus::New) {
            return None;
        }
        let now = self.verified.annotated.normal(drift.now.as_ref()?);
        let was = match drift.reviewed {
            Some(number) => self.old_texts.get(&number)?.clone(),
            None => drift.quote.normal(),
        };
        word_diff(&was, now).filter(|parts| parts.iter().any(|part| part.kind != DiffKind::Same))
    }

    fn consequences(&self, citing: &[Citing]) -> Option<String> {
        self.dependents.in_words(self.model, citing)
    }
}

/// Changes of facts, as one line.
fn changes(changes: &[Change]) -> String {
    let lines: Vec<String> = changes
        .iter()
        .map(|change| match (change.was.as_str(), change.is.as_str()) {
            ("", is) => format!("{} `{is}` came", change.kind.words()),
            (was, "") => format!("{} `{was}` is gone", change.kind.words()),
            (was, is) => format!("{} `{was}` became `{is}`", change.kind.words()),
        })
        .collect();
    lines.join(", ")
}
