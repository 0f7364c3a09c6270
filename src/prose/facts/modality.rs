//! What a sentence lets, asks and forbids, and its negations.

use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::{Section, Table, UnknownKey, Words, items, keyed, words};
use std::sync::LazyLock;

/// What a word or phrase lets, asks or forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// It has to be.
    Must,
    /// It has not to be.
    MustNot,
    /// It is let, or need not be.
    May,
    /// It is not let.
    MayNot,
    /// It is advised, and nothing follows where it is not done.
    Should,
    /// Nothing else is let or meant.
    Only,
    /// Something is taken out.
    Except,
}

impl Modality {
    /// In the order in which they compare and are listed.
    pub const ALL: [Self; 7] =
        [Self::Must, Self::MustNot, Self::May, Self::MayNot, Self::Should, Self::Only, Self::Except];

    /// As it is shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::MustNot => "must not",
            Self::May => "may",
            Self::MayNot => "may not",
            Self::Should => "should",
            Self::Only => "only",
            Self::Except => "except",
        }
    }

    /// The one with these [`Modality::words`].
    pub fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|modality| modality.words() == words)
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
    /// The phrase begins with a capital letter.
    is_capital: bool,
    behind: Vec<&'static str>,
}

/// What a word of a sentence does: all that is asked of each word is looked up at once.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    /// Negates a phrase behind it.
    negates: bool,
    /// May stand between that and the phrase.
    is_auxiliary: bool,
    /// Negates a phrase further behind.
    is_nobody: bool,
    /// The same, with a noun between.
    is_no: bool,
    is_negation: bool,
    is_negation_but_for_point: bool,
    /// A plain statement with it says that something is not done.
    denies: bool,
    /// The same before a verb.
    denies_verb: bool,
    /// The same without a phrase behind it.
    is_denying_auxiliary: bool,
    /// The same with `not` behind it.
    is_auxiliary_before_not: bool,
    /// At the beginning of a clause.
    opens_condition: bool,
    /// Anywhere.
    is_condition: bool,
}

/// One of the uses of a word.
type UseOf = fn(&mut Uses) -> &mut bool;

/// The words of all languages that let, ask, forbid and deny.
#[derive(Default)]
struct ModalVocabulary {
    /// The phrases by their first words, the longest first.
    phrases: Table<Vec<(&'static str, Meaning)>>,
    /// By the first words of phrases.
    exceptions: Table<Vec<Exception>>,
    uses: Table<Uses>,
    plain_negators: Words,
    negators_behind: Table<Vec<&'static str>>,
    negation_beginnings: Vec<&'static str>,
    negation_endings: Vec<&'static str>,
    verb_endings: Vec<&'static str>,
    no_verbs: Words,
}

static VOCABULARY: LazyLock<ModalVocabulary> = LazyLock::new(|| ModalVocabulary::read().unwrap_or_default());

impl ModalVocabulary {
    fn read() -> Result<Self, UnknownKey> {
        let mut phrases: Table<Vec<(&str, Meaning)>> = Table::default();
        let meanings: Vec<(&str, Meaning)> = keyed(Section::Modality, Meaning::of_key)?;
        for (phrase, meaning) in meanings {
            let first = phrase.split(' ').next().unwrap_or_default();
            phrases.entry(first).or_default().push((phrase, meaning));
        }
        for phrases in phrases.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        let mut exceptions: Table<Vec<Exception>> = Table::default();
        for (_, pattern) in items(Section::NoModality) {
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
        let mut negators_behind: Table<Vec<&str>> = Table::default();
        for (phrase, negator) in items(Section::NotBehindAModality) {
            negators_behind.entry(phrase).or_default().push(negator);
        }
        let sections: [(Section, UseOf); 12] = [
            (Section::Not, |own| &mut own.negates),
            (Section::WordBetweenNotAndAModality, |own| &mut own.is_auxiliary),
            (Section::Nobody, |own| &mut own.is_nobody),
            (Section::No, |own| &mut own.is_no),
            (Section::Negation, |own| &mut own.is_negation),
            (Section::NegationUnlessAPointFollows, |own| &mut own.is_negation_but_for_point),
            (Section::Denial, |own| &mut own.denies),
            (Section::DenialBeforeAVerb, |own| &mut own.denies_verb),
            (Section::AuxiliaryThatDenies, |own| &mut own.is_denying_auxiliary),
            (Section::AuxiliaryBeforeNot, |own| &mut own.is_auxiliary_before_not),
            (Section::WordThatBeginsACondition, |own| &mut own.opens_condition),
            (Section::Condition, |own| &mut own.is_condition),
        ];
        let mut uses: Table<Uses> = Table::default();
        for (section, of) in sections {
            items(section).for_each(|(_, word)| *of(uses.entry(word).or_default()) = true);
        }
        Ok(Self {
            phrases,
            exceptions,
            uses,
            plain_negators: words(Section::PlainNot),
            negators_behind,
            negation_beginnings: words(Section::BeginningOfANegation),
            negation_endings: words(Section::EndingOfANegation),
            verb_endings: words(Section::EndingOfAVerbBehindNot),
            no_verbs: words(Section::WordBehindNotThatIsNoVerb),
        })
    }

    fn uses_of(&self, word: &str) -> Uses {
        self.uses.get(word).copied().unwrap_or_default()
    }

    /// Whether an element of an exception is a token, or stands for none.
    fn fits(&self, element: &str, token: Option<&Token>) -> bool {
        let word = token.map_or("", |token| token.lower.as_str());
        match element {
            "_" => true,
            "<not>" => self.plain_negators.contains(word),
            "<digits>" => token.is_some_and(|token| token.kind == TokenKind::Digits),
            _ => match (element.strip_prefix('!'), element.strip_suffix('…')) {
                (Some(other), _) => word != other,
                (None, Some(start)) => word.starts_with(start),
                (None, None) => element.split('|').any(|one| one == word),
            },
        }
    }
}

/// What was read from the words of a sentence.
#[derive(Debug, Default)]
pub(crate) struct ModalFacts {
    pub(crate) modality: Vec<Modality>,
    pub(crate) negations: u16,
    /// A plain statement says that something is not or never done.
    pub(crate) denies: bool,
}

/// Read the words of a sentence; those used for numbers and bounds are passed over.
pub(crate) fn modal_facts(tokens: &[Token], used: &[bool]) -> ModalFacts {
    let mut facts = ModalFacts::default();
    let mut modal = vec![false; tokens.len()];
    let free = |at: usize| {
        tokens.get(at).filter(|token| token.kind == TokenKind::Word && !used.get(at).copied().unwrap_or(true))
    };
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
        if let Some(modality) = modality_at(tokens, used, at, length, meaning) {
            facts.modality.push(modality);
            (at..at + length).for_each(|at| modal.get_mut(at).into_iter().for_each(|modal| *modal = true));
        }
        at += length;
    }
    facts.modality.sort_unstable();
    let negations =
        (0..tokens.len()).filter(|at| free(*at).is_some_and(|_| is_negation(tokens, *at))).count();
    facts.negations = u16::try_from(negations).unwrap_or(u16::MAX);
    facts.denies = denies(tokens, used, &modal);
    facts
}

/// What a phrase says where it stands; `None` where it is no modality there.
fn modality_at(
    tokens: &[Token],
    used: &[bool],
    at: usize,
    length: usize,
    meaning: Meaning,
) -> Option<Modality> {
    let own = &*VOCABULARY;
    let first = tokens.get(at)?;
    let behind = at + length;
    let is_exception = |exception: &Exception| {
        let mut before = exception.before.iter().rev().zip(1..);
        let mut after = exception.behind.iter().zip(behind..);
        (!exception.is_capital || first.capital)
            && before
                .all(|(element, back)| own.fits(element, at.checked_sub(back).and_then(|at| tokens.get(at))))
            && after.all(|(element, at)| own.fits(element, tokens.get(at)))
    };
    if own.exceptions.get(first.lower.as_str()).is_some_and(|all| all.iter().any(is_exception)) {
        return None;
    }
    let follows = tokens.get(behind).filter(|_| !used.get(behind).copied().unwrap_or(true));
    let last = tokens.get(behind - 1).and_then(|last| own.negators_behind.get(last.lower.as_str()));
    let negated_behind =
        follows.zip(last).is_some_and(|(follows, negators)| negators.contains(&follows.lower.as_str()));
    if negated_behind || is_negated(tokens, used, at) { meaning.negated } else { Some(meaning.plain) }
}

/// Whether a phrase that begins at a token is negated by what stands before it.
fn is_negated(tokens: &[Token], used: &[bool], at: usize) -> bool {
    let mut passed_auxiliaries = true;
    for back in 1..=5 {
        let Some(token) =
            at.checked_sub(back).and_then(|at| tokens.get(at)).filter(|token| token.kind == TokenKind::Word)
        else {
            return false;
        };
        let uses = VOCABULARY.uses_of(&token.lower);
        let bounds = used.get(at - back).copied().unwrap_or(true);
        if passed_auxiliaries && back <= 3 && uses.negates && !bounds {
            return true;
        }
        // No user may; nobody can.
        if uses.is_nobody || uses.is_no && back > 1 {
            return true;
        }
        passed_auxiliaries = passed_auxiliaries && uses.is_auxiliary;
    }
    false
}

fn is_negation(tokens: &[Token], at: usize) -> bool {
    let own = &*VOCABULARY;
    let Some(word) = tokens.get(at).map(|token| token.lower.as_str()) else { return false };
    let uses = own.uses_of(word);
    uses.is_negation
        || uses.is_negation_but_for_point && !tokens.get(at + 1).is_some_and(|next| next.is("."))
        || own.negation_endings.iter().any(|ending| word.ends_with(ending))
        || own.negation_beginnings.iter().any(|start| word.starts_with(start))
}

/// Whether a plain statement denies: never, nobody, or `не` before a verb of the present.
fn denies(tokens: &[Token], used: &[bool], modal: &[bool]) -> bool {
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
        let uses = VOCABULARY.uses_of(&token.lower);
        if begins {
            conditional = uses.opens_condition;
        }
        begins = false;
        if used.get(at).copied().unwrap_or(true) {
            continue;
        }
        if uses.denies {
            return true;
        }
        if uses.is_condition {
            conditional = true;
        }
        let next = tokens.get(at + 1);
        let is_modal = |at: usize| modal.get(at).copied().unwrap_or(false);
        let denied = if uses.denies_verb {
            modal.get(at + 1) == Some(&false)
                && next.is_some_and(|next| next.kind == TokenKind::Word && is_present(&next.lower))
        } else if uses.is_denying_auxiliary {
            !is_modal(at) && !is_modal(at + 1)
        } else {
            uses.is_auxiliary_before_not && next.is_some_and(|next| next.is("not")) && !is_modal(at + 2)
        };
        if denied && !conditional {
            return true;
        }
    }
    false
}

/// Whether a word behind `не` looks like a verb of the present or an order.
fn is_present(word: &str) -> bool {
    let own = &*VOCABULARY;
    !own.no_verbs.contains(word) && own.verb_endings.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::ModalVocabulary;

    #[test]
    fn every_key_is_known() {
        assert_eq!(ModalVocabulary::read().err(), None);
    }
}
