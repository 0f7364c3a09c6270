//! What a sentence lets, asks and forbids, and its negations.

use crate::base::message::{Message, msg};
use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::{Section, Table, UnknownKey, sections_of};
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    Must,
    MustNot,
    /// It is let, or need not be.
    May,
    MayNot,
    /// It is advised, and nothing follows where it is not done.
    Should,
    /// Nothing else is let or meant.
    Only,
    Except,
}

impl Modality {
    /// In the order in which they compare and are listed, as the lock has them.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Must, "must"),
        (Self::MustNot, "must not"),
        (Self::May, "may"),
        (Self::MayNot, "may not"),
        (Self::Should, "should"),
        (Self::Only, "only"),
        (Self::Except, "except"),
    ];

    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(modality, _)| *modality == self).map_or("", |(_, words)| words)
    }

    pub fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == words).map(|(modality, _)| modality)
    }

    /// As people read it.
    pub fn message(self) -> Message {
        match self {
            Self::Must => msg!(documents.must),
            Self::MustNot => msg!(documents.must_not),
            Self::May => msg!(documents.may),
            Self::MayNot => msg!(documents.may_not),
            Self::Should => msg!(documents.should),
            Self::Only => msg!(documents.only),
            Self::Except => msg!(documents.except),
        }
    }
}

/// What a phrase says, and what its negation says, if anything.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    plain: Modality,
    negated: Option<Modality>,
}

impl Meaning {
    /// `must, negated may`
    fn of_key(key: &str) -> Option<Self> {
        let (plain, negated) = key.split_once(", negated ").unwrap_or((key, ""));
        let negated = if negated.is_empty() { None } else { Some(Modality::of_words(negated)?) };
        Some(Self { plain: Modality::of_words(plain)?, negated })
    }
}

/// Where a phrase says nothing of the kind: what stands before it and behind it.
struct Exception {
    before: Vec<&'static str>,
    is_capital: bool,
    behind: Vec<&'static str>,
}

#[derive(Default)]
struct ModalVocabulary {
    /// The phrases by their first words, the longest first.
    phrases: Table<Vec<(&'static str, Meaning)>>,
    /// By the first words of phrases.
    exceptions: Table<Vec<Exception>>,
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
        let mut exceptions: Table<Vec<Exception>> = Table::default();
        for (_, pattern) in Section::NoModality.items() {
            let (before, rest) = pattern.split_once('*').ok_or(UnknownKey(pattern))?;
            let (firsts, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            for first in firsts.split('|') {
                let is_capital = first.starts_with(char::is_uppercase);
                // A capital letter is that of English: its own word is in the table of phrases.
                let own = phrases.keys().find(|own| **own == first.to_lowercase());
                let exception = Exception {
                    before: before.split_whitespace().collect(),
                    is_capital,
                    behind: behind.split_whitespace().collect(),
                };
                exceptions.entry(own.ok_or(UnknownKey(pattern))?).or_default().push(exception);
            }
        }
        Ok(Self { phrases, exceptions })
    }
}

/// Whether an element of an exception is a token, or stands for none.
fn fits(element: &str, token: Option<&Token>) -> bool {
    let word = token.map_or("", |token| token.lower.as_str());
    match element {
        "_" => true,
        "<not>" => Section::PlainNot.has(word),
        "<digits>" => token.is_some_and(|token| token.kind == TokenKind::Digits),
        _ => match (element.strip_prefix('!'), element.strip_suffix('…')) {
            (Some(other), _) => word != other,
            (None, Some(start)) => word.starts_with(start),
            (None, None) => element.split('|').any(|one| one == word),
        },
    }
}

#[derive(Debug, Default)]
pub(crate) struct ModalFacts {
    pub(crate) modality: Vec<Modality>,
    pub(crate) negations: u16,
    /// By token: whether it belongs to a phrase that lets, asks or forbids.
    pub(crate) modal: Vec<bool>,
    /// A plain statement says that something is not or never done.
    pub(crate) denies: bool,
}

/// Read the words of a sentence; those used for numbers and bounds are passed over.
pub(crate) fn modal_facts(tokens: &[Token]) -> ModalFacts {
    let mut facts = ModalFacts::default();
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
        if let Some(modality) = modality_at(tokens, at, length, meaning) {
            facts.modality.push(modality);
            modal.get_mut(at..at + length).into_iter().flatten().for_each(|modal| *modal = true);
        }
        at += length;
    }
    facts.modality.sort_unstable();
    let negations =
        (0..tokens.len()).filter(|at| free(*at).is_some_and(|_| is_negation(tokens, *at))).count();
    facts.negations = u16::try_from(negations).unwrap_or(u16::MAX);
    facts.denies = denies(tokens, &modal);
    facts.modal = modal;
    facts
}

/// What a phrase says where it stands; `None` where it is no modality there.
fn modality_at(tokens: &[Token], at: usize, length: usize, meaning: Meaning) -> Option<Modality> {
    let first = tokens.get(at)?;
    let behind = at + length;
    let is_exception = |exception: &Exception| {
        let mut before = exception.before.iter().rev().zip(1..);
        let mut after = exception.behind.iter().zip(behind..);
        (!exception.is_capital || first.capital)
            && before.all(|(element, back)| fits(element, at.checked_sub(back).and_then(|at| tokens.get(at))))
            && after.all(|(element, at)| fits(element, tokens.get(at)))
    };
    if VOCABULARY.exceptions.get(first.lower.as_str()).is_some_and(|all| all.iter().any(is_exception)) {
        return None;
    }
    let follows = tokens.get(behind).filter(|token| !token.used);
    let negated_behind = follows.zip(tokens.get(behind - 1)).is_some_and(|(follows, last)| {
        Section::NotBehindAModality.items().contains(&(last.lower.as_str(), follows.lower.as_str()))
    });
    if negated_behind || is_negated(tokens, at) { meaning.negated } else { Some(meaning.plain) }
}

/// Whether a phrase that begins at a token is negated by what stands before it.
fn is_negated(tokens: &[Token], at: usize) -> bool {
    let mut passed_auxiliaries = true;
    for back in 1..=5 {
        let Some(token) =
            at.checked_sub(back).and_then(|at| tokens.get(at)).filter(|token| token.kind == TokenKind::Word)
        else {
            return false;
        };
        let uses = sections_of(&token.lower);
        if passed_auxiliaries && back <= 3 && uses.has(Section::Not) && !token.used {
            return true;
        }
        // No user may; nobody can.
        if uses.has(Section::Nobody) || uses.has(Section::No) && back > 1 {
            return true;
        }
        passed_auxiliaries = passed_auxiliaries && uses.has(Section::WordBetweenNotAndAModality);
    }
    false
}

fn is_negation(tokens: &[Token], at: usize) -> bool {
    let Some(word) = tokens.get(at).map(|token| token.lower.as_str()) else { return false };
    let uses = sections_of(word);
    let is_before_point = || tokens.get(at + 1).is_some_and(|next| next.is("."));
    uses.has(Section::Negation)
        || uses.has(Section::NegationUnlessAPointFollows) && !is_before_point()
        || Section::EndingOfANegation.ends(word)
        || Section::BeginningOfANegation.begins(word)
}

/// Whether a plain statement denies: never, nobody, or `не` before a verb of the present.
fn denies(tokens: &[Token], modal: &[bool]) -> bool {
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
        if uses.has(Section::Denial) {
            return true;
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
        };
        if denied && !conditional {
            return true;
        }
    }
    false
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
