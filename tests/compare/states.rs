//! Generated states and actions, and how they read.

use super::dice::Dice;
use super::rules::{DATES, EMAILS, TEXTS, ZONES};
use std::fmt::Write as _;
use ustav::base::IndexVec;
use ustav::input::{Request, State};
use ustav::model::{Effect, ExprKind, Field, Model, Target};
use ustav::state::collection::{Cell, Row};
use ustav::values::ids::{ActionId, CollectionId, FieldId, ParameterId, RowId, VariantId};
use ustav::values::{Moment, Range, Type, Value, Zone};

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
        Type::Enum(own) => {
            let values = &model.enums.get(*own).unwrap().values;
            Value::Variant(VariantId::at(dice.below(values.len())))
        }
        // Whom something refers to is chosen when all are there.
        Type::Element(_) => Value::Absent,
        Type::List(of) => Value::List((0..dice.below(3)).map(|_| value(model, dice, of)).collect()),
    }
}

/// A value of a type that refers to elements of a state. `below` is what lies in it, where it nests: only earlier elements are outside, so that there is no circle.
fn reference(
    dice: &mut Dice<'_>,
    state: &mut State,
    ty: &Type,
    below: Option<(CollectionId, RowId)>,
) -> Option<Value> {
    Some(match ty {
        Type::Element(to) => {
            let rows = state.collections.get_mut(*to).unwrap();
            if rows.is_empty() {
                if rows.known {
                    return None;
                }
                rows.push_stub(dice.pick(&TEXTS));
            } else if !rows.known && dice.often(30) {
                let id = dice.pick(&TEXTS);
                rows.find(id).unwrap_or_else(|| rows.push_stub(id));
            }
            let rows = state.collections.get(*to).unwrap();
            let all = match below {
                Some((collection, row)) if collection == *to => row.index(),
                _ => rows.len() as usize,
            };
            if all == 0 {
                return None;
            }
            Value::Element(row(dice, all))
        }
        Type::List(of) => {
            let values = (0..dice.below(3)).filter_map(|_| reference(dice, state, of, below));
            Value::List(values.collect::<Vec<_>>().into())
        }
        _ => return None,
    })
}

fn refers(ty: &Type) -> bool {
    match ty {
        Type::Element(_) => true,
        Type::List(of) => refers(of),
        _ => false,
    }
}

/// Let what refers to elements name some; where none are there it is absent, or unknown if it may not be.
fn refer(
    model: &Model,
    dice: &mut Dice<'_>,
    state: &mut State,
    wanted: impl Fn(&mut Dice<'_>, &Cell) -> bool,
) {
    for (collection, shape) in model.schema.collections.enumerated() {
        for (at, field) in shape.fields.enumerated().filter(|(_, field)| refers(&field.ty)) {
            for row in state.collections.get(collection).unwrap().rows() {
                let mut cell = state.collections.get(collection).unwrap().cell(row, at).unwrap();
                if !wanted(dice, &cell) {
                    continue;
                }
                let none = if field.optional { Value::Absent } else { Value::Unknown };
                let absent = field.optional && dice.often(30);
                let below = shape.inside.contains(&at).then_some((collection, row));
                let value = if absent { None } else { reference(dice, state, &field.ty, below) };
                cell.value = value.unwrap_or(none);
                state.collections.get_mut(collection).unwrap().set(row, at, cell);
            }
        }
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
            _ => in_range(value(model, dice, &field.ty), field.range),
        }
    })
}

/// A number brought into the range of its place.
fn in_range(value: Value, range: Option<Range>) -> Value {
    match (value, range) {
        (Value::Int(number), Some(range)) => Value::Int(range.nearest(number)),
        (value, _) => value,
    }
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
        *state.scalars.get_mut(zone).unwrap() = cell(value(model, dice, &Type::TimeZone));
    }
    for (collection, shape) in model.schema.collections.enumerated() {
        let actors = model.schema.actors == Some(collection);
        if !actors && dice.often(unknown) {
            continue;
        }
        let rows = state.collections.get_mut(collection).unwrap();
        rows.known = true;
        let count = usize::from(actors) + dice.below(4);
        for id in TEXTS.iter().take(count) {
            let mut cells: IndexVec<FieldId, Cell> =
                shape.fields.iter().map(|field| held(model, dice, field, unknown)).collect();
            if let Some(key) = shape.key {
                *cells.get_mut(key).unwrap() = cell(Value::text(id));
            }
            rows.push(Row { cells, span: None });
        }
    }
    refer(model, dice, &mut state, |dice, cell| cell.value != Value::Unknown || !dice.often(50));
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
    let complete = |dice: &mut Dice<'_>, cell: &mut Cell, ty: &Type, optional: bool, range: Option<Range>| {
        if cell.value == Value::Unknown {
            let absent = optional && dice.often(40);
            cell.value = if absent { Value::Absent } else { in_range(value(model, dice, ty), range) };
        }
    };
    for (scalar, cell) in model.schema.scalars.iter().zip(&mut state.scalars) {
        complete(dice, cell, &scalar.field.ty, scalar.field.optional, scalar.field.range);
    }
    for (shape, rows) in model.schema.collections.iter().zip(&mut state.collections) {
        if !rows.known {
            rows.known = true;
            for id in &TEXTS[..2] {
                if shape.key.is_some() && rows.find(id).is_some() {
                    continue;
                }
                let unknown = |_| cell(Value::Unknown);
                let mut cells: IndexVec<FieldId, Cell> = shape.fields.iter().map(unknown).collect();
                if let Some(key) = shape.key {
                    *cells.get_mut(key).unwrap() = cell(Value::text(id));
                }
                rows.push(Row { cells, span: None });
            }
        }
        for row in rows.rows() {
            for (at, field) in shape.fields.enumerated().filter(|(_, field)| !refers(&field.ty)) {
                let mut cell = rows.cell(row, at).unwrap();
                complete(dice, &mut cell, &field.ty, field.optional, field.range);
                rows.set(row, at, cell);
            }
        }
    }
    let unknown = |cell: &Cell| cell.value == Value::Unknown;
    refer(model, dice, &mut state, |_, cell| unknown(cell));
    for (parameter, cell) in model.parameters.iter().zip(&mut request.arguments) {
        if !refers(&parameter.ty) {
            complete(dice, cell, &parameter.ty, parameter.optional, parameter.range);
        }
    }
    (state, request)
}

/// Some action on a state, if there is an element for each of its parameters that needs one.
pub(crate) fn request(model: &Model, dice: &mut Dice<'_>, state: &State) -> Option<Request> {
    let action = ActionId::at(dice.below(model.actions.len()));
    let shape = model.actions.get(action).unwrap();
    let rows = |collection: CollectionId| state.collections.get(collection).unwrap().len() as usize;
    let nobody = shape.parameters.iter().any(|parameter| {
        let parameter = model.parameters.get(*parameter).unwrap();
        matches!(parameter.ty, Type::Element(collection) if rows(collection) == 0)
    });
    if nobody {
        return None;
    }
    let changed: Vec<ParameterId> = shape
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Set { target: Target::Field(of, _), .. } => match of.kind {
                ExprKind::Parameter(parameter) => Some(parameter),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let mut request = Request {
        action,
        actor: row(dice, rows(model.schema.actors.unwrap())),
        at: date(dice.pick(&DATES)),
        arguments: vec![cell(Value::Absent); model.parameters.len()].into(),
        action_span: None,
        actor_span: None,
    };
    for parameter in &shape.parameters {
        let declared = model.parameters.get(*parameter).unwrap();
        request.arguments.get_mut(*parameter).unwrap().value = match &declared.ty {
            _ if declared.optional && dice.often(30) => Value::Absent,
            // What an unknown element changes is nowhere defined.
            _ if !changed.contains(parameter) && dice.often(5) => Value::Unknown,
            Type::Element(collection) => Value::Element(row(dice, rows(*collection))),
            ty => value(model, dice, ty),
        };
    }
    Some(request)
}

fn row(dice: &mut Dice<'_>, rows: usize) -> RowId {
    RowId::at(dice.below(rows))
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
    let action = model.actions.get(request.action).unwrap();
    let told = action.parameters.iter().map(|parameter| {
        let declared = model.parameters.get(*parameter).unwrap();
        let value = &request.arguments.get(*parameter).unwrap().value;
        format!("{}: {}", declared.name.text, model.shown(value, &declared.ty))
    });
    let told: Vec<String> = told.collect();
    format!("row {} does {} at {}: {}\n", request.actor, action.name.text, request.at, told.join(", "))
}
