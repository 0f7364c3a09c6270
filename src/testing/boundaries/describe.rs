//! What is other in a fixture, in the words of the rules.

use crate::base::message::{Argument, Joint, List};
use crate::base::{Message, msg};
use crate::eval::Input;
use crate::testing::boundaries::fixture::{Change, Fixture, field_of};
use crate::values::ids::{CollectionId, RowId};
use crate::values::moment::start_of_day;
use crate::values::{Moment, Type, Value};
use chrono::TimeDelta;

impl Fixture<'_> {
    pub(crate) fn words(&self, change: &Change) -> Message {
        let schema = &self.program.model.schema;
        match change {
            Change::Put(place @ Input::Contains { collection, text, .. }, value) => {
                let name = schema.collections.get(*collection).map_or("", |shape| &*shape.name.text);
                let (text, field) = (text.to_string(), self.field(place));
                if *value == Value::Bool(true) {
                    msg!(test.is_among, text = text, field = field, collection = name)
                } else {
                    msg!(test.is_not_among, text = text, field = field, collection = name)
                }
            }
            Change::Put(place, Value::List(list)) if list.is_empty() => {
                msg!(test.is_empty, place = self.place(place))
            }
            Change::Put(place, Value::Absent) => msg!(test.is_absent, place = self.place(place)),
            Change::Put(place, value) => {
                msg!(test.is, place = self.place(place), value = self.value(place, value))
            }
            Change::Actor(row) => msg!(test.acts, who = self.named(schema.actors, *row)),
            Change::At(at) => self.when(*at),
            Change::Add(collection) | Change::Clear(collection) | Change::Drop(collection) => {
                match (change, schema.collections.get(*collection)) {
                    (Change::Add(_), Some(shape)) => msg!(test.one_more, noun = &*shape.noun.text),
                    (Change::Drop(_), Some(shape)) => msg!(test.one_less, noun = &*shape.noun.text),
                    (_, Some(shape)) => msg!(test.none_there, collection = &*shape.name.text),
                    _ => Message::empty(),
                }
            }
            Change::Fill => Message::empty(),
        }
    }

    pub(crate) fn when(&self, at: Moment) -> Message {
        if let Moment::Day(day) = at {
            return msg!(test.on_day, day = day.to_string());
        }
        let (zone, day) = (self.portal.zone, at.day(self.portal.zone));
        let begins = |day: Option<chrono::NaiveDate>| day.map(|day| start_of_day(day, zone));
        let instant = at.instant(zone);
        if begins(Some(day)) == Some(instant) {
            msg!(test.day_begins, day = day.to_string())
        } else if begins(day.succ_opt()) == Some(instant + TimeDelta::seconds(1)) {
            msg!(test.last_second, day = day.to_string())
        } else {
            msg!(test.at_time, time = at.to_string())
        }
    }

    fn named(&self, collection: Option<CollectionId>, row: RowId) -> String {
        let Some(collection) = collection else { return String::new() };
        let state = &self.portal.state;
        let id = state.id(collection, row);
        id.map_or_else(|| state.path_of(&self.program.model, collection, row), str::to_owned)
    }

    fn field(&self, place: &Input) -> &str {
        field_of(&self.program.model, place).map_or("", |field| &field.name.text)
    }

    fn place(&self, place: &Input) -> String {
        let model = &self.program.model;
        match place {
            Input::Argument(parameter) => {
                model.parameters.get(*parameter).map_or("", |found| &found.name.text).to_owned()
            }
            Input::Scalar(scalar) => {
                let path = model.schema.scalars.get(*scalar).map_or("", |found| &found.path);
                let action = model.actions.get(self.request.action);
                let mut parameters = action.into_iter().flat_map(|action| &action.parameters);
                let taken = parameters.any(|parameter| {
                    model.parameters.get(*parameter).is_some_and(|found| *found.name.text == *path)
                });
                if taken { format!("state.{path}") } else { path.to_owned() }
            }
            Input::Field { collection, row, .. } => {
                format!("{}.{}", self.whom(*collection, *row), self.field(place))
            }
            _ => String::new(),
        }
    }

    /// An element: as the action calls it, else by its id.
    fn whom(&self, collection: CollectionId, row: RowId) -> String {
        let model = &self.program.model;
        if model.schema.actors == Some(collection) && row == self.request.actor {
            return "actor".to_owned();
        }
        let mut arguments = model.parameters.iter().zip(&self.request.arguments);
        let passed = arguments.find(|(parameter, cell)| {
            parameter.ty == Type::Element(collection) && cell.value == Value::Element(row)
        });
        match passed {
            Some((parameter, _)) => parameter.name.text.to_string(),
            None => self.named(Some(collection), row),
        }
    }

    fn value(&self, place: &Input, value: &Value) -> String {
        let model = &self.program.model;
        let ty = match place {
            Input::Argument(parameter) => model.parameters.get(*parameter).map(|found| &found.ty),
            _ => field_of(model, place).map(|field| &field.ty),
        };
        match (ty, value) {
            (Some(Type::Element(collection)), Value::Element(row)) => self.named(Some(*collection), *row),
            (Some(Type::List(of)), Value::List(values)) if let Some(to) = of.refers_to() => {
                let named = values.iter().map(|value| match value {
                    Value::Element(row) => self.named(Some(to), *row),
                    other => model.shown(other, of),
                });
                named.collect::<Vec<_>>().join(", ")
            }
            (Some(ty), value) => model.shown(value, ty),
            _ => String::new(),
        }
    }

    /// What is other than at the beginning, in words.
    pub(crate) fn description(&self) -> Argument {
        describe(&self.changes)
    }
}

pub(crate) fn describe<'a>(changes: impl IntoIterator<Item = &'a (Change, Message)>) -> Argument {
    let items: Vec<Argument> = changes.into_iter().map(|(_, words)| words.clone().into()).collect();
    if items.is_empty() {
        return msg!(test.plain_case).into();
    }
    List { items, joint: Joint::Comma, omitted: 0 }.into()
}
