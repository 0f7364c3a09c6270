//! The fast path of actions: lines of JSON, read in one pass and without a tree. Of a line that may be wrong, or is only
//! unusual, it gives nothing, and the tree is read.

use crate::input::fast::json::length_to_quote;
use crate::input::reader::variant_of;
use crate::input::typed::{Action, Argument};
use crate::model::{Model, Parameter};
use crate::values::email::is_email;
use crate::values::ids::{ActionId, ParameterId};
use crate::values::{Moment, Type};
use hashbrown::HashMap;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::fmt;

/// Reads actions of a model from lines of JSON. It looks names up once, so one reader serves many lines.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, _) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let reader = club.reader();
/// let fee = reader.read(r#"{"actor": "ivan", "action": "pay", "fee": 5}"#, at).ok_or("an irregular line")?;
/// assert_eq!(fee, club.action("pay", "ivan", at).int("fee", 5).done()?);
/// assert!(reader.read("{actor: ivan, action: pay, fee: 5}", at).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ActionReader<'m> {
    model: &'m Model,
    actions: HashMap<&'m str, ActionId>,
}

/// An action with the places of its parts, in bytes of its line.
#[derive(Clone, Debug)]
pub struct Read<'a> {
    pub action: Action<'a>,
    pub action_place: (u32, u32),
    pub actor_place: (u32, u32),
    /// Where the arguments stand, in the order of the parameters.
    pub places: Vec<Option<(u32, u32)>>,
}

/// So many keys an action has at most; one with more is left to the tree reader.
const MOST_KEYS: usize = 24;

impl<'m> ActionReader<'m> {
    /// A reader of actions that these rules know.
    pub fn new(model: &'m Model) -> Self {
        let actions = model.actions.enumerated().map(|(id, action)| (&*action.name.text, id));
        Self { model, actions: actions.collect() }
    }

    /// Read the action of a line; `now` is when it happens if it does not say so. `None` where the line
    /// has to be read as a tree, which need not mean that it is wrong.
    pub fn read<'a>(&self, line: &'a str, now: Moment) -> Option<Action<'a>> {
        let keys: Keys<'a> = serde_json::from_str(line).ok()?;
        self.action(&keys.0, now)
    }

    /// Read the action of a line with its places.
    pub fn read_with_places<'a>(&self, line: &'a str, now: Moment) -> Option<Read<'a>> {
        let keys: Keys<'a> = serde_json::from_str(line).ok()?;
        let action = self.action(&keys.0, now)?;
        let mut read = Read {
            action_place: (0, 0),
            actor_place: (0, 0),
            places: vec![None; action.arguments().len()],
            action,
        };
        let parameters = &self.model.actions.get(read.action.action)?.parameters;
        for (key, _) in &keys.0 {
            let place = place_behind(line, key)?;
            match *key {
                "action" => read.action_place = place,
                "actor" => read.actor_place = place,
                "at" => {}
                key => {
                    let (at, _) = self.parameter(parameters, key)?;
                    *read.places.get_mut(at)? = Some(place);
                }
            }
        }
        Some(read)
    }

    /// The parameter of this name, and its place in an action's list.
    fn parameter(&self, parameters: &[ParameterId], name: &str) -> Option<(usize, &'m Parameter)> {
        parameters.iter().enumerate().find_map(|(place, id)| {
            let parameter = self.model.parameters.get(*id)?;
            (*parameter.name.text == *name).then_some((place, parameter))
        })
    }

    fn action<'a>(&self, keys: &[(&'a str, Part<'a>)], now: Moment) -> Option<Action<'a>> {
        let text = |wanted: &str| match keys.iter().find(|(key, _)| *key == wanted) {
            Some((_, Part::Text(text))) => Some(text.clone()),
            _ => None,
        };
        let id = *self.actions.get(&*text("action")?)?;
        let parameters = &self.model.actions.get(id)?.parameters;
        let mut action = Action::new(id, text("actor")?, now, parameters.len());
        for (at, (key, part)) in keys.iter().enumerate() {
            if keys.iter().take(at).any(|(earlier, _)| earlier == key) {
                return None;
            }
            match *key {
                "actor" | "action" => {}
                "at" => match part {
                    Part::Text(text) => action.at = Moment::parse(text).ok()?,
                    _ => return None,
                },
                key => {
                    let (place, parameter) = self.parameter(parameters, key)?;
                    if let Part::Text(text) = part
                        && text.is_empty()
                        && self.model.keyed_by(id, *parameters.get(place)?).is_some()
                    {
                        return None;
                    }
                    action.pass(place, self.argument(parameter, part)?);
                }
            }
        }
        let lacks = action.arguments().iter().zip(parameters).any(|(argument, id)| {
            *argument == Argument::Absent
                && self.model.parameters.get(*id).is_some_and(|found| !found.optional)
        });
        (!lacks).then_some(action)
    }

    fn argument<'a>(&self, parameter: &Parameter, part: &Part<'a>) -> Option<Argument<'a>> {
        let is_allowed = |number| parameter.range.is_none_or(|range| range.contains(number));
        Some(match (&parameter.ty, part) {
            (Type::Bool, Part::Bool(holds)) => Argument::Bool(*holds),
            (Type::Int, Part::Int(number)) if is_allowed(*number) => Argument::Int(*number),
            (Type::String, Part::Text(text)) => Argument::Text(text.clone()),
            (Type::Email, Part::Text(text)) if is_email(text) => Argument::Text(text.clone()),
            (Type::Element(_), Part::Text(text)) => Argument::Element(text.clone()),
            (Type::Date, Part::Text(text)) => Argument::Moment(Moment::parse(text).ok()?),
            (Type::Enum(id), Part::Text(text)) => Argument::Variant(variant_of(self.model, *id, text)?),
            _ => return None,
        })
    }
}

/// Where the value stands whose key is part of a line.
fn place_behind(line: &str, key: &str) -> Option<(u32, u32)> {
    let begin = (key.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
    let rest = line.get(begin + key.len()..)?.strip_prefix('"')?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start();
    let start = line.len() - value.len();
    let length = match value.strip_prefix('"') {
        Some(text) => length_to_quote(text.as_bytes())? + 2,
        None => value.find([',', '}', ' ', '\t', '\r', '\n']).unwrap_or(value.len()),
    };
    Some((u32::try_from(start).ok()?, u32::try_from(start + length).ok()?))
}

/// The keys of an action with what stands behind them, as they stand.
struct Keys<'a>(SmallVec<[(&'a str, Part<'a>); 6]>);

/// What can stand behind a key on the fast path.
#[derive(Clone, Debug)]
enum Part<'a> {
    Text(Cow<'a, str>),
    Bool(bool),
    Int(i64),
}

impl<'de> Deserialize<'de> for Keys<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = SmallVec<[(&'de str, Part<'de>); 6]>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an action")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut keys = SmallVec::new();
                while let Some(entry) = map.next_entry()? {
                    if keys.len() == MOST_KEYS {
                        return Err(A::Error::custom("too many keys"));
                    }
                    keys.push(entry);
                }
                Ok(keys)
            }
        }
        deserializer.deserialize_map(Reader).map(Self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Part<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Part<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a Bool or a number")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Part::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Part::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_bool<E: Error>(self, holds: bool) -> Result<Self::Value, E> {
                Ok(Part::Bool(holds))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Part::Int(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                i64::try_from(number).map(Part::Int).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
