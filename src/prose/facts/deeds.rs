//! Who does what in a sentence, in its own words: as proposals for the roles and actions of rules, never as a reading
//! of it.

use crate::prose::facts::directive::Directive;
use crate::prose::facts::directives::{Directives, Whom};
use crate::prose::facts::quantities::numbers;
use crate::prose::facts::roles::{RoleWords, is_person, role_key};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, TokenKind, tokens, word};
use crate::prose::language::{Section, sections_of};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// The most words of a deed: what comes behind them says of it how and when.
const MOST_WORDS: usize = 4;

/// So near behind a modal phrase stands what makes it passive.
const NEAR: usize = 2;

/// What one modal phrase of a sentence says, as far as its words say who and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub directive: Directive,
    pub whom: Whom,
    /// The verb and what it is done to, in bytes of the sentence; none where no words follow the phrase.
    pub what: Option<Range<usize>>,
}

/// The deeds of a sentence, and what else it says.
#[derive(Debug, Clone, Default)]
pub struct Deeds {
    pub all: Vec<Deed>,
    /// Whether other words than numbers narrow what it says: a condition, an exception, a time.
    pub is_narrowed: bool,
    /// Whether it denies something beside its modal phrases, or a part of what it says: then it may say the contrary.
    pub denies_more: bool,
}

/// The deeds of a sentence in its normal form, or else of what leads it in.
pub fn deeds(sentence: &str, leads: &[&str], roles: &RoleWords) -> Deeds {
    let words = read(sentence);
    let own = Directives::read(sentence, &[], roles);
    let is_led = own.all.is_empty();
    let directives = if is_led { Directives::read(sentence, leads, roles) } else { own };
    // While they possess all rights, they may:
    let is_led_narrowly = is_led && leads.iter().any(|lead| read(lead).iter().any(narrows));
    let is_general = words.iter().any(|token| {
        let uses = sections_of(&token.lower);
        uses.has(Section::WordForAnybody)
            || uses.has(Section::WordForAnybodyAlone)
            || uses.has(Section::PersonLikeAnyOther)
    });
    // It is forbidden not to pay.
    let is_denied_twice = directives.all.iter().any(|own| {
        let behind = words.partition_point(|token| token.range.start < own.range.end);
        let next = word(&words, behind);
        own.directive == Directive::Forbids && is_cyrillic(next) && Section::PlainNot.has(next)
    });
    let all = directives.all.into_iter().map(|own| {
        let first = words.partition_point(|token| token.range.start < own.range.end);
        let begins = words.partition_point(|token| token.range.start < own.range.start);
        // Everyone but guests may; if the owner agrees, guests may.
        let is_turned = words.iter().take(begins).any(|token| {
            let uses = sections_of(&token.lower);
            uses.has(Section::WordThatNarrows) || uses.has(Section::WordThatBeginsACondition)
        });
        let whom = match own.whom {
            _ if is_turned || is_led_narrowly => Whom::Unknown,
            Whom::Unknown if !own.range.is_empty() => sole_word(&words, begins),
            // We reserve the right to.
            Whom::Everyone if own.directive == Directive::Permits && !is_general => Whom::Unknown,
            whom => whom,
        };
        // Whoever invites is not who may be invited.
        let is_passive = (first..first + NEAR).any(|at| Section::InfinitiveOfBe.has(word(&words, at)));
        let what = deed_at(&words, first).or_else(|| deed_before(&words, begins)).filter(|_| !is_passive);
        Deed { directive: own.directive, whom, what }
    });
    // Not all members may; can not only.
    let is_partly_denied = words.iter().enumerate().any(|(at, token)| {
        let next = word(&words, at + 1);
        let is_part = Section::WordOfAll.has(next) || Section::WordBeforeADeed.has(next);
        (Section::Not.has(&token.lower) || Section::PlainNot.has(&token.lower)) && is_part
    });
    Deeds {
        all: all.collect(),
        is_narrowed: directives.names_others || is_led_narrowly || words.iter().any(narrows),
        denies_more: directives.denies_more || is_partly_denied || is_denied_twice,
    }
}

/// The words of a text; those of numbers, which are none of a deed, are marked.
fn read(text: &str) -> Vec<Token> {
    let mut words = tokens(text);
    let _ = numbers(text, &mut words, is_cyrillic(text));
    words
}

/// Whether a word narrows what a sentence says: by a condition, a time, others who are meant or not.
fn narrows(token: &Token) -> bool {
    let uses = sections_of(&token.lower);
    token.kind == TokenKind::Word
        && !token.used
        && (uses.has(Section::WordThatNarrows)
            || uses.has(Section::WordThatBeginsACondition)
            || uses.has(Section::RelativeWord)
            || uses.has(Section::RelativePronoun)
            || uses.has(Section::NamedDay)
            || uses.has(Section::TimeOfDay))
}

/// The words of a deed that begins at a token or soon after it.
fn deed_at(tokens: &[Token], first: usize) -> Option<Range<usize>> {
    let leads_in = |at: &usize| {
        let own = word(tokens, *at);
        Section::WordBeforeADeed.has(own) || Section::InfinitiveOfBe.has(own) || Section::Not.has(own)
    };
    let first = (first..tokens.len()).find(|at| !leads_in(at))?;
    // Allowed on the dock; закрыть могут только владельцы.
    let own = word(tokens, first);
    let subject = (first..tokens.len())
        .map(|at| word(tokens, at))
        .find(|own| !Section::WordOfAll.has(own))
        .unwrap_or_default();
    let is_subject =
        is_cyrillic(subject) && is_person(subject) && !Section::EndingOfAnInfinitive.ends(subject);
    let excepts = Section::Modality.items().iter().any(|(key, phrase)| *key == "except" && *phrase == own);
    if Section::FunctionWord.has(own) || is_subject || excepts {
        return None;
    }
    let goes_on = |(at, token): &(usize, &Token)| {
        let uses = sections_of(&token.lower);
        let is_article = uses.has(Section::Article) || token.is("the");
        let ends = uses.has(Section::WordThatBeginsACondition)
            || uses.has(Section::WordThatNarrows)
            || uses.has(Section::And)
            || uses.has(Section::Or)
            || uses.has(Section::WordBeforeWhoever)
            || uses.has(Section::WordBeforeADeed)
            || *at > first && uses.has(Section::FunctionWord) && !is_article;
        token.kind == TokenKind::Word && !token.used && !ends
    };
    let own = tokens.iter().enumerate().skip(first).take(MOST_WORDS).take_while(goes_on);
    let own: Vec<&Token> = own.map(|(_, token)| token).collect();
    let is_article = |token: &&&Token| Section::Article.has(&token.lower) || token.is("the");
    let last = own.iter().rfind(|token| !is_article(token))?;
    Some(own.first()?.range.start..last.range.end)
}

/// The words of a deed that a sentence begins with: in Russian, the subject may stand behind it.
fn deed_before(tokens: &[Token], phrase: usize) -> Option<Range<usize>> {
    let before = tokens.get(..phrase)?;
    let first = before.first().filter(|token| Section::EndingOfAnInfinitive.ends(&token.lower))?;
    let is_plain = |token: &&Token| token.kind == TokenKind::Word && !token.used;
    let own: Vec<&Token> = before.iter().take(MOST_WORDS).take_while(is_plain).collect();
    Some(first.range.start..own.last()?.range.end)
}

/// Whoever is named alone before a phrase, be it a word for people or not: `every keyholder may`, `only keyholders may`.
fn sole_word(tokens: &[Token], phrase: usize) -> Whom {
    let before = tokens.get(..phrase).unwrap_or_default();
    let picks =
        |token: &Token| Section::WordOfAll.has(&token.lower) || Section::WordBeforeADeed.has(&token.lower);
    let is_name = |token: &Token| {
        let uses = sections_of(&token.lower);
        let is_other = uses.has(Section::FunctionWord)
            || uses.has(Section::Pronoun)
            || uses.has(Section::WordForAnybody);
        token.kind == TokenKind::Word && !token.used && !is_other && token.lower.chars().nth(2).is_some()
    };
    match before {
        [first, only] if picks(first) && is_name(only) => Whom::Roles(vec![only.lower.as_str().into()]),
        _ => Whom::Unknown,
    }
}

/// The words for people, in the form in which a dictionary has them, by what their forms compare by.
static DICTIONARY: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for (_, word) in Section::Person.items() {
        found.entry(role_key(word)).or_insert(*word);
    }
    found
});

/// A name for a role that a sentence calls by some word: that word as a dictionary has it, as far as it is known; none for
/// words that mean nobody in particular.
pub fn role_name(word: &str) -> Option<Arc<str>> {
    let word = &*word.to_lowercase();
    let means_anybody = Section::WordForAnybody.has(word)
        || Section::WordForAnybodyAlone.has(word)
        || Section::Nobody.has(word)
        || Section::Pronoun.has(word)
        || Section::PersonLikeAnyOther.has(word);
    (!means_anybody).then(|| DICTIONARY.get(&role_key(word)).copied().unwrap_or(word).into())
}

/// The words of a sentence that tell something, in lower case, in their order.
pub fn telling_words(sentence: &str) -> Vec<String> {
    let words = tokens(sentence).into_iter().filter(|token| token.kind == TokenKind::Word);
    let telling = words.filter(|token| {
        let uses = sections_of(&token.lower);
        let is_of_grammar = uses.has(Section::FunctionWord)
            || uses.has(Section::Article)
            || uses.has(Section::And)
            || uses.has(Section::Or)
            || uses.has(Section::ModalityWithASubject);
        !is_of_grammar && token.lower.chars().nth(1).is_some()
    });
    telling.map(|token| token.lower).collect()
}
