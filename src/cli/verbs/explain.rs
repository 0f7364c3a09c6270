//! `ustav explain`: the page of an error code.

use crate::base::{Code, Diagnostic, Message, msg, suggest};
use crate::cli::arguments::{Explain, Format};
use crate::cli::output::human;
use crate::cli::output::json::pretty;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use serde_json::{Value as Json, json};

pub(crate) fn run(session: &Session, verb: &Explain) -> VerbResult {
    let is_json = session.format_of(Format::of_verb("explain"))? == Format::Json;
    let language = session.language;
    let text = if let Some(name) = &verb.code {
        let code = Code::find(name).ok_or_else(|| {
            Diagnostic::error(Code::E0603, msg!(cli.unknown_code, code = name))
                .help(
                    suggest::meant(name, Code::ALL.iter().map(|code| code.name()))
                        .unwrap_or_else(|| other(name)),
                )
                .maybe_help(numbered(name).map(|code| msg!(common.did_you_mean, word = code.name())))
        })?;
        let (name, title, page) = (code.name(), code.title().text(language), code.page(language));
        let document = || json!({"version": 1, "code": name, "title": title, "page": page});
        if is_json { pretty(&document()) } else { human::page(page, &session.style) }
    } else if is_json {
        let entry = |code: &Code| json!({"code": code.name(), "title": code.title().text(language)});
        pretty(&json!({"version": 1, "codes": Code::ALL.iter().map(entry).collect::<Vec<Json>>()}))
    } else {
        let line = |code: &Code| format!("{code}  {}", code.title().text(language));
        Code::ALL.iter().map(line).collect::<Vec<String>>().join("\n") + "\n"
    };
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// Where to ask about what is no code: a name of the rules.
fn other(name: &str) -> Message {
    let is_name = !name.contains(|c: char| c.is_ascii_digit() || c.is_whitespace());
    if is_name { msg!(cli.ask_how, name = name) } else { msg!(cli.codes_are_listed) }
}

/// The code of a number, with zeros, a letter or a sign before it or not: `201`, `e201`, `E-0201`.
fn numbered(name: &str) -> Option<Code> {
    let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number: u32 = digits.parse().ok()?;
    // A letter, and a sign or a bracket.
    let is_short = name.chars().count() - digits.len() <= 2;
    let is_it = |code: &Code| code.name().trim_start_matches(char::is_alphabetic).parse() == Ok(number);
    Code::ALL.iter().copied().filter(|_| is_short).find(is_it)
}
