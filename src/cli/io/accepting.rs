//! Recording what was reviewed in a pack: in its lock, and in the quotes and asides of its rules.

use crate::base::{Code, Diagnostic, Message, msg, suggest};
use crate::cli::arguments::Accept;
use crate::cli::io::review::{Review, ReviewOptions, day_of, review};
use crate::cli::io::whole_file::{WaitingFile, write_beside};
use crate::cli::io::{history, lockfile};
use crate::cli::output::accept::AcceptReport;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session};
use crate::documents::accept::{Acceptance, ONLY_MOVED, Selection, accepted, named, opposed_texts, refusals};
use crate::documents::citations::Citing;
use crate::documents::drift::CitationStatus;
use crate::documents::passage::Passage;
use crate::documents::requote::{Edit, Requoting, edited, keys_after, misfit, replaced};
use crate::documents::set_aside::{AsideSentence, set_aside};
use crate::documents::verify::ConflictStatus;
use crate::prose::WITHIN;
use crate::prose::fingerprint::Fingerprint;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// The fewest digits by which a passage is named.
const FEWEST: usize = 4;

/// What came of it.
pub(crate) enum Accepted {
    Recorded(AcceptReport),
    /// Nothing is open.
    Nothing(Message),
    /// A person cannot say that this is right.
    Refused(Vec<Diagnostic>),
}

/// Refuse a reason or a name that says nothing.
///
/// # Errors
/// E0605.
pub(crate) fn check_words(reason: Option<&str>, by: Option<&str>) -> Result<(), Diagnostic> {
    let is_blank = |text: Option<&str>| text.is_some_and(|text| text.trim().is_empty());
    if is_blank(reason) {
        return Err(Diagnostic::error(Code::E0605, msg!(verify.empty_reason)).help(msg!(verify.say_why)));
    }
    if is_blank(by) {
        return Err(Diagnostic::error(Code::E0605, msg!(verify.empty_name)).help(msg!(verify.say_who)));
    }
    Ok(())
}

/// Record what was asked for. Whoever calls this holds the turn, or writes nothing.
///
/// # Errors
/// Those of the rules, the documents and the lock; E0512 where the rules cannot be written anew; E0603 where nothing has
/// the name; E0604.
pub(crate) fn accept(session: &mut Session, rules: &[PathBuf], verb: &Accept) -> Result<Accepted, Errors> {
    let pack = session.load_for_review(rules)?;
    let options =
        ReviewOptions { day: day_of(None)?, against: None, shows_old_texts: true, migrates: verb.migrate };
    let first = review(session, &pack, &options)?;
    let mut chosen = choose(&first, verb)?;
    let model = &pack.program.model;
    // What is quoted in place of a lost quote is looked at once it stands in the rules.
    let refused = match &verb.quote {
        Some(_) => Vec::new(),
        None => refusals(model, &first.verified, &chosen),
    };
    if !refused.is_empty() {
        return Ok(Accepted::Refused(refused));
    }
    let records = chosen.beginning
        || verb.migrate && first.lock.is_old
        || verb.unread && !first.verified.unread.is_empty();
    if chosen.is_empty() && !records {
        return Ok(Accepted::Nothing(nothing_to_accept(&first, verb)));
    }
    let how = acceptance(verb, &pack, options.day);
    let shown = |now: &Passage| first.shown_sentences(session, now.document, now.sentences.clone());
    let old_texts = first.findings().old_texts;
    let requoting = Requoting { model, verified: &first.verified, lock: &first.lock, old_texts };
    let given = verb.quote.as_deref().map(|quote| requoted(&first, &chosen, session, quote)).transpose()?;
    let found = || {
        requoting
            .edits(&chosen, &session.sources, |document, range| first.shown_range(session, document, range))
    };
    let edits = given.unwrap_or_else(found);
    let mut report = AcceptReport::new(session, &first, &chosen, &edits, verb);
    let (texts, keys, more) = if verb.aside {
        if chosen.gaps.is_empty() || !chosen.drifts.is_empty() {
            let error = Diagnostic::error(Code::E0603, msg!(verify.not_to_be_set_aside));
            return Err(error.help(msg!(verify.set_aside_what)).into());
        }
        let gaps = chosen.gaps.iter().filter_map(|(document, sentence)| {
            let annotated = &first.verified.annotated;
            let now = annotated.passage(*document, *sentence..*sentence + 1)?;
            let alike = annotated.annotations(*document).iter().filter(|own| own.text == now.text).count();
            let heading = now.under.rsplit(WITHIN).next().filter(|title| alike > 1 && !title.is_empty());
            let under = heading.map(str::to_owned);
            Some(AsideSentence { document: *document, quote: shown(&now), under })
        });
        let gaps: Vec<_> = gaps.collect();
        let (texts, keys) = set_aside(model, &session.sources, &gaps, session.language, &how.because)?;
        (texts, keys, gaps.len())
    } else if edits.is_empty() {
        report.written = record(session, &first, &chosen, &how, verb.dry_run, &[])?;
        return Ok(Accepted::Recorded(report));
    } else {
        (edited(&session.sources, &edits)?, keys_after(&first.verified, &chosen, &edits), 0)
    };
    let texts: Vec<(PathBuf, String)> = texts.into_iter().map(|(name, text)| (name.into(), text)).collect();
    let opposed = opposed_texts(model, &first.verified, &chosen);
    let (cited, passages) = (model.citations().count() + more, first.verified.drifts.len() + more);
    drop(first);
    session.overrides = texts.iter().cloned().collect();
    let pack = session.load_for_review(rules)?;
    let again = review(session, &pack, &options)?;
    // Nothing else may have changed in the rules: as many citations as before, and those that were meant.
    if pack.program.model.citations().count() != cited || again.verified.drifts.len() > passages {
        return Err(misfit(None).into());
    }
    let drifts = again.verified.drifts.iter().enumerate();
    let own = drifts.filter(|(_, drift)| keys.contains(&drift.cited.citation.into()));
    chosen.drifts = own.map(|(at, _)| at).collect();
    if verb.aside {
        chosen.gaps.clear();
    }
    let mut refused = refusals(&pack.program.model, &again.verified, &chosen);
    if refused.is_empty() {
        let now = chosen.drifts.iter().filter_map(|at| again.verified.drifts.get(*at)?.now.as_ref());
        let texts: HashSet<Fingerprint> = now.map(|now| now.text).collect();
        refused.extend(opposed.into_iter().filter(|(text, _)| texts.contains(text)).map(|(_, own)| own));
    }
    if !refused.is_empty() {
        return Ok(Accepted::Refused(refused));
    }
    if verb.quote.is_some() {
        // What is signed was found only now.
        report = AcceptReport::new(session, &again, &chosen, &edits, verb);
    }
    report.written = record(session, &again, &chosen, &how, verb.dry_run, &texts)?;
    Ok(Accepted::Recorded(report))
}

/// What writes a text in place of the one quote that is open.
fn requoted(
    review: &Review<'_>,
    chosen: &Selection,
    session: &Session,
    quote: &str,
) -> Result<Vec<Edit>, Errors> {
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut drifts = chosen.drifts.iter().filter_map(|at| review.verified.drifts.get(*at));
    match (drifts.next(), drifts.next()) {
        (Some(only), None) if !quote.is_empty() => Ok(replaced(only, &session.sources, &quote)),
        _ => Err(Diagnostic::error(Code::E0603, msg!(verify.not_one_quote))
            .help(msg!(verify.quote_by_itself))
            .into()),
    }
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

/// Who accepts it, when and why.
pub(crate) fn acceptance(verb: &Accept, pack: &Pack, day: NaiveDate) -> Acceptance {
    let because = verb.reason.clone().unwrap_or_else(|| ONLY_MOVED.to_owned());
    Acceptance { day, by: who(verb, pack), because }
}

/// Write the edited rules and the lock, all of them or none; the files in which something changes.
fn record(
    session: &Session,
    review: &Review<'_>,
    chosen: &Selection,
    how: &Acceptance,
    dry_run: bool,
    texts: &[(PathBuf, String)],
) -> Result<Vec<PathBuf>, Diagnostic> {
    let lock = accepted(&review.pack.program.model, &review.verified, &review.lock, chosen, how);
    let texts: Vec<(PathBuf, String)> =
        texts.iter().cloned().chain(lockfile::changed(session, &review.locks, &lock)).collect();
    if !dry_run {
        write_all(&texts)?;
    }
    Ok(texts.into_iter().map(|(path, _)| path).collect())
}

/// Write files, all of them or none.
pub(crate) fn write_all(texts: &[(PathBuf, String)]) -> Result<(), Diagnostic> {
    let written: Result<Vec<WaitingFile>, Diagnostic> =
        texts.iter().map(|(path, text)| write_beside(path, text)).collect();
    written?.into_iter().try_for_each(WaitingFile::finish)
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
            let is_reopened =
                |at: &usize| review.verified.conflicts.get(*at) == Some(&ConflictStatus::Reopened);
            let conflicts = citing.iter().filter_map(|own| match own {
                Citing::Conflict(conflict) => Some(*conflict),
                _ => None,
            });
            chosen.decided = conflicts.filter(is_reopened).collect();
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
