//! Texts and quotes in other forms.

use crate::base::{Message, msg};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{Habit, at_words, help, instead, is_text, is_word, stem, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::Rule;

pub(super) fn text(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let is_code = |word: &str| word.len() == 2 && is_word(word);
    let said = ["say", "how", "because"].contains(&word(-1));
    if expected.rules == [Rule::name] && said && (is_text(word(0)) || word(0) == "(") {
        let text = [0, 3].iter().map(|at| word(*at)).find(|word| is_text(word)).unwrap_or("\"…\"");
        let language = match [word(1), language_of(text)] {
            [code, _] if is_code(code) => code,
            [_, guess] => guess,
        };
        return Some(write(&format!("{} {language} {text}", word(-1))));
    }
    if word(0) == "-" && expected.has(Rule::string) && is_word(word(1)) && word(-1).len() <= 3 {
        let tag = format!("{}-{}", word(-1), word(1));
        let message = msg!(rules.not_a_language, tag = tag);
        return Some(at_words(tokens, -1, 1, message, msg!(syntax.write, word = word(-1))));
    }
    if let Some(found) = unnamed(tokens, file) {
        return Some(found);
    }
    if tokens.nth(0) == "import" && expected.rules == [Rule::string] && !word(0).is_empty() {
        let path = tokens.joined(tokens.here(), tokens.in_first_line());
        return Some(write(&format!("\"{path}\"")));
    }
    if let Some(found) = two_quotes(tokens) {
        return Some(found);
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

/// The language of a text without one.
fn language_of(text: &str) -> &'static str {
    let russian = text.chars().any(|letter| ('а'..='я').contains(&letter));
    if russian { "ru" } else { "en" }
}

/// A document by its path, or no document, where its name is due.
fn unnamed(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    const CITING: [&str; 4] = ["cites", "between", "aside", "and"];
    let here = tokens.here();
    let from = if is_text(tokens.word(0)) { here } else { here - 1 };
    let clause = tokens.nth(from.checked_sub(1)?);
    let text = (here..tokens.count()).take_while(|at| tokens.line_of(*at) == tokens.line_of(here));
    let text = text.filter(|at| *at > from).find(|at| is_text(tokens.nth(*at)));
    if !CITING.contains(&clause) || !is_text(tokens.word(0)) && ![".", "/"].contains(&tokens.word(0)) {
        return None;
    }
    let Some(text) = text else {
        let quote = tokens.nth(from);
        let name = file.documents().next().filter(|_| is_text(quote));
        return Some(help(match name {
            Some(name) => msg!(syntax.write, word = format!("{clause} {name} {quote}")),
            None => msg!(syntax.name_the_document, clause = clause),
        }));
    };
    let path = tokens.joined(from, text);
    let (path, quote) = (path.trim_matches('"'), tokens.nth(text));
    Some(help(match file.document_at(path) {
        Some(name) => msg!(syntax.write, word = format!("{clause} {name} {quote}")),
        None => {
            let name = stem(path);
            let declaration = format!("document {name} \"{path}\"");
            let citation = format!("{clause} {name} {quote}");
            msg!(syntax.declare_the_document, declaration = declaration, citation = citation)
        }
    }))
}

/// Two quotes joined by a word or a sign in one citation.
fn two_quotes(tokens: &Tokens<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let document = word(-2);
    let joints = ["...", "…", "and", ",", "&", "+", "or", ";"];
    if word(-3) != "cites" || !is_text(word(-1)) || !joints.contains(&word(0)) || !is_text(word(1)) {
        return None;
    }
    let inner = |text: &'_ str| text.trim_matches('"').to_owned();
    let (first, second) = (inner(word(-1)), inner(word(1)));
    let one = format!("cites {document} \"{first} … {second}\"");
    let help: Message = match word(0) {
        "..." | "…" => msg!(syntax.write, word = one),
        _ => msg!(syntax.quote_two_places, one = one, other = format!("cites {document} \"{second}\"")),
    };
    let message = expected_found(msg!(syntax.next_clause), word(0));
    Some(Habit { range: None, message: Some(message), help })
}
