//! The words that stand before a number, in prose and in other languages.

use crate::syntax::parse::tokens::Tokens;

/// What the words before a number make of it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Bound {
    Most,
    Below,
    Exactly,
    Least,
    Above,
}

/// The longer ones stand before those that they begin with.
const BOUNDS: &[(&[&str], Bound)] = &[
    (&["at", "most"], Bound::Most),
    (&["не", "больше", "чем"], Bound::Most),
    (&["не", "более", "чем"], Bound::Most),
    (&["не", "больше"], Bound::Most),
    (&["не", "более"], Bound::Most),
    (&["не", "свыше"], Bound::Most),
    (&["не", "меньше"], Bound::Least),
    (&["не", "менее"], Bound::Least),
    (&["максимум"], Bound::Most),
    (&["до"], Bound::Most),
    (&["меньше"], Bound::Below),
    (&["менее"], Bound::Below),
    (&["ровно"], Bound::Exactly),
    (&["минимум"], Bound::Least),
    (&["больше"], Bound::Above),
    (&["более"], Bound::Above),
    (&["свыше"], Bound::Above),
    (&["at", "maximum"], Bound::Most),
    (&["no", "more", "than"], Bound::Most),
    (&["not", "more", "than"], Bound::Most),
    (&["no", "greater", "than"], Bound::Most),
    (&["no", "less", "than"], Bound::Least),
    (&["no", "fewer", "than"], Bound::Least),
    (&["not", "less", "than"], Bound::Least),
    (&["not", "over"], Bound::Most),
    (&["not", "above"], Bound::Most),
    (&["not", "exceed"], Bound::Most),
    (&["up", "to"], Bound::Most),
    (&["limited", "to"], Bound::Most),
    (&["limit"], Bound::Most),
    (&["maximum"], Bound::Most),
    (&["max"], Bound::Most),
    (&["most"], Bound::Most),
    (&["only"], Bound::Most),
    (&["<="], Bound::Most),
    (&["=<"], Bound::Most),
    (&["less", "than"], Bound::Below),
    (&["fewer", "than"], Bound::Below),
    (&["under"], Bound::Below),
    (&["below"], Bound::Below),
    (&["<"], Bound::Below),
    (&["exactly"], Bound::Exactly),
    (&["precisely"], Bound::Exactly),
    (&["equal", "to"], Bound::Exactly),
    (&["equals"], Bound::Exactly),
    (&["=="], Bound::Exactly),
    (&["="], Bound::Exactly),
    (&["at", "least"], Bound::Least),
    (&["minimum"], Bound::Least),
    (&["min"], Bound::Least),
    (&[">="], Bound::Least),
    (&["more", "than"], Bound::Above),
    (&["greater", "than"], Bound::Above),
    (&["over"], Bound::Above),
    (&["above"], Bound::Above),
    (&[">"], Bound::Above),
];

/// How many words of a bound begin at a word, and what they say.
pub(super) fn bound(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Bound)> {
    let begins = |words: &[&str]| {
        words.iter().enumerate().all(|(more, word)| {
            let found = tokens.nth(at + more);
            found == *word || found == "then" && *word == "than"
        })
    };
    BOUNDS.iter().find(|(words, _)| begins(words)).map(|(words, bound)| (words.len(), *bound))
}

impl Bound {
    /// The comparison of a count with a number.
    pub(super) fn compares(self, number: &str) -> String {
        let words = match self {
            Self::Most => "at most ",
            Self::Below => "less than ",
            Self::Exactly => "",
            Self::Least => "at least ",
            Self::Above => "more than ",
        };
        format!("is {words}{number}")
    }
}
