//! Ids and e-mail addresses of one collection that a person takes for one another.

use crate::base::suggest::look_alike;
use crate::base::{Code, Diagnostic, Message, msg};
use crate::input::State;
use crate::model::{Collection, Model};
use crate::state::collection::Rows;
use crate::values::ids::{FieldId, RowId};
use crate::values::{Type, Value};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// Larger collections are written by programs, and are not looked at.
const MOST_ELEMENTS: u32 = 10_000;
/// More warnings help nobody.
const MOST_WARNINGS: usize = 5;

/// Warnings of ids, and of e-mail addresses, of one collection that look the same or differ by letter case alone. A
/// collection of more than 10,000 elements is not looked at.
pub(crate) fn look_alikes(model: &Model, state: &State) -> Vec<Diagnostic> {
    let mut looks = Looks { ascii: [const { None }; 128] };
    let mut found = Vec::new();
    for (id, shape) in model.schema.collections.enumerated() {
        let Some(rows) = state.collections.get(id).filter(|rows| rows.len() <= MOST_ELEMENTS) else {
            continue;
        };
        let addresses = shape.fields.enumerated().filter(|(_, field)| *field.ty.entry() == Type::Email);
        for field in shape.key.into_iter().chain(addresses.map(|(field, _)| field)) {
            in_field(shape, rows, field, &mut looks, &mut found);
        }
    }
    let omitted = found.len().saturating_sub(MOST_WARNINGS);
    found.truncate(MOST_WARNINGS);
    if let Some(last) = found.last_mut() {
        last.omitted = omitted;
    }
    found
}

fn in_field(shape: &Collection, rows: &Rows, field: FieldId, looks: &mut Looks, found: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, (Arc<str>, RowId)> = HashMap::new();
    for row in rows.rows() {
        let value = rows.value(row, field);
        let texts: &[Value] = match &value {
            Value::List(texts) => texts,
            one => std::slice::from_ref(one),
        };
        for text in texts {
            let Value::Text(text) = text else { continue };
            match first.entry(looks.of(text)) {
                Entry::Vacant(none) => _ = none.insert((text.clone(), row)),
                Entry::Occupied(same) if same.get().0 == *text => {}
                Entry::Occupied(alike) => {
                    let (other, at) = alike.get();
                    let (Some(here), Some(there)) = (rows.span(row, field), rows.span(*at, field)) else {
                        continue;
                    };
                    let name = shape.fields.get(field).map_or("", |field| &*field.name.text);
                    let how = match look_alike(text, other) {
                        Some(why) => {
                            msg!(data.looks_like, name = name, text = &**text, other = &**other, why = why)
                        }
                        None if text.to_lowercase() == other.to_lowercase() => {
                            msg!(data.differs_by_case, name = name, text = &**text, other = &**other)
                        }
                        None => msg!(data.easily_confused, name = name, text = &**text, other = &**other),
                    };
                    let warning = Diagnostic::warning(Code::W0415, how).label(here, Message::empty());
                    found.push(if here == there {
                        warning
                    } else {
                        warning.label(there, msg!(data.the_other))
                    });
                }
            }
        }
    }
}

/// What texts look like, letter case aside: those that are taken for one another have it in common.
struct Looks {
    /// Of ASCII, where each character stands for itself, as far as it was asked for.
    ascii: [Option<String>; 128],
}

impl Looks {
    fn of(&mut self, text: &str) -> String {
        let mut found = String::with_capacity(text.len());
        for char in text.chars() {
            let Some(known) = self.ascii.get_mut(char as usize) else { return looks(text) };
            found.push_str(known.get_or_insert_with(|| looks(char.encode_utf8(&mut [0; 4]))));
        }
        found
    }
}

fn looks(text: &str) -> String {
    // Small letters are looked at first: a capital I looks like another letter than a small one.
    let small: String = text.nfc().flat_map(char::to_lowercase).collect();
    skeleton(&small).collect()
}
