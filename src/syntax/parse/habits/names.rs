//! What is declared, named or typed as elsewhere.

use crate::base::msg;
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::words::{Habit, at_words, instead, is_number, is_text, is_word, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{CLAUSES, Rule, quoted};

/// Words that are one name, which the file declares: `under repair` in place of `under_repair`.
pub(super) fn joined(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    let here = tokens.here();
    let found = (2..4).find_map(|length| {
        (here.saturating_sub(length - 1)..=here).find_map(|from| {
            let words: Vec<&str> = (from..from + length).map(|at| tokens.nth(at)).collect();
            let in_line = tokens.line_of(from) == tokens.line_of(from + length - 1);
            let name = file.joined(&words).filter(|_| in_line && words.iter().all(|word| is_word(word)))?;
            Some((from, from + length, name))
        })
    });
    let (from, to, name) = found.filter(|(from, ..)| *from > 1)?;
    let message = Some(expected_found(quoted(name), &tokens.joined(from, to)));
    let range = Some((tokens.range_of(from).0, tokens.range_of(to - 1).1));
    Some(Habit { range, message, help: msg!(syntax.one_word_name, name = name) })
}

/// A name of several words, or with hyphens.
pub(super) fn several_words(tokens: &Tokens<'_>) -> Option<Habit> {
    let kind = tokens.nth(0);
    if !["role", "action", "enum", "let", "document"].contains(&kind) || tokens.here() != 2 {
        return None;
    }
    let is_part = |at: &usize| {
        let word = tokens.nth(*at);
        tokens.line_of(*at) == Some(0)
            && (is_word(word) && !CLAUSES.contains(&word) || is_number(word) || word == "-")
    };
    let end = (1..=tokens.count()).find(|at| !is_part(at))?;
    let parts: Vec<&str> = (1..end).map(|at| tokens.nth(at)).filter(|word| *word != "-").collect();
    let range = Some((tokens.range_of(1).0, tokens.range_of(end - 1).1));
    let name = parts.join("_");
    if end < 3 {
        return None;
    }
    let [first, rest @ ..] = parts.as_slice() else { return None };
    // What stands before a colon is a parameter.
    if kind == "action" && tokens.nth(end) == ":" {
        let whole = format!("action {first}({})", tokens.joined(2, tokens.in_first_line()));
        return Some(instead(tokens, 2, end, "(", &whole));
    }
    if kind == "let" && tokens.nth(end) == ":" && tokens.nth(end + 1) != "each" && end == 3 {
        let whole = format!("let {first}({}: {}) = …", rest.join("_"), tokens.nth(end + 1));
        return Some(instead(tokens, 2, end, "(", &whole));
    }
    let spaced = !(1..end).any(|at| tokens.nth(at) == "-");
    let help = match kind {
        "action" if spaced && tokens.nth(end) != "(" => {
            let parameters = format!("{first}({})", rest.join(", "));
            msg!(syntax.one_word_or_parameters, name = name, parameters = parameters)
        }
        _ => msg!(syntax.one_word_name, name = name),
    };
    let message = expected_found(msg!(syntax.a_name), &tokens.joined(1, end));
    Some(Habit { range, message: Some(message), help })
}

/// A field, its type or a value of an enum in another form.
pub(super) fn field(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let kind = tokens.nth(0);
    let here = tokens.here();
    if kind == "enum" && is_text(word(0)) {
        let value = word(0).trim_matches('"').replace([' ', '-'], "_");
        return Some(instead(tokens, here, here + 1, &value, &value));
    }
    if !["state", "action", "let"].contains(&kind) {
        return None;
    }
    let found =
        list_type(tokens).or_else(|| described_type(tokens)).or_else(|| spaced_field(tokens, expected));
    if let Some(found) = found {
        return Some(found);
    }
    // `kms: 10`
    if word(-1) == ":" && expected.has(Rule::type_) {
        let ty = match word(0) {
            number if is_number(number) => Some("Int"),
            text if is_text(text) => Some("String"),
            "true" | "false" => Some("Bool"),
            _ => None,
        };
        if let Some(ty) = ty {
            return Some(write(&format!("{}: {ty}", word(-2))));
        }
    }
    let typed = |word: &str| word.starts_with(char::is_uppercase);
    // `Email email`
    if kind != "state" && typed(word(-1)) && is_word(word(0)) && ["(", ","].contains(&word(-2)) {
        let whole = format!("{}: {}", word(0), word(-1));
        return Some(instead(tokens, here - 1, here + 1, &whole, &whole));
    }
    // `km Int`
    if kind == "action" && is_word(word(-1)) && typed(word(0)) && ["(", ","].contains(&word(-2)) {
        let whole = format!("{}: {}", word(-1), word(0));
        return Some(instead(tokens, here - 1, here + 1, &whole, &whole));
    }
    if kind != "state" || !expected.signs.contains(&':') || !is_word(word(-1)) {
        return None;
    }
    // `email: Email unique`
    if word(-3) == ":" && typed(word(-2)) && !tokens.begins_line(-1) {
        let message = expected_found(msg!(syntax.a_field), word(-1));
        return Some(at_words(tokens, -1, -1, message, msg!(syntax.delete_word, word = word(-1))));
    }
    match word(0) {
        // `book String`
        ty if typed(ty) && !tokens.begins_line(0) => {
            let whole = format!("{}: {ty}", word(-1));
            Some(instead(tokens, here - 1, here + 1, &whole, &whole))
        }
        next if next == "}" || is_word(next) && tokens.begins_line(0) => {
            let whole = format!("{}: String", word(-1));
            let message = msg!(syntax.field_without_type, name = word(-1));
            Some(at_words(tokens, -1, -1, message, msg!(syntax.write, word = whole)))
        }
        _ => None,
    }
}

/// A field of several words or with hyphens, with the question mark of its type, or with values for a type.
fn spaced_field(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let (word, here) = (|offset| tokens.word(offset), tokens.here());
    if tokens.nth(0) != "state" {
        return None;
    }
    // `branch?: String`
    if word(0) == "?" && word(1) == ":" {
        let whole = format!("{}: {}?", word(-1), word(2));
        return Some(instead(tokens, here - 1, here + 3, &whole, &whole));
    }
    // `open = true`
    if word(0) == "=" && is_word(word(-1)) && tokens.begins_line(-1) {
        let ty = match word(1) {
            "true" | "false" => "Bool",
            number if is_number(number) => "Int",
            text if is_text(text) => "String",
            _ => return None,
        };
        let whole = format!("{}: {ty} = {}", word(-1), word(1));
        return Some(instead(tokens, here, here + 1, ":", &whole));
    }
    // `open: yes/no`
    let truths = ["yes", "no", "true", "false"];
    if word(-2) == ":"
        && ["/", "|", "or"].contains(&word(0))
        && [word(-1), word(1)].iter().all(|of| truths.contains(of))
    {
        return Some(instead(tokens, here - 1, here + 2, "Bool", &format!("{}: Bool", word(-3))));
    }
    if !(expected.signs.contains(&':')
        || expected.has(Rule::name)
        || expected.has(Rule::field)
        || expected.has(Rule::k_each))
    {
        return None;
    }
    let start = (1..=here).rev().find(|at| tokens.line_of(*at) != tokens.line_of(at - 1))?;
    let is_part = |at: &usize| {
        let word = tokens.nth(*at);
        tokens.line_of(*at) == tokens.line_of(start) && (is_word(word) || is_number(word) || word == "-")
    };
    let end = (start..=tokens.count()).find(|at| !is_part(at))?;
    let parts: Vec<&str> = (start..end).map(|at| tokens.nth(at)).filter(|word| *word != "-").collect();
    let typed = parts.iter().any(|word| word.starts_with(char::is_uppercase));
    if parts.len() < 2 || typed || tokens.nth(end) != ":" || here > end {
        return None;
    }
    let message = Some(expected_found(msg!(syntax.a_name), &tokens.joined(start, end)));
    let range = Some((tokens.range_of(start).0, tokens.range_of(end - 1).1));
    Some(Habit { range, message, help: msg!(syntax.one_word_name, name = parts.join("_")) })
}

/// `optional Int`, `required Int`, `list String`, `array of String`: the second word was taken for a field.
fn described_type(tokens: &Tokens<'_>) -> Option<Habit> {
    let (word, here) = (|offset| tokens.word(offset), tokens.here());
    let (from, to, whole) = match [word(-3), word(-2), word(-1), word(0)] {
        [":", "optional" | "nullable" | "maybe", ty, _]
        | [":", ty, "optional" | "nullable" | "null" | "maybe", _] => (here - 2, here, format!("{ty}?")),
        [":", "required" | "mandatory", ty, _] => (here - 2, here, ty.to_owned()),
        [":", "array" | "set" | "lists", "of", ty] => (here - 2, here + 1, format!("list of {ty}")),
        [":", "list" | "array" | "set", ty, _] => (here - 2, here, format!("list of {ty}")),
        _ => return None,
    };
    let is_type = whole.trim_end_matches('?').rsplit(' ').next()?.starts_with(char::is_uppercase);
    (is_type && !tokens.begins_line(-1)).then(|| instead(tokens, from, to, &whole, &whole))
}

/// `String[]`, `List<String>`, `[String]`
fn list_type(tokens: &Tokens<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let here = tokens.here();
    let (from, to, of) = match [word(-1), word(0), word(1), word(2)] {
        [of, "[]", ..] => (here - 1, here + 1, of),
        [of, "[", "]", _] => (here - 1, here + 2, of),
        [_, "<" | "[" | "(", of, ">" | "]" | ")"] if is_word(word(-1)) => (here - 1, here + 3, of),
        [":", "[", of, "]"] => (here, here + 3, of),
        _ => return None,
    };
    let whole = format!("list of {of}");
    is_word(of).then(|| instead(tokens, from, to, &whole, &whole))
}
