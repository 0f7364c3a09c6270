//! JSON to events, by `serde_json`. The places of values are found from the texts that are borrowed: between two of them
//! there is nothing but blanks and signs.

use crate::input::fast::event::{Event, EventSink, Read, place};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Parse a text. It fails with an error of data where YAML could see something else in it, or no more is wanted.
pub(in crate::input) fn parse(text: &str, sink: &mut EventSink<'_>) -> serde_json::Result<()> {
    let reading = &mut Reading { text, ascii: text.is_ascii(), at: 0, sink };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    reading.deserialize(&mut deserializer)?;
    deserializer.end()
}

/// How far a text was read.
struct Reading<'r, 't, 'g> {
    text: &'t str,
    /// Whether there are no other characters in all of it.
    ascii: bool,
    /// One past the last key or value.
    at: usize,
    sink: &'r mut EventSink<'g>,
}

/// Characters that YAML and JSON may see otherwise.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

impl<'t> Reading<'_, 't, '_> {
    /// A text that was borrowed; nothing for one that YAML could read otherwise.
    #[inline]
    fn borrowed(&mut self, text: &'t str) -> Option<()> {
        let first = text.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        self.at = first + text.len() + 1;
        if !self.ascii && !text.is_ascii() && text.contains(is_odd) {
            return None;
        }
        self.scalar(true, first.checked_sub(1)?)
    }

    /// A scalar as it is written, which ends where the reading is.
    #[inline]
    fn scalar(&mut self, quoted: bool, start: usize) -> Option<()> {
        self.sink.emit(Event::Scalar { start: place(start)?, end: place(self.at)?, quoted })
    }

    /// A key, with the colon right behind it.
    #[inline]
    fn key(&mut self, key: &'t str) -> Option<()> {
        self.borrowed(key)?;
        (self.text.as_bytes().get(self.at) == Some(&b':')).then(|| self.at += 1)
    }

    /// Go on to the next sign; the commas before a value go with the blanks.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let blanks = rest.iter().position(|byte| !is_blank(*byte))?;
        self.at += blanks;
        rest.get(blanks).copied()
    }

    /// Go past a sign that is next; its place.
    fn sign(&mut self, sign: u8) -> Option<u32> {
        let at = (self.next()? == sign).then_some(self.at)?;
        self.at += 1;
        place(at)
    }

    /// A list or mapping ends with a sign that is next.
    fn end(&mut self, sign: u8) -> Option<()> {
        self.sign(sign)?;
        self.sink.emit(Event::End(place(self.at)?))
    }

    /// A text with escapes that is next.
    fn escaped(&mut self, text: &str) -> Option<()> {
        let start = self.sign(b'"')?;
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += length_to_quote(rest)? + 1;
        if text.contains(is_odd) {
            return None;
        }
        let read = Read { text: text.to_owned(), quoted: true, start, end: place(self.at)? };
        self.sink.emit(Event::Read(Box::new(read)))
    }

    /// A number, a Bool or `null` that is next.
    fn plain(&mut self) -> Option<()> {
        self.next()?;
        let start = self.at;
        let rest = self.text.as_bytes().get(start..)?;
        self.at += rest.iter().position(|byte| is_blank(*byte) || matches!(byte, b']' | b'}'))?;
        self.scalar(false, start)
    }
}

/// How many bytes of a text stand before the quote that ends it.
pub(crate) fn length_to_quote(text: &[u8]) -> Option<usize> {
    let mut escaped = false;
    text.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',')
}

/// End the parse where a value could not be emitted. The text of the error is seen by nobody.
fn emitted<E: Error>(emitted: Option<()>) -> Result<(), E> {
    emitted.ok_or_else(|| E::custom("not for the fast path"))
}

impl<'t> DeserializeSeed<'t> for &mut Reading<'_, 't, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for &mut Reading<'_, 't, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'t str) -> Result<(), E> {
        emitted(self.borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        emitted(self.escaped(text))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        emitted(self.plain())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        emitted(self.plain())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        emitted(self.plain())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        emitted(self.plain())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        emitted(self.sign(b'[').and_then(|start| self.sink.emit(Event::List(start))))?;
        while list.next_element_seed(&mut *self)?.is_some() {}
        emitted(self.end(b']'))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        emitted(self.sign(b'{').and_then(|start| self.sink.emit(Event::Map(start))))?;
        while let Some(key) = map.next_key::<&'t str>()? {
            emitted(self.key(key))?;
            map.next_value_seed(&mut *self)?;
        }
        emitted(self.end(b'}'))
    }
}
