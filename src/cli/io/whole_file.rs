//! Files that are written whole or not at all, and the errors of files: E0601 of reading, E0604 of writing.

use crate::base::{About, Argument, Code, Diagnostic, Message, msg, named};
use crate::cli::io::near_paths::path_meant;
use std::fmt;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Why the program itself cannot read or write something, as an error of files.
#[derive(Debug)]
struct Refused(Message);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refused {}

fn refused(why: Message) -> std::io::Error {
    std::io::Error::other(Refused(why))
}

/// That a pipe or a device cannot be read where a file is expected.
pub(crate) fn no_file() -> std::io::Error {
    refused(msg!(cli.not_a_file))
}

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
        written.map_err(|error| cannot_write_file(&path, &error))
    }
}

/// Write a file whole or not at all: now beside it, and in its place with [`WaitingFile::finish`]. It keeps the
/// permissions that it had.
pub(crate) fn write_beside(path: &Path, content: impl AsRef<[u8]>) -> Result<WaitingFile, Diagnostic> {
    // A link stays a link: what it leads to is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    write_waiting(&path, content.as_ref()).map_err(|error| cannot_write_file(&path, &error))
}

fn write_waiting(path: &Path, content: &[u8]) -> std::io::Result<WaitingFile> {
    if path.is_symlink() {
        return Err(refused(msg!(cli.broken_link)));
    }
    let old = match std::fs::metadata(path) {
        Ok(old) if old.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Ok(old) if !old.is_file() => return Ok(WaitingFile::InMemory(content.to_vec(), path.to_owned())),
        Ok(old) if old.permissions().readonly() => return Err(refused(msg!(cli.read_only))),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        old => old.ok(),
    };
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(refused(msg!(cli.no_folder, folder = folder.display().to_string())));
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
    Ok(WaitingFile::Beside(file, path.to_owned()))
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
    let help = (error.kind() == ErrorKind::NotFound).then(|| path_meant(Path::new(name))).flatten();
    Diagnostic::error(Code::E0601, msg!(cli.cannot_read, name = named(name), cause = cause(error)))
        .about(About::File(name.to_owned()))
        .maybe_help(help)
}

/// What is written need not be a file.
pub(crate) fn cannot_write(what: impl Into<Argument>, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::E0604, msg!(cli.cannot_write, what = what.into(), cause = cause(error)))
}

fn cannot_write_file(path: &Path, error: &std::io::Error) -> Diagnostic {
    cannot_write(format!("`{}`", path.display()), error).about(About::File(path.display().to_string()))
}

/// Why something could not be read or written. What the system says is in the language of the system, if not in English:
/// so it is named by its kind, or else by its number.
pub(crate) fn cause(error: &std::io::Error) -> Message {
    if let Some(Refused(why)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return why.clone();
    }
    match error.kind() {
        ErrorKind::NotFound => msg!(cli.not_found),
        ErrorKind::PermissionDenied => msg!(cli.permission_denied),
        ErrorKind::IsADirectory => msg!(cli.is_a_folder),
        ErrorKind::NotADirectory => msg!(cli.not_a_folder),
        ErrorKind::AlreadyExists => msg!(cli.exists_already),
        ErrorKind::StorageFull => msg!(cli.storage_full),
        ErrorKind::QuotaExceeded => msg!(cli.quota_exceeded),
        ErrorKind::FileTooLarge => msg!(cli.file_too_large),
        ErrorKind::ReadOnlyFilesystem => msg!(cli.read_only_filesystem),
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => msg!(cli.invalid_filename),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => msg!(cli.busy),
        ErrorKind::BrokenPipe => msg!(cli.broken_pipe),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof => {
            msg!(cli.cut_off)
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => msg!(cli.timed_out),
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::StaleNetworkFileHandle => msg!(cli.network),
        ErrorKind::OutOfMemory => msg!(cli.out_of_memory),
        _ => other_cause(error),
    }
}

/// Kinds that the standard library has no names for yet, by the numbers of Unix.
fn other_cause(error: &std::io::Error) -> Message {
    match error.raw_os_error() {
        Some(5) if cfg!(unix) => msg!(cli.input_output),
        Some(23 | 24) if cfg!(unix) => msg!(cli.too_many_open_files),
        Some(40 | 62) if cfg!(unix) => msg!(cli.circle_of_links),
        Some(number) => msg!(cli.system_error, number = number.to_string()),
        None => msg!(cli.unknown_cause, kind = format!("{:?}", error.kind())),
    }
}
