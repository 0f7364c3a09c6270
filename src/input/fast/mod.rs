//! The fast path to a state: one side parses the text to events, the other builds the state from them, without a tree
//! between. Long texts take two threads. It knows no diagnostics: of a text that may be wrong, or is only unusual, it
//! gives nothing, and the tree is read (`src/input/from_text.rs`).

pub(super) mod event;
pub(super) mod json;
mod state_builder;
mod yaml;

use crate::base::{SourceId, Span};
use crate::input::fast::event::{BATCH, Event, EventSink};
use crate::input::fast::state_builder::StateBuilder;
use crate::input::state::State;
use crate::input::yaml::Limits;
use crate::model::Model;
use std::sync::mpsc::{TryRecvError, channel, sync_channel};

/// So many batches may wait: that takes 3 MB.
const WAITING: usize = 32;
/// Texts of so many bytes are worth a second thread.
const LONG: usize = 1 << 18;

/// Read a state and its place; `None` where the text has to be read as a tree, which need not mean that it is wrong.
pub fn read(model: &Model, source: SourceId, text: &str, limits: &Limits) -> Option<(State, Span)> {
    // Places are `u32`.
    u32::try_from(text.len()).ok()?;
    let mut builder = StateBuilder::new(model, source, text, limits);
    let mut build = |batch: &mut Vec<Event>| batch.drain(..).try_for_each(|event| builder.take(&event));
    if text.len() < LONG || rayon::current_num_threads() < 2 {
        parse(text, limits, &mut |mut batch| build(&mut batch).map(|()| batch))?;
        return builder.done();
    }
    std::thread::scope(|scope| {
        let (full, batches) = sync_channel::<Vec<Event>>(WAITING);
        let (emptied, empty) = channel();
        let parser = std::thread::Builder::new().spawn_scoped(scope, move || {
            parse(text, limits, &mut |batch| {
                full.send(batch).ok()?;
                match empty.try_recv() {
                    Ok(batch) => Some(batch),
                    Err(TryRecvError::Empty) => Some(Vec::with_capacity(BATCH)),
                    Err(TryRecvError::Disconnected) => None,
                }
            })
        });
        let parser = parser.ok()?;
        for mut batch in batches {
            build(&mut batch)?;
            // The parser may have come to the end already.
            emptied.send(batch).ok();
        }
        parser.join().ok()?
    })?;
    builder.done()
}

/// Parse a text into batches of events. `None` where it has to be read as a tree, or no more is wanted.
fn parse(
    text: &str,
    limits: &Limits,
    hand_over: &mut dyn FnMut(Vec<Event>) -> Option<Vec<Event>>,
) -> Option<()> {
    // A short text has not so many.
    let room = BATCH.min(text.len() / 4);
    let mut sink = EventSink { batch: Vec::with_capacity(room), hand_over };
    match text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with('{') {
        true => json::parse(text, &mut sink).ok()?,
        false => yaml::parse(text, limits, &mut sink)?,
    }
    sink.hand_on()
}
