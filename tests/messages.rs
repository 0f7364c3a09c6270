//! The catalogue of messages: whatever the program says stands in it in both languages, and each text gets the
//! arguments that it names.

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant,
};
use fluent_syntax::parser;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use ustav::base::{Argument, Language, Message, any_of};

const LANGUAGES: [&str; 2] = ["en", "ru"];

/// Areas whose messages are looked up by names that are put together: each says by what.
const LOOKED_UP: [(&str, &str); 2] =
    [("codes", "the name of the code"), ("help", "names of verbs and arguments")];

/// What a message is in one language.
struct Text {
    variables: BTreeSet<String>,
    /// The words outside of backticks and placeables.
    words: String,
}

/// By area and id.
type Texts = BTreeMap<(String, String), Text>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
}

fn texts(language: &str) -> Texts {
    let mut paths = Vec::new();
    files(&root().join("messages").join(language), "ftl", &mut paths);
    let mut found = Texts::new();
    for path in paths {
        let area = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let resource = parser::parse(text.as_str())
            .map_err(|(_, errors)| format!("{}: {errors:?}", path.display()))
            .unwrap();
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let id = message.id.name.to_owned();
                let mut text = Text { variables: BTreeSet::new(), words: String::new() };
                read(
                    &message.value.ok_or_else(|| format!("{language}: {area}.{id} has no text")).unwrap(),
                    &mut text,
                );
                assert!(
                    found.insert((area.clone(), id.clone()), text).is_none(),
                    "{language}: {area}.{id} stands twice"
                );
            }
        }
    }
    found
}

fn read(pattern: &Pattern<&str>, text: &mut Text) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.words.push_str(value),
            PatternElement::Placeable { expression } => read_expression(expression, text),
        }
    }
}

fn read_expression(expression: &Expression<&str>, text: &mut Text) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, text),
        Expression::Select { selector, variants } => {
            read_inline(selector, text);
            for Variant { value, .. } in variants {
                text.words.push(' ');
                read(value, text);
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, text: &mut Text) {
    let mut call = |arguments: &CallArguments<&str>| {
        arguments.positional.iter().for_each(|one| read_inline(one, text));
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            text.variables.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. }
        | InlineExpression::TermReference { arguments: Some(arguments), .. } => call(arguments),
        InlineExpression::Placeable { expression } => read_expression(expression, text),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { arguments: None, .. } => {}
    }
}

/// A use of `msg!` in the sources.
struct Use {
    place: String,
    area: String,
    id: String,
    arguments: BTreeSet<String>,
}

fn uses() -> Vec<Use> {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    let mut found = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let tokens: TokenStream = text.parse().map_err(|_| path.clone()).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        collect(&name, tokens, &mut found);
    }
    found
}

fn collect(file: &str, tokens: TokenStream, found: &mut Vec<Use>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        collect(file, group.stream(), found);
        let is_msg = at >= 2
            && matches!(&tokens[at - 1], TokenTree::Punct(punct) if punct.as_char() == '!')
            && matches!(&tokens[at - 2], TokenTree::Ident(name) if name == "msg");
        if is_msg && group.delimiter() == Delimiter::Parenthesis {
            found.extend(one_use(file, group.stream(), group.span().start().line));
        }
    }
}

fn one_use(file: &str, tokens: TokenStream, line: usize) -> Option<Use> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let word = |at: usize| match tokens.get(at) {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        _ => None,
    };
    let is = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let (area, id) = (word(0)?, word(2).filter(|_| is(1, '.'))?);
    // `, name = …`: two equals signs in a row are a comparison within a value.
    let names = (3..tokens.len()).filter(|at| is(*at, ',') && is(at + 2, '=') && !is(at + 3, '='));
    let arguments = names.filter_map(|at| word(at + 1)).collect();
    Some(Use { place: format!("{file}:{line}"), area, id, arguments })
}

#[test]
fn every_message_exists_in_both_languages_with_the_arguments_it_gets() {
    let [english, russian] = LANGUAGES.map(texts);
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for one in uses() {
        let key = (one.area.clone(), one.id.clone());
        let name = format!("{}.{}", one.area, one.id);
        match (english.get(&key), russian.get(&key)) {
            (Some(english), Some(russian)) => {
                let named: BTreeSet<String> = english.variables.union(&russian.variables).cloned().collect();
                if named != one.arguments {
                    wrong.push(format!(
                        "{}: {name} gets {:?}, and its texts name {named:?}",
                        one.place, one.arguments
                    ));
                }
            }
            (None, _) => {
                wrong.push(format!("{}: messages/en/{}.ftl has no `{}`", one.place, one.area, one.id));
            }
            (_, None) => {
                wrong.push(format!("{}: messages/ru/{}.ftl has no `{}`", one.place, one.area, one.id));
            }
        }
        used.insert(key);
    }
    let looked_up = |area: &str| area == "common" || LOOKED_UP.iter().any(|(name, _)| *name == area);
    for (language, own, other) in [("en", &english, &russian), ("ru", &russian, &english)] {
        for key @ (area, id) in own.keys() {
            if !other.contains_key(key) {
                wrong.push(format!("{area}.{id} stands only in messages/{language}"));
            }
            if !used.contains(key) && !looked_up(area) {
                wrong.push(format!("messages/{language}/{area}.ftl: nothing uses `{id}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The letters of words that are neither in backticks nor in quotation marks.
fn plain_words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    for (at, part) in text.split('`').enumerate() {
        plain.push_str(if at % 2 == 0 { part } else { " " });
    }
    let mut words = Vec::new();
    for word in plain.split(|letter: char| !letter.is_alphabetic()) {
        if !word.is_empty() {
            words.push(word.to_owned());
        }
    }
    words
}

/// Names of things that are written the same in Russian.
const NAMES: [&str; 25] = [
    "git",
    "XML",
    "E",
    "YAML",
    "JSON",
    "Lines",
    "SARIF",
    "HTML",
    "Markdown",
    "Unicode",
    "UTC",
    "UTF",
    "IANA",
    "GitHub",
    "JUnit",
    "PDF",
    "Word",
    "Excel",
    "Windows",
    "RTF",
    "INI",
    "TOML",
    "DOCX",
    "OpenDocument",
    "PowerPoint",
];

#[test]
fn no_message_mixes_languages() {
    let mut wrong = Vec::new();
    for ((area, id), text) in texts("en") {
        let cyrillic = plain_words(&text.words).into_iter().find(|word| !word.is_ascii());
        wrong.extend(cyrillic.map(|word| format!("messages/en/{area}.ftl: {id} says `{word}`")));
    }
    for ((area, id), text) in texts("ru") {
        let latin = plain_words(&text.words).into_iter().find(|word| {
            word.chars().any(|letter| letter.is_ascii_alphabetic()) && !NAMES.contains(&word.as_str())
        });
        wrong.extend(latin.map(|word| format!("messages/ru/{area}.ftl: {id} says `{word}`")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_the_catalogue_is_read() {
    for (area, id) in texts("en").into_keys() {
        let (area, id): (&str, &str) = (area.leak(), id.leak());
        for language in Language::ALL {
            assert_ne!(Message::new(area, id, vec![]).text(language), format!("{area}.{id}"), "{language:?}");
        }
    }
}

#[test]
fn lists_and_numbers_are_worded_by_language() {
    let texts = |message: Message| Language::ALL.map(|language| message.text(language));
    let both =
        |argument| Message::new("common", "and", vec![("first", argument), ("last", Argument::from("z"))]);
    assert_eq!(texts(both(any_of(["a"]))), ["`a` and z", "`a` и z"]);
    assert_eq!(texts(both(any_of(["a", "b", "c"]))), ["`a`, `b` or `c` and z", "`a`, `b` или `c` и z"]);
    let [english, russian] = texts(both(any_of(1..=20)));
    assert!(english.ends_with("`12` and 8 more and z"), "{english}");
    assert!(russian.ends_with("`12` и ещё 8 и z"), "{russian}");
}

#[test]
fn no_verbatim_text_is_written_in_code() {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("verbatim(").skip(1) {
            let literal = rest.strip_prefix("format!(").unwrap_or(rest).strip_prefix('"');
            let words = literal.and_then(|rest| rest.split('"').next()).unwrap_or_default();
            // What stands in braces is a value.
            let words = words.split('{').map(|part| part.rsplit('}').next().unwrap_or_default());
            let has_word = words.flat_map(str::chars).any(char::is_alphabetic);
            assert!(!has_word, "{}: verbatim({}", path.display(), rest.lines().next().unwrap_or_default());
        }
    }
}
