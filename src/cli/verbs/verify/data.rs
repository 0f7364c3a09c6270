//! What was verified, as JSON: the same for machines and for the page that `ustav report` writes.

use crate::base::Span;
use crate::cli::session::Session;
use crate::cli::verbs::verify::Review;
use crate::documents::agreement::is_waived;
use crate::documents::citations::Citing;
use crate::documents::coverage::{NumberCoverage, SentenceCoverage};
use crate::documents::drift::Drift;
use crate::documents::verify::{ConflictStatus, Share};
use crate::model::{InvariantKind, RuleKind, Said};
use crate::prose::facts::Norm;
use crate::prose::{Text, UnitKind};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// All of it. `whole` adds the documents as they read, for the page.
pub(in crate::cli) fn json(session: &Session, review: &Review<'_>, whole: bool) -> Json {
    let verified = &review.verified;
    json!({
        "version": 1,
        "holds": review.findings().hold(),
        "figures": {
            "sentences": share(verified.covered()),
            "numbers": share(verified.bound()),
            "exercised": share(review.exercised()),
        },
        "documents": documents(session, review, whole),
        "rules": statements(session, review),
        "citations": citations(session, review),
        "contradictions": contradictions(session, review),
        "problems": problems(session, review),
        "uncited": verified.uncited.iter().map(|at| name(review, Citing::Rule(*at))).collect::<Json>(),
        "scenarios": review.dependents.scenarios.iter().map(|one| json!({
            "name": one.name,
            "file": session.sources.name(one.span),
            "line": session.sources.line(one.span),
            "passed": one.passed,
        })).collect::<Json>(),
    })
}

fn share(share: Share) -> Json {
    json!({"reached": share.reached, "all": share.all, "percent": share.percent()})
}

/// The name of a statement; an aside has none, and is called after its passage.
fn name(review: &Review<'_>, citing: Citing) -> String {
    match citing {
        Citing::Aside(number) => {
            let now = review.verified.of(citing).find_map(|(_, drift, _)| drift.now.as_ref());
            now.map_or_else(|| format!("aside-{number}"), |now| format!("aside-{}", now.text.short()))
        }
        _ => citing.name(&review.pack.model).to_owned(),
    }
}

/// How a statement is called throughout: `rule:ten-integrators`, `aside:0`.
fn key(review: &Review<'_>, citing: Citing) -> String {
    match citing {
        Citing::Aside(number) => format!("aside:{number}"),
        _ => format!("{}:{}", citing.kind(), name(review, citing)),
    }
}

fn keys(review: &Review<'_>, citing: &[Citing]) -> Json {
    citing.iter().map(|citing| key(review, *citing)).collect()
}

fn said(texts: &[Said]) -> Json {
    let texts = texts.iter().map(|said| (said.language.to_string(), Json::from(&*said.text)));
    texts.collect::<Map<String, Json>>().into()
}

/// How a sentence is called throughout.
fn sentence_id(review: &Review<'_>, document: usize, sentence: usize) -> String {
    format!("{}:{sentence}", review.pack.model.document_name_of(document))
}

// ------------------------------------------------------------------------------------- documents

fn documents(session: &Session, review: &Review<'_>, whole: bool) -> Json {
    let model = &review.pack.model;
    let listed = model.documents.iter().enumerate().map(|(number, document)| {
        let over = model.preferences.iter().filter(|(first, _)| usize::from(*first) == number);
        let over: Vec<&str> = over.map(|(_, second)| model.document_name(*second)).collect();
        let text = review.pack.documents.text(number);
        let mut told = json!({
            "name": document.name.text,
            "path": review.pack.document_paths.get(number),
            "present": text.is_some(),
            "prevails_over": over,
            "sentences": sentences(session, review, number, whole),
        });
        if let (true, Some(text), Some(fields)) = (whole, text, told.as_object_mut()) {
            fields.insert("blocks".to_owned(), blocks(session, text));
        }
        told
    });
    listed.collect()
}

/// The sentences of a document: the normative and the cited ones, or all of them.
fn sentences(session: &Session, review: &Review<'_>, document: usize, whole: bool) -> Json {
    let own = review.verified.sentences.iter().filter(|own| own.document == document);
    let known: HashMap<usize, &SentenceCoverage> = own.map(|own| (own.sentence, own)).collect();
    let annotations = review.verified.annotated.annotations(document);
    let listed = (0..annotations.len()).filter(|at| whole || known.contains_key(at));
    listed.map(|at| sentence(session, review, document, at, known.get(&at).copied())).collect()
}

fn sentence(
    session: &Session,
    review: &Review<'_>,
    document: usize,
    number: usize,
    own: Option<&SentenceCoverage>,
) -> Json {
    let annotation = review.verified.annotated.annotations(document).get(number);
    let passage = review.verified.annotated.passage(document, number..number + 1);
    let span = passage.as_ref().and_then(|passage| review.verified.annotated.span(passage));
    let citing = own.map(|own| review.verified.citing(own)).unwrap_or_default();
    let why = citing.iter().find_map(|citing| match citing {
        Citing::Aside(aside) => review.pack.model.asides.get(*aside).map(|aside| said(&aside.because)),
        _ => None,
    });
    let normative = own.filter(|own| own.norm.is_some());
    let start = review.pack.documents.text(document).and_then(|text| text.sentences.get(number));
    let start = start.map_or(0, |sentence| sentence.range.start);
    let numbers = own.into_iter().flat_map(|own| &own.numbers).map(|held| {
        let range = start + held.number.range.start..start + held.number.range.end;
        let text = review.shown_range(session, document, range);
        json!({
            "text": if text.is_empty() { held.number.to_string() } else { text },
            "number": held.number.to_string(),
            "held_by": held.by.iter().map(|citing| name(review, *citing)).collect::<Json>(),
            "waived": held.waived_by.first().map(|citing| waived(review, *citing, held)),
        })
    });
    let gap = own.is_some_and(SentenceCoverage::is_gap) && !review.findings().is_unlocked();
    let short = annotation.map(|annotation| annotation.text.short());
    json!({
        "id": sentence_id(review, document, number),
        "passage": short,
        "gap": gap,
        "accept": short.as_ref().filter(|_| gap).map(|short| review.findings().gap_command(short)),
        "text": review.shown_sentences(session, document, number..number + 1),
        "line": span.map(|span| session.sources.line(span)),
        "norm": normative.and_then(|own| own.norm).map(norm),
        "state": normative.map(|own| own.coverage),
        "why": why,
        "facts": annotation.map(|annotation| annotation.facts.words()),
        "numbers": numbers.collect::<Json>(),
        "cited_by": keys(review, &citing),
        "citations": own.map(|own| own.drifts.clone()).unwrap_or_default(),
        "scenarios": review.scenarios_of(&citing),
    })
}

/// Why a number is held although no rule states it.
fn waived(review: &Review<'_>, citing: Citing, held: &NumberCoverage) -> Json {
    let waives = review.verified.of(citing).find(|(_, _, citation)| is_waived(citation, &held.number));
    match waives {
        Some((_, _, citation)) => said(&citation.because),
        None => json!({"en": "the other reading is in force", "ru": "действует другое прочтение"}),
    }
}

fn norm(norm: Norm) -> &'static str {
    match norm {
        Norm::Prohibition => "prohibition",
        Norm::Duty => "duty",
        Norm::Only => "only",
        Norm::Bound => "bound",
        Norm::Number => "number",
        Norm::Permission => "permission",
        Norm::Advice => "advice",
    }
}

/// A document as it reads.
fn blocks(session: &Session, text: &Text) -> Json {
    let source = session.sources.get(text.source).map_or("", |source| &*source.text);
    let cells = |ranges: &[std::ops::Range<usize>]| -> Json {
        ranges.iter().map(|range| text.shown(range.clone(), source)).collect()
    };
    let told = text.units.iter().map(|unit| {
        let numbers: Vec<usize> = unit.sentences.clone().collect();
        match &unit.kind {
            UnitKind::Heading(level) => json!({"kind": "heading", "level": level, "sentences": numbers}),
            UnitKind::Paragraph => json!({"kind": "paragraph", "sentences": numbers}),
            UnitKind::Quote => json!({"kind": "quote", "sentences": numbers}),
            UnitKind::Item { depth, marker } => {
                json!({"kind": "item", "depth": depth, "marker": marker, "sentences": numbers})
            }
            UnitKind::Row => json!({
                "kind": "row",
                "cells": cells(&unit.cells),
                "headers": cells(&unit.headers),
                "sentences": numbers,
            }),
        }
    });
    told.collect()
}

// ----------------------------------------------------------------------------------------- rules

/// Everything that cites something, and every rule.
fn statements(session: &Session, review: &Review<'_>) -> Json {
    let model = &review.pack.model;
    let rules = (0..model.rules.len()).map(Citing::Rule);
    let roles = (0..model.roles.len()).map(Citing::Role);
    let actions = (0..model.actions.len()).map(Citing::Action);
    let conflicts = (0..model.conflicts.len()).map(Citing::Conflict);
    let asides = (0..model.asides.len()).map(Citing::Aside);
    let mut own: HashMap<Citing, Vec<usize>> = HashMap::new();
    for (number, drift) in review.verified.drifts.iter().enumerate() {
        for citing in drift.cited.citing() {
            own.entry(citing).or_default().push(number);
        }
    }
    let all = rules.chain(roles).chain(actions).chain(conflicts).chain(asides);
    let told = all.filter_map(|citing| {
        let citations = own.remove(&citing).unwrap_or_default();
        let told = matches!(citing, Citing::Rule(_)) || !citations.is_empty();
        told.then(|| statement(session, review, citing, &citations))
    });
    told.collect()
}

fn statement(session: &Session, review: &Review<'_>, citing: Citing, citations: &[usize]) -> Json {
    let model = &review.pack.model;
    let (span, message) = match citing {
        Citing::Rule(number) => {
            let rule = model.rules.get(number);
            (rule.map(|rule| rule.id.span), rule.map(|rule| messages(session, &rule.messages)))
        }
        Citing::Role(number) => {
            let role = model.roles.get(number);
            (role.map(|role| role.name.span), role.map(|role| messages(session, &role.messages)))
        }
        Citing::Action(number) => (model.actions.get(number).map(|action| action.name.span), None),
        Citing::Conflict(number) => {
            let conflict = model.conflicts.get(number);
            (conflict.map(|conflict| conflict.id.span), conflict.map(|conflict| said(&conflict.because)))
        }
        Citing::Aside(number) => {
            let aside = model.asides.get(number);
            (aside.map(|aside| aside.passage.span), aside.map(|aside| said(&aside.because)))
        }
    };
    let consequences = review.consequences(&[citing]);
    json!({
        "key": key(review, citing),
        "kind": kind(review, citing),
        "id": name(review, citing),
        "file": span.map(|span| session.sources.name(span)),
        "line": span.map(|span| session.sources.line(span)),
        "source": span.map(|span| source_of(session, span)),
        "message": message,
        "actions": consequences.actions,
        "citations": citations,
        "scenarios": consequences.scenarios,
    })
}

fn kind(review: &Review<'_>, citing: Citing) -> &'static str {
    let Citing::Rule(number) = citing else { return citing.kind() };
    match review.pack.model.rules.get(number).map(|rule| &rule.kind) {
        Some(RuleKind::Permit(_)) => "permit",
        Some(RuleKind::Invariant(invariant)) => match invariant.kind {
            InvariantKind::Limit(_) => "limit",
            InvariantKind::Never => "never",
            InvariantKind::MustHave { .. } | InvariantKind::Lasts { .. } => "deadline",
        },
        _ => "forbid",
    }
}

/// Messages as they are written, with `{…}` for values of the case.
fn messages(session: &Session, messages: &[crate::model::Message]) -> Json {
    use crate::model::Piece;
    let told = messages.iter().map(|message| {
        let text: String = message
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_string(),
                Piece::Value(value) => {
                    format!("{{{}}}", session.sources.text(value.span).trim_matches(['{', '}']))
                }
                Piece::Count => "{count}".to_owned(),
                Piece::Limit => "{limit}".to_owned(),
                Piece::Due => "{due}".to_owned(),
            })
            .collect();
        (message.language.to_string(), Json::from(text))
    });
    told.collect::<Map<String, Json>>().into()
}

/// The declaration around a place, as it is written: from the line that begins in the first column to the next one.
fn source_of(session: &Session, span: Span) -> String {
    const MOST_LINES: usize = 60;
    let Some(source) = session.sources.get(span.source) else { return String::new() };
    let begins = |line: &str| line.starts_with(|letter: char| !letter.is_whitespace());
    let mut first = source.line_number(span.start);
    while first > 1 && !begins(source.line(first)) {
        first -= 1;
    }
    let mut lines = vec![source.line(first)];
    for number in first + 1..first + MOST_LINES {
        let line = source.line(number);
        if line.is_empty() || begins(line) {
            break;
        }
        lines.push(line);
    }
    lines.join("\n")
}

// ------------------------------------------------------------------------------------- citations

fn citations(session: &Session, review: &Review<'_>) -> Json {
    let drifts = review.verified.drifts.iter().enumerate();
    drifts.map(|(number, drift)| citation(session, review, number, drift)).collect()
}

fn citation(session: &Session, review: &Review<'_>, number: usize, drift: &Drift<'_>) -> Json {
    let citation = drift.cited.first();
    let span = citation.map(|citation| citation.span);
    let document = citation.map(|citation| usize::from(citation.document));
    let reviewed = drift.reviewed.and_then(|at| Some((at, review.lock.passages.get(at)?)));
    let reviewed = reviewed.map(|(at, entry)| {
        json!({
            "facts": entry.facts().words(),
            "heading": entry.under,
            "accepted": entry.accepted.to_string(),
            "by": entry.by,
            "because": entry.because,
            "text": review.old_texts.get(&at),
        })
    });
    let now = drift.now.as_ref().map(|now| {
        json!({
            "document": review.pack.model.document_name_of(now.document),
            "facts": now.facts.words(),
            "heading": now.under,
            "text": review.shown_sentences(session, now.document, now.sentences.clone()),
            "line": review.verified.annotated.span(now).map(|span| session.sources.line(span)),
        })
    });
    let on = drift.now.iter().chain(&drift.others).flat_map(|now| {
        let held = if drift.is_live() { now.quoted.clone() } else { now.sentences.clone().collect() };
        held.into_iter().map(|sentence| sentence_id(review, now.document, sentence))
    });
    let changes = drift
        .changes
        .iter()
        .map(|change| json!({"what": change.kind.words(), "was": change.was, "is": change.is}));
    let found = review.consequences(&drift.cited.citing());
    json!({
        "index": number,
        "state": drift.status,
        "cited_by": keys(review, &drift.cited.citing()),
        "file": span.map(|span| session.sources.name(span)),
        "line": span.map(|span| session.sources.position(span).0),
        "column": span.map(|span| session.sources.position(span).1),
        "document": document.map(|number| review.pack.model.document_name_of(number)),
        "path": document.and_then(|number| review.pack.document_paths.get(number)),
        "under": citation.and_then(|citation| citation.under.as_deref()),
        "quote": citation.map(|citation| &citation.quote),
        "sentences": on.collect::<Json>(),
        "passage": drift.now.as_ref().map(|now| now.text.short()),
        "reviewed": reviewed,
        "now": now,
        "changes": changes.collect::<Json>(),
        "difference": review.findings().difference(drift),
        "consequences": {
            "rules": drift.cited.citing().iter().map(|citing| name(review, *citing)).collect::<Json>(),
            "scenarios": found.scenarios,
            "actions": found.actions,
        },
        "accept": review.findings().accept_command(number, drift),
    })
}

fn contradictions(session: &Session, review: &Review<'_>) -> Json {
    let model = &review.pack.model;
    let conflicts = model.conflicts.iter().enumerate().map(|(number, conflict)| {
        let state = review.verified.conflicts.get(number).copied().unwrap_or(ConflictStatus::Settled);
        let citations: Vec<usize> =
            review.verified.of(Citing::Conflict(number)).map(|(at, _, _)| at).collect();
        json!({
            "kind": "conflict",
            "id": conflict.id.text,
            "state": state,
            "citations": citations,
            "settled_as": model.document_name(conflict.settled_as),
            "rule": conflict.by.and_then(|rule| model.rules.get(rule as usize)).map(|rule| &rule.id.text),
            "until": conflict.until.map(|until| until.to_string()),
            "because": said(&conflict.because),
        })
    });
    let numbers = review.verified.disagreements.iter().map(|one| {
        json!({
            "kind": "numbers",
            "id": name(review, one.citing),
            "state": "open",
            "citations": one.agrees.into_iter().chain([one.drift]).collect::<Vec<usize>>(),
            "settled_as": Json::Null,
            "rule": name(review, one.citing),
            "until": Json::Null,
            "because": Json::Null,
            "stated": one.stated.words(),
            "says": one.number.as_ref().map(ToString::to_string),
            "line": session.sources.line(one.stated.span),
        })
    });
    conflicts.chain(numbers).collect()
}

/// What does not agree, as it is told to people.
fn problems(session: &Session, review: &Review<'_>) -> Json {
    let told = review.findings().problems().into_iter().map(|problem| {
        let span = problem.diagnostic.labels.first().map(|label| label.span);
        json!({
            "code": problem.diagnostic.code.name(),
            "message": problem.diagnostic.message,
            "file": span.map(|span| session.sources.name(span)),
            "line": span.map(|span| session.sources.position(span).0),
            "column": span.map(|span| session.sources.position(span).1),
            "cited_by": keys(review, &problem.citing),
            "notes": problem.notes,
            "help": problem.diagnostic.help,
        })
    });
    told.collect()
}
