//! `ustav fmt`: put rule files into their canonical form.

use crate::base::Diagnostic;
use crate::cli::arguments::{Arguments, Fmt, Format};
use crate::cli::io::artefact;
use crate::cli::io::load::failed;
use crate::cli::io::rule_files::rule_files;
use crate::cli::io::text_kind::TextKind;
use crate::cli::io::whole_file::write_whole;
use crate::cli::output::render::visible;
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::syntax::{parse, print};
use std::path::{Path, PathBuf};

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Fmt) -> VerbResult {
    // What it has to tell is for people alone; who asks for JSON is not refused.
    session.format_of(&[Format::Human, Format::Json])?;
    let mut files: Vec<PathBuf> = Vec::new();
    let paths = if verb.paths.is_empty() { &arguments.rules } else { &verb.paths };
    artefact::refuse(paths, "only rules have a canonical form")?;
    for path in paths {
        if path == Path::new("-") {
            files.push(path.clone());
        } else {
            files.extend(rule_files(path)?);
        }
    }
    let mut changed: Vec<(PathBuf, String)> = Vec::new();
    let mut text = String::new();
    let mut wrong: Vec<Diagnostic> = Vec::new();
    for path in files {
        let read = session.read(&path, TextKind::Rules);
        let source = match read {
            Ok(id) => id,
            Err(diagnostic) => {
                wrong.push(diagnostic);
                continue;
            }
        };
        let old = session.sources.get(source).map(|source| source.text.clone()).unwrap_or_default();
        let (file, diagnostics) = parse(source, &old);
        if failed(&diagnostics) {
            wrong.extend(diagnostics);
            continue;
        }
        let new = print(&file, &old);
        let stdin = path == Path::new("-");
        if stdin && !verb.check {
            text.push_str(&new);
        } else if new != *old {
            changed.push((if stdin { PathBuf::from("<stdin>") } else { path }, new));
        }
    }
    if !wrong.is_empty() {
        return Err(Errors(wrong));
    }
    let mut exit = Exit::Success;
    for (path, new) in &changed {
        let name = visible(&path.display().to_string());
        if verb.check {
            exit = Exit::Denied;
            text.push_str(&format!("not in its canonical form: {name}\n"));
        } else {
            write_whole(path, new)?;
            if !session.quiet {
                text.push_str(&format!("formatted {name}\n"));
            }
        }
    }
    if session.quiet && verb.check {
        text.clear();
    }
    Ok(VerbOutput { text, exit })
}
