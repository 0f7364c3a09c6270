//! States and actions as data again: what is written here, [`State::read`] and [`Request::read_all`] read.

use crate::input::action::Request;
use crate::input::state::State;
use crate::input::tree::is_plain_text;
use crate::model::{Collection, Field, Member, Model};
use crate::state::collection::{Cell, Row};
use crate::values::{Type, Value};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json};
use serde_yaml::DoubleQuoted;

/// The path of something that nobody knows and that cannot be left out either: to leave out a value whose field
/// has a default would be to say the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(pub String);

/// A value as it stands in data. An element stands as its id.
pub struct Written<'a> {
    /// The model that knows its type.
    pub model: &'a Model,
    /// The state that holds the elements.
    pub state: &'a State,
    pub value: &'a Value,
    pub ty: &'a Type,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { model, state, value, ty } = *self;
        match (value, ty) {
            (Value::Unknown | Value::Absent, _) => serializer.serialize_unit(),
            (Value::Bool(holds), _) => serializer.serialize_bool(*holds),
            (Value::Int(number), _) => serializer.serialize_i64(*number),
            (Value::Text(text), _) => serializer.serialize_str(text),
            (Value::List(values), Type::List(of)) => {
                serializer.collect_seq(values.iter().map(|value| Written { value, ty: of, ..*self }))
            }
            (Value::Element(row), Type::Element(collection)) => {
                state.id(*collection, *row).serialize(serializer)
            }
            _ => serializer.serialize_str(&model.shown(value, ty)),
        }
    }
}

pub fn value(model: &Model, state: &State, value: &Value, ty: &Type) -> Json {
    serde_json::to_value(Written { model, state, value, ty }).unwrap_or_default()
}

/// A state. What is left out is what has its default without having been given, what is known to be absent, and
/// what nobody knows.
///
/// # Errors
/// The first value that cannot be left out although nobody knows it.
pub fn state(model: &Model, state: &State) -> Result<Json, Unwritable> {
    members(model, state, &model.schema.members).map(Json::Object)
}

/// An action. `at` is always written.
pub fn request(model: &Model, state: &State, request: &Request) -> Json {
    let mut map = Map::new();
    let actor = model.schema.actors.and_then(|actors| state.id(actors, request.actor));
    map.insert("actor".to_owned(), actor.into());
    let action = model.actions.get(request.action);
    map.insert("action".to_owned(), action.map(|action| &*action.name.text).into());
    map.insert("at".to_owned(), request.at.to_string().into());
    for id in action.into_iter().flat_map(|action| &action.parameters) {
        let parameter = model.parameters.get(*id);
        let cell = request.arguments.get(*id);
        if let (Some(parameter), Some(cell)) = (parameter, cell)
            && !matches!(cell.value, Value::Absent | Value::Unknown)
        {
            map.insert(parameter.name.text.to_string(), value(model, state, &cell.value, &parameter.ty));
        }
    }
    Json::Object(map)
}

fn members(model: &Model, state: &State, members_: &[Member]) -> Result<Map<String, Json>, Unwritable> {
    let mut map = Map::new();
    for member in members_ {
        match member {
            Member::Scalar(id) => {
                let scalar = model.schema.scalars.get(*id);
                if let (Some(scalar), Some(cell)) = (scalar, state.scalars.get(*id))
                    && let Some(json) = field(model, state, &scalar.field, cell, || scalar.path.to_string())?
                {
                    map.insert(scalar.field.name.text.to_string(), json);
                }
            }
            Member::Group(name, inner) => {
                let inner = members(model, state, inner)?;
                if !inner.is_empty() {
                    map.insert(name.text.to_string(), inner.into());
                }
            }
            Member::Collection(id) => {
                let shape = model.schema.collections.get(*id);
                let rows = state.collections.get(*id);
                if let (Some(shape), Some(rows)) = (shape, rows)
                    && !rows.is_left_out()
                {
                    if !rows.known {
                        // Written out, the elements would seem to be all that there are.
                        return Err(Unwritable(shape.name.text.to_string()));
                    }
                    let list = rows.rows().zip(rows.iter()).map(|(at, row)| {
                        element(model, state, shape, &row).map_err(|Unwritable(name)| {
                            Unwritable(format!("{}.{name}", state.path_of(model, *id, at)))
                        })
                    });
                    map.insert(shape.name.text.to_string(), list.collect::<Result<Vec<_>, _>>()?.into());
                }
            }
        }
    }
    Ok(map)
}

fn element(model: &Model, state: &State, shape: &Collection, row: &Row) -> Result<Json, Unwritable> {
    let mut map = Map::new();
    for ((id, shape_of), cell) in shape.fields.enumerated().zip(&row.cells) {
        let name = || shape_of.name.text.to_string();
        match field(model, state, shape_of, cell, name)? {
            Some(json) => drop(map.insert(name(), json)),
            // An element that nobody can name is no element of a state.
            None if shape.key == Some(id) => return Err(Unwritable(name())),
            None => {}
        }
    }
    Ok(map.into())
}

/// A field, where it has to be written.
fn field(
    model: &Model,
    state: &State,
    shape: &Field,
    cell: &Cell,
    path: impl Fn() -> String,
) -> Result<Option<Json>, Unwritable> {
    match &cell.value {
        Value::Unknown if shape.optional || shape.default.is_some() => Err(Unwritable(path())),
        Value::Absent if !shape.optional => Err(Unwritable(path())),
        Value::Unknown | Value::Absent => Ok(None),
        found if cell.span.is_none() && shape.default.as_ref() == Some(found) => Ok(None),
        found => Ok(Some(value(model, state, found, &shape.ty))),
    }
}

/// Data as YAML. What without quotes would be something else than text stands in quotes.
///
/// # Errors
/// What the writer says of data that YAML cannot hold.
pub fn yaml(data: &Json) -> Result<String, String> {
    serde_yaml::to_string(&Quoted(data)).map_err(|error| error.to_string())
}

/// Data of which texts that could be taken for something else are written in quotes.
pub struct Quoted<'a>(pub &'a Json);

impl Serialize for Quoted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::Array(items) => serializer.collect_seq(items.iter().map(Quoted)),
            Json::Object(fields) => {
                serializer.collect_map(fields.iter().map(|(name, value)| (name, Quoted(value))))
            }
            Json::String(text) if !is_plain_text(text) => DoubleQuoted(text).serialize(serializer),
            plain => plain.serialize(serializer),
        }
    }
}
