//! Standard output.

use crate::base::Diagnostic;
use crate::cli::io::whole_file::cannot_write;
use std::io::Write;

/// Print a text.
pub(crate) fn print(text: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    printed(std::io::stdout().write_all(text.as_ref()))
}

/// What came of writing to standard output. Whoever read it has read enough where the pipe is broken.
pub(crate) fn printed(result: std::io::Result<()>) -> Result<(), Diagnostic> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(cannot_write("standard output", &error))
        }
        _ => Ok(()),
    }
}
