//! From paths to packs.

use crate::base::{Code, Diagnostic, Severity, Span};
use crate::cli::io::pack::Pack;
use crate::cli::io::rule_files::rule_files;
use crate::cli::io::text_kind::TextKind;
use crate::cli::io::whole_file::{NO_FILE, cannot_read};
use crate::cli::session::{Errors, Session};
use crate::model::{Parsed, check};
use crate::program::Program;
use crate::syntax::tree::{DeclarationKind, File as Tree, Text};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

impl Session {
    /// Read and compile the rules, or open the artefact that stands for them, with the documents as they were compiled.
    /// Warnings are told on standard error.
    pub(crate) fn load(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        match self.opened(paths)? {
            Some(opened) => Ok(self.pack_of(opened, false)),
            None => self.load_rules(paths),
        }
    }

    /// The same with the documents as they are now; all of an artefact is looked at.
    pub(crate) fn load_with_documents(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        let Some(opened) = self.opened(paths)? else { return self.load_rules(paths) };
        // What is wrong is kept, and told here.
        let _ = opened.look_through();
        self.intact()?;
        Ok(self.pack_of(opened, true))
    }

    /// Read and compile the rules, or open an artefact, and keep the trees.
    pub(crate) fn load_with_trees(&mut self, paths: &[PathBuf]) -> Result<(Pack, Vec<Tree>), Errors> {
        if let Some(opened) = self.opened(paths)? {
            let pack = self.pack_of(opened, false);
            let trees = self.trees_of(&pack);
            return Ok((pack, trees));
        }
        let (parsed, files) = self.parse(paths)?;
        let trees = parsed.files.clone();
        Ok((self.compile(parsed, files, paths)?, trees))
    }

    fn load_rules(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        let (parsed, files) = self.parse(paths)?;
        self.compile(parsed, files, paths)
    }

    /// Compile rules that were read from these files. Warnings are told on standard error.
    fn compile(&mut self, parsed: Parsed, files: Vec<PathBuf>, told: &[PathBuf]) -> Result<Pack, Errors> {
        let (model, mut diagnostics) = check(parsed);
        let Some(model) = model else { return Err(diagnostics.into()) };
        if model.rules.is_empty() {
            let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
            return Err(Diagnostic::error(
                Code::E0602,
                format!("no rule is declared in {}", names.join(", ")),
            )
            .help("a pack declares at least one `permit`")
            .into());
        }
        let (program, warnings) = Program::compile(model);
        diagnostics.extend(warnings);
        if !self.quiet {
            self.report(&diagnostics);
        }
        let (documents, document_paths, unreadable) = self.documents(&program.model);
        Ok(Pack { program, documents, document_paths, unreadable, files, told: told.to_vec() })
    }

    /// Read the rule files, those that they import included.
    pub(crate) fn parse(&mut self, paths: &[PathBuf]) -> Result<(Parsed, Vec<PathBuf>), Errors> {
        let mut open: Vec<(PathBuf, Option<Span>)> = Vec::new();
        for path in paths {
            open.extend(rule_files(path)?.into_iter().map(|file| (file, None)));
        }
        let mut seen = HashSet::new();
        let mut imported = HashSet::new();
        let mut files = Vec::new();
        let mut parsed = Parsed::default();
        open.reverse();
        while let Some((path, import)) = open.pop() {
            if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                continue;
            }
            let id = match self.read(&path, TextKind::Rules) {
                Ok(id) => id,
                Err(diagnostic) => {
                    parsed.diagnostics.push(with_import(diagnostic, import));
                    continue;
                }
            };
            let text = self.sources.get(id).map(|source| source.text.clone()).unwrap_or_default();
            let (file, diagnostics) = crate::syntax::parse(id, &text);
            parsed.diagnostics.extend(diagnostics);
            for declaration in &file.declarations {
                let DeclarationKind::Import(text) = &declaration.kind else { continue };
                let target = beside(&path, text);
                if !imported.insert(target.canonicalize().unwrap_or_else(|_| target.clone())) {
                    continue;
                }
                if target.metadata().is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
                    let wrong = cannot_read(&target.display().to_string(), &std::io::Error::other(NO_FILE));
                    parsed.diagnostics.push(with_import(wrong, Some(text.span)));
                    continue;
                }
                match rule_files(&target) {
                    Ok(found) => open.extend(found.into_iter().rev().map(|file| (file, Some(text.span)))),
                    Err(diagnostic) => parsed.diagnostics.push(with_import(diagnostic, Some(text.span))),
                }
            }
            parsed.files.push(file);
            files.push(path);
        }
        Ok((parsed, files))
    }
}

/// The path that an import names, from the folder of the file that it stands in.
fn beside(file: &Path, import: &Text) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(&*import.text)
}

fn with_import(diagnostic: Diagnostic, import: Option<Span>) -> Diagnostic {
    match import {
        Some(span) if diagnostic.labels.is_empty() => diagnostic.label(span, "imported here"),
        _ => diagnostic,
    }
}

/// Whether some diagnostic is an error.
pub(crate) fn failed(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == Severity::Error)
}
