//! What a text holds, event by event, as the two parsers emit it and the builder takes it.

use std::borrow::Cow;

/// So many events are handed on at a time: they stay in the cache of a processor, and who waits is woken seldom.
pub(super) const BATCH: usize = 1 << 12;

/// A step through a text; places are in bytes.
pub(super) enum Event<'t> {
    Scalar(Scalar<'t>),
    /// A list begins here.
    List(u32),
    /// A mapping begins here.
    Map(u32),
    /// The last list or mapping that is open ends here.
    End(u32),
}

/// A key, or a value that is no list and no mapping.
pub(super) struct Scalar<'t> {
    /// Without quotes and escapes.
    pub(super) text: Cow<'t, str>,
    pub(super) quoted: bool,
    /// The first byte, quotes included, and one past the last.
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Collects events until a batch of them is worth handing on.
pub(super) struct EventSink<'g, 't> {
    pub(super) batch: Vec<Event<'t>>,
    /// Takes a batch and gives back room for the next; `None` where no more is wanted.
    pub(super) hand_over: &'g mut dyn FnMut(Vec<Event<'t>>) -> Option<Vec<Event<'t>>>,
}

impl<'t> EventSink<'_, 't> {
    /// Emit an event; `None` where no more is wanted.
    #[inline]
    pub(super) fn emit(&mut self, event: Event<'t>) -> Option<()> {
        self.batch.push(event);
        if self.batch.len() < BATCH { Some(()) } else { self.hand_on() }
    }

    /// Hand over what there is, a last batch that is not full included.
    pub(super) fn hand_on(&mut self) -> Option<()> {
        self.batch = (self.hand_over)(std::mem::take(&mut self.batch))?;
        Some(())
    }
}

pub(super) fn place(at: usize) -> Option<u32> {
    u32::try_from(at).ok()
}
