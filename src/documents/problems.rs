//! What of rules and documents does not agree, each as a diagnostic with what people need to decide about it.

use crate::base::{Code, Diagnostic, Span};
use crate::documents::accept::may_be_accepted;
use crate::documents::agreement::Disagreement;
use crate::documents::citations::Citing;
use crate::documents::consequences::Dependents;
use crate::documents::coverage::{Coverage, NumberCoverage, SentenceCoverage};
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::verify::{ConflictStatus, Verified};
use crate::model::{Citation, Model};
use crate::prose::Text;
use crate::prose::diff::{DiffKind, DiffPart, in_one_line, word_diff};
use crate::prose::facts::Change;
use std::collections::HashMap;

#[derive(Clone, Debug)]
pub struct Problem {
    pub diagnostic: Diagnostic,
    /// What helps to decide about it, one line each.
    pub notes: Vec<String>,
    /// What cites the passage, as far as something does.
    pub citing: Vec<Citing>,
}

/// A pack held against its documents, with what is known beside it: what its problems are made from.
pub struct Findings<'r> {
    pub model: &'r Model,
    pub verified: &'r Verified<'r>,
    pub lock: &'r Lock,
    /// The paths of the locks, where there is none of them because nothing was ever reviewed.
    pub missing_locks: &'r [String],
    /// The documents are compared with a revision of them, and not with what was reviewed.
    pub is_against_revision: bool,
    /// The texts of passages as they were reviewed, by their numbers in the lock, as far as they can be had.
    pub old_texts: &'r HashMap<usize, String>,
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

    pub fn hold(&self) -> bool {
        self.verified.agrees() && self.verified.drifts.iter().all(|drift| !self.is_open(drift))
    }

    /// Whether somebody has to look at a citation. Against a revision, what is new since then was never another, if
    /// its document was there.
    fn is_open(&self, drift: &Drift<'_>) -> bool {
        let document = self.model.document_name(drift.document());
        let compared = self.lock.documents.get(document).is_some_and(|document| document.text.is_some());
        let since = self.is_against_revision && compared && drift.status == CitationStatus::New;
        !(drift.is_settled() || since)
    }

    /// Everything that does not agree: citations in the order of the rules, then numbers, conflicts and sentences.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let is_new = |drift: &Drift<'_>| drift.status == CitationStatus::New;
        let unreviewed = self.verified.drifts.iter().filter(|drift| is_new(drift)).count();
        let first_time = self.is_unlocked();
        if first_time && unreviewed > 0 {
            problems.push(self.never_reviewed(unreviewed));
        }
        let drifts = self.verified.drifts.iter().enumerate();
        let open = drifts.filter(|(_, drift)| self.is_open(drift) && !(first_time && is_new(drift)));
        problems.extend(open.map(|(at, drift)| self.drifted(at, drift)));
        problems.extend(self.verified.disagreements.iter().map(|one| self.disagreement(one)));
        let conflicts = self.verified.conflicts.iter().enumerate();
        problems.extend(conflicts.filter_map(|(conflict, status)| self.conflict(conflict, *status)));
        if !first_time {
            problems.extend(self.verified.gaps().map(|sentence| self.gap(sentence)));
        }
        problems
    }

    fn never_reviewed(&self, count: usize) -> Problem {
        let files: Vec<String> = self.missing_locks.iter().map(|path| format!("`{path}`")).collect();
        let message = format!("nothing was reviewed yet: there is no {}", files.join(" and no "));
        let mut diagnostic = Diagnostic::error(Code::E0507, message);
        if let Some(document) = self.model.documents.iter().next() {
            let passages = if count == 1 { "passage is" } else { "passages are" };
            diagnostic = diagnostic.label(document.span, format!("{count} {passages} quoted from documents"));
        }
        let accept = format!("`{}` records them all as they stand now", self.command("--new --reason \"…\""));
        Problem { diagnostic: diagnostic.help(accept), notes: Vec::new(), citing: Vec::new() }
    }

    fn drifted(&self, at: usize, drift: &Drift<'_>) -> Problem {
        let document = self.model.document_name(drift.document());
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
                let under = drift.cited.citation.under.as_deref().unwrap_or_default();
                (Code::E0501, format!("`{document}` has no heading `{under}`"))
            }
            _ if self.text(drift).is_none() => {
                (Code::E0501, format!("`{document}` is not there, and nothing is recorded of this passage"))
            }
            _ => {
                let longer = if drift.reviewed.is_some() { " any longer" } else { "" };
                (Code::E0501, format!("`{document}` does not say this{longer}"))
            }
        };
        let mut diagnostic = Diagnostic::error(code, message);
        let quote = |(citing, citation): &(Citing, &Citation)| {
            (citation.span, format!("cited by {}", citing.label(self.model)))
        };
        let quotes: Vec<(Span, String)> = drift.cited.by.iter().map(quote).collect();
        // What was edited comes first: the document where it still says something, else the quote.
        let changed = drift.reviewed.is_some() && drift.now.is_some();
        let says = if drift.exact || changed { "this is what it says now" } else { "nearest to it is this" };
        let places = drift.now.iter().map(|now| (now, says));
        let places = places.chain(drift.others.iter().map(|other| (other, "or this")));
        let span = |passage| self.verified.annotated.span(passage);
        let documents: Vec<(Span, String)> =
            places.filter_map(|(passage, text)| Some((span(passage)?, text.to_owned()))).collect();
        let order = if changed { [documents, quotes] } else { [quotes, documents] };
        for (span, text) in order.concat() {
            diagnostic = diagnostic.label(span, text);
        }
        let mut notes = Vec::new();
        if let Some(entry) = drift.reviewed.and_then(|at| self.lock.passages.get(at)) {
            let facts = entry.facts().words();
            let facts = if facts.is_empty() { "no numbers, no modality" } else { &facts };
            let LockedPassage { accepted, by, because, .. } = entry;
            notes.push(format!("as reviewed on {accepted} by {by} ({because}): {facts}"));
        }
        if let Some(parts) = self.difference(drift) {
            notes.push(format!("in words: {}", in_one_line(&parts)));
        }
        let citing = drift.cited.citing();
        notes.extend(self.consequences(&citing));
        notes.push(self.what_to_do(at, drift));
        Problem { diagnostic, notes, citing }
    }

    /// The document that is cited, if it is there.
    fn text(&self, drift: &Drift<'_>) -> Option<&Text> {
        self.verified.annotated.documents.text(drift.document())
    }

    fn lacks_heading(&self, drift: &Drift<'_>) -> bool {
        self.text(drift).is_some_and(|text| drift.quote.lacks_heading(text))
    }

    /// The command that accepts a drift, where a person may say that it is right; `at` is its place among the drifts.
    pub fn accept_command(&self, at: usize, drift: &Drift<'_>) -> Option<String> {
        if !may_be_accepted(drift.status) || self.differs(at) {
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

    pub fn gap_command(&self, passage: &str) -> String {
        self.command(&format!("{passage} --reason \"…\""))
    }

    /// Whether a rule states another number than the passage of a drift.
    fn differs(&self, drift: usize) -> bool {
        self.verified.disagreements.iter().any(|one| one.drift == drift)
    }

    /// What names a passage to `ustav accept`: a statement of which nothing else is open, else its fingerprint.
    fn item(&self, drift: &Drift<'_>) -> String {
        let is_only =
            |own: &Citing| !matches!(own, Citing::Aside(_)) && self.open_citations.get(own) == Some(&1);
        match drift.cited.citing().into_iter().find(is_only) {
            Some(only) => only.name(self.model).to_owned(),
            None => drift.now.as_ref().map_or_else(String::new, |now| now.text.short()),
        }
    }

    fn what_to_do(&self, at: usize, drift: &Drift<'_>) -> String {
        if self.differs(at) {
            return "first mend the number, which the rule states otherwise".to_owned();
        }
        match (self.accept_command(at, drift), drift.status) {
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
            (None, _) if self.text(drift).is_none() => {
                "mend the path of the document, or take the lock that was written where it is".to_owned()
            }
            (None, _) if drift.reviewed.is_some() => {
                "quote what the document says now, or take the rule back".to_owned()
            }
            (None, _) => "quote the document word for word; `…` stands for words left out".to_owned(),
        }
    }

    fn disagreement(&self, one: &Disagreement) -> Problem {
        let name = one.citing.label(self.model);
        let (stated, says) = (one.stated.words(), one.says());
        let (message, mend) = match one.agrees {
            Some(_) => (
                format!("two passages that {name} cites contradict each other: {stated} and {says}"),
                "settle it with a `conflict` between the two passages, or mend one of them",
            ),
            None => (
                format!("{name} states {stated}, its passage states {says}"),
                "mend the one that is wrong; a number that means something else is `waiving` behind its quote",
            ),
        };
        let mut diagnostic = Diagnostic::error(Code::E0508, message)
            .label(one.stated.span, format!("the rule says {stated}"))
            .help(mend);
        for (at, what) in [(Some(one.drift), says.as_str()), (one.agrees, "the same as the rule")] {
            let drift = at.and_then(|at| self.verified.drifts.get(at));
            if let Some(drift) = drift {
                let now = drift.now.as_ref().and_then(|now| self.verified.annotated.span(now));
                let span = now.unwrap_or(drift.cited.citation.span);
                diagnostic = diagnostic.label(span, format!("the document says {what}"));
            }
        }
        let citing = vec![one.citing];
        Problem { diagnostic, notes: self.consequences(&citing).into_iter().collect(), citing }
    }

    fn conflict(&self, at: usize, status: ConflictStatus) -> Option<Problem> {
        let conflict = self.model.conflicts.get(at)?;
        let id = &conflict.id.text;
        let (message, mend) = match status {
            ConflictStatus::Settled => return None,
            ConflictStatus::Reopened => (
                format!("a passage of `{id}` changed: what was settled is open again"),
                "decide anew which reading is in force; accept the passages once it is decided",
            ),
            ConflictStatus::Expired => {
                let until = conflict.until.map(|until| until.to_string()).unwrap_or_default();
                (
                    format!("what `{id}` settled was settled until {until}"),
                    "decide anew, and write the new date behind `until`",
                )
            }
        };
        let mut diagnostic =
            Diagnostic::error(Code::E0510, message).label(conflict.id.span, "this conflict").help(mend);
        let citing = Citing::Conflict(at);
        for (_, drift, _) in self.verified.of(citing) {
            if let Some(span) = drift.now.as_ref().and_then(|now| self.verified.annotated.span(now)) {
                diagnostic = diagnostic.label(span, if drift.is_settled() { "unchanged" } else { "changed" });
            }
        }
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
        let cite = "cite it from a rule, or set it `aside` with a reason";
        let (message, seen, mend) = match (sentence.coverage, sentence.was) {
            (Coverage::Partial, _) => (
                format!("a number in `{document}` is bound to no rule: {}", open.join(", ")),
                "what cites this states another number, or none",
                "state the number in the rule, or say behind the quote: `waiving … because …`",
            ),
            (_, None) => (format!("no rule stands on this sentence of `{document}`"), "new here", cite),
            (_, Some(_)) => (
                format!("no rule stands any longer on this sentence of `{document}`"),
                "this was covered",
                cite,
            ),
        };
        let mut diagnostic = Diagnostic::error(Code::E0509, message).help(mend);
        let passage =
            self.verified.annotated.passage(sentence.document, sentence.sentence..sentence.sentence + 1);
        if let Some(span) = passage.as_ref().and_then(|passage| self.verified.annotated.span(passage)) {
            diagnostic = diagnostic.label(span, seen);
        }
        let short = passage.map(|passage| passage.text.short()).unwrap_or_default();
        let notes = vec![format!(
            "that nothing covers it can be accepted, too: `ustav accept {short} --reason \"…\"`"
        )];
        Problem { diagnostic, notes, citing: self.verified.citing(sentence) }
    }

    /// What changed in the words of a passage, where the old words can be had.
    pub fn difference(&self, drift: &Drift<'_>) -> Option<Vec<DiffPart>> {
        if matches!(drift.status, CitationStatus::Moved | CitationStatus::Unchanged | CitationStatus::New) {
            return None;
        }
        let now = self.verified.annotated.normal(drift.now.as_ref()?);
        let was = match drift.reviewed {
            Some(at) => self.old_texts.get(&at)?.clone(),
            None => drift.quote.normal(),
        };
        word_diff(&was, now).filter(|parts| parts.iter().any(|part| part.kind != DiffKind::Same))
    }

    fn consequences(&self, citing: &[Citing]) -> Option<String> {
        self.dependents.in_words(self.model, citing)
    }
}

fn changes(changes: &[Change]) -> String {
    let lines = changes.iter().map(|change| match (change.was.as_str(), change.is.as_str()) {
        ("", is) => format!("{} `{is}` came", change.kind.words()),
        (was, "") => format!("{} `{was}` is gone", change.kind.words()),
        (was, is) => format!("{} `{was}` became `{is}`", change.kind.words()),
    });
    lines.collect::<Vec<String>>().join(", ")
}
