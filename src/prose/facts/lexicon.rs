//! What single words are: units, what goes with them, and what is counted by no number.

use crate::prose::language::{Section, Table, Words, table, words};
use std::sync::LazyLock;

/// No ending of an adjective is longer, in letters.
const LONGEST_ENDING: usize = 3;
/// A word that ends as adjectives do is one from so many letters on.
const SHORTEST_ADJECTIVE: usize = 5;

/// The words of all languages by what they are.
struct Lexicon {
    time_units: Table<&'static str>,
    time_adjectives: Table<&'static str>,
    other_units: Table<&'static str>,
    unit_adjectives: Table<&'static str>,
    qualifiers: Table<&'static str>,
    qualifying_adjectives: Table<&'static str>,
    single_spans: Words,
    months: Words,
    currency_marks: Words,
    adjective_endings: Words,
    endings_before_unit: Vec<&'static str>,
    plural_adjective_endings: Vec<&'static str>,
    no_plural_endings: Vec<&'static str>,
    no_units: Words,
    verb_endings: Vec<&'static str>,
    clauses: Words,
    clause_beginnings: Vec<&'static str>,
    clauses_before_point: Words,
    clause_joints: Words,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    time_units: table(Section::UnitOfTime),
    time_adjectives: table(Section::AdjectiveOfTime),
    other_units: table(Section::Unit),
    unit_adjectives: table(Section::AdjectiveOfAUnit),
    qualifiers: table(Section::QualifierOfTime),
    qualifying_adjectives: table(Section::AdjectiveThatQualifiesTime),
    single_spans: words(Section::OneSpanOfTime),
    months: words(Section::Month),
    currency_marks: words(Section::CurrencyMark),
    adjective_endings: words(Section::AdjectiveEnding),
    endings_before_unit: words(Section::AdjectiveEndingBeforeAUnit),
    plural_adjective_endings: words(Section::EndingOfAPluralAdjective),
    no_plural_endings: words(Section::EndingThatIsNoPlural),
    no_units: words(Section::WordThatIsNoUnit),
    verb_endings: words(Section::VerbEnding),
    clauses: words(Section::Clause),
    clause_beginnings: words(Section::BeginningOfAClause),
    clauses_before_point: words(Section::ClauseBeforeAPoint),
    clause_joints: words(Section::WordBetweenClauses),
});

/// The known units that are spans of time, as nouns and adjectives: the word that they compare by.
pub(crate) fn time_unit(word: &str) -> Option<&'static str> {
    LEXICON.time_units.get(word).copied().or_else(|| adjective(&LEXICON.time_adjectives, word))
}

/// The known units that are no spans of time: the word that they compare by.
pub(crate) fn other_unit(word: &str) -> Option<&'static str> {
    LEXICON.other_units.get(word).copied().or_else(|| adjective(&LEXICON.unit_adjectives, word))
}

/// Whether a word names a unit whatever stands around it.
pub(crate) fn is_known_unit(word: &str) -> bool {
    time_unit(word).is_some() || other_unit(word).is_some()
}

/// Words that make a span of time another one: what they compare by.
pub(crate) fn qualifier(word: &str) -> Option<&'static str> {
    LEXICON.qualifiers.get(word).copied().or_else(|| adjective(&LEXICON.qualifying_adjectives, word))
}

/// What an adjective means whose letters but for the ending are in a table.
pub(crate) fn adjective<T: Copy>(stems: &Table<T>, word: &str) -> Option<T> {
    let cuts = word.char_indices().rev().take(LONGEST_ENDING).skip(1);
    cuts.filter_map(|(cut, _)| word.split_at_checked(cut))
        .filter(|(_, ending)| is_adjective_ending(ending))
        .find_map(|(stem, _)| stems.get(stem).copied())
}

/// Whether these are the last letters of an adjective.
pub(crate) fn is_adjective_ending(ending: &str) -> bool {
    LEXICON.adjective_endings.contains(ending)
}

/// Whether a word before a unit looks like an adjective.
pub(crate) fn looks_like_adjective(word: &str) -> bool {
    let ends = || LEXICON.endings_before_unit.iter().any(|ending| word.ends_with(ending));
    qualifier(word).is_some() || word.chars().count() >= SHORTEST_ADJECTIVE && ends()
}

/// Whether a word before a unit may be an adjective of many.
pub(crate) fn ends_like_plural_adjective(word: &str) -> bool {
    LEXICON.plural_adjective_endings.iter().any(|ending| word.ends_with(ending))
}

/// Whether an English word looks like a plural.
pub(crate) fn looks_like_plural(word: &str) -> bool {
    let odd = || LEXICON.no_plural_endings.iter().any(|ending| word.ends_with(ending));
    word.len() > 3 && word.ends_with('s') && !odd()
}

/// Marks that stand for money.
pub(crate) fn is_currency(mark: &str) -> bool {
    LEXICON.currency_marks.contains(mark)
}

/// Words after a number that are no unit of it.
pub(crate) fn is_no_unit(word: &str) -> bool {
    LEXICON.no_units.contains(word) || LEXICON.verb_endings.iter().any(|ending| word.ends_with(ending))
}

/// Words before a number that say that it is the number of a clause, a picture, a version.
pub(crate) fn is_clause(word: &str) -> bool {
    LEXICON.clauses.contains(word) || LEXICON.clause_beginnings.iter().any(|start| word.starts_with(start))
}

/// Whether a word with a point behind it says the same.
pub(crate) fn is_clause_before_point(word: &str) -> bool {
    LEXICON.clauses_before_point.contains(word)
}

/// Whether a word or mark joins the number of a clause with the next.
pub(crate) fn joins_clauses(word: &str) -> bool {
    LEXICON.clause_joints.contains(word)
}

/// Whether a word is one span of time, not many.
pub(crate) fn is_one_span(word: &str) -> bool {
    LEXICON.single_spans.contains(word)
}

pub(crate) fn is_month(word: &str) -> bool {
    LEXICON.months.contains(word)
}
