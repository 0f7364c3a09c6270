//! What somebody proposes to do.

use crate::base::IndexVec;
use crate::base::{Code, Diagnostic, Span, suggest};
use crate::input::reader::{MOST_CELLS, Reader};
use crate::input::state::State;
use crate::input::tree::{Entry, Kind, Node};
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
        let mut reader = Reader::new(model);
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
        let mut reader = Reader::new(model);
        let mut requests = Vec::new();
        for node in Self::nodes(document) {
            if !reader.accepts_more() || !reader.room(model.parameters.len() + LEAST_CELLS, node) {
                break;
            }
            requests.extend(read(&mut reader, state, node, now));
        }
        reader.done(requests)
    }
}

fn read(reader: &mut Reader<'_>, state: Option<&State>, node: &Node, now: Moment) -> Option<Request> {
    let model = reader.model;
    let Kind::Map(entries) = &node.kind else {
        reader.wrong_kind(node, "an action: a mapping with `actor` and `action`");
        return None;
    };
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
    let given: HashSet<&str> = entries.iter().map(|entry| &*entry.key.text).collect();
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
                    let mut known: Vec<Arc<str>> =
                        parameters.iter().map(|(_, found)| found.name.text.clone()).collect();
                    known.extend(["actor", "action", "at"].map(Into::into));
                    reader.unknown_key(&format!("`{}`", action.name.text), &entry.key, &known);
                    sound = false;
                    continue;
                };
                match argument(reader, state, parameter, &entry.value) {
                    Some(cell) => {
                        if let Some(slot) = request.arguments.get_mut(*id) {
                            *slot = cell;
                        }
                    }
                    None => sound = false,
                }
            }
        }
    }
    for (_, parameter) in parameters.iter().filter(|(_, parameter)| !parameter.optional) {
        if !given.contains(&*parameter.name.text) {
            let name = &parameter.name.text;
            reader.report(
                Diagnostic::error(Code::E0408, format!("`{}` does not say `{name}`", action.name.text))
                    .label(action_span, format!("`{name}` has to be told with this"))
                    .help(format!("add `{name}: …` ({})", model.type_name(&parameter.ty))),
            );
            sound = false;
        }
    }
    sound.then_some(request)
}

fn missing(reader: &mut Reader<'_>, node: &Node, key: &str, what: &str) {
    reader.report(
        Diagnostic::error(Code::E0408, format!("the action has no `{key}`"))
            .label(Reader::head(node), "in this action")
            .help(format!("add `{key}: …`, {what}")),
    );
}

/// The text of a scalar that nobody could take for anything else.
pub(crate) fn scalar<'n>(reader: &mut Reader<'_>, node: &'n Node, due: &str) -> Option<&'n Arc<str>> {
    if let Kind::Scalar { text, quoted } = &node.kind
        && (*quoted || node.is_plain_text())
    {
        return Some(text);
    }
    match &node.kind {
        Kind::Scalar { text, .. } if !node.is_null() => {
            reader.report(
                Diagnostic::error(Code::E0403, format!("{due} is due here"))
                    .label(node.span, format!("this is {}", node.in_words()))
                    .help(format!("write it in quotation marks: `\"{text}\"`")),
            );
        }
        _ => reader.wrong_kind(node, due),
    }
    None
}

fn action_of(reader: &mut Reader<'_>, node: &Node, entries: &[Entry]) -> Option<(ActionId, Span)> {
    let Some(entry) = entries.iter().find(|entry| &*entry.key.text == "action") else {
        let near = entries.iter().find(|entry| suggest::nearest(&entry.key.text, ["action"]).is_some());
        match near {
            Some(near) => reader.unknown_key("an action", &near.key, &["action".into()]),
            None => missing(reader, node, "action", "what is to be done"),
        }
        return None;
    };
    let name = scalar(reader, &entry.value, "the name of an action")?;
    let actions = &reader.model.actions;
    let found = actions.position(|action| action.name.text == *name);
    let Some(id) = found else {
        let help = suggest::did_you_mean(name, actions.iter().map(|action| &*action.name.text));
        reader.report(
            Diagnostic::error(Code::E0402, format!("no action is called `{name}`"))
                .label(entry.value.span, "the rules do not know this action")
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
    let Some(entry) = entries.iter().find(|entry| &*entry.key.text == "actor") else {
        missing(reader, node, "actor", "the id of who acts");
        return None;
    };
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
    let id = scalar(reader, node, &format!("the id of one `{}`", shape.noun.text))?;
    let Some(state) = state else { return Some(RowId(0)) };
    let found = state.find(collection, id);
    if found.is_none() {
        let help = suggest::nearest(id, state.ids(collection)).map(|near| format!("did you mean `{near}`?"));
        reader.report(
            Diagnostic::error(Code::E0407, format!("the state has no {} `{id}`", shape.noun.text))
                .label(node.span, format!("no element of `{}` has this id", shape.name.text))
                .maybe_help(help),
        );
    }
    found
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
        ty => reader.value(ty, node)?,
    };
    Some(Cell { value, span: Some(node.span) })
}
