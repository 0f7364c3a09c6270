//! What a sentence permits, forbids, requires and frees from, and of whom, as far as its words leave no doubt.

use crate::prose::facts::clauses::ends_a_clause;
use crate::prose::facts::directive::Directive;
use crate::prose::facts::modal_facts::{Directing, ModalFacts, is_negation, modal_facts};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::Number;
use crate::prose::facts::quantities::numbers;
use crate::prose::facts::roles::RoleWords;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind, tokens, word};
use crate::prose::language::{Section, sections_of};
use std::ops::Range;
use std::sync::Arc;

/// Of whom a directive speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    Everyone,
    /// Words for roles, as they stand.
    Roles(Vec<Arc<str>>),
    Unknown,
}

/// What one modal phrase of a sentence says.
#[derive(Debug, Clone)]
pub struct Directed {
    pub directive: Directive,
    pub whom: Whom,
    /// The roles to whom it is done: `guests may be invited`.
    pub patients: Vec<Arc<str>>,
    /// The negations that belong to the phrase.
    pub negations: u16,
    /// Whether it is a verb with a subject, which only a negation turns: `may`, but not `is allowed`.
    pub has_a_subject: bool,
    /// The phrase, in bytes of the sentence; empty where what leads the sentence in has it.
    pub range: Range<usize>,
}

impl Directed {
    fn speaks_of(&self, word: &Arc<str>) -> bool {
        self.patients.contains(word) || matches!(&self.whom, Whom::Roles(words) if words.contains(word))
    }
}

#[derive(Debug, Clone, Default)]
pub struct Directives {
    pub all: Vec<Directed>,
    /// Whether other words of the sentence narrow or turn what it says, or it has numbers: then a rule that says the
    /// opposite may say the same of the other cases.
    pub is_open: bool,
    /// Whether it goes on about others than those of whom its first phrase speaks.
    pub names_others: bool,
    /// Whether it denies something beside its modal phrases.
    pub denies_more: bool,
    /// Whether a condition narrows it: turned around, both may say the same.
    pub is_conditional: bool,
    pub negations: u16,
    /// Those by which it says plainly that something is not done: several are one denial, as in «никогда не голосуют».
    pub denials: u16,
    /// The only ones who may, where the sentence says no more than that: `only members may vote`.
    pub only: Option<Arc<str>>,
}

/// Whether a word stands for no one at all.
pub fn is_nobody(word: &str) -> bool {
    Section::Nobody.has(word)
}

impl Directives {
    /// Those of a sentence, in its normal form, and of what leads it in.
    pub fn read(sentence: &str, leads: &[&str], roles: &RoleWords) -> Self {
        let mut own = Self::alone(sentence, roles);
        for lead in leads {
            let lead = Self::alone(lead, roles);
            // Members may: not pay.
            own.is_open |= lead.is_open || !lead.all.is_empty() && own.negations > 0;
            own.is_conditional |= lead.is_conditional;
            own.names_others |= lead.names_others;
            own.denies_more |= lead.denies_more;
            own.all.extend(lead.all.into_iter().map(|own| Directed { range: 0..0, ..own }));
        }
        own
    }

    /// Those of a text by itself.
    fn alone(text: &str, roles: &RoleWords) -> Self {
        let mut words = tokens(text);
        let numbers = numbers(text, &mut words, is_cyrillic(text));
        let facts = modal_facts(&words, numbers.iter().any(Number::bounds_time));
        let stated = facts.directing.iter().filter(|own| own.is_stated);
        let all: Vec<Directed> = stated.map(|own| directed(&words, own, roles)).collect();
        // Guests may speak, voting is for members.
        let names_others = || {
            let named = named_roles(&words, roles).into_iter().filter(|own| !own.is_possessor);
            let is_told = |own: &Named| all.iter().any(|one: &Directed| one.speaks_of(&own.word));
            // But guests may invite members.
            let first = facts.directing.first().map_or(0, |own| own.at);
            let ends = |token: &Token| token.kind == TokenKind::Mark && ends_a_clause(&token.lower);
            let is_apart = |own: &Named| words.get(first..own.at).is_some_and(|own| own.iter().any(ends));
            !all.is_empty() && named.into_iter().any(|own| is_apart(&own) && !is_told(&own))
        };
        let is_open = |lets_only| !numbers.is_empty() || is_open(&words, &facts, lets_only) || names_others();
        let permits = matches!(all[..], [Directed { directive: Directive::Permits, .. }]);
        let only = only(&words, &facts, roles).filter(|_| permits && !is_open(true));
        let (is_open, names_others) = (is_open(false), names_others());
        let is_told = |at: usize| facts.directing.iter().any(|own| own.tells(at));
        // "No more than ten" denies nothing.
        let is_of_number = |at: usize| words.get(at).is_some_and(|token| token.used);
        Self {
            all,
            is_open,
            names_others,
            denies_more: (0..words.len())
                .any(|at| is_negation(&words, at) && !is_told(at) && !is_of_number(at)),
            is_conditional: is_conditional(&words, &facts),
            negations: facts.negations,
            only,
            denials: if facts.denial.is_some() { denials(&words, &facts.subordinate) } else { 0 },
        }
    }
}

/// The role right behind the one word that restricts: `only members`.
fn only(tokens: &[Token], facts: &ModalFacts, roles: &RoleWords) -> Option<Arc<str>> {
    let mut places = facts.places.iter().filter(|(_, said)| *said == Modality::Only).map(|(at, _)| *at);
    let (at, None) = (places.next()?, places.next()) else { return None };
    let by = usize::from(is_for(tokens, at + 2));
    let named = named_roles(tokens, roles).into_iter().find(|own| own.at == at + 1 + by)?;
    (!named.is_possessor).then_some(named.word)
}

/// The negations of what a text tells itself.
fn denials(tokens: &[Token], subordinate: &[bool]) -> u16 {
    let is_own = |at: &usize| {
        let lacks = Section::WordOfALack.has(word(tokens, *at));
        is_negation(tokens, *at) && !lacks && subordinate.get(*at) != Some(&true)
    };
    u16::try_from((0..tokens.len()).filter(is_own).count()).unwrap_or(u16::MAX)
}

fn directed(tokens: &[Token], own: &Directing, roles: &RoleWords) -> Directed {
    let phrase = Phrase::new(tokens, own, roles);
    let (patients, who) = phrase.patients_and_doers();
    let found = tokens.get(own.at..phrase.behind).unwrap_or_default();
    let range =
        found.first().zip(found.last()).map_or(0..0, |(first, last)| first.range.start..last.range.end);
    Directed {
        directive: own.directive,
        whom: phrase.whom(who),
        patients,
        negations: phrase.negations(),
        has_a_subject: phrase.has_a_subject,
        range,
    }
}

/// A modal phrase with what stands around it.
struct Phrase<'t> {
    tokens: &'t [Token],
    own: &'t Directing,
    /// Its clause, as far as it stands before it, and the token behind it.
    clause: Range<usize>,
    behind: usize,
    named: Vec<Named>,
    /// Those who only own what is spoken of.
    possessors: Vec<Named>,
    is_russian: bool,
    has_a_subject: bool,
    is_passive: bool,
    /// It speaks of whoever it is.
    is_general: bool,
}

impl<'t> Phrase<'t> {
    fn new(tokens: &'t [Token], own: &'t Directing, roles: &RoleWords) -> Self {
        let behind = own.at + own.length;
        let (possessors, named) = named_roles(tokens, roles).into_iter().partition(|own| own.is_possessor);
        let clause = clause_before(tokens, own.at)..own.at;
        let is_general = clause.clone().any(|at| {
            let uses = sections_of(word(tokens, at));
            // Любой может; but любой ремонт может.
            let is_alone = || at + 1 == own.at || at + 2 == own.at && is_negation(tokens, at + 1);
            uses.has(Section::WordForAnybody) || uses.has(Section::WordForAnybodyAlone) && is_alone()
        });
        Self {
            tokens,
            own,
            clause,
            behind,
            named,
            possessors,
            is_russian: is_cyrillic(word(tokens, own.at)),
            has_a_subject: Section::ModalityWithASubject.has(word(tokens, own.at)),
            is_passive: is_passive(tokens, behind),
            is_general,
        }
    }

    /// The words of those named of whom something holds.
    fn words(&self, holds: impl Fn(&Named) -> bool) -> Vec<Arc<str>> {
        self.named.iter().filter(|own| holds(own)).map(|own| own.word.clone()).collect()
    }

    fn is_before(&self, named: &Named) -> bool {
        self.clause.contains(&named.at)
    }

    /// Those to whom something is done, and those who do it.
    fn patients_and_doers(&self) -> (Vec<Arc<str>>, Vec<Arc<str>>) {
        if self.is_passive {
            let is_agent = |own: &Named| own.at >= self.behind && is_agent(self.tokens, own, self.is_russian);
            return (self.words(|own| self.is_before(own)), self.words(is_agent));
        }
        let who = if !self.is_russian {
            self.english_doers()
        } else if self.has_a_subject {
            self.subjects()
        } else {
            let given = self.words(|own| own.is_dative || is_for(self.tokens, own.at));
            // Гости не допускаются.
            if given.is_empty() { self.subjects() } else { given }
        };
        (Vec::new(), who)
    }

    fn english_doers(&self) -> Vec<Arc<str>> {
        // Inviting guests is forbidden.
        let is_deed = word(self.tokens, self.clause.start).ends_with("ing");
        let first = self.words(|own| self.is_before(own) && !is_deed);
        if !first.is_empty() || self.has_a_subject {
            return first;
        }
        self.words(|own| own.at >= self.behind && (is_for(self.tokens, own.at) || own.at <= self.behind + 1))
    }

    /// In Russian, a subject may stand behind its verb.
    fn subjects(&self) -> Vec<Arc<str>> {
        let before = self.words(|own| own.is_subject && self.is_before(own));
        if before.is_empty() { self.words(|own| own.is_subject && own.at >= self.behind) } else { before }
    }

    fn whom(&self, who: Vec<Arc<str>>) -> Whom {
        if !who.is_empty() {
            return Whom::Roles(who);
        }
        // The number of guests is not limited.
        let all = self.possessors.iter().chain(&self.named);
        let counted = all.filter(|own| self.is_before(own) && self.own.directive == Directive::Frees);
        let counted: Vec<Arc<str>> = counted.map(|own| own.word.clone()).collect();
        if !counted.is_empty() {
            return Whom::Roles(counted);
        }
        let names_somebody = self.named.iter().any(|own| self.is_before(own));
        let is_known = if self.is_general {
            // Nobody among the guests.
            !names_somebody
        } else {
            self.is_passive || !self.has_a_subject && !self.is_of_somebody()
        };
        if is_known { Whom::Everyone } else { Whom::Unknown }
    }

    /// Whether it may speak of those who are named: the entry of guests is forbidden, but not inviting guests is forbidden.
    fn is_of_somebody(&self) -> bool {
        let is_infinitive = |token: &Token| Section::EndingOfAnInfinitive.ends(&token.lower);
        let is_object = self.is_russian && self.tokens.iter().any(is_infinitive);
        let in_this_clause = if self.is_russian {
            !self.named.is_empty() && !is_object
        } else {
            self.possessors.iter().any(|own| self.is_before(own))
        };
        in_this_clause || self.named.iter().any(|own| own.at < self.clause.start)
    }

    /// The negations that belong to it.
    fn negations(&self) -> u16 {
        let is_near = |at: usize| {
            let between = self.tokens.get(at.min(self.own.at)..at.max(self.own.at)).unwrap_or_default();
            !between.iter().any(|token| token.kind == TokenKind::Mark)
        };
        let is_own = |at: &usize| {
            let lacks = Section::WordOfALack.has(word(self.tokens, *at));
            self.own.tells(*at) && is_near(*at) && is_negation(self.tokens, *at) && !lacks
        };
        u16::try_from((0..self.tokens.len()).filter(is_own).count()).unwrap_or(u16::MAX)
    }
}

/// A word for a role in a sentence.
struct Named {
    at: usize,
    word: Arc<str>,
    /// Its form is that of a subject, or of somebody to whom something is forbidden; in Russian.
    is_subject: bool,
    is_dative: bool,
    /// `the card of a member`, `members' cards`
    is_possessor: bool,
}

fn named_roles(tokens: &[Token], roles: &RoleWords) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((word, length)) = roles.role_at(tokens, at) else {
            at += 1;
            continue;
        };
        let first = word.split(' ').next().unwrap_or_default();
        let is_possessor =
            tokens.get(at).is_some_and(|token| token.lower.contains('\'')) || at > 0 && is_of(tokens, at);
        if !Section::WordForAnybody.has(first) {
            let is_subject = Section::Person.has(first) || Section::EndingOfAPluralSubject.ends(first);
            let is_dative = Section::EndingOfADative.ends(first);
            found.push(Named { at, word: word.as_str().into(), is_subject, is_dative, is_possessor });
        }
        at += length;
    }
    found
}

/// Whether somebody only owns what is spoken of: `friends of members`, but not `none of the members`.
fn is_of(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 2;
    let of = (1..=NEAR).filter_map(|back| at.checked_sub(back)).find(|at| word(tokens, *at) == "of");
    of.and_then(|of| of.checked_sub(1)).is_some_and(|at| !Section::WordBeforeOf.has(word(tokens, at)))
}

/// `for guests`, `to the members`, `by a guest`
fn is_for(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 2;
    (1..=NEAR).filter_map(|back| at.checked_sub(back)).any(|at| {
        let own = word(tokens, at);
        own == "to" || Section::WordBeforeWhoever.has(own)
    })
}

fn is_agent(tokens: &[Token], own: &Named, is_russian: bool) -> bool {
    let is_instrumental = || Section::EndingOfAnAgent.ends(&own.word);
    is_for(tokens, own.at) || is_russian && is_instrumental()
}

/// `may not be invited`, `не могут быть приглашены`
fn is_passive(tokens: &[Token], behind: usize) -> bool {
    const NEAR: usize = 2;
    (behind..behind + NEAR).any(|at| Section::InfinitiveOfBe.has(word(tokens, at)))
}

/// Where the clause before a token begins; commas do not end it.
fn clause_before(tokens: &[Token], at: usize) -> usize {
    let ends = |token: &Token| {
        token.kind == TokenKind::Mark && matches!(token.lower.as_str(), ";" | ":" | "." | "(" | ")" | "|")
    };
    tokens.iter().take(at).rposition(ends).map_or(0, |mark| mark + 1)
}

/// Whether a sentence has a condition, or denies something beside its modal phrases.
fn is_conditional(tokens: &[Token], facts: &ModalFacts) -> bool {
    let is_told = |at: usize| facts.directing.iter().any(|own| own.tells(at));
    tokens.iter().enumerate().any(|(at, token)| {
        let uses = sections_of(&token.lower);
        uses.has(Section::WordThatBeginsACondition)
            || uses.has(Section::RelativeWord)
            || uses.has(Section::RelativePronoun)
            || is_negation(tokens, at) && !is_told(at)
    })
}

/// Whether something else than the modal phrases decides of what a sentence says.
fn is_open(tokens: &[Token], facts: &ModalFacts, lets_only: bool) -> bool {
    let says_more = |said: &Modality| match said {
        Modality::Only => !lets_only,
        said => matches!(said, Modality::Except | Modality::Should),
    };
    if facts.modality.iter().any(says_more) || facts.directing.iter().any(|own| !own.is_stated) {
        return true;
    }
    let first = facts.directing.first().map_or(0, |own| own.at);
    let permits = facts.directing.iter().any(|own| own.directive == Directive::Permits);
    let is_phrase = |at: usize| facts.directing.iter().any(|own| (own.at..own.at + own.length).contains(&at));
    let is_told = |at: usize| facts.directing.iter().any(|own| own.tells(at));
    tokens.iter().enumerate().any(|(at, token)| match token.kind {
        // In the evening, members may.
        TokenKind::Mark => matches!(token.lower.as_str(), "?" | "|") || token.is(",") && at < first,
        TokenKind::Word => {
            let uses = sections_of(&token.lower);
            uses.has(Section::WordThatNarrows)
                || uses.has(Section::NamedDay)
                || uses.has(Section::TimeOfDay)
                // Members may.
                || uses.has(Section::Month) && !is_phrase(at)
                || uses.has(Section::WordThatBeginsACondition)
                || uses.has(Section::RelativeWord)
                || uses.has(Section::RelativePronoun)
                || permits && Section::BeginningOfWhatIsNoRight.begins(&token.lower)
                || !is_phrase(at) && Section::BeginningOfWhatTakesARight.begins(&token.lower)
                || at > first && Section::Totality.has(&token.lower)
                || is_negation(tokens, at) && !is_told(at)
        }
        TokenKind::Digits | TokenKind::Opaque => false,
    })
}
