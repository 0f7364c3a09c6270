//! A regular state without a tree: one side tells what the text says, the other fills the state with it. Long texts are
//! told and filled by two threads.

mod fill;
pub(super) mod json;
mod yaml;

use crate::base::{SourceId, Span};
use crate::input::state::State;
use crate::input::yaml::Limits;
use crate::model::Model;
use fill::StateBuilder;
use std::sync::mpsc::{TryRecvError, channel, sync_channel};

/// What a text says, piece by piece; places are in bytes. It is small, since much of it is handed on.
pub(crate) enum Event {
    /// A key, or a value that is no list and no mapping, as it is written: with its quotes, if it has any.
    Scalar {
        /// The first byte.
        start: u32,
        /// One past the last.
        end: u32,
        quoted: bool,
    },
    /// One that reads otherwise than it is written.
    Read(Box<Read>),
    /// A list begins here.
    List(u32),
    /// A mapping begins here.
    Map(u32),
    /// The last list or mapping that is open ends here.
    End(u32),
}

/// A scalar that reads otherwise than it is written.
pub(crate) struct Read {
    pub(crate) text: String,
    pub(crate) quoted: bool,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A scalar.
#[derive(Clone, Copy)]
pub(crate) struct Scalar<'t> {
    /// Without quotes and escapes.
    pub(crate) text: &'t str,
    pub(crate) quoted: bool,
    /// The first byte, and one past the last.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Event {
    /// The scalar that it is, if it is one.
    #[inline]
    pub(crate) fn scalar<'s>(&'s self, all: &'s str) -> Option<Scalar<'s>> {
        match self {
            Self::Scalar { start, end, quoted } => {
                let quote = u32::from(*quoted);
                let range = start.checked_add(quote)? as usize..end.checked_sub(quote)? as usize;
                Some(Scalar { text: all.get(range)?, quoted: *quoted, start: *start, end: *end })
            }
            Self::Read(read) => {
                Some(Scalar { text: &read.text, quoted: read.quoted, start: read.start, end: read.end })
            }
            Self::List(_) | Self::Map(_) | Self::End(_) => None,
        }
    }
}

/// So many pieces are handed on at a time: they stay in the cache of a processor, and who waits is woken seldom.
const PIECES: usize = 1 << 13;
/// So many hands full may wait: that takes 3 MB.
const WAITING: usize = 32;
/// Texts of so many bytes are worth a second thread.
const LONG: usize = 1 << 18;

/// Collects what is said until it is worth handing on.
pub(crate) struct EventSink<'g> {
    pieces: Vec<Event>,
    /// Takes what was said, and gives back room for more; nothing where no more is wanted.
    give: &'g mut dyn FnMut(Vec<Event>) -> Option<Vec<Event>>,
}

impl EventSink<'_> {
    /// Say something; nothing where no more is wanted.
    #[inline]
    pub(crate) fn say(&mut self, said: Event) -> Option<()> {
        self.pieces.push(said);
        if self.pieces.len() < PIECES { Some(()) } else { self.hand_on() }
    }

    fn hand_on(&mut self) -> Option<()> {
        self.pieces = (self.give)(std::mem::take(&mut self.pieces))?;
        Some(())
    }
}

/// Tell all that a text says. Nothing where it is irregular, or no more is wanted.
fn tell(text: &str, limits: &Limits, give: &mut dyn FnMut(Vec<Event>) -> Option<Vec<Event>>) -> Option<()> {
    // A short text has not so many.
    let room = PIECES.min(text.len() / 4);
    let mut telling = EventSink { pieces: Vec::with_capacity(room), give };
    match text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with('{') {
        true => json::tell(text, &mut telling)?,
        false => yaml::tell(text, limits, &mut telling)?,
    }
    telling.hand_on()
}

/// Read a state and its place from a text that is entirely regular. Nothing is told of any other text.
pub(crate) fn read(model: &Model, source: SourceId, text: &str, limits: &Limits) -> Option<(State, Span)> {
    u32::try_from(text.len()).ok()?;
    let mut filling = StateBuilder::new(model, source, text, limits);
    let mut fill = |pieces: &mut Vec<Event>| pieces.drain(..).try_for_each(|said| filling.take(&said));
    if text.len() < LONG || rayon::current_num_threads() < 2 {
        tell(text, limits, &mut |mut pieces| fill(&mut pieces).map(|()| pieces))?;
        return filling.done();
    }
    let told = std::thread::scope(|scope| {
        let (said, hear) = sync_channel::<Vec<Event>>(WAITING);
        let (emptied, empty) = channel();
        let teller = std::thread::Builder::new().spawn_scoped(scope, move || {
            tell(text, limits, &mut |pieces| {
                said.send(pieces).ok()?;
                match empty.try_recv() {
                    Ok(pieces) => Some(pieces),
                    Err(TryRecvError::Empty) => Some(Vec::with_capacity(PIECES)),
                    Err(TryRecvError::Disconnected) => None,
                }
            })
        });
        let teller = teller.ok()?;
        for mut pieces in hear {
            fill(&mut pieces)?;
            // Who tells may have come to the end already.
            emptied.send(pieces).ok();
        }
        teller.join().ok()?
    });
    told?;
    filling.done()
}
