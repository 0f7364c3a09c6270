//! `ustav accept`: record that a passage was reviewed.

use crate::base::{Code, Diagnostic, SourceId, Span, suggest};
use crate::cli::arguments::{Accept, Arguments, Format};
use crate::cli::io::artefact;
use crate::cli::io::review::{Review, ReviewOptions, day_of, review};
use crate::cli::io::whole_file::{WaitingFile, write_beside};
use crate::cli::io::{history, lockfile};
use crate::cli::output::accept::AcceptReport;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::documents::accept::{Acceptance, Selection, accepted, named, refusals};
use crate::documents::drift::{CitationStatus, Drift};
use crate::syntax::{parse, print};
use crate::values::ids::DocumentId;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// The fewest digits by which a passage is named.
const FEWEST: usize = 4;
/// The longest string of a quote that is written anew, in characters; a longer one goes on in the next line.
const LONGEST: usize = 76;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Accept) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    if verb.reason.iter().chain(&verb.by).any(|text| text.trim().is_empty()) {
        return Err(Diagnostic::error(Code::E0605, "a reason and a name are not empty")
            .help("say why the rules are right as they are; whoever reads the lock later will ask")
            .into());
    }
    artefact::refuse(&arguments.rules, "what is accepted is put into the rules")?;
    let pack = session.load(&arguments.rules)?;
    let options = ReviewOptions { day: day_of(None)?, against: None };
    let first = review(session, &pack, &options)?;
    let mut chosen = choose(&first, verb)?;
    let refused = refusals(&pack.program.model, &first.verified, &chosen);
    if !refused.is_empty() {
        session.report(&refused);
        return Ok(VerbOutput { text: String::new(), exit: Exit::Denied });
    }
    if chosen.drifts.is_empty() && chosen.gaps.is_empty() {
        let nothing = session.language.say("there is nothing to accept", "принимать нечего");
        return Ok(VerbOutput { text: format!("{nothing}\n"), exit: Exit::Success });
    }
    let how = Acceptance {
        day: options.day,
        by: who(verb, &pack),
        because: verb.reason.clone().unwrap_or_else(|| "only moved".to_owned()),
    };
    let edits = edits(session, &first, &chosen);
    let texts = edited(session, &edits)?;
    let again;
    let (last, edited_pack);
    if texts.is_empty() {
        last = first;
    } else {
        let keys: HashSet<Key> = chosen
            .drifts
            .iter()
            .filter_map(|at| Some(after(first.verified.drifts.get(*at)?, &edits)))
            .flatten()
            .collect();
        let (cited, passages) = (first.pack.program.model.citations().count(), first.verified.drifts.len());
        drop(first);
        session.overrides = texts.iter().cloned().collect();
        edited_pack = session.load(&arguments.rules)?;
        again = review(session, &edited_pack, &options)?;
        // Nothing else may have changed in the rules: as many citations as before, and those that were meant.
        if again.pack.program.model.citations().count() != cited || again.verified.drifts.len() > passages {
            return Err(Diagnostic::error(Code::E0512, "the new words do not fit into the rules")
                .help("quote the document there by hand, and accept then")
                .into());
        }
        chosen.drifts = again
            .verified
            .drifts
            .iter()
            .enumerate()
            .filter(|(_, drift)| key(drift).is_some_and(|key| keys.contains(&key)))
            .map(|(at, _)| at)
            .collect();
        let refused = refusals(&again.pack.program.model, &again.verified, &chosen);
        if !refused.is_empty() {
            session.report(&refused);
            return Ok(VerbOutput { text: String::new(), exit: Exit::Denied });
        }
        last = again;
    }
    let lock = accepted(&last.pack.program.model, &last.verified, &last.lock, &chosen, &how);
    let mut files: Vec<PathBuf> = Vec::new();
    let mut written = Vec::new();
    for (path, text) in &texts {
        written.push(write_beside(path, text)?);
        files.push(path.clone());
    }
    for (path, lock) in lockfile::write(session, &last.locks, &lock)? {
        written.push(lock);
        files.push(path);
    }
    let report = AcceptReport::new(session, &last, &chosen, &files);
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

// --------------------------------------------------------------------------------- what is meant

fn choose(review: &Review<'_>, verb: &Accept) -> Result<Selection, Errors> {
    let drifts = review.verified.drifts.iter().enumerate();
    let mut chosen = Selection::default();
    if verb.moved {
        chosen.drifts =
            drifts.filter(|(_, own)| own.status == CitationStatus::Moved).map(|(at, _)| at).collect();
    } else if verb.new {
        chosen.drifts =
            drifts.filter(|(_, own)| own.status == CitationStatus::New).map(|(at, _)| at).collect();
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
            Err(Diagnostic::error(
                Code::E0603,
                format!("nothing that cites a passage, and no passage, is `{item}`"),
            )
            .maybe_help(suggest::did_you_mean(item, known))
            .into())
        }
        1 => Ok(()),
        _ => Err(Diagnostic::error(Code::E0603, format!("several passages begin with `{item}`"))
            .help("write more digits")
            .into()),
    }
}

// ------------------------------------------------------------------------------ quotes anew

/// By what a citation is known when the rules are read again: the document, the quote, the heading.
type Key = (DocumentId, String, Option<String>);

/// A place in a rule file, and what stands there from now on.
struct Edit {
    span: Span,
    text: String,
    /// The citation as it was, and as it is then.
    was: Key,
    then: Key,
}

fn key(drift: &Drift<'_>) -> Option<Key> {
    let citation = drift.cited.first()?;
    Some((citation.document, citation.quote.to_string(), citation.under.as_deref().map(str::to_owned)))
}

/// By what the citations of a drift are known after the edits.
fn after(drift: &Drift<'_>, edits: &[Edit]) -> Option<Key> {
    let own = key(drift)?;
    Some(edits.iter().find(|edit| edit.was == own).map_or(own, |edit| edit.then.clone()))
}

/// What has to be written into the rules so that they quote what was accepted.
fn edits(session: &Session, review: &Review<'_>, chosen: &Selection) -> Vec<Edit> {
    let mut edits = Vec::new();
    for drift in chosen.drifts.iter().filter_map(|at| review.verified.drifts.get(*at)) {
        let (Some(now), Some(was)) = (&drift.now, key(drift)) else { continue };
        let document = now.document;
        let elsewhere = document != was.0;
        if drift.exact && !elsewhere {
            continue;
        }
        let quote = if drift.exact {
            was.1.clone()
        } else {
            review.shown_sentences(session, now.document, now.sentences.clone())
        };
        let then = (document, quote.clone(), was.2.clone());
        for (_, citation) in &drift.cited.by {
            let (was, then) = (was.clone(), then.clone());
            if !drift.exact {
                edits.push(Edit { span: citation.span, text: strings(&quote), was, then });
            } else if let Some(span) = word_before(session, citation.span) {
                let text = review.pack.program.model.document_name(document).to_owned();
                edits.push(Edit { span, text, was, then });
            }
        }
    }
    edits
}

/// A quote as strings in a row, none of them too long to be read.
fn strings(quote: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in quote.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LONGEST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let quoted = lines.iter().map(|line| format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\"")));
    // What belongs to a declaration is indented.
    quoted.collect::<Vec<String>>().join("\n      ")
}

/// The name that stands before a quote: that of its document.
fn word_before(session: &Session, quote: Span) -> Option<Span> {
    let text = &session.sources.get(quote.source)?.text;
    let before = text.get(..quote.start as usize)?.trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    Some(Span::new(quote.source, start, before.len()))
}

/// The rule files with the edits, in their canonical form where they were in it before.
fn edited(session: &Session, edits: &[Edit]) -> Result<Vec<(PathBuf, String)>, Errors> {
    let mut by_file: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.span.source).or_default().push(edit);
    }
    let mut texts = Vec::new();
    for (file, mut edits) in by_file {
        let Some(source) = session.sources.get(file) else { continue };
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        let mut text = source.text.to_string();
        for edit in edits {
            text.replace_range(edit.span.range(), &edit.text);
        }
        let (was, _) = parse(file, &source.text);
        let (is, wrong) = parse(file, &text);
        if !wrong.is_empty() || was.declarations.len() != is.declarations.len() {
            let message = format!("the new words do not fit into `{}`", source.name);
            return Err(Diagnostic::error(Code::E0512, message)
                .help("quote the document there by hand, and accept then")
                .into());
        }
        if print(&was, &source.text) == *source.text {
            text = print(&is, &text);
        }
        texts.push((PathBuf::from(&source.name), text));
    }
    Ok(texts)
}
