//! `ustav check`: judge proposed actions, each on its own, against a state.

mod lines;

use crate::base::{Code, Diagnostic, Span, msg};
use crate::cli::arguments::{Arguments, Check, Fix, Format};
use crate::cli::io::json_lines::Input;
use crate::cli::io::judging::{
    Details, JudgedActions, judge, no_action, now, read_state, swapped, too_many_actions,
};
use crate::cli::output::human;
use crate::cli::output::json::pretty;
use crate::cli::output::judged::Counts;
use crate::cli::pack::Pack;
use crate::cli::session::{Session, VerbOutput, VerbResult};
use crate::eval::{Portal, Scope};
use crate::input::{Request, State};
use crate::values::Moment;
use lines::Judge;
use std::mem::ManuallyDrop;
use std::path::Path;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Check) -> VerbResult {
    let format = session.format_of(Format::of_verb("check"))?;
    let proposals = verb.fix.map(|fix| match fix {
        Fix::Safe => Scope::WithoutRights,
        Fix::All => Scope::All,
    });
    let details = Details { considered: verb.explain, proposals };
    // The process ends with the verdicts: to take the pack apart would be a good part of what one of them costs.
    let pack = ManuallyDrop::new(session.load(&arguments.rules)?);
    // Without a state nobody is known; the actions are read all the same, so that all errors are reported at once.
    let (state, mut errors) = match read_state(session, &pack, &verb.state) {
        Ok(state) => (state, Vec::new()),
        Err(errors) => (State::empty(&pack.program.model), errors),
    };
    let portal = Portal::new(&pack.program, state);
    let known = errors.is_empty().then_some(&portal.state);
    let mut inputs = Vec::new();
    for path in &verb.actions {
        match session.open_input(path) {
            Ok(found) => inputs.push((path.as_path(), found)),
            // What is wrong with the command comes before what is wrong with a file.
            Err(diagnostic) if diagnostic.code == Code::E0605 => return Err(diagnostic.into()),
            Err(diagnostic) => errors.push(diagnostic),
        }
    }
    if errors.is_empty() && inputs.iter().any(|(_, input)| matches!(input, Input::Lines(_))) {
        return Judge::new(&pack, &portal, details, format).run(session, inputs);
    }
    let requests = read_requests(session, &pack, known, now(&portal), inputs, &mut errors);
    if !errors.is_empty() {
        return Err(swapped(errors));
    }
    let judged = requests.iter().map(|request| judge(session, &pack, &portal, request, details));
    let results = judged.collect::<Result<Vec<_>, _>>()?;
    let exit = Counts::of(&results).exit();
    let text = match format {
        Format::Json => pretty(&JudgedActions { version: 1, results, ..JudgedActions::default() }),
        _ => human::verdicts(session, &results),
    };
    Ok(VerbOutput { text, exit })
}

/// Read the actions of all files; without a state, whom they name is not looked up.
fn read_requests(
    session: &mut Session,
    pack: &Pack,
    known: Option<&State>,
    now: Moment,
    inputs: Vec<(&Path, Input)>,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Request> {
    let mut requests = Vec::new();
    let mut none = no_action();
    let before = errors.len();
    // Where nothing could be opened, that is known already.
    let is_opened = !inputs.is_empty();
    for (_, input) in inputs {
        // Where the state cannot be read, a stream of actions is not gone through.
        let Input::Whole(open) = input else { return requests };
        let (id, documents, found) = match session.read_data(open) {
            Ok(found) => found,
            Err(diagnostic) => {
                errors.push(diagnostic);
                continue;
            }
        };
        none = none.label(Span::new(id, 0, 0), msg!(cli.nothing_here));
        errors.extend(found);
        for document in &documents {
            if requests.len() > Request::most(&pack.program.model) {
                errors.push(too_many_actions(&pack.program.model));
                return requests;
            }
            match Request::read_all(&pack.program.model, known, document, now) {
                Ok(found) => requests.extend(found),
                Err(diagnostics) => errors.extend(diagnostics),
            }
        }
    }
    if requests.is_empty() && errors.len() == before && is_opened {
        errors.push(none);
    }
    requests
}
