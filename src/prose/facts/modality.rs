//! What may be let, asked and forbidden.

use crate::base::message::{Message, msg};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    Must,
    MustNot,
    /// It is let, or need not be.
    May,
    MayNot,
    /// It is advised, and nothing follows where it is not done.
    Should,
    /// Nothing else is let or meant.
    Only,
    Except,
}

impl Modality {
    /// In the order in which they compare and are listed, as the lock has them.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Must, "must"),
        (Self::MustNot, "must not"),
        (Self::May, "may"),
        (Self::MayNot, "may not"),
        (Self::Should, "should"),
        (Self::Only, "only"),
        (Self::Except, "except"),
    ];

    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(modality, _)| *modality == self).map_or("", |(_, words)| words)
    }

    pub fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == words).map(|(modality, _)| modality)
    }

    /// As people read it.
    pub fn message(self) -> Message {
        match self {
            Self::Must => msg!(documents.must),
            Self::MustNot => msg!(documents.must_not),
            Self::May => msg!(documents.may),
            Self::MayNot => msg!(documents.may_not),
            Self::Should => msg!(documents.should),
            Self::Only => msg!(documents.only),
            Self::Except => msg!(documents.except),
        }
    }
}
