//! A pack held against its documents: what `verify`, `accept` and `report` stand on. It reads, and writes nothing.

use crate::base::{Code, Diagnostic, Source};
use crate::cli::io::dependents::dependents;
use crate::cli::io::history;
use crate::cli::io::history::History;
use crate::cli::io::lockfile;
use crate::cli::io::lockfile::LockFile;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session};
use crate::documents::accept::Acceptance;
use crate::documents::baseline::{Baseline, baseline};
use crate::documents::citations::Citing;
use crate::documents::consequences::{Consequences, Dependents};
use crate::documents::coverage::{Coverage, SentenceCoverage};
use crate::documents::lock::Lock;
use crate::documents::problems::Findings;
use crate::documents::rule_numbers::speaks_for;
use crate::documents::verify::Share;
use crate::documents::{Documents, Verified, verify};
use crate::prose::Format as DocumentFormat;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use crate::values::{Moment, Zone};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A pack held against its documents, with all that is shown of it.
pub(crate) struct Review<'p> {
    pub(crate) pack: &'p Pack,
    pub(crate) locks: Vec<LockFile>,
    pub(crate) lock: Lock,
    pub(crate) verified: Verified<'p>,
    pub(crate) dependents: Dependents,
    /// How many citations of a statement somebody has to look at.
    open_citations: HashMap<Citing, usize>,
    /// The paths of the locks, where there is none of them.
    missing_locks: Vec<String>,
    /// The texts of passages as they were reviewed, by their numbers in the lock, as far as they can be had.
    old_texts: HashMap<usize, String>,
    /// The revision that the documents are compared with, in place of the lock.
    against: Option<String>,
    /// The option that leads a command to the same rules; empty where it looks there by itself.
    rules_option: String,
}

/// The day and the baseline of a review.
pub(crate) struct ReviewOptions<'a> {
    pub(crate) day: NaiveDate,
    /// A revision of the documents, in place of the lock.
    pub(crate) against: Option<&'a str>,
}

/// The day on which conflicts are looked at.
pub(crate) fn day_of(at: Option<&str>) -> Result<NaiveDate, Diagnostic> {
    let Some(at) = at else { return Ok(chrono::Local::now().date_naive()) };
    match Moment::parse(at) {
        Ok(moment) => Ok(moment.day(Zone::UTC)),
        Err(_) => {
            Err(Diagnostic::error(Code::E0406, format!("`{at}` is no date")).help("write it as `2024-05-11`"))
        }
    }
}

/// Hold a pack against its documents.
pub(crate) fn review<'p>(
    session: &mut Session,
    pack: &'p Pack,
    options: &ReviewOptions<'_>,
) -> Result<Review<'p>, Errors> {
    if pack.program.model.documents.is_empty() {
        let names: Vec<String> = pack.files.iter().map(|file| file.display().to_string()).collect();
        let message = format!("no document is declared in {}", names.join(", "));
        return Err(Diagnostic::error(Code::E0410, message)
            .help("name the documents that the rules come from: `document article \"article.md\"`")
            .into());
    }
    if !pack.unreadable.is_empty() {
        return Err(pack.unreadable.clone().into());
    }
    let locks = lockfile::files(session, pack);
    let (lock, texts) = match options.against {
        Some(revision) => {
            let Baseline { lock, texts } = at_revision(session, pack, revision)?;
            (lock, Some(texts))
        }
        None => (lockfile::read(session, &locks)?, None),
    };
    let verified = verify(&pack.program.model, &pack.documents, &lock, options.day);
    let old_texts = match texts {
        Some(texts) => texts,
        None => old_texts(pack, &lock, &verified),
    };
    let (dependents, wrong) = dependents(session, pack);
    if !wrong.is_empty() && !session.quiet {
        session.report(&wrong);
    }
    let against = options.against.map(str::to_owned);
    let open_citations = verified.open_citations();
    let missing = against.is_none() && locks.iter().all(|file| !file.exists);
    let missing_locks = locks.iter().filter(|_| missing).map(|file| file.path.display().to_string());
    let missing_locks = missing_locks.collect();
    let rules_option = rules_option(&pack.rule_paths);
    Ok(Review {
        pack,
        locks,
        lock,
        verified,
        dependents,
        open_citations,
        missing_locks,
        old_texts,
        against,
        rules_option,
    })
}

/// The option that leads another command to the same rules.
fn rules_option(rules: &[PathBuf]) -> String {
    if rules == [Path::new("rules")] {
        return String::new();
    }
    let plain = |path: &str| path.chars().all(|letter| letter.is_alphanumeric() || "/._-".contains(letter));
    let options = rules.iter().map(|path| {
        let path = path.display().to_string();
        if plain(&path) {
            format!(" --rules {path}")
        } else {
            format!(" --rules '{}'", path.replace('\'', "'\\''"))
        }
    });
    options.collect()
}

/// The documents as they were in a revision, as if they had been reviewed there.
fn at_revision(session: &mut Session, pack: &Pack, revision: &str) -> Result<Baseline, Diagnostic> {
    let anchor = pack.files.first().map_or(Path::new("."), PathBuf::as_path);
    let (commit, day) = history::revision(anchor, revision)?;
    let mut ids = Vec::new();
    for path in &pack.document_paths {
        let text = history::file_at(Path::new(path), &commit);
        ids.push(text.map(|text| session.sources.add(Source::new(format!("{revision}:{path}"), text))));
    }
    let texts = ids.iter().zip(&pack.document_paths).map(|(id, path)| {
        let id = (*id)?;
        Some((id, session.sources.get(id)?.text.clone(), DocumentFormat::of_path(path)))
    });
    let documents = Documents::new(texts);
    let because = "as it stood there".to_owned();
    let how = Acceptance { day: day.parse().unwrap_or_default(), by: revision.to_owned(), because };
    Ok(baseline(&pack.program.model, &documents, &pack.documents, &how))
}

/// The texts of passages that are no more what they were: from the quote where it is the whole passage, else from
/// version control.
fn old_texts(pack: &Pack, lock: &Lock, verified: &Verified<'_>) -> HashMap<usize, String> {
    let mut history = History::default();
    let mut texts = HashMap::new();
    for drift in verified.drifts.iter().filter(|drift| !drift.is_settled()) {
        let Some((number, entry)) =
            drift.reviewed.and_then(|number| Some((number, lock.passages.get(number)?)))
        else {
            continue;
        };
        let quote = drift.quote.normal();
        if drift.quote.is_whole() && Fingerprint::of(&quote) == entry.text {
            texts.insert(number, quote);
        } else if let Some(path) = pack.document_paths.get(drift.document().index()) {
            texts.extend(history.text(Path::new(path), entry.text).map(|text| (number, text)));
        }
    }
    texts
}

impl Review<'_> {
    /// What the problems are made from.
    pub(crate) fn findings(&self) -> Findings<'_> {
        Findings {
            model: &self.pack.program.model,
            verified: &self.verified,
            lock: &self.lock,
            missing_locks: &self.missing_locks,
            is_against_revision: self.against.is_some(),
            old_texts: &self.old_texts,
            dependents: &self.dependents,
            rules_option: &self.rules_option,
            open_citations: &self.open_citations,
        }
    }

    /// What depends on some statements.
    pub(crate) fn consequences(&self, citing: &[Citing]) -> Consequences {
        self.dependents.consequences(&self.pack.program.model, citing)
    }

    /// The scenarios that pass and see at work what cites a sentence, by their numbers.
    pub(crate) fn scenarios_of(&self, citing: &[Citing]) -> Vec<usize> {
        let found = self.consequences(citing).scenarios;
        found
            .into_iter()
            .filter(|at| self.dependents.scenarios.get(*at).is_some_and(|one| one.passed))
            .collect()
    }

    /// How many of the covered normative sentences a passing scenario exercises. What is set aside, and what only a
    /// conflict without a rule cites, decides nothing that could be exercised.
    pub(crate) fn exercised(&self) -> Share {
        let mut share = Share::default();
        for sentence in self.verified.normative().filter(|own| own.coverage == Coverage::Covered) {
            let citing = self.verified.citing(sentence);
            let decides = citing.iter().any(|own| match own {
                Citing::Conflict(_) => speaks_for(&self.pack.program.model, *own) != *own,
                Citing::Aside(_) => false,
                _ => true,
            });
            if decides {
                share.count(!self.scenarios_of(&citing).is_empty());
            }
        }
        share
    }

    /// The documents that are not there, by their numbers.
    pub(crate) fn absent(&self) -> impl Iterator<Item = DocumentId> {
        let documents = (0..self.pack.document_paths.len()).map(DocumentId::at);
        documents.filter(|document| self.pack.documents.text(*document).is_none())
    }

    /// The text of a sentence as a reader of the document sees it.
    pub(crate) fn shown(&self, session: &Session, sentence: &SentenceCoverage) -> String {
        self.shown_sentences(session, sentence.document, sentence.sentence..sentence.sentence + 1)
    }

    /// Some sentences of a document as a reader sees them.
    pub(crate) fn shown_sentences(
        &self,
        session: &Session,
        document: DocumentId,
        sentences: std::ops::Range<usize>,
    ) -> String {
        let range = self.pack.documents.text(document).and_then(|text| text.range_of(sentences));
        range.map_or_else(String::new, |range| self.shown_range(session, document, range))
    }

    /// A part of the normal text of a document as a reader sees it.
    pub(crate) fn shown_range(
        &self,
        session: &Session,
        document: DocumentId,
        range: std::ops::Range<usize>,
    ) -> String {
        let Some(text) = self.pack.documents.text(document) else { return String::new() };
        text.shown(range, session.sources.get(text.source).map_or("", |source| &*source.text))
    }
}
