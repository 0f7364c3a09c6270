//! What of rules and documents does not agree, each as a diagnostic with what people need to decide about it.

use crate::base::message::{Joint, List};
use crate::base::{Code, Diagnostic, Label, Message, Span, any_of, msg};
use crate::documents::accept::{ONLY_MOVED, may_be_accepted};
use crate::documents::agreement::Disagreement;
use crate::documents::citations::Citing;
use crate::documents::consequences::Dependents;

use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::verify::Verified;
use crate::model::{Citation, Model};
use crate::prose::Text;
use crate::prose::diff::{DiffKind, DiffPart, in_one_line, word_diff};
use crate::prose::facts::{Change, Fact};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

/// What `ustav accept` takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Acceptable {
    /// A conflict by its name, or a passage by the first digits of its fingerprint.
    Item(String),
    /// What quotes words that do not stand in one place, by the name of the statement, once it quotes others.
    Requoted(String),
    /// A sentence that nothing covers, by the first digits of its fingerprint; it may be set aside.
    Uncovered(String),
    /// All that only moved.
    Moved,
    /// All that was never reviewed.
    New,
}

#[derive(Clone, Debug)]
pub struct Problem {
    pub diagnostic: Diagnostic,
    /// The same in few words, for whoever sees the place and the rule beside it.
    pub brief: Option<Message>,
    /// What a rule has to say instead.
    pub correction: Option<Message>,
    /// What is known of it: when it was reviewed, how its words differ.
    pub notes: Vec<Message>,
    /// What hangs on what cites the passage.
    pub affects: Option<Message>,
    /// What to do, in order; the help of the diagnostic comes last.
    pub steps: Vec<Message>,
    /// What a person may accept where that is right as it is.
    pub acceptable: Option<Acceptable>,
    /// What cites the passage, as far as something does.
    pub citing: Vec<Citing>,
    /// The citation that it is about, by its number among the drifts.
    pub drift: Option<usize>,
    /// Other citations that it is about.
    pub others: Vec<usize>,
    /// The citation whose change brought it about: mended there, it is gone.
    pub because_of: Option<usize>,
}

impl Problem {
    pub(super) fn new(diagnostic: Diagnostic, citing: Vec<Citing>) -> Self {
        Self {
            diagnostic,
            brief: None,
            correction: None,
            notes: Vec::new(),
            affects: None,
            steps: Vec::new(),
            acceptable: None,
            citing,
            drift: None,
            others: Vec::new(),
            because_of: None,
        }
    }

    /// Whether it tells what became of citations.
    pub(super) fn tells_citations(&self) -> bool {
        use Code::{E0501, E0503, E0504, E0505, E0506, E0507, E0513};
        matches!(self.diagnostic.code, E0501 | E0503 | E0504 | E0505 | E0506 | E0507 | E0513)
            && self.drift.is_some()
    }

    /// Whether it tells of a document as a whole.
    pub(super) fn tells_a_document(&self) -> bool {
        matches!(self.diagnostic.code, Code::E0501 | Code::E0507) && self.drift.is_none()
    }

    /// What helps to decide about it, one line each.
    pub fn lines(&self) -> impl Iterator<Item = &Message> {
        self.notes.iter().chain(&self.affects).chain(&self.steps)
    }

    /// Tell the places of another problem with this one and, where there are any, its remedy.
    pub(super) fn take_in(&mut self, other: &Self) {
        let labels = &mut self.diagnostic.labels;
        let before = labels.len();
        for Label { span, text } in &other.diagnostic.labels {
            let holds = |own: &Label| {
                own.span.source == span.source && own.span.start <= span.start && own.span.end >= span.end
            };
            if !labels.iter().any(holds) {
                let code = other.diagnostic.code.name();
                let is_first = labels.len() == before;
                let coded = || msg!(documents.with_code, text = text.clone(), code = code);
                labels.push(Label { span: *span, text: if is_first { coded() } else { text.clone() } });
            }
        }
        if labels.len() > before {
            let help = other.diagnostic.help.iter().filter(|help| !self.steps.contains(help));
            self.steps.extend(help.cloned().collect::<Vec<_>>());
        }
    }
}

/// A pack held against its documents, with what is known beside it: what its problems are made from.
pub struct Findings<'r> {
    pub model: &'r Model,
    pub verified: &'r Verified<'r>,
    pub lock: &'r Lock,
    /// The paths of the locks, where there is none of them because nothing was ever reviewed.
    pub missing_locks: &'r [String],
    /// The revision that the documents are compared with, where that is not what was reviewed.
    pub against: Option<&'r str>,
    /// The texts of passages as they were reviewed, by their numbers in the lock, as far as they can be had.
    pub old_texts: &'r HashMap<usize, String>,
    pub dependents: &'r Dependents,
    /// The option that leads a command to these rules; empty where it looks there by itself.
    pub rules_option: &'r str,
    /// How many citations of a statement somebody has to look at: [`Verified::open_citations`].
    pub open_citations: &'r HashMap<Citing, usize>,
}

/// More changes of a passage than these are counted, not told.
const MOST_CHANGES: usize = 40;

/// Changes in one line. Those of a table have commas of their own.
pub fn changes_message(changes: &[Change]) -> Message {
    // A number that stands in a cell is told with the cell.
    let cells: Vec<&Change> = changes.iter().filter(|change| change.is_of_table()).collect();
    let stands_in_a_cell = |change: &Change| cells.iter().any(|cell| change.is_within(cell));
    let mut own: Vec<&Change> = Vec::new();
    for change in changes.iter().filter(|change| !stands_in_a_cell(change)) {
        // What leads several sentences in changes for each of them.
        if !own.contains(&change) {
            own.push(change);
        }
    }
    let changes = own;
    let joint = if cells.is_empty() { Joint::Comma } else { Joint::Semicolon };
    let items = changes.iter().take(MOST_CHANGES).map(|change| change.message().into()).collect();
    let omitted = changes.len().saturating_sub(MOST_CHANGES);
    msg!(documents.changes, changes = List { items, joint, omitted })
}

impl Findings<'_> {
    /// Whether nothing was ever reviewed: there is no lock.
    pub fn is_unlocked(&self) -> bool {
        !self.missing_locks.is_empty()
    }

    pub fn hold(&self) -> bool {
        self.verified.agrees()
            && self.verified.drifts.iter().all(|drift| !self.is_open(drift))
            && self.never_seen().next().is_none()
    }

    /// Whether somebody has to look at a citation. Against a revision, what is new since then was never another, if
    /// its document was there.
    fn is_open(&self, drift: &Drift<'_>) -> bool {
        let document = self.model.document_name(drift.document());
        let compared = self.lock.documents.get(document).is_some_and(|document| document.text.is_some());
        let since = self.against.is_some() && compared && drift.status == CitationStatus::New;
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
        let (absent, open): (Vec<_>, Vec<_>) =
            open.partition(|(_, drift)| self.text(drift).is_none() && drift.now.is_none());
        let is_unknown = |drift: &Drift<'_>| self.against.is_some() && is_new(drift);
        let (unknown, open): (Vec<_>, Vec<_>) = open.into_iter().partition(|(_, drift)| is_unknown(drift));
        let is_renamed = |drift: &Drift<'_>| self.verified.renamed_heading(drift, self.lock).is_some();
        let (renamed, open): (Vec<_>, Vec<_>) = open.into_iter().partition(|(_, drift)| is_renamed(drift));
        problems.extend(open.into_iter().map(|(at, drift)| self.drifted(at, drift)));
        problems.extend(self.renamed_headings(renamed));
        problems.extend(self.missing_documents(absent.into_iter().map(|(_, drift)| drift)));
        problems.extend(self.documents_never_seen());
        problems.extend(self.unknown_documents(unknown.into_iter().map(|(_, drift)| drift)));
        problems.extend(self.verified.disagreements.iter().map(|one| self.disagreement(one)));
        problems.extend(self.verified.oppositions.iter().map(|one| self.opposition(one)));
        problems.extend(self.verified.unknown_names.iter().map(|one| self.unknown_name(one)));
        let conflicts = self.verified.conflicts.iter().enumerate();
        problems.extend(conflicts.filter_map(|(conflict, status)| self.conflict(conflict, *status)));
        if !first_time {
            let (above, lost) = (self.changed_above(), self.lost_asides());
            problems.extend(self.verified.gaps().map(|sentence| self.gap(sentence, &above, &lost)));
        }
        problems
    }

    fn never_reviewed(&self, count: usize) -> Problem {
        let message = msg!(documents.never_reviewed, files = any_of(self.missing_locks));
        let mut diagnostic = Diagnostic::error(Code::E0507, message);
        if let Some(document) = self.model.documents.iter().next() {
            diagnostic = diagnostic.label(document.span, msg!(documents.passages_quoted, count = count));
        }
        let help = msg!(documents.review_all, command = self.command("--new --reason \"…\""));
        Problem { acceptable: Some(Acceptable::New), ..Problem::new(diagnostic.help(help), Vec::new()) }
    }

    fn drifted(&self, at: usize, drift: &Drift<'_>) -> Problem {
        let (code, message) = self.what_became(drift);
        let mut diagnostic = Diagnostic::error(code, message);
        let quote = |(citing, citation): &(Citing, &Citation)| {
            let (kind, name) = (citing.kind(), citing.name(self.model));
            (citation.span, msg!(documents.cited_by, kind = kind, name = name))
        };
        let quotes: Vec<(Span, Message)> = drift.cited.by.iter().map(quote).collect();
        // What was edited comes first: the document where it still says something, else the quote.
        let changed = drift.reviewed.is_some() && drift.now.is_some();
        let says = match (changed, drift.exact) {
            (true, _) => msg!(documents.says_now),
            (_, _) if drift.is_section() => msg!(documents.this_section),
            (false, true) => msg!(documents.quoted_from),
            (false, false) => msg!(documents.nearest),
        };
        let places = drift.now.iter().map(|now| (now, says.clone()));
        let places = places.chain(drift.others.iter().map(|other| (other, msg!(documents.or_this))));
        let span = |passage| self.verified.annotated.span(passage);
        let documents: Vec<(Span, Message)> =
            places.filter_map(|(passage, text)| Some((span(passage)?, text))).collect();
        let order = if changed { [documents, quotes] } else { [quotes, documents] };
        for (span, text) in order.concat() {
            diagnostic = diagnostic.label(span, text);
        }
        let entry = drift.reviewed.and_then(|at| self.lock.passages.get(at));
        let mut notes: Vec<Message> = entry.map(|entry| self.reviewed(entry)).into_iter().collect();
        if drift.status == CitationStatus::Lost {
            notes.extend(drift.changes.iter().map(Change::message));
        }
        if let Some(parts) = self.difference(drift) {
            notes.push(msg!(documents.difference, difference = in_one_line(&parts)));
        }
        let steps = vec![self.what_to_do(at, drift)];
        let is_changed = drift.status == CitationStatus::FactsChanged && !drift.is_section();
        let brief = is_changed.then(|| changes_message(&drift.changes));
        let may_be_accepted = may_be_accepted(drift.status) && !self.differs(at);
        let acceptable = drift.now.as_ref().filter(|_| may_be_accepted).map(|now| match drift.status {
            CitationStatus::Moved => Acceptable::Moved,
            _ => Acceptable::Item(now.text.short()),
        });
        let is_astray = matches!(drift.status, CitationStatus::Lost | CitationStatus::Ambiguous);
        let acceptable = acceptable.or_else(|| {
            let only = self.only_open(drift).filter(|_| is_astray && self.text(drift).is_some());
            only.map(|citing| Acceptable::Requoted(citing.name(self.model).to_owned()))
        });
        let problem = Problem::new(diagnostic, drift.cited.citing());
        self.with_consequences(Problem { brief, notes, steps, acceptable, drift: Some(at), ..problem })
    }

    /// What became of a passage since it was reviewed, or what is wrong with its quote.
    fn what_became(&self, drift: &Drift<'_>) -> (Code, Message) {
        let document = self.model.document_name(drift.document());
        match drift.status {
            _ if drift.is_section() => self.section_became(drift),
            CitationStatus::FactsChanged => {
                let changes = changes_message(&drift.changes);
                (Code::E0504, msg!(documents.facts_changed, document = document, changes = changes))
            }
            CitationStatus::Reworded => (Code::E0505, msg!(documents.reworded, document = document)),
            CitationStatus::StepChanged => (Code::E0513, msg!(documents.step_changed, document = document)),
            CitationStatus::Moved => {
                let now = drift.now.as_ref();
                let there = now.map_or("", |now| self.model.document_name(now.document));
                let message = match now.map_or("", |now| now.under.as_str()) {
                    "" => msg!(documents.moved, document = there),
                    heading => msg!(documents.moved_under, document = there, heading = heading),
                };
                (Code::E0506, message)
            }
            CitationStatus::New => (Code::E0507, msg!(documents.not_reviewed, document = document)),
            CitationStatus::Ambiguous if drift.exact => {
                (Code::E0503, msg!(documents.quote_ambiguous, document = document))
            }
            CitationStatus::Ambiguous => (Code::E0503, msg!(documents.resembled_twice, document = document)),
            CitationStatus::Lost if self.lacks_heading(drift) => {
                let heading = drift.cited.citation.under.as_deref().unwrap_or_default();
                (Code::E0501, msg!(documents.no_heading, document = document, heading = heading))
            }
            _ if drift.reviewed.is_some() => (Code::E0501, msg!(documents.lost, document = document)),
            _ => (Code::E0501, msg!(documents.quote_not_found, document = document)),
        }
    }

    /// What a passage said when it was reviewed, or in the revision that it is compared with.
    fn reviewed(&self, entry: &LockedPassage) -> Message {
        let LockedPassage { accepted, by, because, .. } = entry;
        let facts = Some(entry.facts().message()).filter(|facts| !facts.is_empty());
        let facts = facts.unwrap_or_else(|| msg!(documents.no_facts));
        if self.against.is_some() {
            return msg!(documents.at_revision, revision = by, date = date(*accepted), facts = facts);
        }
        let because = why(because);
        msg!(documents.reviewed, date = date(*accepted), by = by, because = because, facts = facts)
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
    pub fn command(&self, arguments: &str) -> String {
        format!("ustav accept {arguments}{}", self.rules_option)
    }

    pub fn gap_command(&self, passage: &str) -> String {
        self.command(&format!("{passage} --reason \"…\""))
    }

    /// Whether a rule states another number than the passage of a drift, or says the opposite.
    fn differs(&self, drift: usize) -> bool {
        self.verified.disagreements_on(drift).next().is_some() || self.is_opposed(drift)
    }

    fn is_opposed(&self, drift: usize) -> bool {
        self.verified.oppositions_on(drift).next().is_some()
    }

    /// What names a passage to `ustav accept`: a statement of which nothing else is open, else its fingerprint.
    pub(super) fn item(&self, drift: &Drift<'_>) -> String {
        match self.only_open(drift) {
            Some(only) => only.name(self.model).to_owned(),
            None => drift.now.as_ref().map_or_else(String::new, |now| now.text.short()),
        }
    }

    /// A statement of which nothing but a citation is open.
    fn only_open(&self, drift: &Drift<'_>) -> Option<Citing> {
        let is_only =
            |own: &Citing| !matches!(own, Citing::Aside(_)) && self.open_citations.get(own) == Some(&1);
        drift.cited.citing().into_iter().find(is_only)
    }

    fn what_to_do(&self, at: usize, drift: &Drift<'_>) -> Message {
        if self.is_opposed(at) {
            return msg!(documents.correct_rule_or_document);
        }
        if self.differs(at) {
            return msg!(documents.correct_number);
        }
        match (self.accept_command(at, drift), drift.status) {
            (command, _) if drift.is_section() => self.section_step(drift, command),
            (Some(command), CitationStatus::Moved) => msg!(documents.accept_moved, command = command),
            (Some(command), CitationStatus::StepChanged) => msg!(documents.accept_step, command = command),
            (Some(command), _) if drift.exact => msg!(documents.accept_exact, command = command),
            (Some(command), _) => msg!(documents.accept_requoted, command = command),
            (None, CitationStatus::Ambiguous) if drift.exact => msg!(documents.quote_more),
            (None, CitationStatus::Lost) if self.lacks_heading(drift) => msg!(documents.correct_heading),
            (None, _) if drift.reviewed.is_some() => match self.only_open(drift) {
                Some(citing) => {
                    let options = format!("{} --quote \"…\" --reason \"…\"", citing.name(self.model));
                    msg!(documents.requote_by, command = self.command(&options))
                }
                None => msg!(documents.requote),
            },
            (None, _) => msg!(documents.word_for_word),
        }
    }

    fn disagreement(&self, one: &Disagreement) -> Problem {
        let name = one.citing.message(self.model);
        let stated = || one.states();
        let says = one.says();
        let (message, help) = match (one.agrees, says.clone()) {
            (Some(_), Some(says)) => (
                msg!(documents.contradict, citing = name, stated = stated(), says = says),
                msg!(documents.settle),
            ),
            (_, Some(says)) => (
                msg!(documents.numbers_differ, citing = name, stated = stated(), says = says),
                msg!(documents.correct_number),
            ),
            (_, None) => (
                msg!(documents.number_gone, citing = name, stated = stated()),
                msg!(documents.correct_number),
            ),
        };
        let mut diagnostic = Diagnostic::error(Code::E0508, message)
            .label(one.stated.span, msg!(documents.rule_states, stated = stated()))
            .help(help);
        let document = match says {
            Some(says) => msg!(documents.document_states, says = says),
            None => msg!(documents.document_lacks),
        };
        for (at, text) in [(Some(one.drift), document), (one.agrees, msg!(documents.document_agrees))] {
            let drift = at.and_then(|at| self.verified.drifts.get(at));
            if let Some(drift) = drift {
                let now = drift.now.as_ref().and_then(|now| self.verified.annotated.span(now));
                diagnostic = diagnostic.label(now.unwrap_or(drift.cited.citation.span), text);
            }
        }
        let drift = self.verified.drifts.get(one.drift);
        let follows = drift.is_some_and(|drift| one.follows(drift));
        let because_of = follows.then_some(one.drift).or_else(|| self.followed_elsewhere(one));
        let brief = Some(msg!(documents.states, citing = one.citing.message(self.model), stated = stated()));
        let problem = Problem::new(diagnostic, vec![one.citing]);
        let correction = one.has_to_state();
        self.with_consequences(Problem { brief, correction, drift: Some(one.drift), because_of, ..problem })
    }

    /// The other passage of a rule that changed as the rule did, where this one still says what both said.
    fn followed_elsewhere(&self, one: &Disagreement) -> Option<usize> {
        let number = one.number.as_ref()?;
        let leads = |change: &Change| match (&change.was, &change.is) {
            (Some(Fact::Number(was)), Some(Fact::Number(is))) => {
                was.amount == number.amount && one.stated.is(is)
            }
            _ => false,
        };
        let mut passages = self.verified.of(one.citing).filter(|(at, ..)| *at != one.drift);
        passages.find(|(_, drift, _)| drift.changes.iter().any(leads)).map(|(at, ..)| at)
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

    pub(super) fn with_consequences(&self, problem: Problem) -> Problem {
        Problem { affects: self.consequences(&problem.citing), ..problem }
    }

    pub(super) fn consequences(&self, citing: &[Citing]) -> Option<Message> {
        self.dependents.message(self.model, citing)
    }
}

/// By whom a passage was reviewed, when and why.
pub(super) fn reviewed_by(entry: &LockedPassage) -> Message {
    let LockedPassage { accepted, by, because, .. } = entry;
    msg!(documents.reviewed_by, date = date(*accepted), by = by, because = why(because))
}

/// Why a passage was accepted, in the words of who did it.
fn why(because: &str) -> Message {
    if because == ONLY_MOVED { msg!(documents.only_moved) } else { Message::verbatim(because) }
}

/// A day as people write it.
pub(super) fn date(day: NaiveDate) -> Message {
    msg!(dates.day, day = day.day(), month = day.month(), year = day.year().to_string())
}
