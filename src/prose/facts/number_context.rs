//! What stands around a number, and what it says of the amounts that the number bounds.

use crate::prose::facts::clauses::{ends_a_clause, parts};
use crate::prose::facts::lasting::lasting;
use crate::prose::facts::modal_facts::ModalFacts;
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::{Bound, Number};
use crate::prose::facts::sense::{Sense, View};
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;
use std::ops::Range;

/// So many words around a number are looked at.
const NEAR: usize = 40;

/// What is said around the numbers of a sentence. Where it is not sure what the words mean of a number, they leave it open.
pub(crate) struct NumberContext<'t> {
    tokens: &'t [Token],
    /// What lets, asks and forbids, restricts and takes out, by the token at which it is said.
    places: &'t [(usize, Modality)],
    /// The same of what leads the sentence in.
    lead: Option<&'t [Modality]>,
    /// By token: whether it stands in a condition, a question or a description.
    subordinate: &'t [bool],
    /// Where a plain statement says that something is not done.
    denial: Option<usize>,
    /// The tokens at which the numbers begin, and whether they bound something.
    numbers: Vec<(usize, bool)>,
    asks: bool,
}

fn decides(said: Modality) -> bool {
    matches!(said, Modality::May | Modality::MayNot | Modality::Must | Modality::MustNot)
}

/// The part of a sentence of which a number is: that between colons, dashes and the like which says by itself what it lets
/// or asks, or else the whole.
struct Scope {
    words: Range<usize>,
    /// It gives the reason of what stands before it, and is no condition.
    is_reason: bool,
}

impl<'t> NumberContext<'t> {
    /// `lead` is what is said by what leads the sentence in, `numbers` are all of the sentence.
    pub(crate) fn new(
        tokens: &'t [Token],
        facts: &'t ModalFacts,
        lead: Option<&'t [Modality]>,
        numbers: &[Number],
    ) -> Self {
        let place = |begin: usize| tokens.partition_point(|token| token.range.end <= begin);
        let numbers = numbers.iter().map(|own| (place(own.range.start), own.bound != Bound::None));
        Self {
            tokens,
            places: &facts.places,
            lead,
            subordinate: &facts.subordinate,
            denial: facts.denial,
            numbers: numbers.collect(),
            asks: tokens.iter().any(|token| token.is("?")),
        }
    }

    /// Say of a number what is said around it.
    pub(crate) fn tell(&self, number: &mut Number) {
        let at = self.tokens.partition_point(|token| token.range.end <= number.range.start);
        let scope = self.scope(at);
        number.clause = self.bytes(&scope);
        let own = OwnContext {
            tokens: self.tokens,
            deciding: self.said(&scope).filter(|(_, said)| decides(*said)).collect(),
            lead: self.lead.filter(|_| scope.words.start == 0),
            only: self.first(&scope, Modality::Only),
            except: self.first(&scope, Modality::Except),
            subordinate: self.subordinate,
            denial: self.denial.filter(|denial| scope.words.contains(denial)),
            bounds: self.own_numbers(&scope).filter(|(_, bounds)| *bounds).count(),
            numbers: self.own_numbers(&scope).count(),
            asks: self.asks,
            scope,
        };
        number.sense = own.sense(number.bound, at);
        number.view = own.view(at);
        if number.sense != Sense::Denied && own.denial.is_none() {
            number.lasting = lasting(self.tokens, &own.scope.words, at, number);
        }
    }

    /// Where a scope stands, in bytes of the sentence; empty where it is all of it.
    fn bytes(&self, scope: &Scope) -> Range<usize> {
        let own = self.tokens.get(scope.words.clone()).filter(|own| own.len() < self.tokens.len());
        let ends = own.and_then(|own| Some((own.first()?.range.start, own.last()?.range.end)));
        ends.map_or(0..0, |(start, end)| start..end)
    }

    fn said(&self, scope: &Scope) -> impl Iterator<Item = (usize, Modality)> {
        self.places.iter().filter(|(at, _)| scope.words.contains(at)).copied()
    }

    fn own_numbers(&self, scope: &Scope) -> impl Iterator<Item = (usize, bool)> {
        self.numbers.iter().filter(|(at, _)| scope.words.contains(at)).copied()
    }

    /// Where something is said first; what leads in stands before all.
    fn first(&self, scope: &Scope, wanted: Modality) -> Option<usize> {
        let is_led = scope.words.start == 0 && self.lead.is_some_and(|lead| lead.contains(&wanted));
        let own = || self.said(scope).find(|(_, said)| *said == wanted).map(|(at, _)| at);
        if is_led { Some(0) } else { own() }
    }

    fn scope(&self, at: usize) -> Scope {
        let whole = Scope { words: 0..self.tokens.len(), is_reason: false };
        let Some(words) = parts(self.tokens).into_iter().find(|part| part.contains(&at)) else {
            return whole;
        };
        let opens = self.tokens.get(words.start).map_or("", |first| first.lower.as_str());
        let scope = Scope { is_reason: Section::WordThatGivesAReason.has(opens), words };
        let is_stated = |at: usize| scope.is_reason || self.subordinate.get(at) != Some(&true);
        let own = self.said(&scope).find(|(at, said)| decides(*said) && is_stated(*at));
        let says = own.is_some_and(|(at, _)| at > scope.words.start || !self.goes_on(at));
        if says { scope } else { whole }
    }

    /// Whether what begins at a token goes on with what stood before brackets or two dashes: only trainers (and the board) may.
    fn goes_on(&self, at: usize) -> bool {
        let before = self.tokens.get(..at).unwrap_or_default();
        let is_dash = |mark: &Token| mark.kind == TokenKind::Mark && mark.is("-");
        before.last().is_some_and(|last| {
            last.is(")") || is_dash(last) && before.iter().filter(|mark| is_dash(mark)).count() > 1
        })
    }
}

/// The same of one number.
struct OwnContext<'t> {
    tokens: &'t [Token],
    /// What lets, asks and forbids, by the token at which it is said.
    deciding: Vec<(usize, Modality)>,
    /// What is said by what leads the sentence in.
    lead: Option<&'t [Modality]>,
    /// The first word that restricts, and the first that takes something out.
    only: Option<usize>,
    except: Option<usize>,
    subordinate: &'t [bool],
    denial: Option<usize>,
    /// How many numbers bound something.
    bounds: usize,
    numbers: usize,
    asks: bool,
    scope: Scope,
}

impl OwnContext<'_> {
    /// Whether nothing parts two tokens, which are not far apart.
    fn is_one_clause(&self, one: usize, other: usize) -> bool {
        let between = self.tokens.get(one.min(other)..one.max(other)).unwrap_or_default();
        between.len() <= NEAR
            && !between.iter().any(|token| token.kind == TokenKind::Mark && ends_a_clause(&token.lower))
    }

    fn is_condition(&self, at: usize) -> bool {
        self.subordinate.get(at) == Some(&true) && !self.scope.is_reason
    }

    /// Whether what is done to whoever breaks a rule is said.
    fn punishes(&self) -> bool {
        let own = self.tokens.get(self.scope.words.clone()).unwrap_or_default();
        own.iter().any(|token| Section::BeginningOfWhatIsNoRight.begins(&token.lower))
    }

    /// Whether a number begins what is said, and so counts whoever has to do it: at least two adults must be there.
    fn is_subject(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_none_or(|mark| mark.kind == TokenKind::Mark || at == self.scope.words.start + 1)
            || at == self.scope.words.start
    }

    /// What decides of a token, and whether before it: what is said last before it, else what is said next.
    fn deciding(&self, at: usize) -> Option<(Modality, bool)> {
        let next = self.deciding.partition_point(|(place, _)| *place < at);
        let before = next.checked_sub(1).and_then(|last| self.deciding.get(last)).map(|(_, said)| *said);
        let behind = || self.deciding.get(next).map(|(_, said)| (*said, false));
        let lead = || self.lead?.iter().copied().rfind(|said| decides(*said));
        before.or_else(lead).map(|said| (said, true)).or_else(behind)
    }

    fn has_a_condition(&self) -> bool {
        self.subordinate.get(self.scope.words.clone()).is_some_and(|own| own.contains(&true))
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
            && (self.numbers > 1 || self.has_a_condition());
        // Only teachers may take more than five; but only members with more than five points may.
        let restricts_others = self.only.is_some_and(|only| only >= at || is_behind || deciding.is_none());
        // Whoever has not returned it within 30 days cannot borrow.
        let says_when = matches!(bound, Bound::Within | Bound::After) && !is_behind;
        if self.asks || says_who || lets_some || says_when || restricts_others || self.is_end(at) {
            return Sense::Open;
        }
        let denies = matches!(deciding, Some((Modality::MayNot | Modality::MustNot, _)));
        // Members with three or more strikes are suspended.
        if bound == Bound::AtLeast && self.punishes() && !denies {
            return Sense::Open;
        }
        let is_denied = |denial: usize| self.is_one_clause(denial, at);
        let sense = match deciding {
            Some((Modality::MayNot | Modality::MustNot, _)) => Sense::Denied,
            Some((Modality::Must, false)) if is_cap && self.bounds == 1 && self.is_subject(at) => Sense::Let,
            // Whoever is under 14 must bring somebody.
            Some((Modality::Must, is_behind)) if !is_behind || self.is_condition(at) => Sense::Open,
            None if self.is_condition(at) => Sense::Open,
            None if self.denial.is_some_and(is_denied) => Sense::Denied,
            None if self.denial.is_none() && !self.punishes() && self.is_had(at) => Sense::Let,
            // Parcels over 10 kg are sent back.
            None if self.denial.is_some() || self.lead.is_some() || !is_cap => Sense::Open,
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
