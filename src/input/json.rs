//! JSON to a state without a tree. The places of values are found from the texts that are borrowed: between two of
//! them there is nothing but blanks and signs.

use super::fill::{Elements, Filling, Level, Scalar, list_of};
use super::state::State;
use super::yaml::Limits;
use crate::model::{Member, Model};
use crate::values::{Type, Value};
use crate::words::{SourceId, Span};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::ops::Range;

/// Read a state from JSON; nothing where it is not entirely regular.
pub(super) fn read(model: &Model, source: SourceId, text: &str, limits: &Limits) -> Option<(State, Span)> {
    let mut reading =
        Reading { text, ascii: text.is_ascii(), at: 0, filling: Filling::new(model, source, limits) };
    reading.next()?;
    let start = reading.at;
    let level = reading.filling.top();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Members { reading: &mut reading, level }.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    let end = reading.at;
    Some(reading.filling.done(start..end))
}

/// How far a text was read.
struct Reading<'t, 'm> {
    text: &'t str,
    /// Whether there are no other characters in all of it.
    ascii: bool,
    /// One past the last key or value.
    at: usize,
    filling: Filling<'m>,
}

/// Characters that YAML and JSON may see otherwise.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

impl<'t> Reading<'t, '_> {
    /// A text that was borrowed, with its place; nothing for one that YAML could read otherwise.
    fn borrowed(&mut self, text: &'t str) -> Option<Scalar<'t>> {
        let first = text.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        let scalar = Scalar { text, quoted: true, start: first.checked_sub(1)?, end: first + text.len() + 1 };
        self.at = scalar.end;
        (self.ascii || text.is_ascii() || !text.contains(is_odd)).then_some(scalar)
    }

    /// A key, with the colon right behind it.
    fn key(&mut self, key: &'t str) -> Option<Scalar<'t>> {
        let scalar = self.borrowed(key)?;
        (self.text.as_bytes().get(self.at) == Some(&b':')).then(|| {
            self.at += 1;
            scalar
        })
    }

    /// Go on to the next sign; the commas before a value go with the blanks.
    fn next(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let blanks = rest.iter().position(|byte| !is_blank(*byte))?;
        self.at += blanks;
        rest.get(blanks).copied()
    }

    /// Go past a sign that is next; its place.
    fn sign(&mut self, sign: u8) -> Option<usize> {
        let at = (self.next()? == sign).then_some(self.at)?;
        self.at += 1;
        Some(at)
    }

    /// A text with escapes that is next.
    fn escaped(&mut self) -> Option<Range<usize>> {
        let start = self.sign(b'"')?;
        let rest = self.text.as_bytes().get(self.at..)?;
        let mut escaped = false;
        let length = rest.iter().position(|byte| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        })?;
        self.at += length + 1;
        Some(start..self.at)
    }

    /// A number, a Bool or `null` that is next.
    fn plain(&mut self) -> Option<Scalar<'t>> {
        self.next()?;
        let start = self.at;
        let rest = self.text.as_bytes().get(start..)?;
        self.at += rest.iter().position(|byte| is_blank(*byte) || matches!(byte, b']' | b'}'))?;
        Some(Scalar { text: self.text.get(start..self.at)?, quoted: false, start, end: self.at })
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',')
}

fn irregular<E: Error>() -> E {
    E::custom("irregular")
}

/// Some members of the state.
struct Members<'a, 't, 'm> {
    reading: &'a mut Reading<'t, 'm>,
    level: Level<'m>,
}

impl<'t> DeserializeSeed<'t> for Members<'_, 't, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Members<'_, 't, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'t>>(mut self, mut map: A) -> Result<(), A::Error> {
        let reading = self.reading;
        reading.filling.enter().ok_or_else(irregular)?;
        reading.sign(b'{').ok_or_else(irregular)?;
        while let Some(key) = map.next_key::<&'t str>()? {
            let key = reading.key(key).ok_or_else(irregular)?;
            match reading.filling.member(&mut self.level, &key).ok_or_else(irregular)? {
                Member::Scalar(number) => {
                    let ty = &reading.filling.field(*number).ok_or_else(irregular)?.ty;
                    map.next_value_seed(Single {
                        reading: &mut *reading,
                        target: Target::Single(*number),
                        ty,
                    })?;
                }
                Member::Group(_, members) => {
                    map.next_value_seed(Members { reading: &mut *reading, level: Level::of(members) })?;
                }
                Member::Collection(number) => {
                    let mut elements = reading.filling.collection(*number, &key).ok_or_else(irregular)?;
                    map.next_value_seed(List { reading: &mut *reading, elements: &mut elements })?;
                    reading.filling.complete(*number, elements).ok_or_else(irregular)?;
                }
            }
        }
        reading.sign(b'}').ok_or_else(irregular)?;
        reading.filling.leave().ok_or_else(irregular)
    }
}

/// The elements of a collection.
struct List<'a, 't, 'm> {
    reading: &'a mut Reading<'t, 'm>,
    elements: &'a mut Elements<'m>,
}

impl<'t> DeserializeSeed<'t> for List<'_, 't, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'t> Visitor<'t> for List<'_, 't, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { reading, elements } = self;
        reading.filling.enter().ok_or_else(irregular)?;
        reading.sign(b'[').ok_or_else(irregular)?;
        while list.next_element_seed(Element { reading: &mut *reading, elements: &mut *elements })?.is_some()
        {
        }
        reading.sign(b']').ok_or_else(irregular)?;
        reading.filling.leave().ok_or_else(irregular)
    }
}

/// An element of a collection.
struct Element<'a, 't, 'm> {
    reading: &'a mut Reading<'t, 'm>,
    elements: &'a mut Elements<'m>,
}

impl<'t> DeserializeSeed<'t> for Element<'_, 't, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Element<'_, 't, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { reading, elements } = self;
        reading.filling.enter().ok_or_else(irregular)?;
        let start = reading.sign(b'{').ok_or_else(irregular)?;
        reading.filling.begin(elements, start).ok_or_else(irregular)?;
        while let Some(key) = map.next_key::<&'t str>()? {
            reading.key(key).ok_or_else(irregular)?;
            let (number, field) = reading.filling.key(elements, key).ok_or_else(irregular)?;
            map.next_value_seed(Single {
                reading: &mut *reading,
                target: Target::Cell(&mut *elements, number),
                ty: &field.ty,
            })?;
        }
        let end = reading.sign(b'}').ok_or_else(irregular)? + 1;
        elements.end(end).ok_or_else(irregular)?;
        reading.filling.leave().ok_or_else(irregular)
    }
}

/// Where a value is to go.
enum Target<'a, 'm> {
    Single(u16),
    Cell(&'a mut Elements<'m>, u16),
    Item(&'a mut Vec<Value>),
}

/// A value of some type.
struct Single<'a, 't, 'm> {
    reading: &'a mut Reading<'t, 'm>,
    target: Target<'a, 'm>,
    ty: &'m Type,
}

impl Single<'_, '_, '_> {
    fn put(self, scalar: &Scalar<'_>) -> Option<()> {
        let filling = &mut self.reading.filling;
        match self.target {
            Target::Single(number) => filling.single(number, scalar),
            Target::Cell(elements, number) => filling.cell(elements, number, scalar),
            Target::Item(values) => filling.item(self.ty, scalar).map(|value| values.push(value)),
        }
    }

    fn put_plain<E: Error>(self) -> Result<(), E> {
        self.reading.plain().and_then(|scalar| self.put(&scalar)).ok_or_else(irregular)
    }
}

impl<'t> DeserializeSeed<'t> for Single<'_, 't, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Single<'_, 't, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'t str) -> Result<(), E> {
        self.reading.borrowed(text).and_then(|scalar| self.put(&scalar)).ok_or_else(irregular)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let place = self.reading.escaped().filter(|_| !text.contains(is_odd)).ok_or_else(irregular)?;
        self.put(&Scalar { text, quoted: true, start: place.start, end: place.end }).ok_or_else(irregular)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.put_plain()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.put_plain()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.put_plain()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put_plain()
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { reading, target, ty } = self;
        let Type::List(of) = ty else { return Err(irregular()) };
        reading.filling.enter().ok_or_else(irregular)?;
        let start = reading.sign(b'[').ok_or_else(irregular)?;
        let mut values = Vec::new();
        while list
            .next_element_seed(Single { reading: &mut *reading, target: Target::Item(&mut values), ty: of })?
            .is_some()
        {}
        let end = reading.sign(b']').ok_or_else(irregular)? + 1;
        let value = list_of(values);
        match target {
            Target::Single(number) => reading.filling.put(number, value, start..end).ok_or_else(irregular)?,
            Target::Cell(elements, number) => reading.filling.list(elements, number, value, start..end),
            Target::Item(outer) => outer.push(value),
        }
        reading.filling.leave().ok_or_else(irregular)
    }
}
