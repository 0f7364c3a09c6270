//! The locks of a pack: one beside each rule file that declares documents.

use crate::base::Diagnostic;
use crate::cli::io::text_kind::TextKind;
use crate::cli::io::whole_file::{NO_FILE, WaitingFile, cannot_read, write_beside};
use crate::cli::pack::Pack;
use crate::cli::session::Session;
use crate::documents::Lock;
use crate::documents::lock::FILE;
use std::path::{Path, PathBuf};

/// A lock, and the documents that it is about.
pub(crate) struct LockFile {
    pub(crate) path: PathBuf,
    /// Whether it is there.
    pub(crate) exists: bool,
    /// The names of its documents.
    documents: Vec<String>,
}

/// Where the locks of a pack are, whether they are there or not.
pub(crate) fn files(session: &Session, pack: &Pack) -> Vec<LockFile> {
    let mut files: Vec<LockFile> = Vec::new();
    for document in &pack.program.model.documents {
        let rules = PathBuf::from(session.sources.name(document.span));
        let path = rules.parent().unwrap_or(Path::new("")).join(FILE);
        let name = document.name.text.to_string();
        match files.iter_mut().find(|file| file.path == path) {
            Some(file) => file.documents.push(name),
            None => files.push(LockFile { exists: path.exists(), path, documents: vec![name] }),
        }
    }
    files
}

/// Read them, as one. A document is known by its name, which no two documents of a pack share.
pub(crate) fn read(session: &mut Session, files: &[LockFile]) -> Result<Lock, Diagnostic> {
    let mut whole = Lock::default();
    for file in files.iter().filter(|file| file.exists) {
        if !file.path.is_file() {
            let wrong = std::io::Error::other(NO_FILE);
            return Err(cannot_read(&file.path.display().to_string(), &wrong));
        }
        let id = session.read(&file.path, TextKind::Document)?;
        let text = session.sources.get(id).map(|source| source.text.clone()).unwrap_or_default();
        let lock = Lock::read(id, &text)?;
        whole.documents.extend(lock.documents);
        whole.passages.extend(lock.passages);
    }
    Ok(whole)
}

/// Write what has changed of a lock into its files: beside them, to take their places when all is done.
pub(crate) fn write(
    session: &Session,
    files: &[LockFile],
    lock: &Lock,
) -> Result<Vec<(PathBuf, WaitingFile)>, Diagnostic> {
    let mut written = Vec::new();
    for file in files {
        let mut own = lock.clone();
        own.documents.retain(|name, _| file.documents.contains(name));
        own.passages.retain(|passage| file.documents.contains(&passage.document));
        let text = own.write();
        if session.text_of(&file.path) != Some(&text) {
            written.push((file.path.clone(), write_beside(&file.path, &text)?));
        }
    }
    Ok(written)
}
