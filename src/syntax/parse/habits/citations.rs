//! Citations in other forms.

use crate::base::{Message, msg};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{Habit, help, instead, is_text, is_word, stem, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::Rule;

const CITING: [&str; 4] = ["cites", "between", "aside", "and"];
/// What people write before a heading.
const HEADINGS: [&str; 8] = ["in", "section", "chapter", "heading", "from", "в", "раздел", "глава"];

pub(super) fn citation(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    unnamed(tokens, file)
        .or_else(|| two_quotes(tokens))
        .or_else(|| section(tokens, expected))
        .or_else(|| passage(tokens, expected))
        .or_else(|| clause(tokens, expected, file))
}

/// What is set aside without a quote: a heading in other words, or nothing.
fn section(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let here = tokens.here();
    if tokens.nth(0) != "aside" {
        return None;
    }
    let (name, found, heading) = (tokens.nth(1), tokens.word(0), tokens.word(1));
    // `aside section "History" of article`
    if HEADINGS.contains(&name) && is_text(tokens.nth(2)) && here == 3 && is_word(heading) {
        return Some(write(&format!("aside {heading} under {}", tokens.nth(2))));
    }
    if here != 2 || !(expected.has(Rule::under) || expected.has(Rule::k_under)) {
        return None;
    }
    match found {
        _ if HEADINGS.contains(&found) && is_text(heading) => {
            Some(instead(tokens, here, here + 1, "under", &format!("aside {name} under {heading}")))
        }
        "" | "because" => Some(help(msg!(syntax.aside_forms, name = name))),
        _ => None,
    }
}

/// A quote at another place than behind the name of its document, or without marks; its heading in other words.
fn passage(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let here = tokens.here();
    let found = tokens.word(0);
    let line: Vec<usize> =
        (here..tokens.count()).take_while(|at| tokens.line_of(*at) == tokens.line_of(here)).collect();
    let text = line.iter().find(|at| is_text(tokens.nth(**at))).map(|at| tokens.nth(*at));
    if (expected.has(Rule::under) || expected.has(Rule::k_under))
        && HEADINGS.contains(&found)
        && is_text(tokens.word(-1))
    {
        let heading = text.filter(|_| is_text(tokens.word(1)))?;
        return Some(instead(tokens, here, here + 1, "under", &format!("under {heading}")));
    }
    let at = (0..here).rev().take(2).find(|at| CITING.contains(&tokens.nth(*at)))?;
    let (clause, name) = (tokens.nth(at), tokens.nth(at + 1));
    let is_due = expected.rules == [Rule::string] || clause == "aside" && expected.has(Rule::string);
    if !is_due || at + 2 != here {
        return None;
    }
    if ["the", "a", "an"].contains(&name) {
        let message = Some(expected_found(msg!(syntax.a_document), name));
        return Some(Habit {
            range: Some(tokens.range_of(at + 1)),
            message,
            help: msg!(syntax.delete_word, word = name),
        });
    }
    match (found, text) {
        (",", Some(_)) if is_text(tokens.word(1)) => Some(help(msg!(syntax.delete_word, word = ","))),
        ("under", Some(heading)) => Some(write(&format!("{clause} {name} \"…\" under {heading}"))),
        (word, Some(quote)) if is_word(word) => Some(write(&format!("{clause} {name} {quote} under \"…\""))),
        (word, None) if is_word(word) => {
            let quote = tokens.joined(here, line.last()? + 1);
            Some(write(&format!("{clause} {name} \"{quote}\"")))
        }
        _ => None,
    }
}

/// A citation behind other words than `cites`: `according to handbook "…"`.
fn clause(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let here = tokens.here();
    let cites = expected.has(Rule::cites) || expected.has(Rule::k_cites);
    if !cites || !tokens.begins_line(0) || !is_word(tokens.word(0)) {
        return None;
    }
    let mut line = (here..tokens.count()).take_while(|at| tokens.line_of(*at) == tokens.line_of(here));
    let text = line.find(|at| is_text(tokens.nth(*at))).filter(|at| *at > here + 1)?;
    let name = tokens.nth(text - 1);
    let whole = format!("cites {name} {}", tokens.nth(text));
    let declared = file.documents().any(|known| known == name);
    declared.then(|| instead(tokens, here, text - 1, "cites", &whole))
}

/// A document by its path, or no document, where its name is due.
fn unnamed(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
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
    if let Some(name) = file.document_at(path) {
        return Some(write(&format!("{clause} {name} {quote}")));
    }
    let name = stem(path);
    let declaration = format!("document {name} \"{path}\"");
    let citation = format!("{clause} {name} {quote}");
    Some(help(msg!(syntax.declare_the_document, declaration = declaration, citation = citation)))
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
