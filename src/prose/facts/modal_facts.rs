//! What a sentence lets, asks and forbids, and its negations.

use crate::prose::facts::clauses::subordinate;
use crate::prose::facts::directive::Directive;
use crate::prose::facts::lexicon::{is_adverb, is_participle};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::patterns::Pattern;
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::regulations::{regulates, repeals, said_otherwise, scopes};
use crate::prose::facts::roles::is_person;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::{Section, Table, UnknownKey, sections_of};
use std::ops::Range;
use std::sync::LazyLock;

/// What a phrase says, and what its negation says, if anything.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    plain: Option<Modality>,
    negated: Option<Modality>,
}

impl Meaning {
    /// `must, negated may`; `nothing`
    fn of_key(key: &str) -> Option<Self> {
        let (plain, negated) = key.split_once(", negated ").unwrap_or((key, ""));
        let negated = if negated.is_empty() { None } else { Some(Modality::of_words(negated)?) };
        let plain = if plain == "nothing" { None } else { Some(Modality::of_words(plain)?) };
        Some(Self { plain, negated })
    }

    /// What the phrase does by a modality that it has: who need not may, too.
    fn directive(self, said: Modality) -> Option<Directive> {
        let lets = [self.plain, self.negated].contains(&Some(Modality::MayNot));
        match said {
            Modality::May if lets => Some(Directive::Permits),
            Modality::May => Some(Directive::Frees),
            Modality::MayNot | Modality::MustNot => Some(Directive::Forbids),
            Modality::Must => Some(Directive::Requires),
            Modality::Should | Modality::Only | Modality::Except => None,
        }
    }
}

/// A phrase that permits, forbids, requires or frees, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Directing {
    pub(crate) at: usize,
    pub(crate) length: usize,
    pub(crate) directive: Directive,
    /// Words for not, near it, are what makes it say so.
    pub(crate) is_negated: bool,
    /// The sentence says it, not a condition, a question or a description in it.
    pub(crate) is_stated: bool,
}

impl Directing {
    /// So many words before a phrase may negate it.
    const REACH: usize = 5;

    /// Whether a token is a part of it, or a negation there would belong to it.
    pub(crate) fn tells(&self, at: usize) -> bool {
        let phrase = self.at..self.at + self.length;
        let reach = self.at.saturating_sub(Self::REACH)..phrase.end + 1;
        phrase.contains(&at) || self.is_negated && reach.contains(&at)
    }
}

#[derive(Default)]
struct ModalVocabulary {
    /// The phrases by their first words, the longest first.
    phrases: Table<Vec<(&'static str, Meaning)>>,
    /// By the first words of phrases.
    exceptions: Table<Vec<Pattern>>,
    descriptions: Table<Vec<Pattern>>,
}

static VOCABULARY: LazyLock<ModalVocabulary> = LazyLock::new(|| ModalVocabulary::read().unwrap_or_default());

impl ModalVocabulary {
    fn read() -> Result<Self, UnknownKey> {
        let mut phrases: Table<Vec<(&str, Meaning)>> = Table::default();
        let meanings: Vec<(&str, Meaning)> = Section::Modality.keyed(Meaning::of_key)?;
        for (phrase, meaning) in meanings {
            let first = phrase.split(' ').next().unwrap_or_default();
            phrases.entry(first).or_default().push((phrase, meaning));
        }
        for phrases in phrases.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        let patterns = |section: Section| {
            let mut patterns: Table<Vec<Pattern>> = Table::default();
            for (_, text) in section.items() {
                for (first, pattern) in Pattern::read(text).ok_or(UnknownKey(text))? {
                    let own = phrases.keys().find(|own| **own == first);
                    patterns.entry(own.ok_or(UnknownKey(text))?).or_default().push(pattern);
                }
            }
            Ok(patterns)
        };
        let (exceptions, descriptions) = (patterns(Section::NoModality)?, patterns(Section::NoNorm)?);
        Ok(Self { phrases, exceptions, descriptions })
    }
}

#[derive(Debug, Default)]
pub(crate) struct ModalFacts {
    pub(crate) modality: Vec<Modality>,
    /// The same by the token at which it is said, in their order.
    pub(crate) places: Vec<(usize, Modality)>,
    pub(crate) directing: Vec<Directing>,
    /// By token: whether it stands in a condition, a question or a description.
    pub(crate) subordinate: Vec<bool>,
    /// What of it is said by the sentence itself, not by a condition, a question or a description in it.
    pub(crate) stated: Vec<Modality>,
    pub(crate) negations: u16,
    /// By token: whether it belongs to a phrase that says something of it.
    pub(crate) modal: Vec<bool>,
    /// The tokens that say that something can be done, which is a norm where people do it or where it stands among rules.
    pub(crate) possible: Vec<usize>,
    /// It says what is needed, which is no norm where it tells how to do something.
    pub(crate) is_needed: bool,
    /// It says what somebody needs.
    pub(crate) is_needed_by_somebody: bool,
    /// Where a plain statement says that something is not or never done.
    pub(crate) denial: Option<usize>,
    /// A plain statement says what is done, as regulations do.
    pub(crate) regulates: bool,
}

/// Read the words of a sentence; those used for numbers and bounds are passed over. `is_dated` says that a number bounds
/// the time of what it asks.
pub(crate) fn modal_facts(tokens: &[Token], is_dated: bool) -> ModalFacts {
    let mut facts = ModalFacts { modal: vec![false; tokens.len()], ..ModalFacts::default() };
    let subordinate = subordinate(tokens);
    let mut modal = vec![false; tokens.len()];
    let free = |at: usize| tokens.get(at).filter(|token| token.kind == TokenKind::Word && !token.used);
    let mut at = 0;
    while at < tokens.len() {
        let found =
            free(at).and_then(|token| VOCABULARY.phrases.get(token.lower.as_str())).and_then(|phrases| {
                phrases.iter().find_map(|(phrase, meaning)| {
                    let mut length = 0;
                    for word in phrase.split(' ') {
                        free(at + length).filter(|token| token.is(word))?;
                        length += 1;
                    }
                    Some((*meaning, length))
                })
            });
        let Some((meaning, length)) = found else {
            at += 1;
            continue;
        };
        let read = modality_at(tokens, at, length, meaning);
        if read.is_some() || meaning.plain.is_none() {
            modal.get_mut(at..at + length).into_iter().flatten().for_each(|modal| *modal = true);
        }
        if let Some(modality) = read {
            facts.modality.push(modality);
            facts.places.push((at, modality));
            facts.modal.get_mut(at..at + length).into_iter().flatten().for_each(|modal| *modal = true);
            let describes = is_any(&VOCABULARY.descriptions, tokens, at..at + length);
            let is_stated = subordinate.get(at) != Some(&true) && !describes;
            if let Some(directive) = meaning.directive(modality) {
                let is_negated = read != meaning.plain || directive == Directive::Forbids;
                facts.directing.push(Directing { at, length, directive, is_negated, is_stated });
            }
            if is_stated {
                let is_of_a_program = match modality {
                    Modality::May => is_of_a_program(tokens, at),
                    Modality::MayNot => is_of_a_program(tokens, at) && is_active(tokens, at + length),
                    _ => false,
                };
                let is_possible = modality == Modality::May && is_possibility(tokens, at..at + length);
                let is_need = modality == Modality::Must && is_need(tokens, at);
                let lacks_a_feature = modality == Modality::MayNot && lacks_a_feature(tokens, at);
                facts.is_needed |= is_need;
                let by_somebody = modality == Modality::Must && !is_need && is_need_word(tokens, at);
                facts.is_needed_by_somebody |= by_somebody;
                if is_possible {
                    facts.possible.extend((!is_of_a_program).then_some(at));
                } else if !is_need && !by_somebody && !lacks_a_feature && !is_of_a_program {
                    facts.stated.push(modality);
                }
            }
        }
        at += length;
    }
    for (at, modality) in said_otherwise(tokens, &modal, is_dated) {
        let modality = match modality {
            Modality::May if is_negated(tokens, at) => Modality::MayNot,
            modality => modality,
        };
        let is_stated = subordinate.get(at) != Some(&true);
        let directive = match modality {
            Modality::May => Directive::Permits,
            Modality::MayNot => Directive::Forbids,
            _ => Directive::Requires,
        };
        let is_negated = directive == Directive::Forbids;
        facts.directing.push(Directing { at, length: 1, directive, is_negated, is_stated });
        facts.modality.push(modality);
        facts.places.push((at, modality));
        if subordinate.get(at) != Some(&true) {
            facts.stated.push(modality);
        }
    }
    facts.modality.sort_unstable();
    facts.places.sort_by_key(|(at, _)| *at);
    facts.directing.sort_by_key(|own| own.at);
    facts.regulates =
        regulates(tokens, &subordinate) || repeals(tokens, &subordinate) || scopes(tokens, &subordinate);
    let negations =
        (0..tokens.len()).filter(|at| free(*at).is_some_and(|_| is_negation(tokens, *at))).count();
    facts.negations = u16::try_from(negations).unwrap_or(u16::MAX);
    facts.denial = denial(tokens, &modal, &subordinate);
    facts.subordinate = subordinate;
    facts
}

fn is_need_word(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    (is_cyrillic(word(at)) || word(at + 1) == "to") && Section::WordOfANeed.has(word(at))
}

/// Whether a phrase says what is needed, and not of whom: `you need to open the file`, but not `members need a key`.
fn is_need(tokens: &[Token], at: usize) -> bool {
    const FAR: usize = 20;
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    is_need_word(tokens, at) && !(at.saturating_sub(FAR)..at).any(|at| is_person(word(at)))
}

/// Whether a program can do something: `the app may use the camera`.
fn is_of_a_program(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_some_and(|word| Section::PartOfAProgram.has(&word.lower))
}

/// Whether what cannot be is done by the thing itself: `the app cannot read it`, but not `the app cannot be shared`.
fn is_active(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|verb| {
        !Section::InfinitiveOfBe.has(&verb.lower) && !Section::EndingOfAPassiveInfinitive.ends(&verb.lower)
    })
}

/// Whether a phrase says what a thing has not, and not of whom or of which plan: `the feature is unavailable`.
fn lacks_a_feature(tokens: &[Token], at: usize) -> bool {
    let is = |at: usize| tokens.get(at).is_some_and(|token| Section::WordOfAvailability.has(&token.lower));
    let of_whom = |token: &Token| {
        let uses = sections_of(&token.lower);
        uses.has(Section::Plan)
            || uses.has(Section::MatterOfAPolicy)
            || uses.has(Section::NamedDay)
            || is_person(&token.lower)
    };
    is(at)
        && tokens.iter().any(|token| Section::FeatureOfAThing.has(&token.lower))
        && !tokens.iter().any(of_whom)
}

/// Whether a phrase says what can be done, and not that a right can be used: `can be sorted`, but not `can be returned`.
fn is_possibility(tokens: &[Token], own: Range<usize>) -> bool {
    const NEAR: usize = 4;
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let near = own.start.saturating_sub(NEAR)..own.end + NEAR;
    Section::WordOfAPossibility.has(word(own.start))
        && !near.map(word).any(|word| Section::BeginningOfAVerbOfARight.begins(word))
}

/// Whether a phrase stands as one of the patterns of its first word says.
fn is_any(patterns: &Table<Vec<Pattern>>, tokens: &[Token], own: Range<usize>) -> bool {
    let first = tokens.get(own.start).map_or("", |token| token.lower.as_str());
    patterns.get(first).is_some_and(|all| all.iter().any(|pattern| pattern.fits(tokens, own.clone())))
}

/// What a phrase says where it stands; `None` where it is no modality there.
fn modality_at(tokens: &[Token], at: usize, length: usize, meaning: Meaning) -> Option<Modality> {
    // Лучше сразу все записать.
    const NEAR: usize = 3;
    let behind = at + length;
    if is_any(&VOCABULARY.exceptions, tokens, at..behind) {
        return None;
    }
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let is_infinitive = |at: usize| Section::EndingOfAnInfinitive.ends(word(at));
    if Section::WordBeforeWhatIsAdvised.has(word(at)) && !(behind..behind + NEAR).any(is_infinitive) {
        return None;
    }
    let follows = tokens.get(behind).filter(|token| !token.used);
    let negated_behind = follows.zip(tokens.get(behind - 1)).is_some_and(|(follows, last)| {
        Section::NotBehindAModality.items().contains(&(last.lower.as_str(), follows.lower.as_str()))
    });
    if negated_behind || is_negated(tokens, at) { meaning.negated } else { meaning.plain }
}

/// Whether a phrase that begins at a token is negated by what stands before it.
fn is_negated(tokens: &[Token], at: usize) -> bool {
    let mut passed_auxiliaries = true;
    for back in 1..=Directing::REACH {
        let token = at.checked_sub(back).and_then(|at| tokens.get(at));
        // Nobody under 14 may.
        let stands = |token: &&Token| token.kind == TokenKind::Word || token.used;
        let Some(token) = token.filter(stands) else { return false };
        let uses = sections_of(&token.lower);
        if passed_auxiliaries && back <= 3 && uses.has(Section::Not) && !token.used {
            return true;
        }
        // No user may; nobody can; but no more than five may.
        if uses.has(Section::Nobody) || uses.has(Section::No) && back > 1 && !token.used {
            return true;
        }
        passed_auxiliaries = passed_auxiliaries && uses.has(Section::WordBetweenNotAndAModality);
    }
    false
}

pub(crate) fn is_negation(tokens: &[Token], at: usize) -> bool {
    let Some(word) = tokens.get(at).map(|token| token.lower.as_str()) else { return false };
    let uses = sections_of(word);
    let is_before_point = || tokens.get(at + 1).is_some_and(|next| next.is("."));
    uses.has(Section::Negation)
        || uses.has(Section::NegationUnlessAPointFollows) && !is_before_point()
        || Section::EndingOfANegation.ends(word)
        || Section::BeginningOfANegation.begins(word)
}

/// The token by which a plain statement denies: never, nobody, or `не` before a verb of the present.
fn denial(tokens: &[Token], modal: &[bool], subordinate: &[bool]) -> Option<usize> {
    let mut habits = Section::WordsOfAHabit.items().iter();
    let is_habit = tokens.iter().any(|token| Section::WordOfAHabit.has(&token.lower))
        || habits.any(|(_, phrase)| (0..tokens.len()).any(|at| begins_at(tokens, phrase, at).is_some()));
    if is_habit {
        return None;
    }
    if lacks(tokens) && !modal.contains(&true) {
        return Some(0);
    }
    let mut conditional = false;
    let mut begins = true;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Mark {
            begins = begins || matches!(token.lower.as_str(), "," | ";" | ":" | "." | "(" | "|");
            continue;
        }
        if token.kind != TokenKind::Word {
            begins = false;
            continue;
        }
        let uses = sections_of(&token.lower);
        if begins {
            conditional = uses.has(Section::WordThatBeginsACondition);
        }
        begins = false;
        if token.used {
            continue;
        }
        if subordinate.get(at) == Some(&true) {
            continue;
        }
        if uses.has(Section::Denial) {
            return Some(at);
        }
        conditional |= uses.has(Section::Condition);
        let next = tokens.get(at + 1);
        let is_modal = |at: usize| modal.get(at).copied().unwrap_or(false);
        let denied = if uses.has(Section::DenialBeforeAVerb) {
            modal.get(at + 1) == Some(&false)
                && next.is_some_and(|next| next.kind == TokenKind::Word && is_present(&next.lower))
        } else if uses.has(Section::AuxiliaryThatDenies) {
            !is_modal(at) && !is_modal(at + 1)
        } else {
            uses.has(Section::AuxiliaryBeforeNot)
                && next.is_some_and(|next| next.is("not"))
                && !is_modal(at + 2)
        } && denies_something(tokens, at);
        if denied && !conditional {
            return Some(at);
        }
    }
    None
}

/// Whether what a negation stands before is done or has a say: `is not paid`, but not `is not hard to find`, `don't worry`.
fn denies_something(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 3;
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let mut behind = (at + 1..at + 1 + NEAR).map(word).filter(|word| *word != "not");
    // They won't.
    if Section::Pronoun.has(at.checked_sub(1).map_or("", word))
        && tokens.get(at + 1).is_some_and(|mark| mark.kind == TokenKind::Mark)
    {
        return false;
    }
    if !Section::AuxiliaryOfAState.has(word(at)) {
        let verb = behind.find(|word| !is_adverb(word));
        return !verb.is_some_and(|word| Section::VerbThatDeniesNothing.has(word));
    }
    let of_a_feature = lacks_a_feature(tokens, at + 2) || lacks_a_feature(tokens, at + 1);
    !of_a_feature
        && behind.find(|word| !is_adverb(word)).is_some_and(|word| {
            let uses = sections_of(word);
            is_participle(word)
                || uses.has(Section::DeniedState)
                || uses.has(Section::ParticipleOfRegulations)
        })
}

/// Whether a statement says what there is none of: `no refunds`, `there are no refunds`.
fn lacks(tokens: &[Token]) -> bool {
    // As nothing is shipped, there are no charges.
    let behind = tokens.iter().position(|mark| mark.is(",")).and_then(|comma| tokens.get(comma + 1..));
    let is_condition = tokens.first().is_some_and(|first| {
        Section::WordThatOpensAClause.has(&first.lower) || Section::WordOfACase.has(&first.lower)
    });
    lacks_at_the_beginning(tokens) || is_condition && behind.is_some_and(lacks_at_the_beginning)
}

fn lacks_at_the_beginning(tokens: &[Token]) -> bool {
    let begins = |phrase: &&(&str, &'static str)| begins_at(tokens, phrase.1, 0).is_some();
    let opening = Section::WordsBeforeAMereNumber.items().iter().find(begins);
    let rest =
        opening.map_or(tokens, |(_, words)| tokens.get(words.split(' ').count()..).unwrap_or_default());
    let [first, next, _, ..] = rest else { return false };
    let is_noun = next.kind == TokenKind::Word && !Section::WordBehindNoThatDeniesNothing.has(&next.lower);
    // No engine to build; but no right to appeal.
    let is_spared = rest.get(2).is_some_and(|to| Section::WordOfAPurpose.has(&to.lower))
        && !Section::NounOfARight.has(&next.lower);
    Section::DenialAtTheBeginning.has(&first.lower) && !first.used && is_noun && !is_spared
}

/// Whether a word behind `не` looks like a verb of the present or an order.
fn is_present(word: &str) -> bool {
    !Section::WordBehindNotThatIsNoVerb.has(word) && Section::EndingOfAVerbBehindNot.ends(word)
}

#[cfg(test)]
mod tests {
    use super::ModalVocabulary;

    #[test]
    fn every_key_is_known() {
        assert_eq!(ModalVocabulary::read().err(), None);
    }
}
