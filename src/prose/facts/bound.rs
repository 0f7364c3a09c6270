//! How numbers bound what they count.

/// How a number bounds what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// It bounds nothing.
    None,
    /// As much is allowed.
    AtMost,
    /// As little is allowed.
    AtLeast,
    /// Neither more nor less.
    Exactly,
    /// More, and not as much.
    MoreThan,
    /// Less, and not as much.
    LessThan,
    /// Of time: not later than when it is over.
    Within,
    /// Of time: when it is over.
    After,
    /// Of time: as long as it lasts.
    For,
    /// The lower end of a range.
    From,
    /// The upper end of a range.
    To,
    /// Of time: again and again.
    Every,
}

impl Bound {
    /// In the order in which they compare.
    pub const ALL: [Self; 12] = [
        Self::None,
        Self::AtMost,
        Self::AtLeast,
        Self::Exactly,
        Self::MoreThan,
        Self::LessThan,
        Self::Within,
        Self::After,
        Self::For,
        Self::From,
        Self::To,
        Self::Every,
    ];

    /// The bound as it stands before a number; empty where there is none.
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "",
            Self::AtMost => "at most",
            Self::AtLeast => "at least",
            Self::Exactly => "exactly",
            Self::MoreThan => "more than",
            Self::LessThan => "less than",
            Self::Within => "within",
            Self::After => "after",
            Self::For => "for",
            Self::From => "from",
            Self::To => "to",
            Self::Every => "every",
        }
    }

    /// The one with these [`Bound::words`], where there is one.
    pub(crate) fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bound| *bound != Self::None && bound.words() == words)
    }
}
