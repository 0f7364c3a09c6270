//! A compiled pack with what it was made from.

use crate::base::Diagnostic;
use crate::documents::Documents;
use crate::program::Program;
use std::path::PathBuf;

/// A pack, compiled.
pub(crate) struct Pack {
    pub(crate) program: Program,
    pub(crate) documents: Documents,
    /// How each document is called: its path.
    pub(crate) document_paths: Vec<String>,
    /// Documents that are there, and cannot be read: no verdict needs them, but nothing can be said of them.
    pub(crate) unreadable: Vec<Diagnostic>,
    /// The rule files.
    pub(crate) files: Vec<PathBuf>,
    /// Where the rules are, as it was told.
    pub(crate) told: Vec<PathBuf>,
}
