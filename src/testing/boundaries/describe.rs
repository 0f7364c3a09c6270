//! What is other in a fixture, in the words of the rules.

use crate::eval::Input;
use crate::model::Model;
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::values::ids::{CollectionId, RowId};
use crate::values::moment::start_of_day;
use crate::values::{Moment, Type, Value};
use chrono::TimeDelta;

impl Fixture {
    /// A change in words.
    pub(crate) fn words(&self, model: &Model, change: &Change) -> String {
        match change {
            Change::Put(Input::Contains { collection, field, text, .. }, value) => {
                let shape = model.schema.collections.get(*collection);
                let name = shape.map_or("", |shape| &shape.name.text);
                let field = shape.and_then(|shape| shape.fields.get(*field));
                let field = field.map_or("", |field| &field.name.text);
                let not = if *value == Value::Bool(true) { "" } else { "not " };
                format!("{text} is {not}among {field} of {name}")
            }
            Change::Put(place, value) => {
                format!("{} is {}", self.place(model, place), self.value(model, place, value))
            }
            Change::Actor(row) => format!("{} acts", self.named(model, model.schema.actors, *row)),
            Change::At(at) => self.when(*at),
            Change::Add(collection) | Change::Clear(collection) | Change::Drop(collection) => {
                let shape = model.schema.collections.get(*collection);
                match (change, shape) {
                    (Change::Add(_), Some(shape)) => format!("one more {}", shape.noun.text),
                    (Change::Drop(_), Some(shape)) => format!("one {} less", shape.noun.text),
                    (_, Some(shape)) => format!("no {}", shape.name.text),
                    _ => String::new(),
                }
            }
            Change::Fill => String::new(),
        }
    }

    /// A moment in words.
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

    fn named(&self, model: &Model, collection: Option<CollectionId>, row: RowId) -> String {
        collection.map_or_else(String::new, |collection| {
            let id = self.portal.state.id(collection, row);
            id.map_or_else(|| self.portal.state.path_of(model, collection, row), str::to_owned)
        })
    }

    fn place(&self, model: &Model, place: &Input) -> String {
        match place {
            Input::Argument(parameter) => {
                model.parameters.get(*parameter).map_or("", |found| &found.name.text).to_owned()
            }
            Input::Scalar(scalar) => {
                let path = model.schema.scalars.get(*scalar).map_or("", |found| &found.path);
                let action = model.actions.get(self.request.action);
                let mut told = action.into_iter().flat_map(|action| &action.parameters);
                let taken = told.any(|parameter| {
                    model.parameters.get(*parameter).is_some_and(|found| *found.name.text == *path)
                });
                if taken { format!("state.{path}") } else { path.to_owned() }
            }
            Input::Field { collection, row, field } => {
                let shape = model.schema.collections.get(*collection);
                let field = shape.and_then(|shape| shape.fields.get(*field));
                let field = field.map_or("", |field| &field.name.text);
                format!("{}.{field}", self.whom(model, *collection, *row))
            }
            _ => String::new(),
        }
    }

    /// An element: as the action calls it, else by its id.
    pub(crate) fn whom(&self, model: &Model, collection: CollectionId, row: RowId) -> String {
        if model.schema.actors == Some(collection) && row == self.request.actor {
            return "actor".to_owned();
        }
        let told = model.parameters.iter().zip(&self.request.arguments);
        let mut told = told.filter(|(parameter, cell)| {
            parameter.ty == Type::Element(collection) && cell.value == Value::Element(row)
        });
        match told.next() {
            Some((parameter, _)) => parameter.name.text.to_string(),
            None => self.named(model, Some(collection), row),
        }
    }

    fn value(&self, model: &Model, place: &Input, value: &Value) -> String {
        let ty = match place {
            Input::Argument(parameter) => model.parameters.get(*parameter).map(|found| &found.ty),
            Input::Scalar(number) => model.schema.scalars.get(*number).map(|found| &found.field.ty),
            Input::Field { collection, field, .. } => {
                let shape = model.schema.collections.get(*collection);
                shape.and_then(|shape| shape.fields.get(*field)).map(|field| &field.ty)
            }
            _ => None,
        };
        match (ty, value) {
            (Some(Type::Element(collection)), Value::Element(row)) => {
                self.named(model, Some(*collection), *row)
            }
            (_, Value::List(list)) if list.is_empty() => "empty".to_owned(),
            (Some(ty), value) => model.shown(value, ty),
            _ => String::new(),
        }
    }

    /// What is other than at the beginning, in words.
    pub(crate) fn description(&self) -> String {
        let words: Vec<&str> = self.changes.iter().map(|(_, words)| words.as_str()).collect();
        words.join(", ")
    }
}
