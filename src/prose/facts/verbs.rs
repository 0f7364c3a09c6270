//! What stands around a verb: whether it looks like one, and who stands before it.

use crate::prose::facts::lexicon::is_adverb;
use crate::prose::facts::roles::is_person;
use crate::prose::facts::tokens::{Token, TokenKind, word};
use crate::prose::language::Section;

/// Whether something is done with it: `the board members` alone names somebody.
pub(crate) fn goes_on(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| next.kind != TokenKind::Mark)
}

/// `the treasurer keeps`: what ends so behind somebody is a verb.
pub(crate) fn is_singular_verb(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.contains('\'') && !Section::EndingThatIsNoPlural.ends(word)
}

pub(crate) fn is_somebody(word: &str) -> bool {
    Section::SubjectOfAPromise.has(word) || Section::Person.has(word) || Section::PersonWithoutARole.has(word)
}

/// `shown`, `target-based`
pub(crate) fn says_no_duty(participle: &str) -> bool {
    Section::ParticipleOfNoDuty.has(participle.rsplit('-').next().unwrap_or_default())
}

/// The word before a token that is no adverb.
pub(crate) fn before(tokens: &[Token], at: usize) -> &str {
    const NEAR: usize = 3;
    let mut back = (1..=NEAR).filter_map(|back| at.checked_sub(back)).map(|at| word(tokens, at));
    back.find(|word| !is_adverb(word)).unwrap_or_default()
}

/// Whether somebody stands before a verb: it is no order, and no purpose.
pub(crate) fn has_a_subject(tokens: &[Token], at: usize) -> bool {
    let before = before(tokens, at);
    // Each member, as well as each guest, receives a key.
    let is_behind_a_comma = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|mark| mark.is(","));
    if is_behind_a_comma {
        return tokens.get(..at).unwrap_or_default().iter().any(|token| is_person(&token.lower));
    }
    !before.is_empty() && !Section::WordBeforeAnInfinitive.has(before)
}
