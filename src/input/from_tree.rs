//! States from trees. All that is wrong is reported, with its place and a remedy.

use crate::base::IndexVec;
use crate::base::{Code, Diagnostic};
use crate::input::reader::Reader;
use crate::input::state::{State, left_out};
use crate::input::tree::{Entry, Kind, Node};
use crate::model::{Collection, Member, Model};
use crate::state::collection::{Cell, Row, Rows};
use crate::values::Value;
use crate::values::ids::FieldId;
use std::collections::HashMap;
use std::sync::Arc;

impl State {
    /// Read a state by the schema of `model`.
    ///
    /// # Errors
    /// All that is wrong, up to a limit, not only the first: keys that the schema does not have, values of another type,
    /// ids that stand twice, elements without an id.
    pub fn read(model: &Model, document: &Node) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader::new(model);
        let mut state = Self::empty(model);
        match &document.kind {
            Kind::Map(entries) => {
                state.start = entries.first().map(|entry| entry.key.span);
                state.members(&mut reader, &model.schema.members, entries);
            }
            _ => reader.wrong_kind(document, "a mapping with the values of the portal"),
        }
        reader.done(state)
    }

    fn members(&mut self, reader: &mut Reader<'_>, members: &[Member], entries: &[Entry]) {
        let schema = &reader.model.schema;
        for entry in entries {
            if !reader.accepts_more() {
                return;
            }
            let found = members.iter().find(|member| schema.member_name(member) == Some(&entry.key.text));
            match found {
                None => {
                    let known: Vec<Arc<str>> =
                        members.iter().filter_map(|member| schema.member_name(member)).cloned().collect();
                    reader.unknown_key("the state", &entry.key, &known);
                }
                Some(Member::Scalar(id)) => {
                    let Some(scalar) = schema.scalars.get(*id) else { continue };
                    if let Some(cell) = reader.cell(&scalar.field, &entry.value)
                        && let Some(slot) = self.scalars.get_mut(*id)
                    {
                        *slot = cell;
                    }
                }
                Some(Member::Group(name, inner)) => match &entry.value.kind {
                    Kind::Map(entries) => self.members(reader, inner, entries),
                    _ if entry.value.is_null() => {}
                    _ => reader
                        .wrong_kind(&entry.value, &format!("a mapping with the values of `{}`", name.text)),
                },
                Some(Member::Collection(id)) => {
                    let Some(shape) = schema.collections.get(*id) else { continue };
                    let rows = read_rows(reader, shape, entry);
                    if let Some(slot) = self.collections.get_mut(*id) {
                        *slot = rows;
                    }
                }
            }
        }
    }
}

fn read_rows(reader: &mut Reader<'_>, shape: &Collection, entry: &Entry) -> Rows {
    let mut rows = Rows::new(shape);
    (rows.known, rows.span) = (true, Some(entry.key.span));
    let Kind::List(elements) = &entry.value.kind else {
        let noun = &shape.noun.text;
        reader.wrong_kind(&entry.value, &format!("a list with one `{noun}` each (`[]` where there is none)"));
        return rows;
    };
    let places: HashMap<&str, FieldId> =
        shape.fields.enumerated().map(|(at, field)| (&*field.name.text, at)).collect();
    for element in elements {
        if !reader.accepts_more() {
            break;
        }
        let Kind::Map(entries) = &element.kind else {
            reader.wrong_kind(element, &format!("a mapping with the values of one `{}`", shape.noun.text));
            continue;
        };
        let row = read_row(reader, shape, &places, element, entries);
        if let Some(key) = shape.key {
            let cell = row.cells.get(key);
            let name = shape.fields.get(key).map_or("", |field| &*field.name.text);
            match cell.map(|cell| (&cell.value, cell.span)) {
                Some((Value::Text(text), Some(span))) => {
                    let first = rows.find(text).and_then(|first| rows.span(first, key));
                    if let Some(first) = first {
                        reader.report(
                            Diagnostic::error(
                                Code::E0405,
                                format!("two {} are called `{text}`", shape.name.text),
                            )
                            .label(span, "again here")
                            .label(first, "first here")
                            .help(format!("`{name}` tells one {} from another", shape.noun.text)),
                        );
                    }
                }
                _ if entries.iter().any(|entry| *entry.key.text == *name) => {}
                _ => reader.report(
                    Diagnostic::error(Code::E0408, format!("this {} has no `{name}`", shape.noun.text))
                        .label(
                            Reader::head(element),
                            format!("`{name}` tells one {} from another", shape.noun.text),
                        ),
                ),
            }
        }
        rows.push(row);
    }
    rows.shrink_to_fit();
    rows
}

fn read_row(
    reader: &mut Reader<'_>,
    shape: &Collection,
    places: &HashMap<&str, FieldId>,
    element: &Node,
    entries: &[Entry],
) -> Row {
    if !reader.room(shape.fields.len(), element) {
        return Row { cells: IndexVec::new(), span: Some(element.span) };
    }
    let mut cells: IndexVec<FieldId, Cell> = shape.fields.iter().map(left_out).collect();
    for entry in entries {
        let Some(at) = places.get(&*entry.key.text).copied() else {
            let known: Vec<Arc<str>> = shape.fields.iter().map(|field| field.name.text.clone()).collect();
            reader.unknown_key(&format!("a {}", shape.noun.text), &entry.key, &known);
            continue;
        };
        if let Some(field) = shape.fields.get(at)
            && let Some(cell) = reader.cell(field, &entry.value)
            && let Some(slot) = cells.get_mut(at)
        {
            *slot = cell;
        }
    }
    Row { cells, span: Some(element.span) }
}
