//! What is stated without a modal verb: the plain present of regulations, orders with a date, rights that somebody has.

use crate::prose::facts::clauses::subordinate;
use crate::prose::facts::lexicon::{is_adverb, is_participle, looks_like_adjective};
use crate::prose::facts::matters::{a_role_does, is_told_of_a_matter};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::patterns::Pattern;
use crate::prose::facts::roles::is_person;
use crate::prose::facts::steps::{bounded_order, is_order_of_conduct, looks_like_an_order, places_of_orders};
use crate::prose::facts::tokens::{Token, TokenKind, word};
use crate::prose::facts::verbs::{
    before, goes_on, has_a_subject, is_singular_verb, is_somebody, says_no_duty,
};
use crate::prose::language::{Section, sections_of};
use foldhash::{HashMap, HashMapExt};
use std::sync::LazyLock;

/// What says a rule by itself, what takes one out of force, what says for whom one is, and what tells of a rule and states
/// none, by first words.
static RULES: LazyLock<HashMap<String, Vec<Pattern>>> = LazyLock::new(|| patterns(Section::WordsOfARule));
static REPEALS: LazyLock<HashMap<String, Vec<Pattern>>> = LazyLock::new(|| patterns(Section::WordsOfRepeal));
static SCOPES: LazyLock<HashMap<String, Vec<Pattern>>> = LazyLock::new(|| patterns(Section::WordsOfScope));
static NO_RULES: LazyLock<HashMap<String, Vec<Pattern>>> = LazyLock::new(|| patterns(Section::NoRule));

fn patterns(section: Section) -> HashMap<String, Vec<Pattern>> {
    let mut found: HashMap<String, Vec<Pattern>> = HashMap::new();
    for (_, text) in section.items() {
        for (word, pattern) in Pattern::read(text).unwrap_or_default() {
            found.entry(word).or_default().push(pattern);
        }
    }
    found
}

fn is_any(patterns: &HashMap<String, Vec<Pattern>>, tokens: &[Token], at: usize) -> bool {
    patterns
        .get(word(tokens, at))
        .is_some_and(|all| all.iter().any(|pattern| pattern.fits(tokens, at..at + 1)))
}

/// What is let or asked by other words than the phrases that say so, with the tokens: who has a right may, and an order
/// that a date or a condition goes with must be followed.
pub(crate) fn said_otherwise(tokens: &[Token], modal: &[bool], is_dated: bool) -> Vec<(usize, Modality)> {
    const NEAR: usize = 3;
    let mut said = Vec::new();
    for at in 0..tokens.len() {
        let is_free = |at: usize| modal.get(at) == Some(&false) && !word(tokens, at).is_empty();
        if !is_free(at) || !Section::VerbOfHaving.has(word(tokens, at)) {
            continue;
        }
        let near = (at + 1..=at + NEAR).take_while(|at| is_free(*at));
        let Some(right) = near.clone().find(|at| Section::NounOfARight.has(word(tokens, *at))) else {
            continue;
        };
        let is_none = (at..right).any(|at| Section::No.has(word(tokens, at)));
        said.push((at, if is_none { Modality::MayNot } else { Modality::May }));
    }
    said.extend(bounded_order(tokens, is_dated).map(|at| (at, Modality::Must)));
    said
}

/// Whether a statement takes something out of force: `Repealed.`, `the section is no longer in force`. A word alone says
/// so in a short sentence, or of a part of a document.
pub(crate) fn repeals(tokens: &[Token], subordinate: &[bool]) -> bool {
    const SHORT: usize = 6;
    let is_stated = |at: usize| subordinate.get(at) == Some(&false);
    let is_end = |token: &Token| matches!(token.lower.as_str(), "." | "!" | ")" | "]");
    let is_short = tokens.len() <= SHORT && tokens.last().is_some_and(is_end);
    let of_a_part = || tokens.iter().any(|token| Section::PartOfADocument.has(&token.lower));
    let is_set = tokens.get(1).is_some_and(|mark| mark.is(":"));
    if is_set && Section::SettingThatBinds.has(word(tokens, 0)) {
        return true;
    }
    (0..tokens.len()).filter(|at| is_stated(*at)).any(|at| {
        let is_after_a_colon = || at <= 2 && is_set;
        is_any(&REPEALS, tokens, at)
            || Section::WordOfRepeal.has(word(tokens, at)) && (is_short || is_after_a_colon() || of_a_part())
    })
}

/// Whether a statement says for whom or what a part of a document is: `this section applies to guests`.
pub(crate) fn scopes(tokens: &[Token], subordinate: &[bool]) -> bool {
    const NEAR: usize = 4;
    let part = tokens.iter().take(NEAR).position(|token| Section::PartOfADocument.has(&token.lower));
    part.is_some_and(|part| {
        let near = (part + 1..=part + NEAR).filter(|at| subordinate.get(*at) == Some(&false));
        near.into_iter().any(|at| is_any(&SCOPES, tokens, at))
    })
}

/// Whether a plain statement says what is done: `книга выдается после возврата`, `employees receive`, `судья записывает`.
pub(crate) fn regulates(tokens: &[Token], subordinate: &[bool]) -> bool {
    let stated = |at: &usize| subordinate.get(*at) == Some(&false) && !word(tokens, *at).is_empty();
    let is_sanction =
        Section::WordOfASanction.has(word(tokens, 0)) && tokens.get(1).is_some_and(|mark| mark.is(":"));
    if hopes(tokens) {
        return is_sanction;
    }
    is_sanction
        || has_a_person_for_subject(tokens, subordinate)
        || is_order_of_conduct(tokens)
        || a_role_does(tokens)
        || is_told_of_a_matter(tokens, subordinate)
        || (0..tokens.len()).filter(stated).filter(|at| !is_any(&NO_RULES, tokens, *at)).any(|at| {
            let uses = sections_of(word(tokens, at));
            is_any(&RULES, tokens, at)
                || uses.has(Section::VerbOfABody) && is_done_by_a_body(tokens, at)
                || uses.has(Section::AuxiliaryOfAPromise)
                    && (is_promised(tokens, at) || is_closed(tokens, at))
                || uses.has(Section::VerbOfRegulations) && has_a_subject(tokens, at)
                || is_regulating_verb(word(tokens, at))
                || is_done_by_a_person(tokens, at)
                || uses.has(Section::ParticipleOfRegulations) && is_passive(tokens, at)
                || is_participle(word(tokens, at)) && is_passive(tokens, at) && is_by_a_person(tokens, at)
                || is_future_passive(tokens, at)
                || uses.has(Section::ParticipleOfAnAllotment) && is_followed_by_whom(tokens, at)
                || uses.has(Section::VerbOfAPromise) && is_future(tokens, at)
        })
}

/// Whether a plain statement says what is done, was it not told of a thing that is described.
pub(crate) fn tells(tokens: &[Token]) -> bool {
    let subordinate = subordinate(tokens);
    let stated = |at: &usize| subordinate.get(*at) == Some(&false) && !word(tokens, *at).is_empty();
    if hopes(tokens) || (0..tokens.len()).any(|at| is_any(&NO_RULES, tokens, at)) {
        return false;
    }
    // All seats are numbered.
    let is_of_all = Section::WordOfAll.has(word(tokens, 0))
        && !Section::SeveralPeople.has(word(tokens, 1))
        && tokens.iter().any(|token| {
            Section::AuxiliaryOfAPassive.has(&token.lower)
                || Section::EndingOfAFiniteVerb.ends(&token.lower)
                || is_short_participle(&token.lower)
        });
    if is_of_all {
        return true;
    }
    let is_order = |at: usize| {
        let own = word(tokens, at);
        Section::OrderAmongRules.has(own)
            || looks_like_an_order(tokens, at)
            || Section::EndingOfAnOrder.ends(own) && !Section::BeginningOfAStep.has(own)
    };
    Section::AbsenceAmongRules.has(word(tokens, 0))
        || is_set_behind_a_dash(tokens)
        || places_of_orders(tokens).into_iter().any(is_order)
        || begins_with_what_people_do(tokens)
        || (0..tokens.len()).filter(stated).any(|at| {
            let own = word(tokens, at);
            let is_passive = is_participle(own) && is_passive(tokens, at);
            !sections_of(own).has(Section::VerbOfNoDuty)
                && !says_no_duty(own)
                && (Section::EndingOfAFiniteVerb.ends(own)
                    || is_short_participle(own)
                    || is_passive
                    || Section::VerbOfATerm.has(own) && has_a_subject(tokens, at)
                    || is_singular_verb(own) && goes_on(tokens, at) && is_somebody(before(tokens, at)))
                || Section::AuxiliaryOfAPromise.has(own)
                    && has_a_subject(tokens, at)
                    && !is_described(tokens, at)
        })
}

/// `оплата - через кассу`: how something is done, said without a verb.
pub(crate) fn is_set_behind_a_dash(tokens: &[Token]) -> bool {
    const LONGEST_NAME: usize = 6;
    let dash = tokens.iter().take(LONGEST_NAME).position(|mark| mark.is("-"));
    dash.is_some_and(|dash| dash > 0 && Section::PrepositionOfARule.has(word(tokens, dash + 1)))
}

/// `members bring their cups`, `we keep the key`: what stands between several people and a small word is a verb.
fn begins_with_what_people_do(tokens: &[Token]) -> bool {
    const NEAR: usize = 4;
    // Bring, sing.
    const LONGEST_VERB_IN_ING: usize = 5;
    let is_small = |at: usize| Section::FunctionWord.has(word(tokens, at));
    let is_plural = |word: &str| word.ends_with('s') && is_person(word) || Section::SeveralPeople.has(word);
    let is_start = |at: usize| {
        let before = (1..=NEAR).filter_map(|back| tokens.get(at.checked_sub(back)?));
        at < NEAR || before.into_iter().any(|mark| matches!(mark.lower.as_str(), "," | ":" | ";"))
    };
    (0..tokens.len()).filter(|at| is_plural(word(tokens, *at)) && is_start(*at)).any(|subject| {
        let verb = (subject + 1..subject + NEAR).find(|at| !is_adverb(word(tokens, *at)));
        verb.is_some_and(|verb| {
            let own = word(tokens, verb);
            let is_described = Section::VerbOfNoDuty.has(own)
                || Section::VerbOfParts.has(own)
                || Section::AuxiliaryThatDenies.has(own);
            let is_verb =
                !own.is_empty() && !is_small(verb) && !is_described && !Section::WordBehindASubject.has(own);
            let is_any_verb =
                Section::WhoPromises.has(word(tokens, subject)) && !word(tokens, verb + 1).is_empty();
            let is_gerund = own.len() > LONGEST_VERB_IN_ING && own.ends_with("ing");
            is_verb && !is_gerund && !is_participle(own) && (is_small(verb + 1) || is_any_verb)
        })
    })
}

/// `will be described below`
fn is_described(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 3;
    word(tokens, at + 1) == "be" && (at + 2..=at + NEAR).any(|at| says_no_duty(word(tokens, at)))
}

/// `будет немедленно закрыт`
fn is_closed(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 3;
    (at + 1..=at + NEAR)
        .map(|at| word(tokens, at))
        .take_while(|word| !word.is_empty())
        .any(is_short_participle)
}

/// `закреплены`, `допущен`
fn is_short_participle(word: &str) -> bool {
    const SHORTEST: usize = 6;
    word.chars().count() >= SHORTEST
        && Section::EndingOfAShortParticiple.ends(word)
        && !Section::ParticipleOfNoDuty.has(word)
}

/// Whether somebody stands behind a verb: `контроль осуществляет комиссия`.
fn is_done_by_a_body(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 4;
    let is_body =
        |word: &str| Section::LegalBody.has(word) || Section::Person.has(word) || is_plural_person(word);
    let behind = (at + 1..=at + NEAR).map(|at| word(tokens, at)).take_while(|word| !word.is_empty());
    behind.into_iter().any(is_body)
}

/// Whether a sentence that leads in says what somebody will do: `the suspended member will, for a year:`.
pub(crate) fn promises_what_follows(tokens: &[Token]) -> bool {
    const NEAR: usize = 6;
    let last = tokens.iter().rev().take(NEAR);
    if last.into_iter().any(|token| Section::VerbBeforeWhatIsAgreed.has(&token.lower)) {
        return true;
    }
    // The treasurer:
    if let [.., article, subject, mark] = tokens
        && mark.is(":")
        && Section::WordBeforeSomebody.has(&article.lower)
        && (is_somebody(&subject.lower) || is_person(&subject.lower))
    {
        return true;
    }
    let is_open = |at: usize| !Section::VerbOfNoDuty.has(word(tokens, at + 1));
    let promises = |at: &usize| Section::AuxiliaryOfAPromise.has(word(tokens, *at)) && is_open(*at);
    (1..tokens.len()).filter(promises).any(|at| {
        let subject = before(tokens, at);
        is_somebody(subject) || is_person(subject)
    })
}

/// Whether something is only hoped or guessed.
fn hopes(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        let uses = sections_of(&token.lower);
        uses.has(Section::WordOfAHope) || uses.has(Section::WordOfAGuess)
    })
}

/// `we'll`, `they'd`
fn has_its_subject(auxiliary: &str) -> bool {
    auxiliary.contains('\'')
}

/// `the team will file an issue`, `we will let you know`
fn is_promised(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 2;
    let subject = before(tokens, at);
    let is_done = (at + 1..=at + NEAR).map(|at| word(tokens, at)).find(|word| !is_adverb(word));
    !hopes(tokens)
        && (is_somebody(subject) || is_person(subject) || has_its_subject(word(tokens, at)))
        && is_done.is_some_and(|verb| {
            !verb.is_empty() && (!Section::VerbOfNoDuty.has(verb) || Section::VerbThatIsPromised.has(verb))
        })
}

/// `выдается`, `возвращаются`: by its beginning and its ending.
fn is_regulating_verb(word: &str) -> bool {
    Section::EndingOfAPassiveVerb.ends(word) && Section::BeginningOfAVerbOfRegulations.begins(word)
}

/// `оценка выставляется наставником`
fn is_done_by_a_person(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 3;
    // Behind `за` somebody is no agent.
    let is_agent = |at: usize| {
        let own = word(tokens, at);
        Section::EndingOfAnAgent.ends(own)
            && is_person(own)
            && !Section::FunctionWord.has(word(tokens, at - 1))
    };
    Section::EndingOfAPassiveVerb.ends(word(tokens, at))
        && (at + 1..=at + NEAR).take_while(|at| !word(tokens, *at).is_empty()).any(is_agent)
}

/// `is appointed by the owner`
fn is_by_a_person(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 4;
    let by = (at + 1..=at + NEAR).find(|at| word(tokens, *at) == "by");
    !says_no_duty(word(tokens, at))
        && by.is_some_and(|by| {
            (by + 1..=by + NEAR).any(|at| is_person(word(tokens, at)) || is_somebody(word(tokens, at)))
        })
}

/// `no updates will be provided`
fn is_future_passive(tokens: &[Token], at: usize) -> bool {
    let own = word(tokens, at);
    let is_participle = is_participle(own) && !says_no_duty(own);
    let be = (1..=2).filter_map(|back| at.checked_sub(back)).find(|at| word(tokens, *at) == "be");
    is_participle && be.is_some_and(|be| Section::AuxiliaryOfAPromise.has(before(tokens, be)))
}

/// `предназначены водителям`
fn is_followed_by_whom(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 3;
    let mut near = (at + 1..=at + NEAR).map(|at| word(tokens, at)).take_while(|word| !word.is_empty());
    near.any(|own| Section::EndingOfADative.ends(own) && is_person(own))
}

fn is_passive(tokens: &[Token], at: usize) -> bool {
    Section::AuxiliaryOfAPassive.has(before(tokens, at))
}

fn is_future(tokens: &[Token], at: usize) -> bool {
    Section::AuxiliaryOfAPromise.has(before(tokens, at))
}

/// Whether a sentence or what follows a comma begins with whoever does something: `Судья записывает время`.
fn has_a_person_for_subject(tokens: &[Token], subordinate: &[bool]) -> bool {
    let is_name = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.kind == TokenKind::Word && !token.lower.contains(|letter: char| letter.is_ascii_digit())
        })
    };
    let first = (0..tokens.len()).find(|at| is_name(*at));
    // What is done for a purpose is told, not asked.
    if first.is_some_and(|at| Section::WordOfAPurpose.has(word(tokens, at))) {
        return false;
    }
    let opens = |token: &Token| token.is(",") || Section::WordBehindACondition.has(&token.lower);
    let behind_commas = (1..tokens.len()).filter(|at| tokens.get(at - 1).is_some_and(opens));
    // The first form of a word for a person is that of a subject wherever it stands.
    let persons = (0..tokens.len()).filter(|at| Section::Person.has(word(tokens, *at)));
    first
        .into_iter()
        .chain(behind_commas)
        .chain(persons)
        .any(|at| subordinate.get(at) == Some(&false) && does(tokens, at))
}

/// Whether a person, at a token, does something that is no duty only by its nature.
fn does(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 4;
    // The winning team goes on.
    let at = if looks_like_adjective(word(tokens, at)) { at + 1 } else { at };
    let subject = word(tokens, at);
    if !(is_plural_person(subject) || Section::Person.has(subject) || Section::LegalBody.has(subject)) {
        return false;
    }
    let behind = behind_a_description(tokens, at + 1);
    let near = (behind..behind + NEAR).take_while(|at| !word(tokens, *at).is_empty());
    let verb = near.map(|at| word(tokens, at)).find(|word| {
        Section::EndingOfAPresentVerb.ends(word) && !Section::WordBehindNotThatIsNoVerb.has(word)
    });
    // Owners see all projects.
    let is_access = |verb: &str| Section::VerbOfAccess.has(verb) && Section::PersonOfARole.has(subject);
    verb.is_some_and(|verb| {
        !Section::VerbOfNoDuty.has(verb) && (!Section::VerbOfAStep.has(verb) || is_access(verb))
    })
}

fn is_plural_person(word: &str) -> bool {
    Section::EndingOfAPluralSubject.ends(word) && is_person(word)
}

/// The token behind what stands between commas and describes the word before it: `команда, не явившаяся на матч, …`
fn behind_a_description(tokens: &[Token], at: usize) -> usize {
    const LONGEST: usize = 30;
    let is_comma = |at: &usize| tokens.get(*at).is_some_and(|mark| mark.is(","));
    if !is_comma(&at) {
        return at;
    }
    (at + 1..at + LONGEST).find(is_comma).map_or(at, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Section};

    #[test]
    fn every_pattern_can_be_read() {
        use Section::{NoRule, WordsOfARule, WordsOfRepeal, WordsOfScope};
        for (_, text) in
            [WordsOfARule, NoRule, WordsOfRepeal, WordsOfScope].iter().flat_map(|own| own.items())
        {
            assert!(Pattern::read(text).is_some(), "{text}");
        }
    }
}
