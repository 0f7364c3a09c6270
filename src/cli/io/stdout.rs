//! Standard output, and text that is held back from it.

use crate::base::{Diagnostic, msg};
use crate::cli::io::whole_file::cannot_write;
use crate::cli::output::json::Items;
use std::io::{BufRead, BufReader, Seek, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::SpooledTempFile;

/// Whether anything was printed by this process.
static HAS_PRINTED: AtomicBool = AtomicBool::new(false);

pub(crate) fn print(text: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    let text = text.as_ref();
    if !text.is_empty() {
        HAS_PRINTED.store(true, Ordering::Relaxed);
    }
    printed(std::io::stdout().write_all(text))
}

pub(crate) fn has_printed() -> bool {
    HAS_PRINTED.load(Ordering::Relaxed)
}

/// What came of writing to standard output. Whoever read it has read enough where the pipe is broken.
pub(crate) fn printed(result: std::io::Result<()>) -> Result<(), Diagnostic> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(cannot_write(msg!(cli.standard_output), &error))
        }
        _ => Ok(()),
    }
}

/// Text that is held back until it is known that there are no errors: in memory while it is short, then in a file
/// without a name. Its methods fail with E0604.
pub(crate) struct Spool {
    text: SpooledTempFile,
    pub(crate) is_empty: bool,
}

impl Default for Spool {
    fn default() -> Self {
        // More bytes go to a file.
        const MOST_IN_MEMORY: usize = 8 << 20;
        Self { text: SpooledTempFile::new(MOST_IN_MEMORY), is_empty: true }
    }
}

impl Spool {
    pub(crate) fn push(&mut self, text: &[u8]) -> Result<(), Diagnostic> {
        self.is_empty &= text.is_empty();
        self.text.write_all(text).map_err(cannot_spool)
    }

    /// Add items of a list, of which the text then consists.
    pub(crate) fn push_items(&mut self, items: &Items) -> Result<(), Diagnostic> {
        if !self.is_empty && !items.is_empty() {
            self.push(Items::BETWEEN)?;
        }
        self.push(items.text())
    }

    pub(crate) fn lines(self) -> Result<impl Iterator<Item = Result<String, Diagnostic>>, Diagnostic> {
        Ok(self.read()?.lines().map(|line| line.map_err(cannot_spool)))
    }

    pub(crate) fn print(self) -> Result<(), Diagnostic> {
        printed(std::io::copy(&mut self.read()?, &mut std::io::stdout().lock()).map(drop))
    }

    /// The text from its beginning.
    fn read(mut self) -> Result<impl BufRead, Diagnostic> {
        self.text.rewind().map_err(cannot_spool)?;
        Ok(BufReader::with_capacity(1 << 16, self.text))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "this is what `map_err` passes")]
fn cannot_spool(error: std::io::Error) -> Diagnostic {
    cannot_write(msg!(cli.temporary_file), &error)
}
