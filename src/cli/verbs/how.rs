//! `ustav how`: the documented steps of an action, and the conditions that it is under.

use crate::base::{Code, Diagnostic, Span, suggest};
use crate::cli::arguments::{Arguments, Format, How};
use crate::cli::io::pack::Pack;
use crate::cli::output::json::{citation, pretty, quoted};
use crate::cli::output::language::Language;
use crate::cli::output::render::paragraph;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use crate::model::{
    Action, Citation, Effect, Invariant, InvariantKind, LocalizedText, Message, MessagePart, Rule, RuleKind,
    Target,
};
use crate::values::Type;
use serde_json::{Value as Json, json};
use std::fmt::Write;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &How) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let pack = session.load(&arguments.rules)?;
    let actions = &pack.program.model.actions;
    let Some((number, action)) = (0u32..).zip(actions).find(|(_, action)| *action.name.text == *verb.action)
    else {
        let known = actions.iter().map(|action| &*action.name.text);
        return Err(Diagnostic::error(Code::E0603, format!("no action is called `{}`", verb.action))
            .maybe_help(suggest::did_you_mean(&verb.action, known))
            .into());
    };
    let guide = Guide::of(session, &pack, number, action);
    let text = if format == Format::Json { guide.json(session, &pack) } else { guide.human(session, &pack) };
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// All that the rules know of an action.
struct Guide<'p> {
    action: &'p Action,
    steps: Vec<String>,
    who: Vec<&'p str>,
    rules: Vec<Condition<'p>>,
    /// The deadlines that are met by it.
    deadlines: Vec<Condition<'p>>,
    changes: Vec<String>,
}

/// A rule that concerns the action.
struct Condition<'p> {
    rule: &'p Rule,
    effect: &'static str,
    message: String,
    /// Its sentence as it is written.
    sentence: String,
}

impl<'p> Condition<'p> {
    fn of(session: &Session, rule: &'p Rule) -> Self {
        Self {
            rule,
            effect: match rule.kind {
                RuleKind::Permit(_) => "permit",
                RuleKind::Forbid(_) => "forbid",
                RuleKind::Invariant(_) => "limit",
            },
            message: template(session.language, &rule.messages),
            sentence: written(session, rule.id.span, rule.sentence),
        }
    }
}

/// Whether an action gives the value that a deadline asks for.
fn meets(action: &Action, rule: &Rule) -> bool {
    let RuleKind::Invariant(Invariant { kind: InvariantKind::MustHave { field, .. }, set, .. }) = &rule.kind
    else {
        return false;
    };
    action.effects.iter().any(|effect| match effect {
        Effect::Set { target: Target::Field(of, own), value: Some(_), .. } => {
            own == field && of.ty == Type::Element(set.collection)
        }
        _ => false,
    })
}

impl<'p> Guide<'p> {
    fn of(session: &Session, pack: &'p Pack, number: u32, action: &'p Action) -> Self {
        let plan = pack.program.kb.actions.get(number as usize);
        let filed = plan
            .into_iter()
            .flat_map(|plan| plan.permits.iter().chain(&plan.forbids).map(|filed| filed.rule));
        let staked = plan.into_iter().flat_map(|plan| &plan.impact);
        let staked =
            staked.filter_map(|stake| Some(pack.program.kb.invariants.get(stake.invariant as usize)?.rule));
        let mut numbers: Vec<u32> = filed.chain(staked).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let rules: Vec<Condition<'p>> = numbers
            .into_iter()
            .filter_map(|number| pack.program.model.rules.get(number as usize))
            .map(|rule| Condition::of(session, rule))
            .collect();
        let met = pack.program.model.rules.iter().filter(|rule| meets(action, rule));
        let may = |role: u16| {
            rules.iter().any(|condition| match &condition.rule.kind {
                RuleKind::Permit(permit) => permit
                    .roles
                    .as_ref()
                    .is_none_or(|roles| pack.program.model.has_right(role, roles, number)),
                _ => false,
            })
        };
        let roles = (0u16..).zip(&pack.program.model.roles);
        Self {
            action,
            steps: action.how.iter().filter_map(|step| said(session.language, step)).collect(),
            who: roles.filter(|(number, _)| may(*number)).map(|(_, role)| &*role.name.text).collect(),
            rules,
            deadlines: met.map(|rule| Condition::of(session, rule)).collect(),
            changes: action.effects.iter().map(|effect| change(session, effect)).collect(),
        }
    }

    fn citations(&self) -> impl Iterator<Item = &'p Citation> {
        let own = self.action.cites.iter();
        let conditions = self.rules.iter().chain(&self.deadlines);
        own.chain(conditions.flat_map(|condition| &condition.rule.cites))
    }

    fn json(&self, session: &Session, pack: &Pack) -> String {
        let cited = |cites: &[Citation]| -> Vec<Json> {
            cites.iter().map(|found| citation(session, pack, found)).collect()
        };
        let parameters: Vec<Json> = self
            .action
            .parameters
            .iter()
            .filter_map(|number| pack.program.model.parameters.get(usize::from(*number)))
            .map(
                |parameter| json!({"name": parameter.name.text, "type": pack.program.model.type_name(&parameter.ty)}),
            )
            .collect();
        let conditions = |list: &[Condition<'_>]| -> Vec<Json> {
            let json = |condition: &Condition<'_>| {
                json!({
                    "rule": condition.rule.id.text,
                    "effect": condition.effect,
                    "message": condition.message,
                    "sentence": condition.sentence,
                    "citations": cited(&condition.rule.cites),
                })
            };
            list.iter().map(json).collect()
        };
        pretty(&json!({
            "version": 1,
            "action": self.action.name.text,
            "parameters": parameters,
            "steps": self.steps,
            "roles": self.who,
            "conditions": conditions(&self.rules),
            "deadlines": conditions(&self.deadlines),
            "changes": self.changes,
            "citations": cited(&self.action.cites),
        }))
    }

    fn human(&self, session: &Session, pack: &Pack) -> String {
        let language = session.language;
        let mut text = String::new();
        let heading = |text: &mut String, english, russian| {
            let words = language.say(english, russian);
            let words = if session.look.color { format!("\x1b[1m{words}\x1b[0m") } else { words.to_owned() };
            let _ = writeln!(text, "{words}");
        };
        let _ = writeln!(text, "{}", one_line(session, self.action.name.span));
        heading(&mut text, "how", "как");
        let write = |text: &mut String, first, words: &str| {
            text.push_str(&paragraph(words, first, first + 2, &session.look));
        };
        for (at, step) in (1..).zip(&self.steps) {
            write(&mut text, 2, &format!("{at}. {step}"));
        }
        if self.steps.is_empty() {
            write(&mut text, 2, language.say("no steps are documented", "шаги не описаны"));
        }
        heading(&mut text, "who may", "кто может");
        let nobody = language.say("nobody", "никто");
        write(&mut text, 2, &if self.who.is_empty() { nobody.to_owned() } else { self.who.join(", ") });
        let conditions = |text: &mut String, list: &[Condition<'_>]| {
            for condition in list {
                write(text, 2, &format!("{}: {}", condition.rule.id.text, condition.sentence));
                if !condition.message.is_empty() {
                    write(text, 4, &condition.message);
                }
            }
        };
        if !self.deadlines.is_empty() {
            heading(&mut text, "which deadlines it meets", "какие сроки выполняет");
            conditions(&mut text, &self.deadlines);
        }
        if session.quiet {
            return text;
        }
        heading(&mut text, "under which rules", "по каким правилам");
        conditions(&mut text, &self.rules);
        if !self.changes.is_empty() {
            heading(&mut text, "what changes", "что меняется");
            self.changes.iter().for_each(|change| write(&mut text, 2, change));
        }
        if self.citations().next().is_some() {
            heading(&mut text, "documented in", "где описано");
        }
        let mut seen = std::collections::HashSet::new();
        for found in self.citations() {
            if seen.insert((found.document, found.quote.clone())) {
                write(&mut text, 2, &quoted(session, pack, found));
            }
        }
        text
    }
}

fn said(language: Language, texts: &[LocalizedText]) -> Option<String> {
    let pairs: Vec<(&str, &str)> = texts.iter().map(|said| (&*said.language, &*said.text)).collect();
    language.choose(&pairs).map(str::to_owned)
}

/// A message with the names of its values.
fn template(language: Language, messages: &[Message]) -> String {
    let written: Vec<(&str, String)> = messages
        .iter()
        .map(|message| {
            let pieces = message.pieces.iter().map(|piece| match piece {
                MessagePart::Text(text) => text.to_string(),
                MessagePart::Value(_) | MessagePart::Count | MessagePart::Limit | MessagePart::Due => {
                    "…".to_owned()
                }
            });
            (&*message.language, pieces.collect())
        })
        .collect();
    language.choose(&written).unwrap_or_default().to_owned()
}

/// The sentence of a rule behind its id, on one line.
fn written(session: &Session, id: Span, sentence: Span) -> String {
    one_line(session, Span { start: id.end, ..sentence })
}

fn one_line(session: &Session, span: Span) -> String {
    session.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A change as it is written, without the word before it.
fn change(session: &Session, effect: &Effect) -> String {
    let (Effect::Add { span, .. } | Effect::Set { span, .. }) = effect;
    let line = one_line(session, *span);
    line.split_once(' ').map_or(line.clone(), |(_, change)| change.to_owned())
}
