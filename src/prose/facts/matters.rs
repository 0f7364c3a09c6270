//! What is told in plain words of roles, and of what policies are about: subscriptions, prices, trials.

use crate::prose::facts::lexicon::{is_adverb, is_participle};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind, word};
use crate::prose::facts::verbs::{goes_on, has_a_subject, is_singular_verb, says_no_duty};
use crate::prose::language::Section;

/// `guests count as seats`, `an owner sees all projects`: what a role does in plain words is what it may or gets.
pub(crate) fn a_role_does(tokens: &[Token]) -> bool {
    const NEAR: usize = 3;
    let Some(first) = tokens.iter().position(|token| token.kind == TokenKind::Word) else { return false };
    let Some(role) = (first..first + NEAR).find(|at| Section::PersonOfARole.has(word(tokens, *at))) else {
        return false;
    };
    let is_plural = word(tokens, role).ends_with('s');
    let is_opened = |at: usize| {
        Section::WordBeforeSomebody.has(word(tokens, at)) || Section::Article.has(word(tokens, at))
    };
    let is_start = if is_plural {
        (first..role).all(|at| !Section::FunctionWord.has(word(tokens, at)) || is_opened(at))
    } else {
        role > first && is_opened(first)
    };
    let Some(at) = (role + 1..role + NEAR).find(|at| !is_adverb(word(tokens, *at))) else { return false };
    let verb = word(tokens, at);
    let is_small = |at: usize| {
        Section::FunctionWord.has(word(tokens, at)) || Section::WordThatIsNoUnit.has(word(tokens, at))
    };
    let is_verb = if is_plural {
        !verb.is_empty()
            && !is_small(at)
            && !is_participle(verb)
            && !verb.ends_with('s')
            && !verb.ends_with("ing")
            && (is_small(at + 1) || Section::VerbOfAccess.has(verb))
            && !Section::WordBeforeWhatIsShown.has(word(tokens, at + 1))
            && !Section::WordBehindASubject.has(word(tokens, at + 1))
    } else {
        is_singular_verb(verb) && goes_on(tokens, at)
    };
    let bare = verb.strip_suffix('s').unwrap_or(verb);
    let is_no_duty = [verb, bare].iter().any(|own| {
        (Section::VerbOfNoDuty.has(own) || Section::VerbOfParts.has(own)) && !Section::VerbOfAccess.has(own)
    });
    is_start && is_verb && !is_no_duty && !Section::BeginningOfAStep.has(bare)
}

/// `cancelling stops the renewal`, `the trial lasts until spring`: what is told in the present of what policies are about.
pub(crate) fn is_told_of_a_matter(tokens: &[Token], subordinate: &[bool]) -> bool {
    const NEAR: usize = 5;
    let stated = |at: &usize| subordinate.get(*at) == Some(&false) && !word(tokens, *at).is_empty();
    let starts = (0..tokens.len()).filter(|at| {
        let is_behind_a_comma =
            at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|mark| mark.is(","));
        *at == 0 || is_behind_a_comma
    });
    starts.filter(stated).any(|start| {
        let is_noun = |at: &usize| Section::MatterOfAPolicy.has(word(tokens, *at));
        let noun =
            (start..start + NEAR).take_while(|at| !word(tokens, *at).is_empty()).filter(is_noun).last();
        let is_deed = Section::DeedOfAPolicy.has(word(tokens, start));
        let from = if is_deed { Some(start) } else { noun };
        from.is_some_and(|from| {
            let near = (from + 1..=from + NEAR)
                .filter(stated)
                .filter(|at| !Section::FunctionWord.has(word(tokens, *at)));
            let mut near =
                near.take_while(|at| !Section::WordBehindANounOfATitle.has(word(tokens, *at)) || is_deed);
            is_passive_of_a_matter(tokens, from + 1) || near.any(|at| is_verb_of_a_matter(tokens, at, from))
        })
    })
}

/// `invoices are generated`
fn is_passive_of_a_matter(tokens: &[Token], at: usize) -> bool {
    let behind = (at + 1..at + 3).find(|at| !is_adverb(word(tokens, *at))).map_or("", |at| word(tokens, at));
    Section::AuxiliaryOfAPassive.has(word(tokens, at))
        && is_participle(behind)
        && !says_no_duty(behind)
        && tokens.get(at + 2).is_some_and(|next| next.kind != TokenKind::Mark)
        && tokens.get(at + 3).is_some_and(|next| next.kind != TokenKind::Mark)
}

/// Whether a noun can be the subject of a verb by their numbers: `платежи принимает касса` is told of the desk.
fn agrees(noun: &str, verb: &str) -> bool {
    Section::EndingOfAPluralSubject.ends(noun) == Section::EndingOfAPluralVerb.ends(verb)
        || noun.ends_with('а')
}

fn noun_is_plural(noun: &str) -> bool {
    noun.len() > 3 && noun.ends_with('s')
}

fn is_verb_of_a_matter(tokens: &[Token], at: usize, noun: usize) -> bool {
    let own = word(tokens, at);
    let is_next = (noun + 1..at).all(|at| is_adverb(word(tokens, at)));
    let is_described = |own: &str| {
        Section::VerbOfNoDuty.has(own)
            || Section::VerbOfNoDuty.has(own.strip_suffix('s').unwrap_or(own))
            || says_no_duty(own)
            || Section::VerbOfParts.has(own)
    };
    let is_deed = Section::DeedOfAPolicy.has(word(tokens, noun));
    !is_described(own)
        && !Section::FormOfBe.has(word(tokens, at + 1))
        && (is_singular_verb(own)
            && !Section::MatterOfAPolicy.has(own)
            && goes_on(tokens, at)
            && (is_next || is_deed)
            || noun_is_plural(word(tokens, noun)) && is_next && Section::VerbOfATerm.has(&format!("{own}s"))
            || is_next
                && is_cyrillic(own)
                && Section::EndingOfAFiniteVerb.ends(own)
                && agrees(word(tokens, noun), own)
            || Section::VerbOfATerm.has(own) && has_a_subject(tokens, at))
}
