//! What was verified, for people.

use crate::cli::io::review::Review;
use crate::cli::output::language::say;
use crate::cli::output::render::{Report, draw, paragraph, visible};
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::citations::Citing;
use crate::documents::coverage::Coverage;
use crate::documents::drift::CitationStatus;
use crate::documents::problems::Problem;
use crate::documents::verify::ConflictStatus;
use crate::values::ids::DocumentId;

/// Every problem with its excerpts, then what there is in all.
pub(crate) fn human(session: &Session, report: &VerifyReport<'_>, listed: bool) -> String {
    let mut text: String = report.problems.iter().map(|problem| shown(session, problem)).collect();
    if listed {
        text.push_str(&sentences(session, report.review));
    }
    text.push_str(&summary(session, report));
    text
}

fn shown(session: &Session, problem: &Problem) -> String {
    if session.quiet {
        let diagnostic = &problem.diagnostic;
        let label = diagnostic.labels.first();
        let place = label.map(|label| format!("{}: ", session.sources.place(label.span))).unwrap_or_default();
        return visible(&format!("{place}{}: {}", diagnostic.code, diagnostic.message)) + "\n";
    }
    let mut report = Report::from(&problem.diagnostic);
    report.help.splice(0..0, problem.notes.iter().map(|note| note.as_str().into()));
    draw(&report, &session.sources, &session.style) + "\n"
}

/// The sentences by document, each with its state.
fn sentences(session: &Session, review: &Review<'_>) -> String {
    let language = session.language;
    let (verified, model) = (&review.verified, &review.pack.program.model);
    let mut text = String::new();
    for (number, path) in review.pack.document_paths.iter().enumerate() {
        let document = DocumentId::at(number);
        let mut own = verified.normative().filter(|sentence| sentence.document == document).peekable();
        if own.peek().is_some() {
            text.push_str(&format!("{}\n", visible(path)));
        }
        for sentence in own {
            let (sign, color, word) = match sentence.coverage {
                Coverage::Covered => ("✓", "1;32", language.say("covered", "покрыто")),
                Coverage::Aside => ("○", "1;36", language.say("set aside", "отложено")),
                Coverage::Partial => ("◐", "1;33", language.say("partial", "частично")),
                Coverage::Stale => ("!", "1;31", language.say("stale", "устарело")),
                Coverage::Uncovered => ("✗", "1;31", language.say("uncovered", "не покрыто")),
            };
            let passage = verified.annotated.passage(document, sentence.sentence..sentence.sentence + 1);
            let span = passage.and_then(|passage| verified.annotated.span(&passage));
            let line = span.map_or(0, |span| session.sources.line(span));
            let name = |citing: &Citing| match citing {
                Citing::Aside(_) => language.say("aside", "отложено"),
                citing => citing.name(model),
            };
            let citing = verified.citing(sentence);
            let citing: Vec<&str> = citing.iter().map(name).collect();
            let citing = match citing.as_slice() {
                [_, ..] if sentence.coverage != Coverage::Aside => format!(" ({})", citing.join(", ")),
                _ => String::new(),
            };
            let words = format!("{line}: {word}: «{}»{citing}", review.shown(session, sentence));
            let sign = session.style.paint(color, sign);
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
        let absent = verified.drifts.iter().filter(|drift| drift.status == CitationStatus::Absent);
        let count = absent.filter(|drift| drift.document() == document).count();
        lines.push(say!(
            language,
            "not checked: `{path}` is not there, citations: {count}",
            "не проверено: `{path}` отсутствует, цитат: {count}"
        ));
    }
    let statuses = STATUSES.into_iter().filter_map(|(status, english, russian)| {
        let count = verified.drifts.iter().filter(|drift| drift.status == status).count();
        (count > 0).then(|| format!("{count} {}", language.say(english, russian)))
    });
    let statuses: Vec<String> = statuses.collect();
    if !statuses.is_empty() {
        lines.push(format!("{}: {}", language.say("citations", "цитаты"), statuses.join(", ")));
    }
    for (conflict, status) in model.conflicts.iter().zip(&verified.conflicts) {
        if *status == ConflictStatus::Settled && !session.quiet {
            let (id, document) = (&conflict.id.text, model.document_name(conflict.settled_as));
            let by = conflict.by.map(|rule| Citing::Rule(rule).name(model));
            let by = by.map(|rule| say!(language, ", by {rule}", ", правило {rule}")).unwrap_or_default();
            lines.push(say!(
                language,
                "settled: {id}: in force is {document}{by}",
                "улажено: {id}: действует {document}{by}"
            ));
        }
    }
    if !verified.uncited.is_empty() {
        let rules: Vec<&str> = verified.uncited.iter().map(|rule| Citing::Rule(*rule).name(model)).collect();
        let without = language.say("rules that cite nothing", "правила без цитат");
        lines.push(format!("{without}: {}", rules.join(", ")));
    }
    let of = language.say("of", "из");
    let [sentences, numbers, exercised] = [report.sentences, report.numbers, report.exercised]
        .map(|share| format!("{} % ({} {of} {})", share.percent(), share.reached, share.all));
    let wanted = report.short_of.map(|least| say!(language, ", wanted: {least} %", ", нужно: {least} %"));
    let wanted = wanted.unwrap_or_default();
    lines.push(say!(
        language,
        "coverage: sentences {sentences}{wanted}, numbers {numbers}, exercised {exercised}",
        "покрытие: предложения {sentences}{wanted}, числа {numbers}, проверены сценариями {exercised}"
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
