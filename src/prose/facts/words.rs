//! The content words of a passage: what it says beside its numbers and what it lets, asks and forbids. Two passages
//! whose content words are the same say the same in another form.
//!
//! Articles, pronouns, forms of `be`, notation and marks of a sentence carry none of it. Words compare by their stems,
//! and phrases of the files that mean the same are one.

use crate::prose::facts::change::{Change, Fact, FactKind};
use crate::prose::facts::modal_facts::modal_facts;
use crate::prose::facts::number::{Bound, Number};
use crate::prose::facts::quantities::numbers;
use crate::prose::facts::roles::role_key;
use crate::prose::facts::stem::{is_cyrillic, stem};
use crate::prose::facts::tokens::{Token, TokenKind, tokens};
use crate::prose::language::{Section, sections_of};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

/// A content word of a sentence, or a phrase that means the same as another.
pub(crate) struct ContentWord {
    /// In lower case, as it stands.
    pub(crate) word: String,
    /// A form of `be` stands before it.
    pub(crate) is_behind_be: bool,
}

impl ContentWord {
    /// What it compares by.
    pub(crate) fn key(&self) -> String {
        phrase_key(&self.word)
    }
}

/// Sections of words that carry no meaning by themselves: what does is that one took the place of another of its section.
const SMALL_WORDS: [Section; 2] = [Section::Pronoun, Section::Direction];

/// What a text in its normal form says by its words, for the lock: the content words in their order, then the small words.
pub fn content_words(text: &str) -> Vec<String> {
    ordered_words(text).into_iter().map(|own| own.word).chain(small_words(text)).collect()
}

/// Whether a text names what a number counts.
pub fn names_unit(text: &str, number: &Number) -> bool {
    let key = number.unit_key();
    let noun = key.as_deref().and_then(|key| key.rsplit(' ').next());
    noun.is_some_and(|noun| tokens(text).iter().any(|token| stem(&token.lower) == noun))
}

/// Whether a text says all words of a name, in whatever form.
pub fn says_words(text: &str, name: &str) -> bool {
    let keys: HashSet<String> = tokens(text).iter().map(|token| word_key(&token.lower)).collect();
    let name = name.to_lowercase();
    let mut words = name.split(['_', '-', ' ']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| keys.contains(&word_key(word)))
}

/// The pronouns by which a text speaks to somebody or of somebody, and the words that say where from and where to.
pub(crate) fn small_words(text: &str) -> Vec<String> {
    let is_small = |lower: &String| SMALL_WORDS.iter().any(|section| section.has(lower));
    tokens(text).into_iter().map(|token| token.lower).filter(is_small).collect()
}

/// The content words of a text in its normal form, in its order.
pub(crate) fn ordered_words(text: &str) -> Vec<ContentWord> {
    let words = read_words(text).into_iter();
    words.filter(|own| own.word != COMMA && own.word != FACT).collect()
}

/// What stands for a comma among words, and for what is no word but a fact.
pub(crate) const COMMA: &str = ",";
const FACT: &str = "·";

/// The same, with what stands between them.
pub(crate) fn read_words(text: &str) -> Vec<ContentWord> {
    let mut tokens = tokens(text);
    for number in numbers(text, &mut tokens, is_cyrillic(text)) {
        // 5.1 and 5.10 are equal as amounts, but may name versions.
        let counts = number.unit.is_some() || number.bound != Bound::None || number.amount.whole().is_some();
        let bound = |at: usize| tokens.partition_point(|token| token.range.start < at);
        let own = bound(number.range.start)..bound(number.range.end);
        let own = tokens.get_mut(own).into_iter().flatten();
        let mut is_behind = false;
        for token in own {
            // What stands behind a number that counts nothing may mean another thing than a bound: 4.2 and older.
            token.used &= counts && !(is_behind && number.unit.is_none());
            is_behind |= token.kind == TokenKind::Digits;
        }
    }
    let is_modal = modal_facts(&tokens, false).modal;
    let mut quiet = phrase_of(Section::OpeningThatSaysNothing, &tokens);
    let mut words: Vec<ContentWord> = Vec::new();
    let mut before: Option<&Token> = None;
    let mut is_behind_be = false;
    for (at, (token, is_modal)) in tokens.iter().zip(is_modal).enumerate() {
        quiet = quiet.max(at + phrase_of(Section::WordsOfAMerePurpose, tokens.get(at..).unwrap_or_default()));
        let is_quiet = at < quiet || token.used || is_modal || joins_pronouns(&tokens, at);
        let is_fact = token.used || is_modal || sections_of(&token.lower).has(Section::Not);
        let mark = if token.is(COMMA) { Some(COMMA) } else { is_fact.then_some(FACT) };
        if !is_quiet && is_content(token, before) {
            words.extend(parts(token).into_iter().map(|word| ContentWord { word, is_behind_be }));
        } else if let Some(mark) = mark.filter(|mark| words.last().is_none_or(|last| last.word != *mark)) {
            words.push(ContentWord { word: mark.to_owned(), is_behind_be: false });
        }
        // п. 3.2
        before = if token.is(".") { before } else { Some(token) };
        is_behind_be = Section::FormOfBe.has(&token.lower)
            || is_behind_be
                && (Section::AdverbBeforeAParticiple.has(&token.lower) || token.lower.ends_with("ly"));
    }
    let keys: Vec<String> = words.iter().map(|own| word_key(&own.word)).collect();
    let mut phrases = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let length = phrase_at(&keys, at).map_or(1, |(length, _)| length);
        let own = words.get(at..at + length).unwrap_or_default();
        let word = own.iter().map(|own| own.word.as_str()).collect::<Vec<_>>().join(" ");
        phrases.push(ContentWord { word, is_behind_be: first.is_behind_be });
        at += length;
    }
    phrases
}

/// Whether `or` stands between two pronouns that mean the same person: his or her.
fn joins_pronouns(tokens: &[Token], at: usize) -> bool {
    let person = |at: Option<usize>| Section::Pronoun.key_of(&tokens.get(at?)?.lower);
    let joins = tokens.get(at).is_some_and(|token| Section::Or.has(&token.lower));
    joins && person(at.checked_sub(1)).is_some_and(|before| Some(before) == person(at.checked_add(1)))
}

/// How the content words of a passage became others: one change where one word took the place of another, else what
/// is gone and what is new. Words of roles in `changes` are told there.
pub fn word_changes(was: &[String], is: &[String], changes: &[Change]) -> Vec<Change> {
    let told: HashSet<String> = changes.iter().flat_map(role_words).collect();
    let keyed = |words: &[String]| -> Vec<(String, String)> {
        let all = words.iter().filter(|word| !word.split(' ').any(|one| told.contains(&role_key(one))));
        let key = |word: &String| {
            let small = SMALL_WORDS.iter().find_map(|section| section.key_of(word));
            small.map_or_else(|| phrase_key(word), str::to_owned)
        };
        all.map(|word| (key(word), word.clone())).collect()
    };
    let (was, is) = (keyed(was), keyed(is));
    let (mut gone, mut came) = (missing(&was, &is), missing(&is, &was));
    for section in SMALL_WORDS {
        let is_small = |word: &Arc<str>| section.has(word);
        if !(gone.iter().any(is_small) && came.iter().any(is_small)) {
            gone.retain(|word| !is_small(word));
            came.retain(|word| !is_small(word));
        }
    }
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

/// How many tokens, at the beginning of these, are a phrase of a section: of the longest.
fn phrase_of(section: Section, tokens: &[Token]) -> usize {
    let begins = |(_, phrase): &(&str, &str)| {
        let mut tokens = tokens.iter();
        let is_there = phrase.split(' ').all(|word| tokens.next().is_some_and(|token| token.is(word)));
        is_there.then(|| phrase.split(' ').count())
    };
    section.items().iter().filter_map(begins).max().unwrap_or(0)
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
        TokenKind::Mark => token.is("~") || token.is("&") || token.lower.chars().all(is_sign),
        TokenKind::Opaque => true,
    }
}

/// Whether a mark stands for a word, as ticks and pictures do; raised digits point at notes.
fn is_sign(mark: char) -> bool {
    !(mark.is_ascii()
        || mark.is_whitespace()
        || matches!(mark, '\u{80}'..='\u{bf}' | '\u{300}'..='\u{36f}' | '\u{2000}'..='\u{2079}')
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
        let words = phrase.split(' ').filter(|word| !Section::FunctionWord.has(word));
        let words: Vec<String> = words.flat_map(|word| word.split('-')).map(word_key).collect();
        if let Some(first) = words.first() {
            phrases.entry(first.clone()).or_default().push((words, key));
        }
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
