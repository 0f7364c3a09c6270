//! YAML to a state without a tree, from the events of the parser.

use super::fill::{Elements, Filling, Level, Scalar, list_of};
use super::state::State;
use super::yaml::{KEY, Limits, first_dash, parser};
use crate::model::{Member, Model};
use crate::values::{Type, Value};
use crate::words::{SourceId, Span};
use granit_parser::{Event, Parser, ScalarStyle, StrInput, StructureStyle};
use std::borrow::Cow;
use std::ops::Range;

/// Read a state from YAML; nothing where it is not entirely regular.
pub(super) fn read(model: &Model, source: SourceId, text: &str, limits: &Limits) -> Option<(State, Span)> {
    let mut reading =
        Reading { text, parser: parser(text, KEY, limits), filling: Filling::new(model, source, limits) };
    let Found::Stream = reading.next()? else { return None };
    let Found::Document = reading.next()? else { return None };
    let Found::Map(style, start) = reading.next()? else { return None };
    let level = reading.filling.top();
    let end = reading.members(level, style, start)?;
    let Found::Stream = reading.next()? else { return None };
    let Found::Stream = reading.next()? else { return None };
    Some(reading.filling.done(start..end))
}

/// An event, as small as it can be: the parser's own are moved at some cost.
enum Found<'t> {
    Scalar(Cow<'t, str>, ScalarStyle, Range<usize>),
    /// A list begins.
    List(StructureStyle, usize),
    /// A mapping begins.
    Map(StructureStyle, usize),
    /// A list or mapping ends.
    End(Range<usize>),
    /// A document begins.
    Document,
    /// The text begins or ends, or a document ends.
    Stream,
}

struct Reading<'t, 'm> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    filling: Filling<'m>,
}

/// A scalar that may have been made from escapes or several lines.
struct Read<'t> {
    text: Cow<'t, str>,
    quoted: bool,
    start: usize,
    end: usize,
}

impl Read<'_> {
    fn scalar(&self) -> Scalar<'_> {
        Scalar { text: &self.text, quoted: self.quoted, start: self.start, end: self.end }
    }
}

impl<'t, 'm> Reading<'t, 'm> {
    fn next(&mut self) -> Option<Found<'t>> {
        let Some(Ok((event, at))) = self.parser.next_event() else { return None };
        let range = at.start.byte_offset()?..at.end.byte_offset()?;
        if at.tag_start.is_some() {
            return None;
        }
        match event {
            Event::Scalar(text, style, 0, None) => Some(Found::Scalar(text, style, range)),
            Event::SequenceStart(style, 0, None) => Some(Found::List(style, range.start)),
            Event::MappingStart(style, 0, None) => Some(Found::Map(style, range.start)),
            Event::SequenceEnd | Event::MappingEnd => Some(Found::End(range)),
            Event::DocumentStart(..) => Some(Found::Document),
            Event::StreamStart | Event::DocumentEnd | Event::StreamEnd => Some(Found::Stream),
            _ => None,
        }
    }

    /// A scalar as it stands in the text, in a list or mapping of this style.
    fn scalar(
        &self,
        text: Cow<'t, str>,
        style: ScalarStyle,
        at: Range<usize>,
        within: StructureStyle,
        key: bool,
    ) -> Option<Read<'t>> {
        let Range { mut start, mut end } = at;
        let mut text = text;
        match style {
            ScalarStyle::Plain => {
                let written = self.text.get(start..end)?;
                if written.is_empty() {
                    text = Cow::Borrowed("");
                    // The parser puts a missing value before its colon.
                    if !key && self.text.as_bytes().get(start) == Some(&b':') {
                        (start, end) = (start + 1, start + 1);
                    }
                }
                if within == StructureStyle::Flow && written.contains('"') {
                    return None;
                }
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                end = start + self.text.get(start..end)?.trim_end().len();
            }
            _ => {}
        }
        Some(Read { text, quoted: style != ScalarStyle::Plain, start, end })
    }

    /// The next key of a mapping, or what closes it.
    fn key(&mut self, within: StructureStyle) -> Option<Result<Read<'t>, Range<usize>>> {
        match self.next()? {
            Found::Scalar(text, style, at) => self.scalar(text, style, at, within, true).map(Ok),
            Found::End(at) => Some(Err(at)),
            _ => None,
        }
    }

    /// Some members of the state, and where their mapping ends.
    fn members(&mut self, mut level: Level<'m>, style: StructureStyle, start: usize) -> Option<usize> {
        self.filling.enter()?;
        let mut last = start;
        loop {
            let key = match self.key(style)? {
                Ok(key) => key,
                Err(closing) => {
                    self.filling.leave()?;
                    return Some(end_of(&closing, last));
                }
            };
            let key = key.scalar();
            last = match self.filling.member(&mut level, &key)? {
                Member::Scalar(number) => {
                    let ty = &self.filling.field(*number)?.ty;
                    match self.next()? {
                        Found::Scalar(text, kind, at) => {
                            let read = self.scalar(text, kind, at, style, false)?;
                            self.filling.single(*number, &read.scalar())?;
                            read.end
                        }
                        Found::List(inner, start) => {
                            let (value, place) = self.list(ty, inner, start, true)?;
                            let end = place.end;
                            self.filling.put(*number, value, place)?;
                            end
                        }
                        _ => return None,
                    }
                }
                Member::Group(_, members) => {
                    let Found::Map(inner, start) = self.next()? else { return None };
                    self.members(Level::of(members), inner, start)?
                }
                Member::Collection(number) => {
                    let mut elements = self.filling.collection(*number, &key)?;
                    let Found::List(_, start) = self.next()? else { return None };
                    let end = self.elements(&mut elements, start)?;
                    self.filling.complete(*number, elements)?;
                    end
                }
            };
        }
    }

    /// The elements of a collection, and where their list ends.
    fn elements(&mut self, elements: &mut Elements<'m>, start: usize) -> Option<usize> {
        self.filling.enter()?;
        let mut last = start;
        loop {
            match self.next()? {
                Found::Map(style, start) => {
                    last = self.element(elements, style, start)?;
                }
                Found::End(at) => {
                    self.filling.leave()?;
                    return Some(end_of(&at, last));
                }
                _ => return None,
            }
        }
    }

    /// An element, and where it ends.
    fn element(&mut self, elements: &mut Elements<'m>, style: StructureStyle, start: usize) -> Option<usize> {
        self.filling.enter()?;
        self.filling.begin(elements, start)?;
        let mut last = start;
        loop {
            let key = match self.key(style)? {
                Ok(key) => key,
                Err(closing) => {
                    let end = end_of(&closing, last);
                    elements.end(end)?;
                    self.filling.leave()?;
                    return Some(end);
                }
            };
            let (number, field) = self.filling.key(elements, &key.text)?;
            match self.next()? {
                Found::Scalar(text, kind, at) => {
                    let read = self.scalar(text, kind, at, style, false)?;
                    self.filling.cell(elements, number, &read.scalar())?;
                    last = read.end;
                }
                Found::List(inner, start) => {
                    let (value, place) = self.list(&field.ty, inner, start, true)?;
                    last = place.end;
                    self.filling.list(elements, number, value, place);
                }
                _ => return None,
            }
        }
    }

    /// A value that is a list, up to its end.
    fn list(
        &mut self,
        ty: &Type,
        style: StructureStyle,
        start: usize,
        keyed: bool,
    ) -> Option<(Value, Range<usize>)> {
        let Type::List(of) = ty else { return None };
        self.filling.enter()?;
        let mut start = start;
        if keyed && style == StructureStyle::Block {
            start = first_dash(self.text, start);
        }
        let mut values = Vec::new();
        let mut last = start;
        loop {
            match self.next()? {
                Found::Scalar(text, kind, at) => {
                    let read = self.scalar(text, kind, at, style, false)?;
                    values.push(self.filling.item(of, &read.scalar())?);
                    last = read.end;
                }
                Found::List(inner, start) => {
                    let (value, place) = self.list(of, inner, start, false)?;
                    values.push(value);
                    last = place.end;
                }
                Found::End(at) => {
                    self.filling.leave()?;
                    return Some((list_of(values), start..end_of(&at, last)));
                }
                _ => return None,
            }
        }
    }
}

/// Where a list or mapping ends: with its bracket, or with the last that is in it.
fn end_of(closing: &Range<usize>, last: usize) -> usize {
    if closing.is_empty() { last } else { closing.end }
}
