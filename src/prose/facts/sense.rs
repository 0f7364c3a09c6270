//! What a sentence says of the amounts that its numbers bound: that they are let, or that they are not.

use crate::prose::facts::clauses::ends_a_clause;
use crate::prose::facts::modality::Modality;
use crate::prose::facts::tokens::{Token, TokenKind};

/// Whether the amounts that a bound holds of are let.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sense {
    /// At most five may be taken.
    Let,
    /// More than five may not be taken.
    Denied,
    /// A condition of something else, or no words tell.
    #[default]
    Open,
}

impl Sense {
    fn opposite(self) -> Self {
        match self {
            Self::Let => Self::Denied,
            Self::Denied => Self::Let,
            Self::Open => Self::Open,
        }
    }
}

/// Whether a number is of what an action meets, or of what it leaves, where the action itself counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// Whoever has two may take another.
    Before,
    /// They may take three.
    After,
    #[default]
    Either,
}

/// What is said around the numbers of a sentence.
pub(crate) struct NumberContext<'t> {
    pub(crate) tokens: &'t [Token],
    /// What it lets, asks and forbids, by the token at which it says so.
    pub(crate) modality: &'t [(usize, Modality)],
    /// What leads it in says before its first word.
    pub(crate) lead: &'t [Modality],
    /// By token: whether it stands in a condition, a question or a description.
    pub(crate) subordinate: &'t [bool],
    /// Where a plain statement says that something is not done.
    pub(crate) denial: Option<usize>,
}

impl NumberContext<'_> {
    /// What is said of a number that begins at a byte of the sentence.
    pub(crate) fn of(&self, begin: usize) -> (Sense, View) {
        let at = self.tokens.partition_point(|token| token.range.end <= begin);
        (self.sense(at), self.view(at))
    }

    /// Whether nothing parts two tokens.
    fn is_one_clause(&self, one: usize, other: usize) -> bool {
        let between = self.tokens.get(one.min(other)..one.max(other)).unwrap_or_default();
        !between.iter().any(|token| token.kind == TokenKind::Mark && ends_a_clause(&token.lower))
    }

    fn is_condition(&self, at: usize) -> bool {
        self.subordinate.get(at) == Some(&true)
    }

    /// What decides of a token: what is said last before it, else what is said next.
    fn deciding(&self, at: usize) -> Option<(Modality, bool)> {
        let decides = |said: &Modality| {
            matches!(said, Modality::May | Modality::MayNot | Modality::Must | Modality::MustNot)
        };
        let own = || self.modality.iter().filter(|(_, said)| decides(said));
        let before = own().filter(|(place, _)| *place < at).map(|(_, said)| *said).next_back();
        let before = before.or_else(|| self.lead.iter().copied().rfind(decides));
        let behind = || own().find(|(place, _)| *place >= at).map(|(_, said)| (*said, false));
        before.map(|said| (said, true)).or_else(behind)
    }

    fn sense(&self, at: usize) -> Sense {
        let is_denied = |denial: usize| self.is_one_clause(denial, at);
        let sense = match self.deciding(at) {
            Some((Modality::MayNot | Modality::MustNot, _)) => Sense::Denied,
            // Whoever is under 14 must bring somebody.
            Some((Modality::Must, _)) if self.is_condition(at) => Sense::Denied,
            Some((Modality::Must, false)) => Sense::Open,
            None if self.denial.is_some_and(is_denied) => Sense::Denied,
            None if self.is_condition(at) => Sense::Open,
            Some(_) | None => Sense::Let,
        };
        let says = |wanted: Modality, is_near: &dyn Fn(usize) -> bool| {
            self.modality.iter().any(|(place, said)| *said == wanted && is_near(*place))
        };
        let only = |is_near: &dyn Fn(usize) -> bool| says(Modality::Only, is_near);
        // Children under 14 may borrow only picture books.
        let restricts_other = only(&|place| place > at) && !only(&|place| place < at);
        if restricts_other || self.lead.contains(&Modality::Only) || self.lead.contains(&Modality::Except) {
            return Sense::Open;
        }
        if says(Modality::Except, &|place| place < at) { sense.opposite() } else { sense }
    }

    fn view(&self, at: usize) -> View {
        match self.deciding(at) {
            _ if self.is_condition(at) => View::Before,
            Some((_, false)) => View::Either,
            Some(_) | None => View::After,
        }
    }
}
