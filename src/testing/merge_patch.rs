//! A state with some things other: a merge patch (RFC 7386) that keeps the place of every value. Where the schema has
//! a list of elements with ids, a mapping patches them by their ids.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::input::reader::Reader;
use crate::input::tree::{Entry, Key, Kind, Node};
use crate::model::{Collection, Member, Model};
use crate::testing::scenario_mistakes::{unknown_key, wrong_kind};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A state with a patch over it. What is wrong with the values is left to whoever reads the state.
///
/// # Errors
///
/// Where the patch takes away what is not there, or gives an element another id or no mapping.
pub fn patched(model: &Model, state: &Node, patch: &Node) -> Result<Node, Vec<Diagnostic>> {
    let (Kind::Map(base), Kind::Map(entries)) = (&state.kind, &patch.kind) else { return Ok(state.clone()) };
    let mut patching = Patching { reader: Reader::new(model) };
    let merged = patching.members(&model.schema.members, Whose::State, base, entries);
    patching.reader.done(Node { span: state.span, kind: Kind::Map(merged) })
}

/// What has a key.
#[derive(Clone, Copy)]
enum Whose<'m> {
    State,
    Group(&'m str),
    Element(&'m str),
}

impl Whose<'_> {
    fn lacks(self, key: &str) -> Message {
        match self {
            Self::State => msg!(scenarios.unknown_in_state, key = key),
            Self::Group(group) => msg!(scenarios.unknown_in_group, key = key, group = group),
            Self::Element(noun) => msg!(scenarios.unknown_in_element, key = key, noun = noun),
        }
    }
}

struct Patching<'m> {
    reader: Reader<'m>,
}

impl<'m> Patching<'m> {
    /// The members of the state, or of a group of it.
    fn members(
        &mut self,
        members: &'m [Member],
        whose: Whose<'_>,
        base: &[Entry],
        patch: &[Entry],
    ) -> Vec<Entry> {
        let schema = &self.reader.model.schema;
        let names: Vec<Arc<str>> =
            members.iter().filter_map(|member| schema.member_name(member)).cloned().collect();
        self.merged(whose, &names, base, patch, |patching, key, old, new| {
            let member = members.iter().find(|member| schema.member_name(member) == Some(&key.text));
            match (member, &new.kind) {
                (Some(Member::Group(name, inner)), Kind::Map(entries)) => {
                    let before = old.and_then(Node::entries).unwrap_or_default();
                    let merged = patching.members(inner, Whose::Group(&name.text), before, entries);
                    Node { span: old.map_or(new.span, |old| old.span), kind: Kind::Map(merged) }
                }
                (Some(Member::Collection(collection)), Kind::Map(entries)) => {
                    let shape = schema.collections.get(*collection);
                    let keyed = shape.and_then(|shape| Some((shape, shape.fields.get(shape.key?)?)));
                    match keyed {
                        Some((shape, key)) => patching.by_id(shape, &key.name.text, old, new.span, entries),
                        None => new.clone(),
                    }
                }
                _ => new.clone(),
            }
        })
    }

    /// The entries of a mapping with those of a patch: `null` takes one away.
    fn merged(
        &mut self,
        whose: Whose<'_>,
        names: &[Arc<str>],
        base: &[Entry],
        patch: &[Entry],
        mut merge: impl FnMut(&mut Self, &Key, Option<&Node>, &Node) -> Node,
    ) -> Vec<Entry> {
        let mut merged = Vec::with_capacity(base.len() + patch.len());
        for old in base {
            match patch.iter().find(|new| new.key.text == old.key.text) {
                None => merged.push(old.clone()),
                Some(new) if new.value.is_null() => {}
                Some(new) => {
                    let value = merge(self, &new.key, Some(&old.value), &new.value);
                    merged.push(Entry { key: new.key.clone(), value });
                }
            }
        }
        for new in patch {
            if new.value.is_null() {
                // To take away what cannot be there would say nothing.
                if !names.contains(&new.key.text) {
                    let known = names.iter().map(AsRef::as_ref);
                    unknown_key(&mut self.reader, whose.lacks(&new.key.text), &new.key, None, known);
                }
            } else if !base.iter().any(|old| old.key.text == new.key.text) {
                let value = merge(self, &new.key, None, &new.value);
                merged.push(Entry { key: new.key.clone(), value });
            }
        }
        merged
    }

    /// The elements of a collection with those of a patch by their ids.
    fn by_id(
        &mut self,
        shape: &Collection,
        key: &Arc<str>,
        old: Option<&Node>,
        span: Span,
        patch: &[Entry],
    ) -> Node {
        let elements = match old {
            None => &[],
            Some(Node { kind: Kind::List(elements), .. }) => elements.as_slice(),
            // No list: whoever reads the state says so.
            Some(old) => return old.clone(),
        };
        let wanted: HashMap<&str, &Entry> = patch.iter().map(|entry| (&*entry.key.text, entry)).collect();
        let mut met: HashSet<&str> = HashSet::new();
        let mut merged = Vec::with_capacity(elements.len() + patch.len());
        let id_of =
            |element: &Node| element.get(key).and_then(Node::text).and_then(|id| wanted.get(id).copied());
        for element in elements {
            let Some(entry) = id_of(element) else {
                merged.push(element.clone());
                continue;
            };
            met.insert(&entry.key.text);
            if !entry.value.is_null() {
                merged.push(self.element(shape, key, Some(element), entry));
            }
        }
        for entry in patch.iter().filter(|entry| !met.contains(&*entry.key.text)) {
            if entry.value.is_null() {
                self.nobody(shape, key, elements, entry);
            } else {
                merged.push(self.element(shape, key, None, entry));
            }
        }
        Node { span: old.map_or(span, |old| old.span), kind: Kind::List(merged) }
    }

    fn nobody(&mut self, shape: &Collection, key: &str, elements: &[Node], entry: &Entry) {
        let (noun, id) = (&*shape.noun.text, &*entry.key.text);
        let known = elements.iter().filter_map(|element| element.get(key)?.text());
        let help = suggest::meant(id, known);
        self.reader.report(
            Diagnostic::error(Code::E0407, msg!(scenarios.nobody, noun = noun, id = id))
                .label(entry.key.span, msg!(scenarios.nothing_to_remove))
                .maybe_help(help),
        );
    }

    /// An element with what is other in it; a new one has its id from the key.
    fn element(&mut self, shape: &Collection, key: &Arc<str>, old: Option<&Node>, entry: &Entry) -> Node {
        let noun = &*shape.noun.text;
        let Kind::Map(patch) = &entry.value.kind else {
            let found = entry.value.in_words();
            let message = msg!(scenarios.expected_element, noun = noun, found = found);
            wrong_kind(&mut self.reader, &entry.value, message, None);
            return entry.value.clone();
        };
        let own = entry.value.entry(key).filter(|own| own.value.text() != Some(&entry.key.text));
        if let Some(own) = own {
            self.reader.report(
                Diagnostic::error(Code::E0403, msg!(scenarios.other_id, noun = noun))
                    .label(own.value.span, msg!(scenarios.another_id))
                    .label(entry.key.span, msg!(scenarios.than_this))
                    .help(msg!(scenarios.leave_out, key = &**key)),
            );
        }
        let span = entry.key.span;
        let kind = Kind::Scalar { text: entry.key.text.clone(), quoted: true };
        let new = [Entry { key: Key { text: key.clone(), span }, value: Node { span, kind } }];
        let before = old.map_or(&new[..], |old| old.entries().unwrap_or_default());
        let names: Vec<Arc<str>> = shape.fields.iter().map(|field| field.name.text.clone()).collect();
        let merged = self.merged(Whose::Element(noun), &names, before, patch, |_, _, _, new| new.clone());
        Node { span: old.map_or(entry.value.span, |old| old.span), kind: Kind::Map(merged) }
    }
}
