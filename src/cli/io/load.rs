//! From paths to packs.

use crate::base::{Code, Diagnostic, Severity, SourceId, Span, all_of, msg, suggest};
use crate::cli::io::paths::{canonical, is_rule_file, refuse_device, relative_to, rule_files};
use crate::cli::io::texts::named_at;
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session, TextKind};
use crate::documents::Documents;
use crate::model::{Model, Parsed, check};
use crate::program::Program;
use crate::prose::Format;
use crate::syntax::tree::{DeclarationKind, File};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

impl Session {
    /// Read and compile the rules, or open the artefact that stands for them, with the documents as they were compiled.
    /// Warnings are printed on standard error.
    ///
    /// # Errors
    /// All that is wrong with the rules; E0602 where there are none.
    pub(crate) fn load(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        match self.opened(paths)? {
            Some(opened) => {
                let pack = self.pack_of(opened, false);
                Wanted::Rules.is_in(&pack.program.model, &pack.files)?;
                Ok(pack)
            }
            None => self.compile(paths, Wanted::Rules),
        }
    }

    /// The same with the documents as they are now; all of an artefact is looked at. Files that others share need declare
    /// no rule, unless something is to decide by them.
    pub(crate) fn load_to_compile(&mut self, paths: &[PathBuf], decides: bool) -> Result<Pack, Errors> {
        self.load_whole(paths, if decides { Wanted::Rules } else { Wanted::Declarations })
    }

    /// The same to hold the documents against the rules; documents may stand there without any rule.
    pub(crate) fn load_for_review(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        self.load_whole(paths, Wanted::RulesOrDocuments)
    }

    fn load_whole(&mut self, paths: &[PathBuf], wanted: Wanted) -> Result<Pack, Errors> {
        let Some(opened) = self.opened(paths)? else { return self.compile(paths, wanted) };
        // The session keeps what is damaged.
        let _ = opened.look_through();
        self.intact()?;
        let pack = self.pack_of(opened, true);
        wanted.is_in(&pack.program.model, &pack.files)?;
        Ok(pack)
    }

    fn compile(&mut self, paths: &[PathBuf], wanted: Wanted) -> Result<Pack, Errors> {
        let (parsed, files) = self.parse(paths)?;
        let is_empty = parsed.files.iter().all(|file| file.declarations.is_empty());
        let (model, mut diagnostics) = check(parsed);
        let Some(model) = model else { return Err(diagnostics) };
        if is_empty {
            return Err(no_rule_declared(&files).into());
        }
        wanted.is_in(&model, &files)?;
        let (program, warnings) = Program::compile(model);
        diagnostics.extend(warnings);
        if !self.quiet {
            self.report(&diagnostics);
        }
        let (documents, document_paths, unreadable) = self.documents(&program.model);
        Ok(Pack { program, documents, document_paths, unreadable, files, rule_paths: paths.to_vec() })
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
            if !seen.insert(canonical(&path)) {
                continue;
            }
            let (id, text) = match self.read(&path, TextKind::Rules) {
                Ok(read) => read,
                Err(error) => {
                    parsed.diagnostics.push(named_at(error, import, msg!(cli.imported_here)));
                    continue;
                }
            };
            let (file, diagnostics) = crate::syntax::parse(id, &text);
            if let Some(other) = no_rule_file(&path, &file, &diagnostics) {
                return Err(named_at(other, import, msg!(cli.imported_here)).into());
            }
            parsed.diagnostics.extend(diagnostics);
            for declaration in &file.declarations {
                let DeclarationKind::Import(import) = &declaration.kind else { continue };
                let target = relative_to(&path, &import.text);
                if !imported.insert(canonical(&target)) {
                    continue;
                }
                let there = || match target.exists() {
                    true => rule_files(&target),
                    false => Err(not_there(&target, &path, &import.text)),
                };
                match refuse_device(&target).and_then(|()| there()) {
                    Ok(found) => open.extend(found.into_iter().rev().map(|file| (file, Some(import.span)))),
                    Err(error) => {
                        parsed.diagnostics.push(named_at(error, import.span, msg!(cli.imported_here)));
                    }
                }
            }
            parsed.files.push(file);
            files.push(path);
        }
        Ok((parsed, files))
    }

    /// Read the documents that a model names, as far as they are there: also their paths, and what is wrong with those
    /// that cannot be read.
    pub(crate) fn documents(&mut self, model: &Model) -> (Documents, Vec<String>, Vec<Diagnostic>) {
        let mut texts = Vec::new();
        let mut paths = Vec::new();
        let mut known: HashMap<PathBuf, Option<SourceId>> = HashMap::new();
        let mut unreadable = Vec::new();
        for document in &model.documents {
            let path = relative_to(Path::new(self.sources.name(document.span)), &document.path);
            let name = path.display().to_string();
            let id = *known.entry(canonical(&path)).or_insert_with(|| {
                std::fs::symlink_metadata(&path).ok()?;
                let read = self.read_document(&path);
                let failed = |error| unreadable.push(named_at(error, document.span, msg!(cli.named_here)));
                read.map_err(failed).ok().map(|(id, _)| id)
            });
            let source = id.and_then(|id| Some((id, self.sources.get(id)?.text.clone())));
            texts.push(source.map(|(id, text)| (id, text, Format::of_path(&name))));
            paths.push(name);
        }
        (Documents::new(texts), paths, unreadable)
    }
}

/// What has to be declared for a verb to have something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Rules,
    RulesOrDocuments,
    /// Whatever it is.
    Declarations,
}

impl Wanted {
    /// # Errors
    /// E0602 where it is not declared.
    fn is_in(self, model: &Model, files: &[PathBuf]) -> Result<(), Diagnostic> {
        let is_there = match self {
            Self::Rules => !model.rules.is_empty(),
            Self::RulesOrDocuments => !(model.rules.is_empty() && model.documents.is_empty()),
            Self::Declarations => true,
        };
        if is_there { Ok(()) } else { Err(no_rule_declared(files)) }
    }
}

fn no_rule_declared(files: &[PathBuf]) -> Diagnostic {
    let message = msg!(cli.no_rule_declared, files = all_of(files.iter().map(|file| file.display())));
    Diagnostic::error(Code::E0602, message).help(msg!(cli.declare_a_permit))
}

/// That nothing is where an import leads, and what is near it.
fn not_there(target: &Path, importing: &Path, written: &str) -> Diagnostic {
    // More names than this are not compared.
    const MOST: usize = 1_000;
    let folder = target.parent().unwrap_or(Path::new(""));
    let entries =
        std::fs::read_dir(folder).into_iter().flatten().take(MOST).flatten().map(|entry| entry.path());
    let files = entries.filter(|path| (is_rule_file(path) || path.is_dir()) && path != importing);
    let before = written.rfind('/').and_then(|at| written.get(..=at)).unwrap_or_default();
    let named = |path: &Path| Some(format!("{before}{}", path.file_name()?.to_str()?));
    let names: Vec<String> = files.filter_map(|path| named(&path)).collect();
    let message = msg!(cli.no_rules_there, path = target.display().to_string());
    let near = suggest::meant(written, names.iter().map(String::as_str));
    Diagnostic::error(Code::E0602, message).help(near.unwrap_or_else(|| msg!(rules.import_path)))
}

/// That a file is none of rules: by its name, and because it has more mistakes than declarations, or none at all.
pub(crate) fn no_rule_file(path: &Path, file: &File, diagnostics: &[Diagnostic]) -> Option<Diagnostic> {
    // Standard input and a pipe have no name that says anything.
    if is_rule_file(path) || !path.is_file() {
        return None;
    }
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    if !file.declarations.is_empty() && errors <= file.declarations.len() {
        return None;
    }
    let message = msg!(cli.not_a_rule_file, path = path.display().to_string());
    Some(Diagnostic::error(Code::E0602, message).help(msg!(cli.rule_file_names)))
}

/// Whether some diagnostic is an error.
pub(crate) fn failed(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == Severity::Error)
}
