//! Which sentences lead in what stands behind them, by what they say.

use crate::prose::facts::modal_facts::modal_facts;
use crate::prose::facts::regulations::promises_what_follows;
use crate::prose::facts::roles::{RoleWords, is_person};
use crate::prose::facts::sentence::Facts;
use crate::prose::facts::tokens::{Token, tokens};
use crate::prose::language::Section;

/// So many words and marks has a lead-in that names people and no steps.
const MOST_OF_A_PERSON: usize = 4;

/// Whether a sentence that leads in says only what the steps behind it are for: "to edit a disk that must be kept".
/// What it says of the thing is not said of the steps.
pub(crate) fn is_only_a_purpose(sentence: &str) -> bool {
    let mut words = tokens(sentence);
    let begins = |phrase: &str| {
        let mut at = words.iter();
        phrase.split(' ').all(|word| at.next().is_some_and(|token| token.is(word)))
    };
    if !Section::BeginningOfAPurpose.items().iter().any(|(_, phrase)| begins(phrase)) {
        return false;
    }
    // "For guests:" says who is spoken of.
    if words.iter().take(MOST_OF_A_PERSON).any(|token| is_person(&token.lower))
        && words.len() <= MOST_OF_A_PERSON
    {
        return false;
    }
    let mut is_aside = false;
    words.retain(|token: &Token| {
        if Section::RelativePronoun.has(&token.lower) {
            is_aside = true;
        } else if token.is(",") {
            is_aside = false;
        }
        !is_aside
    });
    modal_facts(&words, false).modality.is_empty() && !promises_what_follows(&words)
}

/// A longer line, in letters and in words, is no title without being set as one.
const LONGEST_LINE: usize = 80;
const LONGEST_LINE_IN_WORDS: usize = 10;

/// Whether a line that stands alone reads as the title of what follows it.
pub(crate) fn reads_as_title(line: &str) -> bool {
    looks_like_title(line) && states_nothing(line)
}

/// Whether a line is as short as a title, and ends as no sentence does.
pub(crate) fn looks_like_title(line: &str) -> bool {
    let begins = |first: char| first.is_uppercase() || first.is_ascii_digit();
    line.trim_start_matches(['"', '(']).starts_with(begins)
        && line.chars().nth(LONGEST_LINE).is_none()
        && line.split(' ').nth(LONGEST_LINE_IN_WORDS).is_none()
        && line.chars().nth(1).is_some()
        && line.contains(char::is_alphabetic)
        && !line.ends_with(['.', '!', '?', ';', ':', ',', '…'])
}

/// Whether a line neither states something nor only asks for attention.
pub(crate) fn states_nothing(line: &str) -> bool {
    let lower = line.to_lowercase();
    !Section::OpeningThatSaysNothing.items().iter().any(|(_, own)| *own == lower)
        && Facts::read(line, &[], &RoleWords::default()).1.is_none()
}

/// Whether a sentence without its point is the title of those behind it: "Guests.", "Yes."
pub(crate) fn runs_in(sentence: &str) -> bool {
    const LONGEST: usize = 3;
    sentence.split(' ').nth(LONGEST).is_none() && reads_as_title(sentence)
}
