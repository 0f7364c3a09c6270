//! The locks of a pack: one beside each rule file that declares documents.

use crate::base::Diagnostic;
use crate::cli::io::whole_file::{cannot_read, no_file};
use crate::cli::pack::Pack;
use crate::cli::session::{Session, TextKind};
use crate::documents::Lock;
use crate::documents::lock::FILE;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A lock, and the documents that it is about.
pub(crate) struct LockFile {
    pub(crate) path: PathBuf,
    pub(crate) exists: bool,
    document_names: Vec<String>,
}

/// Where the locks of a pack are, whether they are there or not.
pub(crate) fn files(session: &Session, pack: &Pack) -> Vec<LockFile> {
    let mut files: Vec<LockFile> = Vec::new();
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    for document in &pack.program.model.documents {
        let path = Path::new(session.sources.name(document.span)).with_file_name(FILE);
        let at = *places.entry(path).or_insert_with_key(|path| {
            let own = LockFile { exists: path.exists(), path: path.clone(), document_names: Vec::new() };
            files.push(own);
            files.len() - 1
        });
        let name = document.name.text.to_string();
        if let Some(file) = files.get_mut(at) {
            file.document_names.push(name);
        }
    }
    files
}

/// Read them, as one. A document is known by its name, which no two documents of a pack share.
///
/// # Errors
/// E0601 where one is there and cannot be read; those of [`Lock::read`].
pub(crate) fn read(session: &mut Session, files: &[LockFile], migrates: bool) -> Result<Lock, Diagnostic> {
    let mut whole = Lock::default();
    for file in files.iter().filter(|file| file.exists) {
        if !file.path.is_file() {
            return Err(cannot_read(&file.path.display().to_string(), &no_file()));
        }
        let (id, text) = session.read(&file.path, TextKind::Document)?;
        let lock = Lock::read(id, &text, migrates)?;
        whole.documents.extend(lock.documents);
        whole.passages.extend(lock.passages);
        whole.originals.extend(lock.originals);
        whole.is_old |= lock.is_old;
    }
    Ok(whole)
}

/// The files that a lock is to be written into, each with its text: those in which something changes.
pub(crate) fn changed(session: &Session, files: &[LockFile], lock: &Lock) -> Vec<(PathBuf, String)> {
    let mut parts: Vec<Lock> = files.iter().map(|_| Lock::default()).collect();
    let names = files.iter().enumerate();
    let names = names.flat_map(|(at, file)| file.document_names.iter().map(move |name| (name.as_str(), at)));
    let places: HashMap<&str, usize> = names.collect();
    for (name, document) in &lock.documents {
        if let Some(part) = places.get(name.as_str()).and_then(|at| parts.get_mut(*at)) {
            part.documents.insert(name.clone(), document.clone());
        }
    }
    for (name, original) in &lock.originals {
        if let Some(part) = places.get(name.as_str()).and_then(|at| parts.get_mut(*at)) {
            part.originals.insert(name.clone(), original.clone());
        }
    }
    for passage in &lock.passages {
        if let Some(part) = places.get(passage.document.as_str()).and_then(|at| parts.get_mut(*at)) {
            part.passages.push(passage.clone());
        }
    }
    let mut written = Vec::new();
    for (file, own) in files.iter().zip(parts) {
        let text = own.write();
        let was = session.sources.named(&file.path.display().to_string());
        if was.is_none_or(|was| *was.text != text) {
            written.push((file.path.clone(), text));
        }
    }
    written
}
