//! What a text holds, event by event, as the two parsers emit it and the builder takes it.

/// So many events are handed on at a time: they stay in the cache of a processor, and who waits is woken seldom.
pub(super) const BATCH: usize = 1 << 13;

/// A step through a text; places are in bytes. It is small, since many are handed on.
pub(super) enum Event {
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
pub(super) struct Read {
    pub(super) text: String,
    pub(super) quoted: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A scalar as either kind of event has it.
#[derive(Clone, Copy)]
pub(super) struct Scalar<'t> {
    /// Without quotes and escapes.
    pub(super) text: &'t str,
    pub(super) quoted: bool,
    /// The first byte, quotes included, and one past the last.
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Event {
    /// The scalar that it is, if it is one.
    #[inline]
    pub(super) fn scalar<'s>(&'s self, all: &'s str) -> Option<Scalar<'s>> {
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
pub(super) struct EventSink<'g> {
    pub(super) batch: Vec<Event>,
    /// Takes a batch and gives back room for the next; `None` where no more is wanted.
    pub(super) hand_over: &'g mut dyn FnMut(Vec<Event>) -> Option<Vec<Event>>,
}

impl EventSink<'_> {
    /// Emit an event; `None` where no more is wanted.
    #[inline]
    pub(super) fn emit(&mut self, event: Event) -> Option<()> {
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
