//! Generated states and actions, and how they read.

use super::dice::Dice;
use super::rules::{DATES, EMAILS, TEXTS, ZONES};
use std::fmt::Write as _;
use ustav::input::{Request, State};
use ustav::model::{Effect, ExprKind, Field, Model, Target};
use ustav::state::collection::{Cell, Row};
use ustav::values::{Moment, Type, Value, Zone};

pub(crate) fn cell(value: Value) -> Cell {
    Cell { value, span: None }
}

pub(crate) fn date(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

pub(crate) fn value(model: &Model, dice: &mut Dice<'_>, ty: &Type) -> Value {
    match ty {
        Type::Bool => Value::Bool(dice.below(2) == 0),
        Type::Int if dice.often(3) => Value::Int(dice.pick(&[i64::MAX, i64::MIN])),
        Type::Int => Value::Int(dice.pick(&[1, 0, 2, 3, -1])),
        Type::String => Value::text(dice.pick(&TEXTS)),
        Type::Email => Value::text(dice.pick(&EMAILS)),
        Type::Date => Value::Moment(date(dice.pick(&DATES))),
        Type::TimeZone => Value::Zone(Zone::named(dice.pick(&ZONES)).unwrap()),
        Type::Enum(number) => {
            let values = &model.enums[usize::from(*number)].values;
            Value::Variant(u16::try_from(dice.below(values.len())).unwrap())
        }
        Type::Element(_) => Value::Absent,
        Type::List(of) => Value::List((0..dice.below(3)).map(|_| value(model, dice, of)).collect()),
    }
}

/// What a field holds: given, left out, or (as after some other action) anything.
pub(crate) fn held(model: &Model, dice: &mut Dice<'_>, field: &Field, unknown: usize) -> Cell {
    cell(if dice.often(unknown) {
        Value::Unknown
    } else if field.optional && dice.often(30) || dice.often(2) {
        Value::Absent
    } else {
        match &field.default {
            Some(default) if dice.often(30) => default.clone(),
            _ => value(model, dice, &field.ty),
        }
    })
}

/// A state of any model, with a few elements in each collection.
pub(crate) fn state(model: &Model, dice: &mut Dice<'_>) -> State {
    let mut state = State::empty(model);
    // In some states much is unknown, in some nothing is.
    let unknown = dice.pick(&[0, 0, 8, 25]);
    for (scalar, cell) in model.schema.scalars.iter().zip(&mut state.scalars) {
        *cell = held(model, dice, &scalar.field, unknown);
    }
    // A portal always has a time zone.
    if let Some(zone) = model.schema.time_zone {
        state.scalars[usize::from(zone)] = cell(value(model, dice, &Type::TimeZone));
    }
    for (number, shape) in model.schema.collections.iter().enumerate() {
        let actors = model.schema.actors.map(usize::from) == Some(number);
        if !actors && dice.often(unknown) {
            continue;
        }
        let rows = &mut state.collections[number];
        rows.known = true;
        let count = usize::from(actors) + dice.below(4);
        for id in TEXTS.iter().take(count) {
            let mut cells: Vec<Cell> =
                shape.fields.iter().map(|field| held(model, dice, field, unknown)).collect();
            if let Some(key) = shape.key {
                cells[usize::from(key)] = cell(Value::text(id));
            }
            rows.push(Row { cells, span: None });
        }
    }
    state
}

/// A state and an action with everything known that could be, as it may really be where the given one does not
/// know it.
pub(crate) fn completed(
    model: &Model,
    dice: &mut Dice<'_>,
    state: &State,
    request: &Request,
) -> (State, Request) {
    let (mut state, mut request) = (state.clone(), request.clone());
    let mut complete = |cell: &mut Cell, ty: &Type, optional: bool| {
        if cell.value == Value::Unknown {
            let absent = optional && dice.often(40);
            cell.value = if absent { Value::Absent } else { value(model, dice, ty) };
        }
    };
    for (scalar, cell) in model.schema.scalars.iter().zip(&mut state.scalars) {
        complete(cell, &scalar.field.ty, scalar.field.optional);
    }
    for (shape, rows) in model.schema.collections.iter().zip(&mut state.collections) {
        if !rows.known {
            rows.known = true;
            for id in &TEXTS[..2] {
                let unknown = |_| cell(Value::Unknown);
                let mut cells: Vec<Cell> = shape.fields.iter().map(unknown).collect();
                if let Some(key) = shape.key {
                    cells[usize::from(key)] = cell(Value::text(id));
                }
                rows.push(Row { cells, span: None });
            }
        }
        for row in 0..rows.len() {
            for (at, field) in (0u16..).zip(&shape.fields) {
                let mut cell = rows.cell(row, at).unwrap();
                complete(&mut cell, &field.ty, field.optional);
                rows.set(row, at, cell);
            }
        }
    }
    for (parameter, cell) in model.parameters.iter().zip(&mut request.told) {
        if !matches!(parameter.ty, Type::Element(_)) {
            complete(cell, &parameter.ty, parameter.optional);
        }
    }
    (state, request)
}

/// Some action on a state, if there is an element for each of its parameters that needs one.
pub(crate) fn request(model: &Model, dice: &mut Dice<'_>, state: &State) -> Option<Request> {
    let action = dice.below(model.actions.len());
    let rows = |collection: u16| state.collections[usize::from(collection)].len() as usize;
    let nobody = model.actions[action].parameters.iter().any(|number| {
        let parameter = &model.parameters[usize::from(*number)];
        matches!(parameter.ty, Type::Element(collection) if rows(collection) == 0)
    });
    if nobody {
        return None;
    }
    let changed: Vec<u16> = model.actions[action]
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Set { target: Target::Field(of, _), .. } => match of.kind {
                ExprKind::Parameter(number) => Some(number),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let mut request = Request {
        action: u32::try_from(action).unwrap(),
        actor: row(dice, rows(model.schema.actors.unwrap())),
        at: date(dice.pick(&DATES)),
        told: vec![cell(Value::Absent); model.parameters.len()],
        action_span: None,
        actor_span: None,
    };
    for number in &model.actions[action].parameters {
        let parameter = &model.parameters[usize::from(*number)];
        request.told[usize::from(*number)].value = match &parameter.ty {
            _ if parameter.optional && dice.often(30) => Value::Absent,
            // What an unknown element changes is nowhere defined.
            _ if !changed.contains(number) && dice.often(5) => Value::Unknown,
            Type::Element(collection) => Value::Element(row(dice, rows(*collection))),
            ty => value(model, dice, ty),
        };
    }
    Some(request)
}

fn row(dice: &mut Dice<'_>, rows: usize) -> u32 {
    u32::try_from(dice.below(rows)).unwrap()
}

// ------------------------------------------------------------------------------------------ reading

pub(crate) fn show_state(model: &Model, state: &State) -> String {
    let mut text = String::new();
    for (scalar, cell) in model.schema.scalars.iter().zip(&state.scalars) {
        writeln!(text, "{}: {}", scalar.path, model.shown(&cell.value, &scalar.field.ty)).unwrap();
    }
    for (shape, rows) in model.schema.collections.iter().zip(&state.collections) {
        writeln!(text, "{}:{}", shape.name.text, if rows.known { "" } else { " unknown" }).unwrap();
        for row in rows.iter() {
            let fields = shape.fields.iter().zip(&row.cells);
            let cells: Vec<String> = fields
                .map(|(field, cell)| format!("{}: {}", field.name.text, model.shown(&cell.value, &field.ty)))
                .collect();
            writeln!(text, "  - {{{}}}", cells.join(", ")).unwrap();
        }
    }
    text
}

pub(crate) fn show_request(model: &Model, request: &Request) -> String {
    let action = &model.actions[request.action as usize];
    let told = action.parameters.iter().map(|number| {
        let parameter = &model.parameters[usize::from(*number)];
        let value = &request.told[usize::from(*number)].value;
        format!("{}: {}", parameter.name.text, model.shown(value, &parameter.ty))
    });
    let told: Vec<String> = told.collect();
    format!("row {} does {} at {}: {}\n", request.actor, action.name.text, request.at, told.join(", "))
}
