//! `ustav check` on JSON Lines: actions are judged on all processors and printed in the order of the input.

use crate::base::{Diagnostic, Span};
use crate::cli::arguments::Format;
use crate::cli::io::json_lines::{Input, Line, Lines};
use crate::cli::io::judging::{Details, judge, no_action, now, overflow};
use crate::cli::io::parallel::{Work, work_on};
use crate::cli::io::progress::Progress;
use crate::cli::io::stdout::print;
use crate::cli::output::human;
use crate::cli::output::json::Items;
use crate::cli::output::judged::Counts;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session, VerbOutput, VerbResult};
use crate::eval::{Portal, ProposedAction, decide_proposed, explain};
use crate::input::Request;
use crate::input::json_action::ActionReader;
use crate::values::Moment;
use std::path::Path;

/// The actions of a run on JSON Lines.
pub(crate) struct Batch<'p> {
    judge: Judge<'p>,
    printed: Printed,
}

struct Judge<'p> {
    pack: &'p Pack,
    portal: &'p Portal,
    details: Details,
    format: Format,
    now: Moment,
    reader: ActionReader<'p>,
}

/// Finds out whether actions can be judged, and prints nothing.
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

/// The results of actions that follow each other.
#[derive(Default)]
struct Results {
    /// For people.
    text: String,
    /// In JSON.
    items: Items,
    counts: Counts,
}

/// What was printed so far.
struct Printed {
    format: Format,
    counts: Counts,
}

impl<'p> Batch<'p> {
    pub(crate) fn new(pack: &'p Pack, portal: &'p Portal, details: Details, format: Format) -> Self {
        let reader = ActionReader::new(&pack.program.model);
        let judge = Judge { pack, portal, details, format, now: now(portal), reader };
        Self { judge, printed: Printed { format, counts: Counts::default() } }
    }

    /// Judge all inputs. All lines of a file are validated before anything is printed: so nothing is printed where one
    /// of them has an error.
    pub(crate) fn run(mut self, session: &mut Session, inputs: Vec<(&Path, Input)>) -> VerbResult {
        let mut progress = Progress::new(session, None, "actions read");
        let valid =
            inputs.into_iter().map(|(path, input)| self.judge.validated(session, path, input, &mut progress));
        let valid = valid.collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        let mut progress = Progress::new(session, None, "actions");
        let Self { judge, printed } = &mut self;
        for valid in valid {
            match valid {
                ValidInput::Lines(mut lines) => {
                    work_on(session, &mut lines, judge, &mut progress, |results| printed.print(results))?;
                }
                ValidInput::Requests(requests) => {
                    for request in requests {
                        let mut results = Results::default();
                        judge.work(session, request, &mut results)?;
                        session.intact()?;
                        progress.step(1);
                        progress.suspended(|| printed.print(results))?;
                    }
                }
            }
        }
        drop(progress);
        self.printed.end(session)
    }
}

impl Judge<'_> {
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
                Ok(ValidInput::Lines(session.open_lines(path)?))
            }
            Input::Lines(lines) => Ok(ValidInput::Lines(lines)),
            Input::Whole(name, bytes) => {
                let (_, documents, errors) = session.read_data_from(name, bytes)?;
                if !errors.is_empty() {
                    return Err(errors.into());
                }
                let (model, state) = (&self.pack.program.model, &self.portal.state);
                let read = |document| Request::read_all(model, Some(state), document, self.now);
                let requests = documents.iter().map(read).collect::<Result<Vec<_>, _>>()?.concat();
                requests.iter().try_for_each(|request| validator.validate(request))?;
                Ok(ValidInput::Requests(requests))
            }
        }
    }
}

impl Work for Judge<'_> {
    type Item = Request;
    type Output = Results;

    fn read(&self, line: &Line) -> Result<Request, Vec<Diagnostic>> {
        if let Some(request) = self.read_fast(line) {
            return Ok(request);
        }
        let (model, state) = (&self.pack.program.model, &self.portal.state);
        Request::read(model, Some(state), &line.parse()?, self.now)
    }

    fn work(&self, session: &Session, request: Request, results: &mut Results) -> Result<(), Errors> {
        let judged = judge(session, self.pack, self.portal, &request, self.details)?;
        match self.format {
            Format::Json => results.items.push(&judged),
            _ => results.text.push_str(&human::verdict(session, &judged)),
        }
        results.counts.add(judged.verdict);
        Ok(())
    }
}

impl Judge<'_> {
    /// None for a line that the fast path does not take, right or not.
    fn read_fast(&self, line: &Line) -> Option<Request> {
        let read = self.reader.read_with_places(&line.text, self.now)?;
        let place = |(start, end): (u32, u32)| Span { source: line.id, start, end };
        let program = &self.pack.program;
        let mut request = self.portal.request(program, &read.action).ok()?;
        request.action_span = Some(place(read.action_place));
        request.actor_span = Some(place(read.actor_place));
        let parameters = &program.model.actions.get(request.action)?.parameters;
        for (number, own) in parameters.iter().zip(read.places) {
            request.arguments.get_mut(*number)?.span = own.map(place);
        }
        Some(request)
    }
}

impl Validator<'_> {
    /// Find out whether a request can be judged.
    fn validate(&self, request: &Request) -> Result<(), Errors> {
        if !self.calculates {
            return Ok(());
        }
        let Judge { pack: Pack { program, .. }, portal, .. } = self.judge;
        let proposed = ProposedAction::new(program, portal, request);
        match explain::overflow(&proposed, &decide_proposed(&proposed)) {
            Some(span) => Err(overflow(span).into()),
            None => Ok(()),
        }
    }
}

impl Work for Validator<'_> {
    /// The request, where it takes more than to read it.
    type Item = Option<Request>;
    type Output = ();

    fn read(&self, line: &Line) -> Result<Self::Item, Vec<Diagnostic>> {
        let Judge { pack: Pack { program, .. }, portal, reader, now, .. } = self.judge;
        let known = || portal.knows(program, &reader.read(&line.text, *now)?).then_some(());
        if !self.calculates && known().is_some() {
            return Ok(None);
        }
        self.judge.read(line).map(Some)
    }

    fn work(&self, _: &Session, request: Self::Item, (): &mut ()) -> Result<(), Errors> {
        request.map_or(Ok(()), |request| self.validate(&request))
    }
}

impl Printed {
    fn print(&mut self, results: Results) -> Result<(), Errors> {
        let Results { text, items, counts } = results;
        if self.format == Format::Json && !items.is_empty() {
            let first = self.counts.total() == 0;
            print(if first { b"{\"version\": 1,\n\"results\": [\n" } else { Items::BETWEEN })?;
        }
        self.counts += counts;
        print(items.text())?;
        Ok(print(&text)?)
    }

    /// What stands behind the results.
    fn end(self, session: &Session) -> VerbResult {
        let text = match (self.format, self.counts.total()) {
            (_, 0) => return Err(no_action().into()),
            (Format::Json, _) => "\n]}\n".to_owned(),
            (_, 1) => String::new(),
            _ => human::counts(session, self.counts, session.language.say("actions", "действий")),
        };
        Ok(VerbOutput { text, exit: self.counts.exit() })
    }
}
