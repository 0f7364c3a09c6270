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
    let (Event::StreamStart, _) = reading.next()? else { return None };
    let (Event::DocumentStart(..), _) = reading.next()? else { return None };
    let (Event::MappingStart(style, 0, None), range) = reading.next()? else { return None };
    let level = reading.filling.top();
    let end = reading.members(level, style, range.start)?;
    let (Event::DocumentEnd, _) = reading.next()? else { return None };
    let (Event::StreamEnd, _) = reading.next()? else { return None };
    Some(reading.filling.done(range.start..end))
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
    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        let (event, span) = self.parser.next_event()?.ok()?;
        let range = span.start.byte_offset()?..span.end.byte_offset()?;
        span.tag_start.is_none().then_some((event, range))
    }

    /// A scalar as it stands in the text, in a list or mapping of this style.
    fn scalar(
        &self,
        text: Cow<'t, str>,
        style: ScalarStyle,
        range: Range<usize>,
        within: StructureStyle,
        key: bool,
    ) -> Option<Read<'t>> {
        let Range { mut start, mut end } = range;
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
            (Event::Scalar(text, style, 0, None), range) => {
                self.scalar(text, style, range, within, true).map(Ok)
            }
            (Event::MappingEnd, range) => Some(Err(range)),
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
                        (Event::Scalar(text, kind, 0, None), range) => {
                            let read = self.scalar(text, kind, range, style, false)?;
                            self.filling.single(*number, &read.scalar())?;
                            read.end
                        }
                        (Event::SequenceStart(inner, 0, None), range) => {
                            let (value, place) = self.list(ty, inner, range.start, true)?;
                            let end = place.end;
                            self.filling.put(*number, value, place)?;
                            end
                        }
                        _ => return None,
                    }
                }
                Member::Group(_, members) => {
                    let (Event::MappingStart(inner, 0, None), range) = self.next()? else { return None };
                    self.members(Level::of(members), inner, range.start)?
                }
                Member::Collection(number) => {
                    let mut elements = self.filling.collection(*number, &key)?;
                    let (Event::SequenceStart(_, 0, None), range) = self.next()? else { return None };
                    let end = self.elements(&mut elements, range.start)?;
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
                (Event::MappingStart(style, 0, None), range) => {
                    last = self.element(elements, style, range.start)?;
                }
                (Event::SequenceEnd, range) => {
                    self.filling.leave()?;
                    return Some(end_of(&range, last));
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
                (Event::Scalar(text, kind, 0, None), range) => {
                    let read = self.scalar(text, kind, range, style, false)?;
                    self.filling.cell(elements, number, &read.scalar())?;
                    last = read.end;
                }
                (Event::SequenceStart(inner, 0, None), range) => {
                    let (value, place) = self.list(&field.ty, inner, range.start, true)?;
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
                (Event::Scalar(text, kind, 0, None), range) => {
                    let read = self.scalar(text, kind, range, style, false)?;
                    values.push(self.filling.item(of, &read.scalar())?);
                    last = read.end;
                }
                (Event::SequenceStart(inner, 0, None), range) => {
                    let (value, place) = self.list(of, inner, range.start, false)?;
                    values.push(value);
                    last = place.end;
                }
                (Event::SequenceEnd, range) => {
                    self.filling.leave()?;
                    return Some((list_of(values), start..end_of(&range, last)));
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
