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
    /// What lets, asks and forbids, by the token at which it is said.
    deciding: Vec<(usize, Modality)>,
    /// What is said by what leads the sentence in.
    lead: Option<&'t [Modality]>,
    /// By token: whether it stands in a condition, a question or a description.
    subordinate: &'t [bool],
    asks: bool,
    whole: Scope,
    /// The parts between colons, dashes and the like that say by themselves what they let or ask, in their order.
    parts: Vec<Scope>,
}

/// A part of a sentence, or all of it, with what is said in it.
struct Scope {
    words: Range<usize>,
    /// It gives the reason of what stands before it, and is no condition.
    is_reason: bool,
    /// What decides in it, among all that does.
    deciding: Range<usize>,
    /// The first word that restricts, and the first that takes something out; those of what leads in stand before all.
    only: Option<usize>,
    except: Option<usize>,
    /// Where a plain statement says that something is not done.
    denial: Option<usize>,
    /// How many numbers stand in it, and how many of them bound something.
    numbers: usize,
    bounds: usize,
    /// It says what is done to whoever breaks a rule.
    punishes: bool,
    has_a_condition: bool,
}

fn decides(said: Modality) -> bool {
    matches!(said, Modality::May | Modality::MayNot | Modality::Must | Modality::MustNot)
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
        let numbers: Vec<(usize, bool)> = numbers.collect();
        let deciding: Vec<(usize, Modality)> =
            facts.places.iter().filter(|(_, said)| decides(*said)).copied().collect();
        let scope = |words: Range<usize>| {
            let own = tokens.get(words.clone()).unwrap_or_default();
            let said = within(&facts.places, &words);
            let said = facts.places.get(said).unwrap_or_default();
            let first = |wanted: Modality| {
                let own = || said.iter().find(|(_, said)| *said == wanted).map(|(at, _)| *at);
                let is_led = words.start == 0 && lead.is_some_and(|lead| lead.contains(&wanted));
                if is_led { Some(0) } else { own() }
            };
            let counted = numbers.get(within(&numbers, &words)).unwrap_or_default();
            Scope {
                is_reason: words.start > 0
                    && own.first().is_some_and(|own| Section::WordThatGivesAReason.has(&own.lower)),
                deciding: within(&deciding, &words),
                only: first(Modality::Only),
                except: first(Modality::Except),
                denial: facts.denial.filter(|denial| words.contains(denial)),
                numbers: counted.len(),
                bounds: counted.iter().filter(|(_, bounds)| *bounds).count(),
                punishes: own.iter().any(|token| Section::BeginningOfWhatIsNoRight.begins(&token.lower)),
                has_a_condition: facts.subordinate.get(words.clone()).is_some_and(|own| own.contains(&true)),
                words,
            }
        };
        let mut dashes = 0;
        let mut own_parts = Vec::new();
        for words in if numbers.is_empty() { Vec::new() } else { parts(tokens) } {
            let mark = words.start.checked_sub(1).and_then(|before| tokens.get(before));
            dashes += usize::from(mark.is_some_and(|mark| mark.is("-")));
            // Only trainers (and the board) may.
            let goes_on = mark.is_some_and(|mark| mark.is(")") || mark.is("-") && dashes > 1);
            let own = scope(words);
            let is_stated = |at: usize| own.is_reason || facts.subordinate.get(at) != Some(&true);
            let mut said = deciding.get(own.deciding.clone()).unwrap_or_default().iter().map(|(at, _)| *at);
            let first = said.find(|at| is_stated(*at));
            if first.is_some_and(|at| at > own.words.start || !goes_on) {
                own_parts.push(own);
            }
        }
        Self {
            whole: scope(0..tokens.len()),
            parts: own_parts,
            tokens,
            lead,
            subordinate: &facts.subordinate,
            asks: tokens.iter().any(|token| token.is("?")),
            deciding,
        }
    }

    /// Say of a number what is said around it.
    pub(crate) fn complete(&self, number: &mut Number) {
        let at = self.tokens.partition_point(|token| token.range.end <= number.range.start);
        let next = self.parts.partition_point(|part| part.words.end <= at);
        let scope = self.parts.get(next).filter(|part| part.words.contains(&at)).unwrap_or(&self.whole);
        let own = OwnContext { sentence: self, scope };
        number.clause = self.bytes(scope);
        number.sense = own.sense(number.bound, at);
        number.view = own.view(at);
        if number.sense != Sense::Denied && scope.denial.is_none() {
            let start = own.decided_at(at).unwrap_or(scope.words.start);
            number.lasting = lasting(self.tokens, &(start..scope.words.end), at, number);
        }
    }

    /// Where a scope stands, in bytes of the sentence; empty where it is all of it.
    fn bytes(&self, scope: &Scope) -> Range<usize> {
        let own = self.tokens.get(scope.words.clone()).filter(|own| own.len() < self.tokens.len());
        let ends = own.and_then(|own| Some((own.first()?.range.start, own.last()?.range.end)));
        ends.map_or(0..0, |(start, end)| start..end)
    }
}

/// Which of a list in the order of its tokens stand in a part.
fn within<T>(list: &[(usize, T)], words: &Range<usize>) -> Range<usize> {
    list.partition_point(|(at, _)| *at < words.start)..list.partition_point(|(at, _)| *at < words.end)
}

/// What is said around one number: that of its part alone.
#[derive(Clone, Copy)]
struct OwnContext<'c> {
    sentence: &'c NumberContext<'c>,
    scope: &'c Scope,
}

impl OwnContext<'_> {
    /// Whether nothing parts two tokens, which are not far apart.
    fn is_one_clause(&self, one: usize, other: usize) -> bool {
        let between = self.sentence.tokens.get(one.min(other)..one.max(other)).unwrap_or_default();
        between.len() <= NEAR
            && !between.iter().any(|token| token.kind == TokenKind::Mark && ends_a_clause(&token.lower))
    }

    /// What leads the sentence in, where its beginning is meant.
    fn lead(&self) -> Option<&[Modality]> {
        self.sentence.lead.filter(|_| self.scope.words.start == 0)
    }

    fn is_condition(&self, at: usize) -> bool {
        self.sentence.subordinate.get(at) == Some(&true) && !self.scope.is_reason
    }

    /// Whether a number begins what is said, and so counts whoever has to do it: at least two adults must be there.
    fn is_subject(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.sentence.tokens.get(before));
        at == self.scope.words.start || before.is_none_or(|mark| mark.kind == TokenKind::Mark)
    }

    /// What decides of a token, and whether before it: what is said last before it, else what is said next.
    fn deciding(&self, at: usize) -> Option<(Modality, bool)> {
        let own = self.sentence.deciding.get(self.scope.deciding.clone()).unwrap_or_default();
        let next = own.partition_point(|(place, _)| *place < at);
        let before = next.checked_sub(1).and_then(|last| own.get(last)).map(|(_, said)| *said);
        let behind = || own.get(next).map(|(_, said)| (*said, false));
        let lead = || self.lead()?.iter().copied().rfind(|said| decides(*said));
        before.or_else(lead).map(|said| (said, true)).or_else(behind)
    }

    /// The token before another one at which is said what decides of it.
    fn decided_at(&self, at: usize) -> Option<usize> {
        let own = self.sentence.deciding.get(self.scope.deciding.clone())?;
        own.get(own.partition_point(|(place, _)| *place < at).checked_sub(1)?).map(|(place, _)| *place)
    }

    /// Whether a number says only until when something is so: not until you have fifty.
    fn is_end(&self, at: usize) -> bool {
        let before = self.sentence.tokens.iter().take(at).rev().take(NEAR);
        let mut clause = before.take_while(|token| token.kind != TokenKind::Mark);
        clause.any(|token| Section::WordBeforeAnEnd.has(&token.lower))
    }

    /// Whether a number stands behind a verb that only says how many there are.
    fn is_had(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.sentence.tokens.get(at));
        before.is_some_and(|word| Section::VerbBeforeACount.has(&word.lower))
    }

    fn sense(&self, bound: Bound, at: usize) -> Sense {
        let deciding = self.deciding(at);
        let is_cap = matches!(bound, Bound::AtMost | Bound::AtLeast);
        let is_behind = deciding.is_some_and(|(_, is_behind)| is_behind);
        // Children under 14 may borrow at most three books: the first number says who.
        let says_who = self.scope.bounds > 1 && !(is_cap && is_behind && !self.is_condition(at));
        // Readers under 16 may take 4 books; children under 12 may enter if they have a card.
        let lets_some = matches!(deciding, Some((Modality::May, false)))
            && !self.is_condition(at)
            && (self.scope.numbers > 1 || self.scope.has_a_condition);
        // Only teachers may take more than five; but only members with more than five points may.
        let restricts_others =
            self.scope.only.is_some_and(|only| only >= at || is_behind || deciding.is_none());
        // Whoever has not returned it within 30 days cannot borrow.
        let says_when = matches!(bound, Bound::Within | Bound::After) && !is_behind;
        if self.sentence.asks || says_who || lets_some || says_when || restricts_others || self.is_end(at) {
            return Sense::Open;
        }
        let denies = matches!(deciding, Some((Modality::MayNot | Modality::MustNot, _)));
        let is_asked = matches!(deciding, Some((Modality::Must, false)));
        if is_asked && is_cap && self.scope.bounds == 1 && self.is_subject(at) {
            return Sense::Let;
        }
        // Members with three or more strikes are suspended.
        if bound == Bound::AtLeast && self.scope.punishes && !denies {
            return Sense::Open;
        }
        let is_denied = |denial: usize| self.is_one_clause(denial, at);
        let sense = match deciding {
            Some((Modality::MayNot | Modality::MustNot, _)) => Sense::Denied,
            // Whoever is under 14 must bring somebody.
            Some((Modality::Must, is_behind)) if !is_behind || self.is_condition(at) => Sense::Open,
            None if self.is_condition(at) => Sense::Open,
            None if self.scope.denial.is_some_and(is_denied) => Sense::Denied,
            None if self.scope.denial.is_none() && !self.scope.punishes && self.is_had(at) => Sense::Let,
            // Parcels over 10 kg are sent back.
            None if self.scope.denial.is_some() || self.lead().is_some() || !is_cap => Sense::Open,
            Some(_) | None => Sense::Let,
        };
        match self.scope.except.filter(|except| *except < at) {
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
