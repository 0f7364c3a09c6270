//! `ustav check`: judge proposed actions, each on its own, against a state.

mod lines;

use crate::base::{Diagnostic, Span};
use crate::cli::arguments::{Arguments, Check, Format};
use crate::cli::io::json_lines::Input;
use crate::cli::io::judging::{Details, judge_with, no_action, now, read_state, too_many_actions};
use crate::cli::io::pack::Pack;
use crate::cli::output::json::exit_of;
use crate::cli::output::{human, json};
use crate::cli::session::{Session, VerbOutput, VerbResult};
use crate::eval::Portal;
use crate::input::{Request, State};
use crate::values::Moment;
use lines::Batch;
use std::path::Path;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Check) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let details = Details { considered: verb.explain, proposals: verb.fix };
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
        return Batch::new(&pack, &portal, details, format).run(session, given);
    }
    let requests = read_requests(session, &pack, known, now(&portal), given, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let judged = requests.iter().map(|request| judge_with(&pack, &portal, request, details));
    let judged = judged.collect::<Result<Vec<_>, _>>()?;
    let exit = exit_of(&judged);
    let text = if format == Format::Json {
        json::json(session, &pack, &judged)
    } else {
        human::human(session, &pack, &judged)
    };
    Ok(VerbOutput { text, exit })
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
