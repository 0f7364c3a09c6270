//! JSON to a tree, where it can be nothing else: that takes a tenth of the time that the parser of YAML takes.

use crate::base::{Diagnostic, SourceId};
use crate::input::fast::event::{BATCH, Event, EventSink};
use crate::input::fast::json;
use crate::input::json_mistakes::sure_mistake;
use crate::input::tree::Node;
use crate::input::yaml::limits::Limits;
use crate::input::yaml::tree_builder::{Builder, Due, Items};
use granit_parser::{ScalarStyle, StructureStyle};
use std::borrow::Cow;

/// Read a text; `None` where YAML could see something else in it, or an error of its signs. One that YAML sees too is
/// told in the words of JSON if the text is meant as that.
pub(super) fn read(
    source: SourceId,
    text: &str,
    limits: &Limits,
    meant: bool,
) -> Option<(Vec<Node>, Vec<Diagnostic>)> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut builder = Builder::new(source, text, false, limits);
    let mut ended = false;
    let mut take = |mut batch: Vec<Event>| {
        let wrong = batch.drain(..).find_map(|event| {
            ended = builder.found.len() >= limits.diagnostics;
            if ended { Some(None) } else { builder.json(text, &event).err().map(Some) }
        });
        let Some(fatal) = wrong else { return Some(batch) };
        ended = true;
        builder.found.extend(fatal);
        None
    };
    let mut sink = EventSink { batch: Vec::with_capacity(BATCH.min(text.len() / 4)), hand_over: &mut take };
    let error = json::parse(text, &mut sink).err();
    sink.hand_on();
    match error {
        Some(error) if !ended => {
            let mistake = sure_mistake(source, text, &error).filter(|_| meant && !error.is_data())?;
            let (documents, mut found) = builder.done();
            found.insert(0, mistake);
            Some((documents, found))
        }
        _ => Some(builder.done()),
    }
}

impl Builder<'_> {
    /// Take the next event of JSON; an error ends the reading.
    fn json(&mut self, all: &str, event: &Event) -> Result<(), Diagnostic> {
        let start = match event {
            Event::Scalar { start, .. } | Event::List(start) | Event::Map(start) => *start,
            Event::Read(read) => read.start,
            Event::End(end) => end.saturating_sub(1),
        } as usize;
        self.has_room(start)?;
        match event {
            Event::List(_) => self.begin(start, 0, StructureStyle::Flow, Items::List(Vec::new()))?,
            Event::Map(_) => self.begin(start, 0, StructureStyle::Flow, Items::Map(Vec::new(), Due::Key))?,
            Event::End(end) => self.end(&(start..*end as usize)),
            Event::Scalar { .. } | Event::Read(_) => {
                let Some(scalar) = event.scalar(all) else { return Ok(()) };
                let style = if scalar.quoted { ScalarStyle::DoubleQuoted } else { ScalarStyle::Plain };
                let node = self.scalar(Cow::Borrowed(scalar.text), style, start..scalar.end as usize);
                self.put(node);
            }
        }
        Ok(())
    }
}
