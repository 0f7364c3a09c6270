//! Reading one state and judging actions on it, as several verbs do.

use crate::base::{Code, Diagnostic, Span};
use crate::cli::io::pack::Pack;
use crate::cli::output::json::Judged;
use crate::cli::session::{Errors, Session};
use crate::eval::ProposedAction;
use crate::eval::{Portal, Verdict, decide, explain, obligations, validity, why_not};
use crate::input::{Request, State};
use crate::model::Model;
use crate::values::Moment;
use std::path::Path;

/// What is said of a judged action beside its reasons.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Details {
    /// The rules that were considered and did not apply.
    pub(crate) considered: bool,
    /// What would make it allowed.
    pub(crate) proposals: bool,
}

/// Judge one action, and say of it what is asked for.
pub(crate) fn judge_with<'p>(
    pack: &'p Pack,
    portal: &'p Portal,
    request: &'p Request,
    details: Details,
) -> Result<Judged<'p>, Errors> {
    let mut judged = judge(pack, portal, request)?;
    if details.proposals {
        judged.proposals =
            Some(why_not(&ProposedAction::new(&pack.program, portal, request), &judged.decision));
    }
    Ok(if details.considered { judged.considering(pack) } else { judged })
}

/// Judge one action and say why.
pub(crate) fn judge<'p>(
    pack: &'p Pack,
    portal: &'p Portal,
    request: &'p Request,
) -> Result<Judged<'p>, Errors> {
    let decision = decide(&pack.program, portal, request);
    let explanation = explain(&ProposedAction::new(&pack.program, portal, request), &decision);
    if let Some(span) = explanation.overflow {
        return Err(overflow(span).into());
    }
    let obligations = obligations::of_action(
        &ProposedAction::new(&pack.program, portal, request),
        decision.verdict == Verdict::Allowed,
    );
    let holds = validity(&ProposedAction::new(&pack.program, portal, request), decision.verdict);
    Ok(Judged {
        portal,
        request,
        decision,
        explanation,
        obligations,
        holds,
        considered: None,
        proposals: None,
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
pub(crate) fn read_portal(session: &mut Session, pack: &Pack, path: &Path) -> Result<Portal, Errors> {
    let mut wrong = Vec::new();
    match read_state(session, pack, path, &mut wrong) {
        Some(state) if wrong.is_empty() => Ok(Portal::new(&pack.program, state)),
        _ => Err(wrong.into()),
    }
}

pub(crate) fn read_state(
    session: &mut Session,
    pack: &Pack,
    path: &Path,
    wrong: &mut Vec<Diagnostic>,
) -> Option<State> {
    let (id, read) =
        session.read_state(path, &pack.program.model).map_err(|diagnostic| wrong.push(diagnostic)).ok()?;
    let unreadable = !read.diagnostics.is_empty();
    wrong.extend(read.diagnostics);
    let mut documents = read.documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(only), None) => only.state.map_err(|found| wrong.extend(found)).ok(),
        (None, _) => {
            if !unreadable {
                wrong.push(
                    Diagnostic::error(Code::E0410, format!("`{}` holds no state", path.display()))
                        .label(Span::new(id, 0, 0), "the file is empty"),
                );
            }
            None
        }
        (Some(_), Some(second)) => {
            wrong.push(
                Diagnostic::error(Code::E0403, "one state is due here")
                    .label(second.span.at_start(), "a second document begins here"),
            );
            None
        }
    }
}

/// Nothing is to be judged.
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
