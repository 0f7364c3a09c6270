//! What of the rules scenarios reach, for people and for machines.

use crate::cli::output::evidence::Cited;
use crate::cli::output::json::joined;
use crate::cli::output::language::{Language, say};
use crate::cli::output::render::paragraph;
use crate::cli::output::test::report::TestReport;
use crate::cli::session::Session;
use crate::documents::citations::Citing;
use crate::testing::coverage::{Count, Side, Sides};
use serde_json::{Value as Json, json};

/// What is reached, line by line: rules, exceptions, actions, passages.
pub(crate) fn human(session: &Session, report: &TestReport<'_>) -> String {
    let Some(coverage) = &report.coverage else { return String::new() };
    let (language, model) = (session.language, &report.pack.program.model);
    let mut table = Table { session, text: String::new() };
    table.head(language.say("rules", "правила"));
    for one in &coverage.rules {
        let name = Citing::Rule(one.rule).name(model);
        let also =
            if one.also_forbids { language.say(" (also forbids)", " (и запрещает)") } else { "" };
        table.sides(&format!("{name}{also}"), one.sides);
    }
    if !coverage.exceptions.is_empty() {
        table.head(language.say("exceptions of roles", "исключения ролей"));
        for one in &coverage.exceptions {
            let (role, action) = (Citing::Role(one.role).name(model), Citing::Action(one.action).name(model));
            table.line(one.reached, &format!("{role}: {action}"));
        }
    }
    table.head(language.say("actions", "действия"));
    for one in &coverage.actions {
        let name = Citing::Action(one.action).name(model);
        table.sides(&format!("{name} ({})", one.judged), one.sides);
    }
    let passages = coverage.passages(model);
    if !passages.is_empty() {
        table.head(language.say("passages", "места в документах"));
        for one in &passages {
            table.line(one.reached, &Cited::new(session, report.pack, one.citation).on_one_line());
        }
    }
    table.text + "\n"
}

struct Table<'f> {
    session: &'f Session,
    text: String,
}

impl Table<'_> {
    fn head(&mut self, title: &str) {
        self.text.push_str(&format!("{title}\n"));
    }

    fn line(&mut self, reached: bool, words: &str) {
        let style = &self.session.style;
        let sign = if reached { style.paint("1;32", "✓") } else { style.paint("1;33", "·") };
        self.text.push_str(&format!("  {sign}{}", paragraph(words, 1, 4, style)));
    }

    fn sides(&mut self, name: &str, sides: Sides) {
        let language = self.session.language;
        let sign = |reached| if reached { "✓" } else { "·" };
        let words = sides.iter().map(|(side, reached)| format!("{} {}", sign(reached), word(language, side)));
        self.line(sides.whole(), &format!("{name}: {}", words.collect::<Vec<_>>().join(", ")));
    }
}

fn word(language: Language, side: Side) -> &'static str {
    match side {
        Side::Applied => language.say("applied", "применилось"),
        Side::NotApplied => language.say("did not apply", "не применилось"),
        Side::Broken => language.say("broken", "нарушено"),
        Side::Kept => language.say("kept", "соблюдено"),
        Side::Upcoming => language.say("upcoming", "предстоит"),
        Side::Running => language.say("running", "идёт"),
        Side::NotRunning => language.say("not running", "не идёт"),
        Side::Unknown => language.say("unknown", "неизвестно"),
        Side::Allowed => language.say("allowed", "разрешено"),
        Side::Denied => language.say("denied", "запрещено"),
    }
}

/// A share in words, and the least share where it is too small.
pub(crate) fn share(
    session: &Session,
    what: &str,
    count: Count,
    further: &str,
    short: Option<(u64, u64)>,
) -> String {
    let (of, Count { reached, all }) = (session.language.say("of", "из"), count);
    let wanted = session.language.say("wanted", "нужно");
    let wanted = short.map(|(_, least)| format!(", {wanted}: {least} %")).unwrap_or_default();
    let line = format!("{what}: {} % ({reached} {of} {all}){further}{wanted}", count.percent());
    paragraph(&line, 0, 2, &session.style)
}

/// That too little is reached.
pub(crate) fn too_little(session: &Session, reached: u64, least: u64) -> String {
    say!(
        session.language,
        "the scenarios reach {reached} % of the rules, and {least} % are wanted",
        "сценарии покрывают {reached} % правил, а нужно {least} %"
    )
}

/// The same as JSON, where it was asked for.
pub(crate) fn json(session: &Session, report: &TestReport<'_>) -> Option<Json> {
    let coverage = report.coverage.as_ref()?;
    let model = &report.pack.program.model;
    let sides = |sides: Sides| {
        let sides = sides.iter().map(|(side, reached)| (side.name().to_owned(), reached.into()));
        Json::Object(sides.collect())
    };
    let rules = coverage.rules.iter().map(|one| {
        json!({
            "rule": Citing::Rule(one.rule).name(model),
            "part": if one.also_forbids { "also forbids" } else { "rule" },
            "sides": sides(one.sides),
        })
    });
    let exceptions = coverage.exceptions.iter().map(|one| {
        json!({
            "role": Citing::Role(one.role).name(model),
            "action": Citing::Action(one.action).name(model),
            "reached": one.reached,
        })
    });
    let actions = coverage.actions.iter().map(|one| {
        json!({
            "action": Citing::Action(one.action).name(model),
            "judged": one.judged,
            "sides": sides(one.sides),
        })
    });
    let passages = coverage.passages(model).into_iter().map(|one| {
        let cited = json!(Cited::new(session, report.pack, one.citation));
        joined(cited, json!({"cited_by": one.cited_by, "reached": one.reached}))
    });
    let count = coverage.count(model);
    Some(json!({
        "percent": count.percent(),
        "reached": count.reached,
        "all": count.all,
        "rules": rules.collect::<Json>(),
        "exceptions": exceptions.collect::<Json>(),
        "actions": actions.collect::<Json>(),
        "passages": passages.collect::<Json>(),
    }))
}
