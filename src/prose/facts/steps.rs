//! What sentences tell people to do: orders, the steps of a procedure, how to behave.

use crate::prose::facts::lexicon::is_adverb;
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::roles::is_person;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind, word};
use crate::prose::language::{Section, sections_of};

/// The verb of an order that something bounds: `submit it within 30 days`, `please ask before you buy`.
pub(crate) fn bounded_order(tokens: &[Token], is_dated: bool) -> Option<usize> {
    let is_request = |at: &usize| {
        Section::WordBeforeAnOrder.has(word(tokens, *at)) && Section::OrderByItself.has(word(tokens, at + 1))
    };
    if let Some(at) = (0..tokens.len()).find(is_request) {
        return Some(at + 1);
    }
    // If you have keys please hand them in before you leave.
    let is_bounded =
        |at: usize| (at..tokens.len()).any(|at| Section::WordBehindAnOrder.has(word(tokens, at)));
    let is_bounded_request = |at: &usize| {
        let (asks, verb) = (Section::WordBeforeAnOrder.has(word(tokens, *at)), word(tokens, at + 1));
        let is_verb =
            !verb.is_empty() && !Section::OrderToAsk.has(verb) && !Section::BeginningOfAStep.has(verb);
        asks && *at > 0 && is_verb && !Section::OrderToRead.has(verb) && is_bounded(*at)
    };
    if let Some(at) = (0..tokens.len()).find(is_bounded_request) {
        return Some(at + 1);
    }
    let first = tokens.iter().position(|token| token.kind == TokenKind::Word)?;
    let asks = Section::WordBeforeAnOrder.has(word(tokens, first));
    let at = places_of_orders(tokens).into_iter().find(|at| Section::Order.has(word(tokens, *at)))?;
    let is_urgent = (at..tokens.len()).any(|at| Section::WordOfUrgency.has(word(tokens, at)));
    let is_before = asks && is_bounded(at);
    (is_dated || is_urgent || is_before).then_some(at)
}

/// Whether a sentence begins a step of a procedure: `Mail: click the button`, `if it fails, press the key`.
pub(crate) fn begins_a_step(tokens: &[Token]) -> bool {
    let is_step = |at: usize| Section::BeginningOfAStep.has(word(tokens, at));
    // A Russian order is one wherever it stands.
    // To open the door, turn the key.
    let is_for_a_purpose = tokens.first().is_some_and(|first| Section::WordOfAPurpose.has(&first.lower));
    let has = |section: Section| tokens.iter().any(|token| section.has(&token.lower));
    let places = places_of_orders(tokens);
    if Section::Denial.has(word(tokens, 0)) {
        return false;
    }
    let begins = |section: Section| places.iter().any(|at| section.has(word(tokens, *at)));
    let is_bounded = has(Section::WordOfUrgency) || has(Section::WordBehindAnOrder);
    // Email us to hear more.
    let asks_us = || places.iter().any(|at| Section::WhoAnswers.has(word(tokens, *at + 1)));
    let asks = begins(Section::OrderToAsk) && (has(Section::WhatIsAskedAbout) || asks_us());
    // To open it is forbidden.
    let is_subject = has(Section::WordOfAPossibility) || has(Section::WordOfANeed) || has(Section::Negation);
    let is_bare = Section::InfinitiveOfAStep.has(word(tokens, 0)) && !is_subject;
    let names_a_step = is_bare || has(Section::MarkOfAPath);
    if names_a_step || (asks || begins(Section::OrderToRead)) && !is_bounded {
        return true;
    }
    let comma = tokens.iter().position(|mark| mark.is(",")).filter(|_| is_for_a_purpose);
    let asked = |comma: usize| comma + usize::from(Section::WordBeforeAnOrder.has(word(tokens, comma + 1)));
    let comma = comma.map(asked);
    let tells = |at: usize| {
        let uses = sections_of(word(tokens, at));
        uses.has(Section::Order)
            || uses.has(Section::OrderAmongRules)
            || Section::EndingOfAnOrder.ends(word(tokens, at))
    };
    comma.is_some_and(|comma| tells(comma + 1))
        || places.into_iter().any(is_step)
        || (0..tokens.len()).any(|at| is_step(at) && is_cyrillic(word(tokens, at)))
}

/// Where an order may begin: the sentence, what a word or two before a colon are the title of, what follows a condition.
pub(crate) fn places_of_orders(tokens: &[Token]) -> Vec<usize> {
    const LONGEST_TITLE: usize = 4;
    let is_mark = |at: usize, mark: &str| tokens.get(at).is_some_and(|token| token.is(mark));
    let Some(first) = tokens.iter().position(|token| token.kind == TokenKind::Word) else {
        return Vec::new();
    };
    let title = (first + 1..=first + LONGEST_TITLE).find(|at| is_mark(*at, ":"));
    let opening = sections_of(word(tokens, first));
    let is_condition = opening.has(Section::WordThatOpensAClause) || opening.has(Section::WordOfACase);
    let condition = (first..tokens.len()).find(|at| is_condition && is_mark(*at, ","));
    // If you see it, or hear of it, please tell the cook.
    let is_request = |at: &usize| is_mark(*at, ",") && Section::WordBeforeAnOrder.has(word(tokens, at + 1));
    let request = (first..tokens.len()).find(is_request);
    let starts = title.into_iter().chain(condition).chain(request).map(|at| at + 1);
    let starts = std::iter::once(first).chain(starts);
    // Apply is no adverb.
    let is_order = |own: &str| {
        let uses = sections_of(own);
        [Section::Order, Section::OrderAmongRules, Section::OrderOfConduct]
            .into_iter()
            .any(|own| uses.has(own))
    };
    let asks = |at: &usize| {
        let own = word(tokens, *at);
        Section::WordBeforeAnOrder.has(own)
            || Section::WordBehindACondition.has(own)
            || Section::WordOfConstancy.has(own)
            || is_adverb(own) && !is_order(own)
            || is_mark(*at, ",")
    };
    starts.map(|at| (at..tokens.len()).find(|at| !asks(at)).unwrap_or(at)).collect()
}

/// Whether a sentence tells people how to behave: `respect the neighbours`, `be quiet`, `будьте вежливы`.
pub(crate) fn is_order_of_conduct(tokens: &[Token]) -> bool {
    places_of_orders(tokens).into_iter().any(|at| {
        let is_quality = || {
            let next = word(tokens, at + 1);
            !next.is_empty() && !Section::WordBehindBeThatWarns.has(next)
        };
        Section::OrderOfConduct.has(word(tokens, at))
            || is_always_done(tokens, at)
            || Section::OrderToBe.has(word(tokens, at)) && is_quality()
    })
}

/// `always wear shoes`, `всегда проверяйте замок`
fn is_always_done(tokens: &[Token], at: usize) -> bool {
    let own = word(tokens, at);
    let uses = sections_of(own);
    let is_order = uses.has(Section::Order)
        || uses.has(Section::OrderAmongRules)
        || Section::EndingOfAnOrder.ends(own)
        || looks_like_an_order(tokens, at);
    let is_always = |before: usize| Section::WordOfConstancy.has(word(tokens, before));
    is_order && at.checked_sub(1).is_some_and(is_always)
}

/// Whether a word at the beginning of a sentence looks like an order by what follows it: `badge out of the hall`,
/// `maintain the tools`.
pub(crate) fn looks_like_an_order(tokens: &[Token], at: usize) -> bool {
    let own = word(tokens, at);
    let is_verb = own.len() > 2
        && own.is_ascii()
        && !Section::WordThatIsNoOrder.has(own)
        && !Section::BeginningOfAStep.has(own)
        && !Section::FunctionWord.has(own)
        && !is_adverb(own)
        && !Section::EndingOfNoOrder.ends(own);
    let opens = |before: usize| {
        tokens.get(before).is_some_and(|own| {
            own.kind == TokenKind::Mark || Section::WordBeforeAnOrder.has(&own.lower) || is_adverb(&own.lower)
        })
    };
    at.checked_sub(1).is_none_or(opens)
        && is_verb
        && Section::WordBehindAnOrderedVerb.has(word(tokens, at + 1))
}

/// Whether a sentence tells to do something, whatever it is: a step where it stands among steps.
pub(crate) fn is_order(tokens: &[Token]) -> bool {
    places_of_orders(tokens).into_iter().any(|at| {
        let uses = sections_of(word(tokens, at));
        let among =
            [Section::Order, Section::OrderAmongRules, Section::OrderOfConduct, Section::BeginningOfAStep];
        among.into_iter().any(|own| uses.has(own)) || Section::EndingOfAnOrder.ends(word(tokens, at))
    })
}

/// Whether a sentence says what a purpose needs, and of nobody: `to add a key, you need a file`.
pub(crate) fn needs_for_a_purpose(words: &[Token]) -> bool {
    let wishes = Section::WordsOfAWish.items().iter();
    let is_wish = wishes.into_iter().any(|(_, phrase)| begins_at(words, phrase, 0).is_some());
    let is_purpose = words.first().is_some_and(|first| {
        Section::WordOfAPurpose.has(&first.lower) || Section::WordBeforeWhoever.has(&first.lower)
    });
    (is_purpose || is_wish) && !words.iter().any(|token| is_person(&token.lower))
}
