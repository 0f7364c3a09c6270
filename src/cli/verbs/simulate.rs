//! `ustav simulate`: play actions in order; an allowed one takes effect, a denied one changes nothing.

use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::cli::arguments::{Arguments, Format, Simulate};
use crate::cli::io::json_lines::Input;
use crate::cli::io::judging::{judge, no_action, now, read_portal};
use crate::cli::io::pack::Pack;
use crate::cli::io::progress::Progress;
use crate::cli::io::stdout::print;
use crate::cli::io::whole_file::write_beside;
use crate::cli::output::human;
use crate::cli::output::json::{Judged, exit_of_counts, pretty, result};
use crate::cli::output::render::paragraph;
use crate::cli::session::{Errors, Session, VerbOutput, VerbResult};
use crate::eval::ProposedAction;
use crate::eval::obligations::{Shift, Status, shifts};
use crate::eval::{Difference, Portal, Verdict};
use crate::input::tree::Node;
use crate::input::{Request, write};
use crate::model::Model;
use crate::values::{Moment, Type, Value};
use serde_json::{Map, Value as Json, json};
use std::path::Path;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Simulate) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let pack = session.load(&arguments.rules)?;
    let portal = read_portal(session, &pack, &verb.state)?;
    let given = session.read_given(&verb.actions)?;
    let mut told = Told {
        format,
        wanted: verb.out.as_deref() != Some(Path::new("-")),
        live: matches!(given, Input::Lines(_)),
        text: String::new(),
        steps: 0,
    };
    let mut play = Play::new(&pack, portal);
    let stops = |verdict| verb.stop && verdict != Verdict::Allowed;
    match given {
        Input::Whole(name, bytes) => {
            let (id, documents, wrong) = session.read_data_from(name, bytes)?;
            let nodes: Vec<&Node> = documents.iter().flat_map(Request::nodes).collect();
            play.check(&nodes, wrong, id)?;
            let mut progress = Progress::new(session, Some(nodes.len() as u64), "actions");
            for node in nodes {
                if stops(play.step(session, node, &mut told, &mut progress)?) {
                    break;
                }
            }
        }
        Input::Lines(mut lines) => {
            let mut progress = Progress::new(session, None, "actions");
            while let Some(line) = lines.next(&mut session.sources) {
                if stops(play.step(session, &line?, &mut told, &mut progress)?) {
                    break;
                }
            }
            if play.steps() == 0 {
                return Err(no_action().into());
            }
        }
    }
    play.end(session, verb, told)
}

/// What is told of the steps: of a stream at once, else when all is done.
struct Told {
    format: Format,
    /// Whether the steps are told at all.
    wanted: bool,
    live: bool,
    /// What was not printed yet.
    text: String,
    steps: usize,
}

impl Told {
    /// Tell a step. Where nobody reads on, the actions are played all the same: how the run ends, and the state that
    /// is left, hang on all of them.
    fn step(&mut self, step: &str) -> Result<(), Errors> {
        if !self.wanted {
            return Ok(());
        }
        if self.format == Format::Json {
            self.text.push_str(if self.steps == 0 { "{\"version\": 1,\n\"steps\": [\n" } else { ",\n" });
        }
        self.text.push_str(step);
        self.steps += 1;
        if !self.live {
            return Ok(());
        }
        Ok(print(std::mem::take(&mut self.text))?)
    }
}

/// A portal on which actions are played.
struct Play<'p> {
    pack: &'p Pack,
    portal: Portal,
    /// When an action happens that does not say it.
    now: Moment,
    /// The latest action so far: when, and where it says so.
    latest: Option<(Moment, Span)>,
    allowed: usize,
    denied: usize,
    undetermined: usize,
}

impl<'p> Play<'p> {
    fn new(pack: &'p Pack, portal: Portal) -> Self {
        let now = now(&portal);
        Self { pack, portal, now, latest: None, allowed: 0, denied: 0, undetermined: 0 }
    }

    /// How many actions were played.
    fn steps(&self) -> usize {
        self.allowed + self.denied + self.undetermined
    }

    /// All mistakes are told before the first step; whom the actions name is known only when they are played.
    fn check(&self, nodes: &[&Node], mut wrong: Vec<Diagnostic>, file: SourceId) -> Result<(), Errors> {
        wrong.extend(nodes.iter().filter_map(|node| self.read(node, false).err()).flatten());
        if nodes.is_empty() && wrong.is_empty() {
            wrong.push(no_action().label(Span::new(file, 0, 0), "nothing here"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
    }

    fn read(&self, node: &Node, whom: bool) -> Result<Request, Vec<Diagnostic>> {
        Request::read(&self.pack.program.model, whom.then_some(&self.portal.state), node, self.now)
    }

    /// Judge an action, let it take effect if it is allowed, and tell of it.
    fn step(
        &mut self,
        session: &Session,
        node: &Node,
        told: &mut Told,
        progress: &mut Progress,
    ) -> Result<Verdict, Errors> {
        let request = self.read(node, true)?;
        self.goes_on(session, node, request.at)?;
        let pack = self.pack;
        let judged = judge(pack, &self.portal, &request)?;
        let verdict = judged.explanation.verdict;
        let allowed = verdict == Verdict::Allowed;
        let shifts = if allowed {
            shifts(&ProposedAction::new(&pack.program, &self.portal, &request))
        } else {
            Vec::new()
        };
        let mut step = Step {
            session,
            pack,
            json: told.format == Format::Json,
            text: String::new(),
            fields: Map::new(),
        };
        step.begin(self.steps() + 1, &judged);
        match verdict {
            Verdict::Allowed => self.allowed += 1,
            Verdict::Denied => self.denied += 1,
            Verdict::Undetermined => self.undetermined += 1,
        }
        drop(judged);
        let differences = if allowed {
            self.portal.apply(&pack.program, &request, request.action_span).differences
        } else {
            Vec::new()
        };
        let text = step.end(&self.portal, &differences, &shifts);
        session.intact()?;
        progress.step(1);
        progress.aside(|| told.step(&text))?;
        Ok(verdict)
    }

    /// Times must not go backwards.
    fn goes_on(&mut self, session: &Session, node: &Node, at: Moment) -> Result<(), Errors> {
        let zone = self.portal.zone;
        let place = node.get("at").map_or(node.span.at_start(), |at| at.span);
        match self.latest {
            Some((latest, before)) if at.compare(latest, zone).is_lt() => {
                let told = if node.get("at").is_some() { "" } else { " (it says no `at`, so it is now)" };
                let wrong = Diagnostic::error(Code::E0412, format!("after {latest} comes {at}{told}"))
                    .label(place, "this is earlier")
                    .help("put the actions in the order in which they happen");
                // Of a stream, only the last lines are there to be shown.
                let there = session.sources.get(before.source).is_some();
                return Err(if there { wrong.label(before, "than this") } else { wrong }.into());
            }
            // A day is no earlier than an instant of it, but does not turn back the clock either.
            Some((latest, _)) if at.instant(zone) < latest.instant(zone) => {}
            _ => self.latest = Some((at, place)),
        }
        Ok(())
    }

    fn end(self, session: &mut Session, verb: &Simulate, told: Told) -> VerbResult {
        let exit = exit_of_counts(self.denied, self.undetermined);
        let out = verb.out.as_deref();
        let mut text = told.text;
        if out.is_some() || told.format == Format::Json {
            let state = written(&self.pack.program.model, &self.portal)?;
            let yaml = || write::yaml(&state).map_err(|error| Diagnostic::error(Code::E0413, error));
            if !told.wanted {
                return Ok(VerbOutput { text: yaml()?, exit });
            }
            if let Some(path) = out {
                session.written = Some(write_beside(path, &yaml()?)?);
            }
            if told.format == Format::Json {
                text.push_str(&format!("\n],\n\"state\": {}}}\n", pretty(&state).trim_end()));
                return Ok(VerbOutput { text, exit });
            }
        }
        text.push_str(&self.summary(session, out));
        Ok(VerbOutput { text, exit })
    }

    /// How many steps came out how, and where the state is that is left.
    fn summary(&self, session: &Session, out: Option<&Path>) -> String {
        let counted = [
            (Verdict::Allowed, self.allowed),
            (Verdict::Denied, self.denied),
            (Verdict::Undetermined, self.undetermined),
        ];
        let mut text = human::counted(session, &counted, one_or_several(session, self.steps()));
        if let Some(path) = out.filter(|_| !session.quiet) {
            let said = session.language.say("the state that is left is in", "состояние после них — в файле");
            text.push_str(&format!(
                "{said} {}\n",
                crate::cli::output::render::visible(&path.display().to_string())
            ));
        }
        text
    }
}

/// The word for so many steps.
fn one_or_several(session: &Session, steps: usize) -> &'static str {
    match (steps, steps % 10, steps % 100) {
        (1, ..) => session.language.say("step", "шаг"),
        (_, 1, last) if last != 11 => session.language.say("steps", "шаг"),
        (_, 2..=4, last) if !(12..=14).contains(&last) => session.language.say("steps", "шага"),
        _ => session.language.say("steps", "шагов"),
    }
}

/// The state as data, or why it cannot be written.
fn written(model: &Model, portal: &Portal) -> Result<Json, Errors> {
    write::state(model, &portal.state).map_err(|write::Unwritable(path)| {
        Diagnostic::error(Code::E0413, format!("nobody knows `{path}`, and the state cannot say so"))
            .help("give the value in the state that the actions are played on")
            .into()
    })
}

/// What is told of one step.
struct Step<'a> {
    session: &'a Session,
    pack: &'a Pack,
    json: bool,
    text: String,
    fields: Map<String, Json>,
}

impl Step<'_> {
    /// The verdict.
    fn begin(&mut self, number: usize, judged: &Judged<'_>) {
        if self.json {
            if let Ok(Json::Object(fields)) = serde_json::to_value(result(self.session, self.pack, judged)) {
                self.fields = fields;
            }
            return;
        }
        self.text = format!("{number}. {}", human::headline(self.session, self.pack, judged));
        if !self.session.quiet && judged.explanation.verdict != Verdict::Allowed {
            self.text.push_str(&human::grounds(self.session, self.pack, judged));
        }
    }

    /// What the step changed; `portal` is as it is afterwards.
    fn end(mut self, portal: &Portal, differences: &[Difference], shifts: &[Shift]) -> String {
        if self.json {
            let changes: Json = differences.iter().filter_map(|one| self.json_of(portal, one)).collect();
            self.fields.insert("changes".to_owned(), changes);
            let deadlines: Json = shifts.iter().map(|shift| self.json_of_shift(shift)).collect();
            self.fields.insert("deadlines".to_owned(), deadlines);
            return pretty(&self.fields).trim_end().to_owned();
        }
        if !self.session.quiet {
            for one in differences {
                let line = self.line_of(portal, one);
                self.text.push_str(&paragraph(&line, 2, 4, &self.session.look));
            }
            for shift in shifts {
                let line = self.line_of_shift(shift);
                self.text.push_str(&paragraph(&line, 2, 4, &self.session.look));
            }
            self.text.push('\n');
        }
        self.text
    }

    fn json_of(&self, portal: &Portal, one: &Difference) -> Option<Json> {
        let model = &self.pack.program.model;
        let value = |value: &Value, ty: &Type| write::value(model, &portal.state, value, ty);
        Some(match one {
            Difference::Value { path, ty, before, after } => {
                json!({"path": path, "before": value(before, ty), "after": value(after, ty)})
            }
            Difference::Added { path, fields } => {
                let fields = fields.iter().map(|(name, ty, found)| (name.clone(), value(found, ty)));
                json!({"path": path, "before": null, "after": fields.collect::<Map<_, _>>()})
            }
            Difference::There { .. } => return None,
        })
    }

    fn line_of(&self, portal: &Portal, one: &Difference) -> String {
        let language = self.session.language;
        let shown = |value: &Value, ty: &Type| match value {
            Value::Absent => language.say("none", "нет").to_owned(),
            Value::Unknown => language.say("unknown", "неизвестно").to_owned(),
            Value::Element(row) => match ty {
                Type::Element(collection) => portal.id(*collection, *row).unwrap_or_default().to_owned(),
                _ => String::new(),
            },
            value => self.pack.program.model.shown(value, ty),
        };
        match one {
            Difference::Value { path, ty, before, after } => {
                format!("{path}: {} → {}", shown(before, ty), shown(after, ty))
            }
            Difference::Added { path, fields } => {
                let fields: Vec<String> =
                    fields.iter().map(|(name, ty, value)| format!("{name}: {}", shown(value, ty))).collect();
                format!("{path}: {} {{{}}}", language.say("new", "новое"), fields.join(", "))
            }
            Difference::There { path } => {
                let there =
                    language.say("is there already, so nothing is added", "уже есть, ничего не добавлено");
                format!("{path} {there}")
            }
        }
    }

    fn json_of_shift(&self, shift: &Shift) -> Json {
        json!({
            "rule": self.pack.program.model.rules.get(shift.rule as usize).map(|rule| &rule.id.text),
            "subject": shift.subject,
            "due": shift.due.to_string(),
            "before": shift.before,
            "after": shift.after,
        })
    }

    fn line_of_shift(&self, shift: &Shift) -> String {
        let language = self.session.language;
        let rule = self.pack.program.model.rules.get(shift.rule as usize).map_or("", |rule| &rule.id.text);
        let due = language.say("due", "срок");
        let said = match (shift.before, shift.after) {
            (None, Some(Status::Pending)) => language.say("begins", "начался"),
            (_, Some(status)) => language.status(status),
            (_, None) => language.say("lifted", "снят"),
        };
        format!("{rule}: {}, {due} {}, {said}", shift.subject, shift.due)
    }
}
