//! Text that is held back until it is known that nothing is wrong: in memory while it is short, then in a file without
//! a name.

use crate::base::Diagnostic;
use crate::cli::io::stdout::printed;
use crate::cli::io::whole_file::cannot_write;
use crate::cli::output::json::Items;
use std::io::{BufRead, BufReader, Seek, Write};
use tempfile::SpooledTempFile;

/// More bytes go to a file.
const MOST_IN_MEMORY: usize = 8 << 20;

/// A text that grows and is then printed.
pub(crate) struct Spool {
    text: SpooledTempFile,
    empty: bool,
}

impl Default for Spool {
    fn default() -> Self {
        Self { text: SpooledTempFile::new(MOST_IN_MEMORY), empty: true }
    }
}

impl Spool {
    pub(crate) fn is_empty(&self) -> bool {
        self.empty
    }

    /// Add to the text.
    pub(crate) fn push(&mut self, text: &[u8]) -> Result<(), Diagnostic> {
        self.empty &= text.is_empty();
        self.text.write_all(text).map_err(|error| cannot_hold(&error))
    }

    /// Add items of a list, of which the text then consists.
    pub(crate) fn push_items(&mut self, items: &Items) -> Result<(), Diagnostic> {
        if !self.empty && !items.is_empty() {
            self.push(Items::BETWEEN)?;
        }
        self.push(items.text())
    }

    /// The lines of the text.
    pub(crate) fn lines(self) -> Result<impl Iterator<Item = Result<String, Diagnostic>>, Diagnostic> {
        Ok(self.read()?.lines().map(|line| line.map_err(|error| cannot_hold(&error))))
    }

    /// Print the text.
    pub(crate) fn print(self) -> Result<(), Diagnostic> {
        let mut text = self.read()?;
        printed(std::io::copy(&mut text, &mut std::io::stdout().lock()).map(drop))
    }

    /// The text from its beginning.
    fn read(mut self) -> Result<impl BufRead, Diagnostic> {
        self.text.rewind().map_err(|error| cannot_hold(&error))?;
        Ok(BufReader::with_capacity(1 << 16, self.text))
    }
}

fn cannot_hold(error: &std::io::Error) -> Diagnostic {
    cannot_write("a temporary file", error)
}
