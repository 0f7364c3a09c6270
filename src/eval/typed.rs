//! Typed actions are judged without being turned into requests: only the ids that they name are looked up.

use super::judge::{Decision, judge};
use super::portal::Portal;
use super::table::{Asked, Bounds, OPEN};
use crate::input::typed::{Action, Argument};
use crate::input::{Cell, Request};
use crate::kb::KnowledgeBase;
use crate::kb::table::{ActionTable, ELEMENTS, TOLD_WORDS, WORDS};
use crate::model::Model;
use crate::values::{Truth, Type, Value};
use std::cell::OnceCell;

/// An id that the state does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSuch {
    /// That of who acts.
    Actor,
    /// That of an element that is told, by its place among the parameters of the action.
    Element(usize),
    /// The model has no such action.
    Action,
}

impl std::fmt::Display for NoSuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Actor => f.write_str("the state does not hold who acts"),
            Self::Element(place) => write!(f, "the state does not hold what is told in place {}", place + 1),
            Self::Action => f.write_str("the rules know no such action"),
        }
    }
}

impl std::error::Error for NoSuch {}

/// A typed action whose ids were looked up.
struct Resolved<'a> {
    action: &'a Action<'a>,
    model: &'a Model,
    portal: &'a Portal,
    actor: u32,
    elements: [u32; WORDS - ELEMENTS],
    request: OnceCell<Request>,
}

/// Judge a typed action.
pub fn decide_action(
    model: &Model,
    kb: &KnowledgeBase,
    portal: &Portal,
    action: &Action<'_>,
) -> Result<Decision, NoSuch> {
    let resolved = resolve(model, kb, portal, action)?;
    Ok(judge(model, kb, portal, action.number, &resolved))
}

#[inline]
fn resolve<'a>(
    model: &'a Model,
    kb: &'a KnowledgeBase,
    portal: &'a Portal,
    action: &'a Action<'a>,
) -> Result<Resolved<'a>, NoSuch> {
    let table = kb.tables.actions.get(action.number as usize).ok_or(NoSuch::Action)?;
    let (actors, _) = kb.actors.ok_or(NoSuch::Actor)?;
    let actor = portal.find(actors, &action.actor).ok_or(NoSuch::Actor)?;
    let mut elements = [u32::MAX; WORDS - ELEMENTS];
    for (place, collection) in &table.elements {
        let place = usize::from(*place);
        if let Some(Argument::Element(id)) = action.told().get(place) {
            let row = portal.find(*collection, id).ok_or(NoSuch::Element(place))?;
            if let Some(element) = elements.get_mut(place) {
                *element = row;
            }
        }
    }
    Ok(Resolved { action, model, portal, actor, elements, request: OnceCell::new() })
}

impl Portal {
    /// Whether the state holds who acts and all elements that a typed action names.
    pub fn knows(&self, model: &Model, kb: &KnowledgeBase, action: &Action<'_>) -> bool {
        resolve(model, kb, self, action).is_ok()
    }

    /// A typed action as explanations and effects read it: its ids are rows.
    pub fn request(&self, model: &Model, kb: &KnowledgeBase, action: &Action<'_>) -> Result<Request, NoSuch> {
        let resolved = resolve(model, kb, self, action)?;
        Ok(request(model, self, action, resolved.actor))
    }
}

impl Asked for Resolved<'_> {
    fn actor(&self) -> u32 {
        self.actor
    }

    fn codes(&self, _: &ActionTable) -> [u64; TOLD_WORDS] {
        self.action.codes()
    }

    fn element(&self, _: &ActionTable, place: u8) -> u32 {
        self.elements.get(usize::from(place)).copied().unwrap_or(u32::MAX)
    }

    fn number(&self, _: &ActionTable, place: u16) -> Bounds {
        match self.action.told().get(usize::from(place)) {
            Some(Argument::Int(number)) => Some((*number, *number)),
            Some(Argument::Absent) => None,
            _ => OPEN,
        }
    }

    fn look_up(&self, portal: &Portal, table: &ActionTable, place: u16, index: u16, fold: bool) -> Truth {
        match self.action.told().get(usize::from(place)) {
            Some(Argument::Text(text)) => portal.look_up_text(index, text, fold),
            _ => self.request().look_up(portal, table, place, index, fold),
        }
    }

    fn request(&self) -> &Request {
        self.request.get_or_init(|| request(self.model, self.portal, self.action, self.actor))
    }
}

/// A typed action as a request; ids that the state does not hold are unknown.
fn request(model: &Model, portal: &Portal, action: &Action<'_>, actor: u32) -> Request {
    let mut told = vec![Cell { value: Value::Absent, span: None }; model.parameters.len()];
    let parameters = model.actions.get(action.number as usize).map(|found| &*found.parameters);
    for (number, argument) in parameters.unwrap_or_default().iter().zip(action.told()) {
        let value = match argument {
            Argument::Absent => Value::Absent,
            Argument::Bool(holds) => Value::Bool(*holds),
            Argument::Int(number) => Value::Int(*number),
            Argument::Variant(number) => Value::Variant(*number),
            Argument::Text(text) => Value::text(text),
            Argument::Moment(moment) => Value::Moment(*moment),
            Argument::Element(id) => {
                let parameter = model.parameters.get(usize::from(*number)).map(|parameter| &parameter.ty);
                let row = match parameter {
                    Some(Type::Element(collection)) => portal.find(*collection, id),
                    _ => None,
                };
                row.map_or(Value::Unknown, Value::Element)
            }
        };
        if let Some(cell) = told.get_mut(usize::from(*number)) {
            cell.value = value;
        }
    }
    Request { action: action.number, actor, at: action.at, told, action_span: None, actor_span: None }
}
