//! Which sentences lead in what stands behind them, by what they say.

use crate::prose::facts::modal_facts::modal_facts;
use crate::prose::facts::tokens::{Token, tokens};
use crate::prose::language::Section;

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
    let mut is_aside = false;
    words.retain(|token: &Token| {
        if Section::RelativePronoun.has(&token.lower) {
            is_aside = true;
        } else if token.is(",") {
            is_aside = false;
        }
        !is_aside
    });
    modal_facts(&words, false).modality.is_empty()
}
