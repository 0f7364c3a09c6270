//! YAML to events, from those of the parser.

use crate::input::fast::event::{Event, EventSink, Read, place};
use crate::input::yaml::{KEY, Limits, first_dash, parser, swallowed};
use granit_parser::{Event as YamlEvent, ScalarStyle, StructureStyle};
use std::borrow::Cow;
use std::ops::Range;

/// A list or mapping that is open.
struct Open {
    style: StructureStyle,
    map: bool,
    /// Whether a key of the mapping is next.
    key: bool,
    /// Where the last that is in it ends.
    last: usize,
}

/// Parse a text; `None` where it holds what only the tree reader knows (tags, anchors, several documents), or an error.
pub(super) fn parse(text: &str, limits: &Limits, sink: &mut EventSink<'_>) -> Option<()> {
    let mut parser = parser(text, KEY, limits);
    let mut open: Vec<Open> = Vec::new();
    let mut documents = 0;
    while let Some(found) = parser.next_event() {
        let (event, at) = found.ok()?;
        let range = at.start.byte_offset()?..at.end.byte_offset()?;
        if at.tag_start.is_some() {
            return None;
        }
        match event {
            YamlEvent::Scalar(found, style, 0, None) => {
                let within = open.last_mut()?;
                let key = within.key;
                within.key = within.map && !key;
                let (event, end) = scalar(text, found, style, range, within.style, key)?;
                within.last = end;
                sink.emit(event)?;
            }
            YamlEvent::SequenceStart(style, 0, None) => {
                let mut start = range.start;
                if let Some(within) = open.last_mut() {
                    if within.map && style == StructureStyle::Block {
                        start = first_dash(text, start);
                    }
                    begin(within)?;
                }
                sink.emit(Event::List(place(start)?))?;
                open.push(Open { style, map: false, key: false, last: start });
            }
            YamlEvent::MappingStart(style, 0, None) => {
                open.last_mut().map_or(Some(()), begin)?;
                sink.emit(Event::Map(place(range.start)?))?;
                open.push(Open { style, map: true, key: true, last: range.start });
            }
            YamlEvent::SequenceEnd | YamlEvent::MappingEnd => {
                let closed = open.pop()?;
                // It ends with its bracket, or with the last that is in it.
                let end = if range.is_empty() { closed.last } else { range.end };
                sink.emit(Event::End(place(end)?))?;
                if let Some(within) = open.last_mut() {
                    within.last = end;
                }
            }
            YamlEvent::DocumentStart(..) => documents += 1,
            YamlEvent::StreamStart | YamlEvent::DocumentEnd | YamlEvent::StreamEnd => {}
            _ => return None,
        }
    }
    (documents == 1).then_some(())
}

/// A list or mapping begins in another: it is no key.
fn begin(within: &mut Open) -> Option<()> {
    if within.key {
        return None;
    }
    within.key = within.map;
    Some(())
}

/// A scalar in a list or mapping of this style, and one past its last byte.
#[inline]
fn scalar(
    all: &str,
    text: Cow<'_, str>,
    style: ScalarStyle,
    at: Range<usize>,
    within: StructureStyle,
    key: bool,
) -> Option<(Event, usize)> {
    let Range { mut start, mut end } = at;
    let mut text = text;
    match style {
        ScalarStyle::Plain => {
            let written = all.get(start..end)?;
            if written.is_empty() {
                text = Cow::Borrowed("");
                // The parser puts a missing value before its colon.
                if !key && all.as_bytes().get(start) == Some(&b':') {
                    (start, end) = (start + 1, start + 1);
                }
                if !key && swallowed(all, start).is_some() {
                    return None;
                }
            }
            if within == StructureStyle::Flow && written.contains('"') {
                return None;
            }
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            end = start + all.get(start..end)?.trim_end().len();
        }
        _ => {}
    }
    let (quoted, block) =
        (style != ScalarStyle::Plain, matches!(style, ScalarStyle::Literal | ScalarStyle::Folded));
    let written = (end.checked_sub(start)?).checked_sub(2 * usize::from(quoted)).filter(|_| !block);
    let (first, last) = (place(start)?, place(end)?);
    let event = match text {
        Cow::Borrowed(text) if written == Some(text.len()) => {
            Event::Scalar { start: first, end: last, quoted }
        }
        text => Event::Read(Box::new(Read { text: text.into_owned(), quoted, start: first, end: last })),
    };
    Some((event, end))
}
