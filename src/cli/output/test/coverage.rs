//! What of the rules scenarios reach, for people and for machines.

use crate::base::message::Argument;
use crate::base::{Message, msg};
use crate::cli::output::evidence::Cited;
use crate::cli::output::json::joined;
use crate::cli::output::render::paragraph;
use crate::cli::output::test::checks::joined as listed;
use crate::cli::output::test::report::TestReport;
use crate::cli::session::Session;
use crate::documents::citations::Citing;
use crate::testing::coverage::{Count, Side, Sides};
use serde_json::{Value as Json, json};

/// What is reached, line by line: rules, exceptions, actions, passages.
pub(crate) fn human(session: &Session, report: &TestReport<'_>) -> String {
    let Some(coverage) = &report.coverage else { return String::new() };
    let model = &report.pack.program.model;
    let mut table = Table { session, text: String::new() };
    table.head(&msg!(test.rules));
    for one in &coverage.rules {
        let (rule, sides) = (Citing::Rule(one.rule).name(model), sides(one.sides));
        let line = if one.also_forbids {
            msg!(test.also_forbids, rule = rule, sides = sides)
        } else {
            msg!(test.rule, rule = rule, sides = sides)
        };
        table.line(one.sides.whole(), &line);
    }
    if !coverage.exceptions.is_empty() {
        table.head(&msg!(test.exceptions));
        for one in &coverage.exceptions {
            let (role, action) = (Citing::Role(one.role).name(model), Citing::Action(one.action).name(model));
            table.line(one.reached, &Message::verbatim(format!("{role}: {action}")));
        }
    }
    table.head(&msg!(test.actions));
    for one in &coverage.actions {
        let (action, sides) = (Citing::Action(one.action).name(model), sides(one.sides));
        let line = msg!(test.action, action = action, judged = one.judged, sides = sides);
        table.line(one.sides.whole(), &line);
    }
    let passages = coverage.passages(model);
    if !passages.is_empty() {
        table.head(&msg!(test.passages));
        for one in &passages {
            let cited = Cited::new(session, report.pack, one.citation);
            table.line(one.reached, &Message::verbatim(cited.on_one_line()));
        }
    }
    table.text + "\n"
}

struct Table<'f> {
    session: &'f Session,
    text: String,
}

impl Table<'_> {
    fn head(&mut self, title: &Message) {
        self.text.push_str(&format!("{}\n", title.text(self.session.language)));
    }

    fn line(&mut self, reached: bool, line: &Message) {
        let style = &self.session.style;
        let sign = if reached { style.paint("1;32", "✓") } else { style.paint("1;33", "·") };
        let words = line.text(self.session.language);
        self.text.push_str(&format!("  {sign}{}", paragraph(&words, 1, 4, style)));
    }
}

/// The sides that can be reached, each with a sign of whether it was.
fn sides(sides: Sides) -> Argument {
    let one = |(side, reached): (Side, bool)| match reached {
        true => msg!(test.reached, side = word(side)),
        false => msg!(test.not_reached, side = word(side)),
    };
    listed(sides.iter().map(one))
}

fn word(side: Side) -> Message {
    msg!(test.side, side = side.name())
}

/// How much is reached in all, and the least share where it is too small.
pub(crate) fn sum(session: &Session, count: Count, short: Option<(u64, u64)>) -> String {
    let Count { reached, all } = count;
    let (percent, least) = (count.percent(), least(short));
    let line = msg!(test.coverage, percent = percent, reached = reached, all = all, least = least);
    paragraph(&line.text(session.language), 0, 2, &session.style)
}

/// The least share, where it is not reached.
pub(crate) fn least(short: Option<(u64, u64)>) -> Argument {
    short.map_or("none".into(), |(_, least)| least.into())
}

/// That too little is reached.
pub(crate) fn too_little(session: &Session, percent: u64, least: u64) -> String {
    msg!(test.coverage_too_low, percent = percent, least = least).text(session.language)
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
