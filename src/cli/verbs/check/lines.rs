//! `ustav check` on JSON Lines: actions are judged on all processors and told in the order of the input.

use crate::base::{Diagnostic, Span};
use crate::cli::arguments::Format;
use crate::cli::io::json_lines::{Input, Lines, Text};
use crate::cli::io::judging::{Details, judge_with, no_action, now, overflow};
use crate::cli::io::pack::Pack;
use crate::cli::io::parallel::{Work, work_on};
use crate::cli::io::progress::Progress;
use crate::cli::io::stdout::print;
use crate::cli::output::human;
use crate::cli::output::json::{Items, exit_of_counts, result};
use crate::cli::session::{Errors, Session, VerbOutput, VerbResult};
use crate::eval::ProposedAction;
use crate::eval::{Portal, Verdict, decide, explain};
use crate::input::Request;
use crate::input::json_action::ActionReader;
use crate::values::Moment;
use std::path::Path;

/// The actions of a run on JSON Lines.
pub(crate) struct Batch<'p> {
    judge: Judge<'p>,
    told: Told,
}

/// What judges the actions.
struct Judge<'p> {
    pack: &'p Pack,
    portal: &'p Portal,
    details: Details,
    format: Format,
    now: Moment,
    reader: ActionReader<'p>,
}

/// Finds out whether actions can be judged, and tells nothing.
struct Validator<'p> {
    judge: &'p Judge<'p>,
    /// Whether the rules calculate. Without that, whatever can be read can be judged.
    calculates: bool,
}

/// What is due to be judged.
enum Due {
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

/// How many actions came out how.
#[derive(Clone, Copy, Default)]
struct Counts {
    allowed: usize,
    denied: usize,
    undetermined: usize,
}

/// What was told so far.
struct Told {
    format: Format,
    counts: Counts,
}

impl<'p> Batch<'p> {
    pub(crate) fn new(pack: &'p Pack, portal: &'p Portal, details: Details, format: Format) -> Self {
        let reader = ActionReader::new(&pack.program.model);
        let judge = Judge { pack, portal, details, format, now: now(portal), reader };
        Self { judge, told: Told { format, counts: Counts::default() } }
    }

    /// Judge all that is given. Of a file, all lines are looked at once before anything is told: so nothing is told
    /// where one of them is wrong.
    pub(crate) fn run(mut self, session: &mut Session, given: Vec<(&Path, Input)>) -> VerbResult {
        let mut progress = Progress::new(session, None, "actions read");
        let due = given.into_iter().map(|(path, given)| self.judge.due(session, path, given, &mut progress));
        let due = due.collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        let mut progress = Progress::new(session, None, "actions");
        let Self { judge, told } = &mut self;
        for due in due {
            match due {
                Due::Lines(mut lines) => {
                    work_on(session, &mut lines, judge, &mut progress, |results| told.tell(results))?;
                }
                Due::Requests(requests) => {
                    for request in requests {
                        let mut results = Results::default();
                        judge.work(session, request, &mut results)?;
                        session.intact()?;
                        progress.step(1);
                        progress.aside(|| told.tell(results))?;
                    }
                }
            }
        }
        drop(progress);
        self.told.outcome(session)
    }
}

impl Judge<'_> {
    /// Find out whether what is given can be judged.
    fn due(
        &self,
        session: &mut Session,
        path: &Path,
        given: Input,
        progress: &mut Progress,
    ) -> Result<Due, Errors> {
        let looker = Validator { judge: self, calculates: self.pack.program.kb.calculates() };
        match given {
            Input::Lines(mut lines) if path.is_file() => {
                work_on(session, &mut lines, &looker, progress, |()| Ok(()))?;
                Ok(Due::Lines(session.read_lines(path)?))
            }
            Input::Lines(lines) => Ok(Due::Lines(lines)),
            Input::Whole(name, bytes) => {
                let (_, documents, wrong) = session.read_data_from(name, bytes)?;
                if !wrong.is_empty() {
                    return Err(wrong.into());
                }
                let (model, state) = (&self.pack.program.model, &self.portal.state);
                let read = |document| Request::read_all(model, Some(state), document, self.now);
                let requests = documents.iter().map(read).collect::<Result<Vec<_>, _>>()?.concat();
                requests.iter().try_for_each(|request| looker.look_at(request))?;
                Ok(Due::Requests(requests))
            }
        }
    }
}

impl Judge<'_> {
    /// The action of a line, without a tree; `None` where only the tree reader can read it or say what is wrong.
    fn read_fast(&self, line: &Text) -> Option<Request> {
        let read = self.reader.read_with_places(&line.text, self.now)?;
        let place = |(start, end): (u32, u32)| Span { source: line.id, start, end };
        let program = &self.pack.program;
        let mut request = self.portal.request(program, &read.action).ok()?;
        request.action_span = Some(place(read.action_place));
        request.actor_span = Some(place(read.actor_place));
        let parameters = &program.model.actions.get(request.action as usize)?.parameters;
        for (number, own) in parameters.iter().zip(read.places) {
            request.told.get_mut(usize::from(*number))?.span = own.map(place);
        }
        Some(request)
    }
}

impl Work for Judge<'_> {
    type Item = Request;
    type Output = Results;

    fn read(&self, line: &Text) -> Result<Request, Vec<Diagnostic>> {
        match self.read_fast(line) {
            Some(request) => Ok(request),
            None => {
                let (model, state) = (&self.pack.program.model, &self.portal.state);
                Request::read(model, Some(state), &line.parse()?, self.now)
            }
        }
    }

    fn work(&self, session: &Session, request: Request, results: &mut Results) -> Result<(), Errors> {
        let judged = judge_with(self.pack, self.portal, &request, self.details)?;
        match self.format {
            Format::Json => results.items.push(&result(session, self.pack, &judged)),
            _ => results.text.push_str(&human::one(session, self.pack, &judged)),
        }
        results.counts.add(judged.decision.verdict);
        Ok(())
    }
}

impl Validator<'_> {
    /// Find out whether a request can be judged.
    fn look_at(&self, request: &Request) -> Result<(), Errors> {
        if !self.calculates {
            return Ok(());
        }
        let Judge { pack: Pack { program, .. }, portal, .. } = self.judge;
        let decision = decide(program, portal, request);
        match explain::overflow(&ProposedAction::new(program, portal, request), &decision) {
            Some(span) => Err(overflow(span).into()),
            None => Ok(()),
        }
    }
}

impl Work for Validator<'_> {
    /// The request, where it takes more than to read it.
    type Item = Option<Request>;
    type Output = ();

    fn read(&self, line: &Text) -> Result<Self::Item, Vec<Diagnostic>> {
        let Judge { pack: Pack { program, .. }, portal, reader, now, .. } = self.judge;
        let known = |action| portal.knows(program, &action);
        if !self.calculates && reader.read(&line.text, *now).is_some_and(known) {
            return Ok(None);
        }
        self.judge.read(line).map(Some)
    }

    fn work(&self, _: &Session, request: Self::Item, (): &mut ()) -> Result<(), Errors> {
        request.map_or(Ok(()), |request| self.look_at(&request))
    }
}

impl Counts {
    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Allowed => &mut self.allowed,
            Verdict::Denied => &mut self.denied,
            Verdict::Undetermined => &mut self.undetermined,
        } += 1;
    }

    fn all(self) -> usize {
        self.allowed + self.denied + self.undetermined
    }
}

impl Told {
    /// Print results.
    fn tell(&mut self, results: Results) -> Result<(), Errors> {
        let Results { text, items, counts } = results;
        if self.format == Format::Json && !items.is_empty() {
            let first = self.counts.all() == 0;
            print(if first { b"{\"version\": 1,\n\"results\": [\n" } else { Items::BETWEEN })?;
        }
        self.counts.allowed += counts.allowed;
        self.counts.denied += counts.denied;
        self.counts.undetermined += counts.undetermined;
        print(items.text())?;
        Ok(print(&text)?)
    }

    /// What is told at the end.
    fn outcome(self, session: &Session) -> VerbResult {
        let Counts { allowed, denied, undetermined } = self.counts;
        let text = match (self.format, self.counts.all()) {
            (_, 0) => return Err(no_action().into()),
            (Format::Json, _) => "\n]}\n".to_owned(),
            (_, 1) => String::new(),
            _ => {
                let counts = [
                    (Verdict::Allowed, allowed),
                    (Verdict::Denied, denied),
                    (Verdict::Undetermined, undetermined),
                ];
                human::counted(session, &counts, session.language.say("actions", "действий"))
            }
        };
        Ok(VerbOutput { text, exit: exit_of_counts(denied, undetermined) })
    }
}
