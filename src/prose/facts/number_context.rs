//! What stands around a number, and what it says of the amounts that the number bounds.

use crate::prose::facts::clauses::ends_a_clause;
use crate::prose::facts::modal_facts::ModalFacts;
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::Bound;
use crate::prose::facts::sense::{Sense, View};
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;

/// So many words around a number are looked at.
const NEAR: usize = 40;

/// What is said around the numbers of a sentence. Where it is not sure what the words mean of a number, they leave it open.
pub(crate) struct NumberContext<'t> {
    tokens: &'t [Token],
    /// What lets, asks and forbids, by the token at which it is said.
    deciding: Vec<(usize, Modality)>,
    /// The last of it in what leads the sentence in.
    lead: Option<Modality>,
    is_led: bool,
    /// The first word that restricts, and the first that takes something out; those of what leads in stand before all.
    only: Option<usize>,
    except: Option<usize>,
    /// By token: whether it stands in a condition, a question or a description.
    subordinate: &'t [bool],
    /// Where a plain statement says that something is not done.
    denial: Option<usize>,
    /// How many numbers of the sentence bound something.
    bounds: usize,
    numbers: usize,
    asks: bool,
    /// It says what is done to whoever breaks a rule.
    punishes: bool,
}

fn decides(said: Modality) -> bool {
    matches!(said, Modality::May | Modality::MayNot | Modality::Must | Modality::MustNot)
}

impl<'t> NumberContext<'t> {
    /// `lead` is what is said by what leads the sentence in, `bounds` how many of its `numbers` bound something.
    pub(crate) fn new(
        tokens: &'t [Token],
        facts: &'t ModalFacts,
        lead: Option<&[Modality]>,
        bounds: usize,
        numbers: usize,
    ) -> Self {
        let said = lead.unwrap_or_default();
        let first = |wanted: Modality| {
            let own = facts.places.iter().find(|(_, said)| *said == wanted).map(|(at, _)| *at);
            if said.contains(&wanted) { Some(0) } else { own }
        };
        Self {
            tokens,
            deciding: facts.places.iter().filter(|(_, said)| decides(*said)).copied().collect(),
            lead: said.iter().copied().rfind(|said| decides(*said)),
            is_led: lead.is_some(),
            only: first(Modality::Only),
            except: first(Modality::Except),
            subordinate: &facts.subordinate,
            denial: facts.denial,
            bounds,
            numbers,
            asks: tokens.iter().any(|token| token.is("?")),
            punishes: tokens.iter().any(|token| Section::BeginningOfWhatIsNoRight.begins(&token.lower)),
        }
    }

    /// What is said of a number by its bound and the byte of the sentence at which it begins.
    pub(crate) fn of(&self, bound: Bound, begin: usize) -> (Sense, View) {
        let at = self.tokens.partition_point(|token| token.range.end <= begin);
        (self.sense(bound, at), self.view(at))
    }

    /// Whether nothing parts two tokens, which are not far apart.
    fn is_one_clause(&self, one: usize, other: usize) -> bool {
        let between = self.tokens.get(one.min(other)..one.max(other)).unwrap_or_default();
        between.len() <= NEAR
            && !between.iter().any(|token| token.kind == TokenKind::Mark && ends_a_clause(&token.lower))
    }

    fn is_condition(&self, at: usize) -> bool {
        self.subordinate.get(at) == Some(&true)
    }

    /// What decides of a token, and whether before it: what is said last before it, else what is said next.
    fn deciding(&self, at: usize) -> Option<(Modality, bool)> {
        let next = self.deciding.partition_point(|(place, _)| *place < at);
        let before = next.checked_sub(1).and_then(|last| self.deciding.get(last)).map(|(_, said)| *said);
        let behind = || self.deciding.get(next).map(|(_, said)| (*said, false));
        before.or(self.lead).map(|said| (said, true)).or_else(behind)
    }

    /// Whether a number says only until when something is so: not until you have fifty.
    fn is_end(&self, at: usize) -> bool {
        let before = self.tokens.iter().take(at).rev().take(NEAR);
        let mut clause = before.take_while(|token| token.kind != TokenKind::Mark);
        clause.any(|token| Section::WordBeforeAnEnd.has(&token.lower))
    }

    /// Whether a number stands behind a verb that only says how many there are.
    fn is_had(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_some_and(|word| Section::VerbBeforeACount.has(&word.lower))
    }

    fn sense(&self, bound: Bound, at: usize) -> Sense {
        let deciding = self.deciding(at);
        let is_cap = matches!(bound, Bound::AtMost | Bound::AtLeast);
        let is_behind = deciding.is_some_and(|(_, is_behind)| is_behind);
        // Children under 14 may borrow at most three books: the first number says who.
        let says_who = self.bounds > 1 && !(is_cap && is_behind && !self.is_condition(at));
        // Readers under 16 may take 4 books; children under 12 may enter if they have a card.
        let lets_some = matches!(deciding, Some((Modality::May, false)))
            && !self.is_condition(at)
            && (self.numbers > 1 || self.subordinate.contains(&true));
        // Only teachers may take more than five; but only members with more than five points may.
        let restricts_others = self.only.is_some_and(|only| only >= at || is_behind || deciding.is_none());
        // Whoever has not returned it within 30 days cannot borrow.
        let says_when = matches!(bound, Bound::Within | Bound::After) && !is_behind;
        if self.asks || says_who || lets_some || says_when || restricts_others || self.is_end(at) {
            return Sense::Open;
        }
        let denies = matches!(deciding, Some((Modality::MayNot | Modality::MustNot, _)));
        // Members with three or more strikes are suspended.
        if bound == Bound::AtLeast && self.punishes && !denies {
            return Sense::Open;
        }
        let is_denied = |denial: usize| self.is_one_clause(denial, at);
        let sense = match deciding {
            Some((Modality::MayNot | Modality::MustNot, _)) => Sense::Denied,
            // Whoever is under 14 must bring somebody.
            Some((Modality::Must, is_behind)) if !is_behind || self.is_condition(at) => Sense::Open,
            None if self.is_condition(at) => Sense::Open,
            None if self.denial.is_some_and(is_denied) => Sense::Denied,
            None if self.denial.is_none() && !self.punishes && self.is_had(at) => Sense::Let,
            // Parcels over 10 kg are sent back.
            None if self.denial.is_some() || self.is_led || !is_cap => Sense::Open,
            Some(_) | None => Sense::Let,
        };
        match self.except.filter(|except| *except < at) {
            None => sense,
            Some(_) if self.is_condition(at) => sense.opposite(),
            Some(_) => Sense::Open,
        }
    }

    fn view(&self, at: usize) -> View {
        match self.deciding(at) {
            _ if self.is_condition(at) => View::Before,
            Some((_, false)) => View::Either,
            Some(_) | None => View::After,
        }
    }
}
