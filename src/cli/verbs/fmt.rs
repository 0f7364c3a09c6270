//! `ustav fmt`: put rule files into their canonical form.

use crate::base::{Diagnostic, STDIN, msg};
use crate::cli::arguments::{Arguments, Fmt, Format};
use crate::cli::io::artefact;
use crate::cli::io::load::{failed, no_rule_file};
use crate::cli::io::paths::rule_files_of;
use crate::cli::io::turn::Turn;
use crate::cli::io::whole_file::write_whole;
use crate::cli::output::render::visible_name;
use crate::cli::session::{Exit, Session, TextKind, VerbOutput, VerbResult};
use crate::syntax::{parse, print};
use std::path::{Path, PathBuf};

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Fmt) -> VerbResult {
    // Its output is for people alone; who asks for JSON is not refused.
    session.format_of(Format::of_verb("fmt"))?;
    let mut files: Vec<PathBuf> = Vec::new();
    let paths = if verb.paths.is_empty() { &arguments.rules } else { &verb.paths };
    artefact::refuse(paths, msg!(cli.only_rules_are_formatted))?;
    // Between reading and writing, no review may write.
    let _turn = if verb.check { None } else { Some(Turn::take(session, paths)?) };
    for path in paths {
        if path == Path::new("-") {
            files.push(path.clone());
        } else {
            files.extend(rule_files_of(path, if verb.paths.is_empty() { "--rules " } else { "" })?);
        }
    }
    let mut changed: Vec<(PathBuf, String)> = Vec::new();
    let mut text = String::new();
    let mut errors: Vec<Diagnostic> = Vec::new();
    for path in files {
        let (id, old) = match session.read(&path, TextKind::Rules) {
            Ok(read) => read,
            Err(diagnostic) => {
                errors.push(diagnostic);
                continue;
            }
        };
        let (file, diagnostics) = parse(id, &old);
        if let Some(other) = no_rule_file(&path, &file, &diagnostics) {
            errors.push(other);
            continue;
        }
        if failed(&diagnostics) {
            errors.extend(diagnostics);
            continue;
        }
        let new = print(&file, &old);
        let stdin = path == Path::new("-");
        if stdin && !verb.check {
            text.push_str(&new);
        } else if new != *old {
            changed.push((if stdin { PathBuf::from(STDIN) } else { path }, new));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut exit = Exit::Success;
    for (path, new) in &changed {
        let name = visible_name(&path.display().to_string(), session.language);
        if verb.check {
            exit = Exit::Denied;
            text.push_str(&(msg!(cli.not_formatted, file = name).text(session.language) + "\n"));
        } else {
            write_whole(path, new)?;
            if !session.quiet {
                text.push_str(&(msg!(cli.formatted, file = name).text(session.language) + "\n"));
            }
        }
    }
    if session.quiet && verb.check {
        text.clear();
    }
    Ok(VerbOutput { text, exit })
}
