//! A number as it stands in a sentence.

use crate::prose::facts::amount::Amount;

/// Longer digits, in bytes, are no number.
pub(crate) const LONGEST: usize = 48;

/// How certain it is that a number word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is a number wherever it stands.
    Certain,
    /// Beside a known unit or a strong bound, as one, один, семью.
    BesideUnit,
    /// Beside a strong bound, as тысячи.
    BesideBound,
    /// Before a span of time, as the tenth.
    BeforeTime,
}

/// A number, or the two ends of a range, as they stand.
#[derive(Debug)]
pub(crate) struct Numeral {
    pub(crate) low: Amount,
    /// The other end of a range, and the byte of the first token that it begins at.
    pub(crate) high: Option<(Amount, usize)>,
    /// How many tokens it takes.
    pub(crate) length: usize,
    /// A unit in the same word: дневный, day, date.
    pub(crate) unit: Option<String>,
    pub(crate) certainty: Certainty,
    pub(crate) digits: bool,
}

impl Numeral {
    pub(crate) fn one(low: Amount) -> Self {
        Self { low, high: None, length: 1, unit: None, certainty: Certainty::Certain, digits: false }
    }
}

pub(crate) fn amount(value: u64) -> Option<Amount> {
    i64::try_from(value).ok().map(Amount::from)
}
