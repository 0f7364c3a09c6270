//! A pack held against its documents: what `verify`, `accept` and `report` stand on. It reads, and writes nothing.

use crate::base::{Code, Diagnostic, IndexVec, Source, SourceId, all_of, msg};
use crate::cli::io::document_texts::document_of;
use crate::cli::io::history;
use crate::cli::io::judging::moment_of;
use crate::cli::io::lockfile::{self, LockFile};
use crate::cli::io::paths::relative_to;
use crate::cli::io::scenarios;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session};
use crate::documents::accept::Acceptance;
use crate::documents::baseline::{Baseline, baseline};
use crate::documents::citations::Citing;
use crate::documents::consequences::{Consequences, Dependents, ExercisedScenario};
use crate::documents::coverage::{Coverage, SentenceCoverage};
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::Lock;
use crate::documents::problems::Findings;
use crate::documents::stated_numbers::speaks_for;
use crate::documents::verify::Share;
use crate::documents::{Documents, Verified, verify};
use crate::program::Program;
use crate::prose::Format;
use crate::prose::fingerprint::Fingerprint;
use crate::syntax;
use crate::syntax::tree::DeclarationKind;
use crate::testing::{self, run};
use crate::values::Zone;
use crate::values::ids::{ActionId, DocumentId, RuleId};
use chrono::NaiveDate;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
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
    against: Option<String>,
    /// The option that leads a command to the same rules; empty where it looks there by itself.
    rules_option: String,
}

pub(crate) struct ReviewOptions<'a> {
    pub(crate) day: NaiveDate,
    /// A revision of the documents, in place of the lock.
    pub(crate) against: Option<&'a str>,
    /// Whether the texts of passages as they were are shown, for which version control may have to be asked.
    pub(crate) shows_old_texts: bool,
    /// Whether the lock is brought over, so that it may be an older one.
    pub(crate) migrates: bool,
}

/// The day on which conflicts are looked at: today, unless another is given.
///
/// # Errors
/// E0406.
pub(crate) fn day_of(at: Option<&str>) -> Result<NaiveDate, Diagnostic> {
    let Some(at) = at else { return Ok(chrono::Local::now().date_naive()) };
    let moment = moment_of(at).map_err(|found| Diagnostic { code: Code::E0406, ..found })?;
    Ok(moment.day(Zone::UTC))
}

/// Hold a pack against its documents. What is wrong with the scenarios beside it is printed on standard error.
///
/// # Errors
/// E0410 where no document is declared; those of reading documents, the lock and the revision.
pub(crate) fn review<'p>(
    session: &mut Session,
    pack: &'p Pack,
    options: &ReviewOptions<'_>,
) -> Result<Review<'p>, Errors> {
    if pack.program.model.documents.is_empty() {
        let files = all_of(pack.files.iter().map(|file| file.display().to_string()));
        return Err(Diagnostic::error(Code::E0410, msg!(verify.no_document, files = files))
            .help(msg!(verify.declare_document))
            .into());
    }
    if !pack.unreadable.is_empty() {
        return Err(pack.unreadable.clone());
    }
    let locks = lockfile::files(session, pack);
    let baseline = options.against.map(|revision| at_revision(session, pack, revision)).transpose()?;
    let (lock, texts) = match baseline {
        Some(Baseline { lock, texts }) => (lock, Some(texts)),
        None => (lockfile::read(session, &locks, options.migrates)?, None),
    };
    let verified = verify(&pack.program.model, &pack.documents, &lock, options.day);
    let old_texts = match texts {
        Some(texts) => texts,
        None if options.shows_old_texts => old_texts(pack, &lock, &verified),
        None => HashMap::new(),
    };
    let (dependents, wrong) = dependents(session, pack);
    if !wrong.is_empty() && !session.quiet {
        session.report(&wrong);
    }
    let missing = options.against.is_none() && locks.iter().all(|file| !file.exists);
    let missing_locks = locks.iter().filter(|_| missing).map(|file| file.path.display().to_string());
    Ok(Review {
        open_citations: verified.open_citations(),
        missing_locks: missing_locks.collect(),
        against: options.against.map(str::to_owned),
        rules_option: rules_option(&pack.rule_paths),
        pack,
        locks,
        lock,
        verified,
        dependents,
        old_texts,
    })
}

/// The option that leads another command to the same rules.
pub(crate) fn rules_option(rules: &[PathBuf]) -> String {
    if rules == [Path::new("rules")] {
        return String::new();
    }
    let option = |path: &PathBuf| [" --rules ".to_owned(), shell_word(&path.display().to_string())];
    rules.iter().flat_map(option).collect()
}

/// A word as a shell takes it.
pub(crate) fn shell_word(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-".contains(letter);
    match word {
        _ if !word.is_empty() && word.chars().all(is_plain) => word.to_owned(),
        _ if !word.contains(['"', '\\', '$', '`', '!']) => format!("\"{word}\""),
        _ => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// The documents as they were in a revision, as if they had been reviewed there.
fn at_revision(session: &mut Session, pack: &Pack, revision: &str) -> Result<Baseline, Diagnostic> {
    let anchor = pack.files.first().map_or(Path::new("."), PathBuf::as_path);
    let (commit, day) = history::revision(anchor, revision)?;
    let earlier = LazyCell::new(|| earlier_paths(pack, &commit));
    let names = pack.program.model.documents.iter().map(|document| &*document.name.text);
    let mut wrong = None;
    let documents = Documents::new(pack.document_paths.iter().zip(names).map(|(path, name)| {
        let own = Path::new(path);
        let here = history::file_at(own, &commit).map(|text| (path.clone(), text));
        let renamed = || history::renamed_since(own, &commit);
        let named = || {
            let path = earlier.get(name)?;
            Some((path.display().to_string(), history::file_at(path, &commit)?))
        };
        let (path, bytes) = here.or_else(renamed).or_else(named)?;
        let read = document_of(&bytes, &path, session.sources.next_id());
        let text = read.map_err(|error| wrong = Some(error)).unwrap_or_default();
        let id = session.sources.add(Source::new(format!("{revision}:{path}"), text.clone()));
        Some((id, text, Format::of_path(&path)))
    }));
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    let because = msg!(verify.as_it_was).text(session.language);
    let how = Acceptance { day: day.parse().unwrap_or_default(), by: revision.to_owned(), because };
    Ok(baseline(&pack.program.model, &documents, &pack.documents, &how))
}

/// Where the rules of a commit said that documents are, by the names of these.
fn earlier_paths(pack: &Pack, commit: &str) -> HashMap<String, PathBuf> {
    let mut paths = HashMap::new();
    for file in &pack.files {
        let Some(text) = history::file_at(file, commit) else { continue };
        let (rules, _) = syntax::parse(SourceId(0), &String::from_utf8_lossy(&text));
        for declaration in rules.declarations {
            if let DeclarationKind::Document { name, path, .. } = declaration.kind {
                paths.insert(name.text.to_string(), relative_to(file, &path.text));
            }
        }
    }
    paths
}

/// The texts of passages that are no more what they were: from the quote where it is the whole passage, else from
/// version control.
fn old_texts(pack: &Pack, lock: &Lock, verified: &Verified<'_>) -> HashMap<usize, String> {
    let mut earlier = HashMap::new();
    let mut texts = HashMap::new();
    for drift in verified.drifts.iter().filter(|drift| !drift.is_settled()) {
        let Some(passage) = drift.reviewed else { continue };
        let Some(entry) = lock.passages.get(passage) else { continue };
        let quote = drift.quote.normal();
        if drift.quote.is_whole() && Fingerprint::of(&quote) == entry.text {
            texts.insert(passage, quote);
        } else if let Some(path) = pack.document_paths.get(drift.document().index()) {
            let known = earlier.entry(path).or_insert_with(|| history::passages(Path::new(path)));
            texts.extend(known.get(&entry.text).map(|text| (passage, text.clone())));
        }
    }
    texts
}

/// What depends on the statements, by the scenarios beside the rules; and what is wrong with these, which no other
/// message says.
fn dependents(session: &mut Session, pack: &Pack) -> (Dependents, Vec<Diagnostic>) {
    let mut exercised = Vec::new();
    let (files, mut wrong) = if scenarios::are_beside(&pack.files) {
        scenarios::files(session, pack, &[], None).unwrap_or_else(|errors| (Vec::new(), errors))
    } else {
        (Vec::new(), Vec::new())
    };
    let env = scenarios::env(session, &pack.program);
    let empty = testing::Coverage::new(&pack.program);
    for prepared in files.into_iter().flat_map(|file| file.scenarios) {
        let mut coverage = empty.clone();
        let result = prepared
            .load_portal(&pack.program)
            .and_then(|portal| run(&env, &prepared.scenario, &portal, Some(&mut coverage)));
        match result {
            Ok(result) => exercised.push(ExercisedScenario {
                name: prepared.scenario.name.to_string(),
                span: prepared.scenario.span,
                passed: result.passed(),
                works: coverage.works(&pack.program.model),
            }),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    (Dependents::new(decided(&pack.program), exercised), wrong)
}

/// The actions that each rule decides.
fn decided(program: &Program) -> IndexVec<RuleId, Vec<ActionId>> {
    let mut decided: IndexVec<RuleId, Vec<ActionId>> =
        program.model.rules.iter().map(|_| Vec::new()).collect();
    for action in program.model.actions.ids() {
        for rule in program.rules_of(action) {
            if let Some(own) = decided.get_mut(rule).filter(|own| own.last() != Some(&action)) {
                own.push(action);
            }
        }
    }
    decided
}

impl Review<'_> {
    pub(crate) fn findings(&self) -> Findings<'_> {
        Findings {
            model: &self.pack.program.model,
            verified: &self.verified,
            lock: &self.lock,
            missing_locks: &self.missing_locks,
            against: self.against.as_deref(),
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
        let passed = |at: &usize| self.dependents.scenarios.get(*at).is_some_and(|one| one.passed);
        self.consequences(citing).scenarios.into_iter().filter(passed).collect()
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

    /// Those of them that are no problem: the lock stands in for them, or nothing cites them.
    pub(crate) fn unchecked(&self) -> impl Iterator<Item = DocumentId> {
        let lost = self.verified.drifts.iter().filter(|drift| drift.status != CitationStatus::Absent);
        let lost: HashSet<DocumentId> = lost.map(Drift::document).collect();
        self.absent().filter(move |document| !lost.contains(document))
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
