//! Texts and quotes in other forms.

use crate::base::{msg, suggest};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{Habit, at_words, instead, is_text, is_word, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{CLAUSES, Rule};

pub(super) fn text(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let is_code = |word: &str| word.len() == 2 && is_word(word);
    if let Some(found) = clause(tokens, expected, file) {
        return Some(found);
    }
    let said = ["say", "how", "because"].contains(&word(-1));
    if expected.rules == [Rule::name] && said && (is_text(word(0)) || word(0) == "(") {
        let text = [0, 3].iter().map(|at| word(*at)).find(|word| is_text(word)).unwrap_or("\"…\"");
        let language = match [word(1), language_of(text)] {
            [code, _] if is_code(code) => code,
            [_, guess] => guess,
        };
        return Some(write(&format!("{} {language} {text}", word(-1))));
    }
    // A text without its marks.
    let clause = ["say", "how", "because"].contains(&word(-2));
    let here = tokens.here();
    let end = (here..tokens.count()).find(|at| tokens.line_of(*at) != tokens.line_of(here));
    let line = tokens.joined(here, end.unwrap_or(tokens.count()));
    if clause && expected.rules == [Rule::string] && is_word(word(0)) && !line.contains('"') {
        return Some(write(&format!("{} {} \"{line}\"", word(-2), word(-1))));
    }
    if word(0) == "-" && expected.has(Rule::string) && is_word(word(1)) && word(-1).len() <= 3 {
        let tag = format!("{}-{}", word(-1), word(1));
        let message = msg!(rules.not_a_language, tag = tag);
        return Some(at_words(tokens, -1, 1, message, msg!(syntax.write, word = word(-1))));
    }
    if tokens.nth(0) == "import" && expected.rules == [Rule::string] && !word(0).is_empty() {
        let path = tokens.joined(tokens.here(), tokens.in_first_line());
        return Some(write(&format!("\"{path}\"")));
    }
    // `en "…", ru "…"`
    if [",", "and", "&", "и", ";"].contains(&word(0))
        && is_text(word(-1))
        && is_code(word(1))
        && is_text(word(2))
    {
        let message = Some(expected_found(msg!(syntax.a_language), word(0)));
        return Some(Habit { range: None, message, help: msg!(syntax.delete_word, word = word(0)) });
    }
    // `reason "…"`
    let says = expected.has(Rule::say) || expected.has(Rule::k_say);
    if tokens.begins_line(0) && is_word(word(0)) && is_text(word(1)) && says && word(0) != "cites" {
        let whole = format!("say {} {}", language_of(word(1)), word(1));
        return Some(instead(tokens, tokens.here(), tokens.here() + 1, "say", &whole));
    }
    // A word for a clause that the language does not know.
    if tokens.begins_line(0) && is_word(word(0)) && is_word(word(1)) && is_text(word(2)) {
        let known = [
            (Rule::say, Rule::k_say, "say"),
            (Rule::cites, Rule::k_cites, "cites"),
            (Rule::how, Rule::k_how, "how"),
        ];
        let clause = known.iter().rev().find(|(clause, keyword, clause_word)| {
            (expected.has(*clause) || expected.has(*keyword)) && (*clause_word == "cites") != is_code(word(1))
        });
        let (_, _, clause) = clause?;
        let whole = format!("{clause} {} {}", word(1), word(2));
        return Some(instead(tokens, tokens.here(), tokens.here() + 1, clause, &whole));
    }
    None
}

/// A word at the beginning of a line that was taken for the language of one more text, but begins a clause.
fn clause(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let (word, found) = (tokens.word(-1), tokens.word(0));
    if expected.rules != [Rule::string] || !tokens.begins_line(-1) || tokens.begins_line(0) || !is_word(found)
    {
        return None;
    }
    let cites = file.documents().any(|name| name == found);
    let near = suggest::nearest(word, CLAUSES).filter(|_| word.chars().count() > 2);
    let clause = if cites { Some("cites") } else { instead_of_clause(word).or(near) }?;
    let here = tokens.here() - 1;
    let end = (here..tokens.count()).find(|at| tokens.line_of(*at) != tokens.line_of(here));
    let rest = tokens.joined(here + 1, end.unwrap_or(tokens.count()));
    Some(instead(tokens, here, here + 1, clause, &format!("{clause} {rest}")))
}

fn instead_of_clause(word: &str) -> Option<&'static str> {
    match word {
        "if" | "where" | "only" => Some("when"),
        "except" | "but" => Some("unless"),
        _ => None,
    }
}

/// The language of a text without one.
fn language_of(text: &str) -> &'static str {
    let russian = text.chars().any(|letter| ('а'..='я').contains(&letter));
    if russian { "ru" } else { "en" }
}
