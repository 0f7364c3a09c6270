//! Boundary cases as a scenario file.

use crate::eval::Verdict;
use crate::input::{State, write as data};
use crate::model::{Collection, Field, Member, Model};
use crate::program::Program;
use crate::state::collection::{Cell, Row};
use crate::testing::boundaries::case::{Boundaries, Case, CaseOutcome};
use crate::values::Value;
use serde_json::{Map, Value as Json};

/// What a file of such cases says of itself, without the signs of a comment.
pub fn comments(boundaries: &Boundaries) -> Vec<String> {
    let mut lines = vec![
        "The cases at the edges of the rules, written by `ustav test --boundaries`, with the verdicts as they are.".to_owned(),
        "Read each: where it ought to come out like this, take its `confirm: true` away.".to_owned(),
    ];
    if !boundaries.unreached.is_empty() {
        let listed: Vec<&str> = boundaries.unreached.iter().map(AsRef::as_ref).collect();
        lines.push(format!("Nothing was found that allows: {}", listed.join(", ")));
    }
    lines.extend(boundaries.left_out.iter().map(|one| format!("Left out: {one}")));
    lines
}

/// The file as data: the common state, and the scenarios.
pub fn document(program: &Program, boundaries: &Boundaries) -> Json {
    let base = &boundaries.base;
    let scenarios = boundaries.cases.iter().map(|case| scenario(program, base, case)).collect();
    let mut document = Map::new();
    // What everybody knows can be written.
    document.insert("state".to_owned(), data::state(&program.model, base).unwrap_or(Json::Null));
    document.insert("scenarios".to_owned(), Json::Array(scenarios));
    Json::Object(document)
}

fn scenario(program: &Program, base: &State, case: &Case) -> Json {
    let CaseOutcome { steps, audit } = case.outcome(program);
    let mut map = Map::new();
    map.insert("name".to_owned(), case.name.clone().into());
    let with = patch(&program.model, base, &case.state);
    if !with.is_empty() {
        map.insert("with".to_owned(), with.into());
    }
    let mut portal = crate::eval::Portal::new(program, case.state.clone());
    let mut played: Vec<Map<String, Json>> = Vec::new();
    for (request, (verdict, because)) in case.steps.iter().zip(steps) {
        let mut step = Map::new();
        step.insert("do".to_owned(), data::request(&program.model, &portal.state, request));
        step.insert("expect".to_owned(), word(verdict).into());
        step.insert("because".to_owned(), one_or_many(&because));
        played.push(step);
        portal.apply(program, request, None);
    }
    if played.len() == 1 {
        map.extend(played.into_iter().flatten());
    } else if !played.is_empty() {
        map.insert("steps".to_owned(), played.into_iter().map(Json::Object).collect());
    }
    if let (Some(at), Some(found)) = (case.audit, audit) {
        let mut own = Map::new();
        own.insert("at".to_owned(), at.to_string().into());
        own.insert("expect".to_owned(), found.violations.iter().map(|id| Json::from(&**id)).collect());
        own.insert("upcoming".to_owned(), found.upcoming.iter().map(|id| Json::from(&**id)).collect());
        if !found.undetermined.is_empty() {
            own.insert(
                "undetermined".to_owned(),
                found.undetermined.iter().map(|id| Json::from(&**id)).collect(),
            );
        }
        map.insert("audit".to_owned(), own.into());
    }
    map.insert("confirm".to_owned(), true.into());
    Json::Object(map)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "allowed",
        Verdict::Denied => "denied",
        Verdict::Undetermined => "undetermined",
    }
}

fn one_or_many(ids: &[std::sync::Arc<str>]) -> Json {
    match ids {
        [only] => (&**only).into(),
        many => many.iter().map(|id| Json::from(&**id)).collect(),
    }
}

/// What is other in a state, as `with` has it.
fn patch(model: &Model, base: &State, state: &State) -> Map<String, Json> {
    members(model, base, state, &model.schema.members)
}

fn members(model: &Model, base: &State, state: &State, members_: &[Member]) -> Map<String, Json> {
    let mut map = Map::new();
    for member in members_ {
        match member {
            Member::Scalar(scalar) => {
                if let (Some(shape), Some(old), Some(new)) =
                    (model.schema.scalars.get(*scalar), base.scalars.get(*scalar), state.scalars.get(*scalar))
                    && old.value != new.value
                {
                    let new = data::value(model, state, &new.value, &shape.field.ty);
                    map.insert(shape.field.name.text.to_string(), new);
                }
            }
            Member::Group(name, inner) => {
                let inner = members(model, base, state, inner);
                if !inner.is_empty() {
                    map.insert(name.text.to_string(), inner.into());
                }
            }
            Member::Collection(collection) => {
                if let (Some(shape), Some(old), Some(new)) = (
                    model.schema.collections.get(*collection),
                    base.collections.get(*collection),
                    state.collections.get(*collection),
                ) && !old.iter().eq(new.iter())
                {
                    map.insert(
                        shape.name.text.to_string(),
                        rows(
                            model,
                            state,
                            shape,
                            &old.iter().collect::<Vec<_>>(),
                            &new.iter().collect::<Vec<_>>(),
                        ),
                    );
                }
            }
        }
    }
    map
}

fn rows(model: &Model, state: &State, shape: &Collection, old: &[Row], new: &[Row]) -> Json {
    let Some(key) = shape.key else {
        let all = new.iter().map(|row| Json::Object(element(model, state, shape, None, row)));
        return all.collect();
    };
    let id = |row: &Row| match row.cells.get(key).map(|cell| &cell.value) {
        Some(Value::Text(id)) => Some(id.to_string()),
        _ => None,
    };
    let mut map = Map::new();
    for row in old {
        if let Some(own) = id(row)
            && !new.iter().any(|other| id(other).as_ref() == Some(&own))
        {
            map.insert(own, Json::Null);
        }
    }
    for row in new {
        let Some(own) = id(row) else { continue };
        let before = old.iter().find(|other| id(other).as_ref() == Some(&own));
        if before != Some(row) {
            let mut fields = element(model, state, shape, before, row);
            if let Some(name) = shape.fields.get(key) {
                fields.shift_remove(&*name.name.text);
            }
            map.insert(own, fields.into());
        }
    }
    map.into()
}

/// The values of an element that are other than those of the same one before; of a new one all that it does not have
/// by itself.
fn element(
    model: &Model,
    state: &State,
    shape: &Collection,
    old: Option<&Row>,
    new: &Row,
) -> Map<String, Json> {
    let mut map = Map::new();
    for ((at, field), cell) in shape.fields.enumerated().zip(&new.cells) {
        let before = old.map(|old| old.cells.get(at));
        let same = match before {
            Some(before) => before.is_some_and(|before| before.value == cell.value),
            None => is_left_out(field, cell),
        };
        if !same {
            map.insert(field.name.text.to_string(), data::value(model, state, &cell.value, &field.ty));
        }
    }
    map
}

fn is_left_out(field: &Field, cell: &Cell) -> bool {
    crate::input::state::left_out(field).value == cell.value
}
