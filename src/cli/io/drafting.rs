//! What a draft is made from: documents, and the rule files that it is to stand beside.

use crate::base::{Code, Diagnostic, Source, msg};
use crate::cli::io::load::failed;
use crate::cli::io::paths::{canonical, is_rule_file, refuse_device, relative_to, rule_files};
use crate::cli::io::whole_file::{cannot_read, folder_of};
use crate::cli::session::{Errors, Session, TextKind};
use crate::documents::Documents;
use crate::documents::draft::{name_of, unlike};
use crate::documents::requote::literal;
use crate::model::{Model, Parsed, check};
use crate::syntax::parse;
use crate::syntax::tree::{DeclarationKind, File};
use crate::values::ids::DocumentId;
use pathdiff::diff_paths;
use std::path::{Path, PathBuf};

/// The documents that are to be drafted, with the rule files around the draft.
pub(crate) struct Basis {
    /// The documents and roles that are declared, and the documents that are to be.
    pub(crate) model: Model,
    pub(crate) documents: Documents,
    /// Those that are drafted.
    pub(crate) drafted: Vec<DraftedId>,
    /// The texts of the rule files around the draft.
    pub(crate) rules: Vec<String>,
    /// Whether one of them declares a state.
    pub(crate) has_state: bool,
}

pub(crate) struct DraftedId {
    pub(crate) id: DocumentId,
    /// The path for its declaration, where it has none.
    pub(crate) path: Option<String>,
}

/// Read the documents that were named, or else those that the rules declare, and the rule files around the draft: those
/// in the folder of the file that it goes into.
///
/// # Errors
/// Those of reading; those of the rule files; E0602 where no document is named or declared.
pub(crate) fn basis(
    session: &mut Session,
    named: &[PathBuf],
    rules: &[PathBuf],
    into: Option<&Path>,
) -> Result<Basis, Errors> {
    let mut files = Vec::new();
    if named.is_empty() {
        for path in rules {
            files.extend(rule_files(path)?);
        }
    }
    if let Some(into) = into {
        // Folders in this one may be packs of their own.
        let beside = rule_files(folder_of(into)).unwrap_or_default();
        files.extend(beside.into_iter().filter(|file| folder_of(file) == folder_of(into)));
    }
    files.sort();
    files.dedup_by_key(|path| canonical(path));
    let mut parsed = Parsed::default();
    let mut texts = Vec::new();
    let mut declared: Vec<(String, PathBuf)> = Vec::new();
    let mut has_state = false;
    for path in &files {
        let (id, text) = session.read(path, TextKind::Rules)?;
        let (mut file, wrong) = parse(id, &text);
        if failed(&wrong) {
            return Err(wrong);
        }
        has_state |= file.declarations.iter().any(|own| matches!(own.kind, DeclarationKind::State(_)));
        keep_names(&mut file);
        for own in &file.declarations {
            if let DeclarationKind::Document { name, path: named, .. } = &own.kind {
                declared.push((name.text.to_string(), canonical(&relative_to(path, &named.text))));
            }
        }
        texts.push(text.to_string());
        parsed.files.push(file);
    }
    let mut wanted: Vec<(String, Option<String>)> = Vec::new();
    for path in named {
        refuse_rules(path)?;
        if path == Path::new("-") {
            return Err(Diagnostic::error(Code::E0605, msg!(draft.no_path))
                .help(msg!(draft.name_a_document))
                .into());
        }
        session.open(path, TextKind::Document)?;
        let own = canonical(path);
        if let Some((name, _)) = declared.iter().find(|(_, known)| *known == own) {
            if wanted.iter().all(|(other, _)| other != name) {
                wanted.push((name.clone(), None));
            }
            continue;
        }
        let stem = path.file_stem().and_then(|stem| name_of(&stem.to_string_lossy()));
        let is_taken = |name: &str| declared.iter().any(|(other, _)| other == name);
        let name = unlike(&stem.unwrap_or_else(|| "document".to_owned()), "_", is_taken);
        declared.push((name.clone(), own));
        wanted.push((name, Some(into.map_or_else(|| written(path), |into| from_folder(into, path)))));
    }
    if named.is_empty() {
        wanted = declared.into_iter().map(|(name, _)| (name, None)).collect();
    }
    if wanted.is_empty() {
        let error = Diagnostic::error(Code::E0602, msg!(draft.no_document));
        return Err(error.help(msg!(draft.name_a_document)).into());
    }
    let new = wanted
        .iter()
        .filter_map(|(name, path)| Some(format!("document {name} {}\n", literal(path.as_ref()?))));
    let (id, text) = (session.sources.next_id(), new.collect::<String>());
    // Beside the file that the draft goes into, so that paths lead from there.
    let place = into.map_or_else(|| PathBuf::from("draft.rules"), Path::to_owned);
    session.sources.add(Source::new(place.display().to_string(), text.clone()));
    parsed.files.push(parse(id, &text).0);
    let (model, wrong) = check(parsed);
    let Some(model) = model else { return Err(wrong) };
    let (documents, _, unreadable) = session.documents(&model);
    if !unreadable.is_empty() {
        return Err(unreadable);
    }
    let id_of =
        |name: &str| model.documents.enumerated().find(|(_, own)| &*own.name.text == name).map(|(id, _)| id);
    for id in wanted.iter().filter_map(|(name, _)| id_of(name)) {
        if let Some(declared) = model.documents.get(id).filter(|_| documents.text(id).is_none()) {
            let error = cannot_read(&declared.path, &std::io::ErrorKind::NotFound.into());
            return Err(error.label(declared.span, msg!(cli.named_here)).into());
        }
    }
    let drafted =
        wanted.into_iter().filter_map(|(name, path)| Some(DraftedId { id: id_of(&name)?, path })).collect();
    Ok(Basis { documents, drafted, rules: texts, has_state, model })
}

/// Leave of a file only what documents and roles are called.
fn keep_names(file: &mut File) {
    file.declarations.retain_mut(|own| match &mut own.kind {
        DeclarationKind::Document { .. } => true,
        DeclarationKind::Role(role) => {
            role.like = None;
            role.except.clear();
            role.say.clear();
            role.cites.clear();
            true
        }
        _ => false,
    });
}

fn refuse_rules(path: &Path) -> Result<(), Diagnostic> {
    if !is_rule_file(path) {
        return Ok(());
    }
    let message = msg!(draft.is_a_rule_file, path = path.display().to_string());
    Err(Diagnostic::error(Code::E0605, message).help(msg!(draft.name_a_document)))
}

/// A path as rules have it, on every system.
fn written(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

/// A path from the folder of a file.
fn from_folder(file: &Path, path: &Path) -> String {
    let (folder, target) = (canonical(folder_of(file)), canonical(path));
    written(&diff_paths(&target, &folder).unwrap_or(target))
}

/// The bytes of a rule file that may not be there yet.
///
/// # Errors
/// E0605 where it is named as none; E0601 where it is there and cannot be read.
pub(crate) fn existing(path: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    if !is_rule_file(path) {
        let message = msg!(draft.not_a_rule_file, path = path.display().to_string());
        return Err(Diagnostic::error(Code::E0605, message).help(msg!(cli.rule_file_names)));
    }
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    refuse_device(path)?;
    std::fs::read(path).map(Some).map_err(|error| cannot_read(&path.display().to_string(), &error))
}
