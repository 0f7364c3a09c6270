//! Why a sentence says what has to be.

/// Why a sentence is normative; the strongest reason comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Norm {
    /// It forbids, or says that something is not done.
    Prohibition,
    /// It asks for something.
    Duty,
    /// It lets nothing else, or takes something out.
    Only,
    /// It has a number that is a bound.
    Bound,
    /// It has a number of something.
    Number,
    /// It lets somebody do something.
    Permission,
    /// It advises.
    Advice,
}
