//! What of the rules scenarios reach, for people and for machines.

use crate::cli::output::evidence::Cited;
use crate::cli::output::language::Language;
use crate::cli::output::render::paragraph;
use crate::cli::output::test::report::TestReport;
use crate::cli::pack::Pack;
use crate::cli::session::Session;
use crate::model::Model;
use crate::testing::Coverage;
use crate::testing::coverage::{Count, ExceptionCoverage, Side, Sides};
use serde_json::{Map, Value as Json, json};

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
        let sign = self.sign(reached);
        self.text.push_str(&format!("  {sign}{}", paragraph(words, 1, 4, &self.session.style)));
    }

    fn sign(&self, reached: bool) -> String {
        match (reached, self.session.style.color) {
            (true, true) => "\x1b[1;32m✓\x1b[0m".to_owned(),
            (true, false) => "✓".to_owned(),
            (false, true) => "\x1b[1;33m·\x1b[0m".to_owned(),
            (false, false) => "·".to_owned(),
        }
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
    let Count { reached, all } = count;
    let word = session.language.say("coverage", "покрытие");
    let of = session.language.say("of", "из");
    let mut line = format!("{word}: {} % ({reached} {of} {all})", count.percent());
    if let Some((_, least)) = short {
        let wanted = session.language.say("wanted", "нужно");
        line.push_str(&format!(", {wanted}: {least} %"));
    }
    paragraph(&line, 0, 2, &session.style)
}

/// That too little is reached.
pub(crate) fn too_little(session: &Session, reached: u64, least: u64) -> String {
    match session.language {
        Language::English => {
            format!("the scenarios reach {reached} % of the rules, and {least} % are wanted")
        }
        Language::Russian => format!("сценарии покрывают {reached} % правил, а нужно {least} %"),
    }
}

/// The same as JSON, where it was asked for.
pub(crate) fn json(session: &Session, report: &TestReport<'_>) -> Option<Json> {
    let coverage = report.coverage.as_ref()?;
    let model = &report.pack.program.model;
    let sides = |sides: Sides| -> Json {
        let sides: Map<String, Json> =
            sides.iter().map(|(side, reached)| (side.name().to_owned(), reached.into())).collect();
        sides.into()
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
    let count = coverage.count(model);
    Some(json!({
        "percent": count.percent(),
        "reached": count.reached,
        "all": count.all,
        "rules": rules.collect::<Json>(),
        "exceptions": exceptions.collect::<Json>(),
        "actions": actions.collect::<Json>(),
        "passages": passages(session, report.pack, coverage),
    }))
}

fn passages(session: &Session, pack: &Pack, coverage: &Coverage) -> Json {
    let passages = coverage.passages(&pack.program.model).into_iter().map(|one| {
        let mut object = json!(Cited::new(session, pack, one.citation));
        if let Some(fields) = object.as_object_mut() {
            fields.insert("cited_by".to_owned(), json!(one.cited_by));
            fields.insert("reached".to_owned(), one.reached.into());
        }
        object
    });
    passages.collect()
}
