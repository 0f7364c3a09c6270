//! Where people stumble: what they write out of habit, from prose or from other languages, and what to write.
//!
//! A habit is known by the words around the place where reading ended. That is often one word too late: a word that
//! the language lacks was taken for a name.

mod bounds;
mod citations;
mod conditions;
mod counts;
mod declarations;
mod declared;
mod effects;
mod exceptions;
mod ids;
mod limits;
mod listing;
mod marks;
mod names;
mod numbers;
mod paths;
mod periods;
mod prose;
mod rights;
mod russian;
mod sentences;
mod small_words;
mod texts;
mod words;

use crate::base::{Message, all_of, msg, suggest};
use crate::syntax::parse::expected::Expected;
pub(super) use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::prose::RELATIVES;
use crate::syntax::parse::habits::words::{Habit, help, instead, is_number, is_word, lacks, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::unindented::defines;
use crate::syntax::vocabulary::{CLAUSES, DECLARATIONS, Grammar, Rule, instead_of, word_for};
use pest::Parser as _;

pub(super) fn habit(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    // What says more stands first.
    ids::id(tokens)
        .or_else(|| declarations::declaration(tokens, expected, file))
        .or_else(|| names::joined(tokens, file))
        .or_else(|| names::several_words(tokens))
        .or_else(|| marks::mark(tokens, expected))
        .or_else(|| effects::effect(tokens, expected, file))
        .or_else(|| sentences::sentence(tokens, file))
        .or_else(|| exceptions::exception(tokens, file))
        .or_else(|| counts::count(tokens, file))
        .or_else(|| prose::condition(tokens, file))
        .or_else(|| paths::path(tokens, expected, file))
        .or_else(|| numbers::number(tokens))
        .or_else(|| periods::deadline(tokens, file))
        .or_else(|| periods::period(tokens, expected))
        .or_else(|| russian::comparison(tokens, expected))
        .or_else(|| limits::limit(tokens, file))
        .or_else(|| russian::keyword(tokens))
        .or_else(|| conditions::lacking(tokens, expected, file))
        .or_else(|| prose::elements(tokens, file))
        .or_else(|| names::field(tokens, expected))
        .or_else(|| citations::citation(tokens, expected, file))
        .or_else(|| texts::text(tokens, expected, file))
        .or_else(|| conditions::condition(tokens, expected, file))
        .or_else(|| rights::condition_without_when(tokens, expected, file))
        .or_else(|| rights::right(tokens, expected, file))
        .or_else(|| small_words::small_word(tokens, expected, file))
        .or_else(|| layout(tokens, expected))
        .or_else(|| foreign(tokens, expected))
}

/// Whether a declaration is none, but a line of a state or an action.
pub(super) fn is_yaml(tokens: &Tokens<'_>) -> bool {
    let first = tokens.nth(0);
    let key = usize::from(first == "-");
    is_word(tokens.nth(key))
        && tokens.nth(key + 1) == ":"
        && (first == "action" || !DECLARATIONS.contains(&first))
}

/// What to do about words that begin no declaration, where people often begin one with them.
pub(super) fn declaration(tokens: &Tokens<'_>) -> Option<Message> {
    let (first, id) = (tokens.nth(0), tokens.nth(1));
    if ["-", "*", "•", "+"].contains(&first) && DECLARATIONS.contains(&id) {
        return Some(msg!(syntax.delete_word, word = first));
    }
    if is_yaml(tokens) {
        return Some(msg!(syntax.yaml_elsewhere));
    }
    let line = tokens.joined(0, tokens.in_first_line());
    if is_word(first) && instead_of(first).is_none() && defines(&line) {
        let head = line.split('=').next().unwrap_or_default();
        return Some(msg!(syntax.write, word = format!("let {head}= …")));
    }
    // `Standing { trial, full }`
    if is_word(first) && id == "{" && tokens.nth(3) == "," {
        return Some(msg!(syntax.write, word = format!("enum {first} {{ … }}")));
    }
    // Lines of a listing with their numbers, and prose.
    if is_number(first) {
        return Some(msg!(syntax.delete_word, word = first));
    }
    if line.ends_with(['.', '!']) && tokens.in_first_line() > 3 {
        return Some(msg!(syntax.comment_sign));
    }
    let rest = line.strip_prefix(first).unwrap_or_default().trim();
    let begin = |word: &str| Some(msg!(syntax.write, word = format!("{word} {rest}").trim_end()));
    match &*first.to_lowercase() {
        "rule" | "policy" | "правило" => {
            let sentence = tokens.joined(tokens.in_first_line(), tokens.count());
            let denies = ["nobody", "may not", "cannot", "никто", "нельзя", "не может"];
            let forbids = denies.iter().any(|word| sentence.contains(word));
            match sentence.contains("may") || forbids {
                true => begin(if forbids { "forbid" } else { "permit" }),
                false => Some(msg!(syntax.kinds_of_rules)),
            }
        }
        "allow" | "allows" | "grant" | "can" => begin("permit"),
        "deny" | "prohibit" | "disallow" | "ban" | "block" | "reject" => begin("forbid"),
        "const" | "def" | "define" | "var" | "set" => begin("let"),
        "include" | "require" | "use" | "using" => begin("import"),
        "source" | "doc" => begin("document"),
        "quota" | "maximum" | "max" => begin("limit"),
        "due" | "must" | "obligation" => begin("deadline"),
        "function" | "command" | "operation" | "event" => begin("action"),
        _ => None,
    }
}

/// A sign or a word of another language, where the grammar has another for it.
fn foreign(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    match tokens.word(0) {
        ":" if expected.signs.contains(&'=') => Some(write("=")),
        ";" if expected.signs.contains(&',') && expected.between_brackets() => Some(write(",")),
        "=" if expected.signs == [':'] => Some(write(&format!("{}:", tokens.word(-1)))),
        ":" if !expected.signs.contains(&':') => Some(help(msg!(syntax.delete_word, word = ":"))),
        "to" | "before" | "than" if expected.has(Rule::k_over) => Some(write("over")),
        "do" if (expected.has(Rule::exempts) || expected.has(Rule::k_does)) && tokens.word(1) == "not" => {
            Some(write("does not stop"))
        }
        found if RELATIVES.contains(&found) && expected.has(Rule::k_where) => {
            Some(instead(tokens, tokens.here(), tokens.here() + 1, "where", "where"))
        }
        "where" if expected.has(Rule::k_when) || expected.has(Rule::when) => {
            Some(instead(tokens, tokens.here(), tokens.here() + 1, "when", "when"))
        }
        "," | "or" if expected.has(Rule::k_and) && tokens.nth(0) == "conflict" => Some(write("and")),
        "everything" if expected.has(Rule::anything) || expected.has(Rule::k_anything) => {
            Some(instead(tokens, tokens.here(), tokens.here() + 1, "anything", "anything"))
        }
        "in" | "=" if !expected.has(Rule::k_is) => None,
        found => match word_for(found) {
            Some(word) => Some(instead(tokens, tokens.here(), tokens.here() + 1, word, word)),
            None if found == ";" => Some(lacks(tokens, 0, 0, found, msg!(syntax.no_sign_needed))),
            None => instead_of(found).map(help),
        },
    }
}

/// Words at the wrong place: a declaration that is indented, a keyword for a name, a comma left out.
fn layout(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let found = word(0);
    if DECLARATIONS.contains(&found) && tokens.begins_line(0) && is_word(word(1)) {
        return Some(help(msg!(syntax.declaration_at_line_start, word = found)));
    }
    if [")", "}"].contains(&found) && word(-1) == "," {
        return Some(help(msg!(syntax.no_comma_before, bracket = found)));
    }
    if ["and", "or"].contains(&found) && word(-1) == "," {
        return Some(help(msg!(syntax.delete_word, word = found)));
    }
    // `take and repair` in a list of names
    if ["and", "or", "и", "или", "&"].contains(&found)
        && expected.signs.contains(&',')
        && !expected.follows_value()
        && is_word(word(-1))
        && is_word(word(1))
    {
        let names = format!("{}, {}", word(-1), word(1));
        return Some(instead(tokens, tokens.here(), tokens.here() + 1, ",", &names));
    }
    let names = [
        "enum", "role", "let", "action", "document", "each", "by", "any", "state", "{", "(", ",", "like",
        "prefer",
    ];
    let named = word(1) == ":" || names.contains(&word(-1));
    if named && is_reserved(found) {
        return Some(help(msg!(syntax.keyword_as_name, word = found)));
    }
    None
}

/// A comma that is missing before a word: between brackets, or in the line of what is listed.
pub(super) fn comma(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Message> {
    let (before, found) = (tokens.word(-1), tokens.word(0));
    let listed = expected.signs.contains(&',')
        && !expected.has(Rule::k_anything)
        && !(expected.has(Rule::k_may) && suggest::nearest(found, ["may"]).is_some())
        && (expected.between_brackets() || !tokens.begins_line(0));
    if !listed || !is_word(found) || CLAUSES.contains(&found) {
        return None;
    }
    let clauses = ["when", "unless", "say", "cites"];
    let may = ["permit", "forbid"].contains(&tokens.nth(0))
        && tokens.next_of(0, &["may"]) < tokens.here()
        && tokens.next_of(0, &clauses) > tokens.here();
    let both = |known: &dyn Fn(&str) -> bool| known(before) && known(found);
    // The values of an enum that was not read are none that it has.
    let is_value = |word: &str| tokens.nth(0) != "enum" && file.is_value(word);
    let names: [&dyn Fn(&str) -> bool; 3] =
        [&|word| file.has_action(word), &|word| file.has_role(word), &is_value];
    if names.into_iter().any(both) {
        return Some(msg!(syntax.comma_missing, word = found));
    }
    if may && file.actions().next().is_some() && !file.has_action(before) && !file.has_action(found) {
        return Some(msg!(common.known_here, names = all_of(file.actions())));
    }
    // In one line, two words may be one name.
    Some(match is_word(before) && !tokens.begins_line(0) {
        true if may => msg!(syntax.actions_or_one_word, first = before, second = found),
        true => msg!(syntax.comma_or_one_word, first = before, second = found),
        false => msg!(syntax.comma_missing, word = found),
    })
}

fn is_reserved(word: &str) -> bool {
    is_word(word) && Grammar::parse(Rule::name, word).is_err()
}
