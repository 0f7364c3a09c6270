//! `ustav can`: every action with its verdict, for an actor on a portal or for a role from the rules alone.

use crate::base::{Code, Diagnostic, IndexVec, Language, msg};
use crate::cli::arguments::{Arguments, Can, Format};
use crate::cli::io::judging::{Details, JudgedActions, judge, moment_of, now, read_portal, too_many_actions};
use crate::cli::meant::name_meant;
use crate::cli::output::human;
use crate::cli::output::json::pretty;
use crate::cli::output::judged::{ActionResult, Counts};
use crate::cli::pack::Pack;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use crate::eval::Portal;
use crate::input::hints::unknown_element;
use crate::input::{Request, State};
use crate::model::{Model, is_called};
use crate::state::collection::{Cell, Row};
use crate::values::email::is_same_email;
use crate::values::ids::{ActionId, CollectionId, FieldId, RowId};
use crate::values::{Moment, Type, Value};

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Can) -> VerbResult {
    let format = session.format_of(Format::of_verb("can"))?;
    let pack = session.load(&arguments.rules)?;
    let (portal, actor) = match (&verb.state, &verb.actor, &verb.role) {
        (Some(path), Some(actor), _) => {
            let portal = read_portal(session, &pack, path)?;
            let actor = actor_row(&pack, &portal, actor)?;
            (portal, actor)
        }
        (_, _, Some(role)) => (of_role(&pack, role, session.language)?, RowId(0)),
        _ => {
            return Err(Diagnostic::error(Code::E0605, msg!(cli.whose_actions))
                .help(msg!(cli.name_actor_or_role))
                .into());
        }
    };
    let at = verb.at.as_deref().map(moment_of).transpose()?.unwrap_or_else(|| now(&portal));
    let model = &pack.program.model;
    if model.actions.len() > Request::most(model) {
        return Err(too_many_actions(model).into());
    }
    let requests: Vec<Request> =
        model.actions.ids().map(|action| open_request(model, action, actor, at)).collect();
    let details = Details { considered: verb.explain, proposals: None };
    let judged = requests.iter().map(|request| judge(session, &pack, &portal, request, details));
    let mut results = judged.collect::<Result<Vec<_>, _>>()?;
    for (action, result) in model.actions.ids().zip(&mut results) {
        mark_unmoved(&pack, action, result);
    }
    // A listing that was asked for was given, whatever stands in it; what was not judged is none.
    let exit = match Counts::of(&results).over_budget {
        0 => Exit::Success,
        _ => Exit::Error,
    };
    let text = if format == Format::Json {
        pretty(&JudgedActions {
            version: 1,
            actor: verb.actor.as_ref().and_then(|_| portal.state.id(model.schema.actors?, actor)),
            role: verb.role.as_ref().and_then(|_| portal.state.id(model.schema.actors?, actor)),
            results,
        })
    } else if verb.role.is_some() && !verb.explain {
        human::rights_of_role(session, &results)
    } else {
        human::rights(session, &results, verb.explain)
    };
    Ok(VerbOutput { text, exit })
}

/// Say of the rules that a verdict hangs on which of them an action cannot break.
fn mark_unmoved(pack: &Pack, action: ActionId, result: &mut ActionResult<'_>) {
    let ActionResult::Judged(judged) = result else { return };
    for reason in &mut judged.unsettled {
        let rule = pack.program.model.rules.position(|rule| Some(rule.id.span) == reason.id);
        reason.is_unmoved = rule.is_some_and(|rule| pack.program.is_unmoved(action, rule));
    }
}

fn actor_row(pack: &Pack, portal: &Portal, actor: &str) -> Result<RowId, Diagnostic> {
    let model = &pack.program.model;
    let actors = model
        .schema
        .actors
        .ok_or_else(|| Diagnostic::error(Code::E0407, msg!(cli.unknown_actor, actor = actor)))?;
    let found =
        portal.state.find(actors, actor).or_else(|| with_address(model, &portal.state, actors, actor));
    found.ok_or_else(|| unknown_element(model, &portal.state, actors, actor))
}

/// The one element that has this e-mail address.
fn with_address(model: &Model, state: &State, collection: CollectionId, address: &str) -> Option<RowId> {
    let shape = model.schema.collections.get(collection)?;
    let rows = state.collections.get(collection)?;
    let emails: Vec<FieldId> =
        shape.fields.enumerated().filter(|(_, field)| field.ty == Type::Email).map(|(id, _)| id).collect();
    let has = |row: &RowId| {
        emails.iter().any(|field| rows.text(*row, *field).is_some_and(|own| is_same_email(own, address)))
    };
    let mut found = rows.rows().filter(has);
    found.next().filter(|_| found.next().is_none())
}

/// A portal of which nothing is known but that somebody has this role: what may be left out, or has a default, may be
/// anything.
fn of_role(pack: &Pack, role: &str, language: Language) -> Result<Portal, Diagnostic> {
    let model = &pack.program.model;
    let found = model.roles.enumerated().find(|(_, found)| *found.name.text == *role);
    let found = found.or_else(|| model.roles.enumerated().find(|(_, found)| is_called(&found.called, role)));
    let (id, name) = found.map(|(id, role)| (id, &role.name)).ok_or_else(|| {
        let known = model.roles.iter().map(|role| (&*role.name.text, &*role.called));
        Diagnostic::error(Code::E0603, msg!(cli.unknown_role, role = role))
            .maybe_help(name_meant(role, &known, language))
    })?;
    let mut state = State::empty(model);
    for (scalar, cell) in model.schema.scalars.ids().zip(&mut state.scalars) {
        if model.schema.time_zone != Some(scalar) {
            cell.value = Value::Unknown;
        }
    }
    if let Some(actors) = model.schema.actors
        && let Some(shape) = model.schema.collections.get(actors)
        && let Some(rows) = state.collections.get_mut(actors)
    {
        let unknown = Cell { value: Value::Unknown, span: None };
        let mut cells: IndexVec<FieldId, Cell> = shape.fields.iter().map(|_| unknown.clone()).collect();
        let mut set = |field: Option<FieldId>, value: Value| {
            if let Some(cell) = field.and_then(|field| cells.get_mut(field)) {
                cell.value = value;
            }
        };
        set(shape.key, Value::text(&name.text));
        set(Some(model.schema.role_field), Value::Variant(id.into()));
        rows.push(Row { cells, span: None });
    }
    Ok(Portal::new(&pack.program, state))
}

/// An action of which only the actor and the instant are known.
fn open_request(model: &Model, action: ActionId, actor: RowId, at: Moment) -> Request {
    let own = model.actions.get(action).map(|found| &*found.parameters).unwrap_or_default();
    let cell = |parameter| Cell {
        value: if own.contains(&parameter) { Value::Unknown } else { Value::Absent },
        span: None,
    };
    let arguments = model.parameters.ids().map(cell).collect();
    Request { action, actor, at, arguments, action_span: None, actor_span: None }
}
