//! What a text holds, event by event, as the two parsers emit it and the builder takes it.

/// So many events are handed on at a time: they stay in the cache of a processor, and who waits is woken seldom.
pub(in crate::input) const BATCH: usize = 1 << 13;

/// A step through a text; places are in bytes. It is small, since many are handed on.
pub(in crate::input) enum Event {
    /// A key, or a value that is no list and no mapping, as it is written: with its quotes, if it has any.
    Scalar { start: u32, end: u32, quoted: bool },
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
pub(in crate::input) struct Read {
    pub(in crate::input) text: String,
    pub(in crate::input) quoted: bool,
    pub(in crate::input) start: u32,
    pub(in crate::input) end: u32,
}

/// A scalar as either kind of event has it.
#[derive(Clone, Copy)]
pub(in crate::input) struct Scalar<'t> {
    /// Without quotes and escapes.
    pub(in crate::input) text: &'t str,
    pub(in crate::input) quoted: bool,
    /// The first byte, quotes included, and one past the last.
    pub(in crate::input) start: u32,
    pub(in crate::input) end: u32,
}

impl Event {
    /// The scalar that it is, if it is one.
    #[inline]
    pub(in crate::input) fn scalar<'s>(&'s self, all: &'s str) -> Option<Scalar<'s>> {
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

/// Collects events until a batch of them is worth handing on.
pub(in crate::input) struct EventSink<'g> {
    pub(in crate::input) batch: Vec<Event>,
    /// Takes a batch and gives back room for the next; `None` where no more is wanted.
    pub(in crate::input) hand_over: &'g mut dyn FnMut(Vec<Event>) -> Option<Vec<Event>>,
}

impl EventSink<'_> {
    /// Emit an event; `None` where no more is wanted.
    #[inline]
    pub(in crate::input) fn emit(&mut self, event: Event) -> Option<()> {
        self.batch.push(event);
        if self.batch.len() < BATCH { Some(()) } else { self.hand_on() }
    }

    /// Hand over what there is, a last batch that is not full included.
    pub(in crate::input) fn hand_on(&mut self) -> Option<()> {
        self.batch = (self.hand_over)(std::mem::take(&mut self.batch))?;
        Some(())
    }
}

pub(in crate::input) fn place(at: usize) -> Option<u32> {
    u32::try_from(at).ok()
}
