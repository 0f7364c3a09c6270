//! Files that are written whole or not at all, and how people are told that one could not be read or written.

use crate::base::{Code, Diagnostic};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is wrong with a pipe or a device where a file is due.
pub(crate) const NO_FILE: &str = "it is no file";

/// What was written beside the file that it is for, and takes its place when all else is done.
pub(crate) struct WaitingFile {
    path: PathBuf,
    waiting: Waiting,
}

/// Where it waits.
enum Waiting {
    /// In a file beside its place.
    Beside(tempfile::NamedTempFile),
    /// Here: a device or a pipe is no place that a file could take.
    Here(Vec<u8>),
}

impl WaitingFile {
    /// Put it into its place.
    pub(crate) fn finish(self) -> Result<(), Diagnostic> {
        let written = match self.waiting {
            Waiting::Beside(file) => file.persist(&self.path).map(drop).map_err(|error| error.error),
            Waiting::Here(bytes) => std::fs::write(&self.path, bytes),
        };
        written.map_err(|error| cannot_write(&format!("`{}`", self.path.display()), &error))
    }
}

/// Write a file whole or not at all: now beside it, and in its place with [`WaitingFile::finish`]. It keeps the
/// permissions that it had.
pub(crate) fn write_beside(path: &Path, content: impl AsRef<[u8]>) -> Result<WaitingFile, Diagnostic> {
    // A link stays a link: what it leads to is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let write = || -> std::io::Result<Waiting> {
        if path.is_symlink() {
            return Err(std::io::Error::other("the link leads nowhere"));
        }
        let old = match std::fs::metadata(&path) {
            Ok(old) if old.is_dir() => return Err(std::io::ErrorKind::IsADirectory.into()),
            Ok(old) if !old.is_file() => return Ok(Waiting::Here(content.as_ref().to_vec())),
            Ok(old) if old.permissions().readonly() => return Err(std::io::Error::other("it is read-only")),
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            old => old.ok(),
        };
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let name = folder.display();
            return Err(std::io::Error::other(format!("there is no folder `{name}`")));
        }
        let mut file = new_beside(folder)?;
        file.write_all(content.as_ref())?;
        if let Some(old) = old {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.as_file().sync_all()?;
        Ok(Waiting::Beside(file))
    };
    match write() {
        Ok(waiting) => Ok(WaitingFile { path, waiting }),
        Err(error) => Err(cannot_write(&format!("`{}`", path.display()), &error)),
    }
}

/// A file with the permissions of any new one, not only for its owner.
fn new_beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Write a file whole or not at all.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<(), Diagnostic> {
    write_beside(path, text)?.finish()
}

/// A file could not be read.
pub(crate) fn cannot_read(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::E0601, format!("`{name}` cannot be read: {}", cause(error)))
}

/// A file could not be written.
pub(crate) fn cannot_write(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::E0604, format!("{name} cannot be written: {}", cause(error)))
}

fn cause(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
