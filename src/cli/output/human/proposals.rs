//! What would make an action allowed, for people.

use crate::cli::output::judged::Judged;
use crate::cli::output::language::{Language, say};
use crate::cli::output::named_value::NamedValue;
use crate::cli::output::proposals::{Change, Proposal, Step};
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use crate::eval::Who;
use std::collections::HashSet;

pub(crate) fn proposals(session: &Session, judged: &Judged<'_>, proposals: &[Proposal<'_>]) -> String {
    let language = session.language;
    let writer = Writer { language, actor: &judged.actor };
    let title = match proposals.len() {
        0 => language
            .say("no way was found to make it allowed", "не нашлось ничего, что сделало бы это разрешённым"),
        1 => language.say("what would make it allowed:", "что сделало бы это разрешённым:"),
        _ => language.say(
            "what would make it allowed (any one of these):",
            "что сделало бы это разрешённым (любое из этого):",
        ),
    };
    let mut text = paragraph(title, 0, 2, &session.style);
    let mut quoted = HashSet::new();
    for (number, proposal) in (1..).zip(proposals) {
        let changes: Vec<String> = proposal.changes.iter().map(|change| writer.line(change)).collect();
        let (head, listed) = match changes.as_slice() {
            [only] => (only.as_str(), &[][..]),
            all => (language.say("all of this:", "всё вместе:"), all),
        };
        text.push_str(&paragraph(&format!("{number}. {head}"), 2, 5, &session.style));
        for change in listed {
            text.push_str(&paragraph(&format!("- {change}"), 5, 7, &session.style));
        }
        for obstacle in proposal.rules.iter().filter(|_| !session.quiet) {
            let stands = if obstacle.permits {
                language.say("permitted only by", "разрешает только")
            } else {
                language.say("in the way now:", "сейчас мешает")
            };
            text.push_str(&paragraph(&format!("{stands} {}", obstacle.rule), 5, 7, &session.style));
            // A passage is quoted with the first proposal that meets it.
            if quoted.insert(obstacle.rule) {
                for cited in &obstacle.citations {
                    text.push_str(&paragraph(&cited.on_one_line(), 7, 9, &session.style));
                }
            }
        }
    }
    text
}

struct Writer<'a> {
    language: Language,
    actor: &'a str,
}

impl Writer<'_> {
    /// Who can bring a change about, and what it is.
    fn line(&self, change: &Change<'_>) -> String {
        let language = self.language;
        let who = match change.who {
            Who::Actor => self.actor,
            Who::Someone => language.say("somebody else", "кто-то другой"),
            Who::Time => language.say("only time", "только время"),
            Who::Nobody if change.step.is_open() => language.say("to be found out", "надо узнать"),
            Who::Nobody => language.say("nobody here", "от людей на портале не зависит"),
        };
        format!("{who}: {}", self.step(change))
    }

    fn step(&self, change: &Change<'_>) -> String {
        let language = self.language;
        match &change.step {
            Step::Parameter { name, value, or, given } => {
                let say = match change.who {
                    Who::Actor => language.say("say", "указать"),
                    _ => language.say("with", "указав"),
                };
                format!("{say} `{name}`: {}{}", self.values(value, or), self.instead_of(given))
            }
            Step::Action { instead: true, person, .. } => {
                let actor = self.actor;
                say!(
                    language,
                    "{person} may do it in place of {actor}",
                    "{person} может сделать это вместо {actor}"
                )
            }
            Step::Action { call, others, .. } if change.who == Who::Actor => {
                let first = language.say("first do", "сначала выполнить");
                format!("{first} {call}{}", self.others(*others))
            }
            Step::Action { person, call, others, .. } => {
                let may = language.say("may first do", "может сначала выполнить");
                format!("{person} {may} {call}{}", self.others(*others))
            }
            Step::Time { from } => say!(language, "from {from} on", "начиная с {from}"),
            Step::Value { path, value, or, known, others, now } => {
                let (values, others, now) =
                    (self.values(value, or), self.others(*others), self.instead_of(now));
                match known {
                    false => {
                        say!(language, "that `{path}` is {values}{others}", "что `{path}` — {values}{others}")
                    }
                    true => say!(
                        language,
                        "if `{path}` were {values}{now}{others}",
                        "если бы `{path}` было {values}{now}{others}"
                    ),
                }
            }
            Step::Member { value, holds, known, field, noun, collection, .. } => match (holds, known) {
                (true, true) => say!(
                    language,
                    "if some {noun} had `{value}` in its `{field}`",
                    "если бы `{value}` был в `{field}` хотя бы у одного из `{collection}`"
                ),
                (true, false) => say!(
                    language,
                    "that some {noun} has `{value}` in its `{field}`",
                    "что `{value}` есть в `{field}` хотя бы у одного из `{collection}`"
                ),
                (false, _) => say!(
                    language,
                    "if no {noun} had `{value}` in its `{field}`",
                    "если бы `{value}` не было в `{field}` ни у одного из `{collection}`"
                ),
            },
            Step::Complete { path, empty: true, .. } => {
                say!(language, "that there are no `{path}`", "что `{path}` пусты")
            }
            Step::Complete { path, .. } => {
                say!(language, "that there are no other `{path}`", "что других `{path}` нет")
            }
        }
    }

    fn others(&self, count: usize) -> String {
        match count {
            0 => String::new(),
            1 => say!(self.language, " (or 1 other)", " (подойдут и другие, их ещё 1)"),
            _ => say!(self.language, " (or {count} others)", " (подойдут и другие, их ещё {count})"),
        }
    }

    /// What is there now, in contrast.
    fn instead_of(&self, now: &NamedValue) -> String {
        if now.is_known() { say!(self.language, ", not `{now}`", ", а не `{now}`") } else { String::new() }
    }

    /// A value, and others that would do as well.
    fn values(&self, value: &NamedValue, or: &[NamedValue]) -> String {
        let text = |value: &NamedValue| match value {
            NamedValue::Absent => self.language.say("left out", "не указано").to_owned(),
            value => format!("`{value}`"),
        };
        let mut all: Vec<String> = [value].into_iter().chain(or).map(text).collect();
        let last = all.pop().unwrap_or_default();
        if all.is_empty() {
            return last;
        }
        format!("{} {} {last}", all.join(", "), self.language.say("or", "или"))
    }
}
