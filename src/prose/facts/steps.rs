//! What sentences tell people to do: orders, the steps of a procedure, how to behave.

use crate::prose::facts::lexicon::is_adverb;
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
    let first = tokens.iter().position(|token| token.kind == TokenKind::Word)?;
    let asks = Section::WordBeforeAnOrder.has(word(tokens, first));
    let at = places_of_orders(tokens).into_iter().find(|at| Section::Order.has(word(tokens, *at)))?;
    let is_urgent = (at..tokens.len()).any(|at| Section::WordOfUrgency.has(word(tokens, at)));
    let is_before = asks && (at..tokens.len()).any(|at| Section::WordBehindAnOrder.has(word(tokens, at)));
    (is_dated || is_urgent || is_before).then_some(at)
}

/// Whether a sentence begins a step of a procedure: `Mail: click the button`, `if it fails, press the key`.
pub(crate) fn begins_a_step(tokens: &[Token]) -> bool {
    let is_step = |at: usize| Section::BeginningOfAStep.has(word(tokens, at));
    // A Russian order is one wherever it stands.
    // To open the door, turn the key.
    let is_for_a_purpose = tokens.first().is_some_and(|first| Section::WordOfAPurpose.has(&first.lower));
    let has = |section: Section| tokens.iter().any(|token| section.has(&token.lower));
    if Section::OrderToAsk.has(word(tokens, 0)) && has(Section::WhatIsAskedAbout) {
        return true;
    }
    let comma = tokens.iter().position(|mark| mark.is(",")).filter(|_| is_for_a_purpose);
    let tells = |at: usize| {
        let uses = sections_of(word(tokens, at));
        uses.has(Section::Order)
            || uses.has(Section::OrderAmongRules)
            || Section::EndingOfAnOrder.ends(word(tokens, at))
    };
    comma.is_some_and(|comma| tells(comma + 1))
        || places_of_orders(tokens).into_iter().any(is_step)
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
    let starts = std::iter::once(first).chain(title.into_iter().chain(condition).map(|at| at + 1));
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
            || Section::OrderToBe.has(word(tokens, at)) && is_quality()
    })
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
    at == 0 && is_verb && Section::WordBehindAnOrderedVerb.has(word(tokens, at + 1))
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
