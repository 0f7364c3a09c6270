//! States from trees. All that is wrong is reported, with its place and a remedy.

use crate::base::IndexVec;
use crate::base::{About, Code, Diagnostic, Message, Span, all_of, msg};
use crate::input::hints::{key_meant, listed, says_nothing, write_state};
use crate::input::nesting::{deepest, lies_in_by};
use crate::input::reader::{Reader, odd_sign_in, unexpected};
use crate::input::references::resolve;
use crate::input::state::{State, left_out};
use crate::input::tree::{Entry, Key, Kind, Node, shown};
use crate::input::yaml::{not_an_item, why_no_mapping};
use crate::model::{Collection, Member, Model};
use crate::state::collection::{Cell, Row, Rows};
use crate::values::ids::{CollectionId, FieldId, RowId};
use crate::values::{Value, Zone};
use std::collections::{HashMap, HashSet};
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
            _ if holds_scenarios(model, document) => reader.report(scenarios_for(document)),
            _ if is_action(model, document.items().and_then(<[Node]>::first).unwrap_or(document)) => {
                let place = Reader::head(document);
                reader.report(
                    Diagnostic::error(Code::E0402, msg!(data.action_for_state))
                        .label(place, Message::empty())
                        .about(About::ActionForState)
                        .help(msg!(data.perhaps_swapped)),
                );
            }
            Kind::Map(entries) => {
                state.start = entries.first().map(|entry| entry.key.span);
                reader.zone = zone_of(model, document);
                state.members(&mut reader, &model.schema.members, None, entries);
                reader.look_up_references(&state, true);
                resolve(model, &mut state);
                if let Err(circle) = deepest(model, &state) {
                    reader.report(in_a_circle(model, &state, &circle));
                }
            }
            _ => {
                reader.no_mapping(document, msg!(data.fields_of_state), write_state(model, document.plain()));
            }
        }
        reader.done(state)
    }

    /// The members of the state, or of a group in it.
    fn members(
        &mut self,
        reader: &mut Reader<'_>,
        members: &[Member],
        group: Option<&str>,
        entries: &[Entry],
    ) {
        let schema = &reader.model.schema;
        let outdented = outdented(reader.model, members, entries);
        if let Some(Outdented { owner, first, kind, .. }) = &outdented {
            let message = msg!(data.outdented, key = &*first.text, owner = &*owner.text);
            let found = Diagnostic::error(Code::E0401, message).label(first.span, Message::empty());
            let found = found.label(owner.span, msg!(data.belongs_here));
            reader.report(found.help(msg!(data.indent, owner = &*owner.text, kind = *kind)));
        }
        for entry in entries {
            if outdented.as_ref().is_some_and(|found| found.has(&entry.key)) {
                continue;
            }
            let found = members.iter().find(|member| schema.member_name(member) == Some(&entry.key.text));
            match found {
                None => {
                    let known: Vec<Arc<str>> =
                        members.iter().filter_map(|member| schema.member_name(member)).cloned().collect();
                    let key = &*entry.key.text;
                    if group.is_none() && has_members(reader.model, &entry.value) {
                        let found = Diagnostic::error(Code::E0402, msg!(data.state_has_no, key = key));
                        let help = msg!(data.fields_at_top, key = key);
                        reader.report(found.label(entry.key.span, Message::empty()).help(help));
                        continue;
                    }
                    if group.is_none()
                        && let Some(group) = group_of(reader.model, key)
                    {
                        let (field, group) = (key.rsplit('.').next().unwrap_or(key), group.to_owned());
                        let found = Diagnostic::error(Code::E0402, msg!(data.state_has_no, key = key));
                        let help = msg!(data.write_below, key = group, text = format!("  {field}: …"));
                        reader.report(found.label(entry.key.span, Message::empty()).help(help));
                        continue;
                    }
                    let message = match group {
                        None => msg!(data.state_has_no, key = key),
                        Some(name) => msg!(data.group_has_no, name = name, key = key),
                    };
                    reader.unknown(message, &entry.key, &known);
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
                    Kind::Map(entries) => self.members(reader, inner, Some(&name.text), entries),
                    _ if entry.value.is_null() => {}
                    _ => reader.no_mapping(
                        &entry.value,
                        msg!(data.fields_of_group, name = &*name.text),
                        write_group(reader.model, &name.text, inner),
                    ),
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

/// A group or a collection without a value, because what belongs to it begins in the column of its own key.
struct Outdented<'n> {
    owner: &'n Key,
    first: &'n Key,
    /// `group`, `list` or `element` (of a list that has others), as the catalogue knows it.
    kind: &'static str,
    /// What may belong to it.
    fields: Vec<&'n str>,
}

impl Outdented<'_> {
    /// Whether a key is the one without a value, or one that belongs to it.
    fn has(&self, key: &Key) -> bool {
        self.owner.span == key.span || self.fields.contains(&&*key.text)
    }
}

fn outdented<'n>(model: &'n Model, members: &'n [Member], entries: &'n [Entry]) -> Option<Outdented<'n>> {
    let schema = &model.schema;
    let name = |member: &'n Member| schema.member_name(member).map(|name| &**name);
    let find = |key: &Key| members.iter().find(|member| name(member) == Some(&*key.text));
    entries.windows(2).find_map(|pair| {
        let [Entry { key: owner, value }, Entry { key: first, .. }] = pair else { return None };
        let is_empty = value.plain() == Some("");
        let (kind, mut fields): (_, Vec<&str>) = match find(owner)? {
            Member::Collection(id) if value.items().is_some_and(|items| !items.is_empty()) => {
                let fields = &schema.collections.get(*id)?.fields;
                ("element", fields.iter().map(|field| &*field.name.text).collect())
            }
            _ if !is_empty => return None,
            Member::Scalar(_) => return None,
            Member::Group(_, inner) => ("group", inner.iter().filter_map(name).collect()),
            Member::Collection(id) => {
                let fields = &schema.collections.get(*id)?.fields;
                ("list", fields.iter().map(|field| &*field.name.text).collect())
            }
        };
        fields.retain(|field| !members.iter().any(|own| name(own) == Some(field)));
        fields.contains(&&*first.text).then_some(Outdented { owner, first, kind, fields })
    })
}

/// The group of the state that has a field, be it named with its group before a full stop or alone.
fn group_of<'m>(model: &'m Model, key: &str) -> Option<&'m str> {
    let (owner, field) = key.split_once('.').map_or((None, key), |(owner, field)| (Some(owner), field));
    model.schema.members.iter().find_map(|member| {
        let Member::Group(name, inner) = member else { return None };
        let is_named = owner.is_none_or(|owner| *owner == *name.text);
        let mut names = inner.iter().filter_map(|member| model.schema.member_name(member));
        (is_named && names.any(|name| **name == *field)).then_some(&*name.text)
    })
}

/// The first of the items that are one element, with a dash before each of its fields.
pub(crate) fn split_element(items: &[Node]) -> Option<&Key> {
    let keys = items.iter().map(|item| match item.entries() {
        Some([only]) => Some(&*only.key.text),
        _ => None,
    });
    let keys: Vec<&str> = keys.collect::<Option<_>>()?;
    let different: HashSet<&str> = keys.iter().copied().collect();
    let first = items.first()?.entries()?.first()?;
    (keys.len() > 1 && different.len() == keys.len()).then_some(&first.key)
}

/// That the fields of one element, or of one action, are items of their own.
pub(crate) fn split(first: &Key, second: Span) -> Diagnostic {
    Diagnostic::error(Code::E0401, msg!(data.split))
        .label(second, Message::empty())
        .label(first.span, msg!(data.belongs_here))
        .help(msg!(data.one_dash))
}

/// Whether a document has the keys of an action and none of the state.
fn is_action(model: &Model, document: &Node) -> bool {
    ["actor", "action"].iter().all(|key| document.entry(key).is_some()) && !has_members(model, document)
}

/// Whether a document is a scenario file.
pub(super) fn holds_scenarios(model: &Model, document: &Node) -> bool {
    document.get("scenarios").is_some_and(|list| list.items().is_some()) && !has_members(model, document)
}

/// A scenario file in place of something else.
pub(super) fn scenarios_for(document: &Node) -> Diagnostic {
    let place = document.entry("scenarios").map_or(document.span, |entry| entry.key.span);
    Diagnostic::error(Code::E0402, msg!(data.scenario_file))
        .label(place, Message::empty())
        .help(msg!(data.test_scenarios))
}

/// Whether a document has a key of the state.
pub(super) fn has_members(model: &Model, document: &Node) -> bool {
    let schema = &model.schema;
    let known = |entry: &Entry| {
        schema.members.iter().any(|member| schema.member_name(member) == Some(&entry.key.text))
    };
    document.entries().is_some_and(|entries| entries.iter().any(known))
}

/// The zone that a state names.
fn zone_of(model: &Model, document: &Node) -> Option<Zone> {
    let scalar = model.schema.scalars.get(model.schema.time_zone?)?;
    match document.entry(&scalar.field.name.text) {
        Some(entry) => Zone::named(entry.value.text()?),
        None => match scalar.field.left_out() {
            Value::Zone(zone) => Some(zone),
            _ => None,
        },
    }
}

fn read_rows(reader: &mut Reader<'_>, shape: &Collection, entry: &Entry) -> Rows {
    let mut rows = Rows::as_read(shape);
    (rows.known, rows.span) = (true, Some(entry.key.span));
    let Kind::List(elements) = &entry.value.kind else {
        reader.report(odd_sign_in(&entry.value).unwrap_or_else(|| no_list(shape, &entry.value)));
        return rows;
    };
    let places: HashMap<&str, FieldId> =
        shape.fields.enumerated().map(|(at, field)| (&*field.name.text, at)).collect();
    let key_name = shape.key.and_then(|key| shape.fields.get(key)).map(|field| &field.name.text);
    if let [_, second, ..] = elements.as_slice()
        && let Some(first) = split_element(elements).filter(|first| key_name == Some(&first.text))
    {
        reader.report(split(first, Reader::head(second)));
        return rows;
    }
    for element in elements {
        let Kind::Map(entries) = &element.kind else {
            let expected = msg!(data.fields_of_element, name = &*shape.noun.text);
            match element.text().and_then(|id| write_items(shape, Some(id))) {
                Some(help)
                    if !element.is_null()
                        && odd_sign_in(element).is_none()
                        && element.plain().and_then(why_no_mapping).is_none() =>
                {
                    reader.report(unexpected(element, expected).help(help));
                }
                _ if element.items().is_some() => {
                    reader.report(unexpected(element, expected).help(msg!(data.one_dash_only)));
                }
                _ => reader.no_mapping(element, expected, None),
            }
            continue;
        };
        if let Some(wrong) = filed_under_id(shape, &places, entries) {
            reader.report(wrong);
            continue;
        }
        let row = read_row(reader, shape, &places, element, entries);
        if let Some(key) = shape.key {
            let cell = row.cells.get(key);
            let name = shape.fields.get(key).map_or("", |field| &*field.name.text);
            let stands_for =
                |key: &str| key == name || !places.contains_key(key) && key_meant(key, [name]).is_some();
            match cell.map(|cell| (&cell.value, cell.span)) {
                Some((Value::Text(text), Some(span))) => {
                    let first = rows.find(text).and_then(|first| rows.span(first, key));
                    if let Some(first) = first {
                        reader.report(
                            Diagnostic::error(
                                Code::E0405,
                                msg!(data.id_twice, id = &**text, collection = &*shape.name.text),
                            )
                            .label(span, msg!(data.again_here))
                            .label(first, msg!(data.first_here))
                            .help(needs_own_id(shape, name)),
                        );
                    }
                }
                // What is meant by another key is not missing, too.
                _ if entries.iter().any(|entry| stands_for(&entry.key.text)) => {}
                _ => reader.report(
                    Diagnostic::error(
                        Code::E0408,
                        msg!(data.missing_id, noun = &*shape.noun.text, key = name),
                    )
                    .label(Reader::head(element), Message::empty())
                    .help(needs_own_id(shape, name)),
                ),
            }
        }
        rows.push(row);
    }
    rows.shrink_to_fit();
    rows
}

/// An element whose id stands in place of a key: `- ann: {role: …}`.
fn filed_under_id(
    shape: &Collection,
    places: &HashMap<&str, FieldId>,
    entries: &[Entry],
) -> Option<Diagnostic> {
    let ([Entry { key, value }], Some(own)) = (entries, shape.fields.get(shape.key?)) else { return None };
    let held = value.entries().filter(|_| !places.contains_key(&*key.text))?;
    let is_field = |entry: &Entry| places.contains_key(&*entry.key.text);
    let text = format!("- {{{}: {}, …}}", own.name.text, shown(&key.text));
    let message = msg!(data.element_has_no, name = &*shape.noun.text, key = &*key.text);
    let wrong = Diagnostic::error(Code::E0402, message).label(key.span, Message::empty());
    let wrong = wrong.help(msg!(data.write, text = text));
    held.iter().any(is_field).then_some(wrong)
}

/// That elements lie in one another in a circle, with each of the first.
fn in_a_circle(model: &Model, state: &State, circle: &[(CollectionId, RowId)]) -> Diagnostic {
    const MOST: usize = 8;
    let id =
        |(collection, row): (CollectionId, RowId)| state.id(collection, row).unwrap_or_default().to_owned();
    let mut ids: Vec<String> = circle.iter().copied().take(MOST).map(id).collect();
    if circle.len() > MOST {
        ids.push("…".to_owned());
    }
    ids.extend(circle.first().copied().map(id));
    let message = msg!(data.in_a_circle, ids = ids.join("` → `"));
    let mut found = Diagnostic::error(Code::E0416, message);
    let next = circle.iter().skip(1).chain(circle.first());
    for (inner, outer) in circle.iter().zip(next).take(MOST) {
        let place = lies_in_by(model, state, *inner, *outer)
            .and_then(|field| state.collections.get(inner.0)?.span(inner.1, field));
        if let Some(place) = place {
            found = found.label(place, msg!(data.lies_in, inner = id(*inner), outer = id(*outer)));
        }
    }
    found.help(msg!(data.outermost_lies_in_nothing))
}

fn needs_own_id(shape: &Collection, key: &str) -> Message {
    msg!(data.needs_own_id, noun = &*shape.noun.text, key = key)
}

/// How a group is written, such as with the first of its fields.
fn write_group(model: &Model, name: &str, members: &[Member]) -> Option<Message> {
    let field = members.iter().find_map(|member| model.schema.member_name(member))?;
    Some(msg!(data.write_below, key = name, text = format!("  {field}: …")))
}

/// How the elements of a collection are written, such as the one with this id.
fn write_items(shape: &Collection, id: Option<&str>) -> Option<Message> {
    let key = shape.fields.get(shape.key?)?;
    let id = id.map_or("…".into(), shown);
    Some(msg!(data.write_items, key = &*key.name.text, id = &*id))
}

/// Something else stands where the elements of a collection are expected.
fn no_list(shape: &Collection, value: &Node) -> Diagnostic {
    let help = match &value.kind {
        // What is filed under ids has mappings behind them.
        Kind::Map(entries) => {
            if let Some((_, _, message, help)) =
                entries.first().and_then(|entry| not_an_item(&entry.key.text))
            {
                return Diagnostic::error(Code::E0401, message)
                    .label(Reader::head(value), Message::empty())
                    .maybe_help(help);
            }
            let id = entries.first().filter(|entry| entry.value.entries().is_some());
            match entries.as_slice() {
                [] => Some(msg!(data.write_empty_list)),
                _ => write_items(shape, id.map(|entry| &*entry.key.text)),
            }
        }
        _ if value.is_null() => Some(msg!(data.write_empty_list)),
        _ => match listed(value.text().unwrap_or_default()).as_slice() {
            [only] if says_nothing(only) || ["0", "false"].contains(only) => {
                Some(msg!(data.write_empty_list))
            }
            several @ [_, _, ..] => {
                let key = shape.key.and_then(|key| shape.fields.get(key));
                let item = |id: &&str| key.map(|key| format!("- {}: {}", key.name.text, shown(id)));
                Some(msg!(data.write_several_items, items = all_of(several.iter().filter_map(item))))
            }
            _ => write_items(shape, value.text()),
        },
    };
    unexpected(value, msg!(data.list_of_elements, name = &*shape.noun.text)).maybe_help(help)
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
            let message = msg!(data.element_has_no, name = &*shape.noun.text, key = &*entry.key.text);
            reader.unknown(message, &entry.key, &known);
            continue;
        };
        let is_nothing = || entry.value.is_null() || entry.value.text().is_some_and(str::is_empty);
        if shape.key == Some(at) && is_nothing() {
            let help = needs_own_id(shape, &entry.key.text);
            reader.report(unexpected(&entry.value, msg!(data.text)).or_help(help));
            continue;
        }
        if let Some(field) = shape.fields.get(at)
            && let Some(cell) = reader.cell(field, &entry.value)
            && let Some(slot) = cells.get_mut(at)
        {
            *slot = cell;
        }
    }
    Row { cells, span: Some(element.span) }
}
