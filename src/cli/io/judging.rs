//! Reading one state and judging actions on it, as several verbs do.

use crate::base::{Code, Diagnostic, Span};
use crate::cli::output::evidence::Resolver;
use crate::cli::output::judged::{Considered, Judged, Reason};
use crate::cli::output::proposals::proposals;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session};
use crate::eval;
use crate::eval::{
    Portal, ProposedAction, Validity, Verdict, considered, decide_proposed, explain, obligations, validity,
    why_not,
};
use crate::input::{Request, State};
use crate::model::Model;
use crate::values::Moment;
use std::path::Path;

/// What is worked out of a judged action beside its reasons.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Details {
    /// The rules that were considered and did not apply.
    pub(crate) considered: bool,
    /// What would make it allowed.
    pub(crate) proposals: bool,
}

/// [`judge_proposed`] for an action of which no more is asked.
///
/// # Errors
/// Those of [`judge_proposed`].
pub(crate) fn judge<'a>(
    session: &'a Session,
    pack: &'a Pack,
    portal: &Portal,
    request: &Request,
    details: Details,
) -> Result<Judged<'a>, Errors> {
    judge_proposed(session, pack, &ProposedAction::new(&pack.program, portal, request), details)
}

/// Judge one action, and say why and what is asked for.
///
/// # Errors
/// A calculation on which the verdict hangs leaves the range of numbers.
pub(crate) fn judge_proposed<'a>(
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
    let name = action.map_or("", |action| &*action.name.text);
    let actor =
        model.schema.actors.and_then(|actors| portal.state.id(actors, request.actor)).unwrap_or_default();
    let arguments = action.into_iter().flat_map(|action| &action.parameters).filter_map(|number| {
        let parameter = model.parameters.get(*number)?;
        let value = resolver.value(&request.arguments.get(*number)?.value, &parameter.ty);
        value.is_known().then_some((&*parameter.name.text, value))
    });
    let (until, then) = match validity(proposed, verdict) {
        Validity::Always => (None, None),
        Validity::Until(until, then) => (Some(until), Some(then)),
        Validity::AtLeastUntil(until) => (Some(until), None),
    };
    let obligations = obligations::of_action(proposed, verdict == Verdict::Allowed);
    let reasons = |list: Vec<eval::Reason<'a>>| {
        list.into_iter().map(|reason| Reason::new(resolver, name, reason)).collect::<Vec<_>>()
    };
    let considered = || {
        let found = considered(proposed, &decision);
        found.into_iter().map(|one| Considered::new(resolver, one)).collect()
    };
    let proposals = || proposals(resolver, request, why_not(proposed, &decision));
    Ok(Judged {
        action: name,
        actor: actor.to_owned(),
        at: request.at,
        verdict,
        reasons: reasons(explanation.reasons),
        obligations: obligations.into_iter().map(|found| resolver.obligation(found)).collect(),
        missing: explanation.missing,
        until,
        then,
        unsettled: reasons(explanation.unsettled),
        considered: details.considered.then(considered),
        proposals: details.proposals.then(proposals),
        arguments: arguments.collect(),
    })
}

/// A calculation left the range of numbers.
pub(crate) fn overflow(span: Span) -> Diagnostic {
    Diagnostic::error(Code::E0411, "this calculation leaves the range of 64-bit integers")
        .label(span, "and the verdict hangs on it")
}

/// A moment that was given on the command line.
pub(crate) fn moment_of(text: &str) -> Result<Moment, Diagnostic> {
    Moment::parse(text).map_err(|_| {
        Diagnostic::error(Code::E0605, format!("`{text}` is no date"))
            .help("write it as `2024-05-11` or `2024-05-11T09:00:00+03:00`")
    })
}

/// Read the one state of a file and make it ready for judging.
///
/// # Errors
/// The file cannot be read, holds no state or several, or one that does not fit the rules.
pub(crate) fn read_portal(session: &mut Session, pack: &Pack, path: &Path) -> Result<Portal, Errors> {
    let mut errors = Vec::new();
    match read_state(session, pack, path, &mut errors) {
        Some(state) if errors.is_empty() => Ok(Portal::new(&pack.program, state)),
        _ => Err(errors.into()),
    }
}

/// Read the one state of a file. Without one, the errors say why; there may be errors beside a state.
pub(crate) fn read_state(
    session: &mut Session,
    pack: &Pack,
    path: &Path,
    errors: &mut Vec<Diagnostic>,
) -> Option<State> {
    let (id, read) =
        session.read_state(path, &pack.program.model).map_err(|diagnostic| errors.push(diagnostic)).ok()?;
    let unreadable = !read.diagnostics.is_empty();
    errors.extend(read.diagnostics);
    let mut documents = read.documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(only), None) => only.state.map_err(|found| errors.extend(found)).ok(),
        (None, _) => {
            if !unreadable {
                errors.push(
                    Diagnostic::error(Code::E0410, format!("`{}` holds no state", path.display()))
                        .label(Span::new(id, 0, 0), "the file is empty"),
                );
            }
            None
        }
        (Some(_), Some(second)) => {
            errors.push(
                Diagnostic::error(Code::E0403, "one state is due here")
                    .label(second.span.at_start(), "a second document begins here"),
            );
            None
        }
    }
}

pub(crate) fn no_action() -> Diagnostic {
    Diagnostic::error(Code::E0410, "there is no action to judge")
        .help("an action is a mapping with `actor`, `action` and what is told with it")
}

/// More actions are to be judged than there is room for.
pub(crate) fn too_many_actions(model: &Model) -> Diagnostic {
    Diagnostic::error(Code::E0409, format!("more than {} actions", Request::most(model)))
        .help("judge some of them at a time")
}

/// The present instant, to the second, in the portal's time zone.
pub(crate) fn now(portal: &Portal) -> Moment {
    let now = portal.zone.at(chrono::Utc::now());
    Moment::Instant(chrono::SubsecRound::trunc_subsecs(now, 0))
}
