//! The content words of a passage: what it says beside its numbers and what it lets, asks and forbids. Two passages
//! whose content words are the same say the same in another form.
//!
//! Articles, pronouns, forms of `be`, notation and marks of a sentence carry none of it. Words compare by their stems,
//! and phrases of the files that mean the same are one.

use crate::prose::facts::change::{Change, Fact, FactKind};
use crate::prose::facts::modal_facts::modal_facts;
use crate::prose::facts::number::Bound;
use crate::prose::facts::quantities::numbers;
use crate::prose::facts::roles::role_key;
use crate::prose::facts::stem::{is_cyrillic, stem};
use crate::prose::facts::tokens::{Token, TokenKind, tokens};
use crate::prose::language::{Section, sections_of};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

/// Longer phrases, in content words, are not looked for in places that they changed.
const LONGEST_EXCHANGED: usize = 4;

/// The content words of a text in its normal form, in its order, in lower case as they stand. A phrase that means the
/// same as another is one of them.
pub fn content_words(text: &str) -> Vec<String> {
    let mut tokens = tokens(text);
    for number in numbers(text, &mut tokens, is_cyrillic(text)) {
        // 5.1 and 5.10 are equal as amounts, but may name versions.
        let counts = number.unit.is_some() || number.bound != Bound::None || number.amount.whole().is_some();
        let own = tokens.iter_mut().filter(|token| number.range.contains(&token.range.start));
        let mut is_behind = false;
        for token in own {
            // What stands behind a number that counts nothing may mean another thing than a bound: 4.2 and older.
            token.used &= counts && !(is_behind && number.unit.is_none());
            is_behind |= token.kind == TokenKind::Digits;
        }
    }
    let is_modal = modal_facts(&tokens, false).modal;
    let opening = opening(&tokens);
    let mut words = Vec::new();
    let mut before: Option<&Token> = None;
    for (token, is_modal) in tokens.iter().zip(is_modal).skip(opening) {
        if !token.used && !is_modal && is_content(token, before) {
            words.extend(parts(token));
        }
        // п. 3.2
        before = if token.is(".") { before } else { Some(token) };
    }
    let keys: Vec<String> = words.iter().map(|word| word_key(word)).collect();
    let mut phrases = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let length = phrase_at(&keys, at).map_or(1, |(length, _)| length);
        phrases.push(words.get(at..at + length).unwrap_or_default().join(" "));
        at += length;
    }
    phrases
}

/// How the content words of a passage became others: one change where one word took the place of another, else what
/// is gone and what is new. Words of roles in `changes` are told there.
pub fn word_changes(was: &[String], is: &[String], changes: &[Change]) -> Vec<Change> {
    let told: HashSet<String> = changes.iter().flat_map(role_words).collect();
    let keyed = |words: &[String]| -> Vec<(String, String)> {
        let all = words.iter().filter(|word| !word.split(' ').any(|one| told.contains(&role_key(one))));
        all.map(|word| (phrase_key(word), word.clone())).collect()
    };
    let (was, is) = (keyed(was), keyed(is));
    let (gone, came) = (missing(&was, &is), missing(&is, &was));
    let words = |words: Vec<Arc<str>>| (!words.is_empty()).then_some(Fact::Words(words));
    let change = |was, is| Change { kind: FactKind::Word, was, is };
    match (gone.len(), came.len()) {
        (0, 0) => Vec::new(),
        (1, 1) => vec![change(words(gone), words(came))],
        _ => [change(words(gone), None), change(None, words(came))]
            .into_iter()
            .filter(|change| change.was.is_some() || change.is.is_some())
            .collect(),
    }
}

/// Where two phrases of a passage changed places around what stands between them, so that the same words say another
/// thing: who does something to whom. Both texts are in their normal form. A verb that became passive has another
/// form; words of Russian that only stand in another order keep theirs; and parts of a sentence that change places
/// have nothing between them.
pub fn exchanged(was: &str, is: &str) -> Vec<Change> {
    let (was, is) = (content_words(was), content_words(is));
    let keys = |words: &[String]| words.iter().map(|word| phrase_key(word)).collect::<Vec<String>>();
    let (old, new) = (keys(&was), keys(&is));
    if old.len() != new.len() {
        return Vec::new();
    }
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let middle = start..old.len().saturating_sub(end).max(start);
    let cut = |words: &[String], first: usize, last: usize| -> Option<[Vec<String>; 3]> {
        let own = words.get(middle.clone())?;
        let (before, rest) = own.split_at_checked(first)?;
        let (between, behind) = rest.split_at_checked(rest.len().checked_sub(last)?)?;
        (!between.is_empty()).then(|| [before.to_vec(), between.to_vec(), behind.to_vec()])
    };
    let lengths =
        (1..=LONGEST_EXCHANGED).flat_map(|one| (1..=LONGEST_EXCHANGED).map(move |other| (one, other)));
    for (one, other) in lengths {
        let keys = cut(&old, one, other).zip(cut(&new, other, one));
        let Some(([first, between, last], [came, rest, gone])) = keys else { continue };
        if first != gone || between != rest || last != came {
            continue;
        }
        let words = cut(&was, one, other).zip(cut(&is, other, one));
        let Some(([first, between, last], [came, rest, gone])) = words else { continue };
        let keeps_forms = first == gone && last == came;
        if between != rest || keeps_forms && first.iter().chain(&last).any(|word| is_cyrillic(word)) {
            return Vec::new();
        }
        let words =
            |words: &[String]| Some(Fact::Words(words.iter().map(|word| word.as_str().into()).collect()));
        let change =
            |was: &[String], is: &[String]| Change { kind: FactKind::Word, was: words(was), is: words(is) };
        return vec![change(&first, &came), change(&last, &gone)];
    }
    Vec::new()
}

/// The words of the roles that a change names.
fn role_words(change: &Change) -> Vec<String> {
    let roles = [&change.was, &change.is].into_iter().flatten();
    let roles = roles.filter_map(|fact| if let Fact::Role(role) = fact { Some(role) } else { None });
    roles.flat_map(|role| role.split([' ', '-'])).map(role_key).collect()
}

/// The words of one side that the other does not have as often.
fn missing(words: &[(String, String)], others: &[(String, String)]) -> Vec<Arc<str>> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for (key, _) in others {
        *left.entry(key).or_default() += 1;
    }
    let is_missing = |key: &str| match left.get_mut(key).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            false
        }
        None => true,
    };
    let mut is_missing = is_missing;
    words.iter().filter(|(key, _)| is_missing(key)).map(|(_, word)| Arc::from(word.as_str())).collect()
}

/// How many tokens at the beginning only ask the reader for attention.
fn opening(tokens: &[Token]) -> usize {
    let opens = |(_, phrase): &(&str, &str)| {
        let mut tokens = tokens.iter();
        let is_open = phrase.split(' ').all(|word| tokens.next().is_some_and(|token| token.is(word)));
        is_open.then(|| phrase.split(' ').count())
    };
    Section::OpeningThatSaysNothing.items().iter().filter_map(opens).max().unwrap_or(0)
}

/// Whether a token says something by itself.
fn is_content(token: &Token, before: Option<&Token>) -> bool {
    let uses = sections_of(&token.lower);
    match token.kind {
        TokenKind::Word => {
            let is_clause = uses.has(Section::Clause) || Section::BeginningOfAClause.begins(&token.lower);
            let is_version = Section::Version.begins(&token.lower);
            !(uses.has(Section::FunctionWord)
                || uses.has(Section::Not)
                || uses.has(Section::No)
                || Section::EndingOfANegation.ends(&token.lower)
                || is_clause && !is_version)
        }
        // The number of a clause only names it.
        TokenKind::Digits => !before.is_some_and(|before| {
            let names = |section: Section| section.has(&before.lower);
            names(Section::Clause) || Section::BeginningOfAClause.begins(&before.lower)
        }),
        // "14+", "~5": not quite so many.
        TokenKind::Mark if token.is("+") => before.is_some_and(|before| before.kind == TokenKind::Digits),
        TokenKind::Mark => token.is("~") || token.lower.chars().all(is_sign),
        TokenKind::Opaque => true,
    }
}

/// Whether a mark stands for a word, as ticks and pictures do.
fn is_sign(mark: char) -> bool {
    !(mark.is_ascii()
        || mark.is_whitespace()
        || matches!(mark, '\u{80}'..='\u{bf}' | '\u{300}'..='\u{36f}' | '\u{2000}'..='\u{206f}')
        || matches!(mark, '\u{fe00}'..='\u{fe0f}' | '\u{3000}'..='\u{303f}'))
}

/// A word with hyphens says what its parts say; un-frozen is one word.
fn parts(token: &Token) -> Vec<String> {
    if token.kind != TokenKind::Word {
        return vec![token.lower.clone()];
    }
    let mut parts: Vec<String> = Vec::new();
    let mut is_prefix = false;
    for part in token.lower.split('-').filter(|part| !part.is_empty()) {
        match parts.last_mut().filter(|_| is_prefix) {
            Some(prefix) => prefix.push_str(part),
            None => parts.push(part.to_owned()),
        }
        is_prefix = Section::Prefix.has(part);
    }
    parts
}

/// Phrases that mean the same, by the keys of their first words: the keys of all their words, the longest first, and
/// what they compare by.
type Phrases = HashMap<String, Vec<(Vec<String>, &'static str)>>;

static SAME_MEANING: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases: Phrases = HashMap::new();
    for (key, phrase) in Section::SameMeaning.items() {
        let words = phrase.split([' ', '-']).filter(|word| !Section::FunctionWord.has(word));
        let words: Vec<String> = words.map(word_key).collect();
        phrases.entry(words.first().cloned().unwrap_or_default()).or_default().push((words, key));
    }
    for own in phrases.values_mut() {
        own.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    phrases
});

/// The phrase that begins at a word: of how many words, and what it compares by.
fn phrase_at(keys: &[String], at: usize) -> Option<(usize, &'static str)> {
    let phrases = SAME_MEANING.get(keys.get(at)?)?;
    let found = phrases.iter().find(|(own, _)| keys.get(at..at + own.len()) == Some(own));
    found.map(|(own, key)| (own.len(), *key))
}

/// What a content word, or a phrase of several, compares by.
fn phrase_key(phrase: &str) -> String {
    let keys: Vec<String> = phrase.split(' ').map(word_key).collect();
    match phrase_at(&keys, 0).filter(|(length, _)| *length == keys.len()) {
        Some((_, key)) => word_key(key),
        None => keys.join(" "),
    }
}

/// What a word compares by: its stem and, where an ending makes another word of the same stem, that ending.
pub(crate) fn word_key(lower: &str) -> String {
    if is_cyrillic(lower) {
        return stem(lower);
    }
    let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('\'')).unwrap_or(lower);
    let singular =
        bare.strip_suffix('s').filter(|rest| rest.len() > 2 && !rest.ends_with('s')).unwrap_or(bare);
    let own = Section::EndingThatMakesAnotherWord.items().iter();
    let ending = own.map(|(_, ending)| *ending).find(|ending| singular.ends_with(ending)).unwrap_or("");
    let mut stem = stem(lower);
    // Of added the stem is ad, of stopped stop: the second of two equal letters is none of its own.
    let mut last = stem.bytes().rev();
    if last.next() == last.next() && stem.is_ascii() {
        stem.pop();
    }
    if stem.ends_with(ending) { stem } else { format!("{stem}-{ending}") }
}
