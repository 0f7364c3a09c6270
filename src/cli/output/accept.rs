//! What `accept` records: one report, printed for people and as JSON.

use crate::base::message::{Joint, List};
use crate::base::{Diagnostic, Message, msg};
use crate::cli::arguments::Accept;
use crate::cli::io::review::Review;
use crate::cli::output::json::pretty;
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use crate::documents::accept::Selection;
use crate::documents::citations::Citing;
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::passage::Passage;
use crate::documents::problems::changes_message;
use crate::documents::requote::Edit;
use crate::prose::diff::in_one_line;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What is recorded, and where.
pub(crate) struct AcceptReport {
    accepted: Vec<AcceptedPassage>,
    /// The conflicts that are settled again, with the document that is in force.
    settled: Vec<(String, String)>,
    /// The conflicts that are still open, with the command that settles each.
    open: Vec<(String, String)>,
    quotes: Vec<NewQuote>,
    /// Whether what nothing covers is set aside in the rules.
    aside: bool,
    /// Whether nothing is written.
    dry_run: bool,
    /// The files in which something changes.
    pub(crate) written: Vec<PathBuf>,
}

struct AcceptedPassage {
    /// What cites it; empty where nothing covers it.
    cited_by: Vec<String>,
    citing: Vec<Message>,
    /// The first digits of its fingerprint.
    passage: String,
    /// `file:line:column`.
    place: String,
    /// What changed since it was reviewed, in words.
    changes: Option<Message>,
    /// How its words differ from those that were reviewed, where these can be had.
    difference: Option<String>,
    /// What it says now.
    now: String,
    /// How many sentences stand under the heading that it is, where all of them are set aside.
    section: Option<usize>,
    actions: Vec<String>,
    scenarios: usize,
}

/// A quote that is written anew in the rules.
struct NewQuote {
    /// `file:line`.
    place: String,
    quote: String,
}

impl AcceptReport {
    pub(crate) fn new(
        session: &Session,
        review: &Review<'_>,
        chosen: &Selection,
        edits: &[Edit],
        verb: &Accept,
    ) -> Self {
        let (model, findings) = (&review.pack.program.model, review.findings());
        let mut accepted = Vec::new();
        let mut open: BTreeSet<usize> = BTreeSet::new();
        let sorted: BTreeSet<usize> = chosen.drifts.iter().copied().collect();
        for drift in sorted.iter().filter_map(|at| review.verified.drifts.get(*at)) {
            let citing = drift.cited.citing();
            open.extend(citing.iter().filter_map(|own| match own {
                Citing::Conflict(conflict) if drift.reopens() => Some(*conflict),
                _ => None,
            }));
            if let Some(now) = &drift.now {
                let own = AcceptedPassage::new(session, review, now, &citing);
                let section = drift.is_section().then(|| review.verified.annotated.section_size(now));
                accepted.push(AcceptedPassage {
                    section,
                    changes: changes(drift),
                    difference: findings.difference(drift).map(|parts| in_one_line(&parts)),
                    ..own
                });
            }
        }
        for (document, sentence) in &chosen.gaps {
            if let Some(now) = review.verified.annotated.passage(*document, *sentence..*sentence + 1) {
                let own =
                    review.verified.sentences_of(*document).iter().find(|own| own.sentence == *sentence);
                let citing = own.map(|own| review.verified.citing(own)).unwrap_or_default();
                let aside = citing.into_iter().filter(|own| matches!(own, Citing::Aside(_)));
                let own = AcceptedPassage::new(session, review, &now, &aside.collect::<Vec<_>>());
                accepted.push(AcceptedPassage { changes: Some(Message::empty()), ..own });
            }
        }
        open.retain(|conflict| !chosen.decided.contains(conflict));
        let name = |conflict: &usize| {
            let own = model.conflicts.get(*conflict)?;
            Some((own.id.text.to_string(), model.document_name(own.settled_as).to_owned()))
        };
        let command = |(conflict, _): (String, String)| {
            let command = findings.gap_command(&conflict);
            (conflict, command)
        };
        let quotes: BTreeMap<String, String> = edits
            .iter()
            .map(|edit| (session.sources.line_place(edit.span()), edit.quote().to_owned()))
            .collect();
        Self {
            accepted,
            settled: chosen.decided.iter().filter_map(name).collect(),
            open: open.iter().filter_map(name).map(command).collect(),
            quotes: quotes.into_iter().map(|(place, quote)| NewQuote { place, quote }).collect(),
            aside: verb.aside,
            dry_run: verb.dry_run,
            written: Vec::new(),
        }
    }

    pub(crate) fn json(&self, session: &Session) -> String {
        let accepted = self.accepted.iter().map(|own| own.json(session));
        let quotes = self.quotes.iter().map(|own| json!({"place": own.place, "quote": own.quote}));
        pretty(&json!({
            "version": 1,
            "dry_run": self.dry_run,
            "accepted": accepted.collect::<Json>(),
            "quotes": quotes.collect::<Json>(),
            "settled": self.settled.iter().map(|(conflict, _)| conflict).collect::<Vec<_>>(),
            "open": self.open.iter().map(|(conflict, _)| conflict).collect::<Vec<_>>(),
            "written": self.written.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        }))
    }

    /// The same where it is refused.
    pub(crate) fn refused(session: &Session, dry_run: bool, why: &[Diagnostic]) -> String {
        let refusal = |own: &Diagnostic| {
            let place = own.labels.first().map(|label| session.place(label.span));
            json!({"code": own.code.name(), "message": own.message.text(session.language), "place": place})
        };
        pretty(&json!({
            "version": 1,
            "dry_run": dry_run,
            "accepted": [],
            "refused": why.iter().map(refusal).collect::<Json>(),
            "written": [],
        }))
    }

    pub(crate) fn human(&self, session: &Session) -> String {
        if session.quiet {
            return String::new();
        }
        let mut text = String::new();
        let mut write = |indent: usize, message: &Message| {
            let words = message.text(session.language);
            text.push_str(&paragraph(&words, indent, indent + 2, &session.style));
        };
        for own in &self.accepted {
            write(0, &own.head(self.aside, self.dry_run));
            own.lines().iter().for_each(|line| write(2, line));
        }
        for NewQuote { place, quote } in &self.quotes {
            write(0, &msg!(verify.quote_becomes, place = place, quote = quote));
        }
        for (conflict, document) in &self.settled {
            write(0, &msg!(verify.settled_again, conflict = conflict, document = document));
        }
        for (conflict, command) in &self.open {
            write(0, &msg!(verify.stays_open, conflict = conflict, command = command));
        }
        for path in &self.written {
            let file = path.display().to_string();
            let message = if self.dry_run {
                msg!(verify.would_write, file = file)
            } else {
                msg!(verify.wrote, file = file)
            };
            text.push_str(&format!("{}\n", message.text(session.language)));
        }
        text
    }
}

impl AcceptedPassage {
    fn new(session: &Session, review: &Review<'_>, now: &Passage, citing: &[Citing]) -> Self {
        let model = &review.pack.program.model;
        let consequences = review.consequences(citing);
        let span = review.verified.annotated.span(now);
        Self {
            cited_by: citing.iter().map(|citing| citing.label(model)).collect(),
            citing: citing.iter().map(|citing| citing.message(model)).collect(),
            passage: now.text.short(),
            place: span.map(|span| session.place(span)).unwrap_or_default(),
            changes: None,
            difference: None,
            now: review.shown_sentences(session, now.document, now.sentences.clone()),
            section: None,
            actions: consequences.actions,
            scenarios: consequences.scenarios.len(),
        }
    }

    fn head(&self, aside: bool, dry_run: bool) -> Message {
        let citing = if aside {
            msg!(verify.aside)
        } else if self.citing.is_empty() {
            msg!(verify.by_no_rule)
        } else {
            let items = self.citing.iter().cloned().map(Into::into).collect();
            msg!(verify.listed, what = List { items, joint: Joint::Comma, omitted: 0 })
        };
        let (passage, place) = (&self.passage, &self.place);
        if dry_run {
            msg!(verify.would_accept, passage = passage, citing = citing, place = place)
        } else {
            msg!(verify.accepted, passage = passage, citing = citing, place = place)
        }
    }

    /// What is signed: what changed, the words before and after, and what hangs on them. Nothing of what is new.
    fn lines(&self) -> Vec<Message> {
        let mut lines: Vec<Message> = Vec::new();
        lines.extend(self.section.map(|count| msg!(verify.section_of, heading = &self.now, count = count)));
        let Some(changes) = &self.changes else { return lines };
        lines.extend(Some(changes).filter(|own| !own.is_empty()).cloned());
        lines.push(match &self.difference {
            Some(difference) => Message::verbatim(difference),
            None => msg!(verify.says_now, text = &self.now),
        });
        let counts = [
            (!self.actions.is_empty()).then(|| msg!(verify.so_many_actions, count = self.actions.len())),
            (self.scenarios > 0).then(|| msg!(verify.so_many_scenarios, count = self.scenarios)),
        ];
        let items: Vec<_> = counts.into_iter().flatten().map(Into::into).collect();
        if !items.is_empty() {
            lines.push(msg!(verify.hangs_on_this, what = List { items, joint: Joint::Comma, omitted: 0 }));
        }
        lines
    }

    fn json(&self, session: &Session) -> Json {
        json!({
            "cited_by": self.cited_by.join(", "),
            "passage": self.passage,
            "place": self.place,
            "changes": self.changes.as_ref().filter(|changes| !changes.is_empty()).map(|changes| changes.text(session.language)),
            "difference": self.difference,
            "now": self.now,
            "section": self.section,
            "actions": self.actions,
            "scenarios": self.scenarios,
        })
    }
}

/// What became of a passage since it was reviewed, in words; nothing of what never was.
fn changes(drift: &Drift<'_>) -> Option<Message> {
    match drift.status {
        CitationStatus::FactsChanged if drift.is_under_renamed => {
            Some(msg!(verify.heading_over_it, changes = changes_message(&drift.changes)))
        }
        CitationStatus::FactsChanged => Some(changes_message(&drift.changes)),
        CitationStatus::Reworded => Some(msg!(verify.same_in_other_words)),
        CitationStatus::StepChanged => Some(msg!(verify.another_step)),
        _ => None,
    }
}
