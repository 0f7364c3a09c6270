//! `ustav explain`: the page of an error code.

use crate::base::{Code, Diagnostic, suggest};
use crate::cli::arguments::{Explain, Format};
use crate::cli::output::json::pretty;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use std::fmt::Write;

pub(crate) fn run(session: &Session, verb: &Explain) -> VerbResult {
    let json = session.format_of(&[Format::Human, Format::Json])? == Format::Json;
    let text = match &verb.code {
        Some(name) => {
            let Some(code) = Code::find(name) else {
                return Err(Diagnostic::error(Code::E0603, format!("there is no code `{name}`"))
                    .maybe_help(suggest::did_you_mean(name, Code::ALL.iter().map(|code| code.name())))
                    .into());
            };
            if json {
                let page = serde_json::json!({
                    "version": 1, "code": code.name(), "title": code.title(), "page": code.page(),
                });
                pretty(&page)
            } else {
                code.page().to_owned()
            }
        }
        None if json => {
            let list: Vec<_> = Code::ALL
                .iter()
                .map(|code| serde_json::json!({"code": code.name(), "title": code.title()}))
                .collect();
            pretty(&serde_json::json!({"version": 1, "codes": list}))
        }
        None => Code::ALL.iter().fold(String::new(), |mut text, code| {
            let _ = writeln!(text, "{code}  {}", code.title());
            text
        }),
    };
    Ok(VerbOutput { text, exit: Exit::Success })
}
