//! Files that are written whole or not at all, and the errors of files: E0601 of reading, E0604 of writing.

use crate::base::{Code, Diagnostic};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Why a pipe or a device cannot be read where a file is expected.
pub(crate) const NO_FILE: &str = "it is no file";

/// What was written beside the file that it is for, and replaces it when all else succeeded.
pub(crate) enum WaitingFile {
    Beside(tempfile::NamedTempFile, PathBuf),
    /// A device or a pipe is no place that a file could take.
    InMemory(Vec<u8>, PathBuf),
}

impl WaitingFile {
    /// Put it into its place.
    pub(crate) fn finish(self) -> Result<(), Diagnostic> {
        let (written, path) = match self {
            Self::Beside(file, path) => (file.persist(&path).map(drop).map_err(|error| error.error), path),
            Self::InMemory(bytes, path) => (std::fs::write(&path, bytes), path),
        };
        written.map_err(|error| cannot_write(&format!("`{}`", path.display()), &error))
    }
}

/// Write a file whole or not at all: now beside it, and in its place with [`WaitingFile::finish`]. It keeps the
/// permissions that it had.
pub(crate) fn write_beside(path: &Path, content: impl AsRef<[u8]>) -> Result<WaitingFile, Diagnostic> {
    // A link stays a link: what it leads to is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = format!("`{}`", path.display());
    write_waiting(path, content.as_ref()).map_err(|error| cannot_write(&name, &error))
}

fn write_waiting(path: PathBuf, content: &[u8]) -> std::io::Result<WaitingFile> {
    if path.is_symlink() {
        return Err(std::io::Error::other("the link leads nowhere"));
    }
    let old = match std::fs::metadata(&path) {
        Ok(old) if old.is_dir() => return Err(std::io::ErrorKind::IsADirectory.into()),
        Ok(old) if !old.is_file() => return Ok(WaitingFile::InMemory(content.to_vec(), path)),
        Ok(old) if old.permissions().readonly() => return Err(std::io::Error::other("it is read-only")),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        old => old.ok(),
    };
    let folder = folder_of(&path);
    if !folder.is_dir() {
        return Err(std::io::Error::other(format!("there is no folder `{}`", folder.display())));
    }
    let mut builder = tempfile::Builder::new();
    // It has the permissions of any new file, and not only for its owner.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(WaitingFile::Beside(file, path))
}

/// The folder that a file lies in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Write a file whole or not at all.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<(), Diagnostic> {
    write_beside(path, text)?.finish()
}

pub(crate) fn cannot_read(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::E0601, format!("`{name}` cannot be read: {}", cause(error)))
}

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
