//! What titles say of what stands under them: that it is forbidden or asked for, or that it is a rule.

use crate::prose::facts::lexicon::looks_like_adjective;
use crate::prose::facts::modal_facts::modal_facts;
use crate::prose::facts::modality::Modality;
use crate::prose::facts::tokens::{Token, TokenKind, tokens};
use crate::prose::language::Section;

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
    names_duties(&words)
        || modal_facts(&words, false).modality.iter().any(|modality| match modality {
            Modality::MayNot | Modality::MustNot | Modality::Must => true,
            Modality::May => length <= LONGEST_TITLE_THAT_LETS,
            _ => false,
        })
}

/// Whether a title or a sentence that leads in says that duties or powers follow: "The chair's duties include:",
/// "Полномочия главы".
pub(crate) fn lists_duties(text: &str, words: &[Token]) -> bool {
    (text.ends_with(':') || words.len() <= LONGEST_TITLE) && names_duties(words)
}

fn names_duties(words: &[Token]) -> bool {
    words.iter().any(|token| Section::NounOfDuties.has(&token.lower))
}

/// Whether what is told under a title is a rule: "Refund policy", "Порядок оплаты". What tells how to do something
/// with rules is none: "Set up rules", "Настройка прав".
pub(crate) fn is_title_of_rules(title: &str) -> bool {
    let words = tokens(title);
    let mut own =
        words.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.lower.as_str());
    let names_rules =
        |word: &str| Section::BeginningOfATitleOfRules.begins(word) || Section::TitleOfRules.has(word);
    let Some(first) = own.next().filter(|_| !title.ends_with('?')) else { return false };
    if names_rules(first) {
        return true;
    }
    let is_how = Section::QuestionWord.has(first) || Section::BeginningOfAQuestionWord.begins(first);
    if is_how || Section::BeginningOfAnInstruction.has(first) || first.ends_with("ing") {
        return false;
    }
    // The noun stands behind its adjectives, in English behind other nouns, too.
    let describes = |word: &str| {
        let is_plural =
            Section::EndingOfAPluralAdjective.ends(word) && !Section::EndingOfAVerbalNoun.ends(word);
        word.is_ascii() || looks_like_adjective(word) || is_plural
    };
    let is_open = |word: &&str| !Section::WordBehindANounOfATitle.has(word);
    let mut near =
        own.take_while(is_open).take(LONGEST_TITLE).take_while(|word| describes(word) || names_rules(word));
    describes(first) && near.any(names_rules)
}
