//! What a sentence says of the amounts that its numbers bound: that they are let, or that they are not.

/// Whether the amounts that a bound holds of are let.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// At most five may be taken.
    Let,
    /// More than five may not be taken.
    Denied,
    /// A condition of something else, or no words tell.
    Open,
}

impl Sense {
    pub(crate) fn opposite(self) -> Self {
        match self {
            Self::Let => Self::Denied,
            Self::Denied => Self::Let,
            Self::Open => Self::Open,
        }
    }
}

/// Whether a number is of what an action meets, or of what it leaves, where the action itself counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Whoever has two may take another.
    Before,
    /// They may take three.
    After,
    Either,
}

/// What lasts as long as a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lasting {
    Nothing,
    /// A ticket is valid for six months: something is let so long.
    Validity,
    /// A guest is banned for 30 days: something is forbidden so long.
    Ban,
}
