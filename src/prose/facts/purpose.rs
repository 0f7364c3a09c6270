//! Which sentences and titles lead in what stands behind them, by what they say.

use crate::prose::facts::modal_facts::modal_facts;
use crate::prose::facts::modality::Modality;
use crate::prose::facts::tokens::{Token, TokenKind, tokens};
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

/// The longest title, in words, that forbids or asks for what is listed below it, and that lets it.
const LONGEST_TITLE: usize = 4;
const LONGEST_TITLE_THAT_LETS: usize = 2;

/// Whether a title says of a list below it that it is forbidden, asked for or let: "Prohibited items", "Нельзя".
pub(crate) fn leads_as_title(title: &str) -> bool {
    let words = tokens(title);
    let length = words.iter().filter(|token| token.kind == TokenKind::Word).count();
    if length > LONGEST_TITLE || title.ends_with('?') {
        return false;
    }
    modal_facts(&words, false).modality.iter().any(|modality| match modality {
        Modality::MayNot | Modality::MustNot | Modality::Must => true,
        Modality::May => length <= LONGEST_TITLE_THAT_LETS,
        _ => false,
    })
}
