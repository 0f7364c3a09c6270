//! `ustav can`: every action with its verdict, for an actor on a portal or for a role from the rules alone.

use crate::base::{Code, Diagnostic, Span, suggest};
use crate::cli::arguments::{Arguments, Can, Format};
use crate::cli::io::judging::{judge, moment_of, now, read_portal, too_many_actions};
use crate::cli::io::pack::Pack;
use crate::cli::output::human;
use crate::cli::output::json::{Judged, exit_of, message, pretty, quoted, result, rule_id};
use crate::cli::output::render::paragraph;
use crate::cli::session::{Errors, Session, VerbOutput, VerbResult};
use crate::eval::{Portal, Reason, Verdict};
use crate::input::{Request, State};
use crate::model::Citation;
use crate::state::collection::{Cell, Row};
use crate::values::{Moment, Value};
use serde_json::json;
use std::collections::HashSet;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Can) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let pack = session.load(&arguments.rules)?;
    let (portal, actor, heading) = match (&verb.state, &verb.actor, &verb.role) {
        (Some(path), Some(actor), _) => {
            let portal = read_portal(session, &pack, path)?;
            let row = actor_row(&pack, &portal, actor)?;
            (portal, row, ("actor", actor))
        }
        (_, _, Some(role)) => (of_role(&pack, role)?, 0, ("role", role)),
        _ => {
            return Err(Diagnostic::error(Code::E0605, "whose actions?")
                .help("give a state and `--actor ID`, or `--role ROLE`")
                .into());
        }
    };
    let at = match &verb.at {
        Some(text) => moment_of(text)?,
        None => now(&portal),
    };
    if pack.program.model.actions.len() > Request::most(&pack.program.model) {
        return Err(too_many_actions(&pack.program.model).into());
    }
    let requests: Vec<Request> = (0u32..)
        .zip(&pack.program.model.actions)
        .map(|(number, _)| open_request(&pack, number, actor, at))
        .collect();
    let judged = requests.iter().map(|request| {
        let judged = judge(&pack, &portal, request)?;
        Ok(if verb.explain { judged.considering(&pack) } else { judged })
    });
    let judged = judged.collect::<Result<Vec<_>, Errors>>()?;
    let exit = exit_of(&judged);
    let text = if format == Format::Json {
        let results: Vec<_> = judged.iter().map(|one| result(session, &pack, one)).collect();
        pretty(&json!({"version": 1, heading.0: heading.1, "results": results}))
    } else {
        human(session, &pack, &judged, verb.explain)
    };
    Ok(VerbOutput { text, exit })
}

fn actor_row(pack: &Pack, portal: &Portal, actor: &str) -> Result<u32, Errors> {
    let actors = pack.program.model.schema.actors;
    if let Some(row) = actors.and_then(|collection| portal.state.find(collection, actor)) {
        return Ok(row);
    }
    let known = actors.into_iter().flat_map(|collection| portal.state.ids(collection));
    let help = suggest::nearest(actor, known).map(|near| format!("did you mean `{near}`?"));
    Err(Diagnostic::error(Code::E0407, format!("the state has no `{actor}`")).maybe_help(help).into())
}

/// A portal of which nothing is known but that somebody active has this role.
fn of_role(pack: &Pack, role: &str) -> Result<Portal, Errors> {
    let model = &pack.program.model;
    let Some(number) = (0u16..).zip(&model.roles).find(|(_, found)| *found.name.text == *role) else {
        return Err(Diagnostic::error(Code::E0603, format!("no role is called `{role}`"))
            .maybe_help(suggest::did_you_mean(role, model.roles.iter().map(|role| &*role.name.text)))
            .into());
    };
    let mut state = State::empty(model);
    for (at, cell) in (0u16..).zip(&mut state.scalars) {
        if model.schema.time_zone != Some(at) && cell.value != Value::Absent {
            cell.value = Value::Unknown;
        }
    }
    if let Some(actors) = model.schema.actors
        && let Some(shape) = model.schema.collections.get(usize::from(actors))
        && let Some(rows) = state.collections.get_mut(usize::from(actors))
    {
        let mut cells: Vec<Cell> = shape.fields.iter().map(crate::input::state::left_out).collect();
        let mut set = |field: Option<u16>, value: Value| {
            if let Some(cell) = field.and_then(|field| cells.get_mut(usize::from(field))) {
                cell.value = value;
            }
        };
        set(shape.key, Value::text(role));
        set(Some(model.schema.role_field), Value::Variant(number.0));
        rows.push(Row { cells, span: None });
    }
    Ok(Portal::new(&pack.program, state))
}

/// An action of which only the actor and the instant are known.
fn open_request(pack: &Pack, action: u32, actor: u32, at: Moment) -> Request {
    let told = pack
        .program
        .model
        .actions
        .get(action as usize)
        .map(|found| found.parameters.clone())
        .unwrap_or_default();
    let cell = |number: u16| Cell {
        value: if told.contains(&number) { Value::Unknown } else { Value::Absent },
        span: None,
    };
    Request {
        action,
        actor,
        at,
        told: (0u16..).zip(&pack.program.model.parameters).map(|(number, _)| cell(number)).collect(),
        action_span: None,
        actor_span: None,
    }
}

fn human(session: &Session, pack: &Pack, judged: &[Judged<'_>], explain: bool) -> String {
    let mut text = String::new();
    let mut shown = HashSet::new();
    let widest = judged.iter().map(|one| one.action(&pack.program.model).chars().count()).max().unwrap_or(0);
    for verdict in [Verdict::Allowed, Verdict::Undetermined, Verdict::Denied] {
        for one in judged.iter().filter(|one| one.explanation.verdict == verdict) {
            let action = one.action(&pack.program.model);
            let line = format!("{action:widest$}  {}", why(session, pack, one));
            let line = paragraph(&line, 0, 4, &session.look);
            text.push_str(&format!("{} {line}", human::mark(session, verdict)));
            if explain && !session.quiet {
                text.push_str(&human::grounds(session, pack, one));
                text.push('\n');
            } else if verdict == Verdict::Denied && !session.quiet {
                text.push_str(&passages(session, pack, &one.explanation.reasons, &mut shown));
            }
        }
    }
    text
}

/// In one line why the verdict is what it is.
fn why(session: &Session, pack: &Pack, judged: &Judged<'_>) -> String {
    let explanation = &judged.explanation;
    match explanation.verdict {
        Verdict::Allowed => String::new(),
        Verdict::Denied => {
            let said = explanation.reasons.iter().map(|reason| message(session, pack, judged, reason));
            said.collect::<Vec<_>>().join("; ")
        }
        Verdict::Undetermined => {
            let rules: Vec<&str> = explanation.unsettled.iter().map(rule_id).collect();
            format!("{} {}", session.language.say("depending on", "в зависимости от"), rules.join(", "))
        }
    }
}

/// The passages behind a denial, a line each; each passage once in a list.
fn passages(session: &Session, pack: &Pack, reasons: &[Reason<'_>], shown: &mut HashSet<Span>) -> String {
    let cited = reasons.iter().flat_map(|reason| &reason.citations);
    let new: Vec<&&Citation> = cited.filter(|found| shown.insert(found.span)).collect();
    new.into_iter().map(|found| paragraph(&quoted(session, pack, found), 4, 6, &session.look)).collect()
}
