//! `ustav simulate`: play actions in order; an allowed one takes effect, a denied one changes nothing.

use crate::base::{About, Code, Diagnostic, SourceId, Span, msg};
use crate::cli::arguments::{Arguments, Format, Simulate};
use crate::cli::io::json_lines::Input;
use crate::cli::io::judging::{Details, judge_proposed, no_action, now, read_portal, swapped};
use crate::cli::io::progress::Progress;
use crate::cli::io::stdout::print;
use crate::cli::io::whole_file::write_beside;
use crate::cli::output::dates;
use crate::cli::output::human;
use crate::cli::output::json::pretty;
use crate::cli::output::judged::{ActionResult, Counts, Judged};
use crate::cli::output::played::Played;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session, VerbOutput, VerbResult};
use crate::eval::{Portal, ProposedAction, Verdict};
use crate::input::tree::Node;
use crate::input::{Request, State, write};
use crate::values::Moment;
use std::path::Path;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Simulate) -> VerbResult {
    let format = session.format_of(Format::of_verb("simulate"))?;
    let pack = session.load(&arguments.rules)?;
    let portal = match read_portal(session, &pack, &verb.state) {
        Ok(portal) => portal,
        Err(mut errors) => {
            errors.extend(state_for_actions(session, &pack, &verb.actions));
            return Err(swapped(errors));
        }
    };
    let input = session.open_input(&verb.actions)?;
    let mut play = Play {
        pack: &pack,
        now: now(&portal),
        portal,
        latest: None,
        counts: Counts::default(),
        format,
        shows_steps: verb.out.as_deref() != Some(Path::new("-")),
        is_live: matches!(input, Input::Lines(_)),
        text: String::new(),
    };
    let stops =
        |verdict: Option<Verdict>| verdict.is_none_or(|verdict| verb.stop && verdict != Verdict::Allowed);
    match input {
        Input::Whole(open) => {
            let (id, documents, errors) = session.read_data(open)?;
            let nodes: Vec<&Node> = documents.iter().flat_map(Request::nodes).collect();
            play.check(&nodes, errors, id)?;
            let mut progress = Progress::new(session, Some(nodes.len()), msg!(simulate.actions));
            for node in nodes {
                if stops(play.step(session, node, &mut progress)?) {
                    break;
                }
            }
        }
        Input::Lines(mut lines) => {
            let mut progress = Progress::new(session, None, msg!(simulate.actions));
            while let Some(line) = lines.next(&mut session.sources) {
                if stops(play.step(session, &line?.parse()?, &mut progress)?) {
                    break;
                }
            }
            if play.counts.total() == 0 {
                return Err(no_action().into());
            }
        }
    }
    play.end(session, verb)
}

/// That a state is named in place of the actions, if so.
fn state_for_actions(session: &mut Session, pack: &Pack, path: &Path) -> Option<Diagnostic> {
    // A stream is not gone through.
    let Ok(Input::Whole(open)) = session.open_input(path) else { return None };
    let (_, documents, _) = session.read_data(open).ok()?;
    let model = &pack.program.model;
    let now = now(&Portal::new(&pack.program, State::empty(model)));
    let read = Request::read_all(model, None, documents.first()?, now);
    read.err()?.into_iter().find(|error| error.about == Some(About::StateForAction))
}

/// A portal on which actions are played.
struct Play<'p> {
    pack: &'p Pack,
    portal: Portal,
    /// When an action happens that does not say it.
    now: Moment,
    /// The latest action so far: when, and where it says so.
    latest: Option<(Moment, Span)>,
    counts: Counts,
    format: Format,
    shows_steps: bool,
    /// Whether the steps are printed at once, as those of a stream, and not when all is done.
    is_live: bool,
    /// The steps that were not printed yet.
    text: String,
}

impl Play<'_> {
    /// All mistakes are reported before the first step; whom the actions name is known only when they are played.
    fn check(&self, nodes: &[&Node], mut errors: Vec<Diagnostic>, file: SourceId) -> Result<(), Errors> {
        let read = |node: &&Node| Request::read(&self.pack.program.model, None, node, self.now);
        errors.extend(nodes.iter().filter_map(|node| read(node).err()).flatten());
        if nodes.is_empty() && errors.is_empty() {
            errors.push(no_action().label(Span::new(file, 0, 0), msg!(simulate.no_action)));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Judge an action, let it take effect if it is allowed, and print what came of it.
    /// Nothing where that would cost too much.
    fn step(
        &mut self,
        session: &Session,
        node: &Node,
        progress: &mut Progress,
    ) -> Result<Option<Verdict>, Errors> {
        let (pack, program) = (self.pack, &self.pack.program);
        let request = Request::read(&program.model, Some(&self.portal.state), node, self.now)?;
        self.goes_on(session, node, request.at)?;
        let proposed = ProposedAction::new(program, &self.portal, &request);
        let answer = judge_proposed(session, pack, &proposed, Details::default())?;
        self.counts.add_result(&answer);
        let judged = match answer {
            ActionResult::Judged(judged) => judged,
            ActionResult::OverBudget(unjudged) => {
                if self.format == Format::Json {
                    self.put(session, &pretty(&unjudged))?;
                }
                return Ok(None);
            }
        };
        let verdict = judged.verdict;
        if verdict == Verdict::Allowed {
            let effects = proposed.into_effects();
            self.portal.carry_out(program, &request, effects, request.action_span);
        }
        progress.step(1);
        progress.suspended(|| self.show(session, &judged))?;
        Ok(Some(verdict))
    }

    /// Show a step. Where nobody reads on, the actions are played all the same: how the run ends, and the state that is
    /// left, hang on all of them.
    fn show(&mut self, session: &Session, judged: &Judged<'_>) -> Result<(), Errors> {
        match self.format {
            Format::Json => self.put(session, &pretty(&Played::new(judged))),
            _ => self.put(session, &human::played(session, self.counts.total(), judged)),
        }
    }

    fn put(&mut self, session: &Session, step: &str) -> Result<(), Errors> {
        if !self.shows_steps {
            return Ok(());
        }
        if self.format == Format::Json {
            let first = self.counts.total() == 1;
            self.text.push_str(if first { "{\"version\": 1,\n\"steps\": [\n" } else { ",\n" });
            self.text.push_str(step.trim_end());
        } else {
            self.text.push_str(step);
        }
        session.intact()?;
        if self.is_live {
            print(std::mem::take(&mut self.text))?;
        }
        Ok(())
    }

    /// Times must not go backwards.
    fn goes_on(&mut self, session: &Session, node: &Node, at: Moment) -> Result<(), Errors> {
        let zone = self.portal.zone;
        let place = node.get("at").map_or(node.span.at_start(), |at| at.span);
        match self.latest {
            Some((latest, before)) if at.compare(latest, zone).is_lt() => {
                let (at, latest) = (dates::moment(at, zone), dates::moment(latest, zone));
                let message = match node.get("at") {
                    Some(_) => msg!(simulate.goes_back, at = at, latest = latest),
                    None => msg!(simulate.now_goes_back, at = at, latest = latest),
                };
                let error = Diagnostic::error(Code::E0412, message)
                    .label(place, msg!(simulate.earlier))
                    .help(msg!(simulate.in_order));
                // Of a stream, only the last lines are there to be shown.
                let there = session.sources.get(before.source).is_some();
                return Err(if there { error.label(before, msg!(simulate.than_this)) } else { error }.into());
            }
            // A day is no earlier than an instant of it, but does not turn back the clock either.
            Some((latest, _)) if at.instant(zone) < latest.instant(zone) => {}
            _ => self.latest = Some((at, place)),
        }
        Ok(())
    }

    fn end(mut self, session: &mut Session, verb: &Simulate) -> VerbResult {
        let exit = self.counts.exit();
        // What was stopped leaves no state.
        let out = verb.out.as_deref().filter(|_| self.counts.over_budget == 0);
        if verb.out.is_some() && out.is_none() && !self.shows_steps {
            return Ok(VerbOutput { text: String::new(), exit });
        }
        if out.is_some() || self.format == Format::Json {
            let state = write::state(&self.pack.program.model, &self.portal.state);
            let state = state.map_err(|write::Unwritable(path)| {
                Diagnostic::error(Code::E0413, msg!(simulate.unknown_value, path = path))
                    .help(msg!(simulate.give_value))
            })?;
            let failed = |reason| msg!(simulate.cannot_write, reason = reason);
            let yaml = || write::yaml(&state).map_err(|error| Diagnostic::error(Code::E0413, failed(error)));
            if !self.shows_steps {
                return Ok(VerbOutput { text: yaml()?, exit });
            }
            if let Some(path) = out {
                session.waiting_file = Some(write_beside(path, &yaml()?)?);
            }
            if self.format == Format::Json {
                self.text.push_str(&format!("\n],\n\"state\": {}}}\n", pretty(&state).trim_end()));
                return Ok(VerbOutput { text: self.text, exit });
            }
        }
        self.text.push_str(&human::played_summary(session, self.counts, out));
        Ok(VerbOutput { text: self.text, exit })
    }
}
