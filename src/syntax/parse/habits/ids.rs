//! Ids that are missing, or of several words.

use crate::base::msg;
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::habits::words::{Habit, is_number, is_text, is_word};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::CLAUSES;

/// Declarations that have an id, each with an example of one.
const WITH_ID: [(&str, &str); 6] = [
    ("permit", "members-invite"),
    ("forbid", "guests-invite"),
    ("limit", "ten-integrators"),
    ("never", "empty-teams"),
    ("deadline", "reply-in-time"),
    ("conflict", "how-many"),
];

/// An id that is missing, or of several words.
pub(super) fn id(tokens: &Tokens<'_>) -> Option<Habit> {
    let kind = tokens.nth(0);
    let (_, example) = WITH_ID.iter().find(|(word, _)| *word == kind)?;
    let found = tokens.nth(1);
    let below = tokens.line_of(1).is_some_and(|line| line > 0);
    if is_text(found) {
        let is_sign = |letter: char| !letter.is_alphanumeric() && letter != '_';
        let id = found.split(is_sign).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let id =
            if id.starts_with(char::is_alphabetic) { format!("{kind} {id}") } else { (*example).to_owned() };
        return Some(Habit { range: None, message: None, help: msg!(syntax.write, word = id) });
    }
    // What was taken for the id begins the sentence.
    let sentence = ["may", "can", "cannot", "must", "where", ","].contains(&tokens.nth(2));
    let keyword = CLAUSES.contains(&found) || found == "no" || sentence && tokens.line_of(2) == Some(0);
    if found.is_empty() || below || (keyword && tokens.here() <= 3) {
        return Some(Habit {
            range: Some(tokens.range_of(1)),
            message: Some(expected_found(msg!(syntax.an_id), found)),
            help: msg!(syntax.rule_needs_id, example = format!("{kind} {example}")),
        });
    }
    // All words of the first line but the keyword, where the line holds nothing else.
    let words: Vec<&str> = (1..tokens.in_first_line()).map(|at| tokens.nth(at)).collect();
    let only_words = words
        .iter()
        .all(|word| (is_word(word) || is_number(word) || *word == "-") && !CLAUSES.contains(word));
    let spaced = words.windows(2).any(|pair| !pair.contains(&"-"));
    if only_words && spaced && tokens.here() <= words.len() + 1 {
        let parts: Vec<&str> = words.iter().copied().filter(|word| *word != "-").collect();
        let (start, _) = tokens.range_of(1);
        let (_, end) = tokens.range_of(words.len());
        return Some(Habit {
            range: Some((start, end)),
            message: Some(expected_found(msg!(syntax.an_id), &tokens.joined(1, words.len() + 1))),
            help: msg!(syntax.one_word_id, id = parts.join("-")),
        });
    }
    None
}
