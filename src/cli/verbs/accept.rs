//! `ustav accept`: record that a passage was reviewed.

use crate::base::{Code, Diagnostic, Message, msg, suggest};
use crate::cli::arguments::{Accept, Arguments, Format};
use crate::cli::io::artefact;
use crate::cli::io::review::{Review, ReviewOptions, day_of, review};
use crate::cli::io::turn::Turn;
use crate::cli::io::whole_file::{WaitingFile, write_beside};
use crate::cli::io::{history, lockfile, originals};
use crate::cli::output::accept::AcceptReport;
use crate::cli::output::json::pretty;
use crate::cli::output::render::paragraph;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::documents::accept::{Acceptance, ONLY_MOVED, Selection, accepted, named, refusals};
use crate::documents::drift::CitationStatus;
use crate::documents::originals::record as record_ties;
use crate::documents::passage::Annotated;
use crate::documents::requote::{Requoting, edited, keys_after, misfit};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// The fewest digits by which a passage is named.
const FEWEST: usize = 4;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Accept) -> VerbResult {
    let format = session.format_of(Format::of_verb("accept"))?;
    let is_blank = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
    if is_blank(&verb.reason) {
        return Err(Diagnostic::error(Code::E0605, msg!(verify.empty_reason))
            .help(msg!(verify.say_why))
            .into());
    }
    if is_blank(&verb.by) {
        return Err(Diagnostic::error(Code::E0605, msg!(verify.empty_name))
            .help(msg!(verify.say_who))
            .into());
    }
    artefact::refuse(&arguments.rules, msg!(verify.kept_in_rules))?;
    let _turn = Turn::take(session, &arguments.rules)?;
    let pack = session.load_for_review(&arguments.rules)?;
    let options =
        ReviewOptions { day: day_of(None)?, against: None, shows_old_texts: true, migrates: verb.migrate };
    let first = review(session, &pack, &options)?;
    if let Some(original) = &verb.original {
        return record_original(session, &first, verb, format, original);
    }
    let mut chosen = choose(&first, verb)?;
    if let Some(refused) = refuse(session, &first, &chosen) {
        return Ok(refused);
    }
    let records = chosen.beginning
        || verb.migrate && first.lock.is_old
        || verb.unread && !first.verified.unread.is_empty();
    if chosen.drifts.is_empty() && chosen.gaps.is_empty() && !records {
        let nothing = nothing_to_accept(&first, verb).text(session.language);
        return Ok(VerbOutput { text: format!("{nothing}\n"), exit: Exit::Success });
    }
    let how = acceptance(verb, &pack, options.day);
    let (model, old_texts) = (&pack.program.model, first.findings().old_texts);
    let requoting = Requoting { model, verified: &first.verified, lock: &first.lock, old_texts };
    let edits = requoting
        .edits(&chosen, &session.sources, |document, range| first.shown_range(session, document, range));
    if edits.is_empty() {
        return record(session, &first, &chosen, &how, format, &[]);
    }
    let texts: Vec<(PathBuf, String)> =
        edited(&session.sources, &edits)?.into_iter().map(|(name, text)| (name.into(), text)).collect();
    let keys = keys_after(&first.verified, &chosen, &edits);
    let (cited, passages) = (pack.program.model.citations().count(), first.verified.drifts.len());
    drop(first);
    session.overrides = texts.iter().cloned().collect();
    let pack = session.load_for_review(&arguments.rules)?;
    let again = review(session, &pack, &options)?;
    // Nothing else may have changed in the rules: as many citations as before, and those that were meant.
    if pack.program.model.citations().count() != cited || again.verified.drifts.len() > passages {
        return Err(misfit(None).into());
    }
    let drifts = again.verified.drifts.iter().enumerate();
    let own = drifts.filter(|(_, drift)| keys.contains(&drift.cited.citation.into()));
    chosen.drifts = own.map(|(at, _)| at).collect();
    if let Some(refused) = refuse(session, &again, &chosen) {
        return Ok(refused);
    }
    record(session, &again, &chosen, &how, format, &texts)
}

/// That nothing is open, and why, where that is not because all was reviewed.
fn nothing_to_accept(review: &Review<'_>, verb: &Accept) -> Message {
    let model = &review.pack.program.model;
    let named = verb.item.iter().flat_map(|item| named(model, item)).next();
    match named.filter(|citing| review.verified.of(*citing).next().is_none()) {
        Some(citing) => msg!(verify.cites_nothing, citing = citing.message(model)),
        None => msg!(verify.nothing_to_accept),
    }
}

fn acceptance(verb: &Accept, pack: &Pack, day: NaiveDate) -> Acceptance {
    let because = verb.reason.clone().unwrap_or_else(|| ONLY_MOVED.to_owned());
    Acceptance { day, by: who(verb, pack), because }
}

/// Record an original as it is now, and which of our sentences retell which of its.
fn record_original(
    session: &mut Session,
    review: &Review<'_>,
    verb: &Accept,
    format: Format,
    option: &str,
) -> VerbResult {
    let model = &review.pack.program.model;
    let file = originals::read(session, model, option)?;
    let name = model.document_name(file.document);
    let old = review.lock.originals.get(name);
    let ours = &review.verified.annotated;
    let ties = match &verb.ties {
        Some(path) => originals::ties(session, path, &file, ours)?,
        None if old.is_some() => Vec::new(),
        None => {
            let lacks = Diagnostic::error(Code::E0605, msg!(verify.no_ties_yet, document = name));
            return Err(lacks.help(msg!(verify.write_tie)).into());
        }
    };
    let original = Annotated::new(model, &file.texts);
    let how = acceptance(verb, review.pack, day_of(None)?);
    let mut lock = review.lock.clone();
    let recorded = record_ties(old, &ties, &original, ours, file.document, &how);
    let (all, retold) =
        (recorded.sentences.len(), recorded.sentences.iter().filter(|own| !own.ours.is_empty()).count());
    lock.originals.insert(name.to_owned(), recorded);
    let written = lockfile::write(session, &review.locks, &lock)?;
    let mut files = Vec::new();
    for (path, file) in written {
        file.finish()?;
        files.push(path.display().to_string());
    }
    if format == Format::Json {
        let report = json!({
            "version": 1,
            "original": {"document": name, "sentences": all, "retold": retold},
            "written": files,
        });
        return Ok(VerbOutput { text: pretty(&report), exit: Exit::Success });
    }
    let message = msg!(verify.original_recorded, document = name, count = all, retold = retold);
    let lines = std::iter::once(message).chain(files.iter().map(|file| msg!(verify.wrote, file = file)));
    let text = lines.map(|line| paragraph(&line.text(session.language), 0, 2, &session.style)).collect();
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// Report why what was chosen cannot be accepted, if so.
fn refuse(session: &mut Session, review: &Review<'_>, chosen: &Selection) -> Option<VerbOutput> {
    let refused = refusals(&review.pack.program.model, &review.verified, chosen);
    (!refused.is_empty()).then(|| {
        session.report(&refused);
        VerbOutput { text: String::new(), exit: Exit::Denied }
    })
}

/// Write the edited rules and the lock.
fn record(
    session: &Session,
    review: &Review<'_>,
    chosen: &Selection,
    how: &Acceptance,
    format: Format,
    texts: &[(PathBuf, String)],
) -> VerbResult {
    let lock = accepted(&review.pack.program.model, &review.verified, &review.lock, chosen, how);
    let mut files: Vec<PathBuf> = Vec::new();
    let mut written = Vec::new();
    for (path, text) in texts {
        written.push(write_beside(path, text)?);
        files.push(path.clone());
    }
    for (path, lock) in lockfile::write(session, &review.locks, &lock)? {
        written.push(lock);
        files.push(path);
    }
    let report = AcceptReport::new(session, review, chosen, &files);
    let text = if format == Format::Json { report.json() } else { report.human(session) };
    written.into_iter().try_for_each(WaitingFile::finish)?;
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// Who accepts: as the option says, or as version control knows them, or the one whose machine it is.
fn who(verb: &Accept, pack: &Pack) -> String {
    let anchor = pack.files.first().map_or(Path::new("."), PathBuf::as_path);
    let user = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let by = verb.by.clone().or_else(|| history::author(anchor)).or_else(user);
    by.unwrap_or_else(|| "somebody".to_owned())
}

fn choose(review: &Review<'_>, verb: &Accept) -> Result<Selection, Errors> {
    let drifts = review.verified.drifts.iter().enumerate();
    let mut chosen = Selection { unread: verb.unread, migrates: verb.migrate, ..Selection::default() };
    if verb.moved {
        chosen.drifts =
            drifts.filter(|(_, own)| own.status == CitationStatus::Moved).map(|(at, _)| at).collect();
    } else if verb.new {
        // What was never reviewed and does not stand in one place is refused, not passed over.
        chosen.drifts = drifts.filter(|(_, own)| own.reviewed.is_none()).map(|(at, _)| at).collect();
        chosen.beginning = review.findings().is_unlocked();
    } else if let Some(item) = &verb.item {
        let citing = named(&review.pack.program.model, item);
        if citing.is_empty() {
            by_fingerprint(review, item, &mut chosen)?;
        } else {
            let own = citing.iter().flat_map(|citing| review.verified.of(*citing));
            chosen.drifts = own.filter(|(_, drift, _)| !drift.is_settled()).map(|(at, _, _)| at).collect();
        }
    }
    Ok(chosen)
}

/// The passages, or sentences that nothing covers, whose fingerprints begin so.
fn by_fingerprint(review: &Review<'_>, item: &str, chosen: &mut Selection) -> Result<(), Errors> {
    let digits = item.len() >= FEWEST && item.bytes().all(|digit| digit.is_ascii_hexdigit());
    let begins = |text: String| digits && text.starts_with(&item.to_ascii_lowercase());
    let mut texts = HashSet::new();
    for (at, drift) in review.verified.drifts.iter().enumerate() {
        if let Some(now) = drift.now.as_ref().filter(|now| begins(now.text.to_string())) {
            texts.insert(now.text);
            if !drift.is_settled() {
                chosen.drifts.insert(at);
            }
        }
    }
    for (at, drift) in review.verified.drifts.iter().enumerate() {
        let heading = review.verified.renamed_heading(drift, &review.lock);
        let heading =
            heading.and_then(|(document, at)| review.verified.annotated.annotations(document).get(at));
        if let Some(heading) = heading.filter(|own| begins(own.text.to_string())) {
            texts.insert(heading.text);
            chosen.drifts.insert(at);
            chosen.headings.extend(review.verified.renamed_heading(drift, &review.lock));
        }
    }
    for gap in review.verified.gaps() {
        let annotation = review.verified.annotated.annotations(gap.document).get(gap.sentence);
        if let Some(annotation) = annotation.filter(|annotation| begins(annotation.text.to_string())) {
            texts.insert(annotation.text);
            chosen.gaps.insert((gap.document, gap.sentence));
        }
    }
    match texts.len() {
        0 => {
            let model = &review.pack.program.model;
            let citing = review.verified.drifts.iter().flat_map(|drift| drift.cited.citing());
            let known: BTreeSet<&str> =
                citing.map(|citing| citing.name(model)).filter(|name| !name.is_empty()).collect();
            Err(Diagnostic::error(Code::E0603, msg!(verify.unknown_item, item = item))
                .maybe_help(suggest::did_you_mean(item, known))
                .into())
        }
        1 => Ok(()),
        _ => Err(Diagnostic::error(Code::E0603, msg!(verify.ambiguous_item, item = item))
            .help(msg!(verify.more_digits))
            .into()),
    }
}
