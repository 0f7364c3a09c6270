//! `ustav compile`: check the rules, and print what they are compiled to.

use crate::base::{Code, Diagnostic, msg};
use crate::cli::arguments::{Arguments, Compile, Emit, Format};
use crate::cli::io::load;
use crate::cli::output::json::pretty;
use crate::cli::output::plan::plan;
use crate::cli::output::render::visible;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use crate::kb::KnowledgeBase;
use crate::tables::Tables;
use serde::Serialize;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Compile) -> VerbResult {
    let format = session.format_of(Format::of_verb("compile"))?;
    if verb.emit == Some(Emit::Tree) {
        if let Some(opened) = session.opened(&arguments.rules)? {
            let pack = session.pack_of(opened, false);
            return emit(format, &session.trees_of(&pack));
        }
        let (parsed, _) = session.parse(&arguments.rules)?;
        if load::failed(&parsed.diagnostics) {
            return Err(parsed.diagnostics);
        }
        return emit(format, &parsed.files);
    }
    let pack = session.load_to_compile(&arguments.rules, verb.out.is_some())?;
    let (model, kb) = (&pack.program.model, &pack.program.kb);
    match verb.emit {
        Some(Emit::Model) => return emit(format, model),
        Some(Emit::Plan) => return emit(format, &plan(&pack.program, &session.sources)),
        Some(_) => return emit(format, &Lowered { kb, tables: &pack.program.tables }),
        None => {}
    }
    // That a document cannot be read is not told again as that it is not there.
    let place = |found: &Diagnostic| found.labels.first().map(|label| label.span);
    let is_told = |found: &Diagnostic| pack.unreadable.iter().any(|other| place(other) == place(found));
    let mut stale = pack.documents.citation_errors(model);
    stale.retain(|found| !is_told(found));
    stale.extend(pack.unreadable.iter().cloned());
    if load::failed(&stale) {
        return Err(stale);
    }
    if !session.quiet {
        session.report(&stale);
    }
    if let Some(out) = &verb.out {
        session.write_artefact(&pack, out)?;
    }
    let rules = model.rules.iter().filter(|rule| !rule.is_built_in()).count();
    let actions = model.actions.len();
    let (roles, documents) = (model.roles.len(), model.documents.len());
    let text = if format == Format::Json {
        pretty(&serde_json::json!({
            "version": 1, "rules": rules, "actions": actions, "roles": roles, "documents": documents,
            "conditions": kb.nodes.len(),
        }))
    } else if session.quiet {
        String::new()
    } else {
        let counted =
            msg!(cli.compiled, rules = rules, actions = actions, roles = roles, documents = documents);
        let mut text = counted.text(session.language) + "\n";
        if let Some(out) = &verb.out {
            let written = msg!(cli.written, file = visible(&out.display().to_string()));
            text.push_str(&(written.text(session.language) + "\n"));
        }
        text
    };
    // The program ends here, and nobody waits until a large pack is taken to pieces.
    std::mem::forget(pack);
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// The most bytes of a stage that are printed: a tree of many nodes is many times longer than its rules.
const LONGEST: usize = 1 << 30;

/// Takes a text until it is too long.
#[derive(Default)]
struct Page {
    text: Vec<u8>,
    is_full: bool,
}

impl std::io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.text.len() + bytes.len() > LONGEST {
            self.is_full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.text.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is printed for `--emit kb`.
#[derive(Serialize)]
struct Lowered<'a> {
    #[serde(flatten)]
    kb: &'a KnowledgeBase,
    tables: &'a Tables,
}

fn emit(format: Format, stage: &impl Serialize) -> VerbResult {
    let mut page = Page::default();
    let written = if format == Format::Json {
        let written = serde_json::to_writer_pretty(&mut page, stage).map_err(|error| error.to_string());
        written.map(|()| page.text.push(b'\n'))
    } else {
        serde_yaml::to_io_writer(&mut page, stage).map_err(|error| error.to_string())
    };
    let is_full = page.is_full;
    let text = written.and_then(|()| String::from_utf8(page.text).map_err(|error| error.to_string()));
    let text = text.map_err(|error| {
        let message = if is_full {
            msg!(cli.stage_too_long, most = LONGEST >> 20)
        } else {
            msg!(cli.stage_not_printed, cause = error)
        };
        Diagnostic::error(Code::E0604, message)
    })?;
    Ok(VerbOutput { text, exit: Exit::Success })
}
