//! Typed actions are judged without being turned into requests: only the ids that they name are looked up.

use crate::base::{IndexVec, Message, msg};
use crate::eval::budget::{self, OverBudget};
use crate::eval::judge::{Decision, decide_fast, decide_proposed, decide_slow};
use crate::eval::outcomes::{Bounds, OPEN};
use crate::eval::portal::Portal;
use crate::eval::proposed::ProposedAction;
use crate::eval::table::{Asked, Case, put_elements, value, words};
use crate::input::Request;
use crate::input::typed::{Action, Argument};
use crate::model::Model;
use crate::program::Program;
use crate::state::collection::Cell;
use crate::tables::table::ActionTable;
use crate::values::ids::{ArgumentPlace, CollectionId, IndexId, ParameterId, RowId};
use crate::values::{Truth, Type, Value};
use std::borrow::Cow;
use std::convert::Infallible;

/// An id that the state does not hold.
///
/// ```
/// use ustav::embed::{Moment, UnknownId};
/// # let (club, portal) = ustav::embed::example::club()?;
/// let fee = club.action("pay", "nobody", Moment::parse("2024-06-01")?).int("fee", 5).done()?;
/// assert_eq!(portal.decide(&fee).unwrap_err(), UnknownId::Actor.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownId {
    Actor,
    /// Of an element among the arguments, by its place among the parameters of the action.
    Element(usize),
    Action,
}

impl UnknownId {
    /// The same for people, in the language that they read.
    pub fn message(&self) -> Message {
        match self {
            Self::Actor => msg!(data.actor_unknown),
            Self::Element(place) => msg!(data.argument_unknown, number = place + 1),
            Self::Action => msg!(data.action_unknown),
        }
    }
}

/// In English; [`UnknownId::message`] in each language.
impl std::fmt::Display for UnknownId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for UnknownId {}

/// Why an action was not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecideError {
    /// The state does not hold something that the action names.
    UnknownId(UnknownId),
    /// The verdict would look at more elements than it may.
    OverBudget(OverBudget),
}

impl DecideError {
    /// The same for people, in the language that they read.
    pub fn message(&self) -> Message {
        match self {
            Self::UnknownId(unknown) => unknown.message(),
            Self::OverBudget(over) => over.message(),
        }
    }
}

/// In English; [`DecideError::message`] in each language.
impl std::fmt::Display for DecideError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for DecideError {}

impl From<UnknownId> for DecideError {
    fn from(unknown: UnknownId) -> Self {
        Self::UnknownId(unknown)
    }
}

impl From<OverBudget> for DecideError {
    fn from(over: OverBudget) -> Self {
        Self::OverBudget(over)
    }
}

struct Typed<'a> {
    action: &'a Action<'a>,
    program: &'a Program,
    portal: &'a Portal,
}

/// [`decide_proposed`] for a typed action.
///
/// # Errors
///
/// The state holds no such actor, or no such element; or the verdict would look at more elements than `budget`.
pub fn decide_action(
    program: &Program,
    portal: &Portal,
    action: &Action<'_>,
    budget: u64,
) -> Result<Decision, DecideError> {
    let table = program.tables.actions.get(action.action).ok_or(UnknownId::Action)?;
    if table.nodes || table.walks {
        let request = portal.request(program, action)?;
        let proposed = ProposedAction::new(program, portal, &request);
        budget::of_verdict(&proposed, budget)?;
        return Ok(decide_proposed(&proposed));
    }
    let (actors, actor) = actor(program, portal, action)?;
    let element = |place: ArgumentPlace, collection| match action.arguments().get(place.index()) {
        Some(Argument::Element(id)) => portal.find(collection, id).ok_or(UnknownId::Element(place.index())),
        _ => Ok(RowId::NONE),
    };
    let mut words = words(portal, portal.codes_of(program, actors, actor), action.codes);
    put_elements(program, portal, table, &mut words, element)?;
    let typed = Typed { action, program, portal };
    let case = Case { program, portal, action: action.action, table, words: &words, asked: &typed };
    // As in `decide`.
    match decide_fast(case) {
        Ok(decision) => Ok(decision),
        Err(first) => Ok(decide_slow(case, first, None)),
    }
}

/// Who acts, with the collection of actors.
#[inline]
fn actor(
    program: &Program,
    portal: &Portal,
    action: &Action<'_>,
) -> Result<(CollectionId, RowId), UnknownId> {
    let (actors, _) = program.kb.actors.ok_or(UnknownId::Actor)?;
    Ok((actors, portal.find(actors, &action.actor).ok_or(UnknownId::Actor)?))
}

impl Portal {
    /// Whether the state holds who acts and all elements that a typed action names; cheaper than [`Portal::request`].
    pub fn knows(&self, program: &Program, action: &Action<'_>) -> bool {
        let parameters = program.model.actions.get(action.action).map(|found| &*found.parameters);
        let mut named = parameters.unwrap_or_default().iter().zip(action.arguments());
        actor(program, self, action).is_ok()
            && named.all(|(parameter, argument)| {
                let ty = program.model.parameters.get(*parameter).map(|parameter| &parameter.ty);
                match (ty, argument) {
                    (Some(Type::Element(collection)), Argument::Element(id)) => {
                        self.find(*collection, id).is_some()
                    }
                    _ => true,
                }
            })
    }

    /// A typed action as explanations and effects read it: its ids are rows.
    ///
    /// # Errors
    ///
    /// The state holds no such actor, or no such element.
    pub fn request(&self, program: &Program, action: &Action<'_>) -> Result<Request, UnknownId> {
        let (_, actor) = actor(program, self, action)?;
        request(&program.model, action, actor, |place, collection, id| {
            self.find(collection, id).map(Value::Element).ok_or(UnknownId::Element(place))
        })
    }

    /// The same, with ids that the state does not hold left unknown.
    pub(crate) fn request_as_known(&self, program: &Program, action: &Action<'_>) -> Request {
        let actor = actor(program, self, action).map_or(RowId::NONE, |(_, actor)| actor);
        let Ok(request) =
            request(&program.model, action, actor, |_, collection, id| -> Result<Value, Infallible> {
                Ok(self.find(collection, id).map_or(Value::Unknown, Value::Element))
            });
        request
    }
}

impl Asked for Typed<'_> {
    fn number(&self, _: &ActionTable, place: ArgumentPlace) -> Bounds {
        match self.action.arguments().get(place.index()) {
            Some(Argument::Int(number)) => Some((*number, *number)),
            Some(Argument::Absent) => None,
            _ => OPEN,
        }
    }

    fn look_up(&self, case: &Case<'_, Self>, place: ArgumentPlace, index: IndexId) -> Truth {
        match self.action.arguments().get(place.index()) {
            Some(Argument::Text(text)) => case.portal.look_up_text(case.program, index, text),
            _ => value(&self.request(), case.table, place)
                .map_or(Truth::Unknown, |value| case.portal.look_up(case.program, index, value)),
        }
    }

    fn request(&self) -> Cow<'_, Request> {
        Cow::Owned(self.portal.request_as_known(self.program, self.action))
    }
}

/// A typed action as a request. `element` says what an id stands for: its place in the action's list, and its collection.
fn request<E>(
    model: &Model,
    action: &Action<'_>,
    actor: RowId,
    mut element: impl FnMut(usize, CollectionId, &str) -> Result<Value, E>,
) -> Result<Request, E> {
    let mut arguments: IndexVec<ParameterId, Cell> =
        vec![Cell { value: Value::Absent, span: None }; model.parameters.len()].into();
    let parameters = model.actions.get(action.action).map(|found| &*found.parameters);
    let parameters = parameters.unwrap_or_default().iter().zip(action.arguments());
    for (place, (parameter, argument)) in parameters.enumerate() {
        let value = match argument {
            Argument::Absent => Value::Absent,
            Argument::Bool(holds) => Value::Bool(*holds),
            Argument::Int(number) => Value::Int(*number),
            Argument::Variant(variant) => Value::Variant(*variant),
            Argument::Text(text) => Value::text(text),
            Argument::Moment(moment) => Value::Moment(*moment),
            Argument::Element(id) => match model.parameters.get(*parameter).map(|parameter| &parameter.ty) {
                Some(Type::Element(collection)) => element(place, *collection, id)?,
                _ => Value::Unknown,
            },
        };
        if let Some(cell) = arguments.get_mut(*parameter) {
            cell.value = value;
        }
    }
    Ok(Request {
        action: action.action,
        actor,
        at: action.at,
        arguments,
        action_span: None,
        actor_span: None,
    })
}
