//! `ustav check`: judge proposed actions, each on its own, against a state.

use crate::base::{Code, Diagnostic, Span};
use crate::cli::arguments::{Arguments, Check, Format};
use crate::cli::io::json_lines::Input;
use crate::cli::io::load::{Pack, StateSource};
use crate::cli::output::json::{Judged, exit_of};
use crate::cli::output::{human, json};
use crate::cli::session::{Errors, Session, VerbOutput, VerbResult};
use crate::cli::verbs::check_lines::Batch;
use crate::eval::ProposedAction;
use crate::eval::{Portal, Verdict, decide, explain, obligations, validity, why_not};
use crate::input::{Request, State};
use crate::model::Model;
use crate::values::Moment;
use std::path::Path;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Check) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let pack = session.load(&arguments.rules)?;
    let mut wrong = Vec::new();
    let state = read_state(session, &pack, &verb.state, &mut wrong);
    // Without a state nobody is known; the actions are read all the same, so that all mistakes are told at once.
    let portal = Portal::new(&pack.program, state.unwrap_or_else(|| State::empty(&pack.program.model)));
    let known = if wrong.is_empty() { Some(&portal.state) } else { None };
    let mut given = Vec::new();
    for path in &verb.actions {
        match session.read_given(path) {
            Ok(found) => given.push((path.as_path(), found)),
            Err(diagnostic) => wrong.push(diagnostic),
        }
    }
    if wrong.is_empty() && given.iter().any(|(_, given)| matches!(given, Input::Lines(_))) {
        return Batch::new(&pack, &portal, verb, format).run(session, given);
    }
    let requests = read_requests(session, &pack, known, now(&portal), given, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let judged = requests.iter().map(|request| judge_as_asked(&pack, &portal, request, verb));
    let judged = judged.collect::<Result<Vec<_>, _>>()?;
    let exit = exit_of(&judged);
    let text = if format == Format::Json {
        json::json(session, &pack, &judged)
    } else {
        human::human(session, &pack, &judged)
    };
    Ok(VerbOutput { text, exit })
}

/// Judge one action, and say of it what is asked for.
pub(crate) fn judge_as_asked<'p>(
    pack: &'p Pack,
    portal: &'p Portal,
    request: &'p Request,
    verb: &Check,
) -> Result<Judged<'p>, Errors> {
    let mut judged = judge(pack, portal, request)?;
    if verb.fix {
        judged.proposals =
            Some(why_not(&ProposedAction::new(&pack.program, portal, request), &judged.decision));
    }
    Ok(if verb.explain { judged.considering(pack) } else { judged })
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
    let stated =
        session.read_state(path, &pack.program.model).map_err(|diagnostic| wrong.push(diagnostic)).ok()?;
    let (id, documents, found) = match stated {
        StateSource::State(state, _) => return Some(*state),
        StateSource::Data(data) => data,
    };
    let unreadable = !found.is_empty();
    wrong.extend(found);
    let document = match documents.as_slice() {
        [only] => only,
        [] => {
            if !unreadable {
                wrong.push(
                    Diagnostic::error(Code::E0410, format!("`{}` holds no state", path.display()))
                        .label(Span::new(id, 0, 0), "the file is empty"),
                );
            }
            return None;
        }
        [_, second, ..] => {
            wrong.push(
                Diagnostic::error(Code::E0403, "one state is due here")
                    .label(second.span.at_start(), "a second document begins here"),
            );
            return None;
        }
    };
    State::read(&pack.program.model, document).map_err(|found| wrong.extend(found)).ok()
}

/// Read the actions of all files; without a state, whom they name is not looked up.
fn read_requests(
    session: &mut Session,
    pack: &Pack,
    known: Option<&State>,
    now: Moment,
    given: Vec<(&Path, Input)>,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<Request> {
    let mut requests = Vec::new();
    let mut read = Vec::new();
    let before = wrong.len();
    for (_, given) in given {
        // Where the state cannot be read, a stream of actions is not gone through.
        let Input::Whole(name, bytes) = given else { return requests };
        let (id, documents, found) = match session.read_data_from(name, bytes) {
            Ok(found) => found,
            Err(diagnostic) => {
                wrong.push(diagnostic);
                continue;
            }
        };
        read.push(id);
        wrong.extend(found);
        for document in &documents {
            if requests.len() > Request::most(&pack.program.model) {
                wrong.push(too_many_actions(&pack.program.model));
                return requests;
            }
            match Request::read_all(&pack.program.model, known, document, now) {
                Ok(found) => requests.extend(found),
                Err(diagnostics) => wrong.extend(diagnostics),
            }
        }
    }
    if requests.is_empty() && wrong.len() == before {
        let mut none = no_action();
        for id in read {
            none = none.label(Span::new(id, 0, 0), "nothing here");
        }
        wrong.push(none);
    }
    requests
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
