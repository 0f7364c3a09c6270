//! What somebody proposes to do.

use crate::base::IndexVec;
use crate::base::suggest::nearest;
use crate::base::suggest::{did_you_mean, look_alike};
use crate::base::{About, Code, Diagnostic, Message, Span, msg};
use crate::input::from_tree::{has_members, holds_scenarios, scenarios_for, split, split_element};
use crate::input::hints::{by_called, key_called, key_meant, unknown_element};
use crate::input::reader::{MOST_CELLS, Reader, one_value, unexpected};
use crate::input::state::State;
use crate::input::tree::{Entry, Key, Kind, Node};
use crate::model::{Model, Parameter};
use crate::state::collection::Cell;
use crate::values::ids::{ActionId, CollectionId, ParameterId, RowId};
use crate::values::{Moment, Type, Value};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A proposed action: who, what, when, and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub action: ActionId,
    pub actor: RowId,
    pub at: Moment,
    /// By the parameters of the model; those of other actions are absent.
    pub arguments: IndexVec<ParameterId, Cell>,
    pub action_span: Option<Span>,
    pub actor_span: Option<Span>,
}

/// What an action takes at least, in cells.
const LEAST_CELLS: usize = 200;

impl Request {
    /// How many actions can be judged in one run.
    pub fn most(model: &Model) -> usize {
        MOST_CELLS / (model.parameters.len() + LEAST_CELLS)
    }

    /// The actions of a document, not yet read: the items of a list, or the document itself.
    pub fn nodes(document: &Node) -> &[Node] {
        document.items().unwrap_or(std::slice::from_ref(document))
    }

    /// Read one action, as [`Request::read_all`] does.
    ///
    /// # Errors
    /// As there.
    pub fn read(
        model: &Model,
        state: Option<&State>,
        action: &Node,
        now: Moment,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = reader(model, state);
        let request = read(&mut reader, state, action, now);
        // What could not be read was complained of.
        reader.done(request)?.ok_or_else(Vec::new)
    }

    /// Read all actions of a document: one, or a list of them. Without a state, whom they name is not looked up.
    /// `now` is when an action happens that does not say it.
    ///
    /// # Errors
    /// All that is wrong, up to a limit: unknown actions, keys and ids, values of another type, missing arguments.
    pub fn read_all(
        model: &Model,
        state: Option<&State>,
        document: &Node,
        now: Moment,
    ) -> Result<Vec<Self>, Vec<Diagnostic>> {
        let mut reader = reader(model, state);
        let mut requests = Vec::new();
        let nodes = Self::nodes(document);
        if let [_, second, ..] = nodes
            && let Some(first) =
                split_element(nodes).filter(|first| ["actor", "action"].contains(&&*first.text))
        {
            reader.report(split(first, Reader::head(second)));
            return reader.done(requests);
        }
        for node in nodes {
            if !reader.room(model.parameters.len() + LEAST_CELLS, node) {
                break;
            }
            requests.extend(read(&mut reader, state, node, now));
        }
        reader.done(requests)
    }
}

/// A reader that knows the zone of the state.
fn reader<'m>(model: &'m Model, state: Option<&State>) -> Reader<'m> {
    let mut reader = Reader::new(model);
    reader.zone = state.filter(|_| model.schema.time_zone.is_some()).map(|state| state.zone(model));
    reader
}

fn read(reader: &mut Reader<'_>, state: Option<&State>, node: &Node, now: Moment) -> Option<Request> {
    let model = reader.model;
    let Kind::Map(entries) = &node.kind else {
        reader.no_mapping(node, msg!(data.an_action), Some(msg!(data.write_an_action)));
        return None;
    };
    if let Some(wrong) = other_document(model, node, entries) {
        reader.report(wrong);
        return None;
    }
    if lacks_both(model, entries) {
        let message = msg!(data.neither_key);
        let found = Diagnostic::error(Code::E0408, message).label(Reader::head(node), Message::empty());
        reader.report(found.help(msg!(data.write_an_action)));
        return None;
    }
    let nested = node.entry("action").filter(|entry| entry.value.entry("action").is_some());
    if let Some(nested) = nested.filter(|_| node.entry("actor").is_none()) {
        let found = unexpected(&nested.value, msg!(data.name_of_action));
        reader.report(found.help(msg!(data.write_an_action)));
        return None;
    }
    let action = action_of(reader, node, entries);
    let actor = actor_of(reader, state, node, entries);
    let (id, action_span) = action?;
    let action = model.actions.get(id)?;
    let mut request = Request {
        action: id,
        actor: actor.map_or(RowId(0), |(row, _)| row),
        at: now,
        arguments: vec![Cell { value: Value::Absent, span: None }; model.parameters.len()].into(),
        action_span: Some(action_span),
        actor_span: actor.map(|(_, span)| span),
    };
    let parameters: Vec<(ParameterId, &Parameter)> =
        action.parameters.iter().filter_map(|id| Some((*id, model.parameters.get(*id)?))).collect();
    let by_name: HashMap<&str, (ParameterId, &Parameter)> =
        parameters.iter().map(|found| (&*found.1.name.text, *found)).collect();
    let mut given: HashSet<&str> = entries.iter().map(|entry| &*entry.key.text).collect();
    let open = |given: &HashSet<&str>| -> Vec<&Parameter> {
        let all = parameters.iter().map(|(_, own)| *own);
        all.filter(|own| !given.contains(&*own.name.text)).collect()
    };
    let mut sound = actor.is_some();
    for entry in entries {
        match &*entry.key.text {
            "actor" | "action" => {}
            "at" => match reader.value(&Type::Date, &entry.value) {
                Some(Value::Moment(moment)) => request.at = moment,
                _ => sound = false,
            },
            name => {
                let Some((id, parameter)) = by_name.get(name) else {
                    if !given.contains("actor")
                        && misspelt(model, entries, "actor").is_some_and(|found| std::ptr::eq(found, entry))
                    {
                        continue;
                    }
                    let mut known: Vec<Arc<str>> =
                        parameters.iter().map(|(_, found)| found.name.text.clone()).collect();
                    known.extend(["actor", "action", "at"].map(Into::into));
                    let message = msg!(data.action_has_no, name = &*action.name.text, key = name);
                    sound = false;
                    let held = entry.value.entries().unwrap_or_default().iter();
                    let held: Vec<&str> = held.map(|one| &*one.key.text).collect();
                    if held.iter().any(|key| by_name.contains_key(key)) {
                        given.extend(held);
                        let found = Diagnostic::error(Code::E0402, message);
                        let help = msg!(data.arguments_beside, key = name);
                        reader.report(found.label(entry.key.span, Message::empty()).help(help));
                    } else {
                        let meant = unknown_argument(reader, message, &entry.key, &open(&given), &known);
                        // What is meant by it is not missing, too.
                        given.extend(meant);
                    }
                    continue;
                };
                match argument(reader, state, parameter, &entry.value) {
                    Some(cell) => {
                        if let Some(help) = empty_key(model, request.action, *id, &cell) {
                            reader.report(unexpected(&entry.value, msg!(data.text)).help(help));
                            sound = false;
                        } else if let Some(slot) = request.arguments.get_mut(*id) {
                            *slot = cell;
                        }
                    }
                    None => sound = false,
                }
            }
        }
    }
    for parameter in open(&given).into_iter().filter(|parameter| !parameter.optional) {
        let name = &*parameter.name.text;
        let message = msg!(data.missing_argument, action = &*action.name.text, name = name);
        reader.report(
            Diagnostic::error(Code::E0408, message)
                .label(action_span, Message::empty())
                .help(msg!(data.add_argument, name = name, type = model.type_name(&parameter.ty))),
        );
        sound = false;
    }
    sound.then_some(request)
}

/// Report a key that is no parameter, and tell the one that is meant: of those without an argument, the one with nearly
/// its name, or the only one that needs an argument.
fn unknown_argument<'m>(
    reader: &mut Reader<'_>,
    message: Message,
    key: &Key,
    open: &[&'m Parameter],
    known: &[Arc<str>],
) -> Option<&'m str> {
    let name = &*key.text;
    let is_open = |known: &str| open.iter().any(|own| *own.name.text == *known);
    let twice = nearest(name, known.iter().map(|known| &**known).filter(|known| !is_open(known)));
    let required: Vec<&Parameter> = open.iter().copied().filter(|own| !own.optional).collect();
    let only = match required.as_slice() {
        [only] if twice.is_none() => Some(&*only.name.text),
        _ => None,
    };
    let meant = key_meant(name, open.iter().map(|own| &*own.name.text)).or(only);
    match meant {
        Some(meant) => {
            let help = look_alike(name, meant).unwrap_or_else(|| msg!(common.did_you_mean, word = meant));
            let found = Diagnostic::error(Code::E0402, message);
            reader.report(found.label(key.span, Message::empty()).help(help));
        }
        None => reader.unknown(message, key, known),
    }
    meant
}

/// What is wrong with a document that is no action, but a state or actions under a key.
fn other_document(model: &Model, node: &Node, entries: &[Entry]) -> Option<Diagnostic> {
    if ["actor", "action"].iter().any(|key| node.entry(key).is_some()) {
        return None;
    }
    if holds_scenarios(model, node) {
        return Some(scenarios_for(node));
    }
    let is_action = |item: &Node| item.entry("action").is_some() || item.entry("actor").is_some();
    let is_list = |entry: &&Entry| entry.value.items().is_some_and(|items| items.iter().any(is_action));
    if let Some(entry) = entries.iter().find(is_list) {
        let key = &*entry.key.text;
        let found = Diagnostic::error(Code::E0402, msg!(data.list_under_key, key = key));
        let help = msg!(data.write_list_itself, key = key);
        return Some(found.label(entry.key.span, Message::empty()).help(help));
    }
    has_members(model, node).then(|| {
        Diagnostic::error(Code::E0402, msg!(data.state_for_action))
            .label(Reader::head(node), Message::empty())
            .about(About::StateForAction)
            .help(msg!(data.perhaps_swapped))
    })
}

/// The entry under a key that every action has. A key that is nearly this one is reported, or that there is none.
fn required<'n>(
    reader: &mut Reader<'_>,
    node: &Node,
    entries: &'n [Entry],
    key: &str,
    help: Message,
) -> Option<&'n Entry> {
    let found = entries.iter().find(|entry| &*entry.key.text == key);
    if found.is_some() {
        return found;
    }
    let near = misspelt(reader.model, entries, key);
    reader.report(match near {
        Some(near) => {
            let message = msg!(data.expected_key, expected = key, key = &*near.key.text);
            let help = look_alike(&near.key.text, key);
            Diagnostic::error(Code::E0402, message).label(near.key.span, Message::empty()).maybe_help(help)
        }
        None => Diagnostic::error(Code::E0408, msg!(data.missing_key, key = key))
            .label(Reader::head(node), Message::empty())
            .help(help),
    });
    None
}

/// Whether neither of the keys that every action has is there, not even misspelt.
fn lacks_both(model: &Model, entries: &[Entry]) -> bool {
    let has = |key: &str| entries.iter().any(|entry| *entry.key.text == *key);
    ["actor", "action"].into_iter().all(|key| !has(key) && misspelt(model, entries, key).is_none())
}

/// The entry whose key is nearly one that every action has, and no parameter of an action.
fn misspelt<'n>(model: &Model, entries: &'n [Entry], key: &str) -> Option<&'n Entry> {
    const KEYS: [&str; 3] = ["actor", "action", "at"];
    entries.iter().find(|entry| {
        let text = &*entry.key.text;
        let known = KEYS.contains(&text) || model.parameters.iter().any(|own| *own.name.text == *text);
        let called = key_called(text, KEYS).or_else(|| nearest(text, KEYS));
        !known && (called == Some(key) || look_alike(text, key).is_some())
    })
}

/// The text of a scalar that nobody could take for anything else.
pub(crate) fn scalar<'n>(
    reader: &mut Reader<'_>,
    node: &'n Node,
    expected: impl Into<Message>,
) -> Option<&'n Arc<str>> {
    if let Kind::Scalar { text, quoted } = &node.kind
        && (*quoted || node.is_plain_text())
    {
        return Some(text);
    }
    let found = unexpected(node, expected);
    reader.report(match &node.kind {
        Kind::Scalar { text, .. } if !node.is_null() => {
            found.help(msg!(data.write_in_quotes, text = &**text))
        }
        _ => found.maybe_help(one_value(node)),
    });
    None
}

fn action_of(reader: &mut Reader<'_>, node: &Node, entries: &[Entry]) -> Option<(ActionId, Span)> {
    let entry = required(reader, node, entries, "action", msg!(data.add_action))?;
    let name = scalar(reader, &entry.value, msg!(data.name_of_action))?;
    let actions = &reader.model.actions;
    let found = actions.position(|action| action.name.text == *name);
    let Some(id) = found else {
        let names = || actions.iter().map(|action| &*action.name.text);
        let called = name.split_once('(').map(|(name, _)| name.trim());
        let called = called.filter(|called| names().any(|name| name == *called));
        let help = called.map(|called| msg!(data.action_alone, name = called)).or_else(|| {
            let known = actions.iter().map(|action| (&*action.name.text, &*action.called));
            by_called(name, known).or_else(|| did_you_mean(name, names()))
        });
        reader.report(
            Diagnostic::error(Code::E0402, msg!(data.unknown_action, name = &**name))
                .label(entry.value.span, Message::empty())
                .maybe_help(help),
        );
        return None;
    };
    Some((id, entry.value.span))
}

fn actor_of(
    reader: &mut Reader<'_>,
    state: Option<&State>,
    node: &Node,
    entries: &[Entry],
) -> Option<(RowId, Span)> {
    let entry = required(reader, node, entries, "actor", msg!(data.add_actor))?;
    let actors = reader.model.schema.actors?;
    let row = element(reader, state, actors, &entry.value)?;
    Some((row, entry.value.span))
}

/// The row of the element that an id names.
fn element(
    reader: &mut Reader<'_>,
    state: Option<&State>,
    collection: CollectionId,
    node: &Node,
) -> Option<RowId> {
    let shape = reader.model.schema.collections.get(collection)?;
    let id = scalar(reader, node, msg!(data.id_of, name = &*shape.noun.text))?;
    let Some(state) = state else { return Some(RowId(0)) };
    let found = state.find(collection, id);
    if found.is_none() {
        reader.report_once(|reader| {
            unknown_element(reader.model, state, collection, id).label(node.span, Message::empty())
        });
    }
    found
}

/// What to say where an argument would give a new element an empty key.
fn empty_key(model: &Model, action: ActionId, parameter: ParameterId, cell: &Cell) -> Option<Message> {
    let shape = model.keyed_by(action, parameter).filter(|_| cell.value == Value::text(""))?;
    let key = shape.fields.get(shape.key?)?;
    Some(msg!(data.needs_own_id, noun = &*shape.noun.text, key = &*key.name.text))
}

fn argument(
    reader: &mut Reader<'_>,
    state: Option<&State>,
    parameter: &Parameter,
    node: &Node,
) -> Option<Cell> {
    let value = match &parameter.ty {
        _ if node.is_null() && parameter.optional => Value::Absent,
        Type::Element(collection) => Value::Element(element(reader, state, *collection, node)?),
        ty => {
            let value = reader.value(ty, node)?;
            reader.in_range(parameter.range, &value, node)?;
            elements(reader, state, ty, value)?
        }
    };
    Some(Cell { value, span: Some(node.span) })
}

/// A list of keys as the elements that have them; another value as it is.
fn elements(reader: &mut Reader<'_>, state: Option<&State>, ty: &Type, value: Value) -> Option<Value> {
    let (Some(to), Value::List(keys)) = (ty.refers_to(), &value) else { return Some(value) };
    let Some(state) = state else {
        return Some(Value::List(keys.iter().map(|_| Value::Element(RowId(0))).collect()));
    };
    if !reader.look_up_references(state, false) {
        return None;
    }
    let named = keys.iter().map(|key| match key {
        Value::Text(key) => state.find(to, key).map_or(Value::Unknown, Value::Element),
        _ => Value::Unknown,
    });
    Some(Value::List(named.collect()))
}
