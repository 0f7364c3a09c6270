//! `ustav how`: the documented steps of an action, and the conditions that it is under.

use crate::base::{Code, Diagnostic, Span, msg};
use crate::cli::arguments::{Arguments, Format, How};
use crate::cli::meant::name_meant;
use crate::cli::output::evidence::Cited;
use crate::cli::output::guide::{Condition, Guide, Parameter};
use crate::cli::output::human;
use crate::cli::output::json::pretty;
use crate::cli::output::language::{Language, Phrase};
use crate::cli::pack::Pack;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use crate::model::{
    Action, Citation, Effect, Invariant, InvariantKind, LocalizedText, Message, MessagePart, Model, Role,
    Rule, RuleKind, Step, Target, is_called, name_in,
};
use crate::values::ids::{ActionId, RoleId, RuleId};
use crate::values::{Type, Zone};

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &How) -> VerbResult {
    let format = session.format_of(Format::of_verb("how"))?;
    let pack = session.load(&arguments.rules)?;
    let actions = &pack.program.model.actions;
    let named = |action: &Action| *action.name.text == *verb.action;
    let found = actions.enumerated().find(|(_, action)| named(action));
    let found =
        found.or_else(|| actions.enumerated().find(|(_, action)| is_called(&action.called, &verb.action)));
    let (id, action) = found.ok_or_else(|| {
        let known = actions.iter().map(|action| (&*action.name.text, &*action.called));
        Diagnostic::error(Code::E0603, msg!(cli.unknown_action, action = &verb.action))
            .maybe_help(name_meant(&verb.action, &known, session.language))
    })?;
    let guide = guide(session, &pack, id, action);
    let text = if format == Format::Json { pretty(&guide) } else { human::guide(session, &guide) };
    Ok(VerbOutput { text, exit: Exit::Success })
}

fn guide<'a>(session: &'a Session, pack: &'a Pack, id: ActionId, action: &'a Action) -> Guide<'a> {
    let model = &pack.program.model;
    // What the action cannot break is no condition of it.
    let mut rules: Vec<RuleId> =
        pack.program.rules_of(id).filter(|rule| !pack.program.is_unmoved(id, *rule)).collect();
    rules.sort_unstable();
    rules.dedup();
    let rules = || rules.iter().filter_map(|rule| model.rules.get(*rule));
    let may = |role: RoleId| {
        rules().any(|rule| {
            let RuleKind::Permit(permit) = &rule.kind else { return false };
            permit.roles.as_ref().is_none_or(|roles| model.has_right(role, roles, id))
        })
    };
    let cited = |citations: &'a [Citation]| -> Vec<Cited<'a>> {
        citations.iter().map(|citation| Cited::new(session, pack, citation)).collect()
    };
    let condition = |rule: &'a Rule| Condition {
        rule: &rule.id.text,
        effect: match rule.kind {
            RuleKind::Permit(_) => "permit",
            RuleKind::Forbid(_) => "forbid",
            RuleKind::Invariant(_) => "limit",
        },
        message: template(session, &rule.messages),
        is_open: rule.messages.iter().flat_map(|message| &message.pieces).any(is_value),
        sentence: sentence(session, rule, id, action),
        citations: cited(&rule.cites),
        said_by: cited(&rule.cites)
            .into_iter()
            .filter(|one| !is_outranked(model, one, &rule.cites))
            .collect(),
    };
    let parameters = action.parameters.iter().filter_map(|parameter| model.parameters.get(*parameter));
    let code = session.language.code();
    let roles: Vec<&Role> =
        model.roles.enumerated().filter(|(role, _)| may(*role)).map(|(_, role)| role).collect();
    Guide {
        version: 1,
        action: &action.name.text,
        called: name_in(&action.called, session.language.code()),
        parameters: parameters
            .map(|own| Parameter { name: &own.name.text, ty: model.type_name(&own.ty) })
            .collect(),
        steps: steps(session.language, action).map(|(_, text)| text).collect(),
        step_citations: steps(session.language, action)
            .map(|(step, _)| cited(action.cites.get(step.cites.clone()).unwrap_or_default()))
            .collect(),
        own_citations: cited(own_cites(action)),
        roles: roles.iter().map(|role| &*role.name.text).collect(),
        roles_called: roles
            .iter()
            .map(|role| name_in(&role.called, code).unwrap_or(&role.name.text))
            .collect(),
        conditions: rules().map(condition).collect(),
        deadlines: model.rules.iter().filter(|rule| meets(action, rule)).map(condition).collect(),
        changes: action.effects.iter().map(|effect| change(session, effect)).collect(),
        citations: cited(&action.cites),
    }
}

/// A rule as it is written, without its id, which stands before it; and what else it forbids of the action.
fn sentence(session: &Session, rule: &Rule, id: ActionId, action: &Action) -> String {
    let mut sentence = one_line(session, Span { start: rule.id.span.end, ..rule.sentence });
    if let RuleKind::Invariant(invariant) = &rule.kind {
        for (_, when) in invariant.also_forbids.iter().filter(|(actions, _)| actions.contains(&id)) {
            let when = when.as_ref().map(|when| format!(" when {}", one_line(session, when.span)));
            sentence.push_str(&format!(" also forbids {}{}", action.name.text, when.unwrap_or_default()));
        }
    }
    sentence
}

/// Whether a document that is preferred to the one cited is cited besides.
fn is_outranked(model: &Model, cited: &Cited<'_>, all: &[Citation]) -> bool {
    model.preferences.iter().any(|(first, second)| {
        *second == cited.citation.document && all.iter().any(|other| other.document == *first)
    })
}

/// Whether an action gives the value that a deadline asks for.
fn meets(action: &Action, rule: &Rule) -> bool {
    let RuleKind::Invariant(Invariant { kind: InvariantKind::MustHave { field, .. }, set, .. }) = &rule.kind
    else {
        return false;
    };
    action.effects.iter().any(|effect| {
        let Effect::Set { target: Target::Field(of, own), value: Some(_), .. } = effect else { return false };
        own == field && of.ty == Type::Element(set.collection)
    })
}

fn localized(language: Language, texts: &[LocalizedText]) -> Option<Phrase> {
    language.choose(texts.iter().map(|text| (&*text.language, text.text.to_string())), Zone::UTC)
}

/// The steps that have a text, each with that in the language of the run.
fn steps(language: Language, action: &Action) -> impl Iterator<Item = (&Step, Phrase)> {
    action.how.iter().filter_map(move |step| Some((step, localized(language, &step.texts)?)))
}

/// The citations of an action that are those of no step.
fn own_cites(action: &Action) -> &[Citation] {
    let first = action.how.iter().map(|step| step.cites.end).max().unwrap_or(0);
    action.cites.get(first..).unwrap_or_default()
}

/// Whether a part of a message is known only when somebody acts.
fn is_value(part: &MessagePart) -> bool {
    !matches!(part, MessagePart::Text(_))
}

/// A message with its values left open, as the rules write them.
fn template(session: &Session, messages: &[Message]) -> Phrase {
    let part = |part: &MessagePart| match part {
        MessagePart::Text(text) => text.to_string(),
        MessagePart::Plural { forms, .. } => forms.last().map_or_else(String::new, ToString::to_string),
        MessagePart::Count => "{count}".to_owned(),
        MessagePart::Limit => "{limit}".to_owned(),
        MessagePart::Due => "{due}".to_owned(),
        MessagePart::Value(value) => format!("{{{}}}", one_line(session, value.span)),
    };
    let written =
        messages.iter().map(|message| (&*message.language, message.pieces.iter().map(part).collect()));
    session.language.choose::<String>(written, Zone::UTC).unwrap_or_default()
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
