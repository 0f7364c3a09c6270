//! Who a sentence speaks of.

use crate::prose::facts::patterns::Pattern;
use crate::prose::facts::stem::{is_cyrillic, stem};
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;
use crate::prose::normalize::normalize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, LazyLock};

/// Words such as `компания-партнер` have no more parts that are looked at.
const MOST_PARTS: usize = 6;

/// What the words of all languages for people compare by.
static PEOPLE: LazyLock<HashSet<String>> =
    LazyLock::new(|| Section::Person.items().iter().map(|(_, word)| word_key(word)).collect());

/// The same of people who have no role.
static OTHERS: LazyLock<HashSet<String>> =
    LazyLock::new(|| Section::PersonWithoutARole.items().iter().map(|(_, word)| word_key(word)).collect());

/// By what such words compare by: where they stand for a thing.
static NOBODY: LazyLock<HashMap<String, Vec<Pattern>>> = LazyLock::new(|| {
    let mut found: HashMap<String, Vec<Pattern>> = HashMap::new();
    for (_, text) in Section::NoRole.items() {
        for (word, pattern) in Pattern::read(text).unwrap_or_default() {
            found.entry(word_key(&word)).or_default().push(pattern);
        }
    }
    found
});

/// The words for roles and people: the built-in ones and those given.
#[derive(Debug, Clone, Default)]
pub struct RoleWords {
    /// The stems of names, by the first of them; the longest first.
    names: HashMap<String, Vec<Vec<String>>>,
}

impl RoleWords {
    /// The built-in words, and these names; a name may be several words.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut own: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for name in names {
            let name = normalize(name).to_lowercase();
            let stems: Vec<String> = name.split_whitespace().map(word_key).collect();
            if let Some(first) = stems.first() {
                let known = own.entry(first.clone()).or_default();
                if !known.contains(&stems) {
                    known.push(stems);
                }
            }
        }
        for names in own.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        }
        Self { names: own }
    }

    pub(crate) fn is_role(&self, lower: &str) -> bool {
        let key = word_key(lower);
        PEOPLE.contains(&key)
            || self.names.get(&key).is_some_and(|names| names.iter().any(|name| name.len() == 1))
    }

    /// Add the roles of some words to those found: the word as it stands, by its key.
    pub(crate) fn find(&self, tokens: &[Token], found: &mut BTreeMap<String, Arc<str>>) {
        let stems: Vec<Option<String>> = tokens
            .iter()
            .map(|token| (token.kind == TokenKind::Word).then(|| word_key(&token.lower)))
            .collect();
        let mut at = 0;
        while let (Some(token), Some(own)) = (tokens.get(at), stems.get(at)) {
            at += 1;
            let Some(own) = own else { continue };
            let named = self.names.get(own).into_iter().flatten().find(|name| {
                name.iter().enumerate().all(|(offset, stem)| {
                    stems.get(at - 1 + offset).is_some_and(|found| found.as_ref() == Some(stem))
                })
            });
            if let Some(name) = named {
                let words = tokens.iter().skip(at - 1).take(name.len()).map(|token| token.lower.as_str());
                found.entry(name.join(" ")).or_insert_with(|| words.collect::<Vec<_>>().join(" ").into());
                at += name.len() - 1;
            } else if PEOPLE.contains(own) {
                // An office chair is no person.
                let things = NOBODY.get(own).map_or(&[][..], Vec::as_slice);
                if !things.iter().any(|thing| thing.fits(tokens, at - 1..at)) {
                    found.entry(own.clone()).or_insert_with(|| bare(&token.lower).into());
                }
            } else if token.lower.contains('-') {
                self.parts(&token.lower, found);
            }
        }
    }

    /// The words for a role that begin at a token, and how many they are.
    pub(crate) fn role_at(&self, tokens: &[Token], at: usize) -> Option<(String, usize)> {
        let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
        let key = word_key(&token.lower);
        let stands = |at: usize, stem: &String| {
            tokens.get(at).is_some_and(|own| own.kind == TokenKind::Word && word_key(&own.lower) == *stem)
        };
        let names = self.names.get(&key).into_iter().flatten();
        let named = names
            .into_iter()
            .find(|name| name.iter().enumerate().all(|(offset, stem)| stands(at + offset, stem)));
        let length = named.map_or(1, Vec::len);
        if named.is_none() {
            let things = NOBODY.get(&key).map_or(&[][..], Vec::as_slice);
            let is_thing = || things.iter().any(|thing| thing.fits(tokens, at..at + 1));
            if !PEOPLE.contains(&key) || is_thing() {
                return None;
            }
        }
        let words = tokens.iter().skip(at).take(length).map(|token| bare(&token.lower));
        Some((words.collect::<Vec<_>>().join(" "), length))
    }

    /// The roles of a word such as `компания-партнер`, `end-user`.
    fn parts(&self, word: &str, found: &mut BTreeMap<String, Arc<str>>) {
        let parts = word.rsplit('-').take(if is_cyrillic(word) { MOST_PARTS } else { 1 });
        // An ACME-client is a program.
        let is_program =
            |part: &str| word.is_ascii() != part.is_ascii() && Section::RoleOfAProgram.begins(part);
        for part in parts.filter(|part| self.is_role(part) && !is_program(part)) {
            found.entry(word_key(part)).or_insert_with(|| bare(part).into());
        }
    }
}

/// Whether a word is one of those for people, in whatever form.
pub(crate) fn is_person(lower: &str) -> bool {
    let key = word_key(lower);
    PEOPLE.contains(&key) || OTHERS.contains(&key)
}

/// The same of those that are roles.
pub(crate) fn is_role(lower: &str) -> bool {
    PEOPLE.contains(&word_key(lower))
}

/// Whether a word for a role in a sentence stands for one that is called so.
pub fn names_role(word: &str, name: &str) -> bool {
    role_key(word) == role_key(&normalize(name).to_lowercase())
}

pub(crate) fn role_key(role: &str) -> String {
    role.split(' ').map(word_key).collect::<Vec<_>>().join(" ")
}

/// What two words for a role compare by. The English stem is too short for that: of manager and management
/// it is the same.
fn word_key(lower: &str) -> String {
    if is_cyrillic(lower) {
        // Ответственность is no responsible person.
        let is_abstract = Section::EndingOfAnAbstractNoun.ends(lower) && lower.len() > 12;
        return if is_abstract { lower.to_owned() } else { stem(lower) };
    }
    let word = bare(lower);
    if let Some(key) = Section::PersonInAnOddForm.key_of(word) {
        return key.to_owned();
    }
    if let Some(start) = word.strip_suffix("ies").filter(|start| start.len() > 2) {
        return format!("{start}y");
    }
    let plural = word.len() > 3 && !word.ends_with("ss");
    if let Some(start) = word.strip_suffix("men") {
        return format!("{start}man");
    }
    word.strip_suffix('s').filter(|_| plural).unwrap_or(word).to_owned()
}

/// Without the ending of an English genitive.
fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word)
}
