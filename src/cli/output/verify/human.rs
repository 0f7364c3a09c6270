//! What was verified, for people.

use crate::cli::io::review::Review;
use crate::cli::output::render::{Report, draw, paragraph, visible};
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::citations::Citing;
use crate::documents::coverage::Coverage;
use crate::documents::drift::CitationStatus;
use crate::documents::problems::Problem;
use crate::documents::verify::{ConflictStatus, Share};
use crate::values::ids::DocumentId;

/// Every problem with its excerpts, then what there is in all.
pub(crate) fn human(session: &Session, report: &VerifyReport<'_>, listed: bool) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        text.push_str(&shown(session, problem));
    }
    if listed {
        text.push_str(&sentences(session, report.review));
    }
    text.push_str(&summary(session, report));
    text
}

fn shown(session: &Session, problem: &Problem) -> String {
    if session.quiet {
        let diagnostic = &problem.diagnostic;
        let place = diagnostic.labels.first().map(|label| format!("{}: ", session.sources.place(label.span)));
        let place = place.unwrap_or_default();
        return visible(&format!("{place}{}: {}", diagnostic.code, diagnostic.message)) + "\n";
    }
    let mut report = Report::from(&problem.diagnostic);
    report.help.splice(0..0, problem.notes.iter().cloned());
    draw(&report, &session.sources, &session.style) + "\n"
}

/// The sentences by document, each with its state.
fn sentences(session: &Session, review: &Review<'_>) -> String {
    let language = session.language;
    let model = &review.pack.program.model;
    let mut text = String::new();
    for (number, path) in review.pack.document_paths.iter().enumerate() {
        let own: Vec<_> = review
            .verified
            .normative()
            .filter(|sentence| sentence.document == DocumentId::at(number))
            .collect();
        if own.is_empty() {
            continue;
        }
        text.push_str(&format!("{}\n", visible(path)));
        for sentence in own {
            let (sign, color, word) = match sentence.coverage {
                Coverage::Covered => ("✓", "32", language.say("covered", "покрыто")),
                Coverage::Aside => ("○", "36", language.say("set aside", "отложено")),
                Coverage::Partial => ("◐", "33", language.say("partial", "частично")),
                Coverage::Stale => ("!", "31", language.say("stale", "устарело")),
                Coverage::Uncovered => ("✗", "31", language.say("uncovered", "не покрыто")),
            };
            let sign =
                if session.style.color { format!("\x1b[1;{color}m{sign}\x1b[0m") } else { sign.to_owned() };
            let passage = review
                .verified
                .annotated
                .passage(DocumentId::at(number), sentence.sentence..sentence.sentence + 1);
            let line = passage
                .and_then(|passage| review.verified.annotated.span(&passage))
                .map_or(0, |span| session.sources.line(span));
            let citing: Vec<String> = review
                .verified
                .citing(sentence)
                .into_iter()
                .map(|citing| match citing {
                    Citing::Aside(_) => language.say("aside", "отложено").to_owned(),
                    citing => citing.name(model).to_owned(),
                })
                .collect();
            let citing = if citing.is_empty() || sentence.coverage == Coverage::Aside {
                String::new()
            } else {
                format!(" ({})", citing.join(", "))
            };
            let words = format!("{line}: {word}: «{}»{citing}", review.shown(session, sentence));
            text.push_str(&format!("  {sign}{}", paragraph(&words, 1, 4, &session.style)));
        }
    }
    text.push('\n');
    text
}

fn summary(session: &Session, report: &VerifyReport<'_>) -> String {
    let language = session.language;
    let review = report.review;
    let (verified, model) = (&review.verified, &review.pack.program.model);
    let mut lines = Vec::new();
    for document in review.absent() {
        let path = review.pack.document_paths.get(document.index()).map_or("", String::as_str);
        let count = verified
            .drifts
            .iter()
            .filter(|drift| drift.status == CitationStatus::Absent)
            .filter(|drift| drift.document() == document)
            .count();
        lines.push(format!(
            "{}: `{path}` {}, {}: {count}",
            language.say("not checked", "не проверено"),
            language.say("is not there", "отсутствует"),
            language.say("citations", "цитат"),
        ));
    }
    let mut statuses = Vec::new();
    for (status, english, russian) in STATUSES {
        let count = verified.drifts.iter().filter(|drift| drift.status == status).count();
        if count > 0 {
            statuses.push(format!("{count} {}", language.say(english, russian)));
        }
    }
    let of = |share: Share, what: &str| {
        format!("{what} {} % ({} {} {})", share.percent(), share.reached, language.say("of", "из"), share.all)
    };
    if !statuses.is_empty() {
        lines.push(format!("{}: {}", language.say("citations", "цитаты"), statuses.join(", ")));
    }
    for (number, settlement) in verified.conflicts.iter().enumerate() {
        let Some(conflict) = model.conflicts.get(number) else { continue };
        if *settlement == ConflictStatus::Settled && !session.quiet {
            let document = model.document_name(conflict.settled_as);
            let by = conflict.by.and_then(|rule| model.rules.get(rule));
            let by = by.map(|rule| format!(", {} {}", language.say("by", "правило"), rule.id.text));
            lines.push(format!(
                "{} {}: {} {document}{}",
                language.say("settled:", "улажено:"),
                conflict.id.text,
                language.say("in force is", "действует"),
                by.unwrap_or_default(),
            ));
        }
    }
    if !verified.uncited.is_empty() {
        let ids = verified.uncited.iter().filter_map(|rule| model.rules.get(*rule));
        let ids: Vec<&str> = ids.map(|rule| &*rule.id.text).collect();
        lines.push(format!(
            "{}: {}",
            language.say("rules that cite nothing", "правила без цитат"),
            ids.join(", ")
        ));
    }
    let wanted = report.short_of.map(|least| format!(", {}: {least} %", language.say("wanted", "нужно")));
    lines.push(format!(
        "{}: {}{}, {}, {}",
        language.say("coverage", "покрытие"),
        of(report.figures.sentences, language.say("sentences", "предложения")),
        wanted.unwrap_or_default(),
        of(report.figures.numbers, language.say("numbers", "числа")),
        of(report.figures.exercised, language.say("exercised", "проверены сценариями")),
    ));
    lines.iter().map(|line| paragraph(line, 0, 2, &session.style)).collect()
}

/// What became of passages, in both languages.
const STATUSES: [(CitationStatus, &str, &str); 8] = [
    (CitationStatus::Unchanged, "unchanged", "без изменений"),
    (CitationStatus::Moved, "moved", "перемещено"),
    (CitationStatus::Reworded, "reworded", "переписано"),
    (CitationStatus::FactsChanged, "facts changed", "изменены факты"),
    (CitationStatus::Lost, "lost", "утрачено"),
    (CitationStatus::Ambiguous, "ambiguous", "неоднозначно"),
    (CitationStatus::New, "not reviewed", "не просмотрено"),
    (CitationStatus::Absent, "not checked", "не проверено"),
];
