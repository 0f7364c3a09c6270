//! What of the rules scenarios reach, for people and for machines.

use crate::cli::output::evidence::Cited;
use crate::cli::output::json::joined;
use crate::cli::output::language::{Language, say};
use crate::cli::output::render::paragraph;
use crate::cli::output::test::report::TestReport;
use crate::cli::session::Session;
use crate::model::Model;
use crate::testing::coverage::{Count, ExceptionCoverage, Side, Sides};
use serde_json::{Value as Json, json};

/// What is reached, line by line: rules, exceptions, actions, passages.
pub(crate) fn human(session: &Session, report: &TestReport<'_>) -> String {
    let Some(coverage) = &report.coverage else { return String::new() };
    let (language, model) = (session.language, &report.pack.program.model);
    let mut table = Table { session, text: String::new() };
    table.head(language.say("rules", "правила"));
    for one in &coverage.rules {
        let name = model.rules.get(one.rule).map_or("", |rule| &rule.id.text);
        let also =
            if one.also_forbids { language.say(" (also forbids)", " (и запрещает)") } else { "" };
        table.sides(&format!("{name}{also}"), one.sides);
    }
    if !coverage.exceptions.is_empty() {
        table.head(language.say("exceptions of roles", "исключения ролей"));
        for one in &coverage.exceptions {
            let (role, action) = names(model, one);
            table.line(one.reached, &format!("{role}: {action}"));
        }
    }
    table.head(language.say("actions", "действия"));
    for one in &coverage.actions {
        let name = model.actions.get(one.action).map_or("", |action| &action.name.text);
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
        let words: Vec<String> = sides
            .iter()
            .map(|(side, reached)| format!("{} {}", if reached { "✓" } else { "·" }, word(language, side)))
            .collect();
        self.line(sides.whole(), &format!("{name}: {}", words.join(", ")));
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

fn names<'m>(model: &'m Model, one: &ExceptionCoverage) -> (&'m str, &'m str) {
    let role = model.roles.get(one.role).map_or("", |role| &role.name.text);
    (role, model.actions.get(one.action).map_or("", |action| &action.name.text))
}

/// How much is reached in all.
pub(crate) fn sum(session: &Session, count: Count, short: Option<(u64, u64)>) -> String {
    share(session, session.language.say("coverage", "покрытие"), count, "", short)
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
            "rule": model.rules.get(one.rule).map(|rule| &rule.id.text),
            "part": if one.also_forbids { "also forbids" } else { "rule" },
            "sides": sides(one.sides),
        })
    });
    let exceptions = coverage.exceptions.iter().map(|one| {
        let (role, action) = names(model, one);
        json!({"role": role, "action": action, "reached": one.reached})
    });
    let actions = coverage.actions.iter().map(|one| {
        json!({
            "action": model.actions.get(one.action).map(|action| &action.name.text),
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
