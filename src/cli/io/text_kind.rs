//! What a text is read for, and how much may be read of each kind.

/// What a text is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextKind {
    Rules,
    /// States and actions.
    Data,
    /// A document, which the rules name.
    Document,
}

impl TextKind {
    /// The most bytes of all texts of one kind together.
    pub(crate) fn most(self) -> usize {
        match self {
            Self::Rules | Self::Document => 256 << 20,
            Self::Data => 1 << 30,
        }
    }
}
