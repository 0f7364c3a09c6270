//! Reading one state and judging actions on it, as several verbs do.

use crate::base::{About, Code, Diagnostic, Span, msg};
use crate::cli::arguments::Format;
use crate::cli::io::texts::only_state;
use crate::cli::output::consequences::Consequences;
use crate::cli::output::evidence::Resolver;
use crate::cli::output::judged::{ActionResult, Considered, Judged, Problem, Reason, Settled, Unjudged};
use crate::cli::output::proposals::proposals;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session, TextKind};
use crate::eval::{
    self, Portal, ProposedAction, Scope, Validity, Verdict, budget, considered, decide_proposed, explain,
    obligations, search, validity,
};
use crate::input::look_alike::look_alikes;
use crate::input::reader::wrong_date;
use crate::input::{Request, State, StateText};
use crate::model::{Model, name_in};
use crate::values::Moment;
use serde::Serialize;
use std::path::Path;

/// What is worked out of a judged action beside its reasons.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Details {
    /// The rules that were considered and did not apply.
    pub(crate) considered: bool,
    /// What would make it allowed.
    pub(crate) proposals: Option<Scope>,
}

/// Judged actions, as the JSON contract has them.
#[derive(Default, Serialize)]
pub(crate) struct JudgedActions<'a> {
    pub(crate) version: u32,
    /// Whose actions they are, where all of one actor were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<&'a str>,
    pub(crate) results: Vec<ActionResult<'a>>,
}

/// [`judge_proposed`] for an action of which no more is asked.
pub(crate) fn judge<'a>(
    session: &'a Session,
    pack: &'a Pack,
    portal: &Portal,
    request: &Request,
    details: Details,
) -> Result<ActionResult<'a>, Errors> {
    judge_proposed(session, pack, &ProposedAction::new(&pack.program, portal, request), details)
}

/// Judge one action if that is within the budget, and say why and what is asked for. That it is not is told people at
/// once, and machines in its place.
///
/// # Errors
/// A calculation on which the verdict hangs leaves the range of numbers.
pub(crate) fn judge_proposed<'a>(
    session: &'a Session,
    pack: &'a Pack,
    proposed: &ProposedAction<'a, '_>,
    details: Details,
) -> Result<ActionResult<'a>, Errors> {
    if let Err(over) = budget::of_verdict(proposed, session.verdict_budget()) {
        let mut diagnostic = over.diagnostic(&pack.program);
        if let Some(place) = proposed.request.action_span {
            diagnostic = diagnostic.label(place, msg!(verdict.not_judged));
        }
        if session.format == Format::Human {
            session.report(std::slice::from_ref(&diagnostic));
        }
        let rule = over.rule.and_then(|rule| pack.program.model.rules.get(rule)).map(|rule| &*rule.id.text);
        let (action, actor) = names(pack, proposed.portal, &proposed.request);
        let message = diagnostic.message.text(session.language);
        let error = Problem { code: diagnostic.code.name(), message, rule };
        return Ok(ActionResult::OverBudget(Unjudged { action, actor, at: proposed.request.at, error }));
    }
    judge_in_budget(session, pack, proposed, details).map(|judged| ActionResult::Judged(Box::new(judged)))
}

/// What the action is called, and who acts.
fn names<'a>(pack: &'a Pack, portal: &Portal, request: &Request) -> (&'a str, String) {
    let model = &pack.program.model;
    let action = model.actions.get(request.action).map_or("", |action| &*action.name.text);
    let actor = model.schema.actors.and_then(|actors| portal.state.id(actors, request.actor));
    (action, actor.unwrap_or_default().to_owned())
}

fn judge_in_budget<'a>(
    session: &'a Session,
    pack: &'a Pack,
    proposed: &ProposedAction<'a, '_>,
    details: Details,
) -> Result<Judged<'a>, Errors> {
    let (model, portal, request) = (&pack.program.model, proposed.portal, &*proposed.request);
    let decision = decide_proposed(proposed);
    let verdict = decision.verdict;
    let explanation = explain(proposed, &decision);
    if let Some(span) = explanation.overflow {
        return Err(overflow(span).into());
    }
    let resolver = Resolver { session, pack, portal };
    let action = model.actions.get(request.action);
    let (name, actor) = names(pack, portal, request);
    let arguments = action.into_iter().flat_map(|action| &action.parameters).filter_map(|parameter| {
        let value = &request.arguments.get(*parameter)?.value;
        let parameter = model.parameters.get(*parameter)?;
        let words = resolver.in_words(value, &parameter.ty)?;
        Some((&*parameter.name.text, words))
    });
    let (until, then) = match validity(proposed, verdict) {
        Validity::Always => (None, None),
        Validity::Until(until, then) => (Some(until), Some(then)),
        Validity::AtLeastUntil(until) => (Some(until), None),
    };
    let obligations = obligations::of_action(proposed, verdict == Verdict::Allowed);
    let reasons = |list: Vec<eval::Reason<'a>>| {
        list.into_iter().map(|reason| Reason::new(resolver, action, reason)).collect::<Vec<_>>()
    };
    let considered = || {
        let found = considered(proposed, &decision);
        found.into_iter().map(|one| Considered::new(resolver, one)).collect()
    };
    let search = details.proposals.map(|scope| search(proposed, &decision, scope));
    let search_stopped = search.as_ref().is_some_and(|search| search.stopped);
    let rights_left_out = search.as_ref().is_some_and(|search| search.left_out);
    let effects = (verdict == Verdict::Allowed).then(|| Consequences::of(resolver, proposed));
    let (grounds, unsettled) = (reasons(explanation.reasons), reasons(explanation.unsettled));
    let settled = Settled::by_rules(resolver, &grounds.iter().chain(&unsettled).collect::<Vec<_>>());
    let proposals = search.map(|search| proposals(resolver, request, search.proposals));
    Ok(Judged {
        action: name,
        called: action.and_then(|own| name_in(&own.called, session.language.code())).unwrap_or(name),
        actor,
        at: request.at,
        zone: portal.zone,
        verdict,
        reasons: grounds,
        obligations: obligations.into_iter().map(|found| resolver.obligation(found)).collect(),
        missing: explanation.missing,
        until,
        then,
        unsettled,
        effects,
        settled,
        considered: details.considered.then(considered),
        proposals,
        search_stopped,
        rights_left_out,
        arguments: arguments.collect(),
    })
}

/// A calculation left the range of numbers.
pub(crate) fn overflow(span: Span) -> Diagnostic {
    Diagnostic::error(Code::E0411, msg!(verdict.overflow)).label(span, msg!(verdict.overflow_here))
}

/// A moment that was given on the command line.
///
/// # Errors
/// E0605.
pub(crate) fn moment_of(text: &str) -> Result<Moment, Diagnostic> {
    Moment::parse(text).map_err(|_| {
        let found = Diagnostic::error(Code::E0605, msg!(cli.not_a_moment, text = text));
        Diagnostic { code: Code::E0605, ..wrong_date(text, None, found) }
    })
}

/// [`read_state`], made ready for judging.
pub(crate) fn read_portal(session: &mut Session, pack: &Pack, path: &Path) -> Result<Portal, Errors> {
    Ok(Portal::new(&pack.program, read_state(session, pack, path)?))
}

/// Read the one state of a file.
///
/// # Errors
/// The file cannot be read, holds no state or several, or one that does not fit the rules.
pub(crate) fn read_state(session: &mut Session, pack: &Pack, path: &Path) -> Result<State, Vec<Diagnostic>> {
    let read = session.open(path, TextKind::Data);
    let read = read.and_then(|open| session.read_states(open, &pack.program.model));
    let (id, StateText { documents, mut diagnostics }) = read.map_err(|error| vec![error])?;
    let only = only_state(
        documents,
        |own| own.span,
        (session.sources.name(Span::new(id, 0, 0)), id),
        &pack.program.model,
        diagnostics.is_empty(),
    );
    match only.map_err(Vec::from_iter).and_then(|only| only.state) {
        Ok(state) if diagnostics.is_empty() => {
            session.report(&look_alikes(&pack.program.model, &state));
            return Ok(state);
        }
        other => diagnostics.extend(other.err().into_iter().flatten()),
    }
    Err(diagnostics)
}

pub(crate) fn no_action() -> Diagnostic {
    Diagnostic::error(Code::E0410, msg!(cli.no_action)).help(msg!(data.write_an_action))
}

/// More actions are to be judged than there is room for.
pub(crate) fn too_many_actions(model: &Model) -> Diagnostic {
    Diagnostic::error(Code::E0409, msg!(cli.too_many_actions, most = Request::most(model)))
        .help(msg!(cli.fewer_actions_at_a_time))
}

/// The present instant, to the second, in the portal's time zone.
pub(crate) fn now(portal: &Portal) -> Moment {
    let now = portal.zone.at(chrono::Utc::now());
    Moment::Instant(chrono::SubsecRound::trunc_subsecs(now, 0))
}

/// A state in place of an action and an action in place of the state are one mistake. Where the state could not be opened,
/// another place of the arguments says nothing.
pub(crate) fn swapped(mut errors: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if errors.iter().any(|error| matches!(error.code, Code::E0601 | Code::E0605)) {
        errors.retain(|error| error.about != Some(About::StateForAction));
    }
    let position = |about: &About| errors.iter().position(|error| error.about.as_ref() == Some(about));
    if let Some(first) = position(&About::ActionForState)
        && let Some(second) = position(&About::StateForAction)
    {
        let second = errors.remove(second);
        if let Some(first) = errors.get_mut(first) {
            first.labels.extend(second.labels);
            first.message = msg!(data.swapped);
        }
    }
    errors
}
