//! How values are compared, and in which words.

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    Equal,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Before,
    After,
}

impl Comparison {
    /// The words between `is` and what is compared with.
    pub fn words(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::MoreThan => "more than",
            Self::LessThan => "less than",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}
