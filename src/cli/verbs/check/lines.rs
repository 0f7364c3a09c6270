//! `ustav check` on JSON Lines: actions are judged on all processors and printed in the order of the input.

use crate::base::{Span, msg};
use crate::cli::arguments::Format;
use crate::cli::io::json_lines::{Input, Line, Lines};
use crate::cli::io::judging::{Details, judge, no_action, now, overflow};
use crate::cli::io::parallel::{Work, work_on};
use crate::cli::io::progress::Progress;
use crate::cli::io::stdout::print;
use crate::cli::output::human;
use crate::cli::output::json::Items;
use crate::cli::output::judged::{ActionResult, Counts};
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session, TextKind, VerbOutput, VerbResult};
use crate::eval::{Portal, ProposedAction, budget, decide_proposed, explain};
use crate::input::Request;
use crate::input::json_action::ActionReader;
use crate::values::Moment;
use std::path::Path;
use std::sync::Arc;

/// Judges actions, and keeps the results.
pub(crate) struct Judge<'p> {
    pack: &'p Pack,
    portal: &'p Portal,
    details: Details,
    format: Format,
    now: Moment,
    reader: ActionReader<'p>,
}

/// Finds out whether actions can be judged, and keeps nothing.
struct Validator<'p> {
    judge: &'p Judge<'p>,
    /// Whether the rules calculate. Without that, whatever can be read can be judged.
    calculates: bool,
}

/// Actions of which it is known that they can be judged, but for those of a stream that cannot be read twice.
enum ValidInput {
    Lines(Lines),
    Requests(Vec<Request>),
}

/// The results of actions that follow each other: as text for people, or as items for JSON.
#[derive(Default)]
pub(crate) struct Results {
    text: String,
    items: Items,
    counts: Counts,
}

impl<'p> Judge<'p> {
    pub(crate) fn new(pack: &'p Pack, portal: &'p Portal, details: Details, format: Format) -> Self {
        let reader = ActionReader::new(&pack.program.model);
        Self { pack, portal, details, format, now: now(portal), reader }
    }

    /// Judge all inputs, and print as it goes. All lines of a file are validated before anything is printed: so nothing
    /// is printed where one of them has an error.
    ///
    /// # Errors
    /// Those of the first action that cannot be judged; E0410 where there is none.
    pub(crate) fn run(&self, session: &mut Session, inputs: Vec<(&Path, Input)>) -> VerbResult {
        session.written_citations = (self.format == Format::Json).then(Arc::default);
        let mut progress = Progress::new(session, None, msg!(cli.progress_actions_read));
        let valid =
            inputs.into_iter().map(|(path, input)| self.validated(session, path, input, &mut progress));
        let valid = valid.collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        let mut progress = Progress::new(session, None, msg!(cli.progress_actions));
        let mut counts = Counts::default();
        for valid in valid {
            match valid {
                ValidInput::Lines(mut lines) => {
                    work_on(session, &mut lines, self, &mut progress, |results| {
                        self.print(&results, &mut counts)
                    })?;
                }
                ValidInput::Requests(requests) => {
                    for request in requests {
                        let mut results = Results::default();
                        self.judge(session, &request, &mut results)?;
                        session.intact()?;
                        progress.step(1);
                        progress.suspended(|| self.print(&results, &mut counts))?;
                    }
                }
            }
        }
        drop(progress);
        let text = match (self.format, counts.total()) {
            (_, 0) => return Err(no_action().into()),
            (Format::Json, _) => "\n]}\n".to_owned(),
            (_, 1) => String::new(),
            _ => human::counts_of_actions(session, counts),
        };
        Ok(VerbOutput { text, exit: counts.exit() })
    }

    fn validated(
        &self,
        session: &mut Session,
        path: &Path,
        input: Input,
        progress: &mut Progress,
    ) -> Result<ValidInput, Errors> {
        let validator = Validator { judge: self, calculates: self.pack.program.kb.calculates() };
        match input {
            Input::Lines(mut lines) if path.is_file() => {
                work_on(session, &mut lines, &validator, progress, |()| Ok(()))?;
                Ok(ValidInput::Lines(Lines::new(session.open(path, TextKind::Data)?)))
            }
            Input::Lines(lines) => Ok(ValidInput::Lines(lines)),
            Input::Whole(open) => {
                let (_, documents, errors) = session.read_data(open)?;
                if !errors.is_empty() {
                    return Err(errors);
                }
                let (model, state) = (&self.pack.program.model, &self.portal.state);
                let read = |document| Request::read_all(model, Some(state), document, self.now);
                let requests = documents.iter().map(read).collect::<Result<Vec<_>, _>>()?.concat();
                requests.iter().try_for_each(|request| validator.validate(session, request))?;
                Ok(ValidInput::Requests(requests))
            }
        }
    }

    fn judge(&self, session: &Session, request: &Request, results: &mut Results) -> Result<(), Errors> {
        let judged = judge(session, self.pack, self.portal, request, self.details)?;
        match (self.format, &judged) {
            (Format::Json, _) => results.items.push(&judged),
            (_, ActionResult::Judged(judged)) => results.text.push_str(&human::verdict(session, judged)),
            (_, ActionResult::OverBudget(_)) => {}
        }
        results.counts.add_result(&judged);
        Ok(())
    }

    /// Print further results; `counts` are those of all that were printed.
    fn print(&self, results: &Results, counts: &mut Counts) -> Result<(), Errors> {
        if self.format == Format::Json && !results.items.is_empty() {
            let first = counts.total() == 0;
            print(if first { b"{\"version\": 1,\n\"results\": [\n" } else { Items::BETWEEN })?;
        }
        *counts += results.counts;
        print(results.items.text())?;
        Ok(print(&results.text)?)
    }

    fn read(&self, line: &Line) -> Result<Request, Errors> {
        if let Some(request) = self.read_fast(line) {
            return Ok(request);
        }
        let (model, state) = (&self.pack.program.model, &self.portal.state);
        Request::read(model, Some(state), &line.parse()?, self.now)
    }

    /// None for a line that the fast path does not take, right or not.
    fn read_fast(&self, line: &Line) -> Option<Request> {
        let read = self.reader.read_with_places(&line.text, self.now)?;
        let place = |(start, end): (u32, u32)| Span { source: line.id, start, end };
        let program = &self.pack.program;
        let mut request = self.portal.request(program, &read.action).ok()?;
        request.action_span = Some(place(read.action_place));
        request.actor_span = Some(place(read.actor_place));
        let parameters = &program.model.actions.get(request.action)?.parameters;
        for (parameter, own) in parameters.iter().zip(read.places) {
            request.arguments.get_mut(*parameter)?.span = own.map(place);
        }
        Some(request)
    }
}

impl Work for Judge<'_> {
    type Output = Results;

    fn work(&self, session: &Session, line: &Line, results: &mut Results) -> Result<(), Errors> {
        self.judge(session, &self.read(line)?, results)
    }
}

impl Validator<'_> {
    fn validate(&self, session: &Session, request: &Request) -> Result<(), Errors> {
        let proposed = ProposedAction::new(&self.judge.pack.program, self.judge.portal, request);
        if !self.calculates || budget::of_verdict(&proposed, session.verdict_budget()).is_err() {
            return Ok(());
        }
        let overflown = explain::overflow(&proposed, &decide_proposed(&proposed));
        overflown.map_or(Ok(()), |span| Err(overflow(span).into()))
    }
}

impl Work for Validator<'_> {
    type Output = ();

    fn work(&self, session: &Session, line: &Line, (): &mut ()) -> Result<(), Errors> {
        let Judge { pack, portal, reader, now, .. } = self.judge;
        let is_known =
            || reader.read(&line.text, *now).is_some_and(|action| portal.knows(&pack.program, &action));
        if !self.calculates && is_known() {
            return Ok(());
        }
        self.validate(session, &self.judge.read(line)?)
    }
}
