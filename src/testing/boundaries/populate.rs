//! Fixtures in which a set has a wanted number of elements.

use crate::input::State;
use crate::kb::Set;
use crate::model::Model;
use crate::state::collection::{Cell, Rows};
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::testing::boundaries::references::renumber;
use crate::values::ids::{CollectionId, RowId};
use crate::values::{Type, Value};

/// So many fixtures are tried for one element that is to be in a set.
const TO_ENTER: usize = 400;

impl Fixture<'_> {
    /// The fixture with so many elements in a set.
    pub(crate) fn populated(&self, set: &Set, many: i64) -> Option<Self> {
        let many = usize::try_from(many).ok()?;
        let mut fixture = self.clone();
        let mut members = fixture.view().members(set);
        if members.len() > many {
            let about = fixture.about(set.collection);
            let mut removed: Vec<RowId> =
                members.iter().copied().filter(|row| !about.contains(row)).collect();
            // The last ones go, so that the others keep their names.
            let surplus = removed.len().checked_sub(members.len() - many)?;
            removed.drain(..surplus);
            fixture.remove(set.collection, &removed)?;
        } else {
            if members.is_empty() && many > 0 {
                fixture = self.entered(set)?;
                members = fixture.view().members(set);
            }
            let mut state = fixture.portal.state.clone();
            for _ in members.len()..many {
                clone(&self.program.model, &mut state, set.collection, *members.last()?)?;
            }
            fixture.set_state(state);
        }
        (fixture.view().members(set).len() == many).then_some(fixture)
    }

    /// The fixture with an element in a set that nobody was in: a new one, or, where that does not do, another.
    pub(crate) fn entered(&self, set: &Set) -> Option<Self> {
        let rows = self.portal.state.collections.get(set.collection);
        let count = rows.map_or(0, Rows::len);
        let more = self.with(&Change::Add(set.collection))?;
        let starts = RowId::range(0..count).map(|row| (self, row)).chain([(&more, RowId(count))]);
        let mut found: Option<Self> = None;
        for (start, row) in starts {
            let fewest = found.as_ref().map_or(usize::MAX, |fixture| fixture.changes.len());
            let changes = |fixture: &Self| {
                let enough = fixture.changes.len() + 1 >= fewest;
                if enough { Vec::new() } else { fixture.changes_in(set, row, &[]) }
            };
            let distance = |fixture: &Self| fixture.view().distance_in(set, row);
            let (fixture, enters) = start.hill_climb(6, TO_ENTER, changes, distance);
            if enters && fixture.changes.len() < fewest {
                found = Some(fixture);
            }
        }
        found
    }

    /// Take elements away that nothing refers to; the numbers of the others change.
    fn remove(&mut self, collection: CollectionId, removed: &[RowId]) -> Option<()> {
        let mut state = self.portal.state.clone();
        state.collections.get_mut(collection)?.retain(|row| !removed.contains(&row));
        let now = |row: RowId| {
            let before = removed.iter().filter(|gone| **gone < row).count();
            RowId::at(row.index() - before)
        };
        let model = &self.program.model;
        renumber(model, &mut state, collection, |row| (!removed.contains(&row)).then(|| now(row)))?;
        if model.schema.actors == Some(collection) && self.request.actor != RowId::NONE {
            self.request.actor = now(self.request.actor);
        }
        for (parameter, cell) in model.parameters.iter().zip(&mut self.request.arguments) {
            if let (Type::Element(own), Value::Element(row)) = (&parameter.ty, &cell.value)
                && *own == collection
            {
                cell.value = Value::Element(now(*row));
            }
        }
        self.set_state(state);
        Some(())
    }
}

/// One more element like another: with an id and an e-mail of its own, which is listed wherever that of the other is.
fn clone(model: &Model, state: &mut State, collection: CollectionId, template: RowId) -> Option<()> {
    let shape = model.schema.collections.get(collection)?;
    let rows = state.collections.get(collection)?;
    let mut row = rows.row(template)?;
    let taken = |text: &Value| rows.iter().any(|row| row.cells.iter().any(|cell| cell.value == *text));
    let free = |end: &str| {
        (rows.len() + 1..=2 * rows.len() + 2)
            .map(|number| Value::text(&format!("{}{number}{end}", shape.noun.text)))
            .find(|text| !taken(text))
    };
    let mut renamed: Vec<(Value, Value)> = Vec::new();
    for ((at, field), cell) in shape.fields.enumerated().zip(&mut row.cells) {
        let email = field.ty == Type::Email;
        let new = if shape.key == Some(at) {
            free("")
        } else if email && matches!(cell.value, Value::Text(_)) {
            free("@example")
        } else {
            None
        };
        let Some(new) = new else { continue };
        if email {
            renamed.push((cell.value.clone(), new.clone()));
        }
        cell.value = new;
    }
    for (shape, rows) in model.schema.collections.iter().zip(&mut state.collections) {
        let lists = shape.fields.enumerated().filter(|(_, field)| matches!(field.ty, Type::List(_)));
        for (field, _) in lists {
            for row in rows.rows() {
                let Some(Cell { value: Value::List(list), span }) = rows.cell(row, field) else { continue };
                let more = renamed.iter().filter(|(old, _)| list.contains(old)).map(|(_, new)| new);
                if more.clone().next().is_some() {
                    let list = list.iter().chain(more).cloned().collect();
                    rows.set(row, field, Cell { value: Value::List(list), span });
                }
            }
        }
    }
    state.collections.get_mut(collection)?.push(row);
    Some(())
}
