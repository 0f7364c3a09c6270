//! Boundary cases as a scenario file.

use crate::base::message::{Argument, Joint, List};
use crate::base::{Language, Message, msg};
use crate::input::{State, write as data};
use crate::model::{Collection, Member, Model};
use crate::program::Program;
use crate::state::collection::Row;
use crate::testing::boundaries::case::{AuditFindings, Boundaries, Case, CaseOutcome};
use crate::values::Value;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// What a file of such cases says of itself, without the signs of a comment.
pub fn comments(boundaries: &Boundaries) -> Vec<Message> {
    let mut lines = vec![msg!(test.about_file), msg!(test.about_confirm)];
    if !boundaries.unreached.is_empty() {
        let items = boundaries.unreached.iter().map(|action| Argument::from(&**action)).collect();
        lines.push(msg!(test.never_allowed, actions = List { items, joint: Joint::Comma, omitted: 0 }));
    }
    if boundaries.stopped {
        lines.push(msg!(test.search_stopped));
    }
    lines.extend(boundaries.left_out.iter().map(|one| msg!(test.left_out, what = one.clone())));
    lines
}

/// The file as data: the common state, and the scenarios, with names in a language.
pub fn document(program: &Program, boundaries: &Boundaries, language: Language) -> Json {
    let base = &boundaries.base;
    let scenarios: Json =
        boundaries.cases.iter().map(|case| scenario(program, base, case, language)).collect();
    // What everybody knows can be written.
    json!({"state": data::state(&program.model, base).unwrap_or(Json::Null), "scenarios": scenarios})
}

fn scenario(program: &Program, base: &State, case: &Case, language: Language) -> Json {
    let mut actions: Vec<Json> = Vec::new();
    let outcome =
        case.play(program, |state, request| actions.push(data::request(&program.model, state, request)));
    let CaseOutcome { steps, audit } = outcome;
    let mut map = Map::new();
    map.insert("name".to_owned(), case.name.text(language).into());
    let with = members(&program.model, base, &case.state, &program.model.schema.members);
    if !with.is_empty() {
        map.insert("with".to_owned(), with.into());
    }
    let mut played: Vec<Json> = Vec::new();
    for (action, (verdict, because)) in actions.into_iter().zip(steps) {
        let because = if let [only] = &*because { json!(only) } else { json!(because) };
        played.push(json!({"do": action, "expect": verdict, "because": because}));
    }
    match played.as_slice() {
        [] => {}
        [Json::Object(only)] => map.extend(only.clone()),
        steps => drop(map.insert("steps".to_owned(), json!(steps))),
    }
    if let (Some(at), Some(AuditFindings { violations, upcoming, undetermined })) = (case.audit, audit) {
        let mut own = Map::new();
        own.insert("at".to_owned(), at.to_string().into());
        own.insert("expect".to_owned(), json!(violations));
        own.insert("upcoming".to_owned(), json!(upcoming));
        if !undetermined.is_empty() {
            own.insert("undetermined".to_owned(), json!(undetermined));
        }
        map.insert("audit".to_owned(), own.into());
    }
    map.insert("confirm".to_owned(), true.into());
    Json::Object(map)
}

/// What is other in some members of a state, as `with` has it.
fn members(model: &Model, base: &State, state: &State, members_: &[Member]) -> Map<String, Json> {
    let schema = &model.schema;
    let changed = |member: &Member| -> Option<(Arc<str>, Json)> {
        match member {
            Member::Scalar(scalar) => {
                let field = &schema.scalars.get(*scalar)?.field;
                let new = &state.scalars.get(*scalar)?.value;
                let changes = base.scalars.get(*scalar)?.value != *new;
                changes.then(|| (field.name.text.clone(), data::value(model, state, new, &field.ty)))
            }
            Member::Group(name, inner) => {
                let inner = members(model, base, state, inner);
                (!inner.is_empty()).then(|| (name.text.clone(), inner.into()))
            }
            Member::Collection(collection) => {
                let shape = schema.collections.get(*collection)?;
                let [old, new] = [base, state].map(|state| state.collections.get(*collection));
                let (old, new): (Vec<Row>, Vec<Row>) = (old?.iter().collect(), new?.iter().collect());
                (old != new).then(|| (shape.name.text.clone(), rows(model, state, shape, &old, &new)))
            }
        }
    };
    members_.iter().filter_map(changed).map(|(name, value)| (name.to_string(), value)).collect()
}

fn rows<'r>(model: &Model, state: &State, shape: &Collection, old: &'r [Row], new: &'r [Row]) -> Json {
    let Some(key) = shape.key else {
        let all = new.iter().map(|row| Json::Object(element(model, state, shape, None, row)));
        return all.collect();
    };
    let id = |row: &Row| match row.cells.get(key)?.value {
        Value::Text(ref id) => Some(id.to_string()),
        _ => None,
    };
    let find = |rows: &'r [Row], own: &str| rows.iter().find(|row| id(row).as_deref() == Some(own));
    let gone = old.iter().filter_map(id).filter(|own| find(new, own).is_none());
    let mut map: Map<String, Json> = gone.map(|own| (own, Json::Null)).collect();
    for row in new {
        let Some(own) = id(row) else { continue };
        let before = find(old, &own);
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
        let same = match old {
            Some(old) => old.cells.get(at).is_some_and(|before| before.value == cell.value),
            None => field.left_out() == cell.value,
        };
        if !same {
            map.insert(field.name.text.to_string(), data::value(model, state, &cell.value, &field.ty));
        }
    }
    map
}
