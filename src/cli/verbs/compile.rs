//! `ustav compile`: check the rules, and print what they are compiled to.

use crate::base::{Code, Diagnostic};
use crate::cli::arguments::{Arguments, Compile, Format, Stage};
use crate::cli::io::load;
use crate::cli::session::{Errors, Exit, Outcome, Session, VerbResult};
use serde::Serialize;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Compile) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    if verb.emit == Some(Stage::Tree) {
        if let Some(opened) = session.opened(&arguments.rules)? {
            let pack = session.pack_of(opened, false);
            return emit(format, &session.trees_of(&pack));
        }
        let (parsed, _) = session.parse(&arguments.rules)?;
        if load::failed(&parsed.diagnostics) {
            return Err(parsed.diagnostics.into());
        }
        return emit(format, &parsed.files);
    }
    let pack = session.load_with_documents(&arguments.rules)?;
    match verb.emit {
        Some(Stage::Model) => emit(format, &pack.model),
        Some(_) => emit(format, &pack.kb),
        None => {
            let model = &pack.model;
            let mut text = String::new();
            let mut stale = pack.documents.citation_errors(model);
            stale.extend(pack.unreadable.iter().cloned());
            if load::failed(&stale) {
                return Err(stale.into());
            }
            if !session.quiet {
                session.complain(&stale);
            }
            if let Some(out) = &verb.out {
                session.write_artefact(&pack, out)?;
            }
            let summary = serde_json::json!({
                "version": 1,
                "rules": model.rules.len(),
                "actions": model.actions.len(),
                "roles": model.roles.len(),
                "documents": model.documents.len(),
                "conditions": pack.kb.nodes.len(),
            });
            if format == Format::Json {
                text = crate::cli::output::json::pretty(&summary);
            } else if !session.quiet {
                let of =
                    |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
                text = format!(
                    "{} for {} and {}, from {}: they compile\n",
                    of(model.rules.len(), "rule"),
                    of(model.actions.len(), "action"),
                    of(model.roles.len(), "role"),
                    of(model.documents.len(), "document"),
                );
            }
            // The program ends here, and nobody waits until a large pack is taken to pieces.
            std::mem::forget(pack);
            Ok(Outcome { text, exit: Exit::Success })
        }
    }
}

/// The most bytes of a stage that are printed: a tree of many nodes is many times longer than its rules.
const LONGEST: usize = 1 << 30;

/// Takes a text until it is too long.
#[derive(Default)]
struct Page(Vec<u8>);

impl std::io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(std::io::Error::other(format!("it is longer than {LONGEST} bytes")));
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn emit(format: Format, stage: &impl Serialize) -> VerbResult {
    let mut page = Page::default();
    let json = format == Format::Json;
    let written = if json {
        serde_json::to_writer_pretty(&mut page, stage).map_err(|error| error.to_string())
    } else {
        serde_yaml::to_io_writer(&mut page, stage).map_err(|error| error.to_string())
    };
    let text = written.and_then(|()| String::from_utf8(page.0).map_err(|error| error.to_string()));
    match text {
        Ok(text) if json => Ok(Outcome { text: text + "\n", exit: Exit::Success }),
        Ok(text) => Ok(Outcome { text, exit: Exit::Success }),
        Err(error) => {
            Err(Errors(vec![Diagnostic::error(Code::E0604, format!("the stage cannot be printed: {error}"))]))
        }
    }
}
