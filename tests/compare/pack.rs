//! States and actions for the shipped pack: few e-mails, counts near the limits, dates near the deadlines.

use super::dice::Dice;
use super::states::{cell, date, held};
use ustav::input::{Request, State};
use ustav::model::{Collection, Model};
use ustav::state::collection::{Cell, Row};
use ustav::values::ids::{CollectionId, FieldId};
use ustav::values::{Type, Value};

const EMAILS: [&str; 6] = [
    "anna@acme.example",
    "ivan@alfa.example",
    "Ivan@Alfa.example",
    "pavel@alfa.example",
    "olga@acme.example",
    "OLGA@acme.example",
];
/// Those of EMAILS, and some that no user has: only they can be invited.
const INVITED: [&str; 8] = [
    "anna@acme.example",
    "ivan@alfa.example",
    "Ivan@Alfa.example",
    "pavel@alfa.example",
    "olga@acme.example",
    "new@alfa.example",
    "New@alfa.example",
    "new@acme.example",
];
/// The last of ten days after some of them begins, ends or is over, in some zone.
const DATES: [&str; 9] = [
    "2024-05-01",
    "2024-05-01T23:30:00+03:00",
    "2024-05-02",
    "2024-05-11",
    "2024-05-11T20:59:59Z",
    "2024-05-11T21:00:00Z",
    "2024-05-12",
    "2024-05-12T00:00:00-04:00",
    "2024-06-01",
];

/// The text of every rule file of the pack.
pub(crate) fn texts() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/bitrix24");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "rules"));
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

fn collection<'m>(model: &'m Model, name: &str) -> (CollectionId, &'m Collection) {
    let found = model.schema.collections.position(|found| *found.name.text == *name).unwrap();
    (found, model.schema.collections.get(found).unwrap())
}

fn field(shape: &Collection, name: &str) -> FieldId {
    shape.fields.position(|field| *field.name.text == *name).unwrap()
}

fn variant(model: &Model, name: &str, value: &str) -> Value {
    let found = model.enums.iter().find(|found| *found.name == *name).unwrap();
    let at = found.values.position(|other| *other.text == *value).unwrap();
    Value::Variant(at)
}

fn emails(dice: &mut Dice<'_>, most: usize) -> Value {
    Value::List((0..dice.below(most)).map(|_| Value::text(dice.pick(&INVITED))).collect())
}

/// A row whose fields are what they happen to be, but for its e-mails and dates.
fn row(model: &Model, dice: &mut Dice<'_>, shape: &Collection, unknown: usize) -> Row {
    let one = |field| {
        let mut cell: Cell = held(model, dice, field, unknown);
        if !matches!(cell.value, Value::Unknown | Value::Absent) {
            match &field.ty {
                Type::Email => cell.value = Value::text(dice.pick(&EMAILS)),
                Type::Date => cell.value = Value::Moment(date(dice.pick(&DATES))),
                Type::List(_) => cell.value = emails(dice, 4),
                _ => {}
            }
        }
        cell
    };
    Row { cells: shape.fields.iter().map(one).collect(), span: None }
}

pub(crate) fn state(model: &Model, dice: &mut Dice<'_>) -> State {
    let mut state = State::empty(model);
    let unknown = dice.pick(&[0, 0, 3, 15]);
    for (scalar, cell) in model.schema.scalars.iter().zip(&mut state.scalars) {
        *cell = held(model, dice, &scalar.field, unknown);
    }
    for name in ["trials", "partners"] {
        let (collection, shape) = collection(model, name);
        if !dice.often(unknown) {
            let held = state.collections.get_mut(collection).unwrap();
            held.known = true;
            let rows = (0..dice.below(3)).map(|_| row(model, dice, shape, unknown));
            rows.for_each(|row| held.push(row));
        }
    }
    let (collection, shape) = collection(model, "users");
    let (id, role, status) = (field(shape, "id"), field(shape, "role"), field(shape, "status"));
    let mut rows: Vec<Row> = (0..=dice.below(4)).map(|_| row(model, dice, shape, unknown)).collect();
    // A crowd of integrators about whom little is left to chance.
    let crowd = dice.pick(&[0, 0, 7, 8, 9, 10]);
    for _ in 0..crowd {
        let mut one = row(model, dice, shape, 0);
        *one.cells.get_mut(role).unwrap() = cell(variant(model, "Role", "integrator"));
        *one.cells.get_mut(status).unwrap() = cell(variant(model, "Status", "active"));
        rows.push(one);
    }
    for (at, row) in rows.iter_mut().enumerate() {
        *row.cells.get_mut(id).unwrap() = cell(Value::text(&format!("user{at}")));
    }
    let seats = rows
        .iter()
        .filter(|row| row.cells.get(role).unwrap().value != variant(model, "Role", "integrator"))
        .count();
    if dice.often(70) {
        let limit = model.schema.scalars.position(|found| &*found.path == "user_limit").unwrap();
        let places = (i64::try_from(seats + dice.below(3)).unwrap() - 1).max(0);
        *state.scalars.get_mut(limit).unwrap() = cell(Value::Int(places));
    }
    let held = state.collections.get_mut(collection).unwrap();
    held.known = true;
    for row in rows {
        held.push(row);
    }
    state
}

/// An action of the generated kind, with the pack's e-mails and dates.
pub(crate) fn request(model: &Model, dice: &mut Dice<'_>, state: &State) -> Option<Request> {
    let mut request = super::states::request(model, dice, state)?;
    request.at = date(dice.pick(&DATES));
    for (parameter, told) in model.parameters.iter().zip(&mut request.arguments) {
        if parameter.ty == Type::Email && matches!(told.value, Value::Text(_)) {
            told.value = Value::text(dice.pick(&INVITED));
        }
    }
    Some(request)
}
