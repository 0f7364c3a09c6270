//! `ustav check`: judge proposed actions, each on its own, against a state.

use super::arguments::{Arguments, Check};
use super::load::Pack;
use super::results::{Judged, exit_of};
use super::{Done, Outcome, Session, Stopped, report, results};
use crate::eval::{Portal, decide, explain, obligations};
use crate::input::{Request, State};
use crate::values::Moment;
use crate::words::{Code, Diagnostic, Span};
use std::path::Path;

pub(super) fn run(session: &mut Session, arguments: &Arguments, verb: &Check) -> Done {
    let pack = session.load(&arguments.rules)?;
    let portal = read_portal(session, &pack, &verb.state)?;
    let requests = read_requests(session, &pack, &portal, &verb.actions)?;
    let judged =
        requests.iter().map(|request| judge(&pack, &portal, request)).collect::<Result<Vec<_>, _>>()?;
    let exit = exit_of(&judged);
    let text = if session.json {
        results::json(session, &pack, &judged)
    } else {
        report::human(session, &pack, &judged, verb.explain)
    };
    Ok(Outcome { text, exit })
}

/// Judge one action and say why.
pub(super) fn judge<'p>(
    pack: &'p Pack,
    portal: &'p Portal,
    request: &'p Request,
) -> Result<Judged<'p>, Stopped> {
    let decision = decide(&pack.model, &pack.kb, portal, request);
    let explanation = explain(&pack.model, &pack.kb, portal, request, &decision);
    if let Some(span) = explanation.overflow {
        return Err(Diagnostic::error(Code::E0411, "this calculation leaves the range of 64-bit integers")
            .label(span, "and the verdict hangs on it")
            .into());
    }
    let obligations = obligations::of_actor(&pack.kb, portal, request);
    Ok(Judged { portal, request, explanation, obligations })
}

/// Read the one state of a file.
pub(super) fn read_portal(session: &mut Session, pack: &Pack, path: &Path) -> Result<Portal, Stopped> {
    let (id, documents) = session.read_data(path)?;
    let document = match documents.as_slice() {
        [only] => only,
        [] => {
            return Err(Diagnostic::error(Code::E0410, format!("`{}` holds no state", path.display()))
                .label(Span::new(id, 0, 0), "the file is empty")
                .into());
        }
        [_, second, ..] => {
            return Err(Diagnostic::error(Code::E0403, "one state is due here")
                .label(second.span.at_start(), "a second document begins here")
                .into());
        }
    };
    let state = State::read(&pack.model, document)?;
    Ok(Portal::new(&pack.model, &pack.kb, state))
}

/// Read the actions of all files; what is wrong with any of them is told at once.
fn read_requests<P: AsRef<Path>>(
    session: &mut Session,
    pack: &Pack,
    portal: &Portal,
    paths: &[P],
) -> Result<Vec<Request>, Stopped> {
    let now = now(portal);
    let mut requests = Vec::new();
    let mut wrong = Vec::new();
    for path in paths {
        match session.read_data(path.as_ref()) {
            Ok((_, documents)) => {
                for document in &documents {
                    match Request::read_all(&pack.model, &portal.ids, document, now) {
                        Ok(read) => requests.extend(read),
                        Err(diagnostics) => wrong.extend(diagnostics),
                    }
                }
            }
            Err(Stopped(diagnostics)) => wrong.extend(diagnostics),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    if requests.is_empty() {
        let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.as_ref().display())).collect();
        return Err(Diagnostic::error(Code::E0410, format!("there is no action in {}", names.join(", ")))
            .help("an action is a mapping with `actor`, `action` and what is told with it")
            .into());
    }
    Ok(requests)
}

/// The present instant, to the second, in the portal's time zone.
pub(super) fn now(portal: &Portal) -> Moment {
    let now = chrono::Utc::now().with_timezone(&portal.zone).fixed_offset();
    Moment::Instant(chrono::SubsecRound::trunc_subsecs(now, 0))
}
