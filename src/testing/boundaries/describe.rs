//! What is other in a fixture, in the words of the rules.

use crate::eval::Input;
use crate::testing::boundaries::fixture::{Change, Fixture, field_of};
use crate::values::ids::{CollectionId, RowId};
use crate::values::moment::start_of_day;
use crate::values::{Moment, Type, Value};
use chrono::TimeDelta;

impl Fixture<'_> {
    pub(crate) fn words(&self, change: &Change) -> String {
        let schema = &self.program.model.schema;
        match change {
            Change::Put(place @ Input::Contains { collection, text, .. }, value) => {
                let name = schema.collections.get(*collection).map_or("", |shape| &shape.name.text);
                let not = if *value == Value::Bool(true) { "" } else { "not " };
                format!("{text} is {not}among {} of {name}", self.field(place))
            }
            Change::Put(place, value) => format!("{} is {}", self.place(place), self.value(place, value)),
            Change::Actor(row) => format!("{} acts", self.named(schema.actors, *row)),
            Change::At(at) => self.when(*at),
            Change::Add(collection) | Change::Clear(collection) | Change::Drop(collection) => {
                match (change, schema.collections.get(*collection)) {
                    (Change::Add(_), Some(shape)) => format!("one more {}", shape.noun.text),
                    (Change::Drop(_), Some(shape)) => format!("one {} less", shape.noun.text),
                    (_, Some(shape)) => format!("no {}", shape.name.text),
                    _ => String::new(),
                }
            }
            Change::Fill => String::new(),
        }
    }

    pub(crate) fn when(&self, at: Moment) -> String {
        if let Moment::Day(day) = at {
            return format!("on {day}");
        }
        let (zone, day) = (self.portal.zone, at.day(self.portal.zone));
        let begins = |day: Option<chrono::NaiveDate>| day.map(|day| start_of_day(day, zone));
        let instant = at.instant(zone);
        if begins(Some(day)) == Some(instant) {
            format!("when {day} begins")
        } else if begins(day.succ_opt()) == Some(instant + TimeDelta::seconds(1)) {
            format!("in the last second of {day}")
        } else {
            format!("at {at}")
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
            (_, Value::List(list)) if list.is_empty() => "empty".to_owned(),
            (Some(ty), value) => model.shown(value, ty),
            _ => String::new(),
        }
    }

    /// What is other than at the beginning, in words.
    pub(crate) fn description(&self) -> String {
        describe(&self.changes)
    }
}

pub(crate) fn describe<'a>(changes: impl IntoIterator<Item = &'a (Change, String)>) -> String {
    let words: Vec<&str> = changes.into_iter().map(|(_, words)| words.as_str()).collect();
    if words.is_empty() { "the plain case".to_owned() } else { words.join(", ") }
}
