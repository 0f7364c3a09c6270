//! What was verified, for people.

use crate::base::message::{Joint, List};
use crate::base::{Message, Span, msg};
use crate::cli::io::review::Review;
use crate::cli::output::render::{Report, draw, paragraph, visible};
use crate::cli::output::repository::in_repository;
use crate::cli::output::verify::block::draw_block;
use crate::cli::output::verify::not_bound::not_bound;
use crate::cli::output::verify::originals;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::citations::Citing;
use crate::documents::coverage::{Coverage, SentenceCoverage};
use crate::documents::drift::CitationStatus;
use crate::documents::problems::Problem;
use crate::documents::verify::{ConflictStatus, UnreadChange};
use crate::model::name_in;
use crate::values::ids::DocumentId;
use std::collections::HashMap;

/// Every problem with its excerpts, then what there is in all.
pub(crate) fn human(session: &Session, report: &VerifyReport<'_>, detail: Detail, listed: bool) -> String {
    let (findings, problems) = (&report.findings, &report.problems);
    let whole = || findings.causes(problems).into_iter().flat_map(|cause| cause.in_one(problems));
    let mut text: String = match detail {
        _ if session.quiet => whole().map(|problem| line(session, &problem)).collect(),
        Detail::Explained => whole().map(|problem| frame(session, &problem)).collect(),
        Detail::Brief => {
            let place = |span| session.line_place(span);
            let model = &report.review.pack.program.model;
            findings.blocks(problems, place).iter().map(|block| draw_block(session, model, block)).collect()
        }
    };
    // Where nothing stands on the documents yet, what they state is what there is to see.
    let cites_nothing = report.review.pack.program.model.citations().next().is_none();
    let listed = listed || cites_nothing && !session.quiet;
    if listed {
        text.push_str(&sentences(session, report.review, cites_nothing));
    }
    // Beside what has to be done, what is well is not told.
    let tells_all = report.holds() || listed || detail == Detail::Explained;
    text.push_str(&summary(session, report, tells_all && !session.quiet));
    if tells_all || session.quiet {
        text.push_str(&not_bound(session, report, listed));
    }
    text
}

/// How much is told of each problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What a person needs to act, a block for each cause.
    Brief,
    /// The places in their texts, and all that hangs on them by name.
    Explained,
}

/// As compilers write it.
fn line(session: &Session, problem: &Problem) -> String {
    let diagnostic = &problem.diagnostic;
    let label = diagnostic.labels.first();
    let place = label.map_or(String::new(), |label| {
        let (name, place) = (session.sources.name(label.span), session.place(label.span));
        format!("{}{}: ", in_repository(name), place.strip_prefix(name).unwrap_or_default())
    });
    visible(&format!("{place}{}: {}", diagnostic.code, diagnostic.message.text(session.language))) + "\n"
}

pub(super) fn frame(session: &Session, problem: &Problem) -> String {
    let mut report = Report::from(&problem.diagnostic);
    report.help.splice(0..0, problem.lines().cloned());
    draw(&report, &session.sources, &session.style) + "\n"
}

/// The sentences by document, each with its state.
fn sentences(session: &Session, review: &Review<'_>, cites_nothing: bool) -> String {
    let language = session.language;
    let (verified, model) = (&review.verified, &review.pack.program.model);
    let mut text = String::new();
    for (number, path) in review.pack.document_paths.iter().enumerate() {
        let document = DocumentId::at(number);
        let mut own = verified.normative_of(document).peekable();
        if own.peek().is_some() {
            let is_reading = model.documents.get(document).is_some_and(|own| own.reading);
            let basis = if is_reading {
                format!(" ({})", msg!(verdict.our_reading).text(language))
            } else {
                String::new()
            };
            text.push_str(&format!("{}{basis}\n", visible(path)));
        }
        for sentence in own {
            let (sign, color, coverage) = match sentence.coverage {
                Coverage::Covered => ("✓", "1;32", "covered"),
                Coverage::Aside => ("○", "1;36", "aside"),
                Coverage::Partial => ("◐", "1;33", "partial"),
                Coverage::Stale => ("!", "1;31", "stale"),
                Coverage::Uncovered => ("✗", "1;31", "uncovered"),
            };
            let span = verified.annotated.span_of(document, sentence.sentence..sentence.sentence + 1);
            let line = span.map_or_else(|| 0.into(), |span| session.line_or_place(span));
            let name = |citing: &Citing| match citing {
                Citing::Aside(_) => msg!(verify.aside),
                citing => Message::verbatim(citing.name(model)),
            };
            let citing = verified.citing(sentence);
            let shown = review.shown(session, sentence);
            let words = if let Some(why) = section_of(session, review, sentence) {
                msg!(verify.sentence_cited, line = line, coverage = coverage, text = shown, citing = why)
            } else if cites_nothing {
                msg!(verify.sentence_alone, line = line, text = shown)
            } else if citing.is_empty() || sentence.coverage == Coverage::Aside {
                msg!(verify.sentence, line = line, coverage = coverage, text = shown)
            } else {
                let citing = commas(citing.iter().map(name));
                msg!(verify.sentence_cited, line = line, coverage = coverage, text = shown, citing = citing)
            };
            let words = words.text(language);
            let sign = session.style.paint(color, sign);
            text.push_str(&format!("  {sign}{}", paragraph(&words, 1, 4, &session.style)));
            let annotations = verified.annotated.annotations(document);
            let facts = annotations.get(sentence.sentence).filter(|_| cites_nothing);
            let facts = facts.map(|own| own.facts.message().text(language)).unwrap_or_default();
            if !facts.is_empty() {
                text.push_str(&paragraph(&facts, 4, 4, &session.style));
            }
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// By which section a sentence is set aside, and why.
fn section_of(session: &Session, review: &Review<'_>, sentence: &SentenceCoverage) -> Option<Message> {
    let drift = review.verified.drifts.get(sentence.section?)?;
    let heading = &*drift.cited.citation.quote;
    let aside = drift.cited.citing().into_iter().find_map(|citing| match citing {
        Citing::Aside(aside) => review.pack.program.model.asides.get(aside),
        _ => None,
    });
    let because = &aside?.because;
    let why = name_in(because, session.language.code()).or(because.first().map(|own| &*own.text))?;
    Some(match sentence.coverage {
        Coverage::Aside => msg!(verify.aside_because, heading = heading, because = why),
        _ => msg!(verify.not_in_aside, heading = heading),
    })
}

fn summary(session: &Session, report: &VerifyReport<'_>, tells_all: bool) -> String {
    let review = report.review;
    let (verified, model) = (&review.verified, &review.pack.program.model);
    let mut lines = Vec::new();
    let mut absent: HashMap<DocumentId, usize> = HashMap::new();
    for drift in verified.drifts.iter().filter(|drift| drift.status == CitationStatus::Absent) {
        *absent.entry(drift.document()).or_default() += 1;
    }
    for document in review.unchecked() {
        let path = review.pack.document_paths.get(document.index()).map_or("", String::as_str);
        let count = absent.get(&document).copied().unwrap_or_default();
        lines.push(msg!(verify.not_checked, path = path, citations = count));
    }
    let statuses = STATUSES.into_iter().filter_map(|(status, name)| {
        let count = verified.drifts.iter().filter(|drift| drift.status == status).count();
        (count > 0).then(|| msg!(verify.citations_of, status = name, count = count))
    });
    let statuses: Vec<Message> = statuses.collect();
    if !statuses.is_empty() {
        lines.push(msg!(verify.citations, counts = commas(statuses)));
    }
    for (conflict, status) in model.conflicts.iter().zip(&verified.conflicts) {
        if *status == ConflictStatus::Settled && tells_all {
            let (id, document) = (&*conflict.id.text, model.document_name(conflict.settled_as));
            lines.push(match conflict.by.map(|rule| Citing::Rule(rule).name(model)) {
                Some(rule) => msg!(verify.settled_by, conflict = id, document = document, rule = rule),
                None => msg!(verify.settled, conflict = id, document = document),
            });
        }
    }
    if !verified.uncited.is_empty() {
        let rules = verified.uncited.iter().map(|rule| Message::verbatim(Citing::Rule(*rule).name(model)));
        lines.push(msg!(verify.uncited, count = verified.uncited.len(), rules = commas(rules)));
    }
    lines.extend(verified.unread.iter().flat_map(|change| unread(session, report, change)));
    lines.extend(originals::lines(review, &report.originals).filter(|_| tells_all));
    for (document, _) in model.documents.enumerated().filter(|(_, own)| own.reading) {
        let path = review.pack.document_paths.get(document.index()).map_or("", String::as_str);
        let count = verified.normative_of(document).count();
        if count > 0 && tells_all {
            lines.push(msg!(verify.readings, count = count, path = path));
        }
    }
    // Without a document, the shares are those of nothing.
    if review.absent().count() == model.documents.len() {
        lines.push(msg!(verify.nothing_checked, count = model.documents.len()));
    } else if tells_all || session.quiet || report.short_of.is_some() {
        lines.push(coverage(report));
    }
    lines.extend(report.too_little());
    lines.extend(report.headline().filter(|_| !session.quiet));
    lines.iter().map(|line| paragraph(&line.text(session.language), 0, 2, &session.style)).collect()
}

/// The sentences of a document that changed, and were read as stating nothing.
pub(super) fn unread(session: &Session, report: &VerifyReport<'_>, change: &UnreadChange) -> Vec<Message> {
    let (review, annotated) = (report.review, &report.review.verified.annotated);
    let span = |sentence: &usize| annotated.span_of(change.document, *sentence..*sentence + 1);
    let spans: Vec<Span> = change.sentences.iter().take(MOST_LINES).filter_map(span).collect();
    let has_lines = spans.iter().all(|span| session.place_in_document(*span).is_none());
    let shown = spans.into_iter().map(|span| session.line_or_place(span)).collect();
    let omitted = change.sentences.len().saturating_sub(MOST_LINES);
    let path = review.pack.document_paths.get(change.document.index()).map_or("", String::as_str);
    let command = report.findings.command("--unread");
    if change.is_reordered {
        return vec![msg!(verify.reordered, path = path, command = command)];
    }
    let mut told = Vec::new();
    let count = change.sentences.len();
    let (unread, gone) = (command.clone(), command.clone());
    if count > 0 {
        let lines = List { items: shown, joint: Joint::Comma, omitted };
        told.push(if has_lines {
            msg!(verify.unread_changed, count = count, path = path, lines = lines, command = unread)
        } else {
            msg!(verify.unread_in_places, count = count, path = path, places = lines, command = unread)
        });
    } else if change.gone > 0 {
        told.push(msg!(verify.unread_gone, count = change.gone, path = path, command = gone));
    }
    if change.gone_aside > 0 {
        told.push(msg!(verify.aside_gone, count = change.gone_aside, path = path, command = command));
    }
    told
}

/// More lines than these are counted, not named.
const MOST_LINES: usize = 5;

fn coverage(report: &VerifyReport<'_>) -> Message {
    let [sentences, numbers, exercised] = [report.sentences, report.numbers, report.exercised]
        .map(|share| msg!(verify.share, percent = share.percent(), reached = share.reached, all = share.all));
    msg!(verify.coverage, sentences = sentences, numbers = numbers, exercised = exercised)
}

fn commas(parts: impl IntoIterator<Item = Message>) -> List {
    List { items: parts.into_iter().map(Into::into).collect(), joint: Joint::Comma, omitted: 0 }
}

/// What became of passages, in the order of the summary, as the catalogue knows it.
const STATUSES: [(CitationStatus, &str); 9] = [
    (CitationStatus::Unchanged, "unchanged"),
    (CitationStatus::Moved, "moved"),
    (CitationStatus::Reworded, "reworded"),
    (CitationStatus::FactsChanged, "facts_changed"),
    (CitationStatus::StepChanged, "step_changed"),
    (CitationStatus::Lost, "lost"),
    (CitationStatus::Ambiguous, "ambiguous"),
    (CitationStatus::New, "new"),
    (CitationStatus::Absent, "absent"),
];
