//! What single words are: units, what goes with them, and what is counted by no number.

use crate::prose::language::Section;

/// No ending of an adjective is longer, in letters.
const LONGEST_ENDING: usize = 3;
/// A word that ends as adjectives do is one from so many letters on.
const SHORTEST_ADJECTIVE: usize = 5;

/// The known units that are spans of time, as nouns and adjectives: the word that they compare by.
pub(crate) fn time_unit(word: &str) -> Option<&'static str> {
    noun_or_adjective(Section::UnitOfTime, Section::AdjectiveOfTime, word)
}

/// The known units that are no spans of time: the word that they compare by.
pub(crate) fn other_unit(word: &str) -> Option<&'static str> {
    noun_or_adjective(Section::Unit, Section::AdjectiveOfAUnit, word)
}

/// Words that make a span of time another one: what they compare by.
pub(crate) fn qualifier(word: &str) -> Option<&'static str> {
    noun_or_adjective(Section::QualifierOfTime, Section::AdjectiveThatQualifiesTime, word)
}

pub(crate) fn noun_or_adjective(nouns: Section, adjectives: Section, word: &str) -> Option<&'static str> {
    nouns.key_of(word).or_else(|| adjective(word, |stem| adjectives.key_of(stem)))
}

/// Whether a word names a unit whatever stands around it.
pub(crate) fn is_known_unit(word: &str) -> bool {
    time_unit(word).is_some() || other_unit(word).is_some()
}

/// What an adjective means, by its letters but for the ending.
pub(crate) fn adjective<T>(word: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
    let cuts = word.char_indices().rev().take(LONGEST_ENDING).skip(1);
    cuts.filter_map(|(cut, _)| word.split_at_checked(cut))
        .filter(|(_, ending)| Section::AdjectiveEnding.has(ending))
        .find_map(|(stem, _)| meaning(stem))
}

pub(crate) fn looks_like_adjective(word: &str) -> bool {
    qualifier(word).is_some()
        || word.chars().count() >= SHORTEST_ADJECTIVE && Section::AdjectiveEndingBeforeAUnit.ends(word)
}

pub(crate) fn looks_like_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !Section::EndingThatIsNoPlural.ends(word)
}

pub(crate) fn is_no_unit(word: &str) -> bool {
    Section::WordThatIsNoUnit.has(word) || Section::VerbEnding.ends(word)
}

/// `returned`, `sent`
pub(crate) fn is_participle(word: &str) -> bool {
    const SHORTEST: usize = 4;
    word.len() >= SHORTEST && word.ends_with("ed") || Section::IrregularParticiple.has(word)
}

pub(crate) fn is_adverb(word: &str) -> bool {
    word.ends_with("ly") || Section::AdverbBeforeAParticiple.has(word)
}
