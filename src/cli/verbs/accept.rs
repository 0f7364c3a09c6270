//! `ustav accept`: record that a passage was reviewed.

use crate::base::{Code, Diagnostic, msg};
use crate::cli::arguments::{Accept, Arguments, Format};
use crate::cli::io::accepting::{Accepted, accept, acceptance, check_words, write_all};
use crate::cli::io::review::{ReviewOptions, day_of, review};
use crate::cli::io::turn::Turn;
use crate::cli::io::{artefact, lockfile, originals};
use crate::cli::output::accept::AcceptReport;
use crate::cli::output::json::pretty;
use crate::cli::output::render::paragraph;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use crate::documents::originals::record as record_ties;
use crate::documents::passage::Annotated;
use serde_json::json;
use std::path::PathBuf;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Accept) -> VerbResult {
    let format = session.format_of(Format::of_verb("accept"))?;
    check_words(verb.reason.as_deref(), verb.by.as_deref())?;
    artefact::refuse(&arguments.rules, msg!(verify.kept_in_rules))?;
    let _turn = if verb.dry_run { None } else { Some(Turn::take(session, &arguments.rules)?) };
    if let Some(original) = &verb.original {
        return record_original(session, &arguments.rules, verb, format, original);
    }
    match accept(session, &arguments.rules, verb)? {
        Accepted::Recorded(report) => {
            let is_json = format == Format::Json;
            let text = if is_json { report.json(session) } else { report.human(session) };
            Ok(VerbOutput { text, exit: Exit::Success })
        }
        Accepted::Nothing(why) => {
            Ok(VerbOutput { text: format!("{}\n", why.text(session.language)), exit: Exit::Success })
        }
        Accepted::Refused(why) => {
            session.report(&why);
            let is_json = format == Format::Json;
            let text =
                if is_json { AcceptReport::refused(session, verb.dry_run, &why) } else { String::new() };
            Ok(VerbOutput { text, exit: Exit::Denied })
        }
    }
}

/// Record an original as it is now, and which of our sentences retell which of its.
fn record_original(
    session: &mut Session,
    rules: &[PathBuf],
    verb: &Accept,
    format: Format,
    option: &str,
) -> VerbResult {
    let pack = session.load_for_review(rules)?;
    let options =
        ReviewOptions { day: day_of(None)?, against: None, shows_old_texts: false, migrates: false };
    let review = review(session, &pack, &options)?;
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
    let texts = lockfile::changed(session, &review.locks, &lock);
    let files: Vec<String> = texts.iter().map(|(path, _)| path.display().to_string()).collect();
    write_all(&texts)?;
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
