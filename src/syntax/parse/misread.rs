//! What to say of a declaration that the grammar does not read.

use crate::base::{Code, Diagnostic, Span, suggest};
use crate::syntax::parse::reader::Reader;
use crate::syntax::vocabulary::{DECLARATIONS, Grammar, Rule, human, instead_of};
use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

impl Reader<'_> {
    pub(super) fn misread(&self, slice: &str, error: &pest::error::Error<Rule>) -> Diagnostic {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let rest = slice.get(at..).unwrap_or_default();
        let skipped = rest.len() - skip_blank(rest).len();
        let (at, found) = (at + skipped, first_token(skip_blank(rest)));
        let place = Span::new(self.source, self.base + at, self.base + at + found.len());
        if at == 0 {
            return Diagnostic::error(Code::E0102, format!("no declaration begins with `{found}`"))
                .label(place, "a declaration is due at the start of a line")
                .maybe_help(match instead_of(found) {
                    Some(remedy) => Some(remedy.to_owned()),
                    None => suggest::did_you_mean(found, DECLARATIONS),
                });
        }
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
            return Diagnostic::error(Code::E0106, "this declaration takes too long to read")
                .label(place, "given up here")
                .help("divide it into smaller parts");
        };
        let mut expected: Vec<String> = positives.iter().map(|rule| human(*rule)).collect();
        expected.sort();
        expected.dedup();
        let value_read =
            expected.iter().any(|word| word == "`and`") && expected.iter().any(|word| word == "`+`");
        let due = match expected.as_slice() {
            _ if value_read && expected.iter().any(|word| word == "`is`") => {
                "`is …`, `and`, `or` or the next clause is due here".to_owned()
            }
            _ if value_read => "`and`, `or` or the next clause is due here".to_owned(),
            [one] if one == "a name" => match word_before(slice, at) {
                "say" | "how" | "because" => "a language is due here, such as `en`".to_owned(),
                "cites" | "between" | "aside" => "the name of a document is due here".to_owned(),
                _ => format!("{one} is due here"),
            },
            [] => "something else is due here".to_owned(),
            [one] => format!("{one} is due here"),
            [all @ .., last] => format!("{} or {last} is due here", all.join(", ")),
        };
        let message = if found.is_empty() {
            "the declaration breaks off".to_owned()
        } else {
            format!("the sentence does not continue with `{found}`")
        };
        let words: Vec<&str> = expected.iter().map(|word| word.trim_matches('`')).collect();
        let help = instead_of(found)
            .map(str::to_owned)
            .or_else(|| reserved_help(found))
            .or_else(|| suggest::nearest(found, words).map(|word| format!("did you mean `{word}`?")));
        Diagnostic::error(Code::E0101, message).label(place, due).maybe_help(help)
    }
}

fn reserved_help(found: &str) -> Option<String> {
    Grammar::parse(Rule::reserved, found)
        .ok()
        .filter(|pairs| pairs.as_str() == found && !found.is_empty())
        .map(|_| format!("`{found}` is a word of the language and cannot be a name"))
}

fn word_before(text: &str, at: usize) -> &str {
    text.get(..at).unwrap_or_default().split_whitespace().next_back().unwrap_or_default()
}

/// Without white space and comments at the beginning.
fn skip_blank(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        match text.strip_prefix('#') {
            Some(comment) => text = comment.split_once('\n').map_or("", |(_, rest)| rest),
            None => return text,
        }
    }
}

fn first_token(text: &str) -> &str {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let length = if text.starts_with(word) {
        text.find(|character| !word(character)).unwrap_or(text.len())
    } else if text.starts_with('"') {
        text.char_indices().skip(1).find(|(_, c)| *c == '"').map_or(1, |(at, _)| at + 1)
    } else {
        ["==", "!=", ">=", "<=", "&&", "||", "//"]
            .iter()
            .find(|sign| text.starts_with(**sign))
            .map_or_else(|| text.chars().next().map_or(0, char::len_utf8), |sign| sign.len())
    };
    text.get(..length).unwrap_or_default()
}
