//! Scenes in which a set has a wanted number of elements.

use crate::eval::Portal;
use crate::input::State;
use crate::kb::Set;
use crate::model::Model;
use crate::program::Program;
use crate::state::collection::{Cell, Rows};
use crate::testing::boundaries::fixture::{Change, Fixture};
use crate::testing::boundaries::hill_climb::HillClimb;
use crate::values::ids::{CollectionId, RowId};
use crate::values::{Type, Value};

/// So many fixtures are tried for one element that is to be in a set.
const TO_ENTER: usize = 400;

/// The fixture with so many elements in a set.
pub(crate) fn populated(program: &Program, base: &Fixture, set: &Set, many: i64) -> Option<Fixture> {
    let many = usize::try_from(many).ok()?;
    let mut fixture = base.clone();
    let mut members = fixture.view(program).members(set);
    if members.len() > many {
        let about = fixture.about(&program.model, set.collection);
        let mut removed: Vec<RowId> = members.iter().copied().filter(|row| !about.contains(row)).collect();
        // The last ones go, so that the others keep their names.
        let surplus = removed.len().checked_sub(members.len() - many)?;
        removed.drain(..surplus);
        remove(program, &mut fixture, set.collection, &removed)?;
        return (fixture.view(program).members(set).len() == many).then_some(fixture);
    }
    if members.is_empty() && many > 0 {
        fixture = entered(program, base, set)?;
        members = fixture.view(program).members(set);
    }
    let template = members.last().copied();
    let mut state = fixture.portal.state.clone();
    for _ in members.len()..many {
        clone(&program.model, &mut state, set.collection, template?)?;
    }
    fixture.portal = Portal::new(program, state);
    (fixture.view(program).members(set).len() == many).then_some(fixture)
}

/// The fixture with an element in a set that nobody was in: a new one, or, where that does not do, another.
pub(crate) fn entered(program: &Program, base: &Fixture, set: &Set) -> Option<Fixture> {
    let rows = base.portal.state.collections.get(set.collection);
    let count = rows.map_or(0, Rows::len);
    let more = base.with(program, &Change::Add(set.collection))?;
    let starts = RowId::range(0..count).map(|row| (base.clone(), row)).chain([(more.clone(), RowId(count))]);
    let mut found: Option<Fixture> = None;
    for (start, row) in starts {
        let fewest = found.as_ref().map_or(usize::MAX, |fixture| fixture.changes.len());
        let changes = |fixture: &Fixture| {
            if fixture.changes.len() + 1 >= fewest {
                return Vec::new();
            }
            fixture.of_inputs(program, fixture.view(program).inputs_in(set, row, &[]))
        };
        let distance = |fixture: &Fixture| fixture.view(program).distance_in(set, row);
        let climb = HillClimb { program, changes: &changes, distance: &distance, most: 6, budget: TO_ENTER };
        let (fixture, enters) = climb.from(&start);
        if enters && fixture.changes.len() < fewest {
            found = Some(fixture);
        }
    }
    found
}

/// Take elements away that nothing refers to; the numbers of the others change.
fn remove(
    program: &Program,
    fixture: &mut Fixture,
    collection: CollectionId,
    removed: &[RowId],
) -> Option<()> {
    let mut state = fixture.portal.state.clone();
    state.collections.get_mut(collection)?.retain(|row| !removed.contains(&row));
    let now = |row: RowId| {
        let before = removed.iter().filter(|gone| **gone < row).count();
        RowId::at(row.index() - before)
    };
    if program.model.schema.actors == Some(collection) && fixture.request.actor != RowId::NONE {
        fixture.request.actor = now(fixture.request.actor);
    }
    for (parameter, cell) in program.model.parameters.iter().zip(&mut fixture.request.arguments) {
        if let (Type::Element(own), Value::Element(row)) = (&parameter.ty, &cell.value)
            && *own == collection
        {
            cell.value = Value::Element(now(*row));
        }
    }
    fixture.portal = Portal::new(program, state);
    Some(())
}

/// One more element like another: with an id and an e-mail of its own, which is listed wherever that of the other is.
fn clone(model: &Model, state: &mut State, collection: CollectionId, template: RowId) -> Option<()> {
    let shape = model.schema.collections.get(collection)?;
    let rows = state.collections.get(collection)?;
    let mut row = rows.row(template)?;
    let taken = |text: &Value| rows.iter().any(|row| row.cells.iter().any(|cell| cell.value == *text));
    let free = |form: &dyn Fn(u32) -> String| {
        (rows.len() + 1..=2 * rows.len() + 2)
            .map(|number| Value::text(&form(number)))
            .find(|text| !taken(text))
    };
    let mut renamed: Vec<(Value, Value)> = Vec::new();
    for ((at, field), cell) in shape.fields.enumerated().zip(&mut row.cells) {
        let new = if shape.key == Some(at) {
            free(&|number| format!("{}{number}", shape.noun.text))
        } else if field.ty == Type::Email && matches!(cell.value, Value::Text(_)) {
            free(&|number| format!("{}{number}@example", shape.noun.text))
        } else {
            None
        };
        if let Some(new) = new {
            if field.ty == Type::Email {
                renamed.push((cell.value.clone(), new.clone()));
            }
            cell.value = new;
        }
    }
    for (shape, rows) in model.schema.collections.iter().zip(&mut state.collections) {
        let lists = shape.fields.enumerated().filter(|(_, field)| matches!(field.ty, Type::List(_)));
        for (field, _) in lists {
            for row in rows.rows() {
                let Some(Cell { value: Value::List(list), span }) = rows.cell(row, field) else { continue };
                let more: Vec<Value> = renamed
                    .iter()
                    .filter(|(old, _)| list.contains(old))
                    .map(|(_, new)| new.clone())
                    .collect();
                if !more.is_empty() {
                    let list = list.iter().cloned().chain(more).collect();
                    rows.set(row, field, Cell { value: Value::List(list), span });
                }
            }
        }
    }
    state.collections.get_mut(collection)?.push(row);
    Some(())
}
